//! A finished site in memory.

use crate::model::{
    output::{Content, Phase, Sink},
    path::OutputPath,
    snapshot::Handle,
};
use axum::body::Bytes;
use std::{
    collections::BTreeMap,
    fs::Metadata,
    sync::{Mutex, PoisonError},
    time::UNIX_EPOCH,
};

/// A site that can be looked at. It never changes; after an edit there is another.
#[derive(Debug)]
pub struct Served {
    /// The path it is published under, `/repo/`, at least `/`.
    pub base: String,
    /// Tells this site from every other: equal for equal bytes.
    pub digest: String,
    files: BTreeMap<String, Entry>,
}

/// One file of it.
#[derive(Debug)]
pub struct Entry {
    pub body: Body,
    /// Changes with the bytes.
    pub tag: String,
}

#[derive(Debug)]
pub enum Body {
    Bytes(Bytes),
    /// Read from the hub whenever it is asked for: films do not belong in memory.
    File(Handle),
}

impl Served {
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.files.get(path)
    }
}

/// A sink that keeps everything.
#[derive(Debug, Default)]
pub struct Collector {
    files: Mutex<BTreeMap<String, Entry>>,
}

impl Sink for Collector {
    fn take(&self, _: Phase, path: &OutputPath, content: Content) {
        let entry = match content {
            Content::Bytes(bytes) => Entry { tag: short_hash(&bytes), body: Body::Bytes(bytes.into()) },
            Content::Copy(handle) => {
                let tag = std::fs::metadata(&*handle.real).map_or_else(|_| "gone".into(), |m| file_tag(&m));
                Entry { tag, body: Body::File(handle) }
            }
        };
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.as_str().to_owned(), entry);
    }
}

impl Collector {
    /// The site, to be served below `base`.
    pub fn finish(self, base: &str) -> Served {
        let files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut hasher = blake3::Hasher::new();
        for text in files.iter().flat_map(|(path, entry)| [path, &entry.tag]) {
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        let digest = hasher.finalize().to_hex()[..16].to_owned();
        Served { base: base.to_owned(), digest, files }
    }
}

/// Tells versions of a file that is not read by its size and time.
pub fn file_tag(metadata: &Metadata) -> String {
    let modified = metadata.modified().ok().and_then(|m| m.duration_since(UNIX_EPOCH).ok());
    format!("{:x}-{:x}", metadata.len(), modified.map_or(0, |m| m.as_nanos()))
}

fn short_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}
