//! What an article is found by: the stems of its words, and how much each of them says about it.

use super::{fold, stem::Stemmer};
use std::collections::HashMap;

/// Where words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Title,
    Heading,
    /// Tags, people, places.
    Name,
    Text,
}

impl Field {
    /// What stands for it in a fingerprint.
    pub fn letter(self) -> &'static [u8] {
        match self {
            Field::Title => b"t",
            Field::Heading => b"h",
            Field::Name => b"n",
            Field::Text => b"x",
        }
    }
}

/// The stems of something, each once, in order, with what they weigh there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// Stems hold no space, so one stands between two of them.
    stems: Box<str>,
    weights: Box<[u8]>,
}

impl Terms {
    /// Stems with a space between two of them, and their weights.
    pub fn parts(&self) -> (&str, &[u8]) {
        (&self.stems, &self.weights)
    }

    /// The same, back again. `None`: they do not belong together.
    pub fn of_parts(stems: &str, weights: &[u8]) -> Option<Terms> {
        let count = if stems.is_empty() { 0 } else { stems.split(' ').count() };
        (count == weights.len()).then(|| Terms { stems: stems.into(), weights: weights.into() })
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, u8)> {
        self.stems.split(' ').zip(self.weights.iter().copied())
    }
}

/// How often a stem stands in which field.
#[derive(Clone, Copy, Default)]
struct Counts {
    title: u32,
    heading: u32,
    name: u32,
    text: u32,
}

/// A text of usual length, in words.
const USUAL: f32 = 300.0;

/// Weighs the words of some texts. It depends on nothing else, so that what is said here need not be said again when
/// another article changes; how rare a word is among all articles comes in when somebody asks for it.
pub fn weigh(texts: &[(Field, &str)], stemmer: Option<&Stemmer>) -> Terms {
    let mut counts: HashMap<String, Counts> = HashMap::new();
    let (mut in_text, mut in_title) = (0u32, 0u32);
    for (field, text) in texts {
        fold::words(text, |word| {
            match field {
                Field::Text => in_text += 1,
                Field::Title => in_title += 1,
                Field::Heading | Field::Name => {}
            }
            let count = match counts.get_mut(word) {
                Some(count) => count,
                None => counts.entry(word.to_owned()).or_default(),
            };
            match field {
                Field::Title => count.title += 1,
                Field::Heading => count.heading += 1,
                Field::Name => count.name += 1,
                Field::Text => count.text += 1,
            }
        });
    }
    let mut stems: HashMap<String, Counts> = HashMap::with_capacity(counts.len());
    for (word, count) in counts {
        let stem = match stemmer {
            Some(stemmer) if stemmer.is_stop(&word) => continue,
            Some(stemmer) => stemmer.stem(&word),
            None => word,
        };
        let all = stems.entry(stem).or_default();
        all.title += count.title;
        all.heading += count.heading;
        all.name += count.name;
        all.text += count.text;
    }
    let mut stems: Vec<(String, Counts)> = stems.into_iter().collect();
    stems.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let weights = stems.iter().map(|(_, counts)| counts.weight(in_text, in_title)).collect();
    let stems = stems.into_iter().map(|(stem, _)| stem).collect::<Vec<_>>().join(" ");
    Terms { stems: stems.into(), weights }
}

impl Counts {
    /// As BM25 has it: the first time a word is said counts most, and in a short text more than in a long one. A title
    /// says more than a heading, a heading more than the text; a title of one word says it most clearly. In fifths.
    fn weight(self, in_text: u32, in_title: u32) -> u8 {
        let said = self.text as f32;
        let text = 3.0 * said / (said + 0.3 + 0.9 * in_text as f32 / USUAL);
        let once = |count: u32, worth: f32| if count > 0 { worth } else { 0.0 };
        let title = once(self.title, 8.0 + 16.0 / in_title.max(1) as f32);
        let sum = if self.text > 0 { text } else { 0.0 } + title + once(self.heading, 4.0) + once(self.name, 4.0);
        (5.0 * sum).round().clamp(1.0, 250.0) as u8
    }
}

/// What an article gets for a word, 1 to 99, of all that its weights come to: twice as much does not say twice as much.
pub fn score(weight: u32) -> u8 {
    let sum = weight as f32 / 5.0;
    (100.0 * sum / (sum + 12.0)).round().clamp(1.0, 99.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::search::stem;

    fn weight(terms: &Terms, stem: &str) -> u8 {
        terms.iter().find(|(own, _)| *own == stem).map_or(0, |(_, weight)| weight)
    }

    #[test]
    fn titles_count_more_than_headings_and_those_more_than_texts() {
        let texts = [
            (Field::Title, "Knots"),
            (Field::Heading, "The bowline"),
            (Field::Name, "Piraeus"),
            (Field::Text, "A knot holds. Knots and rope, and rope again, and the bowline"),
        ];
        let terms = weigh(&texts, stem::of("en"));
        let stems: Vec<&str> = terms.iter().map(|(stem, _)| stem).collect();
        assert_eq!(stems, ["again", "bowlin", "hold", "knot", "piraeus", "rop"]);
        let [knot, bowline, piraeus, rope, hold] = ["knot", "bowlin", "piraeus", "rop", "hold"].map(|stem| weight(&terms, stem));
        assert!(knot > bowline && bowline > piraeus && piraeus > rope && rope > hold && hold > 0, "{terms:?}");
        let long = weigh(&[(Field::Title, "All about ropes and knots"), (Field::Text, "Knots")], stem::of("en"));
        assert!(weight(&long, "knot") < knot);
    }

    #[test]
    fn nothing_has_no_terms() {
        assert_eq!(weigh(&[], None).iter().count(), 0);
        assert_eq!(weigh(&[(Field::Text, "the and of")], stem::of("en")).iter().count(), 0);
    }
}
