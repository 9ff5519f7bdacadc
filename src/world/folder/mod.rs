//! The output folder: a [`Sink`] that lets nothing be seen before everything is there.
//!
//! Each file is compared with the one that lies there; what differs is written to a stage beside it. After
//! rendering, [`Folder::publish`] renames: assets, then pages, then feeds, then stale files of ours go. So at every
//! moment every visible file is whole and every page finds its assets, wherever the build is killed; and as long as
//! there is an error anywhere, nothing has changed at all. A folder that does not exist yet is made whole under
//! another name.
//!
//! Files that hubgen did not write are never touched. Which ones it did write, the `ledger` knows: it is widened
//! before the first rename and narrowed after the last removal, so that a killed build leaves nothing nobody owns.

mod hand;
mod ledger;
mod place;
mod publish;
mod stage;
mod take;
mod there;

pub use place::place;

use super::{Failure, reason};
use crate::{
    diagnostic::Finding,
    model::{
        output::{Content, Phase, Sink},
        path::OutputPath,
    },
};
use hand::Hand;
use ledger::{Key, Ledger};
use stage::Stage;
use std::{
    collections::HashSet,
    fs, io,
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
    /// Looks at the folder; changes nothing. `root` comes from [`place()`].
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
}

/// Within the stage of a new output: what becomes the output.
const SITE: &str = "site";

/// The stage, as far as this build needs one.
impl Folder {
    fn write(&self, to: &Path, content: &Content) -> Result<(), Failure> {
        self.hand.write(to, content).map_err(|error| match content {
            Content::Copy(handle) => {
                Failure::Machine(format!("cannot copy {} to {}: {}", handle.real.display(), to.display(), reason(&error)))
            }
            _ => Failure::io("write in", &self.root, &error),
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

#[cfg(test)]
mod tests;
