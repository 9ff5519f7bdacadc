//! Times that a change of clocks skips or brings twice.

use crate::{
    diagnostic::catalogue::*,
    model::{
        article::Event,
        time::{Comes, When, Zone, resolve},
    },
    parse::{fields::Fields, yaml::Step},
};
use chrono::{Days, NaiveDate};

/// Says which dates of a rule meet a change of clocks first: one that is skipped and one that comes twice.
pub fn changes_of_clocks(f: &mut Fields, event: &Event) {
    // Two years have every change that a zone's law has.
    const FAR: u64 = 730;
    let first = event.start.wall(event.zone).date();
    let Some(rule) = event.rrule.as_deref().filter(|_| event.start.has_time()) else { return };
    let far = first.checked_add_days(Days::new(FAR)).unwrap_or(first);
    let clock = event.start.wall(event.zone).time();
    let days = rule.dates(event.start, event.zone, first, far, usize::MAX);
    let spared: Vec<NaiveDate> = event
        .exdate
        .iter()
        .copied()
        .chain(event.overrides.iter().filter(|over| over.start.is_some()).map(|over| over.occurrence))
        .map(|when| when.wall(event.zone).date())
        .chain([first])
        .collect();
    let mut said = [false; 2];
    for day in days.into_iter().filter(|day| !spared.contains(day)) {
        let (time, zone) = (clock.format("%H:%M"), event.zone);
        let help = format!("if something else is meant, write below `overrides`: `- {{occurrence: {day}, start: …}}`");
        match resolve(day.and_time(clock), zone).comes {
            Comes::Never { shown } if !std::mem::replace(&mut said[0], true) => {
                let message = format!(
                    "there is no {time} on {day} in {zone}: the clocks go forward over it, and that date begins at {}",
                    shown.format("%H:%M")
                );
                f.say("rrule", &TIME_GAP, message, help);
            }
            Comes::Twice if !std::mem::replace(&mut said[1], true) => {
                let message = format!("{time} comes twice on {day} in {zone}: the clocks go back over it; the first is taken");
                f.say("rrule", &TIME_TWICE, message, help);
            }
            _ => {}
        }
    }
}

pub fn warn_of_clock_change(f: &mut Fields, field: &str, way: &[Step], when: When, zone: Zone) {
    let When::Wall(wall) = when else { return };
    match resolve(wall, zone).comes {
        Comes::Once => {}
        Comes::Never { shown } => f.say_inside(
            field,
            way,
            &TIME_GAP,
            format!(
                "there is no {} on that day in {zone}: the clocks go forward over it, and show {}",
                wall.format("%H:%M"),
                shown.format("%H:%M")
            ),
            format!("write `{}` if that is meant", shown.format("%Y-%m-%dT%H:%M")),
        ),
        Comes::Twice => f.say_inside(
            field,
            way,
            &TIME_TWICE,
            format!("{} comes twice on that day in {zone}: the clocks go back over it; the first is taken", wall.format("%H:%M")),
            both(wall, zone).map(|[first, second]| format!("write `{first}` to mean the first, `{second}` to mean the second")),
        ),
    }
}

/// A time that comes twice, written with each of its offsets.
fn both(wall: chrono::NaiveDateTime, zone: Zone) -> Option<[When; 2]> {
    use chrono::{Offset, TimeZone};
    let offsets = zone.offset_from_local_datetime(&wall);
    let exact = |offset: chrono_tz::TzOffset| Some(When::Exact(offset.fix().from_local_datetime(&wall).single()?));
    let mut both = [exact(offsets.earliest()?)?, exact(offsets.latest()?)?];
    both.sort_by_key(|when| when.instant(zone));
    Some(both)
}
