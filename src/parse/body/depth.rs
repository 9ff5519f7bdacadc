//! How deep a text nests, seen before it is parsed: a parser's time for each line grows with the containers around it.

use std::ops::Range;

/// Deeper than any text: quotes, lists and other elements inside each other.
pub const LIMIT: usize = 100;

/// The first line that may stand in more than [`LIMIT`] quotes and list items.
pub fn first_too_deep(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map_or(text.len(), |i| start + i + 1);
        // A container costs its line at least one byte, unless the line is indented by tabs, which count fourfold.
        if end - start > LIMIT / 2 && containers(&text.as_bytes()[start..end]) > LIMIT {
            return Some(start..end);
        }
        start = end;
    }
    None
}

/// At most this many containers a line can stand in: each marker on it opens one, and each two columns of indentation
/// may continue one (CommonMark 0.31, sections 5.1 and 5.2).
fn containers(line: &[u8]) -> usize {
    let (mut markers, mut columns, mut at) = (0, 0, 0);
    while let Some(&byte) = line.get(at) {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4,
            b'>' => markers += 1,
            b'-' | b'+' | b'*' if ends_marker(line.get(at + 1)) => markers += 1,
            b'0'..=b'9' => {
                let digits = line[at..].iter().take_while(|b| b.is_ascii_digit()).count();
                at += digits;
                if digits > 9 || !matches!(line.get(at), Some(b'.' | b')')) || !ends_marker(line.get(at + 1)) {
                    break;
                }
                markers += 1;
            }
            _ => break,
        }
        at += 1;
    }
    match markers {
        0 => 0,
        _ => markers + columns / 2,
    }
}

fn ends_marker(next: Option<&u8>) -> bool {
    matches!(next, None | Some(b' ' | b'\t' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_absurd_nesting_is_too_deep() {
        let deep = |marker: &str, times: usize| first_too_deep(&format!("one\n{}text\n", marker.repeat(times))).is_some();
        for marker in [">", "> ", "- ", "1. ", "* > ", "+\t"] {
            assert!(!deep(marker, 20), "{marker}");
            assert!(deep(marker, 101), "{marker}");
        }
        assert!(!deep(" ", 5_000), "indented code");
        assert!(!deep("-", 5_000), "a rule");
        assert!(!deep("1", 5_000), "a number");
        assert!(first_too_deep(&format!("{}- x", " ".repeat(300))).is_some(), "deep by indentation");
        assert_eq!(first_too_deep(&format!("a\n{}\nb", ">".repeat(200))), Some(2..203));
    }
}
