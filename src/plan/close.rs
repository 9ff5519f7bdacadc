//! Closing what bodies and fields left open.

use super::{
    links::{self, At, Links},
    people,
    wrong::Noticed,
};
use crate::{
    diagnostic::{Finding, Lines, Place},
    model::{
        article::{Edition, Facts},
        site::*,
    },
};
use std::{cell::RefCell, collections::HashSet};

/// What was found out about an edition: its holes, those of its answers, more anchors, its picture.
pub type ClosedEdition = (Vec<Closed>, Vec<Vec<Closed>>, Vec<(usize, String)>, Option<PictureRef>);

pub fn close(links: &Links, work: &Work) -> (Vec<ClosedEdition>, Noticed) {
    let mut findings = Noticed::default();
    let mut close_one = |live: &LiveEdition| {
        let edition = work.edition(live);
        let lines = RefCell::new(Lines::of(&edition.source));
        let holes = links.close(&edition.body, At { edition, lines: Some(&lines) }, &mut findings);
        let answers = match &edition.facts {
            Facts::Spotlight(spotlight) => {
                let mut close = |a: &crate::model::body::Body| links.close(a, At { edition, lines: None }, &mut findings);
                spotlight.questions.iter().map(|q| close(&q.a)).collect()
            }
            _ => Vec::new(),
        };
        let image = picture(links, work, live, &mut findings);
        (holes, answers, also_answers(edition, work.article.original()), image)
    };
    let closed = work.editions.iter().map(&mut close_one).collect();
    (closed, findings)
}

/// The leading picture or portrait. A picture that an edition inherits is looked for beside the original.
fn picture(links: &Links, work: &Work, live: &LiveEdition, findings: &mut Noticed) -> Option<PictureRef> {
    let named = |edition: &Edition| match &edition.facts {
        Facts::Member(member) => {
            member.avatar.clone().map(|a| ("avatar", a)).or(edition.common.image.clone().map(|i| ("image", i)))
        }
        _ => edition.common.image.clone().map(|i| ("image", i)),
    };
    let edition = work.edition(live);
    let original = work.article.original();
    let (field, text) = named(edition)?;
    let inherited = live.index != 0 && named(original).is_some_and(|(_, t)| t == text);
    let from = if inherited { original } else { edition };
    match links.picture(&links::field_target(&text), from) {
        Ok(picture) => Some(picture),
        Err(_) if inherited => None,
        Err(unfound) => {
            let unfound = unfound?;
            let place = people::place(edition, field, &text).or(Some(Place::file(&edition.path)));
            findings.push_wrong(Finding { place, ..unfound.finding }, unfound.wrong);
            None
        }
    }
}

/// The anchors of the original's `##` headings that those of a translation answer to as well.
fn also_answers(edition: &Edition, original: &Edition) -> Vec<(usize, String)> {
    let id =
        |e: &Edition, s: &crate::model::body::Section| e.body.headings.get(s.heading).map(|h| h.id.clone()).unwrap_or_default();
    if std::ptr::eq(edition, original) || edition.body.sections.len() != original.body.sections.len() {
        return Vec::new();
    }
    let mut own: HashSet<&str> = edition.body.headings.iter().map(|h| h.id.as_str()).collect();
    own.extend(edition.body.anchors.iter().map(|anchor| anchor.id.as_str()));
    let pairs = original.body.sections.iter().enumerate().map(|(n, section)| (n, id(original, section)));
    pairs.filter(|(_, anchor)| !anchor.is_empty() && !own.contains(anchor.as_str())).collect()
}
