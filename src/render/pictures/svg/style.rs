//! Style sheets in a drawing (CSS Syntax Module Level 3), read token by token and written anew.
//!
//! What might fetch something goes: a declaration alone where it stands alone, a rule where its head is at fault. What
//! is written holds no comments, no escapes and no address but `url(#part)`.

mod functions;
mod selector;
mod value;

use super::tree::{Manner, Reference, Whom};
use cssparser::{Delimiter, ParseError, Parser, Token};
use value::Tokens;

/// Blocks inside each other: `@media` in `@supports`, and brackets within.
const DEEPEST: u8 = 16;
/// Under which condition things may move.
const UNLESS_CALM: &str = "@media (prefers-reduced-motion:no-preference)";

type Parsed<T> = Result<T, ParseError<()>>;

/// A value of the property, and what it refers to.
pub fn value(property: &str, text: &str) -> Option<(String, Vec<Reference>)> {
    with_parser(text, |parser| {
        let mut tokens = Tokens::default();
        tokens.copy(parser).ok()?;
        allowed(property, &tokens).then(|| finished(property, tokens))
    })
}

/// The declarations of a `style` attribute, and what they refer to.
pub fn declarations(text: &str) -> (String, Vec<Reference>) {
    with_parser(text, |parser| {
        let mut references = Vec::new();
        (declarations_of(parser, &mut references), references)
    })
}

/// A style sheet, and what its rules make which elements refer to.
pub fn sheet(text: &str) -> (String, Vec<(Whom, Reference)>) {
    with_parser(text, |parser| {
        let mut sheet = Sheet::default();
        sheet.rules(parser, Within::Sheet { calm: true });
        (sheet.text, sheet.said)
    })
}

fn with_parser<T>(text: &str, read: impl FnOnce(&mut Parser) -> T) -> T {
    let mut parser = Parser::new(text);
    parser.set_nested_block_limit(DEEPEST);
    read(&mut parser)
}

#[derive(Default)]
struct Sheet {
    text: String,
    said: Vec<(Whom, Reference)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    /// `calm`: also where readers want nothing to move.
    Sheet {
        calm: bool,
    },
    Keyframes,
}

impl Sheet {
    fn rules(&mut self, parser: &mut Parser, within: Within) {
        loop {
            let start = parser.state();
            match parser.next() {
                Err(_) => return,
                Ok(Token::CDO | Token::CDC) => {}
                Ok(Token::AtKeyword(name)) => {
                    let name = name.to_ascii_lowercase();
                    self.at_rule(parser, &name, within);
                }
                Ok(_) => {
                    parser.reset(&start);
                    self.rule(parser, within);
                }
            }
        }
    }

    /// Those that ask under which conditions rules hold, and those that name steps of a movement. All others go:
    /// `@import` and `@font-face` fetch, and of what is to come nobody knows.
    fn at_rule(&mut self, parser: &mut Parser, name: &str, around: Within) {
        let head = head(parser, Delimiter::CurlyBracketBlock | Delimiter::Semicolon);
        if !matches!(parser.next(), Ok(Token::CurlyBracketBlock)) {
            return;
        }
        let Some((head, _)) = head else { return skip_block(parser) };
        let head = format!("@{name} {head}");
        let (within, shield) = match (name, around) {
            ("media" | "supports", Within::Sheet { calm }) => (Within::Sheet { calm: calm && head != UNLESS_CALM }, false),
            ("keyframes" | "-webkit-keyframes", Within::Sheet { calm }) => (Within::Keyframes, calm),
            _ => return skip_block(parser),
        };
        let before = self.text.len();
        if shield {
            self.text.push_str(&format!("{UNLESS_CALM}{{"));
        }
        self.text.push_str(&format!("{head}{{"));
        let inside = self.text.len();
        _ = parser.parse_nested_block(|block| -> Parsed<()> {
            self.rules(block, within);
            Ok(())
        });
        match self.text.len() == inside {
            true => self.text.truncate(before),
            false => self.text.push_str(if shield { "}}" } else { "}" }),
        }
    }

    fn rule(&mut self, parser: &mut Parser, within: Within) {
        let head = head(parser, Delimiter::CurlyBracketBlock);
        if !matches!(parser.next(), Ok(Token::CurlyBracketBlock)) {
            return;
        }
        let Some((head, whom)) = head.filter(|(head, _)| !head.is_empty()) else { return skip_block(parser) };
        let mut references = Vec::new();
        let body = parser.parse_nested_block(|block| -> Parsed<String> { Ok(declarations_of(block, &mut references)) });
        // Which element moves is not known, so nothing may appear by a movement.
        let Some(body) = body.ok().filter(|body| !body.is_empty() && (within != Within::Keyframes || references.is_empty()))
        else {
            return;
        };
        self.text.push_str(&format!("{head}{{{body}}}"));
        for whom in whom {
            self.said.extend(references.iter().map(|reference| (whom.clone(), reference.clone())));
        }
    }
}

/// A block that is only begun would be taken for part of what comes next.
fn skip_block(parser: &mut Parser) {
    _ = parser.parse_nested_block(|_| -> Parsed<()> { Ok(()) });
}

/// What stands before a block, and whom it is about; `None` where it holds what it may not.
fn head(parser: &mut Parser, end: cssparser::Delimiters) -> Option<(String, Vec<Whom>)> {
    let read = parser.parse_until_before(end, |parser| -> Parsed<_> {
        let start = parser.state();
        let mut tokens = Tokens::default();
        let copied = tokens.copy(parser);
        parser.reset(&start);
        let whom = selector::whom(parser);
        Ok(copied.is_ok().then_some((tokens, whom)))
    });
    let (tokens, whom) = read.ok()??;
    tokens.parts.is_empty().then_some((tokens.text, whom))
}

fn declarations_of(parser: &mut Parser, references: &mut Vec<Reference>) -> String {
    let mut out = String::new();
    while !parser.is_exhausted() {
        let read = parser.parse_until_after(Delimiter::Semicolon, |parser| -> Parsed<_> { Ok(declaration(parser)) });
        if let Ok(Some((text, said))) = read {
            if !out.is_empty() {
                out.push(';');
            }
            out.push_str(&text);
            references.extend(said);
        }
    }
    out
}

fn declaration(parser: &mut Parser) -> Option<(String, Vec<Reference>)> {
    let property = parser.expect_ident_cloned().ok()?;
    parser.expect_colon().ok()?;
    let mut tokens = Tokens::default();
    let copied = tokens.copy(parser);
    // Whatever is left belongs to the declaration, and goes with it.
    while parser.next().is_ok() {}
    copied.ok()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if !property.bytes().all(plain) || !allowed(&property, &tokens) {
        return None;
    }
    let (text, references) = finished(&property, tokens);
    (!text.is_empty()).then(|| (format!("{property}:{text}"), references))
}

fn allowed(property: &str, tokens: &Tokens) -> bool {
    let property = property.to_ascii_lowercase();
    // A variable may come to stand in any property of any element.
    if property.starts_with("--") {
        return tokens.parts.is_empty() && tokens.filters == 0;
    }
    let unprefixed = property.strip_prefix("-webkit-").unwrap_or(&property);
    match unprefixed {
        // What ran scripts in browsers of old.
        "behavior" | "behaviour" => false,
        // Notes of editors (`-inkscape-font-specification`), and `-moz-binding`.
        prefixed if prefixed.starts_with('-') => false,
        // Else every element inside would refer to what one refers to.
        "all" | "clip-path" | "filter" | "mask" | "mask-image" => !tokens.inherits,
        _ => true,
    }
}

fn finished(property: &str, tokens: Tokens) -> (String, Vec<Reference>) {
    let property = property.to_ascii_lowercase();
    let manner = match property.as_str() {
        "fill" | "stroke" => Manner::Paint,
        marker if marker.starts_with("marker") => Manner::Marker,
        _ => Manner::Once,
    };
    let filters = std::iter::repeat_n(Reference { id: String::new(), manner: Manner::Filter }, tokens.filters);
    let references = tokens.parts.into_iter().map(|id| Reference { id, manner }).chain(filters).collect();
    (tokens.text, references)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        for (text, written) in [
            ("red", Some("red")),
            (" #0A5c6b ", Some("#0A5c6b")),
            ("1.50e3PX -.5", Some("1.50e3PX -.5")),
            ("rgb( 1,2 , 3 )", Some("rgb( 1,2 , 3 )")),
            ("url( '#a' )  none", Some("url(#a) none")),
            ("'O\\'Reilly', serif", Some("\"O'Reilly\", serif")),
            ("\\72 ed", Some("red")),
            ("a/**/b", Some("a/**/b")),
            ("red !important", Some("red !important")),
            ("'", Some("\"\"")),
            ("", Some("")),
            ("url(a)", None),
            ("\\75 rl(a)", None),
            ("attr(a)", None),
            ("red;blue", None),
            ("{}", None),
            (")", None),
            ("url('#a", Some("url(#a)")),
            ("'\n", None),
            ("\\\n", None),
        ] {
            assert_eq!(value("fill", text).map(|(written, _)| written).as_deref(), written, "{text}");
        }
        assert_eq!(value("mask", "inherit"), None);
        assert!(value("fill", "inherit").is_some());
        let (_, references) = value("marker-end", "url(#a)").unwrap();
        assert_eq!(references, [Reference { id: "a".to_owned(), manner: Manner::Marker }]);
    }

    #[test]
    fn declarations_stand_and_fall_alone() {
        for (text, written) in [
            ("fill : red ;; stroke:url(#a) ; ", "fill:red;stroke:url(#a)"),
            ("fill:url(x;y);stroke:red", "stroke:red"),
            ("fill:{a:b;c:d};stroke:red", "stroke:red"),
            ("a b:c;*zoom:1;:d;e", ""),
            ("--x:1px;--y:url(#a);fill:var(--x)", "--x:1px;fill:var(--x)"),
            ("-webkit-mask:url(#a);-moz-osx-font-smoothing:auto;mask:var(--x, inherit)", "-webkit-mask:url(#a)"),
        ] {
            assert_eq!(declarations(text).0, written, "{text}");
        }
    }

    #[test]
    fn sheets_lose_the_rules_they_may_not_have() {
        for (text, written) in [
            ("<!-- a,b>c { fill : red } -->", "a,b>c{fill:red}"),
            ("@font-face{src:url(x)}g{x:1}", "g{x:1}"),
            ("@import 'x';g{x:1}", "g{x:1}"),
            ("@media print{@import 'x';@page{}g{x:1}}", "@media print{g{x:1}}"),
            ("@media print{g{fill:url(x)}}", ""),
            (
                "@keyframes k{0%{x:1}to{fill:url(#a)}}g{x:1}",
                "@media (prefers-reduced-motion:no-preference){@keyframes k{0%{x:1}}}g{x:1}",
            ),
            ("@keyframes k{@media print{g{x:1}}}", ""),
            ("}g{x:1}", ""),
            ("g{x:1}g{x:2", "g{x:1}g{x:2}"),
            ("g{x:1;h{y:1}}", "g{x:1}"),
            ("g:has(a){x:1}i{x:1}", "i{x:1}"),
        ] {
            assert_eq!(sheet(text).0, written, "{text}");
        }
        let (_, said) = sheet("@media print{.a, path{fill:url(#b)}}");
        let reference = Reference { id: "b".to_owned(), manner: Manner::Paint };
        assert_eq!(said, [(Whom::Class("a".to_owned()), reference.clone()), (Whom::Name("path".to_owned()), reference)]);
    }
}
