//! How much may be made at the same time.

use super::lock;
use std::sync::{Condvar, Mutex, PoisonError};

/// What is made at the same time takes so much memory together, and at least one thing is made.
pub const AT_ONCE: u64 = 192 << 20;

/// Lets in what fits into memory together.
#[derive(Debug, Default)]
pub struct Gate {
    taken: Mutex<u64>,
    left: Condvar,
}

/// A place inside; it is free again when this goes.
#[derive(Debug)]
pub struct Turn<'a> {
    gate: &'a Gate,
    weight: u64,
}

impl Gate {
    pub fn enter(&self, weight: u64) -> Turn<'_> {
        let weight = weight.min(AT_ONCE);
        let is_full = |taken: &mut u64| *taken + weight > AT_ONCE;
        let mut taken = self.left.wait_while(lock(&self.taken), is_full).unwrap_or_else(PoisonError::into_inner);
        *taken += weight;
        Turn { gate: self, weight }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *lock(&self.gate.taken) -= self.weight;
        self.gate.left.notify_all();
    }
}
