//! Which stem is in which article: the index of one language, not yet in files.

use super::{
    fields::{Facets, Record},
    stem,
    terms::{Field, Terms, score, weigh},
};
use crate::{
    memo::{Fingerprint, Memo},
    model::{
        language::LangId,
        site::{LiveEdition, Work},
    },
    render::{Press, views::Desk},
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Editions that are read at a time: what is read is let go before the next.
const AT_A_TIME: usize = 256;

/// Of a stem that is everywhere, the articles that say it loudest.
const MOST: usize = 4000;

/// Stems that one skeleton leads to.
const MOST_KIN: usize = 12;

/// The words of every live edition, once for all languages that list it.
pub struct Library<'p> {
    press: &'p Press,
    memo: &'p Memo,
    stems: Stems,
    /// By work, then by edition.
    own: Vec<Vec<Weighed>>,
}

/// Stems by number, with what they weigh.
type Weighed = Box<[(u32, u8)]>;

/// Stems and their numbers, in order of their first coming.
#[derive(Default)]
struct Stems {
    numbers: HashMap<Box<str>, u32>,
    count: u32,
}

impl Stems {
    fn number(&mut self, terms: &Terms) -> Weighed {
        terms.iter().map(|(stem, weight)| (self.of(stem), weight)).collect()
    }

    fn of(&mut self, stem: &str) -> u32 {
        if let Some(number) = self.numbers.get(stem) {
            return *number;
        }
        self.numbers.insert(stem.into(), self.count);
        self.count += 1;
        self.count - 1
    }
}

/// The index of one language.
pub struct Index<'s> {
    /// How many articles there are.
    pub count: usize,
    /// Languages that they are in.
    pub languages: BTreeSet<LangId>,
    /// Stems in the order in which a script compares texts, with their articles: number and score.
    pub postings: Vec<(&'s str, Vec<(u32, u8)>)>,
    /// Skeletons with the stems that have them, the most usual first; in order.
    pub kin: Vec<(String, Vec<&'s str>)>,
}

impl<'p> Library<'p> {
    /// Reads what of the editions is not remembered.
    pub fn read(press: &'p Press, memo: &'p Memo) -> Library<'p> {
        let works = &press.site.works;
        let editions: Vec<(usize, &Work, &LiveEdition)> = works
            .iter()
            .enumerate()
            .filter(|(_, work)| work.listed)
            .flat_map(|(at, work)| work.editions.iter().map(move |live| (at, work, live)))
            .collect();
        let mut library = Library { press, memo, stems: Stems::default(), own: vec![Vec::new(); works.len()] };
        for some in editions.chunks(AT_A_TIME) {
            let read = |(_, work, live): &(usize, &Work, &LiveEdition)| {
                let desk = press.desk(live.language);
                terms(memo, desk.tag(), &desk.own_words(work, live).parts())
            };
            let read: Vec<_> = some.par_iter().map(read).collect();
            for ((at, ..), terms) in some.iter().zip(read) {
                let weighed = library.stems.number(&terms);
                library.own[*at].push(weighed);
            }
        }
        library
    }

    /// Works that readers of a language find, in the order of the index.
    fn works(&self) -> impl Iterator<Item = (usize, &'p Work)> {
        self.press.site.works.iter().enumerate().filter(|(_, work)| work.listed)
    }

    pub fn records(&self, desk: &Desk) -> Vec<(Record, Facets)> {
        let works: Vec<&Work> = self.works().map(|(_, work)| work).collect();
        works.into_par_iter().map(|work| (desk.record(work), desk.facets(work))).collect()
    }

    pub fn index(&mut self, language: LangId) -> Index<'_> {
        let desk = self.press.desk(language);
        let works: Vec<(usize, &Work)> = self.works().collect();
        let labels = |work: &Work| terms(self.memo, desk.tag(), &[(Field::Name, &desk.labels_of(work))]);
        let labels: Vec<_> = works.par_iter().map(|(_, work)| labels(work)).collect();
        let labels: Vec<Weighed> = labels.iter().map(|terms| self.stems.number(terms)).collect();

        let mut count = vec![0u32; self.stems.count as usize];
        let mut languages = BTreeSet::new();
        let mut articles: Vec<Vec<(u32, u8)>> = Vec::with_capacity(works.len());
        for ((at, work), labels) in works.iter().zip(&labels) {
            let live = work.nearest(language);
            languages.insert(live.language);
            let edition = work.editions.iter().position(|own| own.language == live.language).unwrap_or_default();
            let mut all = self.own[*at][edition].to_vec();
            all.extend_from_slice(labels);
            all.sort_unstable_by_key(|(stem, _)| *stem);
            all.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 = kept.1.saturating_add(next.1);
                }
                same
            });
            all.iter_mut().for_each(|(_, weight)| *weight = score((*weight).into()));
            all.iter().for_each(|(stem, _)| count[*stem as usize] += 1);
            articles.push(all);
        }
        let mut lists: Vec<Vec<(u32, u8)>> = count.iter().map(|count| Vec::with_capacity(*count as usize)).collect();
        for (article, all) in articles.into_iter().enumerate() {
            all.iter().for_each(|(stem, weight)| lists[*stem as usize].push((article as u32, *weight)));
        }
        let mut postings: Vec<(&str, Vec<(u32, u8)>)> =
            self.stems.numbers.iter().map(|(stem, number)| (&**stem, std::mem::take(&mut lists[*number as usize]))).collect();
        postings.retain(|(_, articles)| !articles.is_empty());
        postings.par_sort_unstable_by(|a, b| in_script_order(a.0, b.0));
        postings.iter_mut().for_each(|(_, articles)| loudest(articles));
        let kin = self.kin(&postings, &languages);
        Index { count: works.len(), languages, postings, kin }
    }

    fn kin<'s>(&self, postings: &[(&'s str, Vec<(u32, u8)>)], languages: &BTreeSet<LangId>) -> Vec<(String, Vec<&'s str>)> {
        let mut kin: BTreeMap<String, Vec<(usize, &str)>> = BTreeMap::new();
        let tags = languages.iter().map(|language| self.press.site.settings.languages.tag(*language));
        for table in tags.filter_map(stem::of) {
            for (stem, articles) in postings {
                if let Some(bones) = table.skeleton(stem) {
                    kin.entry(bones).or_default().push((articles.len(), stem));
                }
            }
        }
        let led = kin.into_iter().filter(|(bones, stems)| stems.iter().any(|(_, stem)| stem != bones));
        let usual = |mut stems: Vec<(usize, &'s str)>| {
            stems.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
            stems.dedup();
            stems.into_iter().take(MOST_KIN).map(|(_, stem)| stem).collect()
        };
        led.map(|(bones, stems)| (bones, usual(stems))).collect()
    }
}

/// The terms of some texts, recalled where they have been asked for before.
fn terms(memo: &Memo, tag: &str, parts: &[(Field, &str)]) -> std::sync::Arc<Terms> {
    let fields = parts.iter().flat_map(|(field, text)| [field.letter(), text.as_bytes()]);
    let all = [b"terms" as &[u8], tag.as_bytes()].into_iter().chain(fields);
    memo.recall(Fingerprint::of(all), || weigh(parts, stem::of(tag)))
}

/// JavaScript compares texts by their UTF-16 units, which differs from Unicode's order beyond the first plane only.
fn in_script_order(a: &str, b: &str) -> std::cmp::Ordering {
    let differ = a.bytes().zip(b.bytes()).find(|(a, b)| a != b);
    match differ {
        Some((a_byte, b_byte)) if a_byte.max(b_byte) >= 0xee => a.encode_utf16().cmp(b.encode_utf16()),
        _ => a.cmp(b),
    }
}

/// A stem that is everywhere tells articles apart no more; its list ends, whatever the size of the hub.
fn loudest(articles: &mut Vec<(u32, u8)>) {
    if articles.len() > MOST {
        articles.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        articles.truncate(MOST);
        articles.sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_in_the_order_of_scripts() {
        let mut stems = ["ab", "a", "", "\u{ffff}", "𐐷", "β", "a𐐷", "aﬁ"];
        stems.sort_by(|a, b| in_script_order(a, b));
        let mut expected = stems;
        expected.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
        assert_eq!(stems, expected);
    }

    #[test]
    fn what_was_weighed_is_not_weighed_again() {
        let mut memo = Memo::default();
        memo.begin();
        let first = terms(&memo, "en", &[(Field::Title, "Knots"), (Field::Text, "and rope")]);
        memo.begin();
        let again = terms(&memo, "en", &[(Field::Title, "Knots"), (Field::Text, "and rope")]);
        assert!(std::sync::Arc::ptr_eq(&first, &again));
        for (tag, parts) in [
            ("en", [(Field::Title, "Knots"), (Field::Text, "and ropes")]),
            ("en", [(Field::Title, "Knots"), (Field::Name, "and rope")]),
            ("el", [(Field::Title, "Knots"), (Field::Text, "and rope")]),
        ] {
            assert!(!std::sync::Arc::ptr_eq(&first, &terms(&memo, tag, &parts)), "{tag} {parts:?}");
        }
    }

    #[test]
    fn long_lists_end() {
        let mut articles: Vec<(u32, u8)> = (0..10_000).map(|n| (n, (n % 50) as u8)).collect();
        loudest(&mut articles);
        assert!(articles.len() == MOST && articles.is_sorted() && articles.iter().all(|(_, weight)| *weight >= 30));
    }
}
