//! A new event.

use super::{
    article::{Wish, group, head},
    fields::Front,
    repeat, scalar,
};
use crate::model::{
    article::Facts,
    hub::Hub,
    rule::Rule,
    time::{When, YearMonth, Zone},
};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What `new event` is asked for besides.
#[derive(Clone, Debug, Default)]
pub struct EventWish {
    pub start: Option<When>,
    pub zone: Option<Zone>,
    pub repeat: Option<Rule>,
    pub group: Option<String>,
    pub location: Option<String>,
    pub online: Option<Taking>,
}

/// How to take part from afar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taking {
    Address(String),
    /// Told to those who register.
    OnRegistration,
}

impl EventWish {
    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        let EventWish { start, zone, repeat, group, location, online } = self;
        start.is_none() && zone.is_none() && repeat.is_none() && group.is_none() && location.is_none() && online.is_none()
    }
}

pub(super) fn event(
    hub: &Hub,
    wish: &Wish,
    event: &EventWish,
    id: &str,
    day: NaiveDate,
    notes: &mut Vec<String>,
) -> Result<String, String> {
    let chapter = event.group.as_deref().map(|name| group(hub, name)).transpose()?;
    let of_chapter = chapter.as_ref().and_then(|name| hub.settings.groups.get(name)?.timezone);
    let usual = of_chapter.unwrap_or(hub.settings.timezone);
    let zone = event.zone.unwrap_or(usual);
    let start = start(event, zone, day, notes)?;

    let mut front = Front::default();
    head(&mut front, wish);
    front.later("Announced on this day; nobody sees the event before.");
    front.raw("date", day);
    match start {
        When::Month { .. } => {
            front.later("Only the month so far. With day and hour, such as 2027-01-30T18:00, it gets into calendars.");
            front.raw("start", start);
        }
        When::Day(_) => {
            front.raw("start", start);
            front.later("end: the last day, if there are several");
        }
        _ => {
            front.raw("start", start);
            front.later("duration: 1h30m");
        }
    }
    if zone != usual {
        front.raw("timezone", zone.name());
    }
    if let Some(rule) = &event.repeat {
        front.raw("rrule", scalar(&rule.to_string()));
        front.later("overrides:");
        front.later(&format!("  - {{occurrence: {}, note: What is different on this date.}}", start.wall(zone).date()));
    }
    if let Some(name) = &chapter {
        front.text("group", name);
    }
    front.or("location", event.location.as_deref(), "{name: The library, address: \"High Street 1\"}");
    match &event.online {
        Some(Taking::Address(address)) => front.text("online", address),
        Some(Taking::OnRegistration) => {
            front.raw("online", "true # how to take part is told to those who register");
            front.later("registration: https://…");
        }
        None => front.later("online: https://…, or true: told to those who register"),
    }
    front.later("hosts: [a member's file name]");
    front.later("tags: [newcomers]");
    front.later("What calendars know it by: leave it as it is, whatever else changes.");
    front.text("uid", &uid(hub, id));
    Ok(front.file(""))
}

/// When it begins: on the rule, where there is one.
fn start(event: &EventWish, zone: Zone, day: NaiveDate, notes: &mut Vec<String>) -> Result<When, String> {
    let Some(rule) = &event.repeat else {
        return Ok(event.start.unwrap_or_else(|| {
            let next = YearMonth::of(day).plus(1);
            When::Month { year: next.year, month: next.month }
        }));
    };
    let from = event.start.unwrap_or(When::Day(day));
    let first = repeat::first(rule, from, zone).ok_or_else(|| format!("no day is ever on the rule {rule}"))?;
    match event.start {
        None => Err(format!("say when it begins: the first date of the rule is {first}, so `--start {}T18:00`", first.date())),
        Some(When::Month { .. }) => Err(format!("a month is not enough for what repeats: the first date is {first}")),
        Some(asked) if asked == first => Ok(first),
        Some(asked) => {
            let weekday = |when: When| when.wall(zone).format("%A").to_string();
            let (was, is) = (weekday(asked), weekday(first));
            notes
                .push(format!("{asked} ({was}) is not on the rule {rule}; it begins on {first} ({is}), the first date that is."));
            Ok(first)
        }
    }
}

/// A UID that no event has, or ever had: its name at the hub, with a number where that is taken.
fn uid(hub: &Hub, id: &str) -> String {
    let written = hub.articles.iter().filter_map(|article| match &article.original().facts {
        Facts::Event(event) => event.uid.clone(),
        _ => None,
    });
    let taken: BTreeSet<String> = written.chain(hub.lock.events.iter().map(|event| event.uid.clone())).collect();
    let name = |number: u32| match number {
        1 => format!("{id}@{}", hub.settings.id),
        more => format!("{id}-{more}@{}", hub.settings.id),
    };
    (1..).map(name).find(|name| !taken.contains(name)).unwrap_or_default()
}
