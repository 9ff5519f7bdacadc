//! Folders of `content/` that are named almost like one of hubgen's: what lies in them is plain pages, and the slip
//! shows only in what is missing from lists and calendars.

use crate::{
    diagnostic::{
        Finding, Place,
        catalogue::{FILE_FOLDER, LANGUAGE_UNUSED},
    },
    model::{
        article::{Article, Kind},
        language::Languages,
        path::HubPath,
    },
};
use std::{collections::BTreeMap, sync::Arc};

/// What people call the sections.
const CALLED: [(&str, Kind); 7] = [
    ("post", Kind::Entry),
    ("posts", Kind::Entry),
    ("blog", Kind::Entry),
    ("people", Kind::Member),
    ("person", Kind::Member),
    ("questions", Kind::Faq),
    ("rules", Kind::Guideline),
];

/// Says once of each such folder, at the first of its files, which one is probably meant.
pub fn findings(articles: &[Arc<Article>], languages: &Languages) -> Vec<Finding> {
    let mut findings = of_languages(articles, languages);
    let pages = articles.iter().filter(|article| article.kind == Kind::Page);
    let mut folders: BTreeMap<&str, (&Arc<Article>, usize)> = BTreeMap::new();
    for article in pages {
        if let Some((folder, _)) = article.key.split_once('/') {
            folders.entry(folder).or_insert((article, 0)).1 += 1;
        }
    }
    findings.extend(folders.into_iter().filter_map(|(folder, (first, count))| finding(folder, first, count)));
    findings
}

/// Folders that are named after a language of the hub, as other generators divide translations: here the name of the
/// file says the language, and the pages of such a folder are in the first one.
fn of_languages(articles: &[Arc<Article>], languages: &Languages) -> Vec<Finding> {
    let mut folders: BTreeMap<&str, (&HubPath, &str)> = BTreeMap::new();
    for article in articles {
        let path = &article.original().path;
        let mut end = 0;
        for name in article.key.split('/') {
            if end + name.len() < article.key.len() && languages.find(name).is_some() {
                if let Some(folder) = article.key.get(..end + name.len()) {
                    folders.entry(folder).or_insert((path, name));
                }
                break;
            }
            end += name.len() + 1;
        }
    }
    let first = languages.0.first().map_or("", |language| language.tag.as_str());
    let finding = |(folder, (path, tag)): (&str, (&HubPath, &str))| {
        let inside = path.as_str().strip_prefix("content/")?.strip_prefix(folder)?.strip_prefix('/')?;
        let above = folder.strip_suffix(tag)?;
        let stem = inside.strip_suffix(".md").unwrap_or(inside);
        let tag = languages.find(tag).map(|id| languages.tag(id))?;
        let (message, help) = match tag == first {
            true => (
                format!("content/{folder}/ is published as a folder: the pages of the hub's first language need none"),
                format!("move the files one folder up: `content/{above}{inside}`"),
            ),
            false => (
                format!("the pages of content/{folder}/ are published in `{first}`: a folder does not set a language"),
                format!("put the language into the name of the file: `content/{above}{stem}.{tag}.md`"),
            ),
        };
        Some(Finding::new(&LANGUAGE_UNUSED, Place::file(path), message).help(help))
    };
    folders.into_iter().filter_map(finding).collect()
}

fn finding(folder: &str, first: &Article, count: usize) -> Option<Finding> {
    let kind = meant(folder)?;
    let section = kind.section()?;
    let what = match kind {
        Kind::Entry => "posts",
        Kind::Faq => "questions",
        _ => section,
    };
    let pages = if count == 1 { "a plain page".to_owned() } else { format!("{count} plain pages") };
    let message = format!("content/{folder}/ is not a folder that hubgen knows, so it makes {pages} of what is in it");
    let help =
        format!("if these are {what}, name the folder `{section}`; if not, write `allow: [{}]` in this file", FILE_FOLDER.name);
    Some(Finding::new(&FILE_FOLDER, Place::file(&first.original().path), message).help(help))
}

/// The section that a folder's name is a slip of.
fn meant(folder: &str) -> Option<Kind> {
    let lower = folder.to_lowercase();
    let called = || CALLED.iter().find(|(name, _)| *name == lower).map(|(_, kind)| *kind);
    let slip = |section: &str| {
        let plural = |a: &str, b: &str| a.strip_suffix('s') == Some(b);
        let one_slip = section.len() > 4 && strsim::damerau_levenshtein(&lower, section) == 1;
        lower == section || one_slip || plural(&lower, section) || plural(section, &lower)
    };
    Kind::ALL.into_iter().find(|kind| kind.section().is_some_and(slip)).or_else(called)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_names_of_ones_own() {
        for (folder, kind) in [
            ("event", Kind::Event),
            ("Events", Kind::Event),
            ("evnets", Kind::Event),
            ("calender", Kind::Entry),
            ("posts", Kind::Entry),
            ("member", Kind::Member),
            ("faqs", Kind::Faq),
        ] {
            assert_eq!(meant(folder), Some(kind), "{folder}");
        }
        for folder in ["handbook", "fax", "agents", "about", "remember"] {
            assert_eq!(meant(folder), None, "{folder}");
        }
    }
}
