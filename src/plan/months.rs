//! Month grids: posts and events together, by day.

use crate::model::{
    article::{Ending, Facts},
    settings::Horizon,
    site::{Happening, Planned, Work, WorkId},
    time::{When, YearMonth, Zone, clock},
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
    horizon: &Horizon,
) -> BTreeMap<YearMonth, Vec<Happening>> {
    let this = YearMonth::of(today);
    let (first, last) = (this.plus(-(horizon.past_months as i32)), this.plus(horizon.horizon_months as i32));
    let mut all: Vec<Happening> = Vec::new();
    for (i, work) in works.iter().enumerate().filter(|(_, w)| w.listed) {
        happenings(work, WorkId(i as u32), zone, &mut all);
    }
    all.retain(|h| (first..=last).contains(&YearMonth::of(h.day)));
    all.sort_by_key(|a| (a.day, a.clock, a.work));
    let mut months: BTreeMap<YearMonth, Vec<Happening>> = BTreeMap::from([(this, Vec::new())]);
    let planned = planned.iter().map(|p| YearMonth::of(p.day)).filter(|month| (first..=last).contains(month));
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
                all.push(Happening { day: date.wall(zone).date(), clock: None, work: id });
            }
        }
        Facts::Event(event) => match (event.start, event.ending) {
            (When::Month { .. }, _) => {}
            (When::Day(first), ending) => {
                let last = match ending {
                    Ending::At(When::Day(last)) => last,
                    Ending::After(length) => first + length - chrono::Duration::days(1),
                    _ => first,
                };
                // A mistyped year would otherwise fill the calendar for centuries.
                let days = (last - first).num_days().clamp(0, 366) as u64;
                all.extend((0..=days).filter_map(|d| first.checked_add_days(Days::new(d))).map(|day| Happening {
                    day,
                    clock: None,
                    work: id,
                }));
            }
            (start, _) => {
                let wall = start.wall(event.zone);
                all.push(Happening { day: wall.date(), clock: Some(clock(wall)), work: id });
            }
        },
        _ => {}
    }
}
