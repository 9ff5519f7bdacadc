//! Which feeds there are, and what is in them.

use super::addresses::{Claims, in_language};
use crate::{
    diagnostic::{Finding, Place, catalogue::FEED_NO_DATE},
    model::{article::Kind, hub::Hub, language::LangId, path::OutputPath, site::*},
};
use std::collections::HashMap;

pub fn feeds(hub: &Hub, works: &[Work], lists: &[List], claims: &mut Claims) -> Vec<Feed> {
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
            list.items.iter().chain(more.unwrap_or_default()).map(|item| item.work).filter(|id| rank.contains_key(id)).collect();
        items.sort_by_key(|id| rank.get(id));
        items.dedup();
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
            claims.claim(&OutputPath::new(name), "a file that hubgen makes itself", None);
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
pub fn dateless(works: &[Work]) -> Vec<Finding> {
    let silent = works.iter().filter(|w| w.listed && w.kind() == Kind::Event && w.date.is_none());
    silent
        .map(|work| {
            Finding::new(
                &FEED_NO_DATE,
                Place::file(&work.article.original().path),
                "without `date` this event is in no feed, so followers do not hear of it",
            )
            .help("add the day on which it is announced: `date: 2026-12-01`")
        })
        .collect()
}
