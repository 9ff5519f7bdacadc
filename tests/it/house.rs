//! Which room may see which: the floor plan of `src/lib.rs`, read from the paths in the source.

use crate::bench::repository;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// What each room sees besides itself. A longer path opens only that part of a room.
const FLOOR: &[(&str, &[&str])] = &[
    ("diagnostic", &["model::path"]),
    ("model", &["diagnostic"]),
    ("memo", &["model", "diagnostic"]),
    ("parse", &["model", "diagnostic", "memo"]),
    ("plan", &["model", "diagnostic", "memo"]),
    ("render", &["model", "diagnostic", "memo"]),
    ("world", &["model", "diagnostic"]),
    ("pipeline", &["model", "diagnostic", "memo", "parse", "plan", "render"]),
    // How files are named has one home.
    ("scaffold", &["model", "diagnostic", "parse::names"]),
    ("cli", &["model", "diagnostic", "memo", "pipeline", "scaffold", "world", "parse::schema"]),
];

/// Files that may hand text to the YAML parser, which its author no longer looks after.
const YAML_PARSERS: usize = 3;

/// A path in the source, spelled from the crate's top.
#[derive(Debug, PartialEq, Eq)]
struct Named {
    line: usize,
    path: Vec<String>,
}

#[test]
fn rooms_see_only_what_the_floor_plan_says() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let module = module_of(&file);
        let Some(room) = module.first() else { continue };
        let Some((_, seen)) = FLOOR.iter().find(|(name, _)| name == room) else {
            wrong.push(format!("src/{file}: there is no room `{room}` in the floor plan of tests/it/house.rs"));
            continue;
        };
        for Named { line, path } in paths(&text, &module) {
            let whole = path.join("::");
            let inside = |open: &str| whole == open || whole.starts_with(&format!("{open}::"));
            if !inside(room) && !seen.iter().any(|open| inside(open)) {
                wrong.push(format!("src/{file}:{line}: `{room}` may not see `{whole}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn only_the_pipeline_knows_all_three_verbs() {
    for (file, text) in sources() {
        let module = module_of(&file);
        let rooms: BTreeSet<String> = paths(&text, &module).into_iter().filter_map(|n| n.path.into_iter().next()).collect();
        let all = ["parse", "plan", "render"].iter().all(|verb| rooms.contains(*verb));
        assert_eq!(all, file == "pipeline.rs", "src/{file} names {rooms:?}");
    }
}

#[test]
fn few_files_name_the_yaml_parser() {
    let words = ["serde_yaml::from_", "serde_yaml::Deserializer"];
    let named: Vec<String> =
        sources().into_iter().filter(|(_, text)| words.iter().any(|w| code_only(text).contains(w))).map(|(f, _)| f).collect();
    assert!((1..=YAML_PARSERS).contains(&named.len()), "{named:?}");
}

/// Every source file of the library, by its path below `src/`.
fn sources() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect(&repository().join("src"), "", &mut found);
    assert!(found.len() > 50, "the sources are somewhere else");
    found
}

fn collect(folder: &Path, below: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), found);
        } else if name.ends_with(".rs") {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

/// `parse/body/mod.rs` is `parse::body`; `lib.rs` and `main.rs` are the top, which sees everything.
fn module_of(file: &str) -> Vec<String> {
    let stem = file.trim_end_matches(".rs");
    let parts = stem.split('/').filter(|name| !matches!(*name, "mod" | "lib" | "main"));
    parts.map(str::to_owned).collect()
}

/// Every path that begins with `crate`, `super` or `self`, spelled out.
fn paths(text: &str, module: &[String]) -> Vec<Named> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    // Modules written inside the file, and how deep in braces each began.
    let mut inner: Vec<(String, usize)> = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].1.as_str() {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                inner.retain(|(_, began)| *began <= depth);
            }
            "mod" if tokens.get(at + 2).is_some_and(|t| t.1 == "{") => inner.push((tokens[at + 1].1.clone(), depth + 1)),
            "crate" | "super" | "self" if tokens.get(at + 1).is_some_and(|t| t.1 == "::") && !follows_path(&tokens, at) => {
                let here: Vec<String> = module.iter().cloned().chain(inner.iter().map(|(name, _)| name.clone())).collect();
                at = tree(&tokens, at, &here, &mut Vec::new(), &mut found);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn follows_path(tokens: &[(usize, String)], at: usize) -> bool {
    at > 0 && tokens[at - 1].1 == "::"
}

/// Reads one path, or the tree of paths of a `use`, from `at`; returns where it ends.
fn tree(tokens: &[(usize, String)], mut at: usize, here: &[String], before: &mut Vec<String>, found: &mut Vec<Named>) -> usize {
    let depth = before.len();
    let line = tokens[at].0;
    while let Some((_, token)) = tokens.get(at) {
        match token.as_str() {
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|t| t.1 != "}") {
                    at = tree(tokens, at, here, before, found);
                    if tokens.get(at).is_some_and(|t| t.1 == ",") {
                        at += 1;
                    }
                }
                before.truncate(depth);
                return at + 1;
            }
            "*" => at += 1,
            word if word.chars().all(|c| c.is_alphanumeric() || c == '_') => {
                before.push(word.to_owned());
                at += 1;
                if tokens.get(at).is_some_and(|t| t.1 == "::") && tokens.get(at + 1).is_some_and(|t| t.1 != "<") {
                    at += 1;
                    continue;
                }
            }
            _ => {}
        }
        break;
    }
    found.push(Named { line, path: spelled_out(before, here) });
    before.truncate(depth);
    if tokens.get(at).is_some_and(|t| t.1 == "as") {
        at += 2;
    }
    at
}

fn spelled_out(path: &[String], here: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (i, name) in path.iter().enumerate() {
        match name.as_str() {
            "crate" => out.clear(),
            "self" if i == 0 => out = here.to_vec(),
            "self" => {}
            "super" => {
                if i == 0 {
                    out = here.to_vec();
                }
                out.pop();
            }
            name => out.push(name.to_owned()),
        }
    }
    out
}

/// Words and marks with their lines, without comments and literals.
fn tokens(text: &str) -> Vec<(usize, String)> {
    let mut tokens: Vec<(usize, String)> = Vec::new();
    for (number, line) in code_only(text).lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let length = match word {
                0 if rest.starts_with("::") => 2,
                0 => first.len_utf8(),
                word => word,
            };
            tokens.push((number + 1, rest[..length].to_owned()));
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// The text with comments, strings and characters blanked out; lines stay where they are.
fn code_only(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let blank = |out: &mut String, gone: &str| out.extend(gone.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
    while let Some(first) = rest.chars().next() {
        let raw = rest.strip_prefix('r').map(|r| r.len() - r.trim_start_matches('#').len());
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |i| i + 2)
        } else if let Some(marks) =
            raw.filter(|n| rest[1 + n..].starts_with('"') && !out.ends_with(|c: char| c.is_alphanumeric()))
        {
            let end = format!("\"{}", "#".repeat(marks));
            let body = 2 + marks;
            rest[body..].find(&end).map_or(rest.len(), |i| body + i + end.len())
        } else if first == '"' {
            closing(rest, '"')
        } else if first == '\'' && is_character(rest) {
            closing(rest, '\'')
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        blank(&mut out, &rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// `'x'` and `'\n'`, but not the lifetime in `&'a str`.
fn is_character(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    match chars.next() {
        Some('\\') => true,
        Some(_) => chars.next() == Some('\''),
        None => false,
    }
}

fn closing(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return i + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[test]
fn the_reader_of_paths_reads_them() {
    let module = ["world".to_owned(), "folder".to_owned()];
    let read = |text: &str| paths(text, &module).iter().map(|n| format!("{}:{}", n.line, n.path.join("::"))).collect::<Vec<_>>();
    assert_eq!(
        read("use crate::{a, b::{self, c as d, e::*}};\nlet x = crate::f::g();"),
        ["1:a", "1:b", "1:b::c", "1:b::e", "2:f::g"]
    );
    assert_eq!(read("use super::x;\nuse super::super::y::Z;"), ["1:world::x", "2:y::Z"]);
    assert_eq!(read("mod tests { use super::*; }\nfn f() { super::g() }"), ["1:world::folder", "2:world::g"]);
    assert_eq!(
        read("// crate::no\nlet s = \"crate::no\"; let c = '\"'; let t: &'a str = r#\"crate::no\"#; crate::yes"),
        ["2:yes"]
    );
}
