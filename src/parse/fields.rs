//! Reading fields: one line of code says a field's name, its shape and what it means.
//!
//! The same lines read a value, report what is wrong with it, know every name there is (for "did you mean"), and
//! describe themselves as JSON Schema: [`Fields`] is either over a YAML mapping or over nothing, describing.

use super::yaml::{Part, Step};
use crate::diagnostic::{Code, catalogue::*, nearest};
use serde_json::{Value as Json, json};
use serde_yaml::{Mapping, Value};

/// Something wrong with a field, at a path of the YAML; a place in the file is looked up only for these.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub code: &'static Code,
    pub path: Vec<Step>,
    pub part: Part,
    pub message: String,
    pub help: Option<String>,
}

/// Where the reader stands, and what it noticed.
#[derive(Debug, Default)]
pub struct Trail {
    steps: Vec<Step>,
    pub troubles: Vec<Trouble>,
    /// True while reading what a translation inherits: its original has reported it.
    silent: bool,
}

impl Trail {
    pub fn say(&mut self, code: &'static Code, message: impl Into<String>, help: impl Into<Option<String>>) {
        self.say_of(Part::Value, code, message, help);
    }

    /// Says something about bytes of a text.
    pub fn say_within(
        &mut self,
        range: std::ops::Range<usize>,
        code: &'static Code,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) {
        self.say_of(Part::Stretch { start: range.start, end: range.end }, code, message, help);
    }

    fn say_of(&mut self, part: Part, code: &'static Code, message: impl Into<String>, help: impl Into<Option<String>>) {
        if !self.silent {
            self.troubles.push(Trouble { code, path: self.steps.clone(), part, message: message.into(), help: help.into() });
        }
    }

    /// "`draft` takes …, not …", the commonest thing to say.
    pub fn expected(&mut self, what: &str, found: &Value, help: impl Into<Option<String>>) {
        let message = format!("`{}` takes {what}, not {}", self.field(), describe(found));
        self.say(&FIELD_WRONG, message, help);
    }

    /// The name of the field that is read, without the way to it: the place shows that.
    pub fn field(&self) -> &str {
        let key = |step: &'_ Step| matches!(step, Step::Key(_));
        match self.steps.iter().rev().find(|step| key(step)) {
            Some(Step::Key(name)) => name,
            _ => "this",
        }
    }

    /// Takes back that a field is missing: it is there, with a slip in its name.
    pub fn found_misspelt(&mut self, name: &str) {
        let (steps, owner) = (&self.steps, self.owner());
        self.troubles.retain(|t| !(t.code == &FIELD_MISSING && t.path == *steps && t.message == is_missing(name, &owner)));
    }

    /// Reads inside a value.
    pub fn within<T>(&mut self, step: Step, read: impl FnOnce(&mut Trail) -> T) -> T {
        self.steps.push(step);
        let result = read(self);
        self.steps.pop();
        result
    }

    /// The way to what is read, by the names of fields; which item of a list it is, the place shows.
    fn owner(&self) -> String {
        let keys = self.steps.iter().filter_map(|step| match step {
            Step::Key(name) => Some(name.as_str()),
            Step::Index(_) => None,
        });
        keys.collect::<Vec<_>>().join(".")
    }
}

/// A value in a few words, for messages.
pub fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(b) => format!("`{b}`"),
        Value::Number(n) => format!("the number `{n}`"),
        Value::String(s) if s.trim().is_empty() => "nothing".into(),
        Value::String(s) if s.chars().count() > 40 => format!("`{}…`", s.chars().take(40).collect::<String>()),
        Value::String(s) => format!("`{s}`"),
        Value::Sequence(_) => "a list".into(),
        Value::Mapping(_) => "`name: value` pairs".into(),
        Value::Tagged(_) => "a value that begins with `!`".into(),
    }
}

/// What a field may hold.
pub trait Shape {
    type Out;
    /// Reads a value that is not null. `None`: it was said why.
    fn read(&self, value: &Value, trail: &mut Trail) -> Option<Self::Out>;
    /// JSON Schema (2020-12) of it.
    fn schema(&self) -> Json;
}

/// Fields of a mapping, or their description.
pub struct Fields<'a> {
    source: Source<'a>,
    known: Vec<&'static str>,
}

enum Source<'a> {
    Values { own: &'a Mapping, inherited: Option<Inherited<'a>>, trail: &'a mut Trail },
    Description { properties: serde_json::Map<String, Json>, required: Vec<&'static str> },
}

/// The fields of a translation's original.
#[derive(Clone, Copy)]
pub struct Inherited<'a> {
    pub fields: &'a Mapping,
    /// Those a translation states itself or does not have.
    pub except: &'a [&'a str],
}

impl<'a> Fields<'a> {
    pub fn new(own: &'a Mapping, inherited: Option<Inherited<'a>>, trail: &'a mut Trail) -> Fields<'a> {
        Fields { source: Source::Values { own, inherited, trail }, known: Vec::new() }
    }

    /// The JSON Schema of what `read` reads.
    pub fn description(read: impl FnOnce(&mut Fields)) -> Json {
        let mut fields =
            Fields { source: Source::Description { properties: Default::default(), required: Vec::new() }, known: Vec::new() };
        read(&mut fields);
        match fields.source {
            Source::Description { properties, required } => {
                json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
            }
            Source::Values { .. } => Json::Null,
        }
    }

    /// The names that `read` asks for.
    fn names<T>(read: impl FnOnce(&mut Fields) -> T) -> Vec<&'static str> {
        let mut fields =
            Fields { source: Source::Description { properties: Default::default(), required: Vec::new() }, known: Vec::new() };
        read(&mut fields);
        fields.known
    }

    /// A field that may be left out.
    pub fn optional<S: Shape>(&mut self, name: &'static str, shape: S, about: &'static str) -> Option<S::Out> {
        self.known.push(name);
        match &mut self.source {
            Source::Description { properties, .. } => {
                let mut schema = shape.schema();
                if let Some(object) = schema.as_object_mut() {
                    object.insert("description".into(), about.into());
                }
                properties.insert(name.into(), schema);
                None
            }
            Source::Values { own, inherited, trail } => {
                let given = own.get(name).filter(|v| !v.is_null());
                let (value, silent) = match given {
                    Some(value) => (value, trail.silent),
                    None => {
                        let from = inherited.filter(|i| !i.except.contains(&name))?;
                        (from.fields.get(name).filter(|v| !v.is_null())?, true)
                    }
                };
                let before = std::mem::replace(&mut trail.silent, silent);
                let result = trail.within(Step::Key(name.into()), |trail| shape.read(value, trail));
                trail.silent = before;
                result
            }
        }
    }

    /// A field that must be there. `None`: it was said that it is not, or what is wrong with it. `example`: a value
    /// that would be right, as one would write it.
    pub fn required<S: Shape>(
        &mut self,
        name: &'static str,
        shape: S,
        about: &'static str,
        example: &'static str,
    ) -> Option<S::Out> {
        if let Source::Description { required, .. } = &mut self.source {
            required.push(name);
        }
        let result = self.optional(name, shape, about);
        if result.is_none() && !self.states(name) {
            // Descriptions begin with a capital; here one goes on with a sentence.
            let (first, rest) = about.trim_end_matches('.').split_at(1);
            self.missing(name, Some(format!("add `{name}: {example}`: {}{rest}", first.to_ascii_lowercase())));
        }
        result
    }

    /// A list that may be left out, which is the same as an empty one.
    pub fn list<S: Shape>(&mut self, name: &'static str, item: S, about: &'static str) -> Vec<S::Out> {
        self.optional(name, List(item), about).unwrap_or_default()
    }

    /// Says that a field is missing.
    pub fn missing(&mut self, name: &'static str, help: Option<String>) {
        if let Source::Values { own, trail, .. } = &mut self.source {
            match own.contains_key(name) {
                true => trail.within(Step::Key(name.into()), |trail| {
                    trail.say_of(Part::Key, &FIELD_MISSING, format!("`{name}` is empty"), help);
                }),
                false => trail.say_of(Part::Key, &FIELD_MISSING, is_missing(name, &trail.owner()), help),
            }
        }
    }

    /// Whether the mapping or what it inherits has such a key at all.
    pub fn states(&self, name: &str) -> bool {
        match &self.source {
            Source::Values { own, inherited, .. } => {
                let has = |m: &Mapping| m.get(name).is_some_and(|v| !v.is_null());
                has(own) || inherited.is_some_and(|i| !i.except.contains(&name) && has(i.fields))
            }
            Source::Description { .. } => false,
        }
    }

    /// Whether the mapping itself has it, not what it inherits.
    pub fn states_itself(&self, name: &str) -> bool {
        matches!(&self.source, Source::Values { own, .. } if own.get(name).is_some_and(|v| !v.is_null()))
    }

    /// Says something about a field that was read.
    pub fn say(&mut self, name: &str, code: &'static Code, message: impl Into<String>, help: impl Into<Option<String>>) {
        if let Source::Values { own, trail, .. } = &mut self.source
            && own.contains_key(name)
        {
            trail.within(Step::Key(name.into()), |trail| trail.say(code, message, help));
        }
    }

    /// Says something about a value inside a field that was read.
    pub fn say_inside(
        &mut self,
        name: &str,
        steps: &[Step],
        code: &'static Code,
        message: impl Into<String>,
        help: impl Into<Option<String>>,
    ) {
        if let Source::Values { own, trail, .. } = &mut self.source
            && own.contains_key(name)
        {
            let before = trail.steps.len();
            trail.steps.push(Step::Key(name.into()));
            trail.steps.extend_from_slice(steps);
            trail.say(code, message, help);
            trail.steps.truncate(before);
        }
    }

    /// Says that keys nobody asked for are unknown. Call it last.
    pub fn finish(self) {
        if let Source::Values { own, trail, .. } = self.source {
            for key in own.keys() {
                let name = match key {
                    Value::String(name) => name.clone(),
                    other => describe(other).trim_matches('`').to_owned(),
                };
                if !self.known.contains(&name.as_str()) {
                    let owner = trail.owner();
                    let message = match owner.is_empty() {
                        true => format!("there is no field `{name}`"),
                        false => format!("there is no field `{name}` in `{owner}`"),
                    };
                    let meant = meant(&name, &self.known);
                    if let Some(meant) = meant {
                        trail.found_misspelt(meant);
                    }
                    let help = match meant {
                        Some(meant) => Some(format!("did you mean `{meant}`?")),
                        None if self.known.contains(&"extra") => {
                            Some(format!("the fields are {}; one of your own goes below `extra:`", named(&self.known)))
                        }
                        None => Some(format!("the fields are {}", named(&self.known))),
                    };
                    trail.within(Step::Key(name), |trail| trail.say_of(Part::Key, &FIELD_UNKNOWN, message, help));
                }
            }
        }
    }
}

/// What is said of a field that is not there.
pub fn is_missing(name: &str, owner: &str) -> String {
    match owner {
        "" => format!("`{name}` is missing"),
        owner => format!("`{name}` is missing in `{owner}`"),
    }
}

fn named(fields: &[&str]) -> String {
    fields.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

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

/// A list; a single value stands for a list of one.
pub struct List<S>(pub S);

impl<S: Shape> Shape for List<S> {
    type Out = Vec<S::Out>;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<Self::Out> {
        let Value::Sequence(items) = value else {
            return self.0.read(value, trail).map(|one| vec![one]);
        };
        let read = |(i, item): (usize, &Value)| trail.within(Step::Index(i), |trail| self.0.read(item, trail));
        Some(items.iter().enumerate().filter(|(_, v)| !v.is_null()).filter_map(read).collect())
    }

    fn schema(&self) -> Json {
        let item = self.0.schema();
        json!({"anyOf": [{"type": "array", "items": item}, item]})
    }
}

/// A value that knows where it stands in its list, for what can only be said of it later; nowhere, if it is no list.
pub struct Placed<S>(pub S);

impl<S: Shape> Shape for Placed<S> {
    type Out = (Option<Step>, S::Out);

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<Self::Out> {
        let step = trail.steps.last().filter(|step| matches!(step, Step::Index(_))).cloned();
        self.0.read(value, trail).map(|read| (step, read))
    }

    fn schema(&self) -> Json {
        self.0.schema()
    }
}

/// A map with keys of the writer's own.
pub struct MapOf<S>(pub S);

impl<S: Shape> Shape for MapOf<S> {
    type Out = std::collections::BTreeMap<String, S::Out>;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<Self::Out> {
        let Value::Mapping(map) = value else {
            trail.expected(
                "`name: value` pairs",
                value,
                "write each on a line of its own below it, two blanks further in".to_owned(),
            );
            return None;
        };
        let mut out = std::collections::BTreeMap::new();
        for (key, item) in map {
            let Value::String(key) = key else {
                let help = format!("put it in quotes: `\"{}\":`", describe(key).replace("the number ", "").trim_matches('`'));
                trail.say(&FIELD_WRONG, format!("{} is no name here", describe(key)), help);
                continue;
            };
            if let Some(item) = trail.within(Step::Key(key.clone()), |trail| self.0.read(item, trail)) {
                out.insert(key.clone(), item);
            }
        }
        Some(out)
    }

    fn schema(&self) -> Json {
        json!({"type": "object", "additionalProperties": self.0.schema()})
    }
}

/// A map with fields of its own.
pub struct Record<F>(pub F);

impl<T, F: Fn(&mut Fields) -> Option<T>> Shape for Record<F> {
    type Out = T;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<T> {
        let Value::Mapping(map) = value else {
            let inside = Fields::names(&self.0);
            let help = match inside[..] {
                [] => None,
                [one] => Some(format!("write `{}: {{{one}: …}}`", trail.field())),
                [first, second, ..] => Some(format!("write `{}: {{{first}: …, {second}: …}}`", trail.field())),
            };
            trail.expected("`name: value` pairs", value, help);
            return None;
        };
        let mut fields = Fields::new(map, None, trail);
        let result = (self.0)(&mut fields);
        fields.finish();
        result
    }

    fn schema(&self) -> Json {
        Fields::description(|fields| {
            (self.0)(fields);
        })
    }
}

/// One shape where the value is a map, another where it is not.
pub struct MapOr<M, O>(pub M, pub O);

impl<T, M: Shape<Out = T>, O: Shape<Out = T>> Shape for MapOr<M, O> {
    type Out = T;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<T> {
        match value {
            Value::Mapping(_) => self.0.read(value, trail),
            _ => self.1.read(value, trail),
        }
    }

    fn schema(&self) -> Json {
        json!({"anyOf": [self.1.schema(), self.0.schema()]})
    }
}

/// A shape whose value is turned into another, or refused with words.
pub struct Then<S, F>(pub S, pub F);

impl<T, S: Shape, F: Fn(S::Out, &mut Trail) -> Option<T>> Shape for Then<S, F> {
    type Out = T;

    fn read(&self, value: &Value, trail: &mut Trail) -> Option<T> {
        let read = self.0.read(value, trail)?;
        (self.1)(read, trail)
    }

    fn schema(&self) -> Json {
        self.0.schema()
    }
}
