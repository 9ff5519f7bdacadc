//! What there is at a place of a template: the names that its pages are given, those it gives itself, and, inside of a
//! component, what it is called with.

use super::super::{
    files::{GIVEN, given},
    sources::Sources,
    tags::{Tag, Token, TokenKind::*},
};
use crate::{diagnostic::Place, render::contract::Shape};
use std::collections::{BTreeMap, BTreeSet};

/// What names stand for at a place of a template.
pub(super) struct Scopes<'a> {
    pub(super) template: &'a str,
    /// Inside of a component nothing is seen of the page.
    pub(super) component: bool,
    /// Where the component is called.
    pub(super) from: Option<Place>,
    pub(super) open: Vec<BTreeMap<String, Shape>>,
}

impl<'a> Scopes<'a> {
    pub(super) fn page(template: &'a str) -> Scopes<'a> {
        Scopes { template, component: false, from: None, open: vec![BTreeMap::new()] }
    }

    pub(super) fn find(&self, name: &str) -> Option<Shape> {
        self.open.iter().rev().find_map(|scope| scope.get(name)).cloned()
    }

    /// Nothing is known of a name any more.
    pub(super) fn forget(&mut self, name: &str) {
        let at = self.open.iter().rposition(|scope| scope.contains_key(name)).unwrap_or(0);
        if let Some(scope) = self.open.get_mut(at) {
            scope.insert(name.to_owned(), Shape::Anything);
        }
    }

    /// Two values that differ in type make one of which nothing is known.
    pub(super) fn declare(&mut self, name: &str, shape: Shape) {
        if let Some(scope) = self.open.last_mut() {
            let shape = match scope.get(name) {
                Some(before) if *before != shape => Shape::Anything,
                _ => shape,
            };
            scope.insert(name.to_owned(), shape);
        }
    }
}

/// A component as it is written.
pub(super) struct Component<'a, 't> {
    pub(super) template: &'a str,
    pub(super) params: Vec<&'t str>,
    pub(super) tags: &'a [Tag<'t>],
}

impl<'a, 't> Component<'a, 't> {
    pub(super) fn all(template: &'a str, tags: &'a [Tag<'t>]) -> Vec<(&'t str, Component<'a, 't>)> {
        let begins = tags.iter().enumerate().filter(|(_, tag)| tag.word() == Some("component"));
        let one = |(at, tag): (usize, &'a Tag<'t>)| {
            let length = tags[at..].iter().position(|tag| tag.word() == Some("endcomponent")).unwrap_or(tags.len() - at);
            let name = tag.tokens.get(1)?.word()?;
            // Types (`: string`) and defaults (`= "x"`) are words too, but none of the first after a comma.
            let first = |pair: &[Token<'t>]| match &pair[0] {
                before if ["(", ",", "@", "..."].iter().any(|sign| before.is(sign)) => pair[1].word(),
                _ => None,
            };
            let params = tag.tokens.windows(2).filter_map(first).collect();
            Some((name, Component { template, params, tags: &tags[at + 1..at + length] }))
        };
        begins.filter_map(one).collect()
    }
}

/// What a template may be given: what pages get that are made of it, or of what extends or includes it.
pub(super) fn givens(name: &str, sources: &Sources) -> BTreeMap<&'static str, Shape> {
    let mut users = BTreeSet::from([name]);
    loop {
        let uses = |template: &&str| users.iter().any(|used| sources.0[*template].quotes(used));
        let more: Vec<&str> = sources.0.keys().map(String::as_str).filter(|t| !users.contains(t)).filter(uses).collect();
        if more.is_empty() {
            break;
        }
        users.extend(more);
    }
    let mut all: BTreeMap<&str, Shape> = users.iter().flat_map(|user| given(user)).collect();
    if all.is_empty() {
        all = GIVEN.iter().flat_map(|(template, _)| given(template)).collect();
    }
    all
}

/// The tags of a template that are in no component.
pub(super) fn outside<'a, 't>(tags: &'a [Tag<'t>]) -> impl Iterator<Item = &'a Tag<'t>> {
    let mut inside = false;
    tags.iter().filter(move |tag| {
        let (was, word) = (inside, tag.word());
        inside = match word {
            Some("component") => true,
            Some("endcomponent") => false,
            _ => inside,
        };
        !was && !inside
    })
}

/// What one template sets, its blocks and the templates around and within it see; one that is included stands in loops
/// as well. Where exactly is not looked into.
pub(super) fn declared<'a, 't>(texts: &[(&'a str, Vec<Tag<'t>>)]) -> BTreeMap<&'a str, BTreeSet<&'t str>> {
    let words = |tag: &Tag<'t>| {
        tag.tokens[1..].iter().map_while(|t| t.word().or(t.is(",").then_some(""))).take_while(|w| *w != "in").collect()
    };
    let all = || texts.iter().flat_map(|(_, tags)| outside(tags));
    let set: BTreeSet<&str> = all()
        .filter(|tag| matches!(tag.word(), Some("set" | "set_global")))
        .filter_map(|tag| tag.tokens.get(1)?.word())
        .collect();
    let looped: BTreeSet<&str> =
        all().filter(|tag| tag.word() == Some("for")).flat_map(|tag| -> Vec<&str> { words(tag) }).chain(["loop"]).collect();
    let includes = |tag: &Tag<'t>| match (tag.word(), tag.tokens.get(1).map(|token| token.kind)) {
        (Some("include"), Some(Text(name))) => Some(name),
        _ => None,
    };
    let included: BTreeSet<&str> = texts.iter().flat_map(|(_, tags)| tags).filter_map(includes).collect();
    let of = |name: &str| set.iter().chain(looped.iter().filter(|_| included.contains(name))).copied().collect();
    texts.iter().map(|(name, _)| (*name, of(name))).collect()
}
