//! The theme that settings name, with the hub's own files laid over it.

use super::{
    fields::{Fields, Record, Then, Trail},
    places,
    shapes::*,
    yaml,
};
use crate::{
    diagnostic::{Finding, Place, catalogue::*, nearest, suggest},
    model::{
        language::Language,
        path::HubPath,
        settings::Settings,
        snapshot::{Contents, File, Snapshot},
        theme::{COMMONS, Template, Theme},
    },
};
use std::{collections::BTreeSet, sync::Arc};

/// Layers, each over the one before: the theme (of the hub, else built in), then the hub's `templates/`, `assets/` and
/// `i18n/`.
pub fn theme(hub: &Snapshot, built_in: &Snapshot, settings: &Settings) -> (Option<Theme>, Vec<Finding>) {
    let folder = format!("themes/{}", settings.theme);
    let source = [hub, built_in].into_iter().find(|s| HubPath::new(&folder).is_some() && s.below(&folder).next().is_some());
    let Some(source) = source else {
        let names = names(hub, built_in);
        let finding =
            Finding::new(&SETTINGS_THEME, setting_place(hub, "theme"), format!("there is no theme `{}`", settings.theme));
        let bare = settings.theme.trim_start_matches("themes/").trim_matches('/');
        let help = match names.contains(bare) {
            true => Some(format!("write `theme: {bare}`")),
            false => {
                let own = format!("; one of your own is a folder {folder}/ with templates/ in it");
                let near = nearest(&settings.theme, names.iter().map(String::as_str)).is_some();
                let help = suggest(&settings.theme, names.iter().map(String::as_str), "themes");
                help.map(|help| if near { help } else { help + &own })
            }
        };
        return (None, vec![Finding { help, ..finding }]);
    };
    let mut theme = Theme { name: settings.theme.clone(), paper: ("#ffffff".into(), "#000000".into()), ..Theme::default() };
    let mut findings = Vec::new();
    read_manifest(source, &folder, &mut theme, &mut findings);
    findings.extend(misnamed(source, &folder));
    lay(source, &folder, &mut theme, &mut findings);
    if settings.theme != COMMONS {
        underlay_words(built_in, &mut theme);
    }
    lay(hub, "", &mut theme, &mut findings);
    if settings.cards != Some(false) && theme.can_draw_cards() {
        findings.extend(super::fonts::fonts(hub, source, &folder, built_in, &mut theme));
    }
    (Some(theme), findings)
}

/// Not all words come from templates (rules of repetition, what feeds and calendars say), so a theme brings only what it
/// says otherwise or besides: hubgen's own lie beneath, in every language that hubgen speaks.
fn underlay_words(built_in: &Snapshot, theme: &mut Theme) {
    let folder = format!("themes/{COMMONS}/i18n");
    for (path, _) in built_in.below(&folder) {
        let tag = path.below(&folder).and_then(|name| name.strip_suffix(".ftl"));
        let text = built_in.bytes(path.as_str()).and_then(|bytes| std::str::from_utf8(bytes).ok());
        if let (Some(tag), Some(text)) = (tag, text) {
            let file = Template { path: path.clone(), text: text.into() };
            theme.strings.entry(tag.to_owned()).or_default().insert(0, file);
        }
    }
}

/// Names of the themes there are.
pub fn names(hub: &Snapshot, built_in: &Snapshot) -> BTreeSet<String> {
    let of = |s: &Snapshot| {
        s.below("themes").filter_map(|(p, _)| p.below("themes")?.split_once('/').map(|(n, _)| n.to_owned())).collect::<Vec<_>>()
    };
    of(hub).into_iter().chain(of(built_in)).collect()
}

/// Where a setting stands in hub.yaml.
pub fn setting_place(hub: &Snapshot, key: &str) -> Option<Place> {
    let path = HubPath::new("hub.yaml")?;
    let text = std::str::from_utf8(hub.bytes("hub.yaml")?).ok()?;
    let steps = [yaml::Step::Key(key.to_owned())];
    Some(Place::bytes(&path, text, places::field(text, &(0..text.len()), &steps, yaml::Part::Value)))
}

fn read_manifest(source: &Snapshot, folder: &str, theme: &mut Theme, findings: &mut Vec<Finding>) {
    let Some(path) = HubPath::new(&format!("{folder}/theme.yaml")) else { return };
    let no_paper = |place: Place, message: String| {
        Finding::new(&THEME_PAPER, place, message).help("write `paper: {light: \"#fffdf7\", dark: \"#101418\"}` into theme.yaml")
    };
    let Some(bytes) = source.bytes(path.as_str()) else {
        let message = format!("the theme `{}` has no theme.yaml, so its paper is taken to be white and black", theme.name);
        let any = source.below(folder).next().map_or(path, |(path, _)| path.clone());
        return findings.push(no_paper(Place::file(&any), message));
    };
    let text = String::from_utf8_lossy(bytes);
    let mapping = match yaml::mapping(&text) {
        Ok(mapping) => mapping,
        Err(error) => {
            let finding = Finding::new(&SETTINGS_YAML, Place::bytes(&path, &text, error.range), error.message);
            findings.push(Finding { help: error.help, ..finding });
            return;
        }
    };
    let mut trail = Trail::default();
    let mut f = Fields::new(&mapping, None, &mut trail);
    for (name, about) in [
        ("name", "Name of the folder."),
        ("title", "Name for people."),
        ("about", "What it is like."),
        ("license", "Its licence."),
    ] {
        f.optional(name, Text, about);
    }
    f.optional("version", Text, "Version.");
    let paper = f.optional("paper", Record(paper), "Paper colours that brand colours must be readable on: light, dark.");
    f.optional("extra", Anything, "Anything.");
    if let Some((light, dark)) = paper {
        for (colour, slot) in [(light, &mut theme.paper.0), (dark, &mut theme.paper.1)] {
            if let Some(colour) = colour {
                *slot = colour;
            }
        }
    }
    f.finish();
    findings.extend(places::findings(&path, &text, 0..text.len(), trail.troubles));
    if !mapping.contains_key("paper") {
        findings.push(no_paper(
            Place::file(&path),
            "theme.yaml does not say what the paper is: it is taken to be white and black".into(),
        ));
    }
}

fn paper(f: &mut Fields) -> Option<(Option<String>, Option<String>)> {
    let mut colour = |name, about| f.optional(name, Then(words(), super::settings::colour), about);
    Some((
        colour("light", "By day: the tint nearest to the text that words in the brand's colour stand on."),
        colour("dark", "By night."),
    ))
}

/// Folders and files of a theme of one's own whose names are nearly those that hubgen looks for.
fn misnamed(source: &Snapshot, folder: &str) -> Vec<Finding> {
    let inside = source.below(folder).filter_map(|(path, _)| Some((path, path.below(folder)?)));
    let mut told = BTreeSet::new();
    let mut findings = Vec::new();
    for (path, below) in inside {
        let (first, is_folder) = below.split_once('/').map_or((below, false), |(first, _)| (first, true));
        let known: &[&str] = if is_folder { &["templates", "assets", "i18n", "fonts"] } else { &["theme.yaml"] };
        if known.contains(&first) {
            continue;
        }
        if let Some(part) = part_of(first).filter(|_| !is_folder) {
            let message = format!("{first} lies beside {part}/, where nobody looks for it");
            findings.push(
                Finding::new(&THEME_UNUSED, Place::file(path), message).help(format!("move it to {folder}/{part}/{first}")),
            );
            continue;
        }
        let Some(near) = nearest(first, known.iter().copied()).filter(|_| told.insert(first)) else { continue };
        let slash = if is_folder { "/" } else { "" };
        let message = format!("hubgen looks for nothing in a theme by the name `{first}{slash}`");
        findings.push(Finding::new(&THEME_UNUSED, Place::file(path), message).help(format!("did you mean `{near}{slash}`?")));
    }
    findings
}

/// Where in a theme a file belongs, by its ending.
fn part_of(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "html" | "xml" => Some("templates"),
        "css" | "js" => Some("assets"),
        "ftl" => Some("i18n"),
        "ttf" | "otf" => Some("fonts"),
        _ => None,
    }
}

/// Lays the `templates/`, `assets/` and `i18n/` of a folder over what is there.
fn lay(snapshot: &Snapshot, folder: &str, theme: &mut Theme, findings: &mut Vec<Finding>) {
    let within = |part: &str| match folder {
        "" => part.to_owned(),
        folder => format!("{folder}/{part}"),
    };
    let (templates, assets, strings) = (within("templates"), within("assets"), within("i18n"));
    for (path, bytes) in read(snapshot, &templates) {
        if let (Some(name), Some(text)) = (path.below(&templates), utf8(path, bytes, findings)) {
            theme.templates.insert(name.to_owned(), Template { path: path.clone(), text });
        }
    }
    for (path, bytes) in read(snapshot, &assets) {
        if let Some(name) = path.below(&assets) {
            theme.assets.insert(name.to_owned(), bytes.shared());
            theme.asset_files.insert(name.to_owned(), path.clone());
        }
    }
    for (path, bytes) in read(snapshot, &strings) {
        let Some(stem) = path.below(&strings).and_then(|n| n.strip_suffix(".ftl")) else {
            findings.push(
                Finding::new(&THEME_UNUSED, Place::file(path), "only files that end in .ftl have phrases")
                    .help("name it after its language: `el.ftl`"),
            );
            continue;
        };
        match Language::new(stem) {
            None => findings.push(
                Finding::new(&THEME_STRINGS, Place::file(path), super::shapes::no_language(stem))
                    .help("name the file after a language: `el.ftl`"),
            ),
            Some(language) => {
                if let Some(text) = utf8(path, bytes, findings) {
                    theme.strings.entry(language.tag).or_default().push(Template { path: path.clone(), text });
                }
            }
        }
    }
}

fn read<'a>(snapshot: &'a Snapshot, folder: &'a str) -> impl Iterator<Item = (&'a HubPath, &'a Contents)> {
    snapshot.below(folder).filter_map(|(path, file)| match file {
        File::Bytes(contents) => Some((path, contents)),
        File::Handle(_) => None,
    })
}

fn utf8(path: &HubPath, contents: &Contents, findings: &mut Vec<Finding>) -> Option<Arc<str>> {
    match contents.text() {
        Some(text) => Some(text),
        None => {
            findings.push(super::places::not_utf8(Place::file(path)));
            None
        }
    }
}
