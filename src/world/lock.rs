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
