//! Slots: the days on which a series asks for an entry, and which entry fills each.

use super::{earlier, later};
use crate::model::{
    hub::Hub,
    programme::{Post, Slot},
    settings::Series,
    time::{When, Zone},
};
use chrono::NaiveDate;
use std::{cmp::Reverse, collections::BTreeMap};

/// An entry may be so many days off its slot.
const OFF: i64 = 2;

/// The slots from a week before `from` on, filled: all up to a week after `to`, and beyond that so many that each series
/// ends with one that nothing fills. In order of day and series.
pub fn slots(hub: &Hub, posts: &mut [Post], from: NaiveDate, to: NaiveDate) -> Vec<Slot> {
    let mut by_series: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, post) in posts.iter().enumerate() {
        if let Some(series) = &post.entry().series {
            by_series.entry(series.clone()).or_default().push(i);
        }
    }
    let mut all = Vec::new();
    for (id, series) in &hub.settings.calendar.series {
        let own = by_series.remove(id).unwrap_or_default();
        let near: Vec<usize> = own.iter().copied().filter(|i| posts[*i].day >= earlier(from, 14)).collect();
        let first = own.first().map(|i| posts[*i].day);
        let days = days(series, first, hub.settings.timezone, near.len(), earlier(from, 7), later(to, 7));
        for (day, post) in days.iter().zip(fill(&days, &near, posts)) {
            if let Some(post) = post {
                posts[post].slot = Some(*day);
            }
            all.push(Slot { day: *day, series: id.clone(), post });
        }
    }
    all.sort_by(|a, b| (a.day, &a.series).cmp(&(b.day, &b.series)));
    all
}

/// The days of a series from `from` to `to`, and one more than `entries` after that. A series that does not say when it
/// starts starts with its first entry.
fn days(series: &Series, first: Option<NaiveDate>, zone: Zone, entries: usize, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    // A Monday long ago, so that what nobody has begun is still the same tomorrow.
    let epoch = NaiveDate::from_ymd_opt(2001, 1, 1).unwrap_or_default();
    let Some(rule) = &series.rrule else { return Vec::new() };
    let start = series.start.unwrap_or(When::Day(first.unwrap_or(epoch)));
    let mut days = rule.dates(start, zone, from, to, usize::MAX);
    days.extend(rule.dates(start, zone, later(to, 1), NaiveDate::MAX, entries + 1));
    days
}

/// Which of the entries `own` fills each of the days: the nearest within reach, more than an idea before an idea, and
/// what is further along before what is not.
fn fill(days: &[NaiveDate], own: &[usize], posts: &[Post]) -> Vec<Option<usize>> {
    let mut wishes: Vec<_> = own
        .iter()
        .filter_map(|i| {
            let post = &posts[*i];
            let (slot, off) = nearest(days, post.day)?;
            Some((post.is_idea(), off, Reverse(post.entry().status), slot, *i))
        })
        .collect();
    wishes.sort_unstable();
    let mut filled = vec![None; days.len()];
    for (.., slot, post) in wishes {
        filled[slot].get_or_insert(post);
    }
    filled
}

/// The day that an entry's is on or near enough to, and how far off it is. In a dense series that is less than half of
/// the way to the next, so that an entry is never between two.
fn nearest(days: &[NaiveDate], day: NaiveDate) -> Option<(usize, i64)> {
    let after = days.partition_point(|d| *d < day);
    let off = |slot: usize| days.get(slot).map(|d| ((*d - day).num_days().abs(), slot));
    let (off, slot) = off(after).into_iter().chain(after.checked_sub(1).and_then(off)).min()?;
    let gap = match (after.checked_sub(1).and_then(|i| days.get(i)), days.get(after)) {
        (Some(before), Some(after)) => (*after - *before).num_days(),
        _ => i64::MAX,
    };
    (off == 0 || off <= OFF && off <= (gap - 1) / 2).then_some((slot, off))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, n).unwrap()
    }

    #[test]
    fn an_entry_finds_the_slot_it_is_meant_for() {
        let weekly: &[u32] = &[1, 8, 15];
        let workdays: &[u32] = &[7, 8, 9, 10, 11, 14];
        let every_other: &[u32] = &[1, 3, 5, 7];
        let every_fourth: &[u32] = &[1, 5, 9];
        for (slots, at, found) in [
            (weekly, 8, Some((8, 0))),
            (weekly, 6, Some((8, 2))),
            (weekly, 10, Some((8, 2))),
            (weekly, 11, None),
            (weekly, 17, Some((15, 2))),
            (weekly, 18, None),
            (workdays, 9, Some((9, 0))),
            (workdays, 12, Some((11, 1))),
            (workdays, 13, Some((14, 1))),
            (every_other, 4, None),
            (every_fourth, 4, Some((5, 1))),
            (every_fourth, 3, None),
            (&[], 3, None),
        ] {
            let days: Vec<NaiveDate> = slots.iter().map(|n| day(*n)).collect();
            let slot = nearest(&days, day(at)).map(|(slot, off)| (days[slot], off));
            assert_eq!(slot, found.map(|(n, off)| (day(n), off)), "{at} in {slots:?}");
        }
    }
}
