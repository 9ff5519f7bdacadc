//! What is seen of a page elsewhere: its share card, and what services are told that show links.

use super::Desk;
use crate::{
    model::{
        article::{self, EventStatus, Facts, PersonRef},
        occurrence::{Occurrence, told},
        site::{LiveEdition, Page as PlannedPage, PageKind, PictureRef, Vocabulary, Work},
        time::When,
    },
    render::{
        cards::{HEIGHT, WIDTH},
        strings::Arg,
        view::*,
    },
};

/// Smaller pictures are shown as a stamp beside the link, or not at all: a card serves better.
const LARGE: (u32, u32) = (600, 315);

/// What every service can show.
const RASTER: [(&str, &str); 5] =
    [("png", "image/png"), ("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("webp", "image/webp"), ("gif", "image/gif")];

/// The media type of a picture that services show; of others there is none.
pub fn raster(address: &str) -> Option<&'static str> {
    let (_, extension) = address.rsplit_once('.')?;
    RASTER.iter().find(|(own, _)| extension.eq_ignore_ascii_case(own)).map(|(_, kind)| *kind)
}

impl Desk<'_> {
    /// What the card of a page is made of. `None` for pages that have none.
    pub fn share_card(&self, page: &PlannedPage) -> Option<ShareCard> {
        let PageKind::Article(id, at) = page.kind else { return None };
        let work = self.site.work(id);
        Some(self.card_of(work, work.editions.get(at)?))
    }

    fn card_of(&self, work: &Work, live: &LiveEdition) -> ShareCard {
        let edition = work.edition(live);
        let common = &edition.common;
        let language = self.site.settings.languages.get(self.lang);
        let mut card = ShareCard {
            kind: work.kind().word().into(),
            title: self.text(&common.title, Some(common.title_language.unwrap_or(live.language))),
            span: None,
            rhythm: None,
            date: common.date.map(|date| self.date(date)),
            place: None,
            online: false,
            status: String::new(),
            status_label: None,
            label: None,
            group: None,
            section: self.t(&format!("section-{}", work.kind().section().unwrap_or_default())),
            people: Vec::new(),
            names: None,
            quote: None,
            hub: self.localized(&self.site.settings.title),
            lang: language.tag.clone(),
            dir: language.direction.to_string(),
            colours: self.standing.colours.clone(),
            ribbon: self.ribbon(work),
            width: WIDTH,
            height: HEIGHT,
        };
        match &edition.facts {
            Facts::Event(event) => self.event_on_card(&mut card, work, event),
            Facts::Entry(entry) => {
                card.label = entry.format.as_deref().map(|format| self.label("format", format).text.clone());
                card.people = self.names(&common.authors);
            }
            Facts::Spotlight(spotlight) => {
                card.quote = spotlight.quote.as_deref().map(|quote| self.text(quote, Some(live.language)));
                card.people = self.names(&[PersonRef::Member(spotlight.member.clone())]);
            }
            _ => {}
        }
        let names: Vec<&str> = card.people.iter().map(|name| name.text.as_str()).collect();
        card.names = (!names.is_empty()).then(|| self.dates.list(&names));
        card
    }

    fn event_on_card(&self, card: &mut ShareCard, work: &Work, event: &article::Event) {
        let shown = self.at_a_glance(work);
        let own = shown.and_then(|date| told(event, date));
        let status = self.status_of(event, shown);
        card.span = Some(self.span(event, shown));
        card.rhythm = self.rhythm(event);
        card.place = own.and_then(|own| own.location.as_ref()).or(event.location.as_ref()).map(|place| place.name.clone());
        card.online = own.and_then(|own| own.online.as_ref()).or(event.online.as_ref()).is_some();
        card.status = status.word().into();
        card.status_label = self.status_label(status);
        card.label = event.kind.as_deref().map(|kind| self.term(Vocabulary::EventKinds, kind).text.clone());
        card.group = event.group.as_deref().map(|group| self.term(Vocabulary::Groups, group).text.clone());
        card.people = self.names(if event.speakers.is_empty() { &event.hosts } else { &event.speakers });
    }

    /// One date that is cancelled does not cancel the series.
    pub fn status_of(&self, event: &article::Event, shown: Option<&Occurrence>) -> EventStatus {
        shown.filter(|_| !event.repeats()).map_or(event.status, |date| date.status)
    }

    fn names(&self, people: &[PersonRef]) -> Vec<Text> {
        self.people(people).iter().map(|person| person.name.clone()).collect()
    }

    /// The card of a page as a picture: its alternative text says what stands on it.
    pub fn card_picture(&self, page: &PlannedPage) -> Option<Picture> {
        let address = self.site.card_of(&page.address)?;
        let card = self.share_card(page)?;
        let when = card.span.map(|span| span.text).or(card.date.map(|date| date.date.to_string()));
        let online = card.online.then(|| self.t("online"));
        let facts = [card.status_label, Some(card.title.text), when, card.place, online, card.names];
        let what = facts.into_iter().flatten().collect::<Vec<String>>().join(". ");
        let told = [("hub", Arg::Text(&card.hub.text)), ("what", Arg::Text(&what))];
        Some(Picture {
            src: self.absolute(&address),
            srcset: None,
            alt: self.strings.get(self.lang, "card-alt", &told).into_owned(),
            width: Some(WIDTH),
            height: Some(HEIGHT),
        })
    }

    /// The picture of a page where it is linked to: its own, where that is large enough, else its card, else whatever
    /// it has; never a drawing (SVG), which no service shows.
    pub fn shown_elsewhere(&self, page: &PlannedPage, own: Option<(&PictureRef, Picture)>) -> Option<Picture> {
        let own = own.filter(|(file, _)| raster(file.address.as_str()).is_some());
        let is_large = |file: &PictureRef| file.dimensions.is_some_and(|(width, height)| width >= LARGE.0 && height >= LARGE.1);
        match own {
            Some((file, picture)) if is_large(file) => Some(self.outside(picture)),
            own => self.card_picture(page).or_else(|| own.map(|(_, picture)| self.outside(picture))),
        }
    }

    /// What is told of every page. `image` is the address of its picture.
    pub fn sharing(&self, page: &PlannedPage, image: Option<&str>) -> Sharing {
        let languages = &self.site.settings.languages;
        let others = languages.ids().zip(&page.counterparts).filter(|(id, address)| *id != self.lang && address.is_some());
        Sharing {
            locale: languages.get(self.lang).with_country(),
            other_locales: match page.indexed {
                true => others.map(|(id, _)| languages.get(id).with_country()).collect(),
                false => Vec::new(),
            },
            image_type: image.and_then(raster).map(str::to_owned),
            published: None,
            modified: None,
            section: None,
            authors: Vec::new(),
            tags: Vec::new(),
        }
    }

    /// What is told of articles besides.
    pub fn sharing_of_article(&self, work: &Work, live: &LiveEdition, sharing: &mut Sharing) {
        let common = &work.edition(live).common;
        let moment = |when: Option<When>| when.map(|when| self.date(when).iso);
        let author = |person: &Shared<Person>| match &person.href {
            Some(href) => self.site.settings.base_url.with_host(href),
            None => person.name.text.clone(),
        };
        sharing.published = moment(common.date);
        sharing.modified = moment(common.updated);
        sharing.section = work.kind().section().map(|section| self.t(&format!("section-{section}")));
        sharing.authors = self.people(&common.authors).iter().map(author).collect();
        sharing.tags = common.tags.iter().map(|tag| self.term(Vocabulary::Tags, tag).text.text.clone()).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_shown_nowhere() {
        for (address, kind) in
            [("/a/b.PNG", Some("image/png")), ("a.jpeg", Some("image/jpeg")), ("a.svg", None), ("a.svgz", None), ("png", None)]
        {
            assert_eq!(raster(address), kind, "{address}");
        }
    }
}
