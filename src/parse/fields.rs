//! Reading fields: one line of code says a field's name, its shape and what it means.
//!
//! The same lines read a value, report what is wrong with it, know every name there is (for "did you mean"), and
//! describe themselves as JSON Schema: [`Fields`] is either over a YAML mapping or over nothing, describing.

use super::yaml::{Part, Step};
use crate::diagnostic::{Code, catalogue::*, suggest};
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

    /// "expected …, found …", the commonest thing to say.
    pub fn expected(&mut self, what: &str, found: &Value, help: impl Into<Option<String>>) {
        self.say(&FIELD_WRONG, format!("expected {what}, found {}", describe(found)), help);
    }

    /// Reads inside a value.
    pub fn within<T>(&mut self, step: Step, read: impl FnOnce(&mut Trail) -> T) -> T {
        self.steps.push(step);
        let result = read(self);
        self.steps.pop();
        result
    }

    fn name(&self) -> String {
        let keys = self.steps.iter().map(|s| match s {
            Step::Key(k) => k.clone(),
            Step::Index(i) => format!("[{i}]"),
        });
        keys.collect::<Vec<_>>().join(".").replace(".[", "[")
    }
}

/// A value in a few words, for messages.
pub fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(b) => format!("`{b}`"),
        Value::Number(n) => format!("the number {n}"),
        Value::String(s) if s.chars().count() > 40 => format!("\"{}…\"", s.chars().take(40).collect::<String>()),
        Value::String(s) => format!("\"{s}\""),
        Value::Sequence(_) => "a list".into(),
        Value::Mapping(_) => "a map".into(),
        Value::Tagged(_) => "a tagged value".into(),
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

    /// A field that must be there. `None`: it was said that it is not, or what is wrong with it.
    pub fn required<S: Shape>(&mut self, name: &'static str, shape: S, about: &'static str) -> Option<S::Out> {
        if let Source::Description { required, .. } = &mut self.source {
            required.push(name);
        }
        let result = self.optional(name, shape, about);
        if result.is_none() && !self.states(name) {
            // Descriptions begin every sentence in capitals; here one stands inside another.
            let (first, rest) = about.trim_end_matches('.').split_at(1);
            self.missing(name, Some(format!("add `{name}: …` ({}{rest})", first.to_ascii_lowercase())));
        }
        result
    }

    /// A list that may be left out, which is the same as an empty one.
    pub fn list<S: Shape>(&mut self, name: &'static str, item: S, about: &'static str) -> Vec<S::Out> {
        self.optional(name, List(item), about).unwrap_or_default()
    }

    /// Says that a field is missing.
    pub fn missing(&mut self, name: &'static str, help: Option<String>) {
        if let Source::Values { trail, .. } = &mut self.source {
            trail.say_of(Part::Key, &FIELD_MISSING, format!("`{name}` is missing"), help);
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
                    let owner = trail.name();
                    let message = match owner.is_empty() {
                        true => format!("there is no field `{name}`"),
                        false => format!("there is no field `{name}` in `{owner}`"),
                    };
                    let help = suggest(&name, self.known.iter().copied(), "known fields");
                    trail.within(Step::Key(name), |trail| trail.say_of(Part::Key, &FIELD_UNKNOWN, message, help));
                }
            }
        }
    }
}

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
            trail.expected("a map", value, None);
            return None;
        };
        let mut out = std::collections::BTreeMap::new();
        for (key, item) in map {
            let Value::String(key) = key else {
                trail.expected("a word as the key", key, None);
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
            trail.expected("a map", value, None);
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
