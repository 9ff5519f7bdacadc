//! Reading fields: one line of code says a field's name, its shape and what it means.
//!
//! The same lines read a value, report what is wrong with it, know every name there is (for "did you mean"), and
//! describe themselves as JSON Schema: [`Fields`] is either over a YAML mapping or over nothing, describing.

mod compound;
mod meant;

pub use compound::{List, MapOf, MapOr, Placed, Record, Then};
pub use meant::meant;

use super::yaml::{Part, Step};
use crate::diagnostic::{Code, catalogue::*};
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

/// Stands in a help for the value as its file has it, which YAML may have changed: `1.10`, `1e3`.
pub const AS_WRITTEN: &str = "\u{fffc}";

/// Where the reader stands, and what it noticed.
#[derive(Debug, Default)]
pub struct Trail {
    steps: Vec<Step>,
    pub troubles: Vec<Trouble>,
    /// Texts by language: where each is, and its language.
    pub translations: Vec<(Vec<Step>, String)>,
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

    /// Notes the language of a text below the present field, `written` as its key.
    pub fn note_translation(&mut self, written: &str, language: &str) {
        let path = self.steps.iter().cloned().chain([Step::Key(written.to_owned())]).collect();
        self.translations.push((path, language.to_owned()));
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
                let given = own.get(name).filter(|v| !is_unset(v));
                let (value, silent) = match given {
                    Some(value) => (value, trail.silent),
                    None => {
                        let from = inherited.filter(|i| !i.except.contains(&name))?;
                        (from.fields.get(name).filter(|v| !is_unset(v))?, true)
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
                let has = |m: &Mapping| m.get(name).is_some_and(|v| !is_unset(v));
                has(own) || inherited.is_some_and(|i| !i.except.contains(&name) && has(i.fields))
            }
            Source::Description { .. } => false,
        }
    }

    /// Whether the mapping itself has it, not what it inherits.
    pub fn states_itself(&self, name: &str) -> bool {
        matches!(&self.source, Source::Values { own, .. } if own.get(name).is_some_and(|v| !is_unset(v)))
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
            for (key, value) in own {
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
                    let repair = meant::repair(&name, value, &self.known);
                    let meant = meant(&name, &self.known).filter(|_| repair.is_none());
                    if let Some(meant) = meant {
                        trail.found_misspelt(meant);
                    }
                    let help = match meant {
                        _ if repair.is_some() => repair,
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

/// Whether a field has no value. One with a tag, `!Important`, has: `Value::is_null` looks behind it.
pub fn is_unset(value: &Value) -> bool {
    matches!(value, Value::Null)
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
