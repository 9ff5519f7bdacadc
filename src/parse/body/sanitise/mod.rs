//! HTML of strangers.
//!
//! A draft that holds raw HTML goes through three steps:
//!
//! 1. [`weave`] writes one HTML text of ours and theirs. Theirs keeps only what [`policy`] allows, every element is
//!    closed where its surroundings end, so that no parser's repairs can grow the text; of ours, elements with
//!    attributes are reduced to a bare tag with a number.
//! 2. ammonia, a real HTML parser with the same allow-list, takes out what is left.
//! 3. [`unweave`] walks its output, puts our elements back for the numbers, and turns links and pictures into holes.
//!
//! The number stands in an attribute whose *name* holds U+FDD0, which is not a character of any text: it is replaced
//! wherever the writer typed it, and HTML decodes no references in names. So nobody can forge one.

mod anchors;
mod policy;
mod unweave;
mod weave;

use super::{draft::Draft, findings::Findings};
use crate::model::body::Anchor;
use ammonia::Builder;

/// The allow-list, for all threads.
pub struct Sanitizer {
    builder: Builder<'static>,
}

impl Sanitizer {
    pub fn new() -> Sanitizer {
        Sanitizer { builder: policy::builder(MARK) }
    }

    /// The draft with its raw HTML cleaned, its links and pictures as holes.
    pub fn clean(&self, draft: Draft, text: &str, embed_hosts: &[String], findings: &mut Findings) -> Draft {
        let woven = weave::weave(&draft, embed_hosts, findings);
        let clean = self.builder.clean(&woven.html).to_string();
        unweave::unweave(draft, &clean, &woven, text, findings)
    }
}

/// The attribute that holds the number of an element of ours.
const MARK: &str = "m\u{fdd0}";

/// What a number stands for.
enum Mark {
    /// A tag of ours, in the draft.
    Tag(std::ops::Range<usize>),
    /// An element of ours with all that is in it, or text that is a hole.
    Whole(std::ops::Range<usize>),
    /// A member is named within raw HTML.
    Mention { name: String, printed: String, place: std::ops::Range<usize> },
    /// An `<iframe>` of a host that the hub trusts.
    Embed(String),
    /// A raw `<a>`, and what it is to lead to.
    Link { address: Option<String>, place: std::ops::Range<usize> },
    /// A raw `<img>`.
    Picture { address: Option<String>, place: std::ops::Range<usize> },
}

struct Woven {
    html: String,
    marks: Vec<Mark>,
    /// Anchors that stand in raw HTML.
    anchors: Vec<Anchor>,
    /// Words that stand in raw HTML.
    words: u32,
}
