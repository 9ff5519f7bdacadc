//! A body in the making.

use crate::model::body::{Anchor, Body, Heading, Hole, HoleKind, Section};
use std::ops::Range;

/// HTML with holes, and what the sanitiser needs to know of it. All ranges are bytes of `html`.
#[derive(Debug, Default)]
pub struct Draft {
    pub html: String,
    /// In order.
    pub holes: Vec<Hole>,
    pub headings: Vec<Heading>,
    /// Anchors that were typed as HTML.
    pub anchors: Vec<Anchor>,
    /// Where the start tag of each heading stands.
    pub heading_at: Vec<usize>,
    pub sections: Vec<Section>,
    /// Where the list of footnotes begins; it belongs to no section.
    pub footnotes_at: Option<usize>,
    /// HTML as the writer of the Markdown typed it, in order.
    pub raw: Vec<Raw>,
    /// Elements of ours, such as code, that nothing of the writer's can reach into; in order.
    pub whole: Vec<Range<usize>>,
    pub words: u32,
    pub summary: String,
    pub title: Option<String>,
}

/// A stretch of HTML as typed.
#[derive(Clone, Debug)]
pub struct Raw {
    pub at: Range<usize>,
    /// Where it stands in the file; `None` where it is not there byte for byte.
    pub source: Option<usize>,
    /// A line of an HTML block, not a tag within running text.
    pub block: bool,
}

impl Draft {
    /// Appends a hole of the kind, with what is printed in its place until it is closed.
    pub fn hole(&mut self, kind: HoleKind, printed: impl FnOnce(&mut String)) {
        let start = self.html.len();
        printed(&mut self.html);
        self.holes.push(Hole { range: start..self.html.len(), kind });
    }

    /// Inserts HTML before what stands at `at`, and moves everything noted from there on.
    pub fn insert(&mut self, at: usize, html: &str) {
        self.html.insert_str(at, html);
        let by = html.len();
        self.holes.iter_mut().rev().take_while(|h| h.range.start >= at).for_each(|h| forward(h, by));
        self.raw.iter_mut().rev().take_while(|r| r.at.start >= at).for_each(|r| move_by(&mut r.at, by));
        self.whole.iter_mut().rev().take_while(|r| r.start >= at).for_each(|r| move_by(r, by));
    }

    /// Takes back everything from `at` on.
    pub fn truncate(&mut self, at: usize) {
        self.html.truncate(at);
        self.holes.truncate(self.holes.partition_point(|h| h.range.start < at));
        self.raw.truncate(self.raw.partition_point(|r| r.at.start < at));
        self.whole.truncate(self.whole.partition_point(|r| r.start < at));
    }

    /// The holes within a range.
    pub fn holes_in(&self, range: &Range<usize>) -> &[Hole] {
        let first = self.holes.partition_point(|h| h.range.start < range.start);
        let last = self.holes.partition_point(|h| h.range.start < range.end);
        &self.holes[first..last]
    }

    /// Appends `html` of another draft that holds `holes`, which lay `from` there.
    pub fn copy(&mut self, html: &str, holes: &[Hole], from: usize) {
        let to = self.html.len();
        self.html.push_str(html);
        for hole in holes {
            let mut hole = hole.clone();
            shift(&mut hole, |at| at - from + to);
            self.holes.push(hole);
        }
    }

    pub fn into_body(mut self) -> Body {
        // It is kept until the end.
        self.html.shrink_to_fit();
        self.holes.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.anchors.sort_by(|a, b| a.written.cmp(&b.written));
        self.anchors.shrink_to_fit();
        Body {
            html: self.html,
            holes: self.holes,
            headings: self.headings,
            anchors: self.anchors,
            sections: self.sections,
            words: self.words,
            summary: self.summary,
            title: self.title,
            remarks: Vec::new(),
        }
    }
}

fn forward(hole: &mut Hole, by: usize) {
    shift(hole, |at| at + by);
}

fn move_by(range: &mut Range<usize>, by: usize) {
    *range = range.start + by..range.end + by;
}

/// Moves a hole with everything that lies inside it.
fn shift(hole: &mut Hole, to: impl Fn(usize) -> usize) {
    hole.range = to(hole.range.start)..to(hole.range.end);
    if let HoleKind::LinkOpen { href: inner, .. } | HoleKind::Image { src: inner, .. } = &mut hole.kind {
        *inner = to(inner.start)..to(inner.end);
    }
}
