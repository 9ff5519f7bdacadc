//! What was measured, for people to read.

use crate::{
    Entrant,
    measure::{BUILD_AT_MOST, Measured, Plan},
};
use std::time::Duration;

/// How wide the first column is, in characters.
const LABEL: usize = 33;

/// A line of the table: a value of each program, of which one may not have been measured.
struct Row<'a> {
    label: &'a str,
    values: Vec<Option<f64>>,
    print: fn(f64) -> String,
    /// Whether to say how often the first column goes into the others.
    compare: bool,
}

/// The table of one size.
pub fn print(size: usize, plan: &Plan, entrants: &[Entrant]) {
    println!("\n{} files; median of {} rounds\n", thousands(size as f64), plan.rounds);
    print_head("", entrants);
    rows(entrants).iter().for_each(print_row);
    for entrant in entrants.iter().filter(|entrant| entrant.measured.gave_up) {
        println!("{} was not done in {} s", entrant.program.name(), BUILD_AT_MOST.as_secs());
    }
    print_stages(entrants);
    println!();
    entrants.iter().for_each(|entrant| println!("{}: {}", entrant.program.name(), entrant.program.version()));
}

fn rows(entrants: &[Entrant]) -> Vec<Row<'static>> {
    let row = |label, print: fn(f64) -> String, value: &dyn Fn(&Measured) -> Option<f64>| {
        let values = entrants.iter().map(|entrant| value(&entrant.measured)).collect();
        Row { label, values, print, compare: true }
    };
    let alone = |row: Row<'static>| Row { compare: false, ..row };
    // Of a program that gave up nothing is counted.
    let counted = |of: &Measured, count: f64| (!of.full.is_empty()).then_some(count);
    vec![
        row("full build", seconds, &|of| median(times(&of.full))),
        row("  processor time", seconds, &|of| median(times(&of.worked))),
        row("second build, nothing changed", seconds, &|of| median(times(&of.again))),
        alone(row("  files it wrote", thousands, &|of| counted(of, of.rewritten as f64))),
        row("peak memory", megabytes, &|of| median(of.peak.iter().map(|peak| *peak as f64).collect())),
        row("cp -r of the output", seconds, &|of| median(times(&of.copy))),
        alone(row("  full build / cp -r", |ratio| format!("{ratio:.1}"), &|of| {
            Some(median(times(&of.full))? / median(times(&of.copy))?)
        })),
        row("save to told, median", milliseconds, &|of| median(times(&of.told))),
        row("save to told, 99th percentile", milliseconds, &|of| percentile(times(&of.told), 0.99)),
        row("save to served, median", milliseconds, &|of| median(times(&of.served))),
        row("save to served, 99th percentile", milliseconds, &|of| percentile(times(&of.served), 0.99)),
        alone(row("  saves", thousands, &|of| counted(of, of.served.len() as f64))),
        row("output: files", thousands, &|of| counted(of, of.output.files as f64)),
        row("output: pages (HTML)", thousands, &|of| counted(of, of.output.pages as f64)),
        row("output: size", megabytes, &|of| counted(of, of.output.bytes as f64)),
    ]
}

/// What hubgen says of its full build.
fn print_stages(entrants: &[Entrant]) {
    let staged = entrants.iter().take_while(|entrant| !entrant.measured.stages.0.is_empty()).count();
    let staged = &entrants[..staged];
    let Some(first) = staged.first() else { return };
    println!();
    print_head("stages of the full build", staged);
    for (stage, _) in &first.measured.stages.0 {
        let values = staged.iter().map(|entrant| median(entrant.measured.stages.of(stage))).collect();
        print_row(&Row { label: stage, values, print: |time| milliseconds(time / 1e3), compare: true });
    }
}

/// How much longer a full build takes from one size to the next.
pub fn print_growth(sizes: &[(usize, Vec<Entrant>)]) {
    for pair in sizes.windows(2) {
        let [(small, before), (large, after)] = pair else { continue };
        println!("\nFull build, from {} to {} files:", thousands(*small as f64), thousands(*large as f64));
        for (before, after) in before.iter().zip(after) {
            let full = |entrant: &Entrant| median(times(&entrant.measured.full));
            if let (Some(short), Some(long)) = (full(before), full(after)) {
                println!("  {:<10} {:.1} times as long", before.program.name(), long / short);
            }
        }
    }
}

fn print_head(label: &str, entrants: &[Entrant]) {
    print!("{label:<LABEL$}");
    for (i, entrant) in entrants.iter().enumerate() {
        print!(" {:>11}{}", entrant.program.name(), if i == 0 { "" } else { "       ×" });
    }
    println!();
}

/// Nothing where nobody has a value.
fn print_row(row: &Row) {
    if row.values.iter().all(Option::is_none) {
        return;
    }
    let mut line = format!("{:<LABEL$}", row.label);
    let first = row.values[0].filter(|first| row.compare && *first > 0.0);
    for (i, value) in row.values.iter().enumerate() {
        line += &format!(" {:>11}", value.map_or("–".into(), row.print));
        let ratio = value.zip(first).map(|(value, first)| format!("{:.2}", value / first));
        if i > 0 {
            line += &format!(" {:>7}", ratio.unwrap_or_default());
        }
    }
    println!("{}", line.trim_end());
}

fn times(durations: &[Duration]) -> Vec<f64> {
    durations.iter().map(Duration::as_secs_f64).collect()
}

fn median(values: Vec<f64>) -> Option<f64> {
    percentile(values, 0.5)
}

/// The smallest value that a `part` of all do not exceed; of few values the largest.
fn percentile(mut values: Vec<f64>, part: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() as f64 * part).ceil() as usize;
    values.get(rank.checked_sub(1)?).copied()
}

fn seconds(value: f64) -> String {
    format!("{value:.2} s")
}

/// `value` in seconds.
fn milliseconds(value: f64) -> String {
    format!("{} ms", thousands((value * 1e3).round()))
}

/// `value` in bytes.
fn megabytes(value: f64) -> String {
    format!("{} MB", thousands((value / 1e6).round()))
}

/// `12,345`
fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
