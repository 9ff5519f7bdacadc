//! Which hub is meant, and which moment.
#![allow(clippy::disallowed_methods)]

use crate::{
    diagnostic::nearest,
    model::{
        path::BaseUrl,
        time::{Zone, parse_now, zone_of_abbreviation},
    },
    pipeline::Now,
    world::{Failure, clock, reason},
};
use chrono_tz::TZ_VARIANTS;
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The folder of the hub: the one named, else the nearest upwards that holds `hub.yaml`.
pub fn find(named: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = named {
        return match fs::metadata(folder) {
            Ok(found) if found.is_dir() => Ok(folder.to_owned()),
            Ok(_) => Err(Failure::Usage(format!("{} is not a folder; name the folder that holds hub.yaml", folder.display()))),
            Err(error) => Err(Failure::Usage(format!("cannot read {}: {}", folder.display(), reason(&error)))),
        };
    }
    let here = env::current_dir().map_err(|e| Failure::Machine(format!("cannot tell the current folder: {}", reason(&e))))?;
    if let Some(hub) = here.ancestors().find(|folder| folder.join("hub.yaml").is_file()) {
        return Ok(hub.to_owned());
    }
    let hint = match here.join("hub.yml").is_file() {
        true => "there is a hub.yml here: rename it to hub.yaml",
        false => "go to a hub, name its folder, or start one with `hubgen init`",
    };
    Err(Failure::Usage(format!("there is no hub.yaml in {} or above it; {hint}", here.display())))
}

/// The moment a run is for: what `--now` said, else what the clock says.
pub fn now(typed: Option<&String>) -> Result<Now, Failure> {
    match typed {
        Some(text) => Ok(Now::Typed(text.clone())),
        None => clock::now().map(Now::At).map_err(Failure::Usage),
    }
}

/// Checks the value of `--now`; which instant it is depends on the hub's zone.
pub fn typed_now(text: &str) -> Result<String, String> {
    match parse_now(text, Zone::UTC) {
        Some(_) => Ok(text.to_owned()),
        None => Err("write a day or a time: 2026-12-01, 2026-12-01T09:00, 2026-12-01T09:00Z".into()),
    }
}

/// Checks the value of `--base-url`.
pub fn base_url(text: &str) -> Result<String, String> {
    BaseUrl::parse(text).map(|_| text.to_owned())
}

/// Reads the name of a zone.
pub fn zone(text: &str) -> Result<Zone, String> {
    let text = text.trim();
    text.parse().or_else(|_| {
        let city = |zone: &&Zone| zone.name().rsplit('/').next().is_some_and(|c| c.eq_ignore_ascii_case(&text.replace(' ', "_")));
        let whole = |zone: &&Zone| zone.name().eq_ignore_ascii_case(text);
        if let Some(zone) = TZ_VARIANTS.iter().find(whole) {
            return Ok(*zone);
        }
        let meant = zone_of_abbreviation(&text.to_ascii_uppercase())
            .or_else(|| TZ_VARIANTS.iter().find(city).map(|zone| zone.name()))
            .or_else(|| nearest(text, TZ_VARIANTS.iter().map(|zone| zone.name())));
        Err(match meant {
            Some(name) => format!("there is no zone `{text}`; did you mean {name}?"),
            None => format!("there is no zone `{text}`; write one such as Europe/Athens or Africa/Cairo"),
        })
    })
}

/// A path as it is shortest from here.
pub fn shown(path: &Path) -> &Path {
    match env::current_dir() {
        Ok(here) => path.strip_prefix(here).unwrap_or(path),
        Err(_) => path,
    }
}

/// What paths in annotations begin with, for a hub that is a part of a repository: `docs/hub/`, or nothing.
pub fn path_in_repository(hub: &Path) -> String {
    let Ok(hub) = fs::canonicalize(hub) else { return String::new() };
    let top = hub.ancestors().find(|folder| folder.join(".git").exists());
    let below = top.and_then(|top| hub.strip_prefix(top).ok());
    below.map_or(String::new(), |b| b.iter().map(|name| format!("{}/", name.to_string_lossy())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_a_repository_begins_at_its_top() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("docs/hub")).unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        assert_eq!(path_in_repository(&folder.path().join("docs/hub")), "docs/hub/");
        assert_eq!(path_in_repository(folder.path()), "");
    }

    #[test]
    fn zones_are_found_by_what_people_call_them() {
        assert_eq!(zone("europe/athens"), Ok(Zone::Europe__Athens));
        for (text, meant) in [("Athens", "Europe/Athens"), ("EDT", "America/New_York"), ("Europe/Athen", "Europe/Athens")] {
            assert!(zone(text).unwrap_err().ends_with(&format!("did you mean {meant}?")), "{text}");
        }
        assert!(zone("here").is_err());
    }

    #[test]
    fn a_named_folder_has_to_exist() {
        assert!(matches!(find(Some(Path::new("/no/such/folder"))), Err(Failure::Usage(_))));
        assert!(typed_now("2026-12").is_err() && typed_now("soon").is_err() && typed_now("2026-12-01T09:00Z").is_ok());
    }
}
