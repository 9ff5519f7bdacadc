//! Words that make lists (tags, audiences, kinds of event) where a slip makes a list of its own, or joins two.

#![allow(clippy::string_slice, reason = "offsets come from matches in the same text")]

use super::Community;
use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    model::{
        article::Edition,
        path::{fold, is_cut, nfc, term_slug},
        site::Vocabulary,
    },
    plan::{gate, lists::terms_of},
};
use std::collections::BTreeMap;

/// Used so often a word is one that the community has agreed on.
const OFTEN: usize = 3;

/// Shorter words are near to many others; longer ones are sentences, and take long to compare.
const LETTERS: std::ops::RangeInclusive<usize> = 4..=60;

/// In words of so many letters two slips are still a slip.
const LONG: usize = 9;

/// So many words of each kind are compared with each other; nobody has more by accident.
const COMPARED: usize = 300;

/// So many spellings of one word are told apart, and so many findings made: hostile words cost no more.
const SPELLINGS: usize = 50;
const MOST: usize = 100;

/// A word as written, and who uses it.
struct Use<'a> {
    word: &'a str,
    articles: usize,
    first: &'a Edition,
}

pub fn findings(community: Community) -> Vec<Finding> {
    let mut all: BTreeMap<(Vocabulary, String), Vec<Use>> = BTreeMap::new();
    for (i, article) in community.hub.articles.iter().enumerate() {
        if community.live[i].is_none() && !gate::promised(article.original()) {
            continue;
        }
        for (vocabulary, word) in terms_of(article).filter(|(vocabulary, _)| *vocabulary != Vocabulary::Groups) {
            let uses = all.entry((vocabulary, term_slug(word))).or_default();
            match uses.iter().position(|known| known.word == word) {
                Some(known) => uses[known].articles += 1,
                None if uses.len() >= SPELLINGS => {}
                None => uses.push(Use { word, articles: 1, first: article.original() }),
            }
        }
    }
    let mut findings: Vec<Finding> = Vec::new();
    for ((vocabulary, slug), uses) in &all {
        if findings.len() >= MOST {
            break;
        }
        findings.extend(uses.iter().filter(|one| one.word.contains([',', '،', ';'])).map(|one| joined(*vocabulary, one)));
        findings.extend(uses.iter().filter(|one| is_cut(one.word)).map(|one| too_long(*vocabulary, one)));
        match slug.chars().any(char::is_alphanumeric) {
            false => findings.extend(uses.iter().map(|one| no_letters(*vocabulary, one))),
            true => findings.extend(shared(*vocabulary, slug, uses)),
        }
    }
    for vocabulary in Vocabulary::ALL {
        findings.extend(near(community, vocabulary, &all));
    }
    findings
}

/// `boats, lamps` without brackets is one word.
fn joined(vocabulary: Vocabulary, one: &Use) -> Finding {
    let words: Vec<&str> = one.word.split([',', '،', ';']).map(str::trim).filter(|word| !word.is_empty()).collect();
    let message = format!("`{}` is one word here, with a comma in it", one.word);
    let help = match vocabulary {
        // An event has one kind.
        Vocabulary::EventKinds => format!("write one of them: `{}: {}`", field(vocabulary), words.first().unwrap_or(&"")),
        _ => format!("write a list: `{}: [{}]`", field(vocabulary), words.join(", ")),
    };
    Finding::new(&TAG_ADDRESS, place(vocabulary, one), message).help(help)
}

fn field(vocabulary: Vocabulary) -> &'static str {
    match vocabulary {
        Vocabulary::Tags => "tags",
        Vocabulary::Audience => "audience",
        Vocabulary::Groups => "group",
        Vocabulary::EventKinds => "kind",
    }
}

/// A whole sentence in place of a word: file systems have no names of that length.
fn too_long(vocabulary: Vocabulary, one: &Use) -> Finding {
    let message = "this word is too long for an address, so its list has only the beginning of it";
    Finding::new(&TAG_ADDRESS, place(vocabulary, one), message).help("write a few words")
}

/// `!!!` has nothing that an address could be made of.
fn no_letters(vocabulary: Vocabulary, one: &Use) -> Finding {
    let message = format!("`{}` has no letters, so its list has no name in an address", one.word);
    Finding::new(&TAG_ADDRESS, place(vocabulary, one), message).help("write a word, or take it out")
}

/// `C` and `C#` are `c` in an address; `Boat trips` and `boat-trips` are one word.
fn shared(vocabulary: Vocabulary, slug: &str, uses: &[Use]) -> Vec<Finding> {
    let same = |word: &str| fold(&nfc(word)).replace(|c: char| c.is_whitespace() || matches!(c, '-' | '_'), "-");
    let Some(usual) = uses.iter().max_by_key(|one| (one.articles, std::cmp::Reverse(one.word))) else { return Vec::new() };
    let others = uses.iter().filter(|one| same(one.word) != same(usual.word));
    others
        .map(|other| {
            let message = format!(
                "`{}` and `{}` have one list, because both are /{}{slug}/ in an address",
                other.word,
                usual.word,
                vocabulary.address()
            );
            let help = match spelt(other.word).map(|word| (other, word)).or_else(|| spelt(usual.word).map(|word| (usual, word))) {
                Some((of, word)) => format!("if they are two, write `{word}` in place of `{}`", of.word),
                None => format!("if they are two, write other letters in one of them; if they are one, write `{}`", usual.word),
            };
            Finding::new(&TAG_ADDRESS, place(vocabulary, other), message)
                .also(place(vocabulary, usual), "the other one")
                .help(help)
        })
        .collect()
}

/// Signs as words: `C#` is `c-sharp`.
fn spelt(word: &str) -> Option<String> {
    let signs = [("#", "-sharp"), ("&", "-and-"), ("@", "-at-"), ("%", "-percent"), ("$", "-dollar")];
    let spelt = signs.iter().fold(word.to_lowercase(), |word, (sign, name)| word.replace(sign, name));
    (spelt != word.to_lowercase()).then(|| term_slug(&spelt))
}

/// A word used once that is a slip away from one used often. A word that hub.yaml has a label for is no slip.
fn near(community: Community, vocabulary: Vocabulary, all: &BTreeMap<(Vocabulary, String), Vec<Use>>) -> Vec<Finding> {
    let labels = &community.hub.settings.labels;
    let of_it = || all.iter().filter(|((v, slug), _)| *v == vocabulary && LETTERS.contains(&slug.chars().count()));
    let count = |uses: &[Use]| uses.iter().map(|one| one.articles).sum::<usize>();
    let often: Vec<(&str, &Use, usize)> = of_it()
        .filter(|(_, uses)| count(uses) >= OFTEN)
        .filter_map(|((_, slug), uses)| Some((slug.as_str(), uses.first()?, count(uses))))
        .take(COMPARED)
        .collect();
    let once = of_it().filter(|(_, uses)| count(uses) == 1).filter_map(|((_, slug), uses)| Some((slug.as_str(), uses.first()?)));
    once.take(COMPARED)
        .filter(|(slug, one)| !has_digit(slug) && labels.get(vocabulary.label_key(), one.word).is_none())
        .filter_map(|(slug, one)| {
            let letters = slug.chars().count();
            let slips = if letters >= LONG { 2 } else { 1 };
            let like = |other: &&(&str, &Use, usize)| {
                other.0.chars().count().abs_diff(letters) <= slips && strsim::damerau_levenshtein(slug, other.0) <= slips
            };
            let (_, usual, times) = often.iter().find(like)?;
            let message = format!("`{}` is used here only, and `{}` {times} times", one.word, usual.word);
            let help = format!("write `{}` if that is meant", usual.word);
            Some(Finding::new(&TAG_NEAR, place(vocabulary, one), message).help(help))
        })
        .collect()
}

/// `meeting-2025` and `meeting-2026` are no slips of each other.
fn has_digit(word: &str) -> bool {
    word.contains(|c: char| c.is_numeric())
}

/// Where a word stands in its field, by itself and not as a part of another.
fn place(vocabulary: Vocabulary, one: &Use) -> Place {
    let field = field(vocabulary);
    let edition = one.first;
    let front = &edition.source[edition.front.clone()];
    let line = |(at, _): &(usize, &str)| *at == 0 || front[..*at].ends_with('\n');
    let begins =
        front.match_indices(field).find(|found| line(found) && front[found.0 + field.len()..].trim_start().starts_with(':'));
    let found = begins.and_then(|(at, _)| {
        let after = at + field.len();
        let ends = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '"' | '\''));
        let mut words = front[after..].match_indices(one.word).map(|(i, _)| after + i);
        words.find(|i| ends(front[..*i].chars().next_back()) && ends(front[*i + one.word.len()..].chars().next()))
    });
    match found {
        Some(at) => edition.place(edition.front.start + at..edition.front.start + at + one.word.len()),
        None => Place::file(&edition.path),
    }
}

#[cfg(test)]
mod tests {
    use super::spelt;

    #[test]
    fn signs_are_spelt_out() {
        assert_eq!(spelt("C#").as_deref(), Some("c-sharp"));
        assert_eq!(spelt("R&D").as_deref(), Some("r-and-d"));
        assert_eq!(spelt("boats"), None);
    }
}
