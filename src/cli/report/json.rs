//! The report as one JSON object.

use super::{Run, fold::Shown};
use crate::diagnostic::{Finding, Place, Severity};
use serde_json::{Map, Value, json};

/// The whole report. Everything that is the same for the same hub and the same `now` comes before `milliseconds`.
pub fn run(run: &Run) -> Value {
    let made = run.made.as_ref();
    let written = made.and_then(|m| m.written.as_ref()).map(|(written, _)| written);
    json!({
        "findings": most_severe_first(&run.findings).map(finding).collect::<Vec<_>>(),
        "summary": {
            "errors": run.count(Severity::Error),
            "warnings": run.count(Severity::Warning),
            "notes": run.count(Severity::Note),
            "pages": made.map_or(0, |m| m.pages),
            "files": made.map_or(0, |m| m.files),
            "written": written.map_or(0, |w| w.written),
            "unchanged": written.map_or(0, |w| w.unchanged),
            "removed": written.map_or(0, |w| w.removed),
            "next_build": made.and_then(|m| m.next).map(|(instant, zone)| instant.with_timezone(&zone).to_rfc3339()),
            "milliseconds": run.milliseconds as u64,
        },
    })
}

/// The content plan with what is wrong with it.
pub fn plan(run: &Run, plan: Map<String, Value>) -> Value {
    let mut object = plan;
    object.insert("findings".into(), most_severe_first(&run.findings).map(finding).collect());
    let counts = json!({
        "errors": run.count(Severity::Error),
        "warnings": run.count(Severity::Warning),
        "notes": run.count(Severity::Note),
    });
    object.insert("summary".into(), counts);
    Value::Object(object)
}

/// Errors, then warnings, then notes; each in order of place.
fn most_severe_first(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    let of = move |severity| findings.iter().filter(move |f| f.severity() == severity);
    of(Severity::Error).chain(of(Severity::Warning)).chain(of(Severity::Note))
}

/// One finding.
pub fn finding(finding: &Finding) -> Value {
    let mut object = Map::new();
    object.insert("code".into(), finding.code.name.into());
    object.insert("severity".into(), finding.severity().word().into());
    object.extend(place(finding.place.as_ref()));
    object.insert("message".into(), finding.message.as_str().into());
    object.insert("help".into(), finding.help.as_deref().into());
    let also = finding.also.iter().map(|(at, words)| {
        let mut object = place(Some(at));
        object.insert("message".into(), words.as_str().into());
        Value::Object(object)
    });
    object.insert("also".into(), also.collect());
    Value::Object(object)
}

/// One finding as the preview's script shows it: with the text of its line, and what is folded behind it.
pub fn for_browser(shown: &Shown) -> Value {
    let mut value = finding(shown.finding);
    let text = shown.finding.place.as_ref().and_then(|p| p.at.as_ref()).map(|s| s.text.as_str());
    if let Value::Object(object) = &mut value {
        object.insert("text".into(), text.into());
        object.insert("more".into(), shown.more.as_deref().into());
        object.insert("hidden".into(), shown.hidden.into());
    }
    value
}

fn place(place: Option<&Place>) -> Map<String, Value> {
    let spot = place.and_then(|p| p.at.as_ref());
    let members = [
        ("file", place.map(|p| p.path.as_str()).into()),
        ("line", spot.map(|s| s.line).into()),
        ("column", spot.map(|s| s.column).into()),
        ("end_column", spot.map(|s| s.column + s.width).into()),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::catalogue as code, model::path::HubPath};

    #[test]
    fn a_finding_has_all_its_members_in_order() {
        let path = HubPath::new("content/a.md").unwrap();
        let found =
            Finding::new(&code::ADDRESS_CONFLICT, Place::bytes(&path, "a\nbcd", 3..5), "twice").also(Place::file(&path), "here");
        assert_eq!(
            finding(&found).to_string(),
            r#"{"code":"address/conflict","severity":"error","file":"content/a.md","line":2,"column":2,"end_column":4,"message":"twice","help":null,"also":[{"file":"content/a.md","line":null,"column":null,"end_column":null,"message":"here"}]}"#
        );
    }
}
