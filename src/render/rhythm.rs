//! How something repeats, in the reader's language: "every month on the first Thursday, 18:00 Casablanca time, until
//! 30 June 2027".
//!
//! What is said is decided in `rhythm/shape.rs`; how, by the strings of the theme that begin with `rhythm-`, put
//! together from the inside out. Each phrase is told what grammar may depend on (the weekday, the month, the number,
//! the hour), so that a language chooses its articles, cases and plurals in its own file.

mod shape;
#[cfg(test)]
mod tests;

use super::{
    dates::Dates,
    strings::{Arg, Strings},
};
use crate::model::{
    language::LangId,
    rule::{Rule, Until},
    time::{When, Zone},
};
use chrono::{NaiveDate, NaiveTime, Timelike, Weekday};
use shape::{On, Shape};

/// A language that rhythms are told in.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    pub lang: LangId,
    pub strings: &'a Strings,
    pub dates: &'a Dates,
}

/// The rule of something that starts at `start`, in words. `None` where there is no short way to say it, and where it
/// comes only once: then the dates have to speak for themselves.
pub fn rhythm(rule: &Rule, start: When, zone: Zone, voice: Voice) -> Option<String> {
    if matches!(start, When::Month { .. }) {
        return None;
    }
    let wall = start.wall(zone);
    let said = voice.shape(&shape::shape(rule, wall.date())?)?;
    // What has a shape goes on for ever, unless it is told not to.
    let once = match rule.until {
        Until::Never => false,
        Until::Count(count) => count < 2,
        Until::Last(_) => rule.dates(start, zone, wall.date(), NaiveDate::MAX, 2).len() < 2,
    };
    if once {
        return None;
    }
    let said = if start.has_time() { voice.at(&said, wall.time(), zone) } else { said };
    Some(match rule.until {
        Until::Never => said,
        Until::Count(count) => voice.say("rhythm-times", &[("rhythm", Arg::Text(&said)), ("n", Arg::Number(count.into()))]),
        Until::Last(_) => {
            let last = voice.dates.long(rule.last_day(start, zone)?);
            voice.say("rhythm-until", &[("rhythm", Arg::Text(&said)), ("date", Arg::Text(&last))])
        }
    })
}

/// What strings know the weekdays by, from Monday.
const WEEKDAYS: [&str; 7] = ["mo", "tu", "we", "th", "fr", "sa", "su"];

impl Voice<'_> {
    fn say(&self, key: &str, args: &[(&str, Arg)]) -> String {
        self.strings.get(self.lang, key, args).into_owned()
    }

    fn shape(&self, shape: &Shape) -> Option<String> {
        let every = |n: &u32| ("n", Arg::Number((*n).into()));
        Some(match shape {
            Shape::Days(n) => self.say("rhythm-daily", &[every(n)]),
            Shape::WorkingDays => self.say("rhythm-working-days", &[]),
            Shape::Weeks(1, days) => {
                let days = self.list(days, |day| self.weekday("rhythm-weekday", *day));
                self.say("rhythm-each-week", &[("days", Arg::Text(&days))])
            }
            Shape::Weeks(n, days) => {
                let count = Arg::Number(days.len() as i64);
                let days = self.list(days, |day| self.weekday("rhythm-on-weekday", *day));
                self.say("rhythm-weekly", &[every(n), ("days", Arg::Text(&days)), ("count", count)])
            }
            Shape::Months(n, on) => {
                let said = self.say("rhythm-monthly", &[every(n), ("days", Arg::Text(&self.days(on)?))]);
                let some = on.iter().any(|on| on.lacks_in_some_month());
                if some { self.say("rhythm-in-some-months", &[("rhythm", Arg::Text(&said))]) } else { said }
            }
            Shape::Years(n, months, on) => {
                let said = self.say("rhythm-yearly", &[every(n), ("days", Arg::Text(&self.days_of_year(months, on)?))]);
                let some = months.iter().any(|month| on.iter().any(|on| on.lacks_in_some_year(*month)));
                if some { self.say("rhythm-in-some-years", &[("rhythm", Arg::Text(&said))]) } else { said }
            }
            Shape::During(shape, months) => {
                let said = self.shape(shape)?;
                let months = self.list(months, |month| {
                    let name = self.dates.month_name(*month);
                    self.say("rhythm-in-month", &[("month", Arg::Text(name)), ("number", Arg::Number((*month).into()))])
                });
                self.say("rhythm-in-months", &[("rhythm", Arg::Text(&said)), ("months", Arg::Text(&months))])
            }
        })
    }

    /// The days of a month: `the 5th and the last day`, `the first and the third Thursday`.
    fn days(&self, on: &[On]) -> Option<String> {
        let mut items: Vec<String> = Vec::new();
        let mut weekdays: Vec<(Weekday, Vec<i8>)> = Vec::new();
        for on in on {
            match on {
                On::Day(day) => items.push(self.say("rhythm-day", &[("n", Arg::Number((*day).into()))])),
                On::LastDay => items.push(self.say("rhythm-last-day", &[])),
                On::WorkingDay(n) => items.push(self.say("rhythm-working-day", &[("n", Arg::Number((*n).into()))])),
                On::Nth(nth, day) => match weekdays.iter_mut().find(|(other, _)| other == day) {
                    Some((_, all)) => all.push(*nth),
                    None => weekdays.push((*day, vec![*nth])),
                },
            }
        }
        items.extend(weekdays.iter().map(|(day, nths)| {
            let id = Arg::Text(weekday_id(*day));
            let nths = self.list(nths, |nth| self.say("rhythm-nth", &[("n", Arg::Number((*nth).into())), ("day", id)]));
            let weekday = self.weekday("rhythm-weekday", *day);
            let said = [("nth", Arg::Text(&nths)), ("weekday", Arg::Text(&weekday)), ("day", id)];
            self.say("rhythm-nth-weekday", &said)
        }));
        Some(self.dates.list(&items))
    }

    /// The days of a year: `3 December`, `the first Thursday of May`.
    fn days_of_year(&self, months: &[u32], on: &[On]) -> Option<String> {
        if months.is_empty() {
            return Some(self.say("rhythm-of-year", &[("days", Arg::Text(&self.days(on)?))]));
        }
        if on.iter().any(|on| matches!(on, On::Day(_))) {
            let dates = months.iter().flat_map(|month| on.iter().map(move |on| (*month, *on)));
            let items = dates.map(|(month, on)| match on {
                On::Day(day) => Some(self.date(NaiveDate::from_ymd_opt(LEAP_YEAR, month, day)?, day)),
                _ => None,
            });
            return Some(self.dates.list(&items.collect::<Option<Vec<_>>>()?));
        }
        let months =
            self.list(months, |month| self.say("rhythm-of-month", &[("month", Arg::Text(self.dates.month_name(*month)))]));
        Some(self.say("rhythm-of-months", &[("days", Arg::Text(&self.days(on)?)), ("months", Arg::Text(&months))]))
    }

    fn date(&self, date: NaiveDate, day: u32) -> String {
        let written = self.dates.day_and_month(date);
        self.say("rhythm-date", &[("date", Arg::Text(&written)), ("day", Arg::Number(day.into()))])
    }

    fn weekday(&self, key: &str, day: Weekday) -> String {
        let name = self.dates.weekday_name(day);
        self.say(key, &[("weekday", Arg::Text(name)), ("day", Arg::Text(weekday_id(day)))])
    }

    fn at(&self, said: &str, clock: NaiveTime, zone: Zone) -> String {
        let time = self.dates.time(clock);
        let label = self.dates.zone(zone.name());
        // What strings can choose by: no slashes, and all that is no place alike.
        let place = if label.starts_with("UTC") { "UTC".to_owned() } else { zone.name().replace('/', "-") };
        let hour = if self.dates.twelve_hours() { (clock.hour() + 11) % 12 + 1 } else { clock.hour() };
        let args = [
            ("rhythm", Arg::Text(said)),
            ("time", Arg::Text(time)),
            ("hour", Arg::Number(hour.into())),
            ("zone", Arg::Text(&label)),
            ("place", Arg::Text(&place)),
        ];
        self.say("rhythm-at", &args)
    }

    fn list<T>(&self, items: &[T], say: impl Fn(&T) -> String) -> String {
        self.dates.list(&items.iter().map(say).collect::<Vec<_>>())
    }
}

/// A year that has every date.
const LEAP_YEAR: i32 = 2024;

fn weekday_id(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize]
}
