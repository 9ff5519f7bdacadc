//! hub.yaml, understood.

use super::{
    language::{Languages, Localized},
    path::BaseUrl,
    rule::Rule,
    time::{When, Zone},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// hub.yaml, whole and checked. Defaults are filled in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The text of the file, so that a finding can show its line whenever it is made.
    pub source: Arc<str>,
    pub title: Localized,
    pub description: Localized,
    /// Identity of calendars and feeds.
    pub id: String,
    pub base_url: BaseUrl,
    pub languages: Languages,
    /// Default of events; the zone of dates without time.
    pub timezone: Zone,
    pub theme: String,
    pub brand: Brand,
    /// `None`: every section that holds something.
    pub nav: Option<Vec<NavItem>>,
    pub links: Vec<NavLink>,
    pub contact: Option<Contact>,
    pub repository: Option<String>,
    pub groups: BTreeMap<String, Group>,
    pub labels: Labels,
    pub feeds: Feeds,
    pub markdown: Markdown,
    pub search: bool,
    /// Whether there are share cards. `None`: where they cost little.
    pub cards: Option<bool>,
    pub build: Horizon,
    pub calendar: Calendar,
    /// Codes of findings that are not wanted.
    pub allow: BTreeSet<String>,
    pub extra: serde_yaml::Value,
}

#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// `#rrggbb`.
    pub colour: Option<String>,
    pub logo: Option<String>,
    pub image: Option<String>,
}

#[derive(Clone, Debug)]
pub enum NavItem {
    /// A section, or the path of a page.
    Place(String),
    Link(NavLink),
}

#[derive(Clone, Debug)]
pub struct NavLink {
    pub label: Localized,
    pub url: String,
}

#[derive(Clone, Debug)]
pub struct Contact {
    pub name: Option<Localized>,
    pub email: Option<String>,
}

/// A chapter.
#[derive(Clone, Debug)]
pub struct Group {
    pub title: Localized,
    pub place: Option<Localized>,
    pub timezone: Option<Zone>,
}

/// What readers see instead of the words in front matter: by vocabulary, then by word.
#[derive(Clone, Debug, Default)]
pub struct Labels(pub BTreeMap<String, BTreeMap<String, Localized>>);

impl Labels {
    pub fn get(&self, vocabulary: &str, word: &str) -> Option<&Localized> {
        self.0.get(vocabulary)?.get(word)
    }
}

#[derive(Clone, Debug)]
pub struct Feeds {
    pub limit: usize,
    pub full_text: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RawHtml {
    Sanitize,
    Allow,
    Escape,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Markdown {
    pub raw_html: RawHtml,
    /// Hosts whose `<iframe>` may stay.
    pub embed_hosts: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Horizon {
    pub horizon_months: u32,
    pub past_months: u32,
}

/// How much of the plan readers see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanPublic {
    None,
    Ready,
    Planned,
}

#[derive(Clone, Debug)]
pub struct Calendar {
    pub public: PlanPublic,
    pub runway_weeks: u32,
    pub series: BTreeMap<String, Series>,
}

/// A rhythm of the content calendar.
#[derive(Clone, Debug)]
pub struct Series {
    pub title: Localized,
    pub rrule: Option<Rule>,
    pub start: Option<When>,
    pub channels: Vec<String>,
}
