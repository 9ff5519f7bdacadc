//! PNG (third edition), with the chunks of animation.

use super::{Rest, exif};

const SIGNATURE: usize = 8;
/// A profile of colours is a few kilobytes, some hundred for printers.
const LARGEST_PROFILE: usize = 1 << 20;
/// What a chunk weighs beside its data: length, type, checksum.
const FRAME: usize = 12;

pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Rest(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(rest.take(SIGNATURE)?);
    let mut seen: Vec<[u8; 4]> = Vec::new();
    loop {
        let whole = rest.0;
        let length = usize::try_from(rest.u32()?).ok()?;
        let name: [u8; 4] = rest.array()?;
        let data = rest.take(length)?;
        rest.take(4)?;
        let whole = &whole[..FRAME + length];
        match (&name, seen.is_empty()) {
            (b"IHDR", true) if length == 13 => {}
            (b"IHDR", _) | (_, true) => return None,
            (b"IEND", _) if length != 0 => return None,
            _ => {}
        }
        let again = seen.contains(&name);
        if &name == b"eXIf" && !again {
            out.extend(exif::orientation(data).map(turned).iter().flatten());
        } else if is_seen(&name, length)? && (!again || is_many(&name)) {
            out.extend(whole);
        }
        if &name == b"IEND" {
            return seen.contains(b"IDAT").then_some(out);
        }
        if !again && KNOWN.contains(&&name) {
            seen.push(name);
        }
    }
}

/// Chunks whose second one may mean something else than the first.
const KNOWN: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD", b"cICP", b"mDCV", b"cLLI",
    b"acTL", b"fcTL", b"fdAT", b"eXIf",
];

fn is_many(name: &[u8; 4]) -> bool {
    matches!(name, b"IDAT" | b"fcTL" | b"fdAT")
}

/// Whether a chunk changes what is seen, and has the length that it must have: words would fit into a longer one.
/// `None` for a chunk that must be understood and is not.
fn is_seen(name: &[u8; 4], length: usize) -> Option<bool> {
    let seen = match name {
        b"IHDR" | b"IEND" | b"IDAT" | b"fdAT" => true,
        b"PLTE" => length <= 3 * 256,
        b"tRNS" => length <= 256,
        b"iCCP" => length <= LARGEST_PROFILE,
        b"gAMA" => length == 4,
        b"cHRM" => length == 32,
        b"sRGB" => length == 1,
        b"sBIT" => length <= 4,
        b"pHYs" => length == 9,
        b"bKGD" => length <= 6,
        // Colours beyond sRGB (third edition).
        b"cICP" | b"cLLI" => length == if name == b"cICP" { 4 } else { 8 },
        b"mDCV" => length == 24,
        b"acTL" => length == 8,
        b"fcTL" => length == 26,
        // A small first letter: may be left out.
        [first, ..] if first.is_ascii_lowercase() => false,
        _ => return None,
    };
    Some(seen)
}

/// A chunk that says how to turn the picture.
fn turned(orientation: u8) -> Vec<u8> {
    let tiff = exif::only_orientation(orientation);
    let body = [&b"eXIf"[..], &tiff].concat();
    let length = (tiff.len() as u32).to_be_bytes();
    [&length[..], &body, &checksum(&body).to_be_bytes()].concat()
}

/// CRC of PNG, annex D, bit by bit: it is made of thirty bytes.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ crc >> 1 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let body = [&name[..], data].concat();
        [&(data.len() as u32).to_be_bytes()[..], &body, &checksum(&body).to_be_bytes()].concat()
    }

    fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
        let head = chunk(b"IHDR", b"\0\0\0\x01\0\0\0\x01\x08\0\0\0\0");
        let data = chunk(b"IDAT", b"\x78\x9c\x63\0\0\0\x02\0\x01");
        [b"\x89PNG\r\n\x1a\n", &head[..], &chunks.concat(), &data, &chunk(b"IEND", b"")].concat()
    }

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(chunk(b"IEND", b""), b"\0\0\0\0IEND\xae\x42\x60\x82");
    }

    #[test]
    fn colours_and_frames_stay() {
        let frame = [0; 26];
        let kept = png(&[
            chunk(b"gAMA", &[0, 1, 2, 3]),
            chunk(b"iCCP", b"profile\0\0..."),
            chunk(b"acTL", &[0; 8]),
            chunk(b"fcTL", &frame),
            chunk(b"fcTL", &frame),
            chunk(b"fdAT", b"...."),
        ]);
        assert_eq!(strip(&kept), Some(kept));
    }

    #[test]
    fn words_go() {
        let secret = b"SECRET-PLACE";
        let names: [&[u8; 4]; 7] = [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf", b"prVt", b"gAMA"];
        let dirty = png(&names.map(|name| chunk(name, secret)));
        assert_eq!(strip(&[&dirty[..], secret].concat()), Some(png(&[])));
        let twice = png(&[chunk(b"sRGB", &[0]), chunk(b"sRGB", &[1])]);
        assert_eq!(strip(&twice), Some(png(&[chunk(b"sRGB", &[0])])));
    }

    #[test]
    fn how_it_is_turned_stays() {
        let exif = b"II*\0\x0c\0\0\0GPS!\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let bare = strip(&png(&[chunk(b"eXIf", exif)])).unwrap();
        assert_eq!(bare, png(&[chunk(b"eXIf", &exif::only_orientation(6))]));
        assert_eq!(strip(&bare), Some(bare));
    }

    #[test]
    fn what_is_cut_off_or_strange_is_none() {
        let whole = png(&[]);
        for cut in 0..whole.len() {
            assert_eq!(strip(&whole[..cut]), None, "{cut}");
        }
        assert_eq!(strip(&png(&[chunk(b"CgBI", b"")])), None);
        assert_eq!(strip(&png(&[chunk(b"IHDR", &[0; 13])])), None);
        assert_eq!(strip(b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR"), None);
    }
}
