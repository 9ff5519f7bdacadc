//! What is said of a template's names, each time with what to write instead.

use super::{Reader, bare, scopes::Scopes};
use crate::{
    diagnostic::{self, Finding, Place, catalogue},
    render::{
        contract::{Shape, view_of},
        markup::FILTERS,
        templates::{GIVEN, tags::Token},
    },
};
use std::{collections::BTreeSet, ops::Range};

impl<'a, 't> Reader<'a, 't> {
    pub(super) fn printed(&mut self, scopes: &mut Scopes<'a>, tokens: &[Token<'t>]) {
        let shape = self.expression(scopes, tokens);
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let at = first.at.start..last.at.end;
        let text = self.text(scopes, at.clone()).to_owned();
        let filter = FILTERS.iter().find(|(_, kind, _)| Shape::of(kind) == shape);
        let help = match (&shape, filter) {
            (Shape::View(_) | Shape::List(_), Some((filter, ..))) => format!("write `{{{{ {text} | {filter} }}}}`"),
            (Shape::View(view), None) => {
                let words = view_of(view)
                    .into_iter()
                    .flat_map(|view| view.fields)
                    .filter(|field| Shape::of(field.shape) == Shape::String);
                let named: Vec<String> = words.take(4).map(|field| format!("`{text}.{}`", field.name)).collect();
                match named.is_empty() {
                    true => "print what it holds, one by one".to_owned(),
                    false => format!("write what of it is meant: {}", named.join(", ")),
                }
            }
            (Shape::List(_), None) => format!("write `{{% for x in {text} %}}…{{% endfor %}}`"),
            (Shape::Named(_), None) => format!("write `{{% for name, x in {text} %}}…{{% endfor %}}`"),
            _ => return,
        };
        let message = format!("`{text}` is {}, and would be printed with everything in it", one(&shape));
        self.tell(scopes, at, |place| Finding::new(&catalogue::THEME_PRINTED, place, message).help(help));
    }

    /// Things that are more than words, put one behind the other.
    pub(super) fn joined(&mut self, scopes: &Scopes, (shape, of): (&Shape, Range<usize>)) {
        let Shape::List(items) = shape else { return };
        let Shape::View(_) = **items else { return };
        let text = self.text(scopes, of.clone()).to_owned();
        let help = match FILTERS.iter().find(|(_, kind, _)| Shape::of(kind) == *shape) {
            Some((filter, ..)) => format!("write `{{{{ {text} | {filter} }}}}`"),
            None => format!("write `{{% for x in {text} %}}…{{% endfor %}}`"),
        };
        let message = format!("`{text}` is {}, and `join` would print them with everything in them", one(shape));
        self.tell(scopes, of, |place| Finding::new(&catalogue::THEME_PRINTED, place, message).help(help));
    }

    /// Whether a filter of ours is behind what it is for.
    pub(super) fn fits(
        &mut self,
        scopes: &Scopes,
        filter: &str,
        wanted: &Shape,
        (shape, of): (&Shape, Range<usize>),
        token: &Token,
    ) {
        if shape == wanted || matches!(shape, Shape::Anything) {
            return;
        }
        let text = self.text(scopes, of).to_owned();
        let right = FILTERS.iter().find(|(_, kind, _)| Shape::of(kind) == *shape);
        let help = match (right, shape) {
            (Some((right, ..)), _) => format!("write `{text} | {right}`"),
            (None, Shape::String | Shape::Number | Shape::Html) => "print it as it is, without the filter".to_owned(),
            (None, Shape::View(view)) => {
                let fields = view_of(view).into_iter().flat_map(|view| view.fields);
                let fitting: Vec<String> =
                    fields.filter(|f| bare(f.shape) == *wanted).map(|f| format!("`{text}.{}`", f.name)).collect();
                match fitting.is_empty() {
                    true => format!("`{filter}` is for {}", one(wanted)),
                    false => format!("perhaps {} is meant", fitting.join(" or ")),
                }
            }
            (None, _) => format!("`{filter}` is for {}", one(wanted)),
        };
        let message = format!("`{filter}` is for {}, and `{text}` is {}", one(wanted), one(shape));
        self.tell(scopes, token.at.clone(), |place| Finding::new(&catalogue::THEME_TEMPLATE, place, message).help(help));
    }

    /// A name that nothing has.
    pub(super) fn nobody(&mut self, scopes: &Scopes, name: &str, at: Range<usize>) {
        let own: BTreeSet<&str> = scopes.open.iter().flat_map(|scope| scope.keys()).map(String::as_str).collect();
        let page =
            self.given.get(scopes.template).filter(|_| !scopes.component).into_iter().flat_map(|given| given.keys().copied());
        let known: Vec<&str> = own.into_iter().filter(|known| !matches!(*known, "body" | "loop")).chain(page).collect();
        let mut others = GIVEN.iter().filter(|(_, names)| names.iter().any(|(given, _)| *given == name));
        let help = match (others.next(), others.next()) {
            _ if scopes.component => diagnostic::suggest(name, known, "a component sees only what it is given"),
            (Some((template, _)), None) => Some(format!("only {template} is given that")),
            (Some(_), Some(_)) => {
                let there = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                Some(format!("what is about something else than an article is given that instead: {there}"))
            }
            (None, _) => diagnostic::suggest(name, known, "there is"),
        };
        let message = format!("there is no `{name}` here");
        self.tell(scopes, at, |place| finding(place, message, help));
    }

    /// A field that a type has not.
    pub(super) fn no_field(&mut self, scopes: &Scopes, field: &str, at: Range<usize>, (of, shape): (&str, &Shape)) {
        let (message, help) = match shape {
            Shape::View(view) => {
                let fields = view_of(view).into_iter().flat_map(|view| view.fields).map(|field| field.name);
                let noun = format!("{} has", one(shape));
                (format!("there is no `{field}` in `{of}`"), diagnostic::suggest(field, fields.collect::<Vec<_>>(), &noun))
            }
            Shape::List(_) => {
                let help = format!("write `{{% for x in {of} %}}{{{{ x.{field} }}}}{{% endfor %}}`");
                (format!("`{of}` is {}: there is no `{field}` in it", one(shape)), Some(help))
            }
            _ => (format!("`{of}` is {}: there is nothing in it", one(shape)), Some(format!("write `{of}`"))),
        };
        self.tell(scopes, at, |place| finding(place, message, help));
    }

    pub(super) fn text(&self, scopes: &Scopes, at: Range<usize>) -> &'a str {
        self.sources.0.get(scopes.template).and_then(|template| template.text.get(at)).unwrap_or_default()
    }

    pub(super) fn place(&self, scopes: &Scopes, at: Range<usize>) -> Option<Place> {
        self.sources.0.get(scopes.template).map(|template| Place::bytes(&template.path, &template.text, at))
    }

    pub(super) fn tell(&mut self, scopes: &Scopes, at: Range<usize>, say: impl FnOnce(Option<Place>) -> Finding) {
        let key = (scopes.template.to_owned(), at.start);
        if self.findings.contains_key(&key) {
            return;
        }
        let finding = say(self.place(scopes, at));
        let finding = match &scopes.from {
            Some(from) => finding.also(from.clone(), "called from here"),
            None => finding,
        };
        self.findings.insert(key, finding);
    }
}

/// A type with its article.
fn one(shape: &Shape) -> String {
    let words = shape.to_string();
    match shape {
        Shape::Html | Shape::Flag | Shape::Anything => words,
        _ if words.starts_with(['A', 'E', 'I', 'O']) => format!("an {words}"),
        _ => format!("a {words}"),
    }
}

pub(super) fn finding(place: Option<Place>, message: String, help: Option<String>) -> Finding {
    Finding { help, ..Finding::new(&catalogue::THEME_TEMPLATE, place, message) }
}
