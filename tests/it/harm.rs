//! What goes wrong with files: a byte, a cut, and whatever readers of any format trip over.

use proptest::prelude::*;

/// Files of a theme and of hubgen's own, to be harmed as well.
pub const OVERRIDES: [(&str, &str); 5] = [
    ("i18n/en.ftl", "home = Start { $n ->\n    [one] one\n   *[other] { $n }\n}\nmenu = Menu\n"),
    (
        "templates/page.html",
        "{% extends \"base.html\" %}\n{% block main %}{{ article.body }}{% for t in article.tags %}{{ t.id }}{% endfor %}{% endblock %}\n",
    ),
    ("assets/style.css", "@import \"print.css\"; body { background: url(\"paper.png\") }\n"),
    (
        "hub.lock",
        "version: 1\nid: harbour.example\nevents:\n<<<<<<< a\n  - {uid: \"a@b\", path: events/tips, sequence: 1, modified: \
         2026-11-01T00:00:00Z, when: \"26b6\", words: \"b4e7\", start: 2026-12-09T18:30, zone: UTC, rrule: \"FREQ=DAILY\", \
         title: {en: \"Tips\"}, calendars: [events/], gone: true}\n=======\n>>>>>>> b\n",
    ),
    ("data/people.yaml", "a: [1, {b: 2}]\nc: &x {d: e}\nf: *x\n"),
];

/// Something that goes wrong with a file.
#[derive(Clone, Debug)]
pub enum Harm {
    Replace(prop::sample::Index, u8),
    Insert(prop::sample::Index, Vec<u8>),
    Cut(prop::sample::Index),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize, usize),
}

/// What readers of YAML, Markdown, dates, addresses and templates trip over.
const STONES: [&str; 44] = [
    "---\n",
    "\n---\n",
    "\u{feff}",
    "\r\n",
    "\0",
    "\t",
    "...",
    "&a ",
    "*a",
    "<<: *a",
    "!!binary x",
    "!x ",
    "? ",
    "- - - ",
    "[[[[",
    "{{",
    "{%",
    "}}",
    "{#",
    "\"",
    "'",
    "|\n",
    ">",
    "```",
    "$",
    "9999-12-31",
    "0000-01-01T00:00",
    "-0001-01-01",
    "P999999999W",
    "999999d",
    "2026-11-01T01:30",
    "Pacific/Apia",
    "%2e%2e/",
    "../../",
    "//",
    "javascript:",
    "#",
    "{#\u{301}}",
    "@",
    "\u{202e}",
    "\u{1f468}\u{200d}\u{1f469}",
    "<script>",
    "<a href='",
    "18446744073709551616",
];

pub fn harm() -> impl Strategy<Value = Harm> {
    let at = || any::<prop::sample::Index>();
    let stone = prop::sample::select(STONES.to_vec()).prop_map(|s| s.as_bytes().to_vec());
    prop_oneof![
        2 => (at(), any::<u8>()).prop_map(|(at, byte)| Harm::Replace(at, byte)),
        4 => (at(), stone).prop_map(|(at, bytes)| Harm::Insert(at, bytes)),
        1 => (at(), prop::collection::vec(any::<u8>(), 1..8)).prop_map(|(at, bytes)| Harm::Insert(at, bytes)),
        1 => at().prop_map(Harm::Cut),
        2 => (at(), 1..30usize).prop_map(|(at, length)| Harm::Remove(at, length)),
        1 => (at(), 1..12usize, 2..200usize).prop_map(|(at, length, times)| Harm::Repeat(at, length, times)),
    ]
}

impl Harm {
    pub fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |at: &prop::sample::Index| at.index(bytes.len() + 1);
        match self {
            Harm::Replace(at, byte) => {
                let at = place(at);
                if let Some(slot) = bytes.get_mut(at) {
                    *slot = *byte;
                }
            }
            Harm::Insert(at, more) => {
                let at = place(at);
                bytes.splice(at..at, more.iter().copied());
            }
            Harm::Cut(at) => {
                let at = place(at);
                bytes.truncate(at);
            }
            Harm::Remove(at, length) => {
                let at = place(at);
                bytes.drain(at..(at + length).min(bytes.len()));
            }
            Harm::Repeat(at, length, times) => {
                let at = place(at);
                let part = bytes[at..(at + length).min(bytes.len())].repeat(*times);
                bytes.splice(at..at, part);
            }
        }
    }
}
