//! Share cards: what is seen of a page where somebody sends a link to it.
//!
//! The theme's `card.svg` says what stands where, with `lines` to break its texts (`lines`, measured by `faces`), and
//! resvg draws it (`picture`). A card is asked for by name like any other file, and drawn by whoever wants to keep it.

#![allow(clippy::string_slice, reason = "offsets come from `find` on the same text")]

pub mod faces;
mod lines;
mod picture;
mod words;

pub use picture::{HEIGHT, WIDTH};
pub use words::register;

use super::Press;
use crate::{
    diagnostic::{Finding, Place, catalogue},
    model::{
        output::{Content, Costly, Made},
        path::HubPath,
        site::{CARD_FILE, Page},
        snapshot::Handle,
        theme::{CARD, Theme},
    },
};
use faces::Faces;
use std::sync::Arc;

/// Changes whenever the same SVG and fonts come out otherwise.
const WAY: &[u8] = b"hubgen card 1, resvg 0.49";

/// Pixels, places of colours, outlines.
const MEMORY: u64 = 8 << 20;

/// What all cards of a site are drawn with.
#[derive(Clone)]
pub struct Easel {
    faces: Arc<Faces>,
    /// Stands for the fonts.
    digest: [u8; 32],
    /// Where the template lies.
    template: Option<HubPath>,
}

impl Easel {
    pub fn of(theme: &Theme, faces: &Arc<Faces>) -> Easel {
        let mut hasher = blake3::Hasher::new();
        hasher.update(WAY);
        for font in &theme.fonts {
            hasher.update(&font.digest);
        }
        let template = theme.templates.get(CARD).map(|template| template.path.clone());
        Easel { faces: faces.clone(), digest: *hasher.finalize().as_bytes(), template }
    }
}

/// One card, still to be drawn.
struct Card {
    easel: Easel,
    svg: String,
}

impl std::fmt::Debug for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.svg)
    }
}

impl Card {
    fn finding(&self, error: &str) -> Finding {
        let message = format!("what {CARD} makes cannot be drawn: {error}");
        Finding::new(&catalogue::THEME_TEMPLATE, self.easel.template.as_ref().map(Place::file), message)
            .help("it begins with `<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">`, and every element is closed")
    }
}

impl Costly for Card {
    fn files(&self) -> usize {
        1
    }

    fn source(&self) -> Option<&Handle> {
        None
    }

    fn recipe(&self, _: usize) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.easel.digest).update(self.svg.as_bytes());
        *hasher.finalize().as_bytes()
    }

    fn memory(&self) -> u64 {
        MEMORY
    }

    fn make(&self, _: &[u8], files: &[usize]) -> Made {
        let (bytes, finding) = match picture::png(&self.svg, &self.easel.faces) {
            Ok(bytes) => (bytes, None),
            Err(error) => (picture::blank(), Some(self.finding(&without_place(&error)))),
        };
        Made { files: files.iter().map(|_| bytes.clone()).collect(), finding }
    }

    fn examine(&self, _: &[u8]) -> Option<Finding> {
        let error = picture::read(&self.svg, &self.easel.faces).err()?;
        Some(self.finding(&without_place(&error)))
    }
}

/// A fault of the template is the same on every card; where in the text of each it shows is not.
fn without_place(error: &str) -> String {
    let at = error.rfind(" at ").filter(|at| error[*at..].chars().any(|c| c.is_ascii_digit()));
    at.map_or(error, |at| &error[..at]).to_owned()
}

impl Press {
    /// The card of a page, still to be drawn.
    pub(super) fn card(&self, page: &Page) -> Result<Content, Box<Finding>> {
        let desk = self.desk(page.language);
        let mut context = tera::Context::new();
        if let Some(card) = desk.share_card(page) {
            context.insert_value("card", tera::Value::from_serializable(&card));
        }
        if let Some(shell) = self.shells.get(&(page.language, desk.menu_item(page).map(str::to_owned))) {
            context.insert_value("site", shell.clone());
        }
        context.insert_value("data", self.data.clone());
        let address = format!("/{}{CARD_FILE}", page.address.as_str());
        let svg = self.templates.render(page.language, CARD, &address, &context)?;
        let svg: String = String::from_utf8_lossy(&svg).chars().filter(|c| may_stand_in_xml(*c)).collect();
        Ok(Content::Costly(Arc::new(Card { easel: self.easel.clone(), svg }), 0))
    }
}

/// XML 1.0, section 2.2.
fn may_stand_in_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
