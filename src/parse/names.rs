//! What file names say: the kind of article, its id, its language, its date; and the names addresses are made of.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    model::{
        article::Kind,
        language::{LangId, Languages},
        path::{HubPath, is_index, nfc},
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
    let stem = stem(&below)?;
    let (stem, language, finding) = split_language(path, stem, languages);
    let key = match stem.rsplit_once('/') {
        Some((folder, name)) if is_index(name) => folder,
        None if is_index(stem) => "index",
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

/// The path of a Markdown file without its extension, in any case.
fn stem(path: &str) -> Option<&str> {
    let (stem, extension) = path.rsplit_once('.')?;
    extension.eq_ignore_ascii_case("md").then_some(stem)
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
    (stem, LangId::DEFAULT, unknown_language(path, suffix, languages))
}

/// The finding for a name that ends like one in a language that the hub does not have.
fn unknown_language(path: &HubPath, suffix: &str, languages: &Languages) -> Option<Finding> {
    let finding = |message: String, help: String| Some(Finding::new(&LANGUAGE_UNUSED, Place::file(path), message).help(help));
    let known: Vec<&str> = languages.0.iter().map(|l| l.tag.as_str()).collect();
    let add = |tag: &str| format!("`languages: [{}, {tag}]` in hub.yaml", known.join(", "));
    let rename = |tag: &str| {
        let name = path.name();
        let at = name.len() - suffix.len() - ".md".len();
        name.get(..at).map_or(String::new(), |stem| format!("`{stem}{tag}.md`"))
    };
    match tag_meant(suffix) {
        Some(tag) if languages.find(&tag).is_some() => finding(
            format!("the file's name ends in `.{suffix}`, which is not the tag of a language; the tag is `{tag}`"),
            format!("name the file {}", rename(&tag)),
        ),
        Some(tag) => finding(
            format!("the file's name ends in `.{suffix}`, which is not the tag of a language; the tag is `{tag}`"),
            format!("name the file {}, and write {}; or give the file another name", rename(&tag), add(&tag)),
        ),
        None if is_registered(suffix) && !ENDINGS.contains(&suffix) => finding(
            format!("the file's name ends in `.{suffix}`, a language that the hub does not have"),
            format!("write {}, or give the file another name", add(suffix)),
        ),
        None => None,
    }
}

/// Tags of languages that are also endings of well-known names: `socket.io`, `notion.so`, `t.co`, `lu.to`.
const ENDINGS: [&str; 4] = ["io", "so", "co", "to"];

/// Codes of countries that people take for languages and that are no languages themselves (ISO 3166-1 against ISO 639).
const COUNTRIES: [(&str, &str); 11] = [
    ("gr", "el"),
    ("jp", "ja"),
    ("cn", "zh"),
    ("cz", "cs"),
    ("dk", "da"),
    ("ua", "uk"),
    ("il", "he"),
    ("ir", "fa"),
    ("vn", "vi"),
    ("us", "en"),
    ("gb", "en"),
];

/// The tag of the language that a suffix means and is not: `gr` is `el`, `pt_BR` is `pt-BR`, `iw` is `he`.
fn tag_meant(suffix: &str) -> Option<String> {
    let lower = suffix.to_ascii_lowercase();
    if let Some((_, tag)) = COUNTRIES.iter().find(|(country, _)| *country == lower) {
        return Some((*tag).to_owned());
    }
    let underscored = suffix.contains('_');
    let written = suffix.replace('_', "-");
    let mut locale = icu_locale::Locale::try_from_str(&written).ok()?;
    let renamed =
        icu_locale::LocaleCanonicalizer::new_extended().canonicalize(&mut locale) == icu_locale::TransformResult::Modified;
    let tag = locale.to_string();
    ((underscored || renamed) && is_registered(&tag)).then_some(tag).filter(|tag| !tag.eq_ignore_ascii_case(suffix))
}

/// Languages of three letters that hubs are written in. Thousands more are registered, and among them are `com`, `net`,
/// `map` and most other endings of names.
const OF_THREE_LETTERS: [&str; 30] = [
    "ast", "bho", "ceb", "chr", "ckb", "csb", "doi", "dsb", "fil", "fur", "gsw", "haw", "hsb", "kab", "kok", "lij", "mai", "mni",
    "nds", "pcm", "rif", "sah", "sat", "scn", "shi", "szl", "tzm", "vec", "yue", "zgh",
];

/// Whether CLDR knows a language of that tag.
fn is_registered(tag: &str) -> bool {
    let Ok(mut locale) = icu_locale::Locale::try_from_str(tag) else { return false };
    if tag.len() == 3 && !OF_THREE_LETTERS.contains(&tag.to_ascii_lowercase().as_str()) {
        return false;
    }
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
        for (path, id) in [
            ("content/docs/_index.md", "docs"),
            ("content/docs/README.md", "docs"),
            ("content/docs/readme.ar.md", "docs"),
            ("content/README.md", "index"),
            ("content/docs/INDEX.Md", "docs/index"),
        ] {
            assert_eq!(read(path).0.id, id, "{path}");
        }
    }

    #[test]
    fn only_tags_of_languages_count_and_their_slips_are_named() {
        let languages = Languages(["en", "el"].iter().filter_map(|t| Language::new(t)).collect());
        let help = |name: &str| {
            let path = HubPath::new(&format!("content/{name}.md")).unwrap();
            article(&path, &languages).unwrap().1.and_then(|f| f.help).unwrap_or_default()
        };
        assert_eq!(help("about.gr"), "name the file `about.el.md`");
        assert!(help("b.pt_BR").starts_with("name the file `b.pt-BR.md`, and write `languages: [en, el, pt-BR]`"));
        assert!(help("b.iw").contains("`b.he.md`") && help("b.jp").contains("`b.ja.md`"));
        assert!(help("b.it").contains("`languages: [en, el, it]`"));
        for name in ["socket.io", "notion.so", "node.js", "v1.2", "main.rs", "asp.net", "about.el", "index.html"] {
            assert_eq!(help(name), "", "{name}");
        }
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
