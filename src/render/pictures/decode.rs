//! Pictures to pixels.

use crate::model::picture::{MOST_PIXELS, PictureKind};
use std::{
    io::Cursor,
    panic::{self, AssertUnwindSafe},
};

/// Rows of pixels of eight bits a channel: red, green, blue, and where there is one, alpha (not premultiplied).
#[derive(Clone, Debug)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    pub alpha: bool,
    pub data: Vec<u8>,
    /// The ICC profile that says which red is meant; none means sRGB.
    pub profile: Option<Vec<u8>>,
}

/// The most memory a decoder may ask for, in bytes: the largest picture that is let in, and some.
const MEMORY: usize = 400 << 20;
/// A profile is about the colours of a screen or a camera; what is larger is about ink, and the pixels are not.
const LARGEST_PROFILE: usize = 4 << 10;

impl Pixels {
    pub fn channels(&self) -> usize {
        if self.alpha { 4 } else { 3 }
    }

    fn new(size: (u32, u32), alpha: bool, data: Vec<u8>, profile: Option<Vec<u8>>) -> Option<Pixels> {
        let pixels = Pixels { width: size.0, height: size.1, alpha, data, profile: profile.filter(|p| is_kept(p)) };
        let all = (size.0 as usize).checked_mul(size.1 as usize)?.checked_mul(pixels.channels())?;
        (all > 0 && pixels.data.len() == all).then(|| pixels.without_idle_alpha())
    }

    /// Many a picture has an alpha channel and hides nothing.
    fn without_idle_alpha(self) -> Pixels {
        match self.alpha && self.data.as_chunks::<4>().0.iter().all(|pixel| pixel[3] == 255) {
            true => Pixels { alpha: false, data: without_alpha(&self.data), ..self },
            false => self,
        }
    }
}

/// What a file says at first, and what its decoder reads, may be two things.
fn fits(width: u32, height: u32) -> Option<()> {
    (u64::from(width) * u64::from(height) <= MOST_PIXELS).then_some(())
}

/// Only for colours on a screen, and not for those that are meant anyway.
fn is_kept(profile: &[u8]) -> bool {
    profile.len() <= LARGEST_PROFILE && profile.get(16..20) == Some(b"RGB ") && memchr::memmem::find(profile, b"sRGB").is_none()
}

fn without_alpha(data: &[u8]) -> Vec<u8> {
    data.as_chunks::<4>().0.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect()
}

/// The first picture in a file. `None`: it cannot be read.
pub fn decode(source: &[u8], kind: PictureKind) -> Option<Pixels> {
    let decoded = || match kind {
        PictureKind::Jpeg => jpeg(source),
        PictureKind::Png => png(source),
        PictureKind::Gif => gif(source),
        PictureKind::WebP => webp(source),
        _ => None,
    };
    // A decoder that gives up on a hostile file must not take the build with it.
    panic::catch_unwind(AssertUnwindSafe(decoded)).ok().flatten()
}

fn jpeg(source: &[u8]) -> Option<Pixels> {
    use zune_jpeg::{
        JpegDecoder,
        zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
    };
    let side = crate::model::picture::LARGEST as usize;
    let options = DecoderOptions::new_safe().set_max_width(side).set_max_height(side).jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(source), options);
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    fits(info.width.into(), info.height.into())?;
    let data = decoder.decode().ok()?;
    Pixels::new((info.width.into(), info.height.into()), false, data, decoder.icc_profile())
}

fn png(source: &[u8]) -> Option<Pixels> {
    use png::{ColorType, Decoder, Limits, Transformations};
    let mut decoder = Decoder::new_with_limits(Cursor::new(source), Limits { bytes: MEMORY });
    decoder.set_transformations(Transformations::normalize_to_color8());
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info().ok()?;
    fits(reader.info().width, reader.info().height)?;
    let mut data = vec![0; reader.output_buffer_size().filter(|size| *size <= MEMORY)?];
    let frame = reader.next_frame(&mut data).ok()?;
    data.truncate(frame.buffer_size());
    let profile = reader.info().icc_profile.as_deref().map(<[u8]>::to_vec);
    let size = (frame.width, frame.height);
    match frame.color_type {
        ColorType::Rgb => Pixels::new(size, false, data, profile),
        ColorType::Rgba => Pixels::new(size, true, data, profile),
        ColorType::Grayscale => Pixels::new(size, false, data.iter().flat_map(|v| [*v; 3]).collect(), None),
        ColorType::GrayscaleAlpha => {
            let pixels = data.as_chunks::<2>().0.iter().flat_map(|[v, a]| [*v, *v, *v, *a]);
            Pixels::new(size, true, pixels.collect(), None)
        }
        ColorType::Indexed => None,
    }
}

fn gif(source: &[u8]) -> Option<Pixels> {
    use gif::{ColorOutput, DecodeOptions, MemoryLimit};
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    options.set_memory_limit(MemoryLimit::Bytes(std::num::NonZeroU64::new(MEMORY as u64)?));
    options.check_frame_consistency(true);
    let mut decoder = options.read_info(source).ok()?;
    let (width, height) = (decoder.width(), decoder.height());
    fits(width.into(), height.into())?;
    let frame = decoder.read_next_frame().ok()??;
    let mut canvas = vec![0; usize::from(width) * usize::from(height) * 4];
    let (left, row) = (usize::from(frame.left) * 4, usize::from(frame.width) * 4);
    for (line, pixels) in frame.buffer.chunks_exact(row.max(1)).enumerate() {
        let start = (usize::from(frame.top) + line) * usize::from(width) * 4 + left;
        canvas.get_mut(start..start + row)?.copy_from_slice(pixels);
    }
    Pixels::new((width.into(), height.into()), true, canvas, None)
}

fn webp(source: &[u8]) -> Option<Pixels> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(source)).ok()?;
    decoder.set_memory_limit(MEMORY);
    let (width, height) = decoder.dimensions();
    fits(width, height)?;
    let mut data = vec![0; decoder.output_buffer_size().filter(|size| *size <= MEMORY)?];
    decoder.read_image(&mut data).ok()?;
    let profile = decoder.icc_profile().ok().flatten();
    Pixels::new(decoder.dimensions(), decoder.has_alpha(), data, profile)
}
