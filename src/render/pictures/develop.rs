//! One picture in several sizes.

use super::{
    decode::{Pixels, decode},
    encode::{encode, how_made},
    is_as_it_is, strip,
};
use crate::model::picture::{Look, PrintFile};
use fast_image_resize::{
    PixelType, Resizer,
    images::{Image, ImageRef},
};

/// Pixels in a row from which all sizes are made: gone through millions of pixels once, each of them is cheap. It is the
/// same whichever of them are asked for, so that a size is, too.
const WIDEST: u32 = 2400;

/// Makes files of a picture, each in its size and form, in the order in which they are wanted. `None`: it cannot be read.
pub fn develop(source: &[u8], look: &Look, wanted: &[&PrintFile]) -> Option<Vec<Vec<u8>>> {
    let orientation = look.orientation;
    // What cannot be shown is not passed on either.
    let whole = decode(source, look.kind)?;
    let how = how_made(&whole);
    let (across, down) = if orientation >= 5 { (whole.height, whole.width) } else { (whole.width, whole.height) };
    let down = |width: u32| (f64::from(down) * f64::from(width) / f64::from(across)).round().max(1.0) as u32;
    let width = across.min(WIDEST);
    let base = Shown { pixels: whole, orientation }.scaled(width, down(width))?.pixels;
    let make = |file: &&PrintFile| {
        // Another round of loss would only make it worse.
        if let Some(bare) = (orientation == 1 && is_as_it_is(file, look)).then(|| strip::strip(source)).flatten() {
            return Some(bare);
        }
        match (file.width, file.height) == (base.width, base.height) {
            true => encode(&base, file.form, how),
            false => encode(&resize(&base, file.width, file.height)?, file.form, how),
        }
    };
    wanted.iter().map(make).collect()
}

/// Pixels, and how they have to be turned to stand as they were seen. They are turned when there are fewer of them.
struct Shown {
    pixels: Pixels,
    orientation: u16,
}

impl Shown {
    /// The right way up, in this size.
    fn scaled(self, width: u32, height: u32) -> Option<Shown> {
        let (across, down) = if self.orientation >= 5 { (height, width) } else { (width, height) };
        let scaled = if (across, down) == (self.pixels.width, self.pixels.height) {
            self.pixels
        } else {
            resize(&self.pixels, across, down)?
        };
        Some(Shown { pixels: turn(scaled, self.orientation), orientation: 1 })
    }
}

fn resize(pixels: &Pixels, width: u32, height: u32) -> Option<Pixels> {
    let kind = if pixels.alpha { PixelType::U8x4 } else { PixelType::U8x3 };
    let from = ImageRef::new(pixels.width, pixels.height, &pixels.data, kind).ok()?;
    let mut to = Image::new(width, height, kind);
    // Lanczos of three lobes, over premultiplied colours where there is alpha.
    Resizer::new().resize(&from, &mut to, None).ok()?;
    Some(Pixels { width, height, alpha: pixels.alpha, data: to.into_vec(), profile: pixels.profile.clone() })
}

/// Turns and mirrors as Exif says (CIPA DC-008, 4.6.5.1.6): where a pixel of the result comes from.
fn turn(pixels: Pixels, orientation: u16) -> Pixels {
    if orientation <= 1 {
        return pixels;
    }
    let (width, height, channels) = (pixels.width as usize, pixels.height as usize, pixels.channels());
    let (across, down) = if orientation >= 5 { (height, width) } else { (width, height) };
    let mut data = Vec::with_capacity(pixels.data.len());
    for y in 0..down {
        for x in 0..across {
            let (from_x, from_y) = match orientation {
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            let at = (from_y * width + from_x) * channels;
            data.extend_from_slice(&pixels.data[at..at + channels]);
        }
    }
    Pixels { width: across as u32, height: down as u32, data, ..pixels }
}
