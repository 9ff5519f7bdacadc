//! YAML: values by serde_yaml, and, when there is something to say about one, the place where it stands.

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
}

/// Reads a YAML text whose top is a list of `key: value` lines. An empty one is an empty mapping.
pub fn mapping(text: &str) -> Result<Mapping, NotYaml> {
    match value(text)? {
        Value::Mapping(mapping) => Ok(mapping),
        Value::Null => Ok(Mapping::new()),
        _ => Err(NotYaml {
            message: "expected `key: value` lines".into(),
            range: first_word(text),
            help: Some("begin with a field, such as `title: Our first workshop`".into()),
        }),
    }
}

/// Reads any YAML text.
pub fn value(text: &str) -> Result<Value, NotYaml> {
    if let Some(at) = too_deep(text) {
        return Err(NotYaml {
            message: format!("nested more than {DEEPEST} levels deep"),
            range: at..at + 1,
            help: Some("no field takes that; write it flatter".into()),
        });
    }
    let mut value: Value = serde_yaml::from_str(text).map_err(|error| explain(text, &error))?;
    // Merge keys are an extension of YAML 1.1 that people know from other tools.
    let _ = value.apply_merge();
    Ok(value)
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

/// Says in a writer's words what serde_yaml says in a parser's.
fn explain(text: &str, error: &serde_yaml::Error) -> NotYaml {
    let said = error.to_string();
    let at = error.location().map_or(0, |l| l.index().min(text.len()));
    let line_start = text[..floor(text, at)].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    if let Some(key) = said.split("duplicate entry with key ").nth(1) {
        let key = key.split(" at line").next().unwrap_or(key).trim_matches('"').to_owned();
        let range = second_key(text, &key).unwrap_or(first_word(text));
        return NotYaml { message: format!("`{key}` is written twice"), range, help: Some("keep one of the two".into()) };
    }
    let value = line.split_once(": ").map(|(_, v)| v.trim());
    if let Some(value) = value.filter(|v| v.contains(": ") && !v.starts_with(['"', '\'', '{', '['])) {
        let key = line.split(':').next().unwrap_or("").trim();
        let start = line_start + line.find(value).unwrap_or(0);
        let colon = start + value.find(": ").unwrap_or(0);
        return NotYaml {
            message: format!("a colon in the value of `{key}`"),
            range: colon..colon + 1,
            help: Some(format!("put the value in quotes: `{key}: \"{}\"`", value.replace('"', "\\\""))),
        };
    }
    if let Some(tab) = line.find('\t').filter(|i| line[..*i].trim().is_empty()) {
        let range = line_start + tab..line_start + tab + 1;
        return NotYaml { message: "a tab at the beginning of a line".into(), range, help: Some("indent with blanks".into()) };
    }
    if let Some(open) = unclosed(text, &said) {
        return open;
    }
    if said.contains("repetition limit") {
        let at = text.find('*').unwrap_or(0);
        let help = Some("write the values out instead of using `*` again and again".to_owned());
        return NotYaml { message: "`*` repeats more than any text needs".into(), range: at..at + 1, help };
    }
    let at = floor(text, at);
    if let Some(mark) = text[at..].chars().next().filter(|c| matches!(c, '@' | '`' | '%')) {
        let value = text[at..].split([',', ']', '}', '\n']).next().unwrap_or_default().trim_end();
        let help = Some(format!("put the value in quotes: `\"{value}\"`"));
        return NotYaml { message: format!("a value cannot begin with `{mark}`"), range: at..at + value.len().max(1), help };
    }
    let message = said.split(" at line ").next().unwrap_or(&said).to_owned();
    NotYaml { message, range: at..at + 1, help: None }
}

/// A bracket or quote that is never closed is noticed at the end of the text; what is wrong is where it opens.
fn unclosed(text: &str, said: &str) -> Option<NotYaml> {
    let context = ["while parsing a flow", "while scanning a quoted scalar"].into_iter().find_map(|c| said.split(c).nth(1))?;
    let mut numbers = context.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<usize>().ok());
    let (line, column) = (numbers.next()?, numbers.next()?);
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let (offset, open) = text.get(start..)?.char_indices().nth(column.checked_sub(1)?)?;
    let close = match open {
        '[' => ']',
        '{' => '}',
        '"' | '\'' => open,
        _ => return None,
    };
    Some(NotYaml {
        message: format!("this `{open}` is never closed"),
        range: start + offset..start + offset + 1,
        help: Some(format!("write `{close}` where it ends")),
    })
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

fn second_key(text: &str, key: &str) -> Option<Range<usize>> {
    let mut offset = 0;
    let mut seen = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        let is_key = bare.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'));
        if is_key && seen {
            let start = offset + line.len() - bare.len();
            return Some(start..start + key.len());
        }
        seen |= is_key;
        offset += line.len();
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
        let twice = mapping("a: 1\nb: 2\na: 3\n").unwrap_err();
        assert_eq!((twice.message.as_str(), twice.range), ("`a` is written twice", 10..11));
        assert!(mapping("- a\n").is_err());
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
