//! Where somebody who did not agree, or no longer does, is named all the same.
//!
//! Names in `authors`, `hosts`, `speakers` and mentions are left out and told by [`crate::plan::people`] and the links.
//! What is left are words: her full name in texts, and fields for the team. Texts are searched once for all names, and
//! only where there is such a person. A name of one word is a word like others, and is not searched for.

#![allow(clippy::string_slice, reason = "offsets come from matches in the same text")]

use super::{super::people::place as named_at, Community};
use crate::{
    diagnostic::{Finding, catalogue::MEMBER_STILL_NAMED},
    model::{
        article::{Article, Consent, Edition, Facts, Kind, PersonRef},
        remark::{UNSEEN, field_at, in_comment},
    },
    plan::gate,
};
use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// Nobody needs to be told more often what to search for in one file.
const MOST: usize = 20;

/// The people who are not to be named.
struct Absent<'a> {
    /// By their place among the articles of the hub.
    articles: BTreeSet<usize>,
    ids: BTreeSet<&'a str>,
    /// Those who had agreed.
    withdrew: BTreeSet<&'a str>,
    /// Each name, and whose it is.
    names: Vec<(&'a str, &'a str)>,
    search: AhoCorasick,
}

pub fn findings(community: Community) -> Vec<Finding> {
    let Some(absent) = Absent::new(community) else { return Vec::new() };
    let articles = &community.hub.articles;
    let others: Vec<(usize, &Arc<Article>)> = articles.iter().enumerate().filter(|(i, _)| !absent.articles.contains(i)).collect();
    let said = others.into_par_iter().map(|(i, article)| {
        let live = community.live[i].is_some();
        let shown = |edition: &&Edition| live || gate::promised(edition);
        let editions = article.editions.iter().filter(shown);
        editions.flat_map(|edition| absent.named(edition)).collect::<Vec<_>>()
    });
    said.flatten().collect()
}

impl<'a> Absent<'a> {
    fn new(community: Community<'a>) -> Option<Absent<'a>> {
        let all = community.hub.articles.iter().enumerate();
        let absent: Vec<(usize, &Arc<Article>)> =
            all.filter(|(_, a)| a.kind == Kind::Member && !gate::consents(community.hub, a, community.now)).collect();
        if absent.is_empty() {
            return None;
        }
        let mut names: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (_, article) in &absent {
            for edition in &article.editions {
                if let Facts::Member(member) = &edition.facts
                    && member.name.split_whitespace().count() > 1
                {
                    names.insert((member.name.trim(), article.id.as_str()));
                }
            }
        }
        let names: Vec<(&str, &str)> = names.into_iter().collect();
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).clone();
        let search = builder.build(names.iter().map(|(name, _)| name)).ok()?;
        let had_agreed = |article: &&(usize, &Arc<Article>)| {
            let given = |e: &Edition| matches!(&e.facts, Facts::Member(m) if m.consent != Consent::Withheld);
            article.1.editions.iter().all(given)
        };
        let withdrew = absent.iter().filter(had_agreed).map(|(_, article)| article.id.as_str()).collect();
        let ids = absent.iter().map(|(_, article)| article.id.as_str()).collect();
        Some(Absent { articles: absent.into_iter().map(|(i, _)| i).collect(), ids, withdrew, names, search })
    }

    /// Every place of a file that names one of them.
    fn named(&self, edition: &Edition) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.in_fields(edition).into_iter().collect();
        // A spotlight of somebody who is absent is held back as a whole, and names her on every line.
        if matches!(&edition.facts, Facts::Spotlight(spotlight) if self.ids.contains(spotlight.member.as_str())) {
            return findings;
        }
        let source = &*edition.source;
        let front = &source[edition.front.clone()];
        for found in self.search.find_iter(source) {
            let (start, end) = (found.start(), found.end());
            let within = source[..start].ends_with(char::is_alphanumeric) || source[end..].starts_with(char::is_alphanumeric);
            let unread = edition.front.contains(&start) && {
                let at = start - edition.front.start;
                field_at(front, at).is_none_or(|field| UNSEEN.contains(&field)) || in_comment(front, at)
            };
            if within || unread {
                continue;
            }
            let (name, id) = self.names[found.pattern().as_usize()];
            let message = format!("{name} (`{id}`) is named here, and has not agreed to be shown, or no longer does");
            findings.push(
                Finding::new(&MEMBER_STILL_NAMED, edition.place(start..end), message)
                    .help("take the name out of the text, or ask whether it may stay"),
            );
            if findings.len() >= MOST {
                break;
            }
        }
        findings
    }

    /// Fields that name a person by id and are not published. Who did not agree to be shown may well work for the team;
    /// who withdrew may not expect to.
    fn in_fields(&self, edition: &Edition) -> Option<Finding> {
        let (field, id, message, help) = match &edition.facts {
            Facts::Entry(entry) => match &entry.owner {
                Some(PersonRef::Member(id)) if self.withdrew.contains(id.as_str()) => {
                    let message = format!("`{id}` no longer agrees to be shown, and the plan still counts on them");
                    ("owner", id, message, "ask them, or write another `owner`")
                }
                _ => return None,
            },
            Facts::Spotlight(spotlight) if self.ids.contains(spotlight.member.as_str()) => {
                let id = &spotlight.member;
                let message = format!("`{id}` has not agreed to be shown, or no longer does, so this spotlight is held back");
                ("member", id, message, "ask them, or delete the file: it holds what they said")
            }
            _ => return None,
        };
        let place = named_at(edition, field, id)?;
        Some(Finding::new(&MEMBER_STILL_NAMED, place, message).help(help))
    }
}
