//! Pictures without what is written into them besides the picture: where and when it was taken, by whom, with which
//! camera, and smaller copies of what it showed before it was cut.
//!
//! Nothing is decoded, so nothing is lost: of each format the parts that are needed to show it the same are kept, by a
//! list, and all others go, with whatever hangs on behind the end. Every byte is looked at once.

mod avif;
mod exif;
mod gif;
mod jpeg;
mod png;
mod webp;

use crate::model::picture::PictureKind;

/// The same picture without metadata, at most 64 bytes larger than it was; `None` where it is none of these formats, is
/// cut off, or is built in a way that is not understood.
///
/// Doing it again changes nothing.
pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    match PictureKind::of_bytes(bytes)? {
        PictureKind::Avif => avif::strip(bytes),
        PictureKind::Gif => gif::strip(bytes),
        PictureKind::Jpeg => jpeg::strip(bytes),
        PictureKind::Png => png::strip(bytes),
        PictureKind::WebP => webp::strip(bytes),
        PictureKind::Svg | PictureKind::Other => None,
    }
}

/// What is left of a file that is read from front to back.
#[derive(Clone, Copy)]
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEADS: [&[u8]; 8] = [
        b"GIF89a\x01\0\x01\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;",
        b"\xff\xd8\xff\xe1\0\x1eExif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\xff\xc0\0\x02\xff\xda\0\x02x\xff\xd9",
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0....\0\0\0\0IDAT....\0\0\0\0IEND....",
        b"RIFF\x28\0\0\0WEBPVP8X\x0a\0\0\0\xff\0\0\0\0\0\0\0\0\0VP8L\x02\0\0\0xxEXIF\0\0\0\0",
        b"\0\0\0\x0cftypavif\0\0\0\x2ameta\0\0\0\0\0\0\0\x0eiinf\0\0\0\0\0\0\0\0\0\x10iloc\0\0\0\0\x44\0\0\0\0\0\0\x08mdat",
        b"\0\0\0\x0cftypavis\0\0\0\x0cmeta\0\0\0\0\0\0\0\x1cmoov\0\0\0\x14mvhd\0\0\0\0........\0\0\0\x08mdat",
        b"",
        b"II*\0",
    ];

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        let kinds = HEADS.map(PictureKind::of_bytes);
        assert_eq!(
            kinds[..4],
            [Some(PictureKind::Gif), Some(PictureKind::Jpeg), Some(PictureKind::Png), Some(PictureKind::WebP)]
        );
        assert_eq!(kinds[4..], [Some(PictureKind::Avif), Some(PictureKind::Avif), None, None]);
        assert!(HEADS.iter().filter(|bytes| strip(bytes).is_some()).count() == 6);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_give_a_picture_or_none(
            head in prop::sample::select(HEADS.to_vec()),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
            tail in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            let mut bytes = [head, &tail].concat();
            for (at, byte) in changes {
                if !bytes.is_empty() {
                    let at = at.index(bytes.len());
                    bytes[at] = byte;
                }
            }
            if let Some(bare) = strip(&bytes) {
                prop_assert!(bare.len() <= bytes.len() + 64);
                prop_assert_eq!(strip(&bare), Some(bare));
            }
        }
    }
}
