//! Addresses that lead nowhere, and the nearest that lead somewhere.

use super::links::Links;
use crate::{
    diagnostic::{Finding, nearest, suggest},
    model::path::HubPath,
};
use std::collections::HashMap;

/// So many different addresses are compared with all there are. A hub that moves here has thousands, and its writers
/// mend them by kind, not one by one.
const MOST_LOOKUPS: usize = 100;

/// An address that leads nowhere, and where its like is looked for.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Wrong {
    /// Below the top of the site, among pages and `static/`.
    Address(String),
    /// Below `content/`, among articles.
    Article(String),
    /// A file, among those of a folder and of `static/`.
    File(HubPath, String),
    /// Among the headings of the file at the path.
    Anchor(HubPath, String),
}

/// Findings about links in order, and the addresses whose like is still to be looked for.
#[derive(Default)]
pub struct Noticed {
    findings: Vec<Finding>,
    wrong: Vec<(usize, Wrong)>,
}

impl Noticed {
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// A finding with its help for the case that nothing is near.
    pub fn push_wrong(&mut self, finding: Finding, wrong: Option<Wrong>) {
        self.wrong.extend(wrong.map(|wrong| (self.findings.len(), wrong)));
        self.findings.push(finding);
    }
}

/// All findings, with what was meant where that can be told. Each address is looked for once.
pub fn with_help(links: &Links, noticed: Vec<Noticed>) -> Vec<Finding> {
    let mut known: HashMap<Wrong, Option<String>> = HashMap::new();
    let mut all = Vec::new();
    for Noticed { mut findings, wrong } in noticed {
        for (at, wrong) in wrong {
            let help = match known.get(&wrong) {
                Some(help) => help.clone(),
                None if known.len() >= MOST_LOOKUPS => None,
                None => {
                    let help = links.help(&wrong);
                    known.insert(wrong, help.clone());
                    help
                }
            };
            if let (Some(finding), Some(help)) = (findings.get_mut(at), help) {
                finding.help = Some(help);
            }
        }
        all.append(&mut findings);
    }
    all
}

impl Links<'_> {
    fn help(&self, wrong: &Wrong) -> Option<String> {
        let near = match wrong {
            Wrong::Address(path) => self.near_address(path),
            Wrong::Article(path) => self.near_article(path),
            Wrong::File(path, folder) => self.near_file(path, folder),
            Wrong::Anchor(path, anchor) => return self.near_anchor(path, anchor),
        };
        near.map(|near| format!("did you mean `{near}`?"))
    }

    fn near_address(&self, path: &str) -> Option<String> {
        let pages = self.layout.outputs.keys().filter_map(|o| o.as_str().strip_suffix("index.html"));
        let known = pages.chain(self.hub.statics.keys().map(String::as_str));
        nearest(path, known).map(|near| format!("/{near}"))
    }

    /// The article whose path is near; else the only one whose name is, in whatever folder.
    fn near_article(&self, path: &str) -> Option<String> {
        let files = || self.hub.articles.iter().flat_map(|a| &a.editions).filter_map(|e| e.path.below("content"));
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let by_name = || {
            let meant = nearest(&name(path), files().map(|file| file.rsplit('/').next().unwrap_or_default()))?.to_owned();
            let mut so_named = files().filter(|file| name(file) == meant);
            so_named.next().filter(|_| meant != "index.md" && so_named.next().is_none())
        };
        // `ama.en-GB.md` is not `ama.md` where the hub has no such language.
        let stem = |path: &str| path.split_once('.').map_or(path, |(stem, _)| stem).to_owned();
        let by_stem = || files().find(|file| stem(file) == stem(path));
        nearest(path, files()).or_else(by_stem).or_else(by_name).map(|file| format!("/{file}"))
    }

    fn near_file(&self, path: &HubPath, folder: &str) -> Option<String> {
        let beside = self.hub.files.keys().filter_map(|f| f.below(folder));
        if let Some(near) = nearest(path.name(), beside) {
            return Some(near.to_owned());
        }
        // A file of static/ is addressed from the top.
        let named_so = |file: &&String| file.rsplit('/').next() == Some(path.name());
        self.hub.statics.keys().find(named_so).map(|file| format!("/{file}"))
    }

    fn near_anchor(&self, path: &HubPath, anchor: &str) -> Option<String> {
        let (article, edition) = self.hub.at(path)?;
        let headings = &self.hub.articles.get(article)?.editions.get(edition)?.body.headings;
        let known: Vec<String> = headings.iter().map(|heading| format!("#{}", heading.id)).collect();
        let near = suggest(&format!("#{anchor}"), known.iter().map(String::as_str), "its headings are")?;
        Some(format!("{near} (or write `{{#{anchor}}}` after the heading that is meant)"))
    }
}
