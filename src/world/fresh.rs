//! Files that are not there yet.

use super::{Failure, names};
use crate::model::path::HubPath;
use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

/// Writes files that did not exist before, each whole, all of them or none. What exists is never written over: `Err`
/// names it.
pub fn write(root: &Path, files: &[(HubPath, impl AsRef<[u8]>)]) -> Result<(), Failure> {
    for name in files.iter().flat_map(|(path, _)| path.as_str().split('/')) {
        if let Some((message, _)) = names::fault(name.as_ref()) {
            return Err(Failure::Usage(format!("`{name}`: {message}; choose another name with --slug")));
        }
    }
    let there: Vec<&str> =
        files.iter().map(|(path, _)| path.as_str()).filter(|path| fs::symlink_metadata(root.join(path)).is_ok()).collect();
    if !there.is_empty() {
        return Err(in_the_way(root, &there));
    }
    let mut made = Made::default();
    for (path, text) in files {
        if let Err(error) = made.file(root, path, text.as_ref()) {
            made.undo();
            return Err(match error.kind() {
                ErrorKind::AlreadyExists => in_the_way(root, &[path.as_str()]),
                _ => Failure::io("write", &root.join(path.as_str()), &error),
            });
        }
    }
    Ok(())
}

fn in_the_way(root: &Path, there: &[&str]) -> Failure {
    let names = there.join(", ");
    let are = if there.len() == 1 { "is" } else { "are" };
    Failure::Usage(format!("{names} {are} there already in {}; nothing was written", root.display()))
}

/// What has been made so far, in order.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, root: &Path, path: &HubPath, bytes: &[u8]) -> io::Result<()> {
        let path = root.join(path.as_str());
        let folder = path.parent().unwrap_or(root);
        let missing: Vec<PathBuf> =
            folder.ancestors().take_while(|f| !f.exists() && *f != Path::new("")).map(Path::to_owned).collect();
        self.folders.extend(missing.into_iter().rev());
        fs::create_dir_all(folder).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => ErrorKind::NotADirectory.into(),
            _ => error,
        })?;
        // Beside it first, so that whoever is stopped here leaves no half of a file under its name.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
        let written = fs::File::create_new(&beside).and_then(|mut file| file.write_all(bytes));
        // A link is refused where the name is taken, which a rename is not.
        let placed = written.and_then(|()| match fs::hard_link(&beside, &path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                // Not every disk knows links.
                let mut file = fs::File::create_new(&path)?;
                file.write_all(bytes).inspect_err(|_| drop(fs::remove_file(&path)))
            }
            placed => placed,
        });
        let _ = fs::remove_file(&beside);
        placed.map(|()| self.files.push(path))
    }

    /// Nobody else has had the time to use them; a folder that is not empty stays.
    fn undo(&self) {
        for file in self.files.iter().rev() {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Vec<(HubPath, String)> {
        list.iter().map(|(path, text)| (HubPath::new(path).unwrap(), (*text).to_owned())).collect()
    }

    #[test]
    fn all_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("new/hub");
        write(&root, &files(&[("a/b.md", "one"), ("c.md", "two")])).unwrap();
        assert_eq!(fs::read_to_string(root.join("a/b.md")).unwrap(), "one");
        assert_eq!(fs::read_dir(&root).unwrap().count(), 2, "nothing is left beside");

        let again = write(&root, &files(&[("d.md", "three"), ("c.md", "four"), ("a/b.md", "five")]));
        let Err(Failure::Usage(said)) = again else { panic!("{again:?}") };
        assert!(said.starts_with("c.md, a/b.md are there already"), "{said}");
        assert!(!root.join("d.md").exists());
        assert_eq!(fs::read_to_string(root.join("c.md")).unwrap(), "two");
    }

    #[test]
    fn what_was_begun_is_undone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "not a folder").unwrap();
        let done = write(folder.path(), &files(&[("deep/er/a.md", "x"), ("file/b.md", "y")]));
        assert!(matches!(done, Err(Failure::Machine(_))), "{done:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_nowhere_is_in_the_way() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/no/such/file", folder.path().join("hub.yaml")).unwrap();
        assert!(matches!(write(folder.path(), &files(&[("hub.yaml", "x")])), Err(Failure::Usage(_))));
    }
}
