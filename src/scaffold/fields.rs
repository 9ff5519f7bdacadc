//! Front matter, line by line as a volunteer will read it.

use super::scalar;

/// Lines of front matter.
#[derive(Default)]
pub struct Front(String);

impl Front {
    /// A text, quoted where it has to be.
    pub fn text(&mut self, key: &str, value: &str) {
        self.raw(key, scalar(value));
    }

    /// A value that is YAML already.
    pub fn raw(&mut self, key: &str, value: impl std::fmt::Display) {
        self.0.push_str(&format!("{key}: {value}\n"));
    }

    /// A value if there is one, else a field to be filled in some day.
    pub fn or(&mut self, key: &str, value: Option<&str>, example: &str) {
        match value {
            Some(value) => self.text(key, value),
            None => self.later(&format!("{key}: {example}")),
        }
    }

    /// A field that is not there yet: the `# ` goes when it is wanted.
    pub fn later(&mut self, line: &str) {
        self.0.push_str(&format!("# {line}\n"));
    }

    /// The file: front matter, and the text below it.
    pub fn file(self, body: &str) -> String {
        format!("---\n{}---\n{body}", self.0)
    }
}
