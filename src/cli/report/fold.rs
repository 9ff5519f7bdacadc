//! Many findings of one kind are one mistake: the first few are shown, and of the rest where they are.
//!
//! The terminal and the preview's page fold, because a person reads them from one end to the other; JSON and GitHub's
//! annotations do not: there a program reads, or each stands at its own line. Counts count everything.

use crate::diagnostic::{Finding, Place, Severity};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

/// Findings that say the same words are folded where there are more than this; then so many of them are shown.
const ALIKE: usize = 5;
const ALIKE_SHOWN: usize = 3;

/// Of one code so many are shown, whatever they say.
const OF_ONE_CODE: usize = 20;

/// So many places are named of what is folded.
const NAMED: usize = 6;

/// The most findings that one report shows, whatever their codes. A person reads the report from end to end.
const MOST_SHOWN: usize = 40;

/// Findings of one run as a person reads them.
pub struct Report<'a> {
    /// By severity, errors first.
    pub shown: [Vec<Shown<'a>>; 3],
    /// The number of findings that the bound left out, and their counts by code and by file.
    pub omitted: Option<(usize, String)>,
}

/// Folds `findings` and bounds them: errors first, then warnings, then notes, until [`MOST_SHOWN`] are shown.
pub fn report<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Report<'a> {
    let findings: Vec<&Finding> = findings.into_iter().collect();
    let mut room = MOST_SHOWN;
    let mut omitted: Vec<&Finding> = Vec::new();
    let shown = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let of_severity: Vec<&Finding> = findings.iter().copied().filter(|f| f.severity() == severity).collect();
        let mut shown = folded(of_severity.iter().copied());
        if shown.len() > room {
            // A cut in the middle would lose the folds behind it, so the rest is folded as one.
            let kept: HashSet<*const Finding> = shown.iter().take(room).map(|s| std::ptr::from_ref(s.finding)).collect();
            omitted.extend(of_severity.iter().filter(|f| !kept.contains(&std::ptr::from_ref(**f))));
            shown.truncate(room);
            shown.iter_mut().for_each(|s| (s.more, s.hidden) = (None, 0));
        }
        room -= shown.len();
        shown
    });
    Report { shown, omitted: (!omitted.is_empty()).then(|| (omitted.len(), counts(&omitted))) }
}

/// "… and 129 more: 100 html/removed, 29 link/broken; most in a.md (40), b.md (3), …"
fn counts(findings: &[&Finding]) -> String {
    let by_code = most_frequent(findings.iter().map(|f| f.code.name.to_owned()));
    let codes = listed(by_code.iter().map(|(code, n)| format!("{n} {code}")));
    let by_file = most_frequent(findings.iter().filter_map(|f| f.place.as_ref()).map(|place| place.path.to_string()));
    let files = match by_file.is_empty() {
        true => String::new(),
        false => format!("; in {}", listed(by_file.iter().map(|(file, n)| format!("{file} ({n})")))),
    };
    format!("… and {} more: {codes}{files}; `hubgen check --format json` lists all", findings.len())
}

fn listed(items: impl ExactSizeIterator<Item = String>) -> String {
    let more = if items.len() > NAMED { ", …" } else { "" };
    let named: Vec<String> = items.take(NAMED).collect();
    format!("{}{more}", named.join(", "))
}

/// Each word with how often it occurs, the most frequent first, equals in order of the alphabet.
fn most_frequent(words: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for word in words {
        *counted.entry(word).or_default() += 1;
    }
    let mut counted: Vec<(String, usize)> = counted.into_iter().collect();
    counted.sort_by_key(|(_, n)| Reverse(*n));
    counted
}

/// A finding that is shown, and what is said after it of those that are not.
pub struct Shown<'a> {
    pub finding: &'a Finding,
    pub more: Option<String>,
    /// How many those are.
    pub hidden: usize,
}

/// What is shown of `findings`, in their order.
pub fn folded<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<Shown<'a>> {
    let findings: Vec<&Finding> = findings.into_iter().collect();
    let mut alike: HashMap<(&str, &str), usize> = HashMap::new();
    for finding in &findings {
        *alike.entry(words(finding)).or_default() += 1;
    }
    let mut shown: Vec<Shown> = Vec::new();
    // Where the last one that says the same is shown, and the last of its code.
    let mut last_alike: HashMap<(&str, &str), (usize, usize)> = HashMap::new();
    let mut last_of_code: HashMap<&str, (usize, usize)> = HashMap::new();
    let mut hidden: HashMap<(usize, bool), Vec<&Finding>> = HashMap::new();
    for finding in findings {
        let (words, code) = (words(finding), finding.code.name);
        let most = if alike.get(&words).is_some_and(|n| *n > ALIKE) { ALIKE_SHOWN } else { ALIKE };
        match (last_alike.get(&words).copied(), last_of_code.get(code).copied()) {
            (Some((count, at)), _) if count >= most => hidden.entry((at, true)).or_default().push(finding),
            (_, Some((count, at))) if count >= OF_ONE_CODE => hidden.entry((at, false)).or_default().push(finding),
            (same, kind) => {
                let at = shown.len();
                last_alike.insert(words, (same.map_or(0, |(count, _)| count) + 1, at));
                last_of_code.insert(code, (kind.map_or(0, |(count, _)| count) + 1, at));
                shown.push(Shown { finding, more: None, hidden: 0 });
            }
        }
    }
    for (at, shown) in shown.iter_mut().enumerate() {
        shown.hidden = [true, false].iter().filter_map(|alike| hidden.get(&(at, *alike))).map(Vec::len).sum();
        let like_this = hidden.get(&(at, true)).map(|findings| more("like this", findings));
        let of_code = hidden.get(&(at, false)).map(|findings| more(shown.finding.code.name, findings));
        shown.more = match (like_this, of_code) {
            (Some(one), Some(other)) => Some(format!("{one}\n{other}")),
            (one, other) => one.or(other),
        };
    }
    shown
}

/// What a finding says, apart from where.
fn words(finding: &Finding) -> (&'static str, &str) {
    (finding.code.name, &finding.message)
}

/// "and 297 more like this, in a.md:3, b.md:3, …"
fn more(what: &str, findings: &[&Finding]) -> String {
    let mut places: Vec<String> = findings.iter().filter_map(|f| f.place.as_ref()).map(place).collect();
    places.dedup();
    let named = places.get(..NAMED.min(places.len())).unwrap_or_default().join(", ");
    let where_ = match places.len() {
        0 => String::new(),
        n if n > NAMED => format!(", in {named}, …"),
        _ => format!(", in {named}"),
    };
    format!("… and {} more {what}{where_}; `hubgen check --format json` lists all", findings.len())
}

fn place(place: &Place) -> String {
    match &place.at {
        Some(spot) => format!("{}:{}", place.path, spot.line),
        None => place.path.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::catalogue as code, model::path::HubPath};

    fn unknown(file: usize, name: &str) -> Finding {
        let path = HubPath::new(&format!("content/{file:03}.md")).unwrap();
        let place = Place::bytes(&path, &format!("---\n{name}: x\n---\n"), 4..4 + name.len());
        Finding::new(&code::FIELD_UNKNOWN, place, format!("there is no field `{name}`"))
    }

    #[test]
    fn the_same_words_are_shown_three_times() {
        let list: Vec<Finding> = (0..300).map(|i| unknown(i, "colour")).chain([unknown(300, "other")]).collect();
        let shown = folded(&list);
        assert_eq!(shown.len(), 4);
        assert!(shown[..2].iter().all(|s| s.more.is_none()) && shown[3].more.is_none());
        assert_eq!(
            shown[2].more.as_deref(),
            Some(
                "… and 297 more like this, in content/003.md:2, content/004.md:2, content/005.md:2, content/006.md:2, \
                 content/007.md:2, content/008.md:2, …; `hubgen check --format json` lists all"
            )
        );
    }

    #[test]
    fn a_few_of_the_same_are_all_shown() {
        let list: Vec<Finding> = (0..5).map(|i| unknown(i, "colour")).collect();
        assert!(folded(&list).len() == 5 && folded(&list).iter().all(|s| s.more.is_none()));
    }

    #[test]
    fn of_one_code_twenty_are_shown_and_nothing_is_lost() {
        let list: Vec<Finding> = (0..57).map(|i| Finding::new(&code::LINK_BROKEN, None, format!("no {i}"))).collect();
        let shown = folded(&list);
        assert_eq!(shown.len(), 20);
        assert_eq!(shown[19].more.as_deref(), Some("… and 37 more link/broken; `hubgen check --format json` lists all"));
        let mixed: Vec<Finding> = (0..200).map(|i| unknown(i, ["a", "b", "c"][i % 3])).collect();
        assert_eq!(folded(&mixed).iter().map(|shown| 1 + shown.hidden).sum::<usize>(), 200);
    }
}
