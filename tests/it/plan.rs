//! `hubgen plan`: slots and what fills them, how long it lasts, and the forms the plan is given away in.

use crate::bench::{HUB, NOW, Temp, hubgen, request, tests, tree};
use hubgen::{model::programme::Programme, pipeline, world::disk, world::themes};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// The plan of a hub with these `series` and entries: day, status and whatever else.
fn plan(series: &str, entries: &[(&str, &str)], weeks: u32) -> Programme {
    let hub = Temp::with([("hub.yaml", format!("{HUB}calendar:\n  series:\n{series}"))]);
    for (i, (day, rest)) in entries.iter().enumerate() {
        let rest = rest.replace("; ", "\n");
        hub.write(&format!("content/calendar/{i}.md"), format!("---\ntitle: Entry {i}\ndate: {day}\nstatus: {rest}\n---\n"));
    }
    let planning = pipeline::programme(&disk::read_hub(hub.path(), None), &themes::built_in(), &request(NOW), weeks);
    assert!(planning.findings.iter().all(|f| !f.is_error()), "{:?}", planning.findings);
    planning.programme.unwrap()
}

/// The slots as `24 Nov: 0`, by the entry that fills each.
fn slots(plan: &Programme) -> String {
    let slot = |slot: &hubgen::model::programme::Slot| {
        let filled = slot.post.map_or("-".to_owned(), |i| plan.posts[i].title().replace("Entry ", ""));
        format!("{} {filled}", slot.day.format("%-d.%-m"))
    };
    plan.slots.iter().map(slot).collect::<Vec<_>>().join(", ")
}

const WEEKLY: &str = "    s: {title: S, rrule: \"FREQ=WEEKLY;BYDAY=TU\", start: 2026-11-03}\n";
const DAILY: &str = "    s: {title: S, rrule: \"FREQ=DAILY;COUNT=3\", start: 2026-11-23}\n";

#[test]
fn each_slot_has_at_most_one_entry_and_each_entry_one_slot() {
    let s = "; series: s";
    for (series, entries, expected) in [
        (WEEKLY, vec![], "17.11 -, 24.11 -, 1.12 -"),
        (WEEKLY, vec![("2026-11-24", "ready"), ("2026-12-03", "idea")], "17.11 -, 24.11 0, 1.12 1"),
        (WEEKLY, vec![("2026-11-25", "ready"), ("2026-11-28", "ready")], "17.11 -, 24.11 0, 1.12 -"),
        // The nearest fills it, but an idea only where there is nothing better.
        (WEEKLY, vec![("2026-11-23", "planned"), ("2026-11-24", "planned")], "17.11 -, 24.11 1, 1.12 -"),
        (WEEKLY, vec![("2026-11-24", "idea"), ("2026-11-26", "planned")], "17.11 -, 24.11 1, 1.12 -"),
        (WEEKLY, vec![("2026-11-24", "planned"), ("2026-11-24", "ready")], "17.11 -, 24.11 1, 1.12 -"),
        (WEEKLY, vec![("2026-11-24", "dropped")], "17.11 -, 24.11 -, 1.12 -"),
        // In the hub's zone, and whatever the time of day.
        (WEEKLY, vec![("2026-11-23T23:30-02:00", "ready")], "17.11 -, 24.11 0, 1.12 -"),
        (DAILY, vec![("2026-11-24", "ready"), ("2026-11-26", "ready")], "23.11 -, 24.11 0, 25.11 1"),
        ("    s: {title: No rhythm}\n", vec![("2026-11-24", "ready")], ""),
        // Without a start it starts with the first entry.
        ("    s: {title: S, rrule: FREQ=WEEKLY}\n", vec![("2026-11-27", "ready")], "27.11 0, 4.12 -"),
    ] {
        let entries: Vec<(&str, String)> = entries.into_iter().map(|(day, status)| (day, format!("{status}{s}"))).collect();
        let entries: Vec<(&str, &str)> = entries.iter().map(|(day, rest)| (*day, rest.as_str())).collect();
        assert_eq!(slots(&plan(series, &entries, 3)), expected, "{entries:?}");
    }
}

#[test]
fn a_runway_is_as_long_as_every_slot_is_filled() {
    let two = format!("{WEEKLY}    m: {{title: M, rrule: \"FREQ=MONTHLY;BYDAY=1MO\", start: 2026-11-02}}\n");
    let none = "    s: {title: No rhythm}\n";
    for (series, entries, (ready, planned)) in [
        (WEEKLY, vec![], (0, 0)),
        // Today is Saturday 21 November; the first gap is on 1 December, a week and three days away.
        (WEEKLY, vec![("2026-11-24", "ready; series: s")], (1, 1)),
        (WEEKLY, vec![("2026-11-24", "ready; series: s"), ("2026-12-01", "review; series: s")], (1, 2)),
        (WEEKLY, vec![("2026-11-24", "ready; series: s; draft: true")], (0, 1)),
        (WEEKLY, vec![("2026-11-24", "idea; series: s")], (0, 0)),
        // Far ahead does not help where the next is missing, nor does what belongs to no series.
        (WEEKLY, vec![("2026-12-01", "ready; series: s"), ("2026-11-24", "ready")], (0, 0)),
        (
            &two,
            vec![("2026-11-24", "ready; series: s"), ("2026-12-01", "ready; series: s"), ("2026-12-08", "ready; series: s")],
            (2, 2),
        ),
        // Where nothing is asked for, it lasts as long as something comes.
        (none, vec![], (0, 0)),
        (none, vec![("2026-11-21", "ready")], (1, 1)),
        (none, vec![("2026-11-24", "ready"), ("2026-12-10", "ready"), ("2026-12-20", "planned")], (3, 5)),
        (none, vec![("2026-11-01", "published")], (0, 0)),
        // A series that has ended asks for nothing any more.
        (
            DAILY,
            vec![("2026-11-23", "ready; series: s"), ("2026-11-24", "ready; series: s"), ("2026-11-25", "ready; series: s")],
            (1, 1),
        ),
    ] {
        let runway = plan(series, &entries, 2).runway;
        assert_eq!((runway.ready, runway.planned), (ready, planned), "{series} {entries:?}");
    }
}

#[test]
fn readers_know_of_the_plan_what_the_hub_allows_and_previews_show_it_once() {
    let case = tests("cases/plan-planned/hub");
    for (public, keys, next) in [
        ("none", "", "2026-11-30T23:00"),
        ("ready", "2026-12-01-ready 2026-12-02-published", "2026-11-30T23:00"),
        // What is only planned goes when its day is over.
        (
            "planned",
            "2026-11-21-today 2026-12-01-ready 2026-12-02-published 2026-12-08-review 2026-12-09-writing 2026-12-10-planned",
            "2026-11-21T23:00",
        ),
    ] {
        let hub = Temp::with(tree(&tests("cases/_theme")).into_iter().chain(tree(&case)));
        let settings = fs::read_to_string(case.join("hub.yaml")).unwrap();
        hub.write("hub.yaml", settings.replace("public: planned", &format!("public: {public}")));
        let ready = |drafts: bool| {
            let request = pipeline::Request { drafts, ..request(NOW) };
            pipeline::prepare(&disk::read_hub(hub.path(), None), &themes::built_in(), &request).ready.unwrap()
        };
        let live = ready(false);
        let found: Vec<&str> = live.site().planned.iter().map(|p| p.key.trim_start_matches("calendar/")).collect();
        assert_eq!(found.join(" "), keys, "{public}");
        let change = live.site().next_change.unwrap().to_rfc3339();
        assert!(change.starts_with(next), "{public}: {change}");
        assert_eq!(*ready(true).site().planned, [], "{public}");
    }
}

/// A small hub with one of everything.
fn hub() -> Temp {
    let hub = Temp::with([
        (
            "hub.yaml",
            "title: Harbour\nbase_url: https://harbour.example/\nlanguages: [en, ar]\ntimezone: Africa/Casablanca\n\
             calendar:\n  series:\n    tips: {title: Tip Tuesday, rrule: \"FREQ=WEEKLY;BYDAY=TU\", start: 2026-11-03, channels: [blog, chat]}\n",
        ),
        ("content/members/amina.md", "---\nname: Amina\nconsent: false\n---\nText.\n"),
        (
            "content/events/walk.md",
            "---\ntitle: Lantern walk\ndate: 2026-11-01\nstart: 2026-11-26T18:00\ntimezone: Europe/Athens\n---\nText.\n",
        ),
        (
            "content/events/fair.md",
            "---\ntitle: Fair\ndate: 2026-11-01\nstart: 2026-11-28\nend: 2026-11-29\nstatus: cancelled\n---\nText.\n",
        ),
    ]);
    for (name, fields) in [
        ("2026-11-17-knots", "title: Three knots\nseries: tips\nformat: article\nchannels: [blog]"),
        ("2026-11-18-salt", "title: Salt, and \"chains\"\nstatus: writing\nowner: amina\ndue: 2026-11-16\nnotes: A secret note."),
        (
            "2026-11-24-stone.ar",
            "title: حجر واحد يكفي\nstatus: ready\nseries: tips\nowner: amina\nformat: article\nchannels: [blog, chat]",
        ),
        (
            "2026-11-30-formula",
            "title: \"=SUM(A1:A9)\"\nstatus: planned\nowner: {name: Zoë}\ndue: 2026-11-27\nformat: poll\nevent: walk",
        ),
        ("2026-12-02-idea", "title: Only an idea\nstatus: idea\nseries: tips"),
        ("2026-12-04-gone", "title: Dropped\nstatus: dropped"),
        ("2026-12-05-draft", "title: A draft\ndraft: true\nurl: https://video.example/x"),
    ] {
        hub.write(&format!("content/calendar/{name}.md"), format!("---\n{fields}\n---\nText.\n"));
    }
    hub
}

fn run(folder: &Path, arguments: &[&str]) -> (String, String, i32) {
    let done = hubgen().current_dir(folder).arg("plan").args(["--now", NOW]).args(arguments).assert();
    let output = done.get_output();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}

#[test]
fn the_terminal_shows_week_by_week_what_comes_and_what_is_missing() {
    let (said, beside, status) = run(hub().path(), &["--weeks", "4"]);
    assert_eq!((beside.as_str(), status), ("", 0));
    let expected = "\
Harbour, Saturday 21 November 2026

Week of 16 November
  Tue 17  published  Three knots               Tip Tuesday · blog
  Wed 18  writing    Salt, and \"chains\"        late · Amina

Week of 23 November
  Tue 24  ready      «حجر واحد يكفي»             Tip Tuesday · Amina · blog, chat
  Thu 26  event      17:00 Lantern walk
  Sat 28  cancelled  Fair                      event · until Sun 29 Nov

Week of 30 November
  Mon 30  planned    =SUM(A1:A9)               Zoë
  Wed 2   idea       Only an idea              Tip Tuesday
  Sat 5   draft      A draft

Week of 7 December
  Tue 8   open       Tip Tuesday: nothing yet  blog, chat

Late
  Wed 18 Nov  writing    Salt, and \"chains\"  its day has passed · Amina

To do
  Amina
    Mon 16 Nov  writing    Salt, and \"chains\"  for Wed 18 Nov
  Zoë
    Fri 27 Nov  planned    =SUM(A1:A9)         for Mon 30 Nov

Runway: 1 week ready of 4 wanted, 1 week planned; then Tip Tuesday on Tue 1 Dec (idea)
Formats from Mon 19 Oct to Sun 13 Dec: article 2, poll 1
Channels from Mon 19 Oct to Sun 13 Dec: blog 2, chat 1
";
    // The marks that keep right-to-left words together cannot be seen in a source file.
    assert_eq!(said.replace('\u{2068}', "«").replace('\u{2069}', "»"), expected, "{said}");
}

#[test]
fn json_holds_the_plan_and_its_findings_under_names_that_stay() {
    let (said, beside, status) = run(hub().path(), &["--weeks", "4", "--format", "json"]);
    assert_eq!((beside.as_str(), status), ("", 0));
    assert!(!said.contains("secret"), "notes stay where they are");
    let plan: Value = serde_json::from_str(&said).unwrap();
    let names: Vec<&String> = plan.as_object().unwrap().keys().collect();
    assert_eq!(names, ["now", "zone", "from", "to", "items", "late", "owed", "runway", "mix", "findings", "summary"]);
    let items = plan["items"].as_array().unwrap();
    let members = |item: &Value| item.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert!(items.iter().all(|item| members(item) == members(&items[0])), "{items:#?}");
    let short = |item: &Value| format!("{} {} {}", item["kind"], item["date"], item["status"]).replace('"', "");
    assert_eq!(
        items.iter().map(short).collect::<Vec<_>>(),
        [
            "entry 2026-11-17 published",
            "entry 2026-11-18 writing",
            "entry 2026-11-24 ready",
            "event 2026-11-26 confirmed",
            "event 2026-11-28 cancelled",
            "entry 2026-11-30 planned",
            "entry 2026-12-02 idea",
            "entry 2026-12-05 published",
            "slot 2026-12-08 open",
        ]
    );
    assert_eq!(
        items[2],
        json!({
            "kind": "entry", "date": "2026-11-24", "last": null, "time": null, "title": "حجر واحد يكفي", "status": "ready",
            "draft": false, "series": "tips", "slot": "2026-11-24", "owner": {"id": "amina", "name": "Amina"},
            "channels": ["blog", "chat"], "format": "article", "due": null, "late": null, "event": null, "url": null,
            "file": "content/calendar/2026-11-24-stone.ar.md",
        })
    );
    assert_eq!(items[7]["draft"], true);
    assert_eq!((&items[3]["time"], &items[4]["last"]), (&json!("17:00"), &json!("2026-11-29")));
    assert_eq!(plan["late"][0]["late"], "date");
    assert_eq!(plan["owed"][1]["owner"], json!({"id": null, "name": "Zoë"}));
    let gap = json!({"date": "2026-12-01", "series": "tips", "file": "content/calendar/2026-12-02-idea.md"});
    assert_eq!(plan["runway"], json!({"ready": 1, "planned": 1, "wanted": 4, "gap": gap}));
    assert_eq!(plan["mix"]["formats"][0], json!({"word": "article", "past": 1, "ahead": 1}));
    let codes: Vec<&Value> = plan["findings"].as_array().unwrap().iter().map(|f| &f["code"]).collect();
    assert_eq!(codes, ["plan/late", "plan/runway", "plan/open-slot"]);
    assert_eq!(plan["summary"], json!({"errors": 0, "warnings": 2, "notes": 1}));
}

#[test]
fn a_spreadsheet_reads_the_table_and_runs_nothing() {
    let hub = hub();
    let (said, beside, status) = run(hub.path(), &["--weeks", "4", "--csv", "plan.csv"]);
    assert!(said.starts_with("Harbour, ") && beside == "plan.csv written.\n" && status == 0, "{beside}");
    let bytes = fs::read(hub.path().join("plan.csv")).unwrap();
    assert!(bytes.starts_with(b"\xef\xbb\xbfdate,kind,") && bytes.ends_with(b"\r\n"));
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    assert_eq!(reader.headers().unwrap().iter().next(), Some("date"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 9);
    let row = |n: usize| rows[n].iter().collect::<Vec<_>>();
    let salt = "content/calendar/2026-11-18-salt.md";
    let late =
        ["2026-11-18", "entry", "writing", "Salt, and \"chains\"", "", "Amina", "", "", "2026-11-16", "date", "", "", salt];
    assert_eq!(row(1), late);
    assert_eq!(&row(5)[3], &"'=SUM(A1:A9)");
    assert_eq!(row(8)[..7], ["2026-12-08", "slot", "open", "", "tips", "", "blog, chat"]);
    assert!(rows.iter().flatten().all(|cell| !cell.contains("secret") && !cell.starts_with(['=', '+', '-', '@'])));
}

#[test]
fn a_calendar_of_the_plan_has_whole_days_and_no_notes() {
    let (said, _, status) = run(hub().path(), &["--weeks", "4", "--ics", "-"]);
    assert_eq!(status, 0);
    assert!(said.starts_with("BEGIN:VCALENDAR\r\n") && said.ends_with("END:VCALENDAR\r\n"), "{said}");
    assert!(said.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{said}");
    let whole = said.replace("\r\n ", "");
    let values = |name: &str| whole.lines().filter_map(|l| l.strip_prefix(name)).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        values("SUMMARY:"),
        [
            "Three knots",
            "Salt\\, and \"chains\" (writing)",
            "Due: Salt\\, and \"chains\"",
            "حجر واحد يكفي",
            "=SUM(A1:A9) (planned)",
            "Due: =SUM(A1:A9)",
            "Only an idea (idea)",
            "A draft (draft)",
            "Open: Tip Tuesday",
        ]
    );
    assert_eq!(values("DTSTART;VALUE=DATE:")[..3], ["20261117", "20261118", "20261116"]);
    let mut uids = values("UID:");
    uids.sort();
    uids.dedup();
    assert_eq!(uids.len(), 9);
    assert!(!whole.contains("secret"));
}

#[test]
fn what_cannot_be_planned_is_said() {
    let hub = hub();
    assert_eq!(run(hub.path(), &["--csv", "-", "--ics", "-"]).2, 2);
    assert_eq!(run(hub.path(), &["--csv", "-", "--format", "json"]).2, 2);
    assert_eq!(run(hub.path(), &["--weeks", "0"]).2, 2);
    assert_eq!(run(hub.path(), &["--csv", "content"]).2, 2);
    assert_eq!(run(hub.path(), &["--csv", "no/such/folder/plan.csv"]).2, 3);
    let before = tree(hub.path());
    hub.write("content/calendar/wrong.md", "---\ntitle: Wrong\ndate: 2026-13-01\n---\n");
    let (said, beside, status) = run(hub.path(), &["--csv", "plan.csv"]);
    assert!(said.contains("Week of") && beside.contains("error[field/wrong]") && status == 1, "{beside}");
    assert!(beside.ends_with("Nothing was written: mend the errors first.\n"), "{beside}");
    assert_eq!(tree(hub.path()).len(), before.len() + 1, "with errors nothing is written");
    // Whoever reads stdout gets a table or nothing: a plan for people is neither.
    for to_stdout in [["--csv", "-"], ["--ics", "-"]] {
        let (said, beside, status) = run(hub.path(), &to_stdout);
        assert!(said.is_empty() && beside.contains("error[field/wrong]") && status == 1, "{said}{beside}");
    }
    let nothing = Temp::with([("hub.yaml", "title: [")]);
    let (said, _, status) = run(nothing.path(), &["--format", "json"]);
    let report: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((status, &report["findings"][0]["code"]), (1, &json!("settings/yaml")));
}

#[test]
fn a_slip_costs_no_file_of_the_hub() {
    let hub = Temp::with([("hub.yaml", HUB), ("content/about.md", "# About\n")]);
    for file in ["hub.yaml", "content/about.md", "content/new.csv", "data/plan.csv"] {
        let before = tree(hub.path());
        hubgen().current_dir(hub.path()).args(["plan", "--csv", file]).assert().code(2);
        assert_eq!(tree(hub.path()), before, "{file}");
    }
    hubgen().current_dir(hub.path()).args(["plan", "--csv", "plan.csv", "--now", NOW]).assert().code(0);
    assert!(hub.path().join("plan.csv").is_file());
}
