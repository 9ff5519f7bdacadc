//! Pixels to pictures.

use super::decode::Pixels;
use crate::model::picture::{Form, PictureKind, PrintFile};
use img_parts::{Bytes, ImageICC, webp::WebP};

/// Of a hundred; where eyes stop seeing more.
const QUALITY: u8 = 82;
/// A picture of so few colours was drawn, and its edges are to stay sharp.
const COLOURS_OF_A_DRAWING: usize = 1024;
/// How many of its pixels are asked for their colour.
const SAMPLES: usize = 1 << 16;

/// How the pixels of a picture came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    Drawn,
    Taken,
}

/// A drawing has few colours; a photograph has nearly as many as pixels.
pub fn how_made(pixels: &Pixels) -> Made {
    let step = (pixels.data.len() / pixels.channels() / SAMPLES).max(1);
    let mut colours: Vec<&[u8]> = pixels.data.chunks_exact(pixels.channels()).step_by(step).collect();
    colours.sort_unstable();
    colours.dedup();
    if colours.len() <= COLOURS_OF_A_DRAWING { Made::Drawn } else { Made::Taken }
}

/// A picture of some form. `None`: there is none of this size.
pub fn encode(pixels: &Pixels, form: Form, made: Made) -> Option<Vec<u8>> {
    match form {
        Form::WebP | Form::Named(PictureKind::WebP) => webp(pixels, made),
        Form::Named(PictureKind::Jpeg) => jpeg(pixels),
        Form::Named(PictureKind::Png) => png(pixels),
        Form::Named(PictureKind::Gif) => gif(pixels),
        Form::Named(_) => None,
    }
}

/// A drawing without loss where that is smaller, and in its own size it is; made smaller it has soft edges, and a
/// photograph's way is often shorter.
fn webp(pixels: &Pixels, made: Made) -> Option<Vec<u8>> {
    let lossy = webp_of(pixels, made, false)?;
    let exact = if made == Made::Drawn { webp_of(pixels, made, true) } else { None };
    Some(exact.filter(|exact| exact.len() <= lossy.len()).unwrap_or(lossy))
}

fn webp_of(pixels: &Pixels, made: Made, lossless: bool) -> Option<Vec<u8>> {
    let encoder = match pixels.alpha {
        true => webp::Encoder::from_rgba(&pixels.data, pixels.width, pixels.height),
        false => webp::Encoder::from_rgb(&pixels.data, pixels.width, pixels.height),
    };
    let mut config = webp::WebPConfig::new().ok()?;
    // Twice as hard saves four bytes of a hundred, and takes twice as long.
    config.method = 2;
    config.quality = f32::from(QUALITY);
    // A red line on white stays red. In a photograph nobody sees it, and it takes as long again.
    config.use_sharp_yuv = (made == Made::Drawn).into();
    if lossless {
        config.lossless = 1;
        // Without loss this is how hard it tries.
        config.quality = 50.0;
    }
    let bytes = encoder.encode_advanced(&config).ok()?.to_vec();
    let Some(profile) = &pixels.profile else { return Some(bytes) };
    let mut picture = WebP::from_bytes(Bytes::from(bytes)).ok()?;
    picture.set_icc_profile(Some(Bytes::copy_from_slice(profile)));
    Some(picture.encoder().bytes().to_vec())
}

fn jpeg(pixels: &Pixels) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::R_4_2_0);
    encoder.set_optimized_huffman_tables(true);
    if let Some(profile) = &pixels.profile {
        encoder.add_icc_profile(profile).ok()?;
    }
    let (width, height) = (u16::try_from(pixels.width).ok()?, u16::try_from(pixels.height).ok()?);
    match pixels.alpha {
        // What shines through is paper.
        true => encoder.encode(&on_white(&pixels.data), width, height, jpeg_encoder::ColorType::Rgb),
        false => encoder.encode(&pixels.data, width, height, jpeg_encoder::ColorType::Rgb),
    }
    .ok()?;
    Some(bytes)
}

fn on_white(data: &[u8]) -> Vec<u8> {
    let over = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    data.as_chunks::<4>().0.iter().flat_map(|[r, g, b, a]| [over(*r, *a), over(*g, *a), over(*b, *a)]).collect()
}

fn png(pixels: &Pixels) -> Option<Vec<u8>> {
    let mut info = png::Info::with_size(pixels.width, pixels.height);
    info.color_type = if pixels.alpha { png::ColorType::Rgba } else { png::ColorType::Rgb };
    info.bit_depth = png::BitDepth::Eight;
    info.icc_profile = pixels.profile.clone().map(Into::into);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::with_info(&mut bytes, info).ok()?;
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::Adaptive);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&pixels.data).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

fn gif(pixels: &Pixels) -> Option<Vec<u8>> {
    let (width, height) = (u16::try_from(pixels.width).ok()?, u16::try_from(pixels.height).ok()?);
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, width, height, &[]).ok()?;
    let mut data = pixels.data.clone();
    let frame = match pixels.alpha {
        true => gif::Frame::from_rgba_speed(width, height, &mut data, 10),
        false => gif::Frame::from_rgb_speed(width, height, &data, 10),
    };
    encoder.write_frame(&frame).ok()?;
    drop(encoder);
    Some(bytes)
}

/// What stands for a picture that could not be made: as wide and high, and grey.
pub fn blank(file: &PrintFile) -> Vec<u8> {
    const GREY: u8 = 0xd6;
    // No larger than a thumbnail: a browser stretches it.
    let (width, height) = (file.width.clamp(1, 400), file.height.clamp(1, 400));
    match file.form {
        Form::Named(PictureKind::Svg | PictureKind::Avif | PictureKind::Other) => {
            let size = format!("width=\"{}\" height=\"{}\"", file.width.max(1), file.height.max(1));
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}/>").into_bytes()
        }
        form => {
            let data = vec![GREY; (width * height * 3) as usize];
            let pixels = Pixels { width, height, alpha: false, data, profile: None };
            encode(&pixels, form, Made::Drawn).unwrap_or_default()
        }
    }
}
