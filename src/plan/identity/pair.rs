//! Which event of the hub is which of hub.lock.
//!
//! What a writer says counts before what hubgen sees: `uid`, then an alias of the old address, then the same file, and
//! last of all a file that is gone beside a new one that says the same.

use super::{Fresh, Known, doubt::namesakes};
use crate::{
    model::{hub::Hub, lock::Locked, path::fold, time::When},
    plan::{addresses, pages},
};
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    hash::Hash,
};

/// The place of each event in the old lock; `None`: it is new.
pub fn pairs(hub: &Hub, events: &[Known], fresh: &[Fresh], drafts: &[Known]) -> Vec<Option<usize>> {
    let old = &hub.lock.events;
    let held = Held::by(events, drafts);
    let mut pairs = Pairs { old, found: vec![None; events.len()], taken: vec![false; old.len()] };
    if old.is_empty() {
        return pairs.found;
    }
    for (at, event) in events.iter().enumerate() {
        let named = event.uid().and_then(|uid| old.binary_search_by(|event| event.uid.as_str().cmp(uid)).ok());
        pairs.join(at, named);
    }
    pairs.by_alias(hub, events, &held);
    pairs.by_path(events, fresh);
    // What has vanished only now is likelier to be what has appeared only now.
    let both = |record: &Locked| Some((record.when.clone(), record.words.clone()));
    let anything = |_: &Locked, _: &Locked| true;
    pairs.by_digest(events, fresh, |event| !event.gone && !held.has(event), both, anything);
    pairs.by_digest(events, fresh, |event| !held.has(event), both, anything);
    // A month that is not fixed yet is the same for many.
    let fixed = |record: &Locked| (!matches!(record.start, When::Month { .. })).then(|| record.when.clone());
    // Two meetings at one place and hour are not one meeting for that.
    let alike = |old: &Locked, new: &Locked| namesakes(old, new) >= HARDLY_ALIKE;
    pairs.by_digest(events, fresh, |event| !event.gone && !held.has(event), fixed, alike);
    let words = |record: &Locked| Some(record.words.clone());
    pairs.by_digest(events, fresh, |event| !event.gone && !held.has(event), words, anything);
    pairs.found
}

/// How alike two names have to be for one time and place to make them one event.
const HARDLY_ALIKE: f64 = 0.3;

/// Records whose own file is still there, though it may be a draft.
pub struct Held<'a> {
    paths: HashSet<&'a str>,
    uids: HashSet<&'a str>,
}

impl<'a> Held<'a> {
    pub fn by(events: &'a [Known], drafts: &'a [Known]) -> Held<'a> {
        let all = || events.iter().chain(drafts);
        // A file that names another UID is not the record's own any more.
        let paths = all().filter(|known| known.uid().is_none()).map(|known| known.article.key.as_str()).collect();
        Held { paths, uids: all().filter_map(Known::uid).collect() }
    }

    pub fn has(&self, record: &Locked) -> bool {
        self.paths.contains(record.path.as_str()) || self.uids.contains(record.uid.as_str())
    }
}

struct Pairs<'a> {
    old: &'a [Locked],
    found: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl<'a> Pairs<'a> {
    fn join(&mut self, event: usize, record: Option<usize>) {
        if let Some(record) = record.filter(|record| !self.taken[*record] && self.found[event].is_none()) {
            self.taken[record] = true;
            self.found[event] = Some(record);
        }
    }

    /// Events that may be any record: nobody has said which.
    fn open(&self, events: &[Known]) -> Vec<usize> {
        (0..events.len()).filter(|at| self.found[*at].is_none() && events[*at].uid().is_none()).collect()
    }

    fn free(&self, wanted: impl Fn(&Locked) -> bool) -> Vec<usize> {
        (0..self.old.len()).filter(|at| !self.taken[*at] && wanted(&self.old[*at])).collect()
    }

    fn by_alias(&mut self, hub: &Hub, events: &[Known], held: &Held) {
        let languages = &hub.settings.languages;
        let aliases = |known: &Known| -> Vec<String> {
            let all = known.article.editions.iter().flat_map(|edition| &edition.common.aliases);
            all.map(|alias| fold(addresses::without_language(languages, pages::alias_address(alias).as_str()))).collect()
        };
        let open: Vec<(usize, Vec<String>)> = self
            .open(events)
            .into_iter()
            .map(|at| (at, aliases(&events[at])))
            .filter(|(_, aliases)| !aliases.is_empty())
            .collect();
        if open.is_empty() {
            return;
        }
        let mut records: HashMap<String, Vec<usize>> = HashMap::new();
        for at in self.free(|record| !held.has(record)) {
            records.entry(fold(&address(&self.old[at]))).or_default().push(at);
        }
        let carried = self.carried();
        for (event, aliases) in open {
            let article = events[event].article;
            let own = format!("{}@", article.id);
            if carried.get(article.key.as_str()).is_some_and(|uids| uids.iter().any(|uid| !uid.starts_with(&own))) {
                continue;
            }
            let named = aliases.iter().filter_map(|alias| records.get(alias)).flatten();
            let best = named.filter(|at| !self.taken[**at]).max_by_key(|at| rank(&self.old[**at])).copied();
            self.join(event, best);
        }
    }

    /// UIDs by path. An event whose UID is not made of its name has had it from an earlier name: then its aliases have
    /// done their work, and the next that is gone from one of them is not this event.
    fn carried(&self) -> HashMap<&'a str, Vec<&'a str>> {
        let mut uids: HashMap<&str, Vec<&str>> = HashMap::new();
        for record in self.old.iter().filter(|record| !record.gone) {
            uids.entry(&record.path).or_default().push(&record.uid);
        }
        uids
    }

    fn by_path(&mut self, events: &[Known], fresh: &[Fresh]) {
        let mut records: HashMap<&str, Vec<usize>> = HashMap::new();
        for at in self.free(|_| true) {
            records.entry(&self.old[at].path).or_default().push(at);
        }
        for event in self.open(events) {
            let same = |at: &usize| {
                let (record, fresh) = (&self.old[*at], &fresh[event].record);
                (&record.when, &record.words) == (&fresh.when, &fresh.words)
            };
            let there = records.get(events[event].article.key.as_str()).into_iter().flatten();
            let best = there.max_by_key(|at| (!self.old[**at].gone, same(at), rank(&self.old[**at]))).copied();
            self.join(event, best);
        }
    }

    /// Joins what says the same, where on neither side anything else does.
    fn by_digest<D: Hash + Eq>(
        &mut self,
        events: &[Known],
        fresh: &[Fresh],
        wanted: impl Fn(&Locked) -> bool,
        digest: impl Fn(&Locked) -> Option<D>,
        is_likely: impl Fn(&Locked, &Locked) -> bool,
    ) {
        let mut alike: HashMap<D, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for record in self.free(wanted) {
            if let Some(digest) = digest(&self.old[record]) {
                alike.entry(digest).or_default().0.push(record);
            }
        }
        for event in self.open(events) {
            if let Some((_, events)) = digest(&fresh[event].record).and_then(|digest| alike.get_mut(&digest)) {
                events.push(event);
            }
        }
        for (records, events) in alike.into_values() {
            if let ([record], [event]) = (&records[..], &events[..])
                && is_likely(&self.old[*record], &fresh[*event].record)
            {
                self.join(*event, Some(*record));
            }
        }
    }
}

/// Which of several records of one place is meant.
fn rank(record: &Locked) -> impl Ord + use<'_> {
    (!record.gone, record.sequence, record.modified, Reverse(&record.uid))
}

/// Where an event's page was, below the language.
fn address(record: &Locked) -> String {
    record.address.clone().unwrap_or_else(|| format!("{}/", record.path))
}
