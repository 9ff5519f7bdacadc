//! The field that is meant by another name.

use crate::diagnostic::nearest;

/// The field that somebody means who writes another name: a slip of the finger, or what other tools call it.
pub fn meant(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let lower = name.to_lowercase().replace([' ', '-'], "_");
    let same = || known.iter().copied().find(|k| *k == lower);
    let elsewhere = || {
        let mut called = ELSEWHERE.iter().filter(|(there, _)| *there == lower).map(|(_, here)| *here);
        called.find_map(|here| known.iter().copied().find(|k| *k == here))
    };
    same().or_else(elsewhere).or_else(|| nearest(name, known.iter().copied()))
}

/// What to write in place of a field that needs more than another name.
pub fn repair(name: &str, value: &serde_yaml::Value, known: &[&'static str]) -> Option<String> {
    let is_article = ["aliases", "weight", "unlisted"].iter().all(|field| known.contains(field));
    if !is_article {
        return None;
    }
    match (name.to_lowercase().as_str(), value.as_bool()) {
        ("published" | "publish", Some(false)) => return Some("write `draft: true`".into()),
        ("published" | "publish", Some(true)) => {
            return Some("remove the line: everything is published that does not say `draft: true`".into());
        }
        _ => {}
    }
    let (_, folder, noun) = OF_ONE_TYPE.iter().find(|(fields, _, _)| fields.contains(&name))?;
    Some(format!("`{name}` belongs to {noun}: move this file into `content/{folder}/` if it is one, else remove the line"))
}

/// Fields of one type alone, the folder of that type, and its name.
const OF_ONE_TYPE: &[(&[&str], &str, &str)] = &[
    (
        &[
            "start",
            "end",
            "duration",
            "rrule",
            "rdate",
            "exdate",
            "overrides",
            "online",
            "registration",
            "capacity",
            "hosts",
            "speakers",
            "recording",
        ],
        "events",
        "an event",
    ),
    (&["consent", "pronouns", "avatar", "joined"], "members", "a member"),
    (&["effective", "applies_to", "based_on"], "guidelines", "a guideline"),
    (&["quote", "member"], "spotlights", "a spotlight"),
    (&["channels", "due", "owner", "series"], "calendar", "a post"),
];

/// What fields are called in other tools and in plain words.
const ELSEWHERE: &[(&str, &str)] = &[
    ("name", "title"),
    ("heading", "title"),
    ("summary", "description"),
    ("excerpt", "description"),
    ("subtitle", "description"),
    ("abstract", "description"),
    ("published", "date"),
    ("publish_date", "date"),
    ("publishdate", "date"),
    ("published_date", "date"),
    ("published_at", "date"),
    ("published_on", "date"),
    ("pubdate", "date"),
    ("pub_date", "date"),
    ("post_date", "date"),
    ("created", "date"),
    ("created_at", "date"),
    ("last_modified", "updated"),
    ("last_modified_at", "updated"),
    ("last_updated", "updated"),
    ("updated_at", "updated"),
    ("updatedate", "updated"),
    ("updateddate", "updated"),
    ("lastmod", "updated"),
    ("modified", "updated"),
    ("category", "tags"),
    ("categories", "tags"),
    ("topic", "tags"),
    ("topics", "tags"),
    ("keywords", "tags"),
    ("by", "authors"),
    ("writer", "authors"),
    ("permalink", "slug"),
    ("redirect_from", "aliases"),
    ("order", "weight"),
    ("hidden", "unlisted"),
    ("cover", "image"),
    ("photo", "image"),
    ("picture", "image"),
    ("thumbnail", "image"),
    ("alt", "image_alt"),
    ("time", "start"),
    ("when", "start"),
    ("begin", "start"),
    ("begins", "start"),
    ("from", "start"),
    ("date", "start"),
    ("until", "end"),
    ("to", "end"),
    ("length", "duration"),
    ("zone", "timezone"),
    ("time_zone", "timezone"),
    ("tz", "timezone"),
    ("repeat", "rrule"),
    ("repeats", "rrule"),
    ("recurrence", "rrule"),
    ("where", "location"),
    ("venue", "location"),
    ("place", "location"),
    ("address", "location"),
    ("link", "online"),
    ("url", "online"),
    ("register", "registration"),
    ("signup", "registration"),
    ("tickets", "registration"),
    ("seats", "capacity"),
    ("limit", "capacity"),
    ("cost", "price"),
    ("type", "kind"),
    ("chapter", "group"),
    ("organizer", "hosts"),
    ("organizers", "hosts"),
    ("organiser", "hosts"),
    ("organisers", "hosts"),
    ("presenter", "speakers"),
    ("video", "recording"),
    ("deadline", "due"),
    ("assignee", "owner"),
    ("responsible", "owner"),
    ("photo", "avatar"),
    ("picture", "avatar"),
    ("bio", "description"),
    ("location", "place"),
    ("city", "place"),
    ("role", "roles"),
    ("branding", "brand"),
    ("logo", "brand"),
    ("menu", "nav"),
    ("navigation", "nav"),
    ("language", "languages"),
    ("lang", "languages"),
    ("url", "base_url"),
    ("baseurl", "base_url"),
    ("site_url", "base_url"),
    ("chapters", "groups"),
    ("colour", "brand"),
    ("color", "colour"),
    ("email", "contact"),
];
