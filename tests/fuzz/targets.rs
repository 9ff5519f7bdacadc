//! Readers under fire, each with the inputs it is given.

use crate::{
    bench::{self, Files},
    mutate::{self, Random},
};
use hubgen::{
    model::{rule::Rule, time::When},
    render::pictures::{strip, svg},
};
use std::{fs, sync::LazyLock};

pub struct Target {
    pub name: &'static str,
    /// How many of [`SHARES`] runs it gets.
    pub share: u64,
    pub run: fn(&mut Random, bool) -> Result<(), String>,
}

pub const SHARES: u64 = 100;

pub fn all() -> Vec<Target> {
    vec![
        Target { name: "links", share: 22, run: links },
        Target { name: "front-matter", share: 16, run: front_matter },
        Target { name: "markdown", share: 16, run: markdown },
        Target { name: "settings", share: 8, run: settings },
        Target { name: "lock", share: 6, run: lock },
        Target { name: "data", share: 6, run: data },
        Target { name: "theme", share: 6, run: theme },
        Target { name: "names", share: 4, run: names },
        Target { name: "pictures", share: 4, run: pictures },
        // These are fast: no hub is built for them.
        Target { name: "rules", share: 2_000, run: rules },
        Target { name: "svg", share: 1_000, run: svg },
        Target { name: "strip", share: 2_000, run: strip },
    ]
}

const KNOWN: [&str; 24] = [
    "about",
    "about.md",
    "καφές",
    "οδηγοί",
    "events",
    "ama",
    "ama.md",
    "events/ama",
    "members",
    "amina",
    "old",
    "καφενείο",
    "content",
    "index",
    "index.html",
    "tags",
    "repair",
    "subscribe",
    "φου.png",
    "a",
    "ar",
    "el",
    "calendar/2026/12",
    "faq/joining",
];

/// Paths of the hub that end so.
fn some(random: &mut Random, files: &Files, ending: &str) -> String {
    let paths: Vec<&String> = files.keys().filter(|path| path.ends_with(ending)).collect();
    paths[random.below(paths.len())].clone()
}

/// Harms one file of the hub and builds it.
fn harmed(random: &mut Random, ending: &str, print: bool, harm: fn(&mut Random, &str, &str) -> String) -> Result<(), String> {
    let mut files = bench::hub();
    let (path, other) = (some(random, &files, ending), some(random, &files, ending));
    let text = harm(random, &files[&path], &files[&other]);
    show(print, &path, &text);
    files.insert(path, text);
    bench::build(&files, random.chance(4), print)
}

fn show(print: bool, path: &str, text: &str) {
    if print {
        println!("--- {path}\n{text}\n---");
    }
}

/// Bodies full of links, and every field that takes an address.
fn links(random: &mut Random, print: bool) -> Result<(), String> {
    let mut files = bench::hub();
    let path = some(random, &files, ".md");
    let mut body = String::new();
    for _ in 0..=random.below(6) {
        let address = mutate::address(random, &KNOWN);
        let words = mutate::stone(random);
        body.push_str(&match random.below(8) {
            0 => format!("![{words}]({address})\n\n"),
            1 => format!("<a href=\"{address}\">{words}</a>\n\n"),
            2 => format!("<img src='{address}' alt='{words}'>\n\n"),
            3 => format!("[{words}][r]\n\n[r]: <{address}>\n\n"),
            4 => format!("![{words}](<{address}> \"{words}\")\n\n"),
            _ => format!("[{words}]({address}) "),
        });
    }
    let quoted = |address: String| format!("\"{}\"", address.replace(['"', '\\', '\n', '\r'], ""));
    let mut front = files[&path].split("---\n").nth(1).unwrap_or("title: A\n").to_owned();
    for field in ["image", "avatar", "registration", "recording", "slides", "online", "url", "aliases"] {
        if random.chance(4) {
            let address = quoted(mutate::address(random, &KNOWN));
            let value = if field == "aliases" { format!("[{address}]") } else { address };
            front = front.split_inclusive('\n').filter(|line| !line.starts_with(field)).collect();
            front.push_str(&format!("{field}: {value}\n"));
        }
    }
    if random.chance(8) {
        let address = quoted(mutate::address(random, &KNOWN));
        let nav = format!("nav: [{address}, {{label: A, url: {address}}}]\n");
        let lines: String = files["hub.yaml"].split_inclusive('\n').filter(|line| !line.starts_with("nav:")).collect();
        files.insert("hub.yaml".into(), lines + &nav);
    }
    let text = format!("---\n{front}---\n{body}");
    show(print, &path, &text);
    files.insert(path, text);
    bench::build(&files, random.chance(4), print)
}

fn front_matter(random: &mut Random, print: bool) -> Result<(), String> {
    harmed(random, ".md", print, |random, text, other| {
        let end = text.match_indices("\n---").next().map_or(text.len(), |(at, mark)| at + mark.len());
        let (front, body) = text.split_at(end);
        let front = mutate::text(random, front, other);
        // Harm to the marks around it is wanted too, but not every time.
        let begin = if front.starts_with("---") || random.chance(4) { "" } else { "---\n" };
        format!("{begin}{front}{body}")
    })
}

fn markdown(random: &mut Random, print: bool) -> Result<(), String> {
    harmed(random, ".md", print, |random, text, other| {
        let start = text.match_indices("\n---\n").next().map_or(0, |(at, mark)| at + mark.len());
        let (front, body) = text.split_at(start);
        format!("{front}{}", mutate::text(random, body, other))
    })
}

fn settings(random: &mut Random, print: bool) -> Result<(), String> {
    harmed(random, "hub.yaml", print, mutate::text)
}

fn lock(random: &mut Random, print: bool) -> Result<(), String> {
    harmed(random, "hub.lock", print, mutate::text)
}

fn data(random: &mut Random, print: bool) -> Result<(), String> {
    let ending = random.pick(&["people.yaml", "things.json", "table.csv"]);
    harmed(random, ending, print, mutate::text)
}

/// Overrides of templates, texts and style sheets.
fn theme(random: &mut Random, print: bool) -> Result<(), String> {
    const FILES: [(&str, &str); 4] = [
        ("i18n/en.ftl", "home = Start { $n ->\n    [one] one\n   *[other] { $n }\n}\nmenu = Menu\n"),
        (
            "templates/page.html",
            "{% extends \"base.html\" %}\n{% block main %}{{ article.body }}{% for t in article.tags %}{{ t.id }}{% endfor %}{% endblock %}\n",
        ),
        ("assets/style.css", "@import \"print.css\"; body { background: url(\"paper.png\") /* φ */ }\n"),
        (
            "templates/page.html",
            "<a href=\"{{ article.url }}\" class={x}>{{ t(key=\"menu\") }}</a>{# κ #}{% raw %}{{ {% endraw %}\n",
        ),
    ];
    let ((path, text), (_, other)) = (FILES[random.below(FILES.len())], FILES[random.below(FILES.len())]);
    let text = mutate::text(random, text, other);
    show(print, path, &text);
    let mut files = bench::hub();
    files.insert(path.to_owned(), text);
    bench::build(&files, random.chance(2), print)
}

/// Names of files and folders, on a disk.
fn names(random: &mut Random, print: bool) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut files = bench::hub();
    for _ in 0..=random.below(4) {
        let name = mutate::address(random, &KNOWN).replace(['/', '\\', '\0', ':'], "-");
        let below = random.pick(&["content/", "content/events/", "content/οδηγοί/", "static/", "data/", "assets/"]);
        let folder =
            if random.chance(3) { format!("{}/", random.pick(&["🎉", "!!!", "κ", "_x", "İ", "a b"])) } else { String::new() };
        let extension = random.pick(&[".md", ".md", ".md", ".el.md", ".png", ".svg", ".yaml", ""]);
        files.insert(format!("{below}{folder}{name}{extension}"), files["content/about.md"].clone());
    }
    for (path, text) in &files {
        let path = folder.path().join(path);
        // Some of the names no disk can have.
        if path.parent().is_some_and(|above| fs::create_dir_all(above).is_ok()) && fs::write(&path, text).is_ok() && print {
            println!("{}", path.display());
        }
    }
    bench::build_folder(folder.path(), random.chance(2), print)
}

static PICTURES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| bench::tree(&bench::corpus("pictures")));

fn picture(random: &mut Random) -> (&'static str, Vec<u8>) {
    let (name, bytes) = &PICTURES[random.below(PICTURES.len())];
    (name, mutate::bytes(random, bytes))
}

/// Pictures as a build sees them: headers, what cameras wrote, and all their sizes.
fn pictures(random: &mut Random, print: bool) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let (name, bytes) = picture(random);
    let name = if random.chance(8) { "b.png" } else { name };
    if print {
        println!("{name}: {bytes:?}");
    }
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.path().join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes)).map_err(|error| error.to_string())
    };
    write("hub.yaml", b"title: T\nbase_url: https://example.org/\ntheme: plain\ncards: false\n")?;
    write("content/about.md", format!("---\ntitle: A\nimage: {name}\nimage_alt: B\n---\n![b]({name})\n").as_bytes())?;
    write(&format!("content/{name}"), &bytes)?;
    bench::build_folder(folder.path(), true, print)
}

fn strip(random: &mut Random, print: bool) -> Result<(), String> {
    let (name, bytes) = picture(random);
    if print {
        println!("{name}: {bytes:?}");
    }
    if let Some(stripped) = strip::strip(&bytes)
        && stripped.len() > bytes.len() + 1024
    {
        return Err(format!("{} bytes became {}", bytes.len(), stripped.len()));
    }
    Ok(())
}

static RULES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let text = fs::read_to_string(bench::corpus("rules/rules.txt")).expect("the corpus is readable");
    text.lines().map(str::to_owned).collect()
});

/// Rules and dates, each by its own reader.
fn rules(random: &mut Random, print: bool) -> Result<(), String> {
    let (text, other) = (&RULES[random.below(RULES.len())], &RULES[random.below(RULES.len())]);
    let text = mutate::text(random, text, other);
    show(print, "rule", &text);
    if let Err(error) = Rule::parse(&text)
        && (!text.is_char_boundary(error.range.start) || error.range.end > text.len() + 1)
    {
        return Err(format!("`{text}` has nothing at {:?}", error.range));
    }
    let _ = When::parse(&text);
    Ok(())
}

static DRAWINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let files = bench::tree(&bench::corpus("../../outside/drawings/content"));
    let drawings = files.into_iter().filter(|(path, _)| path.ends_with(".svg"));
    drawings.filter_map(|(_, bytes)| String::from_utf8(bytes).ok()).filter(|text| text.len() < 20_000).collect()
});

fn svg(random: &mut Random, print: bool) -> Result<(), String> {
    let (text, other) = (&DRAWINGS[random.below(DRAWINGS.len())], &DRAWINGS[random.below(DRAWINGS.len())]);
    let text = mutate::text(random, text, other);
    show(print, "drawing", &text);
    let Ok(clean) = svg::clean(text.as_bytes()) else { return Ok(()) };
    // What came out is harmless: read again, it stays what it is.
    match svg::clean(&clean) {
        Ok(again) if again == clean => Ok(()),
        Ok(again) => Err(format!("not the same again: {}\n{}", String::from_utf8_lossy(&clean), String::from_utf8_lossy(&again))),
        Err(_) => Err(format!("clean, and refused: {}", String::from_utf8_lossy(&clean))),
    }
}
