//! What texts say: dates with the wrong weekday, zones by abbreviation, private rooms, placeholders.

#![allow(clippy::string_slice, reason = "offsets come from matches in the same text")]

use super::Community;
use crate::{
    diagnostic::{Finding, catalogue::*},
    model::{
        article::{Edition, EventStatus, Facts},
        occurrence::Occurrence,
        remark::{Remark, RemarkKind, WrittenDate},
        site::Work,
    },
    plan::gate,
};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

/// Days before a date of an event at which everything should be known.
const KNOWN_BEFORE: i64 = 2;

/// Days within which a date without a year is surely of the year of what it is read beside.
const NEAR: i64 = 60;

pub fn findings(community: Community) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (i, article) in community.hub.articles.iter().enumerate() {
        let work = community.live[i].map(|id| &community.works[id.0 as usize]);
        for edition in article.editions.iter().filter(|e| !e.body.remarks.is_empty() && gate::promised(e)) {
            findings.extend(edition.body.remarks.iter().filter_map(|remark| finding(community, edition, work, remark)));
        }
    }
    findings
}

fn finding(community: Community, edition: &Edition, work: Option<&Work>, remark: &Remark) -> Option<Finding> {
    let words = &edition.source[remark.at.clone()];
    let place = edition.place(remark.at.clone());
    match &remark.kind {
        RemarkKind::Date(date) => wrong_weekday(edition, work, date),
        RemarkKind::Abbreviation(zone) => {
            let Facts::Event(event) = &edition.facts else { return None };
            let message = format!("`{words}`: a zone abbreviation does not say what happens in summer, and few readers know it");
            let help = match event.zone.name() == *zone {
                true => format!("leave it out: hubgen writes the time with its zone ({zone}), and readers see their own"),
                false => format!(
                    "leave it out: hubgen writes the time with its zone, {}; if {zone} is meant, write `timezone: {zone}`",
                    event.zone.name()
                ),
            };
            Some(Finding::new(&TEXT_ABBREVIATION, place, message).help(help))
        }
        RemarkKind::Room => Some(
            Finding::new(&EVENT_PRIVATE_MEETING, place, "this is the way into a private meeting, and everybody would see it")
                .help("write `online: true` in the event, and send the address to those who register"),
        ),
        RemarkKind::Placeholder => {
            let message = format!("`{}` was to be filled in", words.lines().next().unwrap_or_default());
            Some(Finding::new(&TEXT_PLACEHOLDER, place, message).help("write what belongs here, or take it out"))
        }
        RemarkKind::Undecided => {
            let date = soon(community, work?)?;
            let message = format!("the event is on {date}, and something is still “{words}”");
            Some(Finding::new(&EVENT_UNDECIDED, place, message).help("write what is known by now, or what people should expect"))
        }
    }
}

/// The date of the event within the next two days, where it has one.
fn soon(community: Community, work: &Work) -> Option<NaiveDate> {
    let near = |at: &&Occurrence| {
        let ahead = at.past_from > community.now && at.instant <= community.after(KNOWN_BEFORE);
        ahead && !matches!(at.status, EventStatus::Cancelled | EventStatus::Postponed)
    };
    work.dates.iter().find(near).map(|at| at.start.date())
}

fn wrong_weekday(edition: &Edition, work: Option<&Work>, date: &WrittenDate) -> Option<Finding> {
    let days = match date.year {
        Some(year) => vec![date.of(year)?],
        None => meant(edition, work, date),
    };
    // One year in which it is right is enough where nobody knows the year.
    if days.is_empty() || days.iter().any(|day| day.weekday() == date.weekday) {
        return None;
    }
    let name = |day: &NaiveDate| date.name(day.weekday());
    let place = edition.place(date.at.clone());
    Some(match &days[..] {
        [day] => Finding::new(&TEXT_WEEKDAY, place, format!("{day} is not a {}", english(date.weekday))).help(format!(
            "it is a {}: write `{}`, or the date that is meant",
            english(day.weekday()),
            name(day)
        )),
        all => {
            let joined = |words: Vec<String>| words.join(", ");
            let years = joined(all.iter().map(|day| day.year().to_string()).collect());
            let names = joined(all.iter().map(|day| format!("`{}`", name(day))).collect());
            let message = format!("{} {} is a {} in none of {years}", date.day, month(date.month), english(date.weekday));
            Finding::new(&TEXT_WEEKDAY, place, message).help(format!("it is {names}: write the one that is meant, or the year"))
        }
    })
}

/// The days that a date without a year can mean: those beside a date of the event or article; where there are none,
/// those of the years around it.
fn meant(edition: &Edition, work: Option<&Work>, date: &WrittenDate) -> Vec<NaiveDate> {
    let anchors: Vec<NaiveDate> = match (&edition.facts, work) {
        (Facts::Event(_), Some(work)) if !work.dates.is_empty() => work.dates.iter().map(|at| at.start.date()).collect(),
        (Facts::Event(event), _) => vec![event.start.date()],
        _ => edition.common.date.iter().map(|when| when.date()).collect(),
    };
    let (mut near, mut all) = (BTreeSet::new(), BTreeSet::new());
    let mut same = BTreeSet::new();
    for anchor in &anchors {
        for day in (anchor.year() - 1..=anchor.year() + 1).filter_map(|year| date.of(year)) {
            let far = (day - *anchor).num_days().abs();
            all.insert(day);
            if far <= NEAR {
                near.insert(day);
            }
            if far == 0 {
                same.insert(day);
            }
        }
    }
    // A date of the event itself is what is meant, whatever else lies near.
    [same, near, all].into_iter().find(|days| !days.is_empty()).unwrap_or_default().into_iter().collect()
}

fn english(day: chrono::Weekday) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day.num_days_from_monday() as usize]
}

fn month(number: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES.get(number.wrapping_sub(1) as usize).copied().unwrap_or_default()
}
