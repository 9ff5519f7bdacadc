//! The dates of a series: what is wrong with its lists, its rule and its overrides.

use super::{
    DAY_FIRST,
    clocks::{changes_of_clocks, warn_of_clock_change},
    length,
};
use crate::{
    diagnostic::catalogue::*,
    model::{
        article::*,
        occurrence::{Listed, Unmet, on_rule, unmatched},
        rule::Until,
        time::When,
    },
    parse::{fields::Fields, yaml::Step},
};

/// Where the items of an event's lists stand.
#[derive(Default)]
pub struct Listing {
    pub rdate: Steps,
    pub exdate: Steps,
    pub overrides: Steps,
}

#[derive(Default)]
pub struct Steps(Vec<Option<Step>>);

impl Steps {
    /// Keeps the places, and hands on what stands there.
    pub fn keep<T>(&mut self, items: Vec<(Option<Step>, T)>) -> Vec<T> {
        let (places, items) = items.into_iter().unzip();
        self.0 = places;
        items
    }

    /// The way from the field to a field of an item; to the item itself without one.
    fn way(&self, index: usize, key: Option<&str>) -> Vec<Step> {
        let step = self.0.get(index).cloned().flatten();
        step.into_iter().chain(key.map(|key| Step::Key(key.into()))).collect()
    }
}

/// Says what is wrong with the dates of a series.
pub fn series(f: &mut Fields, event: &Event, places: &Listing) {
    if matches!(event.start, When::Month { .. }) {
        for field in ["rrule", "rdate", "exdate", "overrides"] {
            let message = format!("an event whose day is not known yet cannot have `{field}`");
            f.say(field, &FIELD_WRONG, message, DAY_FIRST.to_owned());
        }
        return;
    }
    changes_of_clocks(f, event);
    for (i, when) in event.rdate.iter().enumerate() {
        warn_of_clock_change(f, "rdate", &places.rdate.way(i, None), *when, event.zone);
        if matches!(event.start, When::Day(_)) && when.has_time() {
            let message = "the event takes whole days, so the time of this date is left out";
            let help = format!("write `{}`, or give `start` a time as well", when.date());
            f.say_inside("rdate", &places.rdate.way(i, None), &FIELD_DROPPED, message, help);
        }
    }
    for (i, over) in event.overrides.iter().enumerate() {
        for (key, when) in [("start", over.start), ("end", over.end)] {
            if let Some(when) = when {
                warn_of_clock_change(f, "overrides", &places.overrides.way(i, Some(key)), when, event.zone);
            }
        }
        check_override(f, event, over, &places.overrides.way(i, Some("end")));
    }
    // Of a rule that cannot be read nothing else is known.
    if f.states("rrule") && event.rrule.is_none() {
        return;
    }
    if !on_rule(event) {
        off_rule(f, event);
    }
    length::check_length(f, event);
    for (listed, i, unmet) in unmatched(event) {
        let (field, way, when) = match listed {
            Listed::Exdate => ("exdate", places.exdate.way(i, None), event.exdate[i]),
            Listed::Overrides => ("overrides", places.overrides.way(i, Some("occurrence")), event.overrides[i].occurrence),
        };
        let (message, help) = match unmet {
            Unmet::None { near } => {
                let alone = event.rrule.is_none() && event.rdate.is_empty();
                let on = if when.has_time() { "at" } else { "on" };
                let message = format!("the {} has no date {on} {when}", if alone { "event" } else { "series" });
                let help = match &near[..] {
                    [] if alone => format!("write its only date, `{}`", event.start),
                    [] => format!("write one of its dates; the first is `{}`", event.start),
                    [one] if alone => format!("write its only date, `{one}`"),
                    [one] => format!("write one of its dates; the nearest is `{one}`"),
                    [first, second, ..] => format!("write one of its dates; the nearest are `{first}` and `{second}`"),
                };
                (message, help)
            }
            Unmet::Several(all) => {
                let times: Vec<String> = all.iter().map(|when| format!("`{when}`")).collect();
                (
                    format!("the series has more than one date on {when}"),
                    format!("write the time as well: {}", times.join(" or ")),
                )
            }
            Unmet::Taken => (
                format!("`exdate` takes {when} out of the series, so nothing can be said about it here"),
                "take it out of `exdate`, or out of here; `status: cancelled` in `overrides` still shows the date".into(),
            ),
            Unmet::Again(first) => (
                format!("two overrides are about {when}"),
                format!("write everything into one of them, the {} of the list", ordinal(first)),
            ),
        };
        f.say_inside(field, &way, &EVENT_NO_OCCURRENCE, message, help);
    }
}

const NO_DAY_FITS: &str = "compare `rrule` with what is meant: `FREQ=MONTHLY;BYDAY=1TH` is every first Thursday of a month";

/// Says that the start comes beside the rule, and which date would be on it.
fn off_rule(f: &mut Fields, event: &Event) {
    let Some(rule) = &event.rrule else { return };
    let first = event.start.wall(event.zone).date();
    let next = rule.dates(event.start, event.zone, first, chrono::NaiveDate::MAX, 1).first().copied();
    let (message, help) = match next {
        None => ("no day ever fits `rrule`, so `start` is the only date".to_owned(), NO_DAY_FITS.to_owned()),
        Some(day) => {
            let day = match event.start {
                When::Day(_) => When::Day(day),
                _ => When::Wall(day.and_time(event.start.wall(event.zone).time())),
            };
            let counted = if matches!(rule.until, Until::Count(_)) { ", and `COUNT` does not count it" } else { "" };
            (
                format!("`start` is not one of the dates of `rrule`: it comes besides{counted}"),
                format!("write `start: {day}` if the series begins with the first date of `rrule`"),
            )
        }
    };
    f.say("start", &EVENT_START_OFF_RULE, message, help);
}

/// Says where an override ends a date before it begins.
fn check_override(f: &mut Fields, event: &Event, over: &Override, way: &[Step]) {
    let Some(end) = over.end else { return };
    let whole_days = matches!(over.start.unwrap_or(event.start), When::Day(_)) && matches!(event.start, When::Day(_));
    if whole_days == end.has_time() {
        let (message, help) = match whole_days {
            true => ("the date is a whole day, and its end has a time", format!("write `end: {}`, the last day", end.date())),
            false => (
                "the date begins at a time, and its end has none",
                format!("write the time at which it ends as well: `end: {end}T20:00`"),
            ),
        };
        return f.say_inside("overrides", way, &FIELD_WRONG, message, help);
    }
    let usual = event.start.wall(event.zone).time();
    let start = match (over.start, over.occurrence) {
        (Some(When::Day(day)), When::Wall(original)) if !whole_days => When::Wall(day.and_time(original.time())),
        (Some(When::Day(day)), _) | (None, When::Day(day)) if !whole_days => When::Wall(day.and_time(usual)),
        (Some(start), _) => start,
        (None, original) => original,
    };
    let backwards = match whole_days {
        true => end.date() < start.date(),
        false => end.instant(event.zone) <= start.instant(event.zone),
    };
    if backwards {
        let message = format!("this date ends ({end}) before it starts ({start})");
        let help = match whole_days {
            true => "write the last day, or a later one".to_owned(),
            false => "write the day and the time at which it ends".to_owned(),
        };
        f.say_inside("overrides", way, &EVENT_END_BEFORE_START, message, help);
    }
}

fn ordinal(index: usize) -> String {
    match index {
        0 => "first".into(),
        1 => "second".into(),
        2 => "third".into(),
        more => format!("{}th", more + 1),
    }
}
