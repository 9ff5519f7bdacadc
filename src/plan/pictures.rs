//! Which sizes of a picture there are, and what is to be said of one that cannot be shown.

use crate::{
    diagnostic::{
        Finding, Place,
        catalogue::{PICTURE_BROKEN, PICTURE_DISGUISED, PICTURE_LOCATION, PICTURE_TOO_LARGE},
    },
    model::{
        path::{Address, HubPath},
        picture::{Form, Look, PictureFault, PictureKind, Print, PrintFile},
        site::{PictureRef, PictureSize},
        snapshot::Handle,
    },
};

/// In pixels: a portrait, a telephone, one with a fine screen, a column of text, the same on a fine screen, a whole window.
const WIDTHS: [u32; 6] = [200, 400, 800, 1200, 1600, 2400];
/// What browsers get that know no WebP, and feeds and calendars, is not wider.
const WIDEST: u32 = 1600;
/// WebP knows no longer side (RFC 9649, 2.7).
const LONGEST: u32 = 16383;
/// A picture of so few bytes is no faster in another size.
const LIGHT: u64 = 4 << 10;

/// What is made of the picture at `path`, to be shown at `address`. `whole`: the file itself is copied from `static/`, and
/// only other sizes are made. `None`: it is no picture, and copied as it is.
pub fn print(path: &HubPath, handle: &Handle, address: &Address, whole: bool) -> Option<Print> {
    let look = handle.look.clone().filter(|look| look.fault.is_none())?;
    if look.kind == PictureKind::Other {
        return None;
    }
    // Under a false name it is printed as what the name promises, as far as anybody can.
    let promised = PictureKind::of_extension(&path.extension())?;
    let named = if look.kind.is_scalable() && promised.is_scalable() { promised } else { look.kind };
    let file = |address: &Address, form, (width, height)| PrintFile { output: address.output(), form, width, height };
    let height = |width: u32| (f64::from(look.height) * f64::from(width) / f64::from(look.width)).round().max(1.0) as u32;
    let scaled = |width: u32| (width, height(width));
    let mut files = Vec::new();
    if !whole {
        let full = (look.width, look.height);
        let size = if look.kind.is_scalable() && !look.moving && look.width > WIDEST { scaled(WIDEST) } else { full };
        files.push(file(address, Form::Named(named), size));
    }
    if look.kind.is_scalable() && !look.moving && handle.size > LIGHT && look.height <= LONGEST {
        files.extend(widths(look.width).map(|width| file(&beside(address, width), Form::WebP, scaled(width))));
    }
    (!files.is_empty()).then(|| Print { path: path.clone(), source: handle.clone(), look, files })
}

/// How it is shown, where it is printed so.
pub fn shown(handle: &Handle, address: Address, print: Option<&Print>) -> PictureRef {
    let files = || print.into_iter().flat_map(|print| &print.files);
    let own = files().find(|file| matches!(file.form, Form::Named(_))).map(|file| (file.width, file.height));
    let size = |file: &PrintFile| PictureSize { address: Address::new(file.output.as_str()), width: file.width };
    let sizes = files().filter(|file| file.form == Form::WebP).map(size).collect();
    PictureRef { address, dimensions: own.filter(|(width, _)| *width > 0).or(handle.dimensions()), sizes }
}

/// All that are clearly smaller, and the widest there is.
fn widths(natural: u32) -> impl Iterator<Item = u32> {
    let widest = natural.min(WIDTHS[WIDTHS.len() - 1]);
    WIDTHS.into_iter().filter(move |width| width + width / 8 < widest).chain([widest])
}

/// `events/fair/tent.jpg` -> `events/fair/tent.jpg.800w.webp`: a `tent.png` may lie beside it.
fn beside(address: &Address, width: u32) -> Address {
    Address::new(format!("{}.{width}w.webp", address.as_str()))
}

/// What is to be said of a picture in `content/`.
pub fn findings(path: &HubPath, look: &Look) -> Option<Finding> {
    fault(path, look, "; it is left out").or_else(|| disguise(path, look))
}

/// What is to be said of a picture in `static/`, which is copied with all that it tells.
pub fn findings_of_static(path: &HubPath, look: &Look) -> Option<Finding> {
    let told = look.fault != Some(PictureFault::Telling);
    fault(path, look, "").filter(|_| told).or_else(|| {
        look.located.then(|| {
            Finding::new(&PICTURE_LOCATION, Place::file(path), "this picture tells everybody where it was taken")
                .help("move it beside the text that shows it, in content/, where that is taken out; or save it without")
        })
    })
}

fn fault(path: &HubPath, look: &Look, and_so: &str) -> Option<Finding> {
    let promised = PictureKind::of_extension(&path.extension())?;
    let (code, message, help) = match look.fault? {
        PictureFault::NoPicture => (
            &PICTURE_BROKEN,
            format!("the name promises a picture ({}), and there is none in the file", promised.name()),
            "save it again as a PNG, JPEG or WebP",
        ),
        PictureFault::Truncated => (
            &PICTURE_BROKEN,
            "the file ends before the picture does".to_owned(),
            "it was not copied or sent as a whole: do that again",
        ),
        PictureFault::Telling => (
            &PICTURE_BROKEN,
            "few browsers show this kind of picture, and it may tell where it was taken and by whom".to_owned(),
            "save it again as a PNG, JPEG or WebP",
        ),
        PictureFault::TooHeavy => (
            &PICTURE_TOO_LARGE,
            "the file is larger than a picture on a page ever needs to be".to_owned(),
            match promised {
                PictureKind::Svg => "save it again as a drawing of less than 4 MiB",
                _ => "save it again as a JPEG of less than 64 MiB",
            },
        ),
        PictureFault::TooManyPixels => (
            &PICTURE_TOO_LARGE,
            format!("the picture has {} by {} pixels, and no more than 50 million are read", look.width, look.height),
            "make it smaller: no reader is shown more than 2,400 pixels in a row",
        ),
    };
    Some(Finding::new(code, Place::file(path), message + and_so).help(help))
}

fn disguise(path: &HubPath, look: &Look) -> Option<Finding> {
    let promised = PictureKind::of_extension(&path.extension())?;
    if look.kind == promised {
        return None;
    }
    let message = format!("this is {} under the name of {}", look.kind.article(), promised.article());
    let extension = look.kind.name().to_ascii_lowercase();
    let help = format!("give it a name that ends in `.{extension}`");
    Some(Finding::new(&PICTURE_DISGUISED, Place::file(path), message).help(help))
}
