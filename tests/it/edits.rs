//! Random edits of a hub on the disk: what its writers, editors and designers do to it, one step at a time.

use crate::{
    bench::{NOW, Temp, tests, tree},
    harm::{Harm, OVERRIDES, harm},
    random::Hub,
};
use hubgen::pipeline::{Now, Request};
use proptest::{
    prelude::*,
    sample::{Index, select},
};
use std::{collections::BTreeMap, fs};

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    edit: Edit,
    /// Where the edit before broke the hub: whether that is undone instead. Most writers do, and edits of a broken hub
    /// show little.
    mends: bool,
}

#[derive(Clone, Debug)]
enum Edit {
    /// A file becomes what it is in another hub, which may be nothing.
    Become(Index),
    Harm(Index, Harm),
    /// An article gets one more paragraph.
    Paragraph(Index, &'static str),
    /// An article gets another value for a field, or its first.
    Field(Index, &'static str),
    Setting(&'static str),
    /// A file of a theme, of data, of hubgen's own.
    Part(&'static str, &'static str),
    /// A template or the strings of the theme in use.
    Theme(Index, &'static str),
    Delete(Index),
    /// An article lies elsewhere now, with the time it was written at.
    Rename(Index, &'static str),
    /// Two files change places: their sizes may be the same, and their times are.
    Swap(Index, Index),
    Copy(Index, &'static str),
    /// All of a folder goes, or lies elsewhere.
    Folder(&'static str, Option<&'static str>),
    Now(&'static str),
    Drafts(bool),
}

const PARAGRAPHS: [&str; 8] = [
    "One more line.",
    "## Another part",
    "[home](/) [there](/events/)",
    "![A crane](/pictures/crane.svg)",
    "```rust\nfn main() {}\n```",
    "@amina-1 says so.[^9]\n\n[^9]: Here.",
    "[gone](/no/such/page.md)",
    "<details><summary>x</summary>y</details>",
];

const FIELDS: [&str; 24] = [
    "title: Anew",
    "title: \"شاي & <b>\"",
    "description: In other words.",
    "draft: true",
    "draft: false",
    "date: 2026-11-20",
    "date: 2026-12-20",
    "updated: 2026-11-19",
    "tags: [boats, New & old]",
    "tags: []",
    "weight: -3",
    "unlisted: true",
    "slug: elsewhere",
    "aliases: [/old/, /older/]",
    "authors: [{name: Somebody}]",
    "image: /pictures/crane.svg",
    "consent: true",
    "consent: false",
    "start: 2026-11-29T10:00",
    "rrule: FREQ=WEEKLY;COUNT=3",
    "exdate: [2026-12-06]",
    "status: cancelled",
    "status: published",
    "allow: [event/no-recording]",
];

const SETTINGS: [&str; 22] = [
    "title: Other harbour",
    "description: {en: Words, ar: كلمات}",
    "languages: [en]",
    "languages: [en, ar]",
    "languages: [el, en, ar]",
    "timezone: Asia/Tokyo",
    "base_url: https://harbour.example/else/",
    "id: other.example",
    "brand: {colour: \"#7a1f3d\"}",
    "nav: [events, faq]",
    "nav: [{label: Chat, url: \"https://chat.example/\"}]",
    "links: [{label: Chat, url: \"https://chat.example/\"}]",
    "contact: {name: Amina, email: a@harbour.example}",
    "feeds: {limit: 1, full_text: true}",
    "labels: {tag: {boats: {en: Vessels, ar: قوارب}}, kind: {open-bench: Bench}}",
    "markdown: {raw_html: escape}",
    "calendar: {public: planned}",
    "build: {horizon_months: 2, past_months: 1}",
    "groups: {piraeus: {title: Πειραιάς, timezone: Asia/Tokyo}, other: {title: Other}}",
    "extra: {a: [1, {b: x}]}",
    "allow: [image/no-alt]",
    "no_such_key: 1",
];

const PARTS: [(&str, &str); 12] = [
    ("templates/page.html", "{% extends \"base.html\" %}{% block main %}{{ page.titel }}{% endblock %}"),
    ("templates/event.html", "{% if %}"),
    ("templates/list.html", "<!doctype html><title>{{ page.title.text }}</title>{{ data | length }}\n"),
    ("assets/style.css", "body { color: teal }\n"),
    ("assets/style.css", "body { color: plum }\n"),
    ("assets/mine.js", "export {};\n"),
    ("i18n/ar.ftl", "home = البداية\n"),
    ("data/tools.csv", "name,count\nlamp,3\n"),
    ("data/more.json", "[1, {\"a\": null}]"),
    ("static/pictures/crane.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"),
    ("static/pictures/other.txt", "Words.\n"),
    ("static/robots.txt", "User-agent: *\n"),
];

const PLACES: [&str; 7] = ["", "events", "calendar", "members", "faq", "guidelines", "deeper/down"];

pub fn step() -> impl Strategy<Value = Step> {
    let at = || any::<Index>();
    let part = select(PARTS.iter().chain(&OVERRIDES).copied().collect::<Vec<_>>());
    let folder = select(vec!["content", "content/events", "content/members", "static", "data", "assets", "templates"]);
    let edit = prop_oneof![
        6 => at().prop_map(Edit::Become),
        3 => (at(), harm()).prop_map(|(at, harm)| Edit::Harm(at, harm)),
        6 => (at(), select(PARAGRAPHS.to_vec())).prop_map(|(at, text)| Edit::Paragraph(at, text)),
        8 => (at(), select(FIELDS.to_vec())).prop_map(|(at, line)| Edit::Field(at, line)),
        4 => select(SETTINGS.to_vec()).prop_map(Edit::Setting),
        4 => part.prop_map(|(path, text)| Edit::Part(path, text)),
        2 => (at(), select(vec!["{{ page.url }}\n", "{# #}", "x = { $y }\n", "{{"])).prop_map(|(at, text)| Edit::Theme(at, text)),
        2 => at().prop_map(Edit::Delete),
        3 => (at(), select(PLACES.to_vec())).prop_map(|(at, place)| Edit::Rename(at, place)),
        2 => (at(), at()).prop_map(|(a, b)| Edit::Swap(a, b)),
        2 => (at(), select(vec!["ar", "el", "fr", "copy"])).prop_map(|(at, ending)| Edit::Copy(at, ending)),
        1 => (folder, prop::option::of(select(vec!["content/other", "static/other"]))).prop_map(|(from, to)| Edit::Folder(from, to)),
        1 => select(vec![NOW, "2026-11-22T09:00Z", "2026-12-05", "2027-06-01"]).prop_map(Edit::Now),
        1 => any::<bool>().prop_map(Edit::Drafts),
    ];
    (edit, prop::bool::weighted(0.8)).prop_map(|(edit, mends)| Step { edit, mends })
}

type Files = BTreeMap<String, Vec<u8>>;

/// A hub somebody works on.
pub struct Workshop {
    pub folder: Temp,
    pub request: Request,
    other: Files,
    /// As it was when a site could be made of it last.
    good: Files,
}

impl Workshop {
    /// `hub`, which becomes more like `other`; with the theme for tests, which prints all that templates are given and
    /// takes a quarter of the time, or with the one that readers see.
    pub fn new(hub: &Hub, other: &Hub, plain: bool) -> Workshop {
        let files = |hub: &Hub| -> Files {
            let mut files: Files = hub.files().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
            if plain {
                files.extend(tree(&tests("cases/_theme")));
                files.entry("hub.yaml".into()).and_modify(|text| text.extend(b"theme: plain\n"));
            }
            files
        };
        let folder = Temp::with(files(hub));
        let request = Request { base_url: None, drafts: false, now: Now::Typed(NOW.into()) };
        Workshop { folder, request, other: files(other), good: files(hub) }
    }

    /// Takes a step. `broken`: whether the one before left errors.
    pub fn take(&mut self, step: &Step, broken: bool) {
        let files = tree(self.folder.path());
        if !broken {
            self.good = files;
        } else if step.mends {
            return self.undo(&files);
        }
        self.edit(&step.edit);
    }

    fn undo(&self, files: &Files) {
        for path in files.keys().filter(|path| !self.good.contains_key(*path)) {
            fs::remove_file(self.folder.path().join(path)).unwrap();
        }
        for (path, bytes) in self.good.iter().filter(|(path, bytes)| files.get(*path) != Some(*bytes)) {
            self.folder.write(path, bytes);
        }
    }

    fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::Become(at) => {
                let names: Vec<String> = tree(self.folder.path()).into_keys().chain(self.other.keys().cloned()).collect();
                let path = at.get(&names);
                match self.other.get(path) {
                    Some(bytes) => self.folder.write(path, bytes),
                    None => fs::remove_file(self.folder.path().join(path)).unwrap(),
                }
            }
            Edit::Harm(at, harm) => self.change(at, "", |bytes| harm.apply(bytes)),
            Edit::Paragraph(at, text) => self.change(at, ".md", |bytes| bytes.extend(format!("\n{text}\n").bytes())),
            Edit::Field(at, line) => self.change(at, ".md", |bytes| *bytes = with_line(bytes, line, b"---\n")),
            Edit::Setting(line) => {
                let path = self.folder.path().join("hub.yaml");
                let bytes = fs::read(&path).unwrap_or_default();
                fs::write(path, with_line(&bytes, line, b"")).unwrap();
            }
            Edit::Part(path, text) => self.folder.write(path, text),
            Edit::Theme(at, text) => self.change(at, ".html", |bytes| bytes.extend(text.bytes())),
            Edit::Delete(at) => {
                if let Some(path) = self.pick(at, "") {
                    fs::remove_file(self.folder.path().join(path)).unwrap();
                }
            }
            Edit::Rename(at, place) => {
                let Some(path) = self.pick(at, ".md") else { return };
                let name = path.rsplit('/').next().unwrap_or_default();
                self.rename(&path, &format!("content/{place}/{name}"));
            }
            Edit::Swap(a, b) => {
                let (Some(a), Some(b)) = (self.pick(a, ".md"), self.pick(b, ".md")) else { return };
                self.rename(&a, "aside");
                self.rename(&b, &a);
                self.rename("aside", &b);
            }
            Edit::Copy(at, ending) => {
                let Some(path) = self.pick(at, ".md") else { return };
                let bytes = fs::read(self.folder.path().join(&path)).unwrap();
                self.folder.write(&path.replacen(".md", &format!(".{ending}.md"), 1), bytes);
            }
            Edit::Folder(from, None) => drop(fs::remove_dir_all(self.folder.path().join(from))),
            Edit::Folder(from, Some(to)) => self.rename(from, to),
            Edit::Now(now) => self.request.now = Now::Typed((*now).into()),
            Edit::Drafts(drafts) => self.request.drafts = *drafts,
        }
    }

    /// Any file whose path ends like this.
    fn pick(&self, at: &Index, ending: &str) -> Option<String> {
        let names: Vec<String> = tree(self.folder.path()).into_keys().filter(|path| path.ends_with(ending)).collect();
        (!names.is_empty()).then(|| at.get(&names).clone())
    }

    fn change(&self, at: &Index, ending: &str, change: impl FnOnce(&mut Vec<u8>)) {
        let Some(path) = self.pick(at, ending) else { return };
        let path = self.folder.path().join(path);
        let mut bytes = fs::read(&path).unwrap();
        change(&mut bytes);
        fs::write(path, bytes).unwrap();
    }

    /// As `mv` does it; where that cannot be, nothing happens.
    fn rename(&self, from: &str, to: &str) {
        let to = self.folder.path().join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        let _ = fs::rename(self.folder.path().join(from), to);
    }
}

/// A YAML text in which `line` stands in place of the line with its key, or after `fence`.
fn with_line(text: &[u8], line: &str, fence: &[u8]) -> Vec<u8> {
    let key = line.split_inclusive(':').next().unwrap_or(line).as_bytes();
    let mut lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    let line = format!("{line}\n");
    match lines.iter().position(|old| old.starts_with(key)) {
        Some(at) => lines[at] = line.as_bytes(),
        None if text.starts_with(fence) => lines.insert(usize::from(!fence.is_empty()), line.as_bytes()),
        None => {}
    }
    lines.concat()
}
