//! What file names say: the kind of article, its id, its language, its date; and the names addresses are made of.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    model::{
        article::Kind,
        language::{LangId, Languages},
        path::{HubPath, nfc},
        time::When,
    },
};

/// What the path of an article says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub kind: Kind,
    /// Path below `content/` without language and extension; a bundle without its `/index`.
    pub key: String,
    /// The key below its section's folder.
    pub id: String,
    pub language: LangId,
    /// The date that the name begins with.
    pub date: Option<When>,
}

/// Reads the path of a `.md` file below `content/`.
pub fn article(path: &HubPath, languages: &Languages) -> Option<(Named, Option<Finding>)> {
    let below = nfc(path.below("content")?);
    let stem = below.strip_suffix(".md").or_else(|| below.strip_suffix(".MD"))?;
    let (stem, language, finding) = split_language(path, stem, languages);
    let key = match stem.rsplit_once('/') {
        Some((folder, "index")) => folder,
        _ => stem,
    };
    let (kind, id) = match key.split_once('/') {
        Some((folder, rest)) => match Kind::of_section(folder) {
            Some(kind) => (kind, rest),
            None => (Kind::Page, key),
        },
        // `events/index.md` introduces its section's list.
        None => (Kind::Page, key),
    };
    let date = key.rsplit('/').next().and_then(leading_date);
    Some((Named { kind, key: key.to_owned(), id: slug(id), language, date }, finding))
}

/// `monthly-ama.ar` is `monthly-ama` in Arabic where the hub has Arabic; `v1.2` and `node.js` are names.
fn split_language<'a>(path: &HubPath, stem: &'a str, languages: &Languages) -> (&'a str, LangId, Option<Finding>) {
    let name_start = stem.rfind('/').map_or(0, |i| i + 1);
    let Some(dot) = stem[name_start..].rfind('.').map(|i| name_start + i).filter(|i| *i > name_start) else {
        return (stem, LangId::DEFAULT, None);
    };
    let suffix = &stem[dot + 1..];
    if let Some(language) = languages.find(suffix) {
        return (&stem[..dot], language, None);
    }
    let finding = is_registered(suffix).then(|| {
        let known: Vec<&str> = languages.0.iter().map(|l| l.tag.as_str()).collect();
        Finding::new(
            &LANGUAGE_UNUSED,
            Place::file(path),
            format!("the file's name ends in `.{suffix}`, a language that the hub does not have"),
        )
        .help(format!("write `languages: [{}, {suffix}]` in hub.yaml, or give the file another name", known.join(", ")))
    });
    (stem, LangId::DEFAULT, finding)
}

/// Whether CLDR knows a language of that tag.
fn is_registered(tag: &str) -> bool {
    let Ok(mut locale) = icu_locale::Locale::try_from_str(tag) else { return false };
    let expander = icu_locale::LocaleExpander::new_extended();
    locale.id.script.is_some() || expander.maximize(&mut locale.id) == icu_locale::TransformResult::Modified
}

fn leading_date(name: &str) -> Option<When> {
    match When::parse(name.get(..10)?) {
        Ok(When::Day(day)) => Some(When::Day(day)),
        _ => None,
    }
}

/// A name for an address: NFC, ASCII letters lower-cased, letters of any script kept, all else a hyphen. Folders stay.
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in nfc(name).chars() {
        match c {
            'A'..='Z' => out.push(c.to_ascii_lowercase()),
            '/' | '.' | '_' | '~' => out.push(c),
            c if c.is_alphanumeric() || is_mark(c) => out.push(c),
            _ if out.ends_with(['-', '/']) || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    let trimmed: Vec<&str> = out.split('/').map(|part| part.trim_end_matches(['-', '.'])).collect();
    trimmed.join("/")
}

/// Combining marks belong to the letters before them (Arabic vowel signs, Indic vowels).
fn is_mark(c: char) -> bool {
    use icu_properties::{CodePointMapData, props::GeneralCategory, props::GeneralCategoryGroup};
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    // Joiners shape the letters around them (Persian, Indic scripts).
    GeneralCategoryGroup::Mark.contains(category) || matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether `slug:` says a single, safe name.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.len() <= 200 && !text.starts_with('.') && slug(text) == text && !text.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::language::Language;

    fn read(path: &str) -> (Named, bool) {
        let languages = Languages(["en", "ar", "el"].iter().filter_map(|t| Language::new(t)).collect());
        let (named, finding) = article(&HubPath::new(path).unwrap(), &languages).unwrap();
        (named, finding.is_some())
    }

    #[test]
    fn names_say_kind_id_and_language() {
        for (path, kind, id, language, warns) in [
            ("content/events/monthly-ama.md", Kind::Event, "monthly-ama", 0, false),
            ("content/events/monthly-ama.AR.md", Kind::Event, "monthly-ama", 1, false),
            ("content/calendar/2026-11-10-lamp/index.el.md", Kind::Entry, "2026-11-10-lamp", 2, false),
            ("content/about.it.md", Kind::Page, "about.it", 0, true),
            ("content/node.js.md", Kind::Page, "node.js", 0, false),
            ("content/v1.2.md", Kind::Page, "v1.2", 0, false),
            ("content/handbook/My Page.md", Kind::Page, "handbook/my-page", 0, false),
            ("content/index.md", Kind::Page, "index", 0, false),
        ] {
            let (named, warned) = read(path);
            assert_eq!((named.kind, named.id.as_str(), named.language.0, warned), (kind, id, language, warns), "{path}");
        }
        assert!(read("content/calendar/2026-11-10-lamp.md").0.date.is_some());
    }

    #[test]
    fn slugs_keep_letters_of_every_script() {
        for (name, expected) in [
            ("Καφές", "Καφές"),
            ("Hello, World!", "hello-world"),
            ("قهوة عربية", "قهوة-عربية"),
            ("..", ""),
            ("a/../b", "a//b"),
            ("v1.2", "v1.2"),
        ] {
            assert_eq!(slug(name), expected, "{name}");
        }
        // macOS writes é as e and an accent.
        assert_eq!(slug("Cafe\u{301}"), "café");
    }
}
