//! JPEG (ITU-T T.81) in its wrappings: JFIF, Exif (CIPA DC-008), profiles of colours, notes of Adobe.

use super::{Rest, exif};

const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
/// What stands before Exif, and before a profile, in its segment.
const EXIF: &[u8] = b"Exif\0\0";
const PROFILE: &[u8] = b"ICC_PROFILE\0";

pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Rest(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(rest.take(2)?);
    let turned = orientation(rest);
    let mut said = turned.is_none();
    let (mut has_size, mut has_scan) = (false, false);
    loop {
        let marker = marker(&mut rest)?;
        // It has to stand before the picture, and after what JFIF wants first.
        if let (Some(turned), false, true) = (turned, said, marker != 0xe0) {
            push(&mut out, 0xe1, &[EXIF, &exif::only_orientation(turned)].concat());
            said = true;
        }
        match marker {
            // What hangs on behind are notes, or further pictures (CIPA DC-007).
            END => break,
            // Restarts outside of a scan, and one that means nothing.
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let length = usize::from(rest.u16()?).checked_sub(2)?;
        let data = rest.take(length)?;
        match marker {
            SCAN if has_size => {
                has_scan = true;
                push(&mut out, marker, data);
                out.extend(scan(&mut rest)?);
            }
            // Frames, tables, lines, restarts.
            0xc0..=0xc7 | 0xc9..=0xcf | 0xdb..=0xdf => {
                has_size |= !matches!(marker, 0xc4 | 0xcc | 0xdb..);
                push(&mut out, marker, data);
            }
            0xe0..=0xef | 0xfe => {
                if let Some(kept) = kept(marker, data) {
                    push(&mut out, marker, &kept);
                }
            }
            _ => return None,
        }
    }
    out.extend([0xff, END]);
    has_scan.then_some(out)
}

/// The next marker, after any filling.
fn marker(rest: &mut Rest) -> Option<u8> {
    if rest.u8()? != 0xff {
        return None;
    }
    loop {
        match rest.u8()? {
            0xff => {}
            0 => return None,
            marker => return Some(marker),
        }
    }
}

/// Everything up to the marker that ends a scan. A zero after 0xff is part of it, and so are restarts.
fn scan<'a>(rest: &mut Rest<'a>) -> Option<&'a [u8]> {
    let mut at = 0;
    loop {
        at += memchr::memchr(0xff, &rest.0[at..])?;
        match rest.0.get(at + 1)? {
            0 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return rest.take(at),
        }
    }
}

/// What is seen of a segment that programs write into as they like.
fn kept(marker: u8, data: &[u8]) -> Option<Vec<u8>> {
    match marker {
        // Without the small picture inside: it may show what was cut off the large one.
        0xe0 => (data.starts_with(b"JFIF\0") && data.len() >= 14).then(|| [&data[..12], &[0, 0]].concat()),
        0xe2 => data.starts_with(PROFILE).then(|| data.to_vec()),
        // Which colours the three or four components are.
        0xee => (data.starts_with(b"Adobe") && data.len() >= 12).then(|| data[..12].to_vec()),
        _ => None,
    }
}

fn orientation(mut rest: Rest) -> Option<u8> {
    loop {
        let marker = marker(&mut rest)?;
        if matches!(marker, SCAN | END) {
            return None;
        }
        if matches!(marker, 0x01 | 0xd0..=0xd7) {
            continue;
        }
        let length = usize::from(rest.u16()?).checked_sub(2)?;
        let data = rest.take(length)?;
        if let (0xe1, Some(tiff)) = (marker, data.strip_prefix(EXIF)) {
            return exif::orientation(tiff);
        }
    }
}

fn push(out: &mut Vec<u8>, marker: u8, data: &[u8]) {
    out.extend([0xff, marker]);
    // It is never longer than what was read.
    out.extend((data.len() as u16 + 2).to_be_bytes());
    out.extend(data);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"SECRET-PLACE";

    fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        push(&mut out, marker, data);
        out
    }

    fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
        let size = segment(0xc0, b"\x08\0\x01\0\x01\x01\x01\x11\0");
        let scan = [segment(SCAN, b"\x01\x01\0\0\x3f\0"), b"a\xff\0b\xff\xd0c\xff\xd1".to_vec()].concat();
        let tables = segment(0xc4, b"table");
        [b"\xff\xd8", &segments.concat()[..], &size, &scan, &tables, &scan, b"\xff\xd9"].concat()
    }

    fn jfif() -> Vec<u8> {
        segment(0xe0, b"JFIF\0\x01\x01\x01\0\x48\0\x48\0\0")
    }

    #[test]
    fn colours_stay() {
        let profile = [PROFILE, b"\x01\x01..."].concat();
        let kept = jpeg(&[jfif(), segment(0xe2, &profile), segment(0xee, b"Adobe\0\x64\0\0\0\0\x01")]);
        assert_eq!(strip(&kept), Some(kept));
    }

    #[test]
    fn words_go_and_small_pictures() {
        let prefixes: [(u8, &[u8]); 8] = [
            (0xe1, b"Exif\0\0"),
            (0xe1, b"http://ns.adobe.com/xap/1.0/\0"),
            (0xed, b"Photoshop 3.0\08BIM"),
            (0xe2, b"MPF\0"),
            (0xe0, b"JFXX\0\x10"),
            (0xe5, b""),
            (0xee, b"Other"),
            (0xfe, b""),
        ];
        let mut dirty = vec![segment(0xe0, &[b"JFIF\0\x01\x01\x01\0\x48\0\x48\x02\x02", SECRET].concat())];
        dirty.extend(prefixes.map(|(marker, prefix)| segment(marker, &[prefix, SECRET].concat())));
        dirty.push(segment(0xee, &[b"Adobe\0\x64\0\0\0\0\x01", SECRET].concat()));
        let behind = jpeg(&[segment(0xfe, SECRET)]);
        let bare = jpeg(&[jfif(), segment(0xee, b"Adobe\0\x64\0\0\0\0\x01")]);
        assert_eq!(strip(&[jpeg(&dirty), behind].concat()), Some(bare));
    }

    #[test]
    fn how_it_is_turned_stays() {
        let exif = [EXIF, b"II*\0\x14\0\0\0SECRET-PLACE\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"].concat();
        let turned = segment(0xe1, &[EXIF, &exif::only_orientation(6)].concat());
        for before in [vec![jfif()], vec![]] {
            let dirty = jpeg(&[before.clone(), vec![segment(0xfe, SECRET), segment(0xe1, &exif)]].concat());
            let bare = strip(&dirty).unwrap();
            assert_eq!(bare, jpeg(&[before, vec![turned.clone()]].concat()));
            assert_eq!(strip(&bare), Some(bare));
        }
    }

    #[test]
    fn what_is_cut_off_or_strange_is_none() {
        let whole = jpeg(&[jfif()]);
        for cut in 0..whole.len() {
            assert_eq!(strip(&whole[..cut]), None, "{cut}");
        }
        assert_eq!(strip(b"\xff\xd8\xff\xd9"), None);
        assert_eq!(strip(&jpeg(&[segment(0xf7, b"")])), None);
        assert_eq!(strip(b"\xff\xd8\xff\xe0\0\x01\xff\xd9"), None);
    }
}
