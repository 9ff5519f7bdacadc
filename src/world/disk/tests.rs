use super::*;
use crate::{
    diagnostic::Finding,
    model::{path::HubPath, snapshot::File},
};
use std::{
    fs,
    time::{Duration, SystemTime},
};

fn hub(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn found(snapshot: &Snapshot) -> Vec<(&'static str, String)> {
    let place = |f: &Finding| f.place.as_ref().map_or(String::new(), |p| p.path.to_string());
    crate::diagnostic::in_order(snapshot.findings.clone()).iter().map(|f| (f.code.name, place(f))).collect()
}

#[test]
fn reads_what_a_hub_is_made_of_and_nothing_else() {
    let hub = hub(&[
        ("hub.yaml", "title: x"),
        ("README.md", "no"),
        ("content/index.md", "home"),
        ("content/.draft.md", "no"),
        ("content/a.md~", "no"),
        ("content/events/plan.svg", "<svg width='3' height='4'/>"),
        ("static/.well-known/security.txt", "x"),
        ("static/.htaccess", "no"),
        ("data/x.csv", "a,b"),
        ("public/index.html", "no"),
        (".git/config", "no"),
    ]);
    let snapshot = read_hub(hub.path(), Some(&hub.path().join("public")));
    assert_eq!(found(&snapshot), []);
    let paths: Vec<&str> = snapshot.files.keys().map(HubPath::as_str).collect();
    let expected = ["content/events/plan.svg", "content/index.md", "data/x.csv", "hub.yaml", "static/.well-known/security.txt"];
    assert_eq!(paths, expected);
    assert_eq!(snapshot.bytes("content/index.md"), Some(&b"home"[..]));
    let Some(File::Handle(handle)) = snapshot.files.get(&HubPath::new("content/events/plan.svg").unwrap()) else {
        panic!("a picture is a handle");
    };
    assert_eq!((handle.size, handle.dimensions()), (27, Some((3, 4))));
}

#[test]
fn a_file_larger_than_any_text_is_not_read() {
    let hub = hub(&[("content/a.md", "x"), ("static/film.mp4", "x")]);
    for path in ["content/a.md", "static/film.mp4"] {
        fs::File::options().write(true).open(hub.path().join(path)).unwrap().set_len(50 << 20).unwrap();
    }
    let snapshot = read_hub(hub.path(), None);
    assert_eq!(found(&snapshot), [("file/too-large", "content/a.md".to_owned())]);
    assert_eq!(snapshot.files.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_stay_inside() {
    use std::os::unix::fs::symlink;
    let outside = hub(&[("secret.md", "x")]);
    let hub = hub(&[("content/shared/a.md", "a"), (".git/config", "token"), ("LICENSE", "free")]);
    let content = hub.path().join("content");
    symlink(outside.path().join("secret.md"), content.join("out.md")).unwrap();
    symlink("../.git/config", content.join("token.md")).unwrap();
    symlink("../.git", content.join("git")).unwrap();
    symlink("..", content.join("up")).unwrap();
    symlink(".", content.join("self")).unwrap();
    symlink("nowhere", content.join("gone.md")).unwrap();
    symlink("round.md", content.join("round.md")).unwrap();
    symlink("shared", content.join("again")).unwrap();
    symlink("../LICENSE", content.join("licence.txt")).unwrap();
    std::fs::create_dir(hub.path().join("static")).unwrap();
    symlink("../content/shared", hub.path().join("static/drafts")).unwrap();
    let snapshot = read_hub(hub.path(), None);
    let expected = [
        ("file/unreadable", "content/gone.md"),
        ("file/link-outside", "content/git"),
        ("file/link-outside", "content/out.md"),
        ("file/unreadable", "content/round.md"),
        ("file/link-loop", "content/self"),
        ("file/link-outside", "content/token.md"),
        ("file/link-loop", "content/up"),
        ("file/link-outside", "static/drafts"),
    ];
    let mut expected = expected.map(|(code, path)| (code, path.to_owned())).to_vec();
    expected.sort_by(|a, b| a.1.cmp(&b.1));
    assert_eq!(found(&snapshot), expected);
    let paths: Vec<&str> = snapshot.files.keys().map(HubPath::as_str).collect();
    assert_eq!(paths, ["content/again/a.md", "content/licence.txt", "content/shared/a.md"]);
}

#[cfg(unix)]
#[test]
fn linked_folders_do_not_multiply() {
    use std::os::unix::fs::symlink;
    let hub = hub(&[("content/d0/a.md", "a")]);
    for i in 1..20 {
        let folder = hub.path().join(format!("content/d{i}"));
        fs::create_dir(&folder).unwrap();
        for link in ["x", "y"] {
            symlink(format!("../d{}", i - 1), folder.join(link)).unwrap();
        }
    }
    let snapshot = read_hub(hub.path(), None);
    assert!(snapshot.files.len() < 10);
    assert!(snapshot.findings.iter().all(|f| f.code.name == "file/link-loop"));
}

#[cfg(target_os = "linux")]
#[test]
fn names_and_kinds_that_cannot_be_in_a_hub_are_named() {
    use std::os::unix::{ffi::OsStrExt, net::UnixListener};
    let hub = hub(&[("content/a:b.md", "x"), ("content/aux/ok.md", "x"), ("data", "x"), ("hub.yaml/x", "x")]);
    let bytes = std::ffi::OsStr::from_bytes(b"content/\xff.md");
    fs::write(hub.path().join(bytes), "x").unwrap();
    let _socket = UnixListener::bind(hub.path().join("content/socket")).unwrap();
    let snapshot = read_hub(hub.path(), None);
    let expected = [
        ("file/name", "content/a:b.md"),
        ("file/name", "content/aux"),
        ("file/unreadable", "content/socket"),
        ("file/name", "content/\u{fffd}.md"),
        ("file/unreadable", "data"),
        ("file/unreadable", "hub.yaml"),
    ];
    assert_eq!(found(&snapshot), expected.map(|(code, path)| (code, path.to_owned())));
    assert!(snapshot.files.is_empty());
}

#[test]
fn what_changed_without_looking_so_is_seen() {
    let hub = hub(&[("content/a.md", "one"), ("content/b.md", "two")]);
    let root = hub.path().canonicalize().unwrap();
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    let age = |name: &str| fs::File::options().write(true).open(root.join(name)).unwrap().set_modified(long_ago).unwrap();
    age("content/a.md");
    let mut watched = Watched::new(&root, None);
    assert!(watched.look(), "the first look sees everything");
    assert!(!watched.look(), "nothing changed");
    fs::write(root.join("content/a.md"), "six").unwrap();
    age("content/a.md");
    assert_eq!(watched.look(), cfg!(unix), "the same size, and the time is as it was");
    fs::write(root.join("content/b.md"), "ten").unwrap();
    assert!(watched.look(), "shortly after the last look");
    assert_eq!(watched.snapshot().bytes("content/b.md"), Some(&b"ten"[..]));
}

#[test]
fn what_is_told_is_looked_at_and_what_is_not_is_found_later() {
    let hub = hub(&[("content/a.md", "one"), ("content/b.md", "two")]);
    let root = hub.path().canonicalize().unwrap();
    let mut watched = Watched::new(&root, None);
    watched.look();
    for (name, text) in [("a", "1"), ("b", "2"), ("c", "3")] {
        fs::write(root.join(format!("content/{name}.md")), text).unwrap();
    }
    watched.look_at(&[root.join("content/a.md")].into());
    assert!(watched.is_trusted());
    let texts =
        |watched: &Watched| ["a", "b", "c"].map(|n| watched.snapshot().bytes(&format!("content/{n}.md")).map(<[u8]>::to_vec));
    assert_eq!(texts(&watched), [Some(b"1".to_vec()), Some(b"two".to_vec()), None]);
    assert!(watched.look() && !watched.is_trusted());
    assert_eq!(texts(&watched), ["1", "2", "3"].map(|text| Some(text.as_bytes().to_vec())));
    // What is no plain file in a known folder is reason enough to look at everything.
    fs::write(root.join("content/b.md"), "4").unwrap();
    fs::create_dir(root.join("content/new")).unwrap();
    fs::write(root.join("content/new/d.md"), "5").unwrap();
    watched.look_at(&[root.join("content/new/d.md")].into());
    assert_eq!(watched.snapshot().bytes("content/b.md"), Some(&b"4"[..]));
    assert_eq!(watched.snapshot().bytes("content/new/d.md"), Some(&b"5"[..]));
    // Hidden, and published all the same.
    fs::create_dir_all(root.join("static/.well-known")).unwrap();
    fs::write(root.join("static/.well-known/x.txt"), "6").unwrap();
    watched.look_at(&[root.join("static/.well-known/x.txt")].into());
    assert!(watched.snapshot().files.keys().any(|path| path.as_str() == "static/.well-known/x.txt"));
    fs::remove_file(root.join("content/a.md")).unwrap();
    watched.look_at(&[root.join("content/a.md")].into());
    assert_eq!(watched.snapshot().bytes("content/a.md"), None);
}
