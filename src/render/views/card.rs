//! Articles where they are listed, and what cards and pages have in common.

use super::Desk;
use crate::{
    model::{
        article::{Event as EventFacts, EventStatus, Facts, Location},
        occurrence::{Occurrence, told},
        site::{Item, Ribbon, Vocabulary, Work, WorkId},
        time::{When, YearMonth, Zone},
    },
    render::{dates::Extent, view::*},
};
use chrono::NaiveDate;
use std::collections::HashSet;

/// What stands for an article in the fewest words.
pub struct Headline {
    pub title: Text,
    pub href: String,
    pub hreflang: Option<String>,
    /// Of an event.
    pub status: Option<EventStatus>,
}

impl Desk<'_> {
    /// Articles, each once; events under their next date, else their last.
    pub fn cards(&self, ids: &[WorkId]) -> Vec<Card> {
        ids.iter().map(|id| self.card(*id)).collect()
    }

    pub fn card(&self, work: WorkId) -> Card {
        self.item(Item { work, date: self.site.work(work).shown(self.site.now) }, false)
    }

    pub fn items<'i>(&self, items: impl IntoIterator<Item = &'i Item>) -> Vec<Card> {
        let mut seen = HashSet::new();
        items.into_iter().map(|item| self.item(*item, !seen.insert(item.work))).collect()
    }

    /// What stands for an article, an event on one of its dates, in the fewest words.
    pub fn headline(&self, item: Item) -> Headline {
        let work = self.site.work(item.work);
        let live = work.nearest(self.lang);
        let common = &work.edition(live).common;
        let mut headline = Headline {
            title: self.text(&common.title, Some(common.title_language.unwrap_or(live.language))),
            href: self.href(&live.address),
            hreflang: self.foreign(live.language),
            status: None,
        };
        if let Facts::Event(event) = &work.edition(live).facts {
            let date = item.date.and_then(|n| work.dates.get(n));
            headline.status = Some(date.map_or(event.status, |date| date.status));
            let own = date.and_then(|date| told(event, date));
            if let Some(title) = own.and_then(|own| self.in_own_words(work, live, date, own, |own| own.title.as_deref())) {
                headline.title = title;
            }
            if let Some(date) = date.filter(|_| event.repeats()) {
                headline.href = format!("{}#{}", headline.href, date.id());
            }
        }
        headline
    }

    /// An article as it is listed, an event under one of its dates. `again`: a date of it stands above.
    fn item(&self, item: Item, again: bool) -> Card {
        let work = self.site.work(item.work);
        let live = work.nearest(self.lang);
        let edition = work.edition(live);
        let common = &edition.common;
        let description = common.description.as_deref().unwrap_or(&edition.body.summary);
        let headline = self.headline(item);
        let mut card = Card {
            kind: work.kind().word().into(),
            title: headline.title,
            href: headline.href,
            hreflang: headline.hreflang,
            description: self.text(description, Some(live.language)),
            date: common.date.map(|d| self.date(d)),
            span: None,
            rhythm: None,
            place: None,
            online: false,
            status: headline.status.map(|status| status.word().to_owned()).unwrap_or_default(),
            status_label: headline.status.and_then(|status| self.status_label(status)),
            past: false,
            again,
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
                let date = item.date.and_then(|n| work.dates.get(n));
                let own = date.and_then(|date| told(event, date));
                card.span = Some(self.span(event, date));
                card.place = own.and_then(|own| own.location.as_ref()).or(event.location.as_ref()).map(|l| l.name.clone());
                card.online = own.and_then(|own| own.online.as_ref()).or(event.online.as_ref()).is_some();
                card.past = date.map_or_else(|| work.is_past(self.site.now), |date| date.past_from <= self.site.now);
                card.rhythm = if again { None } else { self.rhythm(event) };
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

    /// From when to when an event takes place, on one of its dates; without one, as far as its start says.
    pub fn span(&self, event: &EventFacts, date: Option<&Occurrence>) -> Span {
        match (date, event.start) {
            (Some(date), _) if !date.all_day => self.hours(date, event.zone),
            (Some(date), _) => self.whole_days(date.start.date(), date.last_day(event.zone)),
            (None, When::Month { year, month }) => {
                let month = YearMonth { year, month };
                Span { fixed: false, ..self.untimed(event.start, None, Extent::Month(month)) }
            }
            (None, start) => self.whole_days(start.wall(event.zone).date(), start.wall(event.zone).date()),
        }
    }

    fn whole_days(&self, first: NaiveDate, last: NaiveDate) -> Span {
        let end = (last > first).then_some(When::Day(last));
        self.untimed(When::Day(first), end, Extent::Days(first, last.max(first)))
    }

    fn untimed(&self, start: When, end: Option<When>, extent: Extent) -> Span {
        let zone = self.site.settings.timezone;
        Span {
            start: self.moment(start, zone),
            end: end.map(|end| self.moment(end, zone)),
            same_day: end.is_none(),
            all_day: true,
            fixed: true,
            text: self.dates.span(extent),
            zone: "".into(),
            zone_label: "".into(),
        }
    }

    fn hours(&self, date: &Occurrence, zone: Zone) -> Span {
        let end = date.end.map(|end| end.with_timezone(&zone).naive_local());
        let (name, in_words) = self.dates.named_zone(zone.name());
        Span {
            start: self.instant(date.instant, zone),
            end: date.end.map(|end| self.instant(end, zone)),
            same_day: date.last_day(zone) == date.start.date(),
            all_day: false,
            fixed: true,
            text: self.dates.span(Extent::Clock(date.start, end)),
            zone: name,
            zone_label: in_words,
        }
    }

    pub fn place(&self, location: &Location) -> Place {
        // OpenStreetMap asks nothing of those who follow a link.
        let map =
            location.geo.map(|(lat, lon)| format!("https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"));
        Place { name: location.name.clone(), address: location.address.clone(), url: location.url.clone(), map }
    }
}
