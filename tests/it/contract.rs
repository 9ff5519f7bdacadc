//! What a theme may rely on, and what the default theme must have.

use crate::bench::{blessing, difference, repository};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement, VariantKey};
use hubgen::render::{contract, templates::REQUIRED};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const LANGUAGES: [&str; 3] = ["en", "ar", "el"];

/// What phrases are given only to choose a form by (articles, cases, duals), which English has no use for.
const TO_CHOOSE_BY: [&str; 5] = ["day", "number", "count", "hour", "place"];

fn theme() -> PathBuf {
    repository().join("themes/commons")
}

#[test]
fn the_readme_holds_the_contract() {
    const BEGIN: &str = "<!-- contract -->";
    const END: &str = "<!-- /contract -->";
    let path = theme().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let begin = text.find(BEGIN).expect("the README has lost its <!-- contract -->") + BEGIN.len();
    let end = text.find(END).expect("the README has lost its <!-- /contract -->");
    if let Some(shown) = difference(&contract::markdown(), &text[begin..end]) {
        if blessing() {
            return fs::write(&path, format!("{}{}{}", &text[..begin], contract::markdown(), &text[end..])).unwrap();
        }
        panic!("themes/commons/README.md is not the contract of src/render/view.rs; BLESS=1 writes it\n{shown}");
    }
}

#[test]
fn the_theme_has_every_template() {
    let missing: Vec<&str> = REQUIRED.into_iter().filter(|name| !theme().join("templates").join(name).is_file()).collect();
    assert!(missing.is_empty(), "themes/commons/templates lacks {missing:?}");
}

#[test]
fn every_phrase_of_the_templates_exists_in_every_language() {
    let mut wrong = Vec::new();
    for (file, text) in templates() {
        for key in keys_asked_for(&text) {
            for (language, messages) in strings() {
                if !messages.contains_key(&key) {
                    wrong.push(format!("{file} says t(key=\"{key}\"), which {language}.ftl does not have"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_language_says_the_same_things() {
    let all = strings();
    let every: BTreeSet<&String> = all.values().flat_map(BTreeMap::keys).collect();
    let missing: Vec<String> = every
        .iter()
        .flat_map(|key| all.iter().filter(|(_, m)| !m.contains_key(*key)).map(move |(l, _)| format!("{l}.ftl lacks {key}")))
        .collect();
    assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
}

#[test]
fn every_language_uses_the_same_variables() {
    let all = strings();
    for (key, message) in &all["en"] {
        let wanted = variables(&message.pattern);
        for language in LANGUAGES {
            let extra: Vec<_> = all[language].get(key).map(|m| variables(&m.pattern)).unwrap_or_default();
            let unknown: Vec<_> = extra.iter().filter(|v| !wanted.contains(v) && !TO_CHOOSE_BY.contains(&v.as_str())).collect();
            assert!(unknown.is_empty(), "{key} in {language}.ftl uses {unknown:?}, which en.ftl does not");
        }
    }
}

#[test]
fn arabic_has_all_its_plurals() {
    const ALL: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
    let all = strings();
    let counting = all["ar"].iter().map(|(key, message)| (key, categories(&message.pattern))).filter(|(_, c)| !c.is_empty());
    let mut wrong = Vec::new();
    let mut count = 0;
    for (key, found) in counting {
        let missing: Vec<&str> = ALL.into_iter().filter(|c| !found.contains(*c)).collect();
        if !missing.is_empty() {
            wrong.push(format!("{key} has no {}", missing.join(", ")));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "ar.ftl:\n{}\n", wrong.join("\n"));
    assert!(count > 0, "no message counts anything");
}

fn templates() -> Vec<(String, String)> {
    fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.path() {
                path if path.is_dir() => collect(&path, found),
                path => {
                    found.push((path.strip_prefix(theme()).unwrap().display().to_string(), fs::read_to_string(&path).unwrap()))
                }
            }
        }
    }
    let mut found = Vec::new();
    collect(&theme().join("templates"), &mut found);
    found.sort();
    found
}

/// Keys written out in a template; one that is put together from parts is not among them.
fn keys_asked_for(text: &str) -> Vec<String> {
    let after = text.match_indices("t(key=").map(|(i, word)| &text[i + word.len()..]);
    let quoted = after.filter_map(|rest| {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (key, rest) = rest[1..].split_once(quote)?;
        (!rest.trim_start().starts_with(['~', '+'])).then(|| key.to_owned())
    });
    quoted.collect()
}

/// A message with its text, owned.
struct Phrase {
    pattern: Pattern<String>,
}

/// Messages of each language, by key.
fn strings() -> BTreeMap<&'static str, BTreeMap<String, Phrase>> {
    let read = |language: &'static str| {
        let text = fs::read_to_string(theme().join(format!("i18n/{language}.ftl"))).unwrap();
        let resource = fluent_syntax::parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{language}.ftl: {errors:?}"));
        let messages = resource.body.into_iter().filter_map(|entry| match entry {
            Entry::Message(Message { id, value, .. }) => Some((id.name, Phrase { pattern: value? })),
            _ => None,
        });
        (language, messages.collect())
    };
    LANGUAGES.into_iter().map(read).collect()
}

fn selects(pattern: &Pattern<String>) -> impl Iterator<Item = &Expression<String>> {
    pattern.elements.iter().filter_map(|element| match element {
        PatternElement::Placeable { expression } => Some(expression),
        PatternElement::TextElement { .. } => None,
    })
}

/// Plural categories that a message tells apart.
fn categories(pattern: &Pattern<String>) -> BTreeSet<String> {
    let variants = selects(pattern).filter_map(|expression| match expression {
        Expression::Select { variants, .. } => Some(variants),
        Expression::Inline(_) => None,
    });
    let keys = variants.flatten().filter_map(|variant| match &variant.key {
        VariantKey::Identifier { name } => Some(name.clone()),
        VariantKey::NumberLiteral { .. } => None,
    });
    keys.filter(|name| ["zero", "one", "two", "few", "many", "other"].contains(&name.as_str())).collect()
}

fn variables(pattern: &Pattern<String>) -> Vec<String> {
    let mut found = Vec::new();
    for expression in selects(pattern) {
        let (inline, inner) = match expression {
            Expression::Inline(inline) => (inline, &[][..]),
            Expression::Select { selector, variants } => (selector, &variants[..]),
        };
        if let InlineExpression::VariableReference { id } = inline {
            found.push(id.name.clone());
        }
        found.extend(inner.iter().flat_map(|variant| variables(&variant.value)));
    }
    found
}
