//! What is worth a look in the words of a file, found while it is read: whether it is worth a finding depends on the
//! rest of the hub, or on now.

#![allow(clippy::string_slice, reason = "offsets come from matches in the same text")]

use chrono::{NaiveDate, Weekday};
use std::{ops::Range, sync::Arc};

/// Something in a text, front matter or Markdown.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// Bytes of the file.
    pub at: Range<usize>,
    pub kind: RemarkKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RemarkKind {
    /// A date with its weekday: `Thursday, 3 December`.
    Date(WrittenDate),
    /// A time with the abbreviation of a zone: `18:00 EDT`, and the zone that people usually mean.
    Abbreviation(&'static str),
    /// The address of a private meeting room.
    Room,
    /// Something that somebody was to fill in.
    Placeholder,
    /// "To be announced".
    Undecided,
}

/// A date as a text says it.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenDate {
    pub weekday: Weekday,
    pub day: u32,
    pub month: u32,
    pub year: Option<i32>,
    /// Bytes of the file where the weekday stands.
    pub at: Range<usize>,
    /// What the language of the text calls the days, from Monday.
    pub names: Arc<[String; 7]>,
}

impl WrittenDate {
    /// The date in a year; `None` where the year has none.
    pub fn of(&self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }

    /// The weekday in words of the text.
    pub fn name(&self, day: Weekday) -> &str {
        &self.names[day.num_days_from_monday() as usize]
    }
}

/// The field, at the top of front matter, that byte `at` of it belongs to.
pub fn field_at(front: &str, at: usize) -> Option<&str> {
    let mut end = at;
    loop {
        let start = front[..end].rfind('\n').map_or(0, |i| i + 1);
        let line = &front[start..];
        let name = line.find(':').map(|colon| &line[..colon]);
        if let Some(name) = name
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && !name.contains(char::is_whitespace)
        {
            return Some(name);
        }
        end = start.checked_sub(1)?;
    }
}

/// True where byte `at` of front matter is part of a comment.
pub fn in_comment(front: &str, at: usize) -> bool {
    let start = front[..at].rfind('\n').map_or(0, |i| i + 1);
    let before = &front[start..at];
    before.trim_start().starts_with('#') || before.contains(" #")
}

/// Fields of front matter that no reader sees.
pub const UNSEEN: [&str; 13] =
    ["notes", "owner", "allow", "extra", "aliases", "slug", "uid", "image", "avatar", "due", "status", "rrule", "consent"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_from_within() {
        let front = "title: A: b\noverrides:\n  - occurrence: 2026-12-03\n    note: Bring # tape\n# note\nprice: x\n";
        let at = |word: &str| front.find(word).unwrap();
        assert_eq!(field_at(front, at("b\n")), Some("title"));
        assert_eq!(field_at(front, at("Bring")), Some("overrides"));
        assert_eq!(field_at(front, at("x\n")), Some("price"));
        assert_eq!(field_at(" a: b", 2), None);
        assert!(in_comment(front, at("tape")) && in_comment(front, at("note\nprice")) && !in_comment(front, at("Bring")));
    }
}
