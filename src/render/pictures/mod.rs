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
        picture::{Form, PictureKind, Print, PrintFile},
        snapshot::Handle,
    },
};

/// Changes when the same picture is to come out otherwise than before.
const EDITION: &[u8] = b"pictures 1";

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

    fn make(&self, source: &[u8], files: &[usize]) -> Made {
        let wanted: Vec<&PrintFile> = files.iter().filter_map(|file| self.files.get(*file)).collect();
        match made(self, source, &wanted) {
            Some(files) => Made { files, finding: None },
            None => Made { files: wanted.iter().map(|file| encode::blank(file)).collect(), finding: Some(self.broken()) },
        }
    }

    fn examine(&self, source: &[u8]) -> Option<Finding> {
        let sound = match self.look.kind {
            PictureKind::Svg => svg::clean(source).is_ok(),
            kind if kind.is_scalable() && !self.look.moving => decode::decode(source, kind).is_some(),
            _ => strip::strip(source).is_some(),
        };
        (!sound).then(|| self.broken())
    }
}

impl Print {
    fn broken(&self) -> Finding {
        let message = "the picture is damaged and cannot be read, so an empty one stands in its place";
        Finding::new(&PICTURE_BROKEN, Place::file(&self.path), message).help("save it again, or send it again")
    }
}

fn made(print: &Print, source: &[u8], wanted: &[&PrintFile]) -> Option<Vec<Vec<u8>>> {
    let look = &print.look;
    match look.kind {
        PictureKind::Svg => {
            let clean = svg::clean(source).ok()?;
            Some(wanted.iter().map(|_| clean.clone()).collect())
        }
        kind if kind.is_scalable() && !look.moving => develop::develop(source, look, wanted),
        // What moves, and AVIF: as it is, without what it tells.
        _ => {
            let bare = strip::strip(source)?;
            Some(wanted.iter().map(|_| bare.clone()).collect())
        }
    }
}

/// Whether a file can be had from its source without decoding it.
fn is_as_it_is(file: &PrintFile, look: &crate::model::picture::Look) -> bool {
    file.form == Form::Named(look.kind) && file.width == look.width
}
