//! hub.lock: what calendars know the hub's events by, from build to build.
//!
//! It is YAML with one event to a line, in order of UID: git merges it line by line, and where two branches touch the
//! same place its markers cut between events, never through one. `parse/lock.rs` reads it, markers and all.

use super::{
    iso,
    rule::Rule,
    time::{Instant, When, Zone},
};
use chrono::{DateTime, Duration, SecondsFormat, Timelike, Utc};
use std::fmt;

/// The file's place in the hub.
pub const FILE: &str = "hub.lock";

/// The only form there has been.
pub const VERSION: u32 = 1;

/// hub.lock, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    /// What the hub's identity was when the file was written; empty in a hub that has no such file.
    pub id: String,
    /// In order of UID, each once.
    pub events: Vec<Locked>,
}

/// An event that is, or was, in somebody's calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Locked {
    pub uid: String,
    /// The article's key: `events/monthly-ama`.
    pub path: String,
    /// Where its page is, below the language, if not at its path: `events/ama/`.
    pub address: Option<String>,
    pub sequence: u32,
    pub modified: Instant,
    /// Digest of time and place.
    pub when: String,
    /// Digest of the words.
    pub words: String,
    /// When it was published, or will be.
    pub date: Option<Instant>,
    pub start: When,
    pub zone: Zone,
    pub rrule: Option<Rule>,
    /// Dates beside the rule.
    pub beside: Vec<When>,
    /// By language tag; the original's first.
    pub titles: Vec<(String, String)>,
    /// Pages whose calendars it is in, below the language; none for what is unlisted.
    pub calendars: Vec<String>,
    /// It is no more, and calendars are told so.
    pub gone: bool,
}

impl Lock {
    pub fn get(&self, uid: &str) -> Option<&Locked> {
        self.events.binary_search_by(|event| event.uid.as_str().cmp(uid)).ok().map(|at| &self.events[at])
    }

    /// UIDs of events that the two do not have in common, in order.
    pub fn differences<'a>(&'a self, other: &'a Lock) -> Vec<&'a str> {
        let lacks = |lock: &Lock, event: &Locked| lock.get(&event.uid) != Some(event);
        let mine = self.events.iter().filter(|event| lacks(other, event));
        let theirs = other.events.iter().filter(|event| self.get(&event.uid).is_none());
        let mut uids: Vec<&str> = mine.chain(theirs).map(|event| event.uid.as_str()).collect();
        uids.sort_unstable();
        uids
    }
}

/// The file, whole.
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "# What calendars know the events of this hub by. `hubgen build` writes it: commit it, and leave it as it is.\n\
             # Git's conflict markers may stay; the next build puts things in order.\n",
        )?;
        writeln!(f, "version: {VERSION}\nid: {}", Scalar(&self.id))?;
        f.write_str(if self.events.is_empty() { "events: []\n" } else { "events:\n" })?;
        self.events.iter().try_for_each(|event| writeln!(f, "  - {event}"))
    }
}

/// A line of the file, as a flow mapping.
impl fmt::Display for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{uid: {}, path: {}", Quoted(&self.uid), Scalar(&self.path))?;
        if let Some(address) = &self.address {
            write!(f, ", address: {}", Scalar(address))?;
        }
        write!(f, ", sequence: {}, modified: {}", self.sequence, Moment(self.modified))?;
        write!(f, ", when: {}, words: {}", Quoted(&self.when), Quoted(&self.words))?;
        if let Some(date) = self.date {
            write!(f, ", date: {}", Moment(date))?;
        }
        write!(f, ", start: {}, zone: {}", Written(self.start), Scalar(self.zone.name()))?;
        if let Some(rule) = &self.rrule {
            write!(f, ", rrule: {}", Quoted(&rule.to_string()))?;
        }
        list(f, "beside", self.beside.iter().map(|when| Written(*when)))?;
        f.write_str(", title: {")?;
        for (i, (tag, title)) in self.titles.iter().enumerate() {
            write!(f, "{}{}: {}", if i == 0 { "" } else { ", " }, Scalar(tag), Quoted(title))?;
        }
        f.write_str("}")?;
        list(f, "calendars", self.calendars.iter().map(|page| Scalar(page)))?;
        f.write_str(if self.gone { ", gone: true}" } else { "}" })
    }
}

/// A list, where there is something in it.
fn list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, name: &str, items: impl Iterator<Item = T>) -> fmt::Result {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    if items.is_empty() { Ok(()) } else { write!(f, ", {name}: [{}]", items.join(", ")) }
}

/// A moment that the file can hold: years have four digits.
pub fn storable(moment: Instant) -> Instant {
    let at = |seconds| DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default();
    // The first and the last second of the years 0 to 9999.
    moment.with_nanosecond(0).unwrap_or(moment).clamp(at(-62_167_219_200), at(253_402_300_799))
}

/// The next second.
pub fn just_after(moment: Instant) -> Instant {
    storable(moment.checked_add_signed(Duration::seconds(1)).unwrap_or(moment))
}

/// An instant, in UTC and to the second.
struct Moment(Instant);

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

/// A date or time as written, with its seconds where it has any.
pub struct Written(pub When);

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            When::Wall(wall) => {
                write!(f, "{}T{:02}:{:02}", wall.date(), wall.hour(), wall.minute())?;
                if wall.second() == 0 { Ok(()) } else { write!(f, ":{:02}", wall.second()) }
            }
            When::Exact(exact) if exact.second() != 0 => f.write_str(&iso::to_the_second(&exact)),
            plain => write!(f, "{plain}"),
        }
    }
}

/// A text without quotes where YAML takes it for a text, whatever its version.
struct Scalar<'a>(&'a str);

impl fmt::Display for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.0.starts_with(|c: char| c.is_ascii_alphabetic())
            && self.0.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_.-+".contains(&b));
        // What YAML 1.1 takes for true, false or nothing.
        let word = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"].contains(&self.0.to_ascii_lowercase().as_str());
        if plain && !word { f.write_str(self.0) } else { Quoted(self.0).fmt(f) }
    }
}

/// A text in quotes, with everything escaped that YAML or an editor could take for the end of a line.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("\"")?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                    write!(f, "\\u{:04x}", c as u32)?
                }
                c => write!(f, "{c}")?,
            }
        }
        f.write_str("\"")
    }
}
