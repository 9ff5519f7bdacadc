//! YAML: values by serde_yaml, and, when there is something to say about one, the place where it stands.

#![allow(clippy::string_slice, reason = "offsets come from `char_indices` or stand beside ASCII characters")]

mod hidden;
pub mod keys;
mod slips;

pub use hidden::hidden;

use saphyr_parser::{Event, Parser, Span};
use serde_yaml::{Mapping, Value};
use std::ops::Range;

/// Deeper than anything a person writes; deep flow nesting costs quadratic time to parse.
const DEEPEST: usize = 40;

/// Why a text is no YAML mapping, and where (bytes of the text).
#[derive(Debug)]
pub struct NotYaml {
    pub message: String,
    pub range: Range<usize>,
    pub help: Option<String>,
    /// True where it is YAML, and no list of fields.
    pub shape: bool,
}

/// Reads a YAML text whose top is a list of `key: value` lines. An empty one is an empty mapping.
pub fn mapping(text: &str) -> Result<Mapping, NotYaml> {
    match value(text)? {
        Value::Mapping(mapping) => Ok(mapping),
        Value::Null => Ok(Mapping::new()),
        _ => Err(slips::odd_space(text).unwrap_or_else(|| no_fields(text))),
    }
}

/// Reads any YAML text.
pub fn value(text: &str) -> Result<Value, NotYaml> {
    if let Some(at) = too_deep(text) {
        return Err(NotYaml {
            message: format!("brackets are inside each other more than {DEEPEST} deep"),
            range: at..at + 1,
            help: Some("no field goes that deep: take some of the brackets out".into()),
            shape: false,
        });
    }
    let mut value: Value = serde_yaml::from_str(text).map_err(|error| slips::explain(text, &error))?;
    // Merge keys are an extension of YAML 1.1 that people know from other tools.
    let _ = value.apply_merge();
    Ok(value)
}

/// YAML of another kind: a word, a list.
fn no_fields(text: &str) -> NotYaml {
    let range = first_word(text);
    let line = &text[range.clone()];
    let named = line.split_once([' ', '=']).filter(|(name, _)| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
    let help = match named {
        Some((name, value)) if !name.is_empty() && value.len() < 400 => {
            format!("write a colon and a blank after the name: `{name}: {}`", value.trim_start_matches([' ', '=']))
        }
        _ => "begin with a field, such as `title: Our first workshop`".to_owned(),
    };
    NotYaml { message: "this is not written as `name: value`".into(), range, help: Some(help), shape: true }
}

fn first_word(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..start + text[start..].find('\n').unwrap_or(text.len() - start)
}

/// Brackets and `- - -` nest; quotes are not understood here, so the bound is generous.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut dashes) = (0usize, 0usize);
    for (i, b) in text.bytes().enumerate() {
        match b {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' => dashes = 0,
            b'-' | b'?' | b' ' if dashes < usize::MAX => dashes += usize::from(b != b' '),
            _ => dashes = 0,
        }
        // A rule line of dashes in a block of text is no nesting: only `- - -` is, and it has blanks.
        if depth > DEEPEST || (dashes > 4 * DEEPEST && text[..=i].ends_with("- -")) {
            return Some(i);
        }
    }
    None
}

/// A step from a value into one inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Key(String),
    Index(usize),
}

/// What of a `key: value` pair is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Key,
    Value,
    /// Bytes of a text.
    Stretch {
        start: usize,
        end: usize,
    },
}

/// Where the value at `path` stands in `text`, in bytes; where it is not there, its nearest parent.
pub fn locate(text: &str, path: &[Step], part: Part) -> Range<usize> {
    let mut events = Events { parser: Parser::new_from_str(text), text, byte: 0, index: 0 };
    let mut found = 0..text.find('\n').unwrap_or(text.len());
    while let Some((event, _)) = events.next() {
        if let Event::DocumentStart(_) = event {
            break;
        }
    }
    let Some(first) = events.next() else { return found };
    descend(&mut events, first, path, part, &mut found);
    found
}

/// Events with their places as bytes: the parser counts characters.
struct Events<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    text: &'t str,
    byte: usize,
    index: usize,
}

impl<'t> Events<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        self.parser.next_event()?.ok()
    }

    fn bytes(&mut self, span: Span) -> Range<usize> {
        let start = self.byte_of(span.start.index());
        start..self.byte_of(span.end.index()).max(start)
    }

    fn byte_of(&mut self, index: usize) -> usize {
        if index < self.index {
            (self.byte, self.index) = (0, 0);
        }
        let rest = &self.text[self.byte..];
        let step = rest.char_indices().nth(index - self.index).map_or(rest.len(), |(i, _)| i);
        self.byte += step;
        self.index = index;
        self.byte
    }
}

fn descend<'t>(
    events: &mut Events<'t>,
    (event, span): (Event<'t>, Span),
    path: &[Step],
    part: Part,
    found: &mut Range<usize>,
) -> Option<()> {
    match (event, path) {
        (Event::MappingStart(..), [Step::Key(wanted), rest @ ..]) => loop {
            let (key, key_span) = events.next()?;
            match key {
                Event::MappingEnd => return None,
                Event::Scalar(name, ..) if name == wanted.as_str() => {
                    *found = events.bytes(key_span);
                    if rest.is_empty() && part == Part::Key {
                        return Some(());
                    }
                    let value = events.next()?;
                    return descend(events, value, rest, part, found);
                }
                other => {
                    skip(events, other)?;
                    let (value, _) = events.next()?;
                    skip(events, value)?;
                }
            }
        },
        (Event::SequenceStart(..), [Step::Index(wanted), rest @ ..]) => {
            for _ in 0..*wanted {
                let (item, _) = events.next()?;
                if item == Event::SequenceEnd {
                    return None;
                }
                skip(events, item)?;
            }
            let (item, item_span) = events.next()?;
            if item == Event::SequenceEnd {
                return None;
            }
            descend(events, (item, item_span), rest, part, found)
        }
        (Event::Scalar(text, ..), _) => {
            let range = events.bytes(span);
            // An empty value has no width: the key before it shows better.
            if !text.is_empty() || !range.is_empty() {
                *found = range;
            }
            Some(())
        }
        (Event::MappingStart(..) | Event::SequenceStart(..), []) => {
            // What comes first inside shows where a collection is; its own span is a point.
            let start = events.bytes(span).start;
            let line = &events.text[start..];
            let width = line.find('\n').unwrap_or(line.len());
            if width > 0 {
                *found = start..start + width;
            }
            Some(())
        }
        _ => None,
    }
}

/// Passes over the rest of a value whose first event has been taken.
fn skip<'t>(events: &mut Events<'t>, first: Event<'t>) -> Option<()> {
    let mut depth = 0;
    let mut event = first;
    loop {
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(());
        }
        event = events.next()?.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "title: \"Καφές: ένα\"\ntags: [a, βήτα]\nlocation:\n  name: Casa\n  geo: [1, 2]\nhosts:\n  - amina\n  - name: Guest\n    url: x\nempty:\n";

    fn at(path: &[&str], part: Part) -> &'static str {
        let steps: Vec<Step> = path.iter().map(|s| s.parse().map_or(Step::Key((*s).into()), Step::Index)).collect();
        &TEXT[locate(TEXT, &steps, part)]
    }

    #[test]
    fn finds_values_and_keys_at_any_depth() {
        assert_eq!(at(&["title"], Part::Value), "\"Καφές: ένα\"");
        assert_eq!(at(&["tags", "1"], Part::Value), "βήτα");
        assert_eq!(at(&["location", "name"], Part::Value), "Casa");
        assert_eq!(at(&["location", "geo", "1"], Part::Value), "2");
        assert_eq!(at(&["hosts", "0"], Part::Value), "amina");
        assert_eq!(at(&["hosts", "1", "url"], Part::Key), "url");
        assert_eq!(at(&["empty"], Part::Value), "empty");
    }

    #[test]
    fn what_is_not_there_is_its_nearest_parent() {
        assert_eq!(at(&["location", "nothing"], Part::Value), "location");
        assert_eq!(at(&["nothing"], Part::Value), "title: \"Καφές: ένα\"");
    }

    #[test]
    fn says_what_writers_do_wrong() {
        let colon = mapping("title: Tips: how to\n").unwrap_err();
        assert_eq!(colon.help.as_deref(), Some("put the value in quotes: `title: \"Tips: how to\"`"));
        let bare = mapping("title About us\n").unwrap_err();
        assert_eq!(bare.help.as_deref(), Some("write a colon and a blank after the name: `title: About us`"));
        assert!(mapping("- a\n").unwrap_err().shape && !colon.shape);
        assert!(mapping("").unwrap().is_empty());
    }

    #[test]
    fn hostile_yaml_costs_little() {
        assert!(value(&"[".repeat(100_000)).is_err());
        assert!(value(&"{a: ".repeat(100_000)).is_err());
        assert!(value(&"- ".repeat(100_000)).is_err());
        let bomb: String = (1..30).map(|i| format!("a{i}: &a{i} [{}]\n", format!("*a{}, ", i - 1).repeat(9))).collect();
        assert!(value(&format!("a0: &a0 x\n{bomb}")).is_err());
    }
}
