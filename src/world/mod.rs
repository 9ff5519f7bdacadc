//! Windows: the only rooms that see the machine. Disk, built-in themes, clock, output folder, store, preview server, watcher,
//! and the network, which is asked only when somebody says `--external`.
//!
//! They know the nouns and nothing else: no window parses, plans or renders, and none prints.
#![allow(clippy::disallowed_methods)]

pub mod browser;
pub mod clock;
pub mod disk;
pub mod file;
pub mod folder;
pub mod fresh;
pub mod lock;
mod names;
pub mod network;
mod passive;
mod picture;
mod reach;
mod rounds;
pub mod server;
pub mod store;
pub mod surroundings;
pub mod themes;
pub mod watch;

use crate::diagnostic::Finding;
use std::{io, path::Path};

/// Why something did not get done.
#[derive(Debug)]
pub enum Failure {
    /// Asked for in a way that cannot be done.
    Usage(String),
    /// The hub, or what lies in the output folder, has to be changed first.
    Content(Vec<Finding>),
    /// Disk, permission, port.
    Machine(String),
}

impl Failure {
    /// `doing` as in "cannot write", about `path`.
    fn io(doing: &str, path: &Path, error: &io::Error) -> Failure {
        Failure::Machine(format!("cannot {doing} {}: {}", path.display(), reason(error)))
    }
}

/// An error of the machine in words a volunteer knows.
pub fn reason(error: &io::Error) -> String {
    use io::ErrorKind::*;
    match error.kind() {
        NotFound => "it does not exist".into(),
        PermissionDenied => "permission denied".into(),
        StorageFull => "the disk is full".into(),
        QuotaExceeded => "the disk quota is used up".into(),
        ReadOnlyFilesystem => "the disk is read-only".into(),
        IsADirectory => "it is a folder".into(),
        NotADirectory => "a part of its path is a file, not a folder".into(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_owned()
        }
    }
}
