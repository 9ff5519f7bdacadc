//! What a rule comes to, in the few forms that people say.
//!
//! Many rules are one rhythm: `FREQ=MONTHLY;BYDAY=TH` is every Thursday, `BYDAY=TH;BYSETPOS=1` the first of them. What
//! the rule leaves to its start is filled in. A rule that fits no form has none; dates are better than half a truth.

use crate::model::rule::{Frequency, Rule, WeekdayNth};
use chrono::{Datelike, NaiveDate, Weekday};

/// A rhythm. Months count from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Every so many days.
    Days(u32),
    /// Each Monday, Tuesday, Wednesday, Thursday and Friday.
    WorkingDays,
    /// Every so many weeks on these days, from Monday.
    Weeks(u32, Vec<Weekday>),
    /// Every so many months.
    Months(u32, Vec<On>),
    /// Every so many years, in these months; in none: on days of the whole year.
    Years(u32, Vec<u32>, Vec<On>),
    /// The same, in these months only.
    During(Box<Shape>, Vec<u32>),
}

/// Which days of a month (or year).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Day(u32),
    LastDay,
    /// 1 to 5, or -1 for the last.
    Nth(i8, Weekday),
    /// Monday to Friday: the first, 1, or the last, -1.
    WorkingDay(i8),
}

/// How long a list may be that people still take in.
const MOST: usize = 6;

/// The working week, as BYDAY says it.
const MONDAY_TO_FRIDAY: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// The rhythm of a rule whose first day is `start`; `None` where there is no short way to say it.
pub fn shape(rule: &Rule, start: NaiveDate) -> Option<Shape> {
    if !rule.weeks.is_empty() || !rule.year_days.is_empty() {
        return None;
    }
    let all_year = rule.months.is_empty() || rule.months.len() == 12;
    let months: Vec<u32> = rule.months.iter().filter(|_| !all_year).map(|m| m.unsigned_abs().into()).collect();
    let every = rule.interval;
    let plain = !rule.days.is_empty() && rule.days.iter().all(|d| d.nth.is_none());
    let each_weekday = plain && rule.positions.is_empty() && rule.month_days.is_empty();
    match rule.frequency {
        Frequency::Daily | Frequency::Weekly if !rule.positions.is_empty() => None,
        Frequency::Daily if rule.days.is_empty() && rule.month_days.is_empty() => during(Shape::Days(every), months),
        Frequency::Daily if every > 1 || plain && !each_weekday => None,
        Frequency::Weekly => during(weeks(rule, start)?, months),
        _ if each_weekday && every == 1 => during(weeks(rule, start)?, months),
        _ if each_weekday => None,
        Frequency::Monthly if months.is_empty() && every.is_multiple_of(12) => {
            years(every / 12, vec![start.month()], on(rule, start)?)
        }
        Frequency::Daily | Frequency::Monthly if months.is_empty() => Some(Shape::Months(every, on(rule, start)?)),
        Frequency::Daily | Frequency::Monthly => match every {
            1 => years(1, months, on(rule, start)?),
            _ => None,
        },
        Frequency::Yearly => yearly(rule, start, months),
    }
}

fn yearly(rule: &Rule, start: NaiveDate, months: Vec<u32>) -> Option<Shape> {
    let whole_year = months.is_empty();
    let on = on(rule, start)?;
    match (whole_year, rule.days.is_empty(), rule.month_days.is_empty()) {
        // The start says month and day.
        (true, true, true) if rule.months.is_empty() => years(rule.interval, vec![start.month()], on),
        // A day of the month, in each month of the year.
        (true, true, _) => (rule.interval == 1).then_some(Shape::Months(1, on)),
        // BYDAY alone counts through the year, with all twelve months written out through each of them.
        (true, false, _) if rule.months.is_empty() => {
            let numbered = on.iter().any(|on| matches!(on, On::Day(_)));
            (!numbered).then_some(Shape::Years(rule.interval, months, on))
        }
        (true, false, _) => (rule.interval == 1 && rule.positions.is_empty()).then_some(Shape::Months(1, on)),
        // Positions count through all the months together.
        (false, ..) if rule.positions.is_empty() || months.len() == 1 => years(rule.interval, months, on),
        (false, ..) => None,
    }
}

/// `None` where one of the days does not exist, or there are too many.
fn years(every: u32, months: Vec<u32>, on: Vec<On>) -> Option<Shape> {
    let days = on.iter().filter(|on| matches!(on, On::Day(_))).count();
    let mixed = days > 0 && days < on.len();
    let exist = |on: &On| match on {
        On::Day(day) => months.iter().all(|month| *day <= longest(*month)),
        _ => true,
    };
    (!mixed && days * months.len() <= MOST && on.iter().all(exist)).then_some(Shape::Years(every, months, on))
}

fn during(shape: Shape, months: Vec<u32>) -> Option<Shape> {
    match (&shape, months.is_empty()) {
        (_, true) => Some(shape),
        // In which of its weeks a month begins, nobody knows without counting.
        (Shape::Days(1) | Shape::Weeks(1, _) | Shape::WorkingDays, false) => Some(Shape::During(Box::new(shape), months)),
        _ => None,
    }
}

fn weeks(rule: &Rule, start: NaiveDate) -> Option<Shape> {
    let mut days: Vec<Weekday> = rule.days.iter().map(|d| d.day).collect();
    if days.is_empty() {
        days.push(start.weekday());
    }
    days.sort_by_key(Weekday::num_days_from_monday);
    let from_monday = |day: &Weekday| day.num_days_from_monday() < rule.week_start.num_days_from_monday();
    let parted = days.iter().any(from_monday) && !days.iter().all(from_monday);
    match rule.interval {
        1 if days.len() == 7 => Some(Shape::Days(1)),
        1 if days == MONDAY_TO_FRIDAY => Some(Shape::WorkingDays),
        // Where the week begins decides which days are of one week, and readers begin it elsewhere.
        2.. if parted => None,
        every => Some(Shape::Weeks(every, days)),
    }
}

/// The days of a month that the rule names, or that its start does.
fn on(rule: &Rule, start: NaiveDate) -> Option<Vec<On>> {
    let Rule { days, month_days, positions, .. } = rule;
    let mut on = match (days.is_empty(), month_days.is_empty(), positions.is_empty()) {
        (true, true, true) => vec![On::Day(start.day())],
        (true, false, true) => month_days.iter().map(|day| day_of_month(*day)).collect::<Option<_>>()?,
        (false, true, true) => days.iter().map(|d| nth(d.nth?, d.day)).collect::<Option<_>>()?,
        (false, true, false) => positioned(days, positions)?,
        _ => return None,
    };
    on.sort_by_key(|on| matches!(on, On::LastDay | On::Nth(-1, _)));
    (on.len() <= MOST).then_some(on)
}

/// The days that BYSETPOS takes out of all weekdays of a month.
fn positioned(days: &[WeekdayNth], positions: &[i16]) -> Option<Vec<On>> {
    let weekdays: Vec<Weekday> = days.iter().map(|d| d.nth.is_none().then_some(d.day)).collect::<Option<_>>()?;
    match (&weekdays[..], positions) {
        ([day], _) => positions.iter().map(|n| nth(i8::try_from(*n).ok()?, *day)).collect(),
        (five, [n @ (1 | -1)]) if five == MONDAY_TO_FRIDAY => Some(vec![On::WorkingDay(*n as i8)]),
        (all, _) if all.len() == 7 => positions.iter().map(|n| day_of_month(*n)).collect(),
        _ => None,
    }
}

fn day_of_month(day: i16) -> Option<On> {
    match day {
        -1 => Some(On::LastDay),
        1..=31 => Some(On::Day(day.unsigned_abs().into())),
        _ => None,
    }
}

fn nth(nth: i8, day: Weekday) -> Option<On> {
    matches!(nth, 1..=5 | -1).then_some(On::Nth(nth, day))
}

/// The most days a month can have.
fn longest(month: u32) -> u32 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl On {
    /// True where some months lack it.
    pub fn lacks_in_some_month(self) -> bool {
        matches!(self, On::Day(29..) | On::Nth(5, _))
    }

    /// True where the month lacks it in some years.
    pub fn lacks_in_some_year(self, month: u32) -> bool {
        matches!((self, month), (On::Day(29), 2) | (On::Nth(5, _), _))
    }
}
