//! What there is to say about the content plan. None of it stops a build: a plan that slips is no broken site.

#![allow(clippy::string_slice, reason = "offsets come from matches in the same text")]

use super::{earlier, is_planned, later, posts, runway, slots};
use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    model::{
        article::{EventStatus, Facts, Kind},
        hub::Hub,
        path::HubPath,
        programme::{Late, Post, Runway, Slot, series_title},
        time::Instant,
    },
    plan::people::place,
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// An entry wants an owner so many days before its own.
const OWNER: u64 = 7;
/// A slot wants something in it so many days before.
const SLOT: u64 = 14;

/// Everything that is wrong with the plan, or will be soon.
pub fn findings(hub: &Hub, now: Instant) -> Vec<Finding> {
    let today = now.with_timezone(&hub.settings.timezone).date_naive();
    let mut posts = posts(hub, now);
    let slots = slots::slots(hub, &mut posts, earlier(today, 7), later(today, SLOT));
    let mut findings = Vec::new();
    for post in &posts {
        findings.extend(late(post));
        findings.extend(no_owner(post, today));
        findings.extend(cancelled(hub, post, today));
    }
    findings.extend(open(hub, &slots, &posts, today));
    if has_plan(&posts, &slots) {
        let runway = runway::runway(&hub.settings.calendar, &posts, &slots, today);
        findings.extend(short(hub, &runway));
    }
    findings
}

/// Whether a team works with the plan at all: it has promised a rhythm, or something is being made. Who has only dated
/// a post for next week is asked for nothing.
fn has_plan(posts: &[Post], slots: &[Slot]) -> bool {
    let made = |post: &Post| !post.is_idea() && !post.is_draft() && !post.is_ready();
    !slots.is_empty() || posts.iter().any(made)
}

fn late(post: &Post) -> Option<Finding> {
    let status = post.entry().status;
    let still = if post.is_draft() { "a draft".to_owned() } else { format!("`{}`", status.word()) };
    let help = "finish it and write `status: ready`, give it another day, or write `status: dropped`";
    let (fields, message) = match post.late? {
        Late::Passed(day) => (["date", "status"], format!("this was to go out on {day} and is still {still}")),
        Late::Due(due) => (["due", "status"], format!("this was due on {due} and is still {still}")),
    };
    Some(Finding::new(&PLAN_LATE, written(post, &fields), message).help(help))
}

fn no_owner(post: &Post, today: NaiveDate) -> Option<Finding> {
    let soon = (today..=later(today, OWNER)).contains(&post.day);
    let wants = post.entry().owner.is_none() && !post.is_ready() && !post.is_idea() && !post.is_draft();
    (soon && wants).then(|| {
        let message = format!("this is to go out on {}, and nobody sees to it", post.day);
        Finding::new(&PLAN_NO_OWNER, written(post, &["status", "date"]), message)
            .help("add `owner: amina`, the name of a file in content/members, or `owner: {name: Nikos}`")
    })
}

fn cancelled(hub: &Hub, post: &Post, today: NaiveDate) -> Option<Finding> {
    let id = post.entry().event.as_ref().filter(|_| post.day >= today || !post.is_ready())?;
    let event = &hub.articles[hub.find(Kind::Event, id)?];
    let cancelled = matches!(&event.original().facts, Facts::Event(event) if event.status == EventStatus::Cancelled);
    cancelled.then(|| {
        let message = format!("this is about `{id}`, which has been cancelled");
        Finding::new(&PLAN_CANCELLED_EVENT, written(post, &["event"]), message)
            .help("say so in the text, give it another day, or write `status: dropped`")
    })
}

/// One finding for each series, whatever the number of its open slots.
fn open(hub: &Hub, slots: &[Slot], posts: &[Post], today: NaiveDate) -> Vec<Finding> {
    let mut open: BTreeMap<&str, Vec<&Slot>> = BTreeMap::new();
    for slot in slots.iter().filter(|s| (today..=later(today, SLOT)).contains(&s.day) && !is_planned(s, posts)) {
        open.entry(&slot.series).or_default().push(slot);
    }
    let finding = |(id, slots): (&str, Vec<&Slot>)| {
        let days: Vec<String> = slots.iter().take(3).map(|slot| slot.day.to_string()).collect();
        let more = slots.len().checked_sub(days.len() + 1).map_or(String::new(), |n| format!(" and {} more", n + 1));
        let idea = if slots.iter().all(|s| s.post.is_some()) { "only an idea" } else { "nothing" };
        let message = format!("{} has {idea} for {}{more}", series_title(&hub.settings, id), days.join(", "));
        let ideas =
            slots.iter().filter_map(|slot| slot.post).map(|i| (Place::file(&posts[i].article().original().path), "an idea"));
        let mut finding = Finding::new(&PLAN_OPEN_SLOT, settings_place(hub, &[id]), message)
            .help(format!("write a post with `series: {id}` and that date; `hubgen plan` shows what there is"));
        finding.also = ideas.map(|(place, words)| (place, words.to_owned())).collect();
        finding
    };
    open.into_iter().map(finding).collect()
}

fn short(hub: &Hub, runway: &Runway) -> Option<Finding> {
    if runway.ready >= runway.wanted {
        return None;
    }
    let weeks = |n: u32| if n == 1 { "1 week".to_owned() } else { format!("{n} weeks") };
    let lasts = if runway.ready == 0 { "less than a week".to_owned() } else { weeks(runway.ready) };
    let message =
        format!("the posts that are ready last for {lasts}, and the hub wants them to last for {}", weeks(runway.wanted));
    let help = match &runway.gap {
        Some(slot) => format!(
            "get a post ready for the first gap: {}, {}; `hubgen plan` shows them all",
            series_title(&hub.settings, &slot.series),
            slot.day
        ),
        None => "make more posts ready, or ask for fewer weeks: `calendar: {runway_weeks: 2}`".to_owned(),
    };
    Some(Finding::new(&PLAN_RUNWAY, settings_place(hub, &["runway_weeks", "calendar"]), message).help(help))
}

/// The first of the fields that the file states, with its value; else the file.
fn written(post: &Post, fields: &[&str]) -> Place {
    let edition = post.article().original();
    let entry = post.entry();
    let value = |field: &str| match field {
        "due" => entry.due.map(|due| due.date().to_string()),
        "date" => Some(post.day.to_string()),
        "status" => Some(entry.status.word().to_owned()),
        "event" => entry.event.clone(),
        _ => None,
    };
    let found = fields.iter().find_map(|field| place(edition, field, &value(field)?));
    found.unwrap_or_else(|| Place::file(&edition.path))
}

/// The first line of hub.yaml that begins with one of these keys; else the file.
fn settings_place(hub: &Hub, keys: &[&str]) -> Option<Place> {
    let path = HubPath::new("hub.yaml")?;
    let source = &hub.settings.source;
    let key_at = |key: &&str| {
        source.match_indices(*key).map(|(at, _)| at).find(|at| {
            let before = source[..*at].trim_end_matches(['"', '\'']);
            let after = source[at + key.len()..].trim_start_matches(['"', '\'']).trim_start();
            before.trim_end_matches(' ').is_empty()
                || before.trim_end_matches([' ', '\t']).ends_with(['\n', '{', ',']) && after.starts_with(':')
        })
    };
    let found = keys.iter().find_map(|key| Some((key_at(key)?, key.len())));
    Some(found.map_or_else(|| Place::file(&path), |(at, length)| Place::bytes(&path, source, at..at + length)))
}
