//! What git makes of the file, and who writes it.

use super::{Hub, event};
use crate::bench::{HUB, NOW, hubgen, tree};
use std::{fs, path::Path, process::Command};

#[test]
fn what_a_merge_leaves_is_read_and_mended() {
    let hub =
        Hub::with((0..3).map(|i| {
            (format!("content/events/e{i}.md"), event(&format!("Evening {i}"), &format!("2026-12-0{}T18:00", i + 1), ""))
        }));
    let lock = hub.build().lock;
    let line = |i: usize| lock.lines().find(|line| line.contains(&format!("events/e{i},"))).unwrap().to_owned();
    let raised = |n: u32| line(1).replace("sequence: 0", &format!("sequence: {n}"));
    let head: String = lock.lines().take_while(|line| !line.starts_with("  -")).map(|line| format!("{line}\n")).collect();
    for end in ["\n", "\r\n"] {
        let merged = format!(
            "{head}<<<<<<< HEAD\n{}\n{}\n||||||| base\n{}\n=======\n{}\n>>>>>>> branch\n{}\n{}\n",
            line(0),
            raised(3),
            raised(9),
            raised(5),
            raised(4),
            line(2),
        );
        hub.0.write("hub.lock", merged.replace('\n', end));
        let step = hub.build();
        assert_eq!(step.is("e1@harbour.example"), "e1 5");
        assert_eq!((step.events.len(), step.says("lock/merged").len()), (3, 1));
        assert!(hub.build().says("lock/merged").is_empty(), "mended");
    }
    // One number for two times reaches nobody: the next one does.
    let apart = line(1).replace("when: \"", "when: \"0");
    hub.0.write("hub.lock", format!("{lock}{apart}\n"));
    let step = hub.build();
    assert_eq!((step.events["e1@harbour.example"].sequence > 0, step.says("lock/merged").len()), (true, 1));
    // Line ends of another system are no change.
    hub.0.write("hub.lock", step.lock.replace('\n', "\r\n"));
    hubgen().current_dir(hub.0.path()).args(["build", "--locked"]).assert().code(0);
}

#[test]
fn only_a_plain_build_writes_it() {
    let hub = Hub::with([("content/events/a.md", event("A", "2026-12-03T18:00", ""))]);
    let run = |arguments: &[&str], code: i32| {
        let done = hubgen().current_dir(hub.0.path()).args(arguments).assert().code(code);
        String::from_utf8(done.get_output().stderr.clone()).unwrap()
    };
    for arguments in [&["build", "--now", NOW][..], &["build", "--drafts"], &["check"], &["build", "--now", NOW, "--drafts"]] {
        run(arguments, 0);
        assert!(!hub.0.path().join("hub.lock").exists(), "{arguments:?}");
    }
    let said = run(&["build", "--locked"], 1);
    assert!(said.contains("lock/stale") && said.contains("Nothing was written"), "{said}");
    assert!(run(&["build"], 0).contains("commit it"));
    let lock = hub.lock();
    assert!(!run(&["build"], 0).contains("commit it"));
    run(&["build", "--locked"], 0);
    // The hub moves to another host, and nothing is another's.
    hub.0.write("hub.yaml", HUB.replace("harbour.example", "elsewhere.example"));
    run(&["build", "--locked"], 0);
    run(&["build", "--base-url", "https://preview.example/x/"], 0);
    assert_eq!(hub.lock(), lock);
    let feed = fs::read_to_string(hub.0.path().join("public/events/feed.json")).unwrap();
    assert!(feed.contains("tag:harbour.example,"), "{feed}");
    // Changed, and wrong: nothing is written.
    hub.0.write("content/events/a.md", event("A", "2026-12-03T19:00", ""));
    let said = run(&["build", "--locked"], 1);
    assert!(said.contains("a@harbour.example"), "{said}");
    hub.0.write("content/events/b.md", event("B", "soon", ""));
    run(&["build"], 1);
    assert_eq!(hub.lock(), lock);
    assert!(!tree(&hub.0.path().join("public")).contains_key("hub.lock"));
    assert!(fs::read_dir(hub.0.path()).unwrap().all(|e| !e.unwrap().file_name().to_string_lossy().contains(".new")));
}

#[test]
fn git_merges_it() {
    let hub =
        Hub::with((0..8).map(|i| {
            (format!("content/events/e{i}.md"), event(&format!("Evening {i}"), &format!("2026-12-0{}T18:00", i + 1), ""))
        }));
    let git = |arguments: &[&str]| git(hub.0.path(), arguments);
    if git(&["init", "-q", "-b", "main"]).is_none() {
        eprintln!("there is no git here: not tried");
        return;
    }
    let commit = || {
        hub.build();
        git(&["add", "-A"]);
        git(&["commit", "-qm", "x"]).expect("a commit");
    };
    commit();
    git(&["checkout", "-qb", "ours"]);
    hub.rename("content/events/e0.md", "content/events/zero.md");
    hub.remove("content/events/e2.md");
    hub.0.write("content/events/e3.md", event("Evening 3", "2026-12-04T19:00", ""));
    hub.0.write("content/events/new-a.md", event("New A", "2026-12-20T18:00", ""));
    commit();
    git(&["checkout", "-q", "main"]);
    hub.rename("content/events/e1.md", "content/events/one.md");
    hub.remove("content/events/e4.md");
    hub.0.write("content/events/e3.md", event("Evening three", "2026-12-04T18:00", ""));
    hub.0.write("content/events/new-b.md", event("New B", "2026-12-21T18:00", ""));
    commit();
    let clean = git(&["merge", "-q", "-m", "merge", "ours"]).is_some();
    assert!(!clean, "lines that both changed are in conflict");
    assert!(hub.lock().contains("<<<<<<<"));
    // People decide what the event says; the lock is left as git left it.
    hub.0.write("content/events/e3.md", event("Evening three", "2026-12-04T19:00", ""));
    let step = hub.build();
    for (uid, is) in [
        ("e0", "zero 0"),
        ("e1", "one 0"),
        ("e2", "e2 1 gone"),
        ("e3", "e3 1"),
        ("e4", "e4 1 gone"),
        ("e5", "e5 0"),
        ("e6", "e6 0"),
        ("e7", "e7 0"),
        ("new-a", "new-a 0"),
        ("new-b", "new-b 0"),
    ] {
        assert_eq!(step.is(&format!("{uid}@harbour.example")), is, "{}", step.lock);
    }
    assert_eq!((step.events.len(), step.says("lock/merged").len()), (10, 1));
    assert!(!step.lock.contains("<<<<<<<"));
    assert_eq!(hub.build().lock, step.lock);
}

/// Runs git with nothing of the machine's own; `None`: it is not there, or would not.
fn git(folder: &Path, arguments: &[&str]) -> Option<()> {
    let who = [
        "-c",
        "user.name=Amina",
        "-c",
        "user.email=amina@harbour.example",
        "-c",
        "core.autocrlf=false",
        "-c",
        "commit.gpgsign=false",
    ];
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").args(who).args(arguments);
    let done = command.output().ok()?;
    done.status.success().then_some(())
}
