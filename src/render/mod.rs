//! Site to Output: every file as bytes.
//!
//! A [`Press`] is the theme made ready (templates compiled, strings read, assets named) with the site on it. It prints
//! one file or all of them, on any number of threads, and holds nothing it has printed.

mod almanac;
pub mod assets;
pub mod cards;
pub mod colour;
pub mod contract;
mod css;
pub mod dates;
mod feed_data;
pub mod feeds;
pub mod icalendar;
mod lookup;
mod markup;
mod odds;
pub mod pictures;
pub mod programme;
pub mod rhythm;
pub mod search;
pub mod sitemap;
pub mod strings;
pub mod structured;
pub mod templates;
pub mod view;
pub mod views;

use crate::{
    diagnostic::{Finding, any_error},
    memo::{Fingerprint, Memo},
    model::{
        language::LangId,
        output::{Content, Phase, Sink},
        site::{Calendar, FEED_FILES, ListKind, Page, SEARCH_INDEX, Site, Vocabulary},
        theme::Theme,
    },
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};
use templates::Voice;
use views::{Desk, Shelf, Standing};

/// A site, ready to be printed.
pub struct Press {
    pub site: Site,
    strings: Arc<strings::Strings>,
    dates: Vec<Arc<dates::Dates>>,
    templates: templates::Templates,
    /// What cards are drawn with.
    easel: cards::Easel,
    assets: assets::Assets,
    hrefs: BTreeMap<String, String>,
    terms: HashSet<(Vocabulary, String)>,
    /// The hub as pages of each language and section see it, made once.
    shells: HashMap<(LangId, Option<String>), tera::Value>,
    standing: Standing,
    /// By [`LangId`].
    shelves: Vec<Shelf>,
    indexes: search::Indexes,
    /// What was said about texts before, for the next index.
    remembered: search::Remembered,
    kept: search::Kept,
    /// Parsed files of `data/`, by name without extension: `data` in templates.
    data: tera::Value,
}

impl Press {
    /// Makes the theme ready. `None` where it cannot be used.
    pub fn new(site: Site, memo: &Memo) -> (Option<Press>, Vec<Finding>) {
        let settings = &site.settings;
        let (strings, mut findings) = strings::Strings::compile(&site.theme, &settings.languages, memo);
        let strings = Arc::new(strings);
        let (assets, said) = assets::Assets::plan(&search::with_script(&site.theme, site.searched), &settings.brand);
        findings.extend(said);
        let hrefs = assets.hrefs(&settings.base_url);
        let dates_in = |tag: &str| memo.recall(Fingerprint::of([b"dates", tag.as_bytes()]), || dates::Dates::new(tag));
        let dates: Vec<Arc<dates::Dates>> = settings.languages.0.iter().map(|l| dates_in(&l.tag)).collect();
        let faces = faces(&site.theme, memo);
        let letters = Arc::new(site.theme.letters.clone());
        let voice = |id: LangId| Voice {
            language: settings.languages.get(id),
            dates: dates[id.index()].clone(),
            faces: faces.clone(),
            letters: letters.clone(),
        };
        let voices: Vec<Voice> = settings.languages.ids().map(voice).collect();
        let (templates, said) = templates::Templates::compile(&site.theme, &strings, &voices, &hrefs, memo);
        findings.extend(said);
        let Some(templates) = templates.filter(|_| !any_error(&findings)) else { return (None, findings) };
        let terms = site.lists.iter().filter_map(|list| match &list.kind {
            ListKind::Term(vocabulary, slug, _) => Some((*vocabulary, slug.clone())),
            _ => None,
        });
        let terms = terms.collect();
        let data = tera::Value::from_serializable(&*site.data);
        let easel = cards::Easel::of(&site.theme, &faces);
        let standing = Standing::of(&site);
        let shelves: Vec<Shelf> = settings.languages.ids().map(|_| Shelf::new(site.works.len())).collect();
        let indexes = search::Indexes::new(shelves.len());
        let shells = HashMap::new();
        let (remembered, kept) = (memo.aside("search"), search::Kept::default());
        let mut press = Press {
            site,
            strings,
            dates,
            templates,
            easel,
            assets,
            hrefs,
            terms,
            standing,
            shelves,
            shells,
            indexes,
            remembered,
            kept,
            data,
        };
        press.shells = press.shells();
        (Some(press), findings)
    }

    /// What an earlier run left of its search, from [`Press::to_keep`].
    pub fn recall(&mut self, kept: Vec<u8>) {
        self.kept = search::Kept::read(kept);
    }

    /// What the search leaves for the next run; `None` where it is what was found.
    pub fn to_keep(&self) -> Option<Vec<u8>> {
        self.kept.to_keep()
    }

    fn shells(&self) -> HashMap<(LangId, Option<String>), tera::Value> {
        let wanted: HashSet<(LangId, Option<&str>)> =
            self.site.pages.iter().map(|p| (p.language, self.desk(p.language).menu_item(p))).collect();
        wanted
            .into_par_iter()
            .map(|(language, item)| {
                let view = self.desk(language).site_view(item);
                ((language, item.map(str::to_owned)), tera::Value::from_serializable(&view))
            })
            .collect()
    }

    fn desk(&self, lang: LangId) -> Desk<'_> {
        let dates = &self.dates[lang.index()];
        let (site, strings, assets, terms, standing) = (&self.site, &self.strings, &self.hrefs, &self.terms, &self.standing);
        Desk { site, lang, strings, dates, assets, terms, standing, shelf: &self.shelves[lang.index()], sparing: true }
    }

    /// Prints everything, phase by phase. What it returns are faults of templates.
    pub fn print(&self, sink: &dyn Sink) -> Vec<Finding> {
        for (path, bytes) in self.assets.outputs() {
            sink.take(Phase::Assets, &path, Content::Bytes(bytes.to_vec()));
        }
        self.site.copies.par_iter().for_each(|(path, handle)| sink.take(Phase::Assets, path, Content::Copy(handle.clone())));
        self.site.prints.par_iter().for_each(|print| {
            for (n, file) in print.files.iter().enumerate() {
                sink.take(Phase::Assets, &file.output, Content::Costly(print.clone(), n));
            }
        });
        // What the others are called stands in the last of each language, so that comes after them.
        let mut last = Vec::new();
        self.search_files(&mut |path, bytes| match path.as_str().ends_with(SEARCH_INDEX) {
            true => last.push((path, bytes)),
            false => sink.take(Phase::Assets, &path, Content::Bytes(bytes)),
        });
        let faults = Mutex::new(Vec::new());
        let fails = |fault: Box<Finding>| faults.lock().unwrap_or_else(PoisonError::into_inner).push(*fault);
        self.site.pages.par_iter().for_each(|page| match self.site.card_of(&page.address).map(|card| (card, self.card(page))) {
            Some((card, Ok(content))) => sink.take(Phase::Assets, &card.output(), content),
            Some((_, Err(fault))) => fails(fault),
            None => {}
        });
        self.site.pages.par_iter().for_each(|page| match self.page(page) {
            Ok(bytes) => sink.take(Phase::Pages, &page.address.output(), Content::Bytes(bytes)),
            Err(fault) => fails(fault),
        });
        let faults = faults.into_inner().unwrap_or_else(PoisonError::into_inner);
        if any_error(&faults) {
            return one_for_each_place(faults);
        }
        self.site.feeds.par_iter().for_each(|feed| {
            let data = self.desk(feed.language).feed_data(feed);
            for (file, bytes) in FEED_FILES.iter().zip([feeds::rss(&data), feeds::atom(&data), feeds::json(&data)]) {
                sink.take(Phase::Feeds, &feed.page.join(file).output(), Content::Bytes(bytes));
            }
        });
        let clocks = icalendar::Clocks::new(&self.site);
        for language in self.site.settings.languages.ids() {
            let calendars: Vec<&Calendar> = self.site.calendars.iter().filter(|c| c.language == language).collect();
            let desk = self.desk(language);
            let ring = icalendar::Ring::new(&desk, &clocks, &calendars);
            calendars.par_iter().for_each(|calendar| {
                sink.take(Phase::Feeds, &calendar.address.output(), Content::Bytes(ring.calendar(calendar)));
                if let Some(table) = &calendar.table {
                    sink.take(Phase::Feeds, &table.output(), Content::Bytes(desk.almanac(calendar)));
                }
            });
        }
        for (path, bytes) in self.odds_and_ends().into_iter().chain(last) {
            sink.take(Phase::Feeds, &path, Content::Bytes(bytes));
        }
        self.strings.missing()
    }

    fn page(&self, page: &Page) -> Result<Vec<u8>, Box<Finding>> {
        let (template, names) = self.given(page, true);
        let mut context = tera::Context::new();
        for (name, value) in names {
            context.insert_value(name, value);
        }
        self.templates.render(page.language, template, &format!("/{}", page.address.as_str()), &context)
    }

    /// What a page is made of: its template, and every name that one is given. `sparing`: without what it never asks for.
    fn given(&self, page: &Page, sparing: bool) -> (&'static str, Vec<(&'static str, tera::Value)>) {
        let desk = Desk { sparing, ..self.desk(page.language) };
        let sheet = desk.sheet(page);
        let shell = self.shells.get(&(page.language, desk.menu_item(page).map(str::to_owned)));
        let mut names: Vec<(&str, tera::Value)> = shell.map(|shell| ("site", shell.clone())).into_iter().collect();
        names.push(("page", tera::Value::from_serializable(&sheet.page)));
        names.push(("data", self.data.clone()));
        names.extend(sheet.names);
        (sheet.template, names)
    }
}

/// The fonts of a theme; loaded again when one of them is another.
fn faces(theme: &Theme, memo: &Memo) -> Arc<cards::faces::Faces> {
    let parts = [b"faces" as &[u8]].into_iter().chain(theme.fonts.iter().map(|font| &font.digest as &[u8]));
    memo.recall(Fingerprint::of(parts), || cards::faces::Faces::load(&theme.fonts))
}

/// A fault of a template shows on every page it makes; once is enough, on the first page in order of address.
fn one_for_each_place(mut faults: Vec<Finding>) -> Vec<Finding> {
    faults.sort_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
    faults.dedup_by(|a, b| a.place == b.place);
    faults
}
