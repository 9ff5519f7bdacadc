//! The hub's files at one instant, as bytes.

use super::{path::HubPath, picture::Look};
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
    Bytes(Contents),
    /// Not read: pictures, downloads. Only `world/` opens it.
    Handle(Handle),
}

/// What a file holds. A clone shares it.
#[derive(Clone, Debug)]
pub struct Contents {
    held: Held,
    digest: [u8; 32],
}

#[derive(Clone, Debug)]
enum Held {
    Text(Arc<str>),
    /// Not UTF-8.
    Other(Arc<[u8]>),
}

/// What some editors begin a text with.
const MARK: char = '\u{feff}';

impl Contents {
    pub fn new(bytes: Vec<u8>) -> Contents {
        let digest = *blake3::hash(&bytes).as_bytes();
        let held = match String::from_utf8(bytes) {
            Ok(text) => Held::Text(text.into()),
            Err(error) => Held::Other(error.into_bytes().into()),
        };
        Contents { held, digest }
    }

    pub fn bytes(&self) -> &[u8] {
        match &self.held {
            Held::Text(text) => text.as_bytes(),
            Held::Other(bytes) => bytes,
        }
    }

    /// Without a byte order mark; `None` where it is not UTF-8.
    pub fn text(&self) -> Option<Arc<str>> {
        match &self.held {
            Held::Text(text) if text.starts_with(MARK) => Some(text.trim_start_matches(MARK).into()),
            Held::Text(text) => Some(text.clone()),
            Held::Other(_) => None,
        }
    }

    pub fn shared(&self) -> Arc<[u8]> {
        match &self.held {
            Held::Text(text) => text.clone().into(),
            Held::Other(bytes) => bytes.clone(),
        }
    }

    /// BLAKE3 of the bytes: the same digest, the same file.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }
}

impl From<&str> for Contents {
    fn from(text: &str) -> Contents {
        Contents::new(text.as_bytes().to_vec())
    }
}

/// A file that is copied but never held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handle {
    /// Where the machine has it; the only machine path in the model, and nobody but `world/` looks at it.
    pub real: Arc<PathBuf>,
    /// Bytes.
    pub size: u64,
    /// What it says of itself, where its name is that of a picture.
    pub look: Option<Look>,
}

impl Handle {
    /// A file of the machine that is no picture, or not looked at as one.
    pub fn new(real: PathBuf, size: u64) -> Handle {
        Handle { real: Arc::new(real), size, look: None }
    }

    /// Width and height, where it is a picture that can be shown and says so.
    pub fn dimensions(&self) -> Option<(u32, u32)> {
        self.look.as_ref().filter(|look| look.fault.is_none() && look.width > 0).map(|look| (look.width, look.height))
    }
}

impl Snapshot {
    /// The bytes of a file that was read.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        match self.files.get(&HubPath::new(path)?)? {
            File::Bytes(contents) => Some(contents.bytes()),
            File::Handle(_) => None,
        }
    }

    /// The digest of a file that was read.
    pub fn digest(&self, path: &str) -> Option<[u8; 32]> {
        match self.files.get(&HubPath::new(path)?)? {
            File::Bytes(contents) => Some(*contents.digest()),
            File::Handle(_) => None,
        }
    }

    /// Files below `folder`, in order of their paths.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a HubPath, &'a File)> {
        self.files.iter().filter(move |(path, _)| path.below(folder).is_some())
    }
}
