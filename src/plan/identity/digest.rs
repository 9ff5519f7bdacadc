//! Digests of what an event says, however it is written: the order of keys, of lists that have none, and the spelling
//! of times and rules make no difference. What an event does not say is not in its digest, so that a new field
//! changes none.

#![allow(clippy::string_slice, reason = "hexadecimal digits are ASCII")]

use crate::model::{
    article::{Edition, Ending, Event, Facts, Location, Online, Override, PersonRef},
    lock::Written,
    time::{When, Zone, resolve},
};
use std::fmt::{Display, Write};

/// Of time and place: whoever wants to come has to know when it changes.
pub fn when(event: &Event) -> String {
    let zone = event.zone;
    let mut digest = Digest::default();
    digest.say("start", moment(event.start, zone));
    match event.ending {
        Ending::Open => {}
        Ending::At(end) => digest.say("end", moment(end, zone)),
        Ending::After(length) => digest.say("duration", length.num_seconds()),
    }
    digest.say("zone", zone.name());
    digest.maybe("rrule", event.rrule.as_deref());
    digest.set("rdate", event.rdate.iter().map(|when| moment(*when, zone)));
    digest.set("exdate", event.exdate.iter().map(|when| moment(*when, zone)));
    digest.say("status", event.status.word());
    place(&mut digest, event.location.as_ref(), event.online.as_ref());
    each(&mut digest, event, |digest, change| {
        digest.maybe("start", change.start.map(|start| moment(start, zone)));
        digest.maybe("end", change.end.map(|end| moment(end, zone)));
        digest.maybe("status", change.status.map(|status| status.word()));
        place(digest, change.location.as_ref(), change.online.as_ref());
    });
    digest.done()
}

/// Of what readers see besides, in all languages; each edition with its tag, the original first.
pub fn words(mut editions: Vec<(&str, &Edition)>) -> String {
    let original = editions.first().map(|(_, edition)| *edition);
    editions.sort_by_key(|(tag, _)| *tag);
    let mut digest = Digest::default();
    for (tag, edition) in editions {
        let Facts::Event(event) = &edition.facts else { continue };
        let common = &edition.common;
        digest.say("language", tag);
        digest.maybe("title", common.title_language.is_none().then_some(&common.title));
        digest.maybe("description", common.description.as_ref());
        digest.maybe("image", common.image.as_ref());
        digest.set("tags", common.tags.iter());
        digest.maybe("kind", event.kind.as_ref());
        digest.maybe("group", event.group.as_ref());
        digest.list("hosts", event.hosts.iter().map(person));
        digest.list("speakers", event.speakers.iter().map(person));
        digest.maybe("registration", event.registration.as_ref());
        digest.maybe("price", event.price.as_ref());
        digest.maybe("recording", event.recording.as_ref());
        digest.maybe("slides", event.slides.as_ref());
        if original.is_some_and(|original| !std::ptr::eq(original, edition)) {
            // A place has a name in each language; the original's is part of the place.
            place(&mut digest, event.location.as_ref(), None);
        }
        each(&mut digest, event, |digest, change| {
            digest.maybe("title", change.title.as_ref());
            digest.maybe("note", change.note.as_ref());
            digest.maybe("recording", change.recording.as_ref());
            digest.maybe("slides", change.slides.as_ref());
        });
    }
    digest.done()
}

/// What overrides say of one thing or another, in order of their dates.
fn each(digest: &mut Digest, event: &Event, say: impl Fn(&mut Digest, &Override)) {
    let mut changes: Vec<(String, &Override)> =
        event.overrides.iter().map(|change| (moment(change.occurrence, event.zone), change)).collect();
    changes.sort_by(|a, b| a.0.cmp(&b.0));
    for (occurrence, change) in changes {
        let mut own = Digest::default();
        say(&mut own, change);
        if !own.text.is_empty() {
            digest.say("occurrence", occurrence);
            digest.text.push_str(&own.text);
        }
    }
}

fn place(digest: &mut Digest, location: Option<&Location>, online: Option<&Online>) {
    if let Some(location) = location {
        digest.say("location", &location.name);
        digest.maybe("address", location.address.as_ref());
        digest.maybe("geo", location.geo.map(|(latitude, longitude)| format!("{latitude},{longitude}")));
        digest.maybe("place-url", location.url.as_ref());
    }
    match online {
        None => {}
        Some(Online::OnRegistration) => digest.say("online", true),
        Some(Online::Address(address)) => digest.say("online-at", address),
    }
}

fn person(person: &PersonRef) -> String {
    match person {
        PersonRef::Member(id) => format!("@{id}"),
        PersonRef::Guest { name, url } => format!("{name} {}", url.as_deref().unwrap_or_default()),
    }
}

/// A time as the event's own clock shows it; an instant stays one only where the clock could mean another.
fn moment(when: When, zone: Zone) -> String {
    match when {
        When::Exact(exact) => {
            let wall = when.wall(zone);
            match resolve(wall, zone).instant == exact.to_utc() {
                true => Written(When::Wall(wall)).to_string(),
                false => Written(When::Exact(exact.to_utc().fixed_offset())).to_string(),
            }
        }
        plain => Written(plain).to_string(),
    }
}

/// Names and values, each with its length after it: no two lists of them read the same.
#[derive(Default)]
struct Digest {
    text: String,
}

impl Digest {
    fn say(&mut self, name: &str, value: impl Display) {
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{name} ");
        let start = self.text.len();
        let _ = write!(self.text, "{value}");
        let _ = writeln!(self.text, " {}", self.text.len() - start);
    }

    fn maybe(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.say(name, value);
        }
    }

    fn list(&mut self, name: &str, values: impl Iterator<Item = impl Display>) {
        values.for_each(|value| self.say(name, value));
    }

    fn set(&mut self, name: &str, values: impl Iterator<Item = impl Display>) {
        let mut values: Vec<String> = values.map(|value| value.to_string()).collect();
        values.sort_unstable();
        values.dedup();
        self.list(name, values.into_iter());
    }

    fn done(self) -> String {
        blake3::hash(self.text.as_bytes()).to_hex()[..16].to_owned()
    }
}
