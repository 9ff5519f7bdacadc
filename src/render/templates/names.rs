//! What templates ask for, held against the contract before anything is printed: names that are none, things printed
//! that are more than words, filters put behind something else, assets that are not there.
//!
//! Tera finds a misspelt name when it is printed, one at a time, on pages that come by it, and never within `{% if %}`,
//! where what is not there counts as false. The types of the contract are known, so every name is looked at here at
//! once. Only what is certain is told: of a value whose type is not known (`extra`, `data`, what a filter gives) nothing
//! is, and asking whether something `is defined` is always fine.

mod expressions;
mod html;
mod needed;
mod said;
mod scopes;

use super::{
    sources::Sources,
    tags::{Tag, Token, TokenKind::*, tags},
};
use crate::{
    diagnostic::{self, Finding, Place},
    render::{
        contract::{Shape, view_of},
        markup::FILTERS,
    },
};
use expressions::{Step, asks_for_its_type, forgiven, group, names_an_entry, steps};
use said::finding;
use scopes::{Component, Scopes, declared, givens, outside};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    ops::Range,
};

/// Filters of Tera that give a part of a list, and those that give a list of the same.
const ONE_OF: [&str; 3] = ["first", "last", "nth"];
const SOME_OF: [&str; 3] = ["reverse", "sort", "unique"];

/// Words of the language of expressions. Whatever follows `is` is none of ours either.
const KEYWORDS: [&str; 15] =
    ["and", "or", "not", "in", "if", "else", "for", "true", "True", "false", "False", "none", "None", "null", "self"];

/// Components call each other with ever new types only where somebody means harm.
const CALLS: usize = 10_000;

/// What the templates ask for.
#[derive(Debug, Default)]
pub struct Asked {
    pub findings: Vec<Finding>,
    /// What they never ask for and should.
    pub forgotten: Vec<Finding>,
    /// Phrases whose keys are written out.
    pub phrases: Vec<Phrase>,
}

/// A phrase that a template asks for.
#[derive(Clone, Debug)]
pub struct Phrase {
    pub key: String,
    /// The names of what it is given.
    pub given: Vec<String>,
    pub place: Place,
}

/// Looks through all templates. `assets` are the paths that `asset(path="…")` may be given.
pub fn asked(sources: &Sources, assets: &[&str]) -> Asked {
    let texts = sources.0.iter().map(|(name, template)| (name.as_str(), tags(&template.text)));
    let texts: Vec<(&str, Vec<Tag>)> = texts.collect();
    let components: BTreeMap<&str, Component> = texts.iter().flat_map(|(name, tags)| Component::all(name, tags)).collect();
    let declared = declared(&texts);
    let given = texts.iter().map(|(name, _)| (*name, givens(name, sources))).collect();
    let mut reader = Reader {
        sources,
        assets,
        components,
        declared,
        given,
        called: BTreeSet::new(),
        waiting: VecDeque::new(),
        findings: BTreeMap::new(),
        phrases: BTreeMap::new(),
        used: BTreeSet::new(),
    };
    for (name, tags) in &texts {
        reader.walk(&mut Scopes::page(name), outside(tags));
    }
    reader.components_called();
    let called: BTreeSet<&str> = reader.called.iter().map(|(name, _)| name.as_str()).collect();
    let idle: Vec<&str> = reader.components.keys().copied().filter(|name| !called.contains(name)).collect();
    for name in idle {
        reader.call(name, Vec::new(), None);
    }
    reader.components_called();
    let forgotten = needed::forgotten(&reader.used, sources);
    let components: Vec<&str> = reader.components.keys().copied().collect();
    let html = html::of(sources, &texts, &components);
    let findings = reader.findings.into_values().chain(html).collect();
    Asked { findings, forgotten, phrases: reader.phrases.into_values().collect() }
}

/// A component, and what it is given.
type Call = (String, Vec<(String, Shape)>);

struct Reader<'a, 't> {
    sources: &'a Sources,
    assets: &'a [&'a str],
    components: BTreeMap<&'t str, Component<'a, 't>>,
    /// By template: names that some template gives to something, of which nothing else is known.
    declared: BTreeMap<&'a str, BTreeSet<&'t str>>,
    /// By template.
    given: BTreeMap<&'a str, BTreeMap<&'static str, Shape>>,
    called: BTreeSet<Call>,
    /// Calls that are still to be looked at, and where they stand. One after the other: components call components, and
    /// nothing bounds how deep.
    waiting: VecDeque<(Call, Option<Place>)>,
    /// By place: a component is looked at once for each kind of thing it is given.
    findings: BTreeMap<(String, usize), Finding>,
    phrases: BTreeMap<(String, usize), Phrase>,
    /// Fields that are asked for, by type.
    used: BTreeSet<(&'static str, &'static str)>,
}

impl<'a, 't> Reader<'a, 't> {
    fn walk<'g>(&mut self, scopes: &mut Scopes<'a>, tags: impl Iterator<Item = &'g Tag<'t>>)
    where
        't: 'g,
    {
        for tag in tags {
            let tokens = &tag.tokens[..];
            match (tag.word(), tokens) {
                _ if tag.prints => self.printed(scopes, tokens),
                (Some("for"), [_, rest @ ..]) => self.for_each(scopes, rest),
                (Some("endfor"), _) if scopes.open.len() > 1 => drop(scopes.open.pop()),
                (Some("set" | "set_global"), [_, name, rest @ ..]) => {
                    let shape = match rest {
                        [sign, value @ ..] if sign.is("=") => self.expression(scopes, value),
                        _ => Shape::Anything,
                    };
                    scopes.declare(name.word().unwrap_or_default(), shape);
                }
                (Some("if" | "elif" | "else"), [_, rest @ ..]) => drop(self.expression(scopes, rest)),
                (None, [sign, ..]) if sign.is("<") => drop(self.expression(scopes, tokens)),
                _ => {}
            }
        }
    }

    fn for_each(&mut self, scopes: &mut Scopes<'a>, tokens: &[Token<'t>]) {
        let at = tokens.iter().position(|token| token.word() == Some("in")).unwrap_or(tokens.len());
        let all = self.expression(scopes, tokens.get(at + 1..).unwrap_or_default());
        if matches!(all, Shape::View(_)) {
            self.walked(&all);
        }
        let names: Vec<&str> = tokens[..at].iter().filter_map(Token::word).collect();
        let mut scope = BTreeMap::from([("loop".to_owned(), Shape::Anything)]);
        scope.extend(names.iter().map(|name| ((*name).to_owned(), Shape::Anything)));
        if let Some(last) = names.last() {
            scope.insert((*last).to_owned(), element(&all));
        }
        scopes.open.push(scope);
    }

    /// Whoever walks over all that a thing has, asks for everything in it.
    fn walked(&mut self, shape: &Shape) {
        match shape {
            Shape::View(name) => {
                for field in view_of(name).into_iter().flat_map(|view| view.fields) {
                    if self.used.insert((name, field.name)) {
                        self.walked(&Shape::of(field.shape));
                    }
                }
            }
            Shape::Optional(inner) | Shape::List(inner) | Shape::Named(inner) => self.walked(inner),
            _ => {}
        }
    }

    /// The type of an expression; everything in it is looked at.
    fn expression(&mut self, scopes: &mut Scopes<'a>, tokens: &[Token<'t>]) -> Shape {
        // `[x.title for x in list]` names `x` before it says what that is.
        let comprehends = tokens.iter().skip(1).position(|token| token.word() == Some("for")).map(|at| at + 1);
        if let Some(at) = comprehends {
            let names = tokens[at + 1..]
                .iter()
                .map_while(|token| token.word().filter(|word| *word != "in").or(token.is(",").then_some("")));
            scopes.open.push(names.map(|name| (name.to_owned(), Shape::Anything)).collect());
        }
        let mut whole = None;
        let mut at = 0;
        while at < tokens.len() {
            let begin = at;
            let shape = self.operand(scopes, tokens, &mut at);
            whole = if begin == 0 { shape } else { None };
        }
        if comprehends.is_some() {
            scopes.open.pop();
        }
        whole.unwrap_or(Shape::Anything)
    }

    /// What begins at a token and reaches as far as its fields and filters do. None where it is but a sign.
    fn operand(&mut self, scopes: &mut Scopes<'a>, tokens: &[Token<'t>], at: &mut usize) -> Option<Shape> {
        let token = &tokens[*at];
        let next = tokens.get(*at + 1);
        let after_value = *at > 0 && tokens[*at - 1].ends_a_value();
        *at += 1;
        match token.kind {
            Sign("<") if !after_value && next.is_some_and(|next| next.word().is_some()) => {
                self.component(scopes, tokens, at);
                None
            }
            Sign("(" | "[" | "{" | "?[") => {
                let inside = group(tokens, *at - 1);
                *at = tokens.len().min(*at + inside.len() + 1);
                drop(self.expression(scopes, inside));
                drop(steps(tokens, at));
                self.filters(scopes, tokens, at, Shape::Anything, *at);
                None
            }
            Word("is") => {
                let not = next.is_some_and(|next| next.word() == Some("not"));
                *at = tokens.len().min(*at + 1 + usize::from(not));
                None
            }
            Word(word) if KEYWORDS.contains(&word) => None,
            // What an argument or an entry of a map is called.
            Word(_) if next.is_some_and(|next| next.is("=") || next.is(":") && names_an_entry(tokens, *at - 1)) => {
                *at += 1;
                None
            }
            Word(function) if next.is_some_and(|next| next.is("(")) => {
                let inside = group(tokens, *at);
                *at = tokens.len().min(*at + inside.len() + 2);
                self.function(scopes, function, inside);
                drop(steps(tokens, at));
                Some(self.filters(scopes, tokens, at, Shape::Anything, *at))
            }
            Word(word) => {
                let begin = *at - 1;
                let steps = steps(tokens, at);
                for step in &steps {
                    drop(self.expression(scopes, step.index));
                }
                let shape = self.path(scopes, (word, token.at.clone()), &steps, forgiven(&tokens[*at..]));
                if steps.is_empty() && asks_for_its_type(&tokens[*at..]) {
                    // From here on it depends on the answer.
                    self.walked(&shape);
                    scopes.forget(word);
                }
                Some(self.filters(scopes, tokens, at, shape, begin))
            }
            Text(_) | Number => {
                let begin = *at - 1;
                let shape = if matches!(token.kind, Number) { Shape::Number } else { Shape::String };
                Some(self.filters(scopes, tokens, at, shape, begin))
            }
            Sign(_) => None,
        }
    }

    fn filters(&mut self, scopes: &mut Scopes<'a>, tokens: &[Token<'t>], at: &mut usize, shape: Shape, begin: usize) -> Shape {
        let mut shape = shape;
        while let (Some(pipe), Some(filter)) = (tokens.get(*at), tokens.get(*at + 1)) {
            let Some(name) = filter.word().filter(|_| pipe.is("|")) else { break };
            let of = tokens.get(begin).map_or(pipe.at.clone(), |first| first.at.start..tokens[*at - 1].at.end);
            *at += 2;
            if tokens.get(*at).is_some_and(|token| token.is("(")) {
                let inside = group(tokens, *at);
                *at = tokens.len().min(*at + inside.len() + 2);
                drop(self.expression(scopes, inside));
            }
            if name == "join" {
                self.joined(scopes, (&shape, of.clone()));
            }
            shape = match FILTERS.iter().find(|(known, ..)| *known == name) {
                Some((_, kind, _)) => {
                    self.fits(scopes, name, &Shape::of(kind), (&shape, of), filter);
                    Shape::Html
                }
                None if ONE_OF.contains(&name) => element(&shape),
                None if SOME_OF.contains(&name) => shape,
                None => Shape::Anything,
            };
        }
        shape
    }

    /// What a name stands for, step by step. `forgiven`: the template asks whether it is there.
    fn path(&mut self, scopes: &Scopes, root: (&str, Range<usize>), steps: &[Step<'_, 't>], forgiven: bool) -> Shape {
        let (name, at) = root;
        let Some(mut shape) = self.root(scopes, name) else {
            if !(forgiven && steps.is_empty()) {
                self.nobody(scopes, name, at);
            }
            return Shape::Anything;
        };
        let begin = at.start;
        let mut end = at.end;
        for (n, step) in steps.iter().enumerate() {
            let Some(field) = step.name else {
                shape = element(&shape);
                end = step.at.end;
                continue;
            };
            let found = match &shape {
                Shape::View(name) => {
                    let found = view_of(name).and_then(|view| view.fields.iter().find(|f| f.name == field));
                    self.used.extend(found.map(|field| (*name, field.name)));
                    found.map(|field| bare(field.shape))
                }
                Shape::Named(values) => Some((**values).clone()),
                Shape::Anything => return Shape::Anything,
                _ => None,
            };
            let Some(found) = found else {
                if !(step.asks || forgiven && n + 1 == steps.len()) {
                    let of = self.text(scopes, begin..end).to_owned();
                    self.no_field(scopes, field, step.at.clone(), (&of, &shape));
                }
                return Shape::Anything;
            };
            shape = found;
            end = step.at.end;
        }
        shape
    }

    fn root(&self, scopes: &Scopes, name: &str) -> Option<Shape> {
        let given = || self.given.get(scopes.template)?.get(name).cloned();
        let declared = || self.declared.get(scopes.template)?.contains(name).then_some(Shape::Anything);
        match name {
            "__tera_context" => Some(Shape::Anything),
            _ if scopes.component => scopes.find(name),
            _ => scopes.find(name).or_else(declared).or_else(given),
        }
    }

    fn function(&mut self, scopes: &mut Scopes<'a>, function: &str, inside: &[Token<'t>]) {
        drop(self.expression(scopes, inside));
        let written = |argument: &str| {
            inside.windows(3).find_map(|three| match (&three[0].kind, &three[2].kind) {
                (Word(name), Text(text)) if *name == argument && three[1].is("=") => Some((*text, three[2].at.clone())),
                _ => None,
            })
        };
        match function {
            "t" => {
                if let Some(((key, at), template)) = written("key").zip(self.sources.0.get(scopes.template)) {
                    let names = inside.windows(2).filter(|two| two[1].is("=")).filter_map(|two| two[0].word());
                    let given = names.filter(|name| *name != "key").map(str::to_owned).collect();
                    let phrase =
                        Phrase { key: key.to_owned(), given, place: Place::bytes(&template.path, &template.text, at.clone()) };
                    self.phrases.entry((scopes.template.to_owned(), at.start)).or_insert(phrase);
                }
            }
            "asset" => {
                if let Some((path, at)) = written("path").filter(|(path, _)| !self.assets.contains(path)) {
                    let message = format!("the theme has no asset `{path}`");
                    let help = diagnostic::suggest(path, self.assets.iter().copied(), "assets of the theme");
                    self.tell(scopes, at, |place| finding(place, message, help));
                }
            }
            _ => {}
        }
    }

    /// `<name a={x} b="y" c {...more}/>`, from its name on.
    fn component(&mut self, scopes: &mut Scopes<'a>, tokens: &[Token<'t>], at: &mut usize) {
        let name = tokens[*at].word().unwrap_or_default();
        let place = self.place(scopes, tokens[*at].at.clone());
        *at += 1;
        let mut given = Vec::new();
        while let Some(token) = tokens.get(*at) {
            *at += 1;
            match token.kind {
                Sign("/>" | ">") => break,
                Sign("{") => {
                    let inside = group(tokens, *at - 1);
                    *at = tokens.len().min(*at + inside.len() + 1);
                    drop(self.expression(scopes, inside));
                }
                Word(argument) if tokens.get(*at).is_some_and(|token| token.is("=")) => {
                    *at += 1;
                    let braces = tokens.get(*at).is_some_and(|token| token.is("{"));
                    let inside = if braces { group(tokens, *at) } else { &[] };
                    *at = tokens.len().min(*at + if braces { inside.len() + 2 } else { 1 });
                    given.push((argument.to_owned(), self.expression(scopes, inside)));
                }
                Word(argument) => {
                    let mut own = *at - 1;
                    let shape = self.operand(scopes, &tokens[..*at], &mut own);
                    given.push((argument.to_owned(), shape.unwrap_or(Shape::Anything)));
                }
                _ => {}
            }
        }
        self.call(name, given, place);
    }

    /// A component is to be looked at as it is when given this; once.
    fn call(&mut self, name: &str, given: Vec<(String, Shape)>, from: Option<Place>) {
        let call = (name.to_owned(), given);
        if self.components.contains_key(name) && self.called.len() < CALLS && self.called.insert(call.clone()) {
            self.waiting.push_back((call, from));
        }
    }

    fn components_called(&mut self) {
        while let Some(((name, given), from)) = self.waiting.pop_front() {
            let Some(component) = self.components.get(name.as_str()) else { continue };
            let (template, tags) = (component.template, component.tags);
            let shape =
                |param: &str| given.iter().find(|(name, _)| name == param).map_or(Shape::Anything, |(_, shape)| shape.clone());
            let names = component.params.iter().copied().chain(["body"]);
            let scope = names.map(|param| (param.to_owned(), shape(param))).collect();
            self.walk(&mut Scopes { template, component: true, from, open: vec![scope] }, tags.iter());
        }
    }
}

fn element(all: &Shape) -> Shape {
    match all {
        Shape::List(items) | Shape::Named(items) => (**items).clone(),
        _ => Shape::Anything,
    }
}

/// A type of a field; that it may be none changes nothing here.
fn bare(rust: &str) -> Shape {
    match Shape::of(rust) {
        Shape::Optional(inner) => *inner,
        shape => shape,
    }
}

#[cfg(test)]
mod tests;
