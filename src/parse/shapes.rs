//! The shapes that fields of front matter and settings have.

use super::{
    fields::{Fields, MapOf, MapOr, Record, Shape, Then, Trail},
    yaml::Step,
};
use crate::{
    diagnostic::{catalogue::*, nearest, suggest},
    model::{
        article::PersonRef,
        language::{Language, Localized},
        rule::Rule,
        time::{NotATime, When, Zone, parse_duration, zone_of_abbreviation},
    },
};
use serde_json::{Value as Json, json};
use serde_yaml::Value;

/// Plain text in one line or several.
pub struct Text;

impl Shape for Text {
    type Out = String;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<String> {
        match value {
            Value::String(text) => Some(text.chars().filter(|c| !is_invisible(*c)).collect::<String>().trim().to_owned()),
            Value::Number(n) if n.is_i64() || n.is_u64() => Some(n.to_string()),
            // YAML has dropped the zeros of `1.10` by now.
            Value::Number(_) => {
                trail.say(&FIELD_WRONG, "expected text, found a number", "put it in quotes, so that no digit is lost".to_owned());
                None
            }
            other => {
                let help = matches!(other, Value::Bool(_)).then(|| "put it in quotes if it is meant as a word".to_owned());
                trail.expected("text", other, help);
                None
            }
        }
    }

    fn schema(&self) -> Json {
        json!({"type": ["string", "integer"]})
    }
}

/// Control characters, noncharacters, and marks that turn the direction of all that follows: nobody types them, and
/// no page, feed or calendar is the better for them. Isolates, which end by themselves, stay.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{FDD0}'..='\u{FDEF}')
        || (c as u32) & 0xFFFE == 0xFFFE
}

/// Text that may not be empty.
pub fn words() -> impl Shape<Out = String> {
    Then(Text, |text: String, trail: &mut Trail| {
        if text.is_empty() {
            trail.say(&FIELD_WRONG, "expected text, found nothing", None);
            return None;
        }
        Some(text)
    })
}

/// `true` or `false`.
pub struct Flag;

impl Shape for Flag {
    type Out = bool;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<bool> {
        if let Value::Bool(flag) = value {
            return Some(*flag);
        }
        let meant = match value.as_str().map(str::to_ascii_lowercase).as_deref() {
            Some("yes" | "on" | "y") => Some("write `true`"),
            Some("no" | "off" | "n") => Some("write `false`"),
            _ => None,
        };
        trail.expected("`true` or `false`", value, meant.map(str::to_owned));
        None
    }

    fn schema(&self) -> Json {
        json!({"type": "boolean"})
    }
}

/// A whole number of at least 0.
pub struct Count;

impl Shape for Count {
    type Out = u64;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<u64> {
        let count = value.as_u64();
        if count.is_none() {
            trail.expected("a whole number", value, None);
        }
        count
    }

    fn schema(&self) -> Json {
        json!({"type": "integer", "minimum": 0})
    }
}

/// A whole number.
pub struct Whole;

impl Shape for Whole {
    type Out = i64;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<i64> {
        let number = value.as_i64();
        if number.is_none() {
            trail.expected("a whole number", value, None);
        }
        number
    }

    fn schema(&self) -> Json {
        json!({"type": "integer"})
    }
}

/// A date or time; which forms are welcome differs by field.
pub struct Moment {
    months: bool,
}

impl Moment {
    /// A day or a time.
    pub const DAY: Moment = Moment { months: false };
    /// A day, a time, or a month that is not fixed any further.
    pub const ANY: Moment = Moment { months: true };
}

impl Shape for Moment {
    type Out = When;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<When> {
        const FORM: &str = "a date (2026-12-03) or a date and time (2026-12-03T18:00)";
        let text = match value {
            Value::String(text) => text,
            Value::Number(n) => {
                let digits = n.to_string();
                let help = match (digits.get(0..4), digits.get(4..6), digits.get(6..8)) {
                    (Some(y), Some(m), Some(d)) if digits.len() == 8 => Some(format!("write {y}-{m}-{d}")),
                    _ => None,
                };
                trail.expected(FORM, value, help);
                return None;
            }
            other => {
                trail.expected(FORM, other, None);
                return None;
            }
        };
        match When::parse(text) {
            Ok(When::Month { .. }) if !self.months => {
                trail.expected(FORM, value, "add the day".to_owned());
                None
            }
            Ok(when) => Some(when),
            Err(NotATime::Abbreviation { found, write }) => {
                let help = format!("leave `{found}` out and add the line `timezone: {write}`");
                trail.say(
                    &TIME_ABBREVIATION,
                    format!("`{found}` is no time zone: it means different hours in different places and seasons"),
                    help,
                );
                None
            }
            Err(NotATime::Impossible(why)) => {
                trail.say(&FIELD_WRONG, why, None);
                None
            }
            Err(NotATime::Form) => {
                let clock_only = text.len() <= 8 && text.contains(':');
                trail.expected(FORM, value, clock_only.then(|| format!("write the day as well: 2026-12-03T{}", text.trim())));
                None
            }
        }
    }

    fn schema(&self) -> Json {
        json!({"type": "string", "pattern": "^\\d{4}-\\d{2}(-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:?\\d{2})?)?)?$"})
    }
}

/// How something repeats (RFC 5545, RRULE).
pub fn rule() -> impl Shape<Out = Rule> {
    Then(words(), |text: String, trail: &mut Trail| {
        Rule::parse(&text).map_err(|wrong| trail.say_within(wrong.range, &EVENT_RULE, wrong.message, wrong.help)).ok()
    })
}

/// A length of time: `90m`, `1h30m`, `PT1H30M`.
pub struct Length;

impl Shape for Length {
    type Out = chrono::Duration;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<chrono::Duration> {
        let length = value.as_str().and_then(parse_duration);
        if length.is_none() {
            let help = value.as_u64().map(|n| format!("{n} what? write `{n}m` for minutes or `{n}h` for hours"));
            trail.expected("a length of time such as 90m, 1h30m or PT1H30M", value, help);
        }
        length
    }

    fn schema(&self) -> Json {
        json!({"type": "string", "examples": ["90m", "1h30m", "PT1H30M"]})
    }
}

/// An IANA time zone.
pub struct TimeZone;

impl Shape for TimeZone {
    type Out = Zone;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<Zone> {
        let Some(name) = value.as_str() else {
            trail.expected("a time zone such as Africa/Casablanca", value, None);
            return None;
        };
        // `EST` and its like are in the IANA database for old programs' sake, and never move for summer.
        if let Some(write) = zone_of_abbreviation(name) {
            trail.say(
                &TIME_ABBREVIATION,
                format!("`{name}` is no time zone: it does not say what happens in summer"),
                format!("write `{write}`"),
            );
            return None;
        }
        let known = || chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        match chrono_tz::TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name)) {
            Some(zone) => Some(*zone),
            None => {
                let by_city = known()
                    .find(|zone| zone.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(&name.replace(' ', "_"))));
                let near = by_city.or_else(|| nearest(name, known()));
                let help = near.map_or("use a name of the IANA database, such as Africa/Casablanca".to_owned(), |z| {
                    format!("did you mean `{z}`?")
                });
                trail.say(&FIELD_WRONG, format!("there is no time zone `{name}`"), help);
                None
            }
        }
    }

    fn schema(&self) -> Json {
        json!({"type": "string", "examples": ["Africa/Casablanca", "Europe/Athens"]})
    }
}

/// One of a few words.
pub struct OneOf<T: 'static>(pub &'static [(&'static str, T)]);

impl<T: Copy> Shape for OneOf<T> {
    type Out = T;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<T> {
        let names = || self.0.iter().map(|(name, _)| *name);
        let text = value.as_str().unwrap_or_default();
        let found = self.0.iter().find(|(name, _)| *name == text).map(|(_, t)| *t);
        if found.is_none() {
            let all = names().collect::<Vec<_>>().join(", ");
            let help = nearest(text, names()).map(|near| format!("did you mean `{near}`?"));
            trail.expected(&format!("one of {all}"), value, help);
        }
        found
    }

    fn schema(&self) -> Json {
        json!({"enum": self.0.iter().map(|(name, _)| *name).collect::<Vec<_>>()})
    }
}

/// An address on the web. What is not one is harmless and left out.
pub struct WebAddress;

impl Shape for WebAddress {
    type Out = String;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<String> {
        let Some(text) = value.as_str().map(str::trim) else {
            trail.expected("an address that begins with https://", value, None);
            return None;
        };
        let url = url::Url::parse(text)
            .ok()
            .filter(|u| matches!(u.scheme(), "http" | "https" | "mailto" | "tel") && (u.has_host() || u.cannot_be_a_base()));
        if url.is_none() {
            let help = if text.contains('.') && !text.contains(':') && !text.starts_with('/') {
                format!("write https://{text}")
            } else {
                "write a whole address that begins with https://".to_owned()
            };
            trail.say(
                &FIELD_DROPPED,
                format!("{} is no address of the web, and was left out", super::fields::describe(value)),
                help,
            );
        }
        url.map(String::from)
    }

    fn schema(&self) -> Json {
        json!({"type": "string", "format": "uri"})
    }
}

/// An e-mail address. What is not one is harmless and left out.
pub struct Email;

impl Shape for Email {
    type Out = String;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<String> {
        let text = value.as_str().unwrap_or_default().trim();
        let sound = text.split_once('@').is_some_and(|(local, host)| {
            !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
        }) && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c));
        if !sound {
            trail.say(&FIELD_DROPPED, format!("{} is no e-mail address, and was left out", super::fields::describe(value)), None);
        }
        sound.then(|| text.to_owned())
    }

    fn schema(&self) -> Json {
        json!({"type": "string", "format": "email"})
    }
}

/// Anything at all, for templates.
pub struct Anything;

impl Shape for Anything {
    type Out = Value;

    fn read(&self, value: &Value, _: &mut Trail) -> Option<Value> {
        Some(value.clone())
    }

    fn schema(&self) -> Json {
        json!({})
    }
}

/// Text, or a map of text by language.
pub fn localized() -> impl Shape<Out = Localized> {
    let by_language = Then(MapOf(Text), |map: std::collections::BTreeMap<String, String>, trail: &mut Trail| {
        let mut by_tag = std::collections::BTreeMap::new();
        for (tag, text) in map {
            match Language::new(&tag) {
                Some(language) => drop(by_tag.insert(language.tag, text)),
                None => trail.within(Step::Key(tag.clone()), |trail| {
                    let help = "write a tag such as en, ar or el".to_owned();
                    trail.say(&SETTINGS_LANGUAGE, format!("`{tag}` is no language tag"), help);
                }),
            }
        }
        (!by_tag.is_empty()).then_some(Localized { by_tag })
    });
    MapOr(by_language, Then(words(), |text: String, _: &mut Trail| Some(Localized::same(text))))
}

/// A member by id, or a guest by name.
pub fn person() -> impl Shape<Out = PersonRef> {
    let guest = Record(|f: &mut Fields| {
        let name = f.required("name", words(), "Name of a guest.");
        let url = f.optional("url", WebAddress, "An address of theirs.");
        Some(PersonRef::Guest { name: name?, url })
    });
    MapOr(guest, Then(words(), |id: String, _: &mut Trail| Some(PersonRef::Member(id.trim_start_matches('@').to_owned()))))
}

/// A code of a finding.
pub fn code() -> impl Shape<Out = String> {
    Then(words(), |name: String, trail: &mut Trail| {
        let known = ALL.iter().map(|code| code.name);
        if !known.clone().any(|code| code == name) {
            trail.say(&FIELD_WRONG, format!("there is no finding `{name}`"), suggest(&name, known, "findings"));
            return None;
        }
        Some(name)
    })
}
