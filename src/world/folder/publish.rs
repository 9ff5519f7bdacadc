//! Letting everything be seen, in the order in which nothing is ever missing.

use super::{
    Folder, SITE, Staged, Written,
    ledger::{self, Key, Ledger},
    lock, stage,
    there::{Lies, folders_above},
};
use crate::{
    model::output::{Content, Phase},
    world::Failure,
};
use rayon::prelude::*;
use std::{collections::BTreeSet, fs, io, sync::atomic::Ordering};

impl Folder {
    pub(super) fn publish_whole(&self, ledger: &Ledger, written: usize) -> Result<Written, Failure> {
        let site = self.stage_path()?.join(SITE);
        self.stage_folder(&site)?;
        self.write(&site.join(ledger::NAME), &Content::Bytes(ledger.text().into()))?;
        self.hand.rename(&site, &self.root).map_err(|e| Failure::io("write", &self.root, &e))?;
        Ok(Written { written, unchanged: 0, removed: 0 })
    }

    pub(super) fn publish_into(&self, ledger: &Ledger, mut staged: Vec<Staged>, unchanged: usize) -> Result<Written, Failure> {
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

/// The renames that turn `old` into `new`, which differ in case only: name by name, from the outermost folder inwards.
pub(super) fn case_renames(old: &str, new: &str) -> Vec<(String, String)> {
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
