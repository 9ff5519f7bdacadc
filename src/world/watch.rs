//! The doorbell: rings when something in the hub may have changed.
//!
//! What changed, and whether, is seen by looking again; events only say when, and at what. Editors save in too many
//! ways for anything else to be right. Nothing is waited for here: whoever answers knows how long a save may take.

use super::{
    disk::{FILES, FOLDERS},
    reach::{self, is_leftover},
    rounds::Rounds,
};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

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
    /// Whether links may have come, gone, or lead elsewhere.
    links: bool,
    /// The files it was about.
    files: BTreeSet<PathBuf>,
    /// It may have been about others as well.
    more: bool,
    /// It was about more files than anybody saves at once.
    many: bool,
}

/// A bell at a hub's door.
pub struct Bell {
    root: PathBuf,
    watcher: Watcher,
    watched: BTreeSet<PathBuf>,
    /// What is watched because links lead there.
    beyond: Vec<PathBuf>,
    links: Arc<Mutex<Links>>,
}

/// The symbolic links of a hub.
#[derive(Debug, Default)]
struct Links {
    names: BTreeSet<PathBuf>,
    /// What they lead to, and whether that is a folder.
    targets: BTreeMap<PathBuf, bool>,
}

enum Watcher {
    Told(RecommendedWatcher),
    /// Looks at everything, wherever it is.
    Looking {
        _rounds: Rounds,
    },
}

impl Bell {
    /// Hangs a bell at the hub `root`; rings go to `rings`. `Err` says why there can be none.
    pub fn hang(root: &Path, ear: Ear, rings: impl Fn(Ring) + Send + 'static) -> Result<Bell, String> {
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let links = Arc::<Mutex<Links>>::default();
        let watcher = match ear {
            Ear::Told => Watcher::Told(told(root.clone(), links.clone(), rings).map_err(|e| said(&e))?),
            Ear::Looking => {
                let ring = move |files| rings(Ring { many: files >= BURST, ..Ring::unasked() });
                Watcher::Looking { _rounds: Rounds::begin(root.clone(), ring).map_err(|e| super::reason(&e))? }
            }
        };
        let mut bell = Bell { watcher, root, watched: BTreeSet::new(), beyond: Vec::new(), links };
        bell.rehang(&Ring { links: true, ..Ring::default() })?;
        Ok(bell)
    }

    /// Watches the folders that are there now. Called after each ring.
    pub fn rehang(&mut self, ring: &Ring) -> Result<(), String> {
        let Watcher::Told(watcher) = &mut self.watcher else { return Ok(()) };
        let mut failed = Ok(());
        let root = &self.root;
        let anew = ring.moved.contains(root) || !root.is_dir();
        for folder in [root.clone()].into_iter().chain(FOLDERS.map(|f| root.join(f))) {
            let is_there = folder.is_dir();
            if self.watched.contains(&folder) && (anew || !is_there || ring.moved.contains(&folder)) {
                // It may have gone on its own.
                let _ = watcher.unwatch(&folder);
                self.watched.remove(&folder);
            }
            if is_there && !self.watched.contains(&folder) {
                let mode = if folder == *root { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
                match watcher.watch(&folder, mode) {
                    Ok(()) => drop(self.watched.insert(folder)),
                    Err(error) => failed = Err(format!("{}: {}", folder.display(), said(&error))),
                }
            }
        }
        if ring.links || anew || !ring.moved.is_empty() {
            let links = Links::of(root);
            for place in self.beyond.drain(..) {
                let _ = watcher.unwatch(&place);
            }
            for (place, mode) in links.beyond(root) {
                match watcher.watch(&place, mode) {
                    Ok(()) => self.beyond.push(place),
                    // It may have gone this moment: what it lay in is watched, and rings.
                    Err(_) if !place.exists() => {}
                    Err(error) => failed = Err(format!("{}: {}", place.display(), said(&error))),
                }
            }
            *lock(&self.links) = links;
        }
        failed
    }

    /// Whether there is a door to hang at. Where there is none, nobody will ring: look again from time to time.
    pub fn hangs(&self) -> bool {
        matches!(self.watcher, Watcher::Looking { .. }) || self.watched.contains(&self.root)
    }
}

impl Links {
    fn of(root: &Path) -> Links {
        let mut links = Links::default();
        reach::walk(root, &mut |place| {
            if let Some(target) = place.target {
                links.names.insert(place.path.to_owned());
                if target.starts_with(root) {
                    links.targets.insert(target, place.metadata.is_some_and(|m| m.is_dir()));
                }
            }
        });
        links
    }

    /// What has to be watched beside the hub's own folders: linked folders, and what linked files lie in. A file that
    /// is replaced is another file, so that watching the file would not do.
    fn beyond(&self, root: &Path) -> BTreeMap<PathBuf, RecursiveMode> {
        let own = |path: &Path| FOLDERS.iter().any(|f| path.starts_with(root.join(f)) && !root.join(f).is_symlink());
        let folders: BTreeSet<&PathBuf> =
            self.targets.iter().filter(|(_, is_folder)| **is_folder).map(|(path, _)| path).collect();
        let in_another = |path: &Path| path.ancestors().skip(1).any(|above| folders.contains(&above.to_owned()));
        let whole = folders.iter().filter(|f| !own(f) && !in_another(f)).map(|f| ((*f).clone(), RecursiveMode::Recursive));
        let files = self.targets.iter().filter(|(_, is_folder)| !**is_folder);
        let homes = files.filter_map(|(file, _)| file.ancestors().skip(1).find(|above| above.is_dir()));
        let homes = homes
            .filter(|h| *h != root && h.starts_with(root) && !own(h) && !folders.contains(&h.to_path_buf()) && !in_another(h));
        homes.map(|home| (home.to_owned(), RecursiveMode::NonRecursive)).chain(whole).collect()
    }

    /// Whether something that is reached through a link lies there, or there lies on the way to it.
    fn touch(&self, path: &Path) -> bool {
        self.targets.keys().any(|target| path.starts_with(target) || target.starts_with(path))
    }
}

fn lock(links: &Mutex<Links>) -> MutexGuard<'_, Links> {
    links.lock().unwrap_or_else(PoisonError::into_inner)
}

fn told(root: PathBuf, links: Arc<Mutex<Links>>, rings: impl Fn(Ring) + Send + 'static) -> notify::Result<RecommendedWatcher> {
    let hear = move |heard: notify::Result<Event>| {
        let ring = match heard {
            Ok(event) => ring_of(&root, &lock(&links), &event),
            // A folder went while it was looked at.
            Err(_) => Some(Ring::about_everything(&root)),
        };
        ring.into_iter().for_each(&rings);
    };
    // Which links are followed, and how far, is decided here.
    let config = notify::Config::default().with_follow_symlinks(false);
    RecommendedWatcher::new(hear, config)
}

fn said(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => super::reason(error),
        notify::ErrorKind::MaxFilesWatch => "the system watches as many folders as it may".into(),
        _ => error.to_string(),
    }
}

impl Ring {
    fn about_everything(root: &Path) -> Ring {
        let folders = FOLDERS.iter().map(|f| root.join(f));
        Ring { moved: folders.chain([root.to_owned()]).collect(), links: true, files: BTreeSet::new(), more: true, many: true }
    }

    /// About anything: nobody rang.
    pub fn unasked() -> Ring {
        Ring { more: true, ..Ring::default() }
    }

    /// This ring and another one after it.
    pub fn and(mut self, other: Ring) -> Ring {
        self.moved.extend(other.moved);
        self.links |= other.links;
        self.files.extend(other.files);
        self.more |= other.more;
        self.many |= other.many;
        self
    }

    /// The files that have to be looked at; `None` where that is everything.
    pub fn files(&self) -> Option<&BTreeSet<PathBuf>> {
        let few = !self.more && !self.links && self.moved.is_empty() && !self.is_burst();
        few.then_some(&self.files)
    }

    /// Something is not there any more: it may come under another name, or again, and the system may be about to say so.
    pub fn is_loose(&self) -> bool {
        self.files.iter().any(|file| fs::symlink_metadata(file).is_err())
    }

    /// More is under way than one save, and the hub may be in the middle of it.
    pub fn is_burst(&self) -> bool {
        self.many || self.files.len() >= BURST
    }
}

fn ring_of(root: &Path, links: &Links, event: &Event) -> Option<Ring> {
    // The system's queue ran over, and nobody knows what was in it.
    if event.need_rescan() {
        return Some(Ring::about_everything(root));
    }
    // Reading is an event too, and we read at each ring.
    if matches!(event.kind, EventKind::Access(_)) {
        return None;
    }
    let came_or_went = !matches!(event.kind, EventKind::Modify(kind) if !is_rename(kind));
    let mut ring = None;
    for path in &event.paths {
        let below = path.strip_prefix(root).unwrap_or(path);
        let mut names = below.iter();
        let part = names.next().and_then(|n| n.to_str()).unwrap_or_default();
        let is_root = part.is_empty();
        let is_folder = FOLDERS.contains(&part);
        let is_own = is_folder || FILES.contains(&part);
        let is_beyond = !is_own && !is_root && links.touch(path);
        // What editors keep beside a file changes with every few letters typed.
        if is_leftover(below) || !(is_own || is_beyond || is_root && came_or_went) {
            continue;
        }
        let ring = ring.get_or_insert_with(Ring::default);
        if came_or_went && (is_root || is_folder && names.next().is_none()) {
            ring.moved.insert(path.clone());
        }
        ring.links |= came_or_went && (is_beyond || links.names.contains(path) || path.is_symlink() || path.is_dir());
        ring.more |= is_beyond;
        if !is_root {
            ring.files.insert(path.clone());
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
    use std::{
        sync::mpsc::{Receiver, channel},
        time::Duration,
    };

    fn rings(heard: &Receiver<Ring>) -> Option<Ring> {
        let first = heard.recv_timeout(Duration::from_secs(5)).ok()?;
        std::thread::sleep(PAUSE * 4);
        Some(heard.try_iter().fold(first, Ring::and))
    }

    /// Far longer than the system takes to tell.
    const PAUSE: Duration = Duration::from_millis(30);

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
        fs::write(content.join(".a.md.swp"), "x").unwrap();
        fs::write(content.join("#a.md#"), "x").unwrap();
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
