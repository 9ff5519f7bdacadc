//! The fonts that share cards are drawn with: `fonts/` of the hub, then of its theme, then hubgen's own.

use crate::{
    diagnostic::{Finding, Place, catalogue::THEME_UNUSED},
    model::{
        letters::Letters,
        path::HubPath,
        snapshot::{Contents, File, Snapshot},
        theme::{COMMONS, Font, Theme},
    },
};
use skrifa::{FontRef, MetadataProvider};

/// Gives a theme its fonts. `folder`: where in `source` the theme lies.
pub fn fonts(hub: &Snapshot, source: &Snapshot, folder: &str, built_in: &Snapshot, theme: &mut Theme) -> Vec<Finding> {
    let mut findings = Vec::new();
    let beneath = format!("themes/{COMMONS}");
    let mut layers = vec![(hub, "fonts".to_owned()), (source, format!("{folder}/fonts"))];
    if folder != beneath {
        layers.push((built_in, format!("{beneath}/fonts")));
    }
    for (snapshot, folder) in layers {
        for (path, file) in snapshot.below(&folder) {
            let (Some(name), File::Bytes(contents)) = (path.below(&folder), file) else { continue };
            if !is_font(path) || theme.fonts.iter().any(|font| font.name == name) {
                continue;
            }
            match font(name, contents) {
                Some(font) => theme.fonts.push(font),
                None => findings.push(unreadable(path)),
            }
        }
    }
    theme.letters = Letters::of(theme.fonts.iter().flat_map(|font| font.letters.characters()));
    findings
}

/// Licences lie beside them.
fn is_font(path: &HubPath) -> bool {
    ["ttf", "otf", "woff", "woff2"].iter().any(|extension| path.is(extension))
}

fn font(name: &str, contents: &Contents) -> Option<Font> {
    let face = FontRef::new(contents.bytes()).ok()?;
    let letters = Letters::of(face.charmap().mappings().map(|(character, _)| character));
    let digest = *contents.digest();
    (letters != Letters::default()).then(|| Font { name: name.to_owned(), bytes: contents.shared(), digest, letters })
}

fn unreadable(path: &HubPath) -> Finding {
    let help = match path.is("woff") || path.is("woff2") {
        true => "browsers read these; for cards put the same font here as .ttf or .otf",
        false => "put another copy of the font here, as .ttf or .otf",
    };
    Finding::new(&THEME_UNUSED, Place::file(path), "this cannot be read as a font, so no card is drawn with it").help(help)
}
