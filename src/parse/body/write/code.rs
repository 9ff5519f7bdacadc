//! Code and HTML, both as typed.

use super::{
    super::{draft::Raw, escape},
    Writer,
};
use crate::model::settings::RawHtml;
use pulldown_cmark::CowStr;
use std::ops::Range;

pub(super) struct OpenCode {
    pub(super) language: String,
    pub(super) text: String,
}

impl<'a> Writer<'a, '_> {
    pub(super) fn code_block(&mut self) {
        let Some(OpenCode { language, text }) = self.code.take() else { return };
        let start = self.out.html.len();
        let html = &mut self.out.html;
        html.push_str("<pre class=\"code\" tabindex=\"0\"");
        match language.as_str() {
            "" => html.push_str("><code>"),
            language => {
                for part in [" data-lang=\"", language, "\"><code class=\"language-", language, "\">"] {
                    html.push_str(part);
                }
            }
        }
        if language.is_empty() || !self.renderer.highlighter().append(html, &language, &text, &mut self.effort_left) {
            escape::text(html, &text);
        }
        html.push_str("</code></pre>\n");
        let end = html.len() - 1;
        self.out.whole.push(start..end);
    }

    pub(super) fn inline_html(&mut self, html: CowStr<'a>, range: Range<usize>) {
        if is_comment(&html) && self.renderer.settings.raw_html != RawHtml::Escape {
            return;
        }
        match self.renderer.settings.raw_html {
            RawHtml::Escape => self.plain_text(&html),
            RawHtml::Sanitize | RawHtml::Allow => self.raw(&html, range, false),
        }
    }

    pub(super) fn html_block(&mut self) {
        let lines = self.block_html.take().unwrap_or_default();
        if self.renderer.settings.raw_html == RawHtml::Escape {
            self.out.html.push_str("<p>");
            lines.iter().for_each(|(line, _)| self.plain_text(line));
            self.out.html.truncate(self.out.html.trim_end().len());
            return self.close_block("</p>\n");
        }
        if is_comment(&lines.iter().map(|(line, _)| &**line).collect::<String>()) {
            return;
        }
        for (line, range) in lines {
            self.raw(&line, range, true);
        }
    }

    pub(super) fn raw(&mut self, html: &str, range: Range<usize>, block: bool) {
        let start = self.out.html.len();
        self.out.html.push_str(html);
        let source = (self.text.get(range.clone()) == Some(html)).then_some(range.start);
        self.out.raw.push(Raw { at: start..self.out.html.len(), source, block });
    }
}

/// One comment and nothing else.
fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->").is_some_and(|end| end + "-->".len() == html.len())
}
