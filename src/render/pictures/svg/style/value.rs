//! Values and heads of rules, as tokens.

use super::{super::address, functions};
use cssparser::{ParseError, Parser, ToCss, Token, TokenSerializationType};

/// Tokens that have been looked at and written down.
#[derive(Default)]
pub struct Tokens {
    pub text: String,
    /// The parts that they refer to.
    pub parts: Vec<String>,
    /// How many times they go over every pixel.
    pub filters: usize,
    /// Whether they ask for the value of the element around.
    pub inherits: bool,
    last: TokenSerializationType,
    /// A blank that is written if anything follows it.
    blank: bool,
}

type Copied = Result<(), ParseError<()>>;

fn refused() -> Copied {
    Err(ParseError::custom(()))
}

impl Tokens {
    /// Copies all tokens up to the end; an error at the first that may not stand there.
    pub fn copy(&mut self, parser: &mut Parser) -> Copied {
        loop {
            let start = parser.position();
            let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return Ok(()) };
            let written = parser.slice_from(start);
            match &token {
                Token::Comment(_) => {}
                Token::WhiteSpace(_) => self.blank = true,
                Token::UnquotedUrl(address) => self.part(address)?,
                Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                    parser.parse_nested_block(|inside| self.quoted_part(inside))?;
                }
                Token::Function(name) if functions::is_harmless(name) => {
                    self.filters += usize::from(functions::is_filter(name));
                    self.push(&token, &format!("{}(", name.to_ascii_lowercase()));
                    parser.parse_nested_block(|inside| self.copy(inside))?;
                    self.push(&Token::CloseParenthesis, ")");
                }
                // What looks like a function and is none has no meaning, and need not be understood by all alike.
                Token::ParenthesisBlock if !self.blank && self.text.ends_with(|c: char| c.is_alphanumeric()) => return refused(),
                Token::ParenthesisBlock => {
                    self.push(&token, "(");
                    parser.parse_nested_block(|inside| self.copy(inside))?;
                    self.push(&Token::CloseParenthesis, ")");
                }
                Token::SquareBracketBlock => {
                    self.push(&token, "[");
                    parser.parse_nested_block(|inside| self.copy(inside))?;
                    self.push(&Token::CloseSquareBracket, "]");
                }
                Token::Delim('\\' | '@') => return refused(),
                // What would be read as `<!--` and `-->` once the comment between is gone.
                Token::Delim('!') if self.text.ends_with('<') => return refused(),
                Token::Delim('>') if self.text.ends_with("--") => return refused(),
                Token::Ident(_)
                | Token::Hash(_)
                | Token::IDHash(_)
                | Token::QuotedString(_)
                | Token::Delim(_)
                | Token::Number { .. }
                | Token::Percentage { .. }
                | Token::Dimension { .. }
                | Token::Colon
                | Token::Comma
                | Token::IncludeMatch
                | Token::DashMatch
                | Token::PrefixMatch
                | Token::SuffixMatch
                | Token::SubstringMatch => self.plain(&token, written),
                _ => return refused(),
            }
        }
    }

    /// Written anew; only numbers as they were, so that none is rounded.
    fn plain(&mut self, token: &Token, written: &str) {
        self.inherits |= matches!(token, Token::Ident(word) if word.eq_ignore_ascii_case("inherit"));
        let is_number = matches!(token, Token::Number { .. } | Token::Percentage { .. } | Token::Dimension { .. });
        let is_plain = written.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.' | b'%'));
        match is_number && is_plain {
            true => self.push(token, written),
            false => self.push(token, &token.to_css_string()),
        }
    }

    fn quoted_part(&mut self, inside: &mut Parser) -> Copied {
        let address = inside.expect_string_cloned();
        match address {
            Ok(address) if inside.is_exhausted() => self.part(&address),
            _ => refused(),
        }
    }

    fn part(&mut self, address: &str) -> Copied {
        let Some(id) = address::fragment(address) else { return refused() };
        self.push(&Token::UnquotedUrl("".into()), &format!("url(#{id})"));
        self.parts.push(id);
        Ok(())
    }

    /// Keeps two tokens apart that would be read as one.
    fn push(&mut self, token: &Token, text: &str) {
        let kind = token.serialization_type();
        if std::mem::take(&mut self.blank) && !self.text.is_empty() {
            self.text.push(' ');
        } else if self.last.needs_separator_when_before(kind) {
            self.text.push_str("/**/");
        }
        self.text.push_str(text);
        self.last = kind;
    }
}
