//! AVIF (ISO/IEC 23000-22 on HEIF, ISO/IEC 23008-12).
//!
//! Places in the file are counted from its beginning, so nothing is taken out: what is not seen is overwritten in its
//! place with zeros, and Exif with one that says nothing: decoders refuse a picture whose Exif is none at all.

mod items;

use super::Rest;
use std::ops::Range;

/// An item of Exif without entries: where the TIFF structure begins behind this number, and the structure.
const NO_EXIF: &[u8] = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0";

pub fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut erased = Erased { out: bytes.to_vec() };
    let (mut meta, mut films, mut data) = (None, Vec::new(), Vec::new());
    let mut end = 0;
    for found in Boxes::new(bytes, 0..bytes.len()) {
        // What hangs on behind is no box, or one that nobody asked for.
        let Some(found) = found else { break };
        match &found.name {
            b"ftyp" => {}
            b"mdat" => data.push(found.body.clone()),
            b"meta" if meta.is_none() => meta = Some(found.clone()),
            b"moov" => films.push(found.clone()),
            b"free" | b"skip" | b"uuid" => erased.hole(&found),
            _ if meta.is_some() && !data.is_empty() => break,
            _ => return None,
        }
        end = found.whole.end;
    }
    // Where a film looks for its pictures is not followed.
    if end < bytes.len() && !films.is_empty() {
        return None;
    }
    erased.meta(bytes, &meta?, &data, end)?;
    for film in &films {
        erased.film(bytes, film, &data, end)?;
    }
    erased.out.truncate(end);
    Some(erased.out)
}

/// A box, by its places in the file.
#[derive(Clone, Debug)]
struct Found {
    name: [u8; 4],
    whole: Range<usize>,
    body: Range<usize>,
}

/// The boxes in a part of a file. `None` where there should be one and is none, and then nothing more.
struct Boxes<'a> {
    bytes: &'a [u8],
    left: Range<usize>,
}

impl<'a> Boxes<'a> {
    fn new(bytes: &'a [u8], left: Range<usize>) -> Boxes<'a> {
        Boxes { bytes, left }
    }

    fn found(&self) -> Option<Found> {
        let whole = self.bytes.get(self.left.clone())?;
        let mut rest = Rest(whole);
        let (short, name) = (rest.u32()?, rest.array()?);
        let length = match short {
            0 => whole.len(),
            1 => usize::try_from(u64::from_be_bytes(rest.array()?)).ok()?,
            length => usize::try_from(length).ok()?,
        };
        let start = self.left.start;
        let body = start + whole.len() - rest.0.len();
        let end = start.checked_add(length).filter(|end| (body..=self.left.end).contains(end))?;
        Some(Found { name, whole: start..end, body: body..end })
    }
}

impl Iterator for Boxes<'_> {
    type Item = Option<Found>;

    fn next(&mut self) -> Option<Option<Found>> {
        if self.left.is_empty() {
            return None;
        }
        let found = self.found();
        self.left.start = found.as_ref().map_or(self.left.end, |found| found.whole.end);
        Some(found)
    }
}

struct Erased {
    out: Vec<u8>,
}

impl Erased {
    fn zero(&mut self, range: Range<usize>) {
        if let Some(bytes) = self.out.get_mut(range) {
            bytes.fill(0);
        }
    }

    /// Makes a box one that everybody skips.
    fn hole(&mut self, found: &Found) {
        self.zero(found.body.clone());
        if let Some(name) = self.out.get_mut(found.whole.start + 4..found.whole.start + 8) {
            name.copy_from_slice(b"free");
        }
    }

    fn meta(&mut self, bytes: &[u8], meta: &Found, data: &[Range<usize>], end: usize) -> Option<()> {
        let mut of_items = items::Boxes::default();
        for found in Boxes::new(bytes, meta.body.start.checked_add(4)?..meta.body.end) {
            let found = found?;
            match &found.name {
                b"iinf" => of_items.iinf = Some(found),
                b"iloc" => of_items.iloc = Some(found),
                b"idat" => of_items.idat = Some(found),
                b"iprp" => self.properties(bytes, &found)?,
                b"free" | b"skip" | b"uuid" | b"udta" | b"xml " | b"bxml" => self.hole(&found),
                _ => {}
            }
        }
        let (mut written, mut left) = (None, &[][..]);
        for unseen in items::unseen(bytes, &of_items, data, end)? {
            if written != Some(unseen.item) {
                (written, left) = (Some(unseen.item), if unseen.is_exif { NO_EXIF } else { &[] });
            }
            left = self.overwrite(unseen.range, left);
        }
        Some(())
    }

    /// Writes as much as there is room for and zeros after it; what is left is for the next piece.
    fn overwrite<'w>(&mut self, range: Range<usize>, words: &'w [u8]) -> &'w [u8] {
        let (now, later) = words.split_at(words.len().min(range.len()));
        let start = range.start;
        self.zero(range);
        if let Some(bytes) = self.out.get_mut(start..start + now.len()) {
            bytes.copy_from_slice(now);
        }
        later
    }

    /// Words that describe a picture, and times, may stand among what says how large it is.
    fn properties(&mut self, bytes: &[u8], found: &Found) -> Option<()> {
        for container in Boxes::new(bytes, found.body.clone()) {
            let container = container?;
            if &container.name != b"ipco" {
                continue;
            }
            for property in Boxes::new(bytes, container.body) {
                let property = property?;
                if matches!(&property.name, b"udes" | b"crtt" | b"mdft" | b"uuid") {
                    self.zero(property.body);
                }
            }
        }
        Some(())
    }

    /// A film, one of its tracks, or what is in one.
    fn film(&mut self, bytes: &[u8], film: &Found, data: &[Range<usize>], end: usize) -> Option<()> {
        for found in Boxes::new(bytes, film.body.clone()) {
            let found = found?;
            match (&film.name, &found.name) {
                (b"moov", b"trak") | (b"trak", b"mdia") => self.film(bytes, &found, data, end)?,
                (_, b"mvhd" | b"tkhd" | b"mdhd") => self.times(bytes, &found)?,
                (_, b"meta") => self.meta(bytes, &found, data, end)?,
                (_, b"udta" | b"uuid" | b"free" | b"skip") => self.hole(&found),
                _ => {}
            }
        }
        Some(())
    }

    /// When a film was made, and when it was changed.
    fn times(&mut self, bytes: &[u8], found: &Found) -> Option<()> {
        let length = match bytes.get(found.body.clone())?.first()? {
            0 => 8,
            1 => 16,
            _ => return None,
        };
        let start = found.body.start + 4;
        if start + length > found.body.end {
            return None;
        }
        self.zero(start..start + length);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::picture::PictureKind;

    pub const SECRET: &[u8] = b"SECRET-PLACE";

    pub fn boxed(name: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
        let body = parts.concat();
        [&(body.len() as u32 + 8).to_be_bytes()[..], name, &body].concat()
    }

    fn item(id: u8, kind: &[u8; 4]) -> Vec<u8> {
        boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, b"name\0"])
    }

    /// Three items in a row, each twelve bytes, with the place of the first given.
    fn meta(first: u8, more: &[u8]) -> Vec<u8> {
        let infos = boxed(b"iinf", &[&[0, 0, 0, 0, 0, 3], &item(1, b"av01"), &item(2, b"Exif"), &item(3, b"mime")]);
        let place = |id: u8| [0, id, 0, 0, 0, 1, 0, 0, 0, first + 12 * (id - 1), 0, 0, 0, 12];
        let places = boxed(b"iloc", &[&[0, 0, 0, 0, 0x44, 0, 0, 3], &place(1), &place(2), &place(3)]);
        let described = boxed(b"udes", &[&[0; 4], SECRET, &[0; 4]]);
        let properties = boxed(b"iprp", &[&boxed(b"ipco", &[&described])]);
        boxed(b"meta", &[&[0; 4], &infos, &places, &properties, more])
    }

    fn avif(first: u8, more: &[u8], data: &[u8]) -> Vec<u8> {
        [boxed(b"ftyp", &[b"avif\0\0\0\0mif1"]), meta(first, more), boxed(b"mdat", &[data])].concat()
    }

    fn whole() -> Vec<u8> {
        let data = [b"the picture.", SECRET, SECRET].concat();
        let at = avif(0, &[], &data).len() - data.len();
        avif(u8::try_from(at).unwrap(), &[], &data)
    }

    #[test]
    fn words_become_zeros_in_their_place() {
        let dirty = [whole(), SECRET.to_vec()].concat();
        let bare = strip(&dirty).unwrap();
        assert_eq!(bare.len(), whole().len());
        assert!(!bare.windows(6).any(|w| w == b"SECRET"));
        assert!(bare.ends_with(&[b"the picture.", &NO_EXIF[..12], &[0; 12]].concat()));
        assert_eq!(strip(&bare), Some(bare));
    }

    #[test]
    fn boxes_that_nobody_looks_into_are_emptied() {
        let dirty = [whole(), boxed(b"uuid", &[SECRET]), boxed(b"free", &[SECRET]), boxed(b"what", &[SECRET])].concat();
        let bare = strip(&dirty).unwrap();
        assert!(!bare.windows(6).any(|w| w == b"SECRET"));
        assert_eq!(bare.len(), dirty.len() - 20);
    }

    #[test]
    fn films_lose_their_times_and_notes() {
        let header = boxed(b"mvhd", &[&[0; 4], b"made", b"then", b"....."]);
        let track = boxed(b"trak", &[&header, &boxed(b"udta", &[SECRET]), &boxed(b"mdia", &[&header])]);
        let bare = strip(&[whole(), boxed(b"moov", &[&header, &track, &boxed(b"uuid", &[SECRET])])].concat()).unwrap();
        for word in [&b"SECRET"[..], b"made", b"then"] {
            assert!(!bare.windows(word.len()).any(|w| w == word));
        }
    }

    #[test]
    fn what_is_not_understood_is_none() {
        let whole = whole();
        assert!(strip(&whole).is_some());
        for cut in 0..whole.len() {
            assert_eq!(strip(&whole[..cut]), None, "{cut}");
        }
        // The notes stand where the picture stands, or beyond the end.
        let data = [b"the picture.", SECRET, SECRET].concat();
        assert_eq!(strip(&avif(0, &[], &data)), None);
        assert_eq!(strip(&avif(200, &[], &data)), None);
        let second = boxed(b"infe", &[b"broken"]);
        assert_eq!(strip(&avif(0, &boxed(b"iinf", &[&[0, 0, 0, 0, 0, 1], &second]), &data)), None);
        assert_eq!(PictureKind::of_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), None);
    }
}
