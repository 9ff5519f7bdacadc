//! Where a new hub finds itself: the zone of the machine, the repository that its folder lies in.

use crate::model::time::Zone;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The zone people here live in: the variable `TZ`, else what the system is set to.
pub fn zone() -> Option<Zone> {
    let variable = env::var("TZ").ok();
    variable.as_deref().and_then(named).or_else(|| named(&iana_time_zone::get_timezone().ok()?))
}

/// `Europe/Athens`, `:Europe/Athens`, `/usr/share/zoneinfo/Europe/Athens`.
fn named(text: &str) -> Option<Zone> {
    let text = text.trim().trim_start_matches(':');
    let name = text.rsplit_once("zoneinfo/").map_or(text, |(_, name)| name);
    // `EST5EDT` and its like are rules, not places.
    name.parse().ok().filter(|_| name.contains('/') || name == "UTC")
}

/// A repository of git.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The folder it begins in.
    pub top: PathBuf,
    /// The text of its `config`.
    pub config: String,
}

/// The repository that `folder` lies in, or would lie in.
pub fn repository(folder: &Path) -> Option<Repository> {
    let existing = folder.ancestors().find_map(|f| fs::canonicalize(if f == Path::new("") { Path::new(".") } else { f }).ok())?;
    let top = existing.ancestors().find(|folder| folder.join(".git").exists())?.to_owned();
    let mut git = top.join(".git");
    // In a second work tree it is a file that names the folder, and that one names the common one.
    if let Ok(text) = fs::read_to_string(&git) {
        git = top.join(text.strip_prefix("gitdir:")?.trim());
    }
    if let Ok(common) = fs::read_to_string(git.join("commondir")) {
        git = git.join(common.trim());
    }
    Some(Repository { top, config: fs::read_to_string(git.join("config")).unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_places() {
        for text in ["Europe/Athens", ":Europe/Athens", "/usr/share/zoneinfo/Europe/Athens"] {
            assert_eq!(named(text), Some(Zone::Europe__Athens), "{text}");
        }
        for text in ["", "EST5EDT", "Mars/Olympus", "/etc/localtime"] {
            assert_eq!(named(text), None, "{text}");
        }
    }

    #[test]
    fn a_repository_is_found_from_folders_that_are_yet_to_come() {
        let folder = tempfile::tempdir().unwrap();
        let top = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir(top.join(".git")).unwrap();
        fs::write(top.join(".git/config"), "[core]").unwrap();
        let found = repository(&folder.path().join("docs/hub")).unwrap();
        assert_eq!(found, Repository { top, config: "[core]".into() });
    }
}
