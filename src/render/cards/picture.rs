//! From SVG to PNG: drawn with the fonts of the theme and nothing else, and written with as few colours as there are.

use super::faces::Faces;
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{ImageHrefResolver, Options, Tree},
};
use std::collections::HashMap;

/// What services that show links ask for.
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// Red, green and blue.
type Colour = [u8; 3];

/// Most colours that an indexed picture may have.
const INDEXED: usize = 256;

/// Between few inks there are some hundred shades, at the edges of letters; what has more than these is a picture.
const SHADES: usize = 4096;

/// Draws what a template made. The words are for the theme's author.
pub fn png(svg: &str, faces: &Faces) -> Result<Vec<u8>, String> {
    let options = Options {
        fontdb: faces.database.clone(),
        font_resolver: faces.resolver(),
        font_family: faces.usual().unwrap_or_default().to_owned(),
        // A picture within the card stands in the card: nothing is fetched, and no file is read.
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let mut pixels = Pixmap::new(WIDTH, HEIGHT).ok_or("no memory")?;
    pixels.fill(Color::WHITE);
    let size = tree.size();
    let scale = Transform::from_scale(WIDTH as f32 / size.width(), HEIGHT as f32 / size.height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    encoded(pixels.data()).map_err(|error| error.to_string())
}

/// An empty sheet: what stands for a card that could not be drawn.
pub fn blank() -> Vec<u8> {
    encoded(&[255; (WIDTH * HEIGHT * 4) as usize]).unwrap_or_default()
}

/// Of pixels with four bytes each, all of them opaque.
fn encoded(pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let palette = palette(pixels);
    let mut out = Vec::with_capacity(32 << 10);
    let mut encoder = png::Encoder::new(&mut out, WIDTH, HEIGHT);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    match &palette {
        Some((colours, _)) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(colours.concat());
            encoder.set_filter(png::Filter::NoFilter);
        }
        None => encoder.set_color(png::ColorType::Rgb),
    }
    let mut writer = encoder.write_header()?;
    match &palette {
        Some((_, places)) => writer.write_image_data(&in_places(pixels, places))?,
        None => writer.write_image_data(&colours(pixels).flatten().collect::<Vec<u8>>())?,
    }
    writer.finish()?;
    Ok(out)
}

fn colours(pixels: &[u8]) -> impl Iterator<Item = Colour> + '_ {
    pixels.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]])
}

/// The colours of an indexed picture, and the place of every colour among them: its own, or the nearest. `None` where
/// there are too many.
fn palette(pixels: &[u8]) -> Option<(Vec<Colour>, HashMap<Colour, u8>)> {
    let mut times: HashMap<Colour, u32> = HashMap::new();
    let (mut run, mut length) = ([0; 3], 0);
    for colour in colours(pixels) {
        if colour != run {
            *times.entry(run).or_default() += length;
            (run, length) = (colour, 0);
            if times.len() > SHADES {
                return None;
            }
        }
        length += 1;
    }
    *times.entry(run).or_default() += length;
    let mut all: Vec<(Colour, u32)> = times.into_iter().filter(|(_, times)| *times > 0).collect();
    all.sort_by(|(a, often), (b, seldom)| seldom.cmp(often).then(a.cmp(b)));
    let colours: Vec<Colour> = all.iter().take(INDEXED).map(|(colour, _)| *colour).collect();
    let place = |(n, (colour, _)): (usize, &(Colour, u32))| {
        let nearest = || colours.iter().enumerate().min_by_key(|(_, other)| distance(*colour, **other)).map_or(0, |(at, _)| at);
        (*colour, if n < INDEXED { n } else { nearest() } as u8)
    };
    let places = all.iter().enumerate().map(place).collect();
    Some((colours, places))
}

fn distance(a: Colour, b: Colour) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

fn in_places(pixels: &[u8], places: &HashMap<Colour, u8>) -> Vec<u8> {
    let (mut run, mut place) = (None, 0);
    colours(pixels)
        .map(|colour| {
            if run != Some(colour) {
                (run, place) = (Some(colour), places.get(&colour).copied().unwrap_or_default());
            }
            place
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (png::ColorType, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let colour = reader.info().color_type;
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        (colour, pixels)
    }

    fn pixels(colour: impl Fn(u32) -> [u8; 3]) -> Vec<u8> {
        (0..WIDTH * HEIGHT).flat_map(|n| { let [r, g, b] = colour(n); [r, g, b, 255] }).collect()
    }

    #[test]
    fn a_few_colours_are_indexed_and_many_are_not() {
        assert_eq!(decoded(&blank()).0, png::ColorType::Indexed);
        let shades = encoded(&pixels(|n| [(n % 200) as u8, 0, 0])).unwrap();
        assert_eq!(decoded(&shades).0, png::ColorType::Indexed);
        let photo = encoded(&pixels(|n| [(n % 251) as u8, (n % 241) as u8, 0])).unwrap();
        assert_eq!(decoded(&photo).0, png::ColorType::Rgb);
        assert_eq!(decoded(&photo).1[3 * 1000], (1000 % 251) as u8);
    }

    #[test]
    fn seldom_colours_are_moved_to_their_neighbours() {
        // 300 greys and reds; the paper most often.
        let seldom = |n: u32| if n < 300 { [(n % 256) as u8, (n / 256 * 9) as u8, 0] } else { [250, 250, 248] };
        let (_, places) = palette(&pixels(seldom)).unwrap();
        assert_eq!(places.len(), 301);
        assert_eq!(places[&[250, 250, 248]], 0);
    }

    #[test]
    fn nothing_is_fetched_and_nothing_is_read() {
        let faces = Faces::load(&[]);
        let svg = |inside: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' width='1200' height='630'>{inside}</svg>");
        let image = |href: &str| png(&svg(&format!("<image width='9' height='9' href='{href}'/><text>no font</text>")), &faces).unwrap();
        assert_eq!(image("/etc/hostname"), image("https://example.org/x.png"));
        assert!(png("<svg", &faces).is_err());
    }
}
