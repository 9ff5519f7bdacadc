//! Taking files: is it there already, may it be there, and if so onto the stage.

use super::{
    Folder, Staged,
    ledger::{self, Key},
    lock, stage,
    there::{Lies, folders_above},
};
use crate::{
    diagnostic::{Finding, catalogue as code},
    model::{
        output::{Content, Phase},
        path::OutputPath,
    },
    world::Failure,
};
use std::{
    fs,
    io::{self, Read},
};

impl Folder {
    pub(super) fn take_in(&self, phase: Phase, path: &OutputPath, content: &Content) -> Result<(), Failure> {
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
            Content::Costly(..) => Ok(false),
        }
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
