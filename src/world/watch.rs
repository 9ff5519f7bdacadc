//! The doorbell: rings when something in the hub may have changed.
//!
//! What changed, and whether, is seen by looking at the folder again; events only say when to look. Editors save in
//! too many ways for anything else to be right.

use super::{
    disk::{FILES, FOLDERS},
    rounds::Rounds,
};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer,
    notify::{self, EventKind, RecommendedWatcher, RecursiveMode},
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// Long enough for an editor's rename after its write, too short to wait for.
const PAUSE: Duration = Duration::from_millis(30);

/// More files at once than anybody saves: a checkout, a copied folder.
const BURST: usize = 20;

/// How the bell hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ear {
    /// The system says so.
    Told,
    /// By looking again and again: network folders tell nobody what others did in them.
    Looking,
}

/// A ring of the bell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ring {
    /// Folders of the hub that came, went or were exchanged: what was watched there may be somebody else's now.
    moved: BTreeSet<PathBuf>,
    /// How many files it was about, at least.
    files: usize,
}

/// A bell at a hub's door.
pub struct Bell {
    root: PathBuf,
    watcher: Watcher,
    watched: BTreeSet<PathBuf>,
}

enum Watcher {
    Told(Debouncer<RecommendedWatcher, RecommendedCache>),
    /// Looks at everything, wherever it is.
    Looking {
        _rounds: Rounds,
    },
}

impl Bell {
    /// Hangs a bell at the hub `root`; rings go to `rings`. `Err` says why there can be none.
    pub fn hang(root: &Path, ear: Ear, rings: impl Fn(Ring) + Send + 'static) -> Result<Bell, String> {
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let watcher = match ear {
            Ear::Told => Watcher::Told(told(root.clone(), rings).map_err(|e| said(&e))?),
            Ear::Looking => {
                let ring = move |files| rings(Ring { files, ..Ring::default() });
                Watcher::Looking { _rounds: Rounds::begin(root.clone(), ring).map_err(|e| super::reason(&e))? }
            }
        };
        let mut bell = Bell { watcher, root, watched: BTreeSet::new() };
        bell.rehang(&Ring::default())?;
        Ok(bell)
    }

    /// Watches the folders that are there now. Called after each ring.
    pub fn rehang(&mut self, ring: &Ring) -> Result<(), String> {
        let Watcher::Told(debouncer) = &mut self.watcher else { return Ok(()) };
        let mut failed = Ok(());
        let root = &self.root;
        let anew = ring.moved.contains(root) || !root.is_dir();
        for folder in [root.clone()].into_iter().chain(FOLDERS.map(|f| root.join(f))) {
            let is_there = folder.is_dir();
            if self.watched.contains(&folder) && (anew || !is_there || ring.moved.contains(&folder)) {
                // It may have gone on its own.
                let _ = debouncer.unwatch(&folder);
                self.watched.remove(&folder);
            }
            if is_there && !self.watched.contains(&folder) {
                let mode = if folder == *root { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
                match debouncer.watch(&folder, mode) {
                    Ok(()) => drop(self.watched.insert(folder)),
                    Err(error) => failed = Err(format!("{}: {}", folder.display(), said(&error))),
                }
            }
        }
        failed
    }

    /// Whether there is a door to hang at. Where there is none, nobody will ring: look again from time to time.
    pub fn hangs(&self) -> bool {
        matches!(self.watcher, Watcher::Looking { .. }) || self.watched.contains(&self.root)
    }
}

fn told(root: PathBuf, rings: impl Fn(Ring) + Send + 'static) -> notify::Result<Debouncer<RecommendedWatcher, RecommendedCache>> {
    let hear = move |heard: DebounceEventResult| {
        let ring = match heard {
            Ok(events) => ring_of(&root, &events),
            // The queue ran over, or a folder went while it was looked at: look at everything.
            Err(_) => Some(Ring { moved: FOLDERS.iter().map(|f| root.join(f)).collect(), files: BURST }),
        };
        ring.into_iter().for_each(&rings);
    };
    new_debouncer(PAUSE, Some(PAUSE / 3), hear)
}

fn said(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => super::reason(error),
        notify::ErrorKind::MaxFilesWatch => "the system watches as many folders as it may".into(),
        _ => error.to_string(),
    }
}

impl Ring {
    /// This ring and another one after it.
    pub fn and(mut self, other: Ring) -> Ring {
        self.moved.extend(other.moved);
        self.files += other.files;
        self
    }

    /// More is under way than one save, and the hub may be in the middle of it.
    pub fn is_burst(&self) -> bool {
        self.files >= BURST
    }
}

fn ring_of(root: &Path, events: &[DebouncedEvent]) -> Option<Ring> {
    let mut ring = None;
    // Reading is an event too, and we read everything at each ring.
    for event in events.iter().filter(|e| !matches!(e.kind, EventKind::Access(_))) {
        for path in &event.paths {
            let Ok(below) = path.strip_prefix(root) else {
                // Through a link, from elsewhere in the hub.
                ring.get_or_insert_with(Ring::default).files += 1;
                continue;
            };
            let came_or_went = !matches!(event.kind, EventKind::Modify(kind) if !is_rename(kind));
            if below.as_os_str().is_empty() && came_or_went {
                ring.get_or_insert_with(Ring::default).moved.insert(path.clone());
            }
            let mut names = below.iter();
            let part = names.next().and_then(|n| n.to_str()).unwrap_or_default();
            let is_folder = FOLDERS.contains(&part);
            if is_folder || FILES.contains(&part) {
                let ring = ring.get_or_insert_with(Ring::default);
                ring.files += 1;
                let itself = names.next().is_none();
                if is_folder && itself && came_or_went {
                    ring.moved.insert(path.clone());
                }
            }
        }
    }
    ring
}

fn is_rename(kind: notify::event::ModifyKind) -> bool {
    matches!(kind, notify::event::ModifyKind::Name(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    fn rings(heard: &Receiver<Ring>) -> Option<Ring> {
        let first = heard.recv_timeout(Duration::from_secs(5)).ok()?;
        std::thread::sleep(PAUSE * 4);
        Some(heard.try_iter().fold(first, Ring::and))
    }

    fn hung(root: &Path, ear: Ear) -> (Bell, Receiver<Ring>) {
        let (sender, heard) = channel();
        (Bell::hang(root, ear, move |ring| drop(sender.send(ring))).unwrap(), heard)
    }

    #[test]
    fn rings_for_what_a_hub_is_made_of_and_survives_a_folder_that_goes() {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        fs::create_dir_all(&content).unwrap();
        let (mut bell, heard) = hung(folder.path(), Ear::Told);

        fs::write(content.join("a.md"), "x").unwrap();
        let ring = rings(&heard).expect("a new file rings");
        bell.rehang(&ring).unwrap();
        fs::read(content.join("a.md")).unwrap();
        fs::write(folder.path().join("README"), "x").unwrap();
        assert_eq!(heard.recv_timeout(PAUSE * 8).ok(), None, "reading and other files do not ring");

        fs::write(folder.path().join("hub.yaml"), "x").unwrap();
        let ring = rings(&heard).expect("settings ring");
        bell.rehang(&ring).unwrap();
        fs::remove_dir_all(&content).unwrap();
        let ring = rings(&heard).expect("a folder that goes rings");
        bell.rehang(&ring).unwrap();
        fs::create_dir_all(content.join("events")).unwrap();
        let ring = rings(&heard).expect("a folder that comes rings");
        bell.rehang(&ring).unwrap();
        fs::write(content.join("events/b.md"), "x").unwrap();
        assert!(rings(&heard).is_some(), "what lies in it rings");
    }

    #[test]
    fn a_hub_that_goes_and_comes_is_watched_again() {
        let folder = tempfile::tempdir().unwrap();
        let (root, aside) = (folder.path().join("hub"), folder.path().join("aside"));
        fs::create_dir_all(root.join("content")).unwrap();
        let (mut bell, heard) = hung(&root, Ear::Told);
        fs::rename(&root, &aside).unwrap();
        let ring = rings(&heard).expect("a hub that goes rings");
        let _ = bell.rehang(&ring);
        assert!(!bell.hangs());
        fs::rename(&aside, &root).unwrap();
        bell.rehang(&Ring::default()).unwrap();
        assert!(bell.hangs());
        fs::write(root.join("content/a.md"), "x").unwrap();
        assert!(rings(&heard).is_some(), "it rings again");
    }

    #[test]
    fn a_folder_that_cannot_tell_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content")).unwrap();
        let (_bell, heard) = hung(folder.path(), Ear::Looking);
        fs::write(folder.path().join("content/a.md"), "x").unwrap();
        assert!(rings(&heard).is_some(), "a new file is seen");
    }
}
