//! Random hubs: small, sound, and with a word in everything that may not be published.

use crate::bench::Temp;
use proptest::{collection::vec, prelude::*};

/// Stands in whatever may appear in no output: drafts, notes, people who did not agree.
pub const CANARY: &str = "kanari";

const LANGUAGES: [&str; 3] = ["en", "ar", "el"];
const NAMES: [&str; 6] = ["tips", "Καφές", "ورشة", "My Page", "v1.2", "a+b & c"];
const TITLES: [&str; 4] = ["Tea & <b>\"cake\"</b> it's", "شاي وكعك", "Τσάι & κέικ", "---: #x"];
const TAGS: [&str; 3] = ["boats", "Λάμπες", "C++ & co"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Page,
    Entry,
    Event,
    Guideline,
    Member,
    Spotlight,
    Faq,
}

/// Why something is not public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hidden {
    No,
    Draft,
    Later,
    Status,
    Withheld,
}

/// One article, as dice chose it.
#[derive(Clone, Debug)]
pub struct Article {
    kind: Kind,
    hidden: Hidden,
    /// A bit for each language.
    languages: u8,
    /// A bit for each language whose translation is a draft.
    drafts: u8,
    unlisted: bool,
    bundle: bool,
    name: usize,
    title: usize,
    /// A bit for each tag.
    tags: u8,
    when: usize,
    /// Somebody or something else, by number.
    other: usize,
    blocks: Vec<(u8, usize)>,
}

/// A hub, as dice chose it.
#[derive(Clone, Debug)]
pub struct Hub {
    languages: usize,
    under_path: bool,
    full_text: bool,
    articles: Vec<Article>,
}

pub fn hub() -> impl Strategy<Value = Hub> {
    let articles = vec(article(), 1..9);
    (1..=3usize, any::<bool>(), any::<bool>(), articles).prop_map(|(languages, under_path, full_text, articles)| Hub {
        languages,
        under_path,
        full_text,
        articles,
    })
}

fn article() -> impl Strategy<Value = Article> {
    use Kind::*;
    let kind = prop::sample::select(vec![Page, Entry, Event, Guideline, Member, Member, Spotlight, Faq]);
    let hidden = prop_oneof![
        4 => Just(Hidden::No),
        1 => prop::sample::select(vec![Hidden::Draft, Hidden::Later, Hidden::Status, Hidden::Withheld])
    ];
    let looks = (1..8u8, prop_oneof![3 => Just(0u8), 1 => 0..8u8], prop::bool::weighted(0.15), prop::bool::weighted(0.3));
    let words = (0..NAMES.len(), 0..TITLES.len(), 0..8u8, 0..8usize, 0..9usize);
    (kind, hidden, looks, words, vec((0..14u8, 0..9usize), 0..7)).prop_map(
        |(kind, hidden, (languages, drafts, unlisted, bundle), (name, title, tags, when, other), blocks)| Article {
            kind,
            hidden,
            languages,
            drafts,
            unlisted,
            bundle,
            name,
            title,
            tags,
            when,
            other,
            blocks,
        },
    )
}

impl Hub {
    /// The hub in a folder of its own.
    pub fn folder(&self) -> Temp {
        Temp::with(self.files())
    }

    /// Its files, by path.
    pub fn files(&self) -> Vec<(String, String)> {
        let path = if self.under_path { "repo/" } else { "" };
        let languages = LANGUAGES[..self.languages].join(", ");
        let settings = format!(
            "title: {{en: \"Harbour & <Makers>\", ar: ميناء}}\nbase_url: https://harbour.example/{path}\nlanguages: \
             [{languages}]\ntimezone: Africa/Casablanca\nfeeds: {{limit: 3, full_text: {}}}\ngroups: {{piraeus: {{title: \
             Piraeus, timezone: Europe/Athens}}}}\nrepository: https://git.example/hub\n",
            self.full_text
        );
        let mut files = vec![
            ("hub.yaml".to_owned(), settings),
            ("static/pictures/crane.svg".to_owned(), picture("crane")),
            ("data/tools.csv".to_owned(), "name,count\nlamp,2\n".to_owned()),
        ];
        for i in 0..self.articles.len() {
            self.article(i, &mut files);
        }
        files
    }

    fn article(&self, i: usize, files: &mut Vec<(String, String)>) {
        let article = &self.articles[i];
        for (n, language) in self.written(i).into_iter().enumerate() {
            let drafted = n > 0 && article.drafts & (1 << language) != 0;
            let hidden = self.is_hidden(i) || drafted;
            let mut text = String::from("---\n");
            let title = if hidden { CANARY } else { TITLES[article.title] };
            if n == 0 {
                text.push_str(&format!("title: {}\n", quoted(&format!("{title} {i}"))));
                self.fields(i, &mut text);
            } else if hidden || article.title.is_multiple_of(2) {
                text.push_str(&format!("title: {}\n", quoted(&format!("{title} {language}"))));
            }
            if drafted || (n == 0 && self.hidden(i) == Hidden::Draft) {
                text.push_str("draft: true\n");
            }
            text.push_str("---\n");
            text.push_str(&self.body(i, language, hidden));
            files.push((self.path(i, language), text));
        }
        if article.bundle {
            let name = if self.is_hidden(i) { CANARY } else { "crane" };
            files.push((format!("{}/{name}.svg", self.stem(i)), picture(name)));
        }
    }

    fn fields(&self, i: usize, text: &mut String) {
        let article = &self.articles[i];
        let mut add = |line: String| text.push_str(&format!("{line}\n"));
        let tags: Vec<String> = (0..3).filter(|t| article.tags & (1 << t) != 0).map(|t| quoted(TAGS[t])).collect();
        add(format!("tags: [{}]", tags.join(", ")));
        add(format!("unlisted: {}", article.unlisted));
        let dated = matches!(self.kind(i), Kind::Entry | Kind::Spotlight) || !article.when.is_multiple_of(3);
        match self.hidden(i) {
            Hidden::Later => add(format!("date: 2027-0{}-03", 1 + article.when)),
            _ if dated => add(format!("date: 2026-{:02}-0{}", 3 + article.when, 1 + article.when)),
            _ => {}
        }
        let member = self.member(article.other);
        if let Some(member) = member.filter(|_| self.kind(i) != Kind::Member) {
            add(format!("authors: [{}, {{name: Guest}}]", quoted(&self.id(member))));
        }
        match self.kind(i) {
            Kind::Entry => {
                let hidden = ["idea", "planned", "writing", "review", "dropped"];
                let status = match self.hidden(i) {
                    Hidden::Status => hidden[article.when % hidden.len()],
                    _ => ["ready", "published"][article.when % 2],
                };
                add(format!("status: {status}\nnotes: {CANARY} note\nformat: video\nchannels: [blog]\ndue: 2026-01-01"));
                if let Some(event) = self.one_of(Kind::Event, article.other) {
                    add(format!("event: {}", quoted(&self.id(event))));
                }
            }
            Kind::Event => {
                add([
                    "start: 2026-12-03T18:00\nduration: 90m\ntimezone: America/New_York",
                    "start: 2026-11-03T18:00\nend: 2026-11-04T01:00",
                    "start: 2026-12-05",
                    "start: 2026-12-31\nend: 2027-01-02",
                    "start: 2027-03",
                    "start: 2026-11-21T12:00Z",
                    "start: 2025-02-28T08:30\ngroup: piraeus",
                    "start: 2026-11-21T09:00\nend: 2026-11-21T15:00\nstatus: cancelled",
                ][article.when]
                    .to_owned());
                add("location: {name: \"Net <Loft>\", address: Quay 3, geo: [37.9, 23.6]}\nkind: open bench".to_owned());
                if let Some(member) = member {
                    add(format!("hosts: {}", quoted(&self.id(member))));
                }
            }
            Kind::Guideline => add("version: 2\neffective: 2026-01-01\nchanges: [{date: 2026-01-01, summary: x}]".to_owned()),
            Kind::Member => {
                let name = if self.is_hidden(i) { CANARY } else { TITLES[article.title] };
                let withheld = ["consent: false", "consent: {until: 2026-11-20}", "consent: {since: 2026-11-22}"];
                add(format!("name: {}\ngroup: piraeus\nroles: [expert]", quoted(name)));
                add(match self.hidden(i) {
                    Hidden::Withheld => withheld[article.when % 3].to_owned(),
                    _ => ["consent: true", "consent: {since: 2026-01-01, until: 2026-11-21}"][article.when % 2].to_owned(),
                });
            }
            Kind::Spotlight => {
                let words = if self.is_hidden(i) { CANARY } else { "kind words" };
                let member = member.map(|m| self.id(m)).unwrap_or_default();
                add(format!("member: {}\nquote: {words}\nquestions: [{{q: {words}?, a: \"**{words}**\"}}]", quoted(&member)));
            }
            Kind::Page | Kind::Faq => {}
        }
    }

    fn body(&self, i: usize, language: usize, hidden: bool) -> String {
        let article = &self.articles[i];
        let mut text = String::from(["## When\n\n", "## متى\n\n", "## Πότε\n\n"][language]);
        if hidden {
            text.push_str(&format!("{CANARY} text\n\n"));
        }
        for (block, other) in &article.blocks {
            let other = other % self.articles.len();
            text.push_str(&match block {
                0 => "Words *with* `code` & <b>more</b> of ~~them~~.\n\n".to_owned(),
                1 => format!("### Part {other}\n\nكلمات.\n\n"),
                2 => format!("See [that](<{}>).\n\n", self.link(other)),
                3 if language == 0 || self.written(other)[0] == 0 => {
                    let anchor = ["when", "متى", "πότε"][self.written(other)[0]];
                    format!("See [when](<{}#{anchor}>).\n\n", self.link(other))
                }
                4 => "![A crane](/pictures/crane.svg) [file](/pictures/crane.svg)\n\n".to_owned(),
                5 if article.bundle && !hidden => "![A crane](crane.svg)\n\n".to_owned(),
                6 => "| a | b |\n|---|--:|\n| 1 | [x](/) |\n\n- [ ] todo\n- [x] done[^1]\n\n[^1]: A note.\n\n".to_owned(),
                7 => "```rust\nlet x: &str = \"<b>\";\n```\n\n> [!NOTE]\n> Mind the quay.\n\n".to_owned(),
                8 => "<details><summary>More</summary><a href=\"/\" onclick=\"x()\">home</a></details>\n\n".to_owned(),
                9 => match self.member(other).filter(|m| !self.is_hidden(*m)) {
                    Some(member) => format!("Ask @{} about it.\n\n", self.id(member)),
                    None => "Ask @nobody.\n\n".to_owned(),
                },
                10 => "[a](https://other.example/x?a=1&b=2) <mail@other.example> [b](javascript:x)\n\n".to_owned(),
                11 => "[up](#when) [events](/events/) [search](/subscribe/) [feed](/rss.xml)\n\n"
                    .replace("#when", ["#when", "#متى", "#πότε"][language])
                    .replace(" [events](/events/)", ""),
                12 => "# Big\n\n## Same\n\n## Same\n\n".to_owned(),
                13 => "<p lang=\"ar\" dir=\"rtl\">مرحبًا <img src=\"/pictures/crane.svg\" alt=\"x\"></p>\n\n".to_owned(),
                _ => "Plain.\n\n".to_owned(),
            });
        }
        text
    }

    /// Languages it is written in, the original first.
    fn written(&self, i: usize) -> Vec<usize> {
        let all: Vec<usize> = (0..self.languages).filter(|l| self.articles[i].languages & (1 << l) != 0).collect();
        if all.is_empty() { vec![0] } else { all }
    }

    fn kind(&self, i: usize) -> Kind {
        match self.articles[i].kind {
            // Nobody to be in the light.
            Kind::Spotlight if self.member(0).is_none() => Kind::Page,
            kind => kind,
        }
    }

    fn hidden(&self, i: usize) -> Hidden {
        match (self.articles[i].hidden, self.articles[i].kind) {
            (Hidden::Status, Kind::Entry) | (Hidden::Withheld, Kind::Member) => self.articles[i].hidden,
            (Hidden::Status | Hidden::Withheld, _) => Hidden::Draft,
            (hidden, _) => hidden,
        }
    }

    /// Whether it may appear in no output.
    fn is_hidden(&self, i: usize) -> bool {
        let of_hidden = self.kind(i) == Kind::Spotlight
            && self.member(self.articles[i].other).is_some_and(|m| self.hidden(m) == Hidden::Withheld);
        self.hidden(i) != Hidden::No || of_hidden
    }

    fn one_of(&self, kind: Kind, wanted: usize) -> Option<usize> {
        let all: Vec<usize> = (0..self.articles.len()).filter(|i| self.articles[*i].kind == kind).collect();
        (!all.is_empty()).then(|| all[wanted % all.len()])
    }

    fn member(&self, wanted: usize) -> Option<usize> {
        self.one_of(Kind::Member, wanted)
    }

    /// File name without ending; the number keeps names apart.
    fn id(&self, i: usize) -> String {
        let name = if self.is_hidden(i) { CANARY } else { NAMES[self.articles[i].name] };
        format!("{name}-{i}")
    }

    fn stem(&self, i: usize) -> String {
        let folder = match self.kind(i) {
            Kind::Page => "",
            Kind::Entry => "calendar/",
            Kind::Event => "events/",
            Kind::Guideline => "guidelines/",
            Kind::Member => "members/",
            Kind::Spotlight => "spotlights/",
            Kind::Faq => "faq/",
        };
        format!("content/{folder}{}", self.id(i))
    }

    fn path(&self, i: usize, language: usize) -> String {
        let index = if self.articles[i].bundle { "/index" } else { "" };
        let suffix = if language == 0 { String::new() } else { format!(".{}", LANGUAGES[language]) };
        format!("{}{index}{suffix}.md", self.stem(i))
    }

    fn link(&self, i: usize) -> String {
        self.path(i, self.written(i)[0]).replacen("content", "", 1)
    }
}

/// YAML takes what JSON writes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn picture(words: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"><title>{words}</title></svg>\n")
}
