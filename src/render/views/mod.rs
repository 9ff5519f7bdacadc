//! From the plan to what templates see.
//!
//! A [`Desk`] writes for readers of one language: it knows their words, dates and addresses. Everything here is a
//! plain function from the [`Site`] to the types of [`super::view`]; nothing is fetched, nothing is decided.

mod article;
mod body;
mod calendars;
mod card;
mod event;
mod furniture;
mod menu;
mod months;
mod pages;
mod rhythm;
mod search;
mod share;
mod shelf;

pub use body::{Reach, push_escaped};
pub use furniture::Standing;
pub use shelf::Shelf;

use super::{
    dates::Dates,
    strings::{Arg, Strings},
    view::*,
};
use crate::model::{
    article::PersonRef,
    iso,
    language::{LangId, Localized},
    path::Address,
    site::{FileRef, ListKind, PictureRef, Site, Vocabulary, WorkId},
    time::{Instant, When, Zone},
};
use std::collections::{BTreeMap, HashSet};

/// What every page of one language is written with.
pub struct Desk<'a> {
    pub site: &'a Site,
    pub lang: LangId,
    pub strings: &'a Strings,
    pub dates: &'a Dates,
    /// Fingerprinted addresses of theme assets.
    pub assets: &'a BTreeMap<String, String>,
    /// Terms that have a list, by vocabulary and slug.
    pub terms: &'a HashSet<(Vocabulary, String)>,
    pub standing: &'a Standing,
    pub shelf: &'a Shelf,
    /// Leave out what the theme never asks for.
    pub sparing: bool,
}

impl Desk<'_> {
    pub fn tag(&self) -> &str {
        self.site.settings.languages.tag(self.lang)
    }

    /// A phrase of the theme.
    pub fn t(&self, key: &str) -> String {
        self.strings.get(self.lang, key, &[]).into_owned()
    }

    /// A phrase of the theme with something in it.
    pub fn t_with(&self, key: &str, name: &str, value: &str) -> String {
        self.strings.get(self.lang, key, &[(name, Arg::Text(value))]).into_owned()
    }

    pub fn href(&self, address: &Address) -> String {
        self.site.settings.base_url.href(address)
    }

    pub fn absolute(&self, address: &Address) -> String {
        self.site.settings.base_url.absolute(address)
    }

    /// An address below this language's tree.
    pub fn below(&self, rest: &str) -> Address {
        Address::new(format!("{}{rest}", self.site.settings.languages.prefix(self.lang)))
    }

    /// Words in `language`, marked where that is not the page's.
    pub fn text(&self, words: &str, language: Option<LangId>) -> Text {
        let foreign = language.filter(|l| *l != self.lang).map(|l| self.site.settings.languages.get(l));
        Text { text: words.to_owned(), lang: foreign.map(|l| l.tag.clone()), dir: foreign.map(|l| l.direction.to_string()) }
    }

    pub fn localized(&self, words: &Localized) -> Text {
        match words.get(self.lang, &self.site.settings.languages) {
            Some((text, language)) => self.text(text, language),
            None => self.text("", None),
        }
    }

    /// The tag of a language, where it is not the page's.
    pub fn foreign(&self, language: LangId) -> Option<String> {
        (language != self.lang).then(|| self.site.settings.languages.tag(language).to_owned())
    }

    pub fn link(&self, label: Text, address: &Address) -> Link {
        Link { label, href: self.href(address), hreflang: None, current: false }
    }

    /// A word of a vocabulary with its label, and its list where there is one.
    pub fn term(&self, vocabulary: Vocabulary, word: &str) -> Shared<Label> {
        self.shelf.label(vocabulary.address(), word, || self.new_term(vocabulary, word))
    }

    fn new_term(&self, vocabulary: Vocabulary, word: &str) -> Label {
        let text = match vocabulary {
            Vocabulary::Groups => self.site.settings.groups.get(word).map(|g| self.localized(&g.title)),
            _ => None,
        };
        let slug = crate::model::path::term_slug(word);
        let address = self.below(&format!("{}{slug}/", vocabulary.address()));
        let href = self.terms.contains(&(vocabulary, slug)).then(|| self.href(&address));
        Label { text: text.unwrap_or_else(|| self.label_text(vocabulary.label_key(), word)), id: word.to_owned(), href }
    }

    /// A word of a vocabulary that has no lists.
    pub fn label(&self, vocabulary: &'static str, word: &str) -> Shared<Label> {
        let make = || Label { id: word.to_owned(), text: self.label_text(vocabulary, word), href: None };
        self.shelf.label(vocabulary, word, make)
    }

    fn label_text(&self, vocabulary: &str, word: &str) -> Text {
        match self.site.settings.labels.get(vocabulary, word) {
            Some(label) => self.localized(label),
            None => self.text(word, None),
        }
    }

    pub fn moment(&self, when: When, zone: Zone) -> Moment {
        match when {
            When::Month { .. } | When::Day(_) => self.dates.moment(when.wall(zone), false, when.to_string()),
            _ => self.instant(when.instant(zone), zone),
        }
    }

    /// An instant as clocks of `zone` show it.
    pub fn instant(&self, instant: Instant, zone: Zone) -> Moment {
        let there = instant.with_timezone(&zone);
        self.dates.moment(there.naive_local(), true, iso::to_the_minute(&there))
    }

    /// A date in the hub's zone.
    pub fn date(&self, when: When) -> Moment {
        self.moment(when, self.site.settings.timezone)
    }

    pub fn picture(&self, picture: &PictureRef, alt: &str) -> Picture {
        let sizes = picture.sizes.iter().map(|size| format!("{} {}w", self.href(&size.address), size.width));
        let srcset = (!picture.sizes.is_empty()).then(|| sizes.collect::<Vec<_>>().join(", "));
        Picture { srcset, ..plain_picture(self.href(&picture.address), alt, picture.dimensions) }
    }

    /// A picture of the brand.
    pub fn brand(&self, file: &FileRef, alt: &str) -> Option<Picture> {
        match file {
            FileRef::Asset(path, dimensions) => Some(plain_picture(self.assets.get(path)?.clone(), alt, *dimensions)),
            FileRef::Copy(address, dimensions) => Some(plain_picture(self.href(address), alt, *dimensions)),
        }
    }

    /// People as named in front matter; those who may not be shown are not.
    pub fn people(&self, people: &[PersonRef]) -> Vec<Shared<Person>> {
        people.iter().filter_map(|person| self.person(person)).collect()
    }

    fn person(&self, person: &PersonRef) -> Option<Shared<Person>> {
        match person {
            PersonRef::Guest { name, url } => {
                Some(Person { name: self.text(name, None), href: url.clone(), hreflang: None, avatar: None }.into())
            }
            PersonRef::Member(id) => self.site.members.get(id).map(|id| self.member(*id)),
        }
    }

    pub fn member(&self, id: WorkId) -> Shared<Person> {
        self.shelf.person(id, || self.new_member(id))
    }

    fn new_member(&self, id: WorkId) -> Person {
        let work = self.site.work(id);
        let live = work.nearest(self.lang);
        let edition = work.edition(live);
        let (name, alt) = match &edition.facts {
            crate::model::article::Facts::Member(m) => (m.name.as_str(), m.avatar_alt.as_deref().unwrap_or_default()),
            _ => (edition.common.title.as_str(), ""),
        };
        Person {
            name: self.text(name, Some(live.language)),
            href: Some(self.href(&live.address)),
            hreflang: self.foreign(live.language),
            avatar: live.image.as_ref().map(|p| self.picture(p, alt)),
        }
    }

    /// Words for what a list is of.
    pub fn list_title(&self, kind: &ListKind) -> Text {
        match kind {
            ListKind::Section(kind) => self.text(&self.t(&format!("section-{}", kind.section().unwrap_or_default())), None),
            ListKind::PastEvents => self.text(&self.t("section-past-events"), None),
            ListKind::Term(vocabulary, _, word) => {
                let label = self.term(*vocabulary, word).text.clone();
                let key = match vocabulary {
                    Vocabulary::Tags => "list-tag",
                    Vocabulary::Audience => "list-audience",
                    Vocabulary::Groups => "list-group",
                    Vocabulary::EventKinds => "list-kind",
                };
                Text { text: self.t_with(key, "name", &label.text), ..label }
            }
        }
    }
}

/// A picture in one size.
fn plain_picture(src: String, alt: &str, dimensions: Option<(u32, u32)>) -> Picture {
    let (width, height) = dimensions.unzip();
    Picture { src, srcset: None, alt: alt.to_owned(), width, height }
}
