//! Golden hubs: this hub becomes exactly this site.
//!
//! A case is a folder of `tests/cases`: `hub/`, `site/`, and where it needs more than the smallest build `case.yaml`.
//! What lies in `_theme/` is laid under every hub: a theme that prints what pages are given, so that no golden file
//! changes because something looks nicer. Of its own accord a hub uses it; `theme:` in its hub.yaml says otherwise.

use crate::bench::{Temp, blessing, build, difference, report, tests, tree};
use hubgen::pipeline::{Now, Request};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// `case.yaml`.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Case {
    now: Option<String>,
    drafts: bool,
    base_url: Option<String>,
    /// Built at this moment too, into `site-later/`.
    later: Option<String>,
}

#[test]
fn every_hub_becomes_its_site() {
    let names: Vec<String> =
        fs::read_dir(tests("cases")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    let names: Vec<String> = names.into_iter().filter(|name| !name.starts_with('_')).collect();
    assert!(names.len() >= 15, "the cases are somewhere else");
    let wrong: Vec<String> = names.par_iter().flat_map(|name| judge(name)).collect();
    assert!(wrong.is_empty(), "\n{}\nBLESS=1 writes them down; look at what it writes\n", wrong.join("\n"));
}

/// What differs about a case.
fn judge(name: &str) -> Vec<String> {
    let folder = tests("cases").join(name);
    let case: Case = match fs::read_to_string(folder.join("case.yaml")) {
        Ok(text) => serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{name}/case.yaml: {e}")),
        Err(_) => Case::default(),
    };
    let hub = Temp::with(tree(&tests("cases/_theme")));
    for (path, bytes) in tree(&folder.join("hub")) {
        hub.write(&path, bytes);
    }
    let now = case.now.unwrap_or_else(|| crate::bench::NOW.to_owned());
    let mut wrong = Vec::new();
    for (site, now) in [("site", Some(now)), ("site-later", case.later)] {
        let Some(now) = now else { continue };
        let request = Request { base_url: case.base_url.clone(), drafts: case.drafts, now: Now::Typed(now) };
        let built = build(hub.path(), &request);
        let said = report(&built.findings);
        let Some(mut found) = built.site else {
            wrong.push(format!("{name} has errors:\n{said}"));
            continue;
        };
        // The index of a search repeats the texts of a hub: one case is enough. The script is the same everywhere.
        // Nor are cards compared by their bytes (cards.rs).
        found.retain(|path, _| (name == "search" || !is_index(path)) && !path.starts_with("assets/search."));
        found.retain(|path, _| !path.ends_with("share-card.png"));
        // What a hub is told is part of what it becomes.
        found.insert("findings.txt".to_owned(), said.into_bytes());
        let expected = folder.join(site);
        if blessing() {
            write_down(&expected, &found);
        }
        let expected = if expected.is_dir() { tree(&expected) } else { BTreeMap::new() };
        wrong.extend(differences(&expected, &found).into_iter().map(|d| format!("{name}/{site}/{d}")));
    }
    wrong
}

fn is_index(path: &str) -> bool {
    path.ends_with(".json") && path.rsplit('/').nth(1) == Some("search")
}

fn differences(expected: &BTreeMap<String, Vec<u8>>, found: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let paths: BTreeSet<&String> = expected.keys().chain(found.keys()).collect();
    let judge = |path: &&String| match (expected.get(*path), found.get(*path)) {
        (Some(a), Some(b)) if a == b => None,
        (Some(a), Some(b)) => {
            let lines = difference(&String::from_utf8_lossy(a), &String::from_utf8_lossy(b));
            Some(format!("{path} differs, {}", lines.unwrap_or_else(|| "in bytes that are no text".into())))
        }
        (Some(_), None) => Some(format!("{path} is missing")),
        (None, _) => Some(format!("{path} is one too many")),
    };
    paths.iter().filter_map(judge).collect()
}

fn write_down(folder: &Path, site: &BTreeMap<String, Vec<u8>>) {
    if folder.is_dir() {
        fs::remove_dir_all(folder).unwrap();
    }
    for (path, bytes) in site {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
