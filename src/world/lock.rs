//! hub.lock, the one file of a hub that hubgen itself writes.

use super::Failure;
use std::{fs, io::Write, path::Path};

/// Puts the file in its place, whole: nobody ever finds half of it.
pub fn write(hub: &Path, name: &str, text: &str) -> Result<(), Failure> {
    let path = hub.join(name);
    let beside = hub.join(format!(".{name}.new"));
    // One that a killed build left; or a link that somebody put there, and writing through it would write elsewhere.
    let _ = fs::remove_file(&beside);
    let made = fs::File::create_new(&beside).and_then(|mut file| file.write_all(text.as_bytes()));
    let done = made.and_then(|()| fs::rename(&beside, &path));
    done.map_err(|error| {
        let _ = fs::remove_file(&beside);
        Failure::io("write", &path, &error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_way_is_not_followed() {
        let (hub, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let secret = outside.path().join("secret");
        fs::write(&secret, "theirs").unwrap();
        for name in ["hub.lock", ".hub.lock.new"] {
            std::os::unix::fs::symlink(&secret, hub.path().join(name)).unwrap();
        }
        write(hub.path(), "hub.lock", "ours").unwrap();
        assert_eq!(fs::read_to_string(&secret).unwrap(), "theirs");
        assert_eq!(fs::read_to_string(hub.path().join("hub.lock")).unwrap(), "ours");
        assert_eq!(fs::read_dir(hub.path()).unwrap().count(), 1);
    }
}
