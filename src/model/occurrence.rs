//! What dates an event has.
//!
//! A series is unrolled on the wall clock of its zone, as days at one time of day. Then `start` and `rdate` come beside
//! the rule, `exdate` takes dates away, overrides change single ones, and only what is left becomes instants. Nothing
//! here knows now: a window of days is handed in.

use super::{
    article::{Ending, Event, EventStatus, Override},
    rule::Unrolled,
    time::{Comes, Instant, Resolved, SMALL_HOURS, When, Zone, resolve},
};
use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use std::collections::{BTreeMap, BTreeSet};

/// One date of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// When it would be if no override moved it, on the clock of the event's zone: its name, and its RECURRENCE-ID.
    pub original: NaiveDateTime,
    /// What clocks in the event's zone show when it begins; midnight for whole days.
    pub start: NaiveDateTime,
    pub instant: Instant,
    /// The instant from which it is over; for whole days the midnight after the last. `None`: nobody said.
    pub end: Option<Instant>,
    /// The instant from which it is past: its end, or where nobody said one, the midnight after it began.
    pub past_from: Instant,
    pub all_day: bool,
    /// Which of the event's overrides is about it.
    pub over: Option<usize>,
    pub status: EventStatus,
    /// How often the clock shows the time that is written or that the rule gives.
    pub comes: Comes,
    /// There is an earlier one on the same original day.
    pub further: bool,
}

impl Occurrence {
    /// What addresses name it by on the event's page: `2026-12-03`, its original day, even when it is moved; where a day
    /// has several, the later ones are `2026-12-03-1830`.
    pub fn id(&self) -> String {
        let form = match (self.further, self.original.second()) {
            (false, _) => "%Y-%m-%d",
            (true, 0) => "%Y-%m-%d-%H%M",
            (true, _) => "%Y-%m-%d-%H%M%S",
        };
        self.original.format(form).to_string()
    }

    /// The last day that it touches. What ends in the small hours belongs to the evening before.
    pub fn last_day(&self, zone: Zone) -> NaiveDate {
        let Some(end) = self.end.map(|end| end.with_timezone(&zone).naive_local()) else { return self.start.date() };
        let last = if self.all_day || end.time() <= SMALL_HOURS { earlier(end.date(), 1) } else { end.date() };
        last.max(self.start.date())
    }
}

/// The dates of an event that begin on a day from `from` to `to`, both included, in its own zone: sorted, each once, the
/// first `limit` of them. An event whose day is not fixed has none.
pub fn occurrences(event: &Event, from: NaiveDate, to: NaiveDate, limit: usize) -> Vec<Occurrence> {
    let moved: Vec<&Override> = event
        .overrides
        .iter()
        .filter(|o| o.start.is_some_and(|start| (from..=to).contains(&start.wall(event.zone).date())))
        .collect();
    let asked = |o: &Override| o.occurrence.wall(event.zone).date();
    let horizon = moved.iter().map(|o| later(asked(o), 1)).fold(to, NaiveDate::max);
    let Some(dates) = Dates::new(event, horizon) else { return Vec::new() };
    // What exdate takes and overrides move away leaves room for as many more.
    let most = limit.saturating_add(event.exdate.len()).saturating_add(event.overrides.len());
    // Clocks that are put forward at midnight show the next day.
    let mut found = dates.between(earlier(from, 1), to, most.saturating_add(1));
    for moved in moved {
        found.extend(dates.about(asked(moved)));
    }
    let gone: BTreeSet<NaiveDateTime> = event.exdate.iter().filter_map(|e| dates.meet(&found, *e).ok()).collect();
    found.retain(|original, _| !gone.contains(original));
    let mut over: BTreeMap<NaiveDateTime, usize> = BTreeMap::new();
    for (i, o) in event.overrides.iter().enumerate() {
        if let Ok(original) = dates.meet(&found, o.occurrence) {
            over.entry(original).or_insert(i);
        }
    }
    let mut before: Option<NaiveDate> = None;
    let mut all: Vec<Occurrence> = found
        .into_iter()
        .map(|(original, when)| {
            let further = before.replace(original.date()) == Some(original.date());
            Occurrence { further, ..dates.occurrence(original, when, over.get(&original).copied()) }
        })
        .filter(|o| (from..=to).contains(&o.start.date()))
        .collect();
    all.sort_by_key(|o| (o.instant, o.original));
    all.truncate(limit);
    all
}

/// What an edition's event says of one date: its own override, which may be a translation of the original's.
pub fn told<'e>(event: &'e Event, date: &Occurrence) -> Option<&'e Override> {
    event.overrides.iter().find(|o| {
        let wall = o.occurrence.wall(event.zone);
        wall == date.original || wall.date() == date.original.date() && (date.all_day || !o.occurrence.has_time())
    })
}

/// The dates that `exdate` takes away, by their original start.
pub fn taken(event: &Event) -> BTreeSet<NaiveDateTime> {
    let Some(latest) = event.exdate.iter().map(|when| when.wall(event.zone).date()).max() else { return BTreeSet::new() };
    let Some(dates) = Dates::new(event, later(latest, 1)) else { return BTreeSet::new() };
    let met = |when: &When| dates.meet(&dates.about(when.wall(event.zone).date()), *when).ok();
    event.exdate.iter().filter_map(met).collect()
}

/// Whether an event has, or ever had, the date that an address names with `id`.
pub fn has_date(event: &Event, id: &str) -> bool {
    let Some(day) = id.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()) else { return false };
    let moved = event.overrides.iter().filter(|o| o.occurrence.wall(event.zone).date() == day).filter_map(|o| o.start);
    let days = moved.map(|start| start.wall(event.zone).date()).chain([day]);
    days.flat_map(|day| occurrences(event, earlier(day, 1), later(day, 1), usize::MAX)).any(|date| date.id() == id)
}

/// Which list of an event an item is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listed {
    Exdate,
    Overrides,
}

/// Why an item meets no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmet {
    /// There is none; these are nearest, at most one on either side. None: there is nothing for a year and more.
    None { near: Vec<When> },
    /// There are these on that day, and no time was written.
    Several(Vec<When>),
    /// `exdate` has taken it away.
    Taken,
    /// An earlier override, by its index, is about it already.
    Again(usize),
}

/// The items of `exdate` and `overrides` that meet no date of the event, by list and index. Looks only at the days
/// around each, so what it says does not depend on how far anybody looks ahead.
pub fn unmatched(event: &Event) -> Vec<(Listed, usize, Unmet)> {
    const FAR: u64 = 500;
    // Who has more mistakes than this mends the first ones first.
    const SHOWN: usize = 20;
    let items = || {
        let exdates = event.exdate.iter().enumerate().map(|(i, when)| (Listed::Exdate, i, *when));
        exdates.chain(event.overrides.iter().enumerate().map(|(i, o)| (Listed::Overrides, i, o.occurrence)))
    };
    let Some(latest) = items().map(|(.., when)| when.wall(event.zone).date()).max() else { return Vec::new() };
    let Some(dates) = Dates::new(event, later(latest, FAR)) else {
        return items().map(|(listed, i, _)| (listed, i, Unmet::None { near: Vec::new() })).collect();
    };
    let (mut gone, mut seen) = (BTreeSet::new(), BTreeMap::new());
    let mut wrong = Vec::new();
    for (listed, i, when) in items() {
        let day = when.wall(event.zone).date();
        let unmet = match (dates.meet(&dates.about(day), when), listed) {
            (Ok(original), Listed::Exdate) => {
                gone.insert(original);
                continue;
            }
            (Ok(original), Listed::Overrides) if gone.contains(&original) => Unmet::Taken,
            (Ok(original), Listed::Overrides) => match seen.insert(original, i) {
                None => continue,
                Some(first) => Unmet::Again(first),
            },
            (Err(several), _) if !several.is_empty() => Unmet::Several(several.into_iter().map(|at| dates.written(at)).collect()),
            (Err(_), _) if wrong.len() >= SHOWN => Unmet::None { near: Vec::new() },
            (Err(_), _) => {
                let wall = when.wall(event.zone);
                let around = dates.between(earlier(day, FAR), later(day, FAR), usize::MAX);
                let before = around.range(..wall).next_back();
                let after = around.range(wall..).next();
                let near: Vec<When> = before.into_iter().chain(after).map(|(at, _)| dates.written(*at)).collect();
                Unmet::None { near }
            }
        };
        wrong.push((listed, i, unmet));
    }
    wrong
}

/// Whether the start of a series is one of the dates that its rule gives. True without a rule.
pub fn on_rule(event: &Event) -> bool {
    let day = event.start.wall(event.zone).date();
    event.rrule.as_ref().is_none_or(|rule| !rule.dates(event.start, event.zone, day, day, 1).is_empty())
}

/// The day of an event's dates, before anything is taken or moved: the time that is written, and how often it comes.
type Found = BTreeMap<NaiveDateTime, Resolved>;

/// An event, ready to be looked at anywhere.
struct Dates<'e> {
    event: &'e Event,
    start: NaiveDateTime,
    all_day: bool,
    series: Option<Unrolled<'e>>,
    /// The start and `rdate`.
    beside: Found,
}

impl<'e> Dates<'e> {
    fn new(event: &'e Event, horizon: NaiveDate) -> Option<Dates<'e>> {
        let all_day = match event.start {
            When::Month { .. } => return None,
            When::Day(_) => true,
            When::Wall(_) | When::Exact(_) => false,
        };
        let series = event.rrule.as_deref().map(|rule| Unrolled::new(rule, event.start, event.zone, horizon));
        let mut dates = Dates { event, start: event.start.wall(event.zone), all_day, series, beside: Found::new() };
        for when in event.rdate.iter().chain([&event.start]) {
            let (wall, resolved) = dates.moment(*when, dates.start.time());
            dates.beside.insert(wall, resolved);
        }
        Some(dates)
    }

    /// The first `limit` dates of the rule within the days, and what stands beside it.
    fn between(&self, from: NaiveDate, to: NaiveDate, limit: usize) -> Found {
        let days = self.series.as_ref().map(|series| series.between(from, to, limit)).unwrap_or_default();
        let mut found: Found =
            days.into_iter().map(|day| day.and_time(self.start.time())).map(|wall| (wall, self.place(wall))).collect();
        if from <= to {
            // What is written with its offset says which of two it means, so it goes before the rule.
            found.extend(self.beside.range(from.and_time(NaiveTime::MIN)..later(to, 1).and_time(NaiveTime::MIN)));
        }
        found
    }

    /// The dates of a day; also of its neighbours, for clocks that are put forward at midnight.
    fn about(&self, day: NaiveDate) -> Found {
        self.between(earlier(day, 1), later(day, 1), usize::MAX)
    }

    /// The one date that `when` names. Where there are several on a day, `Err` has them; where there is none, nothing.
    fn meet(&self, found: &Found, when: When) -> Result<NaiveDateTime, Vec<NaiveDateTime>> {
        let wall = when.wall(self.event.zone);
        let midnight = wall.date().and_time(NaiveTime::MIN);
        let on_day = || found.range(midnight..).map(|(at, _)| *at).take_while(|at| at.date() == wall.date());
        if self.all_day || !when.has_time() {
            let all: Vec<NaiveDateTime> = on_day().take(3).collect();
            return if let [one] = all[..] { Ok(one) } else { Err(all) };
        }
        if found.contains_key(&wall) {
            return Ok(wall);
        }
        // A time in a gap may be written as clocks show it.
        let around = found.range(wall.checked_sub_days(Days::new(1)).unwrap_or(wall)..=wall);
        let shown = |resolved: &Resolved| matches!(resolved.comes, Comes::Never { shown } if shown == wall);
        around.filter(|(_, resolved)| shown(resolved)).map(|(at, _)| *at).next().ok_or(Vec::new())
    }

    /// A date as one would write it.
    fn written(&self, wall: NaiveDateTime) -> When {
        if self.all_day { When::Day(wall.date()) } else { When::Wall(wall) }
    }

    /// A wall-clock time of the event on the time line.
    fn place(&self, wall: NaiveDateTime) -> Resolved {
        let resolved = resolve(wall, self.event.zone);
        if self.all_day { Resolved { comes: Comes::Once, ..resolved } } else { resolved }
    }

    /// A written date or time: whole days take the usual time of day, or none where the event has none.
    fn moment(&self, when: When, usual: NaiveTime) -> (NaiveDateTime, Resolved) {
        let wall = when.wall(self.event.zone);
        match when {
            _ if self.all_day => {
                let midnight = wall.date().and_time(NaiveTime::MIN);
                (midnight, self.place(midnight))
            }
            When::Exact(exact) => (wall, Resolved { instant: exact.to_utc(), comes: Comes::Once }),
            When::Wall(_) => (wall, self.place(wall)),
            When::Day(_) | When::Month { .. } => {
                let wall = wall.date().and_time(usual);
                (wall, self.place(wall))
            }
        }
    }

    fn occurrence(&self, original: NaiveDateTime, at: Resolved, index: Option<usize>) -> Occurrence {
        let over = index.and_then(|i| self.event.overrides.get(i));
        let zone = self.event.zone;
        let moved = over.and_then(|o| o.start);
        // One date of an event of whole days may have an hour.
        let all_day = self.all_day && moved.is_none_or(|start| !start.has_time());
        let (wall, at) = match moved {
            None => (original, at),
            Some(start) if self.all_day && !all_day => {
                let wall = start.wall(zone);
                let exact = matches!(start, When::Exact(_));
                (wall, if exact { Resolved { instant: start.instant(zone), comes: Comes::Once } } else { resolve(wall, zone) })
            }
            Some(start) => self.moment(start, original.time()),
        };
        let end = match over.and_then(|o| o.end).map(|end| end.over(zone)).filter(|end| *end > at.instant) {
            Some(end) => Some(end),
            None if all_day => Some(self.last_midnight(wall.date())),
            None => self.end(wall, at.instant),
        };
        let start = if let Comes::Never { shown } = at.comes { shown } else { wall };
        Occurrence {
            original,
            start,
            instant: at.instant,
            end,
            past_from: end.unwrap_or_else(|| midnight(later(start.date(), 1), zone)),
            all_day,
            over: index,
            // A date that is put off to another day takes place on that day.
            status: match over.and_then(|o| o.status).unwrap_or(self.event.status) {
                EventStatus::Postponed if moved.is_some() => EventStatus::Confirmed,
                status => status,
            },
            comes: at.comes,
            further: false,
        }
    }

    /// When a date of whole days is over that begins on `first`.
    fn last_midnight(&self, first: NaiveDate) -> Instant {
        let day = Duration::days(1);
        let length = match self.event.ending {
            Ending::Open => day,
            Ending::At(end) => end.wall(self.event.zone).date() - self.start.date() + day,
            // Whole days: an hour more is a day more.
            Ending::After(length) => Duration::days((length - Duration::seconds(1)).num_days() + 1),
        };
        midnight(first.checked_add_signed(length.max(day)).unwrap_or(first), self.event.zone)
    }

    /// When a date is over that begins at a time.
    fn end(&self, wall: NaiveDateTime, instant: Instant) -> Option<Instant> {
        let zone = self.event.zone;
        match self.event.ending {
            _ if self.all_day => None,
            Ending::Open => None,
            Ending::After(length) => Some(instant + length),
            Ending::At(end) => {
                let written = end.wall(zone) - self.start;
                let by_clock = match wall == self.start {
                    true => end.instant(zone),
                    false => resolve(wall.checked_add_signed(written)?, zone).instant,
                };
                // Where a change of clocks swallows the end, it lasts as long as ever.
                let by_hour = end.instant(zone) - self.event.start.instant(zone);
                let length = if by_hour > Duration::zero() { by_hour } else { written };
                Some(by_clock).filter(|end| *end > instant).or(Some(instant + length))
            }
        }
    }
}

fn midnight(day: NaiveDate, zone: Zone) -> Instant {
    resolve(day.and_time(NaiveTime::MIN), zone).instant
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn earlier(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::Rule;

    fn when(text: &str) -> When {
        When::parse(text).unwrap()
    }

    fn event(start: &str, zone: Zone, rule: &str) -> Event {
        Event {
            start: when(start),
            ending: Ending::Open,
            zone,
            rrule: (!rule.is_empty()).then(|| Box::new(Rule::parse(rule).unwrap())),
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

    fn over(occurrence: &str, start: Option<&str>, end: Option<&str>) -> Override {
        Override {
            occurrence: when(occurrence),
            start: start.map(when),
            end: end.map(when),
            title: None,
            location: None,
            online: None,
            status: None,
            note: None,
            recording: None,
            slides: None,
            attendance: None,
        }
    }

    fn all(event: &Event) -> Vec<Occurrence> {
        occurrences(event, NaiveDate::MIN, NaiveDate::MAX, 12)
    }

    fn instants(event: &Event) -> Vec<String> {
        all(event).iter().map(|o| o.instant.format("%Y-%m-%dT%H:%MZ").to_string()).collect()
    }

    fn starts(event: &Event) -> Vec<String> {
        all(event).iter().map(|o| o.start.format("%Y-%m-%dT%H:%M").to_string()).collect()
    }

    fn ends(event: &Event) -> Vec<String> {
        all(event).iter().map(|o| o.end.map_or("open".into(), |end| end.format("%Y-%m-%dT%H:%MZ").to_string())).collect()
    }

    #[test]
    fn times_in_the_gap_and_the_overlap() {
        // Athens puts its clocks forward at 03:00 and back at 04:00.
        let spring = event("2027-03-27T03:30", Zone::Europe__Athens, "FREQ=DAILY;COUNT=3");
        assert_eq!(instants(&spring), ["2027-03-27T01:30Z", "2027-03-28T01:30Z", "2027-03-29T00:30Z"]);
        assert_eq!(starts(&spring), ["2027-03-27T03:30", "2027-03-28T04:30", "2027-03-29T03:30"]);
        assert_eq!(all(&spring)[1].original, when("2027-03-28T03:30").wall(Zone::UTC));
        let autumn = event("2027-10-30T03:30", Zone::Europe__Athens, "FREQ=DAILY;COUNT=3");
        assert_eq!(instants(&autumn), ["2027-10-30T00:30Z", "2027-10-31T00:30Z", "2027-11-01T01:30Z"]);
        assert_eq!(all(&autumn)[1].comes, Comes::Twice);
        // New York: 02:00 and 02:00.
        let spring = event("2027-03-13T02:30", Zone::America__New_York, "FREQ=DAILY;COUNT=3");
        assert_eq!(instants(&spring), ["2027-03-13T07:30Z", "2027-03-14T07:30Z", "2027-03-15T06:30Z"]);
        let autumn = event("2026-10-31T01:30", Zone::America__New_York, "FREQ=DAILY;COUNT=3");
        assert_eq!(instants(&autumn), ["2026-10-31T05:30Z", "2026-11-01T05:30Z", "2026-11-02T06:30Z"]);
        // Casablanca leaves its summer time for Ramadan: 2026 from 15 February, 03:00, to 22 March, 02:00.
        let ramadan = event("2026-02-08T02:30", Zone::Africa__Casablanca, "FREQ=WEEKLY;COUNT=8");
        assert_eq!(
            instants(&ramadan),
            [
                "2026-02-08T01:30Z",
                "2026-02-15T01:30Z",
                "2026-02-22T02:30Z",
                "2026-03-01T02:30Z",
                "2026-03-08T02:30Z",
                "2026-03-15T02:30Z",
                "2026-03-22T02:30Z",
                "2026-03-29T01:30Z",
            ]
        );
        assert_eq!(all(&ramadan)[1].comes, Comes::Twice);
        assert_eq!(starts(&ramadan)[6], "2026-03-22T03:30");
        // South of the equator, and half an hour of summer.
        let lord_howe = event("2026-10-03T02:15", Zone::Australia__Lord_Howe, "FREQ=DAILY;COUNT=2");
        assert_eq!(starts(&lord_howe), ["2026-10-03T02:15", "2026-10-04T02:45"]);
    }

    #[test]
    fn a_start_in_the_gap_leaves_the_other_dates_alone() {
        let series = event("2027-03-28T03:30", Zone::Europe__Athens, "FREQ=WEEKLY;COUNT=2");
        assert_eq!(starts(&series), ["2027-03-28T04:30", "2027-04-04T03:30"]);
        let exact = event("2026-11-01T01:30-05:00", Zone::America__New_York, "FREQ=WEEKLY;COUNT=2");
        assert_eq!(instants(&exact), ["2026-11-01T06:30Z", "2026-11-08T06:30Z"]);
        assert_eq!(all(&exact)[0].comes, Comes::Once);
    }

    #[test]
    fn a_start_off_its_rule_comes_on_top() {
        let series = event("2026-12-01T18:00", Zone::UTC, "FREQ=WEEKLY;BYDAY=TH;COUNT=2");
        assert_eq!(starts(&series), ["2026-12-01T18:00", "2026-12-03T18:00", "2026-12-10T18:00"]);
        assert!(!on_rule(&series));
        assert!(on_rule(&event("2026-12-03T18:00", Zone::UTC, "FREQ=WEEKLY;BYDAY=TH")));
        let never = event("2026-12-01", Zone::UTC, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30");
        assert_eq!(starts(&never), ["2026-12-01T00:00"]);
    }

    #[test]
    fn dates_are_added_and_taken() {
        let mut series = event("2026-12-03T18:00", Zone::Europe__Athens, "FREQ=WEEKLY;COUNT=4");
        series.rdate = ["2026-12-12T11:00", "2026-12-10T18:00", "2026-12-20", "2026-12-21T10:00Z"].map(when).into();
        series.exdate = ["2026-12-17", "2026-12-24T18:00", "2026-12-12"].map(when).into();
        assert_eq!(starts(&series), ["2026-12-03T18:00", "2026-12-10T18:00", "2026-12-20T18:00", "2026-12-21T12:00"]);
        assert_eq!(unmatched(&series), []);
        // The start may be taken too, and the count goes on counting it.
        series.exdate = vec![when("2026-12-03T16:00Z")];
        series.rdate.clear();
        assert_eq!(starts(&series), ["2026-12-10T18:00", "2026-12-17T18:00", "2026-12-24T18:00"]);
    }

    #[test]
    fn overrides_move_and_keep_the_length() {
        let mut series = event("2027-03-20T18:00", Zone::Europe__Athens, "FREQ=WEEKLY;COUNT=3");
        series.ending = Ending::At(when("2027-03-20T20:00"));
        series.overrides = vec![
            over("2027-03-27", Some("2027-03-28T02:00"), None),
            over("2027-04-03T18:00", Some("2027-03-22"), Some("2027-03-22T18:30")),
        ];
        assert_eq!(starts(&series), ["2027-03-20T18:00", "2027-03-22T18:00", "2027-03-28T02:00"]);
        // By the clock it ends at 04:00, an hour after it began.
        assert_eq!(ends(&series), ["2027-03-20T18:00Z", "2027-03-22T16:30Z", "2027-03-28T01:00Z"]);
        assert_eq!(all(&series).iter().map(|o| o.over).collect::<Vec<_>>(), [None, Some(1), Some(0)]);
        series.ending = Ending::After(Duration::hours(2));
        assert_eq!(ends(&series)[2], "2027-03-28T02:00Z");
        // Windows go by where a date is in the end.
        let day = |text: &str| when(text).date();
        let on = |from: &str, to: &str| occurrences(&series, day(from), day(to), 9).len();
        assert_eq!((on("2027-04-01", "2027-04-30"), on("2027-03-22", "2027-03-22"), on("2027-03-27", "2027-03-27")), (0, 1, 0));
        series.overrides[0].status = Some(EventStatus::Cancelled);
        assert_eq!(all(&series)[2].status, EventStatus::Cancelled);
    }

    #[test]
    fn ends_by_the_clock_and_by_the_hour_over_a_change_of_clocks() {
        let mut night = event("2027-03-20T22:00", Zone::Europe__Athens, "FREQ=WEEKLY;COUNT=2");
        night.ending = Ending::At(when("2027-03-21T06:00"));
        assert_eq!(ends(&night), ["2027-03-21T04:00Z", "2027-03-28T03:00Z"]);
        night.ending = Ending::After(Duration::hours(8));
        assert_eq!(ends(&night), ["2027-03-21T04:00Z", "2027-03-28T04:00Z"]);
        // The clocks swallow all of it: the same length, later.
        let mut short = event("2027-03-21T03:15", Zone::Europe__Athens, "FREQ=WEEKLY;COUNT=2");
        short.ending = Ending::At(when("2027-03-21T04:00"));
        assert_eq!(ends(&short), ["2027-03-21T02:00Z", "2027-03-28T02:00Z"]);
        assert_eq!(instants(&short)[1], "2027-03-28T01:15Z");
    }

    #[test]
    fn whole_days() {
        let mut camp = event("2027-03-27", Zone::Europe__Athens, "FREQ=YEARLY;COUNT=3");
        assert_eq!(ends(&camp)[0], "2027-03-27T22:00Z");
        camp.ending = Ending::At(when("2027-03-28"));
        assert_eq!(instants(&camp), ["2027-03-26T22:00Z", "2028-03-26T21:00Z", "2029-03-26T21:00Z"]);
        assert_eq!(ends(&camp), ["2027-03-28T21:00Z", "2028-03-28T21:00Z", "2029-03-28T21:00Z"]);
        camp.ending = Ending::After(Duration::days(2));
        assert_eq!(ends(&camp)[0], "2027-03-28T21:00Z");
        camp.overrides =
            vec![over("2028-03-27T10:00", Some("2028-04-01"), None), over("2029-03-27", Some("2029-03-27T10:00"), None)];
        let all = all(&camp);
        assert_eq!((all[1].all_day, all[1].end.unwrap().to_rfc3339()), (true, "2028-04-02T21:00:00+00:00".into()));
        assert_eq!((all[2].all_day, all[2].end, all[2].start.to_string()), (false, None, "2029-03-27 10:00:00".into()));
        // Midnight does not exist on that day in Cairo; the day does.
        let cairo = event("2026-04-24", Zone::Africa__Cairo, "");
        assert_eq!((starts(&cairo), instants(&cairo)), (vec!["2026-04-24T00:00".into()], vec!["2026-04-23T22:00Z".into()]));
        assert_eq!(all.len(), 3);
    }

    #[test]
    fn until_is_taken_three_ways() {
        for (until, count) in
            [("20261210", 2), ("20261210T180000", 2), ("20261210T175959", 1), ("20261210T160000Z", 2), ("20261210T155959Z", 1)]
        {
            let series = event("2026-12-03T18:00", Zone::Europe__Athens, &format!("FREQ=WEEKLY;UNTIL={until}"));
            assert_eq!(starts(&series).len(), count, "{until}");
        }
        for until in ["20261210", "20261210T000000", "20261210T000000Z"] {
            let series = event("2026-12-03", Zone::America__New_York, &format!("FREQ=WEEKLY;UNTIL={until}"));
            assert_eq!(starts(&series).len(), 2, "{until}");
        }
        // The date inside the gap is at 01:30Z.
        for (until, count) in [("20270328T013000Z", 2), ("20270328T012959Z", 1)] {
            let series = event("2027-03-21T03:30", Zone::Europe__Athens, &format!("FREQ=WEEKLY;UNTIL={until}"));
            assert_eq!(starts(&series).len(), count, "{until}");
        }
    }

    #[test]
    fn says_what_meets_no_date() {
        let mut series = event("2026-12-03T18:00", Zone::Europe__Athens, "FREQ=WEEKLY;COUNT=3");
        series.rdate = vec![when("2026-12-10T09:00")];
        series.exdate = ["2026-12-11", "2026-12-03T17:00", "2026-12-10", "2027-12-24", "2026-12-17"].map(when).into();
        series.overrides = vec![
            over("2026-12-17T18:00", None, None),
            over("2026-12-10T16:00Z", None, None),
            over("2026-12-10T18:00", None, None),
            over("1999-01-01", None, None),
        ];
        let near = |texts: &[&str]| Unmet::None { near: texts.iter().map(|text| when(text)).collect() };
        let several = ["2026-12-10T09:00", "2026-12-10T18:00"].map(when).into();
        assert_eq!(
            unmatched(&series),
            [
                (Listed::Exdate, 0, near(&["2026-12-10T18:00", "2026-12-17T18:00"])),
                (Listed::Exdate, 1, near(&["2026-12-03T18:00"])),
                (Listed::Exdate, 2, Unmet::Several(several)),
                (Listed::Exdate, 3, near(&["2026-12-17T18:00"])),
                (Listed::Overrides, 0, Unmet::Taken),
                (Listed::Overrides, 2, Unmet::Again(1)),
                (Listed::Overrides, 3, near(&[])),
            ]
        );
        // A time in the gap is met by the time that is written and by the one that clocks show.
        let mut gap = event("2027-03-21T03:30", Zone::Europe__Athens, "FREQ=WEEKLY");
        for written in ["2027-03-28T03:30", "2027-03-28T04:30", "2027-03-28"] {
            gap.exdate = vec![when(written)];
            assert_eq!(unmatched(&gap), [], "{written}");
            assert_eq!(starts(&gap)[1], "2027-04-04T03:30", "{written}");
        }
    }

    #[test]
    fn an_event_whose_day_is_not_fixed_has_no_dates() {
        assert_eq!(all(&event("2026-12", Zone::UTC, "")), []);
    }
}
