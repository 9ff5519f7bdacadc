//! Where the output folder may be.

use crate::world::{Failure, disk};
use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// Where the site goes if nobody says: in the hub.
const DEFAULT: &str = "public";

/// The output folder for the hub at `hub`, as an absolute path without links. `asked` is relative to the current folder.
///
/// It may not be, hold or lie inside anything a build reads: a build that overwrites its own input destroys somebody's
/// work.
pub fn place(hub: &Path, asked: Option<&Path>) -> Result<PathBuf, Failure> {
    // What a link leads to is nobody's choice but of whoever sent it in.
    if asked.is_none() && fs::symlink_metadata(hub.join(DEFAULT)).is_ok_and(|found| found.is_symlink()) {
        return Err(Failure::Usage(format!("{DEFAULT} is a link; name the folder it leads to with --output if that is meant")));
    }
    let output = resolved(&asked.map_or_else(|| hub.join(DEFAULT), Path::to_owned))?;
    let hub = resolved(hub)?;
    let refuse = |why: String| Err(Failure::Usage(format!("the output folder {} {why}", output.display())));
    if output == hub {
        return refuse("is the hub itself; name a folder of its own".into());
    }
    if hub.starts_with(&output) {
        return refuse("holds the hub; name a folder of its own".into());
    }
    let inputs = disk::FOLDERS.iter().chain(&disk::FILES).chain(&[".git", ".hubgen"]);
    for name in inputs {
        let written = hub.join(name);
        let real = fs::canonicalize(&written).unwrap_or_else(|_| written.clone());
        for input in [&written, &real] {
            if output.starts_with(input) {
                return refuse(format!("lies in {name}, which a build reads; name a folder of its own"));
            }
            if input.starts_with(&output) {
                return refuse(format!("holds {name}, which a build reads; name a folder of its own"));
            }
        }
    }
    match fs::metadata(&output) {
        Ok(found) if !found.is_dir() => refuse("is a file".into()),
        _ => Ok(output),
    }
}

/// An absolute path without links, whether or not all of it exists yet.
fn resolved(path: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(path).map_err(|e| Failure::io("find", path, &e))?;
    let mut real = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            Component::CurDir => {}
            part => real.push(part),
        }
        if let Ok(canonical) = fs::canonicalize(&real) {
            real = canonical;
        } else if fs::symlink_metadata(&real).is_ok_and(|m| m.is_symlink()) {
            return Err(Failure::Usage(format!("{} is a link that leads to nothing", real.display())));
        }
    }
    Ok(real)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_where_a_build_reads() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let hub = root.join("hub");
        fs::create_dir_all(hub.join("content/events")).unwrap();
        fs::write(root.join("file"), "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(hub.join("content"), root.join("link")).unwrap();
        for wrong in
            ["hub", ".", "hub/content", "hub/content/events/new", "hub/static/x", "hub/public/../content", "hub/.git/x", "file"]
        {
            assert!(matches!(place(&hub, Some(&root.join(wrong))), Err(Failure::Usage(_))), "{wrong}");
        }
        #[cfg(unix)]
        assert!(place(&hub, Some(&root.join("link/out"))).is_err());
        for right in ["hub/public", "out", "hub/contents", "out/deep/er"] {
            assert_eq!(place(&hub, Some(&root.join(right))).unwrap(), root.join(right), "{right}");
        }
        assert_eq!(place(&hub, None).unwrap(), hub.join("public"));
    }
}
