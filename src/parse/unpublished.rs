//! Files of `content/` that are not published because of their names: what other generators hide, and a second
//! introduction to a folder.

use crate::{
    diagnostic::{Finding, Place, catalogue::FILE_UNPUBLISHED},
    model::{path::HubPath, snapshot::Snapshot},
};
use std::collections::{BTreeMap, BTreeSet};

/// The files that are left out.
pub struct Unpublished<'a> {
    /// Hidden files and folders, each with the number of files in it.
    hidden: BTreeMap<HubPath, usize>,
    /// `README.md` and `_index.md` of folders that have an introduction of a better name.
    second: BTreeSet<&'a HubPath>,
}

impl<'a> Unpublished<'a> {
    pub fn of(snapshot: &'a Snapshot) -> Unpublished<'a> {
        let mut hidden: BTreeMap<HubPath, usize> = BTreeMap::new();
        let mut introductions: BTreeMap<&str, Vec<&HubPath>> = BTreeMap::new();
        for (path, _) in snapshot.below("content") {
            if let Some(part) = path.unpublished() {
                *hidden.entry(part).or_default() += 1;
            } else if path.is("md") && path.is_index() {
                introductions.entry(path.folder()).or_default().push(path);
            }
        }
        let second = introductions.into_values().flat_map(|files| {
            let best = files.iter().map(|path| rank(path)).min();
            files.into_iter().filter(move |path| Some(rank(path)) != best)
        });
        Unpublished { hidden, second: second.collect() }
    }

    /// Whether an article is left out.
    pub fn holds(&self, path: &HubPath) -> bool {
        self.second.contains(path) || !self.hidden.is_empty() && path.unpublished().is_some()
    }

    pub fn findings(&self) -> Vec<Finding> {
        let hidden = self.hidden.iter().map(|(path, count)| match path.name() {
            "node_modules" => {
                let message = format!("{path}/ is not published: it holds the packages of a program");
                finding(path, message, "move it out of content/")
            }
            _ => {
                let files = if *count == 1 { String::new() } else { format!(" ({count} files)") };
                let message = format!("{path}{files} is not published: its name begins with `_`");
                finding(path, message, "to publish it, rename it; to keep a page back, `draft: true` does the same")
            }
        });
        let second = self.second.iter().map(|path| {
            let message = format!("{path} is not published: another file introduces this folder");
            finding(path, message, "keep one of the two, or rename this one")
        });
        hidden.chain(second).collect()
    }
}

fn finding(path: &HubPath, message: String, help: &str) -> Finding {
    Finding::new(&FILE_UNPUBLISHED, Place::file(path), message).help(help)
}

/// `index.md`, then `_index.md`, then `README.md`; all languages of one name go together.
fn rank(path: &HubPath) -> u8 {
    match (path.is_foreign_index(), path.name().starts_with('_')) {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => 2,
    }
}
