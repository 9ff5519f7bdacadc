//! Guidelines that nobody has looked over for a year.

use super::{Community, place};
use crate::{
    diagnostic::{Finding, catalogue::GUIDELINE_UNREVIEWED},
    model::{article::Facts, site::Work},
};

/// Days after which a guideline wants another look.
const YEAR: i64 = 365;

pub fn findings(community: Community) -> Vec<Finding> {
    community.works.iter().filter_map(|work| unreviewed(community, work)).collect()
}

fn unreviewed(community: Community, work: &Work) -> Option<Finding> {
    let edition = work.article.original();
    let Facts::Guideline(guideline) = &edition.facts else { return None };
    let common = &edition.common;
    let (field, when) = [
        ("reviewed", guideline.reviewed),
        ("effective", guideline.effective),
        ("updated", common.updated),
        ("date", common.date),
    ]
    .into_iter()
    .find_map(|(field, when)| Some((field, when?)))?;
    if when.over(community.hub.settings.timezone) > community.after(-YEAR) {
        return None;
    }
    let message = match field {
        "reviewed" => format!("this guideline was last looked over on {when}, more than a year ago"),
        _ => format!("this guideline is of {when}, and does not say that anybody has looked it over since"),
    };
    let today = community.now.with_timezone(&community.hub.settings.timezone).date_naive();
    let help = format!("read it together, ask whether its contacts still answer, then write `reviewed: {today}`");
    let written = if field == "date" { String::new() } else { when.to_string() };
    Some(Finding::new(&GUIDELINE_UNREVIEWED, place(edition, field, &written), message).help(help))
}
