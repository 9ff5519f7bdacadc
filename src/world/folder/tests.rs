use super::{publish::case_renames, *};
use crate::model::snapshot::Handle;
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
    sync::atomic::AtomicI64,
    time::{Duration, SystemTime},
};

type Files = BTreeMap<String, String>;

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

fn phase(path: &str) -> Phase {
    match path.rsplit_once('.').map_or("", |(_, e)| e) {
        "html" => Phase::Pages,
        "xml" => Phase::Feeds,
        _ => Phase::Assets,
    }
}

fn give(folder: &Folder, site: &Files) {
    for turn in [Phase::Assets, Phase::Pages, Phase::Feeds] {
        site.par_iter().filter(|(path, _)| phase(path) == turn).for_each(|(path, text)| {
            folder.take(turn, &OutputPath::new(path.as_str()), Content::Bytes(text.clone().into()));
        });
    }
}

fn build(root: &Path, site: &Files) -> Result<Written, Failure> {
    let folder = Folder::open(root)?;
    give(&folder, site);
    folder.publish()
}

/// What lies in the folder, beside the list; an empty folder as `name/`.
fn lies(root: &Path) -> Files {
    let mut found = Files::new();
    if !root.exists() {
        return found;
    }
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() {
            found.insert(path, fs::read_to_string(entry.path()).unwrap_or_default());
        } else if entry.file_type().is_dir() && fs::read_dir(entry.path()).unwrap().next().is_none() {
            found.insert(format!("{path}/"), String::new());
        }
    }
    found.remove(ledger::NAME);
    found
}

fn site_a() -> Files {
    files(&[
        ("index.html", "home a.1.css"),
        ("about/index.html", "about a.1.css"),
        ("deep/er/index.html", "deep a.1.css"),
        ("rss.xml", "feed"),
        ("a.1.css", "css"),
        (".nojekyll", ""),
        ("turns", "file"),
        ("turned/index.html", "page"),
    ])
}

fn site_b() -> Files {
    files(&[
        ("index.html", "home a.2.css"),
        ("About/index.html", "about a.2.css"),
        ("rss.xml", "feed"),
        ("a.2.css", "css"),
        (".nojekyll", ""),
        ("turns/index.html", "page"),
        ("turned", "file"),
    ])
}

#[test]
fn a_new_folder_appears_whole_and_a_second_build_touches_nothing() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("deep/public");
    assert_eq!(build(&root, &site_a()).unwrap(), Written { written: 8, unchanged: 0, removed: 0 });
    assert_eq!(lies(&root), site_a());
    assert_eq!(fs::read_dir(home.path().join("deep")).unwrap().count(), 1);

    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let times = |root: &Path| -> Vec<SystemTime> {
        let all = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
        all.map(|e| e.unwrap().metadata().unwrap().modified().unwrap()).collect()
    };
    for entry in walkdir::WalkDir::new(&root).contents_first(true) {
        fs::File::open(entry.unwrap().path()).unwrap().set_modified(long_ago).unwrap();
    }
    assert_eq!(build(&root, &site_a()).unwrap(), Written { written: 0, unchanged: 8, removed: 0 });
    assert!(times(&root).iter().all(|t| *t == long_ago), "not even the folders are touched");
}

#[test]
fn one_site_over_another_leaves_exactly_the_other_and_what_is_foreign() {
    let home = tempfile::tempdir().unwrap();
    build(home.path(), &site_a()).unwrap();
    fs::write(home.path().join("CNAME"), "mine").unwrap();
    fs::write(home.path().join("deep/notes.txt"), "mine").unwrap();
    fs::create_dir(home.path().join("empty")).unwrap();
    let done = build(home.path(), &site_b()).unwrap();
    assert_eq!(done, Written { written: 5, unchanged: 2, removed: 5 });
    let mut expected = site_b();
    expected.extend(files(&[("CNAME", "mine"), ("deep/notes.txt", "mine"), ("empty/", "")]));
    assert_eq!(lies(home.path()), expected);
}

#[test]
fn a_foreign_file_in_the_way_stops_everything() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join("about/index.html")).unwrap();
    fs::write(home.path().join("about/index.html/x"), "mine").unwrap();
    fs::write(home.path().join("index.html"), "mine").unwrap();
    fs::write(home.path().join("deep"), "mine").unwrap();
    let before = lies(home.path());
    let Err(Failure::Content(findings)) = build(home.path(), &site_a()) else { panic!("must be refused") };
    let mut named: Vec<&str> = findings.iter().map(|f| f.message.split(" is in the way").next().unwrap()).collect();
    named.sort_unstable();
    let expected = ["about/index.html/x", "deep", "index.html"].map(|p| home.path().join(p).display().to_string());
    assert_eq!(named, expected);
    assert_eq!(lies(home.path()), before);
    assert!(!home.path().join(ledger::NAME).exists());
}

#[test]
fn a_foreign_file_with_the_same_bytes_becomes_ours() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("a.1.css"), "css").unwrap();
    assert_eq!(build(home.path(), &site_a()).unwrap().unchanged, 1);
    build(home.path(), &files(&[("index.html", "x")])).unwrap();
    assert_eq!(lies(home.path()), files(&[("index.html", "x")]));
}

#[test]
fn a_build_that_is_given_up_leaves_no_trace() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("a/b/public");
    let folder = Folder::open(&root).unwrap();
    give(&folder, &site_a());
    drop(folder);
    assert_eq!(lies(home.path()), Files::new());

    build(&root, &site_a()).unwrap();
    let folder = Folder::open(&root).unwrap();
    give(&folder, &site_b());
    drop(folder);
    assert_eq!(lies(&root), site_a());
}

#[test]
fn killed_at_any_moment_every_file_is_whole_and_the_next_build_finishes() {
    for fresh in [true, false] {
        for life in 0.. {
            let home = tempfile::tempdir().unwrap();
            let root = home.path().join("public");
            if !fresh {
                build(&root, &site_a()).unwrap();
                fs::write(root.join("CNAME"), "mine").unwrap();
            }
            let mut folder = Folder::open(&root).unwrap();
            folder.hand.left = Some(AtomicI64::new(life));
            give(&folder, &site_b());
            let done = folder.publish().is_ok();

            let seen = lies(&root);
            let visible: Vec<_> = seen.iter().filter(|(p, _)| !p.starts_with(stage::NAME) && !p.ends_with('/')).collect();
            let whole = |p: &str, t: &str| {
                p == "CNAME" || [site_a(), site_b()].iter().any(|site| site.get(p).is_some_and(|text| text == t))
            };
            assert!(visible.iter().all(|(p, t)| whole(p, t)), "killed after {life}: {visible:?}");
            for (path, page) in visible.iter().filter(|(p, _)| p.ends_with("index.html")) {
                if let Some((_, asset)) = page.rsplit_once(' ') {
                    assert!(seen.contains_key(asset), "killed after {life}: {path} names {asset}");
                }
            }

            build(&root, &site_b()).unwrap();
            let mut expected = site_b();
            if !fresh {
                expected.insert("CNAME".into(), "mine".into());
            }
            assert_eq!(lies(&root), expected, "killed after {life}");
            assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1, "killed after {life}");
            if done {
                assert!(life > 10);
                break;
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().unwrap();
    let (root, elsewhere) = (home.path().join("public"), home.path().join("elsewhere"));
    fs::create_dir(&root).unwrap();
    fs::create_dir(&elsewhere).unwrap();
    fs::write(elsewhere.join("x.css"), "theirs").unwrap();
    symlink(&elsewhere, root.join("about")).unwrap();
    symlink(elsewhere.join("x.css"), root.join("a.1.css")).unwrap();
    let Err(Failure::Content(findings)) = build(&root, &site_a()) else { panic!("must be refused") };
    assert_eq!(findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), ["io/link"; 2]);
    assert_eq!(lies(&elsewhere), files(&[("x.css", "theirs")]));
    assert!(!root.join("index.html").exists());
}

#[test]
fn the_list_tells_no_addresses_and_paths_stay_inside() {
    let home = tempfile::tempdir().unwrap();
    build(home.path(), &files(&[("secret-party/index.html", "x")])).unwrap();
    let list = fs::read_to_string(home.path().join(ledger::NAME)).unwrap();
    assert!(!list.contains("secret") && !list.contains("index"));
    for path in ["../x", "/etc/x", "a/../../x", "", "a//b", ".hubgen", ".hubgen-stage/x", "a\\b"] {
        assert!(matches!(build(home.path(), &files(&[(path, "x")])), Err(Failure::Machine(_))), "{path}");
    }
}

#[test]
fn copies_are_compared_and_copied() {
    let home = tempfile::tempdir().unwrap();
    let source = home.path().join("film.mp4");
    fs::write(&source, vec![7; 100_000]).unwrap();
    let root = home.path().join("public");
    let build = || {
        let folder = Folder::open(&root).unwrap();
        let handle = Handle::new(source.clone(), 100_000);
        folder.take(Phase::Assets, &OutputPath::new("film.mp4"), Content::Copy(handle));
        folder.publish()
    };
    assert_eq!(build().unwrap().written, 1);
    assert_eq!(build().unwrap().unchanged, 1);
    let mut changed = vec![7; 100_000];
    changed[99_999] = 8;
    fs::write(&source, &changed).unwrap();
    assert_eq!(build().unwrap().written, 1);
    assert_eq!(fs::read(root.join("film.mp4")).unwrap(), changed);
    fs::remove_file(&source).unwrap();
    assert!(matches!(build(), Err(Failure::Machine(_))));
    assert_eq!(fs::read(root.join("film.mp4")).unwrap(), changed);
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let home = tempfile::tempdir().unwrap();
    let first = Folder::open(home.path()).unwrap();
    give(&first, &site_a());
    assert!(matches!(build(home.path(), &site_b()), Err(Failure::Machine(text)) if text.contains("another build")));
    first.publish().unwrap();
    assert_eq!(lies(home.path()), site_a());
}

#[test]
fn names_that_differ_in_case_are_turned_folder_by_folder() {
    let renames = case_renames("Ar/About/Index.html", "ar/About/index.html");
    let expected = [("Ar", "ar"), ("ar/About/Index.html", "ar/About/index.html")];
    assert_eq!(renames, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

/// `cargo test --release -- --ignored --nocapture writes_about`: 10,000 files of 20 KB beside `cp -r`.
#[test]
#[ignore = "a measurement"]
#[allow(clippy::print_stdout)]
fn writes_about_as_fast_as_a_copy() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("public");
    let site: Files = (0..10_000).map(|i| (format!("a/{i}/index.html"), format!("{i} ").repeat(20_000 / 5))).collect();
    let timed = |name: &str, work: &dyn Fn()| {
        let start = std::time::Instant::now();
        work();
        std::println!("{name}: {:?}", start.elapsed());
    };
    timed("new", &|| _ = build(&root, &site).unwrap());
    let copy = |to: &str| {
        let done = std::process::Command::new("cp").arg("-r").arg(&root).arg(home.path().join(to)).status();
        assert!(done.unwrap().success());
    };
    timed("cp -r", &|| copy("copy"));
    timed("unchanged", &|| _ = build(&root, &site).unwrap());
    let other = site.iter().map(|(p, t)| (p.clone(), format!("{t}."))).collect();
    timed("all changed", &|| _ = build(&root, &other).unwrap());
    timed("cp -r", &|| copy("again"));
    timed("all removed", &|| _ = build(&root, &Files::new()).unwrap());
}
