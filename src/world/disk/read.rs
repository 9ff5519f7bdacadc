//! One file of a hub: read, or left where it is.

use super::super::{passive, picture, reason};
use crate::{
    diagnostic::{Finding, Place, catalogue as code},
    model::{
        path::HubPath,
        snapshot::{Contents, File, Handle},
    },
};
use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

const LARGEST_TEXT: u64 = 4 << 20;
/// A line for every event there ever was.
const LARGEST_LOCK: u64 = 64 << 20;
const LARGEST_ASSET: u64 = 32 << 20;

/// How much of a file is read: `None` where it stays a handle.
fn limit(path: &HubPath) -> Option<u64> {
    let mut folders = path.as_str().split('/');
    match (folders.next(), folders.nth(1)) {
        (Some("static"), _) => None,
        (Some("hub.lock"), _) => Some(LARGEST_LOCK),
        (Some("content"), _) => path.is("md").then_some(LARGEST_TEXT),
        (Some("assets" | "fonts"), _) | (Some("themes"), Some("assets" | "fonts")) => Some(LARGEST_ASSET),
        _ => Some(LARGEST_TEXT),
    }
}

pub fn read(path: &HubPath, real: PathBuf) -> Result<File, Box<Finding>> {
    let place = || Some(Place::file(path));
    if path.below("content").is_some() && path.extension() != "md" && !passive::is_passive(&path.extension()) {
        return Err(Box::new(active(place(), path)));
    }
    let file = match limit(path) {
        None => fs::metadata(&real).map(|m| {
            let look = picture::look(&real, &path.extension());
            File::Handle(Handle { size: m.len(), look, real: Arc::new(real) })
        }),
        Some(limit) => match bytes(&real, limit) {
            Ok(Some(bytes)) => Ok(File::Bytes(Contents::new(bytes))),
            Ok(None) => return Err(Box::new(too_large(place(), limit))),
            Err(error) => Err(error),
        },
    };
    file.map_err(|error| {
        let message = format!("the file cannot be read: {}", reason(&error));
        Box::new(Finding::new(&code::FILE_UNREADABLE, place(), message).help(MAY_READ))
    })
}

/// The bytes of a file, or `None` where there are more than `limit`.
fn bytes(real: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let file = fs::File::open(real)?;
    let size = file.metadata()?.len();
    if size > limit {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    // It may have grown since; one byte more than allowed tells.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// What strangers send in may be shown, not run.
fn active(place: Option<Place>, path: &HubPath) -> Finding {
    let (message, help) = match path.extension().as_str() {
        "markdown" => ("the name of a text ends in `.md`, so this file is not published", "give it a name that ends in `.md`"),
        _ => {
            ("a file of this kind is not published from content/", "move it into static/, if the team answers for what is in it")
        }
    };
    Finding::new(&code::FILE_ACTIVE, place, message).help(help)
}

fn too_large(place: Option<Place>, limit: u64) -> Finding {
    let message = format!("the file is larger than {} MiB, and hubgen reads no more of one file", limit >> 20);
    Finding::new(&code::FILE_TOO_LARGE, place, message).help("divide it, or move it into static/ if readers are to download it")
}

pub fn unreadable(place: Option<Place>, error: &io::Error) -> Finding {
    match error.kind() {
        // Only a link can be listed and yet not exist.
        io::ErrorKind::NotFound => {
            Finding::new(&code::FILE_UNREADABLE, place, "the link leads to nothing").help("remove the link")
        }
        _ => Finding::new(&code::FILE_UNREADABLE, place, format!("this cannot be read: {}", reason(error))).help(MAY_READ),
    }
}

pub const MAY_READ: &str = "see to it that you may open it yourself, and try again";
