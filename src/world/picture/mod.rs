//! What a picture's file says of itself, without decoding it: kind, size, and whether all of it is there.

mod whole;

use crate::model::picture::{LARGEST, Look, MOST_PIXELS, PictureFault, PictureKind, exif, svg};
use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
};
use whole::{Parts, Whole};

/// What may be read of one picture to learn its size: a hostile file can send a parser to and fro for ever.
const MOST_BYTES: u64 = 1 << 20;
/// Where the attributes of an SVG stand, and the notes of a camera.
const HEAD: u64 = 64 << 10;
/// As large as a picture of any camera gets; what is larger is a film or a trap.
const HEAVIEST: u64 = 64 << 20;
/// A drawing is smaller.
const HEAVIEST_SVG: u64 = 4 << 20;

/// Looks at the file at `path`; `None` where its name is not one of a picture.
pub fn look(path: &Path, extension: &str) -> Option<Look> {
    let promised = PictureKind::of_extension(extension)?;
    let none = Look {
        kind: promised,
        width: 0,
        height: 0,
        orientation: 1,
        moving: false,
        located: false,
        fault: Some(PictureFault::NoPicture),
    };
    Some(match promised {
        PictureKind::Svg => drawing(path).unwrap_or(none),
        // Whatever it is called, it is what it is.
        PictureKind::Other if pixels(path).is_some() => pixels(path)?,
        PictureKind::Other => {
            let (width, height) = raster(path).unwrap_or_default();
            let fault = matches!(extension, "tiff" | "tif" | "jxl").then_some(PictureFault::Telling);
            // Browsers know more of the others than we do.
            Look { width, height, fault, ..none }
        }
        _ => pixels(path).unwrap_or(none),
    })
}

fn drawing(path: &Path) -> Option<Look> {
    let heavy = File::open(path).ok()?.metadata().ok()?.len() > HEAVIEST_SVG;
    let head = String::from_utf8_lossy(&head(path).ok()?).into_owned();
    if !svg::is_one(&head) {
        return None;
    }
    let (width, height) = svg::size(&head).unwrap_or_default();
    let fault = heavy.then_some(PictureFault::TooHeavy);
    Some(Look { kind: PictureKind::Svg, width, height, orientation: 1, moving: false, located: false, fault })
}

fn pixels(path: &Path) -> Option<Look> {
    let head = head(path).ok()?;
    let kind = PictureKind::of_bytes(&head)?;
    let Parts { whole, notes } = whole::look(path, kind);
    let notes = if kind == PictureKind::Jpeg { exif::notes(&head) } else { notes };
    let size = raster(path);
    let (width, height) = match size.unwrap_or_default() {
        (width, height) if notes.turns() => (height, width),
        size => size,
    };
    let heavy = File::open(path).ok()?.metadata().ok()?.len() > HEAVIEST;
    let fault = match size {
        _ if heavy => Some(PictureFault::TooHeavy),
        _ if whole == Whole::No => Some(PictureFault::Truncated),
        None => Some(PictureFault::NoPicture),
        Some(_) if u64::from(width) * u64::from(height) > MOST_PIXELS => Some(PictureFault::TooManyPixels),
        Some(_) => None,
    };
    let exif::Notes { orientation, located } = notes;
    Some(Look { kind, width, height, orientation, moving: whole == Whole::Moving, located, fault })
}

fn raster(path: &Path) -> Option<(u32, u32)> {
    let reader = BufReader::new(Bounded { file: File::open(path).ok()?, left: MOST_BYTES });
    let size = imagesize::reader_size(reader).ok()?;
    let (width, height) = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    let sound = |n: u32| (1..=LARGEST).contains(&n);
    (sound(width) && sound(height)).then_some((width, height))
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

#[cfg(test)]
mod tests {
    use super::*;

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
                    let _ = look(&path, extension);
                }
            }
        }
    }
}
