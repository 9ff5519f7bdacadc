//! Who is named where: the back-links of members and events, and names that may not be shown.

use crate::{
    diagnostic::{Finding, Place, catalogue::REFERENCE_PRIVATE},
    model::{
        article::{Edition, Facts, Kind, PersonRef},
        site::{NamedBy, Work, WorkId},
    },
};
use std::{collections::HashMap, ops::Range};

/// What names every member and event, in the order of publication, newest first.
pub fn named_by(works: &[Work], members: &HashMap<String, WorkId>) -> Vec<NamedBy> {
    let events: HashMap<&str, WorkId> = ids(works, Kind::Event).collect();
    let mut named = vec![NamedBy::default(); works.len()];
    let mut order: Vec<usize> = (0..works.len()).filter(|i| works[*i].listed).collect();
    order.sort_by(|a, b| works[*b].date.cmp(&works[*a].date).then_with(|| works[*a].article.key.cmp(&works[*b].article.key)));
    for i in order {
        let id = WorkId(i as u32);
        let original = works[i].article.original();
        let mut name = |people: &[PersonRef], list: fn(&mut NamedBy) -> &mut Vec<WorkId>| {
            for person in people {
                if let PersonRef::Member(member) = person
                    && let Some(at) = members.get(member)
                {
                    let list = list(&mut named[at.0 as usize]);
                    // One who is named twice was named last by the same.
                    if list.last() != Some(&id) {
                        list.push(id);
                    }
                }
            }
        };
        name(&original.common.authors, |n| &mut n.wrote);
        match &original.facts {
            Facts::Event(event) => {
                name(&event.hosts, |n| &mut n.hosts);
                name(&event.speakers, |n| &mut n.speaks);
            }
            Facts::Spotlight(spotlight) => name(&[PersonRef::Member(spotlight.member.clone())], |n| &mut n.spotlights),
            Facts::Entry(entry) => {
                if let Some(event) = entry.event.as_deref().and_then(|e| events.get(e)) {
                    named[event.0 as usize].posts.push(id);
                }
            }
            _ => {}
        }
    }
    named
}

/// Live articles of a kind by id.
pub fn ids(works: &[Work], kind: Kind) -> impl Iterator<Item = (&str, WorkId)> {
    let numbered = works.iter().enumerate();
    numbered.filter(move |(_, w)| w.kind() == kind).map(|(i, w)| (w.article.id.as_str(), WorkId(i as u32)))
}

/// Says of every name in front matter that may not be shown that it was left out.
pub fn withheld(works: &[Work], members: &HashMap<String, WorkId>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for work in works {
        for live in &work.editions {
            let edition = work.edition(live);
            let facts: &[(&str, &[PersonRef])] = match &edition.facts {
                Facts::Event(event) => &[("hosts", &event.hosts), ("speakers", &event.speakers)],
                _ => &[],
            };
            for (field, people) in [("authors", edition.common.authors.as_slice())].iter().chain(facts) {
                for person in *people {
                    if let PersonRef::Member(id) = person
                        && !members.contains_key(id)
                        && let Some(place) = place(edition, field, id)
                    {
                        findings.push(
                            Finding::new(
                                &REFERENCE_PRIVATE,
                                place,
                                format!("`{id}` has not agreed to be shown, or no longer does; the name is left out"),
                            )
                            .help("ask them, or take the name out"),
                        );
                    }
                }
            }
        }
    }
    findings
}

/// Where a field of the file's own front matter names `word`; `None` where the field is inherited.
pub fn place(edition: &Edition, field: &str, word: &str) -> Option<Place> {
    let front = edition.source.get(edition.front.clone())?;
    let lines = front.split_inclusive('\n').scan(0, |at, line| {
        *at += line.len();
        Some((*at - line.len(), line))
    });
    let names_field = |line: &str| line.strip_prefix(field).is_some_and(|rest| rest.trim_start().starts_with(':'));
    let start = lines.into_iter().find(|(_, line)| names_field(line))?.0;
    let found = find_folded(front.get(start..)?, word).map_or(start..start + word.len(), |at| start + at.start..start + at.end);
    Some(edition.place(edition.front.start + found.start..edition.front.start + found.end))
}

/// Where `word` stands in `text`, in whatever case. Lower case may be longer than upper case (`İ`), so letters are
/// compared where they stand.
fn find_folded(text: &str, word: &str) -> Option<Range<usize>> {
    let wanted: String = word.chars().flat_map(char::to_lowercase).collect();
    text.char_indices().find_map(|(start, _)| {
        let mut rest = wanted.as_str();
        for (at, c) in text.get(start..)?.char_indices() {
            if rest.is_empty() {
                return Some(start..start + at);
            }
            for lower in c.to_lowercase() {
                rest = rest.strip_prefix(lower)?;
            }
        }
        rest.is_empty().then_some(start..text.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_where_they_stand() {
        for (text, word, found) in [
            ("hosts: [Amina]", "amina", Some("Amina")),
            ("hosts: [İİ, NIKOS]", "nikos", Some("NIKOS")),
            ("hosts: [ΝΙΚΗ]", "νικη", Some("ΝΙΚΗ")),
            ("hosts: [niko]", "nikos", None),
        ] {
            assert_eq!(find_folded(text, word).and_then(|at| text.get(at)), found, "{text}");
        }
    }
}
