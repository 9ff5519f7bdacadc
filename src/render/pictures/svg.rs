//! Drawings that strangers sent in, made harmless: SVG 2 as far as it draws.
//!
//! A drawing is read as XML with namespaces, what is on lists of what is allowed is kept as a tree, and the tree is
//! written anew. So nothing that a browser might understand otherwise than this reader ever leaves: what is written is
//! only what was understood. No script, no handler, no address but of its own parts and of pictures it holds, no text
//! of editors about people and their machines.
//!
//! The elements of SMIL (`animate`, `set`, …) go. They change attributes after everything has been looked at, the `href`
//! of a link among them, by names that a browser resolves with its own rules; sanitizers that let them pass had to be
//! mended again and again (`<animate attributeName="href" values="javascript:…">`). Nor is there a way to hold them still
//! for readers who ask for less motion. Animations of style sheets stay, for all others: they change properties only,
//! and each value has been looked at.
//!
//! What is written may be shown as a file of its own, as a picture or in a frame. It is not meant to be put into a page as
//! HTML: its style sheets would be the page's.

mod address;
#[cfg(test)]
mod alike;
#[cfg(test)]
mod attacks;
mod attributes;
mod expansion;
mod policy;
mod read;
mod style;
mod tree;

use std::fmt;

/// The largest drawing that is looked through; a photograph drawn in paths is smaller.
pub const LARGEST: usize = 4 << 20;
/// Elements inside each other. Editors nest groups some ten deep; browsers give up later than this.
const DEEPEST: usize = 100;
/// A street map of a town has fewer.
const MOST_ELEMENTS: usize = 100_000;

/// Why a drawing cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    TooLarge,
    /// Written in another encoding than UTF-8, by its name where it says one.
    Encoding(Option<String>),
    /// Line and column count from one, columns in characters.
    NotXml {
        line: usize,
        column: usize,
        why: String,
    },
    NoSvg,
    NoNamespace,
    /// An abbreviation of the file's own (XML 1.0, section 4.1).
    Entity {
        line: usize,
        column: usize,
        name: String,
    },
    TooDeep,
    TooMany,
    TooCostly,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Fault::TooLarge => write!(f, "larger than {} MB", LARGEST >> 20),
            Fault::Encoding(Some(name)) => write!(f, "written in {name}, not in UTF-8"),
            Fault::Encoding(None) => f.write_str("not written in UTF-8"),
            Fault::NotXml { line, column, why } => write!(f, "not XML at {line}:{column}: {why}"),
            Fault::NoSvg => f.write_str("no svg element"),
            Fault::NoNamespace => {
                f.write_str("the svg element does not say that it is SVG: it needs xmlns=\"http://www.w3.org/2000/svg\"")
            }
            Fault::Entity { line, column, name } => {
                write!(f, "an abbreviation of its own, `&{name};`, at {line}:{column}: save it once more as plain SVG")
            }
            Fault::TooDeep => write!(f, "too deep: more than {DEEPEST} elements inside each other"),
            Fault::TooMany => write!(f, "too many elements: more than {MOST_ELEMENTS}"),
            Fault::TooCostly => f.write_str("draws its own parts over and over: a browser would not come to an end"),
        }
    }
}

impl std::error::Error for Fault {}

/// The same drawing, harmless and without a word about who made it. Cleaning it again changes nothing.
///
/// ```
/// # use hubgen::render::pictures::svg::clean;
/// let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'><path d='M0 0h9'/></svg>";
/// assert_eq!(clean(svg).unwrap(), br#"<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>"#);
/// ```
pub fn clean(svg: &[u8]) -> Result<Vec<u8>, Fault> {
    if svg.len() > LARGEST {
        return Err(Fault::TooLarge);
    }
    let tree = read::read(text(svg)?)?;
    expansion::check(&tree)?;
    Ok(tree.written().into_bytes())
}

/// The text, after the checks that come before any reading.
fn text(svg: &[u8]) -> Result<&str, Fault> {
    let bytes = svg.strip_prefix(b"\xef\xbb\xbf").unwrap_or(svg);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Fault::Encoding(Some("UTF-16".to_owned())));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Encoding(None))?;
    match text.char_indices().find(|(_, c)| !is_character(*c)) {
        Some((at, c)) => Err(not_xml(text, at, format!("U+{:04X} is no character of a text", u32::from(c)))),
        None => Ok(text),
    }
}

/// Char of XML 1.0, section 2.2.
fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn not_xml(text: &str, at: usize, why: impl Into<String>) -> Fault {
    let (line, column) = position(text, at);
    Fault::NotXml { line, column, why: why.into() }
}

fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..at.min(text.len())];
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let is_first_byte = |b: &&u8| **b & 0xc0 != 0x80;
    (before.iter().filter(|b| **b == b'\n').count() + 1, before[start..].iter().filter(is_first_byte).count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "<svg xmlns='http://www.w3.org/2000/svg'";

    fn said(svg: impl AsRef<[u8]>) -> String {
        clean(svg.as_ref()).map_or_else(|fault| fault.to_string(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn faults_say_what_is_wrong_and_where() {
        for (svg, expected) in [
            (String::new(), "no svg element"),
            ("<!-- -->".into(), "no svg element"),
            ("words".into(), "not XML at 1:1: text outside the svg element"),
            ("<html/>".into(), "no svg element"),
            ("<svg/>".into(), "the svg element does not say that it is SVG: it needs xmlns=\"http://www.w3.org/2000/svg\""),
            ("<svg xmlns='http://www.w3.org/1999/xhtml'/>".into(), &Fault::NoNamespace.to_string()),
            (format!("{ROOT}>\nété<g></svg>"), "not XML at 2:7: expected `</g>`, but `</svg>` was found"),
            (format!("{ROOT}><g>"), "not XML at 1:44: it ends in the middle of an element"),
            (format!("{ROOT}/><svg/>"), "not XML at 1:42: a second element after the svg element"),
            (format!("{ROOT}/>more"), "not XML at 1:42: text outside the svg element"),
            (format!("{ROOT}/>&amp;"), "not XML at 1:42: text outside the svg element"),
            (format!("{ROOT} id='a' id='b'/>"), "not XML at 1:1: `id` is there twice"),
            (format!("{ROOT} id='<'/>"), "not XML at 1:1: a `<` in the value of an attribute"),
            (format!("{ROOT}>a\0"), "not XML at 1:42: U+0000 is no character of a text"),
            (format!("{ROOT}>&#2;</svg>"), "not XML at 1:41: a reference to what is no character of a text"),
            (format!("{ROOT} id='&#2;'/>"), "not XML at 1:1: a reference to what is no character of a text"),
            (
                format!("<!DOCTYPE svg [<!ENTITY x 'y'>]>\n{ROOT}><text>&x;</text></svg>"),
                "an abbreviation of its own, `&x;`, at 2:47: save it once more as plain SVG",
            ),
            (
                format!("<!DOCTYPE svg [<!ENTITY x 'y'>]>\n{ROOT} id='&x;'/>"),
                "an abbreviation of its own, `&x;`, at 2:1: save it once more as plain SVG",
            ),
            (format!("<?xml version='1.0' encoding='UTF-16'?>{ROOT}/>"), "written in UTF-16, not in UTF-8"),
            (format!("<?xml version='1.0' encoding='ISO-8859-1'?>{ROOT} id='é'/>"), "written in ISO-8859-1, not in UTF-8"),
        ] {
            assert_eq!(said(&svg), expected, "{svg}");
        }
    }

    #[test]
    fn encodings() {
        let written = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        assert_eq!(said(format!("\u{feff}<?xml version='1.0' encoding='utf-8'?>{ROOT}/>")), written);
        assert_eq!(said(format!("<?xml version='1.0' encoding='iso-8859-1'?>{ROOT}/>")), written);
        let wide: Vec<u8> = format!("\u{feff}{ROOT}/>").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(said(wide), "written in UTF-16, not in UTF-8");
        let wide: Vec<u8> = format!("{ROOT}/>").encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(said(wide), "not XML at 1:1: U+0000 is no character of a text");
        assert_eq!(said(b"<svg id='\xe9'/>"), "not written in UTF-8");
    }

    #[test]
    fn what_is_too_much_is_refused_at_once() {
        let nested = |levels: usize| format!("{ROOT}>{}{}</svg>", "<g>".repeat(levels), "</g>".repeat(levels));
        assert!(clean(nested(DEEPEST - 1).as_bytes()).is_ok());
        assert_eq!(clean(nested(DEEPEST).as_bytes()), Err(Fault::TooDeep));
        assert_eq!(clean(format!("{ROOT}>{}", "<g>".repeat(100_000)).as_bytes()), Err(Fault::TooDeep));
        assert_eq!(clean(format!("{ROOT}>{}", "<x/>".repeat(MOST_ELEMENTS)).as_bytes()), Err(Fault::TooMany));
        assert_eq!(clean(format!("{ROOT} d='{}'/>", "0".repeat(10 << 20)).as_bytes()), Err(Fault::TooLarge));
        let names: String = (0..300).map(|i| format!(" xmlns:a{i}='x'")).collect();
        assert!(clean(format!("{ROOT}{names}/>").as_bytes()).is_err());
    }

    #[test]
    fn large_ones_of_each_kind_come_to_an_end() {
        let fill = |before: &str, piece: &str, after: &str| {
            let times = (LARGEST >> 3) / piece.len();
            _ = clean(format!("{ROOT}{before}{}{after}", piece.repeat(times)).as_bytes());
        };
        fill("", " x='1'", "/>");
        fill("", " a=''", "/>");
        fill(" style='", "(", "'/>");
        fill(" style='", "a:url(#b);", "'/>");
        fill("><style>", "@media x{", "</style></svg>");
        fill("><style>", "*{fill:url(#a)}", "</style></svg>");
        fill("><style>", "[", "</style></svg>");
        fill("><text>", "<!---->&amp;", "</text></svg>");
        fill(" class='", "a ", "'><style>.a{mask:url(#b)}</style></svg>");
        fill("><style>.a{mask:url(#b)}.a{mask:url(#c)}</style>", "<g class='a a a a a a a a a a'/>", "</svg>");
    }
}
