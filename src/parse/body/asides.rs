//! What of a body is not running text.

#![allow(clippy::string_slice, reason = "a line's start is the boundary of a character")]

use super::{depth, options};
use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

/// Something that stands beside the running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// Code, as a block or within a line.
    Code,
    /// HTML as typed.
    Tag,
    /// HTML that nobody sees.
    Comment,
}

/// Where code and HTML stand in Markdown.
pub fn asides(markdown: &str) -> Vec<(Range<usize>, Aside)> {
    // As far as a body is read.
    let end = depth::first_too_deep(markdown).map_or(markdown.len(), |line| line.start);
    let markdown = &markdown[..end];
    let aside = |(event, range): (Event, Range<usize>)| match event {
        Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => Some((range, Aside::Code)),
        Event::Html(html) | Event::InlineHtml(html) if html.trim_start().starts_with("<!--") => Some((range, Aside::Comment)),
        Event::Html(_) | Event::InlineHtml(_) => Some((range, Aside::Tag)),
        _ => None,
    };
    Parser::new_ext(markdown, options()).into_offset_iter().filter_map(aside).collect()
}
