//! How something repeats: a rule of RFC 5545, section 3.3.10, read and unrolled into days.
//!
//! Rules here know days only. The time of day is the start's, and what a clock makes of it is `time::resolve`'s.
//!
//! Every rule costs bounded time. What a rule says of a day depends on where the day lies in the 400 years after which
//! the calendar repeats itself, so a rule that finds nothing in as many steps as those years have will never find
//! anything; a rule without COUNT is unrolled from where it is looked at, however long ago it began; and one with COUNT
//! is counted for as many years at most.

mod read;
mod unroll;
mod words;

use super::{iso, time::When};
use chrono::Weekday;
use std::{fmt, ops::Range};
pub use unroll::Unrolled;

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
            Until::Last(When::Exact(exact)) => write!(f, ";UNTIL={}", iso::basic_utc(exact.to_utc()))?,
            Until::Last(When::Wall(wall)) => write!(f, ";UNTIL={}", iso::basic(wall))?,
            Until::Last(day) => write!(f, ";UNTIL={}", iso::basic_day(day.date()))?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Zone;
    use chrono::NaiveDate;

    fn wrong(text: &str) -> (String, String) {
        let wrong = Rule::parse(text).expect_err(text);
        (text[wrong.range.clone()].to_owned(), format!("{}; {}", wrong.message, wrong.help.unwrap_or_default()))
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        for (text, place, words) in [
            ("now and then", "now and then", "FREQ=MONTHLY;BYDAY=1TH"),
            ("every Thursday", "every Thursday", "write `FREQ=WEEKLY;BYDAY=TH`"),
            ("every first Thursday", "every first Thursday", "write `FREQ=MONTHLY;BYDAY=1TH`"),
            ("the last Fri of the month", "the last Fri of the month", "write `FREQ=MONTHLY;BYDAY=-1FR`"),
            ("every other week on Tuesdays", "every other week on Tuesdays", "write `FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`"),
            ("fortnightly", "fortnightly", "write `FREQ=WEEKLY;INTERVAL=2`"),
            ("monthly", "monthly", "write `FREQ=MONTHLY`"),
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
        // Programs disagree on weekdays with and without a number in one list, and on days from the end of several months.
        assert_eq!(spelled("FREQ=MONTHLY;BYDAY=1MO,WE", "2026-05-04"), "FREQ=MONTHLY;BYDAY=1MO,1WE,2WE,3WE,4WE,5WE");
        assert_eq!(
            spelled("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "2026-03-31"),
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
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
