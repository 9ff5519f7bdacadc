//! What there is to know of style sheets (CSS Syntax Level 3): what must stand in front, which files they name, and what in
//! them only people read.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use std::ops::Range;

/// What has to stay in front in a style sheet: comments, `@charset`, `@import` and `@layer a, b;`.
pub fn preamble(css: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &css[at..];
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let start = css.len() - rest.len();
        let end = if rest.starts_with("/*") {
            rest.find("*/").map(|i| i + 2)
        } else if ["@charset", "@import", "@layer"].iter().any(|rule| rest.starts_with(rule)) {
            rest.find(['{', ';']).filter(|i| rest.as_bytes()[*i] == b';').map(|i| i + 1)
        } else {
            None
        };
        match end {
            Some(length) => at = start + length,
            None => return at,
        }
    }
}

/// The addresses in `url(…)` and `@import "…"` that lie beside the file, outside comments.
pub fn addresses(css: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = css[at..].find(['/', 'u', 'U', '@']) {
        at += step;
        let rest = &css[at..];
        let lower = |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |i| i + 2);
        } else if lower("url(") {
            at += 4;
            found.extend(address(css, &mut at, ')'));
        } else if lower("@import") {
            at += 7;
            let quoted = css[at..].trim_start().starts_with(['"', '\'']);
            if quoted {
                found.extend(address(css, &mut at, ';'));
            }
        } else {
            at += 1;
        }
    }
    found
}

/// The address that begins at `at`, quoted or up to `end`; nothing where it has a scheme or begins at a root.
fn address(css: &str, at: &mut usize, end: char) -> Option<Range<usize>> {
    let rest = css[*at..].trim_start();
    let start = css.len() - rest.len();
    let (start, length) = match rest.chars().next()? {
        quote @ ('"' | '\'') => (start + 1, rest[1..].find(quote)?),
        _ => (start, rest.find(end).map(|i| rest[..i].trim_end().len())?),
    };
    *at = start + length;
    let address = &css[start..*at];
    let elsewhere = address.is_empty() || address.starts_with(['/', '#', '?']) || address.contains(':');
    (!elsewhere).then_some(start..*at)
}

/// The same style sheet without comments, indentation and blanks that mean nothing.
///
/// Nothing is rewritten. A blank is only dropped where it can mean nothing whatever stands around it, so a sheet that
/// this program does not understand is still the same sheet; `/*!` keeps a comment, as tools agree it does.
pub fn minified(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut blank = false;
    while let Some(c) = rest.chars().next() {
        let length = piece(rest, c);
        let (piece, after) = rest.split_at(length);
        rest = after;
        if c.is_ascii_whitespace() || piece.starts_with("/*") && !piece.starts_with("/*!") {
            blank = true;
            continue;
        }
        let before = out.chars().next_back();
        if blank && means_something(before, c) {
            out.push(' ');
        }
        blank = false;
        // The last declaration of a block needs no end.
        if c == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push_str(piece);
    }
    out
}

/// Bytes from here on that belong together: a comment, a string, an address, an escape, else one character.
fn piece(rest: &str, c: char) -> usize {
    let is_address = |rest: &str| rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("url("));
    match c {
        '/' if rest.starts_with("/*") => rest[2..].find("*/").map_or(rest.len(), |at| at + 4),
        '"' | '\'' => quoted(rest, c),
        '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        'u' | 'U' if is_address(rest) && !rest[4..].trim_start().starts_with(['"', '\'']) => {
            rest.find(')').map_or(rest.len(), |at| at + 1)
        }
        c => c.len_utf8(),
    }
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = rest[1..].char_indices().find(|(_, c)| {
        let ends = !escaped && (*c == quote || *c == '\n');
        escaped = !escaped && *c == '\\';
        ends
    });
    end.map_or(rest.len(), |(at, _)| at + 2)
}

/// Whether a blank between two characters can part what would else be one, or join what would else be two.
fn means_something(before: Option<char>, after: char) -> bool {
    let Some(before) = before else { return false };
    let ends = |c| matches!(c, '{' | '}' | ';' | ',');
    match before {
        // A selector has no blank behind a colon; an empty custom property has nothing but one.
        ':' => matches!(after, ';' | '}'),
        before => !(ends(before) || ends(after) || before == '(' || after == ')'),
    }
}

#[cfg(test)]
mod tests {
    use super::minified;

    #[test]
    fn what_only_people_read_goes() {
        for (css, small) in [
            ("", ""),
            (" a {\n  color : red ;\n}\n", "a{color :red}"),
            ("a{b:c;}/* x */ d > e , f{g:h}", "a{b:c}d > e,f{g:h}"),
            ("/*! kept */ a{}/* x", "/*! kept */ a{}"),
            ("@media (min-width: 10em) and (hover) { a :hover{} }", "@media (min-width:10em) and (hover){a :hover{}}"),
            ("a{width:calc( 1px + 2 * (3px - 1px) )}", "a{width:calc(1px + 2 * (3px - 1px))}"),
            ("a{margin:var(--a) var(--b)  auto}", "a{margin:var(--a) var(--b) auto}"),
            ("a::before{content:\"a  /* b */ ; }\"}", "a::before{content:\"a  /* b */ ; }\"}"),
            ("a{b:'it\\'s  ;'}", "a{b:'it\\'s  ;'}"),
            ("a{b:url( x;/*y  .svg )}", "a{b:url( x;/*y  .svg )}"),
            ("a{b:url( \"x.svg\" )}", "a{b:url(\"x.svg\")}"),
            (".a\\ \\:b  .c{}", ".a\\ \\:b .c{}"),
            (":root{--a: ;--b:{ x } }", ":root{--a: ;--b:{x}}"),
            ("@charset \"utf-8\";\n@layer a,  b;", "@charset \"utf-8\";@layer a,b;"),
            ("a/**/b{}", "a b{}"),
        ] {
            assert_eq!(minified(css), small, "{css}");
            assert_eq!(minified(small), small, "twice: {css}");
        }
    }

    #[test]
    fn any_text_comes_to_its_end() {
        for css in ["\"", "'\\", "url(", "/*", "\\", "é{ü:ö}", "a{b:\"\nc}", "}}}", "url( \"", "\\é  é"] {
            assert_eq!(minified(&minified(css)), minified(css), "{css}");
        }
    }
}
