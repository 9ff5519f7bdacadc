//! `.hubgen/` in the hub: what costs more to make than to keep, kept between runs.
//!
//! Each file is known by what it is made of, so nothing in here is ever stale: it is there or it is not. Whoever
//! deletes the folder waits once. Where it cannot be written, or is no folder of the hub's own, everything is made anew.

#![allow(clippy::string_slice, reason = "hexadecimal digits are ASCII")]

mod gate;

use crate::{
    diagnostic::Finding,
    model::{
        output::{Content, Costly, Made, Phase, Sink},
        path::OutputPath,
        snapshot::Handle,
    },
};
use gate::Gate;
use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

/// The folder's name.
pub const NAME: &str = ".hubgen";
/// What nothing was made of for so long goes.
const KEPT_FOR: Duration = Duration::from_secs(60 * 60 * 24 * 30);
/// How much later a file's time is set when it is used: not every build needs to touch every file.
const DAY: Duration = Duration::from_secs(60 * 60 * 24);
/// A source that was written this shortly ago may be written once more and look the same.
const TOO_FRESH: Duration = Duration::from_secs(2);

/// The store of a hub.
#[derive(Debug)]
pub struct Store {
    /// `None` where nothing can be kept.
    root: Option<PathBuf>,
    /// Everything that is made together is made at once; else only what is asked for.
    whole: bool,
    gate: Gate,
    /// What was said while files were made, by what they were made from.
    findings: Mutex<BTreeMap<String, Finding>>,
    /// The digests of sources that were read, by path, size and time.
    digests: Mutex<BTreeMap<String, [u8; 32]>>,
    counter: AtomicU64,
}

impl Store {
    /// For a build: what is made together is asked for together.
    pub fn open(hub: &Path) -> Store {
        Store::at(folder(hub), true)
    }

    /// For the preview, where a reader waits for one file.
    pub fn for_one(hub: &Path) -> Store {
        Store::at(folder(hub), false)
    }

    fn at(root: Option<PathBuf>, whole: bool) -> Store {
        let digests = root.as_deref().map(read_digests).unwrap_or_default();
        Store {
            root,
            whole,
            gate: Gate::default(),
            findings: Mutex::default(),
            digests: Mutex::new(digests),
            counter: AtomicU64::new(0),
        }
    }

    /// What was noticed while files were made.
    pub fn findings(&self) -> Vec<Finding> {
        lock(&self.findings).values().cloned().collect()
    }

    /// The same, made where it is not yet.
    pub fn made(&self, content: Content) -> Content {
        match content {
            Content::Costly(work, file) => self.get(&*work, file),
            other => other,
        }
    }

    /// One of the files: where it is kept, or its bytes where it cannot be.
    fn get(&self, work: &dyn Costly, file: usize) -> Content {
        let digest = match work.source().map(|source| (source, self.digest(source))) {
            // Whoever copies it says why it cannot be read.
            Some((source, Err(_))) => return Content::Copy(source.clone()),
            Some((_, Ok(digest))) => digest,
            None => [0; 32],
        };
        let root = self.root.as_ref().filter(|_| work.is_kept());
        let place = |digest: &[u8; 32], file: usize| Some(root?.join(name(digest, &work.recipe(file))));
        if let Some(kept) = place(&digest, file).and_then(|place| self.kept(&place)) {
            return kept;
        }
        let _turn = self.gate.enter(work.memory());
        let source = match work.source().map(|source| (source, fs::read(&*source.real))) {
            Some((source, Err(_))) => return Content::Copy(source.clone()),
            Some((_, Ok(bytes))) => bytes,
            None => Vec::new(),
        };
        // It may have been replaced while others had their turn.
        let digest = if work.source().is_some() { *blake3::hash(&source).as_bytes() } else { digest };
        let place = |file| place(&digest, file);
        let others = (0..work.files()).filter(|other| self.whole && root.is_some() && *other != file);
        let missing = others.filter(|other| place(*other).and_then(|place| self.kept(&place)).is_none());
        let wanted: Vec<usize> = std::iter::once(file).chain(missing).collect();
        let Made { files, finding } = work.make(&source, &wanted);
        let whole = finding.is_none();
        self.note(work, finding);
        let mut made = None;
        for (n, (file, bytes)) in wanted.into_iter().zip(files).enumerate() {
            let place = place(file).filter(|_| whole);
            // What cannot be kept is made again when it is asked for.
            let kept = place.and_then(|place| self.keep(&place, &bytes).ok().and_then(|()| self.kept(&place)));
            if n == 0 {
                made = Some(kept.unwrap_or(Content::Bytes(bytes)));
            }
        }
        made.unwrap_or(Content::Bytes(Vec::new()))
    }

    /// A list that is kept by name; empty where there is none.
    pub fn read(&self, name: &str) -> Vec<u8> {
        self.root.as_deref().map(|root| read(&root.join(name))).unwrap_or_default()
    }

    /// Keeps a list by name, where anything can be kept.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        if let Some(root) = &self.root {
            // What cannot be kept is made again.
            let _ = self.keep(&root.join(name), bytes);
        }
    }

    /// What there is to say about what a file is made from, without making it.
    pub fn examine(&self, work: &dyn Costly) {
        let finding = match work.source() {
            Some(source) => {
                let _turn = self.gate.enter(work.memory());
                fs::read(&*source.real).ok().and_then(|bytes| work.examine(&bytes))
            }
            None => work.examine(&[]),
        };
        self.note(work, finding);
    }

    /// Of one source the last word counts: it may have been mended.
    fn note(&self, work: &dyn Costly, finding: Option<Finding>) {
        let key = match (work.source(), &finding) {
            (Some(source), _) => source.real.display().to_string(),
            (None, Some(finding)) => finding.message.clone(),
            (None, None) => return,
        };
        match finding {
            Some(finding) => drop(lock(&self.findings).insert(key, finding)),
            None => drop(lock(&self.findings).remove(&key)),
        }
    }

    fn kept(&self, place: &Path) -> Option<Content> {
        // A build that was killed, or a machine that was switched off, may leave an empty one.
        let found = fs::symlink_metadata(place).ok().filter(|found| found.is_file() && found.len() > 0)?;
        if !self.is_own(place) {
            return None;
        }
        let now = SystemTime::now();
        if found.modified().is_ok_and(|at| now.duration_since(at).is_ok_and(|age| age > DAY)) {
            // Only the year it is cleared away depends on it.
            let _ = fs::File::options().append(true).open(place).and_then(|file| file.set_modified(now));
        }
        Some(Content::Copy(Handle::new(place.to_owned(), found.len())))
    }

    /// Whether it lies in the store itself and not where somebody has led a folder of it.
    fn is_own(&self, place: &Path) -> bool {
        place.parent().is_some_and(|folder| fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()))
    }

    /// Whole or not at all: a build may be killed here.
    fn keep(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let beside =
            place.with_extension(format!("{}-{}.part", std::process::id(), self.counter.fetch_add(1, Ordering::Relaxed)));
        place.parent().map_or(Ok(()), fs::create_dir_all)?;
        if !self.is_own(place) {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        let made = fs::File::create_new(&beside).and_then(|mut file| file.write_all(bytes));
        made.and_then(|()| fs::rename(&beside, place)).inspect_err(|_| {
            // It may not even exist.
            let _ = fs::remove_file(&beside);
        })
    }

    fn digest(&self, source: &Handle) -> io::Result<[u8; 32]> {
        let stamp = stamp(source);
        if let Some(digest) = stamp.as_ref().and_then(|stamp| lock(&self.digests).get(stamp).copied()) {
            return Ok(digest);
        }
        let mut hasher = blake3::Hasher::new();
        io::copy(&mut fs::File::open(&*source.real)?, &mut hasher)?;
        let digest = *hasher.finalize().as_bytes();
        if let Some(stamp) = stamp {
            lock(&self.digests).insert(stamp, digest);
        }
        Ok(digest)
    }

    /// Puts the store in order after a build that went well: what nobody has asked for in a month goes, and what is
    /// known of the sources is written down.
    pub fn put_in_order(&self) {
        let Some(root) = &self.root else { return };
        let now = SystemTime::now();
        let is_old = |entry: &fs::DirEntry| {
            let modified = entry.metadata().ok().and_then(|found| found.modified().ok());
            modified.and_then(|at| now.duration_since(at).ok()).is_some_and(|age| age > KEPT_FOR)
        };
        let below = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
        for folder in below(root).filter(|entry| entry.file_type().is_ok_and(|t| t.is_dir())) {
            for entry in below(&folder.path()).filter(is_old) {
                // Somebody else may have been faster.
                let _ = fs::remove_file(entry.path());
            }
        }
        let is_half = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().ends_with(".part");
        for entry in below(root).filter(|entry| is_half(entry) && is_old(entry)) {
            let _ = fs::remove_file(entry.path());
        }
        let digests = lock(&self.digests);
        let there = digests.iter().filter(|(stamp, _)| Path::new(path_of(stamp)).is_file());
        let lines: String =
            there.map(|(stamp, digest)| format!("{} {stamp}\n", blake3::Hash::from_bytes(*digest).to_hex())).collect();
        let place = root.join(DIGESTS);
        if !lines.is_empty() && fs::read(&place).ok().as_deref() != Some(lines.as_bytes()) {
            // Then they are read once more.
            let _ = self.keep(&place, lines.as_bytes());
        }
    }
}

/// Where the digests of sources stand, a line each.
const DIGESTS: &str = "sources";

/// No list of a hub is larger.
const LARGEST_LIST: u64 = 256 << 20;

/// A list; nothing where it is no file, or no list of ours.
fn read(place: &Path) -> Vec<u8> {
    let is_list = fs::symlink_metadata(place).is_ok_and(|found| found.is_file() && found.len() <= LARGEST_LIST);
    if is_list { fs::read(place).unwrap_or_default() } else { Vec::new() }
}

fn read_digests(root: &Path) -> BTreeMap<String, [u8; 32]> {
    let text = String::from_utf8(read(&root.join(DIGESTS))).unwrap_or_default();
    let line = |line: &str| {
        let (digest, stamp) = line.split_once(' ')?;
        Some((stamp.to_owned(), *blake3::Hash::from_hex(digest).ok()?.as_bytes()))
    };
    text.lines().filter_map(line).collect()
}

/// Size, time and path of a source that will not change without looking so.
fn stamp(source: &Handle) -> Option<String> {
    let found = fs::metadata(&*source.real).ok()?;
    let modified = found.modified().ok()?;
    let settled = SystemTime::now().duration_since(modified).is_ok_and(|age| age > TOO_FRESH);
    let since = modified.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let path = source.real.to_str().filter(|path| settled && !path.contains('\n'))?;
    Some(format!("{} {}.{} {path}", found.len(), since.as_nanos(), changed(&found)))
}

/// The time of the last change of any kind, which no tool can set, where the system knows it.
#[cfg(unix)]
fn changed(found: &fs::Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt;
    i128::from(found.ctime()) * 1_000_000_000 + i128::from(found.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> i128 {
    0
}

fn path_of(stamp: &str) -> &str {
    stamp.splitn(3, ' ').nth(2).unwrap_or_default()
}

/// The store's folder, unless somebody has led it elsewhere.
fn folder(hub: &Path) -> Option<PathBuf> {
    let root = hub.join(NAME);
    match fs::symlink_metadata(&root) {
        Ok(found) => found.is_dir().then_some(root),
        Err(_) => Some(root),
    }
}

/// A name for what is made from `source` by `recipe`: a folder of 256, so that none is too full.
fn name(source: &[u8; 32], recipe: &[u8; 32]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(source).update(recipe);
    let hex = hasher.finalize().to_hex();
    format!("{}/{}", &hex[..2], &hex[2..])
}

/// A sink that passes everything on, made.
pub struct Stocked<'a> {
    pub store: &'a Store,
    pub sink: &'a dyn Sink,
}

impl Sink for Stocked<'_> {
    fn take(&self, phase: Phase, path: &OutputPath, content: Content) {
        self.sink.take(phase, path, self.store.made(content));
    }
}

/// What a thread left in the middle of is still whole: every change here is one insertion.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
