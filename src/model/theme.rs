//! A theme as text and bytes: layered, not yet compiled.

use super::{letters::Letters, path::HubPath};
use std::{collections::BTreeMap, fmt, sync::Arc};

/// The theme of hubs that choose none. Its words are hubgen's own, and lie beneath those of every other theme.
pub const COMMONS: &str = "commons";

/// The template of the page to search on, which a theme may lack.
pub const SEARCH: &str = "search.html";

/// The template of share cards, which a theme may lack.
pub const CARD: &str = "card.svg";

/// A theme, with the hub's own files laid over it.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    pub name: String,
    /// Paper colours `#rrggbb` that brand colours must be readable on: light, dark.
    pub paper: (String, String),
    /// By path below `templates/`.
    pub templates: BTreeMap<String, Template>,
    /// By path below `assets/`.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// Where each of them comes from.
    pub asset_files: BTreeMap<String, HubPath>,
    /// By language tag: files of strings, the later laid over the earlier.
    pub strings: BTreeMap<String, Vec<Template>>,
    /// What cards are drawn with, in the order in which they are tried; none where there are no cards.
    pub fonts: Vec<Font>,
    /// What any of the fonts holds.
    pub letters: Letters,
}

/// A text of a theme and where it came from.
#[derive(Clone, Debug)]
pub struct Template {
    pub path: HubPath,
    pub text: Arc<str>,
}

/// A font of a theme: a file of `fonts/`.
#[derive(Clone)]
pub struct Font {
    /// Below `fonts/`.
    pub name: String,
    pub bytes: Arc<[u8]>,
    /// Of the bytes.
    pub digest: [u8; 32],
    pub letters: Letters,
}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Font({})", self.name)
    }
}

impl Theme {
    /// Whether it has share cards. Themes of one's own may be older than these.
    pub fn can_draw_cards(&self) -> bool {
        self.templates.contains_key(CARD)
    }

    /// Whether it has a page to search on. Themes of one's own may be older than the search.
    pub fn can_search(&self) -> bool {
        self.templates.contains_key(SEARCH)
    }
}

impl Template {
    /// Whether it has this in quotes: the name of another template, the key of a phrase.
    pub fn quotes(&self, name: &str) -> bool {
        ["\"", "'"].iter().any(|quote| self.text.contains(&format!("{quote}{name}{quote}")))
    }
}
