//! Content lines (RFC 5545, section 3.1): escaped, folded, ended by CRLF.

#![allow(clippy::string_slice, reason = "only boundaries of characters are tried")]

use icu_properties::{CodePointMapData, props::GeneralCategory};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Octets of a line without its CRLF.
const WIDTH: usize = 75;

/// Lines as they stand in a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines(String);

impl Lines {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes over lines that are folded already.
    pub fn append(&mut self, lines: &str) {
        self.0.push_str(lines);
    }

    /// A line whose name, parameters and value are as they should be.
    pub fn line(&mut self, name: &str, value: &str) {
        fold(&mut self.0, &format!("{name}:{value}"));
    }

    /// A value of type TEXT (section 3.3.11). Nothing is written where there is nothing to say.
    pub fn text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.line(name, &text(value));
        }
    }

    /// Several values of type TEXT.
    pub fn texts<'v>(&mut self, name: &str, values: impl IntoIterator<Item = &'v str>) {
        let values: Vec<String> = values.into_iter().filter(|v| !v.is_empty()).map(text).collect();
        if !values.is_empty() {
            self.line(name, &values.join(","));
        }
    }

    /// A value of type URI (section 3.3.13).
    pub fn uri(&mut self, name: &str, value: &str) {
        self.line(name, &uri(value));
    }
}

impl From<Lines> for Vec<u8> {
    fn from(lines: Lines) -> Vec<u8> {
        lines.0.into_bytes()
    }
}

/// Escapes a text. No reader knows what to do with control characters, so they go.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + value.len() / 8);
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' if chars.peek() != Some(&'\n') => out.push_str("\\n"),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The value of a parameter, in quotes. Few readers know the `^'` of RFC 6868, so a quote becomes another.
pub fn parameter(value: &str) -> String {
    let clean: String = value
        .chars()
        .filter_map(|c| match c {
            '"' => Some('\''),
            '\t' | '\n' | '\r' => Some(' '),
            c => (!c.is_control()).then_some(c),
        })
        .collect();
    format!("\"{clean}\"")
}

/// What may not stand in an address here: what RFC 3986 forbids, and what readers that look for lists would split at.
const NOT_IN_URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b',')
    .add(b';');

fn uri(value: &str) -> String {
    utf8_percent_encode(value.trim(), NOT_IN_URI).to_string()
}

/// Writes a line in pieces of at most [`WIDTH`] octets: between characters, and where it can be, not before a mark that
/// belongs to the letter before it, nor within an escape.
fn fold(out: &mut String, line: &str) {
    let mut rest = line;
    let mut room = WIDTH;
    while rest.len() > room {
        let ends = || (1..=room).rev().filter(|at| rest.is_char_boundary(*at));
        let cut = ends()
            .take_while(|at| *at > room / 2)
            .find(|at| may_break(rest, *at))
            .or_else(|| ends().next())
            .unwrap_or(rest.len());
        out.push_str(&rest[..cut]);
        out.push_str("\r\n ");
        rest = &rest[cut..];
        room = WIDTH - 1;
    }
    out.push_str(rest);
    out.push_str("\r\n");
}

fn may_break(line: &str, at: usize) -> bool {
    const JOINER: char = '\u{200d}';
    let (before, after) = (line[..at].chars().next_back(), line[at..].chars().next());
    let mark = |c: char| {
        use GeneralCategory::*;
        !c.is_ascii()
            && (c == JOINER
                || matches!(CodePointMapData::<GeneralCategory>::new().get(c), NonspacingMark | SpacingMark | EnclosingMark))
    };
    // Some readers take blanks at the ends of lines away.
    !matches!(before, Some('\\' | JOINER | ' ')) && after.is_some_and(|c| c != ' ' && !mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> String {
        let mut out = String::new();
        fold(&mut out, line);
        out
    }

    #[test]
    fn lines_are_folded_between_characters() {
        for sample in ["a", "é", "م", "ὥ", "語", "👩‍🔧", "e\u{301}", "مَ", "\\\\", "\\,", " ", "\u{301}"] {
            for shift in 0..8 {
                let line = format!("SUMMARY:{}{}", "x".repeat(shift), sample.repeat(120));
                let out = folded(&line);
                assert!(out.ends_with("\r\n"));
                let pieces: Vec<&str> = out.trim_end_matches("\r\n").split("\r\n").collect();
                assert!(pieces.iter().all(|p| p.len() <= 75), "{sample}: {pieces:?}");
                assert!(pieces[..pieces.len() - 1].iter().all(|p| p.len() > 35), "{sample}: {pieces:?}");
                assert_eq!(out.replace("\r\n ", ""), format!("{line}\r\n"), "{sample}");
                if sample != "\u{301}" {
                    assert!(pieces[1..].iter().all(|p| !p[1..].starts_with(['\u{301}', '\u{64e}', '\u{200d}'])), "{pieces:?}");
                }
                if sample == "\\," {
                    assert!(pieces.iter().all(|p| !p.ends_with('\\')), "{pieces:?}");
                }
            }
        }
        assert_eq!(folded(&"x".repeat(75)), format!("{}\r\n", "x".repeat(75)));
        assert_eq!(folded(&"x".repeat(76)), format!("{}\r\n x\r\n", "x".repeat(75)));
        assert_eq!(folded(&"x".repeat(150)).lines().map(str::len).collect::<Vec<_>>(), [75, 75, 2]);
    }

    #[test]
    fn texts_are_escaped() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", "Tea; cake, and C:\\ for\r\nall\rof\nus\u{0}\u{7f}\u{85}\t!");
        lines.text("DESCRIPTION", "");
        lines.texts("CATEGORIES", ["one, two", "", "three"]);
        lines.uri("URL", "https://example.org/a,b;c d/é?q=\"1\"&r=%20");
        assert_eq!(
            lines.as_str(),
            "SUMMARY:Tea\\; cake\\, and C:\\\\ for\\nall\\nof\\nus !\r\nCATEGORIES:one\\, two,three\r\n\
             URL:https://example.org/a%2Cb%3Bc%20d/%C3%A9?q=%221%22&r=%20\r\n"
        );
        assert_eq!(parameter("The \"Old\" Mill;\r\nLtd"), "\"The 'Old' Mill;  Ltd\"");
    }
}
