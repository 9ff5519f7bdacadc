//! The doorbell: rings when something in the hub may have changed.
//!
//! What changed, and whether, is seen by looking at the folder again; events only say when to look. Editors save in
//! too many ways for anything else to be right.

use super::disk::{FILES, FOLDERS};
use notify_debouncer_full::{
    DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer,
    notify::{EventKind, RecommendedWatcher, RecursiveMode},
};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::mpsc::Sender,
    time::Duration,
};

/// Long enough for an editor's rename after its write, too short to wait for.
const PAUSE: Duration = Duration::from_millis(30);

/// A ring of the bell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ring {
    /// Folders of the hub that came, went or were exchanged: what was watched there may be somebody else's now.
    moved: BTreeSet<PathBuf>,
}

/// A bell at a hub's door.
pub struct Bell {
    root: PathBuf,
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    watched: BTreeSet<PathBuf>,
}

impl Bell {
    /// Hangs a bell at the hub `root`; rings go to `rings`. `Err` says why there can be none.
    pub fn hang(root: &Path, rings: Sender<Ring>) -> Result<Bell, String> {
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let home = root.clone();
        let hear = move |heard: DebounceEventResult| {
            let ring = match heard {
                Ok(events) => ring_of(&home, &events),
                // The queue ran over, or a folder went while it was looked at: look at everything.
                Err(_) => Some(Ring { moved: FOLDERS.iter().map(|f| home.join(f)).collect() }),
            };
            if let Some(ring) = ring {
                // Nobody listens any more when the program ends.
                let _ = rings.send(ring);
            }
        };
        let debouncer = new_debouncer(PAUSE, Some(PAUSE / 3), hear).map_err(|e| e.to_string())?;
        let mut bell = Bell { root, debouncer, watched: BTreeSet::new() };
        bell.debouncer.watch(&bell.root, RecursiveMode::NonRecursive).map_err(|e| e.to_string())?;
        bell.rehang(&Ring::default())?;
        Ok(bell)
    }

    /// Watches the folders that are there now. Called after each ring.
    pub fn rehang(&mut self, ring: &Ring) -> Result<(), String> {
        let mut failed = Ok(());
        for folder in FOLDERS.map(|f| self.root.join(f)) {
            let is_there = folder.is_dir();
            if self.watched.contains(&folder) && (!is_there || ring.moved.contains(&folder)) {
                // It may have gone on its own.
                let _ = self.debouncer.unwatch(&folder);
                self.watched.remove(&folder);
            }
            if is_there && !self.watched.contains(&folder) {
                match self.debouncer.watch(&folder, RecursiveMode::Recursive) {
                    Ok(()) => drop(self.watched.insert(folder)),
                    Err(error) => failed = Err(format!("{}: {error}", folder.display())),
                }
            }
        }
        failed
    }
}

impl Ring {
    /// This ring and another one after it.
    pub fn and(mut self, other: Ring) -> Ring {
        self.moved.extend(other.moved);
        self
    }
}

fn ring_of(root: &Path, events: &[DebouncedEvent]) -> Option<Ring> {
    let mut ring = None;
    // Reading is an event too, and we read everything at each ring.
    for event in events.iter().filter(|e| !matches!(e.kind, EventKind::Access(_))) {
        for path in &event.paths {
            let Ok(below) = path.strip_prefix(root) else {
                // Through a link, from elsewhere in the hub.
                ring.get_or_insert_with(Ring::default);
                continue;
            };
            let mut names = below.iter();
            let part = names.next().and_then(|n| n.to_str()).unwrap_or_default();
            let is_folder = FOLDERS.contains(&part);
            if is_folder || FILES.contains(&part) {
                let ring = ring.get_or_insert_with(Ring::default);
                let itself = names.next().is_none();
                let came_or_went = !matches!(event.kind, EventKind::Modify(kind) if !is_rename(kind));
                if is_folder && itself && came_or_went {
                    ring.moved.insert(path.clone());
                }
            }
        }
    }
    ring
}

fn is_rename(kind: notify_debouncer_full::notify::event::ModifyKind) -> bool {
    matches!(kind, notify_debouncer_full::notify::event::ModifyKind::Name(_))
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

    #[test]
    fn rings_for_what_a_hub_is_made_of_and_survives_a_folder_that_goes() {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        fs::create_dir_all(&content).unwrap();
        let (sender, heard) = channel();
        let mut bell = Bell::hang(folder.path(), sender).unwrap();

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
}
