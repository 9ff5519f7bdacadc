//! Articles: what `content/` holds, understood and typed.
//!
//! An [`Article`] is one thing (an event, a person, a page) in all its languages; an [`Edition`] is it in one of them.
//! The first edition is the original. To add a front-matter field: a line in the struct here, a line where
//! `parse/kinds.rs` reads it, and (if readers see it) a line in `render/view.rs` and `render/views/`.

use super::{
    body::Body,
    language::LangId,
    path::HubPath,
    rule::Rule,
    time::{When, Zone},
};
use crate::diagnostic::Place;
use std::{ops::Range, sync::Arc};

/// What kind of thing an article is; given by the folder it lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Page,
    Entry,
    Event,
    Guideline,
    Member,
    Spotlight,
    Faq,
}

impl Kind {
    pub const ALL: [Kind; 7] = [Kind::Page, Kind::Entry, Kind::Event, Kind::Guideline, Kind::Member, Kind::Spotlight, Kind::Faq];

    /// The folder below `content/`, which is also the section's address and its name in `nav`.
    pub fn section(self) -> Option<&'static str> {
        Some(match self {
            Kind::Page => return None,
            Kind::Entry => "calendar",
            Kind::Event => "events",
            Kind::Guideline => "guidelines",
            Kind::Member => "members",
            Kind::Spotlight => "spotlights",
            Kind::Faq => "faq",
        })
    }

    /// The kind of what lies in that folder.
    pub fn of_section(folder: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.section() == Some(folder))
    }

    /// The word in messages, schemas and templates.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Page => "page",
            Kind::Entry => "entry",
            Kind::Event => "event",
            Kind::Guideline => "guideline",
            Kind::Member => "member",
            Kind::Spotlight => "spotlight",
            Kind::Faq => "faq",
        }
    }
}

/// One thing in all its languages.
#[derive(Clone, Debug)]
pub struct Article {
    pub kind: Kind,
    /// Path below `content/` without language and extension: `events/monthly-ama`; a bundle without its `/index`.
    pub key: String,
    /// What references name it by: the key below its section's folder.
    pub id: String,
    /// The original first, then in the order of the hub's languages. Never empty.
    pub editions: Vec<Edition>,
}

impl Article {
    /// The path of its address below the tree of a language, without slashes at the ends. `slug` replaces the last part.
    pub fn below_language(&self, slug: Option<&str>) -> String {
        let section = self.kind.section().map(|section| format!("{section}/")).unwrap_or_default();
        match (slug, self.id.rsplit_once('/')) {
            (None, _) => format!("{section}{}", self.id),
            (Some(slug), Some((folder, _))) => format!("{section}{folder}/{slug}"),
            (Some(slug), None) => format!("{section}{slug}"),
        }
    }

    pub fn original(&self) -> &Edition {
        &self.editions[0]
    }

    /// The edition for a reader of `lang`, else the original.
    pub fn nearest(&self, lang: LangId) -> &Edition {
        self.editions.iter().find(|e| e.language == lang).unwrap_or(self.original())
    }
}

/// An article in one language.
#[derive(Clone, Debug)]
pub struct Edition {
    pub language: LangId,
    pub path: HubPath,
    /// The file, kept so that a finding can show its line whenever it is made.
    pub source: Arc<str>,
    /// Where in `source` the YAML lies.
    pub front: Range<usize>,
    pub common: Common,
    pub facts: Facts,
    pub body: Arc<Body>,
}

impl Edition {
    /// The place of bytes of the file.
    pub fn place(&self, range: Range<usize>) -> Place {
        Place::bytes(&self.path, &self.source, range)
    }
}

/// What every type of article has.
#[derive(Clone, Debug, Default)]
pub struct Common {
    pub title: String,
    /// Set where the title is another language's, because this edition has none.
    pub title_language: Option<LangId>,
    pub description: Option<String>,
    pub date: Option<When>,
    pub updated: Option<When>,
    pub draft: bool,
    pub tags: Vec<String>,
    pub audience: Vec<String>,
    pub authors: Vec<PersonRef>,
    pub image: Option<String>,
    pub image_alt: Option<String>,
    pub slug: Option<String>,
    pub aliases: Vec<String>,
    pub weight: i64,
    pub unlisted: bool,
    pub allow: Vec<String>,
    pub extra: serde_yaml::Value,
}

/// A member, or a guest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonRef {
    Member(String),
    Guest { name: String, url: Option<String> },
}

/// What only one type has.
#[derive(Clone, Debug)]
pub enum Facts {
    Page,
    Entry(Entry),
    Event(Event),
    Guideline(Guideline),
    Member(Member),
    Spotlight(Spotlight),
    Faq(Faq),
}

/// How far an entry of the content calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    Idea,
    Planned,
    Writing,
    Review,
    Ready,
    Published,
    Dropped,
}

impl Progress {
    pub const ALL: [(&'static str, Progress); 7] = [
        ("idea", Progress::Idea),
        ("planned", Progress::Planned),
        ("writing", Progress::Writing),
        ("review", Progress::Review),
        ("ready", Progress::Ready),
        ("published", Progress::Published),
        ("dropped", Progress::Dropped),
    ];

    pub fn word(self) -> &'static str {
        Progress::ALL[self as usize].0
    }
}

/// An entry of the content calendar.
#[derive(Clone, Debug)]
pub struct Entry {
    pub status: Progress,
    pub series: Option<String>,
    pub owner: Option<PersonRef>,
    pub channels: Vec<String>,
    pub format: Option<String>,
    pub due: Option<When>,
    pub url: Option<String>,
    pub event: Option<String>,
    /// Never published.
    pub notes: Option<String>,
}

/// RFC 5545, section 3.8.1.11, with `postponed` as schema.org has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum EventStatus {
    #[default]
    Confirmed,
    Tentative,
    Cancelled,
    Postponed,
}

impl EventStatus {
    pub const ALL: [(&'static str, EventStatus); 4] = [
        ("confirmed", EventStatus::Confirmed),
        ("tentative", EventStatus::Tentative),
        ("cancelled", EventStatus::Cancelled),
        ("postponed", EventStatus::Postponed),
    ];

    pub fn word(self) -> &'static str {
        EventStatus::ALL[self as usize].0
    }
}

/// How long an event lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Nobody said.
    Open,
    /// By the clock; for all-day events the last day.
    At(When),
    /// By the hour.
    After(chrono::Duration),
}

/// Where an event takes place.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Location {
    pub name: String,
    pub address: Option<String>,
    /// Latitude and longitude in degrees, WGS 84.
    pub geo: Option<(f64, f64)>,
    pub url: Option<String>,
}

/// How one takes part from afar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Online {
    Address(String),
    /// Told to those who register.
    OnRegistration,
}

/// An event or a series of events.
#[derive(Clone, Debug)]
pub struct Event {
    pub start: When,
    pub ending: Ending,
    pub zone: Zone,
    /// Boxed: most events have none.
    pub rrule: Option<Box<Rule>>,
    pub rdate: Vec<When>,
    pub exdate: Vec<When>,
    pub overrides: Vec<Override>,
    pub location: Option<Location>,
    pub online: Option<Online>,
    pub registration: Option<String>,
    pub capacity: Option<u64>,
    pub price: Option<String>,
    pub kind: Option<String>,
    pub group: Option<String>,
    pub hosts: Vec<PersonRef>,
    pub speakers: Vec<PersonRef>,
    pub status: EventStatus,
    pub recording: Option<String>,
    pub slides: Option<String>,
    pub attendance: Option<u64>,
    pub uid: Option<String>,
}

impl Event {
    /// Whether it is a series, whose dates need addresses of their own.
    pub fn repeats(&self) -> bool {
        self.rrule.is_some() || !self.rdate.is_empty()
    }
}

/// What is different about one date of a series.
#[derive(Clone, Debug)]
pub struct Override {
    /// The original start.
    pub occurrence: When,
    pub start: Option<When>,
    pub end: Option<When>,
    pub title: Option<String>,
    pub location: Option<Location>,
    pub online: Option<Online>,
    pub status: Option<EventStatus>,
    pub note: Option<String>,
    pub recording: Option<String>,
    pub slides: Option<String>,
    pub attendance: Option<u64>,
}

#[derive(Clone, Debug, Default)]
pub struct Guideline {
    pub version: Option<String>,
    pub effective: Option<When>,
    pub reviewed: Option<When>,
    pub contacts: Vec<GuidelineContact>,
    pub report_url: Option<String>,
    pub applies_to: Option<String>,
    pub based_on: Option<BasedOn>,
    pub changes: Vec<Change>,
}

#[derive(Clone, Debug)]
pub struct GuidelineContact {
    pub name: String,
    pub email: Option<String>,
    pub url: Option<String>,
    pub languages: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct BasedOn {
    pub name: String,
    pub url: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Change {
    pub date: When,
    pub summary: String,
}

/// What a person agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// Nobody asked, or the answer was no.
    Withheld,
    Given {
        since: Option<When>,
        until: Option<When>,
    },
}

#[derive(Clone, Debug)]
pub struct Member {
    pub name: String,
    pub consent: Consent,
    pub pronouns: Option<String>,
    pub roles: Vec<String>,
    pub group: Option<String>,
    pub joined: Option<When>,
    pub place: Option<String>,
    pub languages: Vec<String>,
    pub avatar: Option<String>,
    pub avatar_alt: Option<String>,
    pub links: Vec<MemberLink>,
    pub topics: Vec<String>,
    pub badges: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct MemberLink {
    pub label: String,
    pub url: String,
}

#[derive(Clone, Debug)]
pub struct Spotlight {
    pub member: String,
    pub quote: Option<String>,
    pub questions: Vec<Interview>,
}

/// A question of a spotlight; the answer is Markdown.
#[derive(Clone, Debug)]
pub struct Interview {
    pub q: String,
    pub a: Arc<Body>,
}

#[derive(Clone, Debug, Default)]
pub struct Faq {
    pub category: Option<String>,
}
