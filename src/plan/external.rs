//! The addresses of other hosts that the site leads to, and what to say about them when somebody has asked there.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use crate::{
    diagnostic::{Code, Finding, Place, catalogue::*},
    model::{
        article::{Edition, Event, Facts, Location, Online, PersonRef},
        body::{Body, HoleKind, Target},
        external::{Answer, External},
        path::{BaseUrl, HubPath},
        site::{NavTarget, Site},
    },
};
use std::{collections::BTreeMap, ops::Range};
use url::Url;

/// So many places are shown besides the first.
const ALSO: usize = 5;

/// Every address of the web that content or settings lead to, each once, in order. What is not live names none.
pub fn external(site: &Site) -> Vec<External> {
    let mut named = Named::default();
    for work in &site.works {
        let original = work.article.original();
        let past = work.is_past(site.now);
        let inherited = addresses(original, past);
        for live in &work.editions {
            let edition = work.edition(live);
            named.body(edition);
            let front = Source { path: &edition.path, text: &edition.source, range: edition.front.clone() };
            for address in addresses(edition, past) {
                // A translation that leaves a field to its original does not name what stands there.
                let own = live.index == 0 || !inherited.contains(&address);
                named.field(&address, &front, own);
            }
        }
    }
    let settings = &site.settings;
    let links = site.nav.iter().chain(&site.join).filter_map(|target| match target {
        NavTarget::Outside(_, address) => Some(address),
        _ => None,
    });
    if let Some(path) = HubPath::new("hub.yaml") {
        let source = Source { path: &path, text: &settings.source, range: 0..settings.source.len() };
        for address in links.chain(&settings.repository) {
            named.field(address, &source, true);
        }
    }
    named.in_order()
}

/// What fields of an edition lead to.
fn addresses(edition: &Edition, past: bool) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(guests(&edition.common.authors));
    match &edition.facts {
        Facts::Entry(entry) => all.extend(entry.url.clone()),
        Facts::Event(event) => of_event(event, past, &mut all),
        Facts::Guideline(guideline) => {
            all.extend(guideline.contacts.iter().filter_map(|c| c.url.clone()));
            all.extend(guideline.report_url.clone());
            all.extend(guideline.based_on.as_ref().and_then(|b| b.url.clone()));
        }
        Facts::Member(member) => all.extend(member.links.iter().map(|l| l.url.clone())),
        Facts::Spotlight(spotlight) => all.extend(spotlight.questions.iter().flat_map(|q| of_body(&q.a).map(|(a, _)| a.clone()))),
        Facts::Page | Facts::Faq(_) => {}
    }
    all
}

fn of_event(event: &Event, past: bool, all: &mut Vec<String>) {
    // Nobody registers for what is over, or joins it, and hosts take such pages down.
    let place = |location: &Option<Location>| location.as_ref().and_then(|l| l.url.clone());
    let joined = |online: &Option<Online>| match online {
        Some(Online::Address(address)) if !past => Some(address.clone()),
        _ => None,
    };
    all.extend(place(&event.location));
    all.extend(joined(&event.online));
    all.extend(event.registration.clone().filter(|_| !past));
    all.extend(guests(&event.hosts).chain(guests(&event.speakers)));
    all.extend(event.recording.iter().chain(&event.slides).cloned());
    for one in &event.overrides {
        all.extend(place(&one.location).into_iter().chain(joined(&one.online)));
        all.extend(one.recording.iter().chain(&one.slides).cloned());
    }
}

fn guests(people: &[PersonRef]) -> impl Iterator<Item = String> {
    people.iter().filter_map(|person| match person {
        PersonRef::Guest { url, .. } => url.clone(),
        PersonRef::Member(_) => None,
    })
}

fn of_body(body: &Body) -> impl Iterator<Item = (&String, &Range<usize>)> {
    body.holes.iter().filter_map(|hole| match &hole.kind {
        HoleKind::LinkOpen { target, place, .. } => match &**target {
            Target::External(address) => Some((address, place)),
            _ => None,
        },
        _ => None,
    })
}

/// What is asked for when a reader follows `address`; `None` for what no host is asked for, such as `mailto:`.
fn asked_for(address: &str) -> Option<Url> {
    let mut url = Url::parse(address).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host())?;
    url.set_fragment(None);
    Some(url)
}

/// Addresses with the places that name them.
#[derive(Default)]
struct Named(BTreeMap<Url, Vec<(Place, String)>>);

impl Named {
    fn body(&mut self, edition: &Edition) {
        for (address, place) in of_body(&edition.body) {
            let Some(url) = asked_for(address) else { continue };
            let place = match place.is_empty() {
                true => Place::file(&edition.path),
                false => edition.place(place.clone()),
            };
            self.0.entry(url).or_default().push((place, address.clone()));
        }
    }

    /// An address from a field of `source`. `own`: it does stand there, even where it is not found.
    fn field(&mut self, address: &str, source: &Source, own: bool) {
        let Some(url) = asked_for(address) else { return };
        let mut places: Vec<_> = source.find(&url).map(|at| (source.place(at.clone()), source.text[at].to_owned())).collect();
        if places.is_empty() && own {
            places.push((Place::file(source.path), address.to_owned()));
        }
        if !places.is_empty() {
            self.0.entry(url).or_default().append(&mut places);
        }
    }

    fn in_order(self) -> Vec<External> {
        let one = |(address, mut named): (Url, Vec<(Place, String)>)| {
            named.sort();
            named.dedup_by(|a, b| a.0 == b.0);
            let written = named[0].1.clone();
            External { address, written, places: named.into_iter().map(|(place, _)| place).collect() }
        };
        self.0.into_iter().map(one).collect()
    }
}

/// A stretch of YAML that addresses stand in.
struct Source<'a> {
    path: &'a HubPath,
    text: &'a str,
    range: Range<usize>,
}

impl Source<'_> {
    fn place(&self, at: Range<usize>) -> Place {
        Place::bytes(self.path, self.text, at)
    }

    /// Where `url` is written, in whatever form; comments do not count.
    fn find(&self, url: &Url) -> impl Iterator<Item = Range<usize>> {
        let mut at = self.range.start;
        let lines = self.text[self.range.clone()].split_inclusive('\n').map(move |line| {
            at += line.len();
            (at - line.len(), line)
        });
        lines.filter(|(_, line)| !line.trim_start().starts_with('#')).flat_map(move |(start, line)| {
            line.match_indices("://").filter_map(move |(colon, _)| {
                let scheme = line[..colon].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
                let length = written_length(&line[colon - scheme..], url)?;
                Some(start + colon - scheme..start + colon - scheme + length)
            })
        })
    }
}

/// How much at the beginning of `text` is `url`: YAML and Markdown put marks after an address that it could hold itself.
fn written_length(text: &str, url: &Url) -> Option<usize> {
    let mut candidate = text.split_whitespace().next()?;
    loop {
        if asked_for(candidate).as_ref() == Some(url) {
            return Some(candidate.len());
        }
        candidate = &candidate[..candidate.rfind(['"', '\'', ',', ';', '.', ')', ']', '}', '>'])?];
    }
}

/// The code of what is to be said about an answer; `None`: there is nothing to say.
pub fn code(answer: &Answer) -> Option<&'static Code> {
    match answer {
        Answer::Works => None,
        Answer::Moved(_) => Some(&LINK_EXTERNAL_MOVED),
        Answer::Gone(_) => Some(&LINK_EXTERNAL_GONE),
        Answer::Unsure(_) => Some(&LINK_EXTERNAL_UNSURE),
    }
}

/// What is to be said about an address. `base`: where the hub itself is published.
pub fn finding(external: &External, answer: &Answer, base: &BaseUrl) -> Option<Finding> {
    let written = &external.written;
    let (first, others) = external.places.split_first()?;
    let (message, help) = match answer {
        Answer::Works => return None,
        Answer::Moved(to) => (format!("`{written}` has moved for good"), Some(format!("write `{}`", with_fragment(to, written)))),
        Answer::Gone(how) if is_below(&external.address, base) => {
            let help =
                "it is an address of this hub: link to the file itself, such as `/events/ama.md`, and nobody needs to be asked";
            (format!("`{written}` {how}"), Some(help.to_owned()))
        }
        Answer::Gone(how) => (format!("`{written}` {how}"), Some("correct the address, or take the link out".to_owned())),
        Answer::Unsure(why) => (
            format!("`{written}` could not be asked: {why}"),
            Some("open it in a browser; if it works there, there is nothing to do".to_owned()),
        ),
    };
    let mut finding = Finding::new(code(answer)?, first.clone(), message);
    finding.help = help;
    for (i, place) in others.iter().take(ALSO).enumerate() {
        let words = match others.len().saturating_sub(ALSO) {
            more if more > 0 && i + 1 == ALSO => format!("and here, and in {more} more"),
            _ => "and here".to_owned(),
        };
        finding = finding.also(place.clone(), words);
    }
    Some(finding)
}

/// A new address leads to the same place on the page as the old one did (RFC 9110, section 10.2.2).
fn with_fragment(to: &Url, written: &str) -> Url {
    let mut to = to.clone();
    if let (None, Some((_, fragment))) = (to.fragment(), written.split_once('#')) {
        to.set_fragment(Some(fragment));
    }
    to
}

fn is_below(address: &Url, base: &BaseUrl) -> bool {
    address.origin().ascii_serialization() == base.origin && address.path().starts_with(&base.path)
}
