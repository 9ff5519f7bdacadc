//! What is said to somebody who has waited for a second: what is being done, and how far it is.

use super::report::Passing;
use crate::model::{
    output::{Content, Phase, Sink},
    path::OutputPath,
};
use std::{
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// Nothing is said before.
const AT_LEAST: Duration = Duration::from_secs(1);
const AGAIN: Duration = Duration::from_millis(200);

/// Says on a line that passes what is being done. It is quiet where no terminal looks on, and gone when dropped.
pub struct Patience {
    work: Arc<Work>,
    said: Option<JoinHandle<()>>,
}

/// What is being done.
#[derive(Default)]
struct Work {
    /// In a few words; none when it is done.
    now: Mutex<Option<&'static str>>,
    changed: Condvar,
    /// How many of how many.
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Patience {
    pub fn begin(doing: &'static str) -> Patience {
        let work = Arc::new(Work { now: Mutex::new(Some(doing)), ..Work::default() });
        let seen = work.clone();
        // Without a thread for it nothing is said.
        let said = Passing::can_pass().then(|| thread::Builder::new().name("patience".into()).spawn(move || seen.tell()).ok());
        Patience { work, said: said.flatten() }
    }

    /// Something else is being done now.
    pub fn doing(&self, words: &'static str) {
        *self.work.now() = Some(words);
    }

    /// Counts the pages that a sink takes, of so many.
    pub fn counting<'a>(&'a self, sink: &'a dyn Sink, pages: usize) -> Counting<'a> {
        self.work.all.store(pages, Ordering::Relaxed);
        self.doing("making pages");
        Counting { sink, work: &self.work }
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        *self.work.now() = None;
        self.work.changed.notify_all();
        if let Some(said) = self.said.take() {
            let _ = said.join();
        }
    }
}

impl Work {
    fn now(&self) -> MutexGuard<'_, Option<&'static str>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        let mut passing = Passing::default();
        let mut wait = AT_LEAST;
        loop {
            let (now, _) = self.changed.wait_timeout(self.now(), wait).unwrap_or_else(PoisonError::into_inner);
            let Some(doing) = *now else { return };
            drop(now);
            passing.say(&self.words(doing));
            wait = AGAIN;
        }
    }

    fn words(&self, doing: &str) -> String {
        match (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed)) {
            (_, 0) => format!("{doing}…"),
            (done, all) => format!("{doing}: {done} of {all}…"),
        }
    }
}

/// A sink that counts what another takes.
pub struct Counting<'a> {
    sink: &'a dyn Sink,
    work: &'a Work,
}

impl Sink for Counting<'_> {
    fn take(&self, phase: Phase, path: &OutputPath, content: Content) {
        if phase == Phase::Pages {
            self.work.done.fetch_add(1, Ordering::Relaxed);
        }
        self.sink.take(phase, path, content);
    }
}
