//! Scaffold: what hubgen writes for people to go on with; a hub to begin with, and a file of each type.
//!
//! It stands beside the three verbs, pure as they are: values in, files as text out, which `world::fresh` puts on
//! disk. Of `parse` it knows the rules of file names alone, so that a file is read as what it was meant to be.

pub mod article;
pub mod beginning;
pub mod event;
mod fields;
pub mod remote;
pub mod repeat;

use crate::model::path::HubPath;

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub path: HubPath,
    pub text: String,
}

/// Files to be written, and what is to be said about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    pub files: Vec<File>,
    /// Sentences for whoever asked.
    pub notes: Vec<String>,
}

/// A text as a value of YAML, on one line of its own. In quotes wherever plain it could be taken for something else.
pub fn scalar(text: &str) -> String {
    let text = one_line(text);
    let lower = text.to_ascii_lowercase();
    let word = matches!(&*lower, "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n");
    let plain = text.starts_with(char::is_alphabetic)
        && !word
        && !text.ends_with(':')
        && ![": ", " #", "\u{feff}", "\u{2028}", "\u{2029}"].iter().any(|mark| text.contains(mark));
    match plain {
        true => text,
        false => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// The same among others, as in `{name: …, address: …}`.
pub fn item(text: &str) -> String {
    let plain = scalar(text);
    match plain.starts_with('"') || !plain.contains([',', '[', ']', '{', '}', ':', '#']) {
        true => plain,
        false => format!("\"{}\"", plain.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

/// Titles and names have one line and nothing invisible that YAML would choke on.
pub fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    words.join(" ").replace('\u{feff}', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_is_one_value() {
        for (text, written) in [
            ("Repair café", "Repair café"),
            ("مقهى الإصلاح", "مقهى الإصلاح"),
            ("AMA: ask us", "\"AMA: ask us\""),
            ("Tips #3", "\"Tips #3\""),
            ("2026", "\"2026\""),
            ("No", "\"No\""),
            ("\"Quoted\" \\ back", "\"\\\"Quoted\\\" \\\\ back\""),
            ("- dash", "\"- dash\""),
            (" two\nlines\u{7f} ", "two lines"),
            ("it's, {fine}", "it's, {fine}"),
        ] {
            assert_eq!(scalar(text), written, "{text}");
            let read: serde_yaml::Value = serde_yaml::from_str(&format!("k: {written}\n")).unwrap();
            assert_eq!(read["k"].as_str(), Some(&*one_line(text)), "{text}");
            let read: serde_yaml::Value = serde_yaml::from_str(&format!("k: {{a: {}, b: 1}}\n", item(text))).unwrap();
            assert_eq!(read["k"]["a"].as_str(), Some(&*one_line(text)), "{text}");
        }
    }
}
