//! Running text: mentions, words, line breaks.

#![allow(clippy::string_slice, reason = "ranges come from the parser that read this text")]

use super::{
    super::{
        autolinks::{self, Autolink},
        escape, foreign, links, mentions,
    },
    Writer, link_open,
};
use crate::model::body::{HoleKind, Target};
use pulldown_cmark::CowStr;
use std::ops::Range;

impl<'a> Writer<'a, '_> {
    pub(super) fn text_event(&mut self, text: CowStr<'a>, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            return code.text.push_str(&text);
        }
        let as_written = self.text.get(range.clone()).is_some_and(|written| *written == *text);
        if !as_written {
            self.flush();
            return self.plain_text(&text);
        }
        match &mut self.pending {
            Some(pending) if pending.end == range.start => pending.end = range.end,
            _ => {
                self.flush();
                self.pending = Some(range);
            }
        }
    }

    /// Writes the text that was waiting.
    pub(super) fn flush(&mut self) {
        let Some(range) = self.pending.take() else { return };
        let text = self.text;
        if self.image.is_some() || self.links > 0 {
            return self.plain_text(&text[range]);
        }
        self.report_foreign_syntax(range.clone());
        let mut rest = range;
        while let Some(link) = autolinks::first(text, rest.clone()).filter(|_| !self.quoted) {
            self.mentions(rest.start..link.at.start);
            rest.start = link.at.end;
            self.autolink(link);
        }
        self.mentions(rest);
    }

    /// Reports syntax of other programs, each kind once in a file.
    fn report_foreign_syntax(&mut self, range: Range<usize>) {
        let mut rest = range;
        while let Some(found) = foreign::first(self.text, rest.clone(), |kind| !self.foreign.contains(&kind)) {
            self.foreign.push(found.kind);
            rest.start = found.at.end;
            self.findings.foreign_syntax(found);
        }
    }

    /// A bare address as a link; one that cannot be followed stays as text.
    fn autolink(&mut self, link: Autolink) {
        let text = self.text;
        let words = &text[link.at.clone()];
        let target = links::classify(&link.href);
        if !matches!(target, Target::External(_)) {
            return self.plain_text(words);
        }
        let place = self.findings.place_of(link.at);
        link_open(&mut self.out, &link.href, target, place, |_| {});
        self.plain_text(words);
        self.out.hole(HoleKind::LinkClose, |html| html.push_str("</a>"));
    }

    /// Text that may name members.
    fn mentions(&mut self, range: Range<usize>) {
        let text = self.text;
        self.count(&text[range.clone()]);
        let mut rest = range;
        while let Some(mention) = mentions::first(text, rest.clone()) {
            escape::text(&mut self.out.html, &text[rest.start..mention.at.start]);
            let place = self.findings.place_of(mention.at.clone());
            let printed = &text[mention.at.clone()];
            self.out.hole(HoleKind::Mention { name: mention.name, place }, |html| html.push_str(printed));
            rest.start = mention.at.end;
        }
        escape::text(&mut self.out.html, &text[rest]);
    }

    /// Text that names nobody.
    pub(super) fn plain_text(&mut self, text: &str) {
        match &mut self.image {
            Some(image) => image.alt.push_str(text),
            None => {
                self.count(text);
                escape::text(&mut self.out.html, text);
            }
        }
    }

    pub(super) fn count(&mut self, text: &str) {
        self.words.add(text);
        if let Some(captured) = &mut self.captured {
            captured.push_str(text);
        }
    }

    pub(super) fn line_break(&mut self, html: &str) {
        self.words.pause();
        self.out.html.push_str(html);
        if let Some(captured) = &mut self.captured {
            captured.push(' ');
        }
    }
}
