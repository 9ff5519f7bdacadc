//! The list of what is ours in the output folder.
//!
//! It lies there as `.hubgen` and is published with the rest, so it holds hashes of paths: it can answer "did hubgen
//! write this?", and tells nobody the address of an unlisted page.

/// Its name in the output folder.
pub const NAME: &str = ".hubgen";
const FIRST_LINE: &str = "hubgen 1";

/// The hash of an output path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(u128);

impl Key {
    pub fn of(path: &str) -> Key {
        let hash = blake3::hash(path.as_bytes());
        let mut half = [0; 16];
        half.copy_from_slice(&hash.as_bytes()[..16]);
        Key(u128::from_be_bytes(half))
    }
}

/// A set of outputs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// In order, each once.
    keys: Vec<Key>,
}

impl FromIterator<Key> for Ledger {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Ledger {
        let mut keys: Vec<Key> = keys.into_iter().collect();
        keys.sort_unstable();
        keys.dedup();
        Ledger { keys }
    }
}

impl Ledger {
    /// Reads a list. `Err` where a newer hubgen wrote it; lines that are damaged are passed over, which only makes
    /// what they stood for somebody else's.
    pub fn parse(text: &str) -> Result<Ledger, ()> {
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        if first != FIRST_LINE && first.starts_with("hubgen ") {
            return Err(());
        }
        let key = |line: &str| (line.len() == 32).then(|| u128::from_str_radix(line, 16).ok().map(Key)).flatten();
        Ok(lines.filter_map(key).collect())
    }

    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.keys.len() * 33 + 16);
        text.push_str(FIRST_LINE);
        text.push('\n');
        for key in &self.keys {
            text.push_str(&format!("{:032x}\n", key.0));
        }
        text
    }

    pub fn holds(&self, key: Key) -> bool {
        self.keys.binary_search(&key).is_ok()
    }

    pub fn union(&self, other: &Ledger) -> Ledger {
        self.keys.iter().chain(&other.keys).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_it_was_written() {
        let ledger: Ledger = ["a", "b", "a"].map(Key::of).into_iter().collect();
        assert_eq!(Ledger::parse(&ledger.text()), Ok(ledger.clone()));
        assert!(ledger.holds(Key::of("b")) && !ledger.holds(Key::of("c")));
        assert_eq!(ledger.text().lines().count(), 3);
    }

    #[test]
    fn damage_forgets_and_a_newer_list_is_refused() {
        assert_eq!(Ledger::parse("hubgen 2\nx"), Err(()));
        for text in ["", "garbage", "hubgen 1\nnonsense\n<<<<<<< HEAD\n+0000000000000000000000000000001"] {
            assert!(Ledger::parse(text).unwrap().keys.len() <= 1, "{text}");
        }
    }
}
