//! What readers see of the content plan: dates and titles, and only of what `calendar.public` allows.

use crate::{
    model::{
        article::{Article, Consent, Edition, Facts, Kind, Progress},
        hub::Hub,
        settings::PlanPublic,
        site::{Planned, Promise, Work},
        time::Instant,
    },
    plan::gate::sooner,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// What is public of what is not live yet, in order of day and key. `next`: when it would be decided otherwise.
pub fn planned(hub: &Hub, works: &[Work], now: Instant, next: &mut Option<Instant>) -> Vec<Planned> {
    if hub.settings.calendar.public == PlanPublic::None {
        return Vec::new();
    }
    let live: HashSet<*const Article> =
        works.iter().filter(|w| w.kind() == Kind::Entry).map(|w| Arc::as_ptr(&w.article)).collect();
    let silent = Silent::of(hub, now);
    let entries = hub.articles.iter().filter(|a| a.kind == Kind::Entry && !live.contains(&Arc::as_ptr(a)));
    let mut planned: Vec<Planned> = entries.filter_map(|article| entry(hub, article, now, &silent, next)).collect();
    planned.sort_by(|a, b| (a.day, &a.key).cmp(&(b.day, &b.key)));
    planned
}

fn entry(hub: &Hub, article: &Article, now: Instant, silent: &Silent, next: &mut Option<Instant>) -> Option<Planned> {
    let settings = &hub.settings;
    if article.editions.iter().any(|edition| edition.common.unlisted) {
        return None;
    }
    let promise = promise(settings.calendar.public, article.original())?;
    let date = article.original().common.date?;
    let gone = match promise {
        // It goes live at that moment, and the gate knows.
        Promise::Ready => date.instant(settings.timezone),
        // Nobody is told today of what did not happen yesterday.
        Promise::Planned => date.over(settings.timezone),
    };
    if gone <= now {
        return None;
    }
    if promise == Promise::Planned {
        sooner(next, gone);
    }
    let public = |edition: &&Edition| self::promise(settings.calendar.public, edition).is_some();
    let own = |edition: &&Edition| edition.common.title_language.is_none();
    let editions = article.editions.iter().filter(public).filter(own);
    let titles: Vec<_> = editions.map(|edition| (edition.language, edition.common.title.clone())).collect();
    if titles.is_empty() || titles.iter().any(|(_, title)| silent.is_named(title)) {
        return None;
    }
    let Facts::Entry(facts) = &article.original().facts else { return None };
    let series = facts.series.as_ref().and_then(|id| settings.calendar.series.get(id));
    Some(Planned {
        key: article.key.clone(),
        day: date.wall(settings.timezone).date(),
        titles,
        series: series.map(|series| series.title.clone()),
        promise,
    })
}

/// How much a reader may count on an edition; `None`: it is nothing to tell of.
fn promise(public: PlanPublic, edition: &Edition) -> Option<Promise> {
    let Facts::Entry(entry) = &edition.facts else { return None };
    if edition.common.draft {
        return None;
    }
    match (entry.status, public) {
        (_, PlanPublic::None) => None,
        (Progress::Ready | Progress::Published, _) => Some(Promise::Ready),
        (Progress::Planned | Progress::Writing | Progress::Review, PlanPublic::Planned) => Some(Promise::Planned),
        _ => None,
    }
}

/// People who have not agreed to be published, or not yet: a plan must not be the place where their name comes out.
struct Silent {
    /// Names in lower case, by their first word.
    names: HashMap<String, Vec<Vec<String>>>,
}

impl Silent {
    fn of(hub: &Hub, now: Instant) -> Silent {
        let zone = hub.settings.timezone;
        let agrees = |edition: &Edition| match &edition.facts {
            Facts::Member(member) => match member.consent {
                Consent::Withheld => false,
                Consent::Given { since, until } => {
                    since.is_none_or(|s| s.instant(zone) <= now) && until.is_none_or(|u| now < u.over(zone))
                }
            },
            _ => true,
        };
        let members = hub.articles.iter().filter(|a| a.kind == Kind::Member && !a.editions.iter().all(agrees));
        let mut names: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for edition in members.flat_map(|article| &article.editions) {
            if let Facts::Member(member) = &edition.facts {
                let name = words(&member.name).collect::<Vec<_>>();
                if let Some(first) = name.first() {
                    names.entry(first.clone()).or_default().push(name);
                }
            }
        }
        Silent { names }
    }

    fn is_named(&self, title: &str) -> bool {
        if self.names.is_empty() {
            return false;
        }
        // Nobody names a person after so many words; it bounds what a title can cost.
        let title: Vec<String> = words(title).take(200).collect();
        let named = |at: usize| self.names.get(&title[at]).is_some_and(|names| names.iter().any(|n| title[at..].starts_with(n)));
        (0..title.len()).any(named)
    }
}

/// Words in lower case, without the marks between them.
fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}
