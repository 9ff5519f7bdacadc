//! Where front matter ends and Markdown begins, and front matter in the forms of other tools.

use std::ops::Range;

/// The front matter of a file and its Markdown, as bytes of it.
pub type Parts = (Range<usize>, Range<usize>);

/// Why a file has no front matter that can be read, although its author meant to write some.
#[derive(Debug, PartialEq, Eq)]
pub struct Misplaced {
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
}

/// Splits a file. `Ok(None)`: the front matter is never closed.
pub fn split(text: &str) -> Result<Option<Parts>, Misplaced> {
    if let Some(misplaced) = misplaced(text) {
        return Err(misplaced);
    }
    let first = text.split_inclusive('\n').next().unwrap_or("");
    if first.trim_end() != "---" {
        return Ok(Some((0..0, 0..text.len())));
    }
    let mut at = first.len();
    for line in text.split_inclusive('\n').skip(1) {
        if line.trim_end() == "---" {
            return Ok(Some((first.len()..at, at + line.len()..text.len())));
        }
        at += line.len();
    }
    Ok(None)
}

/// The line that was meant to end front matter that is never closed: `----`, ` ---`, `...`.
pub fn meant_as_end(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    for (n, line) in text.split_inclusive('\n').enumerate() {
        let written = line.trim_end();
        if n > 0 && (is_like_fence(written.trim()) || written == "...") {
            return Some(at..at + written.len());
        }
        at += line.len();
    }
    None
}

fn misplaced(text: &str) -> Option<Misplaced> {
    const REPAIR: &str = "write a line `---` before the first field, and another after the last";
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').skip_while(|line| {
        let blank = line.trim().is_empty();
        at += if blank { line.len() } else { 0 };
        blank
    });
    let first = lines.next()?.trim_end();
    let second = lines.next().unwrap_or("").trim_end();
    let found = |message: &str, help: &str| {
        Some(Misplaced { range: at..at + first.len(), message: message.to_owned(), help: help.to_owned() })
    };
    match first.trim() {
        "+++" if is_field(second, '=') || second == "+++" => {
            let example = toml_as_yaml(second).unwrap_or_else(|| "title: Our first workshop".to_owned());
            let help = format!("write them as YAML, between two lines `---`: `{example}`");
            found("the fields are written as TOML, which hubgen does not read", &help)
        }
        // Go's and other tools' mark of JSON between two lines.
        ";;;" => {
            found("the fields are written as JSON, which hubgen does not read", "write them as YAML, between two lines `---`")
        }
        line if is_json(line, second) => {
            found("the fields are written as JSON, which hubgen does not read", "write them as YAML, between two lines `---`")
        }
        "---" if first == "---" && at == 0 => None,
        "---" if first == "---" && is_field(second, ':') => found(
            "the fields begin after an empty line, so they would be published as text",
            "remove what comes before the line `---`",
        ),
        line if is_like_fence(line) && is_field(second, ':') => found(
            &format!("`{first}` does not begin the fields of a page"),
            "write exactly `---`: three hyphens, and nothing before or after them",
        ),
        _ if is_bare(text) => found("these fields have no line `---` before them", REPAIR),
        _ => None,
    }
}

/// Whether a file begins with fields and no line of hyphens. A single one may well be a sentence.
fn is_bare(text: &str) -> bool {
    const FIRST: [&str; 10] = ["title", "name", "start", "date", "description", "draft", "tags", "status", "member", "consent"];
    let mut lines = text.lines().skip_while(|line| line.trim().is_empty()).map(str::trim_end);
    let is_known = |line: &str| line.split_once(": ").is_some_and(|(name, _)| FIRST.contains(&name));
    lines.next().is_some_and(is_known) && lines.next().is_some_and(|line| line == "---" || is_known(line))
}

/// `title: x`, or with another sign `title = x`.
fn is_field(line: &str, sign: char) -> bool {
    let Some((name, rest)) = line.split_once(sign) else { return false };
    let name = name.trim_end_matches([' ', '\t']);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    !name.is_empty() && name.chars().all(is_name) && (rest.is_empty() || rest.starts_with([' ', '\t']) || sign == '=')
}

/// Hyphens or the dashes that word processors make of them, perhaps with a word behind (`---yaml`), and not `---` alone.
fn is_like_fence(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}');
    let dashes = line.chars().filter(|c| is_dash(*c)).count();
    let rest = line.trim_start_matches(|c| is_dash(c) || c == ' ').trim();
    let word = matches!(rest, "" | "yaml" | "yml" | "toml" | "json");
    let two = line.chars().any(|c| is_dash(c) && c != '-');
    word && (dashes >= 3 || (dashes >= 1 && two) || (dashes == 2 && rest.is_empty()))
}

/// An object of JSON, not a shortcode `{{…}}` or a tag `{%…%}`.
fn is_json(first: &str, second: &str) -> bool {
    let Some(rest) = first.strip_prefix('{') else { return false };
    let member = if rest.trim().is_empty() { second } else { rest };
    let key = member.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'));
    key.is_some_and(|(_, behind)| behind.trim_start().starts_with(':'))
}

/// `title = "A"` as `title: A`.
fn toml_as_yaml(line: &str) -> Option<String> {
    let (name, value) = line.split_once('=')?;
    let plain = value.trim().trim_matches(['"', '\'']);
    let simple = !plain.is_empty() && plain.len() < 200 && !plain.contains([':', '#', '"', '[', '{', '`', '\\']);
    simple.then(|| format!("{}: {plain}", name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_of_other_tools_is_told_from_text() {
        for text in [
            "+++\ntitle = \"A\"\ndraft = true\n+++\nx",
            "+++\n+++\nx",
            "{\"title\": \"A\"}\n\nx",
            "{\n  \"title\": \"A\"\n}\nx",
            ";;;\n\"title\": \"A\"\n;;;\n",
            "\n---\ntitle: A\n---\nx",
            " ---\ntitle: A\n ---\nx",
            "----\ntitle: A\n----\nx",
            "—-\ntitle: A\n---\nx",
            "—\ntitle: A\n—\n",
            "--\ntitle: A\n--\n",
            "--- yaml\ntitle: A\n---\n",
            "\r\n\r\n---\r\ntitle: A\r\n---\r\n",
            "title: A\ndate: 2026-12-01\n\nx",
        ] {
            assert!(split(text).is_err(), "{text}");
        }
        for text in [
            "---\ntitle: A\n---\nx",
            "--- \ntitle: A\n---\t\nx",
            "\n---\n\nA line between two rules.\n\n---\n",
            "----\n\nText: more\n",
            "{{< figure >}}\n",
            "{% include x %}\n\"a\": b",
            "+++ Breaking news +++\n",
            "+++\n\nx\n",
            "- - -\nA sentence.\n",
            "- item: text\n",
            "A heading\n----\ntitle: x\n",
            "",
        ] {
            assert!(split(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn the_repair_of_toml_is_its_own_first_field() {
        let help = split("+++\ntitle = \"Repair café\"\n+++\n").unwrap_err().help;
        assert!(help.ends_with("`title: Repair café`"), "{help}");
    }

    #[test]
    fn the_line_that_was_meant_to_end_them_is_found() {
        assert_eq!(meant_as_end("---\ntitle: A\n----\nx"), Some(13..17));
        assert_eq!(meant_as_end("---\ntitle: A\n...\nx"), Some(13..16));
        assert_eq!(meant_as_end("---\ntitle: A\nx"), None);
    }
}
