//! How the dates of an event are laid out in a calendar, so that all readers see the same ones.
//!
//! Readers do not agree on everything the standard allows. Measured with ical.js, libical and Python icalendar: RDATE
//! is dropped by some; where clocks change between the start and the end of a date, or skip its start, or show it
//! twice, each makes something else of a rule. So a rule is written from its first plain date on; a date on which
//! readers would differ is a component of its own with a RECURRENCE-ID; and what stands beside the rule, or before its
//! first plain date, is an event of its own.

use super::zones::Zones;
use crate::model::{
    article::Event,
    occurrence::{Occurrence, occurrences, taken},
    rule::{Frequency, Rule, Unrolled, Until},
    time::{Comes, Instant, When, resolve},
};
use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime};
use std::collections::{BTreeMap, BTreeSet};

/// The dates of an event as components.
#[derive(Debug, Default)]
pub struct Series {
    pub repeating: Option<Repeating>,
    /// Dates of the rule that have a component of their own (RECURRENCE-ID), by their original start.
    pub apart: BTreeMap<NaiveDateTime, Occurrence>,
    /// Dates that are events of their own, by their original start.
    pub alone: BTreeMap<NaiveDateTime, Occurrence>,
}

/// What repeats.
#[derive(Debug)]
pub struct Repeating {
    /// The first date of the rule that all readers take alike; it is as it would be if nothing were different about it.
    pub first: Occurrence,
    pub rule: Rule,
    /// EXDATE.
    pub without: Vec<NaiveDateTime>,
}

/// Readers are given a component for each date they would differ on between these two instants.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    pub from: Instant,
    pub to: Instant,
}

impl Series {
    /// Lays out an event; `dates` are those the site shows, among them all that have something of their own.
    pub fn new(event: &Event, dates: &[Occurrence], zones: &Zones, range: Range) -> Series {
        let by_original = |dates: &[Occurrence]| dates.iter().map(|o| (o.original, *o)).collect();
        let Some(rule) = event.rrule.as_deref() else {
            return Series { alone: by_original(dates), ..Series::default() };
        };
        let bare = Event { overrides: Vec::new(), exdate: Vec::new(), rdate: Vec::new(), ..event.clone() };
        let layout = Layout { event, bare: &bare, rule, dates };
        if layout.is_seldom_understood() {
            let all = dates.iter().copied().chain(layout.between(range)).map(|o| (o.original, o));
            return Series { alone: all.collect(), ..Series::default() };
        }
        let (repeating, before) = layout.repeating();
        let mut series = Series { repeating, ..Series::default() };
        for original in before.into_iter().chain(layout.beside()) {
            series.alone.extend(layout.find(original).map(|o| (original, o)));
        }
        if let Some(Repeating { first, .. }) = &series.repeating {
            let on_rule = |o: &&Occurrence| o.original >= first.original && !series.alone.contains_key(&o.original);
            series.apart = dates.iter().filter(|o| o.over.is_some()).filter(on_rule).map(|o| (o.original, *o)).collect();
            for original in layout.troubled(first, zones, range) {
                if !series.apart.contains_key(&original) && !series.alone.contains_key(&original) {
                    series.apart.extend(layout.find(original).map(|o| (original, o)));
                }
            }
        }
        series
    }
}

struct Layout<'e> {
    event: &'e Event,
    /// The event with nothing but its rule.
    bare: &'e Event,
    rule: &'e Rule,
    dates: &'e [Occurrence],
}

impl Layout<'_> {
    /// Weeks of the year, weekdays counted through the year and places within it mean nothing to many readers, ical.js
    /// and Outlook among them. Such rules are rare and have few dates.
    fn is_seldom_understood(&self) -> bool {
        let Rule { frequency, months, weeks, days, positions, .. } = self.rule;
        *frequency == Frequency::Yearly
            && (!weeks.is_empty() || !positions.is_empty() || months.is_empty() && days.iter().any(|d| d.nth.is_some()))
    }

    /// Every date within the range.
    fn between(&self, range: Range) -> Vec<Occurrence> {
        const MOST: usize = 500;
        let day = |instant: Instant| instant.with_timezone(&self.event.zone).date_naive();
        occurrences(self.event, day(range.from), day(range.to), MOST)
    }

    /// What repeats, and the dates of the rule before it.
    fn repeating(&self) -> (Option<Repeating>, Vec<NaiveDateTime>) {
        // Whose every date is troubled (it lasts for months) is written as it is.
        const MOST: usize = 8;
        let time = self.start().time();
        let days = self.days(self.start().date(), NaiveDate::MAX, MOST);
        let at = days.iter().position(|day| self.as_the_rule_has_it(day.and_time(time)).is_some_and(|o| self.is_plain(&o)));
        let skipped = match at {
            Some(at) => at,
            None if days.len() < MOST => days.len(),
            None => 0,
        };
        let before = days[..skipped].iter().map(|day| day.and_time(time)).collect();
        let mut rule = self.rule.spelled(self.event.start, self.event.zone);
        rule.until = match rule.until {
            Until::Count(count) => Until::Count(count.saturating_sub(skipped as u32)),
            // A last date that comes twice is the second for some: the whole day leaves no doubt.
            Until::Last(last) if !self.all_day() && self.on_rule(last.wall(self.event.zone).date().and_time(time)) => {
                let end = last.wall(self.event.zone).date().and_hms_opt(23, 59, 59).unwrap_or_default();
                Until::Last(When::Exact(resolve(end, self.event.zone).instant.fixed_offset()))
            }
            other => other,
        };
        let first = days.get(skipped).and_then(|day| self.as_the_rule_has_it(day.and_time(time)));
        let repeating = first.map(|first| {
            let taken = taken(self.event).into_iter().filter(|at| *at >= first.original && self.on_rule(*at));
            Repeating { first, rule, without: taken.collect() }
        });
        (repeating, before)
    }

    fn start(&self) -> NaiveDateTime {
        let wall = self.event.start.wall(self.event.zone);
        if self.all_day() { wall.date().and_time(NaiveTime::MIN) } else { wall }
    }

    fn all_day(&self) -> bool {
        !self.event.start.has_time()
    }

    fn days(&self, from: NaiveDate, to: NaiveDate, limit: usize) -> Vec<NaiveDate> {
        self.rule.dates(self.event.start, self.event.zone, from, to, limit)
    }

    fn on_rule(&self, at: NaiveDateTime) -> bool {
        at.time() == self.start().time() && !self.days(at.date(), at.date(), 1).is_empty()
    }

    /// The start and `rdate`, where the rule does not give them.
    fn beside(&self) -> BTreeSet<NaiveDateTime> {
        let written = |when: &When| match when {
            When::Wall(_) | When::Exact(_) if !self.all_day() => when.wall(self.event.zone),
            _ => when.wall(self.event.zone).date().and_time(self.start().time()),
        };
        let all = self.event.rdate.iter().map(written).chain([self.start()]);
        all.filter(|at| !self.on_rule(*at)).collect()
    }

    /// A date as it really is.
    fn find(&self, original: NaiveDateTime) -> Option<Occurrence> {
        let shown = self.dates.iter().find(|o| o.original == original).copied();
        shown.or_else(|| around(self.event, original))
    }

    fn as_the_rule_has_it(&self, original: NaiveDateTime) -> Option<Occurrence> {
        around(self.bare, original)
    }

    /// Whether it is the same instants by the clock and by the hour.
    fn is_plain(&self, date: &Occurrence) -> bool {
        let zone = self.event.zone;
        let once = |wall: NaiveDateTime, instant: Instant| {
            let there = resolve(wall, zone);
            there.comes == Comes::Once && there.instant == instant
        };
        date.all_day
            || once(date.original, date.instant) && date.end.is_none_or(|end| once(date.original + (end - date.instant), end))
    }

    /// Dates on which readers would differ, because clocks change at them or before they are over.
    fn troubled(&self, first: &Occurrence, zones: &Zones, range: Range) -> Vec<NaiveDateTime> {
        if first.all_day {
            return Vec::new();
        }
        let zone = self.event.zone;
        let from = range.from.max(first.instant);
        let time = first.original.time();
        // What lasts longer than a year is troubled on every date anyway.
        let length = first.end.map_or(Duration::zero(), |end| end - first.instant).min(Duration::days(400));
        let touches = |day: NaiveDate, (low, high): (NaiveDateTime, NaiveDateTime)| {
            let start = day.and_time(time);
            start <= high && start + length >= low
        };
        let mut series = None;
        let mut found = Vec::new();
        for change in zones.changes(zone, from - length, range.to) {
            let touched = change.touched();
            let first_day = (touched.0 - length).date() - Days::new(1);
            let mut days = first_day.iter_days().take_while(|day| *day <= touched.1.date()).filter(|day| touches(*day, touched));
            let (Some(from), to) = (days.next(), touched.1.date()) else { continue };
            let series = series
                .get_or_insert_with(|| Unrolled::new(self.rule, self.event.start, zone, range.to.date_naive() + Days::new(1)));
            let originals = series.between(from.max(first.original.date()), to, usize::MAX).into_iter();
            found.extend(originals.filter(|day| touches(*day, touched)).map(|day| day.and_time(time)));
        }
        found
    }
}

fn around(event: &Event, original: NaiveDateTime) -> Option<Occurrence> {
    let day = original.date();
    let (from, to) = (day.checked_sub_days(Days::new(1))?, day.checked_add_days(Days::new(1))?);
    occurrences(event, from, to, usize::MAX).into_iter().find(|o| o.original == original)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        article::{Ending, EventStatus},
        time::Zone,
    };

    fn when(text: &str) -> When {
        When::parse(text).unwrap()
    }

    fn event(start: &str, ending: Ending, rule: &str) -> Event {
        Event {
            start: when(start),
            ending,
            zone: Zone::Europe__Athens,
            rrule: Some(Box::new(Rule::parse(rule).unwrap())),
            rdate: Vec::new(),
            exdate: Vec::new(),
            overrides: Vec::new(),
            location: None,
            online: None,
            registration: None,
            capacity: None,
            price: None,
            kind: None,
            group: None,
            hosts: Vec::new(),
            speakers: Vec::new(),
            status: EventStatus::Confirmed,
            recording: None,
            slides: None,
            attendance: None,
            uid: None,
        }
    }

    /// First date and rule; dates apart; dates alone.
    fn laid_out(event: &Event) -> (Option<String>, Vec<String>, Vec<String>) {
        let range = Range { from: "2024-12-01T00:00:00Z".parse().unwrap(), to: "2028-01-01T00:00:00Z".parse().unwrap() };
        let zones = Zones::new([(event.zone, event.start.instant(event.zone))]);
        let series = Series::new(event, &[], &zones, range);
        let name = |at: &NaiveDateTime| at.format("%Y-%m-%dT%H:%M").to_string();
        let first = series.repeating.map(|r| format!("{} {}", name(&r.first.original), r.rule));
        (first, series.apart.keys().map(name).collect(), series.alone.keys().map(name).collect())
    }

    #[test]
    fn a_date_beside_the_rule_is_alone_and_count_stays_right() {
        let mut event = event("2026-12-02T18:00", Ending::Open, "FREQ=WEEKLY;BYDAY=TU;COUNT=4");
        event.rdate = vec![when("2026-12-20T10:00"), when("2026-12-08")];
        let (first, apart, alone) = laid_out(&event);
        assert_eq!(first.as_deref(), Some("2026-12-08T18:00 FREQ=WEEKLY;COUNT=4;BYDAY=TU"));
        assert_eq!(apart, [] as [&str; 0]);
        assert_eq!(alone, ["2026-12-02T18:00", "2026-12-20T10:00"]);
    }

    #[test]
    fn dates_over_a_change_of_clocks_are_apart() {
        let night = Ending::At(when("2026-10-04T06:00"));
        let (first, apart, _) = laid_out(&event("2026-10-03T22:00", night, "FREQ=WEEKLY"));
        assert_eq!(first.as_deref(), Some("2026-10-03T22:00 FREQ=WEEKLY"));
        assert_eq!(apart, ["2026-10-24T22:00", "2027-03-27T22:00", "2027-10-30T22:00"]);
        // An evening never meets one.
        assert_eq!(laid_out(&event("2026-10-03T18:00", Ending::Open, "FREQ=DAILY")).1, [] as [&str; 0]);
        // A rule cannot begin with such a date.
        let night = Ending::After(Duration::hours(8));
        let (first, apart, alone) = laid_out(&event("2026-10-24T22:00", night, "FREQ=WEEKLY;COUNT=3"));
        assert_eq!(first.as_deref(), Some("2026-10-31T22:00 FREQ=WEEKLY;COUNT=2"));
        assert_eq!((apart, alone), (vec![], vec!["2026-10-24T22:00".to_owned()]));
    }

    #[test]
    fn rules_that_few_understand_are_written_out() {
        let (first, _, alone) = laid_out(&event("2025-05-15T18:00", Ending::Open, "FREQ=YEARLY;BYWEEKNO=20"));
        assert_eq!((first, alone), (None, vec!["2025-05-15T18:00".into(), "2026-05-14T18:00".into(), "2027-05-20T18:00".into()]));
    }

    #[test]
    fn whole_days_need_nothing_apart() {
        let mut event = event("2026-03-28", Ending::At(when("2026-03-29")), "FREQ=WEEKLY;COUNT=2");
        event.exdate = vec![when("2026-03-28")];
        assert_eq!(laid_out(&event).0.as_deref(), Some("2026-03-28T00:00 FREQ=WEEKLY;COUNT=2"));
    }
}
