//! Folders of `content/` that are named almost like one of hubgen's: what lies in them is plain pages, and the slip
//! shows only in what is missing from lists and calendars.

use crate::{
    diagnostic::{Finding, Place, catalogue::FILE_FOLDER},
    model::article::{Article, Kind},
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
pub fn findings(articles: &[Arc<Article>]) -> Vec<Finding> {
    let pages = articles.iter().filter(|article| article.kind == Kind::Page);
    let mut folders: BTreeMap<&str, (&Arc<Article>, usize)> = BTreeMap::new();
    for article in pages {
        if let Some((folder, _)) = article.key.split_once('/') {
            folders.entry(folder).or_insert((article, 0)).1 += 1;
        }
    }
    folders.into_iter().filter_map(|(folder, (first, count))| finding(folder, first, count)).collect()
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
