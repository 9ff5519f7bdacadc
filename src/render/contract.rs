//! The contract with themes: its types as templates meet them, and as Markdown for `themes/commons/README.md`.

use super::view::{CONTRACT, FieldDoc, ViewDoc};
use std::fmt;

/// What a name of the contract stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    String,
    Flag,
    Number,
    Html,
    /// Whatever a hub keeps there: nothing is known of it.
    Anything,
    /// A type of [`CONTRACT`], by its name.
    View(&'static str),
    List(Box<Shape>),
    /// A map from names.
    Named(Box<Shape>),
    /// Something, or none.
    Optional(Box<Shape>),
}

impl Shape {
    /// What a Rust type of [`view`](super::view) is for templates.
    pub fn of(rust: &str) -> Shape {
        Shape::read(&rust.replace(char::is_whitespace, ""))
    }

    fn read(rust: &str) -> Shape {
        let inside = |outer: &str| rust.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
        let boxed = |inner| Box::new(Shape::read(inner));
        if let Some(inner) = inside("Option<") {
            return Shape::Optional(boxed(inner));
        }
        if let Some(inner) = inside("Vec<") {
            return Shape::List(boxed(inner));
        }
        if let Some(inner) = inside("Shared<") {
            return Shape::read(inner);
        }
        if let Some(inner) = inside("std::collections::BTreeMap<String,") {
            return Shape::Named(boxed(inner));
        }
        match rust {
            "String" | "Word" => Shape::String,
            "bool" => Shape::Flag,
            "u8" | "u32" | "u64" | "usize" => Shape::Number,
            "Html" => Shape::Html,
            view => view_of(view).map_or(Shape::Anything, |view| Shape::View(view.name)),
        }
    }

    /// As theme authors call it; `view` says the name of a type.
    fn in_words(&self, view: fn(&str) -> String) -> String {
        match self {
            Shape::String => "string".to_owned(),
            Shape::Flag => "true or false".to_owned(),
            Shape::Number => "number".to_owned(),
            Shape::Html => "HTML".to_owned(),
            Shape::Anything => "anything".to_owned(),
            Shape::View(name) => view(name),
            Shape::List(items) => match &**items {
                Shape::List(items) => format!("list of lists of {}", items.in_words(view)),
                items => format!("list of {}", items.in_words(view)),
            },
            Shape::Named(values) => format!("{} by name", values.in_words(view)),
            Shape::Optional(inner) => format!("{} or none", inner.in_words(view)),
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(str::to_owned))
    }
}

/// The type of the contract with this name.
pub fn view_of(name: &str) -> Option<&'static ViewDoc> {
    CONTRACT.iter().find(|view| view.name == name)
}

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
    format!("| `{}` | {} | {about} |\n", field.name, linked(field.shape))
}

/// A Rust type in words, with links to the tables.
pub fn linked(rust: &str) -> String {
    Shape::of(rust).in_words(|view| format!("[{view}](#{})", view.to_lowercase()))
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
            ("std::collections::BTreeMap<String, String>", "string by name"),
            ("Vec<Shared<Label>>", "list of [Label](#label)"),
            ("Html", "HTML"),
        ] {
            assert_eq!(linked(shape), words);
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
