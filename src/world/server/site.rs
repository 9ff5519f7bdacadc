//! A site that is made while it is looked at.

#![allow(clippy::string_slice, reason = "hexadecimal digits are ASCII")]

use crate::{
    diagnostic::{Finding, Place},
    model::{
        output::{Content, Maker},
        path::OutputPath,
        snapshot::Handle,
    },
};
use aho_corasick::AhoCorasick;
use axum::body::Bytes;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    fs::Metadata,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::UNIX_EPOCH,
};

/// The board of the content plan, where a [`Maker`] has one. It lies below no base path.
pub const BOARD: &str = "_plan/index.html";

/// A site that can be looked at. What it consists of never changes; after an edit there is another.
pub struct Served {
    /// The path it is published under, `/repo/`, at least `/`.
    pub base: String,
    maker: Box<dyn Maker>,
    sheets: Sheets,
    kept: Mutex<HashMap<OutputPath, Entry>>,
    faults: Mutex<Faults>,
    /// The last site without faults, for pages that cannot be made; let go when this one turns out to have none.
    behind: Mutex<Option<Arc<Served>>>,
}

/// What is wrong with templates, once for each place.
#[derive(Default)]
struct Faults {
    by_place: BTreeMap<(Option<Place>, String), Finding>,
    pages: BTreeSet<OutputPath>,
}

/// One file of it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub body: Body,
    /// Changes with the bytes.
    pub tag: String,
    pub look: Look,
    pub made: Made,
}

/// Where what is shown comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    Now,
    /// It cannot be made; this is what it was before.
    Before,
    /// Nor could it be before; this is a page that says so.
    Never,
}

#[derive(Clone, Debug)]
pub enum Body {
    Bytes(Bytes),
    /// Read from the hub whenever it is asked for: films do not belong in memory.
    File(Handle),
}

/// What tells two states of a page from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Of all of it but the fingerprints of style sheets, which can be exchanged while somebody looks.
    pub mark: String,
    /// Of those.
    pub styles: String,
}

impl Served {
    pub fn new(maker: impl Maker + 'static) -> Served {
        let sheets = Sheets::new(maker.styles());
        let base = maker.base().to_owned();
        let (kept, faults, behind) = Default::default();
        Served { base, maker: Box::new(maker), sheets, kept, faults, behind }
    }

    pub fn has(&self, path: &OutputPath) -> bool {
        self.maker.has(path)
    }

    pub fn maker(&self) -> &dyn Maker {
        &*self.maker
    }

    /// A file, made now if nobody has asked for it yet.
    pub fn get(&self, path: &OutputPath) -> Option<Entry> {
        if let Some(entry) = lock(&self.kept).get(path) {
            return Some(entry.clone());
        }
        let entry = match self.maker.make(path)? {
            Ok(Content::Bytes(bytes)) => self.entry(bytes),
            // Nothing of it is held here, so nothing is kept: it may change on the disk.
            Ok(Content::Copy(handle)) => return Some(copy(handle)),
            // A maker has them made before.
            Ok(Content::Costly(..)) => return None,
            Err(findings) => {
                self.note(path, findings);
                let before = lock(&self.behind).clone().and_then(|site| site.get(path));
                match before.filter(|entry| entry.made != Made::Never) {
                    Some(entry) => Entry { made: Made::Before, ..entry },
                    None => Entry { made: Made::Never, ..self.entry(super::html::NOT_MADE.into()) },
                }
            }
        };
        lock(&self.kept).insert(path.clone(), entry.clone());
        Some(entry)
    }

    /// Makes a page only to see whether it can be made.
    pub fn try_out(&self, path: &OutputPath) {
        if lock(&self.kept).contains_key(path) {
            return;
        }
        if let Some(Err(findings)) = self.maker.make(path) {
            self.note(path, findings);
        }
    }

    /// Everything that is known to be wrong with templates.
    pub fn faults(&self) -> Vec<Finding> {
        lock(&self.faults).by_place.values().cloned().collect()
    }

    /// Pages that could not be made.
    pub fn faulty(&self) -> Vec<OutputPath> {
        lock(&self.faults).pages.iter().cloned().collect()
    }

    /// Stands in front of the site that was shown before.
    /// Gives back the one that nobody needs any more.
    pub fn replaces(&self, before: &Arc<Served>) -> Option<Arc<Served>> {
        let further = lock(&before.behind).take();
        let whole = lock(&before.faults).by_place.is_empty();
        let (behind, gone) = if whole { (Some(before.clone()), further) } else { (further, None) };
        *lock(&self.behind) = behind;
        gone
    }

    /// Every page has been made once: what is not known to be wrong is right.
    pub fn is_known(&self) {
        if lock(&self.faults).by_place.is_empty() {
            *lock(&self.behind) = None;
        }
    }

    /// What the style sheets are called now, by their names without fingerprint.
    pub fn styles(&self) -> BTreeMap<String, String> {
        self.maker.styles().into_iter().collect()
    }

    fn entry(&self, bytes: Vec<u8>) -> Entry {
        let (tag, look) = (short_hash(&bytes), self.sheets.look(&bytes));
        Entry { body: Body::Bytes(bytes.into()), tag, look, made: Made::Now }
    }

    fn note(&self, path: &OutputPath, findings: Vec<Finding>) {
        let mut faults = lock(&self.faults);
        faults.pages.insert(path.clone());
        for finding in findings {
            let told = if finding.place.is_some() { String::new() } else { finding.message.clone() };
            faults.by_place.entry((finding.place.clone(), told)).or_insert(finding);
        }
    }
}

impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Served").field("base", &self.base).finish_non_exhaustive()
    }
}

fn copy(handle: Handle) -> Entry {
    let tag = std::fs::metadata(&*handle.real).map_or_else(|_| "gone".into(), |m| file_tag(&m));
    Entry { tag, body: Body::File(handle), look: Look::default(), made: Made::Now }
}

/// The style sheets of a site, to look past their fingerprints.
struct Sheets {
    finder: Option<AhoCorasick>,
    plain: Vec<String>,
}

impl Sheets {
    /// `names`: without and with the fingerprint.
    fn new(names: Vec<(String, String)>) -> Sheets {
        let finder = AhoCorasick::new(names.iter().map(|(_, name)| name)).ok();
        Sheets { finder, plain: names.into_iter().map(|(plain, _)| plain).collect() }
    }

    fn look(&self, page: &[u8]) -> Look {
        let (mut rest, mut styles) = (blake3::Hasher::new(), blake3::Hasher::new());
        let mut from = 0;
        for found in self.finder.iter().flat_map(|finder| finder.find_iter(page)) {
            rest.update(&page[from..found.start()]).update(self.plain[found.pattern().as_usize()].as_bytes());
            styles.update(&page[found.range()]);
            from = found.end();
        }
        rest.update(&page[from..]);
        Look { mark: short(&rest.finalize()), styles: short(&styles.finalize()) }
    }
}

/// Tells versions of a file that is not read by its size and time.
pub fn file_tag(metadata: &Metadata) -> String {
    let modified = metadata.modified().ok().and_then(|m| m.duration_since(UNIX_EPOCH).ok());
    format!("{:x}-{:x}", metadata.len(), modified.map_or(0, |m| m.as_nanos()))
}

pub fn short_hash(bytes: &[u8]) -> String {
    short(&blake3::hash(bytes))
}

fn short(hash: &blake3::Hash) -> String {
    hash.to_hex()[..16].to_owned()
}

/// What a thread left in the middle of is still whole: every change here is one insertion.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
