//! Which of its dates an event shows: one choice for pages, lists, months, feeds and calendars.

use crate::model::{
    article::{Event, Facts},
    occurrence::{Occurrence, occurrences},
    settings::Horizon,
    site::Work,
    time::{Instant, YearMonth, Zone, resolve},
};
use chrono::{Days, NaiveDate, NaiveTime};
use rayon::prelude::*;

/// The days that series are unrolled over: whole months, so that a build next week sees the same.
#[derive(Clone, Copy)]
pub struct Window {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Window {
    pub fn around(now: Instant, zone: Zone, horizon: &Horizon) -> Window {
        let this = YearMonth::of(now.with_timezone(&zone).date_naive());
        let after = this.plus(horizon.horizon_months as i32 + 1).first();
        Window { from: this.plus(-(horizon.past_months as i32)).first(), to: after.pred_opt().unwrap_or(after) }
    }
}

/// The instant at which a window around `now` is another one: the next month begins.
pub fn turns(now: Instant, zone: Zone) -> Instant {
    let next = YearMonth::of(now.with_timezone(&zone).date_naive()).plus(1).first();
    resolve(next.and_time(NaiveTime::MIN), zone).instant
}

/// Gives every event its dates.
pub fn fill(works: &mut [Work], now: Instant, window: Window) {
    works.par_iter_mut().for_each(|work| {
        if let Facts::Event(event) = &work.article.original().facts {
            work.dates = dates(event, now, window).into();
        }
    });
}

/// The dates of an event that are shown.
pub fn dates(event: &Event, now: Instant, window: Window) -> Vec<Occurrence> {
    if event.rrule.is_none() {
        return occurrences(event, NaiveDate::MIN, NaiveDate::MAX, usize::MAX);
    }
    let mut all = occurrences(event, window.from, window.to, usize::MAX);
    // What one date has of its own (a recording, a note) is worth keeping however long ago it was.
    let told: Vec<NaiveDate> = event.overrides.iter().map(|o| o.start.unwrap_or(o.occurrence).wall(event.zone).date()).collect();
    let outside = |day: &&NaiveDate| !(window.from..=window.to).contains(*day);
    for day in told.iter().filter(outside) {
        let around = occurrences(event, *day - Days::new(1), *day + Days::new(1), usize::MAX);
        all.extend(around.into_iter().filter(|o| o.over.is_some()));
    }
    if all.last().is_none_or(|last| last.past_from <= now) {
        // A series that comes every two years is still to come.
        all.extend(occurrences(event, window.to + Days::new(1), NaiveDate::MAX, 1));
    }
    if all.is_empty() {
        all.extend(last_before(event, window.from));
    }
    all.sort_by_key(|o| (o.instant, o.original));
    all.dedup_by_key(|o| o.original);
    all
}

/// The last date of a series that ended long ago, looked for further and further back.
fn last_before(event: &Event, day: NaiveDate) -> Option<Occurrence> {
    let start = event.start.wall(event.zone).date();
    let mut to = day.pred_opt()?;
    let mut years = 1;
    while to >= start {
        let from = to.checked_sub_days(Days::new(366 * years)).unwrap_or(NaiveDate::MIN);
        if let Some(last) = occurrences(event, from, to, usize::MAX).pop() {
            return Some(last);
        }
        (to, years) = (from.pred_opt()?, years * 2);
    }
    None
}
