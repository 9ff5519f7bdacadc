//! Which calendars there are, and what is in them.
//!
//! A calendar belongs to a page and lies below it. Calendars reach back as far as series are listed; what an event's own
//! page says is in its own calendar however long ago it was.

use super::{
    addresses::{Claims, in_language},
    dates::Window,
    lists::terms_of,
};
use crate::model::{
    article::{Facts, Kind},
    hub::Hub,
    language::LangId,
    path::{Address, term_slug},
    site::*,
    time::resolve,
};
use chrono::NaiveTime;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that calendars are made of.
pub struct Almanac<'a> {
    pub hub: &'a Hub,
    pub works: &'a [Work],
    pub named: &'a [NamedBy],
    pub lists: &'a [List],
    pub gone: &'a [Gone],
    pub window: Window,
}

/// What a calendar holds, the same in every language.
#[derive(Default)]
struct Held {
    items: Vec<WorkId>,
    gone: Vec<usize>,
}

impl Almanac<'_> {
    pub fn calendars(&self, claims: &mut Claims) -> Vec<Calendar> {
        let held = self.held();
        let languages = &self.hub.settings.languages;
        let mut calendars = Vec::new();
        let mut add = |claims: &mut Claims, of: CalendarOf, language: LangId, page: Address, file: &str, held: &Held| {
            let address = page.join(file);
            // Two pages of one address have been told of.
            if !claims.has(&address.output()) && claims.claim(&address.output(), "a calendar", None) {
                let Held { items, gone } = held;
                let table = (of == CalendarOf::Events).then(|| page.join("events.json"));
                let table = table.filter(|table| claims.claim(&table.output(), "a table of all events", None));
                calendars.push(Calendar { of, language, address, table, page, items: items.clone(), gone: gone.clone() });
            }
        };
        let nothing = Held::default();
        for list in self.lists {
            let below = list.address.as_str().strip_prefix(&languages.prefix(list.language)).unwrap_or_default();
            match &list.kind {
                ListKind::Section(Kind::Event) => {
                    let held = held.get(below).unwrap_or(&nothing);
                    add(claims, CalendarOf::Events, list.language, list.address.clone(), "events.ics", held);
                }
                ListKind::Term(vocabulary, slug, word) => {
                    if let Some(held) = held.get(below) {
                        let of = CalendarOf::Term(*vocabulary, slug.clone(), word.clone());
                        add(claims, of, list.language, list.address.clone(), "events.ics", held);
                    }
                }
                ListKind::Section(Kind::Entry) => {
                    // What is public of the plan joins the posts where it is written.
                    let posts = Held { items: self.posts(), gone: Vec::new() };
                    add(claims, CalendarOf::Plan, list.language, list.address.clone(), "calendar.ics", &posts);
                }
                _ => {}
            }
        }
        for (i, work) in self.works.iter().enumerate() {
            let id = WorkId(i as u32);
            let (of, file, own) = match work.kind() {
                Kind::Event if !work.dates.is_empty() => {
                    (CalendarOf::Event(id), "event.ics", Held { items: vec![id], gone: vec![] })
                }
                Kind::Member => {
                    let mut own = Held { items: self.of_member(i), gone: Vec::new() };
                    if let Some(held) = held.get(&self.page_of(work)) {
                        own.gone.clone_from(&held.gone);
                    }
                    if own.items.is_empty() && own.gone.is_empty() {
                        continue;
                    }
                    (CalendarOf::Member(id), "events.ics", own)
                }
                _ => continue,
            };
            for live in &work.editions {
                add(claims, of.clone(), live.language, live.address.clone(), file, &own);
            }
        }
        // Who was there first is no mistake: it comes and goes.
        let mut free = self.lost(&held);
        free.retain(|(below, _, file)| {
            let outputs = languages.ids().map(|language| in_language(languages, language, below).join(file).output());
            !outputs.into_iter().any(|output| claims.has(&output) || self.hub.statics.contains_key(output.as_str()))
        });
        for language in languages.ids() {
            for (below, of, file) in &free {
                if let Some(held) = held.get(below) {
                    add(claims, of.clone(), language, in_language(languages, language, below), file, held);
                }
            }
        }
        calendars.sort_by(|a: &Calendar, b| a.page.cmp(&b.page));
        calendars
    }

    /// What is in the calendars of lists and pages, by their address below a language.
    fn held(&self) -> BTreeMap<String, Held> {
        let mut all: BTreeMap<String, Held> = BTreeMap::new();
        for id in self.in_order(|work| work.listed && self.is_within(work)) {
            let work = &self.works[id.0 as usize];
            all.entry("events/".into()).or_default().items.push(id);
            let terms: BTreeSet<String> =
                terms_of(&work.article).map(|(v, word)| format!("{}{}/", v.address(), term_slug(word))).collect();
            for term in terms {
                all.entry(term).or_default().items.push(id);
            }
        }
        for (i, gone) in self.gone.iter().enumerate() {
            for page in &gone.calendars {
                all.entry(page.clone()).or_default().gone.push(i);
            }
        }
        all
    }

    /// Calendars that only hold what is no more, where there is no page any longer. People who left are not among them.
    fn lost(&self, held: &BTreeMap<String, Held>) -> Vec<(String, CalendarOf, &'static str)> {
        let terms: BTreeSet<&str> = self.lists.iter().map(|l| l.address.as_str()).collect();
        let live: BTreeSet<String> = self.works.iter().map(|work| self.page_of(work)).collect();
        let lost = held.iter().filter(|(below, held)| {
            held.items.is_empty() && !terms.contains(below.as_str()) && !live.contains(*below) && below.ends_with('/')
        });
        let of = |(below, held): (&String, &Held)| {
            for vocabulary in Vocabulary::ALL {
                if let Some(slug) = below.strip_prefix(vocabulary.address()).and_then(|rest| rest.strip_suffix('/')) {
                    let of = CalendarOf::Term(vocabulary, slug.to_owned(), slug.to_owned());
                    return Some((below.clone(), of, "events.ics"));
                }
            }
            let own = below.strip_prefix("events/").is_some_and(|rest| !rest.is_empty());
            let gone = held.gone.first().copied().filter(|_| own)?;
            Some((below.clone(), CalendarOf::Gone(gone), "event.ics"))
        };
        lost.filter_map(of).collect()
    }

    /// The page of a work, below its language.
    fn page_of(&self, work: &Work) -> String {
        let live = &work.editions[0];
        let prefix = self.hub.settings.languages.prefix(live.language);
        live.address.as_str().strip_prefix(&prefix).unwrap_or(live.address.as_str()).to_owned()
    }

    /// Events with a date, in order of their first.
    fn in_order(&self, wanted: impl Fn(&Work) -> bool) -> Vec<WorkId> {
        let events = self.works.iter().enumerate().filter(|(_, w)| w.kind() == Kind::Event && !w.dates.is_empty() && wanted(w));
        let mut ids: Vec<WorkId> = events.map(|(i, _)| WorkId(i as u32)).collect();
        ids.sort_by_key(|id| {
            let work = &self.works[id.0 as usize];
            (work.dates.first().map(|d| d.instant), &work.article.key)
        });
        ids
    }

    fn of_member(&self, member: usize) -> Vec<WorkId> {
        let named = &self.named[member];
        let wanted: BTreeSet<WorkId> = named.hosts.iter().chain(&named.speaks).copied().collect();
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut ids: Vec<WorkId> = wanted.into_iter().collect();
        ids.retain(|id| {
            let work = &self.works[id.0 as usize];
            work.listed && !work.dates.is_empty() && self.is_within(work)
        });
        ids.sort_by_key(|id| {
            let work = &self.works[id.0 as usize];
            (work.dates.first().map(|d| d.instant), &work.article.key)
        });
        ids
    }

    /// Posts of the content calendar, oldest first.
    fn posts(&self) -> Vec<WorkId> {
        let zone = self.hub.settings.timezone;
        let begin = resolve(self.window.from.and_time(NaiveTime::MIN), zone).instant;
        let posts = self.works.iter().enumerate().filter(|(_, w)| w.kind() == Kind::Entry && w.listed);
        let mut ids: Vec<WorkId> =
            posts.filter(|(_, w)| w.date.is_some_and(|date| date >= begin)).map(|(i, _)| WorkId(i as u32)).collect();
        ids.sort_by_key(|id| {
            let work = &self.works[id.0 as usize];
            (work.date, &work.article.key)
        });
        ids
    }

    /// Whether an event still had a date where calendars begin.
    fn is_within(&self, work: &Work) -> bool {
        let Facts::Event(event) = &work.article.original().facts else { return false };
        let begin = resolve(self.window.from.and_time(NaiveTime::MIN), event.zone).instant;
        work.dates.iter().any(|date| date.past_from > begin)
    }
}
