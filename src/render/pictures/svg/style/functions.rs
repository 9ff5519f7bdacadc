//! Functions of style sheets.

/// Functions that make something of what is in their brackets: colours, shapes, lengths, kinds of elements. Those that
/// fetch are not among them (`image-set`, `src`, `image`, `cross-fade`, `attr`, …), and `url` is looked at by itself.
const FUNCTIONS: [&str; 85] = [
    "abs",
    "acos",
    "asin",
    "atan",
    "atan2",
    "blur",
    "brightness",
    "calc",
    "circle",
    "clamp",
    "color",
    "color-mix",
    "contrast",
    "cos",
    "cubic-bezier",
    "drop-shadow",
    "ellipse",
    "exp",
    "grayscale",
    "hsl",
    "hsla",
    "hue-rotate",
    "hwb",
    "hypot",
    "inset",
    "invert",
    "is",
    "lab",
    "lang",
    "lch",
    "light-dark",
    "linear",
    "linear-gradient",
    "log",
    "matrix",
    "matrix3d",
    "max",
    "min",
    "mod",
    "not",
    "nth-child",
    "nth-last-child",
    "nth-last-of-type",
    "nth-of-type",
    "oklab",
    "oklch",
    "opacity",
    "path",
    "perspective",
    "polygon",
    "pow",
    "radial-gradient",
    "rect",
    "rem",
    "rgb",
    "rgba",
    "rotate",
    "rotate3d",
    "rotatex",
    "rotatey",
    "rotatez",
    "round",
    "saturate",
    "scale",
    "scale3d",
    "scalex",
    "scaley",
    "scalez",
    "sepia",
    "sign",
    "sin",
    "skew",
    "skewx",
    "skewy",
    "sqrt",
    "steps",
    "tan",
    "translate",
    "translate3d",
    "translatex",
    "translatey",
    "translatez",
    "var",
    "where",
    "xywh",
];

/// Whether a function of that name, in any case, can do no harm.
pub fn is_harmless(name: &str) -> bool {
    FUNCTIONS.binary_search(&name.to_ascii_lowercase().as_str()).is_ok()
}

/// Whether it goes over every pixel (Filter Effects Module Level 1, section 6.1). `opacity` does, and is cheap.
pub fn is_filter(name: &str) -> bool {
    let filters = ["blur", "brightness", "contrast", "drop-shadow", "grayscale", "hue-rotate", "invert", "saturate", "sepia"];
    filters.iter().any(|filter| name.eq_ignore_ascii_case(filter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fetches_is_not_on_the_list() {
        assert!(FUNCTIONS.is_sorted());
        assert!(is_harmless("RGB") && is_harmless("translateX"));
        for name in ["url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "element", "attr", "expression"] {
            assert!(!is_harmless(name), "{name}");
        }
    }
}
