//! The output folder: a [`Sink`] that lets nothing be seen before everything is there.
//!
//! Each file is compared with the one that lies there; what differs is written to a [`stage`] beside it. After
//! rendering, [`Folder::publish`] renames: assets, then pages, then feeds, then stale files of ours go. So at every
//! moment every visible file is whole and every page finds its assets, wherever the build is killed; and as long as
//! there is an error anywhere, nothing has changed at all. A folder that does not exist yet is made whole under
//! another name.
//!
//! Files that hubgen did not write are never touched. Which ones it did write, the [`ledger`] knows: it is widened
//! before the first rename and narrowed after the last removal, so that a killed build leaves nothing nobody owns.

mod hand;
mod ledger;
mod place;
mod stage;
mod there;

pub use place::place;

use super::Failure;
use crate::{
    diagnostic::{Finding, catalogue as code},
    model::{
        output::{Content, Phase, Sink},
        path::OutputPath,
    },
};
use hand::Hand;
use ledger::{Key, Ledger};
use rayon::prelude::*;
use stage::Stage;
use std::{
    collections::{BTreeSet, HashSet},
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};
use there::{Lies, There, folders_above};

/// An output folder during one build.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// There was none: it is made whole, and renamed.
    new: bool,
    there: There,
    /// What earlier builds wrote.
    ours: Ledger,
    hand: Hand,
    stage: Mutex<Option<Stage>>,
    /// Folders of the stage that exist.
    made: Mutex<HashSet<PathBuf>>,
    counter: AtomicUsize,
    hopeless: AtomicBool,
    taken: Mutex<Taken>,
}

/// What a build has brought so far.
#[derive(Debug, Default)]
struct Taken {
    keys: Vec<Key>,
    /// Folders whose keys are among them.
    folders: HashSet<Box<str>>,
    staged: Vec<Staged>,
    unchanged: usize,
    findings: Vec<Finding>,
    failure: Option<Failure>,
}

impl Taken {
    /// Enters an output, and the folders that only exist for it. A folder with an `index.html` is known by that.
    fn enter(&mut self, path: &str) {
        self.keys.push(Key::of(path));
        let known = path.strip_suffix("/index.html").unwrap_or_default();
        for folder in folders_above(path).filter(|f| *f != known) {
            if !self.folders.contains(folder) {
                self.folders.insert(folder.into());
                self.keys.push(Key::of(&format!("{folder}/")));
            }
        }
    }
}

/// A file that waits to be seen.
#[derive(Debug)]
struct Staged {
    phase: Phase,
    path: OutputPath,
    made: PathBuf,
}

/// What a build did to the folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

impl Folder {
    /// Looks at the folder; changes nothing. `root` comes from [`place`].
    pub fn open(root: &Path) -> Result<Folder, Failure> {
        let failed = |error: io::Error| Failure::io("read", root, &error);
        let new = match fs::symlink_metadata(root) {
            Ok(_) => false,
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(failed(error)),
        };
        let there = There::look(root).map_err(failed)?;
        let ours = read_ledger(root, &there)?;
        Ok(Folder {
            root: root.to_owned(),
            new,
            there,
            ours,
            hand: Hand::default(),
            stage: Mutex::default(),
            made: Mutex::default(),
            counter: AtomicUsize::new(0),
            hopeless: AtomicBool::new(false),
            taken: Mutex::default(),
        })
    }

    /// Lets everything be seen that was taken. Where anything was wrong with any of it, nothing has changed.
    pub fn publish(mut self) -> Result<Written, Failure> {
        let taken = std::mem::take(&mut *lock(&self.taken));
        let done = match (taken.failure, taken.findings.is_empty()) {
            (Some(failure), _) => Err(failure),
            (None, false) => Err(Failure::Content(taken.findings)),
            (None, true) => {
                let ledger: Ledger = taken.keys.into_iter().collect();
                match self.new {
                    true => self.publish_whole(&ledger, taken.staged.len()),
                    false => self.publish_into(&ledger, taken.staged, taken.unchanged),
                }
            }
        };
        self.clean_up(done.is_err());
        done
    }

    fn clean_up(&mut self, failed: bool) {
        let stage = self.stage.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(stage) = stage {
            stage.take_down(&self.hand, failed);
        }
    }

    fn publish_whole(&self, ledger: &Ledger, written: usize) -> Result<Written, Failure> {
        let site = self.stage_path()?.join(SITE);
        self.stage_folder(&site)?;
        self.write(&site.join(ledger::NAME), &Content::Bytes(ledger.text().into()))?;
        self.hand.rename(&site, &self.root).map_err(|e| Failure::io("write", &self.root, &e))?;
        Ok(Written { written, unchanged: 0, removed: 0 })
    }

    fn publish_into(&self, ledger: &Ledger, mut staged: Vec<Staged>, unchanged: usize) -> Result<Written, Failure> {
        let mut stale: BTreeSet<&str> = self.there.files().filter(|p| self.is_stale(p, ledger)).collect();
        let result = Written { written: staged.len(), unchanged, removed: stale.len() };
        if lock(&self.stage).is_none() {
            stage::sweep(&self.stage_within(), &self.hand)?;
        }
        if let Some(beside) = self.stage_beside() {
            stage::sweep(&beside, &self.hand)?;
        }
        staged.sort_by(|a, b| (a.phase, &a.path).cmp(&(b.phase, &b.path)));
        let union = self.ours.union(ledger);
        self.keep_ledger(&union, &self.ours)?;
        self.clear_the_way(&staged, &mut stale)?;
        self.make_folders(&staged)?;
        self.turn_cases(&staged, &mut stale);
        for phase in [Phase::Assets, Phase::Pages, Phase::Feeds] {
            staged.par_iter().filter(|s| s.phase == phase).try_for_each(|file| {
                let to = self.root.join(file.path.as_str());
                self.hand.rename(&file.made, &to).map_err(|e| Failure::io("write", &to, &e))
            })?;
        }
        self.remove(&stale)?;
        self.keep_ledger(ledger, &union)?;
        Ok(result)
    }

    fn is_stale(&self, path: &str, new: &Ledger) -> bool {
        let key = Key::of(path);
        self.ours.holds(key) && !new.holds(key)
    }

    /// Writes the list of what is ours, where it differs from what lies there.
    fn keep_ledger(&self, ledger: &Ledger, before: &Ledger) -> Result<(), Failure> {
        if ledger == before && self.there.at(ledger::NAME).is_some() {
            return Ok(());
        }
        let made = self.stage_path()?.join(format!("{}{}", ledger::NAME, self.counter.fetch_add(1, Ordering::Relaxed)));
        self.write(&made, &Content::Bytes(ledger.text().into()))?;
        let to = self.root.join(ledger::NAME);
        self.hand.rename(&made, &to).map_err(|e| Failure::io("write", &to, &e))
    }

    /// A page may now lie where a folder was, and the other way about. What has to go for that is ours and stale:
    /// [`Folder::obstacle`] has seen to it.
    fn clear_the_way(&self, staged: &[Staged], stale: &mut BTreeSet<&str>) -> Result<(), Failure> {
        for file in staged {
            let path = file.path.as_str();
            for folder in folders_above(path).filter(|f| self.there.at(f) == Some(Lies::File)) {
                if stale.remove(folder) {
                    self.remove_file(folder)?;
                }
            }
            if let Some(Lies::Folder { .. }) = self.there.at(path) {
                let mut folders = vec![path];
                for (below, lies) in self.there.below(path) {
                    match lies {
                        Lies::Folder { .. } => folders.push(below),
                        _ if stale.remove(below) => self.remove_file(below)?,
                        _ => {}
                    }
                }
                folders.sort_by_key(|f| std::cmp::Reverse(f.len()));
                for folder in folders {
                    let real = self.root.join(folder);
                    self.hand.remove_folder(&real).map_err(|e| Failure::io("remove", &real, &e))?;
                }
            }
        }
        Ok(())
    }

    fn make_folders(&self, staged: &[Staged]) -> Result<(), Failure> {
        let is_there = |folder: &&str| matches!(self.there.at(folder), Some(Lies::Folder { .. }));
        let missing: BTreeSet<&str> =
            staged.iter().flat_map(|s| folders_above(s.path.as_str())).filter(|f| !is_there(f)).collect();
        for folder in missing {
            let real = self.root.join(folder);
            self.hand.folder(&real).map_err(|e| Failure::io("make the folder", &real, &e))?;
        }
        Ok(())
    }

    /// Where the file system takes `About` for `about`, a file that changed its case is renamed and not removed: the
    /// old name is the new file. Elsewhere nothing is done here.
    fn turn_cases(&self, staged: &[Staged], stale: &mut BTreeSet<&str>) {
        if stale.is_empty() {
            return;
        }
        for file in staged.iter().map(|s| s.path.as_str()).filter(|p| self.there.at(p).is_none()) {
            let Ok(new) = fs::canonicalize(self.root.join(file)) else { continue };
            let folded = file.to_lowercase();
            let Some(old) = stale.iter().copied().find(|s| s.to_lowercase() == folded) else { continue };
            if fs::canonicalize(self.root.join(old)).is_ok_and(|real| real == new) {
                stale.remove(old);
                for (from, to) in case_renames(old, file) {
                    let _ = self.hand.rename(&self.root.join(from), &self.root.join(to));
                }
            }
        }
    }

    /// Removes stale files and the folders that are empty then. What names others goes before what is named.
    fn remove(&self, stale: &BTreeSet<&str>) -> Result<(), Failure> {
        let order = |path: &str| match path.rsplit_once('.').map(|(_, e)| e) {
            Some("xml" | "json" | "ics") => 0,
            Some("html") => 1,
            _ => 2,
        };
        for turn in 0..3 {
            let files: Vec<&str> = stale.iter().copied().filter(|p| order(p) == turn).collect();
            files.par_iter().try_for_each(|path| self.remove_file(path))?;
        }
        let is_ours = |folder: &str| ["/index.html", "/"].iter().any(|end| self.ours.holds(Key::of(&format!("{folder}{end}"))));
        let killed = self.there.empty_folders().filter(|f| is_ours(f));
        let mut folders: Vec<&str> = stale.iter().flat_map(|p| folders_above(p)).chain(killed).collect();
        folders.extend(folders.clone().into_iter().flat_map(folders_above));
        folders.sort_by_key(|f| (std::cmp::Reverse(f.len()), *f));
        folders.dedup();
        for folder in folders {
            // Not empty: something else lives there.
            let _ = self.hand.remove_folder(&self.root.join(folder));
        }
        Ok(())
    }

    fn remove_file(&self, path: &str) -> Result<(), Failure> {
        let real = self.root.join(path);
        match self.hand.remove_file(&real) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::io("remove", &real, &error)),
            _ => Ok(()),
        }
    }
}

/// Taking files.
impl Folder {
    fn take_in(&self, phase: Phase, path: &OutputPath, content: &Content) -> Result<(), Failure> {
        let text = path.as_str();
        if !is_sound(text) {
            return Err(Failure::Machine(format!("`{text}` is no place for a file of the output")));
        }
        if let Some(obstacle) = self.obstacle(text) {
            lock(&self.taken).findings.push(obstacle);
            return Ok(());
        }
        if self.there.at(text) == Some(Lies::File) {
            if self.is_same(text, content)? {
                let mut taken = lock(&self.taken);
                taken.enter(text);
                taken.unchanged += 1;
                return Ok(());
            }
            if !self.ours.holds(Key::of(text)) {
                lock(&self.taken).findings.push(self.foreign(text));
                return Ok(());
            }
        }
        let made = self.stage_file(text)?;
        self.write(&made, content)?;
        let mut taken = lock(&self.taken);
        taken.enter(text);
        taken.staged.push(Staged { phase, path: path.clone(), made });
        Ok(())
    }

    /// What lies where `path` or one of its folders is to be, is not ours, and would have to go.
    fn obstacle(&self, path: &str) -> Option<Finding> {
        for folder in folders_above(path) {
            match self.there.at(folder) {
                Some(Lies::Link) => return Some(self.linked(folder)),
                Some(Lies::Other) => return Some(self.foreign(folder)),
                Some(Lies::File) if !self.ours.holds(Key::of(folder)) => return Some(self.foreign(folder)),
                _ => {}
            }
        }
        match self.there.at(path)? {
            Lies::File => None,
            Lies::Link => Some(self.linked(path)),
            Lies::Other => Some(self.foreign(path)),
            Lies::Folder { .. } => {
                let is_ours = |(p, lies): &(&str, Lies)| match lies {
                    Lies::Folder { .. } => true,
                    lies => *lies == Lies::File && self.ours.holds(Key::of(p)),
                };
                self.there.below(path).filter(|b| !is_ours(b)).map(|(p, _)| p).min().map(|p| self.foreign(p))
            }
        }
    }

    fn foreign(&self, path: &str) -> Finding {
        let message = format!("{} is in the way, and hubgen did not write it", self.root.join(path).display());
        Finding::new(&code::IO_FOREIGN_FILE, None, message).help("move it away, or name another folder with --output")
    }

    fn linked(&self, path: &str) -> Finding {
        let message = format!("{} is a link, and hubgen writes through none", self.root.join(path).display());
        Finding::new(&code::IO_LINK, None, message).help("remove the link, or name another folder with --output")
    }

    fn is_same(&self, path: &str, content: &Content) -> Result<bool, Failure> {
        let real = self.root.join(path);
        let Ok(mut there) = fs::File::open(&real) else { return Ok(false) };
        let size = there.metadata().map_err(|e| Failure::io("read", &real, &e))?.len();
        match content {
            Content::Bytes(bytes) => {
                if size != bytes.len() as u64 {
                    return Ok(false);
                }
                same(&mut there, &mut bytes.as_slice()).map_err(|e| Failure::io("read", &real, &e))
            }
            Content::Copy(handle) => {
                let unreadable = |e: io::Error| Failure::io("read", &handle.real, &e);
                let mut source = fs::File::open(&*handle.real).map_err(unreadable)?;
                if size != source.metadata().map_err(unreadable)?.len() {
                    return Ok(false);
                }
                same(&mut there, &mut source).map_err(|e| Failure::io("read", &real, &e))
            }
        }
    }

    fn write(&self, to: &Path, content: &Content) -> Result<(), Failure> {
        self.hand.write(to, content).map_err(|error| match content {
            Content::Copy(handle) => {
                Failure::Machine(format!("cannot copy {} to {}: {}", handle.real.display(), to.display(), super::reason(&error)))
            }
            Content::Bytes(_) => Failure::io("write in", &self.root, &error),
        })
    }

    /// Where a file is made whole. For a new output it is its place in the folder that is renamed in the end.
    fn stage_file(&self, path: &str) -> Result<PathBuf, Failure> {
        if self.new {
            let file = self.stage_path()?.join(SITE).join(path);
            self.stage_folder(file.parent().unwrap_or(&file))?;
            return Ok(file);
        }
        // A folder for each thread, else all wait for one another to enter names into one.
        let thread = rayon::current_thread_index().unwrap_or_default();
        let folder = self.stage_path()?.join(thread.to_string());
        self.stage_folder(&folder)?;
        Ok(folder.join(self.counter.fetch_add(1, Ordering::Relaxed).to_string()))
    }

    /// The stage for an output that exists.
    fn stage_within(&self) -> PathBuf {
        self.root.join(stage::NAME)
    }

    /// The stage for one that does not exist yet.
    fn stage_beside(&self) -> Option<PathBuf> {
        let name = self.root.file_name()?.to_string_lossy();
        Some(self.root.parent()?.join(format!("{}-{name}", stage::NAME)))
    }

    fn stage_path(&self) -> Result<PathBuf, Failure> {
        let mut stage = lock(&self.stage);
        if let Some(stage) = &*stage {
            return Ok(stage.path.clone());
        }
        let place = self.new.then(|| self.stage_beside()).flatten().unwrap_or_else(|| self.stage_within());
        let made = Stage::set_up(&place, &self.hand)?;
        let path = made.path.clone();
        *stage = Some(made);
        Ok(path)
    }

    /// Makes a folder of the stage, and what is missing above it, once.
    fn stage_folder(&self, folder: &Path) -> Result<(), Failure> {
        if lock(&self.made).contains(folder) {
            return Ok(());
        }
        let stage = self.stage_path()?;
        if folder == stage {
            return Ok(());
        }
        if let Some(above) = folder.parent() {
            self.stage_folder(above)?;
        }
        self.hand.folder(folder).map_err(|e| Failure::io("write in", &self.root, &e))?;
        lock(&self.made).insert(folder.to_owned());
        Ok(())
    }
}

/// Within the stage of a new output: what becomes the output.
const SITE: &str = "site";

impl Sink for Folder {
    fn take(&self, phase: Phase, path: &OutputPath, content: Content) {
        if self.hopeless.load(Ordering::Relaxed) {
            return;
        }
        if let Err(failure) = self.take_in(phase, path, &content) {
            self.hopeless.store(true, Ordering::Relaxed);
            lock(&self.taken).failure.get_or_insert(failure);
        }
    }
}

/// A build that ends without publishing leaves nothing behind.
impl Drop for Folder {
    fn drop(&mut self) {
        self.clean_up(true);
    }
}

/// A lock that a panic elsewhere does not make worse.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read_ledger(root: &Path, there: &There) -> Result<Ledger, Failure> {
    let path = root.join(ledger::NAME);
    match there.at(ledger::NAME) {
        None => Ok(Ledger::default()),
        Some(Lies::File) => {
            let bytes = fs::read(&path).map_err(|e| Failure::io("read", &path, &e))?;
            Ledger::parse(&String::from_utf8_lossy(&bytes)).map_err(|()| {
                let message = format!("{} was written by a newer hubgen; update this one", path.display());
                Failure::Machine(message)
            })
        }
        Some(_) => Err(Failure::Machine(format!("{} is not a file; move it away", path.display()))),
    }
}

/// True for a path that stays in the folder, and is not one of the files that this module keeps there.
fn is_sound(path: &str) -> bool {
    let names_are_sound = path.split('/').all(|n| !matches!(n, "" | "." | "..") && !n.contains(['\\', '\0']));
    names_are_sound && path != ledger::NAME && !path.starts_with(stage::NAME) && (cfg!(not(windows)) || !path.contains(':'))
}

fn same(a: &mut impl Read, b: &mut impl Read) -> io::Result<bool> {
    let mut buffers = [[0; 16 << 10]; 2];
    let [left, right] = &mut buffers;
    loop {
        let read = fill(a, left)?;
        if fill(b, right)? != read || left[..read] != right[..read] {
            return Ok(false);
        }
        if read < left.len() {
            return Ok(true);
        }
    }
}

/// Reads until the buffer is full or the end is reached.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The renames that turn `old` into `new`, which differ in case only: name by name, from the outermost folder inwards.
fn case_renames(old: &str, new: &str) -> Vec<(String, String)> {
    let (mut done, mut renames) = (String::new(), Vec::new());
    for (old, new) in old.split('/').zip(new.split('/')) {
        if old != new {
            renames.push((format!("{done}{old}"), format!("{done}{new}")));
        }
        done.push_str(new);
        done.push('/');
    }
    renames
}

#[cfg(test)]
mod tests;
