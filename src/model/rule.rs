//! How something repeats: a rule of RFC 5545, section 3.3.10, read and unrolled into days.
//!
//! Rules here know days only. The time of day is the start's, and what a clock makes of it is `time::resolve`'s.
//!
//! Every rule costs bounded time. What a rule says of a day depends on where the day lies in the 400 years after which
//! the calendar repeats itself, so a rule that finds nothing in as many steps as those years have will never find
//! anything; a rule without COUNT is unrolled from where it is looked at, however long ago it began; and one with COUNT
//! is counted for as many years at most.

use super::time::{When, Zone, resolve};
use crate::diagnostic::{nearest, suggest};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use std::{fmt, ops::Range};

/// The unit that a rule counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

impl Frequency {
    const ALL: [(&'static str, Frequency); 4] = [
        ("DAILY", Frequency::Daily),
        ("WEEKLY", Frequency::Weekly),
        ("MONTHLY", Frequency::Monthly),
        ("YEARLY", Frequency::Yearly),
    ];

    /// Days, weeks, months or years after which the calendar repeats itself.
    fn cycle(self) -> u32 {
        match self {
            Frequency::Daily => 146_097,
            Frequency::Weekly => 20_871,
            Frequency::Monthly => 4_800,
            Frequency::Yearly => 400,
        }
    }
}

/// When a rule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    Never,
    /// After so many dates.
    Count(u32),
    /// A day (all of it), a time in the event's zone, or an instant.
    Last(When),
}

/// A weekday, or the nth of its month or year; negative from the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekdayNth {
    pub nth: Option<i8>,
    pub day: Weekday,
}

/// A rule, checked. Lists are sorted and hold nothing twice; an empty one was not written.
#[derive(Clone, Debug)]
pub struct Rule {
    /// As it was written.
    pub text: String,
    pub frequency: Frequency,
    pub interval: u32,
    pub until: Until,
    pub months: Vec<i16>,
    pub weeks: Vec<i16>,
    pub year_days: Vec<i16>,
    pub month_days: Vec<i16>,
    pub days: Vec<WeekdayNth>,
    pub positions: Vec<i16>,
    pub week_start: Weekday,
}

/// Why a text is no rule, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    pub message: String,
    pub help: Option<String>,
    /// In bytes of the text.
    pub range: Range<usize>,
}

/// Two spellings of one rule are the same rule.
impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.to_string() == other.to_string()
    }
}

/// The rule in one spelling: capitals, parts in the order of the RFC, lists sorted.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Frequency::ALL.iter().find(|(_, unit)| *unit == self.frequency).map_or("", |(name, _)| name);
        write!(f, "FREQ={name}")?;
        match self.until {
            Until::Never => {}
            Until::Count(count) => write!(f, ";COUNT={count}")?,
            Until::Last(When::Exact(exact)) => write!(f, ";UNTIL={}", exact.to_utc().format("%Y%m%dT%H%M%SZ"))?,
            Until::Last(When::Wall(wall)) => write!(f, ";UNTIL={}", wall.format("%Y%m%dT%H%M%S"))?,
            Until::Last(day) => write!(f, ";UNTIL={}", day.date().format("%Y%m%d"))?,
        }
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        let numbers = |list: &[i16]| list.iter().map(i16::to_string).collect::<Vec<_>>().join(",");
        for (name, list) in [
            ("BYMONTH", &self.months),
            ("BYWEEKNO", &self.weeks),
            ("BYYEARDAY", &self.year_days),
            ("BYMONTHDAY", &self.month_days),
        ] {
            if !list.is_empty() {
                write!(f, ";{name}={}", numbers(list))?;
            }
        }
        if !self.days.is_empty() {
            let day = |d: &WeekdayNth| format!("{}{}", d.nth.map(|n| n.to_string()).unwrap_or_default(), weekday_name(d.day));
            write!(f, ";BYDAY={}", self.days.iter().map(day).collect::<Vec<_>>().join(","))?;
        }
        if !self.positions.is_empty() {
            write!(f, ";BYSETPOS={}", numbers(&self.positions))?;
        }
        if self.week_start != Weekday::Mon {
            write!(f, ";WKST={}", weekday_name(self.week_start))?;
        }
        Ok(())
    }
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

fn weekday_name(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize].0
}

// ---------------------------------------------------------------------------------------------------------- reading

/// Every part there is, and those of the RFC that make no sense here.
const PARTS: [&str; 11] =
    ["FREQ", "UNTIL", "COUNT", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST"];

/// More dates than any series has, and a bound to what COUNT can cost.
const MOST: u32 = 100_000;

/// A stretch of the rule's text.
#[derive(Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Piece<'t> {
    fn trim(self) -> Piece<'t> {
        let text = self.text.trim_start();
        Piece { text: text.trim_end(), at: self.at + self.text.len() - text.len() }
    }

    fn split(self, by: char) -> impl Iterator<Item = Piece<'t>> {
        let mut at = self.at;
        self.text.split(by).map(move |text| {
            let piece = Piece { text, at };
            at += text.len() + by.len_utf8();
            piece.trim()
        })
    }

    fn split_once(self, by: char) -> Option<(Piece<'t>, Piece<'t>)> {
        let (name, value) = self.text.split_once(by)?;
        let rest = Piece { text: value, at: self.at + name.len() + by.len_utf8() };
        Some((Piece { text: name, at: self.at }.trim(), rest.trim()))
    }

    fn error<T>(self, message: impl Into<String>, help: impl Into<Option<String>>) -> Result<T, RuleError> {
        let width = self.text.len().max(1);
        Err(RuleError { message: message.into(), help: help.into(), range: self.at..self.at + width })
    }
}

impl Rule {
    /// Reads a rule; case does not matter, and a leading `RRULE:` is taken for what it is.
    pub fn parse(text: &str) -> Result<Rule, RuleError> {
        let mut whole = Piece { text, at: 0 }.trim();
        if whole.text.get(..6).is_some_and(|p| p.eq_ignore_ascii_case("RRULE:")) {
            whole = Piece { text: &whole.text[6..], at: whole.at + 6 }.trim();
        }
        let mut parts: Vec<(&'static str, Piece, Piece)> = Vec::new();
        for part in whole.split(';') {
            if part.text.is_empty() && !parts.is_empty() {
                continue;
            }
            let Some((name, value)) = part.split_once('=') else {
                let message = format!("expected `NAME=VALUE`, found `{}`", short(part.text));
                return part.error(
                    message,
                    "write a rule such as `FREQ=MONTHLY;BYDAY=1TH`: every month on the first Thursday".to_owned(),
                );
            };
            let upper = name.text.to_ascii_uppercase();
            let Some(known) = PARTS.iter().find(|known| **known == upper) else {
                return name.error(format!("a rule has no part `{}`", short(name.text)), unknown_part(&upper));
            };
            if parts.iter().any(|(other, ..)| other == known) {
                return name.error(
                    format!("`{known}` is written twice"),
                    "keep one of the two, with all values: `BYDAY=TU,TH`".to_owned(),
                );
            }
            if value.text.is_empty() {
                return part.error(format!("`{known}` has no value"), "write one, or leave the part out".to_owned());
            }
            parts.push((known, name, value));
        }
        let part = |name: &str| parts.iter().find(|(known, ..)| *known == name).map(|(_, n, v)| (*n, *v));
        let value = |name: &str| part(name).map(|(_, value)| value);

        let Some(unit) = value("FREQ") else {
            return whole.error(
                "the rule does not say how often: `FREQ` is missing",
                "begin with `FREQ=WEEKLY`, `FREQ=MONTHLY`, …".to_owned(),
            );
        };
        let numbers =
            |name: &str, most: i16, negative: bool| value(name).map_or(Ok(Vec::new()), |v| list(name, v, most, negative));
        let rule = Rule {
            text: text.trim().to_owned(),
            frequency: frequency(unit)?,
            interval: value("INTERVAL").map_or(Ok(1), |v| amount("INTERVAL", v))?,
            until: match (part("COUNT"), part("UNTIL")) {
                (None, None) => Until::Never,
                (Some((_, count)), None) => Until::Count(amount("COUNT", count)?),
                (None, Some((_, until))) => Until::Last(last(until)?),
                (Some((count, _)), Some((until, _))) => {
                    let later = if count.at > until.at { count } else { until };
                    return later.error("a rule ends either after `COUNT` dates or at `UNTIL`", "keep one of the two".to_owned());
                }
            },
            months: numbers("BYMONTH", 12, false)?,
            weeks: numbers("BYWEEKNO", 53, true)?,
            year_days: numbers("BYYEARDAY", 366, true)?,
            month_days: numbers("BYMONTHDAY", 31, true)?,
            days: value("BYDAY").map_or(Ok(Vec::new()), weekdays)?,
            positions: numbers("BYSETPOS", 366, true)?,
            week_start: value("WKST").map_or(Ok(Weekday::Mon), weekday)?,
        };
        let Some((name, message, help)) = rule.contradiction() else { return Ok(rule) };
        part(name).map_or(whole, |(name, _)| name).error(message, help)
    }

    /// What the RFC forbids to stand together: the part, what is wrong, what to write.
    fn contradiction(&self) -> Option<(&'static str, String, String)> {
        use Frequency::*;
        let unit = self.frequency;
        if unit != Yearly && !self.weeks.is_empty() {
            return Some(("BYWEEKNO", "weeks of the year need `FREQ=YEARLY`".into(), "write `FREQ=YEARLY`".into()));
        }
        if unit != Yearly && !self.year_days.is_empty() {
            return Some(("BYYEARDAY", "days of the year need `FREQ=YEARLY`".into(), "write `FREQ=YEARLY`".into()));
        }
        if unit == Weekly && !self.month_days.is_empty() {
            let help = "write `FREQ=MONTHLY`, or `FREQ=DAILY` with `BYDAY` and `BYMONTHDAY`";
            return Some(("BYMONTHDAY", "a week has no days of the month".into(), help.into()));
        }
        if let Some(nth) = self.days.iter().find(|d| d.nth.is_some()) {
            let written = format!("{}{}", nth.nth.unwrap_or_default(), weekday_name(nth.day));
            if unit < Monthly {
                let message = format!(
                    "`{written}` counts weekdays of a month or year, and the rule goes by {}",
                    if unit == Weekly { "the week" } else { "the day" }
                );
                let help = format!("write `FREQ=MONTHLY;BYDAY={written}`, or `BYDAY={}`", weekday_name(nth.day));
                return Some(("BYDAY", message, help));
            }
            if !self.weeks.is_empty() {
                let message = format!("`{written}` counts weekdays of the year, and `BYWEEKNO` has named the weeks");
                return Some(("BYDAY", message, format!("write `BYDAY={}`", weekday_name(nth.day))));
            }
        }
        let lists = [&self.months, &self.weeks, &self.year_days, &self.month_days];
        if !self.positions.is_empty() && self.days.is_empty() && lists.iter().all(|list| list.is_empty()) {
            let help = "add what it counts: `BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1` is the last working day";
            return Some(("BYSETPOS", "`BYSETPOS` has nothing to count".into(), help.into()));
        }
        None
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(30) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

fn unknown_part(upper: &str) -> Option<String> {
    match upper {
        "BYHOUR" | "BYMINUTE" | "BYSECOND" => {
            Some(format!("leave `{upper}` out: the time of day is that of `start`; for a second one write a second event"))
        }
        "RSCALE" | "SKIP" => Some(format!("leave `{upper}` out: rules go by the Gregorian calendar and pass over days it lacks")),
        "DTSTART" | "TZID" => Some(format!("leave `{upper}` out: the fields `start` and `timezone` say it")),
        "EXDATE" | "RDATE" => Some(format!("write it as a field of its own, `{}:`", upper.to_ascii_lowercase())),
        _ => suggest(upper, PARTS, "parts"),
    }
}

fn frequency(value: Piece) -> Result<Frequency, RuleError> {
    let upper = value.text.to_ascii_uppercase();
    if let Some((_, unit)) = Frequency::ALL.iter().find(|(name, _)| *name == upper) {
        return Ok(*unit);
    }
    match upper.as_str() {
        "HOURLY" | "MINUTELY" | "SECONDLY" => value.error(
            format!("an event does not repeat {}", upper.to_ascii_lowercase()),
            "write `FREQ=DAILY`, and an event for each time of day".to_owned(),
        ),
        _ => value.error(
            format!("there is no `FREQ={}`", short(value.text)),
            suggest(&upper, Frequency::ALL.map(|(name, _)| name), "one of"),
        ),
    }
}

/// A whole number of at least 1.
fn amount(name: &str, value: Piece) -> Result<u32, RuleError> {
    let digits = !value.text.is_empty() && value.text.bytes().all(|b| b.is_ascii_digit());
    match value.text.parse::<u32>() {
        Ok(n) if digits && (1..=MOST).contains(&n) => Ok(n),
        _ => {
            let help = match (digits && !value.text.trim_start_matches('0').is_empty(), name) {
                (true, "COUNT") => format!("leave `COUNT` out if it goes on and on; the most is {MOST}"),
                (true, _) => format!("the most is {MOST}"),
                (false, "COUNT") => "write how many dates there are: `COUNT=10`; or leave it out".to_owned(),
                (false, _) => format!("`{name}=2` is every second one; every one needs no `{name}`"),
            };
            value.error(format!("`{name}` is a whole number of at least 1, not `{}`", short(value.text)), help)
        }
    }
}

/// `+1`, `-2`, `13`: digits with or without a sign.
fn signed(text: &str) -> Option<i16> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn list(name: &str, value: Piece, most: i16, negative: bool) -> Result<Vec<i16>, RuleError> {
    let mut all = Vec::new();
    for item in value.split(',') {
        match signed(item.text).filter(|n| (1..=most).contains(&n.abs()) && (negative || *n > 0)) {
            Some(n) => all.push(n),
            None => {
                let help = match negative {
                    true => format!("write numbers from 1 to {most}, or from -1 to -{most} to count from the end"),
                    false => format!("write numbers from 1 to {most}"),
                };
                return item.error(format!("`{}` is no value of `{name}`", short(item.text)), help);
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

fn weekday(value: Piece) -> Result<Weekday, RuleError> {
    let upper = value.text.to_ascii_uppercase();
    if let Some((_, day)) = WEEKDAYS.iter().find(|(name, _)| *name == upper) {
        return Ok(*day);
    }
    let full = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
    let meant = full.iter().find(|name| upper.len() > 2 && name.starts_with(&upper)).copied().or_else(|| nearest(&upper, full));
    let help = meant
        .filter(|_| upper.len() > 2)
        .map_or("weekdays: MO, TU, WE, TH, FR, SA, SU".to_owned(), |m| format!("write `{}`", &m[..2]));
    value.error(format!("`{}` is no weekday", short(value.text)), help)
}

fn weekdays(value: Piece) -> Result<Vec<WeekdayNth>, RuleError> {
    let mut all: Vec<WeekdayNth> = Vec::new();
    for item in value.split(',') {
        let cut = item.text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
        let (number, name) = item.text.split_at(cut);
        let day = weekday(Piece { text: name, at: item.at + cut })?;
        let nth = match number {
            "" => None,
            _ => match signed(number).filter(|n| (1..=53).contains(&n.abs())) {
                Some(n) => Some(n as i8),
                None => {
                    let help = "write `1TH` for the first Thursday, `-1TH` for the last".to_owned();
                    return item.error(format!("there is no `{}` in a year", short(item.text)), help);
                }
            },
        };
        all.push(WeekdayNth { nth, day });
    }
    all.sort_by_key(|d| (d.nth, d.day.num_days_from_monday()));
    all.dedup();
    Ok(all)
}

/// `20270630`, `20270630T180000` or `20270630T180000Z`.
fn last(value: Piece) -> Result<When, RuleError> {
    let text = value.text.to_ascii_uppercase();
    let form = || {
        let help = When::parse(value.text).ok().map(|when| match when {
            When::Wall(wall) => format!("write `UNTIL={}`", wall.format("%Y%m%dT%H%M%S")),
            When::Exact(exact) => format!("write `UNTIL={}`", exact.to_utc().format("%Y%m%dT%H%M%SZ")),
            When::Day(day) => format!("write `UNTIL={}`", day.format("%Y%m%d")),
            When::Month { .. } => "write the day as well: `UNTIL=20270630`".to_owned(),
        });
        let help = help.unwrap_or("write a day, `UNTIL=20270630`, or a time, `UNTIL=20270630T180000`".to_owned());
        value.error(format!("`{}` is no date of a rule", short(value.text)), help)
    };
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text.as_str(), None),
    };
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let number = |s: &str| s.parse::<u32>().unwrap_or(0);
    let clock = time.map(|time| time.strip_suffix('Z').unwrap_or(time));
    if !digits(date, 8) || clock.is_some_and(|clock| !digits(clock, 6)) {
        return form();
    }
    let impossible = || value.error(format!("there is no {} in the calendar", value.text), None);
    let Some(day) = NaiveDate::from_ymd_opt(number(&date[..4]) as i32, number(&date[4..6]), number(&date[6..])) else {
        return impossible();
    };
    let (Some(time), Some(clock)) = (time, clock) else { return Ok(When::Day(day)) };
    // A leap second ends where the second before it does.
    let clock = NaiveTime::from_hms_opt(number(&clock[..2]), number(&clock[2..4]), number(&clock[4..]).min(59));
    let Some(clock) = clock else { return impossible() };
    let wall = day.and_time(clock);
    Ok(if time.ends_with('Z') { When::Exact(wall.and_utc().fixed_offset()) } else { When::Wall(wall) })
}

// -------------------------------------------------------------------------------------------------------- unrolling

/// Years have four digits.
const LAST_YEAR: i32 = 9999;

impl Rule {
    /// The days of the rule from `from` to `to`, both included, the first `limit` of them. The start is among them only
    /// where it is on its rule.
    pub fn dates(&self, start: When, zone: Zone, from: NaiveDate, to: NaiveDate, limit: usize) -> Vec<NaiveDate> {
        Unrolled::new(self, start, zone, to).between(from, to, limit)
    }

    /// The last day that UNTIL leaves to the rule.
    pub fn last_day(&self, start: When, zone: Zone) -> Option<NaiveDate> {
        match self.until {
            Until::Last(until) => Some(last_day(until, start.wall(zone), start.has_time(), zone)),
            _ => None,
        }
    }

    /// The rule as a calendar wants it: UNTIL of the kind that DTSTART has (RFC 5545, section 3.3.10), and what the
    /// start adds to the rule written out where programs do not agree on it.
    pub fn spelled(&self, start: When, zone: Zone) -> Rule {
        let mut rule = self.clone();
        let all_day = !start.has_time();
        rule.until = match self.until {
            Until::Last(last) if all_day => Until::Last(When::Day(last.date())),
            Until::Last(When::Day(day)) => {
                let end = day.and_hms_opt(23, 59, 59).unwrap_or_default();
                Until::Last(When::Exact(resolve(end, zone).instant.fixed_offset()))
            }
            Until::Last(last) => Until::Last(When::Exact(last.instant(zone).fixed_offset())),
            other => other,
        };
        let day = start.wall(zone).date();
        let unnamed = self.days.is_empty() && self.month_days.is_empty() && self.year_days.is_empty();
        if self.frequency == Frequency::Yearly && unnamed && !self.weeks.is_empty() {
            rule.days = vec![WeekdayNth { nth: None, day: day.weekday() }];
        }
        let counted = self.days.iter().any(|d| d.nth.is_some());
        let whole_year = self.months.is_empty() && self.weeks.is_empty() && self.year_days.is_empty() && !counted;
        if self.frequency == Frequency::Yearly && !self.month_days.is_empty() && whole_year {
            rule.months = (1..=12).collect();
        }
        if self.frequency == Frequency::Weekly && self.months.is_empty() && !self.positions.is_empty() {
            // Every week has the same days, and some programs count those of the first from its start alone.
            rule.days.sort_by_key(|d| d.day.days_since(self.week_start));
            let positions = Counted::of(self.positions.iter().copied());
            positions.keep(&mut rule.days);
            rule.days.sort_by_key(|d| d.day.num_days_from_monday());
            rule.positions.clear();
        }
        rule.text = rule.to_string();
        rule
    }
}

/// A rule with its start, ready to be looked at anywhere.
pub struct Unrolled<'r> {
    rule: &'r Rule,
    start: NaiveDate,
    /// The last day it can have.
    last: NaiveDate,
    wanted: Wanted,
}

impl<'r> Unrolled<'r> {
    /// `horizon`: the last day that will be asked for; COUNT is counted no further.
    pub fn new(rule: &'r Rule, start: When, zone: Zone, horizon: NaiveDate) -> Unrolled<'r> {
        let wall = start.wall(zone);
        let first = wall.date();
        let horizon = horizon.min(NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or(horizon));
        let mut unrolled = Unrolled { rule, start: first, last: horizon, wanted: Wanted::new(rule, first) };
        match rule.until {
            Until::Never => {}
            Until::Count(count) => {
                // Nobody counts for longer than the calendar takes to repeat itself.
                unrolled.last = later(first, Frequency::Daily.cycle().into()).map_or(horizon, |end| end.min(horizon));
                let all = unrolled.between(first, horizon, count as usize);
                if let Some(last) = all.last().filter(|_| all.len() == count as usize) {
                    unrolled.last = *last;
                }
            }
            Until::Last(until) => unrolled.last = horizon.min(last_day(until, wall, start.has_time(), zone)),
        }
        unrolled
    }

    /// The first `limit` days from `from` to `to`, both included.
    pub fn between(&self, from: NaiveDate, to: NaiveDate, limit: usize) -> Vec<NaiveDate> {
        let (from, to) = (from.max(self.start), to.min(self.last));
        let mut found = Vec::new();
        if from > to || limit == 0 {
            return found;
        }
        let mut step = self.step_of(from);
        let mut idle = 0;
        let mut days = Vec::new();
        while let Some((first, count)) = self.stretch(step).filter(|(first, _)| *first <= to) {
            days.clear();
            let whole = first.iter_days().take(count);
            match &self.wanted.positions {
                None => days
                    .extend(whole.skip_while(|day| *day < from).take_while(|day| *day <= to).filter(|day| self.wanted.day(*day))),
                Some(positions) => {
                    days.extend(whole.filter(|day| self.wanted.day(*day)));
                    positions.keep(&mut days);
                }
            }
            idle = if days.is_empty() { idle + 1 } else { 0 };
            if idle > self.rule.frequency.cycle() {
                break;
            }
            for day in days.iter().filter(|day| **day >= from) {
                if *day > to || found.len() == limit {
                    return found;
                }
                found.push(*day);
            }
            step += 1;
        }
        found
    }

    /// The step of the rule within which `day` would lie, or the last before it.
    fn step_of(&self, day: NaiveDate) -> i64 {
        let units = match self.rule.frequency {
            Frequency::Daily => (day - self.start).num_days(),
            Frequency::Weekly => (day - self.week()).num_days() / 7,
            Frequency::Monthly => months(day) - months(self.start),
            Frequency::Yearly => i64::from(day.year() - self.start.year()),
        };
        units / i64::from(self.rule.interval)
    }

    /// The first day of a step of the rule, and how many days it has. `None`: beyond the calendar.
    fn stretch(&self, step: i64) -> Option<(NaiveDate, usize)> {
        let units = step * i64::from(self.rule.interval);
        match self.rule.frequency {
            Frequency::Daily => Some((later(self.start, units)?, 1)),
            Frequency::Weekly => Some((later(self.week(), 7 * units)?, 7)),
            Frequency::Monthly => {
                let month = months(self.start) + units;
                let first = NaiveDate::from_ymd_opt((month / 12).try_into().ok()?, (month % 12) as u32 + 1, 1)?;
                Some((first, month_length(first) as usize))
            }
            Frequency::Yearly => {
                let first = NaiveDate::from_yo_opt((i64::from(self.start.year()) + units).try_into().ok()?, 1)?;
                Some((first, year_length(first) as usize))
            }
        }
    }

    /// The first day of the start's week.
    fn week(&self) -> NaiveDate {
        week_of(self.start, self.rule.week_start)
    }
}

/// The last day on which a date at the start's time of day is not after `until`.
fn last_day(until: When, start: NaiveDateTime, has_time: bool, zone: Zone) -> NaiveDate {
    let at = |day: NaiveDate| day.and_time(start.time());
    let near = |day: NaiveDate| [day.succ_opt(), Some(day), day.pred_opt()].into_iter().flatten();
    match until {
        // Whole days have no hour to compare: what counts is the day that is written.
        until if !has_time => until.date(),
        When::Wall(wall) => near(wall.date()).find(|day| at(*day) <= wall).unwrap_or(wall.date()),
        When::Exact(exact) => {
            let day = exact.with_timezone(&zone).naive_local().date();
            near(day).find(|day| resolve(at(*day), zone).instant <= exact).unwrap_or(day)
        }
        whole => whole.date(),
    }
}

fn later(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(days.try_into().ok()?))
}

/// Months since the year 0.
fn months(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

fn month_length(day: NaiveDate) -> u32 {
    day.num_days_in_month().into()
}

fn year_length(day: NaiveDate) -> u32 {
    if day.leap_year() { 366 } else { 365 }
}

/// The first day of the week that `day` lies in.
fn week_of(day: NaiveDate, week_start: Weekday) -> NaiveDate {
    day - Days::new(day.weekday().days_since(week_start).into())
}

/// Numbers counted from the beginning or, negative, from the end.
#[derive(Clone, Copy, Default)]
struct Counted {
    forward: [u64; 6],
    backward: [u64; 6],
}

impl Counted {
    fn of(numbers: impl IntoIterator<Item = i16>) -> Counted {
        let mut counted = Counted::default();
        for n in numbers {
            let side = if n > 0 { &mut counted.forward } else { &mut counted.backward };
            let n = usize::from(n.unsigned_abs());
            side[n / 64] |= 1 << (n % 64);
        }
        counted
    }

    /// Whether the nth of so many is meant; both from 1.
    fn has(&self, nth: u32, of: u32) -> bool {
        let bit = |side: &[u64; 6], n: u32| side[n as usize / 64] >> (n % 64) & 1 == 1;
        bit(&self.forward, nth) || bit(&self.backward, of - nth + 1)
    }

    /// Keeps what is meant of a list.
    fn keep<T>(&self, list: &mut Vec<T>) {
        let of = list.len() as u32;
        let mut nth = 0;
        list.retain(|_| {
            nth += 1;
            self.has(nth, of)
        });
    }
}

/// What a rule and its start want of a day. `None`: nothing.
struct Wanted {
    months: Option<Counted>,
    weeks: Option<Counted>,
    year_days: Option<Counted>,
    month_days: Option<Counted>,
    days: Option<u8>,
    /// By weekday from Monday.
    nth: Option<Box<[Counted; 7]>>,
    /// Whether those are counted within the year, not the month.
    nth_of_year: bool,
    positions: Option<Counted>,
    week_start: Weekday,
}

impl Wanted {
    fn new(rule: &Rule, start: NaiveDate) -> Wanted {
        let counted = |list: &[i16]| (!list.is_empty()).then(|| Counted::of(list.iter().copied()));
        let bit = |day: Weekday| 1u8 << day.num_days_from_monday();
        let plain = rule.days.iter().filter(|d| d.nth.is_none()).fold(0, |all, d| all | bit(d.day));
        let nth = rule.days.iter().any(|d| d.nth.is_some()).then(|| {
            let of = |i: usize| rule.days.iter().filter(move |d| d.day.num_days_from_monday() as usize == i);
            Box::new(std::array::from_fn(|i| Counted::of(of(i).filter_map(|d| d.nth.map(i16::from)))))
        });
        let mut wanted = Wanted {
            months: counted(&rule.months),
            weeks: counted(&rule.weeks),
            year_days: counted(&rule.year_days),
            month_days: counted(&rule.month_days),
            days: (!rule.days.is_empty()).then_some(plain),
            nth,
            nth_of_year: rule.frequency == Frequency::Yearly && rule.months.is_empty(),
            positions: counted(&rule.positions),
            week_start: rule.week_start,
        };
        // What a rule leaves open is as it is on the start.
        if rule.days.is_empty() && rule.month_days.is_empty() && rule.year_days.is_empty() {
            match rule.frequency {
                Frequency::Daily => {}
                Frequency::Weekly => wanted.days = Some(bit(start.weekday())),
                Frequency::Yearly if wanted.weeks.is_some() => wanted.days = Some(bit(start.weekday())),
                Frequency::Monthly | Frequency::Yearly => {
                    wanted.month_days = Some(Counted::of([start.day() as i16]));
                    if rule.frequency == Frequency::Yearly && wanted.months.is_none() {
                        wanted.months = Some(Counted::of([start.month() as i16]));
                    }
                }
            }
        }
        wanted
    }

    fn day(&self, day: NaiveDate) -> bool {
        let wants = |counted: &Option<Counted>, place: &dyn Fn() -> (u32, u32)| {
            counted.as_ref().is_none_or(|counted| {
                let (nth, of) = place();
                counted.has(nth, of)
            })
        };
        wants(&self.months, &|| (day.month(), 12))
            && self.weekday(day)
            && wants(&self.month_days, &|| (day.day(), month_length(day)))
            && wants(&self.year_days, &|| (day.ordinal(), year_length(day)))
            && wants(&self.weeks, &|| week_number(day, self.week_start))
    }

    fn weekday(&self, day: NaiveDate) -> bool {
        let Some(plain) = self.days else { return true };
        let weekday = day.weekday().num_days_from_monday();
        if plain >> weekday & 1 == 1 {
            return true;
        }
        self.nth.as_ref().is_some_and(|nth| {
            let (at, of) = if self.nth_of_year { (day.ordinal0(), year_length(day)) } else { (day.day0(), month_length(day)) };
            nth[weekday as usize].has(at / 7 + 1, at / 7 + 1 + (of - 1 - at) / 7)
        })
    }
}

/// The number of the week that a day lies in, and how many its year has: week 1 is the first with four days in the
/// year (RFC 5545, section 3.3.10).
fn week_number(day: NaiveDate, week_start: Weekday) -> (u32, u32) {
    // The middle of a week is in the year that the week belongs to.
    let middle = week_of(day, week_start) + Days::new(3);
    let (at, of) = (middle.ordinal0(), year_length(middle));
    (at / 7 + 1, at / 7 + 1 + (of - 1 - at) / 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> (String, String) {
        let wrong = Rule::parse(text).expect_err(text);
        (text[wrong.range.clone()].to_owned(), format!("{}; {}", wrong.message, wrong.help.unwrap_or_default()))
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (text, place, words) in [
            ("every Thursday", "every Thursday", "FREQ=MONTHLY;BYDAY=1TH"),
            ("BYDAY=TH", "BYDAY=TH", "FREQ=WEEKLY"),
            ("FREQ=WEEKLI", "WEEKLI", "did you mean `WEEKLY`?"),
            ("FREQ=HOURLY", "HOURLY", "an event for each time of day"),
            ("FREQ=DAILY;BYDAYS=MO", "BYDAYS", "did you mean `BYDAY`?"),
            ("FREQ=DAILY;BYHOUR=9", "BYHOUR", "write a second event"),
            ("FREQ=DAILY;EXDATE=20261203", "EXDATE", "`exdate:`"),
            ("FREQ=DAILY;FREQ=DAILY", "FREQ", "keep one of the two"),
            ("FREQ=DAILY;COUNT=", "COUNT=", "no value"),
            ("FREQ=DAILY;INTERVAL=0", "0", "at least 1"),
            ("FREQ=DAILY;COUNT=-1", "-1", "at least 1"),
            ("FREQ=DAILY;COUNT=4000000000", "4000000000", "the most is 100000"),
            ("FREQ=DAILY;COUNT=99999999999", "99999999999", "the most is 100000"),
            ("FREQ=DAILY;COUNT=3;UNTIL=20270630", "UNTIL", "keep one of the two"),
            ("FREQ=DAILY;UNTIL=2027-06-30", "2027-06-30", "`UNTIL=20270630`"),
            ("FREQ=DAILY;UNTIL=2027-06-30T18:00Z", "2027-06-30T18:00Z", "`UNTIL=20270630T180000Z`"),
            ("FREQ=DAILY;UNTIL=20270631", "20270631", "there is no"),
            ("FREQ=DAILY;UNTIL=20270630T250000", "20270630T250000", "there is no"),
            ("FREQ=WEEKLY;BYDAY=MO, TUES", "TUES", "write `TU`"),
            ("FREQ=WEEKLY;BYDAY=MO,,TU", ",", "no weekday"),
            ("FREQ=WEEKLY;BYDAY=1TH", "BYDAY", "`FREQ=MONTHLY;BYDAY=1TH`"),
            ("FREQ=YEARLY;BYDAY=54MO", "54MO", "`1TH`"),
            ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", "BYDAY", "`BYDAY=MO`"),
            ("FREQ=YEARLY;BYMONTH=13", "13", "from 1 to 12"),
            ("FREQ=YEARLY;BYMONTH=-1", "-1", "from 1 to 12"),
            ("FREQ=MONTHLY;BYMONTHDAY=0", "0", "from 1 to 31"),
            ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY", "`FREQ=MONTHLY`"),
            ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY", "`FREQ=YEARLY`"),
            ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO", "`FREQ=YEARLY`"),
            ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS", "nothing to count"),
            ("FREQ=WEEKLY;WKST=1MO", "1MO", "no weekday"),
            ("FREQ=WEEKLY;BYDAY=Πέμπτη", "Πέμπτη", "no weekday"),
        ] {
            let (found, said) = wrong(text);
            assert_eq!(found, place, "{text}");
            assert!(said.contains(words), "{text}: {said}");
        }
        assert!(Rule::parse("").is_err() && Rule::parse(";").is_err() && Rule::parse("RRULE:").is_err());
    }

    #[test]
    fn two_spellings_are_one_rule() {
        let rule = Rule::parse("RRULE:byday=th,TU,th;Freq=Weekly;interval=01").unwrap();
        assert_eq!(rule.to_string(), "FREQ=WEEKLY;BYDAY=TU,TH");
        assert_eq!(rule, Rule::parse("FREQ=WEEKLY;BYDAY=TU,TH").unwrap());
        assert_eq!(rule.text, "RRULE:byday=th,TU,th;Freq=Weekly;interval=01");
    }

    #[test]
    fn a_calendar_gets_the_end_in_its_own_form() {
        let spelled = |text: &str, start: &str| {
            Rule::parse(text).unwrap().spelled(When::parse(start).unwrap(), Zone::Africa__Casablanca).to_string()
        };
        assert_eq!(spelled("FREQ=DAILY;UNTIL=20270630", "2026-12-03T18:00"), "FREQ=DAILY;UNTIL=20270630T225959Z");
        assert_eq!(spelled("FREQ=DAILY;UNTIL=20270630T180000", "2026-12-03T18:00"), "FREQ=DAILY;UNTIL=20270630T170000Z");
        assert_eq!(spelled("FREQ=DAILY;UNTIL=20270630T235959Z", "2026-12-03"), "FREQ=DAILY;UNTIL=20270630");
        assert_eq!(spelled("FREQ=WEEKLY;BYDAY=MO,TH,SU;BYSETPOS=1,-1;WKST=SU", "2026-12-24"), "FREQ=WEEKLY;BYDAY=TH,SU;WKST=SU");
        assert_eq!(spelled("FREQ=YEARLY;BYWEEKNO=20", "2026-05-12"), "FREQ=YEARLY;BYWEEKNO=20;BYDAY=TU");
        assert_eq!(
            spelled("FREQ=YEARLY;BYMONTHDAY=1", "2026-05-01"),
            "FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=1"
        );
    }

    #[test]
    fn rules_that_never_come_end_by_themselves() {
        let start = When::parse("0001-01-01T09:00").unwrap();
        for text in [
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=100000",
            "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
            "FREQ=YEARLY;INTERVAL=100000;BYYEARDAY=366",
            "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        ] {
            assert_eq!(Rule::parse(text).unwrap().dates(start, Zone::UTC, start.date(), NaiveDate::MAX, 10), [], "{text}");
        }
        // Only every seventh turn of the century that has a 29 February is a Tuesday.
        let rare = Rule::parse("FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29;BYDAY=TU").unwrap();
        let start = When::parse("1900-02-01").unwrap();
        let found = rare.dates(start, Zone::UTC, start.date(), NaiveDate::MAX, 2);
        assert_eq!(found.iter().map(NaiveDate::to_string).collect::<Vec<_>>(), ["2000-02-29", "2400-02-29"]);
    }
}
