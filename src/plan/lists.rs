//! Lists: what is in them, and in which order.

use crate::model::{
    article::{Article, Facts, Kind},
    event::over,
    language::{LangId, collator},
    path::term_slug,
    settings::Settings,
    site::{List, ListKind, Vocabulary, Work, WorkId},
    time::Instant,
};
use icu_collator::CollatorBorrowed;
use std::{cmp::Ordering, collections::BTreeMap};

/// Everything that lists are made of.
pub struct Shelf<'a> {
    pub works: &'a [Work],
    pub settings: &'a Settings,
    pub now: Instant,
    /// Sections that have a list, even an empty one.
    pub sections: &'a [Kind],
}

impl Shelf<'_> {
    /// All lists of one language.
    pub fn lists(&self, language: LangId) -> Vec<List> {
        let collator = collator(self.settings.languages.tag(language));
        let mut lists = Vec::new();
        let mut add = |kind: ListKind, below: String, mut items: Vec<WorkId>| {
            self.sort(&kind, &mut items, language, collator.as_ref());
            let address = super::addresses::in_language(&self.settings.languages, language, &below);
            lists.push(List { kind, language, address, items });
        };
        for kind in self.sections {
            let section = kind.section().unwrap_or_default();
            let all = self.listed(|w| w.kind() == *kind);
            if *kind == Kind::Event {
                let (past, coming) = all.into_iter().partition(|id| self.is_past(*id));
                add(ListKind::Section(*kind), "events/".into(), coming);
                add(ListKind::PastEvents, "events/past/".into(), past);
            } else {
                add(ListKind::Section(*kind), format!("{section}/"), all);
            }
        }
        for (vocabulary, terms) in self.terms() {
            for (slug, (word, items)) in terms {
                add(ListKind::Term(vocabulary, slug.clone(), word), format!("{}{slug}/", vocabulary.address()), items);
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

    fn is_past(&self, id: WorkId) -> bool {
        matches!(&self.works[id.0 as usize].article.original().facts, Facts::Event(event) if over(event) <= self.now)
    }

    fn sort(&self, kind: &ListKind, items: &mut [WorkId], language: LangId, collator: Option<&CollatorBorrowed<'static>>) {
        items.sort_by(|x, y| {
            let (a, b) = (&self.works[x.0 as usize], &self.works[y.0 as usize]);
            let order = match kind {
                ListKind::Section(Kind::Event) => start(a).cmp(&start(b)),
                ListKind::PastEvents => start(b).cmp(&start(a)),
                ListKind::Section(Kind::Entry | Kind::Spotlight) => b.date.cmp(&a.date),
                ListKind::Section(_) => weight(a).cmp(&weight(b)).then_with(|| names(a, b, language, collator)),
                ListKind::Term(..) => {
                    let (rank_a, rank_b) = (self.rank(*x), self.rank(*y));
                    rank_a.cmp(&rank_b).then_with(|| match rank_a {
                        0 => start(a).cmp(&start(b)),
                        1..=3 => b.date.or(start(b)).cmp(&a.date.or(start(a))),
                        _ => weight(a).cmp(&weight(b)).then_with(|| names(a, b, language, collator)),
                    })
                }
            };
            order.then_with(|| a.article.key.cmp(&b.article.key))
        });
    }

    /// What comes first under a tag: what one can still go to, then what one can read, then the rest.
    fn rank(&self, id: WorkId) -> u8 {
        match self.works[id.0 as usize].kind() {
            Kind::Event if !self.is_past(id) => 0,
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

fn start(work: &Work) -> Option<Instant> {
    match &work.article.original().facts {
        Facts::Event(event) => Some(event.start.instant(event.zone)),
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
