//! A single file that somebody asked for by name.

use super::Failure;
use std::{
    ffi::OsString,
    fs,
    io::{self, ErrorKind},
    path::Path,
};

/// Writes a text to a file, whole or not at all. What is no file of its own (a pipe, `/dev/null`) is written into.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let written = match fs::metadata(path) {
        Ok(found) if found.is_dir() => {
            return Err(Failure::Usage(format!("{} is a folder; name a file in it", path.display())));
        }
        // Whoever leads a link here wants the file changed, not the link.
        Ok(found) if found.is_file() => fs::canonicalize(path).and_then(|real| replace(&real, text)),
        Ok(_) => fs::write(path, text),
        Err(error) if error.kind() == ErrorKind::NotFound => replace(path, text),
        Err(error) => Err(error),
    };
    written.map_err(|error| Failure::io("write", path, &error))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| io::Error::from(ErrorKind::IsADirectory))?;
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(beside);
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, path)).inspect_err(|_| {
        // It may not even exist.
        let _ = fs::remove_file(&beside);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_a_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plan.csv");
        write(&file, "one").unwrap();
        write(&file, "two").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        assert!(matches!(write(folder.path(), "x"), Err(Failure::Usage(_))));
        assert!(matches!(write(&folder.path().join("no/such/plan.csv"), "x"), Err(Failure::Machine(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
