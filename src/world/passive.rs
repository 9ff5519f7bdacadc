//! Which files beside articles only show something.
//!
//! Content is sent in by strangers: a page, a style or a script of theirs on the site's own address could do there
//! whatever the site can.

use std::{fs::File, io::Read, path::Path};

/// Pictures, sound, films and documents; none of them is run by a browser at the address it is found under.
const PASSIVE: &[&str] = &[
    "avif", "bmp", "csv", "docx", "epub", "flac", "geojson", "gif", "gpx", "gz", "ico", "ics", "jpeg", "jpg", "json", "jxl",
    "m4a", "mp3", "mp4", "odp", "ods", "odt", "ogg", "opus", "pdf", "png", "pptx", "stl", "tiff", "txt", "vcf", "vtt", "wav",
    "webm", "webp", "xlsx", "zip",
];

/// The largest SVG that is looked through; a drawing is smaller.
const LARGEST_SVG: u64 = 4 << 20;

/// Whether a file can do no more than be looked at, listened to or kept.
pub fn is_passive(path: &Path, extension: &str) -> bool {
    match extension {
        "svg" => read(path).is_some_and(|svg| is_still(&svg)),
        other => PASSIVE.contains(&other),
    }
}

fn read(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(LARGEST_SVG + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LARGEST_SVG).then_some(())?;
    String::from_utf8(bytes).ok()
}

/// Whether an SVG has nothing that runs or fetches: the parts of SVG 2, chapter 14, and of HTML inside it.
///
/// A list of what is forbidden is enough here because whatever hides behind an entity or another encoding is refused.
fn is_still(svg: &str) -> bool {
    let lower = svg.to_ascii_lowercase();
    let forbidden = [
        "<script",
        "<foreignobject",
        "<iframe",
        "<object",
        "<embed",
        "<handler",
        "<!entity",
        "<?xml-stylesheet",
        "javascript:",
        "data:text",
        ":script",
    ];
    let handler = lower.match_indices("on").any(|(i, _)| {
        let before = lower[..i].chars().next_back();
        let name = lower[i + 2..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let named = name.len() < lower.len() - i - 2;
        named && before.is_none_or(|c| c.is_whitespace() || "\"'/".contains(c)) && name.trim_start().starts_with('=')
    });
    !handler && !forbidden.iter().any(|word| lower.contains(word)) && !lower.contains("&#")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_still() {
        assert!(is_still("<svg viewBox='0 0 1 1'><title>on the quay</title><path d='M0 0'/><use href='#a'/></svg>"));
        for moving in [
            "<svg><script>x</script></svg>",
            "<svg onload=\"x\"/>",
            "<svg\nONclick = 'x'/>",
            "<svg><a href='&#106;avascript:x'/></svg>",
            "<svg><a href='JavaScript:x'/></svg>",
            "<svg><foreignObject/></svg>",
            "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>",
            "<svg xmlns:s='http://www.w3.org/2000/svg'><s:script/></svg>",
        ] {
            assert!(!is_still(moving), "{moving}");
        }
    }

    #[test]
    fn pages_and_scripts_are_not_passive() {
        for extension in ["html", "xhtml", "xml", "js", "mjs", "css", "wasm", "swf", ""] {
            assert!(!is_passive(Path::new("x"), extension), "{extension}");
        }
        assert!(is_passive(Path::new("x.png"), "png"));
    }
}
