//! `hubgen build`
#![allow(clippy::disallowed_methods)]

use super::{
    Exit, hub,
    patience::Patience,
    report::{self, Format, Made, Run},
};
use crate::{
    diagnostic::{any_error, in_order},
    memo::Memo,
    model::lock,
    pipeline::{self, Request},
    world::{
        self, Failure, disk, folder,
        folder::Folder,
        store::{Stocked, Store},
        themes,
    },
};
use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    time::Instant,
};

/// Make the site
///
/// Writes the site to a folder that can be published as it is. If anything is wrong with the hub, nothing is written.
/// Files that have not changed are not touched; files that hubgen did not write are never touched.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The hub's folder; default: the nearest upwards that holds hub.yaml
    dir: Option<PathBuf>,
    /// Where the site goes; default: public/ in the hub
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Where the site will be published, in place of `base_url` of hub.yaml
    #[arg(long, value_name = "URL", value_parser = hub::base_url)]
    base_url: Option<String>,
    /// Add drafts and entries that are not published yet, marked as such
    #[arg(long)]
    drafts: bool,
    /// Build as if it were this moment: 2026-12-01, 2026-12-01T09:00Z
    #[arg(long, value_name = "TIME", value_parser = hub::typed_now)]
    now: Option<String>,
    /// Fail, and write nothing, where hub.lock would change
    #[arg(long)]
    locked: bool,
    /// How findings are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let (run, laps) = make(arguments)?;
    if arguments.timings {
        report::timings(&laps);
    }
    report::build(arguments.format, run)
}

/// Where the store keeps what the search said about texts.
const SEARCH: &str = "search";

/// How long each stage took.
type Laps = Vec<(&'static str, std::time::Duration)>;

fn make(arguments: &Arguments) -> Result<(Run, Laps), Failure> {
    let mut clock = Stopwatch::start();
    let patience = Patience::begin("reading the hub");
    let root = hub::find(arguments.dir.as_deref())?;
    let output = folder::place(&root, arguments.output.as_deref())?;
    let request =
        Request { base_url: arguments.base_url.clone(), drafts: arguments.drafts, now: hub::now(arguments.now.as_ref())? };

    let snapshot = disk::read_hub(&root, Some(&output));
    clock.lap("read");
    patience.doing("understanding the hub");
    let stages = RefCell::new(clock);
    let prepared = pipeline::prepare_again(&snapshot, &themes::built_in(), &request, &mut Memo::forgetful(), &|stage| {
        stages.borrow_mut().lap(stage.word());
    });
    let mut clock = stages.into_inner();
    let found = snapshot.bytes(lock::FILE).map(<[u8]>::to_vec);
    drop(snapshot);
    clock.lap("put findings in order");

    let mut run = Run::new(&root, prepared.findings);
    let ready = match prepared.ready {
        Some(ready) if !any_error(&run.findings) => ready,
        _ => return Ok((run, clock.laps)),
    };
    let lock = ready.lock(found.as_deref());
    if arguments.locked && lock.is_some() {
        run.findings = in_order([run.findings, vec![ready.stale_lock()]].concat());
        return Ok((run, clock.laps));
    }
    let store = Store::open(&root);
    let ready = ready.without_sources().recalling(store.read(SEARCH));
    let folder = Folder::open(&output)?;
    clock.lap("look at the output");
    let stocked = Stocked { store: &store, sink: &folder };
    let faults = ready.render(&patience.counting(&stocked, ready.site().pages.len()));
    clock.lap("render and stage");
    run.findings = in_order([run.findings, faults, ready.wanted(store.findings())].concat());
    if any_error(&run.findings) {
        return Ok((run, clock.laps));
    }
    let published = folder.publish();
    drop(patience);
    match published {
        Ok(written) => {
            run.made = Some(Made::new(ready.site(), written.written + written.unchanged).written(written, output));
            keep(&root, arguments, lock)?;
            store.put_in_order();
            if let Some(kept) = ready.to_keep() {
                store.write(SEARCH, &kept);
            }
        }
        Err(Failure::Content(obstacles)) => run.findings = in_order([run.findings, obstacles].concat()),
        Err(failure) => return Err(failure),
    }
    clock.lap("publish");
    run.milliseconds = clock.begin.elapsed().as_millis();
    // The program ends soon, and the system takes everything back at once.
    std::mem::forget(ready);
    Ok((run, clock.laps))
}

/// Writes hub.lock, where it has changed. What is built for another day, or with what is not public, is nobody's
/// calendar.
fn keep(root: &Path, arguments: &Arguments, lock: Option<String>) -> Result<(), Failure> {
    let Some(text) = lock.filter(|_| arguments.now.is_none() && !arguments.drafts) else { return Ok(()) };
    world::lock::write(root, lock::FILE, &text)?;
    report::progress("hub.lock has changed: commit it, so that calendars know each event again.");
    Ok(())
}

/// Takes the times of stages.
struct Stopwatch {
    begin: Instant,
    last: Instant,
    laps: Laps,
}

impl Stopwatch {
    fn start() -> Stopwatch {
        let now = Instant::now();
        Stopwatch { begin: now, last: now, laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }
}
