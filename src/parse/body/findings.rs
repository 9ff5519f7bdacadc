//! What is noticed in a body.

use super::{Scope, foreign::Foreign, links};
use crate::{
    diagnostic::{Code, Finding, Place, catalogue},
    model::path::HubPath,
};
use std::ops::Range;

/// A hostile text must not turn into a report of its own size; nobody reads past this many.
const MOST: usize = 100;

/// Collects the findings of one body.
pub struct Findings<'a> {
    path: &'a HubPath,
    text: &'a str,
    scope: Scope,
    found: Vec<Finding>,
    said_too_deep: bool,
}

impl<'a> Findings<'a> {
    pub fn new(path: &'a HubPath, text: &'a str, scope: Scope) -> Findings<'a> {
        Findings { path, text, scope, found: Vec::new(), said_too_deep: false }
    }

    pub fn into_vec(self) -> Vec<Finding> {
        self.found
    }

    /// The range as a hole's place: nothing is known of a piece's.
    pub fn place_of(&self, range: Range<usize>) -> Range<usize> {
        match self.scope {
            Scope::Body => range,
            Scope::Piece => 0..0,
        }
    }

    fn place(&self, range: Range<usize>) -> Place {
        match self.scope {
            Scope::Body => Place::bytes(self.path, self.text, range),
            Scope::Piece => Place::file(self.path),
        }
    }

    pub fn too_deep(&mut self, range: Range<usize>) {
        if !std::mem::replace(&mut self.said_too_deep, true) {
            let message = "more than 100 quotes, lists or elements lie inside each other here";
            let finding = Finding::new(&catalogue::BODY_TOO_DEEP, self.place(range), message);
            self.found.push(finding.help("take signs such as `>` or `-` away from the beginning of the line"));
        }
    }

    pub fn unsafe_link(&mut self, address: &str, range: Range<usize>) {
        let message = format!("a text cannot link to `{}`, so only the words of the link stay", shown(address));
        self.say(&catalogue::LINK_UNSAFE, range, message, links::repair(address));
    }

    pub fn image_without_words(&mut self, range: Range<usize>) {
        let help = "write what it shows: `![Two people at a workbench](…)`";
        self.say(&catalogue::IMAGE_ALT, range, "this picture has no words for people who do not see it", help);
    }

    pub fn link_without_words(&mut self, range: Range<usize>) {
        let help = "say where it leads: `[the words of the link](…)`";
        self.say(&catalogue::LINK_EMPTY, range, "this link has no words, so nobody can follow it", help);
    }

    pub fn empty_heading(&mut self, range: Range<usize>) {
        self.say(&catalogue::HEADING_EMPTY, range, "this heading has no words", "write some, or take the line out");
    }

    /// Those who do not see a page go from heading to heading, level by level (WCAG 2.2, technique G141).
    pub fn skipped_level(&mut self, above: u8, level: u8, range: Range<usize>) {
        let sign = |level: u8| "#".repeat(level.into());
        let under = match above {
            1 => "the title".to_owned(),
            above => format!("`{}`", sign(above)),
        };
        let level = sign(level);
        let message = format!("`{level}` stands right under {under}: those who go from heading to heading miss what is between");
        self.say(&catalogue::HEADING_LEVEL, range, message, format!("write `{}`", sign(above + 1)));
    }

    pub fn table_without_headings(&mut self, range: Range<usize>) {
        let message = "a column of this table has no heading: read aloud, nobody knows what its cells are";
        let help = "say in the first row what each column holds; only the first column may go without";
        self.say(&catalogue::TABLE_HEADINGS, range, message, help);
    }

    pub fn typed_table_without_headings(&mut self, range: Range<usize>) {
        let message = "this table has no `<th>`: read aloud, nobody knows what its cells are";
        let help = "say what each column holds: `<th scope=\"col\">…</th>` in its first row";
        self.say(&catalogue::TABLE_HEADINGS, range, message, help);
    }

    /// Something of the writer's HTML was taken out.
    pub fn removed(&mut self, what: &str, help: &str, range: Range<usize>) {
        self.say(&catalogue::HTML_REMOVED, range, format!("{what} is not allowed here, and is taken out"), help);
    }

    /// An element has the `id` of another one.
    pub fn second_anchor(&mut self, id: &str, range: Range<usize>) {
        let message = format!("the anchor `{}` is here twice, so links lead to the first", shown(id));
        self.say(&catalogue::HTML_REMOVED, range, message, "give one of them another name, or take it out");
    }

    /// Text that another program would read as something else.
    pub fn foreign_syntax(&mut self, Foreign { at, message, help, .. }: Foreign) {
        self.say(&catalogue::TEXT_SYNTAX, at, message, help);
    }

    pub fn is_piece(&self) -> bool {
        self.scope == Scope::Piece
    }

    fn say(&mut self, code: &'static Code, range: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        if self.found.len() < MOST {
            self.found.push(Finding::new(code, self.place(range), message).help(help));
        }
    }
}

/// An address as part of a message: short, and on one line.
fn shown(address: &str) -> String {
    let clean = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut shown: String = address.chars().take(80).map(clean).collect();
    if address.chars().nth(80).is_some() {
        shown.push('…');
    }
    shown
}
