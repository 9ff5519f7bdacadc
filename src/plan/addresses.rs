//! Addresses: what every article, file and page is called, and who claimed it first.

use crate::{
    diagnostic::{Finding, Place, catalogue::ADDRESS_CONFLICT},
    model::{
        article::{Article, Kind},
        hub::Hub,
        language::{LangId, Languages},
        path::{Address, HubPath, OutputPath, fold, term_slug},
        settings::Settings,
        site::{CALENDAR_FILES, FEED_FILES, Vocabulary},
    },
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, OnceLock},
};

/// The address of an article in a language: that language's tree, the folders, the slug.
pub fn article(article: &Article, edition: usize, languages: &Languages) -> Address {
    let edition = &article.editions[edition];
    let prefix = languages.prefix(edition.language);
    if article.kind == Kind::Page && article.key == "index" {
        return Address::new(prefix);
    }
    let slug = edition.common.slug.as_deref().or(article.original().common.slug.as_deref());
    Address::new(format!("{prefix}{}/", article.below_language(slug)))
}

/// The section whose list an article introduces: `content/events/index.md`.
pub fn introduces(article: &Article) -> Option<Kind> {
    (article.kind == Kind::Page).then(|| Kind::of_section(&article.key)).flatten()
}

/// Whose a file beside articles is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// It lies in the bundle of this article and is published with it.
    Bundle(usize),
    /// It lies among several articles, some of which may not be public: it is published where something public shows
    /// it or links to it.
    Shared,
}

/// Finds the owner of a file beside articles; `bundles` are those of [`bundles`].
pub fn owner<'a>(path: &HubPath, bundles: &'a BTreeMap<String, usize>) -> (Owner, Option<&'a str>) {
    let mut folder = path.folder();
    loop {
        if let Some((bundle, owner)) = bundles.get_key_value(folder) {
            return (Owner::Bundle(*owner), Some(bundle));
        }
        match folder.rsplit_once('/') {
            Some((above, _)) => folder = above,
            None => return (Owner::Shared, None),
        }
    }
}

/// Folders that are page bundles, with the article in each: an `index.md` and no other article beside or below it.
pub fn bundles(hub: &Hub) -> BTreeMap<String, usize> {
    let mut bundles = BTreeMap::new();
    let mut shared: HashSet<&str> = HashSet::from(["content"]);
    for (i, article) in hub.articles.iter().enumerate() {
        for edition in &article.editions {
            let folder = edition.path.folder();
            let is_index = edition.path.is_index();
            let mut above = if is_index { folder.rsplit_once('/').map(|(above, _)| above) } else { Some(folder) };
            while let Some(folder) = above {
                shared.insert(folder);
                above = folder.rsplit_once('/').map(|(above, _)| above);
            }
            if is_index {
                bundles.insert(folder.to_owned(), i);
            }
        }
    }
    bundles.retain(|folder, _| !shared.contains(folder.as_str()));
    bundles
}

/// Whether hubgen makes a page at such an address of the hub whenever there is something to show on it. Nobody else may
/// ever have it: whether there is something to show depends on now, and what is an error may not.
fn is_own(below: &str) -> bool {
    let parts: Vec<&str> = below.trim_end_matches('/').split('/').collect();
    let list = match parts[..] {
        [.., "page", number] if is_number(number) => &parts[..parts.len() - 2],
        _ => &parts[..],
    };
    match *list {
        ["subscribe" | "search" | "tags" | "audience" | "groups"] | ["tags" | "audience" | "groups", _] => true,
        ["events", "past" | "kind"] | ["events", "kind", _] => true,
        ["calendar", year, month] => year.len() == 4 && month.len() == 2 && is_number(year) && is_number(month),
        [section] => Kind::of_section(section).is_some(),
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether there is a page at an address at some other time, if not now: of a month, or of a term that something has.
pub fn comes_and_goes(hub: &Hub, terms: &Terms, address: &Address) -> bool {
    let below = without_language(&hub.settings.languages, address.as_str());
    let parts: Vec<&str> = below.split('/').collect();
    let (vocabulary, slug) = match parts[..] {
        ["tags", slug, ..] => (Vocabulary::Tags, slug),
        ["audience", slug, ..] => (Vocabulary::Audience, slug),
        ["groups", slug, ..] => (Vocabulary::Groups, slug),
        ["events", "kind", slug, ..] => (Vocabulary::EventKinds, slug),
        _ => return is_own(below),
    };
    is_own(below) && (slug.is_empty() || terms.has(hub, vocabulary, slug))
}

/// The terms that articles have, live or not, by the last part of their address. Gathered when first asked for.
#[derive(Default)]
pub struct Terms(OnceLock<HashSet<(Vocabulary, String)>>);

impl Terms {
    fn has(&self, hub: &Hub, vocabulary: Vocabulary, slug: &str) -> bool {
        let terms = || hub.articles.iter().flat_map(|article| super::lists::terms_of(article));
        let all = self.0.get_or_init(|| terms().map(|(vocabulary, word)| (vocabulary, term_slug(word))).collect());
        all.contains(&(vocabulary, slug.to_owned()))
    }
}

/// A path of the site below its language.
pub fn without_language<'a>(languages: &Languages, path: &'a str) -> &'a str {
    let prefixes = languages.ids().map(|id| languages.prefix(id)).filter(|prefix| !prefix.is_empty());
    prefixes.into_iter().find_map(|prefix| path.strip_prefix(prefix.as_str())).unwrap_or(path)
}

/// Who claims what: every output exists once, whatever the case it is written in.
pub struct Claims {
    settings: Arc<Settings>,
    taken: HashMap<String, Arc<Claim>>,
    /// Folders that outputs lie in, with one of those: on a disk no file can have their names.
    folders: HashMap<String, Arc<Claim>>,
    /// From now on it is claimed for another day.
    later: bool,
    pub findings: Vec<Finding>,
}

impl Claims {
    pub fn new(settings: Arc<Settings>) -> Claims {
        Claims { settings, taken: HashMap::new(), folders: HashMap::new(), later: false, findings: Vec::new() }
    }

    /// Claims an output for something, described in a few words. `false`: somebody has it already, and it was said.
    pub fn claim(&mut self, output: &OutputPath, what: impl Into<String>, place: Option<Place>) -> bool {
        let folded = fold(output.as_str());
        let what = what.into();
        let page = FEED_FILES.iter().chain(&CALENDAR_FILES).chain(&["index.html"]).find_map(|file| folded.strip_suffix(file));
        if place.is_some() && page.is_some_and(|page| is_own(without_language(&self.settings.languages, page))) {
            let shown = folded.strip_suffix("index.html").unwrap_or(&folded);
            let page = if folded.ends_with("index.html") { "a page" } else { "a file" };
            let message = format!("the address /{shown} is taken: hubgen makes {page} there itself");
            let help = repair(place.as_ref(), &what);
            self.findings.push(Finding::new(&ADDRESS_CONFLICT, place, message).help(help));
            return false;
        }
        let same = self.taken.get(&folded);
        let between = || folders(&folded).find_map(|folder| self.taken.get(folder));
        let Some(first) = same.or_else(|| self.folders.get(&folded)).or_else(between) else {
            let claim = Arc::new(Claim { what, place, later: self.later });
            for folder in folders(&folded) {
                if !self.folders.contains_key(folder) {
                    self.folders.insert(folder.to_owned(), claim.clone());
                }
            }
            self.taken.insert(folded, claim);
            return true;
        };
        let Claim { what: first, place: first_place, .. } = &**first;
        let shown = output.as_str().strip_suffix("index.html").unwrap_or(output.as_str());
        let place_is_first = place.is_none();
        let (place, mut others) = match place {
            Some(place) => (Some(place), vec![(first_place.clone(), first.clone())]),
            None => (first_place.clone(), vec![(None, what.clone())]),
        };
        let message = match same {
            Some(_) => format!("two things want the address /{shown}: {what}, and {first}"),
            None => format!("{what} wants /{shown}, and {first} is in the way: what is a folder for one is a file for the other"),
        };
        let help = repair(place.as_ref(), if place_is_first { first } else { &what });
        let mut finding = Finding::new(&ADDRESS_CONFLICT, place, message).help(help);
        if let Some((Some(other), _)) = others.pop() {
            finding = finding.also(other, "wanted here as well");
        }
        self.findings.push(finding);
        false
    }

    /// What is claimed from now on is not there yet.
    pub fn for_later(&mut self) {
        self.later = true;
    }

    /// Whether an output is there, whatever the case it is written in.
    pub fn has(&self, output: &OutputPath) -> bool {
        self.taken.get(&fold(output.as_str())).is_some_and(|claim| !claim.later)
    }
}

/// What to do about an address that something at `place` cannot have.
fn repair(place: Option<&Place>, what: &str) -> &'static str {
    let path = place.map_or("", |place| place.path.as_str());
    match path.ends_with(".md") {
        _ if what.starts_with(ALIAS) => "take it out of `aliases`: an address leads to one thing only",
        true => "give the file another name, or write another last part of its address: `slug: another-name`",
        false if path.is_empty() => "give one of them another name",
        false => "give the file another name, or put it into another folder",
    }
}

/// How the claim of an old address begins in words; the file follows.
pub const ALIAS: &str = "an old address (`aliases`) of";

/// Who has an output.
#[derive(Debug)]
struct Claim {
    /// In a few words.
    what: String,
    place: Option<Place>,
    later: bool,
}

/// Every folder that a path lies in.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(i, _)| path.get(..i))
}

/// The same place in every language: the list of a section, a month, a term.
pub fn counterparts(languages: &Languages, below: &str) -> Vec<Option<Address>> {
    languages.ids().map(|id| Some(in_language(languages, id, below))).collect()
}

/// An address in the tree of a language.
pub fn in_language(languages: &Languages, id: LangId, below: &str) -> Address {
    Address::new(format!("{}{below}", languages.prefix(id)))
}
