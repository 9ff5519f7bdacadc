//! Paragraphs, quotes, tasks and tables.

#![allow(clippy::string_slice, reason = "ranges come from the writer of this HTML")]

use super::{
    super::{
        escape,
        words::{is_wordless, shorten},
    },
    Writer,
};
use crate::model::body::{Hole, HoleKind};
use pulldown_cmark::{Alignment, BlockQuoteKind};
use std::ops::Range;

/// What a description of an article may be long.
const SUMMARY: usize = 160;

/// A paragraph that may turn out to be a figure.
#[derive(Default)]
pub(super) struct Paragraph {
    pub(super) at: usize,
    /// The picture it begins with.
    pub(super) picture: Option<Picture>,
    /// Where the last one ended.
    pub(super) end: usize,
}

pub(super) struct Picture {
    pub(super) ends: usize,
    /// Where its `title` attribute begins.
    pub(super) title_at: usize,
    pub(super) title: String,
}

#[derive(Default)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) in_head: bool,
    pub(super) has_rows: bool,
    /// Where its first row stands in the file.
    pub(super) head: Range<usize>,
    /// Where the words of the last cell begin.
    pub(super) cell_at: usize,
    /// A column has no heading. The first needs none: rows may begin with names of their own.
    pub(super) nameless: bool,
}

impl Writer<'_, '_> {
    pub(super) fn start_paragraph(&mut self) {
        self.paragraph = Paragraph { at: self.out.html.len(), ..Paragraph::default() };
        self.out.html.push_str("<p>");
        if self.out.summary.is_empty() && self.nesting == 0 {
            self.captured = Some(String::new());
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        if let Some(text) = self.captured.take() {
            self.out.summary = shorten(&text, SUMMARY);
        }
        match self.paragraph.picture.take() {
            Some(picture) if picture.ends == self.out.html.len() && !picture.title.is_empty() => self.figure(picture),
            _ => self.close_block("</p>\n"),
        }
        self.paragraph.end = self.out.html.len();
    }

    /// A paragraph that is one picture with a title: the title is its caption.
    pub(super) fn figure(&mut self, picture: Picture) {
        let at = self.paragraph.at + "<p>".len();
        let img = format!("{}>", &self.out.html[at..picture.title_at]);
        let hole = self.out.holes.pop().map(|hole| Hole { range: at..at + img.len(), ..hole });
        self.out.truncate(self.paragraph.at);
        self.out.html.push_str("<figure>");
        self.out.copy(&img, hole.as_slice(), at);
        self.out.html.push_str("<figcaption>");
        escape::text(&mut self.out.html, &picture.title);
        self.out.html.push_str("</figcaption></figure>\n");
    }

    pub(super) fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        self.nesting += 1;
        let (class, phrase, printed) = match kind {
            None => return self.out.html.push_str("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("alert-note", "alert-note", "Note"),
            Some(BlockQuoteKind::Tip) => ("alert-tip", "alert-tip", "Tip"),
            Some(BlockQuoteKind::Important) => ("alert-important", "alert-important", "Important"),
            Some(BlockQuoteKind::Warning) => ("alert-warning", "alert-warning", "Warning"),
            Some(BlockQuoteKind::Caution) => ("alert-caution", "alert-caution", "Caution"),
        };
        self.out.html.push_str("<div class=\"alert ");
        self.out.html.push_str(class);
        self.out.html.push_str("\" role=\"note\"><p class=\"alert-title\">");
        self.phrase(phrase, printed);
        self.out.html.push_str("</p>\n");
    }

    pub(super) fn phrase(&mut self, key: &'static str, printed: &str) {
        self.out.hole(HoleKind::Phrase(key), |html| html.push_str(printed));
    }

    pub(super) fn task(&mut self, done: bool) {
        let (class, phrase, printed, mark) = match done {
            true => (" class=\"task task-done\"", "task-done", "Done", "☑"),
            false => (" class=\"task\"", "task-open", "Open", "☐"),
        };
        self.out.insert(self.item_at + "<li".len(), class);
        self.paragraph.at += class.len();
        self.out.html.push_str("<span class=\"task-mark\" role=\"img\" aria-label=\"");
        self.phrase(phrase, printed);
        self.out.html.push_str("\">");
        self.out.html.push_str(mark);
        self.out.html.push_str("</span> ");
    }

    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.table = Table { alignments, ..Table::default() };
        self.out.html.push_str("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"");
        self.phrase("table", "Table");
        self.out.html.push_str("\"><table>\n");
    }

    pub(super) fn start_cell(&mut self) {
        self.out.html.push_str(if self.table.in_head { "<th scope=\"col\"" } else { "<td" });
        self.out.html.push_str(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-start\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-end\">",
            Some(Alignment::None) | None => ">",
        });
        self.table.column += 1;
        self.table.cell_at = self.out.html.len();
    }

    pub(super) fn end_heading_cell(&mut self) {
        let only = self.table.alignments.len() == 1;
        let empty = is_wordless(&self.out.html[self.table.cell_at..]);
        self.table.nameless |= empty && (self.table.column > 1 || only);
    }
}
