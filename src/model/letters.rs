//! Which characters fonts hold, and what becomes of a text that is drawn with them.

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::{CodePointMapData, props::GeneralCategory};
use std::ops::RangeInclusive;

/// Characters that some font holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters(Vec<RangeInclusive<u32>>);

/// A text as it can be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawable {
    /// Without emoji and signs that no font holds; may be empty.
    pub text: String,
    /// Letters and digits that no font holds, each once: without them it would be another text.
    pub lacking: Vec<char>,
}

impl Letters {
    pub fn of(characters: impl IntoIterator<Item = u32>) -> Letters {
        let mut all: Vec<u32> = characters.into_iter().collect();
        all.sort_unstable();
        let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
        for c in all {
            match ranges.last_mut() {
                Some(last) if c <= last.end().saturating_add(1) => *last = *last.start()..=c.max(*last.end()),
                _ => ranges.push(c..=c),
            }
        }
        Letters(ranges)
    }

    pub fn holds(&self, c: char) -> bool {
        let c = u32::from(c);
        let at = self.0.partition_point(|range| *range.end() < c);
        self.0.get(at).is_some_and(|range| range.contains(&c))
    }

    pub fn characters(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().cloned().flatten()
    }

    /// The text as it can be drawn with them.
    pub fn drawable(&self, text: &str) -> Drawable {
        let mut drawable = Drawable::default();
        let out = &mut drawable.text;
        for c in ComposingNormalizerBorrowed::new_nfc().normalize(text).chars() {
            match c {
                '\u{a0}' | '\u{202f}' if self.holds(c) => out.push(c),
                _ if c.is_whitespace() => {
                    let begins = out.is_empty() || out.ends_with(' ');
                    out.push_str(if begins { "" } else { " " });
                }
                // How letters of Persian and others join, and which way a sign belongs: only behind something.
                '\u{200c}'..='\u{200f}' | '\u{61c}' => out.extend(out.ends_with(char::is_alphanumeric).then_some(c)),
                _ if is_invisible(c) => {}
                _ if self.holds(c) => out.push(c),
                _ if is_of_a_script(c) && !drawable.lacking.contains(&c) => drawable.lacking.push(c),
                _ => {}
            }
        }
        out.truncate(out.trim_end().len());
        drawable
    }
}

impl Drawable {
    /// The text, where nothing that matters is lost.
    pub fn whole(self) -> Option<String> {
        Some(self.text).filter(|text| self.lacking.is_empty() && !text.is_empty())
    }
}

/// What is never seen by itself, and what turns the direction of all that follows.
fn is_invisible(c: char) -> bool {
    let format = matches!(
        CodePointMapData::<GeneralCategory>::new().get(c),
        GeneralCategory::Control | GeneralCategory::Format | GeneralCategory::PrivateUse | GeneralCategory::Unassigned
    );
    // Which form of a sign is meant: of emoji, mostly.
    format || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

fn is_of_a_script(c: char) -> bool {
    use GeneralCategory as G;
    matches!(
        CodePointMapData::<GeneralCategory>::new().get(c),
        G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
            | G::NonspacingMark
            | G::SpacingMark
            | G::DecimalNumber
            | G::LetterNumber
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn latin() -> Letters {
        Letters::of((0x20..0x250).chain([0x2014, 0x301]).chain(0x600..0x700))
    }

    #[test]
    fn characters_are_found_in_ranges() {
        let letters = Letters::of([97, 98, 99, 120, 98]);
        assert_eq!(letters.characters().collect::<Vec<_>>(), [97, 98, 99, 120]);
        assert!(letters.holds('b') && letters.holds('x') && !letters.holds('d') && !Letters::default().holds('a'));
    }

    #[test]
    fn signs_are_left_out_and_letters_are_missed() {
        let cases: [(&str, &str, &str); 8] = [
            ("Tea & cake ☕️ at 5", "Tea & cake at 5", ""),
            ("🎉", "", ""),
            ("  Cafe\u{301}\n night\u{1} ", "Café night", ""),
            ("1️⃣ first", "1 first", ""),
            ("Tea 茶の会", "Tea", "茶の会"),
            ("茶茶", "", "茶"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم", ""),
            ("turn \u{202e}round\u{2067}", "turn round", ""),
        ];
        for (text, drawn, lacking) in cases {
            let found = latin().drawable(text);
            assert_eq!((found.text.as_str(), found.lacking.iter().collect::<String>().as_str()), (drawn, lacking), "{text}");
        }
        assert_eq!(latin().drawable("🎉").whole(), None);
        assert_eq!(latin().drawable("Tea 茶").whole(), None);
    }
}
