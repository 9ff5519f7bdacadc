//! Addresses in a drawing: a part of the same drawing, or a picture that stands in the address itself.

use super::super::strip;
use crate::model::picture::{MOST_PIXELS, PictureKind};
use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use percent_encoding::percent_decode_str;

/// As browsers read it: padding may be missing.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
);

/// The id in `#id`, where it is plain enough to be written anywhere without quotes or escapes.
pub fn fragment(address: &str) -> Option<String> {
    let written = trimmed(address).strip_prefix('#')?;
    // What a browser looks for is the fragment decoded (URL Standard).
    let id = percent_decode_str(written).decode_utf8().ok()?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    (!id.is_empty() && id.chars().all(plain)).then(|| id.into_owned())
}

/// The address of a picture in base64, with nothing in the picture that is not seen.
pub fn picture(address: &str) -> Option<String> {
    let (head, data) = trimmed(address).split_once(',')?;
    let head = head.to_ascii_lowercase();
    let mut words = head.strip_prefix("data:")?.split(';').map(str::trim);
    let known = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"];
    if !words.next().is_some_and(|kind| known.contains(&kind)) || words.next_back() != Some("base64") {
        return None;
    }
    let data: Vec<u8> = data.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let picture = BASE64.decode(data).ok()?;
    let kind = match PictureKind::of_bytes(&picture)? {
        PictureKind::Png => "png",
        PictureKind::Jpeg => "jpeg",
        PictureKind::Gif => "gif",
        PictureKind::WebP => "webp",
        PictureKind::Avif | PictureKind::Svg | PictureKind::Other => return None,
    };
    let bare = strip::strip(&picture)?;
    let size = imagesize::blob_size(&bare).ok()?;
    ((size.width as u64).saturating_mul(size.height as u64) <= MOST_PIXELS)
        .then(|| format!("data:image/{kind};base64,{}", BASE64.encode(bare)))
}

/// Without what browsers take off both ends of an address (URL Standard, C0 control or space).
fn trimmed(address: &str) -> &str {
    address.trim_matches(|c: char| c <= ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        for (address, id) in [
            ("#a", Some("a")),
            (" #a-b_c.d:1\n", Some("a-b_c.d:1")),
            ("#\u{0627}", Some("\u{0627}")),
            ("#%61", Some("a")),
            ("#%2561", None),
            ("#", None),
            ("#a b", None),
            ("#a)", None),
            ("#a\"", None),
            ("#%", None),
            ("#%ff", None),
            ("a.svg#a", None),
            ("javascript:#a", None),
        ] {
            assert_eq!(fragment(address).as_deref(), id, "{address}");
        }
    }

    /// A GIF of that many pixels, with a comment.
    fn gif(width: u16, height: u16) -> Vec<u8> {
        let size = [width.to_le_bytes(), height.to_le_bytes()].concat();
        [b"GIF89a", &size[..], b"\0\0\0\x21\xfe\x06SECRET\0\x2c\0\0\0\0", &size, b"\0\x02\x02\x44\x01\0;trailing"].concat()
    }

    fn as_data(head: &str, bytes: &[u8]) -> String {
        format!("{head},{}", BASE64.encode(bytes))
    }

    #[test]
    fn pictures_lose_what_is_not_seen() {
        let bare = as_data("data:image/gif;base64", &strip::strip(&gif(1, 1)).unwrap());
        for head in ["data:image/gif;base64", " DATA:image/PNG; charset=utf-8 ;BASE64", "data:image/jpg;base64"] {
            assert_eq!(picture(&as_data(head, &gif(1, 1))).as_deref(), Some(&bare[..]), "{head}");
        }
        let wrapped = as_data("data:image/gif;base64", &gif(1, 1)).replace("AA", "A \n A").replace('=', "");
        assert_eq!(picture(&wrapped), Some(bare));
    }

    #[test]
    fn no_other_address_is_a_picture() {
        for address in [
            "data:image/svg+xml;base64,PHN2Zy8+",
            "data:image/png;base64,PHN2Zy8+",
            "data:image/gif,GIF89a",
            "data:;base64,R0lG",
            "data:image/gif;base64",
            "data:image/gif;base64,",
            "data:image/gif;base64,???",
            "https://example.org/a.gif",
            "a.gif",
            "",
        ] {
            assert_eq!(picture(address), None, "{address}");
        }
        assert_eq!(picture(&as_data("data:text/html;base64", &gif(1, 1))), None);
        assert_eq!(picture(&as_data("data:image/gif;base64", &gif(u16::MAX, u16::MAX))), None);
    }
}
