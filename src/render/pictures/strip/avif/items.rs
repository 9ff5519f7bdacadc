//! Items of a HEIF file: what each is, and where in the file its bytes are.

use super::{super::Rest, Boxes as Walk, Found};
use std::{collections::HashMap, ops::Range};

/// Exif, XMP, and what else there might be.
const MOST_UNSEEN: usize = 64;

/// The boxes that items are described in.
#[derive(Default)]
pub struct Boxes {
    pub iinf: Option<Found>,
    pub iloc: Option<Found>,
    pub idat: Option<Found>,
}

/// A piece of an item that is not seen.
pub struct Unseen {
    pub item: u32,
    pub is_exif: bool,
    pub range: Range<usize>,
}

/// Where items are that are not seen, piece by piece. `None` where that cannot be told for sure, or a picture would be hurt.
pub fn unseen(bytes: &[u8], boxes: &Boxes, data: &[Range<usize>], end: usize) -> Option<Vec<Unseen>> {
    let (Some(infos), Some(places)) = (&boxes.iinf, &boxes.iloc) else {
        return (boxes.iinf.is_none() && boxes.iloc.is_none()).then(Vec::new);
    };
    let kinds = kinds(bytes, infos)?;
    let inside = boxes.idat.as_ref().map(|idat| idat.body.clone());
    let (mut seen, mut unseen) = (Vec::new(), Vec::new());
    for (item, range) in extents(bytes.get(places.body.clone())?, inside.as_ref())? {
        if range.end > end {
            return None;
        }
        match kinds.get(&item)? {
            b"av01" | b"grid" | b"iden" | b"iovl" | b"sato" | b"tmap" => seen.push(range),
            kind @ (b"Exif" | b"mime" | b"uri ") => unseen.push(Unseen { item, is_exif: kind == b"Exif", range }),
            _ => return None,
        }
    }
    let lies_well = |Unseen { range, .. }: &Unseen| {
        let is_held = data.iter().chain(&inside).any(|holder| holder.start <= range.start && range.end <= holder.end);
        is_held && seen.iter().all(|other| range.end <= other.start || other.end <= range.start)
    };
    (unseen.len() <= MOST_UNSEEN && unseen.iter().all(lies_well)).then_some(unseen)
}

fn full_box<'a>(bytes: &'a [u8], found: &Found) -> Option<(u8, Rest<'a>)> {
    let mut rest = Rest(bytes.get(found.body.clone())?);
    let [version, ..] = rest.array::<4>()?;
    Some((version, rest))
}

/// Item Information Box: items by number.
fn kinds(bytes: &[u8], infos: &Found) -> Option<HashMap<u32, [u8; 4]>> {
    let (version, _) = full_box(bytes, infos)?;
    let count = if version == 0 { 2 } else { 4 };
    let mut kinds = HashMap::new();
    for found in Walk::new(bytes, infos.body.start.checked_add(4 + count)?..infos.body.end) {
        let found = found?;
        let (version, mut rest) = full_box(bytes, &found)?;
        let item = match (&found.name, version) {
            (b"infe", 2) => u32::from(rest.u16()?),
            (b"infe", 3) => rest.u32()?,
            _ => return None,
        };
        rest.u16()?;
        if kinds.insert(item, rest.array()?).is_some() {
            return None;
        }
    }
    Some(kinds)
}

/// Item Location Box: each piece of each item.
fn extents(places: &[u8], inside: Option<&Range<usize>>) -> Option<Vec<(u32, Range<usize>)>> {
    let mut rest = Rest(places);
    let [version, ..] = rest.array::<4>()?;
    let [sizes, more] = rest.array()?;
    let (offset, length, base) = (sizes >> 4, sizes & 15, more >> 4);
    let index = if version == 0 { 0 } else { more & 15 };
    let number = |rest: &mut Rest| if version < 2 { rest.u16().map(u32::from) } else { rest.u32() };
    let mut found = Vec::new();
    for _ in 0..number(&mut rest)? {
        let item = number(&mut rest)?;
        let method = if version == 0 { 0 } else { rest.u16()? & 15 };
        // Data in other files.
        if version > 2 || rest.u16()? != 0 {
            return None;
        }
        let origin = match method {
            0 => 0,
            1 => inside?.start,
            _ => return None,
        };
        let origin = origin.checked_add(sized(&mut rest, base)?)?;
        for _ in 0..rest.u16()? {
            sized(&mut rest, index)?;
            let start = origin.checked_add(sized(&mut rest, offset)?)?;
            // Without a length it would reach to the end, wherever that is.
            let end = start.checked_add(sized(&mut rest, length)?).filter(|_| length > 0)?;
            found.push((item, start..end));
        }
    }
    Some(found)
}

/// A number of as many bytes as the file says.
fn sized(rest: &mut Rest, bytes: u8) -> Option<usize> {
    match bytes {
        0 => Some(0),
        4 => usize::try_from(rest.u32()?).ok(),
        8 => usize::try_from(u64::from_be_bytes(rest.array()?)).ok(),
        _ => None,
    }
}
