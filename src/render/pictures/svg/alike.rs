//! Whether a cleaned drawing looks as it did: it is drawn before and after, by a program that shares no code with ours.

use super::clean;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};
use std::{fs, path::Path};

fn drawn(svg: &[u8]) -> Pixmap {
    let tree = Tree::from_data(svg, &Options::default()).unwrap();
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height()).unwrap();
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels
}

fn assert_alike(svg: &[u8], what: &str) {
    let cleaned = clean(svg).unwrap_or_else(|fault| panic!("{what}: {fault}"));
    let (before, after) = (drawn(svg), drawn(&cleaned));
    assert!(before.data() == after.data(), "{what}\n{}", String::from_utf8_lossy(&cleaned));
    assert!(before.data().iter().any(|byte| *byte != 0), "{what} shows nothing");
}

#[test]
fn the_drawings_of_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for folder in ["example-site", "themes"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).into_iter().map(Result::unwrap) {
            // A template is none yet.
            if entry.path().extension().is_some_and(|extension| extension == "svg") && entry.file_name() != "card.svg" {
                assert_alike(&fs::read(entry.path()).unwrap(), &entry.path().display().to_string());
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

/// As editors write them: a gradient that refers to another, a sheet of styles, parts used, a picture inside, a mask,
/// a filter, names of other spaces all over.
#[test]
fn what_editors_write() {
    let head = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
                xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape' viewBox='0 0 80 60' width='80' height='60'>";
    let pixel =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    for inside in [
        "<defs><linearGradient id='a'><stop stop-color='red'/><stop offset='1' stop-color='#00f8'/></linearGradient>\
         <radialGradient id='b' xlink:href='#a' gradientTransform='rotate(3)'/></defs><rect width='70' height='50' fill='url(#b)'/>",
        "<style type='text/css'><![CDATA[/* x */ .st0{fill:#FF0000;stroke:url('#g');} g > .st1 { fill : rgb(1, 2,3) !important }]]>\
         </style><linearGradient id='g'><stop/></linearGradient><g><path class='st0 st1' d='M9,9h9v9z'/></g>",
        "<defs><g id='glyph0-1'><path d='M 0.5 0.75 L 9 1e1 Z'/></g></defs><use xlink:href='#glyph0-1' x='3' y='4'/>\
         <symbol id='s' viewBox='0 0 9 9'><circle r='9'/></symbol><use href='#s' width='9' height='9' fill='teal'/>",
        "<mask id='m'><rect width='30' height='30' fill='white' opacity='.5'/></mask><clipPath id='c'><circle r='40'/></clipPath>\
         <filter id='f'><feGaussianBlur stdDeviation='2'/><feOffset dx='1'/></filter><g mask='url(#m)' clip-path=\"url('#c')\">\
         <rect width='60' height='60' style='filter:url(#f);fill:url(#p) green;-inkscape-stroke:none'/></g>\
         <pattern id='p' width='4' height='4' patternUnits='userSpaceOnUse'><path d='M0 0h2v2'/></pattern>",
        "<switch><foreignObject><p/></foreignObject><rect width='9' height='9'/></switch><a xlink:href='http://x.example'>\
         <rect x='20' width='9' height='9' inkscape:label='x'/></a><g inkscape:groupmode='layer' style='display:inline'><path d='M40 40h9v9'/></g>",
        &format!("<image width='40' height='40' image-rendering='pixelated' xlink:href='{pixel}'/>"),
        "<svg x='9' width='20' height='20' viewBox='0 0 1 1' preserveAspectRatio='none'><rect width='1' height='2'/></svg>",
    ] {
        assert_alike(format!("{head}{inside}</svg>").as_bytes(), inside);
    }
}
