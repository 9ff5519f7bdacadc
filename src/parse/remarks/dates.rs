//! Dates with their weekdays in running text: `Thursday, 3 December 2026`, `Πέμπτη 3 Δεκεμβρίου`, `الخميس 3 ديسمبر`.
//!
//! Only what cannot be anything else is read: a weekday, then at once a day and a named month, or an ISO date.

#![allow(clippy::string_slice, reason = "the offset moves by whole characters")]

use super::names::exists;

/// What follows a weekday.
#[derive(Debug, PartialEq, Eq)]
pub struct Read {
    pub day: u32,
    pub month: u32,
    pub year: Option<i32>,
    /// Bytes of it.
    pub length: usize,
}

/// Reads the date that `text`, which comes right after a weekday, begins with.
pub fn after_weekday(text: &str, months: &[(String, u32)]) -> Option<Read> {
    let mut rest = Rest { text, at: 0 };
    // The point of an abbreviation.
    rest.take(|c| c == '.');
    if rest.gap() == 0 {
        return None;
    }
    for word in ["the", "στις", "την", "τη", "το", "le", "el", "den", "am", "il"] {
        if rest.word(word) {
            rest.gap();
            break;
        }
    }
    let iso = rest;
    let (day, month, year) = match rest.number() {
        Some((year, 4)) => return iso_date(iso, year),
        Some((day, 1 | 2)) => {
            rest.ordinal();
            (rest.gap() > 0).then_some(())?;
            for word in ["of", "من", "de", "di"] {
                if rest.word(word) {
                    rest.gap();
                }
            }
            (day, rest.month(months)?, None)
        }
        Some(_) => return None,
        None => {
            let month = rest.month(months)?;
            (rest.gap() > 0).then_some(())?;
            let (first, digits) = rest.number()?;
            match digits {
                1 | 2 => rest.ordinal(),
                _ => return None,
            }
            (first, month, None::<i32>)
        }
    };
    // A range, a time: something else than it seemed.
    let mut after = rest.text[rest.at..].chars();
    let (next, then) = (after.next(), after.next());
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '-' | '–' | ':' | '/') && then.and_then(digit).is_some();
    if next.is_some_and(goes_on) {
        return None;
    }
    let mut ahead = rest;
    let year = match (ahead.gap() > 0).then(|| ahead.number()).flatten() {
        Some((year @ 1900..=2199, 4)) if !ahead.peek().is_some_and(|c| c == ':' || c.is_alphanumeric()) => {
            rest = ahead;
            Some(year as i32)
        }
        _ => year,
    };
    exists(year, month, day).then_some(Read { day, month, year, length: rest.at })
}

fn iso_date(mut rest: Rest, year: u32) -> Option<Read> {
    let part = |rest: &mut Rest| {
        (rest.take(|c| c == '-') == 1).then_some(())?;
        rest.number().filter(|(_, digits)| *digits == 2).map(|(number, _)| number)
    };
    rest.number()?;
    let (month, day) = (part(&mut rest)?, part(&mut rest)?);
    let year = Some(year as i32);
    exists(year, month, day).then_some(Read { day, month, year, length: rest.at })
}

/// A text being read.
#[derive(Clone, Copy)]
struct Rest<'t> {
    text: &'t str,
    at: usize,
}

impl Rest<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Passes over characters of a kind; how many there were.
    fn take(&mut self, of: impl Fn(char) -> bool) -> usize {
        let mut count = 0;
        while let Some(c) = self.peek().filter(|c| of(*c)) {
            self.at += c.len_utf8();
            count += 1;
        }
        count
    }

    /// Blanks, at most one comma, and the marks of emphasis; one line break at most.
    fn gap(&mut self) -> usize {
        let start = *self;
        let blank = |c: char| (c.is_whitespace() || matches!(c, '*' | '_')) || matches!(c, '\u{200e}' | '\u{200f}');
        let mut count = self.take(blank);
        if self.peek().is_some_and(|c| matches!(c, ',' | '،')) {
            count += self.take(|c| matches!(c, ',' | '،'));
            count += self.take(blank);
        }
        if self.text[start.at..self.at].matches('\n').count() > 1 {
            *self = start;
            return 0;
        }
        count
    }

    /// A number in European or Arabic digits, and how many digits it has.
    fn number(&mut self) -> Option<(u32, usize)> {
        let mut number: u32 = 0;
        let mut digits = 0;
        while let Some(digit) = self.peek().and_then(digit) {
            number = number.saturating_mul(10).saturating_add(digit);
            digits += 1;
            self.take_one();
        }
        (digits > 0).then_some((number, digits))
    }

    fn take_one(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// `3rd`, `3η`.
    fn ordinal(&mut self) {
        for ending in ["st", "nd", "rd", "th", "η", "ης", "er", "."] {
            if self.word(ending) {
                return;
            }
        }
    }

    /// Passes over the word, where it comes next and ends there.
    fn word(&mut self, word: &str) -> bool {
        let Some(after) = self.text[self.at..].strip_prefix(word) else { return false };
        let ends = !word.ends_with(char::is_alphabetic) || !after.starts_with(char::is_alphanumeric);
        if ends {
            self.at += word.len();
        }
        ends
    }

    fn month(&mut self, months: &[(String, u32)]) -> Option<u32> {
        let rest = &self.text[self.at..];
        // As long as any name of a month, with room for its point.
        let head: String = rest.chars().take(24).flat_map(char::to_lowercase).collect();
        let (name, month) = months
            .iter()
            .find(|(name, _)| head.strip_prefix(name.as_str()).is_some_and(|after| !after.starts_with(char::is_alphanumeric)))?;
        // On Monday 4 may bring tools, who has them.
        if matches!(name.as_str(), "may" | "mar" | "march") && rest.starts_with(char::is_lowercase) {
            return None;
        }
        self.at += rest.chars().take(name.chars().count()).map(char::len_utf8).sum::<usize>();
        self.take(|c| c == '.' && !name.ends_with('.'));
        Some(*month)
    }
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6f0}'..='\u{6f9}' => Some(c as u32 - 0x6f0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::names::Names, *};

    #[test]
    fn dates_are_read_in_every_order_and_nothing_else_is() {
        let cases = [
            ("en", ", 3 December 2026.", Some((3, 12, Some(2026)))),
            ("en", " 3 December", Some((3, 12, None))),
            ("en", ", December 3, 2026", Some((3, 12, Some(2026)))),
            ("en", " the 3rd of December", Some((3, 12, None))),
            ("en", "** 3 Dec. 2026", Some((3, 12, Some(2026)))),
            ("en", ",\n3 December", Some((3, 12, None))),
            ("en", " 2026-12-03", Some((3, 12, Some(2026)))),
            ("en", " 3 December 18:00", Some((3, 12, None))),
            ("en", " 3 December 2026-27", Some((3, 12, Some(2026)))),
            ("en", " 3 March: bring", Some((3, 3, None))),
            ("en", " March 3:00", None),
            ("en", " 3–5 December", None),
            ("en", " December 3–5", None),
            ("en", " 3 people", None),
            ("en", " 3 may bring tools", None),
            ("en", " 3 Marches", None),
            ("en", " 30 February", None),
            ("en", ",\n\n3 December", None),
            ("en", "s 3 December", None),
            ("en", " 18:00", None),
            ("ar", " 3 ديسمبر 2026", Some((3, 12, Some(2026)))),
            ("ar", "، ٣ دجنبر", Some((3, 12, None))),
            ("ar", " 3 كانون الأول 2026", Some((3, 12, Some(2026)))),
            ("ar", " 3 من ديسمبر", Some((3, 12, None))),
            ("el", " 3 Δεκεμβρίου 2026", Some((3, 12, Some(2026)))),
            ("el", " στις 3 Δεκεμβρίου", Some((3, 12, None))),
            ("el", ", 1η Μαΐου", Some((1, 5, None))),
        ];
        for (tag, text, expected) in cases {
            let found = after_weekday(text, &Names::new(tag).months);
            assert_eq!(found.map(|r| (r.day, r.month, r.year)), expected, "{text}");
        }
    }
}
