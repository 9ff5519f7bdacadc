//! What was said about texts, kept between runs: whoever changes one article waits for that one.
//!
//! A list of entries, each of them a fingerprint, and the stems and weights that it stands for. A list that cannot be
//! read is an empty one: everything is said again.

use super::terms::Terms;
use crate::memo::Fingerprint;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::{Mutex, PoisonError},
};

/// Changes when the same text is weighed otherwise than before, or written down otherwise.
const EDITION: &[u8] = b"hubgen search 1\n";

/// What an earlier run left, and what this one asks for. The default keeps nothing.
#[derive(Default)]
pub struct Kept {
    keeps: bool,
    bytes: Vec<u8>,
    places: HashMap<Fingerprint, Range<usize>>,
    asked: Mutex<Asked>,
}

#[derive(Default)]
struct Asked {
    /// Among those that were left.
    old: HashSet<Fingerprint>,
    /// The entries of others.
    new: HashMap<Fingerprint, Vec<u8>>,
}

impl Kept {
    pub fn read(bytes: Vec<u8>) -> Kept {
        let places = places(&bytes).unwrap_or_default();
        Kept { keeps: true, places, bytes, asked: Mutex::default() }
    }

    /// What a text says, by its fingerprint; `weigh` says it where nobody has yet.
    pub fn recall(&self, fingerprint: Fingerprint, weigh: impl FnOnce() -> Terms) -> Terms {
        if !self.keeps {
            return weigh();
        }
        let old = self.places.get(&fingerprint).and_then(|place| terms(self.bytes.get(place.clone())?));
        let asked = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        match old {
            Some(terms) => {
                asked().old.insert(fingerprint);
                terms
            }
            None => {
                let terms = weigh();
                let entry = entry(&terms);
                asked().new.insert(fingerprint, entry);
                terms
            }
        }
    }

    /// What the next run needs, piece by piece; `None` where it is what this one found.
    pub fn to_keep(&self) -> Option<Vec<u8>> {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.keeps || asked.new.is_empty() && asked.old.len() == self.places.len() {
            return None;
        }
        let old = asked
            .old
            .iter()
            .filter_map(|fingerprint| Some((fingerprint, self.bytes.get(self.places.get(fingerprint)?.clone())?)));
        let mut entries: Vec<(&Fingerprint, &[u8])> = old.chain(asked.new.iter().map(|(f, entry)| (f, &entry[..]))).collect();
        // The same hub leaves the same list.
        entries.sort_unstable_by_key(|(fingerprint, _)| fingerprint.as_bytes());
        let size: usize = entries.iter().map(|(_, entry)| entry.len() + 36).sum();
        let mut out = Vec::with_capacity(EDITION.len() + size);
        out.extend_from_slice(EDITION);
        for (fingerprint, entry) in entries {
            out.extend_from_slice(fingerprint.as_bytes());
            out.extend_from_slice(&(entry.len() as u32).to_le_bytes());
            out.extend_from_slice(entry);
        }
        Some(out)
    }
}

fn places(bytes: &[u8]) -> Option<HashMap<Fingerprint, Range<usize>>> {
    let mut rest = bytes.strip_prefix(EDITION)?;
    let mut places = HashMap::new();
    while let Some((fingerprint, after)) = rest.split_first_chunk::<32>() {
        let (length, after) = after.split_first_chunk::<4>()?;
        let (start, length) = (bytes.len() - after.len(), u32::from_le_bytes(*length) as usize);
        rest = after.get(length..)?;
        places.insert(Fingerprint::known(*fingerprint), start..start + length);
    }
    Some(places)
}

/// The weights behind their number, and the stems.
fn entry(terms: &Terms) -> Vec<u8> {
    let (stems, weights) = terms.parts();
    [&(weights.len() as u32).to_le_bytes(), weights, stems.as_bytes()].concat()
}

fn terms(entry: &[u8]) -> Option<Terms> {
    let (count, rest) = entry.split_first_chunk::<4>()?;
    let (weights, stems) = rest.split_at_checked(u32::from_le_bytes(*count) as usize)?;
    Terms::of_parts(std::str::from_utf8(stems).ok()?, weights)
}

#[cfg(test)]
mod tests {
    use super::{super::terms, *};

    fn weighed(text: &str) -> Terms {
        terms::weigh(&[(terms::Field::Text, text)], None)
    }

    #[test]
    fn what_was_kept_is_what_was_said() {
        let fingerprint = |n: u8| Fingerprint::of([&[n][..]]);
        let first = Kept::read(Vec::new());
        let said: Vec<Terms> = (0..5).map(|n| first.recall(fingerprint(n), || weighed(&format!("rope and knot {n}")))).collect();
        let bytes = first.to_keep().unwrap();
        let second = Kept::read(bytes.clone());
        for (n, said) in said.iter().enumerate().skip(1) {
            assert_eq!(second.recall(fingerprint(n as u8), || panic!("it was kept")), *said);
        }
        let fewer = second.to_keep().expect("one of them is gone");
        assert!(fewer.len() < bytes.len());
        let third = Kept::read(fewer.clone());
        (1..5).for_each(|n| drop(third.recall(fingerprint(n), || panic!("it was kept"))));
        assert_eq!(third.to_keep(), None);
        for cut in 0..fewer.len() {
            let broken = Kept::read(fewer[..cut].to_vec());
            assert_eq!(broken.recall(fingerprint(1), || weighed("rope and knot 1")), said[1]);
        }
        let nothing = Kept::read(Vec::new());
        nothing.recall(fingerprint(9), || weighed(""));
        let nothing = Kept::read(nothing.to_keep().unwrap());
        assert_eq!(nothing.recall(fingerprint(9), || panic!("it was kept")), weighed(""));
    }
}
