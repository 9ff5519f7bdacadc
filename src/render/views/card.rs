//! Articles where they are listed, and what cards and pages have in common.

use super::Desk;
use crate::{
    model::{
        article::{Ending, Event as EventFacts, EventStatus, Facts, Location},
        site::{Ribbon, Vocabulary, Work, WorkId},
        time::{When, resolve},
    },
    render::{dates::Extent, view::*},
};

impl Desk<'_> {
    pub fn cards(&self, ids: &[WorkId]) -> Vec<Card> {
        ids.iter().map(|id| self.card(*id)).collect()
    }

    pub fn card(&self, id: WorkId) -> Card {
        let work = self.site.work(id);
        let live = work.nearest(self.lang);
        let edition = work.edition(live);
        let common = &edition.common;
        let description = common.description.as_deref().unwrap_or(&edition.body.summary);
        let mut card = Card {
            kind: work.kind().word().into(),
            title: self.text(&common.title, Some(common.title_language.unwrap_or(live.language))),
            href: self.href(&live.address),
            hreflang: self.foreign(live.language),
            description: self.text(description, Some(live.language)),
            date: common.date.map(|d| self.date(d)),
            span: None,
            rhythm: None,
            place: None,
            online: false,
            status: String::new(),
            status_label: None,
            past: false,
            label: None,
            group: None,
            roles: Vec::new(),
            image: live.image.as_ref().map(|p| self.picture(p, common.image_alt.as_deref().unwrap_or_default())),
            quote: None,
            people: self.people(&common.authors),
            ribbon: self.ribbon(work),
        };
        match &edition.facts {
            Facts::Event(event) => {
                card.span = Some(self.span(event));
                card.rhythm = self.rhythm(event);
                card.place = event.location.as_ref().map(|l| l.name.clone());
                card.online = event.online.is_some();
                card.status = event.status.word().into();
                card.status_label = self.status_label(event.status);
                card.past = crate::model::event::over(event) <= self.site.now;
                card.label = event.kind.as_deref().map(|k| self.term(Vocabulary::EventKinds, k));
                card.group = event.group.as_deref().map(|g| self.term(Vocabulary::Groups, g));
                card.people = self.people(&event.hosts);
            }
            Facts::Entry(entry) => card.label = entry.format.as_deref().map(|f| self.label("format", f)),
            Facts::Member(member) => {
                card.title = self.text(&member.name, Some(live.language));
                card.roles = member.roles.iter().map(|r| self.label("role", r)).collect();
                card.group = member.group.as_deref().map(|g| self.term(Vocabulary::Groups, g));
                card.place = member.place.clone();
                card.people = Vec::new();
                if let Some(image) = &mut card.image {
                    image.alt = member.avatar_alt.clone().unwrap_or_default();
                }
            }
            Facts::Spotlight(spotlight) => {
                card.quote = spotlight.quote.as_deref().map(|q| self.text(q, Some(live.language)));
                card.people = self.site.members.get(&spotlight.member).map(|m| self.member(*m)).into_iter().collect();
            }
            Facts::Page | Facts::Guideline(_) | Facts::Faq(_) => {}
        }
        card
    }

    /// Why a work is not public yet, in words.
    pub fn ribbon(&self, work: &Work) -> Option<String> {
        Some(match work.ribbon.as_ref()? {
            Ribbon::Draft => self.t("ribbon-draft"),
            Ribbon::Status(word) => self.t(&format!("ribbon-{word}")),
            Ribbon::Scheduled(instant) => {
                let moment = self.instant(*instant, self.site.settings.timezone);
                self.t_with("ribbon-scheduled", "date", &moment.date)
            }
        })
    }

    pub fn status_label(&self, status: EventStatus) -> Option<String> {
        (status != EventStatus::Confirmed).then(|| self.t(&format!("status-{}", status.word())))
    }

    /// From when to when an event takes place.
    pub fn span(&self, event: &EventFacts) -> Span {
        let zone = event.zone;
        let extent = match event.start {
            When::Month { year, month } => Extent::Month(crate::model::time::YearMonth { year, month }),
            When::Day(first) => Extent::Days(first, last_day(first, event.ending)),
            start => Extent::Clock(start.wall(zone), self.end_of(event).map(|e| e.with_timezone(&zone).naive_local())),
        };
        let end = match (event.start, extent) {
            (When::Day(_), Extent::Days(first, last)) if last > first => Some(self.moment(When::Day(last), zone)),
            (When::Wall(_) | When::Exact(_), _) => self.end_of(event).map(|end| self.instant(end, zone)),
            _ => None,
        };
        let same_day = match extent {
            Extent::Month(_) => true,
            Extent::Days(first, last) => first == last,
            Extent::Clock(start, end) => end.is_none_or(|end| end.date() == start.date()),
        };
        let timed = event.start.has_time();
        Span {
            start: self.moment(event.start, zone),
            end,
            same_day,
            all_day: !timed,
            fixed: !matches!(event.start, When::Month { .. }),
            text: self.dates.span(extent),
            zone: if timed { zone.name().to_owned() } else { String::new() },
            zone_label: if timed { self.dates.zone(zone.name()) } else { String::new() },
        }
    }

    /// The instant at which a timed event ends, where somebody said so.
    fn end_of(&self, event: &EventFacts) -> Option<crate::model::time::Instant> {
        match event.ending {
            Ending::Open => None,
            Ending::At(When::Wall(end)) => Some(resolve(end, event.zone).instant),
            Ending::At(end) => Some(end.instant(event.zone)),
            Ending::After(length) => Some(event.start.instant(event.zone) + length),
        }
    }

    pub fn place(&self, location: &Location) -> Place {
        // OpenStreetMap asks nothing of those who follow a link.
        let map =
            location.geo.map(|(lat, lon)| format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"));
        Place { name: location.name.clone(), address: location.address.clone(), url: location.url.clone(), map }
    }
}

/// The last whole day of an event that begins on `first`.
fn last_day(first: chrono::NaiveDate, ending: Ending) -> chrono::NaiveDate {
    match ending {
        Ending::At(When::Day(last)) => last,
        Ending::After(length) => first + (length - chrono::Duration::days(1)).max(chrono::Duration::zero()),
        _ => first,
    }
}
