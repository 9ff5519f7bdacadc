//! YAML's flow form as hub.lock has it: mappings, lists and scalars on one line.
//!
//! A lock of thousands of events is read at every look at the hub, and a whole YAML parser would take longer over it
//! than over all else together.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use std::ops::Range;

/// Deeper than any line of the lock; what is written by nobody may cost nothing.
const DEEPEST: usize = 4;

/// A value, and where it stands in its line.
#[derive(Debug, PartialEq)]
pub struct Flow {
    pub at: Range<usize>,
    pub value: Value,
}

#[derive(Debug, PartialEq)]
pub enum Value {
    Text(String),
    List(Vec<Flow>),
    Map(Vec<(String, Flow)>),
}

/// Reads a line that is one value from its first character to its last. `Err`: where it stops being one.
pub fn value(line: &str) -> Result<Flow, usize> {
    let mut reader = Reader { line, at: 0 };
    let value = reader.value(0)?;
    reader.blanks();
    if reader.at < line.len() { Err(reader.at) } else { Ok(value) }
}

struct Reader<'l> {
    line: &'l str,
    at: usize,
}

impl<'l> Reader<'l> {
    fn rest(&self) -> &'l str {
        &self.line[self.at..]
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Passes over `mark`, and blanks around it.
    fn passes(&mut self, mark: char) -> bool {
        self.blanks();
        let there = self.rest().starts_with(mark);
        if there {
            self.at += mark.len_utf8();
            self.blanks();
        }
        there
    }

    fn value(&mut self, depth: usize) -> Result<Flow, usize> {
        self.blanks();
        let start = self.at;
        if depth > DEEPEST {
            return Err(start);
        }
        let value = if self.passes('{') {
            let mut pairs = Vec::new();
            self.items('}', |reader| {
                let key = reader.scalar(&[':', ',', '}'])?;
                if !reader.passes(':') {
                    return Err(reader.at);
                }
                pairs.push((key, reader.value(depth + 1)?));
                Ok(())
            })?;
            Value::Map(pairs)
        } else if self.passes('[') {
            let mut list = Vec::new();
            self.items(']', |reader| {
                list.push(reader.value(depth + 1)?);
                Ok(())
            })?;
            Value::List(list)
        } else {
            Value::Text(self.scalar(&[',', ']', '}'])?)
        };
        Ok(Flow { at: start..self.at, value })
    }

    /// Items with commas between them, up to the mark that closes them.
    fn items(&mut self, close: char, mut item: impl FnMut(&mut Self) -> Result<(), usize>) -> Result<(), usize> {
        loop {
            self.blanks();
            if self.rest().starts_with(close) {
                self.at += close.len_utf8();
                return Ok(());
            }
            item(self)?;
            if !self.passes(',') && !self.rest().starts_with(close) {
                return Err(self.at);
            }
        }
    }

    /// A text in quotes, or one without, up to one of the marks that end it.
    fn scalar(&mut self, ends: &[char]) -> Result<String, usize> {
        let start = self.at;
        let rest = self.rest();
        let Some(quoted) = rest.strip_prefix('"') else {
            let text = rest[..rest.find(ends).unwrap_or(rest.len())].trim_end();
            self.at += text.len();
            let odd = text.is_empty() || text.contains(['{', '[', '"', '\'', '#', '&', '*', '!', '|', '>', '%', '@', '`']);
            return if odd { Err(start) } else { Ok(text.to_owned()) };
        };
        let mut escaped = false;
        let end = quoted.bytes().position(|b| {
            let closes = b == b'"' && !escaped;
            escaped = b == b'\\' && !escaped;
            closes
        });
        let end = start + 1 + end.ok_or(start)? + 1;
        self.at = end;
        // The escapes in use are JSON's.
        serde_json::from_str(&self.line[start..end]).map_err(|_| start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(flow: &Flow) -> String {
        match &flow.value {
            Value::Text(text) => format!("<{text}>"),
            Value::List(list) => format!("[{}]", list.iter().map(texts).collect::<Vec<_>>().join("")),
            Value::Map(pairs) => {
                format!("{{{}}}", pairs.iter().map(|(k, v)| format!("{k}={}", texts(v))).collect::<Vec<_>>().join(""))
            }
        }
    }

    #[test]
    fn reads_what_yaml_reads() {
        for (line, read) in [
            ("{a: b, c: [d, e/], f: {en: \"x, }\\\" \\u2028\", ar: \"ش\"}}", "{a=<b>c=[<d><e/>]f={en=<x, }\" \u{2028}>ar=<ش>}}"),
            ("{ a : 2026-12-03T18:00 , b : [ ] }", "{a=<2026-12-03T18:00>b=[]}"),
            ("[]", "[]"),
        ] {
            assert_eq!(texts(&value(line).unwrap()), read);
            assert!(serde_yaml::from_str::<serde_yaml::Value>(line).is_ok(), "{line}");
        }
    }

    #[test]
    fn says_where_it_stops() {
        for (line, at) in
            [("{a: b", 5), ("{a: \"b}", 4), ("{a b}", 4), ("{a: b} c", 7), ("{a: \"\\q\"}", 4), ("{a: &b c}", 4), ("", 0)]
        {
            assert_eq!(value(line), Err(at), "{line}");
        }
        assert!(value(&"[".repeat(100_000)).is_err());
    }
}
