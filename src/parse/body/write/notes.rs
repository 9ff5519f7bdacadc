//! Footnotes.

use super::Writer;
use pulldown_cmark::{CowStr, Event};
use std::{collections::HashMap, fmt::Write as _, ops::Range};

pub(super) type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// Footnotes are written after everything else, in the order in which they are first referred to.
#[derive(Default)]
pub(super) struct Notes<'a> {
    /// The definitions that are being read.
    pub(super) open: Vec<(CowStr<'a>, Events<'a>)>,
    pub(super) definitions: HashMap<CowStr<'a>, Events<'a>>,
    /// Index into `referred` by label.
    pub(super) numbers: HashMap<CowStr<'a>, usize>,
    /// Label, and how often it was referred to.
    pub(super) referred: Vec<(CowStr<'a>, u32)>,
}

impl<'a> Writer<'a, '_> {
    pub(super) fn footnote_reference(&mut self, label: CowStr<'a>) {
        let next = self.notes.referred.len();
        let index = *self.notes.numbers.entry(label.clone()).or_insert(next);
        if index == next {
            self.notes.referred.push((label, 0));
        }
        let number = index + 1;
        let html = &mut self.out.html;
        let times = &mut self.notes.referred[index].1;
        *times += 1;
        let _ = write!(html, "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"fnref-{number}");
        if *times > 1 {
            let _ = write!(html, "-{times}");
        }
        let _ = write!(html, "\">{number}</a></sup>");
    }

    pub(super) fn footnotes(&mut self) {
        self.end_section(self.out.html.len());
        if self.notes.referred.is_empty() {
            return;
        }
        self.out.footnotes_at = Some(self.out.html.len());
        self.out
            .html
            .push_str("<section class=\"footnotes\" role=\"doc-endnotes\"><h2 class=\"visually-hidden\" id=\"footnotes-label\">");
        self.phrase("footnotes", "Footnotes");
        self.out.html.push_str("</h2>\n<ol>\n");
        self.nesting += 1;
        let mut index = 0;
        // A note may be the first to refer to another.
        while let Some((label, _)) = self.notes.referred.get(index) {
            let events = self.notes.definitions.remove(label).unwrap_or_default();
            index += 1;
            self.footnote(index, events);
        }
        self.nesting -= 1;
        self.out.html.push_str("</ol></section>\n");
    }

    pub(super) fn footnote(&mut self, number: usize, events: Events<'a>) {
        let _ = write!(self.out.html, "<li id=\"fn-{number}\">");
        for (event, range) in events {
            self.event(event, range);
        }
        self.flush();
        // The way back stands at the end of the last line, where the note ends in a paragraph.
        let last_line = self.paragraph.end == self.out.html.len() && self.out.html.ends_with("</p>\n");
        if last_line {
            self.out.html.truncate(self.out.html.len() - "</p>\n".len());
        }
        let _ = write!(self.out.html, " <a class=\"footnote-back\" href=\"#fnref-{number}\" aria-label=\"");
        self.phrase("footnote-back", "Back to the text");
        self.out.html.push_str(if last_line { "\">↩</a></p></li>\n" } else { "\">↩</a></li>\n" });
    }
}
