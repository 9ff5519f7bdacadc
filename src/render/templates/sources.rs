//! What is wrong with a template, in our words and at its place: Tera's errors become findings.

#![allow(clippy::string_slice, reason = "offsets come from `find` on the same text")]

use super::tags::tags;
use crate::{
    diagnostic::{self, Finding, Place, catalogue},
    model::theme::Template,
    render::markup::FILTERS,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};
use tera::{Context, Error, ErrorKind, ReportError, Tera, Value};

/// The texts of the templates.
pub struct Sources(pub BTreeMap<String, Template>);

impl Sources {
    /// Tera stops at the first template it cannot read, so each is read by itself.
    pub fn syntax_errors(&self) -> Vec<Finding> {
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
    pub fn add_to(&self, tera: &mut Tera) -> Vec<Finding> {
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
        let finding = finding.help("give one of them another name; to replace a theme's, put a file at the same path");
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
            "Unknown filter" => {
                let ours = FILTERS.iter().map(|(name, ..)| *name);
                diagnostic::suggest(name, ours.chain(FILTERS_OF_TERA).collect::<Vec<_>>(), "filters")
            }
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

    pub fn runtime_error(&self, error: &Error, page: &str, context: &Context) -> Finding {
        let finding = match error.kind() {
            ErrorKind::RenderingError(report) => {
                let finding = self.reported(report, error);
                match self.0.get(report.filename()).and_then(|t| empty(&t.text, report.span().range.clone(), context)) {
                    Some(name) => Finding {
                        message: format!("`{name}` is none on this page"),
                        help: Some(format!("put `{{% if {name} %}}` around it")),
                        ..finding
                    },
                    None => self.nothing_in(report, finding),
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

    /// A field that its type has, as is known since the templates were read, can only be missing from what is none: inside
    /// of a component Tera does not say that.
    fn nothing_in(&self, report: &ReportError, finding: Finding) -> Finding {
        let before = self.0.get(report.filename()).and_then(|template| template.text.get(..report.span().range.start));
        let path = before.and_then(|before| {
            let path = before.strip_suffix('.')?;
            let begin = path.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.')).len();
            path.get(begin..).filter(|path| !path.is_empty())
        });
        let missing = report.message().starts_with("Field `") && finding.help.is_none();
        match path.filter(|_| missing) {
            Some(path) => Finding {
                message: format!("{}: `{path}` is none on this page, or a text", finding.message),
                help: Some(format!("put `{{% if {path} %}}` around it, or around what calls this")),
                ..finding
            },
            None => finding,
        }
    }

    /// One error of Tera, with the places it was called from.
    fn reported(&self, report: &ReportError, error: &Error) -> Finding {
        let (message, help) = said(report.message());
        let place = self.0.get(report.filename()).map(|t| Place::bytes(&t.path, &t.text, report.span().range.clone()));
        let mut finding = Finding::new(&catalogue::THEME_TEMPLATE, place, message);
        finding.help = help.or_else(|| repair(&finding.message).map(str::to_owned));
        if let Some(template) = self.0.get(report.filename()) {
            finding = left_open(finding, template, report.span().range.start);
        }
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

/// A block that is not closed is noticed where another tag stands in its way, or at the end. What is meant is where it was
/// opened.
fn left_open(finding: Finding, template: &Template, at: usize) -> Finding {
    let ends = finding.message == "unknown tag";
    if !ends && !finding.message.contains("end of input") {
        return finding;
    }
    let word = tags(&template.text).into_iter().find(|tag| tag.tokens.first().is_some_and(|token| token.at.start == at));
    let word = word.and_then(|tag| tag.word()).unwrap_or_default();
    let help = match word {
        "elseif" | "elsif" => Some("write `elif`"),
        "macro" | "import" => Some("write a component: `{% component name(x) %}…{% endcomponent name %}`"),
        _ => None,
    };
    if let Some(help) = help {
        return finding.help(help);
    }
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    for tag in tags(&template.text) {
        let Some(first) = tag.tokens.first().filter(|first| first.at.start < at || !ends) else { break };
        match tag.word() {
            Some(word @ ("if" | "for" | "block" | "component" | "filter")) => open.push((word, first.at.clone())),
            Some("set" | "set_global") if !tag.tokens.iter().any(|token| token.is("=")) => open.push(("set", first.at.clone())),
            Some(word) if word.strip_prefix("end").is_some_and(|word| open.last().is_some_and(|(open, _)| *open == word)) => {
                open.pop();
            }
            _ => {}
        }
    }
    let Some((word, opened)) = open.pop() else { return finding };
    let line = template.text[..opened.start].matches('\n').count() + 1;
    let place = Place::bytes(&template.path, &template.text, opened);
    let said = if ends { "this comes while another block is open".to_owned() } else { finding.message.clone() };
    Finding { message: said, ..finding }
        .also(place, "opened here")
        .help(format!("the `{{% {word} %}}` of line {line} wants its `{{% end{word} %}}`"))
}

/// Those that Tera brings.
const FILTERS_OF_TERA: [&str; 37] = [
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// What to do about what Tera says without saying that.
fn repair(message: &str) -> Option<&'static str> {
    let known = [
        ("found string but expected identifier", "arguments have names: `t(key=\"menu\")`, `asset(path=\"style.css\")`"),
        ("found `|` but expected identifier", "write `or` for `||`"),
        ("found `=` but expected", "write `==` to compare"),
        ("found identifier but expected `...`", "write `{{ <name x={value} /> }}`"),
        ("components with body content must use tag syntax", "end it with `/>`: `{{ <name x={value} /> }}`"),
        (
            "is not defined in any parent template",
            "blocks are named by the template that is extended: `{% block main %}` in most",
        ),
        ("end of input", "close what is open here: `}}`, `%}`, or a block with its `{% end… %}`"),
        ("unknown tag", "what ends or divides a block belongs to the one opened last: is that closed?"),
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
