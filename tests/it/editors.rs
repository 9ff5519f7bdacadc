//! How files are saved: the system calls of editors and tools, as `strace` shows them. `serve` has to see each save,
//! and must take nothing that an editor leaves beside a file for content.
#![cfg(unix)]

use crate::{
    bench::{HUB, Temp},
    preview::Preview,
};
use std::{
    fs::{self, File, OpenOptions, Permissions},
    io::Write,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// A file beside `file`.
fn beside(file: &Path, name: impl Fn(&str) -> String) -> PathBuf {
    file.with_file_name(name(file.file_name().unwrap().to_str().unwrap()))
}

/// `O_WRONLY | O_CREAT | O_EXCL`
fn new(path: &Path, text: &str) -> File {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// What an editor does to save `text` in `file`.
type Save = fn(&Path, &str);

const SAVES: [(&str, Save); 15] = [
    ("VS Code", |file, text| {
        let mut open = OpenOptions::new().write(true).truncate(true).open(file).unwrap();
        let (first, second) = text.split_at(text.len() / 2);
        open.write_all(first.as_bytes()).unwrap();
        open.write_all(second.as_bytes()).unwrap();
        open.sync_data().unwrap();
    }),
    ("nano", |file, text| fs::write(file, text).unwrap()),
    ("vim, backupcopy=auto", |file, text| {
        let swap = beside(file, |name| format!(".{name}.swp"));
        drop(new(&swap, "swap"));
        let probe = beside(file, |_| "4913".into());
        drop(new(&probe, ""));
        fs::remove_file(&probe).unwrap();
        vim_renames(file, text);
        fs::remove_file(swap).unwrap();
    }),
    ("vim, backupcopy=no", vim_renames),
    ("vim, backupcopy=yes", |file, text| {
        let backup = beside(file, |name| format!("{name}~"));
        drop(new(&backup, &fs::read_to_string(file).unwrap()));
        let mut open = OpenOptions::new().write(true).open(file).unwrap();
        open.set_len(0).unwrap();
        open.write_all(text.as_bytes()).unwrap();
        open.sync_all().unwrap();
        open.set_permissions(Permissions::from_mode(0o644)).unwrap();
        fs::remove_file(backup).unwrap();
    }),
    ("Emacs", |file, text| {
        let (lock, autosave) = (beside(file, |name| format!(".#{name}")), beside(file, |name| format!("#{name}#")));
        symlink("somebody@harbour.4711:1700000000", &lock).unwrap();
        fs::write(&autosave, text).unwrap();
        fs::rename(file, beside(file, |name| format!("{name}~"))).unwrap();
        fs::write(file, text).unwrap();
        fs::remove_file(lock).unwrap();
        fs::set_permissions(file, Permissions::from_mode(0o644)).unwrap();
        fs::remove_file(autosave).unwrap();
    }),
    ("Emacs, backup-by-copying", |file, text| {
        let (lock, backup) = (beside(file, |name| format!(".#{name}")), beside(file, |name| format!("{name}~")));
        symlink("somebody@harbour.4711:1700000000", &lock).unwrap();
        let _ = fs::remove_file(&backup);
        drop(new(&backup, &fs::read_to_string(file).unwrap()));
        fs::write(file, text).unwrap();
        fs::remove_file(lock).unwrap();
    }),
    ("JetBrains, safe write", |file, text| {
        let (temporary, old) = (beside(file, |n| format!("{n}___jb_tmp___")), beside(file, |n| format!("{n}___jb_old___")));
        new(&temporary, text).sync_all().unwrap();
        fs::rename(file, &old).unwrap();
        fs::rename(temporary, file).unwrap();
        fs::remove_file(old).unwrap();
    }),
    ("Kate", |file, text| over(file, text, |name| format!("{name}.oBkLNm"))),
    ("gedit", |file, text| over(file, text, |_| ".goutputstream-4JX7A2".into())),
    ("sed -i", |file, text| over(file, text, |_| "sedHehZv8".into())),
    ("rsync -t, from a clock that is slow", |file, text| {
        let temporary = beside(file, |name| format!(".{name}.Yt81cK"));
        new(&temporary, text).set_modified(SystemTime::now() - Duration::from_secs(86_400)).unwrap();
        fs::rename(temporary, file).unwrap();
    }),
    ("Syncthing", |file, text| {
        let temporary = beside(file, |name| format!(".syncthing.{name}.tmp"));
        let open = new(&temporary, text);
        open.set_permissions(Permissions::from_mode(0o644)).unwrap();
        open.set_modified(SystemTime::now() - Duration::from_secs(3_600)).unwrap();
        fs::rename(temporary, file).unwrap();
    }),
    ("git checkout", |file, text| {
        fs::remove_file(file).unwrap();
        drop(new(file, text));
    }),
    // Every text here is as long as the one before, so that neither size nor time tells of it.
    ("a tool that keeps the time", |file, text| {
        let time = fs::metadata(file).unwrap().modified().unwrap();
        let temporary = beside(file, |name| format!(".{name}.keep"));
        new(&temporary, text).set_modified(time).unwrap();
        fs::rename(temporary, file).unwrap();
    }),
];

fn vim_renames(file: &Path, text: &str) {
    let backup = beside(file, |name| format!("{name}~"));
    fs::rename(file, &backup).unwrap();
    let open = new(file, text);
    open.sync_all().unwrap();
    open.set_permissions(Permissions::from_mode(0o644)).unwrap();
    fs::remove_file(backup).unwrap();
}

fn over(file: &Path, text: &str, name: impl Fn(&str) -> String) {
    let temporary = beside(file, name);
    new(&temporary, text).sync_all().unwrap();
    fs::rename(temporary, file).unwrap();
}

#[test]
fn every_save_is_seen() {
    let hub = Temp::with([("hub.yaml", HUB), ("content/events/ama.md", "# AMA\n\nSave 0000 is here.\n")]);
    let file = hub.path().join("content/events/ama.md");
    fs::write(&file, "---\ntitle: AMA\ndate: 2026-11-01\nstart: 2026-12-03\n---\nSave 0000 is here.\n").unwrap();
    let preview = Preview::of(hub.path(), &[]);
    preview.shows("/events/ama/", "Save 0000");
    preview.heard();
    for round in 0..3 {
        for (i, (editor, save)) in SAVES.iter().enumerate() {
            let words = format!("Save {:04} is here.", 100 * round + i + 1);
            save(&file, &format!("---\ntitle: AMA\ndate: 2026-11-01\nstart: 2026-12-03\n---\n{words}\n"));
            preview.shows("/events/ama/", &words);
            let heard = preview.heard();
            assert!(!heard.contains("error["), "{editor}: {heard}");
        }
    }
}

#[test]
fn what_lies_beside_a_file_while_it_is_saved_is_no_content() {
    let hub = Temp::with([("hub.yaml", HUB), ("content/about.md", "# About\n\nLook 0.\n")]);
    let preview = Preview::of(hub.path(), &[]);
    preview.shows("/about/", "Look 0.");
    preview.heard();
    let names = [
        ".about.md.swp",
        "about.md~",
        "#about.md#",
        "about.md___jb_tmp___",
        "about.md___jb_old___",
        ".goutputstream-4JX7A2",
        ".syncthing.about.md.tmp",
        "~syncthing~about.md.tmp",
        ".about.md.Yt81cK",
    ];
    for (i, name) in names.iter().enumerate() {
        hub.write(&format!("content/{name}"), "# About\n\n[broken](no/where.md)\n");
        // A look that begins after the file was there shows this.
        hub.write("content/about.md", format!("# About\n\nLook {}.\n", i + 1));
        preview.shows("/about/", &format!("Look {}.", i + 1));
        let heard = preview.heard();
        assert!(heard.is_empty(), "{name}: {heard}");
    }
}
