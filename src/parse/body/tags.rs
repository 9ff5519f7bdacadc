//! A scanner of HTML tags (WHATWG HTML, section 13.2.5), for what the writer of a text typed and for what a serializer
//! wrote. It finds tags and their attributes and decodes nothing.

use std::ops::Range;

/// A stretch of HTML. Ranges are bytes of the text that is scanned.
#[derive(Debug, PartialEq, Eq)]
pub enum Token {
    Text(Range<usize>),
    Start(Tag),
    End(Tag),
    /// `<!-- … -->`.
    Comment(Range<usize>),
    /// A declaration, a processing instruction, a tag that never ends: no browser shows it.
    Junk(Range<usize>),
}

/// `<name attribute="value">` or `</name>`.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    pub at: Range<usize>,
    pub name: Range<usize>,
    pub attributes: Vec<Attribute>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Attribute {
    pub name: Range<usize>,
    /// What stands inside the quotes, or without them; empty at the end of the name where there is no value.
    pub value: Range<usize>,
}

/// Scans `html[range]`.
pub struct Tags<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tags<'a> {
    pub fn new(html: &'a str, range: Range<usize>) -> Tags<'a> {
        Tags { bytes: &html.as_bytes()[..range.end], at: range.start }
    }

    /// Goes on at `at`.
    pub fn skip_to(&mut self, at: usize) {
        self.at = at.clamp(self.at, self.bytes.len());
    }

    /// Where `</name` begins, from here on.
    pub fn find_end_tag(&self, name: &str) -> Option<usize> {
        memchr::memmem::find_iter(&self.bytes[self.at..], b"</").map(|i| self.at + i).find(|i| {
            let found = self.bytes.get(i + 2..i + 2 + name.len());
            found.is_some_and(|f| f.eq_ignore_ascii_case(name.as_bytes()))
                && self.bytes.get(i + 2 + name.len()).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
        })
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// From `start` through the next `needle`, or to the end.
    fn through(&mut self, needle: &[u8]) {
        let rest = &self.bytes[self.at..];
        self.at += memchr::memmem::find(rest, needle).map_or(rest.len(), |i| i + needle.len());
    }

    fn comment(&mut self, start: usize) -> Token {
        self.at = start + 4;
        // `<!-->` and `<!--->` are whole comments.
        match (self.peek(0), self.peek(1)) {
            (Some(b'>'), _) => self.at += 1,
            (Some(b'-'), Some(b'>')) => self.at += 2,
            _ => self.comment_end(),
        }
        Token::Comment(start..self.at)
    }

    /// `-->`, or as browsers forgive, `--!>`.
    fn comment_end(&mut self) {
        loop {
            self.through(b"--");
            let rest = &self.bytes[self.at..];
            if rest.is_empty() {
                return;
            }
            let dashes = rest.iter().take_while(|b| **b == b'-').count();
            let rest = &rest[dashes..];
            if rest.starts_with(b">") {
                self.at += dashes + 1;
                return;
            }
            if dashes == 0 && rest.starts_with(b"!>") {
                self.at += 2;
                return;
            }
            self.at += dashes;
        }
    }

    fn markup(&mut self, start: usize) -> Token {
        match (self.peek(1), self.peek(2)) {
            (Some(b), _) if b.is_ascii_alphabetic() => self.tag(start, start + 1, Token::Start),
            (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => self.tag(start, start + 2, Token::End),
            (Some(b'!'), Some(b'-')) if self.peek(3) == Some(b'-') => self.comment(start),
            (Some(b'!' | b'?' | b'/'), _) => {
                self.through(b">");
                Token::Junk(start..self.at)
            }
            _ => self.text(start),
        }
    }

    fn text(&mut self, start: usize) -> Token {
        // A `<` that begins no tag is text.
        self.at = (start + 1).min(self.bytes.len());
        loop {
            let rest = &self.bytes[self.at..];
            self.at += memchr::memchr(b'<', rest).unwrap_or(rest.len());
            let begins = self.peek(1).is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'));
            if begins || self.at >= self.bytes.len() {
                return Token::Text(start..self.at);
            }
            self.at += 1;
        }
    }

    fn tag(&mut self, start: usize, name: usize, kind: fn(Tag) -> Token) -> Token {
        self.at = name;
        let name = self.run(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
        let mut attributes = Vec::new();
        loop {
            self.run(|b| !b.is_ascii_whitespace() && b != b'/');
            match self.peek(0) {
                None => return Token::Junk(start..self.at),
                Some(b'>') => {
                    self.at += 1;
                    return kind(Tag { at: start..self.at, name, attributes });
                }
                Some(_) => match self.attribute() {
                    Some(attribute) => attributes.push(attribute),
                    None => return Token::Junk(start..self.at),
                },
            }
        }
    }

    /// `None` where a quote never ends.
    fn attribute(&mut self) -> Option<Attribute> {
        let start = self.at;
        self.at += 1; // even a `=`, where it comes first
        self.run(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='));
        let name = start..self.at;
        let after_name = self.at;
        self.run(|b| !b.is_ascii_whitespace());
        if self.peek(0) != Some(b'=') {
            self.at = after_name;
            return Some(Attribute { value: name.end..name.end, name });
        }
        self.at += 1;
        self.run(|b| !b.is_ascii_whitespace());
        let value = match self.peek(0) {
            Some(quote @ (b'"' | b'\'')) => {
                self.at += 1;
                let value = self.run(|b| b == quote);
                self.peek(0)?;
                self.at += 1;
                value
            }
            _ => self.run(|b| b.is_ascii_whitespace() || b == b'>'),
        };
        Some(Attribute { name, value })
    }

    /// What stands here until `stop`.
    fn run(&mut self, stop: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        let rest = &self.bytes[start..];
        self.at += rest.iter().position(|b| stop(*b)).unwrap_or(rest.len());
        start..self.at
    }
}

impl Iterator for Tags<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.at;
        match self.peek(0)? {
            b'<' => Some(self.markup(start)),
            _ => Some(self.text(start)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens in a short form.
    fn scan(html: &str) -> Vec<String> {
        let named = |sign: &str, tag: Tag| {
            let attributes = tag.attributes.iter().map(|a| format!(" {}={}", &html[a.name.clone()], &html[a.value.clone()]));
            format!("{sign}{}{}", &html[tag.name.clone()], attributes.collect::<String>())
        };
        let shown = |token| match token {
            Token::Text(range) => format!("'{}", &html[range]),
            Token::Start(tag) => named("+", tag),
            Token::End(tag) => named("-", tag),
            Token::Comment(range) => format!("!{}", &html[range]),
            Token::Junk(range) => format!("?{}", &html[range]),
        };
        Tags::new(html, 0..html.len()).map(shown).collect()
    }

    #[test]
    fn tags_are_found() {
        for (html, tokens) in [
            ("a<b>c</b>", &["'a", "+b", "'c", "-b"] as &[&str]),
            ("<a href=\"x>y\" b='1' c=2 d>", &["+a href=x>y b=1 c=2 d="]),
            ("<a\nhref = x/y>", &["+a href=x/y"]),
            ("<br/><img/src=x>", &["+br", "+img src=x"]),
            ("1 < 2 <3", &["'1 < 2 <3"]),
            ("<", &["'<"]),
            ("<>", &["'<>"]),
            ("a<!-- <b> -->c", &["'a", "!<!-- <b> -->", "'c"]),
            ("<!--><b>", &["!<!-->", "+b"]),
            ("<!---><b>", &["!<!--->", "+b"]),
            ("<!----><b>", &["!<!---->", "+b"]),
            ("<!--a--!><b>", &["!<!--a--!>", "+b"]),
            ("<!--a- -><b>", &["!<!--a- -><b>"]),
            ("<!-", &["?<!-"]),
            ("<!DOCTYPE x><?php 1 ?></ x>y", &["?<!DOCTYPE x>", "?<?php 1 ?>", "?</ x>", "'y"]),
            ("<![CDATA[ > ]]>", &["?<![CDATA[ >", "' ]]>"]),
            ("<a href=\"x", &["?<a href=\"x"]),
            ("<div", &["?<div"]),
            ("<a =x>", &["+a =x="]),
            ("<a b=>", &["+a b="]),
            ("<a b=\"1\"c>", &["+a b=1 c="]),
            ("<π>", &["'<π>"]),
            ("<aπ β=γ>", &["+aπ β=γ"]),
        ] {
            assert_eq!(scan(html), tokens, "{html}");
        }
    }

    #[test]
    fn end_tags_are_found() {
        let html = "<script></scripty></SCRIPT >";
        let mut tags = Tags::new(html, 0..html.len());
        tags.next();
        assert_eq!(tags.find_end_tag("script"), Some(18));
        assert_eq!(tags.find_end_tag("style"), None);
    }
}
