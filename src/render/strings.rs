//! The words a theme says in each language: Fluent files, compiled.
//!
//! Each of the hub's languages speaks the words of its own tag, laid over those of its parents (`ar-EG` over `ar`). A
//! language the theme does not speak borrows another one's as a whole, a single missing word the reference language's;
//! both are told. Isolation marks are off: they spoil `<title>`, feeds and calendars; templates write `<bdi>`.

mod counted;
mod file;
mod translation;

use super::{dates::Numbers, templates::Phrase};
use crate::{
    diagnostic::{self, Finding, Place, catalogue},
    memo::{Fingerprint, Memo},
    model::{
        language::{LangId, Languages},
        path::HubPath,
        theme::{COMMONS, Template, Theme},
    },
};
use fluent_bundle::resolver::{ResolverError, errors::ReferenceKind};
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue, concurrent::FluentBundle, memoizer::MemoizerKind};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};
use unic_langid::LanguageIdentifier;

/// The language whose words stand in for missing ones.
const REFERENCE: &str = "en";

/// In place of a language: what is missing in all of them.
const EVERYWHERE: &str = "";

/// Something a sentence is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arg<'a> {
    /// Chooses the plural, and is printed in the digits of the language.
    Number(i64),
    Text(&'a str),
}

/// All words of a theme, in the languages of a hub.
pub struct Strings {
    spoken: Arc<Spoken>,
    /// By language, key and variable: what was asked for and is not there.
    missing: Mutex<BTreeMap<(String, String, String), Finding>>,
}

/// What is the same as long as theme and languages are.
struct Spoken {
    /// By [`LangId`].
    languages: Vec<Arc<Words>>,
    reference: Option<Arc<Words>>,
    findings: Vec<Finding>,
}

/// The words of one language.
struct Words {
    tag: String,
    /// Where its words are, the file laid over all others.
    file: Option<HubPath>,
    /// What it says at all, and where: in the file laid over all others that do.
    keys: BTreeMap<String, Template>,
    /// Those of them that hubgen itself or its own theme may ask for.
    own: BTreeSet<String>,
    /// What is always the same.
    fixed: HashMap<String, Arc<str>>,
    /// What depends on arguments. Shared by all threads: the lock in it is held only while a plural is chosen.
    bundle: FluentBundle<FluentResource>,
}

impl Spoken {
    fn compile(theme: &Theme, languages: &Languages) -> Spoken {
        let mut findings = Vec::new();
        let mut compiled: BTreeMap<String, Arc<Words>> = BTreeMap::new();
        let mut speak = |tag: &str, layers: &[&str], findings: &mut Vec<Finding>| {
            compiled.entry(tag.to_owned()).or_insert_with(|| Arc::new(Words::compile(theme, tag, layers, findings))).clone()
        };
        let other =
            theme.strings.get_key_value(REFERENCE).or_else(|| theme.strings.first_key_value()).map(|(tag, _)| tag.as_str());
        let reference = other.map(|tag| speak(tag, &[tag], &mut findings));
        let spoken = languages.ids().map(|id| {
            let tag = languages.tag(id);
            let layers = layers(theme, tag);
            if let (true, Some(other)) = (layers.is_empty(), &reference) {
                findings.push(borrowed(tag, &other.tag));
                return other.clone();
            }
            speak(tag, &layers, &mut findings)
        });
        let languages: Vec<Arc<Words>> = spoken.collect();
        if let Some(reference) = &reference {
            let asked = translation::Asked::new(theme, reference);
            findings.extend(asked.incomplete(compiled.values()));
            findings.extend(asked.unknown(compiled.values()));
        }
        Spoken { languages, reference, findings: diagnostic::in_order(findings) }
    }
}

impl Strings {
    /// Compiles what the theme says in the hub's languages. What cannot be used is left out and told.
    pub fn compile(theme: &Theme, languages: &Languages, memo: &Memo) -> (Strings, Vec<Finding>) {
        let tags = languages.ids().map(|id| languages.tag(id).as_bytes());
        let files = theme.strings.iter().flat_map(|(tag, files)| {
            let texts = files.iter().flat_map(|file| [file.path.as_str().as_bytes(), file.text.as_bytes()]);
            std::iter::once(tag.as_bytes()).chain(texts)
        });
        let all = Fingerprint::of([b"strings" as &[u8]].into_iter().chain(tags).chain([b"" as &[u8]]).chain(files));
        let spoken = memo.recall(all, || Spoken::compile(theme, languages));
        let findings = spoken.findings.clone();
        (Strings { spoken, missing: Mutex::default() }, findings)
    }

    /// The words of `key` for readers of `lang`. What is missing is said in the reference language, else shown as
    /// `[key]`, and remembered either way.
    pub fn get(&self, lang: LangId, key: &str, args: &[(&str, Arg)]) -> Cow<'_, str> {
        let words = &self.spoken.languages[lang.index()];
        let said = words.say(key, args).or_else(|| {
            // What the reference has was told when the languages were held against it.
            let borrowed = self.spoken.reference.as_ref().and_then(|reference| reference.say(key, args));
            if borrowed.is_none() {
                self.remember([&words.tag, key, ""], || words.lacks(key));
            }
            borrowed
        });
        let Some((text, wanted)) = said else { return Cow::Owned(format!("[{key}]")) };
        if let Some(variable) = wanted {
            self.remember([&words.tag, key, &variable], || words.wants(key, &variable));
        }
        text
    }

    /// Everything a language says without being told anything, by key.
    pub fn fixed(&self, lang: LangId) -> impl Iterator<Item = (&str, &Arc<str>)> {
        self.spoken.languages[lang.index()].fixed.iter().map(|(key, text)| (key.as_str(), text))
    }

    /// What was asked for and is not there, each once, in order of language and key.
    pub fn missing(&self) -> Vec<Finding> {
        let missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        missing.iter().filter(|((language, ..), _)| language != EVERYWHERE).map(|(_, finding)| finding.clone()).collect()
    }

    /// What is wrong with the phrases that templates ask for, each at the place that asks: those that no language has, and
    /// those that are not given what they want. It is told here and not again when a page comes by it.
    pub fn unsaid(&self, phrases: &[Phrase]) -> Vec<Finding> {
        let mut told = BTreeSet::new();
        phrases
            .iter()
            .filter(|phrase| told.insert((&phrase.key, &phrase.given)))
            .filter_map(|phrase| self.at_odds(phrase))
            .collect()
    }

    fn at_odds(&self, phrase: &Phrase) -> Option<Finding> {
        let key = phrase.key.as_str();
        let mut speakers =
            self.spoken.languages.iter().chain(&self.spoken.reference).filter(|words| words.keys.contains_key(key)).peekable();
        let say = |message: String, help: String| {
            Finding::new(&catalogue::THEME_STRING_MISSING, phrase.place.clone(), message).help(help)
        };
        if speakers.peek().is_none() {
            let known = self.spoken.reference.as_ref().into_iter().flat_map(|words| words.keys.keys()).map(String::as_str);
            let add = format!("add `{key} = …` to i18n/{REFERENCE}.ftl");
            let help =
                diagnostic::nearest(key, known).map_or(add.clone(), |near| format!("did you mean `{near}`? Otherwise {add}"));
            let finding = say(format!("no language has the phrase `{key}`"), help);
            self.remember([EVERYWHERE, key, ""], || finding.clone());
            return Some(finding);
        }
        let wanted: BTreeSet<String> = speakers.flat_map(|words| words.variables(key)).collect();
        let lacking = wanted.iter().find(|name| !phrase.given.contains(name))?;
        let help = match phrase.given.iter().find(|name| !wanted.contains(*name)) {
            Some(other) => format!("it is given `{other}`: write `{lacking}=` for `{other}=`"),
            None => format!("write `t(key=\"{key}\", {lacking}=…)`"),
        };
        let finding = say(format!("the phrase `{key}` wants `{lacking}`, and is not given it"), help);
        self.remember([EVERYWHERE, key, lacking], || finding.clone());
        Some(finding)
    }

    fn remember(&self, what: [&str; 3], finding: impl FnOnce() -> Finding) {
        let mut missing = self.missing.lock().unwrap_or_else(PoisonError::into_inner);
        let everywhere = |variable: &str| missing.contains_key(&(EVERYWHERE.to_owned(), what[1].to_owned(), variable.to_owned()));
        if !everywhere("") && !everywhere(what[2]) {
            missing.entry(what.map(str::to_owned).into()).or_insert_with(finding);
        }
    }
}

impl Words {
    fn compile(theme: &Theme, tag: &str, layers: &[&str], findings: &mut Vec<Finding>) -> Words {
        // The readers' own tag, even where the words are those of a parent: `ar-EG` has its own digits. Fluent does not
        // take what a tag may say beyond language, script and region (`-u-nu-arab`).
        let locale: LanguageIdentifier = tag.split("-u-").next().and_then(|tag| tag.parse().ok()).unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(in_own_digits));
        let files: Vec<&Template> = layers.iter().flat_map(|layer| &theme.strings[*layer]).collect();
        let mut keys: BTreeMap<String, Template> = BTreeMap::new();
        let own_words = format!("themes/{COMMONS}/i18n");
        let mut own = BTreeSet::new();
        for file in &files {
            let Some(resource) = file::parse(file, findings) else { continue };
            for key in file::keys_of(&resource, file, findings) {
                if file.path.below(&own_words).is_some() {
                    own.insert(key.clone());
                }
                keys.insert(key, (*file).clone());
            }
            bundle.add_resource_overriding(resource);
        }
        let mut words = Words {
            tag: tag.to_owned(),
            file: files.last().map(|f| f.path.clone()),
            own,
            keys: BTreeMap::new(),
            fixed: HashMap::new(),
            bundle,
        };
        for (key, file) in &keys {
            match words.say_with_errors(key, &[]) {
                Some((text, errors)) if errors.is_empty() => {
                    let text: Arc<str> = text.as_ref().into();
                    words.fixed.insert(key.clone(), text);
                }
                Some((_, errors)) => findings.extend(errors.iter().filter_map(|error| file::broken(error, key, file))),
                None => {}
            }
        }
        Words { keys, ..words }
    }

    /// The words, and a variable they want and were not given.
    fn say(&self, key: &str, args: &[(&str, Arg)]) -> Option<(Cow<'_, str>, Option<String>)> {
        if let Some(text) = self.fixed.get(key) {
            return Some((Cow::Borrowed(text), None));
        }
        let (text, errors) = self.say_with_errors(key, args)?;
        let wanted = errors.iter().find_map(|error| match error {
            FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { id })) => Some(id.clone()),
            _ => None,
        });
        Some((Cow::Owned(text.into_owned()), wanted))
    }

    fn say_with_errors(&self, key: &str, args: &[(&str, Arg)]) -> Option<(Cow<'_, str>, Vec<FluentError>)> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let args: FluentArgs = args.iter().map(|(name, arg)| (*name, FluentValue::from(*arg))).collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        Some((Cow::Owned(text), errors))
    }

    /// What a phrase is to be told.
    fn variables(&self, key: &str) -> BTreeSet<String> {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        pattern.map(file::variables).unwrap_or_default()
    }

    fn lacks(&self, key: &str) -> Finding {
        let message = format!("the theme has no string `{key}` in {}", self.tag);
        let near = diagnostic::nearest(key, self.fixed.keys().map(String::as_str));
        let add = format!("add `{key} = …` to i18n/{}.ftl", self.tag);
        Finding::new(&catalogue::THEME_STRING_MISSING, self.file.as_ref().map(Place::file), message)
            .help(near.map_or(add.clone(), |near| format!("did you mean `{near}`? Otherwise {add}")))
    }

    fn wants(&self, key: &str, variable: &str) -> Finding {
        let message = format!("the string `{key}` in {} wants `${variable}`, which the template does not give", self.tag);
        Finding::new(&catalogue::THEME_STRING_MISSING, self.file.as_ref().map(Place::file), message)
            .help(format!("write `t(key=\"{key}\", {variable}=…)` in the template"))
    }
}

impl From<Arg<'_>> for FluentValue<'static> {
    fn from(arg: Arg<'_>) -> FluentValue<'static> {
        match arg {
            Arg::Number(number) => FluentValue::from(number),
            Arg::Text(text) => FluentValue::from(text.to_owned()),
        }
    }
}

impl std::fmt::Debug for Strings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.spoken.languages.iter().map(|words| &words.tag)).finish()
    }
}

/// The theme's tags that make up a language, the most general first: `ar`, `ar-EG`.
fn layers<'a>(theme: &'a Theme, tag: &str) -> Vec<&'a str> {
    let shorter = std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(parent, _)| parent));
    let known = |tag: &str| theme.strings.keys().find(|known| known.eq_ignore_ascii_case(tag)).map(String::as_str);
    let mut layers: Vec<&str> = shorter.filter_map(known).collect();
    layers.reverse();
    layers
}

fn borrowed(tag: &str, other: &str) -> Finding {
    let message = format!("the theme does not speak `{tag}`; readers of it see the words of `{other}`");
    Finding::new(&catalogue::SETTINGS_STRINGS, HubPath::new("hub.yaml").map(|path| Place::file(&path)), message)
        .help(format!("translate the theme's strings into i18n/{tag}.ftl"))
}

/// Fluent knows plurals, not digits.
fn in_own_digits<M: MemoizerKind>(value: &FluentValue, language: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    if number.value.fract() != 0.0 || number.value.abs() >= 2f64.powi(53) {
        return None;
    }
    language.with_try_get_threadsafe::<Digits, _, _>((), |digits| digits.0.grouped(number.value as i64)).ok()
}

/// Made once for each language, then kept by the bundle.
struct Digits(Numbers);

impl intl_memoizer::Memoizable for Digits {
    type Args = ();
    type Error = Infallible;

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Digits, Infallible> {
        Ok(Digits(Numbers::new(&language.to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::language::Language;

    fn languages(tags: &[&str]) -> Languages {
        Languages(tags.iter().map(|tag| Language::new(tag).unwrap()).collect())
    }

    fn theme(files: &[(&str, &str, &str)]) -> Theme {
        let mut theme = Theme::default();
        for (tag, path, text) in files {
            let file = Template { path: HubPath::new(path).unwrap(), text: (*text).into() };
            theme.strings.entry((*tag).to_owned()).or_default().push(file);
        }
        theme
    }

    const EVENTS: [(&str, &str, &str); 3] = [
        (
            "en",
            "themes/commons/i18n/en.ftl",
            "home = Home\nevents = { $count ->\n    [one] { $count } event\n   *[other] { $count } events\n}\nby = by { $name }\n",
        ),
        (
            "ar",
            "themes/commons/i18n/ar.ftl",
            "home = الرئيسية\nevents = { $count ->\n    [zero] لا فعاليات\n    [one] فعالية واحدة\n    [two] فعاليتان\n    [few] { $count } فعاليات\n    [many] { $count } فعالية\n   *[other] { $count } فعالية\n}\n",
        ),
        (
            "el",
            "themes/commons/i18n/el.ftl",
            "home = Αρχική\nevents = { $count ->\n    [one] { $count } εκδήλωση\n   *[other] { $count } εκδηλώσεις\n}\n",
        ),
    ];

    #[test]
    fn chooses_the_plural_and_prints_in_own_digits() {
        let (strings, findings) =
            Strings::compile(&theme(&EVENTS), &languages(&["en", "ar", "el", "ar-EG", "ar-u-nu-latn"]), &Memo::forgetful());
        assert_eq!(findings.len(), 2, "two files lack `by`: {findings:?}");
        let cases = [
            (0, 0, "0 events"),
            (0, 1, "1 event"),
            (0, 12_345, "12,345 events"),
            (1, 0, "لا فعاليات"),
            (1, 2, "فعاليتان"),
            (1, 3, "3 فعاليات"),
            (1, 11, "11 فعالية"),
            (2, 1, "1 εκδήλωση"),
            (2, 2000, "2.000 εκδηλώσεις"),
            (3, 5, "٥ فعاليات"),
            (4, 2, "فعاليتان"),
        ];
        for (lang, count, expected) in cases {
            assert_eq!(strings.get(LangId(lang), "events", &[("count", Arg::Number(count))]), expected, "{lang} {count}");
        }
        assert_eq!(strings.get(LangId(0), "by", &[("name", Arg::Text("<Amina>"))]), "by <Amina>");
        assert_eq!(strings.get(LangId(3), "home", &[]), "الرئيسية");
        assert_eq!(strings.missing(), []);
    }

    #[test]
    fn a_missing_word_is_borrowed_or_shown_and_told_once() {
        let (strings, held) = Strings::compile(&theme(&EVENTS), &languages(&["el", "en"]), &Memo::forgetful());
        let lacks = ["el.ftl lacks a phrase: `by`; readers see the words of `en`"];
        assert_eq!(held.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(), lacks);
        for _ in 0..2 {
            assert_eq!(strings.get(LangId(0), "by", &[("name", Arg::Text("Αμίνα"))]), "by Αμίνα");
            assert_eq!(strings.get(LangId(0), "hom", &[]), "[hom]");
            assert_eq!(strings.get(LangId(1), "by", &[]), "by {$name}");
        }
        let told: Vec<String> =
            strings.missing().iter().map(|f| format!("{} | {}", f.message, f.help.as_ref().unwrap())).collect();
        assert_eq!(
            told,
            [
                "the theme has no string `hom` in el | did you mean `home`? Otherwise add `hom = …` to i18n/el.ftl",
                "the string `by` in en wants `$name`, which the template does not give | write `t(key=\"by\", name=…)` in the template",
            ]
        );
    }

    #[test]
    fn later_files_and_closer_tags_win() {
        let files = [
            ("en", "themes/commons/i18n/en.ftl", "a = theme\nb = theme\nc = theme"),
            ("en", "i18n/en.ftl", "b = hub"),
            ("en-GB", "i18n/en-GB.ftl", "c = colour"),
        ];
        let (strings, findings) = Strings::compile(&theme(&files), &languages(&["en-GB", "en"]), &Memo::forgetful());
        assert_eq!(findings, []);
        let said = |lang, key| strings.get(LangId(lang), key, &[]).into_owned();
        assert_eq!([said(0, "a"), said(0, "b"), said(0, "c"), said(1, "c")], ["theme", "hub", "colour", "theme"]);
    }

    #[test]
    fn a_language_without_words_borrows_all_of_them() {
        let (strings, findings) = Strings::compile(&theme(&EVENTS), &languages(&["fr"]), &Memo::forgetful());
        assert_eq!(strings.get(LangId(0), "home", &[]), "Home");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, &catalogue::SETTINGS_STRINGS);
        let (strings, findings) = Strings::compile(&theme(&[]), &languages(&["fr"]), &Memo::forgetful());
        assert_eq!((strings.get(LangId(0), "home", &[]).as_ref(), findings.len()), ("[home]", 0));
    }

    #[test]
    fn what_cannot_be_used_is_told_with_its_place() {
        let cases = [
            ("a = A\nb = { $x\nc = C", "2:9", "expected a token"),
            ("a = { other }", "1:1", "refers to `other`, which is not there"),
            ("a = { -brand }", "1:1", "refers to the term `-brand`"),
            ("a = { b }\nb = { a }", "1:1", "refers to itself"),
            ("a = A\nb = B\na = C", "3:1", "`a` is here twice"),
            ("a = A\nωmega = B", "2:1", "expected"),
        ];
        for (text, place, message) in cases {
            let (_, findings) =
                Strings::compile(&theme(&[("en", "themes/commons/i18n/en.ftl", text)]), &languages(&["en"]), &Memo::forgetful());
            let spot = findings.first().and_then(|f| f.place.as_ref()).and_then(|p| p.at.as_ref());
            let found = spot.map(|s| format!("{}:{}", s.line, s.column)).unwrap_or_default();
            assert_eq!((found.as_str(), findings[0].code), (place, &catalogue::THEME_STRINGS), "{text}: {findings:?}");
            assert!(findings[0].message.contains(message), "{text}: {}", findings[0].message);
        }
    }

    #[test]
    fn hostile_text_costs_nothing() {
        for text in ["a = ".to_owned() + &"{".repeat(100_000), "{".repeat(50) + "\u{0}", "a = {$".repeat(10_000)] {
            let (strings, findings) =
                Strings::compile(&theme(&[("en", "en.ftl", &text)]), &languages(&["en"]), &Memo::forgetful());
            assert!(!findings.is_empty());
            assert!(!strings.get(LangId(0), "a", &[]).is_empty());
        }
    }
}
