//! Looking again: what has not changed is not read a second time.

use super::{
    super::{names, reach},
    FILES, FOLDERS,
    read::read,
    walk::{Found, Walk},
};
use crate::{
    diagnostic::Finding,
    model::{
        path::{HubPath, fold, nfc},
        snapshot::{File, Snapshot},
    },
};
use rayon::prelude::*;
use std::{
    collections::{BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// A hub's folder that is looked at again and again. What looks as it did is not read again.
pub struct Watched {
    root: PathBuf,
    output: Option<PathBuf>,
    known: HashMap<HubPath, Known>,
    /// Somewhere a link was followed: what is changed in one place changes in another.
    linked: bool,
    /// Since everything was looked at, somebody was trusted to tell of all that changed.
    trusted: bool,
    snapshot: Snapshot,
}

/// What a file held when it was read.
struct Known {
    /// `None` where it may have changed since without looking so.
    stamp: Option<Stamp>,
    read: Result<File, Box<Finding>>,
}

/// What is different when a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    real: PathBuf,
    size: u64,
    modified: Option<SystemTime>,
    /// Device, inode and the time of its last change, which no tool can set.
    #[cfg(unix)]
    inode: (u64, u64, i64, i64),
}

/// A file that was written this shortly before it was read may be written once more and look the same: disks count time
/// in steps of up to two seconds (FAT).
const TOO_FRESH: Duration = Duration::from_secs(2);

impl Stamp {
    fn of(real: &Path) -> Option<Stamp> {
        let found = fs::metadata(real).ok()?;
        Some(Stamp {
            size: found.len(),
            modified: found.modified().ok(),
            #[cfg(unix)]
            inode: {
                use std::os::unix::fs::MetadataExt;
                (found.dev(), found.ino(), found.ctime(), found.ctime_nsec())
            },
            real: real.to_owned(),
        })
    }

    fn is_settled(&self, now: SystemTime) -> bool {
        let settled = |at: SystemTime| now.duration_since(at).is_ok_and(|age| age > TOO_FRESH);
        #[cfg(unix)]
        let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(self.inode.2.try_into().unwrap_or_default());
        #[cfg(not(unix))]
        let changed = SystemTime::UNIX_EPOCH;
        self.modified.is_some_and(settled) && settled(changed)
    }
}

impl Watched {
    pub fn new(root: &Path, output: Option<&Path>) -> Watched {
        let (root, output) = (root.to_owned(), output.map(Path::to_owned));
        Watched { root, output, known: HashMap::new(), linked: false, trusted: false, snapshot: Snapshot::default() }
    }

    pub fn into_snapshot(self) -> Snapshot {
        self.snapshot
    }

    /// The hub as it was last seen.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Looks at everything; whether anything was another than before.
    pub fn look(&mut self) -> bool {
        let mut walk = Walk::new(real(&self.root), self.output.as_deref().map(real));
        for part in FILES.into_iter().chain(FOLDERS) {
            walk.part(part);
        }
        let (known, now) = (&self.known, SystemTime::now());
        let seen: Vec<(HubPath, Option<Known>)> = walk
            .found
            .into_par_iter()
            .map(|Found { path, real }| {
                let stamp = Stamp::of(&real);
                let same = stamp.is_some() && known.get(&path).is_some_and(|known| known.stamp == stamp);
                let new = (!same).then(|| Known::read(&path, real, stamp, now));
                (path, new)
            })
            .collect();
        let mut last = std::mem::take(&mut self.known);
        let mut snapshot = Snapshot { findings: walk.findings, ..Snapshot::default() };
        let mut changed = false;
        for (path, new) in seen {
            let before = last.remove(&path);
            changed |= new.as_ref().is_some_and(|new| before.as_ref().is_none_or(|before| !new.holds_what(before)));
            let Some(known) = new.or(before) else { continue };
            match &known.read {
                Ok(file) => drop(snapshot.files.insert(path.clone(), file.clone())),
                Err(finding) => snapshot.findings.push((**finding).clone()),
            }
            self.known.insert(path, known);
        }
        changed |= !last.is_empty() || snapshot.findings != self.snapshot.findings;
        (self.snapshot, self.linked, self.trusted) = (snapshot, walk.links, false);
        changed
    }

    /// Looks at what is said to have changed, and nothing else where nothing else can have: plain files in folders that
    /// were there before.
    pub fn look_at(&mut self, paths: &BTreeSet<PathBuf>) {
        let plain = self.plain(paths);
        match plain.is_some_and(|plain| plain.into_iter().all(|(path, real)| self.look_at_one(path, real))) {
            true => self.trusted = true,
            false => drop(self.look()),
        }
    }

    /// Whether something may have changed that nobody told of.
    pub fn is_trusted(&self) -> bool {
        self.trusted
    }

    /// `false`: there is something to be said of it.
    fn look_at_one(&mut self, path: HubPath, real: PathBuf) -> bool {
        let stamp = Stamp::of(&real);
        if stamp.is_none() {
            self.known.remove(&path);
            self.snapshot.files.remove(&path);
            return true;
        }
        let known = Known::read(&path, real, stamp, SystemTime::now());
        let Ok(file) = &known.read else { return false };
        self.snapshot.files.insert(path.clone(), file.clone());
        self.known.insert(path, known);
        true
    }

    /// The paths as files of the hub. `None` where any of them is anything else, or may be.
    fn plain(&self, paths: &BTreeSet<PathBuf>) -> Option<Vec<(HubPath, PathBuf)>> {
        let root = real(&self.root);
        let mut plain = Vec::new();
        for real in paths {
            let below = real.strip_prefix(&root).ok()?;
            let mut names = Vec::new();
            for name in below {
                names.push(name.to_str().filter(|_| names::fault(name).is_none())?);
            }
            if reach::is_leftover(below) {
                continue;
            }
            let path = HubPath::new(&names.join("/"))?;
            let folder = path.folder().to_owned() + "/";
            let is_there = match fs::symlink_metadata(real) {
                Ok(found) if found.is_file() => true,
                Err(error) if error.kind() == io::ErrorKind::NotFound => false,
                _ => return None,
            };
            let before = self.known.get(&path);
            // What went may have been a folder; what came may lie in a new one, or under a name that was complained of.
            let usual = match before {
                Some(known) => known.read.is_ok(),
                None => is_there && self.snapshot.files.keys().any(|known| known.as_str().starts_with(&folder)),
            };
            // One file under two spellings, on a disk that takes them for one.
            let alike = |known: &HubPath| fold(&nfc(known.as_str())) == fold(&nfc(path.as_str()));
            if before.is_none() && self.known.keys().any(alike) {
                return None;
            }
            let told_of = self.snapshot.findings.iter().any(|f| f.place.as_ref().is_some_and(|place| place.path == path));
            if !usual || told_of {
                return None;
            }
            plain.push((path, real.clone()));
        }
        (!self.linked).then_some(plain)
    }
}

impl Known {
    fn read(path: &HubPath, real: PathBuf, stamp: Option<Stamp>, now: SystemTime) -> Known {
        let read = read(path, real);
        // What went wrong once may go well the next time, with the file as it is.
        Known { stamp: stamp.filter(|stamp| read.is_ok() && stamp.is_settled(now)), read }
    }

    fn holds_what(&self, other: &Known) -> bool {
        match (&self.read, &other.read) {
            (Ok(File::Bytes(a)), Ok(File::Bytes(b))) => a.digest() == b.digest(),
            // What is copied is read anew whenever it is asked for.
            (Ok(File::Handle(a)), Ok(File::Handle(b))) => a == b,
            (Err(a), Err(b)) => a == b,
            _ => false,
        }
    }
}

fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
