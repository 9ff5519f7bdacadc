//! Two events at one place, in one online room or with one host at the same time.
//!
//! Every date still to come is written down once for each thing that can be in one place only; sorted by that thing and
//! by time, what overlaps stands side by side. Whole days are left out: a festival and its workshops share a house.

use super::{Community, place};
use crate::{
    diagnostic::{Finding, catalogue::EVENT_CLASH},
    model::{
        article::{Event, EventStatus, Facts, Kind, Location, Online, Override, PersonRef},
        occurrence::Occurrence,
        path::fold,
        site::Work,
        time::Instant,
    },
};
use rayon::prelude::*;
use std::collections::HashMap;

/// How many events at once are compared with one another; more of them are said to clash anyway.
const AT_ONCE: usize = 4;

/// What cannot be in two places.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Thing {
    /// A place by its folded name; houses of one name in two zones are two.
    Place(String, &'static str),
    Room(String),
    Host(String),
}

/// A thing is taken.
struct Taken {
    thing: u32,
    from: Instant,
    /// The same where nobody said when it ends.
    to: Instant,
    work: usize,
    date: usize,
}

pub fn findings(community: Community) -> Vec<Finding> {
    let (things, mut taken) = taken(community);
    taken.par_sort_unstable_by_key(|t| (t.thing, t.from, t.work, t.date));
    let mut first: HashMap<(usize, usize), (Instant, &Thing, &Taken, &Taken)> = HashMap::new();
    let mut now: Vec<&Taken> = Vec::new();
    for next in &taken {
        now.retain(|t| t.thing == next.thing && (t.to > next.from || t.from == next.from));
        for earlier in now.iter().rev().take(AT_ONCE).filter(|t| t.work != next.work) {
            let thing = &things[next.thing as usize];
            if !truly(community, thing, earlier, next) {
                continue;
            }
            let pair = (earlier.work.min(next.work), earlier.work.max(next.work));
            let known = first.entry(pair).or_insert((next.from, thing, earlier, next));
            if next.from < known.0 {
                *known = (next.from, thing, earlier, next);
            }
        }
        now.push(next);
    }
    let mut pairs: Vec<_> = first.into_iter().collect();
    pairs.sort_by_key(|(pair, _)| *pair);
    pairs.into_iter().map(|(_, (_, thing, earlier, next))| finding(community, thing, earlier, next)).collect()
}

/// All things that events need, and when.
fn taken(community: Community) -> (Vec<Thing>, Vec<Taken>) {
    let mut numbers: HashMap<Thing, u32> = HashMap::new();
    let mut taken = Vec::new();
    for (work, w) in community.works.iter().enumerate().filter(|(_, w)| w.kind() == Kind::Event) {
        let Facts::Event(event) = &w.article.original().facts else { continue };
        let mut number = |thing: Thing| {
            let next = numbers.len() as u32;
            *numbers.entry(thing).or_insert(next)
        };
        let mut usual: Option<Vec<u32>> = None;
        for (date, at) in w.dates.iter().enumerate().filter(|(_, at)| counts(community, at)) {
            let own = over_of(event, at).filter(|o| o.location.is_some() || o.online.is_some());
            let wanted = match own {
                Some(own) => things(event, Some(own)).into_iter().map(&mut number).collect(),
                None => usual.get_or_insert_with(|| things(event, None).into_iter().map(&mut number).collect()).clone(),
            };
            let to = at.end.unwrap_or(at.instant);
            taken.extend(wanted.into_iter().map(|thing| Taken { thing, from: at.instant, to, work, date }));
        }
    }
    let mut things: Vec<(Thing, u32)> = numbers.into_iter().collect();
    things.sort_by_key(|(_, number)| *number);
    (things.into_iter().map(|(thing, _)| thing).collect(), taken)
}

/// Still to come, at an hour, and going to happen.
fn counts(community: Community, at: &Occurrence) -> bool {
    at.past_from > community.now && !at.all_day && !matches!(at.status, EventStatus::Cancelled | EventStatus::Postponed)
}

fn things(event: &Event, own: Option<&Override>) -> Vec<Thing> {
    let location = own.and_then(|o| o.location.as_ref()).or(event.location.as_ref());
    let online = own.and_then(|o| o.online.as_ref()).or(event.online.as_ref());
    let place = location.filter(|l| !l.name.trim().is_empty()).map(|l| Thing::Place(fold(l.name.trim()), event.zone.name()));
    let room = online.and_then(|online| match online {
        Online::Address(address) => Some(Thing::Room(address.trim_end_matches('/').to_owned())),
        Online::OnRegistration => None,
    });
    let hosts = event.hosts.iter().filter_map(|host| match host {
        PersonRef::Member(id) => Some(Thing::Host(id.clone())),
        PersonRef::Guest { .. } => None,
    });
    place.into_iter().chain(room).chain(hosts).collect()
}

fn over_of<'e>(event: &'e Event, at: &Occurrence) -> Option<&'e Override> {
    at.over.and_then(|i| event.overrides.get(i))
}

/// What an event says of a date that takes something.
struct Said<'a> {
    work: &'a Work,
    event: &'a Event,
    at: &'a Occurrence,
    own: Option<&'a Override>,
}

fn said<'a>(community: Community<'a>, taken: &Taken) -> Option<Said<'a>> {
    let work = &community.works[taken.work];
    let Facts::Event(event) = &work.article.original().facts else { return None };
    let at = work.dates.get(taken.date)?;
    Some(Said { work, event, at, own: over_of(event, at) })
}

impl Said<'_> {
    fn location(&self) -> Option<&Location> {
        self.own.and_then(|o| o.location.as_ref()).or(self.event.location.as_ref())
    }
}

/// Places of one name are one where nothing says otherwise: another address, another chapter.
fn truly(community: Community, thing: &Thing, a: &Taken, b: &Taken) -> bool {
    if !matches!(thing, Thing::Place(..)) {
        return true;
    }
    let (Some(a), Some(b)) = (said(community, a), said(community, b)) else { return false };
    let address = |said: &Said| said.location().and_then(|l| l.address.as_deref()).map(|address| fold(address.trim()));
    match (address(&a), address(&b)) {
        (Some(a), Some(b)) => a == b,
        _ => a.event.group == b.event.group || a.event.group.is_none() || b.event.group.is_none(),
    }
}

fn finding(community: Community, thing: &Thing, earlier: &Taken, next: &Taken) -> Finding {
    let (Some(first), Some(second)) = (said(community, earlier), said(community, next)) else {
        return Finding::new(&EVENT_CLASH, None, "two events are at one place at the same time");
    };
    let (edition, other) = (second.work.article.original(), first.work.article.original());
    let when = format!("{} ({})", second.at.start.format("%Y-%m-%d at %H:%M"), second.event.zone.name());
    let title = &other.common.title;
    let (message, field, word) = match thing {
        Thing::Place(..) => {
            let name = second.location().map_or("", |l| l.name.as_str());
            (format!("on {when} this event is at {name}, and so is “{title}”"), "location", name.to_owned())
        }
        Thing::Room(address) => {
            (format!("on {when} this event is in the same online room as “{title}”"), "online", address.clone())
        }
        Thing::Host(id) => (format!("on {when} `{id}` hosts this event and “{title}” at once"), "hosts", id.clone()),
    };
    Finding::new(&EVENT_CLASH, place(edition, field, &word), message)
        .also(place(other, field, &word), "the other one")
        .help("move one of them, or write `allow: [event/clash]` in this file if there is room for both")
}
