//! (Hub, now) to Site: what may be published, where everything lies, what leads where.
//!
//! On metadata and references alone, never on bodies: first the layout (what is live, what it is called, what is
//! listed), which is recalled where nothing that decides it has changed; then what links to what.

pub mod addresses;
pub mod calendars;
mod cards;
mod close;
mod community;
pub mod dates;
pub mod external;
pub mod feeds;
mod files;
pub mod gate;
pub mod identity;
mod layout;
pub mod links;
pub mod lists;
mod menu;
pub mod months;
mod pages;
pub mod people;
mod pictures;
pub mod programme;
mod wrong;

use crate::{
    diagnostic::{Finding, catalogue::THEME_NO_SEARCH},
    memo::{Fingerprint, Memo},
    model::{hub::Hub, site::*, theme::SEARCH, time::Instant},
};
use layout::Layout;
use links::Links;
use rayon::prelude::*;
use std::sync::Arc;

/// Decides the whole site as of `now`. `drafts`: what a preview shows.
pub fn plan(hub: &Hub, now: Instant, drafts: bool, memo: &Memo) -> (Site, Vec<Finding>) {
    let moment = now.to_rfc3339();
    let settled = [&[drafts.into(), pages::is_searched(hub).into()] as &[u8], &cards::decided_by(hub)].concat();
    let all = Fingerprint::of([b"layout", &hub.outline as &[u8], moment.as_bytes(), &settled]);
    let layout: Arc<Layout> = memo.recall(all, || layout::layout(hub, now, drafts));
    let mut works = layout.works(hub);
    let links = Links { hub, layout: &layout, works: &works, terms: Default::default() };
    let (closed, said): (Vec<Vec<close::ClosedEdition>>, Vec<wrong::Noticed>) =
        works.par_iter().map(|work| close::close(&links, work)).unzip();
    let mut findings: Vec<Finding> = wrong::with_help(&links, said);
    let (nav, said) = menu::nav(hub, &links);
    findings.extend(said);
    let join = hub.settings.links.iter().filter_map(|link| menu::own_link(hub, &links, link, &mut findings)).collect();
    let (brand, said) = menu::brand(hub);
    findings.extend(said);
    for (work, closed) in works.iter_mut().zip(closed) {
        for (edition, closed) in work.editions.iter_mut().zip(closed) {
            (edition.holes, edition.answers, edition.also_answers, edition.image) = closed;
        }
    }
    let files::Settled { copies, prints, findings: said } = layout.files.settle(&works);
    findings.extend(said);
    findings.extend(community::of_texts(community::Community { hub, works: &works, live: &layout.live, now }));
    findings.extend(layout.findings.iter().cloned());
    findings.extend(unsearched(hub));
    findings.extend(cards::undrawn(hub));
    let site = Site {
        settings: hub.settings.clone(),
        theme: hub.theme.clone(),
        data: hub.data.clone(),
        now,
        works,
        members: layout.members.clone(),
        pages: layout.pages.clone(),
        lists: layout.lists.clone(),
        months: layout.months.clone(),
        planned: layout.planned.clone(),
        feeds: layout.feeds.clone(),
        calendars: layout.calendars.clone(),
        gone: layout.gone.clone(),
        lock: layout.lock.clone(),
        nav,
        join,
        searched: pages::is_searched(hub),
        cards: layout.cards.clone(),
        intros: layout.intros.clone(),
        copies,
        prints,
        brand,
        next_change: layout.next_change,
    };
    (site, findings)
}

/// What is to be said where a hub wants a search and its theme has no page for it.
fn unsearched(hub: &Hub) -> Option<Finding> {
    let message = || format!("the theme `{}` has no `{SEARCH}`: the site has no search", hub.theme.name);
    (hub.settings.search && !hub.theme.can_search()).then(|| {
        Finding::new(&THEME_NO_SEARCH, None, message())
            .help("begin with a copy of the one in commons, or write `search: false` in hub.yaml")
    })
}
