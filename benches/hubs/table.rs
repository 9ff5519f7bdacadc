//! What was measured, for people to read.

use crate::{
    measure::{Measured, Plan},
    programs::Program,
};
use std::time::Duration;

/// A line of the table: a value of each program, of which one may not have been measured.
struct Row {
    label: &'static str,
    values: Vec<Option<f64>>,
    print: fn(f64) -> String,
    /// Whether to say how often the first column goes into the others.
    compare: bool,
}

/// The table of one size.
pub fn print(size: usize, plan: &Plan, programs: &[Box<dyn Program>], measured: &[Measured]) {
    println!("\n{} files; median of {} rounds\n", thousands(size as f64), plan.rounds);
    let names: Vec<&str> = programs.iter().map(|program| program.name()).collect();
    print_head("", &names);
    rows(measured).iter().for_each(print_row);
    print_stages(&names, measured);
    println!();
    programs.iter().for_each(|program| println!("{}: {}", program.name(), program.version()));
}

fn rows(measured: &[Measured]) -> Vec<Row> {
    let row = |label, print: fn(f64) -> String, value: &dyn Fn(&Measured) -> Option<f64>| {
        let values = measured.iter().map(value).collect();
        Row { label, values, print, compare: true }
    };
    let alone = |row: Row| Row { compare: false, ..row };
    let bytes = |of: &Measured| of.peak.iter().map(|peak| *peak as f64).collect::<Vec<_>>();
    let counted = |of: &Measured, count: f64| (!of.full.is_empty()).then_some(count);
    vec![
        row("full build", seconds, &|of| median(times(&of.full))),
        row("second build, nothing changed", seconds, &|of| median(times(&of.again))),
        alone(row("  files it wrote", thousands, &|of| counted(of, of.rewritten as f64))),
        row("peak memory", megabytes, &|of| median(bytes(of))),
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
fn print_stages(names: &[&str], measured: &[Measured]) {
    let staged: Vec<(&str, &Measured)> = names.iter().copied().zip(measured).filter(|(_, of)| !of.stages.0.is_empty()).collect();
    let Some((_, first)) = staged.first() else { return };
    println!();
    print_head("stages of the full build", &staged.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for (stage, _) in &first.stages.0 {
        let of = |measured: &Measured| median(measured.stages.0.iter().find(|(name, _)| name == stage)?.1.clone());
        let values = staged.iter().map(|(_, measured)| of(measured)).collect();
        print_values(stage, values, |time| milliseconds(time / 1e3), true);
    }
}

/// How much longer a full build takes from one size to the next.
pub fn print_growth(programs: &[Box<dyn Program>], sizes: &[(usize, Vec<Measured>)]) {
    for pair in sizes.windows(2) {
        let [(small, before), (large, after)] = pair else { continue };
        println!("\nFull build, from {} to {} files:", thousands(*small as f64), thousands(*large as f64));
        for (program, (before, after)) in programs.iter().zip(before.iter().zip(after)) {
            if let (Some(before), Some(after)) = (median(times(&before.full)), median(times(&after.full))) {
                println!("  {:<10} {:.1} times as long", program.name(), after / before);
            }
        }
    }
}

fn print_head(label: &str, names: &[&str]) {
    print!("{label:<33}");
    for (i, name) in names.iter().enumerate() {
        print!(" {name:>11}{}", if i == 0 { "" } else { "       ×" });
    }
    println!();
}

fn print_row(row: &Row) {
    if row.values.iter().any(Option::is_some) {
        print_values(row.label, row.values.clone(), row.print, row.compare);
    }
}

fn print_values(label: &str, values: Vec<Option<f64>>, print: fn(f64) -> String, compare: bool) {
    print!("{label:<33}");
    let first = values[0].filter(|_| compare);
    for (i, value) in values.iter().enumerate() {
        print!(" {:>11}", value.map_or("–".into(), print));
        if i > 0 {
            let ratio = value.zip(first).filter(|(_, first)| *first > 0.0).map(|(value, first)| format!("{:.2}", value / first));
            print!(" {:>7}", ratio.unwrap_or_default());
        }
    }
    println!();
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
