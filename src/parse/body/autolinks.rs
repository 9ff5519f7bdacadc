//! Bare addresses in running text: the extended autolinks of GitHub Flavored Markdown 0.29, section 6.9.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched, or come from `char_indices`")]

use std::ops::Range;

/// A domain name is not longer (RFC 1035, section 2.3.4). Each candidate costs no more than this before it is refused.
const LONGEST_DOMAIN: usize = 255;

/// A bare address.
#[derive(Debug, PartialEq, Eq)]
pub struct Autolink {
    /// Its place in the text.
    pub at: Range<usize>,
    /// The address that the link leads to.
    pub href: String,
}

/// The first bare address in `text[range]`. The character before the range is looked at, too.
pub fn first(text: &str, range: Range<usize>) -> Option<Autolink> {
    memchr::memchr3_iter(b':', b'@', b'.', &text.as_bytes()[range.clone()]).find_map(|i| {
        let at = range.start + i;
        match text.as_bytes()[at] {
            b':' => web(text, &range, at),
            b'@' => mail(text, &range, at),
            _ => www(text, &range, at),
        }
    })
}

/// `https://…`, with its colon at `colon`.
fn web(text: &str, range: &Range<usize>, colon: usize) -> Option<Autolink> {
    let after = text[colon..range.end].strip_prefix("://")?;
    let before = &text[range.start..colon];
    let scheme = ["https", "http"].into_iter().find(|scheme| ends_with(before, scheme))?;
    let start = colon - scheme.len();
    may_precede(text, start).then_some(())?;
    let host = domain(after)?;
    let end = colon + 3 + end_of_path(after, host)?;
    Some(Autolink { at: start..end, href: text[start..end].to_owned() })
}

/// `www.…`, with its first full stop at `stop`.
fn www(text: &str, range: &Range<usize>, stop: usize) -> Option<Autolink> {
    if !ends_with(&text[range.start..stop], "www") {
        return None;
    }
    let start = stop - "www".len();
    if !may_precede(text, start) || text[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let rest = &text[start..range.end];
    let end = end_of_path(rest, domain(rest)?)?;
    (end > "www.".len()).then(|| Autolink { at: start..start + end, href: format!("http://{}", &rest[..end]) })
}

/// `me@example.org`, also after `mailto:` or `xmpp:`, with its `@` at `sign`.
fn mail(text: &str, range: &Range<usize>, sign: usize) -> Option<Autolink> {
    let is_local = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    let before = &text.as_bytes()[range.start..sign];
    let local = before.iter().rev().take(LONGEST_DOMAIN).take_while(|b| is_local(b)).count();
    let name = sign - local;
    let after = &text[sign + 1..range.end];
    let host =
        after.bytes().take(LONGEST_DOMAIN).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')).count();
    let host = after[..host].trim_end_matches('.');
    if local == 0 || host.ends_with(['-', '_']) || !host.contains('.') || host.starts_with('.') || host.contains("..") {
        return None;
    }
    let mut end = sign + 1 + host.len();
    let before = &text[range.start..name];
    let scheme = ["mailto:", "xmpp:"].into_iter().find(|scheme| ends_with(before, scheme));
    let start = name - scheme.map_or(0, str::len);
    // `@amina@example.social` is a member of another service, `/a@b.c` a part of an address.
    let previous = text[..start].chars().next_back();
    if previous.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '/' | ':')) || text[end..].starts_with('@') {
        return None;
    }
    if scheme == Some("xmpp:")
        && let Some(resource) = text[end..range.end].strip_prefix('/')
    {
        let length = resource.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'.')).count();
        let length = resource[..length].trim_end_matches('.').len();
        end += if length > 0 { 1 + length } else { 0 };
    }
    let written = &text[start..end];
    let href = if scheme.is_some() { written.to_owned() } else { format!("mailto:{written}") };
    Some(Autolink { at: start..end, href })
}

/// Whether `text` ends with a word of ASCII, in any case.
fn ends_with(text: &str, word: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= word.len() && bytes[bytes.len() - word.len()..].eq_ignore_ascii_case(word.as_bytes())
}

/// No word or address goes on at `start`. Arabic joins its prepositions to the next word, so other letters may precede.
fn may_precede(text: &str, start: usize) -> bool {
    let before = text.as_bytes()[..start].last();
    !before.is_some_and(|b| {
        b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b':' | b'@' | b'=' | b'&' | b'%' | b'#' | b'-' | b'+')
    })
}

/// The length of the domain at the beginning of `text`: parts joined by full stops, at least two of them, and no
/// underscore in the last two.
fn domain(text: &str) -> Option<usize> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_') || super::words::is_mark(c);
    let length = text.char_indices().find(|(i, c)| *i > LONGEST_DOMAIN || !fits(*c)).map_or(text.len(), |(i, _)| i);
    let domain = text[..length].trim_end_matches(['.', '-', '_']);
    let mut parts = domain.rsplit('.');
    let (last, second) = (parts.next()?, parts.next()?);
    let valid =
        length <= LONGEST_DOMAIN && !last.is_empty() && !second.is_empty() && !last.contains('_') && !second.contains('_');
    (valid && !domain.starts_with(['.', '-'])).then_some(length)
}

/// Where the address at the beginning of `text` ends, whose domain is `host` long: before white space or `<`, without
/// the punctuation of the sentence around it and without parentheses that were opened before it.
fn end_of_path(text: &str, host: usize) -> Option<usize> {
    let stops = |c: char| c.is_whitespace() || c.is_control() || c == '<' || is_bidi_mark(c);
    let mut end = match text[host..].chars().next() {
        Some(c) if !matches!(c, '/' | '?' | '#' | ':') => host,
        _ => host + text[host..].find(stops).unwrap_or(text.len() - host),
    };
    // Punctuation right after the domain decides as in a path: `(www.example.org)`.
    if end == host {
        end = host + text[host..].find(|c: char| stops(c) || c.is_alphanumeric()).unwrap_or(text.len() - host);
    }
    let count = |sign: char| text[..end].matches(sign).count();
    let (mut round, mut square) = (count(')').saturating_sub(count('(')), count(']').saturating_sub(count('[')));
    while let Some(last) = text[..end].chars().next_back() {
        match last {
            ')' if round > 0 => round -= 1,
            ']' if square > 0 => square -= 1,
            ';' => {
                let letters = text[..end - 1].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
                let name = end - 1 - letters;
                if letters > 0 && text[..name].ends_with('&') {
                    end = name;
                }
            }
            c if is_trailing(c) => {}
            _ => break,
        }
        end -= last.len_utf8();
    }
    (end > 0).then_some(end)
}

/// Punctuation that ends a sentence or a quotation and not an address, in the scripts that are met most often.
fn is_trailing(c: char) -> bool {
    matches!(c, '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '،' | '؛' | '؟' | '۔' | '»' | '«' | '·' | '\u{37e}')
        || matches!(c, '\u{2018}'..='\u{201f}' | '…' | '。' | '、' | '」' | '』' | '）' | '，' | '！' | '？' | '›' | '‹')
}

fn is_bidi_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Addresses found, with where they lead.
    fn all(text: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(link) = first(text, at..text.len()) {
            at = link.at.end;
            found.push((text[link.at].to_owned(), link.href));
        }
        found
    }

    #[test]
    fn addresses_are_found() {
        for (text, words, href) in [
            ("www.commonmark.org", "www.commonmark.org", "http://www.commonmark.org"),
            ("Visit www.commonmark.org/help for", "www.commonmark.org/help", "http://www.commonmark.org/help"),
            ("Visit www.commonmark.org.", "www.commonmark.org", "http://www.commonmark.org"),
            ("Visit www.commonmark.org/a.b.", "www.commonmark.org/a.b", "http://www.commonmark.org/a.b"),
            (
                "www.google.com/search?q=Markup+(business)",
                "www.google.com/search?q=Markup+(business)",
                "http://www.google.com/search?q=Markup+(business)",
            ),
            (
                "www.google.com/search?q=Markup+(business)))",
                "www.google.com/search?q=Markup+(business)",
                "http://www.google.com/search?q=Markup+(business)",
            ),
            (
                "(www.google.com/search?q=Markup+(business))",
                "www.google.com/search?q=Markup+(business)",
                "http://www.google.com/search?q=Markup+(business)",
            ),
            (
                "(www.google.com/search?q=Markup+(business)",
                "www.google.com/search?q=Markup+(business)",
                "http://www.google.com/search?q=Markup+(business)",
            ),
            (
                "www.google.com/search?q=(business))+ok",
                "www.google.com/search?q=(business))+ok",
                "http://www.google.com/search?q=(business))+ok",
            ),
            ("www.google.com/search?q=a&hl=en", "www.google.com/search?q=a&hl=en", "http://www.google.com/search?q=a&hl=en"),
            ("www.google.com/search?q=a&hl;", "www.google.com/search?q=a", "http://www.google.com/search?q=a"),
            ("www.commonmark.org/he<lp", "www.commonmark.org/he", "http://www.commonmark.org/he"),
            ("http://commonmark.org", "http://commonmark.org", "http://commonmark.org"),
            ("(see https://a.example/q?x=(y))", "https://a.example/q?x=(y)", "https://a.example/q?x=(y)"),
            ("foo@bar.baz", "foo@bar.baz", "mailto:foo@bar.baz"),
            ("hello+xyz@mail.example is", "hello+xyz@mail.example", "mailto:hello+xyz@mail.example"),
            ("a.b-c_d@a.b", "a.b-c_d@a.b", "mailto:a.b-c_d@a.b"),
            ("a.b-c_d@a.b.", "a.b-c_d@a.b", "mailto:a.b-c_d@a.b"),
            ("mailto:foo@bar.baz", "mailto:foo@bar.baz", "mailto:foo@bar.baz"),
            ("mailto:a.b-c_d@a.b/", "mailto:a.b-c_d@a.b", "mailto:a.b-c_d@a.b"),
            ("xmpp:foo@bar.baz.", "xmpp:foo@bar.baz", "xmpp:foo@bar.baz"),
            ("xmpp:foo@bar.baz/txt/bin", "xmpp:foo@bar.baz/txt", "xmpp:foo@bar.baz/txt"),
            ("xmpp:foo@bar.baz/txt@bin.com", "xmpp:foo@bar.baz/txt@bin.com", "xmpp:foo@bar.baz/txt@bin.com"),
            ("زوروا https://example.org/قهوة، ثم", "https://example.org/قهوة", "https://example.org/قهوة"),
            ("هل رأيت www.example.org؟", "www.example.org", "http://www.example.org"),
            ("«https://example.org/»", "https://example.org/", "https://example.org/"),
            ("Δες https://παράδειγμα.example/καφές·", "https://παράδειγμα.example/καφές", "https://παράδειγμα.example/καφές"),
            ("\"https://example.org\"", "https://example.org", "https://example.org"),
            ("[https://example.org/a]", "https://example.org/a", "https://example.org/a"),
            ("HTTPS://Example.org:8080/x#y!", "HTTPS://Example.org:8080/x#y", "HTTPS://Example.org:8080/x#y"),
        ] {
            assert_eq!(all(text), [(words.to_owned(), href.to_owned())], "{text}");
        }
    }

    #[test]
    fn other_text_is_left_alone() {
        for text in [
            "hello@mail+xyz.example",
            "a.b-c_d@a.b-",
            "a.b-c_d@a.b_",
            "mailto:a.b-c_d@a.b-",
            "xmpp:",
            "https://",
            "http://localhost/",
            "www.",
            "awww.example.org",
            "https://a_b.c_d",
            "xhttps://example.org",
            "@amina@example.social",
            "a@b",
            "12:30",
            "www.a_b",
            "ftp://foo.bar.baz",
            "a://b.example",
            "@example.org",
            "e.g. this",
        ] {
            assert_eq!(all(text), [], "{text}");
        }
    }

    #[test]
    fn long_texts_take_linear_time() {
        for piece in ["(www._", "a@", "https://", "www.a.b)", "https://a.b/;", "a.", "@a.b", "xmpp:a@", "&a;"] {
            let text = piece.repeat(1_000_000 / piece.len());
            drop(all(&text));
            drop(all(&format!("https://a.example/{text}")));
        }
    }
}
