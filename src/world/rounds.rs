//! Looking at a hub's folder again and again, where the system does not tell of changes.

use super::reach;
use std::{
    collections::BTreeMap,
    fs::{self, Metadata},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, SystemTime},
};

/// From one look to the next.
const PAUSE: Duration = Duration::from_millis(500);

/// Some file systems count in steps of two seconds: what changed this lately may change again unseen.
const YOUNG: Duration = Duration::from_secs(3);

/// More is not read to see whether it changed.
const MOST_READ: u64 = 4 << 20;

/// Somebody who makes the rounds, for as long as this lives.
pub struct Rounds {
    over: Arc<AtomicBool>,
}

impl Rounds {
    /// Begins at once; `ring` is told how many files changed.
    pub fn begin(root: PathBuf, ring: impl Fn(usize) + Send + 'static) -> std::io::Result<Rounds> {
        let over = Arc::new(AtomicBool::new(false));
        let mut seen = look(&root);
        let is_over = over.clone();
        thread::Builder::new().name("rounds".into()).spawn(move || {
            while !is_over.load(Ordering::Relaxed) {
                thread::sleep(PAUSE);
                let now = look(&root);
                let changed = changes(&seen, &now);
                if changed > 0 {
                    ring(changed);
                }
                seen = now;
            }
        })?;
        Ok(Rounds { over })
    }
}

impl Drop for Rounds {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

/// What tells a file from what it was.
#[derive(Debug, PartialEq)]
struct Sight {
    size: u64,
    modified: Option<SystemTime>,
    /// Of its bytes, while it is young.
    digest: Option<blake3::Hash>,
}

type Seen = BTreeMap<PathBuf, Sight>;

fn look(root: &Path) -> Seen {
    let mut seen = Seen::new();
    reach::walk(root, &mut |place| {
        let sight = match &place.metadata {
            // A pipe never ends, and a folder's own time says nothing that its files do not say; that it is there does.
            Some(metadata) if metadata.is_file() => sight(place.path, metadata),
            _ => Sight { size: 0, modified: None, digest: None },
        };
        seen.insert(place.path.to_owned(), sight);
    });
    seen
}

fn sight(path: &Path, metadata: &Metadata) -> Sight {
    let modified = metadata.modified().ok();
    let is_young = modified.is_none_or(|at| at.elapsed().map_or(true, |age| age < YOUNG));
    let is_read = is_young && metadata.len() <= MOST_READ;
    let digest = is_read.then(|| fs::read(path).ok()).flatten().map(|bytes| blake3::hash(&bytes));
    Sight { size: metadata.len(), modified, digest }
}

fn changes(before: &Seen, now: &Seen) -> usize {
    let is_same = |old: &Sight, new: &Sight| {
        let same_bytes = old.digest.is_none() || new.digest.is_none() || old.digest == new.digest;
        old.size == new.size && old.modified == new.modified && same_bytes
    };
    let changed = now.iter().filter(|(path, new)| !before.get(*path).is_some_and(|old| is_same(old, new))).count();
    changed + before.keys().filter(|path| !now.contains_key(*path)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sees_what_came_went_and_changed_even_within_one_tick_of_the_clock() {
        let hub = tempfile::tempdir().unwrap();
        let file = hub.path().join("content/a.md");
        fs::create_dir(hub.path().join("content")).unwrap();
        let empty = look(hub.path());
        fs::write(&file, "one").unwrap();
        let time = fs::metadata(&file).unwrap().modified().unwrap();
        let one = look(hub.path());
        assert_eq!(changes(&empty, &one), 1);
        fs::write(&file, "two").unwrap();
        fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
        let two = look(hub.path());
        assert_eq!(changes(&one, &two), 1);
        assert_eq!(changes(&two, &look(hub.path())), 0);
        fs::write(hub.path().join("content/.a.md.swp"), "x").unwrap();
        fs::write(hub.path().join("README"), "x").unwrap();
        assert_eq!(changes(&two, &look(hub.path())), 0, "what no build reads");
        fs::remove_dir_all(hub.path().join("content")).unwrap();
        assert_eq!(changes(&two, &look(hub.path())), 2);
    }
}
