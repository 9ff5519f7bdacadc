//! The publishing gate: the one function that says what is live.
//!
//! Everything after it works on what it lets through, so no output can forget to ask.

use crate::model::{
    article::{Article, Consent, Edition, Facts, Kind, Progress},
    hub::Hub,
    site::Ribbon,
    time::{Instant, Zone},
};
use std::sync::Arc;

/// What has been let through.
pub struct Live {
    pub article: Arc<Article>,
    /// Which editions, by their place in the article; the original first.
    pub editions: Vec<usize>,
    pub listed: bool,
    pub ribbon: Option<Ribbon>,
    /// When it was published.
    pub date: Option<Instant>,
}

/// What the gate decided.
pub struct Gate {
    pub live: Vec<Live>,
    /// The next instant at which it would decide otherwise.
    pub next_change: Option<Instant>,
}

/// Why an edition is held back, or why only now it is not.
enum Verdict {
    Live,
    /// A preview may show it, marked.
    Preview(Ribbon),
    /// Nobody may see it.
    Withheld,
}

/// Decides for every article of the hub. `drafts`: let through what a preview may show.
pub fn open(hub: &Hub, now: Instant, drafts: bool) -> Gate {
    let mut gate = Gate { live: Vec::new(), next_change: None };
    let keeper = Keeper { hub, now, zone: hub.settings.timezone };
    for article in &hub.articles {
        let original = keeper.verdict(article, article.original(), &mut gate.next_change);
        let ribbon = match original {
            Verdict::Live => None,
            Verdict::Preview(ribbon) if drafts => Some(ribbon),
            _ => continue,
        };
        let mut editions = vec![0];
        for (i, edition) in article.editions.iter().enumerate().skip(1) {
            match keeper.verdict(article, edition, &mut gate.next_change) {
                Verdict::Live => editions.push(i),
                Verdict::Preview(_) if drafts => editions.push(i),
                _ => {}
            }
        }
        let zone = zone_of(article.original(), keeper.zone);
        gate.live.push(Live {
            article: article.clone(),
            editions,
            // Whoever asks for it in one language does not expect to be found by another.
            listed: !article.editions.iter().any(|e| e.common.unlisted),
            ribbon,
            date: article.original().common.date.map(|d| d.instant(zone)),
        });
    }
    gate
}

/// The zone that times without offset of an edition are in; dates without time are in the hub's.
fn zone_of(edition: &Edition, hub_zone: Zone) -> Zone {
    match (&edition.facts, edition.common.date) {
        (Facts::Event(event), Some(date)) if date.has_time() => event.zone,
        _ => hub_zone,
    }
}

struct Keeper<'a> {
    hub: &'a Hub,
    now: Instant,
    zone: Zone,
}

impl Keeper<'_> {
    fn verdict(&self, article: &Article, edition: &Edition, next: &mut Option<Instant>) -> Verdict {
        // A person's consent stands before everything: no preview shows her either.
        let person = match &edition.facts {
            Facts::Member(_) => Some(article),
            Facts::Spotlight(spotlight) => self.hub.find(Kind::Member, &spotlight.member).map(|i| &*self.hub.articles[i]),
            _ => None,
        };
        if let Some(person) = person
            && !self.consents(person, next)
        {
            return Verdict::Withheld;
        }
        if edition.common.draft {
            return Verdict::Preview(Ribbon::Draft);
        }
        if let Facts::Entry(entry) = &edition.facts
            && !matches!(entry.status, Progress::Ready | Progress::Published)
        {
            return Verdict::Preview(Ribbon::Status(entry.status.word()));
        }
        if let Some(date) = edition.common.date {
            let instant = date.instant(zone_of(edition, self.zone));
            if instant > self.now {
                sooner(next, instant);
                return Verdict::Preview(Ribbon::Scheduled(instant));
            }
        }
        Verdict::Live
    }

    /// Whether a member agreed to be published now. Every language of her page must agree: consent is inherited, and a
    /// translation that restates it can only narrow it.
    fn consents(&self, member: &Article, next: &mut Option<Instant>) -> bool {
        member.editions.iter().all(|edition| match &edition.facts {
            Facts::Member(facts) => match facts.consent {
                Consent::Withheld => false,
                Consent::Given { since, until } => {
                    let since = since.map(|s| s.instant(self.zone));
                    let until = until.map(|u| u.over(self.zone));
                    for change in [since, until].into_iter().flatten().filter(|c| *c > self.now) {
                        sooner(next, change);
                    }
                    since.is_none_or(|s| s <= self.now) && until.is_none_or(|u| self.now < u)
                }
            },
            _ => false,
        })
    }
}

/// Whether a member agreed to be published now.
pub fn consents(hub: &Hub, member: &Article, now: Instant) -> bool {
    Keeper { hub, now, zone: hub.settings.timezone }.consents(member, &mut None)
}

/// Whether an edition will go live by itself, if it is not live yet: somebody has said that it is done.
pub fn promised(edition: &Edition) -> bool {
    let ready = match &edition.facts {
        Facts::Entry(entry) => matches!(entry.status, Progress::Ready | Progress::Published),
        _ => true,
    };
    ready && !edition.common.draft
}

/// Keeps the earlier of two moments.
pub fn sooner(next: &mut Option<Instant>, instant: Instant) {
    *next = Some(next.map_or(instant, |n| n.min(instant)));
}
