//! GIF 89a: pictures, their timing, and how often they are shown again.

use super::Rest;

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
const GRAPHIC_CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;

pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Rest(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    let head = rest.take(13)?;
    out.extend(head);
    out.extend(rest.take(colours(head[10]))?);
    let mut has_picture = false;
    loop {
        match rest.u8()? {
            TRAILER => break,
            IMAGE => {
                image(&mut rest, &mut out)?;
                has_picture = true;
            }
            EXTENSION => extension(&mut rest, &mut out)?,
            _ => return None,
        }
    }
    out.push(TRAILER);
    has_picture.then_some(out)
}

/// Bytes of the colour table that the flags announce.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn image(rest: &mut Rest, out: &mut Vec<u8>) -> Option<()> {
    let descriptor = rest.take(9)?;
    out.push(IMAGE);
    out.extend(descriptor);
    out.extend(rest.take(colours(descriptor[8]))?);
    out.push(rest.u8()?);
    let blocks = rest.0;
    skip_blocks(rest)?;
    out.extend(&blocks[..blocks.len() - rest.0.len()]);
    Some(())
}

fn extension(rest: &mut Rest, out: &mut Vec<u8>) -> Option<()> {
    match rest.u8()? {
        GRAPHIC_CONTROL => {
            let control = rest.take(6)?;
            if control[0] != 4 || control[5] != 0 {
                return None;
            }
            out.extend([EXTENSION, GRAPHIC_CONTROL]);
            out.extend(control);
            Some(())
        }
        APPLICATION => application(rest, out),
        // Comments, words drawn over the picture, and what only other programs know: a browser skips them all.
        _ => skip_blocks(rest),
    }
}

/// Only the loop, and of that only the count: other data may stand in the same extension.
fn application(rest: &mut Rest, out: &mut Vec<u8>) -> Option<()> {
    let length = usize::from(rest.u8()?);
    let name = rest.take(length)?;
    let loops = matches!(name, b"NETSCAPE2.0" | b"ANIMEXTS1.0");
    let mut written = false;
    while let Some(block) = block(rest)? {
        if let ([1, low, high], true, false) = (block, loops, written) {
            out.extend([EXTENSION, APPLICATION, 11]);
            out.extend(name);
            out.extend([3, 1, *low, *high, 0]);
            written = true;
        }
    }
    Some(())
}

fn skip_blocks(rest: &mut Rest) -> Option<()> {
    while block(rest)?.is_some() {}
    Some(())
}

/// A block of data; `Some(None)` after the last.
fn block<'a>(rest: &mut Rest<'a>) -> Option<Option<&'a [u8]>> {
    match rest.u8()? {
        0 => Some(None),
        length => rest.take(usize::from(length)).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
    const FRAME: &[u8] = b"\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    const LOOP: &[u8] = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x05\0\0";

    fn gif(parts: &[&[u8]]) -> Vec<u8> {
        [HEAD, &parts.concat(), b"\x3b"].concat()
    }

    #[test]
    fn frames_timing_and_loop_stay() {
        let plain = gif(&[LOOP, FRAME, FRAME]);
        assert_eq!(strip(&plain), Some(plain));
    }

    #[test]
    fn words_go() {
        let comment = b"\x21\xfe\x0cSECRET-PLACE\x0cSECRET-PLACE\0";
        let xmp = b"\x21\xff\x0bXMP DataXMP\x0cSECRET-PLACE\0";
        let text = b"\x21\x01\x0c\0\0\0\0\0\0\0\0\x01\x01\0\0\x0cSECRET-PLACE\0";
        let hidden = b"\x21\xff\x0bNETSCAPE2.0\x0cSECRET-PLACE\x03\x01\x05\0\x0cSECRET-PLACE\0";
        let unknown = b"\x21\x42\x0cSECRET-PLACE\0";
        let dirty = gif(&[xmp, hidden, comment, FRAME, text, unknown, FRAME]);
        let dirty = [&dirty[..], b"SECRET-PLACE"].concat();
        assert_eq!(strip(&dirty), Some(gif(&[LOOP, FRAME, FRAME])));
    }

    #[test]
    fn what_is_cut_off_or_empty_is_none() {
        let whole = gif(&[LOOP, FRAME]);
        for cut in 0..whole.len() {
            assert_eq!(strip(&whole[..cut]), None, "{cut}");
        }
        assert_eq!(strip(&gif(&[LOOP])), None);
        assert_eq!(strip(&gif(&[FRAME, b"?"])), None);
    }
}
