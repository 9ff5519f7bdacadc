//! (Hub, now) to Site: what may be published, where everything lies, what leads where.
//!
//! Always done whole, on metadata and references alone, never on bodies. The order below is the order of need: what is
//! live, what it is called, what is listed, what links to what.

pub mod addresses;
pub mod calendars;
mod close;
mod community;
pub mod dates;
pub mod external;
pub mod feeds;
mod files;
pub mod gate;
pub mod identity;
pub mod links;
pub mod lists;
mod menu;
pub mod months;
mod pages;
pub mod people;
pub mod programme;

use crate::{
    diagnostic::{Finding, Place},
    model::{
        article::{Facts, Kind},
        hub::Hub,
        path::OutputPath,
        settings::NavItem,
        site::*,
        time::Instant,
    },
};
use addresses::Claims;
use gate::sooner;
use links::Links;
use rayon::prelude::*;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// Decides the whole site as of `now`. `drafts`: what a preview shows.
pub fn plan(hub: &Hub, now: Instant, drafts: bool) -> (Site, Vec<Finding>) {
    let gate = gate::open(hub, now, drafts);
    let mut next_change = gate.next_change;
    let mut works = works(hub, gate.live, drafts);
    let live = live_index(hub, &works);
    let mut known = identity::identities(hub);
    identify(&mut works, &live, &mut known);
    let (gone, change) = identity::gone(&known.lock, now);
    if let Some(change) = change {
        sooner(&mut next_change, change);
    }
    let window = dates::Window::around(now, hub.settings.timezone, &hub.settings.build);
    dates::fill(&mut works, now, window);
    sooner(&mut next_change, dates::turns(now, hub.settings.timezone));
    for moment in works.iter().flat_map(turning_points).filter(|moment| *moment > now) {
        sooner(&mut next_change, moment);
    }
    let members: HashMap<String, WorkId> = people::ids(&works, Kind::Member).map(|(id, work)| (id.to_owned(), work)).collect();
    let intros: HashMap<Kind, WorkId> =
        works.iter().enumerate().filter_map(|(i, w)| Some((addresses::introduces(&w.article)?, WorkId(i as u32)))).collect();
    let sections = sections(hub, &works, &intros, !gone.is_empty());
    let lists = lists(hub, &works, now, &sections);
    let planned = programme::public::planned(hub, &works, now, &mut next_change);
    let today = now.with_timezone(&hub.settings.timezone).date_naive();
    let months = months::months(&works, &planned, today, hub.settings.timezone, window);

    let mut claims = Claims::new(&hub.settings.languages);
    let mut pages = pages::pages(hub, &works, &lists, &months, &mut claims);
    let feeds = feeds::feeds(hub, &works, &lists, &mut claims);
    let named = people::named_by(&works, &members);
    let almanac = calendars::Almanac { hub, works: &works, named: &named, lists: &lists, gone: &gone, window };
    let calendars = almanac.calendars(&mut claims);
    let files = files::files(hub, &live, &works, &mut claims);
    pages::redirects(hub, &works, &mut claims, &mut pages);
    pages.sort_by(|a, b| a.address.cmp(&b.address));

    let outputs = pages::outputs(&pages);
    let withheld = withheld_addresses(hub, &works, &live);
    let keys = hub.articles.iter().enumerate().map(|(i, a)| (a.key.clone(), i)).collect();
    let links = Links {
        hub,
        works: &works,
        live: &live,
        claims: &claims,
        outputs: &outputs,
        files: &files.beside,
        keys: &keys,
        withheld: &withheld,
    };
    let (closed, said): (Vec<Vec<close::ClosedEdition>>, Vec<Vec<Finding>>) =
        works.par_iter().map(|work| close::close(&links, work)).unzip();
    let mut findings: Vec<Finding> = said.into_iter().flatten().collect();
    let (nav, said) = menu::nav(hub, &links, &sections);
    findings.extend(said);
    let join = hub.settings.links.iter().filter_map(|link| menu::own_link(hub, &links, link, &mut findings)).collect();
    let (brand, said) = menu::brand(hub);
    findings.extend(said);
    findings.extend(people::withheld(&works, &members));
    findings.extend(feeds::dateless(&works));
    findings.extend(identity::unannounced(&known.lock, now));
    findings.extend(programme::findings::findings(hub, now));
    claim_for_later(hub, &works, &live, &mut claims);
    findings.append(&mut claims.findings);
    findings.append(&mut known.findings);

    for ((work, named), closed) in works.iter_mut().zip(named).zip(closed) {
        work.named = named;
        for (edition, closed) in work.editions.iter_mut().zip(closed) {
            (edition.holes, edition.answers, edition.also_answers, edition.image) = closed;
        }
    }
    let (copies, said) = files.settle(&works);
    findings.extend(said);
    findings.extend(community::findings(community::Community { hub, works: &works, live: &live, now }));
    let site = Site {
        settings: hub.settings.clone(),
        theme: hub.theme.clone(),
        data: hub.data.clone(),
        now,
        works,
        members,
        pages,
        lists,
        months,
        planned,
        feeds,
        calendars,
        gone,
        lock: known.lock,
        nav,
        join,
        intros,
        copies,
        brand,
        next_change,
    };
    (site, findings)
}

fn works(hub: &Hub, live: Vec<gate::Live>, drafts: bool) -> Vec<Work> {
    let languages = &hub.settings.languages;
    let work = |live: gate::Live| {
        let edition = |index: usize| LiveEdition {
            index,
            language: live.article.editions[index].language,
            address: addresses::article(&live.article, index, languages),
            holes: Vec::new(),
            answers: Vec::new(),
            also_answers: Vec::new(),
            image: None,
        };
        Work {
            editions: live.editions.iter().map(|i| edition(*i)).collect(),
            article: live.article.clone(),
            listed: live.listed,
            ribbon: live.ribbon.filter(|_| drafts),
            date: live.date,
            dates: Vec::new(),
            identity: None,
            named: NamedBy::default(),
        }
    };
    live.into_iter().map(work).collect()
}

/// The moments at which an event begins and is over.
fn turning_points(work: &Work) -> Vec<Instant> {
    match &work.article.original().facts {
        Facts::Event(event) if work.dates.is_empty() => {
            vec![event.start.instant(event.zone), event.start.over(event.zone)]
        }
        _ => work.dates.iter().flat_map(|date| [date.instant, date.past_from]).collect(),
    }
}

/// Which articles of the hub are live, by their place in it.
fn live_index(hub: &Hub, works: &[Work]) -> Vec<Option<WorkId>> {
    let mut rest = works.iter().enumerate().peekable();
    hub.articles
        .iter()
        .map(|article| rest.next_if(|(_, work)| Arc::ptr_eq(&work.article, article)).map(|(i, _)| WorkId(i as u32)))
        .collect()
}

/// Gives every live event its identity.
fn identify(works: &mut [Work], live: &[Option<WorkId>], known: &mut identity::Identities) {
    for (place, id) in live.iter().enumerate() {
        if let Some(id) = id {
            works[id.0 as usize].identity = known.of.remove(&place);
        }
    }
}

/// Sections that have a list: those that hold something, are introduced, or are named in the menu.
fn sections(hub: &Hub, works: &[Work], intros: &HashMap<Kind, WorkId>, events_gone: bool) -> Vec<Kind> {
    let named: HashSet<Kind> = hub
        .settings
        .nav
        .iter()
        .flatten()
        .filter_map(|item| match item {
            NavItem::Place(place) => Kind::of_section(place.trim_matches('/')),
            NavItem::Link(_) => None,
        })
        .collect();
    // An unlisted article is in no list, and yet there is a way from it to where it belongs.
    let held: HashSet<Kind> = works.iter().map(Work::kind).collect();
    // There is always a calendar: the present month belongs to it, even an empty one.
    Kind::ALL
        .into_iter()
        .filter(|k| k.section().is_some())
        .filter(|k| {
            held.contains(k) || intros.contains_key(k) || named.contains(k) || *k == Kind::Entry
            // Whoever subscribed hears there that the last one is cancelled.
            || *k == Kind::Event && events_gone
        })
        .collect()
}

fn lists(hub: &Hub, works: &[Work], now: Instant, sections: &[Kind]) -> Vec<List> {
    let shelf = lists::Shelf::new(works, &hub.settings, now, sections);
    hub.settings.languages.ids().flat_map(|language| shelf.lists(language)).collect()
}

/// Editions that are not live, as places of article and edition.
fn silent<'a>(hub: &'a Hub, works: &'a [Work], live: &'a [Option<WorkId>]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let editions = hub.articles.iter().enumerate().flat_map(|(i, a)| (0..a.editions.len()).map(move |e| (i, e)));
    let is_live =
        |i: usize, e: usize| live[i].is_some_and(|id| works[id.0 as usize].editions.iter().any(|edition| edition.index == e));
    editions.filter(move |(i, e)| !is_live(*i, *e))
}

/// Addresses that articles would have if they were live.
fn withheld_addresses(hub: &Hub, works: &[Work], live: &[Option<WorkId>]) -> HashMap<OutputPath, usize> {
    let languages = &hub.settings.languages;
    let mut withheld = HashMap::new();
    for (i, e) in silent(hub, works, live) {
        let article = &hub.articles[i];
        withheld.insert(addresses::article(article, e, languages).output(), i);
        withheld.extend(article.editions[e].common.aliases.iter().map(|alias| (pages::alias_address(alias).output(), i)));
    }
    withheld
}

/// Claims the addresses of what is not live yet, last of all: two that claim one address are wrong today already, not
/// only on the day on which the second goes live.
fn claim_for_later(hub: &Hub, works: &[Work], live: &[Option<WorkId>], claims: &mut Claims) {
    for (i, e) in silent(hub, works, live) {
        let article = &hub.articles[i];
        if addresses::introduces(article).is_some() || article.key == "index" {
            continue;
        }
        let edition = &article.editions[e];
        let output = addresses::article(article, e, &hub.settings.languages).output();
        claims.claim(&output, edition.path.as_str(), Some(Place::file(&edition.path)));
        for alias in &edition.common.aliases {
            let what = format!("{} {}", addresses::ALIAS, edition.path);
            claims.claim(&pages::alias_address(alias).output(), what, Some(pages::alias_place(edition, alias)));
        }
    }
}
