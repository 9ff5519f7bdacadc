//! Links and pictures.

#![allow(clippy::string_slice, reason = "ranges come from the writer of this HTML")]

use super::{
    super::{
        draft::Draft,
        escape, links,
        words::{is_wordless, squeeze},
    },
    Writer,
    blocks::Picture,
};
use crate::model::body::{Hole, HoleKind, Target};
use pulldown_cmark::{CowStr, Event, LinkType};
use std::ops::Range;

pub(super) struct OpenImage<'a> {
    pub(super) target: Target,
    pub(super) address: CowStr<'a>,
    pub(super) title: CowStr<'a>,
    pub(super) place: Range<usize>,
    pub(super) alt: String,
    /// Elements open within the words.
    pub(super) depth: usize,
}

impl<'a> Writer<'a, '_> {
    pub(super) fn start_link(&mut self, kind: LinkType, address: &str, title: &str, range: Range<usize>) {
        self.links += 1;
        let mail = (kind == LinkType::Email).then(|| format!("mailto:{address}"));
        let address = mail.as_deref().unwrap_or(address);
        let target = links::classify(address);
        if let Target::Unsafe(address) = &target {
            self.findings.unsafe_link(address, range.clone());
        }
        let place = self.findings.place_of(range.clone());
        link_open(&mut self.out, address, target, place, |html| push_title(html, title));
        self.link = (self.out.html.len(), range);
    }

    pub(super) fn end_link(&mut self) {
        let (at, place) = &self.link;
        if is_wordless(&self.out.html[*at..]) {
            self.findings.link_without_words(place.clone());
        }
    }

    /// The words of a picture are the plain text of what stands inside.
    pub(super) fn within_image(&mut self, event: Event<'a>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Code(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            Event::Start(_) => image.depth += 1,
            Event::End(_) if image.depth > 0 => image.depth -= 1,
            Event::End(_) => {
                self.depth -= 1;
                self.end_image();
            }
            _ => {}
        }
    }

    pub(super) fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let alt = squeeze(&image.alt);
        if alt.is_empty() {
            self.findings.image_without_words(image.place.clone());
        }
        if let Target::Unsafe(address) = &image.target {
            self.findings.unsafe_link(address, image.place.clone());
        }
        if let (Some(captured), Some(_)) = (&mut self.captured, &self.heading) {
            captured.push_str(&alt);
        }
        let begins = self.out.html.len() == self.paragraph.at + "<p>".len();
        let place = self.findings.place_of(image.place);
        let mut title_at = 0;
        let attributes = |html: &mut String| {
            html.push_str(" alt=\"");
            escape::attribute(html, &alt);
            html.push_str("\" loading=\"lazy\" decoding=\"async\"");
            title_at = html.len();
            push_title(html, &image.title);
        };
        picture(&mut self.out, &image.address, image.target, place, false, attributes);
        if begins {
            self.paragraph.picture = Some(Picture { ends: self.out.html.len(), title_at, title: image.title.into_string() });
        }
    }
}

/// `<a …>` with what `attributes` adds, as a hole. An address that is not allowed is not printed.
pub fn link_open(out: &mut Draft, address: &str, target: Target, place: Range<usize>, attributes: impl FnOnce(&mut String)) {
    let start = out.html.len();
    out.html.push_str("<a href=\"");
    let href = push_address(out, address, &target);
    out.html.push('"');
    attributes(&mut out.html);
    out.html.push('>');
    out.holes.push(Hole { range: start..out.html.len(), kind: HoleKind::LinkOpen { href, target: Box::new(target), place } });
}

/// `<img …>`, likewise.
pub fn picture(
    out: &mut Draft,
    address: &str,
    target: Target,
    place: Range<usize>,
    sized: bool,
    attributes: impl FnOnce(&mut String),
) {
    let start = out.html.len();
    out.html.push_str("<img src=\"");
    let src = push_address(out, address, &target);
    out.html.push('"');
    attributes(&mut out.html);
    out.html.push('>');
    out.holes.push(Hole { range: start..out.html.len(), kind: HoleKind::Image { src, target: Box::new(target), place, sized } });
}

fn push_address(out: &mut Draft, address: &str, target: &Target) -> Range<usize> {
    let start = out.html.len();
    match target {
        Target::Unsafe(_) => {}
        Target::External(sound) => escape::attribute(&mut out.html, sound),
        _ => escape::attribute(&mut out.html, address),
    }
    start..out.html.len()
}

fn push_title(html: &mut String, title: &str) {
    if !title.is_empty() {
        html.push_str(" title=\"");
        escape::attribute(html, title);
        html.push('"');
    }
}
