//! The shapes that fields of front matter and settings have.

use super::{
    fields::{AS_WRITTEN, Fields, MapOf, MapOr, Record, Shape, Then, Trail},
    meant,
    yaml::{self, Step},
};
use crate::{
    diagnostic::{catalogue::*, nearest},
    model::{
        article::PersonRef,
        language::{Language, Localized},
        path::term_slug,
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
                let message = format!("`{}` takes words, and this reads as a number", trail.field());
                trail.say(&FIELD_WRONG, message, format!("put it in quotes, so that no digit is lost: `\"{AS_WRITTEN}\"`"));
                None
            }
            other => {
                let help = match other {
                    Value::Bool(word) => format!("put it in quotes if it is meant as a word: `\"{word}\"`"),
                    Value::Tagged(tagged) => match tagged.value.as_str() {
                        Some(rest) => format!("put the whole of it in quotes: `\"{} {rest}\"`", tagged.tag),
                        None => format!("put the whole of it in quotes: `\"{}\"`", tagged.tag),
                    },
                    Value::Sequence(_) => "write it without `[` and `]`, or in quotes".to_owned(),
                    _ => "write words, in quotes if they hold `: ` or begin with `{`".to_owned(),
                };
                trail.expected("words", other, help);
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
            let message = format!("`{}` is empty", trail.field());
            trail.say(&FIELD_WRONG, message, "write something, or take the line out".to_owned());
            return None;
        }
        Some(text)
    })
}

/// A word that has a list, whose address is made of it.
pub fn term() -> impl Shape<Out = String> {
    Then(words(), |word: String, trail: &mut Trail| {
        if term_slug(&word) == "index.html" {
            let message =
                format!("`{word}` cannot be in `{}`: hubgen has a file of that name where its list would be", trail.field());
            trail.say(&ADDRESS_SLUG, message, "write `index`, or another word".to_owned());
            return None;
        }
        Some(word)
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
            Some("true") => "write `true` without quotes",
            Some("false") => "write `false` without quotes",
            Some("yes" | "on" | "y" | "ja" | "ναι" | "نعم") => "write `true`",
            Some("no" | "off" | "n" | "nein" | "όχι" | "لا") => "write `false`",
            _ => "write `true` for yes, or `false` for no",
        };
        trail.expected("`true` or `false`", value, meant.to_owned());
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
            trail.expected("a whole number", value, whole_number(value, false));
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
            trail.expected("a whole number", value, whole_number(value, true));
        }
        number
    }

    fn schema(&self) -> Json {
        json!({"type": "integer"})
    }
}

/// A whole number in place of what is none: the one in `20 people`, else an example.
fn whole_number(value: &Value, negative: bool) -> String {
    let digits: String = match value {
        Value::String(text) => text.chars().filter(|c| !matches!(c, ',' | '.' | '~')).collect(),
        _ => String::new(),
    };
    let first = digits.split_whitespace().next().and_then(|word| word.parse::<u32>().ok());
    match (first, value.as_f64()) {
        (Some(number), _) => format!("write `{number}`"),
        (None, Some(number)) if number < 0.0 && !negative => "write 0 or more".to_owned(),
        (None, Some(number)) if number.abs() < 1e9 => format!("write `{}`", number.round()),
        _ => "write a number such as `20`, or take the line out".to_owned(),
    }
}

/// A whole number of at least 0 of which only so much is used.
pub struct AtMost(pub u32);

impl Shape for AtMost {
    type Out = u32;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<u32> {
        let count = Count.read(value, trail)?;
        if count > u64::from(self.0) {
            let message = format!("`{}` is at most {}, and that is used", trail.field(), self.0);
            trail.say(&FIELD_DROPPED, message, format!("write `{}` or less", self.0));
        }
        Some(u32::try_from(count).unwrap_or(u32::MAX).min(self.0))
    }

    fn schema(&self) -> Json {
        json!({"type": "integer", "minimum": 0, "maximum": self.0})
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
        const FORM: &str = "a date like `2026-12-03` or `2026-12-03T18:00`";
        let text = match value {
            Value::String(text) => text,
            Value::Number(n) => {
                let digits = n.to_string();
                let help = match (digits.get(0..4), digits.get(4..6), digits.get(6..8)) {
                    (Some(y), Some(m), Some(d)) if digits.len() == 8 => format!("write `{y}-{m}-{d}`"),
                    _ => meant::moment("", self.months),
                };
                trail.expected(FORM, value, help);
                return None;
            }
            other => {
                trail.expected(FORM, other, meant::moment("", self.months));
                return None;
            }
        };
        match When::parse(text) {
            Ok(When::Month { .. }) if !self.months => {
                trail.expected(FORM, value, format!("write the day as well: `{}-03`", text.trim()));
                None
            }
            Ok(when) => Some(when),
            Err(NotATime::Abbreviation { found, write }) => {
                let help = format!("take `{found}` out, and add a line `timezone: {write}` or another place with those clocks");
                trail.say(
                    &TIME_ABBREVIATION,
                    format!("`{found}` is no time zone: it means different hours in different places and seasons"),
                    help,
                );
                None
            }
            Err(NotATime::Impossible(why)) => {
                trail.say(&FIELD_WRONG, why, meant::possible(text.trim()));
                None
            }
            Err(NotATime::Form) => {
                trail.expected(FORM, value, meant::moment(text, self.months));
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
            let help = match value {
                Value::Number(n) if n.is_u64() => format!("write `{n}m` for minutes, or `{n}h` for hours"),
                Value::Number(n) => match meant::length(&format!("{n}h")) {
                    Some(hours) => format!("write `{hours}`"),
                    None => "write `90m`, `2h` or `1h30m`".to_owned(),
                },
                _ => match value.as_str().and_then(meant::length) {
                    Some(length) => format!("write `{length}`"),
                    None => "write hours and minutes: `90m`, `2h` or `1h30m`".to_owned(),
                },
            };
            trail.expected("a length of time like `90m` or `1h30m`", value, help);
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
            trail.expected("a time zone like `Africa/Casablanca`", value, AS_A_PLACE.to_owned());
            return None;
        };
        // `EST` and its like are in the IANA database for old programs' sake, and never move for summer.
        if let Some(write) = zone_of_abbreviation(&name.trim().to_ascii_uppercase()) {
            trail.say(
                &TIME_ABBREVIATION,
                format!("`{name}` is no time zone: it does not say what happens in summer"),
                format!("write `{write}`, or another place with those clocks"),
            );
            return None;
        }
        if let Some(places) = meant::places_at_offset(name) {
            let message = format!("`{name}` is no time zone: it does not say what happens in summer");
            trail.say(&FIELD_WRONG, message, format!("write a place whose clocks are meant, such as {places}"));
            return None;
        }
        match chrono_tz::TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name)) {
            Some(zone) => Some(*zone),
            None => {
                let help = zone_like(name).map_or(AS_A_PLACE.to_owned(), |zone| format!("did you mean `{zone}`?"));
                trail.say(&FIELD_WRONG, format!("there is no time zone `{name}`"), help);
                None
            }
        }
    }

    fn schema(&self) -> Json {
        json!({"type": "string", "examples": ["Africa/Casablanca", "Europe/Athens"]})
    }
}

const AS_A_PLACE: &str = "write the nearest big city, with its part of the world: `Africa/Casablanca`, `Europe/Athens`";

/// The zone whose name or city is near.
fn zone_like(name: &str) -> Option<&'static str> {
    let known = || chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    let city = |zone: &'static str| zone.rsplit('/').next().unwrap_or(zone);
    let wanted = name.rsplit('/').next().unwrap_or(name).trim().replace(' ', "_");
    let in_city = |city_name: &str| known().find(|zone| zone.contains('/') && city(zone).eq_ignore_ascii_case(city_name));
    in_city(&wanted)
        .or_else(|| nearest(name, known()))
        .or_else(|| in_city(nearest(&wanted, known().filter(|zone| zone.contains('/')).map(city))?))
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
            let all: Vec<String> = names().map(|name| format!("`{name}`")).collect();
            let help = match nearest(text, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write one of {}", all.join(", ")),
            };
            trail.say(&FIELD_WRONG, format!("`{}` cannot be {}", trail.field(), super::fields::describe(value)), help);
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
            trail.expected("a web address", value, "write one address that begins with `https://`".to_owned());
            return None;
        };
        let url = url::Url::parse(text)
            .ok()
            .filter(|u| matches!(u.scheme(), "http" | "https" | "mailto" | "tel") && (u.has_host() || u.cannot_be_a_base()));
        if url.is_none() {
            let help = if text.contains('.') && !text.contains(':') && !text.starts_with('/') {
                format!("write `https://{text}`")
            } else {
                "write a whole address, as a browser shows it: `https://example.org/`".to_owned()
            };
            trail.say(&FIELD_DROPPED, format!("{} is no web address, and is left out", super::fields::describe(value)), help);
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
            let help = match text.replace(" at ", "@").replace(" dot ", ".") {
                mended if mended != text && !mended.contains(' ') => format!("write `{mended}`"),
                _ => "write one address and nothing else: `care@example.org`".to_owned(),
            };
            trail.say(&FIELD_DROPPED, format!("{} is no e-mail address, and is left out", super::fields::describe(value)), help);
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
        Some(yaml::keys::with_plain_keys(value.clone()))
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
                Some(language) => {
                    trail.note_translation(&tag, &language.tag);
                    by_tag.insert(language.tag, text);
                }
                None => trail.within(Step::Key(tag.clone()), |trail| {
                    trail.say(&SETTINGS_LANGUAGE, no_language(&tag), as_a_tag(&tag));
                }),
            }
        }
        (!by_tag.is_empty()).then_some(Localized { by_tag })
    });
    MapOr(by_language, Then(words(), |text: String, _: &mut Trail| Some(Localized::same(text))))
}

/// What is said of a word that is no language tag.
pub fn no_language(word: &str) -> String {
    format!("`{word}` is not the short name of a language")
}

/// The tag of a language that somebody wrote out, or how tags look.
pub fn as_a_tag(word: &str) -> String {
    const NAMES: [(&str, &str); 14] = [
        ("english", "en"),
        ("arabic", "ar"),
        ("greek", "el"),
        ("french", "fr"),
        ("german", "de"),
        ("spanish", "es"),
        ("italian", "it"),
        ("portuguese", "pt"),
        ("turkish", "tr"),
        ("ukrainian", "uk"),
        ("chinese", "zh"),
        ("japanese", "ja"),
        ("persian", "fa"),
        ("hindi", "hi"),
    ];
    if let Some(tag) = language_of_country(word) {
        return format!("write `{tag}`");
    }
    let hyphens = word.replace('_', "-");
    if hyphens != word && Language::new(&hyphens).is_some() {
        return format!("write `{hyphens}`");
    }
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let known = NAMES.iter().find(|(name, _)| letters.eq_ignore_ascii_case(name));
    known.map_or("write two or three letters: `en`, `ar` or `el`".into(), |(_, tag)| format!("write `{tag}`"))
}

/// The language of a country whose letters some take for it; none of these is short for a language.
pub fn language_of_country(word: &str) -> Option<&'static str> {
    const COUNTRIES: [(&str, &str); 8] =
        [("gr", "el"), ("gb", "en-GB"), ("us", "en-US"), ("ua", "uk"), ("jp", "ja"), ("cn", "zh"), ("cz", "cs"), ("dk", "da")];
    COUNTRIES.iter().find(|(country, _)| word.eq_ignore_ascii_case(country)).map(|(_, tag)| *tag)
}

/// A member by id, or a guest by name.
pub fn person() -> impl Shape<Out = PersonRef> {
    let guest = Record(|f: &mut Fields| {
        let name = f.required("name", words(), "Name of a guest.", "Nikos");
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
            let help = nearest(&name, known)
                .map_or("write the word in brackets that the message begins with, such as `feed/no-date`".to_owned(), |near| {
                    format!("did you mean `{near}`?")
                });
            trail.say(&FIELD_WRONG, format!("no message is called `{name}`"), help);
            return None;
        }
        Some(name)
    })
}
