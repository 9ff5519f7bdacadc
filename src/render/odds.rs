//! Files that exist once: the sitemap, what robots are told, and GitHub Pages.

use super::{Press, sitemap};
use crate::model::{
    path::{Address, OutputPath},
    site::{Item, List, Page, PageKind, Work},
    time::Instant,
};
use rayon::prelude::*;

impl Press {
    /// Files that exist once.
    pub(super) fn odds_and_ends(&self) -> Vec<(OutputPath, Vec<u8>)> {
        let base = &self.site.settings.base_url;
        let root = base.absolute(&Address::new(""));
        let parts = sitemap::sitemap(&root, &self.sitemap_entries());
        let mut files: Vec<(OutputPath, Vec<u8>)> =
            parts.into_iter().map(|(name, bytes)| (OutputPath::new(name), bytes)).collect();
        let sitemap = base.absolute(&Address::new("sitemap.xml"));
        files.push((OutputPath::new("robots.txt"), sitemap::robots(&sitemap).into_bytes()));
        files.push((OutputPath::new(".nojekyll"), Vec::new()));
        files.retain(|(path, _)| !self.site.copies.contains_key(path));
        files
    }

    /// When something was last said, as far as its front matter tells.
    fn said_of(&self, work: &Work, edition: usize) -> Option<Instant> {
        let common = &work.edition(work.editions.get(edition)?).common;
        common.updated.or(common.date).map(|day| day.instant(self.site.settings.timezone))
    }

    fn sitemap_entries(&self) -> Vec<sitemap::SitemapEntry> {
        let base = &self.site.settings.base_url;
        let languages = &self.site.settings.languages;
        // A list is as new as the newest in it.
        let newest = |list: &List| {
            let nearest = |item: &Item| {
                let work = self.site.work(item.work);
                let at = work.editions.iter().position(|live| live.language == list.language).unwrap_or(0);
                self.said_of(work, at)
            };
            list.items.iter().filter_map(nearest).max()
        };
        let lists: Vec<Option<Instant>> = self.site.lists.par_iter().map(newest).collect();
        let entry = |page: &Page| {
            let existing = || languages.ids().zip(&page.counterparts).filter_map(|(id, a)| Some((id, a.as_ref()?)));
            let alternates = match existing().count() {
                0 | 1 => Vec::new(),
                _ => {
                    let default = existing().next().map(|(_, a)| ("x-default".to_owned(), base.absolute(a)));
                    existing().map(|(id, a)| (languages.tag(id).to_owned(), base.absolute(a))).chain(default).collect()
                }
            };
            let lastmod = match &page.kind {
                PageKind::Article(id, edition) => self.said_of(self.site.work(*id), *edition),
                PageKind::List { list, .. } => lists[*list],
                PageKind::Home => {
                    let own = self.site.lists.iter().zip(&lists).filter(|(list, _)| list.language == page.language);
                    own.filter_map(|(_, newest)| *newest).max()
                }
                _ => None,
            };
            sitemap::SitemapEntry { url: base.absolute(&page.address), lastmod, alternates }
        };
        self.site.pages.iter().filter(|p| p.indexed).map(entry).collect()
    }
}
