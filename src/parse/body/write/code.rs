//! Code and HTML, both as typed.

#![allow(clippy::string_slice, reason = "ranges come from the parser that read this text")]

use super::{
    super::{
        draft::Raw,
        escape,
        tags::{Tag, Tags, Token},
    },
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
        if is_comment(&html) {
            return;
        }
        match self.renderer.settings.raw_html {
            RawHtml::Escape => self.plain_text(&html),
            RawHtml::Sanitize | RawHtml::Allow => self.raw(&html, range, false),
        }
    }

    pub(super) fn html_block(&mut self) {
        let mut lines = self.block_html.take().unwrap_or_default();
        let text = || lines.iter().map(|(line, _)| &**line).collect::<String>();
        if is_comment(&text()) {
            return;
        }
        // The sanitiser takes comments out by a real parser; and what looks like one in a script is code.
        let is_code = || ["<script", "<style", "<textarea"].iter().any(|tag| text().to_ascii_lowercase().contains(tag));
        let settings = self.renderer.settings.raw_html;
        if settings == RawHtml::Escape || settings == RawHtml::Allow && !is_code() {
            lines = without_comments(lines);
        }
        if settings == RawHtml::Escape {
            if lines.iter().all(|(line, _)| line.trim().is_empty()) {
                return;
            }
            self.out.html.push_str("<p>");
            lines.iter().for_each(|(line, _)| self.plain_text(line));
            self.out.html.truncate(self.out.html.trim_end().len());
            return self.close_block("</p>\n");
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
        self.quotes(html);
        self.typed_table(html, range);
    }

    /// Notes whether text that follows belongs to a link or to code, where bare addresses stay as they are.
    fn quotes(&mut self, html: &str) {
        let quotes =
            |tag: &Tag| matches!(&*html[tag.name.clone()].to_ascii_lowercase(), "a" | "code" | "pre" | "kbd" | "samp" | "var");
        let leads = |tag: &Tag| {
            // An anchor, which is often left open, is not a link.
            !html[tag.name.clone()].eq_ignore_ascii_case("a")
                || tag.attributes.iter().any(|a| html[a.name.clone()].eq_ignore_ascii_case("href"))
        };
        for token in Tags::new(html, 0..html.len()) {
            match token {
                Token::Start(tag) if quotes(&tag) && leads(&tag) => self.quoted = true,
                Token::End(tag) if quotes(&tag) => self.quoted = false,
                _ => {}
            }
        }
    }

    /// Looks for a heading in every table that is typed as HTML.
    fn typed_table(&mut self, html: &str, range: Range<usize>) {
        let named = |tag: &Tag, name: &str| html[tag.name.clone()].eq_ignore_ascii_case(name);
        for token in Tags::new(html, 0..html.len()) {
            match token {
                Token::Start(tag) if named(&tag, "table") => self.table_typed = Some(range.clone()),
                Token::Start(tag) if named(&tag, "th") => self.table_typed = None,
                Token::End(tag) if named(&tag, "table") => {
                    if let Some(place) = self.table_typed.take() {
                        self.findings.typed_table_without_headings(place);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Lines of HTML without what stands in comments (HTML Standard, section 13.1.6): a comment is never content. One without
/// an end reaches to the end of the block, as browsers have it.
fn without_comments<'a>(lines: Vec<(CowStr<'a>, Range<usize>)>) -> Vec<(CowStr<'a>, Range<usize>)> {
    let mut inside = false;
    let mut kept = Vec::with_capacity(lines.len());
    for (line, range) in lines {
        if !inside && !line.contains("<!--") {
            kept.push((line, range));
            continue;
        }
        let mut at = 0;
        while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
            let sign = if inside { "-->" } else { "<!--" };
            let found = rest.find(sign);
            if !inside {
                let piece = &rest[..found.unwrap_or(rest.len())];
                let start = range.start + at;
                kept.push((CowStr::from(piece.to_owned()), start..start + piece.len()));
            }
            let Some(found) = found else { break };
            at += found + sign.len();
            inside = !inside;
        }
    }
    kept
}

/// One comment and nothing else.
fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.starts_with("<!--") && html.find("-->").is_some_and(|end| end + "-->".len() == html.len())
}
