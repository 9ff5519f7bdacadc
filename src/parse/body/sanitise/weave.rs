//! One text of our HTML and the writer's.

#![allow(clippy::string_slice, reason = "ranges come from the parser that read this text")]

use super::{
    super::{
        anchors::Anchors,
        depth::LIMIT,
        draft::{Draft, Raw},
        escape,
        findings::Findings,
        mentions,
        raw::{decoded, groups, source_of},
        tags::{Tag, Tags, Token},
        words::Words,
    },
    MARK, Mark, Woven,
    anchors::is_anchor,
    policy::{self, Element, Verdict},
};
use crate::model::body::{Anchor, HoleKind};
use std::{fmt::Write as _, ops::Range};

pub fn weave(draft: &Draft, embed_hosts: &[String], findings: &mut Findings) -> Woven {
    let mut weaver = Weaver {
        draft,
        embed_hosts,
        findings,
        out: String::with_capacity(draft.html.len() * 2),
        marks: Vec::new(),
        stack: Vec::new(),
        ours: Vec::new(),
        serial: 0,
        swallowing: None,
        ids: Anchors::beside(draft.headings.iter().map(|heading| &*heading.id)),
        anchors: Vec::new(),
        words: Words::default(),
    };
    weaver.all();
    Woven { html: weaver.out, marks: weaver.marks, anchors: weaver.anchors, words: weaver.words.count() }
}

pub(super) struct Weaver<'a, 'f, 't> {
    pub(super) draft: &'a Draft,
    embed_hosts: &'a [String],
    pub(super) findings: &'f mut Findings<'t>,
    pub(super) out: String,
    marks: Vec<Mark>,
    /// Elements that are open in what was written.
    stack: Vec<Open>,
    /// Elements of ours that are open in the draft, by serial number; `None` where the start was swallowed. One may be
    /// closed in what was written already: the writer's HTML does not nest with ours.
    ours: Vec<Option<usize>>,
    serial: usize,
    swallowing: Option<Swallowing>,
    /// Ids that are in use.
    pub(super) ids: Anchors,
    pub(super) anchors: Vec<Anchor>,
    words: Words,
}

struct Open {
    element: Element,
    /// The serial number of an element of ours.
    ours: Option<usize>,
}

/// Within an element that goes with all it holds.
struct Swallowing {
    name: String,
    /// How deep it stands.
    floor: usize,
}

impl<'a> Weaver<'a, '_, '_> {
    fn all(&mut self) {
        let draft = self.draft;
        let mut whole = draft.whole.iter().peekable();
        let mut at = 0;
        for group in groups(&draft.raw) {
            let raw = group[0].at.start..group[group.len() - 1].at.end;
            while let Some(element) = whole.next_if(|w| w.start < raw.start) {
                self.our_html(at..element.start);
                self.our_whole(element.clone());
                at = element.end;
            }
            self.our_html(at..raw.start);
            self.raw_group(group, raw.clone());
            at = raw.end;
        }
        for element in whole {
            self.our_html(at..element.start);
            self.our_whole(element.clone());
            at = element.end;
        }
        self.our_html(at..draft.html.len());
        self.close_from(0);
    }

    // Ours: `<` begins a tag, `>` ends it, and all is balanced.

    fn our_html(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.draft.html.as_bytes()[at..range.end];
            let end = match rest[0] {
                b'<' => memchr::memchr(b'>', rest).map_or(range.end, |i| at + i + 1),
                _ => memchr::memchr(b'<', rest).map_or(range.end, |i| at + i),
            };
            match rest {
                [b'<', b'/', ..] => self.our_end(),
                [b'<', ..] => self.our_start(at..end),
                _ => self.our_text(at..end),
            }
            at = end;
        }
    }

    fn our_start(&mut self, tag: Range<usize>) {
        let inner = &self.draft.html[tag.start + 1..tag.end - 1];
        let name = inner.split(' ').next().unwrap_or(inner);
        let Some(element) = policy::element(name) else { return };
        if self.swallowing.is_some() {
            if !element.void {
                self.ours.push(None);
            }
            return;
        }
        if self.draft.footnotes_at == Some(tag.start) {
            self.close_from(0);
        }
        self.make_room(element);
        self.out.push('<');
        self.out.push_str(element.name);
        if inner.len() > name.len() {
            self.mark(Mark::Tag(tag));
        }
        self.out.push('>');
        if !element.void {
            self.serial += 1;
            self.ours.push(Some(self.serial));
            self.stack.push(Open { element, ours: Some(self.serial) });
        }
    }

    fn our_end(&mut self) {
        if let Some(Some(serial)) = self.ours.pop()
            && let Some(index) = self.stack.iter().rposition(|open| open.ours == Some(serial))
        {
            self.close_from(index);
        }
        let depth = self.stack.len();
        self.swallowing.take_if(|s| s.floor > depth);
    }

    fn our_text(&mut self, range: Range<usize>) {
        if self.swallowing.is_some() {
            return;
        }
        let draft = self.draft;
        self.text_begins(&draft.html[range.clone()]);
        let mut at = range.start;
        let quoted = self.is_quoted();
        for hole in draft.holes_in(&range) {
            if !matches!(hole.kind, HoleKind::Phrase(_)) && (quoted || !matches!(hole.kind, HoleKind::Mention { .. })) {
                continue;
            }
            push_text(&mut self.out, &draft.html[at..hole.range.start]);
            self.placeholder("span", Mark::Whole(hole.range.clone()));
            at = hole.range.end;
        }
        push_text(&mut self.out, &draft.html[at..range.end]);
    }

    /// An element that stays out of the sanitiser's sight.
    fn our_whole(&mut self, range: Range<usize>) {
        if self.swallowing.is_some() {
            return;
        }
        let name = if self.draft.html[range.clone()].starts_with("<pre") { "pre" } else { "a" };
        if let Some(element) = policy::element(name) {
            self.make_room(element);
        }
        self.placeholder(if name == "pre" { "pre" } else { "span" }, Mark::Whole(range));
    }

    fn placeholder(&mut self, name: &str, mark: Mark) {
        self.out.push('<');
        self.out.push_str(name);
        self.mark(mark);
        self.out.push_str("></");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn mark(&mut self, mark: Mark) {
        let _ = write!(self.out, " {MARK}={}", self.marks.len());
        self.marks.push(mark);
    }

    // Elements

    /// Closes what the start of `element` ends. Running text holds no blocks here, which a parser would have to repair
    /// by opening its elements again in each.
    fn make_room(&mut self, element: Element) {
        if element.name == "a" {
            let run = self.stack.iter().rev().take_while(|open| open.element.phrasing).count();
            let run = self.stack.len() - run;
            if let Some(index) = self.stack[run..].iter().position(|open| open.element.name == "a") {
                self.close_from(run + index);
            }
        }
        if policy::is_table_part(element.name) {
            return self.make_room_in_table(element);
        }
        while !element.phrasing
            && self.stack.last().is_some_and(|open| open.element.phrasing || policy::ends(element.name, open.element.name))
        {
            self.close_from(self.stack.len() - 1);
        }
        self.leave_table(element.name);
    }

    /// Closes what stands open in the table until its innermost part may hold `part`.
    fn make_room_in_table(&mut self, part: Element) {
        let Some(table) = self.reachable(|open| open.element.name == "table") else { return };
        while self.stack.len() > table + 1 && !self.may_hold(part.name) {
            self.close_from(self.stack.len() - 1);
        }
    }

    /// Ends the table where something comes that cannot stand between its cells.
    fn leave_table(&mut self, child: &str) {
        if !self.may_hold(child)
            && let Some(table) = self.stack.iter().rposition(|open| open.element.name == "table")
        {
            self.close_from(table);
        }
    }

    fn text_begins(&mut self, text: &str) {
        if !text.trim_ascii().is_empty() {
            self.leave_table("#text");
        }
    }

    fn may_hold(&self, child: &str) -> bool {
        policy::may_hold(self.stack.last().map_or("", |open| open.element.name), child)
    }

    /// The innermost raw element that fits, and that an end tag may reach: nothing of ours stands between but running
    /// text and paragraphs.
    fn reachable(&self, fits: impl Fn(&Open) -> bool) -> Option<usize> {
        let within = |open: &&Open| open.ours.is_none() || open.element.phrasing || open.element.name == "p";
        let reach = self.stack.len() - self.stack.iter().rev().take_while(within).count();
        self.stack[reach..].iter().rposition(|open| open.ours.is_none() && fits(open)).map(|index| reach + index)
    }

    /// Where nobody is named: a link, or text for a machine.
    fn is_quoted(&self) -> bool {
        self.stack.iter().any(|open| matches!(open.element.name, "a" | "code" | "pre" | "kbd" | "samp" | "var"))
    }

    /// Closes the elements from the one at `index` of the stack, innermost first.
    fn close_from(&mut self, index: usize) {
        for open in self.stack.drain(index..).rev() {
            self.out.push_str("</");
            self.out.push_str(open.element.name);
            self.out.push('>');
        }
    }

    // Theirs

    fn raw_group(&mut self, group: &'a [Raw], range: Range<usize>) {
        let html = &self.draft.html;
        let mut tags = Tags::new(html, range);
        // Looked for once: what is not ahead now will not be ahead later.
        let mut without_end = Vec::new();
        while let Some(token) = tags.next() {
            if self.swallowing.is_some() {
                let ends = |tag: &Tag, s: &Swallowing| html[tag.name.clone()].eq_ignore_ascii_case(&s.name);
                if let Token::End(tag) = &token {
                    self.swallowing.take_if(|s| ends(tag, s));
                }
                continue;
            }
            match token {
                Token::Text(text) => self.raw_text(group, text),
                Token::End(tag) => self.raw_end(&html[tag.name].to_ascii_lowercase()),
                Token::Start(tag) => {
                    let name = html[tag.name.clone()].to_ascii_lowercase();
                    match policy::element(&name) {
                        Some(element) => self.raw_start(group, element, &tag),
                        None => self.raw_unknown(group, &name, &tag),
                    }
                    if self.swallowing.is_some() && !without_end.contains(&name) {
                        match tags.find_end_tag(&name) {
                            Some(end) => tags.skip_to(end),
                            None => without_end.push(name),
                        }
                    }
                }
                Token::Comment(_) => {}
                Token::Junk(junk) => {
                    let shown: String = html[junk.clone()].chars().take_while(|c| !c.is_control()).take(24).collect();
                    self.findings.removed(&format!("`{shown}`"), policy::instead_of_element(""), source_of(group, &junk));
                }
            }
        }
        if group[0].block {
            self.swallowing = None;
        }
    }

    fn raw_text(&mut self, group: &[Raw], range: Range<usize>) {
        let html = &self.draft.html;
        self.words.add(&html[range.clone()]);
        self.text_begins(&html[range.clone()]);
        let mut rest = range;
        while let Some(mention) = mentions::first(html, rest.clone()).filter(|_| !self.is_quoted()) {
            push_raw_text(&mut self.out, &html[rest.start..mention.at.start]);
            let place = self.findings.place_of(source_of(group, &mention.at));
            let printed = html[mention.at.clone()].to_owned();
            self.placeholder("span", Mark::Mention { name: mention.name, printed, place });
            rest.start = mention.at.end;
        }
        push_raw_text(&mut self.out, &html[rest]);
    }

    fn raw_unknown(&mut self, group: &[Raw], name: &str, tag: &Tag) {
        let embed = if name == "iframe" { self.embed(tag) } else { None };
        match embed {
            Some(embed) => {
                self.leave_table("span");
                self.placeholder("span", Mark::Embed(embed));
            }
            None => {
                let help = policy::instead_of_element(name);
                self.findings.removed(&format!("`<{name}>`"), help, source_of(group, &tag.at));
            }
        }
        if policy::is_swallowed(name) {
            self.swallowing = Some(Swallowing { name: name.to_owned(), floor: self.stack.len() });
        }
    }

    fn raw_start(&mut self, group: &[Raw], element: Element, tag: &Tag) {
        self.words.pause();
        if self.stack.len() >= 2 * LIMIT {
            return self.findings.too_deep(source_of(group, &tag.at));
        }
        self.make_room(element);
        if !self.may_hold(element.name) {
            return self.findings.removed(
                &format!("`<{}>` outside a table", element.name),
                "write the whole table, from `<table>` on, or one of Markdown",
                source_of(group, &tag.at),
            );
        }
        self.out.push('<');
        self.out.push_str(element.name);
        self.raw_attributes(group, element, tag);
        let place = source_of(group, &tag.at);
        match element.name {
            "a" => self.mark(Mark::Link { address: self.value(tag, "href"), place }),
            "img" => self.mark(Mark::Picture { address: self.value(tag, "src"), place }),
            _ => {}
        }
        self.out.push('>');
        if !element.void {
            self.stack.push(Open { element, ours: None });
        }
    }

    fn raw_attributes(&mut self, group: &[Raw], element: Element, tag: &Tag) {
        let html = &self.draft.html;
        self.raw_anchor(group, tag);
        for attribute in &tag.attributes {
            let name = html[attribute.name.clone()].to_ascii_lowercase();
            if is_anchor(&name) {
                continue;
            }
            let value = &html[attribute.value.clone()];
            let value = match policy::attribute(element.name, &name, value) {
                Verdict::Keep => value,
                Verdict::Classes(kept) => &kept.clone(),
                Verdict::Unmissed => continue,
                Verdict::Remove => {
                    let shown: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
                    let place = source_of(group, &(attribute.name.start..attribute.value.end));
                    let help = policy::instead_of_attribute(&name);
                    self.findings.removed(&format!("`{shown}` on `<{}>`", element.name), help, place);
                    continue;
                }
            };
            self.out.push(' ');
            self.out.push_str(&name);
            self.out.push_str("=\"");
            push_value(&mut self.out, value);
            self.out.push('"');
        }
    }

    /// An end tag closes its element, and what stands open in it: running text, raw elements, and paragraphs of ours.
    fn raw_end(&mut self, name: &str) {
        self.words.pause();
        let Some(element) = policy::element(name) else { return };
        if let Some(index) = self.reachable(|open| open.element.name == element.name) {
            self.close_from(index);
        }
    }

    pub(super) fn value(&self, tag: &Tag, name: &str) -> Option<String> {
        let html = &self.draft.html;
        let attribute = tag.attributes.iter().find(|a| html[a.name.clone()].eq_ignore_ascii_case(name))?;
        Some(decoded(&html[attribute.value.clone()]).into_owned())
    }

    /// An `<iframe>` of a host that the hub trusts, as far apart from the page as it can work.
    fn embed(&self, tag: &Tag) -> Option<String> {
        let src = url::Url::parse(self.value(tag, "src")?.trim()).ok()?;
        let host = src.host_str()?;
        if src.scheme() != "https" || !self.embed_hosts.iter().any(|h| h.eq_ignore_ascii_case(host)) {
            return None;
        }
        let mut html = String::from("<iframe src=\"");
        escape::attribute(&mut html, src.as_str());
        html.push_str("\" title=\"");
        escape::attribute(
            &mut html,
            &self.value(tag, "title").filter(|t| !t.trim().is_empty()).unwrap_or_else(|| host.to_owned()),
        );
        for name in ["width", "height"] {
            if let Some(value) = self.value(tag, name).filter(|v| matches!(policy::attribute("img", name, v), Verdict::Keep)) {
                let _ = write!(html, "\" {name}=\"{value}");
            }
        }
        html.push_str(
            "\" sandbox=\"allow-scripts allow-same-origin allow-presentation\" loading=\"lazy\" allowfullscreen></iframe>",
        );
        Some(html)
    }
}

/// Text that is HTML already.
fn push_text(out: &mut String, text: &str) {
    match text.contains('\u{fdd0}') {
        true => out.push_str(&text.replace('\u{fdd0}', "\u{fffd}")),
        false => out.push_str(text),
    }
}

/// The same of the writer's, where a `<` that begins no tag is text.
fn push_raw_text(out: &mut String, text: &str) {
    match text.contains('<') {
        true => push_text(out, &text.replace('<', "&lt;")),
        false => push_text(out, text),
    }
}

pub(super) fn push_value(out: &mut String, value: &str) {
    match value.contains('"') {
        true => push_text(out, &value.replace('"', "&quot;")),
        false => push_text(out, value),
    }
}
