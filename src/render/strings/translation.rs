//! A translation of a theme held against the reference: what it leaves out, and what nobody asks for.

use super::{Words, place_of};
use crate::{
    diagnostic::{self, Finding, Place, catalogue},
    model::theme::{Template, Theme},
};
use std::{collections::BTreeSet, sync::Arc};

/// Phrases a message names; of more it gives the number.
const NAMED: usize = 5;

/// One finding for each language that leaves something to the reference.
pub fn incomplete<'w>(reference: &Words, spoken: impl Iterator<Item = &'w Arc<Words>>) -> Vec<Finding> {
    let others = spoken.filter(|words| words.tag != reference.tag);
    once_for_each_place(others.filter_map(|words| left_out(words, reference)).collect())
}

/// Languages may share a file: `ar-EG` and `ar`.
fn once_for_each_place(findings: Vec<Finding>) -> Vec<Finding> {
    let mut findings = diagnostic::in_order(findings);
    findings.dedup_by(|a, b| a.place == b.place);
    findings
}

fn left_out(words: &Words, reference: &Words) -> Option<Finding> {
    let missing: Vec<&str> = reference.keys.keys().filter(|key| !words.keys.contains_key(*key)).map(String::as_str).collect();
    let first = missing.first()?;
    let named = missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let more = match missing.len() {
        ..=NAMED => String::new(),
        all => format!(" and {} more", all - NAMED),
    };
    let file = words.file.as_ref()?;
    let name = file.as_str().rsplit('/').next().unwrap_or_default();
    let (other, lacking) = (&reference.tag, missing.len());
    let phrases = if lacking == 1 { "a phrase".to_owned() } else { format!("{lacking} phrases") };
    let message = format!("{name} lacks {phrases}: {named}{more}; readers see the words of `{other}`");
    let finding = Finding::new(&catalogue::THEME_STRING_MISSING, Some(Place::file(file)), message);
    let others = if lacking > 1 { " and the others" } else { "" };
    Some(finding.help(format!("add `{first} = …`{others} to i18n/{name}")))
}

/// Everything said that the theme does not have in its reference language and no template names.
pub fn unknown<'w>(theme: &Theme, reference: &Words, spoken: impl Iterator<Item = &'w Arc<Words>>) -> Vec<Finding> {
    // A hub's own file is what is to be checked, so only what the theme says counts.
    let of_the_theme: BTreeSet<&str> = reference.of_the_theme.iter().map(String::as_str).collect();
    let asked_for = |key: &str| {
        let quoted = [format!("\"{key}\""), format!("'{key}'")];
        theme.templates.values().any(|template| quoted.iter().any(|key| template.text.contains(key)))
    };
    let nobodys = spoken.flat_map(|words| &words.keys).filter(|(key, _)| !of_the_theme.contains(key.as_str()) && !asked_for(key));
    let finding = |(key, file): (&String, &Template)| {
        let message = format!("no template asks for the phrase `{key}`");
        let near = diagnostic::nearest(key, of_the_theme.iter().copied());
        Finding::new(&catalogue::THEME_STRING_UNKNOWN, place_of(key, file), message)
            .help(near.map_or("take it out".to_owned(), |near| format!("did you mean `{near}`?")))
    };
    once_for_each_place(nobodys.map(finding).collect())
}
