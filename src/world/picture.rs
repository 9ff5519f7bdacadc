//! How large a picture is, without reading more of it than that takes.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

/// What may be read of one picture: a hostile file can send a parser to and fro for ever.
const MOST_BYTES: u64 = 1 << 20;
/// Where the attributes of an SVG stand, and the notes of a camera.
const HEAD: u64 = 64 << 10;
/// No screen shows more, and a layout would only suffer.
const LARGEST: u32 = 100_000;

/// Width and height of the picture at `path`; `None` where it is none, or does not say.
pub fn dimensions(path: &Path, extension: &str) -> Option<(u32, u32)> {
    let size = match extension {
        "svg" => svg(&String::from_utf8_lossy(&head(path).ok()?))?,
        // A camera held upright writes a lying picture and a note; browsers obey the note.
        "jpg" | "jpeg" => match is_turned(&head(path).ok()?) {
            true => raster(path).map(|(width, height)| (height, width))?,
            false => raster(path)?,
        },
        "png" | "gif" | "webp" | "avif" | "bmp" | "ico" | "tiff" | "jxl" => raster(path)?,
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

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether the Exif orientation of a JPEG (CIPA DC-008, tag 0x0112) exchanges width and height.
fn is_turned(jpeg: &[u8]) -> bool {
    orientation(jpeg).is_some_and(|o| (5..=8).contains(&o))
}

fn orientation(jpeg: &[u8]) -> Option<u16> {
    let mut rest = jpeg.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = rest.get(4..2 + length)?;
        match (marker, segment.strip_prefix(b"Exif\0\0")) {
            (0xe1, Some(tiff)) => return tiff_orientation(tiff),
            // The picture itself begins.
            (0xda, _) => return None,
            _ => rest = &rest[2 + length..],
        }
    }
}

fn tiff_orientation(tiff: &[u8]) -> Option<u16> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let (first, second) = (usize::from(short(4)?), usize::from(short(6)?));
    let directory = if little { second << 16 | first } else { first << 16 | second };
    let entries = usize::from(short(directory)?);
    (0..entries).map(|i| directory + 2 + 12 * i).find(|at| short(*at) == Some(0x0112)).and_then(|at| short(at + 8))
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
    fn a_camera_held_upright_is_believed() {
        let exif = |tiff: &[u8]| {
            let length = (tiff.len() as u16 + 8).to_be_bytes();
            [b"\xff\xd8\xff\xe0\0\x04xx\xff\xe1", &length[..], b"Exif\0\0", tiff].concat()
        };
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0";
        assert_eq!(orientation(&exif(little)), Some(6));
        assert_eq!(orientation(&exif(big)), Some(3));
        let whole = exif(little);
        assert!((0..whole.len() - 2).all(|cut| orientation(&whole[..cut]).is_none_or(|o| o == 6)));
        assert_eq!(orientation(b"\xff\xd8\xff\xe1\0\0"), None);
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
                for extension in ["png", "jpg", "svg"] {
                    let _ = dimensions(&path, extension);
                }
            }
        }
    }
}
