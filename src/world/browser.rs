//! Opens a page in the browser the reader of this machine uses.

use std::process::{Command, Stdio};

/// Asks the system to show `address`. `Err` where it has no way to.
pub fn open(address: &str) -> Result<(), String> {
    let mut command = match std::env::consts::OS {
        "macos" => Command::new("open"),
        "windows" => {
            // `start` takes its first quoted argument for a title.
            let mut command = Command::new("cmd");
            command.args(["/c", "start", ""]);
            command
        }
        _ => Command::new("xdg-open"),
    };
    let started = command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    match started {
        Ok(mut child) => {
            // Somebody has to wait for it, else it stays behind as a zombie.
            std::thread::spawn(move || child.wait());
            Ok(())
        }
        Err(error) => Err(super::reason(&error)),
    }
}
