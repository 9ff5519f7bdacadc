//! From SVG to PNG: drawn with the fonts of the theme and nothing else, and written with as few colours as there are.

use super::faces::Faces;
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{ImageHrefResolver, Options, Tree},
};

/// What services that show links ask for.
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// Red, green and blue.
type Colour = [u8; 3];

/// Most colours that an indexed picture may have.
const INDEXED: usize = 256;

/// Between few inks there are some hundred shades, at the edges of letters; what has more than these is a picture.
const SHADES: usize = 4096;

/// A third of the time of the usual level, and a third more bytes: a card is drawn by every build without a store.
const QUICK: u8 = 2;

/// What a template made, read and laid out. The words are for the theme's author.
pub fn read(svg: &str, faces: &Faces) -> Result<Tree, String> {
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
    Tree::from_str(svg, &options).map_err(|error| error.to_string())
}

/// Draws what a template made.
pub fn png(svg: &str, faces: &Faces) -> Result<Vec<u8>, String> {
    let tree = read(svg, faces)?;
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
    let mut out = Vec::with_capacity(32 << 10);
    let mut encoder = png::Encoder::new(&mut out, WIDTH, HEIGHT);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(QUICK));
    let data: Vec<u8> = match Shades::of(pixels).map(Shades::indexed) {
        Some((palette, places)) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette.concat());
            encoder.set_filter(png::Filter::NoFilter);
            places
        }
        None => {
            encoder.set_color(png::ColorType::Rgb);
            colours(pixels).flatten().collect()
        }
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(out)
}

fn colours(pixels: &[u8]) -> impl Iterator<Item = Colour> + '_ {
    pixels.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2]])
}

/// The colours of a picture, in the order in which they are met: how often each is there, and which of them each pixel
/// has.
struct Shades {
    colours: Vec<(Colour, u32)>,
    pixels: Vec<u16>,
}

/// Twice as many places as there may be shades, so that a free one is near.
const PLACES: usize = 2 * SHADES;
const FREE: u16 = u16::MAX;

impl Shades {
    /// `None` where there are too many.
    fn of(pixels: &[u8]) -> Option<Shades> {
        let mut shades = Shades { colours: Vec::new(), pixels: Vec::with_capacity(pixels.len() / 4) };
        let mut table = vec![FREE; PLACES];
        let mut rest = pixels;
        while let Some(first) = rest.first_chunk::<4>() {
            let length = rest.chunks_exact(4).position(|pixel| pixel != first).unwrap_or(rest.len() / 4);
            let at = shades.place(&mut table, [first[0], first[1], first[2]])?;
            shades.colours[usize::from(at)].1 += length as u32;
            shades.pixels.resize(shades.pixels.len() + length, at);
            rest = &rest[4 * length..];
        }
        Some(shades)
    }

    /// The place of a colour among those that were met. A table of our own: this is most of the work of writing a card.
    fn place(&mut self, table: &mut [u16], colour: Colour) -> Option<u16> {
        let key = u32::from_be_bytes([0, colour[0], colour[1], colour[2]]);
        let mut slot = (key.wrapping_mul(0x9e37_79b1) >> 8) as usize % PLACES;
        loop {
            match table[slot] {
                FREE if self.colours.len() >= SHADES => return None,
                FREE => {
                    let at = self.colours.len() as u16;
                    table[slot] = at;
                    self.colours.push((colour, 0));
                    return Some(at);
                }
                at if self.colours[usize::from(at)].0 == colour => return Some(at),
                _ => slot = (slot + 1) % PLACES,
            }
        }
    }

    /// The colours that are there most, and for each pixel the place of its own among them, or of the nearest.
    fn indexed(self) -> (Vec<Colour>, Vec<u8>) {
        let mut order: Vec<usize> = (0..self.colours.len()).collect();
        order.sort_by_key(|at| (std::cmp::Reverse(self.colours[*at].1), self.colours[*at].0));
        let palette: Vec<Colour> = order.iter().take(INDEXED).map(|at| self.colours[*at].0).collect();
        let mut places = vec![0_u8; self.colours.len()];
        for (n, at) in order.into_iter().enumerate() {
            let colour = self.colours[at].0;
            let nearest =
                || palette.iter().enumerate().min_by_key(|(_, other)| distance(colour, **other)).map_or(0, |(at, _)| at);
            places[at] = if n < INDEXED { n } else { nearest() } as u8;
        }
        let pixels = self.pixels.iter().map(|at| places[usize::from(*at)]).collect();
        (palette, pixels)
    }
}

fn distance(a: Colour, b: Colour) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
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
        (0..WIDTH * HEIGHT)
            .flat_map(|n| {
                let [r, g, b] = colour(n);
                [r, g, b, 255]
            })
            .collect()
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
        // 300 shades, and the paper most often.
        let seldom = |n: u32| if n < 300 { [(n % 256) as u8, (n / 256 * 9) as u8, 0] } else { [250, 250, 248] };
        let (palette, places) = Shades::of(&pixels(seldom)).unwrap().indexed();
        assert_eq!((palette.len(), palette[0], places.len()), (256, [250, 250, 248], (WIDTH * HEIGHT) as usize));
        // The 45 that have no place of their own are the brightest reds; the last that has one is next to them.
        assert!((0..300).all(|n| distance(palette[usize::from(places[n])], seldom(n as u32)) <= 45 * 45));
        assert!((0..200).all(|n| palette[usize::from(places[n])] == seldom(n as u32)));
    }

    #[test]
    fn nothing_is_fetched_and_nothing_is_read() {
        let faces = Faces::load(&[]);
        let svg = |inside: &str| format!("<svg xmlns='http://www.w3.org/2000/svg' width='1200' height='630'>{inside}</svg>");
        let image =
            |href: &str| png(&svg(&format!("<image width='9' height='9' href='{href}'/><text>no font</text>")), &faces).unwrap();
        assert_eq!(image("/etc/hostname"), image("https://example.org/x.png"));
        assert!(png("<svg", &faces).is_err());
    }
}
