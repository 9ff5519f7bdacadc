//! Lists: what is in them, and in which order.

use crate::model::{
    article::{Article, Facts, Kind},
    language::{LangId, collator},
    path::term_slug,
    settings::Settings,
    site::{Item, List, ListKind, Vocabulary, Work, WorkId},
    time::Instant,
};
use icu_collator::CollatorBorrowed;
use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
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
}

impl<'a> Shelf<'a> {
    pub fn new(works: &'a [Work], settings: &'a Settings, now: Instant, sections: &'a [Kind]) -> Shelf<'a> {
        let mut shelf = Shelf { works, settings, now, sections, coming: Vec::new(), past: Vec::new() };
        let events = shelf.listed(|w| w.kind() == Kind::Event);
        let dates: Vec<Item> = events.into_iter().flat_map(|id| shelf.dated(id)).collect();
        let (mut past, mut coming): (Vec<Item>, Vec<Item>) = dates.into_iter().partition(|item| shelf.is_past(*item));
        // Works are in order of their keys already, which is the order of what begins at one time.
        let start = |item: &Item| start(shelf.work(*item), item.date);
        coming.sort_by_cached_key(start);
        past.sort_by_cached_key(|item| Reverse(start(item)));
        (shelf.coming, shelf.past) = (coming, past);
        shelf
    }

    /// All lists of one language.
    pub fn lists(&self, language: LangId) -> Vec<List> {
        let collator = collator(self.settings.languages.tag(language));
        let mut lists = Vec::new();
        let mut add = |kind: ListKind, below: String, mut items: Vec<Item>| {
            self.sort(&kind, &mut items, language, collator.as_ref());
            let address = super::addresses::in_language(&self.settings.languages, language, &below);
            lists.push(List { kind, language, address, items });
        };
        for kind in self.sections {
            let section = kind.section().unwrap_or_default();
            if *kind == Kind::Event {
                add(ListKind::Section(*kind), "events/".into(), self.coming.clone());
                add(ListKind::PastEvents, "events/past/".into(), self.past.clone());
            } else {
                add(ListKind::Section(*kind), format!("{section}/"), self.once(self.listed(|w| w.kind() == *kind)));
            }
        }
        for (vocabulary, terms) in self.terms() {
            for (slug, (word, items)) in terms {
                add(ListKind::Term(vocabulary, slug.clone(), word), format!("{}{slug}/", vocabulary.address()), self.once(items));
            }
        }
        lists
    }

    /// Every term that something listed has, by slug, with the word as first written.
    pub fn terms(&self) -> BTreeMap<Vocabulary, BTreeMap<String, (String, Vec<WorkId>)>> {
        let mut all: BTreeMap<Vocabulary, BTreeMap<String, (String, Vec<WorkId>)>> = BTreeMap::new();
        for id in self.listed(|_| true) {
            let mut add = |vocabulary: Vocabulary, word: &str| {
                let (_, items) =
                    all.entry(vocabulary).or_default().entry(term_slug(word)).or_insert_with(|| (word.to_owned(), Vec::new()));
                if items.last() != Some(&id) {
                    items.push(id);
                }
            };
            terms_of(&self.works[id.0 as usize].article).for_each(|(vocabulary, word)| add(vocabulary, word));
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
    fn once(&self, works: Vec<WorkId>) -> Vec<Item> {
        works.into_iter().map(|work| Item { work, date: self.works[work.0 as usize].shown(self.now) }).collect()
    }

    fn is_past(&self, item: Item) -> bool {
        let work = self.work(item);
        item.date.map_or_else(|| work.is_past(self.now), |date| work.dates[date].past_from <= self.now)
    }

    fn sort(&self, kind: &ListKind, items: &mut [Item], language: LangId, collator: Option<&CollatorBorrowed<'static>>) {
        items.sort_by(|x, y| {
            let (a, b) = (self.work(*x), self.work(*y));
            let start = |item: &Item| start(self.work(*item), item.date);
            let order = match kind {
                // In order already.
                ListKind::Section(Kind::Event) | ListKind::PastEvents => return Ordering::Equal,
                ListKind::Section(Kind::Entry | Kind::Spotlight) => b.date.cmp(&a.date),
                ListKind::Section(_) => weight(a).cmp(&weight(b)).then_with(|| names(a, b, language, collator)),
                ListKind::Term(..) => {
                    let (rank_a, rank_b) = (self.rank(*x), self.rank(*y));
                    rank_a.cmp(&rank_b).then_with(|| match rank_a {
                        0 => start(x).cmp(&start(y)),
                        1..=3 => b.date.or(start(y)).cmp(&a.date.or(start(x))),
                        _ => weight(a).cmp(&weight(b)).then_with(|| names(a, b, language, collator)),
                    })
                }
            };
            order.then_with(|| a.article.key.cmp(&b.article.key))
        });
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

/// Order of titles as a reader of the language expects it (CLDR root collation with the language's tailoring).
fn names(a: &Work, b: &Work, language: LangId, collator: Option<&CollatorBorrowed<'static>>) -> Ordering {
    let title = |w: &Work| match &w.edition(w.nearest(language)).facts {
        Facts::Member(member) => member.name.clone(),
        _ => w.edition(w.nearest(language)).common.title.clone(),
    };
    let (a, b) = (title(a), title(b));
    collator.map_or_else(|| a.cmp(&b), |c| c.compare(&a, &b))
}
