//! Readers of untrusted text under fire: the same inputs every time, harmed in the same ways.
//!
//! `cargo test --test fuzz` asks a little of every target, `tests/run` for about a minute. By hand:
//!
//! ```console
//! $ cargo test --test fuzz -- --runs 200000             # longer
//! $ cargo test --test fuzz -- --seed 7 links names      # other inputs, and these targets only
//! $ cargo test --test fuzz -- --seed 7 --only 1234 links   # that one run again, with its input printed
//! ```
//!
//! The law: never a panic, and every place of a finding lies inside its file.
#![allow(clippy::disallowed_methods)]

mod bench;
mod mutate;
mod targets;

use mutate::Random;
use std::{
    panic::{self, AssertUnwindSafe},
    process::ExitCode,
    sync::Mutex,
};
use targets::Target;

struct Arguments {
    seed: u64,
    /// How many runs in all, shared out by the cost of targets.
    runs: u64,
    only: Option<u64>,
    targets: Vec<String>,
}

/// The message and place of the last panic, of whatever thread.
static PANIC: Mutex<String> = Mutex::new(String::new());

fn main() -> ExitCode {
    let arguments = arguments();
    panic::set_hook(Box::new(|info| *PANIC.lock().unwrap_or_else(|lock| lock.into_inner()) = info.to_string()));
    let mut failures = 0;
    // Harm is done to a hub that is sound: what already stops at an error is not looked at further.
    if let Err(message) = bench::is_sound() {
        println!("the hub of the corpus is not sound: {message}");
        failures += 1;
    }
    for target in targets::all() {
        if !arguments.targets.is_empty() && !arguments.targets.iter().any(|name| name == target.name) {
            continue;
        }
        let runs = match arguments.only {
            Some(run) => run..run + 1,
            None => 0..(arguments.runs * target.share).div_ceil(targets::SHARES),
        };
        let (count, before) = (runs.end - runs.start, failures);
        for run in runs {
            if let Err(message) = one(&target, arguments.seed, run, arguments.only.is_some()) {
                failures += 1;
                println!("{}: {message}", target.name);
                println!("    again: cargo test --test fuzz -- --seed {} --only {run} {}", arguments.seed, target.name);
                // A target that is broken is broken in the same way again and again.
                if failures - before >= 5 {
                    break;
                }
            }
        }
        println!("{}: {count} runs, {} failures", target.name, failures - before);
    }
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// One run, which depends on nothing but the seed, the target and its number.
fn one(target: &Target, seed: u64, run: u64, print: bool) -> Result<(), String> {
    let mut random = Random::new(seed, target.name, run);
    match panic::catch_unwind(AssertUnwindSafe(|| (target.run)(&mut random, print))) {
        Ok(result) => result,
        Err(_) => Err(PANIC.lock().unwrap_or_else(|lock| lock.into_inner()).clone()),
    }
}

fn arguments() -> Arguments {
    let mut arguments = Arguments { seed: 2026, runs: 300, only: None, targets: Vec::new() };
    if let Some(runs) = std::env::var("FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok()) {
        arguments.runs = runs;
    }
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        let mut number = || given.next().and_then(|n| n.parse().ok()).expect("a number follows --seed, --runs and --only");
        match argument.as_str() {
            "--seed" => arguments.seed = number(),
            "--runs" => arguments.runs = number(),
            "--only" => arguments.only = Some(number()),
            // What cargo hands to every test program.
            option if option.starts_with("--") => {}
            target => arguments.targets.push(target.to_owned()),
        }
    }
    arguments
}
