//! Parts of the contract that many pages show, held with the values that templates get: those cost more to make than all
//! else about them.

use serde::{Serialize, Serializer};
use std::{ops::Deref, sync::Arc};

/// A text that many values hold. A clone shares it.
#[derive(Clone, Debug)]
pub struct Word(tera::Value);

impl From<&str> for Word {
    fn from(text: &str) -> Word {
        Word(tera::Value::normal_string(text))
    }
}

impl Deref for Word {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// A part of the contract that many pages show (a tag, a person): made once, and with it the value that templates get.
#[derive(Clone, Debug)]
pub struct Shared<T>(Arc<(T, tera::Value)>);

impl<T: Serialize> From<T> for Shared<T> {
    fn from(part: T) -> Shared<T> {
        let value = tera::Value::from_serializable(&part);
        Shared(Arc::new((part, value)))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.0
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Tera takes its own values as they are: nothing is copied.
        self.0.1.serialize(serializer)
    }
}
