//! Every change of the output folder goes through here: one line each, and a test can kill a build at any of them.

use crate::model::output::Content;
use std::{
    fs,
    io::{self, Write},
    path::Path,
};

#[derive(Debug, Default)]
pub struct Hand {
    /// How many more changes are made before the process "dies".
    #[cfg(test)]
    pub left: Option<std::sync::atomic::AtomicI64>,
}

impl Hand {
    #[cfg(not(test))]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        use std::sync::atomic::Ordering::SeqCst;
        match &self.left {
            Some(left) if left.fetch_sub(1, SeqCst) <= 0 => Err(io::Error::other("killed")),
            _ => Ok(()),
        }
    }

    /// Writes a new file. Copies are made by the kernel, without a second copy of the blocks where the file system can.
    pub fn write(&self, to: &Path, content: &Content) -> io::Result<()> {
        if let Err(killed) = self.step() {
            fs::write(to, "half of a fi")?;
            return Err(killed);
        }
        match content {
            Content::Bytes(bytes) => fs::File::create_new(to)?.write_all(bytes),
            Content::Copy(handle) => {
                let mut from = fs::File::open(&*handle.real)?;
                io::copy(&mut from, &mut fs::File::create_new(to)?).map(drop)
            }
            Content::Costly(..) => Err(io::Error::other("it has not been made")),
        }
    }

    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    pub fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_file(path)
    }

    pub fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir(path)
    }

    pub fn remove_tree(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir_all(path)
    }

    /// Makes a folder, should there be none.
    pub fn folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made,
        }
    }
}
