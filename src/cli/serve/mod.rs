//! `hubgen serve`
#![allow(clippy::disallowed_methods)]

mod said;
mod stage;

use super::{Exit, hub, patience::Patience, report};
use crate::{
    diagnostic::{Finding, Place, any_error, catalogue as code},
    memo::Memo,
    model::{path::HubPath, snapshot::Snapshot, time},
    pipeline::{self, Now, Ready, Request},
    world::{
        Failure, browser, clock, disk,
        server::{self, Preview, Served, Server},
        store::Store,
        themes,
        watch::{Bell, Ear, Ring},
    },
};
use said::Said;
use stage::Stage;
use std::{
    collections::BTreeSet,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    time::{Duration, Instant},
};

/// Show the site while you write: each save is seen at once
///
/// Shows what `build --drafts` would write, from memory; nothing is written to the hub but what
/// `.hubgen/` keeps between runs. A mistake is shown on the page,
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
    /// Look at the hub's folder again and again instead of waiting to be told: for network folders
    #[arg(long)]
    poll: bool,
    /// Show the site as if it were this moment: 2026-12-01, 2026-12-01T09:00Z
    #[arg(long, value_name = "TIME", value_parser = hub::typed_now)]
    now: Option<String>,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let root = hub::find(arguments.dir.as_deref())?;
    let listener = server::listen(&arguments.host, arguments.port)?;
    let (sender, news) = channel();
    // Before the first look, so that no save falls between the two.
    let bell = hang(&root, arguments.poll, &sender)?;
    let hear = sender.clone();
    let preview = Preview::new(report::for_browser, move |faults| drop(hear.send(News::Faults(faults))));
    let mut desk = Desk {
        folder: disk::Watched::new(&root, None),
        drafts: !arguments.live,
        now: arguments.now.clone(),
        themes: themes::built_in(),
        memo: Memo::default(),
        preview: Arc::new(preview),
        store: Arc::new(Store::for_one(&root)),
        sender,
        said: Said::default(),
        had_content: false,
        shown_for: None,
        next: None,
    };
    let seen = {
        let _patience = Patience::begin("reading the hub");
        desk.look(None)?
    };
    desk.show(seen);
    let server = Server::start(listener, desk.preview.clone(), stop)?;
    let base = desk.preview.shown().site.as_ref().map_or("/".to_owned(), |s| s.base.clone());
    let address = format!("http://{}{base}", server.address);
    report::progress(&format!("The site is at {address} until you press Ctrl-C."));
    if desk.drafts {
        report::progress(&format!("The content plan is at http://{}/_plan/", server.address));
    }
    if arguments.open {
        browser::open(&address).unwrap_or_else(|why| report::progress(&format!("No browser could be opened: {why}")));
    }
    desk.attend(bell, &news)
}

/// Where the system cannot tell of changes, they are looked for.
fn hang(root: &Path, poll: bool, news: &Sender<News>) -> Result<Bell, Failure> {
    let rings = || {
        let news = news.clone();
        // Nobody listens any more when the program ends.
        move |ring| drop(news.send(News::Ring(ring)))
    };
    let told = if poll { Err(None) } else { Bell::hang(root, Ear::Told, rings()).map_err(Some) };
    told.or_else(|why| {
        if let Some(why) = why {
            report::progress(&format!("The system does not tell of changes ({why}): looking for them twice a second."));
        }
        Bell::hang(root, Ear::Looking, rings())
    })
    .map_err(|why| Failure::Machine(format!("the hub cannot be watched: {why}")))
}

/// What the desk hears.
enum News {
    Ring(Ring),
    /// Everything that is known to be wrong with templates.
    Faults(Vec<Finding>),
    /// What else was noticed, now that every page has been made.
    Remarks(Vec<Finding>),
}

/// There is nothing to put away: the site is in memory only.
fn stop() {
    std::process::exit(Exit::Done as i32);
}

/// Where the hub is looked at again and again.
struct Desk {
    folder: disk::Watched,
    drafts: bool,
    now: Option<String>,
    themes: Snapshot,
    /// What files said at the last look.
    memo: Memo,
    preview: Arc<Preview>,
    store: Arc<Store>,
    sender: Sender<News>,
    said: Said,
    /// Whether the last look found something in `content/`.
    had_content: bool,
    /// The moment it is shown for.
    shown_for: Option<time::Instant>,
    /// When the site changes by itself.
    next: Option<time::Instant>,
}

impl Desk {
    fn attend(&mut self, mut bell: Bell, news: &Receiver<News>) -> Result<Exit, Failure> {
        loop {
            let ring = match self.wait(&bell, news) {
                Ok(News::Ring(ring)) => self.settle(ring, news),
                Ok(other) => {
                    self.note(other);
                    self.tell();
                    continue;
                }
                Err(RecvTimeoutError::Timeout) if self.folder.is_trusted() && !self.finds_more() => continue,
                Err(RecvTimeoutError::Timeout) => Ring::unasked(),
                Err(RecvTimeoutError::Disconnected) => return Err(Failure::Machine("the hub is no longer watched".into())),
            };
            self.answer(ring, &mut bell, news)?;
        }
    }

    /// Looks at the hub because it rang, until it is quiet. Half a save is nobody's mistake: where something is wrong
    /// and it rings again, it is looked at again before anybody hears of it.
    fn answer(&mut self, mut ring: Ring, bell: &mut Bell, news: &Receiver<News>) -> Result<(), Failure> {
        const AT_MOST: usize = 10;
        for _ in 0..AT_MOST {
            let had_door = bell.hangs();
            if let Err(why) = bell.rehang(&ring) {
                report::progress(&format!("Some changes may go unseen: {why}"));
            }
            if !had_door && !bell.hangs() {
                return Ok(());
            }
            let seen = self.look(ring.files())?;
            let again = if seen.ready.is_none() { self.rings_again(news) } else { None };
            match again {
                Some(again) => ring = self.settle(again, news),
                None => {
                    self.show(seen);
                    return Ok(());
                }
            }
        }
        // It never is: better half a save than nothing.
        let seen = self.look(None)?;
        self.show(seen);
        Ok(())
    }

    /// Whether something has changed that nobody told of.
    fn finds_more(&mut self) -> bool {
        panic::catch_unwind(AssertUnwindSafe(|| self.folder.look())).unwrap_or(true)
    }

    /// Waits as long as an editor may take from one step of a save to the next, and the system to tell of it.
    fn rings_again(&mut self, news: &Receiver<News>) -> Option<Ring> {
        const QUIET: Duration = Duration::from_millis(80);
        let until = Instant::now() + QUIET;
        loop {
            match news.recv_timeout(until.saturating_duration_since(Instant::now())).ok()? {
                News::Ring(ring) => return Some(ring),
                other => self.note(other),
            }
        }
    }

    /// Waits for news, or for the moment at which the site changes without any.
    fn wait(&self, bell: &Bell, news: &Receiver<News>) -> Result<News, RecvTimeoutError> {
        const AT_MOST: Duration = Duration::from_secs(24 * 3600);
        if !bell.hangs() {
            return news.recv_timeout(Duration::from_secs(1));
        }
        // What nobody told of is looked for when nobody is in a hurry.
        const IN_NO_HURRY: Duration = Duration::from_secs(2);
        let at_most = if self.folder.is_trusted() { IN_NO_HURRY } else { AT_MOST };
        let next = self.next.filter(|_| self.now.is_none());
        match (next, clock::now()) {
            (Some(next), Ok(now)) => {
                let left = (next - now).to_std().unwrap_or_default();
                // The clock's whole seconds may be a moment early.
                news.recv_timeout((left + Duration::from_secs(1)).min(at_most))
            }
            _ => news.recv_timeout(at_most),
        }
    }

    /// Everything that rang by now. In the middle of a burst it waits for the end: half a checkout is full of broken
    /// links that nobody made.
    fn settle(&mut self, mut ring: Ring, news: &Receiver<News>) -> Ring {
        // From one system call of a save to the next; where it is longer, half a save is met (see `answer`).
        const A_MOMENT: Duration = Duration::from_millis(6);
        // A page that is renamed is followed only if both names are seen at once.
        const A_WHILE: Duration = Duration::from_millis(60);
        const QUIET: Duration = Duration::from_millis(100);
        const AT_MOST: Duration = Duration::from_secs(3);
        let until = Instant::now() + AT_MOST;
        while Instant::now() < until {
            let patience = match () {
                () if ring.is_burst() => QUIET,
                () if ring.is_loose() => A_WHILE,
                () => A_MOMENT,
            };
            match news.recv_timeout(patience) {
                Ok(News::Ring(other)) => ring = ring.and(other),
                Ok(other) => self.note(other),
                Err(_) => break,
            }
        }
        ring
    }

    /// Looks at the hub, or at those files of it that are said to have changed.
    fn look(&mut self, files: Option<&BTreeSet<PathBuf>>) -> Result<Seen, Failure> {
        self.preview.hush();
        let seen = self.look_as_of_now(files)?;
        let next = seen.ready.as_ref().and_then(|ready| ready.site().next_change);
        let is_over = next.is_some_and(|next| clock::now().is_ok_and(|now| next <= now)) && self.now.is_none();
        // What has just been written may belong to a moment that came after the one that is kept.
        match is_over && self.shown_for.take().is_some() {
            true => self.look_as_of_now(files),
            false => Ok(seen),
        }
    }

    fn look_as_of_now(&mut self, files: Option<&BTreeSet<PathBuf>>) -> Result<Seen, Failure> {
        let request = Request { base_url: None, drafts: self.drafts, now: self.moment()? };
        let (themes, had_content) = (&self.themes, self.had_content);
        let (folder, memo) = (&mut self.folder, &mut self.memo);
        // A fault of ours in one edit may be gone with the next.
        let seen = panic::catch_unwind(AssertUnwindSafe(|| prepare(folder, files, themes, had_content, &request, memo)));
        Ok(seen.unwrap_or_else(|_| Seen { findings: vec![fault()], ready: None }))
    }

    /// Shows what was seen, and says what is new about it.
    fn show(&mut self, seen: Seen) {
        match seen.ready {
            Some(ready) => self.show_site(ready),
            None => {
                self.next = None;
                self.preview.show_findings(&seen.findings);
            }
        }
        self.said.prepared = seen.findings;
        self.tell();
    }

    /// Which moment the site is shown for. As long as nothing changes by itself it stays the same, so that what was
    /// decided for it can be recalled; but not beyond a quarter of an hour, since what a team is told of its plan
    /// changes with the day, and days begin on quarters in every zone.
    fn moment(&mut self) -> Result<Now, Failure> {
        let now = hub::now(self.now.as_ref())?;
        let Now::At(new) = now else { return Ok(now) };
        let quarter = |moment: time::Instant| moment.timestamp().div_euclid(15 * 60);
        let (last, next) = (self.shown_for.unwrap_or(new), self.next.unwrap_or(new));
        let keeps = (last..next).contains(&new) && quarter(last) == quarter(new);
        let moment = if keeps { last } else { new };
        self.shown_for = Some(moment);
        Ok(Now::At(moment))
    }

    fn show_site(&mut self, ready: Ready) {
        self.next = ready.site().next_change;
        self.had_content = !ready.site().works.is_empty();
        let stage = Stage { ready, drafts: self.drafts, store: self.store.clone() };
        let (site, faults) = self.preview.show(Served::new(stage));
        self.said.faults = faults;
        let sender = self.sender.clone();
        self.preview.sweep(site, move |remarks| drop(sender.send(News::Remarks(remarks))));
    }

    fn note(&mut self, news: News) {
        match news {
            News::Faults(faults) => self.said.faults = faults,
            News::Remarks(remarks) => self.said.remarks = remarks,
            News::Ring(_) => {}
        }
    }

    fn tell(&mut self) {
        let news = self.said.news();
        if !news.new.is_empty() {
            report::progress(report::findings(&news.new).trim_end());
        } else if news.mended > 0 && news.left == 0 {
            report::progress("No findings any more.");
        } else if news.mended > 0 {
            report::progress(&format!("Mended: {}; left: {}.", news.mended, news.left));
        }
    }
}

/// What one look at the hub came to.
struct Seen {
    findings: Vec<Finding>,
    ready: Option<Ready>,
}

fn prepare(
    folder: &mut disk::Watched,
    files: Option<&BTreeSet<PathBuf>>,
    themes: &Snapshot,
    had_content: bool,
    request: &Request,
    memo: &mut Memo,
) -> Seen {
    match files {
        Some(files) => folder.look_at(files),
        None => drop(folder.look()),
    }
    let snapshot = folder.snapshot();
    let has_content = snapshot.below("content").next().is_some();
    let prepared = pipeline::prepare_again(snapshot, themes, request, memo, &|_| {});
    let mut findings = prepared.findings;
    if had_content && !has_content {
        findings.insert(0, no_content());
    }
    let ready = prepared.ready.filter(|_| !any_error(&findings));
    Seen { findings, ready }
}

/// A hub may be without content, but hardly from one moment to the next.
fn no_content() -> Finding {
    let place = HubPath::new("content").map(|path| Place::file(&path));
    Finding::new(&code::FILE_UNREADABLE, place, "there is nothing in content/ any more")
        .help("bring it back, or start `hubgen serve` again if it is meant to be empty")
}

fn fault() -> Finding {
    Finding::new(&code::IO_FAILED, None, "hubgen has a fault of its own; the terminal says more")
}
