//! How long one date of a series lasts, compared with the step of its rule.

use crate::{
    diagnostic::catalogue::EVENT_OVERLAPS_ITSELF,
    model::{
        article::{Ending, Event},
        rule::Until,
        time::When,
    },
    parse::fields::Fields,
};
use chrono::{Duration, NaiveDate};

/// Dates of the rule that are compared: as many as a weekly rule with every weekday needs.
const COMPARED: usize = 8;

/// Warns where one date lasts until after the next begins: `end` ends one date, and is often taken for the end of the
/// series.
pub fn check_length(f: &mut Fields, event: &Event) {
    let Some(rule) = &event.rrule else { return };
    let first = event.start.wall(event.zone);
    let (field, length) = match event.ending {
        Ending::Open => return,
        Ending::After(length) => ("duration", length),
        Ending::At(When::Day(last)) => ("end", last - first.date() + Duration::days(1)),
        Ending::At(end) => ("end", end.wall(event.zone) - first),
    };
    // No two dates of a rule are on one day.
    if length <= Duration::days(1) {
        return;
    }
    let days = rule.dates(event.start, event.zone, first.date(), NaiveDate::MAX, COMPARED);
    let Some(step) = days.windows(2).map(|pair| pair[1] - pair[0]).min().filter(|step| length > *step) else { return };
    let message = format!(
        "one date lasts {}, and the next begins after {}: `end` and `duration` are about one date, not the series",
        in_days(length),
        in_days(step)
    );
    f.say(field, &EVENT_OVERLAPS_ITSELF, message, repair(event, &rule.text, rule.until));
}

fn in_days(length: Duration) -> String {
    match length.num_days() {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

/// The rule with the end that was written, and the end of one date at the same time of day.
fn repair(event: &Event, rule: &str, until: Until) -> String {
    let Ending::At(end) = event.ending else { return "write the length of one date".to_owned() };
    let last = end.wall(event.zone).date().format("%Y%m%d");
    let one = match end {
        When::Day(_) => "take `end` out".to_owned(),
        _ => {
            let (start, end) = (event.start.wall(event.zone), end.wall(event.zone));
            let overnight = end.time() <= start.time();
            let day = if overnight { start.date().succ_opt().unwrap_or(start.date()) } else { start.date() };
            format!("write `end: {day}T{}`", end.format("%H:%M"))
        }
    };
    match until {
        Until::Never => format!("if the series ends then, {one} and `rrule: {rule};UNTIL={last}`"),
        _ => one,
    }
}
