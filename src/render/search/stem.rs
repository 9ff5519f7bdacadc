//! Forms of a word to one: a light stemmer, as a table for each language.
//!
//! A table is data, so that whoever knows a language can mend it, and so that the script of the search page does to a
//! question exactly what was done to the texts: the table is published with the index. It goes in rounds; in each the
//! first rule that fits is applied, once. A rule is an ending (or a beginning), what stands in its place, and how many
//! letters must be left; one that puts back what it takes says that a word is to stay.
//!
//! Words arrive folded ([`super::fold`]), and so do the tables: `σ` at the end, `ه` for `ة`.

use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// How one language bends its words.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Stemmer {
    /// Words that are on every page and say nothing about it.
    stop: Vec<String>,
    rounds: Vec<Round>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skeleton: Option<Skeleton>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Round {
    at: End,
    /// What is taken, what is put there, how many letters are left at least.
    rules: Vec<(String, String, usize)>,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum End {
    Start,
    End,
}

/// Plurals that change a word from within keep its consonants: `كتب` of `كتاب`.
#[derive(Debug, Deserialize, Serialize)]
struct Skeleton {
    drop: String,
    least: usize,
}

/// Languages whose words are understood; all others are found as they are written, folded.
static TABLES: LazyLock<[(&str, Stemmer); 3]> = LazyLock::new(|| {
    let read = |text| serde_json::from_str(text).unwrap_or_default();
    [
        ("ar", read(include_str!("stems/ar.json"))),
        ("el", read(include_str!("stems/el.json"))),
        ("en", read(include_str!("stems/en.json"))),
    ]
});

/// The table of a language, by its tag: `ar-EG` has that of `ar`.
pub fn of(tag: &str) -> Option<&'static Stemmer> {
    let language = tag.split('-').next().unwrap_or(tag);
    TABLES.iter().find(|(own, _)| *own == language).map(|(_, table)| table)
}

impl Stemmer {
    pub fn is_stop(&self, word: &str) -> bool {
        self.stop.binary_search_by(|stop| stop.as_str().cmp(word)).is_ok()
    }

    /// What is left of a word.
    pub fn stem(&self, word: &str) -> String {
        let mut word = word.to_owned();
        for Round { at, rules } in &self.rounds {
            let left = |affix: &str| match at {
                End::Start => word.strip_prefix(affix),
                End::End => word.strip_suffix(affix),
            };
            let fits = rules.iter().find_map(|(affix, instead, least)| {
                let left = left(affix).filter(|left| left.chars().count() >= *least)?;
                Some(match at {
                    End::Start => format!("{instead}{left}"),
                    End::End => format!("{left}{instead}"),
                })
            });
            word = fits.unwrap_or(word);
        }
        word
    }

    /// The consonants of a stem, where the language has plurals that keep nothing else.
    pub fn skeleton(&self, stem: &str) -> Option<String> {
        let Skeleton { drop, least } = self.skeleton.as_ref()?;
        let bare: String = stem.chars().filter(|c| !drop.contains(*c)).collect();
        (bare.chars().count() >= *least && !bare.is_ascii()).then_some(bare)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::search::fold::words;

    fn stems(tag: &str, text: &str) -> Vec<String> {
        let table = of(tag).unwrap();
        let mut all = Vec::new();
        words(text, |word| all.push(table.stem(word)));
        all
    }

    #[test]
    fn tables_are_read_and_folded() {
        for (tag, table) in TABLES.iter() {
            assert!(!table.rounds.is_empty(), "{tag}.json cannot be read");
            assert!(table.stop.is_sorted(), "{tag}: {:?}", table.stop.windows(2).find(|two| two[0] > two[1]));
            for word in table.stop.iter().filter(|word| word.chars().count() > 1) {
                words(word, |folded| assert_eq!(folded, word, "{tag}"));
            }
            for (affix, instead, _) in table.rounds.iter().flat_map(|round| &round.rules) {
                for text in [affix, instead].into_iter().filter(|text| text.chars().count() > 1) {
                    words(text, |folded| assert_eq!(folded, text, "{tag}"));
                }
            }
        }
    }

    /// Each line: forms of one word.
    #[test]
    fn forms_of_a_word_are_one() {
        for (tag, forms) in [
            ("en", "repair repairs repaired repairing"),
            ("en", "mend mends mending mended"),
            ("en", "run runs running"),
            ("en", "share shares sharing shared"),
            ("en", "body bodies"),
            ("en", "knife knives"),
            ("en", "match matches matching"),
            ("en", "guideline guidelines"),
            ("en", "donate donation donations donated"),
            ("en", "moderate moderation moderator moderators"),
            ("en", "engineer engineers engineering"),
            ("en", "solder soldering soldered"),
            ("en", "bicycle bicycles"),
            ("ar", "ورشة ورشات الورشة والورشة بالورشة للورشة ورشتنا وَرْشَةٌ ورش"),
            ("ar", "لقاء لقاءات اللقاء اللقاءات واللقاءات لقاءنا"),
            ("ar", "مبرمج المبرمج المبرمجون والمبرمجون مبرمجين للمبرمجين"),
            ("ar", "محرك المحرّك محركات والمحركات"),
            ("ar", "دراجة درّاجة الدراجات دراجتي"),
            ("ar", "بحري بحرية البحرية"),
            ("ar", "كتاب الكتاب كتابها كتابهم"),
            ("ar", "زيارة الزيارة زيارتك زيارته زياراتها"),
            ("ar", "مبتدئ مبتدئين للمبتدئين المبتدئون"),
            ("el", "εργαλείο εργαλεία εργαλείων εργαλείου"),
            ("el", "εκδήλωση εκδηλώσεις εκδηλώσεων εκδήλωσης εκδηλώσεως"),
            ("el", "μέλος μέλη μελών"),
            ("el", "ποδήλατο ποδήλατα ποδηλάτων ποδηλάτου"),
            ("el", "επισκευή επισκευές επισκευών επισκευάζω επισκευάζουμε"),
            ("el", "κανόνας κανόνες κανόνων"),
            ("el", "καράβι καράβια καραβιού"),
            ("el", "Πειραιάς Πειραιά"),
            ("el", "συνεργασία συνεργασίες συνεργασιών"),
            ("el", "μηχανή μηχανές ΜΗΧΑΝΩΝ μηχανής"),
            ("el", "πρόβλημα προβλήματα προβλημάτων προβλήματος"),
        ] {
            let found = stems(tag, forms);
            assert!(found.windows(2).all(|two| two[0] == two[1]), "{forms}: {found:?}");
        }
    }

    /// `tests/browser/search.mjs` asks the same of the script.
    #[test]
    fn both_sides_take_words_apart_alike() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/words.tsv");
        let table = std::fs::read_to_string(&path).unwrap();
        let line = |line: &str| match line.split('\t').collect::<Vec<_>>()[..] {
            [tag, text, ..] => {
                let stem = |word: &str| of(tag).map_or(word.to_owned(), |table| table.stem(word));
                let mut stems = Vec::new();
                words(text, |word| stems.push(stem(word)));
                format!("{tag}\t{text}\t{}\n", stems.join(" "))
            }
            _ => format!("{line}\n"),
        };
        let made: String = table.lines().map(line).collect();
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, made).unwrap();
        } else {
            assert_eq!(made, table, "BLESS=1 writes it");
        }
    }

    #[test]
    fn different_words_stay_different() {
        for (tag, words) in [
            ("en", "even evening"),
            ("en", "thing thin"),
            ("en", "news new"),
            ("ar", "محرك محرم"),
            ("ar", "بيت بي"),
            ("el", "κανόνας κανάλι"),
        ] {
            let found = stems(tag, words);
            assert_ne!(found[0], found[1], "{words}");
        }
    }

    #[test]
    fn plurals_from_within_keep_their_consonants() {
        let table = of("ar").unwrap();
        for pair in ["كتاب كتب", "قارب قوارب", "مصباح مصابيح", "درس دروس", "صندوق صناديق"]
        {
            let bones: Vec<_> = stems("ar", pair).iter().map(|stem| table.skeleton(stem)).collect();
            assert!(bones[0].is_some() && bones[0] == bones[1], "{pair}: {bones:?}");
        }
        assert_eq!(table.skeleton("hubgen"), None);
        assert!(of("ar-EG").is_some() && of("de").is_none());
    }
}
