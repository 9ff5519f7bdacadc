//! `hubgen check`
#![allow(clippy::disallowed_methods)]

use super::{
    Exit, hub,
    patience::Patience,
    report::{self, Format, Made, Run},
};
use crate::{
    diagnostic::{Finding, any_error, in_order},
    model::{
        output::{Content, Phase, Sink},
        path::OutputPath,
    },
    pipeline::{self, Ready, Request},
    world::{Failure, disk, network, store::Store, themes},
};
use std::{
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

/// Say everything that is wrong or going stale, and write nothing
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The hub's folder; default: the nearest upwards that holds hub.yaml
    dir: Option<PathBuf>,
    /// Check as if it were this moment: 2026-12-01, 2026-12-01T09:00Z
    #[arg(long, value_name = "TIME", value_parser = hub::typed_now)]
    now: Option<String>,
    /// Ask other hosts, too, whether what the hub links to is still there
    #[arg(long)]
    external: bool,
    /// Exit with 1 for warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// How findings are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let begin = Instant::now();
    let patience = Patience::begin("reading the hub");
    let root = hub::find(arguments.dir.as_deref())?;
    let request = Request { base_url: None, drafts: false, now: hub::now(arguments.now.as_ref())? };
    let snapshot = disk::read_hub(&root, None);
    patience.doing("understanding the hub");
    let prepared = pipeline::prepare(&snapshot, &themes::built_in(), &request);
    drop(snapshot);

    let mut run = Run::new(&root, prepared.findings);
    if let Some(ready) = prepared.ready.filter(|_| !any_error(&run.findings)) {
        // Some mistakes in templates show only when they meet a page.
        let nowhere = Nowhere::new(Store::open(&root));
        let faults = ready.render(&patience.counting(&nowhere, ready.site().pages.len()));
        drop(patience);
        let said = ready.wanted(nowhere.store.findings());
        run.findings = in_order([run.findings, faults, said].concat());
        run.made = Some(Made::new(ready.site(), nowhere.files.into_inner()));
        if arguments.external && !any_error(&run.findings) {
            run.findings = in_order([run.findings, ask(&ready)].concat());
        }
    } else {
        drop(patience);
    }
    if arguments.external && any_error(&run.findings) {
        report::progress("Other hosts were not asked: mend the errors first.");
    }
    run.milliseconds = begin.elapsed().as_millis();
    report::check(arguments.format, run, arguments.deny_warnings)
}

/// Asks other hosts for every address that the site leads to.
fn ask(ready: &Ready) -> Vec<Finding> {
    let external = ready.external();
    let addresses: Vec<_> = external.iter().map(|e| &e.address).collect();
    let begin = Instant::now();
    let mut passing = report::Passing::default();
    let answers = network::ask(&addresses, &mut |answered| {
        if begin.elapsed() > Duration::from_secs(1) {
            passing.say(&format!("asking {answered} of {} addresses…", addresses.len()));
        }
    });
    drop(passing);
    external.into_iter().zip(answers).filter_map(|(external, answer)| ready.answered(external, &answer)).collect()
}

/// A sink that only counts, and looks at what files would be made from.
struct Nowhere {
    files: AtomicUsize,
    store: Store,
}

impl Nowhere {
    fn new(store: Store) -> Nowhere {
        Nowhere { files: AtomicUsize::new(0), store }
    }
}

impl Sink for Nowhere {
    fn take(&self, _: Phase, _: &OutputPath, content: Content) {
        self.files.fetch_add(1, Ordering::Relaxed);
        if let Content::Costly(work, 0) = content {
            self.store.examine(&*work);
        }
    }
}
