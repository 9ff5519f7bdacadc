//! How far a hub reaches: every place where something that is read of it may lie.
//!
//! Links are followed as [`super::disk`] follows them: not out of the hub's folder, and not from one linked folder to
//! another. Hubs are sent in by strangers: a link to `/` would have the whole machine looked at, and twenty folders
//! with two links each a million files.

use super::{
    disk::{FILES, FOLDERS},
    names,
};
use std::{
    fs::{self, Metadata},
    path::{Component, Path, PathBuf},
};

/// A file, a folder, or something else that a hub's folder holds.
pub struct Place<'a> {
    pub path: &'a Path,
    /// Of what a link leads to; `None` where it leads to nothing that is looked at.
    pub metadata: Option<Metadata>,
    /// Where a link leads to, whether or not that is there.
    pub target: Option<PathBuf>,
}

/// Goes through the hub at `root`, which is its real path, in any order.
pub fn walk(root: &Path, see: &mut dyn FnMut(Place)) {
    for part in FILES.iter().chain(&FOLDERS) {
        enter(root, &root.join(part), false, see);
    }
}

/// Whether a path below the hub is somebody's leftover, or in one.
pub fn is_leftover(below: &Path) -> bool {
    below.iter().filter_map(|name| name.to_str()).any(|name| names::is_leftover(name) && name != ".well-known")
}

fn enter(root: &Path, path: &Path, linked: bool, see: &mut dyn FnMut(Place)) {
    let Ok(own) = fs::symlink_metadata(path) else { return };
    let target = own.is_symlink().then(|| target(path)).flatten();
    let is_link = own.is_symlink();
    let metadata = if is_link { target.as_ref().and_then(|target| followed(root, path, target, linked)) } else { Some(own) };
    let is_folder = metadata.as_ref().is_some_and(Metadata::is_dir);
    see(Place { path, metadata, target });
    for entry in is_folder.then(|| fs::read_dir(path)).into_iter().flatten().flatten().flatten() {
        if !is_leftover(Path::new(&entry.file_name())) {
            enter(root, &entry.path(), linked || is_link, see);
        }
    }
}

/// What a link leads to, if it is followed.
fn followed(root: &Path, link: &Path, target: &Path, linked: bool) -> Option<Metadata> {
    let metadata = fs::metadata(link).ok()?;
    let into_itself = || link.parent().and_then(|home| fs::canonicalize(home).ok()).is_none_or(|home| home.starts_with(target));
    (target.starts_with(root) && !(metadata.is_dir() && (linked || into_itself()))).then_some(metadata)
}

/// Where a link leads to; where that is nothing, by its words.
fn target(link: &Path) -> Option<PathBuf> {
    if let Ok(target) = fs::canonicalize(link) {
        return Some(target);
    }
    let mut whole = fs::canonicalize(link.parent()?).ok()?;
    for part in fs::read_link(link).ok()?.components() {
        match part {
            Component::ParentDir => drop(whole.pop()),
            Component::CurDir => {}
            // An absolute path begins anew.
            part => whole.push(part),
        }
    }
    Some(whole)
}
