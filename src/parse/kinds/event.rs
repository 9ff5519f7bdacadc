//! Events: their fields. What is wrong with dates, and what translations may say, have rooms of their own.

mod clocks;
mod length;
mod series;
mod translation;

pub use translation::{check_translation, inherit_overrides};

use super::{
    super::{
        fields::{Fields, MapOr, Placed, Record, Shape, Then, Trail},
        shapes::*,
    },
    Context,
};
use crate::{
    diagnostic::catalogue::*,
    model::{
        article::*,
        time::{When, Zone},
    },
};
use clocks::warn_of_clock_change;
use series::{Listing, series};

pub fn event(f: &mut Fields, context: &Context) -> Option<Event> {
    let settings = context.settings;
    let start = f.required(
        "start",
        Moment::ANY,
        "When it begins; a date alone is all day, and `2026-12` a day not known yet.",
        "2026-12-03T18:00",
    );
    let end = f.optional("end", Moment::DAY, "When it ends, by the clock. All-day events: the last day.");
    let duration = f.optional("duration", Length, "How long it lasts: 90m, 1h30m, PT1H30M.");
    let timezone = f.optional("timezone", TimeZone, "IANA time zone of the times; default: the group's, else the hub's.");
    let group = f.optional("group", context.group(), "The chapter that holds it, by its name in hub.yaml.");
    let zone = timezone.or_else(|| settings.groups.get(group.as_ref()?)?.timezone).unwrap_or(settings.timezone);
    let mut places = Listing::default();
    let mut event = Event {
        start: start.unwrap_or(When::Month { year: 1, month: 1 }),
        ending: Ending::Open,
        zone,
        rrule: f.optional("rrule", rule(), "How it repeats (RFC 5545, RRULE).").map(Box::new),
        rdate: places.rdate.keep(f.list("rdate", Placed(Moment::DAY), "Dates beside the rule.")),
        exdate: places.exdate.keep(f.list("exdate", Placed(Moment::DAY), "Dates of the rule on which it does not take place.")),
        overrides: places.overrides.keep(f.list("overrides", Placed(occurrence()), "What is different about single dates.")),
        location: f.optional("location", location(), "Where."),
        online: f.optional("online", online(), "The address for taking part, or true: told to those who register.").flatten(),
        registration: f.optional("registration", WebAddress, "Where to register."),
        capacity: f.optional("capacity", Count, "How many can take part."),
        price: f.optional("price", Text, "What it costs, in words."),
        kind: f.optional("kind", term(), "workshop, meetup, ama, …"),
        group,
        hosts: f.list("hosts", context.person(), "Who runs it."),
        speakers: f.list("speakers", context.person(), "Who speaks."),
        status: f.optional("status", OneOf(&EventStatus::ALL), "Whether it takes place.").unwrap_or_default(),
        recording: f.optional("recording", WebAddress, "Address of the recording."),
        slides: f.optional("slides", WebAddress, "Address of the slides."),
        attendance: f.optional("attendance", Count, "How many came."),
        uid: f.optional("uid", words(), "Identity in calendars (RFC 5545, UID); never change it."),
    };
    let start = start?;
    // An error keeps the site from being written; the rest of the file is checked all the same.
    event.ending = ending(f, start, end, duration, zone).unwrap_or(Ending::Open);
    warn_of_clock_change(f, "start", &[], start, zone);
    if let Some(end) = end {
        warn_of_clock_change(f, "end", &[], end, zone);
    }
    series(f, &event, &places);
    Some(event)
}

const DAY_FIRST: &str = "write the day in `start` first: `start: 2026-12-03`";

/// Joins `end` and `duration`, and says where they contradict `start` or each other.
fn ending(f: &mut Fields, start: When, end: Option<When>, duration: Option<chrono::Duration>, zone: Zone) -> Option<Ending> {
    if end.is_some() && duration.is_some() {
        f.say(
            "duration",
            &EVENT_END_AND_DURATION,
            "an event has `end` or `duration`, not both",
            "keep one of the two".to_owned(),
        );
        return None;
    }
    let Some(end) = end else {
        return Some(duration.map_or(Ending::Open, Ending::After));
    };
    match (start, end) {
        (When::Month { .. }, _) => {
            f.say("end", &FIELD_WRONG, "an event whose day is not known yet cannot have `end`", DAY_FIRST.to_owned());
            return None;
        }
        (When::Day(_), When::Wall(_) | When::Exact(_)) => {
            f.say(
                "end",
                &FIELD_WRONG,
                "the event takes whole days, and its end has a time",
                format!("write `end: {}` for whole days, or give `start` a time as well", end.date()),
            );
            return None;
        }
        (When::Wall(_) | When::Exact(_), When::Day(_)) => {
            let help = format!("write the time at which it ends as well: `end: {end}T20:00`");
            f.say("end", &FIELD_WRONG, "the event begins at a time, and its end has none", help);
            return None;
        }
        _ => {}
    }
    let backwards = match (start, end) {
        (When::Day(first), When::Day(last)) => last < first,
        // What a change of clocks makes of them is not the writer's doing.
        (When::Wall(start), When::Wall(end)) => end <= start,
        _ => end.instant(zone) <= start.instant(zone),
    };
    if backwards {
        let help = match (start, end) {
            (When::Wall(s), When::Wall(e)) if s.date() == e.date() && e.time() < s.time() => {
                let next = s.date().succ_opt().unwrap_or(s.date());
                format!("if it ends after midnight, write `end: {}T{}`", next, e.format("%H:%M"))
            }
            (When::Day(first), _) => format!("write the last day, `{first}` or a later one; if it is one day, take `end` out"),
            _ => format!("write a day and a time after {start}"),
        };
        f.say("end", &EVENT_END_BEFORE_START, format!("the event ends ({end}) before it starts ({start})"), help);
        return None;
    }
    Some(Ending::At(end))
}

fn occurrence() -> impl Shape<Out = Override> {
    Record(|f: &mut Fields| {
        let occurrence = f.required("occurrence", Moment::DAY, "The date that is different, as the series has it.", "2026-12-03");
        let one = Override {
            occurrence: occurrence.unwrap_or(When::Month { year: 1, month: 1 }),
            start: f.optional("start", Moment::DAY, "When it begins instead; the length stays."),
            end: f.optional("end", Moment::DAY, "When it ends instead."),
            title: f.optional("title", words(), "Title of this date."),
            location: f.optional("location", location(), "Where instead."),
            online: f.optional("online", online(), "How to take part from afar instead.").flatten(),
            status: f.optional("status", OneOf(&EventStatus::ALL), "Whether this date takes place."),
            note: f.optional("note", Text, "A sentence about this date."),
            recording: f.optional("recording", WebAddress, "Address of the recording."),
            slides: f.optional("slides", WebAddress, "Address of the slides."),
            attendance: f.optional("attendance", Count, "How many came."),
        };
        occurrence.map(|_| one)
    })
}

fn location() -> impl Shape<Out = Location> {
    let record = Record(|f: &mut Fields| {
        let name = f.required("name", words(), "Name of the place.", "The Net Loft");
        let address = f.optional("address", Text, "Street and town.");
        let geo = f.optional("geo", geo(), "Latitude and longitude in degrees (WGS 84).");
        let url = f.optional("url", WebAddress, "The place's own address.");
        Some(Location { name: name?, address, geo, url })
    });
    MapOr(record, Then(words(), |name: String, _: &mut Trail| Some(Location { name, ..Location::default() })))
}

/// `[37.94, 23.64]`
fn geo() -> impl Shape<Out = (f64, f64)> {
    Then(Anything, |value: serde_yaml::Value, trail: &mut Trail| {
        let numbers: Option<Vec<f64>> = value.as_sequence().map(|s| s.iter().filter_map(serde_yaml::Value::as_f64).collect());
        match numbers.as_deref() {
            Some([lat, lon]) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => Some((*lat, *lon)),
            Some([lat, lon]) if lat.abs() <= 180.0 && lon.abs() <= 90.0 => {
                let help = format!("latitude comes first: write `[{lon}, {lat}]`");
                trail.say(&FIELD_WRONG, format!("no place on earth has the latitude {lat}"), help);
                None
            }
            _ => {
                let help = "write them as a map shows them: `[33.59, -7.61]`".to_owned();
                trail.say(&FIELD_WRONG, "`geo` takes two numbers, latitude and longitude", help);
                None
            }
        }
    })
}

fn online() -> impl Shape<Out = Option<Online>> {
    Then(Anything, |value: serde_yaml::Value, trail: &mut Trail| match value {
        serde_yaml::Value::Bool(yes) => Some(yes.then_some(Online::OnRegistration)),
        serde_yaml::Value::String(word) if matches!(word.to_lowercase().as_str(), "yes" | "on" | "y") => {
            let help = "write `true`: who registers is told the address; or write the address itself".to_owned();
            trail.expected("an address, `true` or `false`", &serde_yaml::Value::String(word), help);
            None
        }
        other => WebAddress.read(&other, trail).map(|address| Some(Online::Address(address))),
    })
}
