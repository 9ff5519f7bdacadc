//! A theme's templates, compiled: Tera, with the two functions that templates have.
//!
//! `t(key="…", name=value, …)` says something in the language of the page; `asset(path="…")` is the address of a file
//! of the theme. Templates get data and never fetch it. There is one Tera for each language, since a component sees
//! nothing of its page: the language has to be in the function.

mod files;
mod names;
mod sources;
mod tags;

use super::{
    cards::{self, faces::Faces},
    dates::Dates,
    markup,
    strings::{Arg, Strings},
};
use crate::{
    diagnostic::{self, Finding},
    memo::{Fingerprint, Memo},
    model::{
        language::{LangId, Language},
        letters::Letters,
        theme::Theme,
    },
};
pub use files::{ALWAYS, GIVEN, pages, required};
pub use names::Phrase;
use sources::Sources;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};
use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

/// What a page usually comes to, in bytes.
const USUAL_PAGE: usize = 32 * 1024;

/// Compiled templates. Shared by all threads.
pub struct Templates {
    /// By [`LangId`].
    languages: Vec<Tera>,
    sources: Arc<Sources>,
}

/// What templates speak a language with.
pub struct Voice<'a> {
    pub language: &'a Language,
    pub dates: Arc<Dates>,
    pub faces: Arc<Faces>,
    /// What the faces hold.
    pub letters: Arc<Letters>,
}

/// The templates of a theme, speaking no language yet.
struct Unspoken {
    sources: Arc<Sources>,
    /// None where anything is wrong.
    tera: Option<Tera>,
    findings: Vec<Finding>,
    /// What they want to be said, and where.
    phrases: Vec<Phrase>,
}

fn read(theme: &Theme, asset_hrefs: &BTreeMap<String, String>) -> Unspoken {
    let sources = Arc::new(Sources(theme.templates.clone()));
    let mut findings = files::missing(theme);
    findings.extend(sources.syntax_errors());
    if diagnostic::any_error(&findings) {
        return Unspoken { sources, tera: None, findings: diagnostic::in_order(findings), phrases: Vec::new() };
    }
    let mut tera = Tera::new();
    tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
    tera.register_function("asset", asset(asset_hrefs));
    for told_later in ["t", "lines"] {
        tera.register_function(told_later, |_: Kwargs, _: &State| "");
    }
    markup::register(&mut tera);
    findings.extend(sources.add_to(&mut tera));
    let assets: Vec<&str> = asset_hrefs.keys().map(String::as_str).collect();
    let asked = names::asked(&sources, &assets);
    findings.extend(asked.findings);
    let sound = !diagnostic::any_error(&findings);
    if sound {
        // While something is wrong it is no wonder that other things are not reached.
        findings.extend(asked.forgotten);
        findings.extend(files::unused(theme));
    }
    Unspoken { sources, tera: sound.then_some(tera), findings: diagnostic::in_order(findings), phrases: asked.phrases }
}

impl Templates {
    /// Compiles the templates of a theme. `languages` are those of the hub, by [`LangId`]; `asset_hrefs` are the addresses of its assets, by path below `assets/`.
    /// Everything wrong is told at once; with anything wrong there are no templates.
    pub fn compile(
        theme: &Theme,
        strings: &Arc<Strings>,
        languages: &[Voice],
        asset_hrefs: &BTreeMap<String, String>,
        memo: &Memo,
    ) -> (Option<Templates>, Vec<Finding>) {
        let texts = theme.templates.iter().flat_map(|(name, template)| [name, template.path.as_str(), &template.text]);
        let hrefs = asset_hrefs.iter().flat_map(|(path, href)| [path.as_str(), href]);
        let parts = ["templates", &theme.name].into_iter().chain(texts).chain([""]).chain(hrefs);
        let read = memo.recall(Fingerprint::of(parts.map(str::as_bytes)), || read(theme, asset_hrefs));
        let mut findings = read.findings.clone();
        findings.extend(strings.unsaid(&read.phrases));
        let Some(tera) = &read.tera else { return (None, findings) };
        let in_language = |(lang, voice): (usize, &Voice)| {
            let mut tera = tera.clone();
            tera.register_function("t", translate(strings.clone(), LangId(lang as u8)));
            markup::register_in(&mut tera, &voice.dates);
            cards::register(&mut tera, &voice.faces, &voice.letters, voice.language);
            tera
        };
        let languages = languages.iter().enumerate().map(in_language).collect();
        (Some(Templates { languages, sources: read.sources.clone() }), findings)
    }

    /// Makes `page` (its address, for messages) of a template. Values shared by many pages go into the context with
    /// `insert_value` and a clone, which copies nothing.
    pub fn render(&self, lang: LangId, template: &str, page: &str, context: &Context) -> Result<Vec<u8>, Box<Finding>> {
        let mut bytes = Vec::with_capacity(USUAL_PAGE);
        match self.languages[lang.index()].render_to(template, context, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(Box::new(self.sources.runtime_error(&error, page, context))),
        }
    }
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.sources.0.keys()).finish()
    }
}

/// `t(key, …)`: what never changes is a value made beforehand; the rest is put together by Fluent. A number is counted,
/// a text is quoted, and of something with a `text` (a title, a label) that is taken.
fn translate(strings: Arc<Strings>, lang: LangId) -> impl Fn(Kwargs, &State) -> TeraResult<Value> + Send + Sync + 'static {
    let fixed: HashMap<String, Value> =
        strings.fixed(lang).map(|(key, text)| (key.to_owned(), Value::normal_string(text))).collect();
    move |kwargs, _| {
        let key: &str = kwargs.must_get("key")?;
        if let Some(text) = fixed.get(key) {
            return Ok(text.clone());
        }
        let mut args = Vec::new();
        for (name, value) in kwargs.iter() {
            match name.as_str() {
                Some("key") | None => {}
                Some(name) => args.push((name, told(name, value)?)),
            }
        }
        Ok(Value::from(strings.get(lang, key, &args)))
    }
}

fn told<'a>(name: &str, value: &'a Value) -> TeraResult<Arg<'a>> {
    if let Some(text) = value.as_str().or_else(|| value.get_from_path("text")?.as_str()) {
        return Ok(Arg::Text(text));
    }
    let wrong = || Error::message(format!("`{name}` is neither a text nor a whole number but {}", value.name()));
    value.as_i64().map(Arg::Number).ok_or_else(wrong)
}

/// `asset(path)`.
fn asset(hrefs: &BTreeMap<String, String>) -> impl Fn(Kwargs, &State) -> TeraResult<Value> + Send + Sync + 'static {
    let hrefs: BTreeMap<String, Value> = hrefs.iter().map(|(path, href)| (path.clone(), Value::normal_string(href))).collect();
    move |kwargs, _| {
        let path: &str = kwargs.must_get("path")?;
        let unknown = || {
            let help = diagnostic::suggest(path, hrefs.keys().map(String::as_str), "assets of the theme");
            Error::message(with_help(format!("the theme has no asset `{path}`"), help))
        };
        hrefs.get(path).cloned().ok_or_else(unknown)
    }
}

/// Tera carries one text out of a function; the help goes with it, on a line of its own.
fn with_help(message: String, help: Option<String>) -> String {
    match help {
        Some(help) => format!("{message}\n{help}"),
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        language::{Language, Languages},
        path::HubPath,
        theme::Template,
    };
    use tera::context;

    fn theme(files: &[(&str, &str)]) -> Theme {
        let mut theme = Theme { name: "test".into(), ..Theme::default() };
        // Nothing that a theme needs is forgotten.
        let stub = |name| match name {
            "event.html" => "{% for name, value in event %}{% endfor %}{% for name, value in article %}{% endfor %}",
            "home.html" => "{% for name, value in page %}{% endfor %}",
            "list.html" => "{% for name, value in list %}{% endfor %}",
            "spotlight.html" => "{% for name, value in spotlight %}{% endfor %}",
            _ => "",
        };
        let every = required().map(|name| (name, stub(name))).chain(files.iter().copied());
        for (name, text) in every {
            let path = HubPath::new(&format!("templates/{name}")).unwrap();
            theme.templates.insert(name.to_owned(), Template { path, text: text.into() });
        }
        for (tag, text) in [
            (
                "en",
                "home = Home & garden\ncount = { $n ->\n    [one] { $n } event\n   *[other] { $n } events\n}\nby = by { $who }",
            ),
            ("ar", "home = الرئيسية\ncount = { $n ->\n    [two] فعاليتان\n   *[other] { $n } فعالية\n}"),
        ] {
            let file = Template { path: HubPath::new(&format!("i18n/{tag}.ftl")).unwrap(), text: text.into() };
            theme.strings.insert(tag.to_owned(), vec![file]);
        }
        theme
    }

    fn compile(files: &[(&str, &str)]) -> (Option<Templates>, Vec<Finding>) {
        let languages = Languages(["en", "ar"].map(|tag| Language::new(tag).unwrap()).into());
        let theme = theme(files);
        let strings = Arc::new(Strings::compile(&theme, &languages, &Memo::forgetful()).0);
        let hrefs = BTreeMap::from([("style.css".to_owned(), "/assets/style.1a2b.css".to_owned())]);
        Templates::compile(&theme, &strings, &voices(&languages), &hrefs, &Memo::forgetful())
    }

    fn voices(languages: &Languages) -> Vec<Voice<'_>> {
        let faces = Arc::new(Faces::load(&[]));
        let voice = |language| Voice {
            language,
            dates: Arc::new(Dates::new(&language.tag)),
            faces: faces.clone(),
            letters: Arc::default(),
        };
        languages.0.iter().map(voice).collect()
    }

    fn rendered(text: &str, lang: u8, context: &Context) -> Result<String, Box<Finding>> {
        let (templates, findings) = compile(&[("page.html", text)]);
        assert_eq!(findings, []);
        templates.unwrap().render(LangId(lang), "page.html", "/about/", context).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    /// What templates see as `data`: no contract knows what is in it.
    fn data(values: impl serde::Serialize) -> Context {
        context! { data => &values }
    }

    /// `line:column message | help`.
    fn told(finding: &Finding) -> String {
        let place = finding.place.as_ref().map_or(String::new(), |place| match &place.at {
            Some(spot) => format!("{}:{}:{} ", place.path.name(), spot.line, spot.column),
            None => format!("{} ", place.path.name()),
        });
        format!("{place}{}{}", finding.message, finding.help.as_ref().map_or(String::new(), |help| format!(" | {help}")))
    }

    #[test]
    fn speaks_the_language_of_the_page() {
        let title = data(serde_json::json!({"title": {"text": "<Amina>"}, "n": 2}));
        let cases = [
            (0, "{{ t(key='home') }}", "Home &amp; garden"),
            (1, "{{ t(key='home') }}", "الرئيسية"),
            (0, "{{ t(key='count', n=data.n) }}", "2 events"),
            (1, "{{ t(key='count', n=data.n) }}", "فعاليتان"),
            (0, "{{ t(key='by', who=data.title) }}", "by &lt;Amina&gt;"),
            (0, "{{ asset(path='style.css') }}", "/assets/style.1a2b.css"),
            (1, "{% component say(n) %}{{ t(key='count', n=n) }}{% endcomponent say %}{{<say n={data.n}/>}}", "فعاليتان"),
        ];
        for (lang, text, expected) in cases {
            assert_eq!(rendered(text, lang, &title), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_loop_over_a_map_keeps_its_order() {
        let names: BTreeMap<String, usize> = (0..50).map(|i| (format!("k{i:02}"), i)).collect();
        let expected: String = names.keys().cloned().collect();
        assert_eq!(rendered("{% for k, v in data %}{{ k }}{% endfor %}", 0, &data(names)), Ok(expected));
    }

    #[test]
    fn says_what_went_wrong_on_which_page() {
        let page = data(serde_json::json!({"title": "A", "url": "/", "image": null, "style": "styel.css"}));
        let cases = [
            ("\n {{ data.titel }}", "page.html:2:10 there is no `titel` here (while making /about/) | did you mean `title`?"),
            (
                "{{ asset(path=data.style) }}",
                "page.html:1:4 the theme has no asset `styel.css` (while making /about/) | did you mean `style.css`?",
            ),
            (
                "{{ data.image.src }}",
                "page.html:1:15 `data.image` is none on this page (while making /about/) | put `{% if data.image %}` around it",
            ),
            (
                "{{ t(key='count', n=1.5) }}",
                "page.html:1:4 `n` is neither a text nor a whole number but f64 (while making /about/)",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(told(&rendered(text, 0, &page).unwrap_err()), expected, "{text}");
        }
    }

    #[test]
    fn a_component_that_fails_names_its_caller() {
        let (templates, _) = compile(&[
            ("parts.html", "{% component card(x) %}\n{{ x.nmae }}{% endcomponent card %}"),
            ("page.html", "\n\n{{<card x={data}/>}}"),
        ]);
        let page = data(BTreeMap::from([("name", "A")]));
        let finding = templates.unwrap().render(LangId(0), "page.html", "/", &page).unwrap_err();
        assert_eq!(told(&finding), "parts.html:2:6 there is no `nmae` here (while making /) | did you mean `name`?");
        let (place, words) = &finding.also[0];
        assert_eq!((place.path.name(), place.at.as_ref().unwrap().line, words.as_str()), ("page.html", 3, "called from here"));
    }

    #[test]
    fn every_broken_template_is_told_at_once() {
        let (templates, findings) = compile(&[
            ("a.html", "{% if x %}"),
            ("b.html", "ok {{ y"),
            ("page.html", "{% extends 'a.html' %}"),
            ("c.html", "fine"),
        ]);
        assert!(templates.is_none());
        let files: Vec<&str> = findings.iter().map(|f| f.place.as_ref().unwrap().path.name()).collect();
        assert_eq!(files, ["a.html", "b.html"]);
    }

    #[test]
    fn says_what_does_not_fit_together() {
        let cases: [(&[(&str, &str)], &str); 7] = [
            (
                &[("page.html", "{% extends 'bsae.html' %}"), ("base.html", "")],
                "page.html:1:13 there is no template `bsae.html` | did you mean `base.html`?",
            ),
            (
                &[("page.html", "{% include 'prat.html' %}"), ("part.html", "")],
                "page.html:1:12 unknown template `prat.html` | did you mean `part.html`?",
            ),
            (&[("page.html", "a\n{{ tt(key='home') }}")], "page.html:2:4 unknown function `tt` | did you mean `t`?"),
            (&[("page.html", "{{ 'a' | lowr }}")], "page.html:1:10 unknown filter `lowr` | did you mean `lower`?"),
            (
                &[("page.html", "{{<crad/>}}"), ("parts.html", "{% component card() %}{% endcomponent card %}")],
                "page.html:1:3 unknown component `crad` | did you mean `card`?",
            ),
            (
                &[("a.html", "{% component x() %}{% endcomponent x %}"), ("b.html", "{% component x() %}{% endcomponent x %}")],
                "b.html:1:4 the component `x` is already defined in `a.html` | \
                 give one of them another name; to replace a theme's, put a file at the same path",
            ),
            (&[("a.html", "{% extends 'a.html' %}")], "a.html:1:4 it extends itself, by way of a.html"),
        ];
        for (files, expected) in cases {
            let (templates, findings) = compile(files);
            assert!(templates.is_none());
            assert_eq!(findings.iter().map(told).collect::<Vec<_>>(), [expected]);
        }
    }

    #[test]
    fn says_which_templates_are_missing() {
        let mut theme = theme(&[]);
        theme.templates.remove("event.html");
        theme.templates.remove("faq.html");
        let languages = Languages(vec![Language::new("en").unwrap()]);
        let strings = Arc::new(Strings::compile(&theme, &languages, &Memo::forgetful()).0);
        let (templates, findings) =
            Templates::compile(&theme, &strings, &voices(&languages), &BTreeMap::new(), &Memo::forgetful());
        assert!(templates.is_none());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "the theme `test` lacks event.html, faq.html");
    }
}
