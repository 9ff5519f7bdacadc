//! `@name` in running text.

#![allow(clippy::string_slice, reason = "offsets stand beside an `@` or come from `find`")]

use super::words::{is_letter, is_mark};
use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;
use std::ops::Range;

/// Somebody is named.
#[derive(Debug, PartialEq, Eq)]
pub struct Mention {
    /// `@name`, in the text.
    pub at: Range<usize>,
    /// Case-folded, in NFC.
    pub name: String,
}

/// The first mention in `text[range]`; what stands around the range is looked at too.
pub fn first(text: &str, range: Range<usize>) -> Option<Mention> {
    memchr::memchr_iter(b'@', &text.as_bytes()[range.clone()]).find_map(|i| at(text, range.start + i, range.end))
}

/// The mention that begins with the `@` at `start`, if it is one: nothing before it makes it part of an address, and
/// nothing after (`@name@host`, `@name:host` are people elsewhere).
fn at(text: &str, start: usize, end: usize) -> Option<Mention> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| is_letter(c) || is_mark(c) || matches!(c, '.' | '/' | '@' | '\\')) {
        return None;
    }
    let name = &text[start + 1..end];
    let length = name.find(|c: char| !(is_letter(c) || is_mark(c) || matches!(c, '-' | '_'))).unwrap_or(name.len());
    let name = name[..length].trim_end_matches(['-', '_']);
    let mut after = text[start + 1 + name.len()..].chars();
    let elsewhere = match after.next() {
        Some('@') => true,
        Some(':' | '.' | '/') => after.next().is_some_and(is_letter),
        _ => false,
    };
    if !name.starts_with(is_letter) || elsewhere {
        return None;
    }
    Some(Mention { at: start..start + 1 + name.len(), name: fold(name) })
}

fn fold(name: &str) -> String {
    match name.is_ascii() {
        true => name.to_ascii_lowercase(),
        false => ComposingNormalizerBorrowed::new_nfc().normalize(&CaseMapper::new().fold_string(name)).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_found() {
        for (text, name) in [
            ("@amina", Some("amina")),
            ("ask @Amina.", Some("amina")),
            ("(@amina-b)", Some("amina-b")),
            ("@amina_b-", Some("amina_b")),
            ("@Γιώργος,", Some("γιώργοσ")),
            ("@Andre\u{301}", Some("andré")),
            ("@أمينة!", Some("أمينة")),
            ("، @أمينة", Some("أمينة")),
            ("@1st", Some("1st")),
            ("end @amina: yes", Some("amina")),
            ("a@example.org", None),
            ("x.@amina", None),
            ("https://x/@amina", None),
            ("@amina@example.social", None),
            ("@amina:matrix.org", None),
            ("@example.org", None),
            ("@@amina", None),
            ("\\@amina", None),
            ("@ amina", None),
            ("@-amina", None),
            ("@", None),
            ("50 % @ home", None),
        ] {
            assert_eq!(super::first(text, 0..text.len()).map(|m| m.name).as_deref(), name, "{text}");
        }
    }

    #[test]
    fn what_is_around_counts() {
        assert_eq!(super::first("a@b", 1..3), None);
        let mention = super::first("see @b c", 3..8).unwrap();
        assert_eq!(mention.at, 4..6);
    }
}
