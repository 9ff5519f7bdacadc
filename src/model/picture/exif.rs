//! What a camera notes beside its picture (CIPA DC-008): which way up it was held, and whether it knew where it was.

/// What of its notes counts here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notes {
    /// Where the first row and column of the pixels belong: tag 0x0112, from 1 (as they are) to 8.
    pub orientation: u16,
    /// There are GPS notes: tag 0x8825.
    pub located: bool,
}

impl Default for Notes {
    fn default() -> Notes {
        Notes { orientation: 1, located: false }
    }
}

impl Notes {
    /// Whether width and height are exchanged.
    pub fn turns(self) -> bool {
        self.orientation >= 5
    }
}

/// The notes in the head of a JPEG.
pub fn notes(jpeg: &[u8]) -> Notes {
    tiff_of(jpeg).map(tiff_notes).unwrap_or_default()
}

fn tiff_of(jpeg: &[u8]) -> Option<&[u8]> {
    let mut rest = jpeg.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, marker, high, low, ..] = *rest else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = rest.get(4..2 + length)?;
        match (marker, segment.strip_prefix(b"Exif\0\0")) {
            (0xe1, Some(tiff)) => return Some(tiff),
            // The picture itself begins.
            (0xda, _) => return None,
            _ => rest = &rest[2 + length..],
        }
    }
}

/// The notes in a block of Exif, as PNG and WebP hold it.
pub fn tiff_notes(tiff: &[u8]) -> Notes {
    const SHORT: u16 = 3;
    let orientation = tag(tiff, 0x0112).filter(|(kind, turned)| *kind == SHORT && (1..=8).contains(turned));
    Notes { orientation: orientation.map_or(1, |(_, turned)| turned), located: tag(tiff, 0x8825).is_some() }
}

/// The type of a tag in the first directory, and the first word of its value.
fn tag(tiff: &[u8], wanted: u16) -> Option<(u16, u16)> {
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
    let at = (0..entries).map(|i| directory + 2 + 12 * i).find(|at| short(*at) == Some(wanted))?;
    Some((short(at + 2)?, short(at + 8)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_held_upright_is_believed() {
        let exif = |tiff: &[u8]| {
            let length = (tiff.len() as u16 + 8).to_be_bytes();
            [b"\xff\xd8\xff\xe0\0\x04xx\xff\xe1", &length[..], b"Exif\0\0", tiff].concat()
        };
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0";
        let located = b"II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x20\0\0\0";
        assert_eq!(notes(&exif(little)), Notes { orientation: 6, located: false });
        assert_eq!(notes(&exif(big)), Notes { orientation: 3, located: false });
        assert!(notes(&exif(little)).turns() && !notes(&exif(big)).turns());
        assert_eq!(notes(&exif(located)), Notes { orientation: 1, located: true });
        let whole = exif(little);
        for cut in 0..whole.len() {
            let _ = notes(&whole[..cut]);
        }
        assert_eq!(notes(b"\xff\xd8\xff\xe1\0\0"), Notes::default());
    }
}
