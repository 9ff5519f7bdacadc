//! Snapshot to Hub: front matter, settings, Markdown, theme, data.
//!
//! Every file is read by itself; then translations are joined to their originals, and only then are required fields
//! missed and references followed.

pub mod articles;
pub mod body;
mod conflict;
pub mod data;
pub mod fields;
pub mod flow;
mod folders;
mod fonts;
mod front_matter;
pub mod kinds;
pub mod lock;
mod meant;
pub mod names;
pub mod places;
pub mod remarks;
pub mod schema;
pub mod settings;
pub mod shapes;
pub mod theme;
mod unpublished;
pub mod yaml;

use crate::{
    diagnostic::{Finding, any_error},
    memo::{Fingerprint, Memo},
    model::{
        hub::{Hub, Index},
        lock::FILE as LOCK,
        snapshot::Snapshot,
    },
};
use std::sync::Arc;

/// Understands a hub. `built_in` holds the themes of the program; `base_url` stands in place of the hub's own.
///
/// Whatever can be understood is, so that everything wrong is reported at once; there is no hub only where settings or
/// theme are missing altogether.
pub fn hub(snapshot: &Snapshot, built_in: &Snapshot, base_url: Option<&str>, memo: &Memo) -> (Option<Hub>, Vec<Finding>) {
    let (hub, findings) = understand(snapshot, built_in, base_url, memo);
    (hub, conflict::without_echoes(findings))
}

fn understand(snapshot: &Snapshot, built_in: &Snapshot, base_url: Option<&str>, memo: &Memo) -> (Option<Hub>, Vec<Finding>) {
    let mut findings = snapshot.findings.clone();
    findings.extend(conflict::findings(snapshot));
    let (lock, said) = &*lock::lock(snapshot, memo);
    findings.extend(said.iter().cloned());
    let (settings, said) = settings::settings(snapshot, base_url, &lock.id);
    // Wrong languages would turn every translation into a finding of its own.
    let lost = any_error(&said) && settings.is_none();
    findings.extend(said);
    let Some(settings) = settings.filter(|_| !lost) else { return (None, findings) };
    let (theme, said) = theme::theme(snapshot, built_in, &settings);
    findings.extend(said);
    let (data, said) = data::data(snapshot);
    findings.extend(said);
    let (articles, outline, said) = articles::articles(snapshot, &settings, memo);
    findings.extend(said);
    findings.extend(folders::findings(&articles, &settings.languages));
    let Some(theme) = theme else { return (None, findings) };
    let (files, statics) = articles::files(snapshot);
    let outline = articles::outline(&outline, &files, &statics, snapshot.digest(LOCK));
    let index = memo.recall(Fingerprint::of([b"index" as &[u8], &outline]), || Index::of(&articles));
    let mut hub = Hub::new(Arc::new(settings), Arc::new(theme), Arc::new(data), articles, files, statics, index);
    (hub.lock, hub.outline) = (lock.clone(), outline);
    if any_error(&findings) {
        let articles = snapshot.below("content").map(|(path, _)| path).filter(|path| path.is("md"));
        hub.unread = articles.filter(|path| hub.at(path).is_none()).cloned().collect();
    }
    (Some(hub), findings)
}
