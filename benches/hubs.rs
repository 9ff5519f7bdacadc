//! How long a hub takes to build, beside copying its output with `cp -r`, on hubs of several sizes.
//!
//!     cargo bench --bench hubs            # 1,000 and 10,000 articles
//!     cargo bench --bench hubs -- 100000
//!
//! The hub is made anew from the same seed each time: 40% events, 30% posts, 15% people, 10% questions, 5% guidelines,
//! in three scripts, code in a tenth of the sections. Times of one machine mean little; the ratios of one run do.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let sizes = if sizes.is_empty() { vec![1_000, 10_000] } else { sizes };
    println!("articles |  first | nothing changed |  cp -r | first/copy | memory");
    for size in sizes {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("hub-{size}"));
        let _ = fs::remove_dir_all(&folder);
        make_hub(&folder.join("hub"), size).expect("the hub is written");
        let row = measure(&folder);
        println!(
            "{size:>8} | {:>6.2} | {:>15.2} | {:>6.2} | {:>10.1} | {:>4} MB",
            row.first.as_secs_f64(),
            row.again.as_secs_f64(),
            row.copy.as_secs_f64(),
            row.first.as_secs_f64() / row.copy.as_secs_f64(),
            row.memory / 1024
        );
    }
}

struct Row {
    first: Duration,
    again: Duration,
    copy: Duration,
    /// Peak of the first build, in KiB; 0 where the system does not say.
    memory: u64,
}

/// The middle of three runs of each, in turn.
fn measure(folder: &Path) -> Row {
    let (hub, out, copy) = (folder.join("hub"), folder.join("out"), folder.join("copy"));
    let (mut firsts, mut agains, mut copies) = (Vec::new(), Vec::new(), Vec::new());
    let mut memory = 0;
    for _ in 0..3 {
        let _ = fs::remove_dir_all(&out);
        let _ = fs::remove_dir_all(&copy);
        let (time, peak) = build(&hub, &out);
        firsts.push(time);
        memory = memory.max(peak);
        agains.push(build(&hub, &out).0);
        copies.push(timed(Command::new("cp").arg("-r").arg(&out).arg(&copy)));
    }
    let middle = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    Row { first: middle(firsts), again: middle(agains), copy: middle(copies), memory }
}

fn build(hub: &Path, out: &Path) -> (Duration, u64) {
    // GNU time says what a process needed at its peak.
    let gnu_time = Path::new("/usr/bin/time").exists();
    let mut command = if gnu_time { Command::new("/usr/bin/time") } else { Command::new(env!("CARGO_BIN_EXE_hubgen")) };
    if gnu_time {
        command.args(["-f", "%M KiB", env!("CARGO_BIN_EXE_hubgen")]);
    }
    command.arg("build").arg(hub).arg("--output").arg(out).args(["--now", "2026-12-01T09:00Z"]);
    let begin = Instant::now();
    let done = command.stdin(Stdio::null()).output().expect("hubgen runs");
    let time = begin.elapsed();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    let peak = said.lines().rev().find_map(|l| l.strip_suffix(" KiB")?.parse().ok());
    (time, peak.unwrap_or(0))
}

fn timed(command: &mut Command) -> Duration {
    let begin = Instant::now();
    assert!(command.status().expect("the command runs").success());
    begin.elapsed()
}

/// Numbers that look random and are the same each time (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

const WORDS: [(&str, &[&str]); 3] = [
    (
        "",
        &[
            "harbour",
            "bench",
            "thread",
            "solder",
            "rope",
            "sail",
            "wheel",
            "lamp",
            "tide",
            "engine",
            "table",
            "evening",
            "neighbour",
            "tool",
            "repair",
        ],
    ),
    (".ar", &["ميناء", "طاولة", "خيط", "لحام", "حبل", "شراع", "عجلة", "مصباح", "مد", "محرك", "مساء", "جار", "أداة", "إصلاح"]),
    (
        ".el",
        &[
            "λιμάνι",
            "πάγκος",
            "κλωστή",
            "κόλληση",
            "σκοινί",
            "πανί",
            "τροχός",
            "λάμπα",
            "μηχανή",
            "τραπέζι",
            "βράδυ",
            "γείτονας",
            "εργαλείο",
        ],
    ),
];

const CODE: &str = "```python\ndef tide(hour):\n    # metres above the mark\n    return 1.2 + 0.8 * sin(hour / 6.2)\n```\n\n";

fn make_hub(root: &Path, articles: usize) -> std::io::Result<()> {
    let mut dice = Dice(7);
    for folder in ["events", "calendar", "members", "faq", "guidelines"] {
        fs::create_dir_all(root.join("content").join(folder))?;
    }
    fs::write(
        root.join("hub.yaml"),
        "title: A large hub\nbase_url: https://example.org/hub/\nlanguages: [en, ar, el]\ntimezone: Africa/Casablanca\n",
    )?;
    for i in 0..articles {
        // A sixth of all articles each are Arabic and Greek alone.
        let (suffix, words) = WORDS[[0, 0, 0, 0, 1, 2][dice.roll(6)]];
        let title = format!("{} {} {i}", dice.pick(words), dice.pick(words));
        let day = format!("20{}-{:02}-{:02}", 24 + dice.roll(4), 1 + dice.roll(12), 1 + dice.roll(28));
        let tag = format!("tag-{}", dice.roll(30));
        let (path, front) = match i % 20 {
            0..8 => (
                format!("events/event-{i}"),
                format!(
                    "date: 2024-01-01\nstart: {day}T18:00\nduration: 2h\nlocation: House {i}\nhosts: [person-{}]\nkind: workshop\ntags: [{tag}]\n",
                    i / 20 * 20 + 15
                ),
            ),
            8..14 => (format!("calendar/{day}-post-{i}"), format!("tags: [{tag}]\nauthors: [person-15]\nformat: article\n")),
            14..16 | 19 => (format!("members/person-{i}"), "consent: true\nroles: [expert]\njoined: 2025-01\n".into()),
            16 | 17 => (format!("faq/topic-{i}"), format!("tags: [{tag}]\n")),
            _ => (format!("guidelines/rule-{i}"), "version: 1\neffective: 2025-01-01\n".into()),
        };
        let name = if path.starts_with("members/") { format!("name: \"{title}\"\n") } else { format!("title: \"{title}\"\n") };
        let body = body(&mut dice, words);
        // Everybody is hosted by somebody who exists: person 15 is written in the default language.
        let suffix = if i == 15 { "" } else { suffix };
        fs::write(root.join("content").join(format!("{path}{suffix}.md")), format!("---\n{name}{front}---\n\n{body}"))?;
    }
    Ok(())
}

/// About 300 words in three sections.
fn body(dice: &mut Dice, words: &[&str]) -> String {
    let mut text = String::new();
    for section in 0..3 {
        text.push_str(&format!("## {} {}\n\n", dice.pick(words), dice.pick(words)));
        for _ in 0..2 {
            for n in 0..50 {
                match dice.roll(25) {
                    0 => text.push_str(&format!("**{}** ", dice.pick(words))),
                    1 => text.push_str(&format!("[{}](https://example.org/{n}) ", dice.pick(words))),
                    _ => text.push_str(&format!("{} ", dice.pick(words))),
                }
            }
            text.push_str("\n\n");
        }
        if section == 1 && dice.roll(10) < 3 {
            text.push_str(CODE);
        }
    }
    text
}
