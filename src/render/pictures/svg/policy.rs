//! Which elements a drawing may hold.

/// The namespace that draws.
pub const SVG: &[u8] = b"http://www.w3.org/2000/svg";
/// The one that links, in drawings older than SVG 2.
pub const XLINK: &[u8] = b"http://www.w3.org/1999/xlink";
/// What `xml:lang` and `xml:space` are in.
pub const XML: &[u8] = b"http://www.w3.org/XML/1998/namespace";

/// Elements that draw, and those that say in words what is drawn (SVG 2; Filter Effects Module Level 1).
///
/// Whatever is on no list goes with all it holds: a browser draws nothing of it either.
const ELEMENTS: [&str; 54] = [
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// What becomes of an element of that name inside `parent`; `None`: it goes with all it holds.
pub fn element(name: &[u8], parent: &str) -> Option<&'static str> {
    if is_words(parent) {
        return None;
    }
    // Where a link led from is still drawn, and counts as one for a `switch`.
    if name == b"a" {
        return Some(if is_text(parent) { "tspan" } else { "g" });
    }
    ELEMENTS.binary_search_by(|known| known.as_bytes().cmp(name)).ok().map(|i| ELEMENTS[i])
}

/// Holds nothing but words. In HTML, `title` and `desc` may hold HTML; here they may not.
pub fn is_words(name: &str) -> bool {
    matches!(name, "desc" | "style" | "title")
}

/// Words in it are drawn.
pub fn is_text(name: &str) -> bool {
    matches!(name, "text" | "textPath" | "tspan")
}

/// Draws something itself, with the paint and the markers it inherits.
pub fn is_graphic(name: &str) -> bool {
    matches!(name, "circle" | "ellipse" | "line" | "path" | "polygon" | "polyline" | "rect") || is_text(name)
}

/// How much work a step of a filter is, by the measure of a shape: it goes over every pixel.
pub const FILTERING: u64 = 200;

/// How much work it is to draw one, as far as its kind tells.
pub fn work(name: &str) -> u64 {
    let is_step = name.starts_with("fe") && !name.starts_with("feFunc") && !name.ends_with("Light") && name != "feMergeNode";
    if is_step { FILTERING } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(ELEMENTS.is_sorted());
    }

    #[test]
    fn what_runs_fetches_or_moves_is_on_no_list() {
        for name in [
            "script",
            "foreignObject",
            "iframe",
            "handler",
            "listener",
            "animate",
            "animateMotion",
            "animateTransform",
            "set",
            "discard",
            "mpath",
            "metadata",
            "audio",
            "video",
            "canvas",
            "object",
            "embed",
            "cursor",
            "font",
            "tref",
            "Script",
            "SVG",
            "",
        ] {
            assert_eq!(element(name.as_bytes(), "g"), None, "{name}");
        }
        assert_eq!(element(b"path", "g"), Some("path"));
        assert_eq!(element(b"path", "title"), None);
        assert_eq!(element(b"a", "g"), Some("g"));
        assert_eq!(element(b"a", "text"), Some("tspan"));
    }
}
