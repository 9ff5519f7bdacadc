//! A rule becomes days.

use super::{Frequency, Rule, Until, WeekdayNth};
use crate::model::time::{When, Zone, resolve};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};

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
        if self.frequency == Frequency::Yearly && unnamed && self.weeks.is_empty() && day.day() > 28 {
            // Some programs take 1 March for a 29 February that is missing.
            rule.month_days = vec![day.day() as i16];
            if rule.months.is_empty() {
                rule.months = vec![day.month() as i16];
            }
        }
        let whole_year = self.months.is_empty() && self.weeks.is_empty() && self.year_days.is_empty() && !counted;
        if self.frequency == Frequency::Yearly && !self.month_days.is_empty() && whole_year {
            rule.months = (1..=12).collect();
        }
        if self.frequency == Frequency::Yearly && !rule.month_days.is_empty() {
            // Nor is 1 May a 31 April.
            const LENGTHS: [i16; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
            let fits = |month: &i16| rule.month_days.iter().any(|day| day.abs() <= LENGTHS[(*month - 1).clamp(0, 11) as usize]);
            let fitting: Vec<i16> = rule.months.iter().copied().filter(fits).collect();
            if !fitting.is_empty() {
                rule.months = fitting;
            }
        }
        if self.frequency == Frequency::Weekly && self.months.is_empty() && !self.positions.is_empty() {
            // Every week has the same days, and some programs count those of the first from its start alone.
            rule.days.sort_by_key(|d| d.day.days_since(self.week_start));
            let positions = Counted::of(self.positions.iter().copied());
            positions.keep(&mut rule.days);
            rule.days.sort_by_key(|d| d.day.num_days_from_monday());
            rule.positions.clear();
        }
        rule.number_all_weekdays();
        rule.count_by_months();
        rule.text = rule.to_string();
        rule
    }

    /// Gives every weekday a number where some have one: `1MO,WE` is `1MO` to some programs and nothing to others.
    fn number_all_weekdays(&mut self) {
        let mixed = self.days.iter().any(|d| d.nth.is_some()) && self.days.iter().any(|d| d.nth.is_none());
        if self.frequency != Frequency::Monthly || !mixed {
            return;
        }
        let all = std::mem::take(&mut self.days).into_iter().flat_map(|d| match d.nth {
            Some(_) => vec![d],
            None => (1..=5).map(|nth| WeekdayNth { nth: Some(nth), day: d.day }).collect(),
        });
        for day in all {
            if !self.days.contains(&day) {
                self.days.push(day);
            }
        }
        self.days.sort_by_key(|d| (d.nth, d.day.num_days_from_monday()));
    }

    /// Days from the end of several months, each year: ical.js takes the last day of the first month for all.
    fn count_by_months(&mut self) {
        let by_day_alone =
            self.days.is_empty() && self.weeks.is_empty() && self.year_days.is_empty() && self.positions.is_empty();
        let from_end = self.month_days.iter().any(|day| *day < 0);
        if self.frequency == Frequency::Yearly && self.interval == 1 && by_day_alone && from_end && !self.months.is_empty() {
            self.frequency = Frequency::Monthly;
        }
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
