//! Events by themselves: cancelled and still open, over and not recorded, about to end.

use super::{Community, place};
use crate::{
    diagnostic::{Finding, catalogue::*},
    model::{
        article::{Event, EventStatus, Override},
        occurrence::{Occurrence, occurrences},
        rule::Until,
        site::Work,
    },
};
use chrono::{Days, NaiveDate};

/// Days that a team has for putting a recording online.
const RECORDED_WITHIN: i64 = 14;

/// Days after which nobody asks for one any more.
const RECORDING_WANTED: i64 = 183;

/// Days before the last date of a series at which its end is news.
const ENDS_SOON: i64 = 31;

pub fn findings(community: Community, work: &Work, event: &Event, findings: &mut Vec<Finding>) {
    findings.extend(cancelled(community, work, event));
    findings.extend(not_recorded(community, work, event));
    findings.extend(ends_soon(community, work, event));
}

/// Cancelled as a whole, still to come, and people can register.
fn cancelled(community: Community, work: &Work, event: &Event) -> Option<Finding> {
    let registration = event.registration.as_deref().filter(|_| event.status == EventStatus::Cancelled)?;
    let past = work.is_past(community.now);
    let place = place(work.article.original(), "registration", registration);
    let message = "the event is cancelled, and people can still register for it";
    (!past).then(|| {
        Finding::new(&EVENT_CANCELLED_REGISTRATION, place, message)
            .help("take `registration` out, close the form, and write to those who have registered")
    })
}

/// Could be attended from afar, is over for two weeks, and has no recording. Of a series its latest date counts. A
/// post about the event that came out after that date stands for the recording: the team has seen to it.
fn not_recorded(community: Community, work: &Work, event: &Event) -> Option<Finding> {
    let due = |date: &&Occurrence| date.past_from <= community.after(-RECORDED_WITHIN);
    let date = work.dates.iter().rev().find(due).filter(|date| date.past_from >= community.after(-RECORDING_WANTED))?;
    let own = over_of(event, date);
    let online = own.and_then(|o| o.online.as_ref()).or(event.online.as_ref()).is_some();
    let placed = own.and_then(|o| o.location.as_ref()).or(event.location.as_ref()).is_some();
    let recorded = own.and_then(|o| o.recording.as_ref()).or(event.recording.as_ref()).is_some();
    let took_place = !matches!(date.status, EventStatus::Cancelled | EventStatus::Postponed);
    let told = work.named.posts.iter().filter_map(|post| community.works[post.0 as usize].date).any(|post| post >= date.instant);
    if recorded || told || !took_place || placed && !online {
        return None;
    }
    let original = work.article.original();
    let day = date.start.date();
    let (message, help) = match event.repeats() {
        false => (
            format!("this event took place on {day}, and there is no recording of it"),
            "add `recording: https://…`; if there will be none, `allow: [event/no-recording]`".to_owned(),
        ),
        true => (
            format!("this series took place on {day}, and there is no recording of that date"),
            format!(
                "add `- {{occurrence: {}, recording: https://…}}` below `overrides:`; if there will be none, \
                 `allow: [event/no-recording]`",
                date.original.date()
            ),
        ),
    };
    // A series begins long before the date that is meant: what is said of that date, or the rule, stands nearer to it.
    let (field, word) = match (own, event.rrule.is_some()) {
        (Some(_), _) => ("overrides", date.original.date().to_string()),
        (None, true) => ("rrule", "rrule".to_owned()),
        (None, false) => ("start", "start".to_owned()),
    };
    Some(Finding::new(&EVENT_NO_RECORDING, place(original, field, &word), message).help(help))
}

/// What the event says of one of its dates.
fn over_of<'e>(event: &'e Event, date: &Occurrence) -> Option<&'e Override> {
    date.over.and_then(|i| event.overrides.get(i))
}

/// The last date of a series is within a month.
fn ends_soon(community: Community, work: &Work, event: &Event) -> Option<Finding> {
    let rule = event.rrule.as_deref()?;
    let part = match rule.until {
        Until::Never => return None,
        Until::Count(_) => "COUNT",
        Until::Last(_) => "UNTIL",
    };
    let last = work.dates.last()?;
    let soon = last.instant > community.now && last.instant <= community.after(ENDS_SOON);
    if !soon || event.status == EventStatus::Cancelled {
        return None;
    }
    // Dates are known as far as the horizon only.
    let after = last.start.date().checked_add_days(Days::new(1))?;
    if !occurrences(event, after, NaiveDate::MAX, 1).is_empty() {
        return None;
    }
    let message = format!("the series ends within a month: its last date is {}", last.start.date());
    let help = match part {
        "COUNT" => "if it goes on, write a greater `COUNT` or leave it out; if not, say so in the text",
        _ => "if it goes on, write a later `UNTIL` or leave it out; if not, say so in the text",
    };
    Some(Finding::new(&EVENT_ENDS_SOON, place(work.article.original(), "rrule", part), message).help(help))
}
