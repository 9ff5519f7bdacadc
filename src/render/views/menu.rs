//! The menu: which of its items a page belongs to. And the pages that have others below them.

use super::Desk;
use crate::model::{
    article::Kind,
    language::Languages,
    site::{NavTarget, Page as PlannedPage, PageKind, Site, WorkId},
};
use std::collections::HashMap;

/// What every page asks of the site as a whole.
#[derive(Default)]
pub struct Menu {
    /// The paths that the items of the menu lead to, below the language: `events`, `handbook/first`; the home page has
    /// none.
    items: Vec<String>,
    /// Plain pages by their key.
    plain: HashMap<String, WorkId>,
}

impl Menu {
    pub fn of(site: &Site) -> Menu {
        let plain = site.works.iter().enumerate().filter(|(_, work)| work.kind() == Kind::Page);
        Menu {
            items: site.nav.iter().chain(&site.join).filter_map(|target| target_path(site, target)).collect(),
            plain: plain.map(|(at, work)| (work.article.key.clone(), WorkId(at as u32))).collect(),
        }
    }

    /// The plain page with a key.
    pub fn plain(&self, key: &str) -> Option<WorkId> {
        self.plain.get(key).copied()
    }
}

impl<'a> Desk<'a> {
    /// The path of the item of the menu that a page belongs to: the longest that the page's own path begins with.
    pub fn menu_item(&self, page: &PlannedPage) -> Option<&'a str> {
        let standing = self.standing;
        let own = page_path(self.site, page);
        let is_above = |item: &&str| match own.strip_prefix(*item) {
            Some(rest) => rest.is_empty() || !item.is_empty() && rest.starts_with('/'),
            None => false,
        };
        standing.menu.items.iter().map(String::as_str).filter(is_above).max_by_key(|item| item.len())
    }

    /// Whether an item of the menu is the one that `current` names.
    pub(super) fn is_current(&self, target: &NavTarget, current: Option<&str>) -> bool {
        current.is_some() && target_path(self.site, target).as_deref() == current
    }
}

fn target_path(site: &Site, target: &NavTarget) -> Option<String> {
    match target {
        NavTarget::Section(kind) => kind.section().map(str::to_owned),
        NavTarget::Work(id) => Some(site.work(*id).article.key.clone()),
        NavTarget::Subscribe => Some("subscribe".to_owned()),
        NavTarget::Inside(_, address, _) => {
            let at = site.pages.binary_search_by(|page| page.address.as_str().cmp(address.as_str())).ok()?;
            Some(page_path(site, site.pages.get(at)?))
        }
        NavTarget::Outside(..) => None,
    }
}

/// The key of an article; of other pages the address below the language.
fn page_path(site: &Site, page: &PlannedPage) -> String {
    match page.kind {
        PageKind::Article(id, _) => site.work(id).article.key.clone(),
        _ => below_language(&site.settings.languages, page).trim_end_matches('/').to_owned(),
    }
}

fn below_language<'p>(languages: &Languages, page: &'p PlannedPage) -> &'p str {
    let address = page.address.as_str();
    address.strip_prefix(languages.prefix(page.language).as_str()).unwrap_or(address)
}
