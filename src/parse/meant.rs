//! What a writer meant who put a date, a time, a length or a zone in another form than hubgen reads.
//!
//! For help lines only: nothing of this is ever taken for a value. What can mean two days is given as both, and where
//! a part of a text is not understood nothing is guessed from the rest.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters; names of months are ASCII")]

use crate::model::time::When;
use chrono::{Datelike, NaiveDate, NaiveTime};

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// What to write instead of a date or time that has another form. `months`: a month alone would do.
pub fn moment(text: &str, months: bool) -> String {
    let read = Read::of(text);
    let written = |day: &NaiveDate| match read.time {
        Some(time) => format!("`{day}T{}`", time.format("%H:%M")),
        None => format!("`{day}`"),
    };
    match (&read.days[..], read.time) {
        _ if read.lost => {}
        ([day], _) => return format!("write {}", written(day)),
        ([first, second], _) => {
            return format!("write {} for {}, or {} for {}", written(first), spoken(first), written(second), spoken(second));
        }
        ([], Some(time)) if read.of_year.is_none() => {
            return format!("write the day as well: `2026-12-03T{}`", time.format("%H:%M"));
        }
        ([], time) => {
            if let Some((month, day)) = read.of_year {
                let time = time.map_or(String::new(), |time| time.format("T%H:%M").to_string());
                return format!("write the year as well, and first: `2026-{month:02}-{day:02}{time}`");
            }
        }
        _ => {}
    }
    match months {
        true => "write a day, `2026-12-03`, or a day and a time, `2026-12-03T18:00`; a month, `2026-12`, where no more is known",
        false => "write a day, `2026-12-03`, or a day and a time, `2026-12-03T18:00`",
    }
    .to_owned()
}

/// What to write instead of a date that has the right form and is in no calendar: `2026-02-30`, `2026-13-01`.
pub fn possible(text: &str) -> Option<String> {
    let (date, time) = text.split_at(text.find(['T', 't', ' ']).unwrap_or(text.len()));
    let numbers: Vec<u32> = date.split('-').filter_map(|n| n.parse().ok()).collect();
    let (year, month, day) = match numbers[..] {
        [year, month, day] => (year as i32, month, day),
        _ => return Some("months go from 01 to 12".into()),
    };
    if NaiveDate::from_ymd_opt(year, month, day).is_some() {
        let midnight = time.get(1..).is_some_and(|time| time.starts_with("24:00"));
        let next = NaiveDate::from_ymd_opt(year, month, day)?.succ_opt()?;
        return Some(match midnight {
            true => format!("midnight is the beginning of the next day: write `{next}T00:00`"),
            false => "a day goes from `00:00` to `23:59`".into(),
        });
    }
    if let Some(swapped) = NaiveDate::from_ymd_opt(year, day, month) {
        return Some(format!("the month comes before the day: write `{swapped}{time}`"));
    }
    let last = last_of_month(year, month)?;
    Some(format!("{} {year} has {} days: write `{last}{time}`, or the day that is meant", name_of(month), last.day()))
}

/// The last day of a month.
fn last_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    (28..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
}

fn name_of(month: u32) -> &'static str {
    MONTHS.get(month.wrapping_sub(1) as usize).copied().unwrap_or_default()
}

/// `3 December`.
fn spoken(day: &NaiveDate) -> String {
    format!("{} {}", day.day(), name_of(day.month()))
}

/// What was found in a text.
#[derive(Debug, Default)]
struct Read {
    /// Every day that it may mean.
    days: Vec<NaiveDate>,
    /// A month and a day without a year.
    of_year: Option<(u32, u32)>,
    time: Option<NaiveTime>,
    /// True where a number was not understood, or there was too much of something.
    lost: bool,
}

impl Read {
    fn of(text: &str) -> Read {
        let lower = text.to_lowercase().replace("p.m.", "pm").replace("a.m.", "am");
        let words: Vec<&str> = lower.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).collect();
        let mut read = Read::default();
        let (mut day, mut month, mut year) = (None, None, None);
        let mut words = words.into_iter().peekable();
        while let Some(word) = words.next() {
            let half = words.peek().copied().filter(|next| matches!(*next, "am" | "pm" | "uhr"));
            if let Some((days, time)) = numeric(word) {
                read.lost |= !read.days.is_empty();
                read.days = days;
                read.time = read.time.or(time);
            } else if let Some(time) = clock(&format!("{word}{}", half.unwrap_or_default())) {
                words.next_if(|_| half.is_some());
                read.lost |= read.time.replace(time).is_some();
            } else if let Some(number) = month_named(word) {
                read.lost |= month.replace(number).is_some();
            } else if let Some(number) = ordinal(word) {
                let of = if number > 31 { &mut year } else { &mut day };
                read.lost |= of.replace(number).is_some();
            } else {
                read.lost |= word.contains(|c: char| c.is_ascii_digit());
            }
        }
        match (year, month, day) {
            (None, None, None) => {}
            (Some(year), Some(month), Some(day)) if read.days.is_empty() => {
                read.days = NaiveDate::from_ymd_opt(year as i32, month, day).into_iter().collect();
                read.lost |= read.days.is_empty();
            }
            (None, Some(month), Some(day)) if read.days.is_empty() => read.of_year = Some((month, day)),
            _ => read.lost = true,
        }
        read
    }
}

/// `2026-12-3`, `2026/12/03`, `3.12.2026`, `01/12/26`, with or without `T18:00`: every day that it may mean.
fn numeric(word: &str) -> Option<(Vec<NaiveDate>, Option<NaiveTime>)> {
    let (date, time) = match word.split_once('t') {
        Some((date, time)) => (date, Some(clock(time)?)),
        None => (word, None),
    };
    let by = date.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = date.trim_end_matches('.').split(by).collect();
    let [a, b, c] = parts[..] else { return None };
    if !parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let number = |text: &str| text.parse::<u32>().unwrap_or_default();
    let day = |year: u32, month: &str, day: &str| NaiveDate::from_ymd_opt(year as i32, number(month), number(day));
    let meant = match (a.len(), c.len()) {
        (4, _) => [day(number(a), b, c), day(number(a), c, b)],
        (_, 4) => [day(number(c), b, a), day(number(c), a, b)],
        (_, 2) if by != '-' => [day(2000 + number(c), b, a), day(2000 + number(c), a, b)],
        _ => return None,
    };
    let mut days: Vec<NaiveDate> = meant.into_iter().flatten().collect();
    days.dedup();
    // Where the year comes first so does the month, and between points nobody writes the month first.
    if a.len() == 4 || by == '.' {
        days.truncate(1);
    }
    (!days.is_empty()).then_some((days, time))
}

/// `7pm`, `7:30pm`, `9:00`, `19h30`, `19.30`, `19uhr`, `noon`.
fn clock(word: &str) -> Option<NaiveTime> {
    if word == "noon" {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let (digits, half) = match word.strip_suffix("pm") {
        Some(digits) => (digits, Some(12)),
        None => word.strip_suffix("am").map_or((word, None), |digits| (digits, Some(0))),
    };
    let (digits, named) = match digits.strip_suffix("uhr") {
        Some(digits) => (digits, true),
        None => (digits, half.is_some()),
    };
    let (hour, minute) = match digits.split_once([':', '.', 'h']) {
        Some((hour, "")) if digits.ends_with('h') => (hour, "00"),
        Some(parts) => parts,
        None if named => (digits, "00"),
        None => return None,
    };
    let digits = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour, 2) || !digits(minute, 2) || minute.len() != 2 {
        return None;
    }
    let hour: u32 = hour.parse().ok()?;
    let hour = match half {
        Some(later) if (1..=12).contains(&hour) => hour % 12 + later,
        Some(_) => return None,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute.parse().ok()?, 0)
}

fn month_named(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    let named = |name: &&str| -> bool {
        let name = name.to_lowercase();
        name == word || word == &name[..3] || word == "sept" && name.starts_with("sept")
    };
    MONTHS.iter().position(named).map(|at| at as u32 + 1)
}

/// `3`, `3rd`, `3.`, `2026`.
fn ordinal(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th", "."].into_iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let number: u32 = digits.parse().ok()?;
    (1..=31).contains(&number).then_some(number).or((1900..2200).contains(&number).then_some(number))
}

/// A length of time as hubgen writes it: `2 hours`, `1.5h`, `90 min`, `1:30`, `half an hour`.
pub fn length(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase().replace(',', ".");
    if let Some((hours, minutes)) = lower.split_once(':') {
        return in_minutes(hours.parse::<f64>().ok()? * 60.0 + minutes.parse::<f64>().ok()?);
    }
    let spelt = [("half an hour", "30m"), ("an hour", "1h"), ("one ", "1 "), ("two ", "2 "), ("three ", "3 "), (" and ", " ")];
    let mut rest = spelt.iter().fold(lower, |text, (word, number)| text.replace(word, number));
    rest.retain(|c| !c.is_whitespace());
    let (mut minutes, mut rest) = (0.0, rest.as_str());
    while !rest.is_empty() {
        let after = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, words) = rest.split_at(after);
        let end = words.find(|c: char| c.is_ascii_digit()).unwrap_or(words.len());
        let unit = match &words[..end] {
            "m" | "min" | "mins" | "minute" | "minutes" | "min." => 1.0,
            "h" | "hr" | "hrs" | "hour" | "hours" => 60.0,
            "d" | "day" | "days" => 1440.0,
            "w" | "week" | "weeks" => 10080.0,
            _ => return None,
        };
        minutes += number.parse::<f64>().ok()? * unit;
        rest = &words[end..];
    }
    in_minutes(minutes)
}

fn in_minutes(minutes: f64) -> Option<String> {
    // Ten years, as with lengths that are read.
    if !(1.0..=5_270_400.0).contains(&minutes) || minutes.fract() != 0.0 {
        return None;
    }
    Some(match (minutes as u64 / 60, minutes as u64 % 60) {
        (hours, 0) if hours % 24 == 0 => format!("{}d", hours / 24),
        (hours, 0) => format!("{hours}h"),
        (0, minutes) => format!("{minutes}m"),
        (hours, minutes) => format!("{hours}h{minutes}m"),
    })
}

/// Places whose clocks are so many minutes before UTC in winter. `None`: this is no offset.
pub fn places_at_offset(text: &str) -> Option<&'static str> {
    let upper = text.trim().to_ascii_uppercase();
    let after = upper.strip_prefix("UTC").or_else(|| upper.strip_prefix("GMT")).unwrap_or(&upper).trim_start();
    let sign = match after.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let digits: String = after.chars().skip(1).filter(|c| *c != ':').collect();
    if !(1..=4).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes) = digits.split_at(if digits.len() > 2 { digits.len() - 2 } else { digits.len() });
    let offset = sign * (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().unwrap_or(0));
    Some(match offset {
        -480 => "`America/Los_Angeles`",
        -420 => "`America/Denver`",
        -360 => "`America/Chicago` or `America/Mexico_City`",
        -300 => "`America/New_York` or `America/Bogota`",
        -240 => "`America/Halifax` or `America/Santiago`",
        -180 => "`America/Sao_Paulo` or `America/Argentina/Buenos_Aires`",
        0 => "`Europe/London` or `Africa/Accra`",
        60 => "`Europe/Berlin` or `Africa/Lagos`",
        120 => "`Europe/Athens` or `Africa/Cairo`",
        180 => "`Europe/Istanbul` or `Africa/Nairobi`",
        240 => "`Asia/Dubai`",
        300 => "`Asia/Karachi`",
        330 => "`Asia/Kolkata`",
        360 => "`Asia/Dhaka`",
        420 => "`Asia/Jakarta` or `Asia/Bangkok`",
        480 => "`Asia/Singapore` or `Australia/Perth`",
        540 => "`Asia/Tokyo` or `Asia/Seoul`",
        600 => "`Australia/Sydney` or `Australia/Brisbane`",
        720 => "`Pacific/Auckland`",
        _ => "`Europe/Athens` or `Africa/Cairo`",
    })
}

/// What the name of a file seems to begin with, where it is no date: `2026-11-31`, `2026-12-1`; and what to write.
pub fn date_of_name(name: &str) -> Option<(String, String)> {
    let end = name.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(name.len());
    let parts: Vec<&str> = name[..end].split('-').filter(|part| !part.is_empty()).take(3).collect();
    let [year, month, day] = parts[..] else { return None };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let found = format!("{year}-{month}-{day}");
    let padded = format!("{year}-{month:0>2}-{day:0>2}");
    match When::parse(&padded) {
        Ok(_) if padded == found => None,
        Ok(_) => Some((found, format!("write it with two digits each: `{padded}`"))),
        Err(_) => possible(&padded).map(|help| (found, help)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_other_forms_are_guessed() {
        for (text, written) in [
            ("2026-12-3", "2026-12-03"),
            ("2026/12/03", "2026-12-03"),
            ("3.12.2026", "2026-12-03"),
            ("13/12/2026", "2026-12-13"),
            ("12/13/2026", "2026-12-13"),
            ("3 December 2026", "2026-12-03"),
            ("Thursday, 3rd of December 2026 at 7pm", "2026-12-03T19:00"),
            ("December 3, 2026, 7:30 p.m.", "2026-12-03T19:30"),
            ("2026-12-03T6pm", "2026-12-03T18:00"),
            ("2026-12-03, 19:00", "2026-12-03T19:00"),
            ("2026-12-03 9:00", "2026-12-03T09:00"),
            ("3.12.26 19 Uhr", "2026-12-03T19:00"),
            ("2026-12-03 19h30", "2026-12-03T19:30"),
            ("2026-12-03 12am", "2026-12-03T00:00"),
        ] {
            assert_eq!(moment(text, false), format!("write `{written}`"), "{text}");
        }
    }

    #[test]
    fn two_meanings_are_both_given_and_what_is_missing_is_asked_for() {
        assert_eq!(moment("01/12/2026", false), "write `2026-12-01` for 1 December, or `2026-01-12` for 12 January");
        assert_eq!(moment("7pm", false), "write the day as well: `2026-12-03T19:00`");
        assert_eq!(moment("3 Dec", false), "write the year as well, and first: `2026-12-03`");
        for text in ["tomorrow", "3 to 5 December 2026", "2026-12-03T18:00+99:99", "", "the 3rd", "31 February 2026"] {
            assert!(moment(text, false).starts_with("write a day"), "{text}");
        }
    }

    #[test]
    fn what_is_in_no_calendar_has_a_neighbour() {
        for (text, help) in [
            ("2026-11-31", "November 2026 has 30 days: write `2026-11-30`, or the day that is meant"),
            ("2026-31-12", "the month comes before the day: write `2026-12-31`"),
            ("2026-12-03T24:00", "midnight is the beginning of the next day: write `2026-12-04T00:00`"),
            ("2026-12-03T25:00", "a day goes from `00:00` to `23:59`"),
            ("2026-13", "months go from 01 to 12"),
        ] {
            assert_eq!(possible(text).as_deref(), Some(help), "{text}");
        }
        assert_eq!(possible("2026-99-99"), None);
    }

    #[test]
    fn lengths_in_words_are_guessed() {
        for (text, written) in [
            ("2 hours", "2h"),
            ("1 hour 30 minutes", "1h30m"),
            ("1 hour and 15 min", "1h15m"),
            ("90 min", "1h30m"),
            ("1.5 hours", "1h30m"),
            ("1,5h", "1h30m"),
            ("1:30", "1h30m"),
            ("half an hour", "30m"),
            ("2 days", "2d"),
        ] {
            assert_eq!(length(text).as_deref(), Some(written), "{text}");
        }
        for text in ["long", "2", "h", "", "0 hours", "9999999 weeks", "1.0001 h", "..5h"] {
            assert_eq!(length(text), None, "{text}");
        }
    }

    #[test]
    fn offsets_are_no_zones() {
        for text in ["UTC+2", "GMT+2", "+02:00", "utc +0200", "UTC+02"] {
            assert_eq!(places_at_offset(text), Some("`Europe/Athens` or `Africa/Cairo`"), "{text}");
        }
        assert!(places_at_offset("Europe/Athens").is_none() && places_at_offset("UTC+x").is_none());
    }

    #[test]
    fn names_of_files_hide_dates() {
        assert_eq!(date_of_name("2026-12-1-tips").unwrap().1, "write it with two digits each: `2026-12-01`");
        assert!(date_of_name("2026-11-31-x").unwrap().1.starts_with("November 2026 has 30 days"));
        assert!(date_of_name("2026-11-30-x").is_none() && date_of_name("tips").is_none() && date_of_name("2026").is_none());
    }
}
