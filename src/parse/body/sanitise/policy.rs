//! What HTML content may hold.

use super::super::{links::allowed_schemes, write::CLASSES};
use ammonia::{Builder, UrlRelative};
use std::collections::{HashMap, HashSet};

/// Elements that stand beside each other.
const FLOW: [&str; 36] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements within running text.
const PHRASING: [&str; 32] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

const VOID: [&str; 5] = ["br", "col", "hr", "img", "wbr"];

/// Elements that go with all they hold.
const SWALLOWED: [&str; 16] = [
    "script",
    "style",
    "title",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "svg",
    "math",
    "object",
    "applet",
    "select",
    "template",
];

const EVERYWHERE: [&str; 3] = ["dir", "lang", "title"];

const OF_ELEMENT: [(&str, &[&str]); 13] = [
    ("a", &["href", "hreflang"]),
    ("img", &["src", "alt", "width", "height"]),
    ("details", &["open"]),
    ("time", &["datetime"]),
    ("del", &["datetime"]),
    ("ins", &["datetime"]),
    ("ol", &["start", "reversed", "type"]),
    ("li", &["value"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("table", &[]),
];

const NUMBERS: [&str; 7] = ["width", "height", "start", "value", "colspan", "rowspan", "span"];

/// Attributes that pages elsewhere are full of and nobody misses.
const UNMISSED: [&str; 12] = [
    "target",
    "rel",
    "loading",
    "decoding",
    "align",
    "border",
    "cellpadding",
    "cellspacing",
    "valign",
    "crossorigin",
    "referrerpolicy",
    "sizes",
];

/// What to write in place of an element that is taken out.
pub fn instead_of_element(name: &str) -> &'static str {
    match name {
        "script" | "object" | "embed" | "applet" | "noscript" | "template" => {
            "take it out: nothing that a text brings along runs in a reader's browser"
        }
        "iframe" => {
            "link to it instead; or name its host in hub.yaml, if the team trusts it: `markdown: {embed_hosts: [video.example]}`"
        }
        "style" | "link" | "font" | "center" => "take it out: how pages look is up to the theme",
        "form" | "input" | "button" | "textarea" | "select" => "link to the form instead: `[Register](https://forms.example/)`",
        "svg" | "math" | "canvas" | "video" | "audio" => "put it into static/ as a file, and show or link to that",
        _ => "write it in Markdown; if it is meant to be read as it stands, put it between backticks",
    }
}

/// What to write in place of an attribute that is taken out.
pub fn instead_of_attribute(name: &str) -> &'static str {
    match name {
        "style" | "class" | "color" | "bgcolor" | "face" | "size" | "width" | "height" => {
            "take it out: how pages look is up to the theme"
        }
        _ if name.starts_with("on") => "take it out: nothing that a text brings along runs in a reader's browser",
        _ => "take it out; only what says something to readers stays",
    }
}

/// An element that may stay.
#[derive(Clone, Copy)]
pub struct Element {
    pub name: &'static str,
    pub phrasing: bool,
    pub void: bool,
}

/// The element of that name, which is in lower case.
pub fn element(name: &str) -> Option<Element> {
    // The page has an `<h1>` of its own.
    let name = if name == "h1" { "h2" } else { name };
    let find = |list: &[&'static str]| list.binary_search(&name).ok().map(|i| list[i]);
    let (name, phrasing) = find(&PHRASING).map(|n| (n, true)).or_else(|| find(&FLOW).map(|n| (n, false)))?;
    Some(Element { name, phrasing, void: VOID.contains(&name) })
}

/// Goes with all it holds.
pub fn is_swallowed(name: &str) -> bool {
    SWALLOWED.contains(&name)
}

/// What becomes of an attribute.
pub enum Verdict {
    Keep,
    /// Only these of its words.
    Classes(String),
    /// Goes, and nothing changes by it.
    Unmissed,
    Remove,
}

/// `name` is in lower case.
pub fn attribute(element: &str, name: &str, value: &str) -> Verdict {
    if name == "class" {
        let (kept, lost): (Vec<&str>, Vec<&str>) = value.split_ascii_whitespace().partition(|c| CLASSES.contains(c));
        return match (kept.is_empty(), lost.is_empty()) {
            (_, true) => Verdict::Keep,
            (true, false) => Verdict::Remove,
            (false, false) => Verdict::Classes(kept.join(" ")),
        };
    }
    let known = EVERYWHERE.contains(&name) || OF_ELEMENT.iter().any(|(e, names)| *e == element && names.contains(&name));
    let fits = !NUMBERS.contains(&name) || is_number(value);
    match known {
        true if fits => Verdict::Keep,
        _ if UNMISSED.contains(&name) => Verdict::Unmissed,
        _ => Verdict::Remove,
    }
}

fn is_number(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    (1..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// True where a start tag of `next` ends an element `open` that is not closed (WHATWG HTML, section 13.1.2.4).
pub fn ends(next: &str, open: &str) -> bool {
    let heading = |name: &str| matches!(name, "h2" | "h3" | "h4" | "h5" | "h6");
    match next {
        _ if open == "p" => true,
        "li" => open == "li",
        "dt" | "dd" => matches!(open, "dt" | "dd"),
        next => heading(next) && heading(open),
    }
}

/// An element that stands in a table only.
pub fn is_table_part(name: &str) -> bool {
    matches!(name, "caption" | "colgroup" | "col" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th")
}

/// True where `child`, an element or `#text`, may stand in `parent` as far as tables go. What stands between the
/// cells, browsers move before the table.
pub fn may_hold(parent: &str, child: &str) -> bool {
    match parent {
        "table" => is_table_part(child),
        "thead" | "tbody" | "tfoot" => matches!(child, "tr" | "td" | "th"),
        "tr" => matches!(child, "td" | "th"),
        "colgroup" => child == "col",
        _ => !is_table_part(child),
    }
}

/// The same, for ammonia.
pub fn builder(mark: &'static str) -> Builder<'static> {
    let tags: HashSet<&str> = FLOW.into_iter().chain(PHRASING).collect();
    let classes: HashSet<&str> = CLASSES.into();
    let mut builder = Builder::empty();
    builder
        .allowed_classes(tags.iter().map(|tag| (*tag, classes.clone())).collect())
        .tags(tags)
        .clean_content_tags(SWALLOWED.into())
        .generic_attributes(EVERYWHERE.into_iter().chain([mark, "id"]).collect())
        .tag_attributes(OF_ELEMENT.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect::<HashMap<_, _>>())
        .url_schemes(allowed_schemes().collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        assert!(FLOW.is_sorted() && PHRASING.is_sorted(), "they are searched by halves");
        assert!(VOID.iter().all(|v| element(v).is_some_and(|e| e.void)));
        assert!(SWALLOWED.iter().all(|s| element(s).is_none()));
        assert_eq!(element("h1").map(|e| e.name), Some("h2"));
    }

    #[test]
    fn attributes_are_judged() {
        let kept = |element: &str, name: &str, value: &str| matches!(attribute(element, name, value), Verdict::Keep);
        assert!(kept("a", "href", "x") && kept("p", "dir", "rtl") && kept("img", "width", "10") && kept("p", "class", "lead"));
        for (element, name, value) in [
            ("p", "href", "x"),
            ("p", "onclick", "x"),
            ("p", "style", "x"),
            ("p", "id", "x"),
            ("img", "width", "100%"),
            ("p", "class", "evil"),
            ("q", "cite", "javascript:x"),
        ] {
            assert!(matches!(attribute(element, name, value), Verdict::Remove), "{element} {name}");
        }
        assert!(matches!(attribute("a", "target", "_blank"), Verdict::Unmissed));
    }
}
