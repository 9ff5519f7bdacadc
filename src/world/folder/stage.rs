//! The stage: a folder on the same file system where files are made whole before anyone can see them.

use super::hand::Hand;
use crate::world::Failure;
use std::{
    fs::{self, TryLockError},
    path::{Path, PathBuf},
};

/// What the names of stages begin with.
pub const NAME: &str = ".hubgen-stage";
/// Held locked by the build that owns the stage; free: that build is dead.
const LOCK: &str = "lock";

/// A stage, for as long as a build runs.
#[derive(Debug)]
pub struct Stage {
    pub path: PathBuf,
    /// Folders that had to be made to hold it, the outermost first.
    made: Vec<PathBuf>,
    lock: Option<fs::File>,
}

impl Stage {
    /// Makes the stage `path`, and what is missing above it. What a dead build left there goes.
    pub fn set_up(path: &Path, hand: &Hand) -> Result<Stage, Failure> {
        sweep(path, hand)?;
        let above = path.parent().into_iter().flat_map(Path::ancestors);
        let mut made: Vec<PathBuf> = above.take_while(|p| !p.exists()).map(Path::to_owned).collect();
        made.reverse();
        for folder in made.iter().map(PathBuf::as_path).chain([path]) {
            hand.folder(folder).map_err(|e| Failure::io("make the folder", folder, &e))?;
        }
        let lock = fs::File::create(path.join(LOCK)).map_err(|e| Failure::io("write in", path, &e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Stage { path: path.to_owned(), made, lock: Some(lock) }),
            Err(TryLockError::WouldBlock) => Err(busy(path)),
            // Some network file systems have no locks; two builds at once are then for people to avoid.
            Err(TryLockError::Error(_)) => Ok(Stage { path: path.to_owned(), made, lock: None }),
        }
    }

    /// Takes the stage down. After a failure the folders that were made for it go as well, where they are empty.
    pub fn take_down(mut self, hand: &Hand, failed: bool) {
        // Windows removes no open files.
        drop(self.lock.take());
        let _ = hand.remove_tree(&self.path);
        for folder in self.made.iter().rev().filter(|_| failed) {
            let _ = hand.remove_folder(folder);
        }
    }
}

/// Removes what a killed build left at `path`. `Err` where a build is still at work there.
pub fn sweep(path: &Path, hand: &Hand) -> Result<(), Failure> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(());
    }
    let lock = fs::File::open(path.join(LOCK));
    if lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock))) {
        return Err(busy(path));
    }
    hand.remove_tree(path).map_err(|e| Failure::io("remove", path, &e))
}

fn busy(path: &Path) -> Failure {
    let home = path.parent().unwrap_or(path);
    Failure::Machine(format!("another build is writing to {}; wait until it is done", home.display()))
}
