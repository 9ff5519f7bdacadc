//! Text to words, folded: what readers take for the same is the same, whether they type accents, vowel marks and forms
//! of alef or not.
//!
//! The script of the search page folds what is asked. It does so by the tables here, which are published with the
//! index, and by what Unicode says of a character, which browsers know as well: compatibility decomposition (UAX #15),
//! lower case, and what is a letter or a digit.

#![allow(clippy::string_slice, reason = "offsets come from `char_indices`")]

use icu_normalizer::DecomposingNormalizerBorrowed;
use serde::Serialize;

/// First and last code point.
type Range = (u32, u32);

/// What folding goes by, as it is published.
#[derive(Serialize)]
pub struct Rules {
    marks: &'static [Range],
    pairs: &'static [Range],
    zeros: &'static [u32],
    letters: std::collections::BTreeMap<char, &'static str>,
    longest: usize,
}

/// Left out: accents, breathings, vowel marks, points, tatweel, hamza on its own, and signs that nobody sees. Of Indic
/// scripts nukta and virama are among them and vowel signs are not: those are half of the word.
const MARKS: &[Range] = &[
    (0xad, 0xad),
    (0x300, 0x36f),
    (0x483, 0x487),
    (0x591, 0x5c7),
    (0x610, 0x61a),
    (0x621, 0x621),
    (0x640, 0x640),
    (0x64b, 0x65f),
    (0x670, 0x670),
    (0x6d6, 0x6ed),
    (0x8d3, 0x8ff),
    (0x93c, 0x93c),
    (0x94d, 0x94d),
    (0x9bc, 0x9bc),
    (0x9cd, 0x9cd),
    (0xa3c, 0xa3c),
    (0xa4d, 0xa4d),
    (0xabc, 0xabc),
    (0xacd, 0xacd),
    (0xb3c, 0xb3c),
    (0xb4d, 0xb4d),
    (0xbcd, 0xbcd),
    (0xc4d, 0xc4d),
    (0xcbc, 0xcbc),
    (0xccd, 0xccd),
    (0xd4d, 0xd4d),
    (0xe47, 0xe4e),
    (0x1ab0, 0x1aff),
    (0x1dc0, 0x1dff),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0x20d0, 0x20ff),
    (0x3099, 0x309a),
    (0xfe00, 0xfe0f),
    (0xfe20, 0xfe2f),
    (0xfeff, 0xfeff),
];

/// Scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, Han. Two characters stand for a word.
const PAIRS: &[Range] = &[
    (0xe00, 0xeff),
    (0x1000, 0x109f),
    (0x1780, 0x17ff),
    (0x3005, 0x3007),
    (0x3040, 0x30ff),
    (0x31f0, 0x31ff),
    (0x3400, 0x9fff),
    (0xf900, 0xfaff),
    (0x20000, 0x3ffff),
];

/// Zeros of scripts with digits of their own; the nine others follow each of them.
const ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040,
    0x1090, 0x17e0, 0x1810,
];

/// Letters that are written in several ways and do not fall apart into a letter and a mark; in lower case.
const LETTERS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('ð', "d"),
    ('ø', "o"),
    ('þ', "th"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ł', "l"),
    ('œ', "oe"),
    ('ŧ', "t"),
    ('ς', "σ"),
    ('ة', "ه"),
    ('ى', "ي"),
    ('ٱ', "ا"),
    ('ک', "ك"),
    ('ھ', "ه"),
    ('ہ', "ه"),
    ('ی', "ي"),
];

/// Characters of a word that count; the rest of it is dropped. No language has longer words worth telling apart, and
/// what strangers paste costs no more.
const LONGEST: usize = 32;

pub fn rules() -> Rules {
    Rules { marks: MARKS, pairs: PAIRS, zeros: ZEROS, letters: LETTERS.iter().copied().collect(), longest: LONGEST }
}

/// Hands out the words of a text, folded, in order.
pub fn words(text: &str, mut each: impl FnMut(&str)) {
    let mut word = String::new();
    let mut run = Run::Nothing;
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    for c in decomposed.chars() {
        let next = match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => Run::Word,
            c if c.is_ascii() => Run::Nothing,
            c if within(MARKS, c) => continue,
            c if !c.is_alphanumeric() => Run::Nothing,
            c if within(PAIRS, c) => Run::Pairs,
            _ => Run::Word,
        };
        if next != run {
            run.end(&mut word, &mut each);
            run = next;
        }
        if run != Run::Nothing {
            push(&mut word, c);
        }
    }
    run.end(&mut word, &mut each);
}

#[derive(Clone, Copy, PartialEq)]
enum Run {
    Nothing,
    Word,
    /// Of a script that puts no space between words.
    Pairs,
}

impl Run {
    fn end(self, word: &mut String, each: &mut impl FnMut(&str)) {
        match self {
            Run::Nothing => {}
            Run::Word => {
                if let Some((end, _)) = word.char_indices().nth(LONGEST) {
                    word.truncate(end);
                }
                // A letter alone is what an apostrophe leaves behind.
                let mut characters = word.chars();
                let first = characters.next();
                if characters.next().is_some() || first.is_some_and(|c| c.is_ascii_digit()) {
                    each(word);
                }
            }
            Run::Pairs => {
                let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
                match starts.len() {
                    0..=2 => each(word),
                    _ => starts.windows(3).for_each(|pair| each(&word[pair[0]..pair[2]])),
                }
            }
        }
        word.clear();
    }
}

fn push(word: &mut String, c: char) {
    if c.is_ascii() {
        word.push(c.to_ascii_lowercase());
        return;
    }
    for c in c.to_lowercase() {
        if within(MARKS, c) {
            continue;
        }
        if let Ok(at) = LETTERS.binary_search_by_key(&c, |(letter, _)| *letter) {
            word.push_str(LETTERS[at].1);
            continue;
        }
        let digit = ZEROS.iter().map(|zero| (c as u32).wrapping_sub(*zero)).find(|digit| *digit < 10);
        match digit {
            Some(digit) => word.push((b'0' + digit as u8) as char),
            None => word.push(c),
        }
    }
}

fn within(ranges: &[Range], c: char) -> bool {
    let c = c as u32;
    // Most text is below all of them, or in the few ranges of its own script.
    c >= ranges[0].0 && ranges[..ranges.partition_point(|(first, _)| *first <= c)].last().is_some_and(|(_, last)| c <= *last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut all = Vec::new();
        words(text, |word| all.push(word.to_owned()));
        all.join(" ")
    }

    #[test]
    fn tables_are_in_order_to_be_searched_in() {
        assert!(LETTERS.is_sorted_by_key(|(letter, _)| letter) && ZEROS.is_sorted());
        for ranges in [MARKS, PAIRS] {
            assert!(ranges.windows(2).all(|two| two[0].1 < two[1].0));
        }
    }

    #[test]
    fn what_readers_take_for_the_same_is_the_same() {
        for (written, expected) in [
            ("Łódź, naïve CAFÉ Straße", "lodz naive cafe strasse"),
            ("don't; the member’s re-use", "don the member re use"),
            ("ﬁne ① x² Ⅻ", "fine 1 x2 xii"),
            ("Ἀθῆναι, Αθήναι, ΑΘΗΝΑΙ", "αθηναι αθηναι αθηναι"),
            ("Άννας ΆΝΝΑΣ προϋπόθεση", "αννασ αννασ προυποθεση"),
            ("أحمد إحمد آحمد ٱحمد احمد", "احمد احمد احمد احمد احمد"),
            ("ورشةٌ وَرْشَـــة ورشه", "ورشه ورشه ورشه"),
            ("على علي علی مؤتمر شيء قارئ", "علي علي علي موتمر شي قاري"),
            ("٢٠٢٦ ۲۰۲۶ २०२६", "2026 2026 2026"),
            ("東京の港 港", "東京 京の の港 港"),
            ("soft\u{ad}ware a\u{200d}b", "software ab"),
            ("हिन्दी", "हिनदी"),
            ("", ""),
        ] {
            assert_eq!(folded(written), expected, "{written}");
        }
    }

    #[test]
    fn long_words_end() {
        assert_eq!(folded(&"ab".repeat(5000)).len(), LONGEST);
        assert_eq!(folded(&"я".repeat(5000)).chars().count(), LONGEST);
    }
}
