//! The bench that tests work at: folders, hubs in memory, comparing and blessing.

use std::path::{Path, PathBuf};

/// The top of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// True where what is expected shall be written down anew: `BLESS=1 cargo test`.
pub fn blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|v| v != "0" && !v.is_empty())
}

/// A path below `tests/`.
pub fn tests(below: &str) -> PathBuf {
    repository().join("tests").join(below)
}

/// The first lines that differ, with what is around them; `None` where nothing does.
pub fn difference(expected: &str, found: &str) -> Option<String> {
    if expected == found {
        return None;
    }
    let (left, right): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), found.split('\n').collect());
    let first = left.iter().zip(&right).position(|(l, r)| l != r).unwrap_or(left.len().min(right.len()));
    let mut out = String::new();
    let mut show = |mark: &str, line: &str| {
        let line = line.replace('\r', "␍");
        let short: String = line.chars().take(300).collect();
        let more = if short.len() < line.len() { "…" } else { "" };
        out.push_str(&format!("  {mark} {short}{more}\n"));
    };
    left[first.saturating_sub(2)..first].iter().for_each(|line| show(" ", line));
    left.iter().skip(first).take(5).for_each(|line| show("-", line));
    right.iter().skip(first).take(5).for_each(|line| show("+", line));
    Some(format!("line {}:\n{out}", first + 1))
}
