//! Renames, and everything else that people do to a file.

use super::{Hub, event};
use crate::bench::report;
use hubgen::model::lock::Locked;
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed},
};

#[test]
fn a_rename_keeps_the_identity() {
    let hub = Hub::with([
        ("content/events/a.md", event("Mending circle", "2026-12-03T18:00", "")),
        ("content/events/b.md", event("B", "2026-12-04T18:00", "")),
    ]);
    hub.build();
    let a = "a@harbour.example";
    hub.rename("content/events/a.md", "content/events/2026/circle.md");
    assert_eq!(hub.build().is(a), "2026/circle 0");
    // Renamed, and other words.
    hub.remove("content/events/2026/circle.md");
    hub.0.write("content/events/c.md", event("Tea circle", "2026-12-03T18:00", ""));
    assert_eq!(hub.build().is(a), "c 0");
    // Renamed, and another time.
    hub.remove("content/events/c.md");
    hub.0.write("content/events/d.md", event("Tea circle", "2026-12-05T18:00", ""));
    assert_eq!(hub.build().is(a), "d 1");
    // Renamed, and all else: an alias says so.
    hub.remove("content/events/d.md");
    hub.0.write("content/events/e.md", event("Coffee", "2026-12-06T18:00", "aliases: [/events/d/]\n"));
    let step = hub.build();
    assert_eq!((step.is(a), step.events.len()), ("e 2".into(), 2));
    // Or the UID does.
    hub.remove("content/events/e.md");
    hub.0.write("content/events/f.md", event("Water", "2026-12-07T18:00", "uid: a@harbour.example\n"));
    assert_eq!(hub.build().is(a), "f 3");
    // And the name it once had is free for another, whose UID is another.
    hub.0.write("content/events/a.md", event("Wine", "2026-12-08T18:00", ""));
    let step = hub.build();
    assert_eq!((step.is(a), step.is("a-2@harbour.example")), ("f 3".into(), "a 0".into()));
    assert!(step.says("event/maybe-renamed").is_empty());
}

#[test]
fn a_doubtful_rename_is_asked_about_and_mended_afterwards() {
    let hub = Hub::with([("content/events/winter-circle.md", event("Winter circle", "2026-12-03T18:00", ""))]);
    hub.build();
    hub.remove("content/events/winter-circle.md");
    hub.0.write("content/events/circle-of-winter.md", event("A circle for the winter", "2026-12-05T19:00", ""));
    let step = hub.build();
    assert_eq!(step.says("event/maybe-renamed").len(), 1);
    assert_eq!(step.is("winter-circle@harbour.example"), "winter-circle 1 gone");
    assert_eq!(step.is("circle-of-winter@harbour.example"), "circle-of-winter 0");
    hub.0.write(
        "content/events/circle-of-winter.md",
        event("A circle for the winter", "2026-12-05T19:00", "aliases: [/events/winter-circle]\n"),
    );
    let step = hub.build();
    assert_eq!(step.is("winter-circle@harbour.example"), "circle-of-winter 2");
    assert_eq!(step.is("circle-of-winter@harbour.example"), "circle-of-winter 1 gone");
    assert_eq!(hub.build().lock, step.lock, "and there it stays");
    // Its own twin does not take it back.
    hub.0.write("content/events/circle-of-winter.md", event("Other", "2026-12-05T19:00", "aliases: [/events/winter-circle]\n"));
    hub.build();
    hub.0.write(
        "content/events/circle-of-winter.md",
        event("A circle for the winter", "2026-12-05T19:00", "aliases: [/events/winter-circle]\n"),
    );
    assert_eq!(hub.build().is("winter-circle@harbour.example"), "circle-of-winter 2");
}

#[test]
fn two_events_become_one_and_stay_so() {
    let hub = Hub::with([
        ("content/events/a.md", event("A", "2026-12-03T18:00", "")),
        ("content/events/b.md", event("B", "2026-12-04T18:00", "")),
    ]);
    hub.build();
    hub.remove("content/events/a.md");
    hub.remove("content/events/b.md");
    hub.0.write("content/events/c.md", event("Both", "2026-12-05T18:00", "aliases: [/events/a/, /events/b/]\n"));
    let step = hub.build();
    let live: Vec<&Locked> = step.events.values().filter(|event| !event.gone).collect();
    assert_eq!((live.len(), step.events.len()), (1, 2));
    assert_eq!(hub.build().lock, step.lock);
}

#[test]
fn a_deletion_beside_another_new_event_is_no_rename() {
    let hub = Hub::with([
        ("content/events/zip-first-aid.md", event("Zip first aid", "2026-12-03T18:00", "")),
        ("content/about.md", "# About\n".into()),
    ]);
    hub.build();
    hub.remove("content/events/zip-first-aid.md");
    hub.0.write("content/events/lantern-walk.md", event("Lantern walk", "2026-12-19T17:00", ""));
    let step = hub.build();
    assert!(step.says("event/maybe-renamed").is_empty(), "{}", report(&step.findings));
    assert_eq!(step.is("zip-first-aid@harbour.example"), "zip-first-aid 1 gone");
}

/// What people do to one of their events.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Rename,
    IntoFolder,
    Reword,
    Move,
    RenameAndReword,
    Delete,
    Restore,
}

proptest! {
    #![proptest_config(Config { cases: 12, rng_seed: RngSeed::Fixed(2026), failure_persistence: None, ..Config::default() })]

    /// Whatever is done to which event in which order: its UID stays, and SEQUENCE counts what others have to know.
    #[test]
    fn identity_outlives_every_deed(deeds in prop::collection::vec((0..3usize, prop::sample::select(vec![
        Deed::Rename, Deed::IntoFolder, Deed::Reword, Deed::Move, Deed::RenameAndReword, Deed::Delete, Deed::Restore,
    ])), 1..14)) {
        let hub = Hub::with((0..3).map(|i| (format!("content/events/e{i}.md"), event(&format!("Evening {i}"), &format!("2026-12-0{}T18:00", i + 1), ""))));
        let mut names: Vec<String> = (0..3).map(|i| format!("e{i}")).collect();
        let (mut words, mut times, mut sequences, mut there) = ([0; 3], [0; 3], [0; 3], [true; 3]);
        hub.build();
        for (n, (i, deed)) in deeds.into_iter().enumerate() {
            let path = |name: &str| format!("content/events/{name}.md");
            let before = names[i].clone();
            match deed {
                Deed::Restore if !there[i] => (there[i], sequences[i]) = (true, sequences[i] + 1),
                _ if !there[i] => continue,
                Deed::Restore => continue,
                Deed::Rename => names[i] = format!("n{n}"),
                Deed::IntoFolder => names[i] = format!("f{n}/{}", names[i].rsplit('/').next().unwrap()),
                Deed::Reword => words[i] += 1,
                Deed::Move => (times[i], sequences[i]) = (times[i] + 1, sequences[i] + 1),
                Deed::RenameAndReword => (names[i], words[i]) = (format!("n{n}"), words[i] + 1),
                Deed::Delete => (there[i], sequences[i]) = (false, sequences[i] + 1),
            }
            if before != names[i] || !there[i] {
                hub.remove(&path(&before));
            }
            if there[i] {
                let text = event(&format!("Evening {i}.{}", words[i]), &format!("2026-12-0{}T18:{:02}", i + 1, times[i]), "");
                hub.0.write(&path(&names[i]), if words[i] == 0 { text.replace(&format!("{i}.0"), &i.to_string()) } else { text });
            }
            let step = hub.build();
            for j in 0..3 {
                let expected = format!("{} {}{}", names[j], sequences[j], if there[j] { "" } else { " gone" });
                prop_assert_eq!(step.is(&format!("e{j}@harbour.example")), expected);
            }
            prop_assert_eq!(step.events.len(), 3);
            prop_assert_eq!(hub.build().lock, step.lock);
        }
    }
}
