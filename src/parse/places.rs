//! From a trouble at a path of the YAML to a finding at a place of the file.

#![allow(clippy::string_slice, reason = "ranges come from the parser that read this text")]

use super::{
    fields::{AS_WRITTEN, Trouble},
    yaml::{self, Part},
};
use crate::{
    diagnostic::{
        Finding, Place,
        catalogue::{FIELD_HIDDEN_TEXT, FIELD_MISSING, FILE_NOT_UTF8},
    },
    model::path::HubPath,
};
use std::ops::Range;

/// Finds the place of every trouble; `front` is where the YAML lies in `source`.
pub fn findings(path: &HubPath, source: &str, front: Range<usize>, troubles: Vec<Trouble>) -> Vec<Finding> {
    troubles
        .into_iter()
        .map(|trouble| {
            let range = match trouble.code == &FIELD_MISSING && trouble.path.is_empty() {
                // What is missing from the file as a whole is missed at its beginning.
                true => 0..source.find('\n').unwrap_or(source.len()),
                false => field(source, &front, &trouble.path, trouble.part),
            };
            let written = source.get(range.clone()).filter(|text| text.len() <= 100).unwrap_or("…").trim().to_owned();
            let mut finding = Finding::new(trouble.code, Place::bytes(path, source, range), trouble.message);
            finding.help = trouble.help.map(|help| help.replace(AS_WRITTEN, &written));
            finding
        })
        .collect()
}

/// The findings about text at `front` that YAML hides.
pub fn hidden_text(path: &HubPath, source: &str, front: Range<usize>) -> Vec<Finding> {
    let place = |range: Range<usize>| Place::bytes(path, source, front.start + range.start..front.start + range.end);
    let hidden = yaml::hidden(source.get(front.clone()).unwrap_or_default());
    hidden.into_iter().map(|h| Finding::new(&FIELD_HIDDEN_TEXT, place(h.range), h.message).help(h.help)).collect()
}

/// What is said of a file that is text in another encoding, or no text.
pub fn not_utf8(place: Place) -> Finding {
    Finding::new(&FILE_NOT_UTF8, place, "this file is not stored as UTF-8, so its letters cannot be read")
        .help("save it as UTF-8: editors have that under “Save with encoding”, spreadsheets as “CSV UTF-8”")
}

/// Bytes of `source` where a field of the YAML at `front` stands.
pub fn field(source: &str, front: &Range<usize>, path: &[yaml::Step], part: Part) -> Range<usize> {
    let within = yaml::locate(&source[front.clone()], path, part);
    let range = front.start + within.start..front.start + within.end;
    let Part::Stretch { start, end } = part else { return range };
    // Texts are read without the quotes and blanks around them.
    let written = &source[range.clone()];
    let text = written.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    let at = range.start + written.find(text).unwrap_or(0);
    at + start.min(text.len())..at + end.min(text.len())
}
