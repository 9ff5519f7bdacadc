//! VTIMEZONE (RFC 5545, section 3.6.5): what clocks do in the zones of a calendar.
//!
//! Most zones change their clocks by a yearly rule, and a pair of rules is what Outlook understands. Others (Morocco in
//! Ramadan, Egypt after the last Thursday) have none that all readers take, so every change is written out, for some
//! years ahead; the next build writes more.

#![allow(clippy::string_slice, reason = "names of weekdays are ASCII")]

use super::lines::Lines;
use crate::model::{
    iso,
    time::{Instant, Zone},
};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::{OffsetComponents, OffsetName};
use std::{collections::BTreeMap, sync::OnceLock};

/// How far the zone database looks ahead.
const LAST_YEAR: i32 = 2099;

/// The clocks of several zones, by their names.
#[derive(Debug, Default)]
pub struct Zones(BTreeMap<&'static str, Clock>);

/// What the clocks of a zone did and will do.
#[derive(Debug)]
struct Clock {
    zone: Zone,
    /// In order of time.
    changes: Vec<Change>,
    /// The place in `changes` from which on two yearly rules say it all, and their days: that of the change there, that
    /// of the next.
    yearly: Option<(usize, [Yearly; 2])>,
    /// What calendars say of each change, once one does: by itself, and as the first of many.
    written: Vec<[OnceLock<Lines>; 2]>,
}

/// The clocks are put forward or back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub at: Instant,
    /// Offsets from UTC in seconds, before and after.
    pub from: i32,
    pub to: i32,
    name: String,
    summer: bool,
}

impl Change {
    /// What clocks show when it begins.
    fn wall(&self) -> NaiveDateTime {
        self.at.naive_utc() + Duration::seconds(self.from.into())
    }

    /// The clock times that are skipped or come twice; their two ends.
    pub fn touched(&self) -> (NaiveDateTime, NaiveDateTime) {
        let at = |offset: i32| self.at.naive_utc() + Duration::seconds(offset.into());
        (at(self.from.min(self.to)), at(self.from.max(self.to)))
    }
}

/// A day of the year: the nth, or -1 the last, of its weekday in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Yearly {
    month: u32,
    nth: i8,
    weekday: chrono::Weekday,
}

impl Zones {
    /// The clocks of these zones, each from some time on.
    pub fn new(zones: impl IntoIterator<Item = (Zone, Instant)>) -> Zones {
        let mut first: BTreeMap<&'static str, (Zone, Instant)> = BTreeMap::new();
        for (zone, instant) in zones {
            let (_, from) = first.entry(zone.name()).or_insert((zone, instant));
            *from = instant.min(*from);
        }
        Zones(first.into_iter().map(|(name, (zone, from))| (name, Clock::new(zone, from))).collect())
    }

    /// The changes of a zone between two instants.
    pub fn changes(&self, zone: Zone, from: Instant, to: Instant) -> &[Change] {
        let Some(clock) = self.0.get(zone.name()) else { return &[] };
        let place = |instant: Instant| clock.changes.partition_point(|c| c.at < instant);
        clock.changes.get(place(from)..place(to)).unwrap_or_default()
    }

    /// The VTIMEZONE for dates from `from` on, explicit changes until `to`.
    pub fn write(&self, lines: &mut Lines, zone: Zone, from: Instant, to: Instant) {
        if let Some(clock) = self.0.get(zone.name()) {
            clock.write(lines, from, to);
        }
    }
}

/// Whether dates of the zone are written in UTC.
pub fn is_utc(zone: Zone) -> bool {
    matches!(zone, Zone::UTC | Zone::UCT | Zone::Zulu | Zone::Universal)
        || matches!(zone, Zone::Etc__UTC | Zone::Etc__UCT | Zone::Etc__Zulu | Zone::Etc__Universal)
}

impl Clock {
    fn new(zone: Zone, from: Instant) -> Clock {
        let year = from.year().clamp(1800, 1970) - 1;
        let changes = changes(zone, year);
        let yearly = yearly(&changes);
        let written = changes.iter().map(|_| Default::default()).collect();
        Clock { zone, changes, yearly, written }
    }

    fn write(&self, lines: &mut Lines, from: Instant, to: Instant) {
        lines.line("BEGIN", "VTIMEZONE");
        lines.line("TZID", self.zone.name());
        let after = self.changes.partition_point(|c| c.at <= from);
        match after.checked_sub(1) {
            None => {
                // No change before: what has always been.
                let year = from.year().min(1971) - 1;
                let start = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN);
                let offset = self.zone.offset_from_utc_datetime(&from.naive_utc());
                let seconds = offset.fix().local_minus_utc();
                observance(lines, false, &name(offset), start, (seconds, seconds), None);
                self.from(lines, 0, to);
            }
            Some(first) => self.from(lines, first, to),
        }
        lines.line("END", "VTIMEZONE");
    }

    /// Every change from the nth on.
    fn from(&self, lines: &mut Lines, first: usize, to: Instant) {
        let rules = self.yearly.map_or(self.changes.len(), |(at, _)| at.max(first));
        for (i, change) in self.changes.iter().enumerate().skip(first) {
            let rule = match self.yearly {
                Some((at, pair)) if i >= rules => Some(pair[(i - at) % 2]),
                _ if change.at >= to && self.yearly.is_none() => break,
                _ => None,
            };
            let written = self.written[i][usize::from(rule.is_some())].get_or_init(|| {
                let mut lines = Lines::default();
                observance(&mut lines, change.summer, &change.name, change.wall(), (change.from, change.to), rule);
                lines
            });
            lines.append(written.as_str());
            if i > rules {
                break;
            }
        }
    }
}

fn observance(lines: &mut Lines, summer: bool, name: &str, wall: NaiveDateTime, (from, to): (i32, i32), rule: Option<Yearly>) {
    let kind = if summer { "DAYLIGHT" } else { "STANDARD" };
    lines.line("BEGIN", kind);
    lines.line("DTSTART", &iso::basic(wall));
    lines.line("TZOFFSETFROM", &offset(from));
    lines.line("TZOFFSETTO", &offset(to));
    if let Some(Yearly { month, nth, weekday }) = rule {
        let weekday = &weekday.to_string().to_uppercase()[..2];
        lines.line("RRULE", &format!("FREQ=YEARLY;BYMONTH={month};BYDAY={nth}{weekday}"));
    }
    lines.text("TZNAME", name);
    lines.line("END", kind);
}

/// Seconds are written only where there are some: before zones were agreed on.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.abs();
    let (h, m, s) = (all / 3600, all / 60 % 60, all % 60);
    if s == 0 { format!("{sign}{h:02}{m:02}") } else { format!("{sign}{h:02}{m:02}{s:02}") }
}

fn name<O: OffsetName + Offset>(at: O) -> String {
    at.abbreviation()
        .map_or_else(|| offset(at.fix().local_minus_utc()).strip_suffix("00").unwrap_or_default().to_owned(), str::to_owned)
}

/// Every change from the beginning of `year` to the end of what is known.
fn changes(zone: Zone, year: i32) -> Vec<Change> {
    // Shorter than any time that clocks stayed as they were.
    const STEP: i64 = 5 * 86_400;
    let begin =
        |year: i32| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default().and_time(NaiveTime::MIN).and_utc().timestamp();
    let at = |second: i64| zone.offset_from_utc_datetime(&DateTime::from_timestamp(second, 0).unwrap_or_default().naive_utc());
    let seconds = |second: i64| at(second).fix().local_minus_utc();
    let mut found = Vec::new();
    let (mut before, end) = (begin(year), begin(LAST_YEAR + 1));
    while before < end {
        let after = before + STEP;
        let (from, to) = (seconds(before), seconds(after));
        if from != to {
            let (mut low, mut high) = (before, after);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if seconds(middle) == from { low = middle } else { high = middle }
            }
            let flags = at(low).dst_offset() != at(high).dst_offset();
            let instant = DateTime::from_timestamp(high, 0).unwrap_or_default();
            found.push(Change { at: instant, from, to, name: name(at(high)), summer: to > from && flags });
        }
        before = after;
    }
    found
}

/// Where in the changes two yearly rules begin that hold to the end.
fn yearly(changes: &[Change]) -> Option<(usize, [Yearly; 2])> {
    const NTH: [i8; 5] = [-1, 1, 2, 3, 4];
    if changes.last().is_none_or(|last| last.wall().year() < LAST_YEAR) {
        return None;
    }
    // What each of the two, by the parity of its place, may be; fewer and fewer on the way back.
    let mut may: [Vec<i8>; 2] = [NTH.to_vec(), NTH.to_vec()];
    let mut begin = changes.len();
    for (i, change) in changes.iter().enumerate().rev() {
        let wall = change.wall();
        let same = changes.get(i + 2).is_none_or(|next| {
            let after = next.wall();
            (next.from, next.to, next.name.as_str()) == (change.from, change.to, change.name.as_str())
                && after.year() == wall.year() + 1
                && (after.month(), after.weekday(), after.time()) == (wall.month(), wall.weekday(), wall.time())
        });
        let left: Vec<i8> = may[i % 2].iter().copied().filter(|nth| is_nth(wall.date(), *nth)).collect();
        if !same || left.is_empty() {
            break;
        }
        may[i % 2] = left;
        begin = i;
    }
    if changes.len() - begin < 20 {
        return None;
    }
    let rule = |i: usize| {
        let wall = changes[i].wall();
        Yearly { month: wall.month(), nth: may[i % 2][0], weekday: wall.weekday() }
    };
    Some((begin, [rule(begin), rule(begin + 1)]))
}

fn is_nth(day: NaiveDate, nth: i8) -> bool {
    match nth {
        -1 => day.checked_add_days(Days::new(7)).is_none_or(|next| next.month() != day.month()),
        nth => (day.day0() / 7 + 1) as i8 == nth,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Weekday;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn written(zone: Zone, from: &str, to: &str) -> String {
        let mut lines = Lines::default();
        Zones::new([(zone, at(from))]).write(&mut lines, zone, at(from), at(to));
        lines.as_str().to_owned()
    }

    /// What a VTIMEZONE tells: from which instant on which offset holds, in order.
    fn told(text: &str) -> Vec<(Instant, i32)> {
        let seconds = |text: &str| {
            let part = |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse::<i32>().ok()).unwrap_or(0);
            let all = part(1..3) * 3600 + part(3..5) * 60 + part(5..7);
            if text.starts_with('-') { -all } else { all }
        };
        let mut all = Vec::new();
        for observance in text.split("BEGIN:").skip(2) {
            let value = |name: &str| observance.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            let begin = NaiveDateTime::parse_from_str(value("DTSTART").unwrap(), "%Y%m%dT%H%M%S").unwrap();
            let (from, to) = (seconds(value("TZOFFSETFROM").unwrap()), seconds(value("TZOFFSETTO").unwrap()));
            let mut onsets = vec![begin];
            if let Some(rule) = value("RRULE") {
                let (month, day) = rule.strip_prefix("FREQ=YEARLY;BYMONTH=").unwrap().split_once(";BYDAY=").unwrap();
                let (nth, weekday) = day.split_at(day.len() - 2);
                let weekday: Weekday = [("SU", Weekday::Sun), ("FR", Weekday::Fri), ("SA", Weekday::Sat), ("TH", Weekday::Thu)]
                    .into_iter()
                    .find_map(|(name, day)| (name == weekday).then_some(day))
                    .unwrap();
                let (month, nth): (u32, i8) = (month.parse().unwrap(), nth.parse().unwrap());
                onsets.extend((begin.year() + 1..=2040).map(|year| {
                    let day = match nth {
                        -1 => (22..=31)
                            .rev()
                            .filter_map(|day| NaiveDate::from_ymd_opt(year, month, day))
                            .find(|d| d.weekday() == weekday),
                        nth => NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth as u8),
                    };
                    day.unwrap().and_time(begin.time())
                }));
            }
            all.extend(onsets.into_iter().map(|wall| (wall.and_utc() - Duration::seconds(from.into()), to)));
        }
        all.sort();
        all
    }

    #[test]
    fn every_zone_is_told_as_it_is() {
        let to = at("2033-01-01T00:00:00Z");
        for (i, zone) in chrono_tz::TZ_VARIANTS.into_iter().enumerate() {
            let from = at(["1969-05-01T00:00:00Z", "2015-03-29T00:59:59Z", "2026-07-01T12:00:00Z"][i % 3]);
            let zones = Zones::new([(zone, from)]);
            let mut lines = Lines::default();
            zones.write(&mut lines, zone, from, to);
            let text = lines.as_str();
            let told = told(text);
            let offset = |instant: Instant| told[told.partition_point(|(onset, _)| *onset <= instant) - 1].1;
            let mut instant = from;
            while instant < to {
                let real = zone.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc();
                assert_eq!(offset(instant), real, "{zone} at {instant} from {from}\n{text}");
                instant += Duration::hours(240) + Duration::minutes(7);
            }
            for change in zones.changes(zone, from, to) {
                let around = (offset(change.at - Duration::seconds(1)), offset(change.at));
                assert_eq!(around, (change.from, change.to), "{zone} at {}\n{text}", change.at);
            }
            assert!(text.lines().all(|line| line.len() <= 75));
        }
    }

    #[test]
    fn a_yearly_pair_where_there_is_one() {
        let athens = written(Zone::Europe__Athens, "2026-12-03T16:00:00Z", "2033-01-01T00:00:00Z");
        assert_eq!(
            athens,
            "BEGIN:VTIMEZONE\r\nTZID:Europe/Athens\r\n\
             BEGIN:STANDARD\r\nDTSTART:20261025T040000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\n\
             RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZNAME:EET\r\nEND:STANDARD\r\n\
             BEGIN:DAYLIGHT\r\nDTSTART:20270328T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0300\r\n\
             RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZNAME:EEST\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
        );
        // The law of 2007, and what was before it.
        let new_york = written(Zone::America__New_York, "2006-12-03T16:00:00Z", "2033-01-01T00:00:00Z");
        assert_eq!(new_york.matches("RRULE").count(), 2);
        assert_eq!(new_york.matches("BEGIN:").count(), 4, "{new_york}");
        for (zone, rules, observances) in [
            (Zone::Africa__Casablanca, 0, 14),
            (Zone::Africa__Cairo, 0, 14),
            (Zone::America__Santiago, 0, 14),
            (Zone::America__Mexico_City, 0, 1),
            (Zone::Asia__Kolkata, 0, 1),
            (Zone::Australia__Sydney, 2, 2),
            (Zone::Europe__Dublin, 2, 2),
        ] {
            let text = written(zone, "2026-12-03T16:00:00Z", "2033-01-01T00:00:00Z");
            let count = |what: &str| text.matches(what).count();
            let singles = count("BEGIN:STANDARD") + count("BEGIN:DAYLIGHT");
            assert_eq!(count("RRULE"), rules, "{zone}");
            assert!(singles.abs_diff(observances) <= 1, "{zone}: {singles}");
        }
        assert!(written(Zone::Asia__Kolkata, "2026-12-03T16:00:00Z", "2033-01-01T00:00:00Z").contains("TZNAME:IST"));
        assert!(written(Zone::Africa__Casablanca, "2026-12-03T16:00:00Z", "2033-01-01T00:00:00Z").contains("TZNAME:+01"));
    }
}
