//! What a theme may rely on, and what the built-in themes must have.

use crate::bench::{NOW, Temp, blessing, build, difference, report, repository, request, tree};
use crate::preview::Preview;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement, VariantKey};
use hubgen::render::{
    contract::{self, Shape, view_of},
    templates::{ALWAYS, GIVEN, required},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const LANGUAGES: [&str; 3] = ["en", "ar", "el"];

/// What phrases are given only to choose a form by (articles, cases, duals), which English has no use for.
const TO_CHOOSE_BY: [&str; 5] = ["day", "number", "count", "hour", "place"];

/// The default theme, whose words lie beneath those of every other.
const COMMONS: &str = "commons";

fn theme(name: &str) -> PathBuf {
    repository().join("themes").join(name)
}

fn built_in() -> Vec<String> {
    let folders = fs::read_dir(repository().join("themes")).unwrap().map(Result::unwrap).filter(|e| e.path().is_dir());
    let mut names: Vec<String> = folders.map(|e| e.file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() > 1, "one theme alone proves no contract");
    names
}

#[test]
fn the_readme_holds_the_contract() {
    held("contract", &contract::markdown());
}

#[test]
fn the_readme_holds_the_phrases() {
    let text = fs::read_to_string(theme(COMMONS).join("i18n/en.ftl")).unwrap();
    let mut tables = String::new();
    for entry in fluent_syntax::parser::parse(text).expect("en.ftl is Fluent").body {
        match entry {
            Entry::GroupComment(about) => {
                let title = about.content[0].trim_end_matches('.').to_owned();
                tables.push_str(&format!("\n### {title}\n\n| key | given | in English |\n|---|---|---|\n"));
            }
            Entry::Message(Message { id, value: Some(pattern), .. }) => {
                let given: BTreeSet<String> = variables(&pattern).into_iter().collect();
                let given: Vec<String> = given.into_iter().map(|name| format!("`{name}`")).collect();
                tables.push_str(&format!("| `{}` | {} | {} |\n", id.name, given.join(", "), in_one_form(&pattern)));
            }
            _ => {}
        }
    }
    held("phrases", &format!("\n{tables}\n"));
}

/// What stands between two marks of the README.
fn held(mark: &str, expected: &str) {
    let (begin, end) = (format!("<!-- {mark} -->"), format!("<!-- /{mark} -->"));
    let path = theme(COMMONS).join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let from = text.find(&begin).unwrap_or_else(|| panic!("the README has lost its {begin}")) + begin.len();
    let to = text.find(&end).unwrap_or_else(|| panic!("the README has lost its {end}"));
    if let Some(shown) = difference(expected, &text[from..to]) {
        if blessing() {
            return fs::write(&path, format!("{}{expected}{}", &text[..from], &text[to..])).unwrap();
        }
        panic!("themes/commons/README.md does not hold the {mark}; BLESS=1 writes them\n{shown}");
    }
}

/// A phrase with the form it has for most numbers.
fn in_one_form(pattern: &Pattern<String>) -> String {
    let said = |element: &PatternElement<String>| match element {
        PatternElement::TextElement { value } => value.clone(),
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { id }) } => {
            format!("{{ ${} }}", id.name)
        }
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::MessageReference { id, .. }) } => {
            format!("{{ {} }}", id.name)
        }
        PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
            variants.iter().find(|variant| variant.default).map(|variant| in_one_form(&variant.value)).unwrap_or_default()
        }
        PatternElement::Placeable { .. } => String::new(),
    };
    pattern.elements.iter().map(said).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

#[test]
fn themes_have_every_template_and_share_no_file() {
    let mut owners: BTreeMap<Vec<u8>, String> = BTreeMap::new();
    for name in built_in() {
        let templates = theme(&name).join("templates");
        let missing: Vec<&str> = required().filter(|file| !templates.join(file).is_file()).collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", templates.display());
        for file in files(&theme(&name)) {
            let bytes = fs::read(theme(&name).join(&file)).unwrap();
            if let Some(other) = owners.insert(bytes, format!("{name}/{file}")) {
                panic!("{name}/{file} is the same as {other}");
            }
        }
    }
}

/// The example hub, with every kind of page in three languages, as another theme has it.
fn example_with(theme: &str) -> Temp {
    let hub = Temp::with(tree(&repository().join("example-site")));
    let settings = fs::read_to_string(hub.path().join("hub.yaml")).unwrap();
    let others = settings.lines().filter(|line| !line.starts_with("theme:"));
    hub.write("hub.yaml", format!("{}\ntheme: {theme}\n", others.collect::<Vec<_>>().join("\n")));
    hub
}

#[test]
fn every_theme_makes_every_kind_of_page() {
    for name in built_in() {
        let built = build(example_with(&name).path(), &request(NOW));
        assert!(built.findings.is_empty(), "{name}:\n{}", report(&built.findings));
    }
}

/// Every page of the example is given exactly the names and types that templates are held against.
#[test]
fn templates_are_given_what_the_contract_says() {
    let hub = repository().join("example-site");
    let preview = Preview::of(&hub, &[]);
    let mut seen = BTreeSet::new();
    for path in build(&hub, &request(NOW)).site().into_keys() {
        let Some(page) = path.strip_suffix("index.html").or((path == "404.html").then_some("404.html")) else { continue };
        let (status, given) = preview.get(&format!("/_hubgen/context?page=/{page}"));
        assert_eq!(status, 200, "{page}");
        let Value::Object(given) = serde_json::from_slice(&given).unwrap() else { panic!("{page} is given no names") };
        let mut names: Vec<(&str, &str)> = GIVEN
            .iter()
            .find(|(_, own)| own.iter().all(|(name, _)| given.contains_key(*name)) && own.len() + ALWAYS.len() == given.len())
            .map(|(template, own)| {
                seen.insert(*template);
                own.to_vec()
            })
            .unwrap_or_default();
        names.extend(ALWAYS);
        let own: BTreeSet<&str> = names.iter().map(|(name, _)| *name).collect();
        assert_eq!(own, given.keys().map(String::as_str).collect(), "{page}");
        for (name, shape) in names {
            conforms(&Shape::of(shape), &given[name]).unwrap_or_else(|path| panic!("{page}: {name}{path}"));
        }
    }
    assert_eq!(seen.len(), GIVEN.iter().filter(|(name, _)| name.ends_with(".html")).count(), "{seen:?}");
}

/// Where a value is not what its type says.
fn conforms(shape: &Shape, value: &Value) -> Result<(), String> {
    let wrong = || Err(format!(" is not {shape}: {value}"));
    match (shape, value) {
        (Shape::Anything, _) | (Shape::Optional(_), Value::Null) => Ok(()),
        (Shape::Optional(inner), value) => conforms(inner, value),
        (Shape::String | Shape::Html, Value::String(_)) | (Shape::Flag, Value::Bool(_)) | (Shape::Number, Value::Number(_)) => {
            Ok(())
        }
        (Shape::List(items), Value::Array(values)) => {
            values.iter().enumerate().try_for_each(|(n, value)| conforms(items, value).map_err(|path| format!("[{n}]{path}")))
        }
        (Shape::Named(values), Value::Object(all)) => {
            all.iter().try_for_each(|(name, value)| conforms(values, value).map_err(|path| format!(".{name}{path}")))
        }
        (Shape::View(view), Value::Object(all)) => {
            let fields = view_of(view).unwrap().fields;
            if let Some(name) = all.keys().find(|name| fields.iter().all(|field| field.name != *name)) {
                return Err(format!(".{name} is in no contract"));
            }
            fields.iter().try_for_each(|field| {
                let value = all.get(field.name).unwrap_or(&Value::Null);
                conforms(&Shape::of(field.shape), value).map_err(|path| format!(".{}{path}", field.name))
            })
        }
        _ => wrong(),
    }
}

/// What the handbook shows, put together as it says and with nothing else, is a theme.
#[test]
fn the_handbook_has_a_whole_theme() {
    let chapter = fs::read_to_string(repository().join("example-site/content/handbook/themes.md")).unwrap();
    let own = chapter.split("## A theme of your own").nth(1).expect("the chapter tells how to make a theme");
    let pieces: Vec<&str> = own.split("```html\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [base, page, event, spotlight, component, list, redirect] = pieces[..] else { panic!("{} pieces", pieces.len()) };
    let card = chapter.split("```xml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the chapter shows a card");
    let hub = example_with("harbour");
    let template = |name: &str, text: &str| hub.write(&format!("themes/harbour/templates/{name}"), text);
    hub.write("themes/harbour/theme.yaml", "name: harbour\npaper: {light: \"#fffdf7\", dark: \"#101418\"}\n");
    hub.write("themes/harbour/assets/style.css", "a { color: var(--brand, #0a5c6b) }\n");
    template("base.html", base);
    template("components/row.html", component);
    template("event.html", event);
    template("spotlight.html", spotlight);
    template("redirect.html", redirect);
    let around = |inner: &str| format!("{{% extends \"base.html\" %}}{{% block main %}}{inner}{{% endblock main %}}");
    template("card.svg", card);
    template("list.html", &around(list));
    for name in ["page", "entry", "faq", "guideline", "member"] {
        template(&format!("{name}.html"), page);
    }
    for name in ["home", "month", "404", "search", "subscribe", "terms"] {
        template(&format!("{name}.html"), &around("<h1>{{ page.title | words }}</h1>"));
    }
    let built = build(hub.path(), &request(NOW));
    assert!(built.findings.is_empty(), "{}", report(&built.findings));
    let site = built.site();
    let greek = String::from_utf8(site["el/events/index.html"].clone()).unwrap();
    assert!(greek.contains("lang=\"el\"") && greek.contains("Ελληνικά") && greek.contains("<li><h3>"), "{greek}");
}

#[test]
fn every_phrase_of_the_templates_exists_in_every_language() {
    let mut wrong = Vec::new();
    for name in built_in() {
        let (beneath, own) = (strings(COMMONS), strings(&name));
        for file in files(&theme(&name).join("templates")) {
            let text = fs::read_to_string(theme(&name).join("templates").join(&file)).unwrap();
            for key in keys_asked_for(&text) {
                for language in LANGUAGES {
                    if !own[language].contains_key(&key) && !beneath[language].contains_key(&key) {
                        wrong.push(format!("{name}/{file} says t(key=\"{key}\"), which {language}.ftl does not have"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_language_says_the_same_things() {
    for name in built_in() {
        let all = strings(&name);
        let every: BTreeSet<&String> = all.values().flat_map(BTreeMap::keys).collect();
        let lacks = |key: &&String| {
            let without = all.iter().filter(|(_, messages)| !messages.contains_key(*key)).map(|(language, _)| *language);
            without.map(|language| format!("{name}/i18n/{language}.ftl lacks {key}")).collect::<Vec<_>>()
        };
        let missing: Vec<String> = every.iter().flat_map(lacks).collect();
        assert!(missing.is_empty(), "\n{}\n", missing.join("\n"));
    }
}

#[test]
fn every_language_uses_the_same_variables() {
    for name in built_in() {
        let all = strings(&name);
        for (key, message) in &all["en"] {
            let wanted = variables(&message.pattern);
            for language in LANGUAGES {
                let extra: Vec<_> = all[language].get(key).map(|m| variables(&m.pattern)).unwrap_or_default();
                let unknown: Vec<_> =
                    extra.iter().filter(|v| !wanted.contains(v) && !TO_CHOOSE_BY.contains(&v.as_str())).collect();
                assert!(unknown.is_empty(), "{key} in {name}/i18n/{language}.ftl uses {unknown:?}, which en.ftl does not");
            }
        }
    }
}

#[test]
fn arabic_has_all_its_plurals() {
    const ALL: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
    let all: Vec<_> = built_in().iter().map(|name| strings(name)).collect();
    let arabic = all.iter().flat_map(|strings| &strings["ar"]);
    let counting = arabic.map(|(key, message)| (key, categories(&message.pattern))).filter(|(_, c)| !c.is_empty());
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

/// Everything in a folder, by its path there.
fn files(folder: &Path) -> Vec<String> {
    let found = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap).filter(|e| e.path().is_file());
    found.map(|e| e.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect()
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

/// What a theme says itself: messages of each language, by key.
fn strings(name: &str) -> BTreeMap<&'static str, BTreeMap<String, Phrase>> {
    let read = |language: &'static str| {
        let text = fs::read_to_string(theme(name).join(format!("i18n/{language}.ftl"))).unwrap();
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
