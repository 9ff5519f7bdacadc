//! The content plan as JSON. The names are written down in the handbook, and do not change.

use crate::model::{
    article::PersonRef,
    programme::{Late, Meeting, Mix, Post, Programme, Row, Runway, Share, Slot},
};
use serde_json::{Map, Value, json};

/// What the plan adds to the report of its findings.
pub fn members(programme: Option<&Programme>) -> Map<String, Value> {
    let Some(plan) = programme else { return Map::new() };
    let zone = plan.settings.timezone;
    let value = json!({
        "now": plan.now.with_timezone(&zone).to_rfc3339(),
        "zone": zone.name(),
        "from": plan.from.to_string(),
        "to": plan.to.to_string(),
        "items": plan.rows().into_iter().map(|row| match row {
            Row::Event(date) => event(date),
            Row::Post(post) => entry(plan, post),
            Row::Open(slot) => open(plan, slot),
        }).collect::<Vec<_>>(),
        "late": plan.late().map(|post| entry(plan, post)).collect::<Vec<_>>(),
        "owed": plan.owed().into_iter().map(|(owner, posts)| json!({
            "owner": owner.map(|owner| person(plan, owner)),
            "items": posts.into_iter().map(|post| entry(plan, post)).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "runway": runway(plan, &plan.runway),
        "mix": mix(&plan.mix),
    });
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// Every item has the same members; what it cannot have is null, or an empty list.
fn item(kind: &str, own: Value) -> Value {
    let mut item = json!({
        "kind": kind, "date": null, "last": null, "time": null, "title": null, "status": null, "draft": false,
        "series": null, "slot": null, "owner": null, "channels": [], "format": null, "due": null, "late": null,
        "event": null, "url": null, "file": null,
    });
    if let (Value::Object(item), Value::Object(own)) = (&mut item, own) {
        item.extend(own);
    }
    item
}

fn entry(plan: &Programme, post: &Post) -> Value {
    let entry = post.entry();
    item(
        "entry",
        json!({
            "date": post.day.to_string(),
            "time": post.clock.map(clock),
            "title": post.title(),
            "status": entry.status.word(),
            "draft": post.is_draft(),
            "series": entry.series,
            "slot": post.slot.map(|day| day.to_string()),
            "owner": entry.owner.as_ref().map(|owner| person(plan, owner)),
            "channels": entry.channels,
            "format": entry.format,
            "due": entry.due.map(|due| due.date().to_string()),
            "late": post.late.map(|late| match late {
                Late::Due(_) => "due",
                Late::Passed(_) => "date",
            }),
            "event": entry.event,
            "url": entry.url,
            "file": post.path(),
        }),
    )
}

fn open(plan: &Programme, slot: &Slot) -> Value {
    let day = slot.day.to_string();
    let channels = plan.settings.calendar.series.get(&slot.series).map(|s| s.channels.clone()).unwrap_or_default();
    item("slot", json!({ "date": day, "slot": day, "status": "open", "series": slot.series, "channels": channels }))
}

fn event(date: &Meeting) -> Value {
    item(
        "event",
        json!({
            "date": date.day.to_string(),
            "last": date.last.to_string(),
            "time": date.clock.map(clock),
            "title": date.title,
            "status": date.status.word(),
            "draft": date.draft,
            "file": date.path,
        }),
    )
}

fn person(plan: &Programme, person: &PersonRef) -> Value {
    let id = match person {
        PersonRef::Member(id) => Some(id),
        PersonRef::Guest { .. } => None,
    };
    json!({ "id": id, "name": plan.name(person) })
}

fn runway(plan: &Programme, runway: &Runway) -> Value {
    json!({
        "ready": runway.ready,
        "planned": runway.planned,
        "wanted": runway.wanted,
        "gap": runway.gap.as_ref().map(|slot| json!({
            "date": slot.day.to_string(),
            "series": slot.series,
            "file": slot.post.map(|i| plan.posts[i].path()),
        })),
    })
}

fn mix(mix: &Mix) -> Value {
    let shares = |shares: &[Share]| {
        let share = |share: &Share| json!({ "word": share.word, "past": share.past, "ahead": share.ahead });
        shares.iter().map(share).collect::<Vec<_>>()
    };
    json!({
        "from": mix.from.to_string(),
        "to": mix.to.to_string(),
        "formats": shares(&mix.formats),
        "channels": shares(&mix.channels),
    })
}

fn clock((hour, minute): (u8, u8)) -> String {
    format!("{hour:02}:{minute:02}")
}
