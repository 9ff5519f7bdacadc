//! The hub's files at one instant, as bytes.

use super::path::HubPath;
use crate::diagnostic::Finding;
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

/// Everything a build reads: the hub's folder, and the themes built into the program beneath it.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub files: BTreeMap<HubPath, File>,
    /// What could not be read, and names that cannot be used.
    pub findings: Vec<Finding>,
}

/// A file of the snapshot.
#[derive(Clone, Debug)]
pub enum File {
    /// Read: whatever is parsed, and small files of themes.
    Bytes(Arc<[u8]>),
    /// Not read: pictures, downloads. Only `world/` opens it.
    Handle(Handle),
}

/// A file that is copied but never held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    /// Where the machine has it; the only machine path in the model, and nobody but `world/` looks at it.
    pub real: Arc<PathBuf>,
    /// Bytes.
    pub size: u64,
    /// Width and height, where it is a picture that says so.
    pub dimensions: Option<(u32, u32)>,
}

impl Snapshot {
    /// The bytes of a file that was read.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        match self.files.get(&HubPath::new(path)?)? {
            File::Bytes(bytes) => Some(bytes),
            File::Handle(_) => None,
        }
    }

    /// Files below `folder`, in order of their paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a HubPath, &'a File)> {
        self.files.iter().filter(move |(path, _)| path.below(folder).is_some())
    }
}
