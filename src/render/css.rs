//! Style sheets without what only people read: comments, indentation, blanks that mean nothing (CSS Syntax Level 3).
//!
//! Nothing is rewritten. A blank is only dropped where it can mean nothing whatever stands around it, so a sheet that
//! this program does not understand is still the same sheet; `/*!` keeps a comment, as tools agree it does.

/// The same style sheet in fewer bytes.
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
