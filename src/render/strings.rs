//! Words of the interface: Fluent files of the theme, in every language of the hub.
//!
//! A message that a language lacks is taken from its parent (`ar-EG`, `ar`), then from English, then from whatever the
//! theme has. Isolation marks are off: they spoil feeds and titles; HTML isolates names with `<bdi>`.

use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    model::{
        language::{LangId, Languages},
        theme::{Template, Theme},
    },
};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, memoizer::MemoizerKind};
use icu_decimal::{DecimalFormatter, options::DecimalFormatterOptions};
use intl_memoizer::Memoizable;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
};
use unic_langid::LanguageIdentifier;

/// Something to put into a phrase.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Chooses the plural and is printed in the language's digits.
    Number(i64),
    Text(&'a str),
}

/// Every phrase of a theme in every language of a hub.
pub struct Strings {
    /// By language tag of the theme.
    bundles: BTreeMap<String, Bundle>,
    /// For each language of the hub the tags to look in, nearest first.
    order: Vec<Vec<String>>,
    /// Keys that were asked for and are nowhere.
    missing: Mutex<BTreeSet<String>>,
}

struct Bundle {
    fluent: FluentBundle<FluentResource>,
    /// Messages without variables, formatted once.
    plain: HashMap<String, String>,
}

/// The language whose strings stand in for all others.
const REFERENCE: &str = "en";

impl Strings {
    /// Reads the theme's strings. A file with faults is a finding, and what can be read of it counts.
    pub fn compile(theme: &Theme, languages: &Languages) -> (Strings, Vec<Finding>) {
        let mut findings = Vec::new();
        let mut bundles = BTreeMap::new();
        for (tag, files) in &theme.strings {
            bundles.insert(tag.clone(), Bundle::new(tag, files, &mut findings));
        }
        let order: Vec<Vec<String>> = languages.0.iter().map(|l| order(&l.tag, &bundles)).collect();
        for (language, order) in languages.0.iter().zip(&order) {
            let own = order.first().is_some_and(|first| base(first) == base(&language.tag));
            if !own {
                let instead = order.first().map_or("none".to_owned(), |tag| format!("those in `{tag}`"));
                findings.push(
                    Finding::new(
                        &SETTINGS_STRINGS,
                        None,
                        format!("the theme {} has no strings in `{}`; {instead} are used", theme.name, language.tag),
                    )
                    .help(format!("write i18n/{}.ftl in the hub", language.tag)),
                );
            }
        }
        (Strings { bundles, order, missing: Mutex::default() }, findings)
    }

    /// The phrase of that key; the key itself in brackets where the theme has none.
    pub fn get(&self, lang: LangId, key: &str, args: &[(&str, Arg)]) -> String {
        let bundles = self.order.get(lang.index()).into_iter().flatten().filter_map(|tag| self.bundles.get(tag));
        for bundle in bundles {
            if let Some(phrase) = bundle.get(key, args) {
                return phrase;
            }
        }
        self.missing.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned());
        format!("[{key}]")
    }

    /// What was asked for and is nowhere, in order.
    pub fn missing(&self) -> Vec<Finding> {
        let missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        let finding = |key: &String| {
            Finding::new(&THEME_STRING_MISSING, None, format!("the theme has no string `{key}`"))
                .help(format!("add `{key} = …` to i18n/{REFERENCE}.ftl"))
        };
        missing.iter().map(finding).collect()
    }
}

/// Tags to look in for a language, nearest first.
fn order(tag: &str, bundles: &BTreeMap<String, Bundle>) -> Vec<String> {
    let mut order: Vec<String> = Vec::new();
    let mut add = |tag: &str| {
        if bundles.contains_key(tag) && !order.iter().any(|t| t == tag) {
            order.push(tag.to_owned());
        }
    };
    let mut parent = Some(tag);
    while let Some(tag) = parent {
        add(tag);
        parent = tag.rsplit_once('-').map(|(parent, _)| parent);
    }
    add(REFERENCE);
    bundles.keys().for_each(|tag| add(tag));
    order
}

fn base(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

impl Bundle {
    fn new(tag: &str, files: &[Template], findings: &mut Vec<Finding>) -> Bundle {
        let language: LanguageIdentifier = tag.parse().unwrap_or_default();
        let mut fluent = FluentBundle::new_concurrent(vec![language]);
        fluent.set_use_isolating(false);
        fluent.set_formatter(Some(number));
        let mut keys = BTreeSet::new();
        for file in files {
            let resource = match FluentResource::try_new(file.text.to_string()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    for error in errors {
                        let place = Place::bytes(&file.path, &file.text, error.pos.clone());
                        findings.push(Finding::new(&THEME_STRINGS, place, format!("not Fluent: {}", error.kind)));
                    }
                    resource
                }
            };
            keys.extend(resource.entries().filter_map(message_id));
            fluent.add_resource_overriding(resource);
        }
        let mut bundle = Bundle { fluent, plain: HashMap::new() };
        for key in keys {
            if let Some(phrase) = bundle.format(&key, &FluentArgs::new()) {
                bundle.plain.insert(key, phrase);
            }
        }
        bundle
    }

    fn get(&self, key: &str, args: &[(&str, Arg)]) -> Option<String> {
        if let Some(phrase) = self.plain.get(key) {
            return Some(phrase.clone());
        }
        let mut fluent = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match value {
                Arg::Number(n) => fluent.set(*name, FluentValue::from(*n)),
                Arg::Text(text) => fluent.set(*name, FluentValue::from(*text)),
            }
        }
        let message = self.fluent.get_message(key)?.value()?;
        Some(self.fluent.format_pattern(message, Some(&fluent), &mut Vec::new()).into_owned())
    }

    /// A message that needs nothing; `None` where it has variables.
    fn format(&self, key: &str, args: &FluentArgs) -> Option<String> {
        let message = self.fluent.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let phrase = self.fluent.format_pattern(message, Some(args), &mut errors).into_owned();
        errors.is_empty().then_some(phrase)
    }
}

fn message_id(entry: &fluent_syntax::ast::Entry<&str>) -> Option<String> {
    match entry {
        fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    }
}

/// Digits and grouping of a language, for numbers in phrases.
struct Digits(DecimalFormatter);

impl Memoizable for Digits {
    type Args = ();
    type Error = ();

    fn construct(lang: LanguageIdentifier, _: ()) -> Result<Digits, ()> {
        let locale = icu_locale::Locale::try_from_str(&lang.to_string()).map_err(drop)?;
        DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).map(Digits).map_err(drop)
    }
}

fn number<M: MemoizerKind>(value: &FluentValue, memoizer: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let whole = fixed_decimal::Decimal::from(number.value as i64);
    memoizer.with_try_get_threadsafe::<Digits, _, _>((), |digits| digits.0.format(&whole).to_string()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{language::Language, path::HubPath};

    fn strings(files: &[(&str, &str)], tags: &[&str]) -> (Strings, Vec<Finding>) {
        let template = |text: &str| Template { path: HubPath::new("i18n/x.ftl").unwrap(), text: text.into() };
        let theme = Theme {
            strings: files.iter().map(|(tag, text)| (tag.to_string(), vec![template(text)])).collect(),
            ..Theme::default()
        };
        Strings::compile(&theme, &Languages(tags.iter().filter_map(|t| Language::new(t)).collect()))
    }

    #[test]
    fn numbers_choose_plurals_and_digits() {
        let ar = "n = { $n ->\n    [zero] لا شيء\n    [one] واحد\n    [two] اثنان\n    [few] { $n } أشياء\n    [many] { $n } شيئًا\n   *[other] { $n } شيء\n}\n";
        let (strings, findings) = strings(&[("ar", ar), ("en", "n = none")], &["ar", "ar-EG"]);
        assert_eq!(findings, []);
        for (n, expected) in [(0, "لا شيء"), (1, "واحد"), (2, "اثنان"), (3, "3 أشياء"), (11, "11 شيئًا"), (100, "100 شيء")]
        {
            assert_eq!(strings.get(LangId(0), "n", &[("n", Arg::Number(n))]), expected);
        }
    }

    #[test]
    fn what_a_language_lacks_comes_from_another() {
        let (strings, findings) = strings(&[("en", "a = A\nb = B"), ("ar", "a = ألف")], &["ar-EG", "tlh"]);
        assert_eq!(strings.get(LangId(0), "a", &[]), "ألف");
        assert_eq!(strings.get(LangId(0), "b", &[]), "B");
        assert_eq!(strings.get(LangId(1), "nowhere", &[]), "[nowhere]");
        assert_eq!(findings.iter().map(|f| f.code.name).collect::<Vec<_>>(), ["settings/strings"]);
        assert_eq!(strings.missing().len(), 1);
    }

    #[test]
    fn a_fault_is_found_at_its_line() {
        let (strings, findings) = strings(&[("en", "a = A\nb { = B\nc = C\n")], &["en"]);
        assert_eq!(strings.get(LangId(0), "c", &[]), "C");
        assert_eq!(findings[0].place.as_ref().unwrap().at.as_ref().unwrap().line, 2);
    }
}
