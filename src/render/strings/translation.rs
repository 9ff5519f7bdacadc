//! The words of a theme held against what is asked for: what a language leaves out, and what nobody asks for.

use super::{Words, file::place_of};
use crate::{
    diagnostic::{self, Finding, Place, catalogue},
    model::theme::{Template, Theme},
};
use std::sync::Arc;

/// Phrases a message names; of more it gives the number.
const NAMED: usize = 5;

/// What is asked for: hubgen's own phrases, and what templates name.
pub struct Asked<'a> {
    theme: &'a Theme,
    reference: &'a Words,
}

impl<'a> Asked<'a> {
    pub fn new(theme: &'a Theme, reference: &'a Words) -> Asked<'a> {
        Asked { theme, reference }
    }

    fn asks_for(&self, key: &str) -> bool {
        self.reference.own.contains(key) || self.theme.templates.values().any(|template| template.quotes(key))
    }

    /// One finding for each language that leaves something to the reference.
    pub fn incomplete<'w>(&self, spoken: impl Iterator<Item = &'w Arc<Words>>) -> Vec<Finding> {
        let others = spoken.filter(|words| words.tag != self.reference.tag);
        once_for_each_place(others.filter_map(|words| self.left_out(words)).collect())
    }

    fn left_out(&self, words: &Words) -> Option<Finding> {
        let all = self.reference.keys.keys().filter(|key| !words.keys.contains_key(*key));
        let missing: Vec<&str> = all.map(String::as_str).filter(|key| self.asks_for(key)).collect();
        let first = missing.first()?;
        let named = missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let more = match missing.len() {
            ..=NAMED => String::new(),
            all => format!(" and {} more", all - NAMED),
        };
        let file = words.file.as_ref()?;
        let name = file.as_str().rsplit('/').next().unwrap_or_default();
        let (other, lacking) = (&self.reference.tag, missing.len());
        let phrases = if lacking == 1 { "a phrase".to_owned() } else { format!("{lacking} phrases") };
        let message = format!("{name} lacks {phrases}: {named}{more}; readers see the words of `{other}`");
        let finding = Finding::new(&catalogue::THEME_STRING_MISSING, Some(Place::file(file)), message);
        let others = if lacking > 1 { " and the others" } else { "" };
        // Where the reference says it is where the translation belongs.
        let beside =
            self.reference.keys.get(*first).map_or("i18n", |file| file.path.as_str().rsplit_once('/').map_or("i18n", |p| p.0));
        Some(finding.help(format!("add `{first} = …`{others} to {beside}/{name}")))
    }

    /// Everything said that nobody asks for.
    pub fn unknown<'w>(&self, spoken: impl Iterator<Item = &'w Arc<Words>>) -> Vec<Finding> {
        let nobodys = spoken.flat_map(|words| &words.keys).filter(|(key, _)| !self.asks_for(key));
        let finding = |(key, file): (&String, &Template)| {
            let message = format!("no template asks for the phrase `{key}`");
            let near = diagnostic::nearest(key, self.reference.own.iter().map(String::as_str));
            Finding::new(&catalogue::THEME_STRING_UNKNOWN, place_of(key, file), message)
                .help(near.map_or("take it out".to_owned(), |near| format!("did you mean `{near}`?")))
        };
        once_for_each_place(nobodys.map(finding).collect())
    }
}

/// Languages may share a file: `ar-EG` and `ar`.
fn once_for_each_place(findings: Vec<Finding>) -> Vec<Finding> {
    let mut findings = diagnostic::in_order(findings);
    findings.dedup_by(|a, b| a.place == b.place);
    findings
}
