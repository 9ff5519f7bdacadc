//! Month grids: posts and events together, by day.

use super::dates::Window;
use crate::model::{
    article::Facts,
    site::{Happening, Planned, Work, WorkId},
    time::{YearMonth, Zone, clock},
};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// What happens in each month from the first to the last with anything in it, within the hub's horizon, and in the
/// present one. `planned` has no happenings, but a month of its own.
pub fn months(
    works: &[Work],
    planned: &[Planned],
    today: NaiveDate,
    zone: Zone,
    window: Window,
) -> BTreeMap<YearMonth, Vec<Happening>> {
    let this = YearMonth::of(today);
    let mut all: Vec<Happening> = Vec::new();
    for (i, work) in works.iter().enumerate().filter(|(_, w)| w.listed) {
        happenings(work, WorkId(i as u32), zone, &mut all);
    }
    all.retain(|h| (window.from..=window.to).contains(&h.day));
    all.sort_by_key(|a| (a.day, a.clock, a.work, a.date));
    let mut months: BTreeMap<YearMonth, Vec<Happening>> = BTreeMap::from([(this, Vec::new())]);
    let planned = planned.iter().filter(|p| (window.from..=window.to).contains(&p.day)).map(|p| YearMonth::of(p.day));
    let held: Vec<YearMonth> = all.iter().map(|h| YearMonth::of(h.day)).chain(planned).chain([this]).collect();
    if let (Some(from), Some(to)) = (held.iter().min(), held.iter().max()) {
        let mut month = *from;
        while month <= *to {
            months.entry(month).or_default();
            month = month.plus(1);
        }
    }
    for happening in all {
        months.entry(YearMonth::of(happening.day)).or_default().push(happening);
    }
    months
}

fn happenings(work: &Work, id: WorkId, zone: Zone, all: &mut Vec<Happening>) {
    let original = work.article.original();
    match &original.facts {
        Facts::Entry(_) => {
            if let Some(date) = original.common.date {
                all.push(Happening { day: date.wall(zone).date(), clock: None, work: id, date: None });
            }
        }
        Facts::Event(event) => {
            for (n, date) in work.dates.iter().enumerate() {
                let first = date.start.date();
                // A mistyped year would otherwise fill the calendar for centuries.
                let further = (date.last_day(event.zone) - first).num_days().clamp(0, 366) as u64;
                all.extend((0..=further).filter_map(|d| first.checked_add_days(Days::new(d))).map(|day| Happening {
                    day,
                    clock: (!date.all_day && day == first).then(|| clock(date.start)),
                    work: id,
                    date: Some(n),
                }));
            }
        }
        _ => {}
    }
}
