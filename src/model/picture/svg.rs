//! How large a drawing is.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use super::LARGEST;

/// The size of an SVG as a browser takes it: `width` and `height`, else those of the `viewBox`.
pub fn size(text: &str) -> Option<(u32, u32)> {
    let attributes = root_attributes(text)?;
    let length = |name| attribute(attributes, name).and_then(pixels);
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Some((width, height));
    }
    let numbers = attribute(attributes, "viewBox")?.split([' ', ',', '\t', '\n', '\r']).filter(|n| !n.is_empty());
    match numbers.collect::<Vec<_>>()[..] {
        [_, _, width, height] => Some((pixels(width)?, pixels(height)?)),
        _ => None,
    }
}

/// Whether a drawing begins here.
pub fn is_one(text: &str) -> bool {
    text.contains("<svg") || text.contains(":svg")
}

/// What stands between `<svg` and `>`; comments before it are passed over.
fn root_attributes(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        let start = rest.find('<')?;
        rest = &rest[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")?..];
        } else if let Some(tag) = rest.strip_prefix("<svg").filter(|t| t.starts_with(|c: char| c.is_whitespace() || c == '>')) {
            return Some(&tag[..tag.find('>')?]);
        } else {
            rest = &rest[1..];
        }
    }
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    while let Some(equals) = rest.find('=') {
        let found = rest[..equals].trim();
        let value = rest[equals + 1..].trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = value[1..].find(quote)? + 1;
        if found == name {
            return Some(value[1..end].trim());
        }
        rest = &value[end + 1..];
    }
    None
}

fn pixels(length: &str) -> Option<u32> {
    let number = length.strip_suffix("px").unwrap_or(length).trim();
    let value = number.parse::<f64>().ok().filter(|n| (0.5..=f64::from(LARGEST)).contains(n))?;
    Some(value.round() as u32)
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_svg_says_its_size_in_several_ways() {
        for (text, size) in [
            ("<?xml version='1.0'?>\n<svg xmlns='x' width=\"24\" height='12px'>", Some((24, 12))),
            ("<!-- <svg width='1' height='1'> --><svg viewBox=\"0 0 640.4 480\"/>", Some((640, 480))),
            ("<svg width='100%' height='100%' viewBox='0,0,10,20'>", Some((10, 20))),
            ("<svg>", None),
            ("<svg width='-5' height='3'>", None),
            ("<svgx width='5' height='3'>", None),
            ("<svg width=5 height=3>", None),
            ("<svg width='", None),
            ("<!--", None),
            ("", None),
        ] {
            assert_eq!(super::size(text), size, "{text}");
        }
    }
}
