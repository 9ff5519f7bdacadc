//! One file of words: read by Fluent's parser, and what is wrong with it at its place.

#![allow(clippy::string_slice, reason = "offsets come from `find` on the same text")]

use crate::{
    diagnostic::{Finding, Place, catalogue},
    model::theme::Template,
};
use fluent_bundle::resolver::{ResolverError, errors::ReferenceKind};
use fluent_bundle::{FluentError, FluentResource};
use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser::ParserError,
};
use std::{collections::BTreeSet, ops::Range};

/// Braces within braces: far more than a sentence needs, far less than would exhaust the parser.
const DEEPEST: usize = 20;

/// `None` where the text could harm the parser; else what can be used of it.
pub fn parse(file: &Template, findings: &mut Vec<Finding>) -> Option<FluentResource> {
    if let Some(at) = too_deep(&file.text) {
        let place = Place::bytes(&file.path, &file.text, at..at + 1);
        findings.push(
            Finding::new(&catalogue::THEME_STRINGS, place, format!("braces lie inside each other deeper than {DEEPEST}"))
                .help("take some of them out"),
        );
        return None;
    }
    let (resource, errors) = match FluentResource::try_new(file.text.to_string()) {
        Ok(resource) => (resource, Vec::new()),
        Err(partly) => partly,
    };
    for error in errors {
        let place = Place::bytes(&file.path, &file.text, where_it_ends(&file.text, &error));
        let mut message = error.kind.to_string();
        message.get_mut(..1).map(str::make_ascii_lowercase);
        findings.push(Finding::new(&catalogue::THEME_STRINGS, place, message).help("write `name = words`, one to a line"));
    }
    Some(resource)
}

/// The variables that a phrase prints or chooses by.
pub fn variables(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let placed = pattern.elements.iter().filter_map(|element| match element {
        PatternElement::Placeable { expression } => Some(expression),
        PatternElement::TextElement { .. } => None,
    });
    let mut names = BTreeSet::new();
    for expression in placed {
        match expression {
            Expression::Inline(inline) => names.extend(variable(inline)),
            Expression::Select { selector, variants } => {
                names.extend(variable(selector));
                names.extend(variants.iter().flat_map(|variant| variables(&variant.value)));
            }
        }
    }
    names
}

fn variable(expression: &InlineExpression<&str>) -> BTreeSet<String> {
    match expression {
        InlineExpression::VariableReference { id } => BTreeSet::from([id.name.to_owned()]),
        InlineExpression::FunctionReference { arguments, .. } => arguments.positional.iter().flat_map(variable).collect(),
        InlineExpression::Placeable { expression } => match &**expression {
            Expression::Inline(inline) => variable(inline),
            Expression::Select { selector, variants } => {
                variable(selector).into_iter().chain(variants.iter().flat_map(|variant| variables(&variant.value))).collect()
            }
        },
        _ => BTreeSet::new(),
    }
}

/// The parser looks for what is missing beyond the end of the line; people look at its end.
fn where_it_ends(text: &str, error: &ParserError) -> Range<usize> {
    let entry = error.slice.as_ref().map_or(0, |slice| slice.start);
    let read = text.get(entry..error.pos.start).unwrap_or_default();
    let kept = read.trim_end();
    match !kept.is_empty() && read[kept.len()..].contains('\n') {
        true => entry + kept.len()..entry + kept.len() + 1,
        false => error.pos.clone(),
    }
}

fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    text.bytes().position(|b| {
        match b {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

/// The messages of a file. One that is there twice is a slip: only the last would be heard.
pub fn keys_of(resource: &FluentResource, file: &Template, findings: &mut Vec<Finding>) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for entry in resource.entries() {
        let Entry::Message(message) = entry else { continue };
        if !keys.insert(message.id.name.to_owned()) {
            let place = place_of(message.id.name, file);
            findings.push(
                Finding::new(&catalogue::THEME_STRINGS, place, format!("`{}` is here twice", message.id.name))
                    .help("keep one of the two"),
            );
        }
    }
    keys
}

/// What is wrong with a message whatever it is told. A variable it was not told is not.
pub fn broken(error: &FluentError, key: &str, file: &Template) -> Option<Finding> {
    let wrong = match error {
        FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { .. })) => return None,
        FluentError::ResolverError(ResolverError::Cyclic) => "it refers to itself".to_owned(),
        FluentError::ResolverError(ResolverError::Reference(reference)) => {
            format!("it refers to {}, which is not there", name_of(reference))
        }
        other => other.to_string(),
    };
    Some(Finding::new(&catalogue::THEME_STRINGS, place_of(key, file), format!("`{key}` cannot be used: {wrong}")))
}

fn name_of(reference: &ReferenceKind) -> String {
    match reference {
        ReferenceKind::Function { id } => format!("the function `{id}()`"),
        ReferenceKind::Message { id, attribute: None } => format!("`{id}`"),
        ReferenceKind::Message { id, attribute: Some(attribute) } => format!("`{id}.{attribute}`"),
        ReferenceKind::Term { id, attribute: None } => format!("the term `-{id}`"),
        ReferenceKind::Term { id, attribute: Some(attribute) } => format!("`-{id}.{attribute}`"),
        ReferenceKind::Variable { id } => format!("`${id}`"),
    }
}

/// Where a message begins: the last line of the file that does.
pub fn place_of(key: &str, file: &Template) -> Place {
    let begins = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    let mut at = 0;
    let mut found = None;
    for line in file.text.split_inclusive('\n') {
        if begins(line) {
            found = Some(at);
        }
        at += line.len();
    }
    found.map_or(Place::file(&file.path), |at| Place::bytes(&file.path, &file.text, at..at + key.len()))
}
