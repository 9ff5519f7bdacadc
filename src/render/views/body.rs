//! Filling the holes of a body.

#![allow(clippy::string_slice, reason = "ranges come from the writer of this HTML")]

use super::Desk;
use crate::{
    model::{
        body::{Body, Hole, HoleKind},
        path::Address,
        site::{Closed, LiveEdition, PictureRef},
    },
    render::view::Html,
};
use std::ops::Range;

/// How wide a picture in running text is: as wide as it turns out, where a browser waits to see; else the window on a
/// telephone, and a column of text on anything larger.
const SIZES: &str = "auto, (min-width: 48rem) 44rem, 100vw";

/// From where links are followed.
#[derive(Clone, Copy)]
pub enum Reach<'a> {
    /// From a page of the site.
    Page,
    /// From a feed reader: everything needs its host, places on the page as well.
    Feed(&'a Address),
}

impl Desk<'_> {
    /// The whole body, with the anchors of the original that its sections answer to.
    pub fn body(&self, body: &Body, live: &LiveEdition, reach: Reach) -> String {
        let mut out = String::with_capacity(body.html.len() + body.html.len() / 8);
        let mut at = 0;
        for (section, anchor) in &live.also_answers {
            let Some(section) = body.sections.get(*section) else { continue };
            self.fill(body, &live.holes, at..section.whole.start, reach, &mut out);
            push_anchor(&mut out, anchor);
            at = section.whole.start;
        }
        self.fill(body, &live.holes, at..body.html.len(), reach, &mut out);
        self.reaching(out, reach)
    }

    /// A part of a body.
    pub fn part(&self, body: &Body, holes: &[Closed], range: Range<usize>) -> Html {
        Html::safe_string(&self.part_as(body, holes, range, Reach::Page))
    }

    /// A part of a body, as it is read from there.
    pub fn part_as(&self, body: &Body, holes: &[Closed], range: Range<usize>, reach: Reach) -> String {
        let mut out = String::with_capacity(range.len() + range.len() / 8);
        self.fill(body, holes, range, reach, &mut out);
        self.reaching(out, reach)
    }

    /// Places on the page, from elsewhere.
    fn reaching(&self, html: String, reach: Reach) -> String {
        match reach {
            Reach::Page => html,
            Reach::Feed(page) => with_absolute_fragments(&html, &self.absolute(page)),
        }
    }

    fn fill(&self, body: &Body, closed: &[Closed], range: Range<usize>, reach: Reach, out: &mut String) {
        let html = &body.html;
        let mut at = range.start;
        let from = body.holes.partition_point(|h| h.range.start < range.start);
        for (n, hole) in body.holes.iter().enumerate().skip(from) {
            let closed = closed.get(n).unwrap_or(&Closed::Keep);
            if hole.range.start >= range.end {
                break;
            }
            out.push_str(&html[at..hole.range.start]);
            self.hole(html, hole, closed, reach, out);
            at = hole.range.end;
        }
        out.push_str(&html[at..range.end]);
    }

    fn hole(&self, html: &str, hole: &Hole, closed: &Closed, reach: Reach, out: &mut String) {
        let written = &html[hole.range.clone()];
        match (&hole.kind, closed) {
            (HoleKind::Phrase(key), _) => push_escaped(out, &self.t(key)),
            (HoleKind::LinkOpen { href, .. }, Closed::Link { address, suffix, language }) => {
                out.push_str(&html[hole.range.start..href.start]);
                push_escaped(out, &self.reach(address, reach));
                push_escaped(out, suffix);
                out.push_str(&html[href.end..hole.range.end - 1]);
                if let Some(language) = language {
                    out.push_str(" hreflang=\"");
                    out.push_str(self.site.settings.languages.tag(*language));
                    out.push('"');
                }
                out.push('>');
            }
            (HoleKind::LinkOpen { href, .. }, Closed::Here { fragment }) => {
                out.push_str(&html[hole.range.start..href.start]);
                out.push('#');
                push_escaped(out, &crate::model::path::encode(fragment));
                out.push_str(&html[href.end..hole.range.end]);
            }
            (HoleKind::LinkOpen { .. }, Closed::Plain) | (_, Closed::Gone) => {}
            (HoleKind::Image { src, sized, .. }, Closed::Picture(picture)) => {
                let sources = matches!(reach, Reach::Page) && !picture.sizes.is_empty();
                if sources {
                    self.sources(picture, out);
                }
                out.push_str(&html[hole.range.start..src.start]);
                push_escaped(out, &self.reach(&picture.address, reach));
                out.push('"');
                if let (false, Some((width, height))) = (sized, picture.dimensions) {
                    out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
                }
                out.push_str(&html[src.end + 1..hole.range.end]);
                if sources {
                    out.push_str("</picture>");
                }
            }
            (HoleKind::Mention { .. }, Closed::Link { address, language, .. }) => {
                out.push_str("<a class=\"mention\" href=\"");
                push_escaped(out, &self.reach(address, reach));
                out.push('"');
                if let Some(language) = language {
                    out.push_str(" hreflang=\"");
                    out.push_str(self.site.settings.languages.tag(*language));
                    out.push('"');
                }
                out.push_str("><bdi>");
                out.push_str(written);
                out.push_str("</bdi></a>");
            }
            _ => out.push_str(written),
        }
    }

    /// The other sizes of a picture, for browsers to choose from.
    fn sources(&self, picture: &PictureRef, out: &mut String) {
        out.push_str("<picture><source type=\"image/webp\" sizes=\"");
        out.push_str(SIZES);
        out.push_str("\" srcset=\"");
        for (n, size) in picture.sizes.iter().enumerate() {
            out.push_str(if n == 0 { "" } else { ", " });
            push_escaped(out, &self.href(&size.address));
            out.push_str(&format!(" {}w", size.width));
        }
        out.push_str("\">");
    }

    fn reach(&self, address: &Address, reach: Reach) -> String {
        match reach {
            Reach::Page => self.href(address),
            Reach::Feed(_) => self.absolute(address),
        }
    }
}

/// HTML in which links to places on the page name the page. Only attributes of tags are touched: code may show others.
fn with_absolute_fragments(html: &str, page: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let bytes = html.as_bytes();
    let (mut copied, mut from) = (0, 0);
    while let Some(open) = memchr::memchr(b'<', &bytes[from..]).map(|found| from + found) {
        let mut quote = None;
        let mut at = open + 1;
        while let Some(byte) = bytes.get(at) {
            let rest = &bytes[at + 1..];
            match (quote, byte) {
                (Some(open), byte) if open == *byte => quote = None,
                (Some(_), _) => {}
                (None, b'>') => break,
                (None, b'"' | b'\'') => quote = Some(*byte),
                (None, byte) if byte.is_ascii_whitespace() && (rest.starts_with(b"href=\"#") || rest.starts_with(b"href='#")) => {
                    let fragment = at + 1 + "href='".len();
                    out.push_str(&html[copied..fragment]);
                    push_escaped(&mut out, page);
                    copied = fragment;
                }
                _ => {}
            }
            at += 1;
        }
        from = at.min(bytes.len());
    }
    out.push_str(&html[copied..]);
    out
}

/// A place that a link can lead to and nobody sees.
pub fn push_anchor(out: &mut String, id: &str) {
    out.push_str("<span id=\"");
    push_escaped(out, id);
    out.push_str("\"></span>");
}

/// Escapes for HTML text and quoted attributes.
pub fn push_escaped(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_are_made_absolute() {
        for (html, expected) in [
            ("<a href=\"#x\">y</a>", "<a href=\"https://h/p/#x\">y</a>"),
            ("<p>a</p><a class=\"m\" href=\"#x\" title=\"t\">", "<p>a</p><a class=\"m\" href=\"https://h/p/#x\" title=\"t\">"),
            ("<a\n href='#x'>", "<a\n href='https://h/p/#x'>"),
            ("<code>&lt;a href=\"#top\"&gt;</code>", "<code>&lt;a href=\"#top\"&gt;</code>"),
            ("<i title=' href=\"#x\"' data-href=\"#x\">", "<i title=' href=\"#x\"' data-href=\"#x\">"),
            ("write href=\"#x\" <b>", "write href=\"#x\" <b>"),
            ("<", "<"),
        ] {
            assert_eq!(with_absolute_fragments(html, "https://h/p/"), expected, "{html}");
        }
    }
}
