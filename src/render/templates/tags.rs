//! A template's tags as words and signs. Tera keeps its own reader to itself; this one is for templates that Tera has
//! read without complaint, so it looks for nothing that is wrong.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use std::ops::Range;

/// `{{ … }}` or `{% … %}`.
#[derive(Debug)]
pub struct Tag<'t> {
    /// Whether it is `{{ … }}`.
    pub prints: bool,
    pub tokens: Vec<Token<'t>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    pub kind: TokenKind<'t>,
    /// Where it stands, in bytes.
    pub at: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind<'t> {
    Word(&'t str),
    /// Without its quotes, as it is written.
    Text(&'t str),
    Number,
    Sign(&'t str),
}

impl<'t> Tag<'t> {
    /// The word that a tag begins with.
    pub fn word(&self) -> Option<&'t str> {
        if self.prints { None } else { self.tokens.first()?.word() }
    }
}

impl<'t> Token<'t> {
    pub fn word(&self) -> Option<&'t str> {
        match self.kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn is(&self, sign: &str) -> bool {
        matches!(self.kind, TokenKind::Sign(is) if is == sign)
    }

    /// Whether a value may end with it, so that what follows is an operator.
    pub fn ends_a_value(&self) -> bool {
        match self.kind {
            TokenKind::Word(word) => !OPERATORS.contains(&word),
            TokenKind::Text(_) | TokenKind::Number => true,
            TokenKind::Sign(sign) => matches!(sign, ")" | "]" | "}"),
        }
    }
}

/// Words after which a value begins.
const OPERATORS: [&str; 7] = ["and", "or", "not", "in", "if", "else", "for"];

/// Of two signs that begin alike the longer one counts.
const SIGNS: [&str; 12] = ["...", "?.", "?[", "==", "!=", "<=", ">=", "**", "//", "</", "/>", "::"];

/// All tags of a template, comments and what is `raw` left out.
pub fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some((prints, begin)) = opening(text, at) {
        let Some(prints) = prints else {
            at = text[begin..].find("#}").map_or(text.len(), |end| begin + end + 2);
            continue;
        };
        let (tokens, end) = tokens(text, begin, if prints { "}}" } else { "%}" });
        at = end;
        if !prints && tokens.first().is_some_and(|token| token.kind == TokenKind::Word("raw")) {
            at = text[end..]
                .find("endraw")
                .and_then(|raw| text[end + raw..].find("%}").map(|e| end + raw + e + 2))
                .unwrap_or(text.len());
            continue;
        }
        tags.push(Tag { prints, tokens });
    }
    tags
}

/// The text without its tags: in place of what is printed stand as many letters, of all else as many blanks.
pub fn blanked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some((prints, begin)) = opening(text, at) {
        let end = match prints {
            None => text[begin..].find("#}").map_or(text.len(), |end| begin + end + 2),
            Some(prints) => tokens(text, begin, if prints { "}}" } else { "%}" }).1,
        };
        let open = text[..begin].rfind('{').map_or(begin, |brace| if text[..brace].ends_with('{') { brace - 1 } else { brace });
        out.push_str(&text[at..open.max(at)]);
        let filler = if prints == Some(true) { "x" } else { " " };
        out.push_str(&filler.repeat(end - open.max(at)));
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

/// The next tag from `at`: whether it prints (none: it is a comment), and where its inside begins.
fn opening(text: &str, at: usize) -> Option<(Option<bool>, usize)> {
    let braces = text.get(at..)?.match_indices('{').map(|(brace, _)| at + brace + 1);
    let mut signs = braces.filter_map(|next| {
        let begin = next + 1 + usize::from(text.as_bytes().get(next + 1) == Some(&b'-'));
        Some((text.as_bytes().get(next)?, begin))
    });
    signs.find_map(|(sign, begin)| match sign {
        b'{' => Some((Some(true), begin)),
        b'%' => Some((Some(false), begin)),
        b'#' => Some((None, begin)),
        _ => None,
    })
}

/// What stands in a tag, and where the text goes on after it.
fn tokens<'t>(text: &'t str, begin: usize, closing: &str) -> (Vec<Token<'t>>, usize) {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = begin;
    // A map in a tag has braces of its own.
    let mut open = 0usize;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if open == 0 && (rest.starts_with(closing) || rest.starts_with('-') && rest[1..].starts_with(closing)) {
            return (tokens, at + rest.find(closing).unwrap_or_default() + 2);
        }
        let (kind, length) = token(rest);
        match kind {
            Some(TokenKind::Sign("{")) => open += 1,
            Some(TokenKind::Sign("}")) => open = open.saturating_sub(1),
            _ => {}
        }
        tokens.extend(kind.map(|kind| Token { kind, at: at..at + length }));
        at += length;
    }
    (tokens, text.len())
}

/// The token that a text begins with, none for a blank, and its length.
fn token(rest: &str) -> (Option<TokenKind<'_>>, usize) {
    let Some(first) = rest.chars().next() else { return (None, 1) };
    let while_it = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
    match first {
        '"' | '\'' | '`' => {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == first && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let inside = end.map_or(&rest[1..], |end| &rest[1..1 + end]);
            (Some(TokenKind::Text(inside)), end.map_or(rest.len(), |end| end + 2))
        }
        '0'..='9' => (Some(TokenKind::Number), while_it(|c| c.is_ascii_digit())),
        c if c.is_alphabetic() || c == '_' => {
            let length = while_it(|c| c.is_alphanumeric() || c == '_');
            (Some(TokenKind::Word(&rest[..length])), length)
        }
        c if c.is_whitespace() => (None, c.len_utf8()),
        c => {
            let sign =
                SIGNS.iter().find(|sign| rest.starts_with(**sign)).map_or(&rest[..c.len_utf8()], |sign| &rest[..sign.len()]);
            (Some(TokenKind::Sign(sign)), sign.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let one = |tag: Tag| {
            let tokens = tag.tokens.iter().map(|token| {
                assert!(text.get(token.at.clone()).is_some());
                match token.kind {
                    TokenKind::Word(word) => word.to_owned(),
                    TokenKind::Text(text) => format!("'{text}'"),
                    TokenKind::Number => "0".to_owned(),
                    TokenKind::Sign(sign) => sign.to_owned(),
                }
            });
            format!("{}{}", if tag.prints { "= " } else { "" }, tokens.collect::<Vec<_>>().join(" "))
        };
        tags(text).into_iter().map(one).collect()
    }

    #[test]
    fn tags_are_taken_apart() {
        for (text, expected) in [
            ("a {{ b.c }} d", vec!["= b . c"]),
            ("{%- if a?.b == \"}}\" -%}x{% endif %}", vec!["if a ?. b == '}}'", "endif"]),
            ("{# {{ no }} #}{{- yes -}}", vec!["= yes"]),
            ("{% raw %}{{ no }}{% endraw %}{{ yes }}", vec!["= yes"]),
            ("{{<card x={page} n=\"1\"/>}}", vec!["= < card x = { page } n = '1' />"]),
            ("{{ {a: {b: 1}}.a }}{{ x[1:2] }}", vec!["= { a : { b : 0 } } . a", "= x [ 0 : 0 ]"]),
            ("{{ 'it\\'s' ~ x }} { % no %}", vec!["= 'it\\'s' ~ x"]),
            ("{{ αβ | words }}", vec!["= αβ | words"]),
            ("a { b {", vec![]),
            ("{{ left open", vec!["= left open"]),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_left_is_as_long() {
        for (text, left) in [
            (
                "<a href=\"{{ x }}\">α{% if y %}b{%- endif -%}{# c #}</a>",
                "<a href=\"xxxxxxx\">α          b                    </a>",
            ),
            ("{{ x", "xxxx"),
            ("none", "none"),
        ] {
            assert_eq!(blanked(text).len(), text.len(), "{text}");
            assert_eq!(blanked(text).split_whitespace().collect::<Vec<_>>(), left.split_whitespace().collect::<Vec<_>>());
        }
    }
}
