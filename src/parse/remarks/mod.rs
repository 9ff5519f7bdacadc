//! A look at the words of every file: dates with the wrong weekday, zones by abbreviation, rooms that are private,
//! placeholders. One search for a few dozen words; only where one is found does anybody look closer.
//!
//! What is found is a [`Remark`]; `plan/community` decides what becomes of it.

#![allow(clippy::string_slice, reason = "offsets come from matches in the same text")]

mod dates;
mod names;
mod signs;

use super::body::Aside;
use crate::model::{
    article::Kind,
    language::{LangId, Languages},
    remark::{Remark, RemarkKind, UNSEEN, WrittenDate, field_at, in_comment},
};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use chrono::{Datelike, Weekday};
use names::{Names, WEEKDAYS};
use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

/// Changes whenever the same file would get other remarks; belongs into memo keys beside the language.
pub const VERSION: u32 = 1;

/// A hostile text must not turn into a report of its own size; nobody reads past this many.
const MOST: usize = 50;

/// Searches the files of a hub. What it needs for a language is made at the first file in it.
pub struct Searcher {
    /// By [`LangId`].
    languages: Vec<(String, OnceLock<Search>)>,
}

/// One language's words, ready to be searched for.
struct Search {
    words: AhoCorasick,
    /// What each word means.
    signs: Vec<Sign>,
    months: Vec<(String, u32)>,
}

#[derive(Clone)]
enum Sign {
    Weekday(Weekday, Arc<[String; 7]>),
    Abbreviation,
    Room,
    Placeholder,
    Filler,
    Undecided,
}

/// A file to be looked at.
pub struct Text<'t> {
    pub whole: &'t str,
    pub front: Range<usize>,
    /// Where the Markdown lies.
    pub body: Range<usize>,
    pub kind: Kind,
    pub language: LangId,
}

impl Searcher {
    pub fn new(languages: &Languages) -> Searcher {
        Searcher { languages: languages.0.iter().map(|l| (l.tag.clone(), OnceLock::new())).collect() }
    }

    /// What is worth a look, in order.
    pub fn remarks(&self, text: &Text) -> Vec<Remark> {
        let (tag, search) = &self.languages[text.language.index()];
        search.get_or_init(|| Search::new(tag)).remarks(text)
    }
}

impl Search {
    fn new(tag: &str) -> Search {
        let mut words: Vec<(String, Sign)> = Vec::new();
        let mut months = Vec::new();
        for tag in ["en"].into_iter().chain((tag != "en").then_some(tag)) {
            let names = Names::new(tag);
            for (i, day) in WEEKDAYS.into_iter().enumerate() {
                let sign = Sign::Weekday(day, names.weekdays.long.clone());
                for word in spellings(&names.weekdays.long[i], &names.weekdays.short[i]) {
                    words.push((word, sign.clone()));
                }
            }
            months.extend(names.months);
        }
        months.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        for (list, sign) in [
            (&signs::ABBREVIATIONS[..], Sign::Abbreviation),
            (&signs::ROOMS[..], Sign::Room),
            (&signs::BRACKETS[..], Sign::Placeholder),
            (&signs::FILLERS[..], Sign::Filler),
            (&signs::UNDECIDED[..], Sign::Undecided),
        ] {
            words.extend(list.iter().map(|word| ((*word).to_owned(), sign.clone())));
        }
        let (words, signs): (Vec<String>, Vec<Sign>) = words.into_iter().unzip();
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::DFA)).build(&words);
        // A few hundred words fit any automaton.
        let words = built.unwrap_or_else(|_| AhoCorasick::new([""; 0]).expect("no words fit"));
        Search { words, signs, months }
    }

    fn remarks(&self, text: &Text) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let mut asides: Option<Vec<(Range<usize>, Aside)>> = None;
        for found in self.words.find_iter(text.whole) {
            let Some(remark) = self.look(text, found.range(), &self.signs[found.pattern().as_usize()]) else { continue };
            let at = remark.at.start;
            let seen = match at < text.front.end {
                true => text.front.contains(&at) && is_read(&text.whole[text.front.clone()], at - text.front.start, &remark.kind),
                false if text.body.contains(&at) => {
                    let asides = asides.get_or_insert_with(|| super::body::asides(&text.whole[text.body.clone()]));
                    is_said(asides, at - text.body.start, &remark.kind)
                }
                false => false,
            };
            if seen {
                remarks.push(remark);
            }
            if remarks.len() >= MOST {
                break;
            }
        }
        remarks
    }

    fn look(&self, text: &Text, at: Range<usize>, sign: &Sign) -> Option<Remark> {
        let whole = text.whole;
        let remark = |at, kind| Some(Remark { at, kind });
        match sign {
            Sign::Weekday(weekday, names) => {
                signs::alone_or_led(whole, &at).then_some(())?;
                let read = dates::after_weekday(&whole[at.end..], &self.months)?;
                let date = WrittenDate {
                    weekday: *weekday,
                    day: read.day,
                    month: read.month,
                    year: read.year,
                    at: at.clone(),
                    names: names.clone(),
                };
                // Nothing can come of a date that is right.
                let right = date.year.and_then(|year| date.of(year)).is_some_and(|day| day.weekday() == *weekday);
                (!right).then_some(())?;
                remark(at.start..at.end + read.length, RemarkKind::Date(date))
            }
            // Elsewhere a time may be anybody's; an event has a zone.
            Sign::Abbreviation if text.kind != Kind::Event => None,
            Sign::Abbreviation => {
                let (at, zone) = signs::abbreviation(whole, &at)?;
                remark(at, RemarkKind::Abbreviation(zone))
            }
            Sign::Room => remark(signs::room(whole, &at)?, RemarkKind::Room),
            Sign::Filler if !whole[at.clone()].starts_with('<') => remark(at, RemarkKind::Placeholder),
            Sign::Placeholder | Sign::Filler => remark(signs::bracket(whole, &at)?, RemarkKind::Placeholder),
            Sign::Undecided if text.kind != Kind::Event => None,
            Sign::Undecided => remark(signs::undecided(whole, &at)?, RemarkKind::Undecided),
        }
    }
}

/// The ways in which a weekday is written.
fn spellings(long: &str, short: &str) -> Vec<String> {
    let mut all = vec![long.to_owned(), long.to_lowercase(), long.to_uppercase()];
    // Short names are words of their own in small letters: sat, sun, wed.
    let short = short.trim_end_matches('.');
    if short.chars().count() > 2 {
        all.push(short.to_owned());
    }
    if long == "Tuesday" || long == "Thursday" {
        all.extend(["Tues", "Thurs", "Thur"].iter().filter(|s| long.starts_with(**s)).map(|s| (*s).to_owned()));
    }
    all.retain(|word| !word.is_empty());
    all.sort();
    all.dedup();
    all
}

/// Whether readers see what stands at `at` of the front matter.
fn is_read(front: &str, at: usize, kind: &RemarkKind) -> bool {
    let field = field_at(front, at);
    if field.is_none_or(|field| UNSEEN.contains(&field)) || in_comment(front, at) {
        return false;
    }
    // `tags: [TODO]` is a list.
    let line = front[..at].rfind('\n').map_or(0, |i| i + 1);
    let before = front[line..at].trim_end();
    let list =
        front[at..].starts_with('[') && (before.ends_with(':') && !before.trim_start().contains(' ') || before.ends_with('-'));
    !(matches!(kind, RemarkKind::Placeholder) && list)
}

/// Whether what stands at `at` of a body is said in words.
fn is_said(asides: &[(Range<usize>, Aside)], at: usize, kind: &RemarkKind) -> bool {
    let within = asides.iter().filter(|(range, _)| range.contains(&at)).map(|(_, aside)| aside);
    within.into_iter().all(|aside| match aside {
        Aside::Code | Aside::Comment => false,
        // The address of a link, a placeholder that looks like a tag.
        Aside::Tag => matches!(kind, RemarkKind::Room | RemarkKind::Placeholder),
    })
}
