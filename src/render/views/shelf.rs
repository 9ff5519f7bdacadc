//! What many pages of one language show, made when the first of them asks: words of vocabularies, and people.
//!
//! Each is kept with the value that templates get, which costs more to make than all else about it.

use crate::{
    model::site::WorkId,
    render::view::{Label, Person, Shared},
};
use std::{
    collections::HashMap,
    sync::{OnceLock, PoisonError, RwLock},
};

/// The shelf of one language.
#[derive(Default)]
pub struct Shelf {
    /// By vocabulary and word. Where a vocabulary has lists it is named by their address, else as `labels` of hub.yaml
    /// calls it: one word may be asked for in both ways, with a link and without.
    labels: RwLock<HashMap<&'static str, HashMap<String, Shared<Label>>>>,
    /// By [`WorkId`].
    people: Vec<OnceLock<Shared<Person>>>,
}

impl Shelf {
    /// A shelf for a site of so many works.
    pub fn new(works: usize) -> Shelf {
        Shelf { people: (0..works).map(|_| OnceLock::new()).collect(), ..Shelf::default() }
    }

    pub fn label(&self, vocabulary: &'static str, word: &str, make: impl FnOnce() -> Label) -> Shared<Label> {
        let known = self.labels.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(label) = known.get(vocabulary).and_then(|words| words.get(word)) {
            return label.clone();
        }
        drop(known);
        let label = Shared::from(make());
        let mut known = self.labels.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(vocabulary).or_default().insert(word.to_owned(), label.clone());
        label
    }

    pub fn person(&self, id: WorkId, make: impl FnOnce() -> Person) -> Shared<Person> {
        match self.people.get(id.0 as usize) {
            Some(kept) => kept.get_or_init(|| make().into()).clone(),
            None => make().into(),
        }
    }
}
