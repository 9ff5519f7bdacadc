//! Pictures that are sent in: made fit for readers, and found out where they are a trap.

use crate::bench::{Temp, hubgen, tree};
use std::{collections::BTreeMap, path::Path};

const HUB: &str = "title: Harbour\nbase_url: https://harbour.example/hub/\ntimezone: Africa/Casablanca\n";
const SECRET: &[u8] = b"SECRET-PLACE";

type Tree = BTreeMap<String, Vec<u8>>;

/// A hub with one article, which shows the pictures that lie beside it.
fn hub(pictures: &[(&str, Vec<u8>)]) -> Temp {
    let shown: String = pictures.iter().map(|(name, _)| format!("![The quay]({name})\n\n")).collect();
    let mut files = vec![
        ("hub.yaml".to_owned(), HUB.as_bytes().to_vec()),
        ("content/fair/index.md".to_owned(), format!("# The fair\n\n{shown}").into_bytes()),
    ];
    files.extend(pictures.iter().map(|(name, bytes)| (format!("content/fair/{name}"), bytes.clone())));
    Temp::with(files)
}

/// What `build` makes of it, and what it says.
fn build(hub: &Path, output: &str) -> (Tree, String) {
    let done = hubgen().current_dir(hub).args(["build", "--now", "2026-11-21", "--output", output]).assert().code(0);
    let mut site = tree(&hub.join(output));
    site.retain(|path, _| path.starts_with("fair/"));
    (site, String::from_utf8(done.get_output().stderr.clone()).unwrap())
}

/// Left half red, right half blue, with grain: a photograph of `width` by `height`, held upright, that tells secrets.
pub fn photograph(width: u16, height: u16) -> Vec<u8> {
    let mut grain = 7u32;
    let pixels: Vec<u8> = (0..height)
        .flat_map(|_| 0..width)
        .flat_map(|x| {
            grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grey = (grain >> 27) as u8;
            if x < width / 2 { [220, grey, grey] } else { [grey, grey, 220] }
        })
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    // One directory: orientation 6, and a pointer to GPS notes.
    let mut exif =
        b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0".to_vec();
    exif.extend(SECRET);
    encoder.add_app_segment(1, exif).unwrap();
    encoder.add_app_segment(1, [b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat()).unwrap();
    encoder.add_app_segment(13, [b"Photoshop 3.0\0", SECRET].concat()).unwrap();
    encoder.encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes.extend(SECRET);
    bytes
}

pub fn drawing(width: u32, height: u32) -> Vec<u8> {
    let pixels: Vec<u8> = (0..width * height).flat_map(|i| [((i * i) >> 5) as u8, (i >> 3) as u8, 90]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.add_text_chunk("Comment".into(), String::from_utf8_lossy(SECRET).into_owned()).unwrap();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    bytes
}

/// A GIF of so many pictures.
fn gif(pictures: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 60, 40, &[]).unwrap();
    encoder.set_repeat(gif::Repeat::Infinite).unwrap();
    for n in 0..pictures {
        let pixels: Vec<u8> = (0..60 * 40).flat_map(|i| [(i * 7 + n * 40) as u8, (i / 9) as u8, 40]).collect();
        encoder.write_frame(&gif::Frame::from_rgb(60, 40, &pixels)).unwrap();
    }
    drop(encoder);
    bytes
}

fn webp_size(bytes: &[u8]) -> (u32, u32) {
    image_webp::WebPDecoder::new(std::io::Cursor::new(bytes)).unwrap().dimensions()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

#[test]
fn a_photograph_stands_upright_in_several_sizes_and_tells_nothing() {
    let hub = hub(&[("quay.jpg", photograph(1000, 500)), ("plan.png", drawing(900, 40)), ("wave.gif", gif(3))]);
    let (site, said) = build(hub.path(), "public");
    assert!(said.contains("No findings"), "{said}");
    assert!(site.iter().all(|(path, bytes)| !holds(bytes, SECRET) || panic!("{path} tells")));
    for (name, size) in
        [("quay.jpg.400w.webp", (400, 800)), ("quay.jpg.500w.webp", (500, 1000)), ("plan.png.900w.webp", (900, 40))]
    {
        let path = format!("fair/{name}");
        assert_eq!(site.get(&path).map(|bytes| webp_size(bytes)), Some(size), "{name} of {:?}", site.keys());
    }
    // Held upright, the left half was the bottom... which orientation 6 turns to the top.
    let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(&site["fair/quay.jpg.500w.webp"][..])).unwrap();
    let mut pixels = vec![0; decoder.output_buffer_size().unwrap()];
    decoder.read_image(&mut pixels).unwrap();
    let at = |x: usize, y: usize| &pixels[(y * 500 + x) * 3..][..3];
    assert!(at(250, 100)[0] > 150 && at(250, 900)[2] > 150, "{:?} above {:?}", at(250, 100), at(250, 900));
    let page = String::from_utf8_lossy(&site["fair/index.html"]).into_owned();
    assert!(page.contains("/hub/fair/quay.jpg.400w.webp 400w, /hub/fair/quay.jpg.500w.webp 500w\""), "{page}");
    assert!(page.contains("src=\"/hub/fair/quay.jpg\" width=\"500\" height=\"1000\""), "{page}");
    assert!(holds(&site["fair/wave.gif"], b"NETSCAPE2.0") && !site.contains_key("fair/wave.gif.60w.webp"), "it goes on moving");
}

#[test]
fn what_is_kept_between_runs_is_what_would_be_made() {
    let hub = hub(&[
        ("quay.jpg", photograph(500, 300)),
        ("dot.gif", gif(1)),
        ("mark.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9'/></svg>".to_vec()),
    ]);
    let (first, _) = build(hub.path(), "public");
    let whole = |output: &str| tree(&hub.path().join(output));
    let (again, said) = build(hub.path(), "public");
    assert!(said.contains("0 written"), "{said}");
    let (warm, _) = build(hub.path(), "elsewhere");
    std::fs::remove_dir_all(hub.path().join(".hubgen")).unwrap();
    let (fresh, _) = build(hub.path(), "afresh");
    assert!(first == again && first == warm && first == fresh);
    assert!(whole("elsewhere") == whole("afresh"), "the search, too");
    // Where nothing can be kept, each file is made alone.
    std::fs::remove_dir_all(hub.path().join(".hubgen")).unwrap();
    std::fs::write(hub.path().join(".hubgen"), "no folder").unwrap();
    build(hub.path(), "alone");
    assert!(whole("alone") == whole("afresh"), "a size is the same whichever others are made");
    std::fs::remove_file(hub.path().join(".hubgen")).unwrap();
    std::fs::write(hub.path().join("content/fair/quay.jpg"), photograph(480, 300)).unwrap();
    let (changed, _) = build(hub.path(), "public");
    assert_ne!(first["fair/quay.jpg"], changed["fair/quay.jpg"], "another picture under the same name");
}

#[test]
fn what_is_no_picture_is_left_out_and_the_rest_is_there() {
    let mut bomb = drawing(20, 20);
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let mut bitten = drawing(300, 200);
    let middle = bitten.len() / 2;
    bitten[middle..middle + 40].fill(0x55);
    let whole = drawing(300, 200);
    let hub = hub(&[
        ("bomb.png", bomb),
        ("half.png", whole[..whole.len() / 2].to_vec()),
        ("page.jpg", b"<script>alert(1)</script>".to_vec()),
        ("named.jpg", whole.clone()),
        ("bitten.png", bitten.clone()),
        ("good.png", whole),
        ("nothing.webp", Vec::new()),
        // Two of one name, and neither takes the other's place.
        ("good.jpg", photograph(200, 120)),
    ]);
    let (site, said) = build(hub.path(), "public");
    for (code, file) in [
        ("picture/too-large", "bomb.png"),
        ("picture/broken", "half.png"),
        ("picture/broken", "page.jpg"),
        ("picture/disguised", "named.jpg"),
        ("picture/broken", "bitten.png"),
        ("picture/broken", "nothing.webp"),
    ] {
        let at = said.find(&format!("content/fair/{file}")).unwrap_or_else(|| panic!("nothing is said of {file}: {said}"));
        let before = said[..at].rfind("warning[").unwrap();
        assert!(said[before..].starts_with(&format!("warning[{code}]")), "{file}: {}", &said[before..at]);
    }
    assert_ne!(site["fair/bitten.png"], bitten, "what is damaged is not passed on");
    let page = String::from_utf8_lossy(&site["fair/index.html"]).into_owned();
    for gone in ["bomb.png", "half.png", "page.jpg", "nothing.webp"] {
        assert!(!page.contains(gone) && !site.contains_key(&format!("fair/{gone}")), "{gone}");
    }
    assert!(site["fair/named.jpg"].starts_with(b"\xff\xd8"), "it is what its name promises");
    assert!(
        site.contains_key("fair/good.jpg.120w.webp")
            && site["fair/good.png.300w.webp"].len() > 100
            && page.contains("fair/bitten.png")
    );
}

#[test]
fn what_tells_is_silent_under_every_name() {
    let told = photograph(60, 40);
    let hub = hub(&[
        ("a.jpg", told.clone()),
        ("b.avif", told.clone()),
        ("c.bmp", told.clone()),
        ("d.tiff", told.clone()),
        ("e.svg", told.clone()),
        ("f.tiff", [b"II*\0\x08\0\0\0", SECRET].concat()),
        ("g.jxl", [b"\xff\x0a", SECRET].concat()),
    ]);
    let (site, _) = build(hub.path(), "public");
    assert!(site.len() > 3 && site.iter().all(|(path, bytes)| !holds(bytes, SECRET) || panic!("{path} tells")));
}
