//! A theme's assets, under names that change with their contents, so that browsers may keep them for ever.
//!
//! A style sheet that points to a font, or a module that imports another, points to its fingerprinted name; the
//! fingerprint of a file therefore covers everything it leads to.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use super::{
    colour::{Colour, TEXT_CONTRAST},
    css,
};
use crate::{
    diagnostic::{self, Finding, Place, catalogue},
    model::{
        path::{Address, BaseUrl, HubPath, OutputPath},
        settings::Brand,
        theme::Theme,
    },
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

/// The style sheet that is told the community's colour.
const STYLE: &str = "style.css";

/// Characters of a fingerprint: 40 bits tell the versions of one file apart.
const FINGERPRINT: usize = 10;

/// All assets of a site, by path below `assets/`.
#[derive(Clone, Debug, Default)]
pub struct Assets(BTreeMap<String, Asset>);

#[derive(Clone, Debug)]
struct Asset {
    /// Where it is published: `assets/style.0123456789.css`.
    address: Address,
    bytes: Arc<[u8]>,
}

/// A file as the theme has it, and what in it points to other files.
struct Source {
    bytes: Arc<[u8]>,
    references: Vec<Reference>,
}

/// Where a text names another asset. Only the last name of the path is replaced, since files keep their folders.
struct Reference {
    name: Range<usize>,
    target: String,
}

impl Assets {
    pub fn plan(theme: &Theme, brand: &Brand) -> (Assets, Vec<Finding>) {
        let mut findings = Vec::new();
        let colours = colours(theme, brand, &mut findings);
        let sources: BTreeMap<&str, Source> = theme
            .assets
            .iter()
            .map(|(path, bytes)| (path.as_str(), source(path, bytes, &colours, theme, &mut findings)))
            .collect();
        let names: BTreeMap<&str, String> =
            sources.keys().map(|path| (*path, fingerprinted(file_name(path), &fingerprint(path, &sources)))).collect();
        let published = sources.iter().map(|(path, source)| {
            let address = Address::new(format!("assets/{}{}", folder(path), names[path]));
            ((*path).to_owned(), Asset { address, bytes: rewritten(source, &names) })
        });
        (Assets(published.collect()), diagnostic::in_order(findings))
    }

    /// Addresses as pages link to them, by path below `assets/`.
    pub fn hrefs(&self, base: &BaseUrl) -> BTreeMap<String, String> {
        self.0.iter().map(|(path, asset)| (path.clone(), base.href(&asset.address))).collect()
    }

    /// Where one of them is published.
    pub fn address(&self, path: &str) -> Option<&Address> {
        self.0.get(path).map(|asset| &asset.address)
    }

    /// What is written, in order of path.
    pub fn outputs(&self) -> impl Iterator<Item = (OutputPath, &[u8])> {
        self.0.values().map(|asset| (asset.address.output(), &*asset.bytes))
    }
}

/// The rule that tells a style sheet the community's colour; empty where there is none.
///
/// `--brand` is the colour; `--brand-ink` black or white, readable on it; `--brand-on-light` and `--brand-on-dark` the
/// colour moved in lightness until it can be read on the theme's papers.
fn colours(theme: &Theme, brand: &Brand, findings: &mut Vec<Finding>) -> String {
    let Some(written) = &brand.colour else { return String::new() };
    let Some(colour) = Colour::parse(written) else {
        let place = HubPath::new("hub.yaml").map(|path| Place::file(&path));
        let message = format!("`brand.colour` is not a colour: `{written}`; it was left out");
        findings.push(Finding::new(&catalogue::FIELD_DROPPED, place, message).help("write it as `\"#0a5c6b\"`"));
        return String::new();
    };
    let [ink, light, dark] = colour.companions((&theme.paper.0, &theme.paper.1));
    findings.extend(pale(colour, Colour::parse(&theme.paper.0).unwrap_or(Colour::WHITE), light));
    format!(":root{{--brand:{colour};--brand-ink:{ink};--brand-on-light:{light};--brand-on-dark:{dark}}}")
}

/// A community's colour is chosen for light paper; dark paper changes nearly every one of them.
fn pale(colour: Colour, paper: Colour, readable: Colour) -> Option<Finding> {
    let contrast = colour.contrast(paper);
    if contrast >= TEXT_CONTRAST {
        return None;
    }
    let place = HubPath::new("hub.yaml").map(|path| Place::file(&path));
    let message = format!(
        "text in `{colour}` has a contrast of {contrast:.1} to 1 on the theme's paper, and readers need {TEXT_CONTRAST}; links are `{readable}` there"
    );
    let help = format!("nothing has to be done; with `colour: \"{readable}\"` all of the site has one shade");
    Some(Finding::new(&catalogue::BRAND_CONTRAST, place, message).help(help))
}

fn source(path: &str, bytes: &Arc<[u8]>, colours: &str, theme: &Theme, findings: &mut Vec<Finding>) -> Source {
    let Ok(text) = std::str::from_utf8(bytes) else { return Source { bytes: bytes.clone(), references: Vec::new() } };
    if path.ends_with(".css") {
        let lost = named(path, text).filter(|(_, target)| !theme.assets.contains_key(target));
        findings.extend(lost.map(|(range, target)| lacking(path, text, range, &target, theme)));
    }
    let text = printed(path, text, colours);
    let found = named(path, &text).filter(|(_, target)| theme.assets.contains_key(target));
    let reference = |(range, target): (Range<usize>, String)| {
        let bare = range.start..range.start + bare(&text[range]).len();
        Reference { name: bare.end - file_name(&text[bare.clone()]).len()..bare.end, target }
    };
    let references = found.map(reference).collect();
    Source { bytes: text.into_bytes().into(), references }
}

/// A text as it is published, without the names of other assets.
fn printed(path: &str, text: &str, colours: &str) -> String {
    if !path.ends_with(".css") {
        return text.to_owned();
    }
    let mut small = css::minified(text);
    if path == STYLE {
        small.insert_str(css::preamble(&small), colours);
    }
    small
}

/// Where a text names files of the theme, whether they are there or not.
fn named<'t>(path: &'t str, text: &'t str) -> impl Iterator<Item = (Range<usize>, String)> + 't {
    let ranges = match path.rsplit('.').next() {
        Some("css") => css::addresses(text),
        Some("js" | "mjs") => named_in_js(text),
        _ => Vec::new(),
    };
    ranges.into_iter().filter_map(move |range| {
        let target = HubPath::resolve(folder(path), bare(&text[range.clone()]))?.as_str().to_owned();
        Some((range, target))
    })
}

/// An address without what follows the name of its file.
fn bare(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

fn lacking(path: &str, text: &str, range: Range<usize>, target: &str, theme: &Theme) -> Finding {
    let place = theme.asset_files.get(path).map(|file| Place::bytes(file, text, range));
    let near = diagnostic::nearest(target, theme.assets.keys().map(String::as_str));
    let finding = Finding::new(&catalogue::THEME_MISSING, place, format!("the theme has no asset `{target}`"));
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("put the file into assets/, or take the line out"),
    }
}

/// Over a file and everything it leads to, each once: the order of reading cannot matter, nor can circles.
fn fingerprint(path: &str, sources: &BTreeMap<&str, Source>) -> String {
    let mut reached = BTreeSet::new();
    let mut next = vec![path];
    while let Some(path) = next.pop() {
        if let (true, Some(source)) = (reached.insert(path), sources.get(path)) {
            next.extend(source.references.iter().map(|reference| reference.target.as_str()));
        }
    }
    let mut hasher = blake3::Hasher::new();
    let others = reached.iter().filter(|other| **other != path);
    for path in [path].iter().chain(others) {
        hasher.update(blake3::hash(path.as_bytes()).as_bytes());
        hasher.update(blake3::hash(&sources[path].bytes).as_bytes());
    }
    hasher.finalize().to_hex()[..FINGERPRINT].to_owned()
}

/// `style.css` as `style.0123456789.css`.
fn fingerprinted(name: &str, fingerprint: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}.{fingerprint}.{extension}"),
        _ => format!("{name}.{fingerprint}"),
    }
}

fn rewritten(source: &Source, names: &BTreeMap<&str, String>) -> Arc<[u8]> {
    if source.references.is_empty() {
        return source.bytes.clone();
    }
    let mut bytes = Vec::with_capacity(source.bytes.len() + source.references.len() * (FINGERPRINT + 1));
    let mut from = 0;
    for reference in &source.references {
        bytes.extend_from_slice(&source.bytes[from..reference.name.start]);
        bytes.extend_from_slice(names[reference.target.as_str()].as_bytes());
        from = reference.name.end;
    }
    bytes.extend_from_slice(&source.bytes[from..]);
    bytes.into()
}

/// `fonts/` of `fonts/a.woff2`, empty at the top.
fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |i| &path[..=i])
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Quoted texts that begin with `./` or `../`: what a module imports.
fn named_in_js(js: &str) -> Vec<Range<usize>> {
    let quoted = js.match_indices(['"', '\'', '`']).filter_map(|(i, quote)| {
        let rest = &js[i + 1..];
        let relative = rest.starts_with("./") || rest.starts_with("../");
        let length = rest.find(quote).filter(|length| relative && !rest[..*length].contains(['\n', ' ', '$']))?;
        Some(i + 1..i + 1 + length)
    });
    quoted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(files: &[(&str, &str)]) -> Theme {
        let assets = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into())).collect();
        let file = |(path, _): &(&str, &str)| ((*path).to_owned(), HubPath::new(&format!("themes/t/assets/{path}")).unwrap());
        let asset_files = files.iter().map(file).collect();
        Theme { paper: ("#fdfbf6".into(), "#16181a".into()), assets, asset_files, ..Theme::default() }
    }

    fn plan(files: &[(&str, &str)], colour: Option<&str>) -> (BTreeMap<String, String>, Vec<Finding>) {
        let brand = Brand { colour: colour.map(str::to_owned), ..Brand::default() };
        let (assets, findings) = Assets::plan(&theme(files), &brand);
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (assets.outputs().map(|(path, bytes)| (path.as_str().to_owned(), text(bytes))).collect(), findings)
    }

    /// The published name of a file.
    fn name(outputs: &BTreeMap<String, String>, stem: &str) -> String {
        outputs.keys().find(|path| path.starts_with(&format!("assets/{stem}."))).unwrap().clone()
    }

    #[test]
    fn names_carry_what_is_inside() {
        let (outputs, findings) = plan(&[("logo.svg", "<svg/>"), ("LICENSE", "MIT"), ("a/b.min.js", "1")], None);
        assert_eq!(findings, []);
        let names: Vec<&str> = outputs.keys().map(String::as_str).collect();
        let shape = |path: &str| {
            path.split('.')
                .map(|part| if part.len() == FINGERPRINT && !part.contains('/') { "#" } else { part })
                .collect::<Vec<_>>()
                .join(".")
        };
        assert_eq!(
            names.iter().map(|path| shape(path)).collect::<Vec<_>>(),
            ["assets/LICENSE.#", "assets/a/b.min.#.js", "assets/logo.#.svg"]
        );
        let (assets, _) = Assets::plan(&theme(&[("logo.svg", "<svg/>")]), &Brand::default());
        let base = BaseUrl::parse("https://x.example/hub/").unwrap();
        assert_eq!(assets.hrefs(&base)["logo.svg"], format!("/hub/{}", name(&outputs, "logo")));
    }

    #[test]
    fn style_sheets_and_modules_point_to_fingerprinted_names() {
        let css = "/* url(no.svg) */ a{b:url(i.svg) url( 'f/x.woff2?v=1#y' ) url(data:a) url(#g) url(/r.png) url(../out.png)}";
        let js = "import './b.js'; import(\"./c/d.js\"); const x = './nothing.js', y = 'a.js';";
        let files = [
            ("style.css", css),
            ("i.svg", "i"),
            ("f/x.woff2", "x"),
            ("a.js", js),
            ("b.js", "import \"./a.js\""),
            ("c/d.js", "import '../b.js'"),
        ];
        let (outputs, findings) = plan(&files, None);
        assert_eq!(findings, []);
        let last = |stem: &str| name(&outputs, stem).rsplit('/').next().unwrap().to_owned();
        assert_eq!(
            outputs[&name(&outputs, "style")],
            css::minified(css).replace("i.svg)", &format!("{})", last("i"))).replace("x.woff2", &last("f/x"))
        );
        assert_eq!(outputs[&name(&outputs, "a")], js.replace("b.js", &last("b")).replace("d.js", &last("c/d")));
        assert_eq!(outputs[&name(&outputs, "c/d")], format!("import '../{}'", last("b")));
    }

    #[test]
    fn a_fingerprint_covers_what_a_file_leads_to() {
        let css = ("style.css", "@import 'a.css';");
        let (one, _) = plan(&[css, ("a.css", "a{b:url(i.svg)}"), ("i.svg", "1")], None);
        let (two, _) = plan(&[css, ("a.css", "a{b:url(i.svg)}"), ("i.svg", "2")], None);
        for stem in ["style", "a", "i"] {
            assert_ne!(name(&one, stem), name(&two, stem));
        }
        let (again, _) = plan(&[css, ("a.css", "a{b:url(i.svg)}"), ("i.svg", "1")], None);
        assert_eq!(one, again);
    }

    #[test]
    fn the_style_sheet_is_told_the_communitys_colour() {
        let cases = [
            ("a{}", ":root{--brand:#ffe600;--brand-ink:#000000;", "a{}"),
            ("@charset \"utf-8\";\n/* x */@import 'z.css'; a{}", "@charset \"utf-8\";@import 'z.", "}a{}"),
            ("@layer a, b;\n@layer a { }", "@layer a,b;:root", "@layer a{}"),
        ];
        for (css, start, end) in cases {
            let (outputs, findings) = plan(&[("style.css", css), ("z.css", ""), ("other.css", "b{}")], Some("#ffe600"));
            assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [&catalogue::BRAND_CONTRAST]);
            let written = &outputs[&name(&outputs, "style")];
            assert!(written.starts_with(start) && written.ends_with(end), "{written}");
            assert_eq!(outputs[&name(&outputs, "other")], "b{}");
            for (variable, paper) in [("--brand-on-light:", "#fdfbf6"), ("--brand-on-dark:", "#16181a")] {
                let colour = &written.split(variable).nth(1).unwrap()[..7];
                assert!(Colour::parse(colour).unwrap().contrast(Colour::parse(paper).unwrap()) >= 4.5);
            }
        }
        assert_eq!(plan(&[("style.css", "a{}")], Some("#0a5c6b")).1, []);
        assert_eq!(plan(&[("style.css", "a{}")], None).0.into_values().collect::<Vec<_>>(), ["a{}"]);
    }

    #[test]
    fn says_what_is_wrong() {
        let (outputs, findings) = plan(&[("style.css", "a{}")], Some("teal"));
        assert_eq!(outputs.into_values().collect::<Vec<_>>(), ["a{}"]);
        assert_eq!(findings[0].message, "`brand.colour` is not a colour: `teal`; it was left out");
        let (_, findings) = plan(&[("style.css", "a{}\nb{c:url(icno.svg)}"), ("icon.svg", "")], None);
        let spot = findings[0].place.as_ref().unwrap().at.clone().unwrap();
        assert_eq!(
            (findings[0].message.as_str(), findings[0].help.as_deref()),
            ("the theme has no asset `icno.svg`", Some("did you mean `icon.svg`?"))
        );
        assert_eq!((spot.line, spot.column, spot.width), (2, 9, 8));
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        for css in ["url(", "url('", "@import", "@import \"", "/*", "url()", "é url(é", "@", "u", "url(\u{0})"] {
            plan(&[("style.css", css), ("a.js", css)], Some("#000"));
        }
        for js in ["'./", "\"./a", "`./${x}`", "'./a.js", "'"] {
            plan(&[("a.js", js)], None);
        }
    }
}
