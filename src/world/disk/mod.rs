//! The hub's folder as a snapshot.
//!
//! Text is read, everything else becomes a handle. What cannot be read, and what may not be in a hub, becomes a
//! finding; the rest of the hub is read all the same.

mod read;
#[cfg(test)]
mod tests;
mod walk;
mod watched;

pub use watched::Watched;

use crate::model::snapshot::Snapshot;
use std::path::Path;

/// What a hub is made of; nothing else in its folder is looked at.
pub const FILES: [&str; 2] = ["hub.yaml", "hub.lock"];
pub const FOLDERS: [&str; 8] = ["content", "static", "themes", "templates", "assets", "fonts", "i18n", "data"];

/// Whether a file is, or would be, one of those that the hub at `root` is made of.
pub fn is_of_hub(root: &Path, path: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let (folder, name) = (path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")), path.file_name());
    let whole = real(folder).join(name.unwrap_or_default());
    let part = whole.strip_prefix(real(root)).ok().and_then(|below| below.iter().next().map(ToOwned::to_owned));
    part.is_some_and(|part| FILES.iter().chain(&FOLDERS).any(|own| *own == part))
}

/// Reads the hub at `root`. `output` is passed over, should it lie inside.
pub fn read_hub(root: &Path, output: Option<&Path>) -> Snapshot {
    let mut hub = Watched::new(root, output);
    hub.look();
    hub.into_snapshot()
}
