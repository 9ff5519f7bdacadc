//! A rule is read part by part, and what is wrong is said with its place.

#![allow(clippy::string_slice, reason = "what is cut was tested to be ASCII")]

use super::{Frequency, Rule, RuleError, Until, WEEKDAYS, WeekdayNth, weekday_name, words};
use crate::{
    diagnostic::{nearest, suggest},
    model::{iso, time::When},
};
use chrono::{NaiveDate, NaiveTime, Weekday};

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
                let message = format!("`{}` is not written as calendars write a rule", short(part.text));
                let help = words::help(part.text).unwrap_or_else(|| {
                    "write a rule such as `FREQ=MONTHLY;BYDAY=1TH`: every month on the first Thursday".to_owned()
                });
                return part.error(message, help);
            };
            let upper = name.text.to_ascii_uppercase();
            let Some(known) = PARTS.iter().find(|known| **known == upper) else {
                return name.error(format!("`{}` is no part of a rule", short(name.text)), unknown_part(&upper));
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
        _ => suggest(upper, PARTS, "the parts are"),
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
            suggest(&upper, Frequency::ALL.map(|(name, _)| name), "write one of these"),
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
            When::Wall(wall) => format!("write `UNTIL={}`", iso::basic(wall)),
            When::Exact(exact) => format!("write `UNTIL={}`", iso::basic_utc(exact.to_utc())),
            When::Day(day) => format!("write `UNTIL={}`", iso::basic_day(day)),
            When::Month { .. } => "write the day as well: `UNTIL=20270630`".to_owned(),
        });
        let help = help.unwrap_or("write a day, `UNTIL=20270630`, or a time, `UNTIL=20270630T180000`".to_owned());
        value.error(format!("`{}` is not written as dates are in a rule", short(value.text)), help)
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
    let impossible = || {
        value.error(
            format!("there is no {} in the calendar", value.text),
            "write a day that there is, year, month and day without hyphens: `UNTIL=20270630`".to_owned(),
        )
    };
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
