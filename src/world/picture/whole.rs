//! Whether all of a picture is there, whether it moves, and what PNG and WebP note about it: by the marks between its
//! parts, never by decoding them.

use crate::model::picture::{
    PictureKind,
    exif::{Notes, tiff_notes},
};
use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    Yes,
    /// All of it is there, and it is more than one picture.
    Moving,
    No,
}

/// What the parts of a picture say.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    pub whole: Whole,
    /// Of the camera; those of a JPEG stand in its head.
    pub notes: Notes,
}

impl From<Whole> for Parts {
    fn from(whole: Whole) -> Parts {
        Parts { whole, notes: Notes::default() }
    }
}

/// What of notes is read.
const NOTES: u32 = 64 << 10;

/// More parts than any picture has.
const MOST_PARTS: usize = 1 << 20;

pub fn look(path: &Path, kind: PictureKind) -> Parts {
    let looked = File::open(path).and_then(|file| {
        let size = file.metadata()?.len();
        let mut file = BufReader::new(file);
        match kind {
            PictureKind::Jpeg => jpeg(&mut file, size).map(Parts::from),
            PictureKind::Png => png(&mut file),
            PictureKind::Gif => gif(&mut file).map(Parts::from),
            PictureKind::WebP => webp(&mut file, size),
            _ => Ok(Whole::Yes.into()),
        }
    });
    // What ends too early is an error of reading, too.
    looked.unwrap_or(Whole::No.into())
}

/// The end of image (ITU-T T.81, B.1.1.3) stands somewhere behind the scan; cameras add things of their own after it.
fn jpeg(file: &mut BufReader<File>, size: u64) -> io::Result<Whole> {
    const TAIL: u64 = 64 << 10;
    let end = |bytes: &[u8]| memchr::memmem::find(bytes, b"\xff\xd9").is_some();
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
    file.read_to_end(&mut tail)?;
    if end(&tail) {
        return Ok(Whole::Yes);
    }
    file.seek(SeekFrom::Start(0))?;
    let (mut buffer, mut last) = (vec![0; TAIL as usize], 0);
    loop {
        let read = file.read(&mut buffer)?;
        match read {
            0 => return Ok(Whole::No),
            _ if last == 0xff && buffer[0] == 0xd9 || end(&buffer[..read]) => return Ok(Whole::Yes),
            _ => last = buffer[read - 1],
        }
    }
}

/// Chunks up to IEND; `acTL` among them makes it an APNG, `eXIf` holds notes (PNG, third edition, 11.2 and 11.3).
fn png(file: &mut BufReader<File>) -> io::Result<Parts> {
    let mut parts = Parts::from(Whole::Yes);
    file.seek(SeekFrom::Start(8))?;
    for _ in 0..MOST_PARTS {
        let head: [u8; 8] = take(file)?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let mut passed = 0;
        match &head[4..] {
            b"IEND" => return take::<4>(file).map(|_| parts),
            b"acTL" => parts.whole = Whole::Moving,
            b"eXIf" if length <= NOTES => {
                parts.notes = notes(file, length)?;
                passed = length;
            }
            _ => {}
        }
        file.seek_relative(i64::from(length - passed) + 4)?;
    }
    Ok(Whole::No.into())
}

/// Some writers put the mark of JPEG's segment before them.
fn notes(file: &mut BufReader<File>, length: u32) -> io::Result<Notes> {
    let mut bytes = vec![0; length as usize];
    file.read_exact(&mut bytes)?;
    Ok(tiff_notes(bytes.strip_prefix(b"Exif\0\0").unwrap_or(&bytes)))
}

/// Blocks up to the trailer (GIF89a, 27); more than one image among them moves.
fn gif(file: &mut BufReader<File>) -> io::Result<Whole> {
    let head: [u8; 13] = take(file)?;
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3i64 << ((flags & 7) + 1) };
    file.seek_relative(table(head[10]))?;
    let mut images = 0;
    for _ in 0..MOST_PARTS {
        match take::<1>(file)? {
            [b';'] => return Ok(if images > 1 { Whole::Moving } else { Whole::Yes }),
            [b'!'] => file.seek_relative(1)?,
            [b','] => {
                images += 1;
                let image: [u8; 9] = take(file)?;
                // Behind the table stands the size of the codes.
                file.seek_relative(table(image[8]) + 1)?;
            }
            _ => return Ok(Whole::No),
        }
        sub_blocks(file)?;
    }
    Ok(Whole::No)
}

fn sub_blocks(file: &mut BufReader<File>) -> io::Result<()> {
    loop {
        match take::<1>(file)? {
            [0] => return Ok(()),
            [length] => file.seek_relative(length.into())?,
        }
    }
}

/// The size in its head (RFC 9649, 2.4); `VP8X` has flags of animation and of notes, which stand behind the picture.
fn webp(file: &mut BufReader<File>, size: u64) -> io::Result<Parts> {
    const ANIMATION: u8 = 2;
    const EXIF: u8 = 8;
    let head: [u8; 21] = take(file)?;
    let end = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]])) + 8;
    let flags = if &head[12..16] == b"VP8X" { head[20] } else { 0 };
    if end > size {
        return Ok(Whole::No.into());
    }
    let mut parts = Parts::from(if flags & ANIMATION != 0 { Whole::Moving } else { Whole::Yes });
    let mut at = 12;
    while flags & EXIF != 0 && at + 8 <= end {
        file.seek(SeekFrom::Start(at))?;
        let chunk: [u8; 8] = take(file)?;
        let length = u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]);
        if &chunk[..4] == b"EXIF" && length <= NOTES {
            parts.notes = notes(file, length)?;
            break;
        }
        at += 8 + u64::from(length).next_multiple_of(2);
    }
    Ok(parts)
}

fn take<const N: usize>(file: &mut BufReader<File>) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
