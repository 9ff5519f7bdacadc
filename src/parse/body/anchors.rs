//! Anchors: the `id` of each heading, made from its text or said by `{#id}`.

use super::words::{is_letter, is_mark};
use icu_normalizer::ComposingNormalizerBorrowed;
use std::collections::{HashMap, HashSet};

/// The ids of one body.
#[derive(Default)]
pub struct Anchors {
    used: HashSet<String>,
    /// The last number given to each text that came more than once.
    numbers: HashMap<String, u32>,
}

impl Anchors {
    /// An id of its own for a heading with this text.
    pub fn of_text(&mut self, text: &str) -> String {
        self.own(slug(text))
    }

    /// The id as the writer said it, or `None` where it cannot be one, or another heading has it.
    pub fn explicit(&mut self, id: &str) -> Option<String> {
        (is_sane(id) && !is_reserved(id) && self.used.insert(id.to_owned())).then(|| id.to_owned())
    }

    /// Those of a body that has these ids already.
    pub fn beside<'a>(ids: impl Iterator<Item = &'a str>) -> Anchors {
        Anchors { used: ids.map(str::to_owned).collect(), ..Anchors::default() }
    }

    /// The id of an element that the author typed as HTML: another one where theirs is reserved, and `None` where it
    /// cannot be an id or is in use.
    pub fn typed(&mut self, id: &str) -> Option<String> {
        (is_sane(id) && !self.used.contains(id)).then(|| self.own(id.to_owned()))
    }

    fn own(&mut self, wanted: String) -> String {
        let wanted = match is_reserved(&wanted) {
            true => format!("section-{wanted}"),
            false => wanted,
        };
        if self.used.insert(wanted.clone()) {
            return wanted;
        }
        let number = self.numbers.entry(wanted.clone()).or_insert(1);
        loop {
            *number += 1;
            let id = format!("{wanted}-{number}");
            if self.used.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The text as an anchor: letters and digits of any script with their marks, in lower case and NFC, joined by `-`.
/// Arabic loses what is only typography: tatweel and vowel marks.
fn slug(text: &str) -> String {
    let lower = match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => ComposingNormalizerBorrowed::new_nfc().normalize(&text.to_lowercase()).into_owned(),
    };
    let mut slug = String::with_capacity(lower.len());
    let mut gap = false;
    for c in lower.chars() {
        if c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
            gap = true;
        } else if !is_arabic_typography(c) && (is_letter(c) || is_mark(c)) {
            if std::mem::take(&mut gap) && !slug.is_empty() {
                slug.push('-');
            }
            slug.push(c);
        }
    }
    match slug.is_empty() {
        true => "section".to_owned(),
        false => slug,
    }
}

fn is_arabic_typography(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}')
}

/// Without white space (WHATWG HTML, section 3.2.6), and harmless in attribute and address.
fn is_sane(id: &str) -> bool {
    !id.is_empty() && id.len() <= 200 && !id.contains(|c: char| c.is_whitespace() || c.is_control() || "\"'<>&%#".contains(c))
}

/// Ids that the page itself uses, and names that an object of a script has already: whoever keeps something by id would
/// find those. (A heading answers on `window` only for names nobody else has, and never on `document`, so the many
/// other names there are left to the writers: WHATWG HTML, sections 7.2.2.3 and 3.1.7.)
fn is_reserved(id: &str) -> bool {
    const RESERVED: [&str; 8] =
        ["main", "footnotes-label", "__proto__", "prototype", "constructor", "hasownproperty", "tostring", "valueof"];
    let lower = id.to_ascii_lowercase();
    // Templates begin their own ids with `_`.
    lower.starts_with('_')
        || lower.starts_with("fn-")
        || lower.starts_with("fnref-")
        || is_day(&lower)
        || RESERVED.contains(&&*lower)
}

/// `2026-12-03…`: an occurrence of an event.
fn is_day(id: &str) -> bool {
    let digits = |range| id.get(range).is_some_and(|s: &str| s.bytes().all(|b| b.is_ascii_digit()));
    digits(0..4) && digits(5..7) && digits(8..10) && id.as_bytes()[4] == b'-' && id.as_bytes()[7] == b'-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_text() {
        for (text, id) in [
            ("How do I join?", "how-do-i-join"),
            ("  C++ & Rust — a tale  ", "c-rust-a-tale"),
            ("A - B", "a-b"),
            ("snake_case", "snakecase"),
            ("Ώρες Λειτουργίας", "ώρες-λειτουργίας"),
            ("ΟΔΟΣ", "οδος"),
            ("Cafe\u{301}", "café"),
            ("مَـــرْحَبًا بالعالم", "مرحبا-بالعالم"),
            ("हिन्दी", "हिन्दी"),
            ("日本語 1", "日本語-1"),
            ("!!!", "section"),
            ("", "section"),
            ("Main", "section-main"),
            ("Location", "location"),
            ("constructor", "section-constructor"),
            ("History", "history"),
            ("__proto__", "proto"),
            ("fn-1", "section-fn-1"),
            ("2026-12-03", "section-2026-12-03"),
            ("2026", "2026"),
        ] {
            assert_eq!(Anchors::default().of_text(text), id, "{text}");
        }
    }

    #[test]
    fn one_of_a_kind() {
        let mut anchors = Anchors::default();
        let ids: Vec<String> = ["a", "a", "a 2", "a", "A!"].iter().map(|t| anchors.of_text(t)).collect();
        assert_eq!(ids, ["a", "a-2", "a-2-2", "a-3", "a-4"]);
        assert_eq!(anchors.explicit("a"), None);
        assert_eq!(anchors.explicit("Ab.c:d").as_deref(), Some("Ab.c:d"));
        for wrong in ["", "a b", "a\"", "<a", "a&b", "__proto__", "fnref-3", "2026-01-01"] {
            assert_eq!(anchors.explicit(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn many_equal_headings_take_linear_time() {
        let mut anchors = Anchors::default();
        (0..100_000).for_each(|_| drop(anchors.of_text("same")));
        assert_eq!(anchors.of_text("same"), "same-100001");
    }
}
