//! Events that are no more, for those who still have them in their calendars.

use crate::{
    diagnostic::{Finding, Place, catalogue::LOCK_UNANNOUNCED},
    model::{
        lock::{FILE, Lock, Locked},
        path::HubPath,
        site::{Gone, Identity},
        time::{Instant, When},
    },
    plan::gate::sooner,
};
use chrono::{Days, NaiveDate};

/// What calendars are told to cancel at `now`: not what was never announced, and not what is past. With it comes an
/// instant before which that does not change.
pub fn gone(lock: &Lock, now: Instant) -> (Vec<Gone>, Option<Instant>) {
    let (mut all, mut next) = (Vec::new(), None);
    for record in lock.events.iter().filter(|record| record.gone && !record.calendars.is_empty()) {
        if let Some(date) = record.date.filter(|date| *date > now) {
            sooner(&mut next, date);
            continue;
        }
        let (coming, passes) = coming(record, now);
        if let Some(passes) = passes {
            sooner(&mut next, passes);
        }
        if coming {
            all.push(cancelled(record));
        }
    }
    (all, next)
}

/// Events that went before the day on which they were to be announced. Nothing in the hub says whether somebody has seen
/// them all the same (nothing in hub.lock depends on now), so on that day calendars would be told that they are
/// cancelled, unless somebody takes them out.
pub fn unannounced(lock: &Lock, now: Instant) -> Vec<Finding> {
    let place = HubPath::new(FILE).map(|path| Place::file(&path));
    let early = lock.events.iter().filter(|record| record.gone && !record.calendars.is_empty());
    early
        .filter_map(|record| {
            let date = record.date.filter(|date| *date > now)?.with_timezone(&record.zone).date_naive();
            let message = format!(
                "`{}` is gone before the day of its announcement, {date}: from then on calendars would show it as cancelled",
                record.path
            );
            let help = format!("if nobody has seen it, delete its line (uid {}) from hub.lock", record.uid);
            Some(Finding::new(&LOCK_UNANNOUNCED, place.clone(), message).help(help))
        })
        .collect()
}

/// Whether an event has a day that is not over, and when the last one is, if that can be foreseen.
fn coming(record: &Locked, now: Instant) -> (bool, Option<Instant>) {
    let day = |when: When| if when.has_time() { When::Day(when.wall(record.zone).date()) } else { when };
    let single = record.beside.iter().copied().chain([record.start]).map(|when| day(when).over(record.zone));
    let today = now.with_timezone(&record.zone).date_naive();
    let series = record.rrule.as_ref().map_or(Vec::new(), |rule| {
        rule.dates(record.start, record.zone, today.checked_sub_days(Days::new(1)).unwrap_or(today), NaiveDate::MAX, 4)
    });
    let goes_on = series.len() == 4;
    let series = series.into_iter().map(|date| When::Day(date).over(record.zone));
    let last = single.chain(series).filter(|over| *over > now).max();
    (last.is_some(), last.filter(|_| !goes_on))
}

fn cancelled(record: &Locked) -> Gone {
    let page = record.address.clone().unwrap_or_else(|| format!("{}/", record.path));
    Gone {
        identity: Identity { uid: record.uid.clone(), sequence: record.sequence, modified: record.modified },
        titles: record.titles.clone(),
        start: record.start,
        zone: record.zone,
        rrule: record.rrule.clone(),
        beside: record.beside.clone(),
        // Its own among them.
        calendars: record.calendars.iter().cloned().chain([page]).collect(),
    }
}
