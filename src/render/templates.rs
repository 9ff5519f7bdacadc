//! Templates: compiled by tera, with two functions of ours.
//!
//! `t(key=…, …)` is a phrase of the theme, `asset(path=…)` the address of one of its files. Templates get data and
//! never fetch it, so there is nothing else.

use super::strings::{Arg, Strings};
use crate::{
    diagnostic::{Finding, Place, catalogue::*, nearest, suggest},
    model::{
        language::{LangId, Languages},
        path::Address,
        theme::Theme,
    },
};
use std::{collections::BTreeMap, sync::Arc};
use tera::{ErrorKind, Kwargs, ReportError, State, Tera, Value};

/// Templates that every theme has.
pub const REQUIRED: [&str; 15] = [
    "404.html",
    "entry.html",
    "event.html",
    "faq.html",
    "guideline.html",
    "home.html",
    "list.html",
    "member.html",
    "month.html",
    "page.html",
    "redirect.html",
    "spotlight.html",
    "subscribe.html",
    "terms.html",
    "base.html",
];

/// The templates of a theme, once for each language.
pub struct Templates {
    engines: Vec<Tera>,
    sources: BTreeMap<String, crate::model::theme::Template>,
}

impl Templates {
    /// Compiles all templates; everything wrong with any of them is reported.
    pub fn compile(
        theme: &Theme,
        strings: Arc<Strings>,
        languages: &Languages,
        assets: BTreeMap<String, String>,
    ) -> (Option<Templates>, Vec<Finding>) {
        let missing = REQUIRED.iter().filter(|name| !theme.templates.contains_key(**name));
        let mut findings: Vec<Finding> = missing
            .map(|name| Finding::new(&THEME_MISSING, None, format!("the theme {} lacks templates/{name}", theme.name)))
            .collect();
        findings.extend(syntax_faults(theme));
        if !findings.is_empty() {
            return (None, findings);
        }
        let assets = Arc::new(assets);
        let mut engines = Vec::with_capacity(languages.0.len());
        for language in languages.ids() {
            match engine(theme, strings.clone(), language, assets.clone()) {
                Ok(engine) => engines.push(engine),
                Err(error) => return (None, vec![compile_fault(theme, &error)]),
            }
        }
        (Some(Templates { engines, sources: theme.templates.clone() }), findings)
    }

    /// Renders a page. A fault names the template's line and the page.
    pub fn render(&self, lang: LangId, template: &str, context: &tera::Context, page: &Address) -> Result<Vec<u8>, Box<Finding>> {
        let mut out = Vec::with_capacity(16 * 1024);
        match self.engines[lang.index()].render_to(template, context, &mut out) {
            Ok(()) => Ok(out),
            Err(error) => Err(Box::new(self.render_fault(template, &error, page))),
        }
    }

    fn render_fault(&self, template: &str, error: &tera::Error, page: &Address) -> Finding {
        let making = format!("while making /{}", page.as_str());
        match error.kind() {
            ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
                let place = self.sources.get(report.filename()).map(|source| place(source, report));
                let (message, help) = reworded(report.message());
                Finding { help, ..Finding::new(&THEME_TEMPLATE, place, format!("{message} ({making})")) }
            }
            _ => {
                let place = self.sources.get(template).map(|source| Place::file(&source.path));
                Finding::new(&THEME_TEMPLATE, place, format!("{error} ({making})"))
            }
        }
    }
}

fn place(source: &crate::model::theme::Template, report: &ReportError) -> Place {
    Place::bytes(&source.path, &source.text, report.span().range.clone())
}

/// tera lists what exists when a name does not: the nearest of it is the help.
fn reworded(message: &str) -> (String, Option<String>) {
    let first = message.lines().next().unwrap_or(message).trim_end_matches('.').to_owned();
    let quoted = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let names = quoted(message);
    let help = match names.split_first() {
        Some((wanted, known)) if !known.is_empty() => {
            let wanted = wanted.rsplit('.').next().unwrap_or(wanted);
            nearest(wanted, known.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"))
        }
        _ => None,
    };
    (first, help)
}

/// Faults of single templates, which tera would report one at a time.
fn syntax_faults(theme: &Theme) -> Vec<Finding> {
    let fault = |(name, source): (&String, &crate::model::theme::Template)| {
        let error = Tera::new().add_raw_template(name, &source.text).err()?;
        match error.kind() {
            ErrorKind::SyntaxError(report) => {
                let message = report.message().lines().next().unwrap_or_default().to_owned();
                Some(Finding::new(&THEME_TEMPLATE, place(source, report), message))
            }
            // Parents and components are in other files; they are looked for when all are there.
            _ => None,
        }
    };
    theme.templates.iter().filter_map(fault).collect()
}

fn compile_fault(theme: &Theme, error: &tera::Error) -> Finding {
    let (place, message) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            (theme.templates.get(report.filename()).map(|source| place(source, report)), report.message().to_owned())
        }
        ErrorKind::MissingParent { current, .. } => {
            (theme.templates.get(current).map(|s| Place::file(&s.path)), error.to_string())
        }
        _ => (None, error.to_string()),
    };
    Finding::new(&THEME_TEMPLATE, place, message.lines().next().unwrap_or_default())
}

fn engine(
    theme: &Theme,
    strings: Arc<Strings>,
    language: LangId,
    assets: Arc<BTreeMap<String, String>>,
) -> Result<Tera, tera::Error> {
    let mut tera = Tera::new();
    tera.register_function("t", move |kwargs: Kwargs, _: &State| phrase(&strings, language, &kwargs));
    tera.register_function("asset", move |kwargs: Kwargs, _: &State| asset(&assets, &kwargs));
    tera.add_raw_templates(theme.templates.iter().map(|(name, source)| (name.as_str(), &*source.text)))?;
    Ok(tera)
}

fn phrase(strings: &Strings, language: LangId, kwargs: &Kwargs) -> Result<Value, tera::Error> {
    let key: &str = kwargs.must_get("key")?;
    let mut args: Vec<(&str, Arg)> = Vec::new();
    let mut texts: Vec<(&str, String)> = Vec::new();
    for (name, value) in kwargs.iter() {
        let Some(name) = name.as_str().filter(|n| *n != "key") else { continue };
        match (value.as_i64(), value.as_str()) {
            (Some(n), _) => args.push((name, Arg::Number(n))),
            (_, Some(text)) => args.push((name, Arg::Text(text))),
            _ => texts.push((name, value.to_string())),
        }
    }
    args.extend(texts.iter().map(|(name, text)| (*name, Arg::Text(text))));
    Ok(Value::from(strings.get(language, key, &args)))
}

fn asset(assets: &BTreeMap<String, String>, kwargs: &Kwargs) -> Result<Value, tera::Error> {
    let path: &str = kwargs.must_get("path")?;
    match assets.get(path) {
        Some(href) => Ok(Value::from(href.as_str())),
        None => {
            let help = suggest(path, assets.keys().map(String::as_str), "assets").unwrap_or_default();
            Err(tera::Error::message(format!("there is no asset `{path}`; {help}")))
        }
    }
}
