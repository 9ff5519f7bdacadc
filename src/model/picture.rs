//! Pictures as they are found, and what is to be made of them.

pub mod exif;
pub mod svg;

use super::{
    path::{HubPath, OutputPath},
    snapshot::Handle,
};

/// No screen shows more pixels in a row, and a layout would only suffer.
pub const LARGEST: u32 = 100_000;

/// The most that telephones take. Every pixel costs up to six bytes while a picture is decoded.
pub const MOST_PIXELS: u64 = 50_000_000;

/// What a picture's file says of itself, found without decoding it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// By its first bytes, whatever its name.
    pub kind: PictureKind,
    /// In pixels, as it is shown: a camera held upright writes a lying picture and a note.
    pub width: u32,
    pub height: u32,
    /// That note: how the pixels are to be turned, from 1 (not at all) to 8.
    pub orientation: u16,
    /// It moves, so it is passed on as it is.
    pub moving: bool,
    /// It says where on earth it was taken (Exif GPS).
    pub located: bool,
    pub fault: Option<PictureFault>,
}

/// Kinds of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureKind {
    Jpeg,
    Png,
    Gif,
    WebP,
    Avif,
    Svg,
    /// Something else that says its size: BMP, ICO, TIFF, JPEG XL.
    Other,
}

impl PictureKind {
    /// What the end of a name promises. `None`: no picture.
    pub fn of_extension(extension: &str) -> Option<PictureKind> {
        Some(match extension {
            "jpg" | "jpeg" => PictureKind::Jpeg,
            "png" => PictureKind::Png,
            "gif" => PictureKind::Gif,
            "webp" => PictureKind::WebP,
            "avif" => PictureKind::Avif,
            "svg" => PictureKind::Svg,
            "bmp" | "ico" | "tif" | "tiff" | "jxl" => PictureKind::Other,
            _ => return None,
        })
    }

    /// What begins so, whatever its name says; drawings are text, and not told from other texts here.
    pub fn of_bytes(bytes: &[u8]) -> Option<PictureKind> {
        match bytes {
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(PictureKind::Gif),
            [0xff, 0xd8, 0xff, ..] => Some(PictureKind::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(PictureKind::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(PictureKind::WebP),
            [a, b, c, d, b'f', b't', b'y', b'p', rest @ ..] => {
                let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
                let brands = rest.get(..length.saturating_sub(8)).unwrap_or(rest).as_chunks::<4>().0;
                // The second is a version (ISO/IEC 14496-12, 4.3).
                let is_avif = brands.iter().enumerate().any(|(n, brand)| n != 1 && matches!(brand, b"avif" | b"avis"));
                is_avif.then_some(PictureKind::Avif)
            }
            _ => None,
        }
    }

    /// Its name among people.
    pub fn name(self) -> &'static str {
        match self {
            PictureKind::Jpeg => "JPEG",
            PictureKind::Png => "PNG",
            PictureKind::Gif => "GIF",
            PictureKind::WebP => "WebP",
            PictureKind::Avif => "AVIF",
            PictureKind::Svg => "SVG",
            PictureKind::Other => "another kind of picture",
        }
    }

    /// One of them, among people.
    pub fn article(self) -> String {
        match self {
            PictureKind::Avif | PictureKind::Svg => format!("an {}", self.name()),
            PictureKind::Other => self.name().to_owned(),
            _ => format!("a {}", self.name()),
        }
    }

    /// Whether it consists of pixels that can be made fewer.
    pub fn is_scalable(self) -> bool {
        matches!(self, PictureKind::Jpeg | PictureKind::Png | PictureKind::Gif | PictureKind::WebP)
    }
}

/// Width and height of a picture that is held in memory, by the end of its name; `None` where it does not say.
pub fn size(bytes: &[u8], extension: &str) -> Option<(u32, u32)> {
    if extension == "svg" {
        return svg::size(std::str::from_utf8(bytes).ok()?);
    }
    let size = imagesize::blob_size(bytes).ok()?;
    let sound = |n: usize| u32::try_from(n).ok().filter(|n| (1..=LARGEST).contains(n));
    Some((sound(size.width)?, sound(size.height)?))
}

/// Why a picture cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// Nothing in it is a picture, whatever it is called.
    NoPicture,
    /// The file ends before the picture does.
    Truncated,
    /// Few browsers show its kind, and what cameras wrote into it cannot be taken out.
    Telling,
    /// More bytes than a picture has.
    TooHeavy,
    /// More pixels than are ever decoded.
    TooManyPixels,
}

/// Files of the output that are made of one picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
    /// What findings point at.
    pub path: HubPath,
    pub source: Handle,
    pub look: Look,
    pub files: Vec<PrintFile>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintFile {
    pub output: OutputPath,
    pub form: Form,
    /// In pixels.
    pub width: u32,
    pub height: u32,
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As the kind that its name promises.
    Named(PictureKind),
    /// As WebP, for browsers that choose among sizes.
    WebP,
}
