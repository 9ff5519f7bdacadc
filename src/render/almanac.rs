//! `events.json`: all events with their dates, for programs that would rather not read calendars.
//!
//! It holds what the calendar beside it holds, from the same values. Times are those of the event's zone with their
//! offset (ISO 8601); a whole day is a day, and its `end` is the last one. What there is nothing of is left out.

use super::{
    structured::{
        event::{end, original, start},
        without_nulls,
    },
    view::{Label, Person, Shared},
    views::Desk,
};
use crate::model::{
    article::{Event, Facts, Location, Online},
    iso,
    occurrence::{Occurrence, told},
    site::{Calendar, Vocabulary, Work},
};
use serde_json::{Value, json};

/// Goes up when a name here changes its meaning.
const VERSION: u8 = 1;

impl Desk<'_> {
    /// The events of a calendar, in order of their first date.
    pub fn almanac(&self, calendar: &Calendar) -> Vec<u8> {
        let events: Vec<Value> = calendar.items.iter().filter_map(|id| self.almanac_event(self.site.work(*id))).collect();
        let table = json!({
            "version": VERSION,
            "title": self.calendar_title(&calendar.of),
            "lang": self.tag(),
            "url": self.absolute(&calendar.page),
            "calendar": self.absolute(&calendar.address),
            "events": events,
        });
        format!("{table:#}\n").into_bytes()
    }

    fn almanac_event(&self, work: &Work) -> Option<Value> {
        let live = work.nearest(self.lang);
        let edition = work.edition(live);
        let Facts::Event(event) = &edition.facts else { return None };
        let common = &edition.common;
        let identity = self.identity(work);
        let language = self.site.settings.languages.tag(live.language);
        let dates: Vec<Value> =
            work.dates.iter().map(|date| self.almanac_date(event, date, &self.absolute(&live.address))).collect();
        let tags: Vec<Value> = common.tags.iter().map(|tag| labelled(&self.term(Vocabulary::Tags, tag))).collect();
        Some(without_nulls(json!({
            "uid": identity.uid,
            "sequence": identity.sequence,
            "modified": iso::to_the_second(&identity.modified.with_timezone(&chrono::Utc)),
            "url": self.absolute(&live.address),
            "calendar": self.absolute(&live.address.join("event.ics")),
            "lang": language,
            "title": common.title,
            "description": Some(self.description(edition)).filter(|text| !text.is_empty()),
            "image": live.image.as_ref().map(|picture| self.absolute(&picture.address)),
            "kind": event.kind.as_deref().map(|kind| labelled(&self.term(Vocabulary::EventKinds, kind))),
            "group": event.group.as_deref().map(|group| labelled(&self.term(Vocabulary::Groups, group))),
            "tags": (!tags.is_empty()).then_some(tags),
            "status": event.status.word(),
            "timezone": event.zone.name(),
            "repeats": event.repeats(),
            "rhythm": self.rhythm(event),
            "location": event.location.as_ref().map(place),
            "online": event.online.as_ref().map(online),
            "registration": event.registration,
            "capacity": event.capacity,
            "price": event.price,
            "hosts": self.named(&self.people(&event.hosts)),
            "speakers": self.named(&self.people(&event.speakers)),
            "recording": event.recording,
            "slides": event.slides,
            "attendance": event.attendance,
            "dates": dates,
        })))
    }

    /// A date; what differs from the event is said again.
    fn almanac_date(&self, event: &Event, date: &Occurrence, page: &str) -> Value {
        let own = told(event, date);
        let moved = date.over.and_then(|n| event.overrides.get(n)).is_some_and(|own| own.start.is_some());
        let url = if event.repeats() { format!("{page}#{}", date.id()) } else { page.to_owned() };
        without_nulls(json!({
            "id": date.id(),
            "url": url,
            "start": start(date, event.zone),
            "end": end(date, event.zone),
            "all_day": date.all_day,
            "status": date.status.word(),
            "moved_from": moved.then(|| original(event, date)),
            "title": own.and_then(|own| own.title.as_deref()),
            "location": own.and_then(|own| own.location.as_ref()).map(place),
            "online": own.and_then(|own| own.online.as_ref()).map(online),
            "note": own.and_then(|own| own.note.as_deref()),
            "recording": own.and_then(|own| own.recording.as_deref()),
            "slides": own.and_then(|own| own.slides.as_deref()),
            "attendance": own.and_then(|own| own.attendance),
        }))
    }

    fn named(&self, people: &[Shared<Person>]) -> Option<Vec<Value>> {
        let one = |person: &Shared<Person>| {
            let url = person.href.as_deref().map(|href| self.site.settings.base_url.with_host(href));
            without_nulls(json!({"name": person.name.text, "url": url}))
        };
        (!people.is_empty()).then(|| people.iter().map(one).collect())
    }
}

fn labelled(label: &Shared<Label>) -> Value {
    json!({"id": label.id, "label": label.text.text})
}

fn place(location: &Location) -> Value {
    let geo = location.geo.map(|(latitude, longitude)| [latitude, longitude]);
    without_nulls(json!({"name": location.name, "address": location.address, "geo": geo, "url": location.url}))
}

/// The address, or `true` where it is told to those who register.
fn online(online: &Online) -> Value {
    match online {
        Online::Address(address) => json!(address),
        Online::OnRegistration => json!(true),
    }
}
