//! Annotations as GitHub's workflow commands
//! (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>).

use crate::diagnostic::{Finding, Severity};
use std::{collections::HashMap, fmt::Write};

/// One line for each finding. `prefix` is where the hub lies in its repository.
///
/// GitHub shows the first ten of a severity that one step prints, and leaves the rest in its log. So nothing is folded
/// (each annotation stands at a line of its own, and the log is searched by programs), but what says something new
/// comes before what says the same again: three hundred files with one slip leave nine places for other mistakes.
pub fn annotations(findings: &[Finding], prefix: &str) -> String {
    let mut said: HashMap<(&str, &str), usize> = HashMap::new();
    let mut ordered: Vec<(usize, &Finding)> = findings
        .iter()
        .map(|finding| {
            let times = said.entry((finding.code.name, &finding.message)).or_default();
            *times += 1;
            (*times, finding)
        })
        .collect();
    ordered.sort_by_key(|(times, _)| *times);
    let mut text = String::new();
    for (_, finding) in ordered {
        let command = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let _ = write!(text, "::{command} ");
        if let Some(place) = &finding.place {
            let _ = write!(text, "file={},", property(&format!("{prefix}{}", place.path)));
            if let Some(spot) = &place.at {
                let _ = write!(text, "line={},col={},endColumn={},", spot.line, spot.column, spot.column + spot.width);
            }
        }
        let mut message = finding.message.clone();
        for (place, words) in &finding.also {
            let line = place.at.as_ref().map_or(String::new(), |s| format!(":{}", s.line));
            let _ = write!(message, "\n{words}: {prefix}{}{line}", place.path);
        }
        if let Some(help) = &finding.help {
            let _ = write!(message, "\nhelp: {help}");
        }
        let _ = writeln!(text, "title={}::{}", property(finding.code.name), data(&message));
    }
    text
}

fn data(text: &str) -> String {
    // A log is shown in terminals, too, which act on control characters.
    let plain: String = text.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\r') { '\u{FFFD}' } else { c }).collect();
    plain.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::{Place, catalogue as code},
        model::path::HubPath,
    };

    #[test]
    fn what_is_new_comes_before_what_is_said_again() {
        let path = HubPath::new("content/a.md").unwrap();
        let said = |words: &str| Finding::new(&code::FIELD_UNKNOWN, Place::file(&path), words);
        let text = annotations(&[said("a"), said("a"), said("a"), said("b")], "");
        let last: Vec<&str> = text.lines().filter_map(|line| line.rsplit("::").next()).collect();
        assert_eq!(last, ["a", "b", "a", "a"]);
    }

    #[test]
    fn an_annotation_cannot_be_broken_out_of() {
        let path = HubPath::new("content/a,b.md").unwrap();
        let place = Place::bytes(&path, "title: x\nowner: nobody\n", 16..22);
        let finding = Finding::new(&code::REFERENCE_MEMBER, place, "100% no\n::error::x").help("did you mean `amina`?");
        assert_eq!(
            annotations(&[finding, Finding::new(&code::FEED_NO_DATE, None, "x")], "docs/"),
            "::error file=docs/content/a%2Cb.md,line=2,col=8,endColumn=14,title=reference/member::100%25 no%0A::error::x%0A\
             help: did you mean `amina`?\n::notice title=feed/no-date::x\n"
        );
    }
}
