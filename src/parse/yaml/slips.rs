//! What a writer did who wrote what is no YAML.
//!
//! The parser says where it could not go on, and that in words for people who write parsers. The slip is found again
//! by looking at that line and the one before it: there are few, and each has one repair.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use super::NotYaml;
use std::ops::Range;

/// Says in a writer's words what serde_yaml says in a parser's.
pub fn explain(text: &str, error: &serde_yaml::Error) -> NotYaml {
    let said = error.to_string();
    let at = error.location().map_or(0, |l| offset(text, l.line(), l.column()));
    let here = Line::at(text, at);
    duplicate(text, &said)
        .or_else(|| odd_space(text))
        .or_else(|| tab(&here))
        .or_else(|| colon(&here))
        .or_else(|| unclosed(text, &said))
        .or_else(|| repeated(text, &said))
        .or_else(|| number(&here, &said))
        .or_else(|| divided(text, &said))
        .or_else(|| backslash(&here, &said))
        .or_else(|| mark(&here))
        .or_else(|| more_after(&here))
        .or_else(|| no_colon(text, &here, &said))
        .or_else(|| indented(text, &here, &said))
        .unwrap_or_else(|| NotYaml {
            message: format!("hubgen cannot read on from here ({})", said.split(" at line ").next().unwrap_or(&said)),
            range: at..at + 1,
            help: Some(
                "write each field as `name: value`, on a line of its own; a value with `: `, ` #`, brackets or quotes in it \
                 goes in quotes"
                    .into(),
            ),
            shape: false,
        })
}

fn slip(message: impl Into<String>, range: Range<usize>, help: impl Into<String>) -> Option<NotYaml> {
    // A line made for one machine can be megabytes long, and nobody copies that.
    const LONGEST: usize = 400;
    let (message, help) = (message.into(), help.into());
    let message = if message.len() > LONGEST { "this line cannot be read".to_owned() } else { message };
    let help = if help.len() > LONGEST { "put the whole value in quotes".to_owned() } else { help };
    Some(NotYaml { message, range, help: Some(help), shape: false })
}

/// Byte of a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(i, _)| i)
}

/// A line, and what it seems to be.
struct Line<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn at(text: &'t str, at: usize) -> Line<'t> {
        let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
        Line { start, text: text[start..].lines().next().unwrap_or("") }
    }

    /// The nearest line before it that says something.
    fn before(&self, whole: &'t str) -> Option<Line<'t>> {
        let mut start = self.start;
        while start > 0 {
            let line = Line::at(whole, start - 1);
            if !line.text.trim().is_empty() && !line.text.trim_start().starts_with('#') {
                return Some(line);
            }
            start = line.start;
        }
        None
    }

    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// The name and value of `name: value`; of `- value` the hyphen and the value.
    fn pair(&self) -> Option<(&'t str, &'t str)> {
        let bare = self.text.trim();
        match bare.strip_prefix("- ") {
            Some(value) if !value.contains(": ") => Some(("-", value.trim())),
            _ => bare.split_once(": ").map(|(name, value)| (name, value.trim())),
        }
    }

    /// The name and value of `name:value`.
    fn pressed(&self) -> Option<(&'t str, &'t str)> {
        let (name, value) = self.text.trim().split_once(':')?;
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        (plain && !value.is_empty() && !value.starts_with([' ', '/'])).then_some((name, value))
    }

    /// The line with another value.
    fn with(&self, name: &str, value: &str) -> String {
        if name == "-" { format!("- {value}") } else { format!("{name}: {value}") }
    }

    fn place_of(&self, part: &str) -> Range<usize> {
        let at = self.start + self.text.find(part).unwrap_or(0);
        at..at + part.len().max(1)
    }

    fn whole(&self) -> Range<usize> {
        self.start + self.indent()..self.start + self.text.trim_end().len().max(self.indent() + 1)
    }
}

/// A text in quotes that it does not hold itself.
pub fn quoted(value: &str) -> String {
    let inner = match value.as_bytes() {
        [b'"', middle @ .., b'"'] | [b'\'', middle @ .., b'\''] if !middle.is_empty() => &value[1..value.len() - 1],
        // Word processors make curly quotes of straight ones, and YAML knows only those.
        _ => value.strip_prefix('“').and_then(|rest| rest.strip_suffix('”')).unwrap_or(value),
    };
    match (inner.contains('"') || inner.contains('\\'), inner.contains('\'')) {
        (false, _) => format!("\"{inner}\""),
        (true, false) => format!("'{inner}'"),
        (true, true) => format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// `title:` and a space that YAML does not take for one, or the colon of another script. Both look right on the screen.
pub fn odd_space(text: &str) -> Option<NotYaml> {
    const SPACES: [char; 5] = ['\u{a0}', '\u{2007}', '\u{2009}', '\u{202f}', '\u{3000}'];
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(colon) = line.find([':', '：']) else { continue };
        let name = line.get(..colon).unwrap_or("").trim_start();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let mark = line.get(colon..).and_then(|rest| rest.chars().next()).filter(|_| is_name);
        let Some(mark) = mark else { continue };
        let rest = line.get(colon + mark.len_utf8()..).unwrap_or("");
        let space = rest.chars().next().filter(|c| SPACES.contains(c));
        let (range, message) = match (mark, space) {
            (':', None) => continue,
            (':', Some(space)) => {
                (start + colon + 1..start + colon + 1 + space.len_utf8(), "the space after this colon is a no-break space")
            }
            _ => (start + colon..start + colon + mark.len_utf8(), "this is the wide colon of another script"),
        };
        let value = rest.trim_start_matches(|c: char| c.is_whitespace()).trim_end();
        return slip(message, range, format!("type a normal colon and a normal space: `{name}: {value}`"));
    }
    None
}

fn duplicate(text: &str, said: &str) -> Option<NotYaml> {
    let key = said.split("duplicate entry with key ").nth(1)?;
    let key = key.split(" at line").next().unwrap_or(key).trim_matches('"');
    let range = second_key(text, key).unwrap_or(super::first_word(text));
    slip(format!("`{key}` is written twice"), range, "keep one of the two")
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

fn tab(line: &Line) -> Option<NotYaml> {
    let tab = line.text.find('\t').filter(|i| line.text[..*i].trim().is_empty())?;
    let at = line.start + tab;
    slip("a line cannot begin with a tab", at..at + 1, "write blanks in place of the tab")
}

fn colon(line: &Line) -> Option<NotYaml> {
    let (name, value) = line.pair().filter(|(_, value)| value.contains(": ") && !value.starts_with(['"', '\'', '{', '[']))?;
    let start = line.place_of(value).start + value.find(": ").unwrap_or(0);
    let help = format!("put the value in quotes: `{}`", line.with(name, &quoted(value)));
    slip(format!("there is a colon in the value of `{name}`"), start..start + 1, help)
}

/// A bracket or quote that is never closed is noticed at the end of the text; what is wrong is where it opens.
fn unclosed(text: &str, said: &str) -> Option<NotYaml> {
    let context = ["while parsing a flow", "while scanning a quoted scalar"].into_iter().find_map(|c| said.split(c).nth(1))?;
    let mut numbers = context.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<usize>().ok());
    let at = offset(text, numbers.next()?, numbers.next()?);
    let open = text[at..].chars().next()?;
    let close = match open {
        '[' => ']',
        '{' => '}',
        '"' | '\'' => open,
        _ => return None,
    };
    slip(format!("this `{open}` is never closed"), at..at + 1, format!("write `{close}` where it ends"))
}

fn repeated(text: &str, said: &str) -> Option<NotYaml> {
    said.contains("repetition limit").then_some(())?;
    let at = text.find('*').unwrap_or(0);
    slip("`*` repeats more than any text needs", at..at + 1, "write the values out instead of using `*` again and again")
}

fn number(line: &Line, said: &str) -> Option<NotYaml> {
    said.contains("invalid type: integer").then_some(())?;
    let (name, value) = line.pair()?;
    let help = format!("write a smaller one; if it is no number, put it in quotes: `{}`", line.with(name, &quoted(value)));
    slip("this number is too long", line.place_of(value), help)
}

/// A line of three dots or hyphens ends what YAML calls a document.
fn divided(text: &str, said: &str) -> Option<NotYaml> {
    said.contains("more than one document").then_some(())?;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && matches!(line.trim_end(), "..." | "---") {
            let mark = line.trim_end();
            return slip(format!("a line `{mark}` cannot stand among fields"), at..at + 3, "take the line out");
        }
        at += line.len();
    }
    None
}

fn backslash(line: &Line, said: &str) -> Option<NotYaml> {
    said.contains("escape").then_some(())?;
    let (name, value) = line.pair()?;
    let at = line.start + line.text.find('\\')?;
    let help = match value.contains('\'') {
        true => "write `\\\\` for each `\\`".to_owned(),
        false => format!("use the other quotes: `{}`", line.with(name, &format!("'{}'", value.trim_matches('"')))),
    };
    slip("between double quotes `\\` begins a sign of its own", at..at + 2, help)
}

/// Signs that mean something at the beginning of a value.
fn mark(line: &Line) -> Option<NotYaml> {
    let (name, value) = line.pair()?;
    let first = value.chars().next().filter(|c| "*&@`%!|>?-,".contains(*c))?;
    let help = format!("put the value in quotes: `{}`", line.with(name, &quoted(value)));
    slip(format!("a value cannot begin with `{first}`"), line.place_of(value), help)
}

/// `"About" us`, `'It's ours'`, `[a] b`.
fn more_after(line: &Line) -> Option<NotYaml> {
    let (name, value) = line.pair()?;
    let open = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '[' | '{'))?;
    let close = match open {
        '[' => ']',
        '{' => '}',
        quote => quote,
    };
    let end = 1 + value[1..].find(close)? + 1;
    let more = value[end..].trim();
    if more.is_empty() {
        return None;
    }
    let at = line.place_of(value).start + end + value[end..].find(more).unwrap_or(0);
    let help = match (close, more) {
        (']' | '}', more) if more.chars().all(|c| c == close) => format!("write `{}`", line.with(name, &value[..end])),
        _ => format!("put the whole value in quotes: `{}`", line.with(name, &quoted(value))),
    };
    slip(format!("something comes after the closing `{close}`"), at..at + more.len(), help)
}

/// A line that is neither a field nor part of one.
fn no_colon(text: &str, here: &Line, said: &str) -> Option<NotYaml> {
    let missing = said.contains("could not find expected ':'");
    if !missing && !said.contains("mapping values are not allowed") {
        return None;
    }
    let before = here.before(text)?;
    let no_field = |line: &Line| !line.text.contains(": ") && !line.text.trim_end().ends_with(':');
    let line = [here, &before].into_iter().find(|line| no_field(line) && !line.text.trim().is_empty())?;
    if let Some((name, value)) = line.pressed() {
        return slip("there is no blank after the colon", line.whole(), format!("write `{name}: {}`", value.trim()));
    }
    let help = "write it at the end of the line before; or begin it with two blanks, and it goes on from there";
    missing.then(|| slip("this line is no field of its own", line.whole(), help)).flatten()
}

/// A line that begins where no line of its list can.
fn indented(text: &str, here: &Line, said: &str) -> Option<NotYaml> {
    let wrong = ["mapping values are not allowed", "did not find expected key", "did not find expected '-'"];
    wrong.iter().any(|words| said.contains(words)).then_some(())?;
    let before = here.before(text)?;
    let field = here.text.trim();
    if here.indent() == before.indent() {
        return None;
    }
    let help = match here.indent() > before.indent() && before.indent() == 0 {
        true => format!("begin it at the edge: `{field}`"),
        false => "begin it exactly below the line that it belongs beside".to_owned(),
    };
    slip("this line begins too far in, or not far enough", here.whole(), help)
}

#[cfg(test)]
mod tests {
    use super::super::mapping;

    #[test]
    fn a_line_without_end_is_not_said_again() {
        let wrong = mapping(&format!("title: a: {}\n", "x".repeat(100_000))).unwrap_err();
        assert_eq!(wrong.help.as_deref(), Some("put the whole value in quotes"));
    }

    #[test]
    fn every_slip_has_its_place_and_its_repair() {
        for (text, marked, help) in [
            ("title: Tips: how to\n", ":", "put the value in quotes: `title: \"Tips: how to\"`"),
            ("title: \"About\" us\n", "us", "put the whole value in quotes: `title: '\"About\" us'`"),
            ("title: 'It's ours'\n", "s ours'", "put the whole value in quotes: `title: \"It's ours\"`"),
            ("title: “Tips: how to”\n", ":", "put the value in quotes: `title: \"Tips: how to\"`"),
            ("title:\u{a0}About\n", "\u{a0}", "type a normal colon and a normal space: `title: About`"),
            ("draft: true\ntitle:\u{202f}About\n", "\u{202f}", "type a normal colon and a normal space: `title: About`"),
            ("title：About\n", "：", "type a normal colon and a normal space: `title: About`"),
            ("title: [About] us\n", "us", "put the whole value in quotes: `title: \"[About] us\"`"),
            ("tags: [a, b]]\n", "]", "write `tags: [a, b]`"),
            ("title: *bold* words\n", "*bold* words", "put the value in quotes: `title: \"*bold* words\"`"),
            ("title: & more\n", "& more", "put the value in quotes: `title: \"& more\"`"),
            ("title: | x\n", "| x", "put the value in quotes: `title: \"| x\"`"),
            ("title: - dash\n", "- dash", "put the value in quotes: `title: \"- dash\"`"),
            ("hosts:\n- @anna\n", "@anna", "put the value in quotes: `- \"@anna\"`"),
            ("title:About us\ndraft: true\n", "title:About us", "write `title: About us`"),
            ("title: Καφές\n tags: [a]\n", "tags: [a]", "begin it at the edge: `tags: [a]`"),
            ("location:\n  name: X\n address: y\n", "address: y", "begin it exactly below the line that it belongs beside"),
            (
                "description: one\ntwo words\ndraft: true\n",
                "two words",
                "write it at the end of the line before; or begin it with two blanks, and it goes on from there",
            ),
            ("title: \"a \\d\"\n", "\\d", "use the other quotes: `title: 'a \\d'`"),
            ("title: About\n...\nfoo: x\n", "...", "take the line out"),
            (
                "capacity: 99999999999999999999999999999999999999999\nsize: 99999999999999999999999999\n",
                "99999999999999999999999999",
                "write a smaller one; if it is no number, put it in quotes: `size: \"99999999999999999999999999\"`",
            ),
            ("a: 1\nb: 2\na: 3\n", "a", "keep one of the two"),
        ] {
            let wrong = mapping(text).unwrap_err();
            assert_eq!((&text[wrong.range.clone()], wrong.help.as_deref()), (marked, Some(help)), "{text}{}", wrong.message);
        }
    }
}
