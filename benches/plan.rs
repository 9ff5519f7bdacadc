//! How long the plan takes, and the largest calendar, on a hub of events of which a quarter repeat.
//!
//!     cargo bench --bench plan            # 4,000 events
//!     cargo bench --bench plan -- 40000
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use hubgen::{
    memo::Memo,
    model::{
        output::Content,
        path::{HubPath, OutputPath},
        snapshot::{Contents, File, Snapshot},
        time::{When, Zone},
    },
    parse, plan,
    render::Press,
    world::themes,
};
use std::time::{Duration, Instant};

/// Rhythms of communities, from the commonest to the oddest.
const RULES: [&str; 8] = [
    "FREQ=WEEKLY",
    "FREQ=MONTHLY;BYDAY=1TH",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
    "FREQ=MONTHLY;BYDAY=-1SU",
    "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=40",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20270630",
    "FREQ=YEARLY;BYMONTH=5;BYDAY=2SA",
    "FREQ=DAILY;COUNT=100",
];
const ZONES: [&str; 4] = ["Africa/Casablanca", "Europe/Athens", "America/New_York", "Africa/Cairo"];

fn main() {
    let events = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(4_000);
    let now = When::parse("2026-11-21T12:00Z").unwrap().instant(Zone::UTC);
    let (snapshot, themes) = (hub(events), themes::built_in());
    let (parsing, _) = middle(|| parse::hub(&snapshot, &themes, None, &Memo::default()));
    // Nothing has changed, and everything is recalled.
    let mut memo = Memo::default();
    let (recalling, (hub, _)) = middle(|| {
        memo.begin();
        parse::hub(&snapshot, &themes, None, &memo)
    });
    let hub = hub.expect("the hub has no errors");
    let (planning, (site, said)) = middle(|| plan::plan(&hub, now, false, &Memo::forgetful()));
    let dates: usize = site.works.iter().map(|work| work.dates.len()).sum();
    println!("{events} events, {} of them series, {dates} dates; {} findings", events / 4, said.len());
    println!("parse {:>7.1} ms, again {:.1} ms\nplan  {:>7.1} ms", ms(parsing), ms(recalling), ms(planning));
    let press = Press::new(site, &Memo::forgetful()).0.expect("the theme is sound");
    let (making, bytes) = middle(|| match press.one(&OutputPath::new("events/events.ics")) {
        Some(Ok(Content::Bytes(bytes))) => bytes.len(),
        _ => 0,
    });
    println!("events/events.ics: {:.1} MB in {:.1} ms", bytes as f64 / 1e6, ms(making));
}

/// The middle of five runs, and what the last one gave.
fn middle<T>(mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut once = || {
        let begin = Instant::now();
        let result = run();
        (begin.elapsed(), result)
    };
    let mut times: Vec<Duration> = (0..4).map(|_| once().0).collect();
    let (last, result) = once();
    times.push(last);
    times.sort();
    (times[2], result)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn hub(events: usize) -> Snapshot {
    let mut snapshot = Snapshot::default();
    let mut add = |path: &str, text: String| {
        let bytes = File::Bytes(Contents::new(text.into_bytes()));
        snapshot.files.insert(HubPath::new(path).expect("a good path"), bytes);
    };
    add(
        "hub.yaml",
        "title: Events\nbase_url: https://events.example/\nlanguages: [en, ar]\ntimezone: Africa/Casablanca\n".into(),
    );
    for i in 0..events {
        let (day, month) = (1 + i % 28, 1 + i / 28 % 12);
        let year = 2024 + i / 400 % 4;
        let rule = if i % 4 == 0 { format!("rrule: \"{}\"\n", RULES[i / 4 % RULES.len()]) } else { String::new() };
        let front = format!(
            "title: Event {i}\ndate: 2024-01-01\nstart: {year}-{month:02}-{day:02}T{:02}:30\nduration: 90m\ntimezone: {}\n{rule}\
             location: House {i}\nkind: workshop\ntags: [tag-{}]\n",
            9 + i % 12,
            ZONES[i % ZONES.len()],
            i % 30
        );
        add(&format!("content/events/event-{i}.md"), format!("---\n{front}---\nBring something.\n"));
    }
    snapshot
}
