//! Text that YAML hides: ` #42` starts a comment and `&x` names an anchor, where both were meant as text.

use super::slips::quoted;
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::ops::Range;

/// More findings than this about one file help nobody.
const MOST: usize = 20;

/// Part of a value that YAML does not read as text.
#[derive(Debug, PartialEq, Eq)]
pub struct Hidden {
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
}

/// Finds comments and anchors that were probably meant as text. A comment written as one has a space after its `#`.
pub fn hidden(text: &str) -> Vec<Hidden> {
    let mut found = comments(text);
    found.extend(anchors(text));
    found.truncate(MOST);
    found
}

fn comments(text: &str) -> Vec<Hidden> {
    let mut candidates: Vec<usize> = text.match_indices('#').map(|(at, _)| at).filter(|at| looks_meant(text, *at)).collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    // A `#` inside quotes or a block of text is text already.
    for scalar in scalars(text).filter(|scalar| !scalar.is_plain) {
        candidates.retain(|at| !scalar.range.contains(at));
    }
    candidates.into_iter().filter_map(|at| comment(text, at)).collect()
}

/// Whether a `#` starts a comment (YAML 1.2, section 6.6) directly before a letter or digit.
fn looks_meant(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + 1..).and_then(|after| after.chars().next());
    before.is_some_and(|c| matches!(c, ' ' | '\t')) && after.is_some_and(char::is_alphanumeric)
}

fn comment(text: &str, at: usize) -> Option<Hidden> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |i| i + 1);
    let read = text.get(start..at)?;
    let hidden = text.get(at..)?.lines().next()?.trim_end();
    let line = text.get(start..at + hidden.len())?;
    // Another comment on the line came first, or the line is one.
    if read.trim().is_empty() || read.contains(" #") || read.starts_with('#') {
        return None;
    }
    let (name, value) = pair(line)?;
    let shown = pair(read).map_or("", |(_, value)| value);
    // Values that cannot be the beginning of a text are followed by true comments; quoted text has ended.
    let is_text = !matches!(shown, "true" | "false" | "null" | "~" | "|" | ">" | ">-" | "|-")
        && !shown.starts_with(['"', '\'', '[', '{', '&', '*', '|', '>'])
        && (shown.is_empty() || shown.split(['T', 'Z']).any(|part| part.contains(char::is_alphabetic)));
    if !is_text {
        return None;
    }
    let message = match shown.is_empty() {
        true => format!("YAML reads `{hidden}` as a comment, so this value is empty"),
        false => format!("YAML reads `{hidden}` as a comment, so the value is only `{shown}`"),
    };
    Some(Hidden { range: at..at + hidden.len(), message, help: repair(name, value) })
}

fn anchors(text: &str) -> Vec<Hidden> {
    if !text.contains(" &") {
        return Vec::new();
    }
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some((name, value)) = pair(line.trim_end()) else { continue };
        let Some(rest) = value.strip_prefix('&') else { continue };
        let anchor = rest.split_whitespace().next().unwrap_or("");
        // An anchor over a block of fields or that an alias repeats is YAML on purpose.
        let is_used = text.contains(&format!("*{anchor}"));
        let over_block = rest.trim() == anchor && text.get(at..).is_some_and(|next| next.starts_with([' ', '-']));
        let over_list = rest.get(anchor.len()..).is_some_and(|after| after.trim_start().starts_with(['[', '{']));
        if anchor.is_empty() || is_used || over_block || over_list {
            continue;
        }
        let begins = start + line.find(value).unwrap_or(0);
        let range = begins..begins + 1 + anchor.len();
        let message = format!("YAML reads `&{anchor}` as a mark and not as text");
        found.push(Hidden { range, message, help: repair(name, value) });
    }
    // A line of a block of text is text already; parsing is worth it only now.
    if !found.is_empty() {
        for scalar in scalars(text).filter(|scalar| !scalar.is_plain) {
            found.retain(|hidden| !scalar.range.contains(&hidden.range.start));
        }
    }
    found
}

/// The name and value of `name: value`; of `- value` the hyphen and the value.
fn pair(line: &str) -> Option<(&str, &str)> {
    let bare = line.trim();
    if let Some((name, value)) = bare.split_once(": ") {
        return Some((name, value.trim()));
    }
    bare.strip_prefix("- ").map(|value| ("-", value.trim())).or_else(|| bare.strip_suffix(':').map(|name| (name, "")))
}

fn repair(name: &str, value: &str) -> String {
    match (value.len() > 200, name) {
        (true, _) => "put the whole value in quotes".to_owned(),
        (false, "-") => format!("put the value in quotes: `- {}`", quoted(value)),
        (false, name) => format!("put the value in quotes: `{name}: {}`", quoted(value)),
    }
}

struct Scalar {
    range: Range<usize>,
    is_plain: bool,
}

/// Scalars with their places in bytes. The parser counts characters, and its places only grow.
fn scalars(text: &str) -> impl Iterator<Item = Scalar> {
    let mut parser = Parser::new_from_str(text);
    let mut bytes = text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len()));
    let (mut index, mut byte) = (0, bytes.next().unwrap_or(0));
    let mut byte_of = move |wanted: usize| {
        while index < wanted {
            let Some(next) = bytes.next() else { break };
            (index, byte) = (index + 1, next);
        }
        byte
    };
    std::iter::from_fn(move || {
        loop {
            let (event, span) = parser.next_event()?.ok()?;
            if let Event::Scalar(_, style, ..) = event {
                let start = byte_of(span.start.index());
                let range = start..byte_of(span.end.index()).max(start);
                return Some(Scalar { range, is_plain: style == ScalarStyle::Plain });
            }
        }
    })
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "ranges come from the function under test")]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, String)> {
        hidden(text).into_iter().map(|h| (&text[h.range], h.help)).collect()
    }

    #[test]
    fn text_that_yaml_hides_is_found_with_its_repair() {
        for (text, marked, help) in [
            ("title: Repair meetup #42\n", "#42", "put the value in quotes: `title: \"Repair meetup #42\"`"),
            ("title: Βραδιά #δύο\ndraft: true\n", "#δύο", "put the value in quotes: `title: \"Βραδιά #δύο\"`"),
            ("tags:\n  - C #sharp\n", "#sharp", "put the value in quotes: `- \"C #sharp\"`"),
            ("brand:\n  colour: #0a5c6b\n", "#0a5c6b", "put the value in quotes: `colour: \"#0a5c6b\"`"),
            ("title: 3D printing #2\n", "#2", "put the value in quotes: `title: \"3D printing #2\"`"),
            ("title: &x more\n", "&x", "put the value in quotes: `title: \"&x more\"`"),
            ("title: &x\n", "&x", "put the value in quotes: `title: \"&x\"`"),
        ] {
            assert_eq!(found(text), [(marked, help.to_owned())], "{text}");
        }
    }

    #[test]
    fn comments_and_anchors_on_purpose_are_left_alone() {
        for text in [
            "title: About # the first page\n",
            "# title: About #42\ntitle: About\n",
            "title: \"About #42\"\n",
            "title: 'About #42'\n",
            "notes: |\n  Meeting #42\n  a: &b c\n",
            "description: >-\n  About\n  and #42\n",
            "draft: true #later\nweight: 5 #five\ntags: [a, b] #two\n",
            "start: 2026-12-03T18:00 #later\nduration: 90 #minutes\n",
            "a: &a x\nb: *a\n",
            "a: &a\n  b: c\n",
            "url: https://example.org/#top\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
