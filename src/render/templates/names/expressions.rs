//! The shape of expressions: what belongs to a name, what stands between brackets.

use super::super::tags::{Token, TokenKind::*};
use std::ops::Range;

/// One step of `article.tags[0]?.text`.
pub(super) struct Step<'s, 't> {
    pub(super) name: Option<&'t str>,
    pub(super) at: Range<usize>,
    /// Behind `?.`, which asks whether it is there.
    pub(super) asks: bool,
    pub(super) index: &'s [Token<'t>],
}

/// What stands between a bracket and the one that closes it.
pub(super) fn group<'s, 't>(tokens: &'s [Token<'t>], open: usize) -> &'s [Token<'t>] {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Sign("(" | "[" | "{" | "?[") => depth += 1,
            Sign(")" | "]" | "}") => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return tokens.get(open + 1..at).unwrap_or_default();
        }
    }
    tokens.get(open + 1..).unwrap_or_default()
}

/// The fields and places in lists that follow a name.
pub(super) fn steps<'s, 't>(tokens: &'s [Token<'t>], at: &mut usize) -> Vec<Step<'s, 't>> {
    let mut steps = Vec::new();
    while let Some(token) = tokens.get(*at) {
        let asks = token.is("?.") || token.is("?[");
        let step = match (token.kind, tokens.get(*at + 1)) {
            (Sign("." | "?."), Some(next)) => {
                *at += 2;
                Step { name: next.word(), at: next.at.clone(), asks, index: &[] }
            }
            (Sign("[" | "?["), _) => {
                let inside = group(tokens, *at);
                *at = tokens.len().min(*at + inside.len() + 2);
                let end = tokens.get(*at - 1).map_or(token.at.end, |close| close.at.end);
                match inside {
                    [Token { kind: Text(name), at }] => Step { name: Some(name), at: at.clone(), asks, index: &[] },
                    _ => Step { name: None, at: token.at.start..end, asks, index: inside },
                }
            }
            _ => break,
        };
        steps.push(step);
    }
    steps
}

/// Whether it is asked if something is there, or said what stands in for it: `is defined`, `| default(…)`.
pub(super) fn forgiven(rest: &[Token]) -> bool {
    let word = |at: usize| rest.get(at).and_then(Token::word);
    match word(0) {
        Some("is") => matches!(word(1), Some("defined" | "undefined")) || word(1) == Some("not") && word(2) == Some("defined"),
        _ => rest.first().is_some_and(|token| token.is("|")) && word(1) == Some("default"),
    }
}

/// Whether it is asked what kind of thing something is: `is string`, `is not map`.
pub(super) fn asks_for_its_type(rest: &[Token]) -> bool {
    const KINDS: [&str; 9] = ["string", "number", "integer", "float", "bool", "map", "array", "iterable", "none"];
    let mut words = rest.iter().map_while(Token::word);
    let is = words.next() == Some("is");
    is && words.find(|word| *word != "not").is_some_and(|word| KINDS.contains(&word))
}

/// Whether a word is the name of an entry in a map.
pub(super) fn names_an_entry(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| tokens[before].is(","))
}
