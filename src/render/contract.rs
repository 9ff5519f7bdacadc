//! The contract with themes as Markdown, for `themes/commons/README.md`.

use super::view::{CONTRACT, FieldDoc, ViewDoc};

/// A table for each type of [`CONTRACT`], to stand between the `<!-- contract -->` marks.
pub fn markdown() -> String {
    CONTRACT.iter().map(table).collect::<Vec<_>>().join("\n")
}

fn table(view: &ViewDoc) -> String {
    let rows: String = view.fields.iter().map(row).collect();
    format!("### {}\n\n{}\n\n| field | type | what it is |\n|---|---|---|\n{rows}", view.name, view.about.trim())
}

fn row(field: &FieldDoc) -> String {
    let about = field.about.trim().replace('|', "\\|");
    format!("| `{}` | {} | {about} |\n", field.name, in_words(&field.shape.replace(char::is_whitespace, "")))
}

/// A Rust type as theme authors call it.
pub fn in_words(shape: &str) -> String {
    let inside = |outer: &str| shape.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inside("Option<") {
        return format!("{} or none", in_words(inner));
    }
    if let Some(inner) = inside("Vec<") {
        let inner = in_words(inner);
        return match inner.strip_prefix("list of ") {
            Some(items) => format!("list of lists of {items}"),
            None => format!("list of {inner}"),
        };
    }
    if let Some(inner) = inside("Shared<") {
        return in_words(inner);
    }
    if let Some(inner) = inside("std::collections::BTreeMap<String,").or_else(|| inside("BTreeMap<String,")) {
        return format!("{} by name", in_words(inner));
    }
    match shape {
        "String" | "Word" => "string".to_owned(),
        "bool" => "true or false".to_owned(),
        "u8" | "u32" | "u64" | "usize" => "number".to_owned(),
        "Html" => "HTML".to_owned(),
        "Anything" => "anything".to_owned(),
        view => format!("[{view}](#{})", view.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn types_are_called_what_theme_authors_call_them() {
        for (shape, words) in [
            ("String", "string"),
            ("Option<u32>", "number or none"),
            ("Vec<Card>", "list of [Card](#card)"),
            ("Vec<Vec<Day>>", "list of lists of [Day](#day)"),
            ("Option<Picture>", "[Picture](#picture) or none"),
            ("std::collections::BTreeMap<String,String>", "string by name"),
            ("Vec<Shared<Label>>", "list of [Label](#label)"),
            ("Html", "HTML"),
        ] {
            assert_eq!(in_words(shape), words);
        }
    }

    #[test]
    fn every_type_has_a_table_and_every_link_a_type() {
        let markdown = markdown();
        let headings: BTreeSet<String> =
            markdown.lines().filter_map(|line| line.strip_prefix("### ")).map(str::to_lowercase).collect();
        assert_eq!(headings.len(), CONTRACT.len());
        for link in markdown.split("](#").skip(1) {
            let target = link.split(')').next().unwrap();
            assert!(headings.contains(target), "{target}");
        }
        assert!(!markdown.contains("::") && !markdown.contains("< "), "a Rust type shows through");
    }
}
