//! Identity: what calendars know each event by, and what becomes of it when the event is renamed, changed or gone.
//!
//! A function of the hub's content and of hub.lock as it was found. It knows no `now` and no gate, so that every
//! build of one commit writes one file; drafts alone are not content yet.

mod digest;
mod doubt;
mod gone;
mod pair;

pub use gone::{gone, unannounced};

use super::{addresses, lists, people};
use crate::{
    diagnostic::{
        Finding, Place,
        catalogue::{EVENT_UID_CHANGED, EVENT_UID_TWICE, LOCK_STALE},
    },
    model::{
        article::{Article, Edition, Event, Facts, Kind, PersonRef},
        hub::Hub,
        lock::{FILE, Lock, Locked, just_after, storable},
        path::{HubPath, term_slug},
        site::Identity,
        time::{Instant, When},
    },
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// What is known of a hub's events from now on.
pub struct Identities {
    /// hub.lock as it should be.
    pub lock: Lock,
    /// By the place of the article in the hub.
    pub of: HashMap<usize, Identity>,
    pub findings: Vec<Finding>,
}

/// An event of the hub.
struct Known<'h> {
    /// Its place in the hub.
    place: usize,
    article: &'h Article,
    event: &'h Event,
}

impl Known<'_> {
    fn is_draft(&self) -> bool {
        self.article.original().common.draft
    }

    fn uid(&self) -> Option<&str> {
        self.event.uid.as_deref()
    }
}

/// An event as content alone describes it; the record has no UID yet.
struct Fresh {
    record: Locked,
    /// `updated` or `date`: when the writer says it was changed.
    stated: Option<Instant>,
}

/// Finds every event its identity.
pub fn identities(hub: &Hub) -> Identities {
    let known: Vec<Known> = hub.articles.iter().enumerate().filter_map(|(place, article)| known(place, article)).collect();
    let (drafts, events): (Vec<Known>, Vec<Known>) = known.into_iter().partition(Known::is_draft);
    let fresh: Vec<Fresh> = events.par_iter().map(|known| fresh(hub, known)).collect();
    let old = &hub.lock.events;
    let pairs = pair::pairs(hub, &events, &fresh, &drafts);

    let mut findings = twice(events.iter().chain(&drafts));
    findings.extend(events.iter().filter_map(|known| renamed_uid(known, old)));
    findings.extend(doubt::doubts(&events, &fresh, &drafts, old, &pairs));
    let mut uids = Uids::of(old, &events, &drafts);
    let mut lock: BTreeMap<String, Locked> = BTreeMap::new();
    let mut of = HashMap::new();
    for ((known, fresh), pair) in events.iter().zip(fresh).zip(&pairs) {
        let before = pair.map(|at| &old[at]);
        let uid = known.uid().map(str::to_owned).or_else(|| before.map(|event| event.uid.clone()));
        let uid = uid.unwrap_or_else(|| uids.free(&known.article.id, &hub.settings.id));
        let record = revised(before, fresh, uid);
        of.insert(known.place, identity(&record));
        // Of two with one UID, which is an error, the first stays.
        lock.entry(record.uid.clone()).or_insert(record);
    }
    let found: HashSet<usize> = pairs.into_iter().flatten().collect();
    for (_, event) in old.iter().enumerate().filter(|(at, _)| !found.contains(at)) {
        lock.entry(event.uid.clone()).or_insert_with(|| buried(event));
    }
    let lock = Lock { id: hub.settings.id.clone(), events: lock.into_values().collect() };
    of.extend(drafts.iter().map(|draft| (draft.place, of_draft(hub, draft, &lock, &mut uids))));
    Identities { lock, of, findings }
}

fn known(place: usize, article: &Article) -> Option<Known<'_>> {
    match &article.original().facts {
        Facts::Event(event) => Some(Known { place, article, event }),
        _ => None,
    }
}

fn identity(record: &Locked) -> Identity {
    Identity { uid: record.uid.clone(), sequence: record.sequence, modified: record.modified }
}

/// What a preview shows a draft under; nothing of it is kept.
fn of_draft(hub: &Hub, draft: &Known, lock: &Lock, uids: &mut Uids) -> Identity {
    let before = match draft.uid() {
        Some(uid) => lock.get(uid),
        None => lock.events.iter().find(|event| event.path == draft.article.key),
    };
    if let Some(record) = before {
        return identity(record);
    }
    let uid = draft.uid().map(str::to_owned).unwrap_or_else(|| uids.free(&draft.article.id, &hub.settings.id));
    identity(&revised(None, fresh(hub, draft), uid))
}

/// The record of an event that is there.
fn revised(before: Option<&Locked>, fresh: Fresh, uid: String) -> Locked {
    let mut record = Locked { uid, ..fresh.record };
    let Some(before) = before else { return record };
    let moved = before.gone || before.when != record.when;
    let changed = moved || before.words != record.words;
    record.sequence = raised(before.sequence, moved);
    record.modified = match changed {
        true => just_after(before.modified).max(fresh.stated.unwrap_or(before.modified)),
        false => before.modified,
    };
    record
}

/// The record of an event that is no more.
fn buried(before: &Locked) -> Locked {
    if before.gone {
        return before.clone();
    }
    Locked { gone: true, sequence: raised(before.sequence, true), modified: just_after(before.modified), ..before.clone() }
}

/// RFC 5545, section 3.3.8: calendars count to 2^31 - 1.
fn raised(sequence: u32, is_raised: bool) -> u32 {
    sequence.saturating_add(u32::from(is_raised)).min(i32::MAX as u32)
}

fn fresh(hub: &Hub, known: &Known) -> Fresh {
    let Known { article, event, .. } = known;
    let original = article.original();
    let languages = &hub.settings.languages;
    let instant = |when: When| {
        // A time without offset is in the event's zone; a day begins when it begins for the hub.
        storable(when.instant(if when.has_time() { event.zone } else { hub.settings.timezone }))
    };
    let date = original.common.date.map(instant);
    let stated = original.common.updated.map(instant).or(date);
    let public = || article.editions.iter().filter(|edition| !edition.common.draft);
    let titles = public()
        .filter(|edition| edition.common.title_language.is_none())
        // A translation with a day of its own may not have come out yet.
        .filter(|edition| edition.common.date == original.common.date)
        .map(|edition| (languages.tag(edition.language).to_owned(), edition.common.title.clone()));
    let address = below(hub, article);
    let editions: Vec<(&str, &Edition)> = public().map(|edition| (languages.tag(edition.language), edition)).collect();
    let record = Locked {
        uid: String::new(),
        path: article.key.clone(),
        address: (address != format!("{}/", article.key)).then_some(address),
        sequence: 0,
        modified: stated.unwrap_or_else(|| storable(event.start.instant(event.zone))),
        when: digest::when(event),
        words: digest::words(editions),
        date,
        start: event.start,
        zone: event.zone,
        rrule: event.rrule.as_deref().cloned(),
        beside: event.rdate.clone(),
        titles: titles.collect(),
        calendars: calendars(hub, article, event),
        gone: false,
    };
    Fresh { record, stated }
}

/// The address of an article below its language.
fn below(hub: &Hub, article: &Article) -> String {
    let address = addresses::article(article, 0, &hub.settings.languages);
    addresses::without_language(&hub.settings.languages, address.as_str()).to_owned()
}

/// Pages whose calendars an event is in, below the language.
fn calendars(hub: &Hub, article: &Article, event: &Event) -> Vec<String> {
    if article.editions.iter().any(|edition| edition.common.unlisted) {
        return Vec::new();
    }
    let terms = lists::terms_of(article).map(|(vocabulary, word)| format!("{}{}/", vocabulary.address(), term_slug(word)));
    let people = event.hosts.iter().chain(&event.speakers).filter_map(|person| match person {
        PersonRef::Member(id) => hub.find(Kind::Member, id).map(|at| below(hub, &hub.articles[at])),
        PersonRef::Guest { .. } => None,
    });
    let all: BTreeSet<String> = terms.chain(people).chain(["events/".to_owned()]).collect();
    all.into_iter().collect()
}

/// UIDs that are somebody's.
struct Uids<'a>(HashSet<&'a str>, HashSet<String>);

impl<'a> Uids<'a> {
    fn of(old: &'a [Locked], events: &'a [Known], drafts: &'a [Known]) -> Uids<'a> {
        let written = events.iter().chain(drafts).filter_map(Known::uid);
        Uids(old.iter().map(|event| event.uid.as_str()).chain(written).collect(), HashSet::new())
    }

    /// A new UID for an article. Its name may have been another's before: then the next free number goes with it.
    fn free(&mut self, id: &str, hub: &str) -> String {
        let names = std::iter::once(format!("{id}@{hub}")).chain((2..=u32::MAX).map(|n| format!("{id}-{n}@{hub}")));
        let free = names.into_iter().find(|name| !self.0.contains(name.as_str()) && !self.1.contains(name));
        let free = free.unwrap_or_default();
        self.1.insert(free.clone());
        free
    }
}

/// Says of every `uid` that more than one event has.
fn twice<'a>(known: impl Iterator<Item = &'a Known<'a>>) -> Vec<Finding> {
    let mut first: HashMap<&str, &Article> = HashMap::new();
    let mut known: Vec<&Known> = known.collect();
    known.sort_by_key(|known| known.place);
    let mut findings = Vec::new();
    for known in known {
        let Some(uid) = known.uid() else { continue };
        let place = |article: &Article| {
            let original = article.original();
            people::place(original, "uid", uid).unwrap_or_else(|| Place::file(&original.path))
        };
        match first.get(uid) {
            None => drop(first.insert(uid, known.article)),
            Some(other) => findings.push(
                Finding::new(
                    &EVENT_UID_TWICE,
                    place(known.article),
                    format!("two events have the `uid` {uid}, so calendars take them for one"),
                )
                .also(place(other), "the other one")
                .help("take the line `uid` out of the copy: hubgen finds it one of its own"),
            ),
        }
    }
    findings
}

/// Says of an event whose `uid` is another than calendars know it by.
fn renamed_uid(known: &Known, old: &[Locked]) -> Option<Finding> {
    let uid = known.uid()?;
    let before = old.iter().find(|record| !record.gone && record.path == known.article.key)?;
    if before.uid == uid || old.iter().any(|record| record.uid == uid) {
        return None;
    }
    let original = known.article.original();
    let place = people::place(original, "uid", uid).unwrap_or_else(|| Place::file(&original.path));
    let message = "with another `uid` this is another event: calendars would show the one they know as cancelled";
    Some(Finding::new(&EVENT_UID_CHANGED, place, message).help(format!("write `uid: {}`, or leave it out", before.uid)))
}

/// Says that hub.lock is not as it should be.
pub fn stale(found: &Lock, wanted: &Lock) -> Finding {
    let place = HubPath::new(FILE).map(|path| Place::file(&path));
    let differ = wanted.differences(found);
    let message = match differ[..] {
        [] => "the file is not as a build would write it".to_owned(),
        [one] => format!("a build would change the file: {one}"),
        [one, ..] => format!("a build would change the file: {one} and {} more", differ.len() - 1),
    };
    Finding::new(&LOCK_STALE, place, message).help("run `hubgen build` without `--locked`, and commit hub.lock")
}
