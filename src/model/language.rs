//! Languages of a hub, and text that exists in several of them.

use icu_collator::{Collator, CollatorBorrowed, options::CollatorOptions};
use std::{collections::BTreeMap, fmt};

/// One of the hub's languages, by its place in `languages:`. The first, 0, is the default.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LangId(pub u8);

impl LangId {
    pub const DEFAULT: LangId = LangId(0);

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which way a script runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    Ltr,
    Rtl,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        })
    }
}

/// A language of the hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// BCP 47, in its usual case: `ar-EG`.
    pub tag: String,
    pub direction: Direction,
}

impl Language {
    /// Reads and normalises a tag; `None` where it is not well-formed (RFC 5646, section 2.1).
    pub fn new(tag: &str) -> Option<Language> {
        let locale = icu_locale::Locale::try_from_str(tag).ok()?;
        if locale.id.language.is_unknown() {
            return None;
        }
        let direction = match icu_locale::LocaleDirectionality::new_common().is_right_to_left(&locale.id) {
            true => Direction::Rtl,
            false => Direction::Ltr,
        };
        Some(Language { tag: locale.to_string(), direction })
    }

    /// The language with its country, else the one where most of its readers are: `en_US`, as Open Graph has it.
    pub fn with_country(&self) -> String {
        let Ok(mut locale) = icu_locale::Locale::try_from_str(&self.tag) else { return self.tag.clone() };
        icu_locale::LocaleExpander::new_extended().maximize(&mut locale.id);
        let country = locale.id.region.map_or(String::new(), |region| format!("_{region}"));
        format!("{}{country}", locale.id.language)
    }
}

/// The languages of a hub, in its own order; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Languages(pub Vec<Language>);

impl Languages {
    pub fn ids(&self) -> impl Iterator<Item = LangId> + Clone + use<> {
        (0..self.0.len() as u8).map(LangId)
    }

    pub fn get(&self, id: LangId) -> &Language {
        &self.0[id.index()]
    }

    pub fn tag(&self, id: LangId) -> &str {
        &self.0[id.index()].tag
    }

    /// The language of that tag, whatever the case it is written in.
    pub fn find(&self, tag: &str) -> Option<LangId> {
        self.0.iter().position(|l| l.tag.eq_ignore_ascii_case(tag)).map(|i| LangId(i as u8))
    }

    /// What the addresses of a language begin with: nothing for the first, `ar/` for another.
    pub fn prefix(&self, id: LangId) -> String {
        match id {
            LangId::DEFAULT => String::new(),
            other => format!("{}/", self.tag(other)),
        }
    }
}

/// Text in one or several languages: `title: Tips` or `title: {en: Tips, ar: …}`.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Localized {
    /// By language tag; the empty tag where the text is the same for all.
    pub by_tag: BTreeMap<String, String>,
}

impl Localized {
    pub fn same(text: impl Into<String>) -> Localized {
        Localized { by_tag: BTreeMap::from([(String::new(), text.into())]) }
    }

    /// The text for a reader of `lang`: in that language, else in the first of the hub's languages that has it. The
    /// language is `None` where the text stands for all, or was found as asked.
    pub fn get<'a>(&'a self, lang: LangId, languages: &Languages) -> Option<(&'a str, Option<LangId>)> {
        let find = |id: LangId| {
            let text = |tag: &str| self.by_tag.iter().find(|(t, _)| t.eq_ignore_ascii_case(tag)).map(|(_, s)| s.as_str());
            ranges(languages.tag(id)).find_map(text)
        };
        if let Some(all) = self.by_tag.get("") {
            return Some((all, None));
        }
        if let Some(own) = find(lang) {
            return Some((own, None));
        }
        languages.ids().find_map(|id| find(id).map(|text| (text, Some(id))))
    }

    /// The text alone.
    pub fn text(&self, lang: LangId, languages: &Languages) -> &str {
        self.get(lang, languages).map_or("", |(text, _)| text)
    }
}

/// A tag, then each shorter one that text for its readers may have (RFC 4647, section 3.4): `zh-Hant-TW`, `zh-Hant`, `zh`.
pub fn ranges(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| {
        let (shorter, _) = tag.rsplit_once('-')?;
        // A single letter only introduces what follows it.
        match shorter.rsplit_once('-') {
            Some((before, last)) if last.len() == 1 => Some(before),
            _ => Some(shorter),
        }
    })
}

/// The order of words in a language (CLDR); `None` where it cannot be had, and the order of code points has to do.
pub fn collator(tag: &str) -> Option<CollatorBorrowed<'static>> {
    let locale = icu_locale::Locale::try_from_str(tag).ok()?;
    Collator::try_new(locale.into(), CollatorOptions::default()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_for_a_region_is_looked_up_by_truncation_before_any_other_language() {
        let languages = Languages(["en-GB", "ar", "zh-Hant-TW"].iter().filter_map(|t| Language::new(t)).collect());
        let of = |pairs: &[(&str, &str)]| Localized { by_tag: pairs.iter().map(|(t, s)| ((*t).into(), (*s).into())).collect() };
        let title = of(&[("en", "Harbour"), ("ar", "الميناء"), ("zh-Hant", "港口")]);
        let texts: Vec<&str> = languages.ids().map(|id| title.text(id, &languages)).collect();
        assert_eq!(texts, ["Harbour", "الميناء", "港口"]);
        assert_eq!(title.get(LangId(0), &languages), Some(("Harbour", None)));
        let exact = of(&[("en", "Harbor"), ("en-GB", "Harbour")]);
        assert_eq!(exact.text(LangId(0), &languages), "Harbour");
        assert_eq!(exact.get(LangId(1), &languages), Some(("Harbour", Some(LangId(0)))));
        assert_eq!(ranges("de-x-harbour").collect::<Vec<_>>(), ["de-x-harbour", "de"]);
    }
}
