//! An event: from the same dates that people see.

use super::{named_people, without_nulls};
use crate::model::{
    article::{Event, EventStatus, Location, Online},
    iso,
    occurrence::{Occurrence, told},
    site::{LiveEdition, Work},
    time::{When, Zone},
};
use crate::render::views::Desk;
use serde_json::{Map, Value, json};

/// What holds for all dates of an event.
struct Usual<'a> {
    url: String,
    title: &'a str,
    location: Option<&'a Location>,
    online: Option<&'a Online>,
}

impl Desk<'_> {
    /// An Event; of a series an EventSeries with each date as an Event.
    pub fn structured_event(&self, work: &Work, live: &LiveEdition, event: &Event) -> Value {
        let edition = work.edition(live);
        let usual = Usual {
            url: self.absolute(&live.address),
            title: &edition.common.title,
            location: event.location.as_ref(),
            online: event.online.as_ref(),
        };
        let mut data = Map::new();
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                data.insert(name.to_owned(), value);
            }
        };
        put("@type", json!(if event.repeats() { "EventSeries" } else { "Event" }));
        put("@id", json!(usual.url));
        put("name", json!(usual.title));
        put("description", json!(Some(self.description(edition)).filter(|text| !text.is_empty())));
        put("url", json!(usual.url));
        put("inLanguage", json!(self.site.settings.languages.tag(live.language)));
        put("image", json!(live.image.as_ref().map(|picture| self.absolute(&picture.address))));
        put("organizer", self.organization());
        let people = |role: &[_]| named_people(&self.people(role), &self.site.settings.base_url);
        put("performer", people(&event.speakers));
        put("contributor", people(&event.hosts));
        put("maximumAttendeeCapacity", json!(event.capacity));
        put("offers", self.offers(event));
        match &*work.dates {
            dates if event.repeats() => {
                put("startDate", json!(dates.first().map(|date| start(date, event.zone))));
                put("location", places(usual.location, usual.online, &usual.url));
                put("eventAttendanceMode", json!(mode(usual.location, usual.online)));
                put("eventStatus", json!(status(event.status, false)));
                let dates = dates.iter().map(|date| self.structured_date(event, date, &usual));
                put("subEvent", Value::Array(dates.collect()));
            }
            [date, ..] => {
                let Value::Object(one) = self.structured_date(event, date, &usual) else { return Value::Null };
                one.into_iter().filter(|(name, _)| !matches!(name.as_str(), "@type" | "url")).for_each(|(n, v)| put(&n, v));
            }
            [] => {
                put("startDate", json!(event.start.to_string()));
                put("location", places(usual.location, usual.online, &usual.url));
                put("eventAttendanceMode", json!(mode(usual.location, usual.online)));
                put("eventStatus", json!(status(event.status, false)));
            }
        }
        Value::Object(data)
    }

    fn structured_date(&self, event: &Event, date: &Occurrence, usual: &Usual) -> Value {
        let own = told(event, date);
        let location = own.and_then(|own| own.location.as_ref()).or(usual.location);
        let online = own.and_then(|own| own.online.as_ref()).or(usual.online);
        let url = if event.repeats() { format!("{}#{}", usual.url, date.id()) } else { usual.url.clone() };
        let moved = date.over.and_then(|n| event.overrides.get(n)).is_some_and(|own| own.start.is_some());
        let recording = own.and_then(|own| own.recording.as_ref()).or(event.recording.as_ref().filter(|_| !event.repeats()));
        let name = own.and_then(|own| own.title.as_deref()).unwrap_or(usual.title);
        without_nulls(json!({
            "@type": "Event",
            "name": name,
            "url": url,
            "startDate": start(date, event.zone),
            "endDate": end(date, event.zone),
            "previousStartDate": moved.then(|| original(event, date)),
            "eventStatus": status(date.status, moved),
            "eventAttendanceMode": mode(location, online),
            "location": places(location, online, &url),
            "recordedIn": recording.map(|url| json!({"@type": "VideoObject", "name": name, "url": url})),
        }))
    }

    fn offers(&self, event: &Event) -> Value {
        match &event.registration {
            Some(address) => json!({"@type": "Offer", "url": address}),
            None => Value::Null,
        }
    }
}

/// A day, or a time with its offset (ISO 8601).
pub fn start(date: &Occurrence, zone: Zone) -> String {
    match date.all_day {
        true => date.start.date().to_string(),
        false => iso::to_the_second(&date.instant.with_timezone(&zone)),
    }
}

/// The last day, or the time it ends.
pub fn end(date: &Occurrence, zone: Zone) -> Option<String> {
    let end = date.end?.with_timezone(&zone);
    Some(match date.all_day {
        true => end.date_naive().pred_opt()?.to_string(),
        false => iso::to_the_second(&end),
    })
}

/// When a date that was moved would have been.
pub fn original(event: &Event, date: &Occurrence) -> String {
    match event.start {
        When::Day(_) => date.original.date().to_string(),
        _ => {
            let instant = When::Wall(date.original).instant(event.zone);
            iso::to_the_second(&instant.with_timezone(&event.zone))
        }
    }
}

fn status(status: EventStatus, moved: bool) -> &'static str {
    match status {
        EventStatus::Cancelled => "https://schema.org/EventCancelled",
        EventStatus::Postponed if !moved => "https://schema.org/EventPostponed",
        _ if moved => "https://schema.org/EventRescheduled",
        _ => "https://schema.org/EventScheduled",
    }
}

fn mode(location: Option<&Location>, online: Option<&Online>) -> Option<&'static str> {
    Some(match (location, online) {
        (Some(_), Some(_)) => "https://schema.org/MixedEventAttendanceMode",
        (Some(_), None) => "https://schema.org/OfflineEventAttendanceMode",
        (None, Some(_)) => "https://schema.org/OnlineEventAttendanceMode",
        (None, None) => return None,
    })
}

/// The place, and the address online; of what one is told on registering, the event's page.
fn places(location: Option<&Location>, online: Option<&Online>, page: &str) -> Value {
    let place = location.map(|l| {
        let geo = l.geo.map(|(lat, lon)| json!({"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}));
        without_nulls(json!({"@type": "Place", "name": l.name, "address": l.address, "url": l.url, "geo": geo}))
    });
    let room = online.map(|online| {
        let url = match online {
            Online::Address(address) => address.as_str(),
            Online::OnRegistration => page,
        };
        json!({"@type": "VirtualLocation", "url": url})
    });
    match (place, room) {
        (Some(place), Some(room)) => json!([place, room]),
        (one, other) => one.or(other).unwrap_or_default(),
    }
}
