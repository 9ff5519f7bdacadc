//! Everything in a hub's folder that may be read, and what is to be said of the rest.

use super::{
    super::names,
    FILES, FOLDERS,
    read::{MAY_READ, unreadable},
};
use crate::{
    diagnostic::{Finding, Place, catalogue as code},
    model::path::HubPath,
};
use std::{
    fs::{self, FileType},
    io,
    path::{Path, PathBuf},
};
use walkdir::{DirEntry, WalkDir};

/// A file to be read.
pub struct Found {
    pub path: HubPath,
    pub real: PathBuf,
}

pub struct Walk {
    root: PathBuf,
    output: Option<PathBuf>,
    /// The linked folder the walk is in, or was in last.
    linked: Option<PathBuf>,
    /// Whether any link was followed.
    pub links: bool,
    pub found: Vec<Found>,
    pub findings: Vec<Finding>,
}

impl Walk {
    pub fn new(root: PathBuf, output: Option<PathBuf>) -> Walk {
        Walk { root, output, linked: None, links: false, found: Vec::new(), findings: Vec::new() }
    }

    /// One of [`FILES`] and [`FOLDERS`], where it is there.
    pub fn part(&mut self, part: &str) {
        let start = self.root.join(part);
        if fs::symlink_metadata(&start).is_err_and(|e| e.kind() == io::ErrorKind::NotFound) {
            return;
        }
        self.walk(WalkDir::new(start).follow_root_links(false));
    }

    /// Links are followed here and not by `walkdir`, which would ask the system about every single file.
    fn walk(&mut self, folder: WalkDir) {
        let mut entries = folder.sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if self.enters(&entry) => {}
                Ok(entry) if entry.file_type().is_dir() => entries.skip_current_dir(),
                Ok(_) => {}
                Err(error) => self.fails(&error),
            }
        }
    }

    /// Notes what an entry is; true for a folder to walk into.
    fn enters(&mut self, entry: &DirEntry) -> bool {
        let name = entry.file_name();
        if name.to_str().is_some_and(names::is_leftover) && !self.is_well_known(entry) {
            return false;
        }
        if self.output.as_deref() == Some(entry.path()) {
            return false;
        }
        if let Some((message, help)) = names::fault(name) {
            let finding = Finding::new(&code::FILE_NAME, self.place(entry.path()), message).help(help);
            self.findings.push(finding);
            return false;
        }
        let mut kind = entry.file_type();
        if kind.is_symlink() {
            match self.follows(entry.path()) {
                Some(folder) if folder.is_dir() => {
                    self.walk(WalkDir::new(entry.path()).min_depth(1));
                    return false;
                }
                Some(file) => kind = file,
                None => return false,
            }
        }
        let is_part_file = entry.depth() == 0 && FILES.iter().any(|f| *f == name);
        if kind.is_dir() && !is_part_file {
            return true;
        }
        if kind.is_file() && (entry.depth() > 0 || is_part_file) {
            // Names were checked one by one on the way down, so this is always a path of the hub.
            let path = self.relative(entry.path()).and_then(|p| HubPath::new(&p));
            self.found.extend(path.map(|path| Found { path, real: entry.path().to_owned() }));
            return false;
        }
        let (message, help) = match (kind.is_dir(), kind.is_file()) {
            (true, _) => ("this is a folder, and a file belongs here", "give the folder another name"),
            (_, true) => ("this is a file, and a folder belongs here", "give the file another name"),
            _ => ("this is not a file that can be read", "take it out of the hub"),
        };
        self.findings.push(Finding::new(&code::FILE_UNREADABLE, self.place(entry.path()), message).help(help));
        false
    }

    /// `static/.well-known/` (RFC 8615) is the one hidden folder that is meant to be published.
    fn is_well_known(&self, entry: &DirEntry) -> bool {
        entry.path().ends_with("static/.well-known") && self.relative(entry.path()).as_deref() == Some("static/.well-known")
    }

    /// What a symbolic link leads to, where it may be followed; else it notes why not.
    ///
    /// A link is content, and content is sent in by strangers: one into `.git` would publish what lies there.
    fn follows(&mut self, link: &Path) -> Option<FileType> {
        let place = self.place(link);
        let found = fs::canonicalize(link).and_then(|target| Ok((fs::metadata(&target)?.file_type(), target)));
        let (kind, target) = match found {
            Ok(found) => found,
            Err(error) => {
                self.findings.push(unreadable(place, &error));
                return None;
            }
        };
        let hidden = |below: &Path| below.iter().any(|n| n.to_str().is_none_or(names::is_leftover));
        // Drafts may not leave by `static/`, nor settings by anything.
        let room = |path: &Path| path.strip_prefix(&self.root).ok()?.iter().next()?.to_str().map(str::to_owned);
        let crosses = room(&target).is_some_and(|there| {
            let read = FOLDERS.iter().chain(&FILES).any(|name| *name == there);
            read && room(link).as_deref() != Some(&there)
        });
        let outside = match target.strip_prefix(&self.root) {
            Ok(below) => hidden(below) || crosses || self.output.as_ref().is_some_and(|o| target.starts_with(o)),
            Err(_) => true,
        };
        if outside {
            let finding =
                Finding::new(&code::FILE_LINK_OUTSIDE, place, "the link leads to something that is not part of the hub");
            self.findings.push(finding.help("put a copy of the file here"));
            return None;
        }
        self.links = true;
        if !kind.is_dir() {
            return Some(kind);
        }
        let home = link.parent().and_then(|p| fs::canonicalize(p).ok());
        let into_itself = home.is_none_or(|home| home.starts_with(&target));
        // Folders linked from linked folders could double with each step: twenty links make a million files.
        let again = self.linked.as_ref().is_some_and(|linked| link.starts_with(linked));
        if into_itself || again {
            let message = if into_itself {
                "the link leads to a folder that it lies in"
            } else {
                "this is a link to a folder, inside a linked folder"
            };
            self.findings.push(Finding::new(&code::FILE_LINK_LOOP, place, message).help("remove the link"));
            return None;
        }
        self.linked = Some(link.to_owned());
        Some(kind)
    }

    fn fails(&mut self, error: &walkdir::Error) {
        let place = error.path().and_then(|p| self.place(p));
        self.findings.push(match error.io_error() {
            Some(io) => unreadable(place, io),
            None => Finding::new(&code::FILE_UNREADABLE, place, "the folder cannot be read").help(MAY_READ),
        });
    }

    fn relative(&self, path: &Path) -> Option<String> {
        let names: Option<Vec<&str>> = path.strip_prefix(&self.root).ok()?.iter().map(|n| n.to_str()).collect();
        Some(names?.join("/"))
    }

    /// The place of a file, whatever its name: the folder it is in, where the name itself cannot be a path.
    fn place(&self, path: &Path) -> Option<Place> {
        let whole = self.relative(path).and_then(|p| HubPath::new(&p));
        let lossy = || {
            let below = path.strip_prefix(&self.root).ok()?;
            let names: Vec<String> = below.iter().map(|n| n.to_string_lossy().replace('\\', "\u{fffd}")).collect();
            HubPath::new(&names.join("/"))
        };
        whole.or_else(lossy).map(|p| Place::file(&p))
    }
}
