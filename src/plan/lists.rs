//! Lists: what is in them, and in which order.

use crate::model::{
    article::{Article, Facts, Kind},
    language::{LangId, collator},
    path::term_slug,
    settings::Settings,
    site::{Item, List, ListKind, Vocabulary, Work, WorkId},
    time::Instant,
};
use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, HashMap},
};

/// Everything that lists are made of.
pub struct Shelf<'a> {
    pub works: &'a [Work],
    pub settings: &'a Settings,
    pub now: Instant,
    /// Sections that have a list, even an empty one.
    pub sections: &'a [Kind],
    /// Events under each of their dates, the same in every language: those to come, and those that have been.
    coming: Vec<Item>,
    past: Vec<Item>,
    terms: Terms,
}

/// By vocabulary and slug: the word, and what has it.
type Terms = BTreeMap<Vocabulary, BTreeMap<String, (String, Vec<WorkId>)>>;

impl<'a> Shelf<'a> {
    pub fn new(works: &'a [Work], settings: &'a Settings, now: Instant, sections: &'a [Kind]) -> Shelf<'a> {
        let mut shelf = Shelf { works, settings, now, sections, coming: Vec::new(), past: Vec::new(), terms: Terms::new() };
        let events = shelf.listed(|w| w.kind() == Kind::Event);
        let dates: Vec<Item> = events.into_iter().flat_map(|id| shelf.dated(id)).collect();
        let (mut past, mut coming): (Vec<Item>, Vec<Item>) = dates.into_iter().partition(|item| shelf.is_past(*item));
        // Works are in order of their keys already, which is the order of what begins at one time.
        let start = |item: &Item| start(shelf.work(*item), item.date);
        coming.sort_by_cached_key(start);
        past.sort_by_cached_key(|item| Reverse(start(item)));
        (shelf.coming, shelf.past) = (coming, past);
        shelf.terms = shelf.all_terms();
        shelf
    }

    /// All lists of one language.
    pub fn lists(&self, language: LangId) -> Vec<List> {
        let places = self.by_name(language);
        let mut lists = Vec::new();
        let mut add = |kind: ListKind, below: String, mut items: Vec<Item>| {
            self.sort(&kind, &mut items, &places);
            let address = super::addresses::in_language(&self.settings.languages, language, &below);
            lists.push(List { kind, language, address, items });
        };
        for kind in self.sections {
            let section = kind.section().unwrap_or_default();
            if *kind == Kind::Event {
                add(ListKind::Section(*kind), "events/".into(), self.coming.clone());
                add(ListKind::PastEvents, "events/past/".into(), self.past.clone());
            } else {
                add(ListKind::Section(*kind), format!("{section}/"), self.once(&self.listed(|w| w.kind() == *kind)));
            }
        }
        for (vocabulary, terms) in &self.terms {
            for (slug, (word, items)) in terms {
                let below = format!("{}{slug}/", vocabulary.address());
                add(ListKind::Term(*vocabulary, slug.clone(), word.clone()), below, self.once(items));
            }
        }
        lists
    }

    /// Every term that something listed has, by slug, with the word as first written.
    fn all_terms(&self) -> Terms {
        let mut all = Terms::new();
        let mut slugs: HashMap<&str, String> = HashMap::new();
        for id in self.listed(|_| true) {
            for (vocabulary, word) in terms_of(&self.works[id.0 as usize].article) {
                let slug = slugs.entry(word).or_insert_with(|| term_slug(word));
                let terms = all.entry(vocabulary).or_default();
                match terms.get_mut(slug.as_str()) {
                    Some((_, items)) if items.last() == Some(&id) => {}
                    Some((_, items)) => items.push(id),
                    None => drop(terms.insert(slug.clone(), (word.to_owned(), vec![id]))),
                }
            }
        }
        all
    }

    fn listed(&self, wanted: impl Fn(&Work) -> bool) -> Vec<WorkId> {
        let numbered = self.works.iter().enumerate();
        numbered.filter(|(_, w)| w.listed && wanted(w)).map(|(i, _)| WorkId(i as u32)).collect()
    }

    fn work(&self, item: Item) -> &Work {
        &self.works[item.work.0 as usize]
    }

    /// An event under each of its dates.
    fn dated(&self, work: WorkId) -> Vec<Item> {
        let event = &self.works[work.0 as usize];
        match event.dates.len() {
            // Its month is known, if no day; an event that has lost all its days is on none.
            0 if event.is_open() => vec![Item { work, date: None }],
            0 => Vec::new(),
            n => (0..n).map(|date| Item { work, date: Some(date) }).collect(),
        }
    }

    /// Each once; an event under its next date, else its last.
    fn once(&self, works: &[WorkId]) -> Vec<Item> {
        works.iter().map(|&work| Item { work, date: self.works[work.0 as usize].shown(self.now) }).collect()
    }

    fn is_past(&self, item: Item) -> bool {
        let work = self.work(item);
        item.date.map_or_else(|| work.is_past(self.now), |date| work.dates[date].past_from <= self.now)
    }

    /// Sorts a list; `places` are those of [`Shelf::by_name`].
    fn sort(&self, kind: &ListKind, items: &mut [Item], places: &[u32]) {
        // In order already.
        if matches!(kind, ListKind::Section(Kind::Event) | ListKind::PastEvents) {
            return;
        }
        items.sort_by_cached_key(|item| {
            let work = self.work(*item);
            let rank = if matches!(kind, ListKind::Term(..)) { self.rank(*item) } else { 0 };
            let order = match (kind, rank) {
                (ListKind::Section(Kind::Entry | Kind::Spotlight), _) => Order::Newest(Reverse(work.date)),
                (ListKind::Term(..), 0) => Order::Soonest(start(work, item.date)),
                (ListKind::Term(..), 1..=3) => Order::Newest(Reverse(work.date.or(start(work, item.date)))),
                _ => Order::Name(weight(work), places[item.work.0 as usize]),
            };
            (rank, order, work.article.key.as_str())
        });
    }

    /// The place of every work that is sorted by its name among all that are, as a reader of the language expects it
    /// (CLDR root collation with the language's tailoring). Those of one name share one.
    fn by_name(&self, language: LangId) -> Vec<u32> {
        let collator = collator(self.settings.languages.tag(language));
        let named = |work: &Work| !matches!(work.kind(), Kind::Event | Kind::Entry | Kind::Spotlight);
        let mut names: Vec<(&str, usize)> =
            self.works.iter().enumerate().filter(|(_, w)| w.listed && named(w)).map(|(i, w)| (name(w, language), i)).collect();
        let compare = |a: &str, b: &str| collator.as_ref().map_or_else(|| a.cmp(b), |c| c.compare(a, b));
        names.sort_by(|a, b| compare(a.0, b.0));
        let mut places = vec![0; self.works.len()];
        let mut last: Option<(&str, u32)> = None;
        for (name, work) in names {
            let place = match last {
                Some((before, place)) if compare(before, name) == Ordering::Equal => place,
                Some((_, place)) => place + 1,
                None => 0,
            };
            places[work] = place;
            last = Some((name, place));
        }
        places
    }

    /// What comes first under a tag: what one can still go to, then what one can read, then the rest.
    fn rank(&self, item: Item) -> u8 {
        match self.work(item).kind() {
            Kind::Event if !self.is_past(item) => 0,
            Kind::Entry => 1,
            Kind::Spotlight => 2,
            Kind::Event => 3,
            Kind::Guideline => 4,
            Kind::Faq => 5,
            Kind::Page => 6,
            Kind::Member => 7,
        }
    }
}

/// Every term that an article has, as written.
pub fn terms_of(article: &Article) -> impl Iterator<Item = (Vocabulary, &str)> {
    let original = article.original();
    let (kind, group) = match &original.facts {
        Facts::Event(event) => (event.kind.as_ref(), event.group.as_ref()),
        Facts::Member(member) => (None, member.group.as_ref()),
        _ => (None, None),
    };
    let tags = original.common.tags.iter().map(|t| (Vocabulary::Tags, t.as_str()));
    let audience = original.common.audience.iter().map(|a| (Vocabulary::Audience, a.as_str()));
    let kind = kind.into_iter().map(|k| (Vocabulary::EventKinds, k.as_str()));
    tags.chain(audience).chain(kind).chain(group.into_iter().map(|g| (Vocabulary::Groups, g.as_str())))
}

fn weight(work: &Work) -> i64 {
    work.article.original().common.weight
}

fn start(work: &Work, date: Option<usize>) -> Option<Instant> {
    match (&work.article.original().facts, date) {
        (_, Some(date)) => work.dates.get(date).map(|date| date.instant),
        (Facts::Event(event), None) => Some(event.start.instant(event.zone)),
        _ => None,
    }
}

fn name(work: &Work, language: LangId) -> &str {
    let edition = work.edition(work.nearest(language));
    match &edition.facts {
        Facts::Member(member) => &member.name,
        _ => &edition.common.title,
    }
}

/// What decides within a list, beside the key. All of one list and rank have the same.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    Soonest(Option<Instant>),
    Newest(Reverse<Option<Instant>>),
    /// By weight, then by the name's place.
    Name(i64, u32),
}
