//! Which stem is in which article: the index of one language, not yet in files.

use super::{
    kept::Kept,
    stem,
    terms::{Field, Terms, score, weigh},
};
use crate::{
    memo::{Fingerprint, Memo},
    model::{
        language::LangId,
        site::{LiveEdition, Work},
    },
    render::Press,
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
    kept: &'p Kept,
    stems: Stems,
    /// By work, then by edition.
    own: Vec<Vec<Weighed>>,
}

/// Stems by number, with what they weigh.
type Weighed = Box<[Said]>;

/// A number, of a stem or an article, and how much it says there. There are millions of them: they take four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said(u32);

impl Said {
    /// Hubs are far smaller than 16 million articles.
    fn new(number: u32, much: u8) -> Said {
        Said(number << 8 | u32::from(much))
    }

    pub fn number(self) -> u32 {
        self.0 >> 8
    }

    pub fn much(self) -> u8 {
        (self.0 & 0xff) as u8
    }
}

/// Stems and their numbers, in order of their first coming.
#[derive(Default)]
struct Stems {
    numbers: HashMap<Box<str>, u32>,
    count: u32,
}

impl Stems {
    fn number(&mut self, terms: &Terms) -> Weighed {
        terms.iter().map(|(stem, weight)| Said::new(self.of(stem), weight)).collect()
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
    /// Stems in the order in which a script compares texts, with their articles and scores.
    pub postings: Vec<(&'s str, Vec<Said>)>,
    /// Skeletons with the stems that have them, the most usual first; in order.
    pub kin: Vec<(String, Vec<&'s str>)>,
}

impl<'p> Library<'p> {
    /// Reads what of the editions is not remembered.
    pub fn read(press: &'p Press, memo: &'p Memo, kept: &'p Kept) -> Library<'p> {
        let works = &press.site.works;
        let editions: Vec<(usize, &Work, &LiveEdition)> = works
            .iter()
            .enumerate()
            .filter(|(_, work)| work.listed)
            .flat_map(|(at, work)| work.editions.iter().map(move |live| (at, work, live)))
            .collect();
        let mut library = Library { press, memo, kept, stems: Stems::default(), own: vec![Vec::new(); works.len()] };
        for some in editions.chunks(AT_A_TIME) {
            let read = |(_, work, live): &(usize, &Work, &LiveEdition)| {
                let desk = press.desk(live.language);
                terms(memo, kept, desk.tag(), &desk.own_words(work, live).parts())
            };
            let read: Vec<_> = some.par_iter().map(read).collect();
            for ((at, ..), terms) in some.iter().zip(read) {
                let weighed = library.stems.number(&terms);
                library.own[*at].push(weighed);
            }
        }
        library
    }

    /// Works that readers find, with their places in the site, in the order of the index.
    pub fn works(&self) -> Vec<(usize, &'p Work)> {
        self.press.site.works.iter().enumerate().filter(|(_, work)| work.listed).collect()
    }

    pub fn index(&mut self, language: LangId) -> Index<'_> {
        let desk = self.press.desk(language);
        let works = self.works();
        let labels = |work: &Work| terms(self.memo, self.kept, desk.tag(), &[(Field::Name, &desk.labels_of(work))]);
        let labels: Vec<_> = works.par_iter().map(|(_, work)| labels(work)).collect();
        let labels: Vec<Weighed> = labels.iter().map(|terms| self.stems.number(terms)).collect();

        let mut count = vec![0u32; self.stems.count as usize];
        let mut languages = BTreeSet::new();
        let mut articles: Vec<Weighed> = Vec::with_capacity(works.len());
        for ((at, work), labels) in works.iter().zip(&labels) {
            let live = work.nearest(language);
            languages.insert(live.language);
            let edition = work.editions.iter().position(|own| own.language == live.language).unwrap_or_default();
            let mut all = self.own[*at][edition].to_vec();
            all.extend_from_slice(labels);
            all.sort_unstable();
            let all: Weighed = all
                .chunk_by(|a, b| a.number() == b.number())
                .map(|same| Said::new(same[0].number(), score(same.iter().map(|said| u32::from(said.much())).sum())))
                .collect();
            all.iter().for_each(|said| count[said.number() as usize] += 1);
            articles.push(all);
        }
        let mut lists: Vec<Vec<Said>> = count.iter().map(|count| Vec::with_capacity(*count as usize)).collect();
        for (article, all) in articles.into_iter().enumerate() {
            all.iter().for_each(|said| lists[said.number() as usize].push(Said::new(article as u32, said.much())));
        }
        let mut postings: Vec<(&str, Vec<Said>)> =
            self.stems.numbers.iter().map(|(stem, number)| (&**stem, std::mem::take(&mut lists[*number as usize]))).collect();
        postings.retain(|(_, articles)| !articles.is_empty());
        postings.par_sort_unstable_by(|a, b| in_script_order(a.0, b.0));
        postings.iter_mut().for_each(|(_, articles)| loudest(articles));
        let kin = self.kin(&postings, &languages);
        Index { count: works.len(), languages, postings, kin }
    }

    fn kin<'s>(&self, postings: &[(&'s str, Vec<Said>)], languages: &BTreeSet<LangId>) -> Vec<(String, Vec<&'s str>)> {
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
fn terms(memo: &Memo, kept: &Kept, tag: &str, parts: &[(Field, &str)]) -> std::sync::Arc<Terms> {
    let fields = parts.iter().flat_map(|(field, text)| [field.letter(), text.as_bytes()]);
    let all = [b"terms" as &[u8], tag.as_bytes()].into_iter().chain(fields);
    let fingerprint = Fingerprint::of(all);
    memo.recall(fingerprint, || kept.recall(fingerprint, || weigh(parts, stem::of(tag))))
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
fn loudest(articles: &mut Vec<Said>) {
    if articles.len() > MOST {
        articles.sort_by(|a, b| b.much().cmp(&a.much()).then(a.cmp(b)));
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
        let first = terms(&memo, &Kept::default(), "en", &[(Field::Title, "Knots"), (Field::Text, "and rope")]);
        memo.begin();
        let again = terms(&memo, &Kept::default(), "en", &[(Field::Title, "Knots"), (Field::Text, "and rope")]);
        assert!(std::sync::Arc::ptr_eq(&first, &again));
        for (tag, parts) in [
            ("en", [(Field::Title, "Knots"), (Field::Text, "and ropes")]),
            ("en", [(Field::Title, "Knots"), (Field::Name, "and rope")]),
            ("el", [(Field::Title, "Knots"), (Field::Text, "and rope")]),
        ] {
            assert!(!std::sync::Arc::ptr_eq(&first, &terms(&memo, &Kept::default(), tag, &parts)), "{tag} {parts:?}");
        }
    }

    #[test]
    fn long_lists_end() {
        let mut articles: Vec<Said> = (0..10_000).map(|n| Said::new(n, (n % 50) as u8)).collect();
        loudest(&mut articles);
        assert!(articles.len() == MOST && articles.is_sorted() && articles.iter().all(|said| said.much() >= 30));
    }
}
