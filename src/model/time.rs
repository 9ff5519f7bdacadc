//! Time as a community writes it, and the one function that turns it into an instant.
//!
//! Written times are kept as written ([`When`]); a zone is applied only where an instant is needed. `now` is a value
//! that is handed in; nothing here asks a clock.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use super::iso;
use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Timelike, Utc};
pub use chrono_tz::Tz as Zone;

/// A point on the time line, in UTC.
pub type Instant = DateTime<Utc>;

/// A date or time as written in front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// `2026-12`: the month is known, nothing more.
    Month { year: i32, month: u32 },
    /// `2026-12-03`: a whole day.
    Day(NaiveDate),
    /// `2026-12-03T18:00`: what a clock in the zone shows.
    Wall(NaiveDateTime),
    /// `2026-12-03T18:00+01:00`: an instant.
    Exact(DateTime<FixedOffset>),
}

/// Why a text is no date or time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotATime {
    /// It ends in `EDT`, `CET`, …: the zone to write instead.
    Abbreviation { found: String, write: &'static str },
    /// It has the right form but names no day or time of the calendar.
    Impossible(String),
    /// It has another form.
    Form,
}

impl When {
    /// Reads the forms product.md lists: a month, a day, a day and time with or without seconds and offset, `T` or a
    /// blank between them.
    pub fn parse(text: &str) -> Result<When, NotATime> {
        let text = text.trim();
        if let Some((rest, word)) = text.rsplit_once(' ')
            && word.len() >= 2
            && word.chars().all(|c| c.is_ascii_uppercase())
            && rest.contains(':')
        {
            return match zone_of_abbreviation(word) {
                Some(write) => Err(NotATime::Abbreviation { found: word.to_owned(), write }),
                None => Err(NotATime::Form),
            };
        }
        let (date, time) = match text.find(['T', 't', ' ']) {
            Some(i) => (&text[..i], Some(text[i + 1..].trim())),
            None => (text, None),
        };
        let date = parse_date(date)?;
        let Some(time) = time else {
            return Ok(match date {
                Ok(day) => When::Day(day),
                Err((year, month)) => When::Month { year, month },
            });
        };
        let day = date.map_err(|_| NotATime::Form)?;
        let (clock, offset) = split_offset(time)?;
        let wall = day.and_time(parse_clock(clock)?);
        Ok(match offset {
            None => When::Wall(wall),
            Some(offset) => When::Exact(offset.from_local_datetime(&wall).single().ok_or(NotATime::Form)?),
        })
    }

    /// The first day it touches, as written (an exact time: in its own offset).
    pub fn date(self) -> NaiveDate {
        match self {
            When::Month { year, month } => NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default(),
            When::Day(day) => day,
            When::Wall(wall) => wall.date(),
            When::Exact(exact) => exact.naive_local().date(),
        }
    }

    /// What a clock in `zone` shows; days and months begin at midnight.
    pub fn wall(self, zone: Zone) -> NaiveDateTime {
        match self {
            When::Exact(exact) => exact.with_timezone(&zone).naive_local(),
            When::Wall(wall) => wall,
            other => other.date().and_time(NaiveTime::MIN),
        }
    }

    /// The instant; a day or month begins at midnight of `zone`.
    pub fn instant(self, zone: Zone) -> Instant {
        match self {
            When::Exact(exact) => exact.with_timezone(&Utc),
            other => resolve(other.wall(zone), zone).instant,
        }
    }

    /// The instant at which it is over: for days and months the next midnight of `zone`.
    pub fn over(self, zone: Zone) -> Instant {
        let next = match self {
            When::Day(day) => day.succ_opt(),
            When::Month { year, month } => next_month(year, month),
            _ => return self.instant(zone),
        };
        resolve(next.unwrap_or(NaiveDate::MAX).and_time(NaiveTime::MIN), zone).instant
    }

    pub fn has_time(self) -> bool {
        matches!(self, When::Wall(_) | When::Exact(_))
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            When::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            When::Day(day) => write!(f, "{day}"),
            When::Wall(wall) => write!(f, "{}", wall.format("%Y-%m-%dT%H:%M")),
            When::Exact(exact) => f.write_str(&iso::to_the_minute(exact)),
        }
    }
}

/// The first day of the month after this one.
pub fn next_month(year: i32, month: u32) -> Option<NaiveDate> {
    match month {
        12 => NaiveDate::from_ymd_opt(year + 1, 1, 1),
        m => NaiveDate::from_ymd_opt(year, m + 1, 1),
    }
}

/// A day (`Ok`) or a month (`Err`).
fn parse_date(text: &str) -> Result<Result<NaiveDate, (i32, u32)>, NotATime> {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let number = |s: &str| s.parse::<u32>().unwrap_or(0);
    match parts[..] {
        [y, m] if digits(y, 4) && digits(m, 2) => match number(m) {
            1..=12 => Ok(Err((number(y) as i32, number(m)))),
            _ => Err(NotATime::Impossible(format!("a year has no month {m}"))),
        },
        [y, m, d] if digits(y, 4) && digits(m, 2) && digits(d, 2) => {
            NaiveDate::from_ymd_opt(number(y) as i32, number(m), number(d))
                .map(Ok)
                .ok_or_else(|| NotATime::Impossible(format!("there is no {text} in the calendar")))
        }
        _ => Err(NotATime::Form),
    }
}

fn parse_clock(text: &str) -> Result<NaiveTime, NotATime> {
    let parts: Vec<&str> = text.split(':').collect();
    let digits = |s: &&str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(digits) {
        return Err(NotATime::Form);
    }
    let number = |i: usize| parts.get(i).and_then(|s| s.parse().ok()).unwrap_or(0);
    NaiveTime::from_hms_opt(number(0), number(1), number(2)).ok_or_else(|| NotATime::Impossible(format!("no clock shows {text}")))
}

fn split_offset(time: &str) -> Result<(&str, Option<FixedOffset>), NotATime> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Ok((clock, Some(Utc.fix())));
    }
    let Some(i) = time.find(['+', '-']) else { return Ok((time, None)) };
    let (clock, offset) = time.split_at(i);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset[1..].chars().filter(|c| *c != ':').collect();
    let valid = matches!(digits.len(), 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit());
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|s| s.parse::<i32>().ok()).unwrap_or(0);
    let seconds = number(0..2) * 3600 + number(2..4) * 60;
    match valid.then(|| FixedOffset::east_opt(sign * seconds)).flatten() {
        Some(offset) => Ok((clock.trim_end(), Some(offset))),
        None => Err(NotATime::Form),
    }
}

/// The zone that people of an abbreviation usually mean.
pub fn zone_of_abbreviation(word: &str) -> Option<&'static str> {
    Some(match word {
        "GMT" | "BST" => "Europe/London",
        "WET" | "WEST" => "Europe/Lisbon",
        "CET" | "CEST" | "MEZ" | "MESZ" => "Europe/Berlin",
        "EET" | "EEST" => "Europe/Athens",
        "MSK" => "Europe/Moscow",
        "EST" | "EDT" | "ET" => "America/New_York",
        "CST" | "CDT" | "CT" => "America/Chicago",
        "MST" | "MDT" | "MT" => "America/Denver",
        "PST" | "PDT" | "PT" => "America/Los_Angeles",
        "IST" => "Asia/Kolkata",
        "JST" => "Asia/Tokyo",
        "AEST" | "AEDT" => "Australia/Sydney",
        "NZST" | "NZDT" => "Pacific/Auckland",
        _ => return None,
    })
}

/// How often a wall-clock time comes in its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comes {
    Once,
    /// The clocks skip it; this is what they show instead.
    Never {
        shown: NaiveDateTime,
    },
    /// The clocks go back over it; the first is meant.
    Twice,
}

/// A wall-clock time found on the time line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub instant: Instant,
    pub comes: Comes,
}

/// Turns what a clock in `zone` shows into an instant: a time inside a gap takes the offset before the change (03:30
/// becomes 04:30), a time that comes twice is the first (RFC 5545, section 3.3.5).
pub fn resolve(wall: NaiveDateTime, zone: Zone) -> Resolved {
    use chrono::LocalResult::*;
    match zone.offset_from_local_datetime(&wall) {
        Single(offset) => Resolved { instant: at_offset(wall, offset.fix()), comes: Comes::Once },
        Ambiguous(a, b) => {
            let first = at_offset(wall, a.fix()).min(at_offset(wall, b.fix()));
            Resolved { instant: first, comes: Comes::Twice }
        }
        None => {
            let before = (1..=96)
                .filter_map(|quarters| wall.checked_sub_signed(Duration::minutes(15 * quarters)))
                .find_map(|earlier| zone.offset_from_local_datetime(&earlier).latest())
                .map_or(Utc.fix(), |offset| offset.fix());
            let instant = at_offset(wall, before);
            Resolved { instant, comes: Comes::Never { shown: instant.with_timezone(&zone).naive_local() } }
        }
    }
}

fn at_offset(wall: NaiveDateTime, offset: FixedOffset) -> Instant {
    let utc = wall.checked_sub_signed(Duration::seconds(offset.local_minus_utc().into())).unwrap_or(wall);
    Utc.from_utc_datetime(&utc)
}

/// A length of time in whole seconds, as written: `90m`, `1h30m`, `2d`, `PT1H30M` (RFC 5545, section 3.3.6).
pub fn parse_duration(text: &str) -> Option<Duration> {
    let lower = text.trim().to_ascii_lowercase();
    let (body, iso) = match lower.strip_prefix('p') {
        Some(rest) => (rest.replace('t', ""), true),
        None => (lower.replace(' ', ""), false),
    };
    let mut seconds: i64 = 0;
    let mut number = String::new();
    for c in body.chars() {
        if c.is_ascii_digit() && number.len() < 6 {
            number.push(c);
            continue;
        }
        let unit = match c {
            'w' if iso => 604_800,
            'd' => 86_400,
            'h' => 3600,
            'm' => 60,
            's' if iso => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(number.parse::<i64>().ok()?.checked_mul(unit)?)?;
        number.clear();
    }
    // Longer than any event; far beyond, dates run out.
    const LONGEST: i64 = 10 * 366 * 86_400;
    (number.is_empty() && (1..=LONGEST).contains(&seconds)).then(|| Duration::seconds(seconds))
}

/// `--now`: a day (midnight in the hub's zone), a time in the hub's zone, or an instant.
pub fn parse_now(text: &str, zone: Zone) -> Option<Instant> {
    When::parse(text).ok().filter(|w| !matches!(w, When::Month { .. })).map(|w| w.instant(zone))
}

/// What ends before this hour belongs to the evening before.
pub const SMALL_HOURS: NaiveTime = NaiveTime::from_hms_opt(6, 0, 0).unwrap();

/// Year and month, for the month grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    pub year: i32,
    pub month: u32,
}

impl YearMonth {
    pub fn of(day: NaiveDate) -> YearMonth {
        YearMonth { year: day.year(), month: day.month() }
    }

    pub fn first(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    /// The month `count` months later, or earlier where it is negative.
    pub fn plus(self, count: i32) -> YearMonth {
        let months = self.year * 12 + self.month as i32 - 1 + count;
        YearMonth { year: months.div_euclid(12), month: months.rem_euclid(12) as u32 + 1 }
    }
}

/// `18:00` of a wall-clock time.
pub fn clock(wall: NaiveDateTime) -> (u8, u8) {
    (wall.hour() as u8, wall.minute() as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        When::parse(text).unwrap().wall(Zone::UTC)
    }

    #[test]
    fn reads_every_written_form() {
        for text in ["2026-12-03T18:00", "2026-12-03 18:00", "2026-12-03T18:00:00", " 2026-12-03T18:00 "] {
            assert_eq!(When::parse(text).unwrap().to_string(), "2026-12-03T18:00");
        }
        assert_eq!(When::parse("2026-12").unwrap(), When::Month { year: 2026, month: 12 });
        assert_eq!(
            When::parse("2026-12-03T18:00Z").unwrap().instant(Zone::Europe__Athens).to_rfc3339(),
            "2026-12-03T18:00:00+00:00"
        );
        assert_eq!(When::parse("2026-12-03T18:00+0100").unwrap().instant(Zone::UTC).to_rfc3339(), "2026-12-03T17:00:00+00:00");
    }

    #[test]
    fn says_why_a_text_is_no_time() {
        assert!(matches!(When::parse("2026-02-30"), Err(NotATime::Impossible(_))));
        assert!(matches!(When::parse("2026-13"), Err(NotATime::Impossible(_))));
        assert!(matches!(When::parse("2026-12-03T25:00"), Err(NotATime::Impossible(_))));
        assert!(matches!(When::parse("20261232"), Err(NotATime::Form)));
        let edt = When::parse("2026-02-03T18:00 EDT");
        assert_eq!(edt, Err(NotATime::Abbreviation { found: "EDT".into(), write: "America/New_York" }));
    }

    #[test]
    fn a_time_in_the_gap_takes_the_offset_before_it() {
        // Athens, 28 March 2027: 03:00 becomes 04:00.
        let found = resolve(wall("2027-03-28T03:30"), Zone::Europe__Athens);
        assert_eq!(found.comes, Comes::Never { shown: wall("2027-03-28T04:30") });
        assert_eq!(found.instant.to_rfc3339(), "2027-03-28T01:30:00+00:00");
    }

    #[test]
    fn a_time_that_comes_twice_is_the_first() {
        let found = resolve(wall("2026-11-01T01:30"), Zone::America__New_York);
        assert_eq!(found.comes, Comes::Twice);
        assert_eq!(found.instant.to_rfc3339(), "2026-11-01T05:30:00+00:00");
    }

    #[test]
    fn reads_lengths() {
        for (text, minutes) in [("90m", 90), ("1h30m", 90), ("PT1H30M", 90), ("2d", 2880), ("P1W", 10080)] {
            assert_eq!(parse_duration(text), Some(Duration::minutes(minutes)), "{text}");
        }
        for text in ["", "90", "m", "0m", "1x", "-5m", "99999999h"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }
}
