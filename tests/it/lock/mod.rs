//! hub.lock: every event keeps its identity through whatever people do to its file.

use crate::bench::{HUB, NOW, Temp, hubgen, report, repository, request};
use hubgen::{
    diagnostic::Finding,
    memo::Memo,
    model::{lock::Locked, site::Site},
    parse, pipeline,
    world::{disk, themes},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed},
};
use std::{collections::BTreeMap, fs};

mod merges;
mod renames;

proptest! {
    #![proptest_config(Config { cases: 16, rng_seed: RngSeed::Fixed(2026), failure_persistence: None, ..Config::default() })]

    /// The file is a function of content and of itself: of no moment, and of no preview; and what is written is read.
    #[test]
    fn it_depends_on_content_alone(files in crate::random::hub()) {
        let hub = files.folder();
        let lock = |now: &str, drafts: bool| {
            let request = pipeline::Request { drafts, ..request(now) };
            let prepared = pipeline::prepare(&disk::read_hub(hub.path(), None), &themes::built_in(), &request);
            prepared.ready.map(|ready| ready.site().lock.clone()).unwrap_or_else(|| panic!("{}", report(&prepared.findings)))
        };
        let first = lock(NOW, false);
        hub.write("hub.lock", first.to_string());
        for (now, drafts) in [(NOW, false), (NOW, true), ("2020-01-01", false), ("2031-06-15", true)] {
            prop_assert_eq!(lock(now, drafts).to_string(), first.to_string());
        }
        let lock = parse::lock::lock(&disk::read_hub(hub.path(), None), &Memo::forgetful());
        let (read, said) = &*lock;
        prop_assert_eq!((read, said.len()), (&first, 0));
        let yaml: serde_yaml::Value = serde_yaml::from_str(&first.to_string()).unwrap();
        let titles = yaml["events"].as_sequence().unwrap().iter().map(|event| event["title"].as_mapping().unwrap().len());
        prop_assert_eq!(titles.collect::<Vec<_>>(), first.events.iter().map(|event| event.titles.len()).collect::<Vec<_>>());
    }
}

/// A hub in a folder, built again and again.
struct Hub(Temp);

/// What one build made of it.
struct Step {
    lock: String,
    events: BTreeMap<String, Locked>,
    findings: Vec<Finding>,
}

impl Hub {
    fn with<P: AsRef<str>>(files: impl IntoIterator<Item = (P, String)>) -> Hub {
        let hub = Temp::with(files);
        hub.write("hub.yaml", HUB);
        Hub(hub)
    }

    /// Builds as a plain `build` does, as far as hub.lock goes.
    fn build(&self) -> Step {
        self.look(|site| fs::write(self.0.path().join("hub.lock"), site.lock.to_string()).unwrap())
    }

    fn look(&self, see: impl FnOnce(&Site)) -> Step {
        let prepared = pipeline::prepare(&disk::read_hub(self.0.path(), None), &themes::built_in(), &request(NOW));
        let ready = prepared.ready.unwrap_or_else(|| panic!("{}", report(&prepared.findings)));
        see(ready.site());
        let lock = ready.site().lock.clone();
        let events = lock.events.iter().map(|event| (event.uid.clone(), event.clone())).collect();
        Step { lock: lock.to_string(), events, findings: prepared.findings }
    }

    fn rename(&self, from: &str, to: &str) {
        let (from, to) = (self.0.path().join(from), self.0.path().join(to));
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(from, to).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.0.path().join(path)).unwrap();
    }

    fn lock(&self) -> String {
        fs::read_to_string(self.0.path().join("hub.lock")).unwrap()
    }
}

impl Step {
    /// `path sequence`, and `gone`, of a UID.
    fn is(&self, uid: &str) -> String {
        let Some(event) = self.events.get(uid) else { return format!("no {uid} in\n{}", self.lock) };
        format!("{} {}{}", event.path.trim_start_matches("events/"), event.sequence, if event.gone { " gone" } else { "" })
    }

    fn says(&self, code: &str) -> Vec<&Finding> {
        self.findings.iter().filter(|f| f.code.name == code).collect()
    }
}

fn event(title: &str, start: &str, more: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-11-01\nstart: {start}\n{more}---\nText.\n")
}

#[test]
fn the_file_has_this_form() {
    let files = [
        (
            "content/events/ama.md",
            event(
                "\"A \\\"b\\\" \\\\ \\u2028 {c}, [d]: #e\"",
                "2026-12-03T18:00:30",
                "tags: [Salt Water]\nhosts: [amina]\nrrule: FREQ=DAILY;COUNT=3\nrdate: [2027-01-01T10:00]\n",
            ),
        ),
        ("content/events/My Ärger.md", event("'no'", "2026-12-03", "unlisted: true\nslug: x\n")),
        ("content/members/amina.md", "---\nname: Amina\nconsent: true\n---\n".into()),
    ];
    let hub = Hub::with(files);
    let lock = hub.build().lock;
    let read: serde_yaml::Value = serde_yaml::from_str(&lock).unwrap();
    assert_eq!(read["version"], 1);
    assert_eq!(read["id"], "harbour.example");
    let (ama, other) = (&read["events"][0], &read["events"][1]);
    assert_eq!(ama["uid"], "ama@harbour.example");
    assert_eq!(ama["title"]["en"], "A \"b\" \\ \u{2028} {c}, [d]: #e");
    assert_eq!(ama["start"], "2026-12-03T18:00:30");
    assert_eq!(ama["beside"][0], "2027-01-01T10:00");
    assert_eq!(
        ama["calendars"],
        serde_yaml::from_str::<serde_yaml::Value>("[events/, members/amina/, tags/salt-water/]").unwrap()
    );
    assert_eq!((&other["path"], &other["address"]), (&"events/My Ärger".into(), &"events/x/".into()));
    assert_eq!(other["title"]["en"], "no");
    assert!(other.get("calendars").is_none());
    let written: Vec<&str> = lock.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(written[..3], ["version: 1", "id: harbour.example", "events:"]);
    assert!(written[3].starts_with(
        "  - {uid: \"ama@harbour.example\", path: events/ama, sequence: 0, modified: 2026-11-01T00:00:00Z, when: \""
    ));
    // What was written is what is read.
    let read = parse::lock::lock(&disk::read_hub(hub.0.path(), None), &Memo::forgetful());
    let (again, said) = &*read;
    assert_eq!((again.to_string(), said.len()), (lock.clone(), 0));
    assert_eq!(hub.build().lock, lock);
}

#[test]
fn what_is_spelled_otherwise_is_the_same() {
    let one = "timezone: Europe/Athens\nrrule: FREQ=WEEKLY;BYDAY=TU,TH\nexdate: [2026-12-08T18:00, 2026-12-10T18:00]\nlocation: The Loft\n";
    let other = "location: {name: The Loft}\nexdate: [2026-12-10T18:00:00, 2026-12-08 18:00]\nrrule: \"byday=th,tu;freq=weekly\"\ntimezone: Europe/Athens\n";
    let hub = Hub::with([("content/events/a.md", event("A", "2026-12-03T18:00", one))]);
    let before = hub.build();
    for start in ["2026-12-03T18:00:00", "2026-12-03 18:00", "2026-12-03T16:00Z", "2026-12-03T18:00+02:00"] {
        hub.0.write("content/events/a.md", event("A", start, other));
        let record = hub.build().events.remove("a@harbour.example").unwrap();
        let expected = &before.events["a@harbour.example"];
        assert_eq!(
            (record.sequence, record.modified, &record.when, &record.words),
            (0, expected.modified, &expected.when, &expected.words),
            "{start}"
        );
    }
    // And what is otherwise is not.
    for (start, more) in [("2026-12-03T18:30", "timezone: Europe/Athens\n"), ("2026-12-03T18:30", "")] {
        let before = hub.build().events["a@harbour.example"].sequence;
        hub.0.write("content/events/a.md", event("A", start, more));
        assert_eq!(hub.build().events["a@harbour.example"].sequence, before + 1);
    }
}

#[test]
fn drafts_are_not_content_and_what_becomes_one_is_gone() {
    let hub = Hub::with([("content/events/a.md", event("A", "2026-12-03T18:00", "draft: true\n"))]);
    assert!(hub.build().events.is_empty());
    hub.0.write("content/events/a.md", event("A", "2026-12-03T18:00", ""));
    assert_eq!(hub.build().is("a@harbour.example"), "a 0");
    hub.0.write("content/events/a.md", event("A", "2026-12-03T18:00", "draft: true\n"));
    hub.0.write("content/events/b.md", event("A", "2026-12-03T18:00", ""));
    let step = hub.build();
    assert_eq!((step.is("a@harbour.example"), step.is("b@harbour.example")), ("a 1 gone".into(), "b 0".into()));
    hub.0.write("content/events/a.md", event("A", "2026-12-03T18:00", ""));
    assert_eq!(hub.build().is("a@harbour.example"), "a 2");
}

#[test]
fn modified_is_what_writers_say_else_a_second_later() {
    let hub = Hub::with([("content/events/a.md", event("A", "2026-12-03T18:00", ""))]);
    let modified = |step: Step| step.events["a@harbour.example"].modified.to_rfc3339();
    assert_eq!(modified(hub.build()), "2026-11-01T00:00:00+00:00");
    hub.0.write("content/events/a.md", event("B", "2026-12-03T18:00", ""));
    assert_eq!(modified(hub.build()), "2026-11-01T00:00:01+00:00");
    hub.0.write("content/events/a.md", event("B", "2026-12-03T19:00", "updated: 2026-11-20\n"));
    assert_eq!(modified(hub.build()), "2026-11-20T00:00:00+00:00");
    hub.0.write("content/events/a.md", event("B", "2026-12-03T20:00", "updated: 9999-12-31T23:59:59-12:00\n"));
    assert_eq!(modified(hub.build()), "9999-12-31T23:59:59+00:00");
    hub.0.write("content/events/a.md", event("B", "2026-12-03T20:00", "").replace("date: 2026-11-01\n", ""));
    hub.build();
    fs::remove_file(hub.0.path().join("hub.lock")).unwrap();
    assert_eq!(modified(hub.build()), "2026-12-03T20:00:00+00:00");
}

#[test]
fn only_what_was_announced_and_is_to_come_is_cancelled() {
    let series = event("Series", "2026-01-01T18:00", "rrule: FREQ=WEEKLY\n");
    let hub = Hub::with([
        ("content/events/over.md", event("Over", "2026-11-02T18:00", "")),
        ("content/events/coming.md", event("Coming", "2026-12-02T18:00", "")),
        ("content/events/later.md", event("Later", "2026-12-20T18:00", "").replace("2026-11-01", "2026-12-01")),
        ("content/events/hidden.md", event("Hidden", "2026-12-21T18:00", "unlisted: true\n")),
        ("content/events/series.md", series),
        ("content/events/ended.md", event("Ended", "2026-01-01T18:30", "rrule: FREQ=WEEKLY;COUNT=4\n")),
    ]);
    hub.build();
    for name in ["over", "coming", "later", "hidden", "series", "ended"] {
        hub.remove(&format!("content/events/{name}.md"));
    }
    let mut gone = Vec::new();
    let step = hub.look(|site| gone = site.gone.iter().map(|gone| gone.titles[0].1.clone()).collect());
    assert_eq!(gone, ["Coming", "Series"]);
    assert_eq!(step.events.values().filter(|event| event.gone).count(), 6);
}

/// Whoever changes an event of the example builds it once more. If nobody did, and the digests are other ones all the
/// same, every event of every hub would be announced as changed.
#[test]
fn the_lock_of_the_example_site_is_right() {
    let output = Temp::with::<&str, &str>([]);
    let example = repository().join("example-site");
    let site = output.path().join("site");
    let arguments = ["build", example.to_str().unwrap(), "-o", site.to_str().unwrap(), "--locked", "--now", NOW];
    hubgen().args(arguments).assert().code(0);
}
