//! How `serve` begins and ends: ports, signals, kills, and a disk that takes nothing more.
#![cfg(unix)]

use crate::{
    bench::{HUB, NOW, Temp, tree},
    preview::{Preview, ask},
};
use std::{
    fs,
    net::TcpListener,
    os::unix::process::ExitStatusExt,
    process::{Command, Output, Stdio},
    thread,
    time::Instant,
};

const HUBGEN: &str = env!("CARGO_BIN_EXE_hubgen");

fn hub() -> Temp {
    let pages =
        (0..100).map(|i| (format!("content/page-{i}.md"), format!("# Page {i}\n\nFirst. [next](page-{}.md)\n", (i + 1) % 100)));
    Temp::with([("hub.yaml".to_owned(), HUB.to_owned())].into_iter().chain(pages))
}

#[test]
fn ctrl_c_ends_it_cleanly_whatever_it_does() {
    let hub = hub();
    for when in [
        "at rest",
        "while windows are open",
        "while the hub is looked at",
        "while pages are asked for",
        "while it hangs on errors",
    ] {
        let mut preview = Preview::of(hub.path(), &[]);
        let windows: Vec<_> = match when {
            "at rest" => Vec::new(),
            _ => (0..20).map(|i| preview.window(&format!("/page-{i}/"))).collect(),
        };
        windows.iter().for_each(|window| drop(window.recv().unwrap()));
        match when {
            "while the hub is looked at" => hub.write("hub.yaml", HUB),
            "while it hangs on errors" => {
                hub.write("content/page-3.md", "# Page 3\n\n[broken](nowhere.md)\n");
                preview.hears("error[");
            }
            "while pages are asked for" => {
                for i in 0..20 {
                    let host = preview.host.clone();
                    // They come to nothing when it ends, and that is right.
                    thread::spawn(move || while ask(&host, &format!("/page-{i}/"), "").is_ok() {});
                }
            }
            _ => {}
        }
        preview.heard();
        let began = Instant::now();
        preview.signal("INT");
        let status = preview.ends();
        eprintln!("Ctrl-C {when}: {:?}", began.elapsed());
        assert_eq!(status.code(), Some(0), "{when}: {status}, {}", preview.heard());
        hub.write("content/page-3.md", "# Page 3\n\nMended.\n");
        // Nothing is left of a panic on the way out.
        let last = preview.said.iter().collect::<String>();
        assert!(!last.contains("panicked"), "{when}: {last}");
    }
}

#[test]
fn ctrl_c_ends_it_before_there_is_a_site() {
    let hub = hub();
    let mut program = Command::new(HUBGEN);
    program.arg("serve").arg(hub.path()).args(["--port", "0"]).stderr(Stdio::null());
    let mut program = program.spawn().unwrap();
    let pid = program.id().to_string();
    assert!(Command::new("kill").args(["-s", "INT", &pid]).status().unwrap().success());
    let status = program.wait().unwrap();
    // The system's own way, until there is a server to tell.
    assert!(status.signal() == Some(2) || status.code() == Some(0), "{status}");
}

#[test]
fn what_was_killed_starts_again_at_the_same_address_and_open_windows_hear_of_it() {
    let hub = hub();
    let mut preview = Preview::of(hub.path(), &[]);
    let port = preview.host.rsplit(':').next().unwrap().to_owned();
    for round in 1..=5 {
        let (changed, same) = (preview.window("/page-1/"), preview.window("/page-2/"));
        let told = [changed.recv().unwrap(), same.recv().unwrap()];
        assert!(told.iter().all(|told| told["page"] == "same"), "{told:?}");
        // What the windows know of their pages, for when they come back.
        let known = preview.known("/page-1/");
        let known_same = preview.known("/page-2/");
        let before = tree(hub.path());
        preview.signal("KILL");
        preview.ends();
        assert_eq!(tree(hub.path()), before, "it leaves nothing behind");
        assert!(changed.recv().is_err(), "the connection is over");
        hub.write("content/page-1.md", format!("# Page 1\n\nRound {round}.\n"));
        preview = Preview::by(Command::new(HUBGEN).arg("serve").arg(hub.path()).args(["--port", &port]));
        assert_eq!(preview.listen(&known).recv().unwrap()["page"], "changed");
        assert_eq!(preview.listen(&known_same).recv().unwrap()["page"], "same");
    }
}

#[test]
fn a_port_that_is_taken_is_passed_over_or_said() {
    let hub = hub();
    // Ours, or somebody else's: taken it is.
    let _taken = TcpListener::bind(("127.0.0.1", 4000));
    let first = Preview::by(Command::new(HUBGEN).arg("serve").arg(hub.path()));
    let second = Preview::by(Command::new(HUBGEN).arg("serve").arg(hub.path()));
    let port = |preview: &Preview| preview.host.rsplit(':').next().unwrap().parse::<u16>().unwrap();
    assert!((4001..4100).contains(&port(&first)) && (4001..4100).contains(&port(&second)), "{} {}", first.host, second.host);
    assert_ne!(port(&first), port(&second));
    let asked = Command::new(HUBGEN).arg("serve").arg(hub.path()).args(["--port", &port(&first).to_string()]).output().unwrap();
    let said = String::from_utf8_lossy(&asked.stderr);
    assert_eq!(asked.status.code(), Some(3), "{said}");
    assert!(said.contains(&format!("port {} is in use", port(&first))), "{said}");
}

/// Runs hubgen where no file may grow beyond so many blocks of 512 bytes. A full disk says much the same.
fn on_a_full_disk(blocks: u32, arguments: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec '{HUBGEN}' {arguments}")]);
    shell
}

#[test]
fn a_full_disk_does_not_matter_to_a_preview() {
    let hub = hub();
    let preview = Preview::by(on_a_full_disk(0, &format!("serve '{}' --port 0 \"$@\"", hub.path().display())).arg("hubgen"));
    preview.shows("/page-5/", "First.");
    hub.write("content/page-5.md", "# Page 5\n\nSecond.\n");
    preview.shows("/page-5/", "Second.");
}

#[test]
fn a_full_disk_leaves_the_old_site_whole() {
    let hub = hub();
    let out = hub.path().join("public");
    let build = |command: &mut Command| -> Output { command.stderr(Stdio::piped()).output().unwrap() };
    let arguments = format!("build '{}' --now {NOW}", hub.path().display());
    for blocks in [0, 1, 8, 20] {
        let full = build(&mut on_a_full_disk(blocks, &arguments));
        assert_eq!(full.status.code(), Some(3), "{blocks}: {}", String::from_utf8_lossy(&full.stderr));
        assert!(!out.exists(), "{blocks}: nothing is half there");
    }
    let whole = build(&mut on_a_full_disk(1 << 20, &arguments));
    assert_eq!(whole.status.code(), Some(0), "{}", String::from_utf8_lossy(&whole.stderr));
    let before = tree(&out);
    for i in 0..100 {
        hub.write(&format!("content/page-{i}.md"), format!("# Page {i}\n\n{}\n", "Second. ".repeat(3_000)));
    }
    for blocks in [0, 1, 8, 20] {
        let full = build(&mut on_a_full_disk(blocks, &arguments));
        let said = String::from_utf8_lossy(&full.stderr).into_owned();
        assert_eq!(full.status.code(), Some(3), "{blocks}: {said}");
        assert!(said.contains("cannot") && !said.contains("panicked"), "{blocks}: {said}");
        assert!(tree(&out) == before, "{blocks}: the old site is as it was");
    }
    let again = build(&mut on_a_full_disk(1 << 20, &arguments));
    assert_eq!(again.status.code(), Some(0), "{}", String::from_utf8_lossy(&again.stderr));
    let fresh = hub.path().join("fresh");
    fs::rename(&out, hub.path().join("over")).unwrap();
    assert!(build(&mut on_a_full_disk(1 << 20, &format!("{arguments} -o '{}'", fresh.display()))).status.success());
    assert!(tree(&fresh) == tree(&hub.path().join("over")), "the next build is a clean one");
}
