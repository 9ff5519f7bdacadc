//! Events: their fields, the dates of a series, and what a translation may say of them.

use super::{
    super::{
        fields::{Fields, MapOr, Placed, Record, Shape, Then, Trail},
        shapes::*,
        yaml::Step,
    },
    Context,
};
use crate::{
    diagnostic::catalogue::*,
    model::{
        article::*,
        occurrence::{Listed, Unmet, on_rule, unmatched},
        rule::Until,
        time::{Comes, When, Zone, resolve},
    },
};
use chrono::{Days, NaiveDate};

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
    event.ending = ending(f, start, end, duration, zone)?;
    warn_of_clock_change(f, "start", &[], start, zone);
    if let Some(end) = end {
        warn_of_clock_change(f, "end", &[], end, zone);
    }
    series(f, &event, &places);
    Some(event)
}

const DAY_FIRST: &str = "write the day in `start` first: `start: 2026-12-03`";

/// Where the items of an event's lists stand.
#[derive(Default)]
struct Listing {
    rdate: Steps,
    exdate: Steps,
    overrides: Steps,
}

#[derive(Default)]
struct Steps(Vec<Option<Step>>);

impl Steps {
    /// Keeps the places, and hands on what stands there.
    fn keep<T>(&mut self, items: Vec<(Option<Step>, T)>) -> Vec<T> {
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
fn series(f: &mut Fields, event: &Event, places: &Listing) {
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

/// Says which dates of a rule meet a change of clocks first: one that is skipped and one that comes twice.
fn changes_of_clocks(f: &mut Fields, event: &Event) {
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

fn warn_of_clock_change(f: &mut Fields, field: &str, way: &[Step], when: When, zone: Zone) {
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

/// Says where a translation states another time than its original.
pub fn check_translation(own: &serde_yaml::Mapping, translation: &Facts, original: &Facts, trail: &mut Trail) {
    let (Facts::Event(ours), Facts::Event(theirs)) = (translation, original) else { return };
    let differs = [
        (
            "start",
            ours.start.instant(ours.zone) != theirs.start.instant(theirs.zone)
                || ours.start.has_time() != theirs.start.has_time(),
        ),
        ("timezone", ours.zone != theirs.zone),
        ("rrule", ours.rrule != theirs.rrule),
        ("end", ours.ending != theirs.ending),
        ("duration", ours.ending != theirs.ending),
        ("rdate", ours.rdate != theirs.rdate),
        ("exdate", ours.exdate != theirs.exdate),
        ("status", ours.status != theirs.status),
    ];
    let said = |trail: &mut Trail, field: &str| {
        trail.within(Step::Key(field.into()), |trail| {
            let help = format!("take `{field}` out of the translation: what the original says holds for it");
            trail.say(&TRANSLATION_TIME, format!("`{field}` is another here than in the original"), help);
        });
    };
    for (field, differs) in differs {
        if differs && own.get(field).is_some_and(|v| !v.is_null()) {
            said(trail, field);
        }
    }
    if own.get("overrides").is_none_or(|v| v.is_null()) {
        return;
    }
    for (i, ours) in ours.overrides.iter().enumerate() {
        let theirs = theirs.overrides.iter().find(|theirs| theirs.occurrence == ours.occurrence);
        let differs = [
            ("start", ours.start.is_some() && ours.start != theirs.and_then(|o| o.start)),
            ("end", ours.end.is_some() && ours.end != theirs.and_then(|o| o.end)),
            ("status", ours.status.is_some() && ours.status != theirs.and_then(|o| o.status)),
        ];
        for (field, _) in differs.into_iter().filter(|(_, differs)| *differs) {
            trail.within(Step::Key("overrides".into()), |trail| trail.within(Step::Index(i), |trail| said(trail, field)));
        }
    }
}

/// What a translation leaves out of a date's override it inherits, as it does with fields.
pub fn inherit_overrides(translation: &mut Facts, original: &Facts) {
    let (Facts::Event(ours), Facts::Event(theirs)) = (translation, original) else { return };
    let own = std::mem::take(&mut ours.overrides);
    ours.overrides = theirs.overrides.clone();
    for own in own {
        match ours.overrides.iter_mut().find(|over| over.occurrence == own.occurrence) {
            None => ours.overrides.push(own),
            Some(over) => {
                let of_original = std::mem::replace(over, own);
                over.start = of_original.start;
                over.end = of_original.end;
                over.status = of_original.status;
                over.title = over.title.take().or(of_original.title);
                over.location = over.location.take().or(of_original.location);
                over.online = over.online.take().or(of_original.online);
                over.note = over.note.take().or(of_original.note);
                over.recording = over.recording.take().or(of_original.recording);
                over.slides = over.slides.take().or(of_original.slides);
                over.attendance = over.attendance.or(of_original.attendance);
            }
        }
    }
}
