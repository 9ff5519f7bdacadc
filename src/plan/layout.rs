//! Which pages there are, what lies where, what is listed: all that does not depend on what stands in a body. Writers
//! change bodies most of the time, so this is remembered.

use super::{
    addresses::{self, Claims},
    calendars, cards, community, dates, feeds,
    files::{self, Files},
    gate::{self, sooner},
    identity, links, lists, months, pages, people, programme,
};
use crate::{
    diagnostic::{Finding, Place},
    model::{
        article::{Facts, Kind},
        hub::Hub,
        language::LangId,
        lock::Lock,
        path::{Address, OutputPath},
        settings::NavItem,
        site::*,
        time::{Instant, YearMonth},
    },
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

/// The plan of a hub without its bodies.
pub struct Layout {
    /// Everything live, with nothing closed yet. The articles may be of another day than the layout: what stands in
    /// their bodies is not to be asked here.
    works: Vec<Work>,
    /// Articles of the hub that are live, by their place in it.
    pub live: Vec<Option<WorkId>>,
    pub members: Arc<HashMap<String, WorkId>>,
    pub intros: Arc<HashMap<Kind, WorkId>>,
    pub sections: Vec<Kind>,
    pub lists: Arc<Vec<List>>,
    pub months: Arc<BTreeMap<YearMonth, Vec<Happening>>>,
    pub planned: Arc<Vec<Planned>>,
    pub pages: Arc<Vec<Page>>,
    pub cards: Arc<Vec<Address>>,
    pub feeds: Arc<Vec<Feed>>,
    pub calendars: Arc<Vec<Calendar>>,
    pub gone: Arc<Vec<Gone>>,
    pub lock: Arc<Lock>,
    pub files: Files,
    pub claims: Claims,
    /// What is known of every page.
    pub outputs: HashMap<OutputPath, links::Known>,
    /// Addresses of what is not live, with the article each belongs to.
    pub withheld: HashMap<OutputPath, usize>,
    /// Articles by key.
    pub keys: HashMap<String, usize>,
    pub next_change: Option<Instant>,
    /// What was noticed on the way.
    pub findings: Vec<Finding>,
}

/// Lays out the site as of `now`. `drafts`: what a preview shows.
pub fn layout(hub: &Hub, now: Instant, drafts: bool) -> Layout {
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
    let updates = works.iter().flat_map(|work| work.editions.iter().filter_map(|live| work.edition(live).common.updated));
    let updates = updates.map(|updated| updated.instant(hub.settings.timezone));
    for moment in works.iter().flat_map(turning_points).chain(updates).filter(|moment| *moment > now) {
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

    let mut claims = Claims::new(hub.settings.clone());
    let mut pages = pages::pages(hub, &works, &lists, &months, &mut claims);
    let feeds = feeds::feeds(hub, &works, &lists, &mut claims);
    let named = people::named_by(&works, &members);
    let almanac = calendars::Almanac { hub, works: &works, named: &named, lists: &lists, gone: &gone, window };
    let calendars = almanac.calendars(&mut claims);
    let files = files::files(hub, &live, &works, &mut claims);
    pages::redirects(hub, &works, &mut claims, &mut pages);
    pages.sort_by(|a, b| a.address.cmp(&b.address));
    let cards = cards::cards(hub, &works, &pages, &mut claims);
    claims.for_later();
    claim_for_later(hub, &works, &live, &cards, &mut claims);

    let mut findings = people::withheld(&works, &members);
    findings.extend(feeds::dateless(&works));
    findings.extend(cards.findings.iter().cloned());
    findings.extend(identity::unannounced(&known.lock, now));
    findings.extend(programme::findings::findings(hub, now));
    findings.append(&mut claims.findings);
    findings.append(&mut known.findings);
    for (work, named) in works.iter_mut().zip(named) {
        work.named = Arc::new(named);
    }
    findings.extend(community::of_outlines(community::Community { hub, works: &works, live: &live, now }));
    Layout {
        outputs: pages::outputs(&pages),
        withheld: withheld_addresses(hub, &works, &live),
        keys: hub.articles.iter().enumerate().map(|(i, a)| (a.key.clone(), i)).collect(),
        works,
        live,
        members: Arc::new(members),
        intros: Arc::new(intros),
        sections,
        lists: Arc::new(lists),
        months: Arc::new(months),
        planned: Arc::new(planned),
        pages: Arc::new(pages),
        cards: Arc::new(cards.pages),
        feeds: Arc::new(feeds),
        calendars: Arc::new(calendars),
        gone: Arc::new(gone),
        lock: Arc::new(known.lock),
        files,
        claims,
        next_change,
        findings,
    }
}

impl Layout {
    /// Everything live, with the articles of `hub`, which says the same outside their bodies.
    pub fn works(&self, hub: &Hub) -> Vec<Work> {
        let mut works = self.works.clone();
        for (article, id) in hub.articles.iter().zip(&self.live) {
            if let Some(id) = id {
                works[id.0 as usize].article = article.clone();
            }
        }
        works
    }
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
            dates: Arc::default(),
            identity: None,
            named: Arc::default(),
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
            works[id.0 as usize].identity = known.of.remove(&place).map(Arc::new);
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
    let languages: Vec<LangId> = hub.settings.languages.ids().collect();
    let lists: Vec<Vec<List>> = languages.into_par_iter().map(|language| shelf.lists(language)).collect();
    lists.into_iter().flatten().collect()
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
fn claim_for_later(hub: &Hub, works: &[Work], live: &[Option<WorkId>], cards: &cards::Cards, claims: &mut Claims) {
    for (i, e) in silent(hub, works, live) {
        let article = &hub.articles[i];
        if addresses::introduces(article).is_some() || article.key == "index" {
            continue;
        }
        let edition = &article.editions[e];
        let address = addresses::article(article, e, &hub.settings.languages);
        cards::claim_for_later(cards, hub, article.kind, edition, &address, claims);
        claims.claim(&address.output(), edition.path.as_str(), Some(Place::file(&edition.path)));
        for alias in &edition.common.aliases {
            let what = format!("{} {}", addresses::ALIAS, edition.path);
            claims.claim(&pages::alias_address(alias).output(), what, Some(pages::alias_place(edition, alias)));
        }
    }
}
