//! WebP (RFC 9649).

use super::{Rest, exif};

const ICC: u8 = 0x20;
const ALPHA: u8 = 0x10;
const EXIF: u8 = 0x08;
const ANIMATION: u8 = 0x02;
/// Where a frame of an animation has its own chunks, after its place and time.
const FRAME_HEAD: usize = 16;

pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Rest(bytes.get(12..)?);
    let [.., a, b, c, d] = *bytes.first_chunk::<8>()?;
    // What hangs on behind the container goes; the container itself must be whole.
    let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).ok()?;
    rest.0 = rest.take(length.checked_sub(4)?)?;
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let (mut flags, mut has_picture, mut turned) = (None, false, None);
    while let Some((name, data)) = next(&mut rest)? {
        match &name {
            b"VP8X" if flags.is_none() && data.len() == 10 && !has_picture => {
                flags = Some(out.len() + 8);
                push(&mut out, *b"VP8X", &[&[data[0] & (ICC | ALPHA | ANIMATION), 0, 0, 0], &data[4..]].concat());
            }
            b"VP8X" => return None,
            b"VP8 " | b"VP8L" => {
                has_picture = true;
                push(&mut out, name, data);
            }
            b"ANMF" => {
                has_picture = true;
                push(&mut out, name, &frame(data)?);
            }
            b"ALPH" | b"ANIM" | b"ICCP" => push(&mut out, name, data),
            b"EXIF" => turned = turned.or_else(|| exif::orientation(data.strip_prefix(b"Exif\0\0").unwrap_or(data))),
            _ => {}
        }
    }
    if let (Some(orientation), Some(flags)) = (turned, flags) {
        out[flags] |= EXIF;
        push(&mut out, *b"EXIF", &exif::only_orientation(orientation));
    }
    let length = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&length.to_le_bytes());
    has_picture.then_some(out)
}

type Chunk<'a> = ([u8; 4], &'a [u8]);

/// The next chunk; `Some(None)` at the end.
fn next<'a>(rest: &mut Rest<'a>) -> Option<Option<Chunk<'a>>> {
    if rest.is_empty() {
        return Some(None);
    }
    let name = rest.array()?;
    let length = usize::try_from(u32::from_le_bytes(rest.array()?)).ok()?;
    let data = rest.take(length)?;
    // Chunks begin at even places; the last one is often without its filling.
    if length % 2 == 1 && !rest.is_empty() {
        rest.take(1)?;
    }
    Some(Some((name, data)))
}

fn push(out: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    out.extend(name);
    out.extend((data.len() as u32).to_le_bytes());
    out.extend(data);
    if data.len() % 2 == 1 {
        out.push(0);
    }
}

/// One picture of an animation: beside it there may stand chunks that nobody knows.
fn frame(data: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Rest(data);
    let mut out = rest.take(FRAME_HEAD)?.to_vec();
    let mut has_picture = false;
    while let Some((name, data)) = next(&mut rest)? {
        has_picture |= matches!(&name, b"VP8 " | b"VP8L");
        if matches!(&name, b"ALPH" | b"VP8 " | b"VP8L") {
            push(&mut out, name, data);
        }
    }
    has_picture.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        push(&mut out, *name, data);
        out
    }

    fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
        let body = chunks.concat();
        [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &body].concat()
    }

    fn head(flags: u8) -> Vec<u8> {
        chunk(b"VP8X", &[flags, 0, 0, 0, 9, 0, 0, 9, 0, 0])
    }

    #[test]
    fn pictures_colours_and_movement_stay() {
        let frame = [&[0; FRAME_HEAD][..], &chunk(b"ALPH", b"abc"), &chunk(b"VP8 ", b"picture")].concat();
        for kept in [
            webp(&[chunk(b"VP8 ", b"picture")]),
            webp(&[head(ICC | ALPHA), chunk(b"ICCP", b"profile"), chunk(b"ALPH", b"abc"), chunk(b"VP8 ", b"picture")]),
            webp(&[head(ANIMATION), chunk(b"ANIM", &[0; 6]), chunk(b"ANMF", &frame), chunk(b"ANMF", &frame)]),
        ] {
            assert_eq!(strip(&kept), Some(kept));
        }
    }

    #[test]
    fn words_go() {
        let secret = b"SECRET-PLACE";
        let frame = [&[0; FRAME_HEAD][..], &chunk(b"VP8L", b"picture"), &chunk(b"note", secret)].concat();
        let bare = [&[0; FRAME_HEAD][..], &chunk(b"VP8L", b"picture")].concat();
        let names: [&[u8; 4]; 3] = [b"EXIF", b"XMP ", b"note"];
        let mut dirty = vec![head(0xff), chunk(b"ANMF", &frame)];
        dirty.extend(names.map(|name| chunk(name, secret)));
        let dirty = [webp(&dirty), secret.to_vec()].concat();
        assert_eq!(strip(&dirty), Some(webp(&[head(ICC | ALPHA | ANIMATION), chunk(b"ANMF", &bare)])));
    }

    #[test]
    fn how_it_is_turned_stays() {
        let exif = b"Exif\0\0II*\0\x0c\0\0\0GPS!\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let bare = strip(&webp(&[head(0x0c), chunk(b"VP8L", b"picture"), chunk(b"EXIF", exif)])).unwrap();
        let kept = webp(&[head(EXIF), chunk(b"VP8L", b"picture"), chunk(b"EXIF", &exif::only_orientation(6))]);
        assert_eq!(bare, kept);
        assert_eq!(strip(&bare), Some(bare));
    }

    #[test]
    fn what_is_cut_off_or_empty_is_none() {
        let whole = webp(&[head(0), chunk(b"VP8L", b"picture!")]);
        for cut in 0..whole.len() {
            assert_eq!(strip(&whole[..cut]), None, "{cut}");
        }
        assert_eq!(strip(&webp(&[head(0)])), None);
        assert_eq!(strip(&webp(&[chunk(b"VP8L", b""), head(0)])), None);
        assert_eq!(strip(b"RIFF\x03\0\0\0WEBP"), None);
    }
}
