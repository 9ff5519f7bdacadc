//! The fonts of a theme, loaded: which of them a text is set in, and how wide it then is.

use crate::model::{letters::Letters, theme::Font};
use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use resvg::usvg::{FontFamily, FontResolver, fontdb};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, PoisonError, RwLock},
};

/// What words came to, by face and word; in parts of the font's size.
type Widths = RwLock<HashMap<(usize, String), f32>>;

/// All fonts, in the order in which they are tried.
pub struct Faces {
    pub database: Arc<fontdb::Database>,
    faces: Vec<Face>,
    widths: Widths,
}

struct Face {
    id: fontdb::ID,
    family: String,
    weight: u16,
    bytes: Arc<[u8]>,
    letters: Letters,
    shaper: ShaperData,
    units: f32,
}

impl Faces {
    pub fn load(fonts: &[Font]) -> Faces {
        let mut database = fontdb::Database::new();
        let mut faces = Vec::new();
        for font in fonts {
            let source = fontdb::Source::Binary(Arc::new(font.bytes.clone()));
            for id in database.load_font_source(source) {
                faces.extend(database.face(id).and_then(|info| Face::new(id, info, font)));
            }
        }
        Faces { database: Arc::new(database), faces, widths: Widths::default() }
    }

    /// Names of the families there are.
    pub fn families(&self) -> BTreeSet<&str> {
        self.faces.iter().map(|face| face.family.as_str()).collect()
    }

    /// The face of a family that is nearest to a weight. Without the family there is none.
    pub fn find(&self, family: &str, weight: u16) -> Option<usize> {
        let own = self.faces.iter().enumerate().filter(|(_, face)| face.family == family);
        own.min_by_key(|(_, face)| face.weight.abs_diff(weight)).map(|(at, _)| at)
    }

    /// The first face, for who names no family.
    pub fn usual(&self) -> Option<&str> {
        self.faces.first().map(|face| face.family.as_str())
    }

    /// How wide a text is in a face, in parts of its size. What that lacks is taken from the next that has it, as it is
    /// drawn.
    pub fn width(&self, face: usize, text: &str) -> f32 {
        let key = (face, text.to_owned());
        let known = self.widths.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        if let Some(width) = known {
            return width;
        }
        let others = (0..self.faces.len()).filter(|other| *other != face);
        let whole = std::iter::once(face).chain(others).find_map(|at| self.faces[at].shaped(text).filter(|(_, whole)| *whole));
        let width = whole.or_else(|| self.faces[face].shaped(text)).map_or(0.0, |(width, _)| width);
        self.widths.write().unwrap_or_else(PoisonError::into_inner).insert(key, width);
        width
    }

    /// How resvg finds fonts: by the same rules, and none that is not ours.
    pub fn resolver(&self) -> FontResolver<'_> {
        FontResolver {
            select_font: Box::new(|font, _| {
                let named = font.families().iter().find_map(|family| match family {
                    FontFamily::Named(name) => self.find(name, font.weight()),
                    _ => None,
                });
                self.faces.get(named.or_else(|| self.find(self.usual()?, font.weight()))?).map(|face| face.id)
            }),
            select_fallback: Box::new(|c, tried, _| {
                let mut left = self.faces.iter().filter(|face| !tried.contains(&face.id));
                left.find(|face| face.letters.holds(c)).map(|face| face.id)
            }),
        }
    }
}

impl Face {
    fn new(id: fontdb::ID, info: &fontdb::FaceInfo, file: &Font) -> Option<Face> {
        // Of a collection the first: one file, one font.
        let font = FontRef::new(&file.bytes).ok()?;
        let units = skrifa::MetadataProvider::metrics(
            &font,
            skrifa::instance::Size::unscaled(),
            skrifa::instance::LocationRef::default(),
        );
        Some(Face {
            id,
            family: info.families.first()?.0.clone(),
            weight: info.weight.0,
            shaper: ShaperData::new(&font),
            units: f32::from(units.units_per_em.max(1)),
            bytes: file.bytes.clone(),
            letters: file.letters.clone(),
        })
    }

    /// The width in parts of the size, and whether the face had every character.
    fn shaped(&self, text: &str) -> Option<(f32, bool)> {
        let font = FontRef::new(&self.bytes).ok()?;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let glyphs = self.shaper.shaper(&font).build().shape(buffer, ShapeOptions::new());
        let units: i32 = glyphs.glyph_positions().iter().map(|position| position.x_advance).sum();
        Some((units as f32 / self.units, glyphs.glyph_infos().iter().all(|glyph| glyph.glyph_id != 0)))
    }
}
