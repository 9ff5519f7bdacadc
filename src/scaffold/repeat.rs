//! How an event repeats, as `new event --repeat` takes it.

use crate::model::{
    rule::{Rule, RuleError},
    time::{When, Zone},
};
use chrono::NaiveDate;

/// What can be written, for messages.
pub const FORMS: &str = "daily, weekly, weekly:TU,TH, monthly:1TH, monthly:15, yearly, or a whole rule FREQ=…";

/// Reads `weekly`, `weekly:TU,TH`, `monthly:1TH`, `monthly:15` or a rule of RFC 5545.
pub fn rule(text: &str) -> Result<Rule, String> {
    let text = text.trim();
    let written = match text.contains('=') {
        true => text.to_owned(),
        false => {
            let (unit, days) = text.split_once(':').unwrap_or((text, ""));
            let unit = unit.trim().to_ascii_uppercase();
            if !["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].contains(&&*unit) {
                return Err(format!("`{text}` is no rhythm; write {FORMS}"));
            }
            let days: String = days.chars().filter(|c| !c.is_whitespace()).collect();
            match days.is_empty() {
                true => format!("FREQ={unit}"),
                false if days.chars().all(|c| c.is_ascii_digit() || ",-".contains(c)) => format!("FREQ={unit};BYMONTHDAY={days}"),
                false => format!("FREQ={unit};BYDAY={}", days.to_ascii_uppercase()),
            }
        }
    };
    Rule::parse(&written).map_err(|RuleError { message, help, .. }| match help {
        Some(help) => format!("{message}; {help}"),
        None => message,
    })
}

/// The first date of the rule, the start itself or later; `None` where it has none.
pub fn first(rule: &Rule, start: When, zone: Zone) -> Option<When> {
    let day = *rule.dates(start, zone, start.wall(zone).date(), NaiveDate::MAX, 1).first()?;
    Some(match start {
        When::Day(_) | When::Month { .. } => When::Day(day),
        // What was written with an offset stays where it was if it is right.
        When::Exact(_) if day == start.wall(zone).date() => start,
        When::Wall(_) | When::Exact(_) => When::Wall(day.and_time(start.wall(zone).time())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_are_rules() {
        for (text, expected) in [
            ("daily", "FREQ=DAILY"),
            ("Weekly", "FREQ=WEEKLY"),
            ("weekly:tu, th", "FREQ=WEEKLY;BYDAY=TU,TH"),
            ("monthly:1TH", "FREQ=MONTHLY;BYDAY=1TH"),
            ("monthly:-1fr", "FREQ=MONTHLY;BYDAY=-1FR"),
            ("monthly:15", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("yearly", "FREQ=YEARLY"),
            ("FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2"),
        ] {
            assert_eq!(rule(text).unwrap().to_string(), expected, "{text}");
        }
        for text in ["often", "weekly:1TH", "monthly:1XX", "weekly:15", "FREQ=HOURLY", ""] {
            assert!(rule(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_first_date_is_on_the_rule() {
        let first = |rule_text: &str, start: &str| {
            first(&rule(rule_text).unwrap(), When::parse(start).unwrap(), Zone::Europe__Athens).map(|when| when.to_string())
        };
        assert_eq!(first("monthly:1TH", "2026-12-03T18:00").unwrap(), "2026-12-03T18:00");
        assert_eq!(first("monthly:1TH", "2026-12-04T18:00").unwrap(), "2027-01-07T18:00");
        assert_eq!(first("weekly", "2026-12-04").unwrap(), "2026-12-04");
        assert_eq!(first("weekly:MO", "2026-12-06T23:30Z").unwrap(), "2026-12-06T23:30+00:00", "Monday already, in Athens");
    }
}
