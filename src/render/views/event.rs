//! Events on their own pages: what holds for all dates, and each date.

use super::Desk;
use crate::{
    model::{
        article::{self, EventStatus, Facts, Online, Override},
        occurrence::{Occurrence, told},
        site::{LiveEdition, Vocabulary, Work},
        time::When,
    },
    render::view::*,
};

impl Desk<'_> {
    /// An event as it stands for its next date, else its last, and all its dates.
    pub fn event(&self, work: &Work, live: &LiveEdition, facts: &article::Event) -> Event {
        let shown = self.at_a_glance(work);
        let own = shown.and_then(|date| told(facts, date));
        let status = self.status_of(facts, shown);
        let online = own.and_then(|own| own.online.as_ref()).or(facts.online.as_ref());
        let (past, coming): (Vec<&Occurrence>, Vec<&Occurrence>) =
            work.dates.iter().filter(|_| facts.repeats()).partition(|date| date.past_from <= self.site.now);
        let dates = |dates: Vec<&Occurrence>| dates.into_iter().map(|date| self.event_date(work, live, facts, date)).collect();
        Event {
            id: shown.map(Occurrence::id).filter(|id| !facts.repeats() && is_free(work, live, id)),
            span: self.span(facts, shown),
            add: self.add_to_calendar(work, live, facts, shown),
            rhythm: self.rhythm(facts),
            past: work.is_past(self.site.now),
            series: facts.repeats(),
            dates: dates(coming),
            past_dates: dates(past.into_iter().rev().collect()),
            note: own.and_then(|own| self.in_own_words(work, live, shown, own, |own| own.note.as_deref())),
            status: status.word().into(),
            status_label: self.status_label(status),
            place: own.and_then(|own| own.location.as_ref()).or(facts.location.as_ref()).map(|l| self.place(l)),
            online: match online {
                Some(Online::Address(address)) => Some(address.clone()),
                _ => None,
            },
            online_on_registration: online == Some(&Online::OnRegistration),
            registration: facts.registration.clone(),
            capacity: facts.capacity,
            price: facts.price.clone(),
            kind: facts.kind.as_deref().map(|k| self.term(Vocabulary::EventKinds, k)),
            group: facts.group.as_deref().map(|g| self.term(Vocabulary::Groups, g)),
            hosts: self.people(&facts.hosts),
            speakers: self.people(&facts.speakers),
            recording: own.and_then(|own| own.recording.clone()).or(facts.recording.clone()),
            slides: own.and_then(|own| own.slides.clone()).or(facts.slides.clone()),
            attendance: own.and_then(|own| own.attendance).or(facts.attendance),
            posts: self.cards(&work.named.posts),
        }
    }

    /// When, how often and where, in the fewest words: first the time, then what else there is to say.
    pub fn in_brief(&self, work: &Work, facts: &article::Event) -> (String, Vec<String>) {
        let shown = self.at_a_glance(work);
        let own = shown.and_then(|date| told(facts, date));
        let status = self.status_of(facts, shown);
        let place = own.and_then(|own| own.location.as_ref()).or(facts.location.as_ref());
        let span = self.span(facts, shown);
        let zone = Some(span.zone_label.to_string()).filter(|zone| !zone.is_empty());
        let rest = [zone, self.rhythm(facts), self.status_label(status), place.map(|place| place.name.clone())];
        (span.text, rest.into_iter().flatten().collect())
    }

    /// The date that the page answers for first: the next that takes place, else the next, else the last.
    pub fn at_a_glance<'w>(&self, work: &'w Work) -> Option<&'w Occurrence> {
        let mut coming = work.dates.iter().filter(|date| date.past_from > self.site.now);
        let takes_place = |date: &&Occurrence| !matches!(date.status, EventStatus::Cancelled | EventStatus::Postponed);
        coming.clone().find(takes_place).or_else(|| coming.next()).or(work.dates.last())
    }

    fn event_date(&self, work: &Work, live: &LiveEdition, facts: &article::Event, date: &Occurrence) -> EventDate {
        let own = told(facts, date);
        let words =
            |field: fn(&Override) -> Option<&str>| own.and_then(|own| self.in_own_words(work, live, Some(date), own, field));
        let id = date.id();
        EventDate {
            href: format!("{}#{id}", self.href(&live.address)),
            id: Some(id).filter(|id| is_free(work, live, id)),
            span: self.span(facts, Some(date)),
            past: date.past_from <= self.site.now,
            status: date.status.word().into(),
            status_label: self.status_label(date.status),
            moved_from: (date.original.date() != date.start.date()).then(|| {
                let day = When::Day(date.original.date());
                self.moment(day, facts.zone)
            }),
            title: words(|own| own.title.as_deref()),
            note: words(|own| own.note.as_deref()),
            place: own.and_then(|own| own.location.as_ref()).map(|l| self.place(l)),
            online: match own.and_then(|own| own.online.as_ref()) {
                Some(Online::Address(address)) => Some(address.clone()),
                _ => None,
            },
            recording: own.and_then(|own| own.recording.clone()),
            slides: own.and_then(|own| own.slides.clone()),
            attendance: own.and_then(|own| own.attendance),
        }
    }

    /// Words of an override. What a translation took over from the original is in the original's language.
    pub fn in_own_words(
        &self,
        work: &Work,
        live: &LiveEdition,
        date: Option<&Occurrence>,
        own: &Override,
        field: fn(&Override) -> Option<&str>,
    ) -> Option<Text> {
        let words = field(own)?;
        let original = work.article.original();
        let inherited = match (&original.facts, date) {
            (Facts::Event(event), Some(date)) if live.index != 0 => told(event, date).and_then(field) == Some(words),
            _ => false,
        };
        Some(self.text(words, Some(if inherited { original.language } else { live.language })))
    }
}

/// Whether no heading of the text has taken the address of a date.
fn is_free(work: &Work, live: &LiveEdition, id: &str) -> bool {
    !work.edition(live).body.headings.iter().any(|heading| heading.id == id)
}
