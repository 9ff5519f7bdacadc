//! What is shown now: the last good site, and what is wrong with the hub as it is.

use super::site::{Entry, Served, lock, short_hash};
use crate::{diagnostic::Finding, model::path::OutputPath};
use serde_json::Value;
use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};
use tokio::sync::watch;

/// How findings are put for the browser.
pub type Words = fn(&[Finding]) -> Vec<Value>;

/// Shared between those who build and those who answer.
pub struct Preview {
    shown: watch::Sender<Arc<Shown>>,
    words: Words,
    /// Hears of faults that came up while a page was made.
    hear: Box<dyn Fn(Vec<Finding>) + Send + Sync>,
    /// Style sheets of sites before this one, the newest last: a page may have been on its way to a browser when its
    /// site was exchanged, and asks for what it names.
    past: Mutex<VecDeque<(OutputPath, Entry)>>,
    /// Pages that are open in browsers, and in how many windows.
    open: Mutex<BTreeMap<OutputPath, usize>>,
    /// Requests that are being answered.
    busy: AtomicUsize,
    /// Goes up when a sweep has become pointless.
    round: AtomicUsize,
}

/// One state of it.
#[derive(Debug, Default)]
pub struct Shown {
    pub site: Option<Arc<Served>>,
    /// What forbids a newer site.
    forbids: Vec<Finding>,
    /// That, and what is wrong with this one's templates; for the browser.
    pub findings: Vec<Value>,
    /// Tells one list of findings from another; empty where there are none.
    pub said: String,
}

impl Shown {
    fn new(site: Option<Arc<Served>>, forbids: Vec<Finding>, words: Words) -> Arc<Shown> {
        let mut wrong = forbids.clone();
        wrong.extend(site.iter().flat_map(|site| site.faults()));
        let findings = words(&wrong);
        let said = match findings.is_empty() {
            true => String::new(),
            false => short_hash(Value::from(findings.clone()).to_string().as_bytes()),
        };
        Arc::new(Shown { site, forbids, findings, said })
    }
}

impl Preview {
    pub fn new(words: Words, hear: impl Fn(Vec<Finding>) + Send + Sync + 'static) -> Preview {
        let (past, open, busy, round) = Default::default();
        Preview { shown: watch::Sender::new(Arc::default()), words, hear: Box::new(hear), past, open, busy, round }
    }

    pub fn shown(&self) -> Arc<Shown> {
        self.shown.borrow().clone()
    }

    pub fn subscribe(&self) -> watch::Receiver<Arc<Shown>> {
        self.shown.subscribe()
    }

    /// Shows a site, and returns what is wrong with the pages that somebody looks at. Those are made before it is
    /// shown, as are the ones that could not be made last time: what is still wrong does not go and come again.
    pub fn show(&self, site: Served) -> (Arc<Served>, Vec<Finding>) {
        const AT_MOST: usize = 50;
        let before = self.shown().site.clone();
        let mut paths: Vec<OutputPath> = lock(&self.open).keys().cloned().collect();
        if let Some(before) = &before {
            let gone = site.replaces(before);
            // A large site takes a while to put away, and somebody is waiting for this one.
            let _ = thread::Builder::new().name("gone".into()).spawn(move || drop(gone));
            self.keep_styles(before, &site);
            paths.extend(before.faulty());
        }
        for path in paths.iter().take(AT_MOST) {
            // A fault of ours in one page is told by the hook; the others can still be looked at.
            let _ = panic::catch_unwind(AssertUnwindSafe(|| site.get(path)));
        }
        let site = Arc::new(site);
        self.shown.send_replace(Shown::new(Some(site.clone()), Vec::new(), self.words));
        let faults = site.faults();
        (site, faults)
    }

    /// Shows what is wrong, over the last good site.
    pub fn show_findings(&self, findings: &[Finding]) {
        let site = self.shown().site.clone();
        self.shown.send_replace(Shown::new(site, findings.to_vec(), self.words));
    }

    /// Keeps the style sheets of a site that the next one does not have.
    fn keep_styles(&self, before: &Served, next: &Served) {
        const AT_MOST: usize = 64;
        let sheets = before.styles().into_values();
        let sheets = sheets.filter_map(|href| href.strip_prefix(&before.base).map(OutputPath::new));
        let gone = sheets.filter(|path| !next.has(path)).filter_map(|path| before.get(&path).map(|entry| (path, entry)));
        let mut past = lock(&self.past);
        past.extend(gone);
        while past.len() > AT_MOST {
            past.pop_front();
        }
    }

    /// A style sheet that the site had before.
    pub fn had(&self, path: &OutputPath) -> Option<Entry> {
        lock(&self.past).iter().rev().find(|(name, _)| name == path).map(|(_, entry)| entry.clone())
    }

    /// A file of a site. Where it turns out that it cannot be made, everybody hears of it.
    pub fn get(&self, site: &Arc<Served>, path: &OutputPath) -> Option<Entry> {
        self.busy.fetch_add(1, Ordering::Relaxed);
        let known = site.faults().len();
        let entry = panic::catch_unwind(AssertUnwindSafe(|| site.get(path)));
        self.busy.fetch_sub(1, Ordering::Relaxed);
        if site.faults().len() > known {
            self.spread(site);
        }
        entry.ok().flatten()
    }

    /// Somebody opened a page.
    pub fn opened(&self, path: &OutputPath) {
        *lock(&self.open).entry(path.clone()).or_default() += 1;
    }

    /// And left it.
    pub fn left(&self, path: &OutputPath) {
        let mut open = lock(&self.open);
        if let Some(windows) = open.get_mut(path) {
            *windows -= 1;
            if *windows == 0 {
                open.remove(path);
            }
        }
    }

    /// Ends the sweep that is under way: another site comes.
    pub fn hush(&self) {
        self.round.fetch_add(1, Ordering::Relaxed);
    }

    /// Makes every page of a site once, behind everybody's back, to see what is wrong; `done` hears what was noticed
    /// beside. It ends early when there is another site to look at.
    pub fn sweep(self: &Arc<Preview>, site: Arc<Served>, done: impl FnOnce(Vec<Finding>) + Send + 'static) {
        let (preview, round) = (self.clone(), self.round.load(Ordering::Relaxed));
        let swept = move || {
            if !preview.is_idle(round) {
                return;
            }
            for path in site.maker().pages() {
                preview.give_way();
                if preview.round.load(Ordering::Relaxed) != round {
                    return;
                }
                let known = site.faults().len();
                let _ = panic::catch_unwind(AssertUnwindSafe(|| site.try_out(&path)));
                if site.faults().len() > known {
                    preview.spread(&site);
                }
            }
            site.is_known();
            done(site.maker().remarks());
        };
        // Without a thread for it there is no sweep, and pages are made when they are looked at all the same.
        let _ = thread::Builder::new().name("sweep".into()).spawn(swept);
    }

    /// Waits until nobody has saved for a while. `false`: somebody has.
    fn is_idle(&self, round: usize) -> bool {
        const A_WHILE: usize = 30;
        (0..A_WHILE).all(|_| {
            thread::sleep(Duration::from_millis(10));
            self.round.load(Ordering::Relaxed) == round
        })
    }

    /// Lets those who look go first, though not for ever.
    fn give_way(&self) {
        for _ in 0..20 {
            if self.busy.load(Ordering::Relaxed) == 0 {
                return;
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn spread(&self, site: &Arc<Served>) {
        let told = self.shown.send_if_modified(|shown| {
            let is_shown = shown.site.as_ref().is_some_and(|s| Arc::ptr_eq(s, site));
            if is_shown {
                *shown = Shown::new(shown.site.clone(), shown.forbids.clone(), self.words);
            }
            is_shown
        });
        if told {
            (self.hear)(site.faults());
        }
    }
}

impl fmt::Debug for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Preview").field("shown", &self.shown).finish_non_exhaustive()
    }
}
