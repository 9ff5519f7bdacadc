//! What an address in content means.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use crate::model::body::Target;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use std::borrow::Cow;

/// Schemes that content may lead to: the web, and ways to reach people, places and dates. None of them runs anything
/// in the page.
const ALLOWED: [&str; 11] = ["http", "https", "mailto", "tel", "sms", "xmpp", "matrix", "irc", "ircs", "geo", "webcal"];

/// For the sanitiser, which looks at addresses too.
pub fn allowed_schemes() -> impl Iterator<Item = &'static str> {
    ALLOWED.into_iter()
}

/// The target of a link.
pub fn classify(address: &str) -> Target {
    // As browsers do (WHATWG URL, section 4.4); what they drop from the middle is a trick.
    let trimmed = address.trim_matches(|c: char| c.is_ascii_whitespace());
    if trimmed.contains(|c: char| c.is_control() || c == '\\') || trimmed.starts_with("//") {
        return Target::Unsafe(address.to_owned());
    }
    match scheme(trimmed) {
        Some(scheme) if is_allowed(scheme, trimmed) => Target::External(sound(trimmed).into_owned()),
        Some(_) => Target::Unsafe(address.to_owned()),
        None => of_this_hub(trimmed),
    }
}

/// The target of a picture, which is fetched, not followed.
pub fn classify_image(address: &str) -> Target {
    match classify(address) {
        Target::External(address) if !address.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("http")) => Target::Unsafe(address),
        target => target,
    }
}

/// What to write instead of an address that is not allowed.
pub fn repair(address: &str) -> String {
    let address = address.trim();
    if let Some(rest) = address.strip_prefix("//") {
        let host: String = rest.chars().filter(|c| !c.is_control()).take(60).collect();
        return format!("write `https://{host}`");
    }
    let drive = matches!(address.as_bytes(), [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    if drive || address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:")) {
        return "put the file into static/, and write its path from there: nobody else has your disk".to_owned();
    }
    if address.contains('\\') {
        return "write `/` instead of `\\`".to_owned();
    }
    "write a file of the hub, such as `/events/ama.md`, or an address that begins with `https://`, `mailto:` or `tel:`".to_owned()
}

/// What stands before a colon that no `/`, `?` or `#` comes before. It may not be a scheme at all; then browsers take
/// it for a path, and we for a trick.
fn scheme(address: &str) -> Option<&str> {
    let end = address.find([':', '/', '?', '#'])?;
    address[end..].starts_with(':').then(|| &address[..end])
}

fn is_allowed(scheme: &str, address: &str) -> bool {
    if !ALLOWED.iter().any(|a| a.eq_ignore_ascii_case(scheme)) {
        return false;
    }
    let needs_host = scheme.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("http"));
    // Parsers forgive a missing host by taking the next word for it.
    let host = address[scheme.len() + 1..].strip_prefix("//");
    !needs_host || host.is_some_and(|host| !host.starts_with(['/', '?', '#'])) && url::Url::parse(address).is_ok()
}

fn of_this_hub(address: &str) -> Target {
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, Some(decoded(fragment))),
        None => (address, None),
    };
    let (path, query) = match address.split_once('?') {
        Some((path, query)) => (path, Some(sound(query).into_owned())),
        None => (address, None),
    };
    match (path.is_empty() && query.is_none(), fragment) {
        (true, Some(fragment)) => Target::Here { fragment },
        (_, fragment) if path.starts_with('/') => Target::Root { path: decoded(path), query, fragment },
        (_, fragment) => Target::Relative { path: decoded(path), query, fragment },
    }
}

/// Percent-decoded once (RFC 3986, section 2.1); as written where that gives no text.
fn decoded(text: &str) -> String {
    match text.contains('%') {
        true => percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned),
        false => text.to_owned(),
    }
}

/// Characters that no address holds (RFC 3986, appendix A), encoded; letters of any script stay (RFC 3987).
fn sound(address: &str) -> Cow<'_, str> {
    const OUTSIDE: &AsciiSet =
        &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}').add(b'|').add(b'^');
    if !address.bytes().any(|b| matches!(b, b' ' | b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'^')) {
        return Cow::Borrowed(address);
    }
    let mut sound = String::with_capacity(address.len() + 8);
    // The encoder has no set for "ASCII only", so letters go around it.
    for part in address.split_inclusive(|c: char| !c.is_ascii()) {
        let ascii = part.trim_end_matches(|c: char| !c.is_ascii());
        sound.extend(utf8_percent_encode(ascii, OUTSIDE));
        sound.push_str(&part[ascii.len()..]);
    }
    Cow::Owned(sound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn external(address: &str) -> Target {
        Target::External(address.to_owned())
    }

    fn root(path: &str, query: Option<&str>, fragment: Option<&str>) -> Target {
        Target::Root { path: path.into(), query: query.map(Into::into), fragment: fragment.map(Into::into) }
    }

    fn relative(path: &str, query: Option<&str>, fragment: Option<&str>) -> Target {
        Target::Relative { path: path.into(), query: query.map(Into::into), fragment: fragment.map(Into::into) }
    }

    #[test]
    fn addresses_are_understood() {
        for (address, target) in [
            ("https://example.org/a?b#c", external("https://example.org/a?b#c")),
            ("HTTPS://example.org", external("HTTPS://example.org")),
            (" https://example.org/ ", external("https://example.org/")),
            ("https://example.org/ναι λάθος", external("https://example.org/ναι%20λάθος")),
            ("mailto:a@example.org", external("mailto:a@example.org")),
            ("tel:+30210", external("tel:+30210")),
            ("#when", Target::Here { fragment: "when".into() }),
            ("#", Target::Here { fragment: String::new() }),
            ("#%CF%80%CF%8C%CF%84%CE%B5", Target::Here { fragment: "πότε".into() }),
            ("../events/ama.md#when", relative("../events/ama.md", None, Some("when"))),
            ("a%20b.md", relative("a b.md", None, None)),
            ("a b.md", relative("a b.md", None, None)),
            ("%2e%2e%2fetc%5cx", relative("../etc\\x", None, None)),
            ("%252e", relative("%2e", None, None)),
            ("%ff.md", relative("%ff.md", None, None)),
            ("javascript%3Aalert(1)", relative("javascript:alert(1)", None, None)),
            ("?page=2", relative("", Some("page=2"), None)),
            ("?q=\"a b\"#x", relative("", Some("q=%22a%20b%22"), Some("x"))),
            ("", relative("", None, None)),
            ("/events/ama.md?x=1#y", root("/events/ama.md", Some("x=1"), Some("y"))),
            ("/a:b", root("/a:b", None, None)),
            ("./a:b", relative("./a:b", None, None)),
        ] {
            assert_eq!(classify(address), target, "{address}");
        }
    }

    #[test]
    fn tricks_are_unsafe() {
        for address in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "\u{a0}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.org",
            "/\\example.org",
            "\\\\example.org",
            "https:example.org",
            "https:///path",
            "http:",
            "https://",
            "https://example.org:port/",
            "ftp://example.org",
            "a b:c",
            ":",
            "x\u{85}y",
        ] {
            assert_eq!(classify(address), Target::Unsafe(address.to_owned()), "{address:?}");
        }
    }

    #[test]
    fn pictures_come_from_the_web_or_the_hub() {
        assert_eq!(classify_image("https://example.org/a.png"), external("https://example.org/a.png"));
        assert_eq!(classify_image("a.png"), relative("a.png", None, None));
        assert_eq!(classify_image("mailto:a@b"), Target::Unsafe("mailto:a@b".into()));
    }

    #[test]
    fn repairs_are_said() {
        assert_eq!(repair("//example.org/x"), "write `https://example.org/x`");
        assert_eq!(repair("a\\b"), "write `/` instead of `\\`");
        assert!(repair("javascript:x").contains("https:"));
    }
}
