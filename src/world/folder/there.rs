//! What lies in the output folder before a build.

use super::stage;
use rayon::prelude::*;
use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
};

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lies {
    File,
    Folder {
        empty: bool,
    },
    /// A symbolic link, wherever to.
    Link,
    /// A socket, a pipe.
    Other,
}

/// All of it, by path below the output folder with `/` between names. Links are not followed.
#[derive(Debug, Default)]
pub struct There {
    paths: HashMap<Box<str>, Lies>,
}

impl There {
    /// Looks. A folder that does not exist holds nothing.
    pub fn look(root: &Path) -> io::Result<There> {
        let mut paths = HashMap::new();
        for (path, lies) in walk(root, "")? {
            paths.insert(path, lies);
        }
        Ok(There { paths })
    }

    pub fn at(&self, path: &str) -> Option<Lies> {
        self.paths.get(path).copied()
    }

    /// Files, in no order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().filter(|(_, lies)| **lies == Lies::File).map(|(path, _)| &**path)
    }

    /// Folders with nothing in them, in no order.
    pub fn empty_folders(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().filter(|(_, lies)| **lies == Lies::Folder { empty: true }).map(|(path, _)| &**path)
    }

    /// Everything below a folder, in no order.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, Lies)> {
        let inside = move |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.paths.iter().filter(move |(path, _)| inside(path)).map(|(path, lies)| (&**path, *lies))
    }
}

/// The folders above a path, the outermost first.
pub fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(move |(i, _)| path.get(..i))
}

type Seen = Vec<(Box<str>, Lies)>;

fn walk(folder: &Path, below: &str) -> io::Result<Seen> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        // Somebody else's folder within ours: it is no obstacle until something is to be written there.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && !below.is_empty() => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut seen = Vec::new();
    let mut folders: Vec<(String, PathBuf)> = Vec::new();
    for entry in entries {
        let entry = entry?;
        // A name that is not UTF-8 is none of ours, and in the way of none.
        let Ok(name) = entry.file_name().into_string() else { continue };
        if below.is_empty() && name == stage::NAME {
            continue;
        }
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            folders.push((path, entry.path()));
        } else {
            let lies = match (kind.is_file(), kind.is_symlink()) {
                (true, _) => Lies::File,
                (_, true) => Lies::Link,
                _ => Lies::Other,
            };
            seen.push((path.into(), lies));
        }
    }
    let deeper: Vec<Seen> = folders.par_iter().map(|(path, real)| within(real, path)).collect::<io::Result<_>>()?;
    seen.extend(deeper.into_iter().flatten());
    Ok(seen)
}

fn within(real: &Path, path: &str) -> io::Result<Seen> {
    // The output may be a work tree of git; its objects are many, and nothing is ever written there.
    let mut seen = if path == ".git" { Vec::new() } else { walk(real, path)? };
    let empty = seen.is_empty() && path != ".git";
    seen.push((path.into(), Lies::Folder { empty }));
    Ok(seen)
}
