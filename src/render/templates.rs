//! A theme's templates, compiled: Tera, with the two functions that templates have.
//!
//! `t(key="…", name=value, …)` says something in the language of the page; `asset(path="…")` is the address of a file
//! of the theme. Templates get data and never fetch it. There is one Tera for each language, since a component sees
//! nothing of its page: the language has to be in the function.

use super::{
    dates::Dates,
    markup,
    strings::{Arg, Strings},
};
use crate::{
    diagnostic::{self, Finding, Place, catalogue},
    memo::{Fingerprint, Memo},
    model::{
        language::LangId,
        theme::{Template, Theme},
    },
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
    sync::Arc,
};
use tera::{Context, Error, ErrorKind, Kwargs, ReportError, State, Tera, TeraResult, Value};

/// The templates every theme has: one for each kind of page.
pub const REQUIRED: [&str; 14] = [
    "entry.html",
    "event.html",
    "faq.html",
    "guideline.html",
    "home.html",
    "list.html",
    "member.html",
    "month.html",
    "404.html",
    "page.html",
    "redirect.html",
    "spotlight.html",
    "subscribe.html",
    "terms.html",
];

/// What a page usually comes to, in bytes.
const USUAL_PAGE: usize = 32 * 1024;

/// Compiled templates. Shared by all threads.
pub struct Templates {
    /// By [`LangId`].
    languages: Vec<Tera>,
    sources: Arc<Sources>,
}

/// The templates of a theme, speaking no language yet; none where anything is wrong.
fn read(theme: &Theme, asset_hrefs: &BTreeMap<String, String>) -> (Arc<Sources>, Option<Tera>, Vec<Finding>) {
    let sources = Arc::new(Sources(theme.templates.clone()));
    let mut findings = missing(theme);
    findings.extend(sources.syntax_errors());
    if diagnostic::any_error(&findings) {
        return (sources, None, diagnostic::in_order(findings));
    }
    let mut tera = Tera::new();
    tera.register_function("asset", asset(asset_hrefs));
    tera.register_function("t", |_: Kwargs, _: &State| "");
    markup::register(&mut tera);
    findings.extend(sources.add_to(&mut tera));
    let sound = !diagnostic::any_error(&findings);
    (sources, sound.then_some(tera), diagnostic::in_order(findings))
}

/// The texts of the templates, for messages.
struct Sources(BTreeMap<String, Template>);

impl Templates {
    /// Compiles the templates of a theme. `languages` are those of the hub, by [`LangId`]; `asset_hrefs` are the addresses of its assets, by path below `assets/`.
    /// Everything wrong is told at once; with anything wrong there are no templates.
    pub fn compile(
        theme: &Theme,
        strings: &Arc<Strings>,
        languages: &[Arc<Dates>],
        asset_hrefs: &BTreeMap<String, String>,
        memo: &Memo,
    ) -> (Option<Templates>, Vec<Finding>) {
        let texts = theme.templates.iter().flat_map(|(name, template)| [name, template.path.as_str(), &template.text]);
        let hrefs = asset_hrefs.iter().flat_map(|(path, href)| [path.as_str(), href]);
        let parts = ["templates", &theme.name].into_iter().chain(texts).chain([""]).chain(hrefs);
        let read = memo.recall(Fingerprint::of(parts.map(str::as_bytes)), || read(theme, asset_hrefs));
        let (sources, tera, findings) = &*read;
        let Some(tera) = tera else { return (None, findings.clone()) };
        let in_language = |(lang, dates): (usize, &Arc<Dates>)| {
            let mut tera = tera.clone();
            tera.register_function("t", translate(strings.clone(), LangId(lang as u8)));
            markup::register_in(&mut tera, dates);
            tera
        };
        let languages = languages.iter().enumerate().map(in_language).collect();
        (Some(Templates { languages, sources: sources.clone() }), findings.clone())
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

/// One finding for all templates a theme lacks.
fn missing(theme: &Theme) -> Vec<Finding> {
    let missing: Vec<&str> = REQUIRED.into_iter().filter(|name| !theme.templates.contains_key(*name)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let message = format!("the theme `{}` lacks {}", theme.name, missing.join(", "));
    vec![
        Finding::new(&catalogue::THEME_MISSING, None, message)
            .help("put them into templates/, beginning with a copy of those in themes/commons/ of the source"),
    ]
}

impl Sources {
    /// Tera stops at the first template it cannot read, so each is read by itself.
    fn syntax_errors(&self) -> Vec<Finding> {
        let broken = |(name, template): (&String, &Template)| match Tera::new().add_raw_template(name, &template.text) {
            Err(error) => match error.kind() {
                ErrorKind::SyntaxError(report) => Some(self.reported(report, &error)),
                // What it refers to is not there yet.
                _ => None,
            },
            Ok(()) => None,
        };
        self.0.iter().filter_map(broken).collect()
    }

    /// Adds all templates together. Where one does not fit with the others, it is told, put aside, and the rest tried
    /// again.
    fn add_to(&self, tera: &mut Tera) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut aside: BTreeSet<&str> = BTreeSet::new();
        loop {
            let fitting = self.0.iter().filter(|(name, _)| !aside.contains(name.as_str()));
            let Err(error) = tera.add_raw_templates(fitting.map(|(name, template)| (name, &template.text))) else {
                return findings;
            };
            let (misfit, found) = self.misfit(&error);
            // What only misses a template that was put aside is told already.
            findings.extend(found.into_iter().filter(|_| aside.is_empty() || misfit.is_some()));
            match misfit.and_then(|name| self.0.get_key_value(name)) {
                Some((name, _)) if aside.insert(name) => {}
                _ if findings.is_empty() => {
                    return vec![Finding::new(&catalogue::THEME_TEMPLATE, None, lower(&error.to_string()))];
                }
                _ => return findings,
            }
        }
    }

    /// The template that does not fit, where it is one, and what to say.
    fn misfit<'e>(&self, error: &'e Error) -> (Option<&'e str>, Vec<Finding>) {
        match error.kind() {
            ErrorKind::MissingParent { current, parent } => {
                let nobodys = !self.0.contains_key(parent);
                let finding = || {
                    self.at_text(current, parent, format!("there is no template `{parent}`"))
                        .help(diagnostic::suggest(parent, self.names(), "templates").unwrap_or_default())
                };
                (Some(current), nobodys.then(finding).into_iter().collect())
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain } => {
                (Some(tpl), vec![self.at_text(tpl, "extends", format!("it extends itself, by way of {}", chain.join(", ")))])
            }
            ErrorKind::CircularInclude { tpl, include_chain: chain } => {
                (Some(tpl), vec![self.at_text(tpl, "include", format!("it includes itself, by way of {}", chain.join(", ")))])
            }
            ErrorKind::Msg(text) => match reports(text) {
                empty if empty.is_empty() => self.doubled(text),
                reports => (None, reports.iter().map(|report| self.unknown(report)).collect()),
            },
            _ => (None, Vec::new()),
        }
    }

    /// "Component `x` is defined in both `a` and `b`".
    fn doubled<'e>(&self, text: &'e str) -> (Option<&'e str>, Vec<Finding>) {
        let quoted: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
        let [component, first, second] = quoted[..] else { return (None, Vec::new()) };
        let name = format!("component {component}");
        let finding = self.at_text(second, &name, format!("the component `{component}` is already defined in `{first}`"));
        let finding = match self.place_of_text(first, &name) {
            Some(place) => finding.also(place, "first here"),
            None => finding,
        };
        (Some(second), vec![finding])
    }

    /// Something a template names and nobody has.
    fn unknown(&self, report: &Report) -> Finding {
        let name = report.message.split('`').nth(1).unwrap_or_default();
        let help = match report.message.split('`').next().unwrap_or_default().trim() {
            "Unknown function" => diagnostic::suggest(name, ["t", "asset", "range", "super", "throw"], "functions"),
            "Unknown template" => diagnostic::suggest(name, self.names(), "templates"),
            "Unknown component" => {
                let components = self.components();
                diagnostic::suggest(name, components.iter().map(String::as_str), "components")
            }
            _ => None,
        };
        let finding = Finding::new(&catalogue::THEME_TEMPLATE, self.place(report), lower(report.message));
        match help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }

    fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.keys().map(String::as_str)
    }

    fn components(&self) -> BTreeSet<String> {
        let named = |text: &str| {
            let name = text.trim_start_matches('-').trim_start().strip_prefix("component ")?;
            let name = name.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
            Some(name.to_owned())
        };
        self.0.values().flat_map(|template| template.text.split("{%").skip(1).filter_map(named)).collect()
    }

    fn runtime_error(&self, error: &Error, page: &str, context: &Context) -> Finding {
        let finding = match error.kind() {
            ErrorKind::RenderingError(report) => {
                let finding = self.reported(report, error);
                match self.0.get(report.filename()).and_then(|t| empty(&t.text, report.span().range.clone(), context)) {
                    Some(name) => Finding {
                        message: format!("`{name}` is none on this page"),
                        help: Some(format!("put `{{% if {name} %}}` around it")),
                        ..finding
                    },
                    None => finding,
                }
            }
            ErrorKind::TemplateNotFound(name) => {
                Finding::new(&catalogue::THEME_MISSING, None, format!("the theme has no template `{name}`"))
            }
            _ => Finding::new(&catalogue::THEME_TEMPLATE, None, lower(&error.to_string())),
        };
        let message = format!("{} (while making {page})", finding.message);
        Finding { message, ..finding }
    }

    /// One error of Tera, with the places it was called from.
    fn reported(&self, report: &ReportError, error: &Error) -> Finding {
        let (message, help) = said(report.message());
        let place = self.0.get(report.filename()).map(|t| Place::bytes(&t.path, &t.text, report.span().range.clone()));
        let mut finding = Finding::new(&catalogue::THEME_TEMPLATE, place, message);
        finding.help = help.or_else(|| repair(&finding.message).map(str::to_owned));
        for call in reports(&error.to_string()).iter().filter(|call| call.message == "called from") {
            if let Some(place) = self.place(call) {
                finding = finding.also(place, "called from here");
            }
        }
        finding
    }

    fn place(&self, report: &Report) -> Option<Place> {
        self.0.get(report.file).map(|template| Place::line(&template.path, &template.text, report.line, report.column))
    }

    fn at_text(&self, name: &str, text: &str, message: String) -> Finding {
        Finding::new(&catalogue::THEME_TEMPLATE, self.place_of_text(name, text), message)
    }

    /// Where a text first stands in a template.
    fn place_of_text(&self, name: &str, text: &str) -> Option<Place> {
        let template = self.0.get(name)?;
        Some(match template.text.find(text) {
            Some(at) => Place::bytes(&template.path, &template.text, at..at + text.len()),
            None => Place::file(&template.path),
        })
    }
}

/// One of the reports that Tera prints: `error: …` with `--> file:line:column` below it, or `note: called from …`.
struct Report<'a> {
    message: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
}

/// Tera keeps these to itself but for their text.
fn reports(text: &str) -> Vec<Report<'_>> {
    let mut lines = text.lines().peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let arrow = lines.peek().and_then(|next| next.trim_start().strip_prefix("--> "));
        let (message, place) = match (line.strip_prefix("error: "), arrow, line.strip_prefix("note: called from ")) {
            (Some(message), Some(place), _) => (message, place),
            (_, _, Some(place)) => ("called from", place),
            _ => continue,
        };
        let mut parts = place.rsplitn(3, ':');
        let (column, line) = (parts.next().and_then(|n| n.parse().ok()), parts.next().and_then(|n| n.parse().ok()));
        if let (Some(line), Some(column), Some(file)) = (line, column, parts.next()) {
            found.push(Report { message, file, line, column });
        }
    }
    found
}

/// The part of `article.image.src` that is there and holds nothing: `article.image`. What Tera points at is `src`.
fn empty<'t>(text: &'t str, at: Range<usize>, context: &Context) -> Option<&'t str> {
    let begin = text.get(..at.start)?.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.')).len();
    let expression = text.get(begin..at.end)?;
    let ends = expression.match_indices('.').map(|(at, _)| at);
    ends.map(|end| &expression[..end]).find(|path| {
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        let value = context.get(name);
        let value = if rest.is_empty() { value } else { value.and_then(|value| value.get_from_path(rest)) };
        value.is_some_and(Value::is_none)
    })
}

/// What to do about what Tera says without saying that.
fn repair(message: &str) -> Option<&'static str> {
    let known = [
        ("end of input", "close what is open here: `}}`, `%}`, or a block with its `{% end… %}`"),
        ("missing keyword argument", "write it between the brackets, as `name=value`"),
    ];
    known.into_iter().find(|(said, _)| message.contains(said)).map(|(_, help)| help)
}

/// What Tera says, in our words: an unknown name with the nearest of those there are, instead of all of them.
fn said(message: &str) -> (String, Option<String>) {
    let unknown = ["Variable", "Field"].into_iter().find_map(|noun| {
        let (name, rest) = message.strip_prefix(noun)?.strip_prefix(" `")?.split_once("` is not defined.")?;
        let known = rest.split_once(": ").map_or("", |(_, known)| known);
        let known: Vec<&str> = known.split(", ").filter(|known| !known.is_empty()).collect();
        let help = diagnostic::suggest(name, known.iter().copied(), "there is");
        Some((format!("there is no `{name}` here"), help))
    });
    unknown.unwrap_or_else(|| match message.split_once('\n') {
        Some((message, help)) => (lower(message), Some(help.to_owned())),
        None => (lower(message), None),
    })
}

/// Messages begin with a small letter.
fn lower(message: &str) -> String {
    let mut message = message.to_owned();
    if let Some(first) = message.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        language::{Language, Languages},
        path::HubPath,
    };
    use tera::context;

    fn theme(files: &[(&str, &str)]) -> Theme {
        let mut theme = Theme { name: "test".into(), ..Theme::default() };
        let every = REQUIRED.iter().map(|name| (*name, "")).chain(files.iter().copied());
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
        Templates::compile(&theme, &strings, &dates(&languages), &hrefs, &Memo::forgetful())
    }

    fn dates(languages: &Languages) -> Vec<Arc<Dates>> {
        languages.0.iter().map(|language| Arc::new(Dates::new(&language.tag))).collect()
    }

    fn rendered(text: &str, lang: u8, context: &Context) -> Result<String, Box<Finding>> {
        let (templates, findings) = compile(&[("page.html", text)]);
        assert_eq!(findings, []);
        templates.unwrap().render(LangId(lang), "page.html", "/about/", context).map(|bytes| String::from_utf8(bytes).unwrap())
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
        let title = context! { title => &BTreeMap::from([("text", "<Amina>")]), n => &2 };
        let cases = [
            (0, "{{ t(key='home') }}", "Home &amp; garden"),
            (1, "{{ t(key='home') }}", "الرئيسية"),
            (0, "{{ t(key='count', n=n) }}", "2 events"),
            (1, "{{ t(key='count', n=n) }}", "فعاليتان"),
            (0, "{{ t(key='by', who=title) }}", "by &lt;Amina&gt;"),
            (0, "{{ t(key='nothing') }}", "[nothing]"),
            (0, "{{ asset(path='style.css') }}", "/assets/style.1a2b.css"),
            (1, "{% component say(n) %}{{ t(key='count', n=n) }}{% endcomponent say %}{{<say n={n}/>}}", "فعاليتان"),
        ];
        for (lang, text, expected) in cases {
            assert_eq!(rendered(text, lang, &title), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_loop_over_a_map_keeps_its_order() {
        let names: BTreeMap<String, usize> = (0..50).map(|i| (format!("k{i:02}"), i)).collect();
        let expected: String = names.keys().cloned().collect();
        assert_eq!(rendered("{% for k, v in m %}{{ k }}{% endfor %}", 0, &context! { m => &names }), Ok(expected));
    }

    #[test]
    fn says_what_went_wrong_on_which_page() {
        let page = context! { page => &BTreeMap::from([("title", Some("A")), ("url", Some("/")), ("image", None)]) };
        let cases = [
            ("\n {{ page.titel }}", "page.html:2:10 there is no `titel` here (while making /about/) | did you mean `title`?"),
            ("{{ pgae.title }}", "page.html:1:4 there is no `pgae` here (while making /about/) | did you mean `page`?"),
            (
                "{{ asset(path='styel.css') }}",
                "page.html:1:4 the theme has no asset `styel.css` (while making /about/) | did you mean `style.css`?",
            ),
            (
                "{{ page.image.src }}",
                "page.html:1:15 `page.image` is none on this page (while making /about/) | put `{% if page.image %}` around it",
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
            ("page.html", "\n\n{{<card x={page}/>}}"),
        ]);
        let page = context! { page => &BTreeMap::from([("name", "A")]) };
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
            (&[("page.html", "{{ 'a' | shout }}")], "page.html:1:10 unknown filter `shout`"),
            (
                &[("page.html", "{{<crad/>}}"), ("parts.html", "{% component card() %}{% endcomponent card %}")],
                "page.html:1:3 unknown component `crad` | did you mean `card`?",
            ),
            (
                &[("a.html", "{% component x() %}{% endcomponent x %}"), ("b.html", "{% component x() %}{% endcomponent x %}")],
                "b.html:1:4 the component `x` is already defined in `a.html`",
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
            Templates::compile(&theme, &strings, &dates(&languages), &BTreeMap::new(), &Memo::forgetful());
        assert!(templates.is_none());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "the theme `test` lacks event.html, faq.html");
    }
}
