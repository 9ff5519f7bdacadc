//! Shapes that hold others: lists, maps, records, one thing or another.

use super::{Fields, Shape, Trail, describe};
use crate::{diagnostic::catalogue::*, parse::yaml::Step};
use serde_json::{Value as Json, json};
use serde_yaml::Value;

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
