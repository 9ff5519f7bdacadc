//! Names of files: which are somebody's leftovers, and which cannot exist on every system.

use std::ffi::OsStr;

/// What systems and editors leave beside the files people write, and everything hidden.
pub fn is_leftover(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || name.starts_with("~syncthing~")
        || [".swp", ".swo", ".swx", "___jb_tmp___", "___jb_old___"].iter().any(|end| name.ends_with(end))
        || ["thumbs.db", "desktop.ini"].contains(&name.to_ascii_lowercase().as_str())
}

/// Why a file of this name cannot be in a hub, and what to do. Hubs are shared by people on different systems, so the
/// strictest decides (<https://learn.microsoft.com/windows/win32/fileio/naming-a-file>).
pub fn fault(name: &OsStr) -> Option<(String, &'static str)> {
    let Some(name) = name.to_str() else {
        return Some((
            "the name of this file is not stored as UTF-8".into(),
            "give it another name on the machine it comes from",
        ));
    };
    const RENAME: &str = "give the file another name; letters of any script, digits, `-`, `_` and `.` are always right";
    if let Some(c) = name.chars().find(|c| "<>:\"|?*\\".contains(*c)) {
        return Some((format!("Windows cannot store a file with `{c}` in its name"), RENAME));
    }
    if name.chars().any(char::is_control) {
        return Some(("there is an invisible sign in the name of this file".into(), RENAME));
    }
    if name.ends_with(['.', ' ']) {
        return Some(("Windows cannot store a file whose name ends in a dot or a blank".into(), RENAME));
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    is_device(stem).then(|| (format!("Windows cannot store a file called `{stem}`, with any ending"), RENAME))
}

fn is_device(stem: &str) -> bool {
    let upper = stem.to_ascii_uppercase();
    let numbered = |prefix: &str| {
        let rest = upper.strip_prefix(prefix);
        rest.is_some_and(|n| matches!(n, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"))
    };
    matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_leftovers_from_files() {
        for name in [
            ".DS_Store",
            ".#ama.md",
            "#ama.md#",
            "ama.md~",
            ".ama.md.swp",
            "Thumbs.db",
            "ama.md___jb_tmp___",
            "~syncthing~ama.md.tmp",
        ] {
            assert!(is_leftover(name), "{name}");
        }
        for name in ["ama.md", "a#b.md", "#", "swp.md"] {
            assert!(!is_leftover(name), "{name}");
        }
    }

    #[test]
    fn names_that_windows_cannot_hold_are_refused() {
        for name in
            ["a:b.md", "what?.md", "con", "Con.md", "aux.tar.gz", "COM1.txt", "LPT9", "a\\b", "a ", "a.", "a\u{7}b", "nul .md"]
        {
            assert!(fault(OsStr::new(name)).is_some(), "{name}");
        }
        for name in ["ورشة.md", "console.md", "COM10.md", "a b.md", "node.js.md", "com.md"] {
            assert!(fault(OsStr::new(name)).is_none(), "{name}");
        }
    }
}
