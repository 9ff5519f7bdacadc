//! How large a picture is, without reading more of it than that takes.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

/// What may be read of one picture: a hostile file can send a parser to and fro for ever.
const MOST_BYTES: u64 = 1 << 20;
const SVG_HEAD: u64 = 64 << 10;
/// No screen shows more, and a layout would only suffer.
const LARGEST: u32 = 100_000;

/// Width and height of the picture at `path`; `None` where it is none, or does not say.
pub fn dimensions(path: &Path, extension: &str) -> Option<(u32, u32)> {
    let size = match extension {
        "svg" => svg(&head(path).ok()?)?,
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "ico" | "tiff" | "jxl" => raster(path)?,
        _ => return None,
    };
    let sound = |n: u32| (1..=LARGEST).contains(&n);
    (sound(size.0) && sound(size.1)).then_some(size)
}

fn raster(path: &Path) -> Option<(u32, u32)> {
    let reader = BufReader::new(Bounded { file: File::open(path).ok()?, left: MOST_BYTES });
    let size = imagesize::reader_size(reader).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// A file of which only so much can be read, however often one seeks.
struct Bounded {
    file: File,
    left: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        // A step that reads nothing costs too: it is a system call.
        self.left = self.left.checked_sub(read.max(64) as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

impl Seek for Bounded {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

fn head(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(SVG_HEAD).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The size of an SVG as a browser takes it: `width` and `height`, else those of the `viewBox`.
fn svg(text: &str) -> Option<(u32, u32)> {
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
    use super::*;

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
            assert_eq!(svg(text), size, "{text}");
        }
    }

    #[test]
    fn garbage_is_no_picture() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.png");
        let mut noise = 7u32;
        for head in
            [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF\0\0\0\0WEBPVP8 ", b"\0\0\0\x20ftypavif", b"II*\0"]
        {
            for length in [0, 3, 40, 5000] {
                let mut bytes = head.to_vec();
                bytes.extend((0..length).map(|_| {
                    noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (noise >> 24) as u8
                }));
                std::fs::write(&path, &bytes).unwrap();
                let _ = dimensions(&path, "png");
            }
        }
    }
}
