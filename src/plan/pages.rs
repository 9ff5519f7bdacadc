//! Which pages there are: one for each address.

#![allow(clippy::string_slice, reason = "the front matter's range was found in this text")]

use super::{
    addresses::{self, Claims, in_language},
    links::Known,
};
use crate::{
    diagnostic::Place,
    model::{
        article::Edition,
        hub::Hub,
        language::LangId,
        path::{Address, OutputPath},
        site::*,
        time::YearMonth,
    },
};
use std::collections::{BTreeMap, HashMap};

pub fn pages(
    hub: &Hub,
    works: &[Work],
    lists: &[List],
    months: &BTreeMap<YearMonth, Vec<Happening>>,
    claims: &mut Claims,
) -> Vec<Page> {
    let languages = &hub.settings.languages;
    let mut pages = Vec::new();
    if is_searched(hub) {
        for language in languages.ids() {
            claims.claim(&in_language(languages, language, SEARCH_INDEX).output(), "the index of the search", None);
        }
    }
    let mut add = |page: Page, what: &str, place: Option<Place>| {
        if claims.claim(&page.address.output(), what, place) {
            pages.push(page);
        }
    };
    let everywhere = |below: &str| addresses::counterparts(languages, below);
    for language in languages.ids() {
        let own = |below: &str, kind: PageKind| Page {
            address: in_language(languages, language, below),
            language,
            kind,
            counterparts: everywhere(below),
            indexed: true,
        };
        add(own("", PageKind::Home), "the home page", None);
        add(own("subscribe/", PageKind::Subscribe), "the page on subscribing", None);
        if is_searched(hub) {
            add(Page { indexed: false, ..own(SEARCH_PAGE, PageKind::Search) }, "the page to search on", None);
        }
        for month in months.keys() {
            add(own(&month_address(*month), PageKind::Month(*month)), "a month of the calendar", None);
        }
        for vocabulary in Vocabulary::ALL {
            let used = lists.iter().any(|l| matches!(&l.kind, ListKind::Term(v, ..) if *v == vocabulary));
            if used {
                add(own(vocabulary.address(), PageKind::Terms(vocabulary)), "a page of hubgen's own", None);
            }
        }
    }
    for (index, list) in lists.iter().enumerate() {
        let total = list.items.len().div_ceil(PER_PAGE).max(1);
        let below = list.address.as_str().strip_prefix(&languages.prefix(list.language)).unwrap_or(list.address.as_str());
        for number in 1..=total {
            let part = if number == 1 { String::new() } else { format!("page/{number}/") };
            let page = Page {
                address: list.address.join(&part),
                language: list.language,
                kind: PageKind::List { list: index, page: number, pages: total },
                counterparts: everywhere(&format!("{below}{part}")),
                indexed: number == 1,
            };
            add(page, "a list of hubgen's own", None);
        }
    }
    for (i, work) in works.iter().enumerate() {
        if addresses::introduces(&work.article).is_some() || work.article.key == "index" {
            continue;
        }
        let mut counterparts = vec![None; languages.0.len()];
        for edition in &work.editions {
            counterparts[edition.language.index()] = Some(edition.address.clone());
        }
        for (e, edition) in work.editions.iter().enumerate() {
            let path = &work.edition(edition).path;
            let page = Page {
                address: edition.address.clone(),
                language: edition.language,
                kind: PageKind::Article(WorkId(i as u32), e),
                counterparts: counterparts.clone(),
                indexed: work.listed && work.ribbon.is_none(),
            };
            add(page, &format!("{path}"), Some(Place::file(path)));
        }
    }
    let not_found = Page {
        address: Address::new("404.html"),
        language: LangId::DEFAULT,
        kind: PageKind::NotFound,
        counterparts: vec![None; languages.0.len()],
        indexed: false,
    };
    if !hub.statics.contains_key("404.html") {
        add(not_found, "the page for what is not found", None);
    }
    pages
}

/// Whether the hub has a search: the team wants it, and the theme has a page for it.
pub fn is_searched(hub: &Hub) -> bool {
    hub.settings.search && hub.theme.can_search()
}

/// Pages at old addresses that lead to the new ones.
pub fn redirects(hub: &Hub, works: &[Work], claims: &mut Claims, pages: &mut Vec<Page>) {
    for work in works {
        for edition in &work.editions {
            let source = work.edition(edition);
            for alias in &source.common.aliases {
                let address = alias_address(alias);
                if claims.claim(
                    &address.output(),
                    format!("{} {}", addresses::ALIAS, source.path),
                    Some(alias_place(source, alias)),
                ) {
                    pages.push(Page {
                        address,
                        language: edition.language,
                        kind: PageKind::Redirect(edition.address.clone()),
                        counterparts: vec![None; hub.settings.languages.0.len()],
                        indexed: false,
                    });
                }
            }
        }
    }
}

pub fn alias_address(alias: &str) -> Address {
    let path = alias.trim_start_matches('/');
    let file = path.rsplit('/').next().is_some_and(|name| name.ends_with(".html"));
    match file || path.ends_with('/') {
        true => Address::new(path),
        false => Address::new(format!("{path}/")),
    }
}

pub fn alias_place(edition: &Edition, alias: &str) -> Place {
    let front = &edition.source[edition.front.clone()];
    match front.find(alias) {
        Some(at) => edition.place(edition.front.start + at..edition.front.start + at + alias.len()),
        None => Place::file(&edition.path),
    }
}

pub fn outputs(pages: &[Page]) -> HashMap<OutputPath, Known> {
    let known = |page: &Page| Known {
        language: page.language,
        article: match page.kind {
            PageKind::Article(work, edition) => Some((work, edition)),
            _ => None,
        },
    };
    pages.iter().map(|page| (page.address.output(), known(page))).collect()
}
