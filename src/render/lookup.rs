//! One file of the site at a time, by its path: how the preview asks.

use super::{Press, feeds, icalendar};
use crate::{
    diagnostic::Finding,
    model::{
        article::Kind,
        language::LangId,
        output::Content,
        path::{Address, OutputPath},
        picture::Print,
        site::{CARD_FILE, FEED_FILES, Page, PageKind},
    },
};
use std::sync::Arc;

/// What a file is made from, by its place in the site's own lists.
#[derive(Clone, Copy, Debug)]
enum Job {
    Asset(usize),
    Copy,
    /// A picture, and which of its files.
    Print(usize, usize),
    Page(usize),
    /// The share card of a page.
    Card(usize),
    /// A feed, and which of its forms.
    Feed(usize, usize),
    Calendar(usize),
    /// The events of a calendar as a table.
    Almanac(usize),
}

/// What the page of an article is known by, whatever its address.
#[derive(PartialEq)]
struct Known<'s> {
    kind: Kind,
    language: LangId,
    id: &'s str,
    title: &'s str,
}

impl Known<'_> {
    fn by_id(&self) -> String {
        format!("{:?} {} id {}", self.kind, self.language.index(), self.id)
    }

    fn by_title(&self) -> String {
        format!("{:?} {} title {}", self.kind, self.language.index(), self.title)
    }
}

impl Press {
    /// Prints one file. `None`: the site has no such file.
    pub fn one(&self, path: &OutputPath) -> Option<Result<Content, Vec<Finding>>> {
        let bytes = match self.job(path) {
            None if !is_odd(path) => self.search_file(path)?.to_vec(),
            None => self.odds_and_ends().into_iter().find(|(odd, _)| odd == path)?.1,
            Some(Job::Asset(at)) => self.assets.outputs().nth(at)?.1.to_vec(),
            Some(Job::Copy) => return Some(Ok(Content::Copy(self.site.copies.get(path)?.clone()))),
            Some(Job::Print(at, file)) => return Some(Ok(Content::Costly(self.site.prints[at].clone(), file))),
            Some(Job::Page(at)) => {
                let made = self.page(&self.site.pages[at]);
                return Some(made.map(Content::Bytes).map_err(|fault| vec![*fault]));
            }
            Some(Job::Card(at)) => return Some(self.card(&self.site.pages[at]).map_err(|fault| vec![*fault])),
            Some(Job::Feed(at, form)) => {
                let feed = &self.site.feeds[at];
                [feeds::rss, feeds::atom, feeds::json][form](&self.desk(feed.language).feed_data(feed))
            }
            Some(Job::Calendar(at)) => self.calendar(at),
            Some(Job::Almanac(at)) => {
                let calendar = &self.site.calendars[at];
                self.desk(calendar.language).almanac(calendar)
            }
        };
        Some(Ok(Content::Bytes(bytes)))
    }

    /// What was noticed on the way, beside faults of templates.
    pub fn remarks(&self) -> Vec<Finding> {
        self.strings.missing()
    }

    /// Whether the site has such a file.
    pub fn has(&self, path: &OutputPath) -> bool {
        self.job(path).is_some()
            || self.search_file(path).is_some()
            || is_odd(path) && self.odds_and_ends().iter().any(|(odd, _)| odd == path)
    }

    /// What a page's template is given, and its name. `None`: there is no such page.
    pub fn context(&self, path: &OutputPath) -> Option<(&'static str, serde_json::Value)> {
        let (template, names) = self.given(self.page_at(path)?, false);
        let named = names.into_iter().filter_map(|(name, value)| Some((name.to_owned(), serde_json::to_value(value).ok()?)));
        Some((template, named.collect::<serde_json::Map<_, _>>().into()))
    }

    /// Addresses of style sheets as pages link to them: without their fingerprint, and with it.
    pub fn styles(&self) -> Vec<(String, String)> {
        let base = &self.site.settings.base_url;
        let sheets = self.hrefs.iter().filter(|(path, _)| path.ends_with(".css"));
        sheets.map(|(path, href)| (base.href(&Address::new(format!("assets/{path}"))), href.clone())).collect()
    }

    /// What a page may be known by in another state of the hub, surest first: its article, else that article's title,
    /// where no other has the same.
    pub fn trail(&self, path: &OutputPath) -> Vec<String> {
        let Some((page, own)) = self.page_at(path).and_then(|page| Some((page, self.known(page)?))) else { return Vec::new() };
        let others = self.site.pages.iter().filter(|other| other.address != page.address);
        let shared = others.filter_map(|other| self.known(other)).any(|other| Known { id: own.id, ..other } == own);
        let title = (!shared).then(|| own.by_title());
        [own.by_id()].into_iter().chain(title).collect()
    }

    /// The page that is known by this.
    pub fn follow(&self, trail: &str) -> Option<&Address> {
        let is_it = |page: &&Page| self.known(page).is_some_and(|known| known.by_id() == trail || known.by_title() == trail);
        self.site.pages.iter().find(is_it).map(|page| &page.address)
    }

    fn known(&self, page: &Page) -> Option<Known<'_>> {
        let PageKind::Article(id, at) = page.kind else { return None };
        let work = self.site.work(id);
        let title = &work.edition(work.editions.get(at)?).common.title;
        Some(Known { kind: work.kind(), language: page.language, id: &work.article.id, title })
    }

    fn page_at(&self, path: &OutputPath) -> Option<&Page> {
        match self.job(path)? {
            Job::Page(at) => self.site.pages.get(at),
            _ => None,
        }
    }

    fn calendar(&self, at: usize) -> Vec<u8> {
        let calendar = &self.site.calendars[at];
        let (desk, clocks) = (self.desk(calendar.language), icalendar::Clocks::new(&self.site));
        icalendar::Ring::new(&desk, &clocks, &[calendar]).calendar(calendar)
    }

    /// What a file is made from. Nothing is kept for this: every list of the site is in an order to be searched in, or
    /// short.
    fn job(&self, path: &OutputPath) -> Option<Job> {
        let whole = path.as_str();
        let (folder, name) = whole.split_at(whole.rfind('/').map_or(0, |slash| slash + 1));
        let page = |address: &str| self.site.pages.binary_search_by(|page| page.address.as_str().cmp(address)).ok();
        if name.is_empty() {
            return None;
        }
        if let Some(at) = page(whole).or_else(|| if name == "index.html" { page(folder) } else { None }) {
            return Some(Job::Page(at));
        }
        if name == CARD_FILE && self.site.cards.binary_search_by(|card| card.as_str().cmp(folder)).is_ok() {
            return page(folder).map(Job::Card);
        }
        if let Some(form) = FEED_FILES.iter().position(|file| *file == name)
            && let Some(at) = self.site.feeds.iter().position(|feed| feed.page.as_str() == folder)
        {
            return Some(Job::Feed(at, form));
        }
        let calendar = self.site.calendars.binary_search_by(|calendar| calendar.page.as_str().cmp(folder)).ok();
        if let Some(at) = calendar.filter(|at| self.site.calendars[*at].address.as_str() == whole) {
            return Some(Job::Calendar(at));
        }
        let is_table = |at: &usize| self.site.calendars[*at].table.as_ref().is_some_and(|table| table.as_str() == whole);
        if let Some(at) = calendar.filter(is_table) {
            return Some(Job::Almanac(at));
        }
        if self.site.copies.contains_key(path) {
            return Some(Job::Copy);
        }
        let print =
            |(at, print): (usize, &Arc<Print>)| Some(Job::Print(at, print.files.iter().position(|file| file.output == *path)?));
        if let Some(job) = self.site.prints.iter().enumerate().find_map(print) {
            return Some(job);
        }
        self.assets.outputs().position(|(asset, _)| asset == *path).map(Job::Asset)
    }
}

/// Whether it could be one of the files that exist once: which of them do is known only when they are made.
fn is_odd(path: &OutputPath) -> bool {
    let name = path.as_str();
    matches!(name, "robots.txt" | ".nojekyll") || name.starts_with("sitemap") && name.ends_with(".xml") && !name.contains('/')
}
