//! Markdown to [`Body`]: HTML with structural holes.
//!
//! ```text
//!   text --depth--> pulldown-cmark --write--> Draft ----------------------> Body
//!                                               |  (raw HTML in it)          ^
//!                                               +--sanitise--> Draft --------+
//! ```
//!
//! A body depends on its own text and the hub's Markdown settings, on nothing else, so it can be remembered. The way
//! without raw HTML is straight: each event is written once, and each hole is noted by its place as it is written.
//! Only drafts that hold raw HTML go through `sanitise`.

#![allow(clippy::string_slice, reason = "ranges come from the parser that read this text")]

mod anchors;
mod asides;
mod autolinks;
mod depth;
mod draft;
mod escape;
mod findings;
mod foreign;
mod highlight;
mod links;
mod mentions;
mod raw;
mod sanitise;
mod tags;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use asides::{Aside, asides};

use crate::{
    diagnostic::Finding,
    model::{
        body::Body,
        path::HubPath,
        settings::{Markdown, RawHtml},
    },
};
use findings::Findings;
use highlight::Highlighter;
use pulldown_cmark::{Options, Parser};
use sanitise::Sanitizer;
use std::{ops::Range, sync::OnceLock};

/// Changes whenever the same Markdown would come out differently; belongs into memo keys beside the settings.
pub const VERSION: u32 = 3;

/// Everything that decides how the Markdown of this hub is rendered besides the text itself. Shared by all threads;
/// what it holds is made at the first use.
pub struct Renderer {
    settings: Markdown,
    highlighter: OnceLock<Highlighter>,
    sanitizer: OnceLock<Sanitizer>,
}

/// What the Markdown is part of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// A file: headings get anchors, everything has a place.
    Body,
    /// A field of the front matter.
    Piece,
}

impl Renderer {
    pub fn new(settings: &Markdown) -> Renderer {
        Renderer { settings: settings.clone(), highlighter: OnceLock::new(), sanitizer: OnceLock::new() }
    }

    /// The Markdown that lies at `range` of `text`, the whole file; places are bytes of the file.
    pub fn body(&self, path: &HubPath, text: &str, range: Range<usize>) -> (Body, Vec<Finding>) {
        let start = range.start.min(text.len());
        let range = start..range.end.clamp(start, text.len());
        match text.is_char_boundary(range.start) && text.is_char_boundary(range.end) {
            true => self.render(path, text, range, Scope::Body),
            false => Default::default(),
        }
    }

    /// A short piece of Markdown from a front-matter field. Headings get no anchors, holes no places, and findings
    /// stand at the whole file.
    pub fn piece(&self, path: &HubPath, markdown: &str) -> (Body, Vec<Finding>) {
        self.render(path, markdown, 0..markdown.len(), Scope::Piece)
    }

    fn render(&self, path: &HubPath, text: &str, range: Range<usize>, scope: Scope) -> (Body, Vec<Finding>) {
        let mut findings = Findings::new(path, text, scope);
        let range = match depth::first_too_deep(&text[range.clone()]) {
            Some(line) => {
                findings.too_deep(range.start + line.start..range.start + line.end);
                range.start..range.start + line.start
            }
            None => range,
        };
        let events = Parser::new_ext(&text[range.clone()], options()).into_offset_iter();
        let mut draft = write::write(self, text, range, scope, events, &mut findings);
        if !draft.raw.is_empty() {
            draft = match self.settings.raw_html {
                RawHtml::Sanitize => self.sanitizer().clean(draft, text, &self.settings.embed_hosts, &mut findings),
                RawHtml::Allow => raw::with_holes(draft, scope),
                RawHtml::Escape => draft,
            };
        }
        (draft.into_body(), findings.into_vec())
    }

    fn highlighter(&self) -> &Highlighter {
        self.highlighter.get_or_init(Highlighter::new)
    }

    fn sanitizer(&self) -> &Sanitizer {
        self.sanitizer.get_or_init(Sanitizer::new)
    }
}

/// What we read beyond CommonMark.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
}
