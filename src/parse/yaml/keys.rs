//! Keys of maps that templates are given: texts, numbers and flags. YAML allows any value for a key, even a list.

use serde_yaml::{Mapping, Value};

/// The value with a text in place of every key that templates cannot name.
pub fn with_plain_keys(value: Value) -> Value {
    match value {
        Value::Mapping(map) => Value::Mapping(map.into_iter().map(|(k, v)| (plain(k), with_plain_keys(v))).collect::<Mapping>()),
        Value::Sequence(list) => Value::Sequence(list.into_iter().map(with_plain_keys).collect()),
        Value::Tagged(tagged) => with_plain_keys(tagged.value),
        other => other,
    }
}

fn plain(key: Value) -> Value {
    match key {
        Value::String(_) | Value::Bool(_) => key,
        Value::Number(ref number) if number.is_i64() || number.is_u64() => key,
        other => Value::String(serde_json::to_string(&other).unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_given_any_map() {
        let text = "a: [{~: 1, 1.5: 2, [x]: 3, {y: z}: 4, true: 5, -6: 7}, !tag {.nan: 8}]\n? !tag b\n: 9\n";
        let value = with_plain_keys(super::super::value(text).unwrap());
        let shown = tera::Value::from_serializable(&value);
        assert!(shown.to_string().contains("null"), "{shown}");
        assert!(serde_json::to_string(&value).unwrap().contains("\"1.5\":2"), "{value:?}");
    }
}
