//! A body: HTML with structural holes.
//!
//! Whatever depends on the rest of the site (where a link leads, whether a member may be named, what the theme calls a
//! note) stays open as a [`Hole`], a range of the HTML; no text that a stranger could type stands for it. `plan`
//! closes the holes, `render` fills them in. So a body depends on its file alone and can be remembered.

use super::remark::Remark;
use std::ops::Range;

/// The Markdown of one file, rendered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    pub html: String,
    /// In order of their position, never overlapping.
    pub holes: Vec<Hole>,
    /// Every heading of the body, in order.
    pub headings: Vec<Heading>,
    /// Anchors that were typed as HTML, sorted by the name that the author gave them.
    pub anchors: Vec<Anchor>,
    /// Where each `##` section lies in `html`, in order.
    pub sections: Vec<Section>,
    /// Words, for the reading time.
    pub words: u32,
    /// The first paragraph as plain text, cut at a word: the description of an article that has none.
    pub summary: String,
    /// What is worth a look in the words of the whole file, front matter included.
    pub remarks: Vec<Remark>,
    /// The first `#` heading, where the body begins with one; it is not part of `html`.
    pub title: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    pub text: String,
    /// Unique in this body.
    pub id: String,
    /// Said by `{#id}`, not made from the text.
    pub explicit: bool,
}

/// An `id` or `name` that was typed as HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The name that the author gave it, which links use.
    pub written: String,
    /// Its `id` in the HTML. It differs where the name could shadow one of a script, or of the page.
    pub id: String,
}

impl Body {
    /// The `id` that a link to `#wanted` leads to.
    pub fn anchor_id(&self, wanted: &str) -> Option<&str> {
        let heading = self.headings.iter().find(|heading| heading.id == wanted).map(|heading| &*heading.id);
        heading.or_else(|| {
            let first = self.anchors.partition_point(|anchor| &*anchor.written < wanted);
            self.anchors.get(first).filter(|anchor| anchor.written == wanted).map(|anchor| &*anchor.id)
        })
    }
}

/// A `##` section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading, by place in [`Body::headings`].
    pub heading: usize,
    /// What stands between `<h2 …>` and `</h2>`, without the anchor link.
    pub title: Range<usize>,
    /// All of it, heading included.
    pub whole: Range<usize>,
    /// What follows the heading.
    pub content: Range<usize>,
}

/// A stretch of the HTML that is decided later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// The stretch of [`Body::html`] that it stands for.
    pub range: Range<usize>,
    pub kind: HoleKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HoleKind {
    /// An opening `<a …>`; `href` is the address inside it.
    LinkOpen { href: Range<usize>, target: Box<Target>, place: Range<usize> },
    /// The `</a>` of the last open link.
    LinkClose,
    /// An `<img …>`; `src` is the address inside it. `sized`: width or height are given already.
    Image { src: Range<usize>, target: Box<Target>, place: Range<usize>, sized: bool },
    /// `@name` in running text.
    Mention { name: String, place: Range<usize> },
    /// A phrase of the theme, by its key, HTML-escaped.
    Phrase(&'static str),
}

/// What an address in content means. Everything is as written, percent-decoded, without the fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Another host, a mail address, a telephone number: allowed as it is.
    External(String),
    /// A place on this page.
    Here { fragment: String },
    /// `/events/monthly-ama.md`, `/pictures/x.svg`: from the top of the hub.
    Root { path: String, query: Option<String>, fragment: Option<String> },
    /// `../events/monthly-ama.md`, `crane.svg`: from the file.
    Relative { path: String, query: Option<String>, fragment: Option<String> },
    /// `javascript:`, `//host`, …: not allowed.
    Unsafe(String),
}
