//! Words, names and links as HTML: the filters that a theme prints them with.
//!
//! A page prints some dozens of them, so they are filters and not components of the theme: a call of a component costs
//! about ten times as much.

use super::{contract::Shape, dates::Dates, views::push_escaped};
use std::sync::Arc;
use tera::{Kwargs, State, Tera, TeraResult, Value};

/// What themes are told of the filters: name, what it is put behind (as in [`view`](super::view)), what it makes.
pub const FILTERS: [(&str, &str, &str); 7] = [
    ("words", "Text", "the words, marked with their language where that is not the page's"),
    ("name", "Text", "the same as a name that never bends the sentence around it (`<bdi>`)"),
    ("label", "Label", "its words, linked to its list where there is one"),
    ("person", "Person", "the name, linked to the person's page where there is one"),
    ("people", "Vec<Person>", "`A, B and C` as the language of the page has it, each linked as by `person`"),
    ("listed", "Vec<String>", "`A, B and C` likewise, of texts"),
    ("link", "Link", "the link; `rel=\"…\"` and `class=\"…\"` are taken over"),
];

/// Teaches `tera` the filters.
pub fn register(tera: &mut Tera) {
    tera.register_filter("words", |value: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        html("words", value, |out, text| words(out, Text::of(text)?))
    });
    tera.register_filter("name", |value: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        html("name", value, |out, text| name(out, Text::of(text)?))
    });
    tera.register_filter("label", |value: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        html("label", value, |out, label| {
            let [text, href] = fields(label, ["text", "href"])?;
            anchored(out, href, None, |out| words(out, Text::of(text?)?))
        })
    });
    tera.register_filter("person", |value: &Value, _: Kwargs, _: &State| -> TeraResult<Value> { html("person", value, person) });
    // Until a language is known; no template is printed before.
    for name in ["people", "listed"] {
        tera.register_filter(name, |value: &Value, _: Kwargs, _: &State| value.clone());
    }
    tera.register_filter("link", |value: &Value, kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let (rel, class) = (kwargs.get::<&str>("rel")?, kwargs.get::<&str>("class")?);
        html("link", value, |out, link| {
            let [label, href, hreflang, current] = fields(link, ["label", "href", "hreflang", "current"])?;
            out.push_str("<a");
            attribute(out, "class", class);
            attribute(out, "href", Some(href?.as_str()?));
            attribute(out, "hreflang", hreflang.and_then(Value::as_str));
            attribute(out, "rel", rel);
            attribute(out, "aria-current", current.filter(|c| c.is_truthy()).map(|_| "page"));
            out.push('>');
            words(out, Text::of(label?)?)?;
            out.push_str("</a>");
            Some(())
        })
    });
}

/// Teaches `tera` those that differ from language to language.
pub fn register_in(tera: &mut Tera, dates: &Arc<Dates>) {
    let (dates, same) = (dates.clone(), dates.clone());
    tera.register_filter("listed", move |value: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        html("listed", value, |out, all| {
            let texts: Vec<&str> = all.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
            push_escaped(out, &same.list(&texts));
            Some(())
        })
    });
    tera.register_filter("people", move |value: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        html("people", value, |out, all| people(out, all.as_array()?, &dates))
    });
}

/// People as a sentence names them (CLDR list patterns). What stands between two names may depend on the names (`y` is
/// `e` before an i), so the list is made of the names alone and each is then found in it.
fn people(out: &mut String, all: &[Value], dates: &Dates) -> Option<()> {
    let named = |value| fields(value, ["name"])?[0].and_then(Text::of).map(|name| name.text);
    let names: Vec<&str> = all.iter().map(named).collect::<Option<_>>()?;
    let list = dates.list(&names);
    let mut rest = list.as_str();
    for (value, name) in all.iter().zip(names) {
        let (between, after) = rest.split_once(name)?;
        push_escaped(out, between);
        person(out, value)?;
        rest = after;
    }
    push_escaped(out, rest);
    Some(())
}

fn person(out: &mut String, person: &Value) -> Option<()> {
    let [text, href, hreflang] = fields(person, ["name", "href", "hreflang"])?;
    anchored(out, href, hreflang, |out| name(out, Text::of(text?)?))
}

/// What `write` makes of a value; it gives nothing where that is not what the filter is for.
fn html(filter: &str, value: &Value, write: impl FnOnce(&mut String, &Value) -> Option<()>) -> TeraResult<Value> {
    let mut out = String::with_capacity(128);
    match write(&mut out, value) {
        Some(()) => Ok(Value::safe_string(&out)),
        None => {
            let kind = FILTERS
                .iter()
                .find(|(name, ..)| *name == filter)
                .map_or(String::new(), |(_, kind, _)| Shape::of(kind).to_string());
            Err(tera::Error::message(format!("`{filter}` is for a {kind}, and this is a {}", value.name())))
        }
    }
}

/// The fields of one of the types of [`view`](super::view). They are few: looking at each is quicker than looking one up.
fn fields<'v, const N: usize>(value: &'v Value, names: [&str; N]) -> Option<[Option<&'v Value>; N]> {
    let mut found = [None; N];
    for (key, value) in value.as_map()? {
        let slot = names.iter().position(|name| key.as_str() == Some(name));
        if let Some(slot) = slot {
            found[slot] = Some(value).filter(|value| !value.is_none());
        }
    }
    Some(found)
}

/// A [`Text`](super::view::Text) as templates hold it.
struct Text<'v> {
    text: &'v str,
    lang: Option<&'v str>,
    dir: Option<&'v str>,
}

impl<'v> Text<'v> {
    fn of(value: &'v Value) -> Option<Text<'v>> {
        let [text, lang, dir] = fields(value, ["text", "lang", "dir"])?;
        Some(Text { text: text?.as_str()?, lang: lang.and_then(Value::as_str), dir: dir.and_then(Value::as_str) })
    }
}

fn words(out: &mut String, text: Text) -> Option<()> {
    let foreign = text.lang.is_some();
    if foreign {
        out.push_str("<span");
        attribute(out, "lang", text.lang);
        attribute(out, "dir", text.dir);
        out.push('>');
    }
    push_escaped(out, text.text);
    if foreign {
        out.push_str("</span>");
    }
    Some(())
}

fn name(out: &mut String, text: Text) -> Option<()> {
    out.push_str("<bdi");
    attribute(out, "lang", text.lang);
    attribute(out, "dir", text.dir);
    out.push('>');
    push_escaped(out, text.text);
    out.push_str("</bdi>");
    Some(())
}

/// What `inner` writes, within a link where there is an address.
fn anchored(
    out: &mut String,
    href: Option<&Value>,
    hreflang: Option<&Value>,
    inner: impl FnOnce(&mut String) -> Option<()>,
) -> Option<()> {
    let Some(href) = href.and_then(Value::as_str) else { return inner(out) };
    out.push_str("<a");
    attribute(out, "href", Some(href));
    attribute(out, "hreflang", hreflang.and_then(Value::as_str));
    out.push('>');
    inner(out)?;
    out.push_str("</a>");
    Some(())
}

fn attribute(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        push_escaped(out, value);
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::view::{self, Label, Link, Person, Text as Words};

    fn printed(template: &str, value: impl serde::Serialize) -> Result<String, String> {
        let mut tera = Tera::new();
        register(&mut tera);
        tera.add_raw_template("x.html", template).map_err(|e| e.to_string())?;
        let mut context = tera::Context::new();
        context.insert("x", &value);
        tera.render("x.html", &context).map_err(|e| e.to_string())
    }

    fn plain(text: &str) -> Words {
        Words { text: text.into(), lang: None, dir: None }
    }

    fn arabic(text: &str) -> Words {
        Words { text: text.into(), lang: Some("ar".into()), dir: Some("rtl".into()) }
    }

    #[test]
    fn words_are_escaped_and_marked_where_they_are_foreign() {
        let cases = [
            ("{{ x | words }}", plain("a < b & 'c'"), "a &lt; b &amp; &#39;c&#39;"),
            ("{{ x | words }}", arabic("ميناء"), "<span lang=\"ar\" dir=\"rtl\">ميناء</span>"),
            ("{{ x | name }}", plain("Ana"), "<bdi>Ana</bdi>"),
            ("{{ x | name }}", arabic("آنا"), "<bdi lang=\"ar\" dir=\"rtl\">آنا</bdi>"),
        ];
        for (template, text, html) in cases {
            assert_eq!(printed(template, text).as_deref(), Ok(html));
        }
    }

    #[test]
    fn links_lead_where_there_is_somewhere() {
        let label = |href: Option<&str>| Label { id: "x".into(), text: plain("x&y"), href: href.map(str::to_owned) };
        assert_eq!(printed("{{ x | label }}", label(None)).as_deref(), Ok("x&amp;y"));
        assert_eq!(printed("{{ x | label }}", label(Some("/a?b&c"))).as_deref(), Ok("<a href=\"/a?b&amp;c\">x&amp;y</a>"));
        let person = Person { name: plain("Ana"), href: Some("/ana/".into()), hreflang: Some("el".into()), avatar: None };
        assert_eq!(printed("{{ x | person }}", person).as_deref(), Ok("<a href=\"/ana/\" hreflang=\"el\"><bdi>Ana</bdi></a>"));
        let link = |current| Link { label: plain("Chat"), href: "/chat".into(), hreflang: None, current };
        assert_eq!(
            printed("{{ x | link(rel=\"noopener\") }}", link(false)).as_deref(),
            Ok("<a href=\"/chat\" rel=\"noopener\">Chat</a>")
        );
        assert_eq!(printed("{{ x | link }}", link(true)).as_deref(), Ok("<a href=\"/chat\" aria-current=\"page\">Chat</a>"));
    }

    #[test]
    fn people_are_named_as_in_a_sentence() {
        let person = |name: &str| Person { name: plain(name), href: None, hreflang: None, avatar: None };
        let said = |tag: &str, names: &[&str]| {
            let mut tera = Tera::new();
            register(&mut tera);
            register_in(&mut tera, &Arc::new(Dates::new(tag)));
            tera.add_raw_template("x.html", "{{ x | people }}").unwrap();
            let mut context = tera::Context::new();
            context.insert("x", &names.iter().map(|name| person(name)).collect::<Vec<_>>());
            tera.render("x.html", &context).unwrap()
        };
        assert_eq!(said("en", &["Ana"]), "<bdi>Ana</bdi>");
        assert_eq!(said("en-GB", &["Ana", "B & C", "Ana"]), "<bdi>Ana</bdi>, <bdi>B &amp; C</bdi> and <bdi>Ana</bdi>");
        assert_eq!(said("el", &["Άννα", "Νίκος"]), "<bdi>Άννα</bdi> και <bdi>Νίκος</bdi>");
        assert_eq!(said("ar", &["آنا", "نور", "ليلى"]), "<bdi>آنا</bdi> و<bdi>نور</bdi> و<bdi>ليلى</bdi>");
        assert_eq!(said("es", &["Ana", "Inés"]), "<bdi>Ana</bdi> e <bdi>Inés</bdi>");
        assert_eq!(said("en", &[]), "");
        let mut tera = Tera::new();
        register(&mut tera);
        register_in(&mut tera, &Arc::new(Dates::new("ar")));
        tera.add_raw_template("x.html", "{{ x | listed }}").unwrap();
        let mut context = tera::Context::new();
        context.insert("x", &["العربية", "A & B"]);
        assert_eq!(tera.render("x.html", &context).unwrap(), "العربية وA &amp; B");
    }

    #[test]
    fn what_is_not_meant_is_told() {
        let said = printed("{{ x | words }}", "plain").unwrap_err();
        assert!(said.contains("`words` is for a Text, and this is a string"), "{said}");
        assert!(printed("{{ x | label }}", plain("x")).is_err());
    }

    #[test]
    fn filters_are_for_types_of_the_contract_and_told_as_they_are() {
        let readme = include_str!("../../themes/commons/README.md");
        for (name, kind, makes) in FILTERS {
            let row = format!("| `{name}` | {} | {makes} |", super::super::contract::linked(kind));
            assert!(readme.contains(&row), "the theme's README does not say {row}");
            let one = Shape::of(kind).to_string().replace("list of ", "");
            assert!(one == "string" || view::CONTRACT.iter().any(|doc| doc.name == one), "{kind}");
        }
    }
}
