//! What pure functions gave before, recalled by a fingerprint of what they were given.
//!
//! Only leaves are remembered: one file's bytes and what they say, never anything that sees the whole hub. What one run
//! does not ask for is forgotten with the next, so a memo is as large as the hub it last saw. With an empty memo
//! everything comes out the same, only later (law 1).

use std::{
    any::Any,
    collections::HashMap,
    hash::{BuildHasherDefault, Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

/// Stands for everything that a remembered function was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0);
    }
}

impl Fingerprint {
    /// Of `parts`, in order; where one ends and the next begins counts.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Fingerprint {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
        }
        Fingerprint(*hasher.finalize().as_bytes())
    }

    /// One that was made before, and written down.
    pub fn known(digest: [u8; 32]) -> Fingerprint {
        Fingerprint(digest)
    }

    pub fn digest(self) -> [u8; 32] {
        self.0
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// A value, and the run that last asked for it.
type Kept = (Arc<dyn Any + Send + Sync>, u64);

/// A fingerprint is as random as a hash can be: the first of its bytes will do.
#[derive(Default)]
struct First(u64);

impl Hasher for First {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk() {
            self.0 = u64::from_le_bytes(*first);
        }
    }
}

/// What is remembered between runs of the pipeline.
#[derive(Default)]
pub struct Memo {
    kept: Mutex<HashMap<Fingerprint, Kept, BuildHasherDefault<First>>>,
    run: u64,
    forgetful: bool,
}

impl Memo {
    /// For a single run: keeps nothing, so that what is only needed on the way is gone when it has been passed.
    pub fn forgetful() -> Memo {
        Memo { forgetful: true, ..Memo::default() }
    }

    /// A new run begins: what the last one did not ask for is forgotten.
    pub fn begin(&mut self) {
        let last = self.run;
        let kept = self.kept.get_mut().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (_, asked)| *asked == last);
        self.run += 1;
    }

    /// A memo for what is not made in every run, by its name: it has runs of its own. It is there as long as runs of this
    /// one ask for it.
    pub fn aside(&self, name: &str) -> Arc<Mutex<Memo>> {
        let forgetful = self.forgetful;
        self.recall(Fingerprint::of([b"aside", name.as_bytes()]), || Mutex::new(Memo { forgetful, ..Memo::default() }))
    }

    /// What `make` gives, or gave when it was last given the same. One fingerprint stands for one type.
    pub fn recall<T: Send + Sync + 'static>(&self, fingerprint: Fingerprint, make: impl FnOnce() -> T) -> Arc<T> {
        if self.forgetful {
            return Arc::new(make());
        }
        let known = {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.get_mut(&fingerprint).map(|(value, asked)| {
                *asked = self.run;
                value.clone()
            })
        };
        if let Some(known) = known.and_then(|known| known.downcast::<T>().ok()) {
            return known;
        }
        // Not under the lock: the others have their own work.
        let made = Arc::new(make());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(fingerprint, (made.clone(), self.run));
        made
    }
}

impl std::fmt::Debug for Memo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).len();
        f.debug_struct("Memo").field("kept", &kept).field("run", &self.run).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn asks_once_and_forgets_what_a_run_did_not_want() {
        let (mut memo, made) = (Memo::default(), Cell::new(0));
        let ask = |memo: &Memo, text: &str| {
            let value = memo.recall(Fingerprint::of([text.as_bytes()]), || {
                made.set(made.get() + 1);
                text.to_owned()
            });
            assert_eq!(*value, text);
        };
        memo.begin();
        ask(&memo, "a");
        ask(&memo, "a");
        ask(&memo, "b");
        assert_eq!(made.get(), 2);
        memo.begin();
        ask(&memo, "a");
        memo.begin();
        ask(&memo, "a");
        assert_eq!(made.get(), 2, "a was wanted all the time");
        ask(&memo, "b");
        assert_eq!(made.get(), 3, "b was not");
        assert_ne!(Fingerprint::of([&b"ab"[..], b"c"]), Fingerprint::of([&b"a"[..], b"bc"]));
    }
}
