//! (Hub, now) to Site: what may be published, where everything lies, what leads where.
//!
//! Always done whole, on metadata and references alone, never on bodies. The order below is the order of need: what is
//! live, what it is called, what is listed, what links to what.

pub mod addresses;
pub mod external;
pub mod gate;
pub mod links;
pub mod lists;
pub mod months;
pub mod people;

use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    model::{
        article::{Edition, Facts, Kind},
        event::over,
        hub::Hub,
        language::LangId,
        path::{Address, HubPath, OutputPath, nfc},
        settings::{NavItem, NavLink},
        site::*,
        snapshot::Handle,
        time::{Instant, YearMonth},
    },
};
use addresses::{Claims, in_language};
use gate::sooner;
use links::{At, Known, Links};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// Decides the whole site as of `now`. `drafts`: what a preview shows.
pub fn plan(hub: &Hub, now: Instant, drafts: bool) -> (Site, Vec<Finding>) {
    let gate = gate::open(hub, now, drafts);
    let mut next_change = gate.next_change;
    let mut works = works(hub, gate.live, drafts);
    let live = live_index(hub, &works);
    for work in works.iter().filter(|w| w.kind() == Kind::Event) {
        if let Facts::Event(event) = &work.article.original().facts {
            for moment in [event.start.instant(event.zone), over(event)] {
                if moment > now {
                    sooner(&mut next_change, moment);
                }
            }
        }
    }
    let members: HashMap<String, WorkId> = people::ids(&works, Kind::Member).map(|(id, work)| (id.to_owned(), work)).collect();
    let intros: HashMap<Kind, WorkId> =
        works.iter().enumerate().filter_map(|(i, w)| Some((addresses::introduces(&w.article)?, WorkId(i as u32)))).collect();
    let sections = sections(hub, &works, &intros);
    let lists = lists(hub, &works, now, &sections);
    let months = months::months(
        &works,
        now.with_timezone(&hub.settings.timezone).date_naive(),
        hub.settings.timezone,
        &hub.settings.build,
    );

    let mut claims = Claims::new(&hub.settings.languages);
    let mut pages = pages(hub, &works, &lists, &months, &mut claims);
    let feeds = feeds(hub, &works, &lists, &mut claims);
    let files = files(hub, &live, &works, &mut claims);
    redirects(hub, &works, &mut claims, &mut pages);
    pages.sort_by(|a, b| a.address.cmp(&b.address));

    let outputs = outputs(&pages);
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
    let (closed, said): (Vec<Vec<ClosedEdition>>, Vec<Vec<Finding>>) = works.par_iter().map(|work| close(&links, work)).unzip();
    let mut findings: Vec<Finding> = said.into_iter().flatten().collect();
    let (nav, said) = nav(hub, &links, &sections);
    findings.extend(said);
    let join = hub.settings.links.iter().filter_map(|link| own_link(hub, &links, link, &mut findings)).collect();
    let (brand, said) = brand(hub);
    findings.extend(said);
    findings.extend(people::withheld(&works, &members));
    findings.extend(dateless(&works));
    claim_for_later(hub, &works, &live, &mut claims);
    findings.append(&mut claims.findings);

    let named = people::named_by(&works, &members);
    for ((work, named), closed) in works.iter_mut().zip(named).zip(closed) {
        work.named = named;
        for (edition, closed) in work.editions.iter_mut().zip(closed) {
            (edition.holes, edition.answers, edition.also_answers, edition.image) = closed;
        }
    }
    let (copies, said) = files.settle(&works);
    findings.extend(said);
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
        feeds,
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
            named: NamedBy::default(),
        }
    };
    live.into_iter().map(work).collect()
}

/// Which articles of the hub are live, by their place in it.
fn live_index(hub: &Hub, works: &[Work]) -> Vec<Option<WorkId>> {
    let mut rest = works.iter().enumerate().peekable();
    hub.articles
        .iter()
        .map(|article| rest.next_if(|(_, work)| Arc::ptr_eq(&work.article, article)).map(|(i, _)| WorkId(i as u32)))
        .collect()
}

/// Sections that have a list: those that hold something, are introduced, or are named in the menu.
fn sections(hub: &Hub, works: &[Work], intros: &HashMap<Kind, WorkId>) -> Vec<Kind> {
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
        .filter(|k| held.contains(k) || intros.contains_key(k) || named.contains(k) || *k == Kind::Entry)
        .collect()
}

fn lists(hub: &Hub, works: &[Work], now: Instant, sections: &[Kind]) -> Vec<List> {
    let shelf = lists::Shelf { works, settings: &hub.settings, now, sections };
    hub.settings.languages.ids().flat_map(|language| shelf.lists(language)).collect()
}

fn pages(
    hub: &Hub,
    works: &[Work],
    lists: &[List],
    months: &BTreeMap<YearMonth, Vec<Happening>>,
    claims: &mut Claims,
) -> Vec<Page> {
    let languages = &hub.settings.languages;
    let mut pages = Vec::new();
    let mut add = |page: Page, what: &str, place: Option<Place>| {
        if claims.claim(&page.address.output(), what, place) {
            pages.push(page);
        }
    };
    let everywhere = |below: &str| addresses::counterparts(languages, below);
    for language in languages.ids() {
        let own = |below: &str, kind: PageKind| Page {
            address: in_language(languages, language, below),
            language,
            kind,
            counterparts: everywhere(below),
            indexed: true,
        };
        add(own("", PageKind::Home), "the home page", None);
        add(own("subscribe/", PageKind::Subscribe), "the page on subscribing", None);
        for month in months.keys() {
            add(own(&month_address(*month), PageKind::Month(*month)), "a month of the calendar", None);
        }
        for vocabulary in Vocabulary::ALL {
            let used = lists.iter().any(|l| matches!(&l.kind, ListKind::Term(v, ..) if *v == vocabulary));
            if used {
                add(own(vocabulary.address(), PageKind::Terms(vocabulary)), "a page of hubgen's own", None);
            }
        }
    }
    for (index, list) in lists.iter().enumerate() {
        let total = list.items.len().div_ceil(PER_PAGE).max(1);
        let below = list.address.as_str().strip_prefix(&languages.prefix(list.language)).unwrap_or(list.address.as_str());
        for number in 1..=total {
            let part = if number == 1 { String::new() } else { format!("page/{number}/") };
            let page = Page {
                address: list.address.join(&part),
                language: list.language,
                kind: PageKind::List { list: index, page: number, pages: total },
                counterparts: everywhere(&format!("{below}{part}")),
                indexed: number == 1,
            };
            add(page, "a list of hubgen's own", None);
        }
    }
    for (i, work) in works.iter().enumerate() {
        if addresses::introduces(&work.article).is_some() || work.article.key == "index" {
            continue;
        }
        let mut counterparts = vec![None; languages.0.len()];
        for edition in &work.editions {
            counterparts[edition.language.index()] = Some(edition.address.clone());
        }
        for (e, edition) in work.editions.iter().enumerate() {
            let path = &work.edition(edition).path;
            let page = Page {
                address: edition.address.clone(),
                language: edition.language,
                kind: PageKind::Article(WorkId(i as u32), e),
                counterparts: counterparts.clone(),
                indexed: work.listed && work.ribbon.is_none(),
            };
            add(page, &format!("{path}"), Some(Place::file(path)));
        }
    }
    let not_found = Page {
        address: Address::new("404.html"),
        language: LangId::DEFAULT,
        kind: PageKind::NotFound,
        counterparts: vec![None; languages.0.len()],
        indexed: false,
    };
    if !hub.statics.contains_key("404.html") {
        add(not_found, "the page for what is not found", None);
    }
    pages
}

fn feeds(hub: &Hub, works: &[Work], lists: &[List], claims: &mut Claims) -> Vec<Feed> {
    let mut feeds = Vec::new();
    let mut newest: Vec<WorkId> = (0..works.len() as u32).map(WorkId).filter(|id| in_feeds(&works[id.0 as usize])).collect();
    newest.sort_by(|a, b| {
        let (a, b) = (&works[a.0 as usize], &works[b.0 as usize]);
        b.date.cmp(&a.date).then_with(|| a.article.key.cmp(&b.article.key))
    });
    let rank: HashMap<WorkId, usize> = newest.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let limit = hub.settings.feeds.limit;
    for language in hub.settings.languages.ids() {
        let items = newest.iter().copied().take(limit).collect();
        feeds.push(Feed { list: None, language, page: in_language(&hub.settings.languages, language, ""), items });
    }
    // Events that are over were announced once, like those to come.
    let past: HashMap<LangId, &List> = lists.iter().filter(|l| l.kind == ListKind::PastEvents).map(|l| (l.language, l)).collect();
    for list in lists.iter().filter(|l| has_feed(&l.kind)) {
        let more = past.get(&list.language).filter(|_| list.kind == ListKind::Section(Kind::Event)).map(|p| p.items.as_slice());
        let mut items: Vec<WorkId> =
            list.items.iter().chain(more.unwrap_or_default()).copied().filter(|id| rank.contains_key(id)).collect();
        items.sort_by_key(|id| rank.get(id));
        items.truncate(limit);
        feeds.push(Feed { list: Some(list.kind.clone()), language: list.language, page: list.address.clone(), items });
    }
    for feed in &feeds {
        for name in FEED_FILES {
            claims.claim(&feed.page.join(name).output(), "a feed", None);
        }
    }
    // The theme's assets lie in a folder of their own, and robots.txt may be the hub's.
    for name in ["sitemap.xml", ".nojekyll", "robots.txt", "assets/"] {
        if !hub.statics.contains_key(name) {
            claims.claim(&OutputPath::new(name), "a file of hubgen's own", None);
        }
    }
    feeds
}

/// Which lists have a feed.
pub fn has_feed(kind: &ListKind) -> bool {
    match kind {
        ListKind::Section(_) => true,
        ListKind::Term(vocabulary, ..) => matches!(vocabulary, Vocabulary::Tags | Vocabulary::Audience | Vocabulary::Groups),
        ListKind::PastEvents => false,
    }
}

fn in_feeds(work: &Work) -> bool {
    work.listed && work.date.is_some() && work.kind() != Kind::Page
}

/// Says of events without a date that they are in no feed.
fn dateless(works: &[Work]) -> Vec<Finding> {
    let silent = works.iter().filter(|w| w.listed && w.kind() == Kind::Event && w.date.is_none());
    silent
        .map(|work| {
            Finding::new(&FEED_NO_DATE, Place::file(&work.article.original().path), "without `date` this event is in no feed")
                .help("add `date: …`, the day it is announced")
        })
        .collect()
}

/// Files that are taken over, and what addresses in content can mean by them.
#[derive(Default)]
struct Files {
    copies: BTreeMap<OutputPath, Handle>,
    /// Files beside articles that may be shown.
    beside: HashMap<HubPath, PictureRef>,
    /// Those among them that are published only where something public shows them.
    shared: BTreeMap<OutputPath, (HubPath, Handle)>,
}

fn files(hub: &Hub, live: &[Option<WorkId>], works: &[Work], claims: &mut Claims) -> Files {
    let mut files = Files::default();
    let bundles = addresses::bundles(hub);
    for (path, handle) in &hub.files {
        let (owner, folder) = addresses::owner(path, &bundles);
        let address = match owner {
            addresses::Owner::Bundle(owner) => {
                let below = folder.and_then(|f| path.below(f));
                let (Some(id), Some(below)) = (live[owner], below) else { continue };
                works[id.0 as usize].editions[0].address.join(&nfc(below))
            }
            addresses::Owner::Shared => Address::new(nfc(path.below("content").unwrap_or_default())),
        };
        if !claims.claim(&address.output(), path.as_str(), Some(Place::file(path))) {
            continue;
        }
        match owner {
            addresses::Owner::Bundle(_) => drop(files.copies.insert(address.output(), handle.clone())),
            addresses::Owner::Shared => drop(files.shared.insert(address.output(), (path.clone(), handle.clone()))),
        }
        files.beside.insert(path.clone(), PictureRef { address, dimensions: handle.dimensions });
    }
    for (path, handle) in &hub.statics {
        let file = HubPath::new(&format!("static/{path}"));
        if claims.claim(&OutputPath::new(path.as_str()), format!("static/{path}"), file.as_ref().map(Place::file)) {
            files.copies.insert(OutputPath::new(path.as_str()), handle.clone());
        }
    }
    files
}

impl Files {
    /// Publishes the shared files that something public shows or links to, and says which nothing does.
    fn settle(mut self, works: &[Work]) -> (BTreeMap<OutputPath, Handle>, Vec<Finding>) {
        let mut used: HashSet<OutputPath> = HashSet::new();
        for edition in works.iter().flat_map(|w| &w.editions) {
            used.extend(edition.image.iter().map(|p| p.address.output()));
            for closed in edition.holes.iter().chain(edition.answers.iter().flatten()) {
                match closed {
                    Closed::Picture(picture) => drop(used.insert(picture.address.output())),
                    Closed::Link { address, .. } => drop(used.insert(address.output())),
                    _ => {}
                }
            }
        }
        let mut findings = Vec::new();
        for (output, (path, handle)) in self.shared {
            if used.contains(&output) {
                self.copies.insert(output, handle);
            } else {
                findings.push(
                    Finding::new(
                        &FILE_ORPHAN,
                        Place::file(&path),
                        "nothing public shows this file or links to it, so it is not published",
                    )
                    .help("show it in an article, or put what is to be published anyway into static/"),
                );
            }
        }
        (self.copies, findings)
    }
}

/// Pages at old addresses that lead to the new ones.
fn redirects(hub: &Hub, works: &[Work], claims: &mut Claims, pages: &mut Vec<Page>) {
    for work in works {
        for edition in &work.editions {
            let source = work.edition(edition);
            for alias in &source.common.aliases {
                let address = alias_address(alias);
                if claims.claim(&address.output(), format!("an alias of {}", source.path), Some(alias_place(source, alias))) {
                    pages.push(Page {
                        address,
                        language: edition.language,
                        kind: PageKind::Redirect(edition.address.clone()),
                        counterparts: vec![None; hub.settings.languages.0.len()],
                        indexed: false,
                    });
                }
            }
        }
    }
}

fn alias_address(alias: &str) -> Address {
    let path = alias.trim_start_matches('/');
    let file = path.rsplit('/').next().is_some_and(|name| name.ends_with(".html"));
    match file || path.ends_with('/') {
        true => Address::new(path),
        false => Address::new(format!("{path}/")),
    }
}

fn alias_place(edition: &Edition, alias: &str) -> Place {
    let front = &edition.source[edition.front.clone()];
    match front.find(alias) {
        Some(at) => edition.place(edition.front.start + at..edition.front.start + at + alias.len()),
        None => Place::file(&edition.path),
    }
}

fn outputs(pages: &[Page]) -> HashMap<OutputPath, Known> {
    let known = |page: &Page| Known {
        language: page.language,
        article: match page.kind {
            PageKind::Article(work, edition) => Some((work, edition)),
            _ => None,
        },
    };
    pages.iter().map(|page| (page.address.output(), known(page))).collect()
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
        withheld.extend(article.editions[e].common.aliases.iter().map(|alias| (alias_address(alias).output(), i)));
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
            let what = format!("an alias of {}", edition.path);
            claims.claim(&alias_address(alias).output(), what, Some(alias_place(edition, alias)));
        }
    }
}

/// What was found out about an edition: its holes, those of its answers, more anchors, its picture.
type ClosedEdition = (Vec<Closed>, Vec<Vec<Closed>>, Vec<(usize, String)>, Option<PictureRef>);

fn close(links: &Links, work: &Work) -> (Vec<ClosedEdition>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut close_one = |live: &LiveEdition| {
        let edition = work.edition(live);
        let holes = links.close(&edition.body, At { edition, exact: true }, &mut findings);
        let answers = match &edition.facts {
            Facts::Spotlight(spotlight) => {
                let mut close = |a: &crate::model::body::Body| links.close(a, At { edition, exact: false }, &mut findings);
                spotlight.questions.iter().map(|q| close(&q.a)).collect()
            }
            _ => Vec::new(),
        };
        let image = picture(links, work, live, &mut findings);
        (holes, answers, also_answers(edition, work.article.original()), image)
    };
    let closed = work.editions.iter().map(&mut close_one).collect();
    (closed, findings)
}

/// The leading picture or portrait. A picture that an edition inherits is looked for beside the original.
fn picture(links: &Links, work: &Work, live: &LiveEdition, findings: &mut Vec<Finding>) -> Option<PictureRef> {
    let named = |edition: &Edition| match &edition.facts {
        Facts::Member(member) => {
            member.avatar.clone().map(|a| ("avatar", a)).or(edition.common.image.clone().map(|i| ("image", i)))
        }
        _ => edition.common.image.clone().map(|i| ("image", i)),
    };
    let edition = work.edition(live);
    let original = work.article.original();
    let (field, text) = named(edition)?;
    let inherited = live.index != 0 && named(original).is_some_and(|(_, t)| t == text);
    let from = if inherited { original } else { edition };
    match links.picture(&links::field_target(&text), from) {
        Ok(picture) => Some(picture),
        Err(_) if inherited => None,
        Err(mut finding) => {
            finding.place = people::place(edition, field, &text).or(Some(Place::file(&edition.path)));
            findings.push(*finding);
            None
        }
    }
}

/// The anchors of the original's `##` headings that those of a translation answer to as well.
fn also_answers(edition: &Edition, original: &Edition) -> Vec<(usize, String)> {
    let id =
        |e: &Edition, s: &crate::model::body::Section| e.body.headings.get(s.heading).map(|h| h.id.clone()).unwrap_or_default();
    if std::ptr::eq(edition, original) || edition.body.sections.len() != original.body.sections.len() {
        return Vec::new();
    }
    let own: HashSet<&str> = edition.body.headings.iter().map(|h| h.id.as_str()).collect();
    let pairs = original.body.sections.iter().enumerate().map(|(n, section)| (n, id(original, section)));
    pairs.filter(|(_, anchor)| !anchor.is_empty() && !own.contains(anchor.as_str())).collect()
}

/// The order in which a newcomer wants the sections.
const USUAL_NAV: [Kind; 6] = [Kind::Event, Kind::Entry, Kind::Spotlight, Kind::Member, Kind::Guideline, Kind::Faq];

fn nav(hub: &Hub, links: &Links, sections: &[Kind]) -> (Vec<NavTarget>, Vec<Finding>) {
    let Some(items) = &hub.settings.nav else {
        let mut shown: HashSet<Kind> = links.works.iter().filter(|w| w.listed).map(Work::kind).collect();
        // The calendar shows events as well.
        shown.extend(shown.contains(&Kind::Event).then_some(Kind::Entry));
        let usual = USUAL_NAV.into_iter().filter(|k| sections.contains(k) && shown.contains(k));
        return (usual.map(NavTarget::Section).collect(), Vec::new());
    };
    let (mut nav, mut findings) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            NavItem::Place(text) => {
                let name = text.trim_matches('/').trim_end_matches(".md");
                if let Some(kind) = Kind::of_section(name) {
                    nav.push(NavTarget::Section(kind));
                } else if name == "subscribe" {
                    nav.push(NavTarget::Subscribe);
                } else if let Some(index) = links.keys.get(name) {
                    nav.extend(links.live[*index].map(NavTarget::Work));
                } else {
                    let pages = links.keys.keys().map(String::as_str).filter(|k| !k.contains('/'));
                    let known: BTreeSet<&str> = pages.chain(Kind::ALL.iter().filter_map(|k| k.section())).collect();
                    let mut finding = Finding::new(
                        &SETTINGS_NAV,
                        settings_place(hub, text),
                        format!("the menu names `{text}`, which is neither a section nor a page"),
                    );
                    finding.help = crate::diagnostic::suggest(name, known, "known");
                    findings.push(finding);
                }
            }
            NavItem::Link(link) => nav.extend(own_link(hub, links, link, &mut findings)),
        }
    }
    (nav, findings)
}

/// A link of hub.yaml: to an address of the site, which must exist, or elsewhere.
fn own_link(hub: &Hub, links: &Links, link: &NavLink, findings: &mut Vec<Finding>) -> Option<NavTarget> {
    let Some(inside) = link.url.strip_prefix('/') else {
        return Some(NavTarget::Outside(link.label.clone(), link.url.clone()));
    };
    let (path, rest) = inside.split_at(inside.find(['#', '?']).unwrap_or(inside.len()));
    let page = if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
    let found = [path.to_owned(), page].into_iter().map(Address::new).find(|a| links.claims.has(&a.output()));
    if found.is_none() && !addresses::comes_and_goes(hub, &Address::new(path)) {
        findings.push(Finding::new(&SETTINGS_NAV, settings_place(hub, &link.url), format!("`{}` leads nowhere", link.url)));
    }
    Some(NavTarget::Inside(link.label.clone(), found?, rest.to_owned()))
}

/// Where hub.yaml says something: the first place that has these words.
fn settings_place(hub: &Hub, words: &str) -> Option<Place> {
    let path = HubPath::new("hub.yaml")?;
    match hub.settings.source.find(words) {
        Some(at) => Some(Place::bytes(&path, &hub.settings.source, at..at + words.len())),
        None => Some(Place::file(&path)),
    }
}

/// Looks for the brand's pictures in `assets/`, then in `static/`.
fn brand(hub: &Hub) -> (BrandFiles, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut find = |file: &Option<String>, what: &str| {
        let name = file.as_deref()?.trim_start_matches('/');
        let name = name.strip_prefix("assets/").or(name.strip_prefix("static/")).unwrap_or(name);
        if hub.theme.assets.contains_key(name) {
            return Some(FileRef::Asset(name.to_owned()));
        }
        if let Some(handle) = hub.statics.get(name) {
            return Some(FileRef::Copy(Address::new(name), handle.dimensions));
        }
        let message = format!("`brand.{what}` names `{name}`, which is neither in assets/ nor in static/; it was left out");
        findings.push(
            Finding::new(&IMAGE_MISSING, settings_place(hub, name), message).help(format!("put the picture at static/{name}")),
        );
        None
    };
    let brand = BrandFiles { logo: find(&hub.settings.brand.logo, "logo"), image: find(&hub.settings.brand.image, "image") };
    (brand, findings)
}
