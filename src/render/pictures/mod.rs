//! Pictures made fit for readers: no larger than is shown, the right way up, and telling nothing but what is seen.
//!
//! Bytes in, bytes out. What costs is bounded before: `world` looks at the size a picture claims, and lets in only what
//! fits into memory.

mod decode;
mod develop;
mod encode;
pub mod strip;
pub mod svg;

use crate::{
    diagnostic::{Finding, Place, catalogue::PICTURE_BROKEN},
    memo::Fingerprint,
    model::{
        output::{Costly, Made},
        path::HubPath,
        picture::{Form, Look, PictureKind, Print, PrintFile},
        snapshot::Handle,
    },
};

/// Changes when the same picture is to come out otherwise than before.
const EDITION: &[u8] = b"pictures 2";

impl Costly for Print {
    fn files(&self) -> usize {
        self.files.len()
    }

    fn source(&self) -> Option<&Handle> {
        Some(&self.source)
    }

    fn recipe(&self, file: usize) -> [u8; 32] {
        let Some(PrintFile { form, width, height, .. }) = self.files.get(file) else { return [0; 32] };
        let form = format!("{form:?}");
        Fingerprint::of([EDITION, form.as_bytes(), &width.to_le_bytes(), &height.to_le_bytes()]).digest()
    }

    fn memory(&self) -> u64 {
        // Four bytes for each pixel, what a progressive JPEG needs beside them, and the file itself.
        let pixels = u64::from(self.look.width) * u64::from(self.look.height);
        if self.look.kind.is_scalable() { pixels * 7 + self.source.size } else { self.source.size * 3 }
    }

    fn is_kept(&self) -> bool {
        is_decoded(&self.look)
    }

    fn make(&self, source: &[u8], files: &[usize]) -> Made {
        let wanted: Vec<&PrintFile> = files.iter().filter_map(|file| self.files.get(*file)).collect();
        match made(self, source, &wanted) {
            Ok(files) => Made { files, finding: None },
            Err(why) => Made {
                files: wanted.iter().map(|file| encode::blank(file)).collect(),
                finding: Some(broken(&self.path, why.as_ref())),
            },
        }
    }

    fn examine(&self, source: &[u8]) -> Option<Finding> {
        let looked = match self.look.kind {
            PictureKind::Svg => svg::clean(source).map(drop).map_err(Some),
            kind if is_decoded(&self.look) => decode::decode(source, kind).map(drop).ok_or(None),
            _ => strip::strip(source).map(drop).ok_or(None),
        };
        looked.err().map(|why| broken(&self.path, why.as_ref()))
    }
}

/// What moves is passed on as it is.
fn is_decoded(look: &Look) -> bool {
    look.kind.is_scalable() && !look.moving
}

fn broken(path: &HubPath, why: Option<&svg::Fault>) -> Finding {
    let message = match why {
        Some(why) => format!("the drawing cannot be shown, so an empty one stands in its place: {why}"),
        None => "the picture is damaged and cannot be read, so an empty one stands in its place".to_owned(),
    };
    let help = if why.is_some() { "save it again as “plain SVG”" } else { "save it again, or send it again" };
    Finding::new(&PICTURE_BROKEN, Place::file(path), message).help(help)
}

fn made(print: &Print, source: &[u8], wanted: &[&PrintFile]) -> Result<Vec<Vec<u8>>, Option<svg::Fault>> {
    let same = |bytes: Vec<u8>| wanted.iter().map(|_| bytes.clone()).collect();
    match print.look.kind {
        PictureKind::Svg => svg::clean(source).map(same).map_err(Some),
        _ if is_decoded(&print.look) => develop::develop(source, &print.look, wanted).ok_or(None),
        _ => strip::strip(source).map(same).ok_or(None),
    }
}

/// Whether a file can be had from its source without decoding it.
fn is_as_it_is(file: &PrintFile, look: &Look) -> bool {
    file.form == Form::Named(look.kind) && file.width == look.width
}
