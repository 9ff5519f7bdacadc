//! The sanitiser's output, with our elements put back and holes cut.

#![allow(clippy::string_slice, reason = "ranges come from the parser that read this text")]

use super::{
    super::{
        draft::Draft,
        findings::Findings,
        links,
        raw::decoded,
        tags::{Tag, Tags, Token},
        write::{link_open, picture},
    },
    MARK, Mark, Woven,
};
use crate::model::body::{Heading, HoleKind, Section, Target};
use std::{mem, ops::Range};

/// `clean` is canonical: a tree that was written out.
pub fn unweave(draft: Draft, clean: &str, woven: &Woven, text: &str, findings: &mut Findings) -> Draft {
    let mut unweaver = Unweaver {
        draft: &draft,
        clean,
        marks: &woven.marks,
        used: vec![false; woven.marks.len()],
        text,
        findings,
        out: Draft { html: String::with_capacity(draft.html.len()), ..Draft::default() },
        stack: Vec::new(),
        heading: None,
    };
    for token in Tags::new(clean, 0..clean.len()) {
        match token {
            Token::Text(range) => push_clean(&mut unweaver.out.html, &clean[range]),
            Token::Start(tag) => unweaver.start(&tag),
            Token::End(tag) => unweaver.end(&tag),
            Token::Comment(_) | Token::Junk(_) => {}
        }
    }
    let end = unweaver.out.footnotes_at.unwrap_or(unweaver.out.html.len());
    unweaver.end_section(end);
    let out = unweaver.out;
    Draft {
        words: draft.words.saturating_add(woven.words),
        summary: draft.summary,
        title: draft.title,
        anchors: woven.anchors.clone(),
        ..out
    }
}

struct Unweaver<'a, 'f, 't> {
    draft: &'a Draft,
    clean: &'a str,
    marks: &'a [Mark],
    /// A parser may double an element; ours has an id, or a place, only once.
    used: Vec<bool>,
    text: &'a str,
    findings: &'f mut Findings<'t>,
    out: Draft,
    /// How each open element ends.
    stack: Vec<End>,
    /// The heading that is open: its section, if it begins one.
    heading: Option<Option<Section>>,
}

enum End {
    Tag,
    Heading,
    Link,
    Nothing,
}

impl Unweaver<'_, '_, '_> {
    fn start(&mut self, tag: &Tag) {
        let name = &self.clean[tag.name.clone()];
        let number = self.value(tag, MARK).and_then(|n| n.parse::<usize>().ok()).filter(|n| *n < self.marks.len());
        let first = number.is_some_and(|n| !mem::replace(&mut self.used[n], true));
        let marks = self.marks;
        let end = match number.map(|n| &marks[n]) {
            Some(Mark::Tag(range)) if first && self.is_tag(range, name) => self.our_tag(range.clone()),
            Some(Mark::Whole(range)) => self.our_whole(range.clone(), first),
            Some(Mark::Mention { name, printed, place }) => {
                let kind = HoleKind::Mention { name: name.clone(), place: place.clone() };
                self.out.hole(kind, |html| html.push_str(printed));
                End::Nothing
            }
            Some(Mark::Embed(embed)) => {
                self.out.html.push_str(embed);
                End::Nothing
            }
            Some(Mark::Link { address, place }) if name == "a" => self.link(tag, address.as_deref(), place.clone(), first),
            Some(Mark::Picture { address, place }) if name == "img" => self.picture(tag, address.as_deref(), place.clone()),
            _ => self.plain(tag),
        };
        if !matches!(name, "br" | "col" | "hr" | "img" | "wbr") {
            self.stack.push(end);
        }
    }

    fn end(&mut self, tag: &Tag) {
        match self.stack.pop() {
            Some(End::Tag) => self.out.html.push_str(&self.clean[tag.at.clone()]),
            Some(End::Heading) => {
                if let Some(Some(Section { title, .. })) = &mut self.heading
                    && title.start == title.end
                {
                    title.end = self.out.html.len();
                }
                self.out.html.push_str(&self.clean[tag.at.clone()]);
                self.end_heading();
            }
            Some(End::Link) => self.out.hole(HoleKind::LinkClose, |html| html.push_str("</a>")),
            Some(End::Nothing) | None => {}
        }
    }

    fn value(&self, tag: &Tag, name: &str) -> Option<&str> {
        let attribute = tag.attributes.iter().find(|a| self.clean[a.name.clone()] == *name)?;
        Some(&self.clean[attribute.value.clone()])
    }

    fn is_tag(&self, range: &Range<usize>, name: &str) -> bool {
        let rest = self.draft.html[range.start + 1..range.end].strip_prefix(name);
        rest.is_some_and(|rest| rest.starts_with([' ', '>']))
    }

    // Ours

    fn our_tag(&mut self, range: Range<usize>) -> End {
        let at = self.out.html.len();
        if self.draft.footnotes_at == Some(range.start) && self.stack.is_empty() {
            self.out.footnotes_at = Some(at);
        }
        let draft = self.draft;
        let holes = draft.holes_in(&range);
        self.out.copy(&draft.html[range.clone()], holes, range.start);
        if let Ok(index) = draft.heading_at.binary_search(&range.start) {
            self.start_heading(&draft.headings[index], at);
            return End::Heading;
        }
        match holes.first().map(|h| &h.kind) {
            Some(HoleKind::LinkOpen { .. }) => End::Link,
            _ => End::Tag,
        }
    }

    fn our_whole(&mut self, range: Range<usize>, first: bool) -> End {
        let html = &self.draft.html[range.clone()];
        if let (Some(Some(section)), true) = (&mut self.heading, html.starts_with("<a class=\"anchor\"")) {
            section.title.end = self.out.html.len();
        }
        if first {
            self.out.copy(html, self.draft.holes_in(&range), range.start);
        }
        End::Nothing
    }

    fn start_heading(&mut self, heading: &Heading, at: usize) {
        let here = self.out.html.len();
        // Only what stands in no element can be cut out as a section.
        let begins_section = heading.level == 2 && self.stack.is_empty();
        self.heading = Some(begins_section.then_some(Section {
            heading: self.out.headings.len(),
            title: here..here,
            whole: at..here,
            content: here..here,
        }));
        self.out.heading_at.push(at);
        self.out.headings.push(heading.clone());
    }

    fn end_heading(&mut self) {
        let Some(Some(mut section)) = self.heading.take() else { return };
        let here = self.out.html.len();
        section.content = here..here;
        self.end_section(section.whole.start);
        self.out.sections.push(section);
    }

    fn end_section(&mut self, at: usize) {
        if let Some(section) = self.out.sections.last_mut() {
            section.whole.end = at;
            section.content.end = at;
        }
    }

    // Theirs

    fn plain(&mut self, tag: &Tag) -> End {
        self.out.html.push('<');
        self.out.html.push_str(&self.clean[tag.name.clone()]);
        push_attributes(&mut self.out.html, self.clean, tag, &[]);
        self.out.html.push('>');
        End::Tag
    }

    /// `address` is what the writer typed; what came through is in the tag.
    fn link(&mut self, tag: &Tag, address: Option<&str>, place: Range<usize>, first: bool) -> End {
        let target = match (self.value(tag, "href"), address) {
            (Some(href), _) => links::classify(&decoded(href)),
            (None, Some(address)) => Target::Unsafe(address.to_owned()),
            (None, None) if self.value(tag, "id").is_some() => return self.plain(tag),
            (None, None) => return End::Nothing,
        };
        self.check(&target, first, &place);
        let href = decoded(self.value(tag, "href").unwrap_or_default()).into_owned();
        let (clean, place) = (self.clean, self.findings.place_of(place));
        link_open(&mut self.out, &href, target, place, |html| push_attributes(html, clean, tag, &["href"]));
        End::Link
    }

    fn picture(&mut self, tag: &Tag, address: Option<&str>, place: Range<usize>) -> End {
        let target = match (self.value(tag, "src"), address) {
            (Some(src), _) => links::classify_image(&decoded(src)),
            (None, Some(address)) => Target::Unsafe(address.to_owned()),
            (None, None) => return End::Nothing,
        };
        self.check(&target, true, &place);
        // `alt=""` says that there is nothing to see; without it nothing is said.
        let says_nothing = self.value(tag, "alt").is_none();
        if says_nothing {
            self.findings.image_without_words(place.clone());
        }
        let src = decoded(self.value(tag, "src").unwrap_or_default()).into_owned();
        let sized = self.value(tag, "width").is_some() || self.value(tag, "height").is_some();
        let (clean, place) = (self.clean, self.findings.place_of(place));
        picture(&mut self.out, &src, target, place, sized, |html| {
            push_attributes(html, clean, tag, &["src"]);
            html.push_str(if says_nothing {
                " alt=\"\" loading=\"lazy\" decoding=\"async\""
            } else {
                " loading=\"lazy\" decoding=\"async\""
            });
        });
        End::Nothing
    }

    fn check(&mut self, target: &Target, first: bool, place: &Range<usize>) {
        if let (Target::Unsafe(address), true) = (target, first) {
            self.findings.unsafe_link(address, place.start..place.end.min(self.text.len()));
        }
    }
}

/// The attributes as they came through, which are escaped, without our mark and `but` those.
fn push_attributes(html: &mut String, clean: &str, tag: &Tag, but: &[&str]) {
    for attribute in &tag.attributes {
        let name = &clean[attribute.name.clone()];
        if name != MARK && !but.contains(&name) {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            push_clean(html, &clean[attribute.value.clone()]);
            html.push('"');
        }
    }
}

/// What is HTML already, without characters that no document may hold (see [`super::super::escape`]).
fn push_clean(html: &mut String, text: &str) {
    let wrong = |c: char| (c.is_ascii_control() && !c.is_ascii_whitespace()) || c == '\u{c}' || c == '\u{fdd0}';
    match text.contains(wrong) {
        true => html.push_str(&text.replace(wrong, "\u{fffd}")),
        false => html.push_str(text),
    }
}
