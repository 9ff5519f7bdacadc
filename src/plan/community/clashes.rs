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
    },
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many events at once are kept in mind, and how many of them are compared; more are said to clash anyway.
const AT_ONCE: usize = 16;
const COMPARED: usize = 4;

/// Nobody needs to be told more often that an event cannot be.
const MOST: usize = 5;

/// What cannot be in two places.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Thing {
    /// A place by its folded name; houses of one name in two zones are two.
    Place(String, &'static str),
    Room(String),
    Host(String),
}

/// A thing is taken, from and to in seconds of the time line; the same where nobody said when it ends.
struct Taken {
    thing: u32,
    from: i64,
    to: i64,
    work: u32,
    date: u32,
}

pub fn findings(community: Community) -> Vec<Finding> {
    let (things, mut taken) = taken(community);
    taken.sort_unstable_by_key(|t| (t.thing, t.from, t.work, t.date));
    let mut first: HashMap<(u32, u32), (&Thing, &Taken, &Taken)> = HashMap::new();
    let mut now: Vec<&Taken> = Vec::new();
    for next in &taken {
        now.retain(|t| t.thing == next.thing && (t.to > next.from || t.from == next.from));
        for earlier in now.iter().rev().take(COMPARED).filter(|t| t.work != next.work) {
            let thing = &things[next.thing as usize];
            if !truly(community, thing, earlier, next) {
                continue;
            }
            let pair = (earlier.work.min(next.work), earlier.work.max(next.work));
            let known = first.entry(pair).or_insert((thing, earlier, next));
            if next.from < known.2.from {
                *known = (thing, earlier, next);
            }
        }
        if now.len() == AT_ONCE {
            now.remove(0);
        }
        now.push(next);
    }
    let mut pairs: Vec<_> = first.into_iter().collect();
    pairs.sort_by_key(|(pair, _)| *pair);
    let mut often: HashMap<u32, usize> = HashMap::new();
    pairs.retain(|(_, (_, _, next))| {
        let said = often.entry(next.work).or_default();
        *said += 1;
        *said <= MOST
    });
    pairs.into_iter().map(|(_, (thing, earlier, next))| finding(community, thing, earlier, next)).collect()
}

/// What an event needs.
struct Needs<'a> {
    work: u32,
    dates: &'a [Occurrence],
    usual: Vec<u32>,
    /// On dates that are somewhere else, by override.
    own: BTreeMap<usize, Vec<u32>>,
}

impl Needs<'_> {
    fn all(&self) -> impl Iterator<Item = u32> {
        self.usual.iter().chain(self.own.values().flatten()).copied()
    }
}

/// All things that several events need, and when.
fn taken(community: Community) -> (Vec<Thing>, Vec<Taken>) {
    let mut numbers: HashMap<Thing, u32> = HashMap::new();
    let mut number = |thing: Thing| {
        let next = numbers.len() as u32;
        *numbers.entry(thing).or_insert(next)
    };
    let mut needs = Vec::new();
    for (work, w) in community.works.iter().enumerate().filter(|(_, w)| w.kind() == Kind::Event) {
        let Facts::Event(event) = &w.article.original().facts else { continue };
        let Some(to_come) = w.next(community.now) else { continue };
        let usual = things(event, None).into_iter().map(&mut number).collect();
        let elsewhere = event.overrides.iter().enumerate().filter(|(_, o)| o.location.is_some() || o.online.is_some());
        let own = elsewhere.map(|(i, o)| (i, things(event, Some(o)).into_iter().map(&mut number).collect())).collect();
        needs.push(Needs { work: work as u32, dates: &w.dates[to_come..], usual, own });
    }
    // What one event alone needs is always free.
    let mut wanted = vec![0u32; numbers.len()];
    for need in &needs {
        for thing in need.all().collect::<BTreeSet<u32>>() {
            wanted[thing as usize] += 1;
        }
    }
    let shared = |thing: &u32| wanted[*thing as usize] > 1;
    let mut taken = Vec::new();
    for need in needs.iter().filter(|need| need.all().any(|thing| shared(&thing))) {
        for (date, at) in need.dates.iter().enumerate().filter(|(_, at)| counts(community, at)) {
            let date = (community.works[need.work as usize].dates.len() - need.dates.len() + date) as u32;
            let (from, to) = (at.instant.timestamp(), at.end.unwrap_or(at.instant).timestamp());
            let wanted = at.over.and_then(|i| need.own.get(&i)).unwrap_or(&need.usual);
            let taking = wanted.iter().filter(|thing| shared(thing));
            taken.extend(taking.map(|thing| Taken { thing: *thing, from, to, work: need.work, date }));
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
    let work = &community.works[taken.work as usize];
    let Facts::Event(event) = &work.article.original().facts else { return None };
    let at = work.dates.get(taken.date as usize)?;
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
    // About a kilometre: a pin set by hand is rarely exact, and two cities are far more than that apart.
    if let (Some(a), Some(b)) = (a.location().and_then(|l| l.geo), b.location().and_then(|l| l.geo)) {
        return (a.0 - b.0).abs() < 0.01 && (a.1 - b.1).abs() < 0.01;
    }
    let address = |said: &Said| said.location().and_then(|l| l.address.as_deref()).map(|address| fold(address.trim()));
    match (address(&a), address(&b)) {
        (Some(a), Some(b)) => a == b,
        // An address on one side alone leaves open whether "Community room" is the same room.
        (Some(_), None) | (None, Some(_)) if a.event.group != b.event.group => false,
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
