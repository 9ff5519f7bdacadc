//! What `serve` sees of files and folders that come, go and change behind its back, by the real program.

use crate::{
    bench::{HUB, Temp},
    preview::Preview,
};
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

fn hub(files: &[(&str, &str)]) -> Temp {
    Temp::with([("hub.yaml", HUB), ("content/about.md", "# About\n\nHere.\n")].iter().chain(files).copied())
}

/// As git does it: each file goes and comes anew.
fn check_out(folder: &Path, version: &str, count: usize) {
    for i in 0..count {
        let file = folder.join(format!("page-{i}.md"));
        let _ = fs::remove_file(&file);
        // Each version lacks a tenth of the files, and links to the next of those it has.
        if i % 10 != version.len() % 10 {
            let next = (i + 1..).find(|i| i % 10 != version.len() % 10).filter(|i| *i < count);
            let link = next.map_or(String::new(), |next| format!("[next](page-{next}.md)"));
            fs::write(file, format!("# Page {i}\n\nOf {version}. {link}\n")).unwrap();
        }
    }
}

#[test]
fn a_thousand_files_at_once_are_looked_at_a_few_times() {
    const COUNT: usize = 1000;
    let hub = hub(&[]);
    let content = hub.path().join("content");
    let preview = Preview::of(hub.path(), &[]);
    check_out(&content, "main", COUNT);
    let last = format!("/page-{}/", COUNT - 1);
    preview.shows(&last, "Of main.");
    preview.shows("/page-0/", "Of main.");
    for version in ["feature", "main"] {
        // The page of somebody who looks on; each look at the hub that changed anything shows it another way.
        let (over, host) = (AtomicBool::new(false), &preview.host);
        let watched = thread::scope(|scope| {
            let onlooker = scope.spawn(|| {
                let mut seen = BTreeSet::new();
                while !over.load(Ordering::Relaxed) {
                    seen.insert(crate::preview::ask(host, "/sitemap.xml", "").unwrap().body);
                }
                seen.len()
            });
            check_out(&content, version, COUNT);
            for i in [0, 1, COUNT / 2, COUNT - 1] {
                preview.shows(&format!("/page-{i}/"), &format!("Of {version}."));
            }
            over.store(true, Ordering::Relaxed);
            onlooker.join().unwrap()
        });
        for (i, status) in [(version.len() % 10, 404), (10 + version.len() % 10, 404), (12, 200)] {
            assert_eq!(preview.get(&format!("/page-{i}/")).0, status, "page {i} of {version}");
        }
        eprintln!("{COUNT} files at once were seen in {watched} states");
        assert!(watched < COUNT / 20, "a look at the hub for every few files: {watched}");
    }
}

#[test]
fn folders_come_go_and_change_their_names() {
    for flags in [&[][..], &["--poll"]] {
        let hub = hub(&[]);
        let aside = Temp::with([("trip/by/sea/boats.md", "# Boats\n\nOne.\n"), ("other/tea.md", "# Tea\n\nOne.\n")]);
        let content = hub.path().join("content");
        let preview = Preview::of(hub.path(), flags);
        let gone = |path: &str| preview.waits(&format!("{path} never went"), || preview.get(path).0 == 404);

        fs::rename(aside.path().join("trip"), content.join("trip")).unwrap();
        preview.shows("/trip/by/sea/boats/", "One.");
        hub.write("content/trip/by/sea/boats.md", "# Boats\n\nTwo.\n");
        preview.shows("/trip/by/sea/boats/", "Two.");

        fs::rename(content.join("trip"), content.join("travel")).unwrap();
        preview.shows("/travel/by/sea/boats/", "Two.");
        gone("/trip/by/sea/boats/");
        hub.write("content/travel/by/sea/boats.md", "# Boats\n\nThree.\n");
        preview.shows("/travel/by/sea/boats/", "Three.");

        // Another folder where the first one was.
        fs::rename(aside.path().join("other"), content.join("trip")).unwrap();
        preview.shows("/trip/tea/", "One.");
        hub.write("content/trip/tea.md", "# Tea\n\nTwo.\n");
        preview.shows("/trip/tea/", "Two.");

        fs::rename(content.join("travel"), aside.path().join("travel")).unwrap();
        gone("/travel/by/sea/boats/");
        fs::remove_dir_all(content.join("trip")).unwrap();
        gone("/trip/tea/");
        hub.write("content/trip/deeper/tea.md", "# Tea\n\nThree.\n");
        preview.shows("/trip/deeper/tea/", "Three.");
        hub.write("content/trip/deeper/tea.md", "# Tea\n\nFour.\n");
        preview.shows("/trip/deeper/tea/", "Four.");

        // Only the case: addresses are lower case, so that it is the same page.
        for (from, to, words) in [("about.md", "About.md", "Five."), ("trip", "Trip", "Six."), ("About.md", "about.md", "Seven.")]
        {
            fs::rename(content.join(from), content.join(to)).unwrap();
            let file = if to == "Trip" { "content/Trip/note.md" } else { &format!("content/{to}") };
            hub.write(file, format!("# Note\n\n{words}\n"));
            preview.shows(if to == "Trip" { "/trip/note/" } else { "/about/" }, words);
        }
    }
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_watched() {
    use std::os::unix::fs::symlink;
    for flags in [&[][..], &["--poll"]] {
        let hub = hub(&[
            ("shared/text.md", "# Text\n\nOne.\n"),
            ("shared/more/tea.md", "# Tea\n\nOne.\n"),
            ("content/real/own.md", "# Own\n\nOne.\n"),
        ]);
        let content = hub.path().join("content");
        symlink("../shared/text.md", content.join("text.md")).unwrap();
        let preview = Preview::of(hub.path(), flags);
        preview.shows("/text/", "One.");
        hub.write("shared/text.md", "# Text\n\nTwo.\n");
        preview.shows("/text/", "Two.");
        hub.write("shared/.new", "# Text\n\nThree.\n");
        fs::rename(hub.path().join("shared/.new"), hub.path().join("shared/text.md")).unwrap();
        preview.shows("/text/", "Three.");

        // Links that come while it runs, to a folder and to a file.
        symlink("../shared/more", content.join("more")).unwrap();
        symlink("../shared/text.md", content.join("again.md")).unwrap();
        preview.shows("/more/tea/", "One.");
        preview.shows("/again/", "Three.");
        hub.write("shared/more/tea.md", "# Tea\n\nTwo.\n");
        preview.shows("/more/tea/", "Two.");
        hub.write("shared/text.md", "# Text\n\nFour.\n");
        preview.shows("/again/", "Four.");
        hub.write("shared/more/new/cup.md", "# Cup\n\nOne.\n");
        preview.shows("/more/new/cup/", "One.");

        // A link that goes takes nothing with it.
        symlink("real", content.join("mirror")).unwrap();
        preview.shows("/mirror/own/", "One.");
        fs::remove_file(content.join("mirror")).unwrap();
        preview.waits("/mirror/own/ never went", || preview.get("/mirror/own/").0 == 404);
        hub.write("content/real/own.md", "# Own\n\nTwo.\n");
        preview.shows("/real/own/", "Two.");

        // What links lead to may go and come.
        fs::rename(hub.path().join("shared"), hub.path().join("aside")).unwrap();
        preview.hears("leads to nothing");
        fs::rename(hub.path().join("aside"), hub.path().join("shared")).unwrap();
        preview.hears("No findings any more.");
        hub.write("shared/text.md", "# Text\n\nFive.\n");
        preview.shows("/again/", "Five.");
        hub.write("shared/more/tea.md", "# Tea\n\nThree.\n");
        preview.shows("/more/tea/", "Three.");
    }
}

/// Twenty folders, each with two links to the one before, are a million files to whoever follows them all; and a link to
/// `/` is the whole machine.
#[cfg(unix)]
#[test]
fn linked_folders_do_not_multiply() {
    use std::os::unix::fs::symlink;
    for flags in [&[][..], &["--poll"]] {
        let hub = hub(&[("content/d0/tea.md", "# Tea\n\nOne.\n")]);
        for i in 1..20 {
            let folder = hub.path().join(format!("content/d{i}"));
            fs::create_dir(&folder).unwrap();
            for link in ["x", "y"] {
                symlink(format!("../d{}", i - 1), folder.join(link)).unwrap();
            }
        }
        symlink("/", hub.path().join("content/machine")).unwrap();
        let preview = Preview::of(hub.path(), flags);
        assert_eq!(preview.get("/").0, 503);
        fs::remove_file(hub.path().join("content/machine")).unwrap();
        for i in 2..20 {
            fs::remove_dir_all(hub.path().join(format!("content/d{i}"))).unwrap();
        }
        preview.shows("/d1/x/tea/", "One.");
        hub.write("content/d0/tea.md", "# Tea\n\nTwo.\n");
        preview.shows("/d1/x/tea/", "Two.");
    }
}

/// The system keeps some 16,000 events for whoever does not listen, and then forgets; also that there are new folders.
#[cfg(target_os = "linux")]
#[test]
fn a_queue_that_ran_over_is_made_good() {
    let hub = hub(&[]);
    let preview = Preview::of(hub.path(), &[]);
    preview.signal("STOP");
    for i in 0..10_000 {
        let (one, other) = (hub.path().join(format!("content/{i}.txt~")), hub.path().join(format!("content/{i}.md~")));
        fs::write(&one, "x").unwrap();
        fs::rename(&one, &other).unwrap();
        fs::remove_file(other).unwrap();
    }
    hub.write("content/late/tea.md", "# Tea\n\nOne.\n");
    preview.signal("CONT");
    preview.shows("/late/tea/", "One.");
    hub.write("content/late/tea.md", "# Tea\n\nTwo.\n");
    preview.shows("/late/tea/", "Two.");
}

/// Puts something in a file's place.
#[cfg(unix)]
type Spoil = fn(&Path);

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_named_and_waited_for() {
    use std::os::unix::{fs::PermissionsExt, net::UnixListener};
    for flags in [&[][..], &["--poll"]] {
        let hub = hub(&[("content/tea.md", "# Tea\n\nOne.\n")]);
        let file = hub.path().join("content/tea.md");
        let preview = Preview::of(hub.path(), flags);
        let spoil: [(&str, Spoil); 4] = [
            // Nobody writes to it: whoever opens it to read waits for ever.
            ("a pipe", |file| assert!(Command::new("mkfifo").arg(file).stderr(Stdio::null()).status().unwrap().success())),
            ("a socket", |file| drop(UnixListener::bind(file).unwrap())),
            ("a link to itself", |file| std::os::unix::fs::symlink("tea.md", file).unwrap()),
            ("forbidden", |file| {
                fs::write(file, "# Tea\n\nTwo.\n").unwrap();
                fs::set_permissions(file, fs::Permissions::from_mode(0o000)).unwrap();
            }),
        ];
        for (what, spoil) in spoil {
            fs::remove_file(&file).unwrap();
            spoil(&file);
            if what == "forbidden" && fs::read(&file).is_ok() {
                // Nothing is forbidden to root.
                preview.shows("/tea/", "Two.");
                continue;
            }
            preview.hears("error[file/unreadable]");
            preview.shows("/tea/", "One.");
            fs::remove_file(&file).unwrap();
            fs::write(&file, "# Tea\n\nOne.\n").unwrap();
            preview.hears("No findings any more.");
        }
    }
}

#[test]
fn ten_thousand_files_in_one_folder_are_looked_through() {
    let hub = hub(&[]);
    let many = hub.path().join("static/many");
    fs::create_dir_all(&many).unwrap();
    for i in 0..10_000 {
        fs::write(many.join(format!("{i}.txt")), "First.").unwrap();
    }
    let preview = Preview::of(hub.path(), &["--poll"]);
    preview.shows("/many/9999.txt", "First.");
    // As long as before, and within the same tick of many a clock.
    fs::write(many.join("5000.txt"), "Other.").unwrap();
    fs::write(many.join("new.txt"), "New.").unwrap();
    preview.shows("/many/5000.txt", "Other.");
    preview.shows("/many/new.txt", "New.");
    fs::remove_dir_all(&many).unwrap();
    preview.waits("they never went", || preview.get("/many/9999.txt").0 == 404);
}
