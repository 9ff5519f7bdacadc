//! Syntax of other programs in running text. It is not read here, so readers would see it as it is typed.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use std::ops::Range;

/// Text that means something elsewhere.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreign {
    pub kind: Kind,
    /// In the text.
    pub at: Range<usize>,
    pub message: String,
    pub help: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Footnote,
    Alert,
    Address,
    Shortcode,
    Template,
    WikiLink,
    Container,
    Attributes,
}

/// The longest stretch of a line that is looked at, in bytes.
const LONGEST: usize = 300;

/// The first piece in `text[range]` of a kind that `wanted` accepts; what comes before the range is looked at, too.
pub fn first(text: &str, range: Range<usize>, wanted: impl Fn(Kind) -> bool) -> Option<Foreign> {
    memchr::memchr3_iter(b'[', b'{', b':', &text.as_bytes()[range.clone()])
        .filter_map(|i| at(text, range.start + i, range.end))
        .find(|found| wanted(found.kind))
}

fn at(text: &str, start: usize, end: usize) -> Option<Foreign> {
    let rest = &text[start..end];
    let before = &text[..start];
    if before.ends_with('\\') {
        return None;
    }
    let (kind, close) = match rest.as_bytes() {
        [b'[', b'^', ..] => (Kind::Footnote, "]"),
        [b'[', b'!', ..] => (Kind::Alert, "]"),
        [b'[', b'[', ..] => (Kind::WikiLink, "]]"),
        [b'[', ..] => return address(text, start, end),
        [b'{', b'{', b'<' | b'%', ..] => (Kind::Shortcode, "}}"),
        [b'{', b'%', ..] => (Kind::Template, "%}"),
        [b'{', b':', ..] => (Kind::Attributes, "}"),
        [b':', b':', b':', ..] => return container(text, start, end),
        _ => return None,
    };
    let length = on_line(rest).find(close)? + close.len();
    let written = &rest[..length];
    let inside = &rest[2..length - close.len()];
    let (message, help) = match kind {
        Kind::Footnote if is_word(inside) => (
            format!("the footnote `{written}` has no text, so readers see it as it is typed"),
            format!("add its text on a line of its own, `{written}: …`, or remove it"),
        ),
        Kind::Alert if is_word(inside) && begins_quote(before) => (
            format!("`{written}` does not begin an alert"),
            "write `> [!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` or `[!CAUTION]`, alone on the first line".to_owned(),
        ),
        Kind::WikiLink if !inside.trim().is_empty() => (
            format!("`{written}` is the link of a wiki; readers see it as it is typed"),
            "write a link: `[the words](the-page.md)`".to_owned(),
        ),
        Kind::Shortcode => (
            format!("`{written}` is a shortcode of another generator; readers see it as it is typed"),
            "write it in Markdown, such as `![What it shows](photo.jpg)` for a picture, or remove it".to_owned(),
        ),
        Kind::Template => (
            format!("`{written}` is a tag of a template; readers see it as it is typed"),
            "write in Markdown what it stands for, or remove it".to_owned(),
        ),
        Kind::Attributes if inside.trim_start().starts_with(['.', '#']) || inside.contains('=') => (
            format!("`{written}` is read by kramdown only; readers see it as it is typed"),
            "remove it; an anchor is written after the heading: `## Title {#anchor}`".to_owned(),
        ),
        _ => return None,
    };
    Some(Foreign { kind, at: start..start + length, message, help })
}

/// `[t](a b.md)`: an address with a blank in it is no address (CommonMark, section 6.3).
fn address(text: &str, start: usize, end: usize) -> Option<Foreign> {
    let line = on_line(&text[start..end]);
    let open = line.find("](")?;
    // The brackets of a later link belong to that one.
    if line[1..open].contains(['[', ']']) {
        return None;
    }
    let inside = &line[open + 2..];
    let written = &inside[..inside.find(')')?];
    let (_, ending) = written.rsplit_once('.')?;
    let is_file = (2..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    if !written.trim().contains(' ') || written.contains(['"', '\'', '<', '(']) || !is_file {
        return None;
    }
    Some(Foreign {
        kind: Kind::Address,
        at: start..start + open + 2 + written.len() + 1,
        message: "this is not read as a link, because there is a blank in the address".to_owned(),
        help: format!("put the address between `<` and `>`: `{}](<{}>)`", &line[..open], written.trim()),
    })
}

/// `:::note` at the start of a line.
fn container(text: &str, start: usize, end: usize) -> Option<Foreign> {
    let line = on_line(&text[start..end]).trim_end();
    let name = line.trim_start_matches(':').trim();
    let before = text[..start].trim_end_matches([' ', '\t']);
    let starts_line = before.is_empty() || before.ends_with('\n');
    if !starts_line || !name.starts_with(|c: char| c.is_alphabetic() || c == '{') {
        return None;
    }
    Some(Foreign {
        kind: Kind::Container,
        at: start..start + line.len(),
        message: format!("`{line}` begins a block in other programs; readers see it as it is typed"),
        help: "write `> [!NOTE]`, and `> ` before each line of it".to_owned(),
    })
}

/// The rest of the line, bounded.
fn on_line(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    &text[..memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len())]
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace) && !text.contains('[')
}

fn begins_quote(before: &str) -> bool {
    before.trim_end_matches([' ', '\t']).ends_with('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_of_other_programs_is_found() {
        for (text, kind, written) in [
            ("x[^nope]", Kind::Footnote, "[^nope]"),
            ("> [!INFO]\n> hi", Kind::Alert, "[!INFO]"),
            ("> [!NOTE] hi", Kind::Alert, "[!NOTE]"),
            ("see [t](a b.md)", Kind::Address, "[t](a b.md)"),
            ("{{< figure src=\"x.png\" >}}", Kind::Shortcode, "{{< figure src=\"x.png\" >}}"),
            ("{{% notice %}}", Kind::Shortcode, "{{% notice %}}"),
            ("{% include x.html %}", Kind::Template, "{% include x.html %}"),
            ("[[wiki page|words]]", Kind::WikiLink, "[[wiki page|words]]"),
            ("text\n:::note\n", Kind::Container, ":::note"),
            ("{:.cls}", Kind::Attributes, "{:.cls}"),
            ("{: target=\"_blank\"}", Kind::Attributes, "{: target=\"_blank\"}"),
        ] {
            let found = first(text, 0..text.len(), |_| true).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.kind, &text[found.at]), (kind, written));
        }
    }

    #[test]
    fn brackets_and_colons_of_sentences_are_left_alone() {
        for text in [
            "[sic](as he wrote)",
            "[ ] [x] [1] [...]",
            "a [!] b",
            "[!INFO]",
            "\\[[no]]",
            "{a: b} {: }",
            "std::vec :: x ::: y",
            "[a](b \"title.md\")",
            "[[]]",
            "[^ ]",
            "[a] [b](c d.md)x".strip_suffix("[b](c d.md)x").unwrap(),
        ] {
            assert_eq!(first(text, 0..text.len(), |_| true), None, "{text}");
        }
    }

    #[test]
    fn long_texts_take_time_in_proportion() {
        for part in ["[", "[^", "{{<", "{%", ":::", "[[", "[a](", "\n:::"] {
            first(&part.repeat(200_000 / part.len()), 0..200_000 / part.len() * part.len(), |_| false);
        }
    }
}
