//! Headings, their anchors, and the sections they begin.

#![allow(clippy::string_slice, reason = "ranges come from the scanner that read this text")]

use super::{
    super::{
        Scope, escape,
        raw::decoded,
        tags::{Tag, Tags, Token},
        words::squeeze,
    },
    CLASSES, Writer,
};
use crate::model::{
    body::{Heading, Section},
    settings::RawHtml,
};
use pulldown_cmark::{CowStr, HeadingLevel};
use std::ops::Range;

pub(super) struct OpenHeading<'a> {
    pub(super) at: usize,
    pub(super) level: u8,
    pub(super) id: Option<CowStr<'a>>,
    pub(super) classes: Vec<CowStr<'a>>,
    /// The first of the body: its title.
    pub(super) is_title: bool,
    pub(super) place: Range<usize>,
}

impl<'a> Writer<'a, '_> {
    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'a>>,
        classes: Vec<CowStr<'a>>,
        place: Range<usize>,
    ) {
        let nothing_yet = self.out.html.is_empty() && self.out.title.is_none() && self.out.headings.is_empty();
        let is_title = level == HeadingLevel::H1 && self.scope == Scope::Body && nothing_yet && self.nesting == 0;
        // The page has an `<h1>` of its own.
        let level = (level as u8).max(2);
        self.captured = Some(String::new());
        self.heading = Some(OpenHeading { at: self.out.html.len(), level, id, classes, is_title, place });
    }

    pub(super) fn end_heading(&mut self) {
        self.words.pause();
        let text = self.captured.take().unwrap_or_default();
        let text = squeeze(&text).into_owned();
        match self.heading.take() {
            Some(heading) if heading.is_title => {
                self.out.truncate(heading.at);
                self.words.reset();
                self.out.title = (!text.is_empty()).then_some(text);
            }
            Some(heading) if self.scope == Scope::Piece => self.plain_heading(&heading),
            Some(heading) => self.anchored_heading(heading, text),
            None => {}
        }
    }

    pub(super) fn plain_heading(&mut self, heading: &OpenHeading) {
        let tag = start_tag(heading, None);
        self.out.insert(heading.at, &tag);
        self.close_heading(heading.level);
    }

    pub(super) fn anchored_heading(&mut self, heading: OpenHeading, text: String) {
        let above = self.out.headings.last().map_or(1, |heading| heading.level);
        if text.is_empty() {
            self.findings.empty_heading(heading.place.clone());
        } else if heading.level > above + 1 {
            self.findings.skipped_level(above, heading.level, heading.place.clone());
        }
        let wanted = heading.id.as_ref().map(|id| id.to_string()).or_else(|| self.typed_anchor(heading.at));
        let explicit = wanted.and_then(|id| self.anchors.explicit(&id));
        let is_explicit = explicit.is_some();
        let id = explicit.unwrap_or_else(|| self.anchors.of_text(&text));
        let tag = start_tag(&heading, Some(&id));
        self.out.insert(heading.at, &tag);
        let title = heading.at + tag.len()..self.out.html.len();
        self.anchor_link(&id);
        self.close_heading(heading.level);
        if heading.level == 2 && self.nesting == 0 {
            self.start_section(heading.at, title);
        }
        self.out.heading_at.push(heading.at);
        self.out.headings.push(Heading { level: heading.level, text, id, explicit: is_explicit });
    }

    /// The first anchor typed as HTML within the heading that begins at `at`: `## <a id="cpp"></a>C++`.
    fn typed_anchor(&self, at: usize) -> Option<String> {
        if self.renderer.settings.raw_html != RawHtml::Sanitize {
            return None;
        }
        let html = &self.out.html;
        let first = self.out.raw.partition_point(|raw| raw.at.start < at);
        let tags = self.out.raw[first..].iter().flat_map(|raw| Tags::new(html, raw.at.clone()));
        let value = |tag: &Tag, name: &str| {
            let attribute = tag.attributes.iter().find(|a| html[a.name.clone()].eq_ignore_ascii_case(name))?;
            Some(decoded(&html[attribute.value.clone()]).into_owned())
        };
        tags.into_iter().find_map(|token| match token {
            Token::Start(tag) => value(&tag, "id").or_else(|| value(&tag, "name")),
            _ => None,
        })
    }

    pub(super) fn anchor_link(&mut self, id: &str) {
        let start = self.out.html.len();
        let html = &mut self.out.html;
        html.push_str("<a class=\"anchor\" href=\"#");
        escape::attribute(html, id);
        html.push_str("\" aria-labelledby=\"");
        escape::attribute(html, id);
        html.push_str("\"></a>");
        let end = html.len();
        self.out.whole.push(start..end);
    }

    pub(super) fn close_heading(&mut self, level: u8) {
        self.out.html.push_str("</h");
        self.out.html.push(char::from(b'0' + level));
        self.out.html.push_str(">\n");
    }

    pub(super) fn start_section(&mut self, at: usize, title: Range<usize>) {
        self.end_section(at);
        let here = self.out.html.len();
        self.out.sections.push(Section { heading: self.out.headings.len(), title, whole: at..here, content: here..here });
    }

    pub(super) fn end_section(&mut self, at: usize) {
        if let Some(section) = self.out.sections.last_mut() {
            section.whole.end = at;
            section.content.end = at;
        }
    }
}

fn start_tag(heading: &OpenHeading, id: Option<&str>) -> String {
    let mut tag = String::with_capacity(32);
    tag.push_str("<h");
    tag.push(char::from(b'0' + heading.level));
    if let Some(id) = id {
        tag.push_str(" id=\"");
        escape::attribute(&mut tag, id);
        tag.push('"');
    }
    let classes: Vec<&str> = CLASSES.into_iter().filter(|c| heading.classes.iter().any(|own| &**own == *c)).collect();
    if !classes.is_empty() {
        tag.push_str(" class=\"");
        tag.push_str(&classes.join(" "));
        tag.push('"');
    }
    tag.push('>');
    tag
}
