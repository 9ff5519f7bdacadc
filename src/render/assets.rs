//! Assets: files of the theme under names that say what is in them, so that they can be kept for ever.

use crate::{
    diagnostic::Finding,
    model::{
        path::{Address, BaseUrl, OutputPath},
        settings::Brand,
        theme::Theme,
    },
};
use std::{collections::BTreeMap, sync::Arc};

/// The theme's assets, named.
pub struct Assets {
    /// By path below `assets/`: the name it is given, and its bytes.
    files: BTreeMap<String, (String, Arc<[u8]>)>,
}

impl Assets {
    /// Names every asset. Styles and scripts name other assets, so those come first and their names are written in.
    pub fn plan(theme: &Theme, brand: &Brand) -> (Assets, Vec<Finding>) {
        let mut files: BTreeMap<String, (String, Arc<[u8]>)> = BTreeMap::new();
        let (naming, named): (Vec<_>, Vec<_>) =
            theme.assets.iter().partition(|(path, _)| path.ends_with(".css") || path.ends_with(".js"));
        for (path, bytes) in named {
            files.insert(path.clone(), (fingerprinted(path, bytes), bytes.clone()));
        }
        for (path, bytes) in naming {
            let mut bytes = bytes.to_vec();
            if path == "style.css"
                && let Some(colour) = brand.colour.as_deref().and_then(Rgb::parse)
            {
                bytes.splice(0..0, brand_tokens(colour, theme).into_bytes());
            }
            let bytes: Arc<[u8]> = rename_references(&bytes, path, &files).into();
            files.insert(path.clone(), (fingerprinted(path, &bytes), bytes));
        }
        (Assets { files }, Vec::new())
    }

    /// Addresses by path, as pages link to them.
    pub fn hrefs(&self, base: &BaseUrl) -> BTreeMap<String, String> {
        self.files.iter().map(|(path, (name, _))| (path.clone(), base.href(&Address::new(format!("assets/{name}"))))).collect()
    }

    pub fn outputs(&self) -> Vec<(OutputPath, Vec<u8>)> {
        self.files.values().map(|(name, bytes)| (OutputPath::new(format!("assets/{name}")), bytes.to_vec())).collect()
    }
}

/// `style.css` as `style.1a2b3c4d5e.css`.
fn fingerprinted(path: &str, bytes: &[u8]) -> String {
    let hash = &blake3::hash(bytes).to_hex()[..10];
    match path.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => format!("{stem}.{hash}.{extension}"),
        _ => format!("{path}.{hash}"),
    }
}

/// Writes the given names of assets in place of their paths, where `url(x.svg)`, `url("x.svg")` or `"./x.js"` names
/// one beside the file.
fn rename_references(bytes: &[u8], path: &str, files: &BTreeMap<String, (String, Arc<[u8]>)>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let folder = path.rfind('/').map_or("", |i| &path[..=i]);
    let mut text = text.to_owned();
    for (other, (name, _)) in files {
        let Some(beside) = other.strip_prefix(folder) else { continue };
        let given = name.strip_prefix(folder).unwrap_or(name);
        for (open, close) in [("url(", ")"), ("url(\"", "\")"), ("url('", "')"), ("\"./", "\""), ("'./", "'")] {
            text = text.replace(&format!("{open}{beside}{close}"), &format!("{open}{given}{close}"));
        }
    }
    text.into_bytes()
}

/// The brand's colour, and variants that can be read on the theme's papers.
fn brand_tokens(colour: Rgb, theme: &Theme) -> String {
    let paper = |text: &str, fallback: Rgb| Rgb::parse(text).unwrap_or(fallback);
    let light = paper(&theme.paper.0, Rgb([255; 3]));
    let dark = paper(&theme.paper.1, Rgb([0; 3]));
    let (white, black) = (Rgb([255; 3]), Rgb([0; 3]));
    let ink = if contrast(colour, white) >= contrast(colour, black) { white } else { black };
    format!(
        ":root{{--brand:{};--brand-ink:{};--brand-on-light:{};--brand-on-dark:{}}}\n",
        colour.hex(),
        ink.hex(),
        readable(colour, light).hex(),
        readable(colour, dark).hex()
    )
}

/// A colour of the sRGB space.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Rgb([u8; 3]);

impl Rgb {
    /// `#rrggbb`.
    fn parse(text: &str) -> Option<Rgb> {
        let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.is_ascii())?;
        let part = |i: usize| u8::from_str_radix(&digits[i..i + 2], 16).ok();
        Some(Rgb([part(0)?, part(2)?, part(4)?]))
    }

    fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0[0], self.0[1], self.0[2])
    }

    /// A share of the way to another colour, from 0 to 1.
    fn towards(self, other: Rgb, share: f64) -> Rgb {
        let mix = |i: usize| (f64::from(self.0[i]) + (f64::from(other.0[i]) - f64::from(self.0[i])) * share).round() as u8;
        Rgb([mix(0), mix(1), mix(2)])
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let part = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(self.0[0]) + 0.7152 * part(self.0[1]) + 0.0722 * part(self.0[2])
    }
}

/// Contrast ratio (WCAG 2.2), from 1 to 21.
fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colour, moved no further than needed to be read as text on `paper` (WCAG 1.4.3, 4.5 to 1).
fn readable(colour: Rgb, paper: Rgb) -> Rgb {
    let away = if paper.luminance() > 0.18 { Rgb([0; 3]) } else { Rgb([255; 3]) };
    let steps = (0..=100).map(|step| colour.towards(away, f64::from(step) / 100.0));
    steps.clone().find(|c| contrast(*c, paper) >= 4.6).unwrap_or(away)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast(Rgb([0; 3]), Rgb([255; 3])) - 21.0).abs() < 1e-9);
        assert!((contrast(Rgb::parse("#777777").unwrap(), Rgb([255; 3])) - 4.48).abs() < 0.01);
    }

    #[test]
    fn brand_colours_can_be_read_on_both_papers() {
        for colour in ["#0a5c6b", "#ffee00", "#000000", "#ffffff", "#808080", "#ff0000"] {
            let colour = Rgb::parse(colour).unwrap();
            for paper in ["#fbfbf8", "#131517"] {
                let paper = Rgb::parse(paper).unwrap();
                assert!(contrast(readable(colour, paper), paper) >= 4.5, "{colour:?} on {paper:?}");
            }
        }
    }

    #[test]
    fn references_follow_their_files() {
        let theme = Theme {
            assets: [("style.css", "a{b:url(\"x.svg\")}"), ("x.svg", "<svg/>"), ("a.js", "import './b.mjs'"), ("b.mjs", "1")]
                .into_iter()
                .map(|(p, t)| (p.to_owned(), t.as_bytes().into()))
                .collect(),
            ..Theme::default()
        };
        let (assets, _) = Assets::plan(&theme, &Brand::default());
        let style = String::from_utf8(assets.files["style.css"].1.to_vec()).unwrap();
        assert_eq!(style, format!("a{{b:url(\"{}\")}}", assets.files["x.svg"].0));
    }
}
