//! What only somebody who knows communities would notice: a meeting that strangers can walk into, two workshops at one
//! bench, a guideline that nobody has read for a year.
//!
//! Pure functions of the hub, what is live, and now. Nothing here is ever an error, and everything can be silenced by
//! `allow`: most of it is probably wrong, and nobody but the team knows. What texts say was searched while they were
//! read ([`crate::model::remark`]); bodies are looked at here only for the names of people who withdrew.

mod clashes;
mod events;
mod guidelines;
mod people;
mod tags;
mod texts;

use crate::{
    diagnostic::{Finding, Place},
    model::{
        article::{Edition, Event, Facts},
        hub::Hub,
        site::{Work, WorkId},
        time::Instant,
    },
};
use chrono::Duration;

/// Everything that is looked at.
#[derive(Clone, Copy)]
pub struct Community<'a> {
    pub hub: &'a Hub,
    pub works: &'a [Work],
    /// Articles of the hub that are live, by their place in it.
    pub live: &'a [Option<WorkId>],
    pub now: Instant,
}

/// What is to be said about the texts of a community.
pub fn of_texts(community: Community) -> Vec<Finding> {
    let mut findings = texts::findings(community);
    findings.extend(people::findings(community));
    findings
}

/// What is to be said about everything else: what articles say in front.
pub fn of_outlines(community: Community) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (work, event) in community.events() {
        events::findings(community, work, event, &mut findings);
    }
    findings.extend(clashes::findings(community));
    findings.extend(guidelines::findings(community));
    findings.extend(tags::findings(community));
    findings
}

impl<'a> Community<'a> {
    /// Live events, by what their originals say.
    fn events(self) -> impl Iterator<Item = (&'a Work, &'a Event)> {
        self.works.iter().filter_map(|work| match &work.article.original().facts {
            Facts::Event(event) => Some((work, event)),
            _ => None,
        })
    }

    fn after(self, days: i64) -> Instant {
        self.now.checked_add_signed(Duration::days(days)).unwrap_or(self.now)
    }
}

/// Where a field names a word, else the whole file.
fn place(edition: &Edition, field: &str, word: &str) -> Place {
    super::people::place(edition, field, word).unwrap_or_else(|| Place::file(&edition.path))
}
