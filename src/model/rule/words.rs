//! Rules written in plain English: the rule to write instead, or both rules where the words have two readings.
//!
//! A rule is offered only where every word was understood: a repair that leaves out a part of the text would put an
//! event on wrong dates.

const DAYS: [(&str, &str); 7] = [
    ("monday", "MO"),
    ("tuesday", "TU"),
    ("wednesday", "WE"),
    ("thursday", "TH"),
    ("friday", "FR"),
    ("saturday", "SA"),
    ("sunday", "SU"),
];

const NUMBERS: [(&str, u32); 12] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
];

const ORDINALS: [(&str, i8); 6] = [("first", 1), ("second", 2), ("third", 3), ("fourth", 4), ("fifth", 5), ("last", -1)];

/// Words that change nothing about a rule.
const FILLERS: [&str; 9] = ["on", "of", "the", "each", "every", "a", "in", "and", "at"];

/// The parts that were found in a text.
#[derive(Default)]
struct Parts {
    unit: Option<&'static str>,
    interval: Option<u32>,
    /// `other`: every second one.
    other: bool,
    weekdays: Vec<&'static str>,
    ordinals: Vec<i8>,
    /// `15th`: a day of the month, or the position of a weekday.
    numbered: Vec<u32>,
    /// `every` or `each` stands in the text.
    every: bool,
}

/// The help line for a rule in words; `None` where a part was not understood.
pub fn help(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase().replace("bi-", "bi").replace("semi-", "semi");
    if let Some(help) = idiom(&lower) {
        return Some(help);
    }
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut parts = Parts { every: words.iter().any(|word| matches!(*word, "every" | "each")), ..Parts::default() };
    for word in words {
        parts.take(word)?;
    }
    parts.help()
}

/// Words with a meaning of their own, most of them with two.
fn idiom(lower: &str) -> Option<String> {
    let two = |first: &str, meaning: &str, second: &str, other: &str| {
        Some(format!("write `{first}` for {meaning}, or `{second}` for {other}"))
    };
    match lower {
        "biweekly" => {
            two("FREQ=WEEKLY;INTERVAL=2", "every two weeks", "FREQ=WEEKLY;BYDAY=MO,TH", "twice a week, on days of yours")
        }
        "bimonthly" => {
            two("FREQ=MONTHLY;INTERVAL=2", "every two months", "FREQ=MONTHLY;BYMONTHDAY=1,15", "twice a month, on days of yours")
        }
        "biannually" | "biannual" | "semiannually" | "twice a year" => {
            Some("write both days: `FREQ=MONTHLY;INTERVAL=6` repeats `start` every six months".into())
        }
        "twice a month" | "twice monthly" | "semimonthly" | "two times a month" => two(
            "FREQ=MONTHLY;BYMONTHDAY=1,15",
            "two days of the month",
            "FREQ=MONTHLY;BYDAY=1TH,3TH",
            "two weekdays of the month, such as the first and third Thursday",
        ),
        "twice a week" | "twice weekly" | "two times a week" => {
            Some("write the two days: `FREQ=WEEKLY;BYDAY=MO,TH` is every Monday and Thursday".into())
        }
        _ => None,
    }
}

impl Parts {
    /// Takes a word into account; `None` where it is unknown or contradicts an earlier one.
    fn take(&mut self, word: &str) -> Option<()> {
        if FILLERS.contains(&word) {
            return Some(());
        }
        let unit = |name: &str| match name {
            "day" | "days" | "daily" => Some(("DAILY", 1)),
            "week" | "weeks" | "weekly" => Some(("WEEKLY", 1)),
            "month" | "months" | "monthly" => Some(("MONTHLY", 1)),
            "year" | "years" | "yearly" | "annually" | "annual" => Some(("YEARLY", 1)),
            "fortnight" | "fortnightly" | "fortnights" => Some(("WEEKLY", 2)),
            "quarter" | "quarterly" | "quarters" => Some(("MONTHLY", 3)),
            _ => None,
        };
        if let Some((name, times)) = unit(word) {
            if self.unit.is_some_and(|known| known != name) {
                // "the second Tuesday of every month, weekly" is not one rule.
                return None;
            }
            self.unit = Some(name);
            if times != 1 {
                self.interval = Some(times * self.interval.unwrap_or(1));
            }
            return Some(());
        }
        match word {
            "other" | "alternate" => self.other = true,
            "weekday" | "weekdays" | "workday" | "workdays" => self.weekdays.extend(["MO", "TU", "WE", "TH", "FR"]),
            "weekend" | "weekends" => self.weekdays.extend(["SA", "SU"]),
            _ => return self.take_name(word),
        }
        Some(())
    }

    fn take_name(&mut self, word: &str) -> Option<()> {
        let named = |name: &str| word.len() > 2 && (name.starts_with(word) || word.strip_suffix('s') == Some(name));
        if let Some((_, day)) = DAYS.iter().find(|(name, _)| named(name)) {
            self.weekdays.push(day);
        } else if let Some((_, nth)) = ORDINALS.iter().find(|(name, _)| *name == word) {
            self.ordinals.push(*nth);
        } else if let Some((_, number)) = NUMBERS.iter().find(|(name, _)| *name == word) {
            self.interval.replace(*number).is_none().then_some(())?;
        } else if let Ok(number @ 1..=1000) = word.parse() {
            self.interval.replace(number).is_none().then_some(())?;
        } else {
            let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end))?;
            self.numbered.push(digits.parse().ok().filter(|day| (1..=31).contains(day))?);
        }
        Some(())
    }

    fn help(mut self) -> Option<String> {
        let mut seen = Vec::new();
        self.weekdays.retain(|day| {
            !seen.contains(day) && {
                seen.push(*day);
                true
            }
        });
        let interval = match (self.interval, self.other) {
            (None, other) => 1 + u32::from(other),
            (Some(interval), false) => interval,
            (Some(_), true) => return None,
        };
        let step = if interval == 1 { String::new() } else { format!(";INTERVAL={interval}") };
        let mut nths = self.ordinals;
        if !self.weekdays.is_empty() {
            for number in self.numbered.drain(..) {
                nths.push(i8::try_from(number).ok().filter(|n| *n <= 5)?);
            }
        }
        let days = self.weekdays.join(",");
        match (self.weekdays.is_empty(), nths.is_empty()) {
            (false, true) => match self.unit {
                None | Some("WEEKLY") => Some(format!("write `FREQ=WEEKLY{step};BYDAY={days}`")),
                _ => None,
            },
            (false, false) => {
                let [day] = self.weekdays[..] else { return None };
                let list: Vec<String> = nths.iter().map(|nth| format!("{nth}{day}")).collect();
                let monthly = format!("FREQ=MONTHLY{step};BYDAY={}", list.join(","));
                match self.unit {
                    // "Every second Wednesday" is every other one to some, and the second of the month to others.
                    None if nths == [2] && self.every && step.is_empty() => Some(format!(
                        "write `FREQ=WEEKLY;INTERVAL=2;BYDAY={day}` for every other week, or `{monthly}` for the second of each month"
                    )),
                    None if step.is_empty() => Some(format!("write `{monthly}`")),
                    Some("MONTHLY") => Some(format!("write `{monthly}`")),
                    _ => None,
                }
            }
            (true, _) => without_weekday(self.unit, &step, &nths, &self.numbered),
        }
    }
}

fn without_weekday(unit: Option<&str>, step: &str, nths: &[i8], numbered: &[u32]) -> Option<String> {
    match (unit, nths, numbered) {
        (Some(unit), [], []) => Some(format!("write `FREQ={unit}{step}`")),
        (Some(unit), [nth], []) if *nth > 1 && step.is_empty() => Some(format!("write `FREQ={unit};INTERVAL={nth}`")),
        (Some("MONTHLY"), [], days) => {
            let days: Vec<String> = days.iter().map(u32::to_string).collect();
            Some(format!("write `FREQ=MONTHLY{step};BYMONTHDAY={}`", days.join(",")))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::Rule;

    #[test]
    fn a_rule_in_words_becomes_the_rule_that_it_names() {
        for (text, rule) in [
            ("every 2 weeks", "FREQ=WEEKLY;INTERVAL=2"),
            ("every two weeks on Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
            ("every other week on Tuesdays", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
            ("fortnightly", "FREQ=WEEKLY;INTERVAL=2"),
            ("every 3 months", "FREQ=MONTHLY;INTERVAL=3"),
            ("quarterly", "FREQ=MONTHLY;INTERVAL=3"),
            ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            ("monthly on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("first and third Thursday of the month", "FREQ=MONTHLY;BYDAY=1TH,3TH"),
            ("the second Wednesday of the month", "FREQ=MONTHLY;BYDAY=2WE"),
            ("every second week", "FREQ=WEEKLY;INTERVAL=2"),
            ("every 10 days", "FREQ=DAILY;INTERVAL=10"),
            ("annually", "FREQ=YEARLY"),
        ] {
            assert_eq!(help(text).as_deref(), Some(&*format!("write `{rule}`")), "{text}");
            assert!(Rule::parse(rule).is_ok(), "{rule}");
        }
    }

    #[test]
    fn two_readings_are_both_given() {
        for text in ["bi-weekly", "biweekly", "every second Wednesday", "every 2nd Wed", "twice a month", "bimonthly"] {
            let help = help(text).unwrap_or_default();
            let rules: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
            assert!(rules.len() == 2 && rules.iter().all(|rule| Rule::parse(rule).is_ok()), "{text}: {help}");
        }
    }

    #[test]
    fn a_text_that_is_not_understood_in_full_gets_no_rule() {
        for text in ["now and then", "every Tuesday except in August", "monthly on the 15th until June", "", "Πέμπτη", "every"]
        {
            assert_eq!(help(text), None, "{text}");
        }
    }
}
