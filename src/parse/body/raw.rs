//! HTML as typed, where the hub allows it: left as it is, but its links and pictures follow the same rules.

#![allow(clippy::string_slice, reason = "ranges come from the parser that read this text")]

use super::{
    Scope,
    draft::{Draft, Raw},
    links,
    tags::{Tag, Tags, Token},
};
use crate::model::body::{Anchor, Hole, HoleKind, Target};
use std::{borrow::Cow, ops::Range};

/// Stretches of HTML that were typed without a break.
pub fn groups(raw: &[Raw]) -> impl Iterator<Item = &[Raw]> {
    raw.chunk_by(|a, b| a.block && b.block && a.at.end == b.at.start)
}

/// Where a range of the draft's HTML stands in the file; empty where that is not known.
pub fn source_of(group: &[Raw], range: &Range<usize>) -> Range<usize> {
    let line = &group[group.partition_point(|r| r.at.end <= range.start).min(group.len() - 1)];
    match line.source {
        Some(source) => {
            let start = source + range.start.saturating_sub(line.at.start);
            start..start + range.len().min(line.at.end.saturating_sub(range.start))
        }
        None => 0..0,
    }
}

/// Character references, as far as addresses hold them.
pub fn decoded(value: &str) -> Cow<'_, str> {
    const ENTITIES: [(&str, &str); 7] =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    match value.contains('&') {
        true => Cow::Owned(ENTITIES.iter().fold(value.to_owned(), |value, (entity, c)| value.replace(entity, c))),
        false => Cow::Borrowed(value),
    }
}

/// Adds the holes of links and pictures that were typed as HTML.
pub fn with_holes(mut draft: Draft, scope: Scope) -> Draft {
    let mut holes = Vec::new();
    let mut open = Vec::new();
    for group in groups(&draft.raw) {
        for token in Tags::new(&draft.html, group[0].at.start..group[group.len() - 1].at.end) {
            match token {
                Token::Start(tag) => {
                    if scope == Scope::Body {
                        draft.anchors.extend(anchors_of(&draft.html, &tag));
                    }
                    holes.extend(hole_of(&draft.html, group, &tag, scope).inspect(|hole| {
                        if matches!(hole.kind, HoleKind::LinkOpen { .. }) {
                            open.push(hole.range.start);
                        }
                    }));
                }
                // A link that is not ours stays as typed, its end too.
                Token::End(tag) if draft.html[tag.name.clone()].eq_ignore_ascii_case("a") && open.pop().is_some() => {
                    holes.push(Hole { range: tag.at, kind: HoleKind::LinkClose });
                }
                _ => {}
            }
        }
    }
    holes.retain(|hole| open.binary_search(&hole.range.start).is_err());
    draft.holes.append(&mut holes);
    draft.holes.sort_by_key(|hole| hole.range.start);
    let mut links = 0_usize;
    draft.holes.retain(|hole| {
        match hole.kind {
            HoleKind::LinkOpen { .. } => links += 1,
            HoleKind::LinkClose => links = links.saturating_sub(1),
            _ => {}
        }
        // A link cannot stand inside a link.
        links == 0 || !matches!(hole.kind, HoleKind::Mention { .. })
    });
    draft
}

/// Anchors of a tag that stays as typed.
fn anchors_of(html: &str, tag: &Tag) -> impl Iterator<Item = Anchor> {
    let names = tag.attributes.iter().filter(|a| matches!(&*html[a.name.clone()].to_ascii_lowercase(), "id" | "name"));
    names.map(|a| decoded(&html[a.value.clone()]).into_owned()).map(|id| Anchor { written: id.clone(), id })
}

fn hole_of(html: &str, group: &[Raw], tag: &Tag, scope: Scope) -> Option<Hole> {
    let name = &html[tag.name.clone()];
    let value = |wanted: &str| {
        let attribute = tag.attributes.iter().find(|a| html[a.name.clone()].eq_ignore_ascii_case(wanted))?;
        let quoted = html[..attribute.value.start].ends_with(['"', '\'']);
        quoted.then(|| attribute.value.clone())
    };
    let place = match scope {
        Scope::Body => source_of(group, &tag.at),
        Scope::Piece => 0..0,
    };
    let kind = if name.eq_ignore_ascii_case("a") {
        let href = value("href")?;
        HoleKind::LinkOpen { target: Box::new(safe(links::classify(&decoded(&html[href.clone()])))?), href, place }
    } else if name.eq_ignore_ascii_case("img") {
        let src = value("src")?;
        let sized = value("width").is_some() || value("height").is_some();
        HoleKind::Image { target: Box::new(safe(links::classify_image(&decoded(&html[src.clone()])))?), src, place, sized }
    } else {
        return None;
    };
    Some(Hole { range: tag.at.clone(), kind })
}

/// Who allows HTML as it is allows any address.
fn safe(target: Target) -> Option<Target> {
    (!matches!(target, Target::Unsafe(_))).then_some(target)
}
