//! Exif (CIPA DC-008): the one thing in it that is seen.

use crate::model::picture::exif::tiff_notes;

/// How the picture is to be turned, 2 to 8, where Exif in a TIFF structure says so.
pub fn orientation(tiff: &[u8]) -> Option<u8> {
    u8::try_from(tiff_notes(tiff).orientation).ok().filter(|turned| *turned > 1)
}

/// Exif that says nothing but this: a TIFF structure with one directory of one entry.
pub fn only_orientation(turned: u8) -> [u8; 26] {
    let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0?\0\0\0\0\0\0";
    tiff[19] = turned;
    tiff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for turned in 2..=8 {
            assert_eq!(orientation(&only_orientation(turned)), Some(turned));
        }
        for upright in [0, 1, 9, 255] {
            assert_eq!(orientation(&only_orientation(upright)), None);
        }
    }

    #[test]
    fn both_orders_of_bytes_are_read_and_nothing_beyond_the_end() {
        let little = b"II*\0\x0c\0\0\0GPS!\x02\0\x0f\x01\x02\0\x04\0\0\0abc\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        assert_eq!(orientation(little), Some(6));
        for cut in 0..little.len() - 3 {
            assert_eq!(orientation(&little[..cut]), None, "{cut}");
        }
        assert_eq!(orientation(b"II*\0\xff\xff\xff\xff"), None);
    }
}
