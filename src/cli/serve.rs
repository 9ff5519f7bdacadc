//! `hubgen serve`
#![allow(clippy::disallowed_methods)]

use super::{Exit, hub, report};
use crate::{
    diagnostic::{Finding, any_error, catalogue as code, in_order},
    model::{snapshot::Snapshot, time::Instant},
    pipeline::{self, Request},
    world::{
        Failure, browser, clock, disk,
        server::{self, Collector, Preview, Server},
        themes,
        watch::{Bell, Ring},
    },
};
use std::{
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    time::Duration,
};

/// Show the site while you write: each save is seen at once
///
/// Shows what `build --drafts` would write, from memory; nothing is written to the hub. A mistake is shown on the page,
/// over the last site without any, until it is mended.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The hub's folder; default: the nearest upwards that holds hub.yaml
    dir: Option<PathBuf>,
    /// The port to answer on; default: the first free one from 4000 on
    #[arg(long)]
    port: Option<u16>,
    /// The address to answer on; 0.0.0.0 shows drafts to the whole network
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: String,
    /// Open the site in a browser
    #[arg(long)]
    open: bool,
    /// Show only what is public: what `build` would write
    #[arg(long)]
    live: bool,
    /// Show the site as if it were this moment: 2026-12-01, 2026-12-01T09:00Z
    #[arg(long, value_name = "TIME", value_parser = hub::typed_now)]
    now: Option<String>,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let root = hub::find(arguments.dir.as_deref())?;
    let listener = server::listen(&arguments.host, arguments.port)?;
    let (sender, rings) = channel();
    // Before the first look, so that no save falls between the two.
    let bell = Bell::hang(&root, sender);
    let mut desk = Desk {
        root,
        drafts: !arguments.live,
        now: arguments.now.clone(),
        themes: themes::built_in(),
        preview: Arc::new(Preview::default()),
        said: String::new(),
        next: None,
    };
    desk.look()?;
    let server = Server::start(listener, desk.preview.clone(), stop)?;
    let base = desk.preview.shown().site.as_ref().map_or("/".to_owned(), |s| s.base.clone());
    let address = format!("http://{}{base}", server.address);
    report::progress(&format!("The site is at {address} until you press Ctrl-C."));
    if arguments.open {
        browser::open(&address).unwrap_or_else(|why| report::progress(&format!("No browser could be opened: {why}")));
    }
    match bell {
        Ok(bell) => desk.attend(bell, &rings),
        Err(why) => Err(Failure::Machine(format!("the hub cannot be watched: {why}"))),
    }
}

/// There is nothing to put away: the site is in memory only.
fn stop() {
    std::process::exit(Exit::Done as i32);
}

/// Where the hub is looked at again and again.
struct Desk {
    root: PathBuf,
    drafts: bool,
    now: Option<String>,
    themes: Snapshot,
    preview: Arc<Preview>,
    /// What was said last; nobody wants to read it twice.
    said: String,
    /// When the site changes by itself.
    next: Option<Instant>,
}

impl Desk {
    fn attend(&mut self, mut bell: Bell, rings: &Receiver<Ring>) -> Result<Exit, Failure> {
        loop {
            let ring = match self.wait(rings) {
                Ok(ring) => rings.try_iter().fold(ring, Ring::and),
                Err(RecvTimeoutError::Timeout) => Ring::default(),
                Err(RecvTimeoutError::Disconnected) => return Err(Failure::Machine("the hub is no longer watched".into())),
            };
            if let Err(why) = bell.rehang(&ring) {
                report::progress(&format!("Some changes may go unseen: {why}"));
            }
            self.look()?;
        }
    }

    /// Waits for a ring, or for the moment at which the site changes without one.
    fn wait(&self, rings: &Receiver<Ring>) -> Result<Ring, RecvTimeoutError> {
        const AT_MOST: Duration = Duration::from_secs(24 * 3600);
        let next = self.next.filter(|_| self.now.is_none());
        match (next, clock::now()) {
            (Some(next), Ok(now)) => {
                let left = (next - now).to_std().unwrap_or_default();
                // The clock's whole seconds may be a moment early.
                rings.recv_timeout((left + Duration::from_secs(1)).min(AT_MOST))
            }
            _ => rings.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    /// Looks at the hub and shows what it says.
    fn look(&mut self) -> Result<(), Failure> {
        let request = Request { base_url: None, drafts: self.drafts, now: hub::now(self.now.as_ref())? };
        let (root, themes) = (&self.root, &self.themes);
        // A fault of ours in one edit may be gone with the next.
        let seen = panic::catch_unwind(AssertUnwindSafe(|| build(root, themes, &request)));
        let seen = seen.unwrap_or_else(|_| Seen { findings: vec![fault()], site: None, next: None });
        let said = report::findings(&seen.findings);
        if said != self.said {
            report::progress(if said.is_empty() { "No findings any more." } else { said.trim_end() });
            self.said = said;
        }
        self.next = seen.next;
        match seen.site {
            Some(site) => self.preview.show(site),
            None => self.preview.show_findings(report::for_browser(&seen.findings)),
        }
        Ok(())
    }
}

/// What one look at the hub came to.
struct Seen {
    findings: Vec<Finding>,
    site: Option<server::Served>,
    next: Option<Instant>,
}

fn build(root: &Path, themes: &Snapshot, request: &Request) -> Seen {
    let snapshot = disk::read_hub(root, None);
    let prepared = pipeline::prepare(&snapshot, themes, request);
    drop(snapshot);
    let mut findings = prepared.findings;
    let Some(ready) = prepared.ready.filter(|_| !any_error(&findings)) else {
        return Seen { findings, site: None, next: None };
    };
    let collector = Collector::default();
    findings.extend(ready.render(&collector));
    let next = ready.site().next_change;
    let site = (!any_error(&findings)).then(|| collector.finish(&ready.site().settings.base_url.path));
    Seen { findings: in_order(findings), site, next }
}

fn fault() -> Finding {
    Finding::new(&code::IO_FAILED, None, "hubgen has a fault of its own; the terminal says more")
}
