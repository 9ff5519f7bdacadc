//! Links: what every hole of a body leads to, and which lead nowhere.

use super::{
    addresses::Terms,
    layout::Layout,
    wrong::{Noticed, Wrong},
};
use crate::{
    diagnostic::{Finding, Lines, Place, catalogue::*},
    model::{
        article::{Edition, Facts, Kind},
        body::{Body, Hole, HoleKind, Target},
        hub::Hub,
        language::LangId,
        occurrence::has_date,
        path::{Address, HubPath, encode, nfc},
        site::{Closed, PictureRef, Work, WorkId},
    },
};
use std::{cell::RefCell, ops::Range};

/// Everything an address in content can mean.
pub struct Links<'a> {
    pub hub: &'a Hub,
    pub layout: &'a Layout,
    /// Everything live, as it reads today.
    pub works: &'a [Work],
    /// What articles are sorted by, once it is asked for.
    pub terms: Terms,
}

/// What an output is.
#[derive(Clone, Copy)]
pub struct Known {
    pub language: LangId,
    /// Work and edition, where it is an article.
    pub article: Option<(WorkId, usize)>,
}

/// What an address turned out to be.
enum Found {
    Work(WorkId),
    Output(Address, Option<Known>),
    File(PictureRef),
    /// It exists, and is not public.
    Withheld,
    /// It exists, and something in it is wrong. That was said.
    Unread,
    /// With what might have been meant, to be looked up.
    Nothing(Option<Wrong>),
}

/// What is wrong with a picture's address, without a place.
pub struct Unfound {
    pub finding: Finding,
    pub wrong: Option<Wrong>,
}

/// Where findings about a body are shown.
#[derive(Clone, Copy)]
pub struct At<'a> {
    pub edition: &'a Edition,
    /// The lines of the file. `None` for pieces of front matter, whose places within the file are not known.
    pub lines: Option<&'a RefCell<Lines<'a>>>,
}

impl At<'_> {
    fn place(&self, range: &Range<usize>) -> Place {
        match self.lines {
            Some(lines) => lines.borrow_mut().place(&self.edition.path, range.clone()),
            None => Place::file(&self.edition.path),
        }
    }
}

impl Links<'_> {
    /// Closes the holes of a body. Nothing is given where all of them stay as they are written, as most do.
    pub fn close(&self, body: &Body, at: At, findings: &mut Noticed) -> Vec<Closed> {
        let mut open: Vec<bool> = Vec::new();
        let mut closed = Vec::new();
        for (n, hole) in body.holes.iter().enumerate() {
            let one = self.hole(hole, body, at, &mut open, findings);
            if one != Closed::Keep && closed.is_empty() {
                closed.reserve_exact(body.holes.len());
                closed.resize(n, Closed::Keep);
            }
            if one != Closed::Keep || !closed.is_empty() {
                closed.push(one);
            }
        }
        closed
    }

    fn hole(&self, hole: &Hole, body: &Body, at: At, open: &mut Vec<bool>, findings: &mut Noticed) -> Closed {
        match &hole.kind {
            HoleKind::LinkOpen { target, place, .. } => {
                let closed = self.link(target, body, at, place, findings);
                open.push(closed != Closed::Plain);
                closed
            }
            HoleKind::LinkClose => match open.pop() {
                Some(false) => Closed::Gone,
                _ => Closed::Keep,
            },
            HoleKind::Image { target, place, .. } => self.image(target, at, place, findings),
            HoleKind::Mention { name, place } => self.mention(name, at, place, findings),
            HoleKind::Phrase(_) => Closed::Keep,
        }
    }

    fn link(&self, target: &Target, body: &Body, at: At, place: &Range<usize>, findings: &mut Noticed) -> Closed {
        let fragment = match target {
            Target::External(_) => return Closed::Keep,
            Target::Unsafe(_) => return Closed::Plain,
            Target::Here { fragment } => return self.here(fragment, body, at, place, findings),
            Target::Root { fragment, .. } | Target::Relative { fragment, .. } => fragment.as_deref(),
        };
        let language = at.edition.language;
        match self.find(target, at.edition) {
            Found::Work(id) => {
                let work = &self.works[id.0 as usize];
                let edition = work.nearest(language);
                let fragment = fragment.filter(|f| !f.is_empty()).map(|f| {
                    self.anchor(f, work.article.nearest(edition.language), work.article.original(), at.place(place), findings)
                });
                let suffix = suffix(target, fragment.flatten().as_deref());
                let foreign = (edition.language != language).then_some(edition.language);
                Closed::Link { address: edition.address.clone(), suffix, language: foreign }
            }
            Found::Output(address, known) => {
                let mut fragment = fragment.filter(|f| !f.is_empty()).map(str::to_owned);
                if let (Some((id, index)), Some(wanted)) = (known.and_then(|k| k.article), &fragment) {
                    let work = &self.works[id.0 as usize];
                    let edition = work.edition(&work.editions[index]);
                    fragment = self.anchor(wanted, edition, work.article.original(), at.place(place), findings);
                }
                let foreign = known.map(|k| k.language).filter(|l| *l != language);
                Closed::Link { address, suffix: suffix(target, fragment.as_deref()), language: foreign }
            }
            Found::File(file) => Closed::Link { address: file.address, suffix: suffix(target, fragment), language: None },
            Found::Unread => Closed::Plain,
            Found::Withheld => {
                findings.push(
                    Finding::new(
                        &LINK_PRIVATE,
                        at.place(place),
                        format!("`{}` is not public, so only the words of the link stay", written(target)),
                    )
                    .help("publish what it leads to, or take the link out"),
                );
                Closed::Plain
            }
            Found::Nothing(near) => {
                let finding = Finding::new(&LINK_BROKEN, at.place(place), format!("`{}` leads nowhere", written(target)));
                findings.push_wrong(finding.help(elsewhere(target)), near);
                Closed::Plain
            }
        }
    }

    /// A link within the page, which may use an anchor of the original.
    fn here(&self, fragment: &str, body: &Body, at: At, place: &Range<usize>, findings: &mut Noticed) -> Closed {
        match body.anchor_id(fragment) {
            Some(id) if id == fragment => return Closed::Keep,
            Some(id) => return Closed::Here { fragment: id.to_owned() },
            None if matches!(fragment, "" | "top" | "main") => return Closed::Keep,
            None => {}
        }
        let original = self.hub.at(&at.edition.path).map(|(i, _)| self.hub.articles[i].original()).unwrap_or(at.edition);
        match self.anchor(fragment, at.edition, original, at.place(place), findings) {
            Some(fragment) => Closed::Here { fragment },
            None => Closed::Plain,
        }
    }

    /// The anchor of `edition` that a link's fragment means: its own, or the one in the place of the original's.
    fn anchor(
        &self,
        wanted: &str,
        edition: &Edition,
        original: &Edition,
        place: Place,
        findings: &mut Noticed,
    ) -> Option<String> {
        if let Some(id) = edition.body.anchor_id(wanted) {
            return Some(id.to_owned());
        }
        if let Facts::Event(event) = &original.facts
            && has_date(event, wanted)
        {
            return self.shows(original, wanted).then(|| wanted.to_owned());
        }
        let second = |e: &Edition| e.body.headings.iter().filter(|h| h.level == 2).map(|h| h.id.clone()).collect::<Vec<_>>();
        let (ours, theirs) = (second(edition), second(original));
        if let Some(n) = theirs.iter().position(|id| id == wanted) {
            if ours.len() == theirs.len() {
                return Some(ours[n].clone());
            }
            findings.push(
                Finding::new(
                    &LINK_ANCHOR_TRANSLATION,
                    place,
                    format!(
                        "the translation {} has other `##` headings than its original, so `#{wanted}` is not found in it",
                        edition.path
                    ),
                )
                .help(format!("write `{{#{wanted}}}` after the heading that is meant")),
            );
            return None;
        }
        if original.body.anchor_id(wanted).is_some() {
            findings.push(
                Finding::new(
                    &LINK_ANCHOR_TRANSLATION,
                    place,
                    format!("the translation {} has no heading for `#{wanted}` of its original", edition.path),
                )
                .help(format!("write `{{#{wanted}}}` after the heading that is meant")),
            );
            return None;
        }
        let help = match edition.body.headings.is_empty() {
            true => format!("leave out what comes after `#`: the page has no headings; or write `<a id=\"{wanted}\"></a>` there"),
            false => format!("write the anchor of one of its headings, or `{{#{wanted}}}` after the one that is meant"),
        };
        let message = format!("there is no heading `#{wanted}` in {}", edition.path);
        let finding = Finding::new(&LINK_ANCHOR, place, message).help(help);
        findings.push_wrong(finding, Some(Wrong::Anchor(edition.path.clone(), wanted.to_owned())));
        None
    }

    fn image(&self, target: &Target, at: At, place: &Range<usize>, findings: &mut Noticed) -> Closed {
        match self.picture(target, at.edition) {
            Ok(picture) => Closed::Picture(picture),
            Err(unfound) => {
                if let Some(unfound) = unfound {
                    findings.push_wrong(Finding { place: Some(at.place(place)), ..unfound.finding }, unfound.wrong);
                }
                Closed::Gone
            }
        }
    }

    /// The picture at an address, or what is wrong with it (without a place).
    ///
    /// `None` for what was said already.
    pub fn picture(&self, target: &Target, edition: &Edition) -> Result<PictureRef, Option<Box<Unfound>>> {
        let missing = |message: String, help: Option<String>| {
            Some(Box::new(Unfound { finding: Finding { help, ..Finding::new(&IMAGE_MISSING, None, message) }, wrong: None }))
        };
        match target {
            Target::External(url) => Err(missing(
                format!("`{url}` is on another host, which would see who reads this page; it is left out"),
                Some("save the picture beside the text, and write its name here".into()),
            )),
            Target::Unsafe(url) => {
                Err(missing(format!("`{url}` is no picture of this hub; it is left out"), Some(BESIDE.into())))
            }
            Target::Here { .. } => Err(missing("a place on the page is no picture; it is left out".into(), Some(BESIDE.into()))),
            _ => match self.find(target, edition) {
                Found::File(picture) => Ok(picture),
                Found::Unread => Err(None),
                Found::Withheld => {
                    let message = format!("`{}` belongs to something that is not public; it is left out", written(target));
                    Err(missing(message, Some("put the picture beside this text, or into static/".into())))
                }
                Found::Nothing(wrong) => {
                    let unfound =
                        missing(format!("there is no picture `{}`; it is left out", written(target)), Some(BESIDE.into()));
                    Err(unfound.map(|unfound| Box::new(Unfound { wrong, ..*unfound })))
                }
                _ => {
                    let message = format!("`{}` is a page, not a picture; it is left out", written(target));
                    Err(missing(message, Some("link to it instead: `[words](about.md)`, without the `!`".into())))
                }
            },
        }
    }

    fn mention(&self, name: &str, at: At, place: &Range<usize>, findings: &mut Noticed) -> Closed {
        let Some(index) = self.hub.find(Kind::Member, name) else { return Closed::Keep };
        let Some(id) = self.layout.live[index] else {
            findings.push(
                Finding::new(
                    &REFERENCE_PRIVATE,
                    at.place(place),
                    format!("`@{name}` is named here and has not agreed to be shown, so there is no link"),
                )
                .help("ask them, or take the name out"),
            );
            return Closed::Plain;
        };
        let edition = self.works[id.0 as usize].nearest(at.edition.language);
        let foreign = (edition.language != at.edition.language).then_some(edition.language);
        Closed::Link { address: edition.address.clone(), suffix: String::new(), language: foreign }
    }

    fn find(&self, target: &Target, edition: &Edition) -> Found {
        let (path, from_top) = match target {
            Target::Root { path, .. } => (path.trim_start_matches('/'), true),
            Target::Relative { path, .. } => (path.as_str(), false),
            _ => return Found::Nothing(None),
        };
        let path = nfc(path);
        if from_top { self.find_from_top(&path) } else { self.find_beside(&path, edition) }
    }

    /// `/events/monthly-ama.md`, `/events/`, `/pictures/x.svg`.
    fn find_from_top(&self, path: &str) -> Found {
        if is_markdown(path) {
            let below = path.strip_prefix("content/").unwrap_or(path);
            return self.find_article(&format!("content/{below}"));
        }
        if let Some(file) = self.layout.files.statics.get(path) {
            return Found::File(file.clone());
        }
        if let Some(picture) = self.layout.files.at(path) {
            return Found::File(picture.clone());
        }
        let page = match path.strip_suffix("index.html") {
            Some(folder) => folder.to_owned(),
            None if path.is_empty() || path.ends_with('/') => path.to_owned(),
            None => format!("{path}/"),
        };
        for address in [Address::new(path), Address::new(page)] {
            let output = address.output();
            if let Some(known) = self.layout.outputs.get(&output) {
                return Found::Output(address, Some(*known));
            }
            if self.layout.withheld.contains_key(&output) {
                return Found::Withheld;
            }
            if self.layout.claims.has(&output) && !address.as_str().is_empty() {
                return Found::Output(address, None);
            }
        }
        if super::addresses::comes_and_goes(self.hub, &self.terms, &Address::new(path)) {
            return Found::Withheld;
        }
        Found::Nothing(Some(Wrong::Address(path.to_owned())))
    }

    /// `../events/monthly-ama.md`, `crane.svg`, `../events/`.
    fn find_beside(&self, path: &str, edition: &Edition) -> Found {
        if path.is_empty() {
            return self.find_article(edition.path.as_str());
        }
        let Some(resolved) = HubPath::resolve(edition.path.folder(), path) else { return Found::Nothing(None) };
        if is_markdown(path) {
            return self.find_article(resolved.as_str());
        }
        if let Some(file) = self.layout.files.beside.get(&resolved) {
            return file.clone().map_or(Found::Unread, Found::File);
        }
        if self.hub.files.contains_key(&resolved) {
            return Found::Withheld;
        }
        let Some(below) = resolved.below("content") else {
            return match resolved.below("static") {
                Some(file) => self.find_from_top(file),
                None => Found::Nothing(None),
            };
        };
        match self.layout.keys.get(below) {
            Some(index) => self.article(*index),
            None => match self.find_from_top(&format!("{below}/")) {
                Found::Nothing(_) => Found::Nothing(Some(Wrong::File(resolved, edition.path.folder().to_owned()))),
                found => found,
            },
        }
    }

    fn find_article(&self, path: &str) -> Found {
        let file = HubPath::new(path);
        if let Some((index, _)) = file.as_ref().and_then(|file| self.hub.at(file)) {
            return self.article(index);
        }
        if file.as_ref().is_some_and(|file| self.hub.unread.contains(file)) {
            return Found::Unread;
        }
        if file.is_some_and(|file| file.unpublished().is_some()) {
            return Found::Withheld;
        }
        let key = path.trim_start_matches("content/").trim_end_matches(".md");
        let key = key.strip_suffix("/index").unwrap_or(key);
        if let Some(index) = self.layout.keys.get(key) {
            return self.article(*index);
        }
        Found::Nothing(Some(Wrong::Article(path.trim_start_matches("content/").to_owned())))
    }

    fn article(&self, index: usize) -> Found {
        self.layout.live[index].map_or(Found::Withheld, Found::Work)
    }
}

impl Links<'_> {
    /// Whether the page of an event shows one of its dates; those of long ago it does not.
    fn shows(&self, event: &Edition, id: &str) -> bool {
        let work = self.hub.at(&event.path).and_then(|(i, _)| self.layout.live[i]).map(|id| &self.works[id.0 as usize]);
        work.is_some_and(|work| work.dates.iter().any(|date| date.id() == id))
    }
}

fn is_markdown(path: &str) -> bool {
    // As bytes: a name of two Greek letters has none that ends three bytes before its end.
    path.len() > 3 && path.as_bytes().last_chunk().is_some_and(|end: &[u8; 3]| end.eq_ignore_ascii_case(b".md"))
}

const BESIDE: &str = "put the picture beside the text and write its name, or into static/ and write `/name.svg`";

/// What to write in place of a link that leads nowhere and is near nothing.
fn elsewhere(target: &Target) -> String {
    let path = written(target);
    let first = path.split('/').next().unwrap_or_default();
    if first.contains('@') {
        return format!("write `mailto:{path}`");
    }
    // `example.org/about` is a host, `plan.pdf` is a file.
    if first.starts_with("www.") || path.contains('/') && first.trim_matches('.').contains('.') {
        return format!("write `https://{path}`");
    }
    match path.rsplit('/').next().is_some_and(|name| name.contains('.')) && !is_markdown(&path) && !path.ends_with(".html") {
        true => "put the file beside the text, or into static/, or take the link out".to_owned(),
        false => "write a file of the hub, such as `/events/ama.md`, or take the link out".to_owned(),
    }
}

/// The query and fragment of a link.
fn suffix(target: &Target, fragment: Option<&str>) -> String {
    let (Target::Root { query, .. } | Target::Relative { query, .. }) = target else { return String::new() };
    let mut suffix = query.as_ref().map(|q| format!("?{q}")).unwrap_or_default();
    if let Some(fragment) = fragment.filter(|f| !f.is_empty()) {
        suffix.push('#');
        suffix.push_str(&encode(fragment));
    }
    suffix
}

/// An address as the writer wrote it, or nearly.
fn written(target: &Target) -> String {
    match target {
        Target::External(url) | Target::Unsafe(url) => url.clone(),
        Target::Here { fragment } => format!("#{fragment}"),
        Target::Root { path, .. } => format!("/{}", path.trim_start_matches('/')),
        Target::Relative { path, .. } => path.clone(),
    }
}

/// A picture named by a field, which is plain text: from the top with a leading `/`, else from the file.
pub fn field_target(text: &str) -> Target {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("//") {
        return Target::External(text.to_owned());
    }
    if text.split('/').next().is_some_and(|first| first.contains(':')) {
        return Target::Unsafe(text.to_owned());
    }
    let path = text.to_owned();
    match text.starts_with('/') {
        true => Target::Root { path, query: None, fragment: None },
        false => Target::Relative { path, query: None, fragment: None },
    }
}
