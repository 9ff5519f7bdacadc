//! What must be true of every hub. `PROPTEST_CASES=2000 cargo test laws` asks longer and elsewhere.

use crate::{
    bench::{NOW, Temp, build, build_again, build_snapshot, hubgen, report, request, tree},
    random::{CANARY, hub},
};
use hubgen::{
    diagnostic::{any_error, in_order},
    memo::Memo,
    pipeline,
    world::{disk, folder, folder::Folder, themes},
};
use percent_encoding::percent_decode_str;
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Usually the same hubs every time, so that a change that breaks nothing never fails; more and other ones on demand.
fn cases(usual: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    let seed = if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(2026) };
    Config {
        cases: asked.unwrap_or(usual),
        rng_seed: seed,
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    }
}

type Site = BTreeMap<String, Vec<u8>>;

fn difference(a: &Site, b: &Site) -> Option<String> {
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    names.into_iter().find(|name| a.get(*name) != b.get(*name)).map(|name| match (a.get(name), b.get(name)) {
        (Some(a), Some(b)) => {
            let lines = crate::bench::difference(&String::from_utf8_lossy(a), &String::from_utf8_lossy(b));
            format!("{name}, {}", lines.unwrap_or_default())
        }
        (a, _) => format!("{name} is only in the {}", if a.is_some() { "first" } else { "second" }),
    })
}

proptest! {
    #![proptest_config(cases(16))]

    /// Laws 2 and 7: threads, the order of reading, and where the hub lies make no difference.
    #[test]
    fn two_builds_agree(hub in hub()) {
        let files = hub.files();
        let (here, there) = (Temp::with(files.clone()), Temp::with::<&str, &str>([]));
        for (path, text) in files.iter().rev() {
            there.write(&format!("some/where/else/{path}"), text);
        }
        let with = |threads: usize, folder: &Path| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let built = pool.install(|| build(folder, &request(NOW)));
            (built.findings.clone(), built.site())
        };
        let (said, site) = with(1, here.path());
        let (said_there, site_there) = with(4, &there.path().join("some/where/else"));
        prop_assert_eq!(difference(&site, &site_there), None);
        prop_assert_eq!(report(&said), report(&said_there));
    }

    /// Law 1: whatever was edited and in which order, a build that remembers the one before is a fresh build.
    #[test]
    fn what_is_remembered_is_what_is(
        (a, b) in (hub(), hub()),
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::option::weighted(0.3, harm())), 1..12)
    ) {
        let (from, to) = (a.files(), b.files());
        let folder = Temp::with(from.clone());
        let names: Vec<&String> = from.iter().chain(&to).map(|(path, _)| path).collect();
        let mut memo = Memo::default();
        for (which, harm) in &edits {
            // A file becomes what it is in the other hub, which may be nothing; or it is harmed.
            let path = *which.get(&names);
            let text = |files: &[(String, String)]| files.iter().find(|(p, _)| p == path).map(|(_, t)| t.clone().into_bytes());
            match (harm, text(&to)) {
                (Some(harm), there) => {
                    let mut bytes = there.or(text(&from)).unwrap_or_default();
                    harm.apply(&mut bytes);
                    folder.write(path, bytes);
                }
                (None, Some(there)) => folder.write(path, there),
                (None, None) => drop(std::fs::remove_file(folder.path().join(path))),
            }
            let snapshot = disk::read_hub(folder.path(), None);
            let again = build_again(&snapshot, &request(NOW), &mut memo);
            let fresh = build_snapshot(&snapshot, &request(NOW));
            prop_assert_eq!(report(&again.findings), report(&fresh.findings));
            match (again.site, fresh.site) {
                (Some(again), Some(fresh)) => prop_assert_eq!(difference(&again, &fresh), None),
                (again, fresh) => prop_assert_eq!(again.is_some(), fresh.is_some()),
            }
        }
    }

    /// Law 3: every internal link lands, and where it names a place on a page, there is one.
    #[test]
    fn every_link_lands(hub in hub()) {
        let built = build(hub.folder().path(), &request(NOW));
        let dead = dead_links(&built.site());
        prop_assert!(dead.is_empty(), "{}", dead.join("\n"));
    }

    /// The gate: what may not be published is in no output of any kind.
    #[test]
    fn nothing_leaks(hub in hub()) {
        let site = build(hub.folder().path(), &request(NOW)).site();
        for (path, bytes) in &site {
            prop_assert!(!path.contains(CANARY), "{path}");
            let text = String::from_utf8_lossy(bytes);
            let at = text.find(CANARY);
            prop_assert!(at.is_none(), "{path}: …{}…", at.map_or("", |i| text.get(i.saturating_sub(60)..i + 30).unwrap_or("")));
        }
    }

    /// What is wrong today was wrong yesterday: nothing that depends on now is an error.
    #[test]
    fn a_hub_without_errors_stays_so(hub in hub()) {
        let folder = hub.folder();
        for now in ["2020-01-01", NOW, "2027-12-31", "2031-06-15"] {
            let built = build(folder.path(), &request(now));
            prop_assert!(!any_error(&built.findings), "{now}: {}", report(&built.findings));
        }
    }

    /// Law 5: writing B over a folder that holds A and files of somebody else leaves B and those.
    #[test]
    fn one_site_over_another(a in hub(), b in hub()) {
        let output = Temp::with::<&str, &str>([]);
        let (over, fresh) = (output.path().join("over"), output.path().join("fresh"));
        write(a.folder().path(), &over);
        for path in ["over/CNAME", "over/events/of-somebody.txt", "over/own/folder/x.html"] {
            output.write(path, "foreign");
        }
        write(b.folder().path(), &over);
        write(b.folder().path(), &fresh);
        let mut found = tree(&over);
        for path in ["CNAME", "events/of-somebody.txt", "own/folder/x.html"] {
            let left = found.remove(path);
            prop_assert_eq!(left.as_deref(), Some(&b"foreign"[..]), "{}", path);
        }
        prop_assert_eq!(difference(&tree(&fresh), &found), None);
    }
}

proptest! {
    #![proptest_config(cases(64))]

    /// Law 6: any bytes in any file are findings, or a site, and never a crash.
    #[test]
    fn any_bytes_are_only_findings(hub in hub(), harm in prop::collection::vec((any::<prop::sample::Index>(), harm()), 1..6)) {
        let mut files: Vec<(String, Vec<u8>)> = hub.files().into_iter().map(|(p, t)| (p, t.into_bytes())).collect();
        files.extend(OVERRIDES.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
        for (which, harm) in &harm {
            let (_, bytes) = which.get_mut(&mut files);
            harm.apply(bytes);
        }
        let folder = Temp::with(files);
        for drafts in [false, true] {
            let built = build(folder.path(), &pipeline::Request { drafts, ..request(NOW) });
            prop_assert!(built.site.is_some() || any_error(&built.findings));
            report(&built.findings);
        }
    }
}

proptest! {
    #![proptest_config(cases(3))]

    /// Law 7: the machine's zone, language and folders make no difference to the program as a whole.
    #[test]
    fn any_machine_makes_the_same(hub in hub()) {
        let build = |zone: &str, language: &str| {
            let folder = hub.folder();
            let mut program = hubgen();
            program.env("TZ", zone).env("LANG", language).env("LC_ALL", language).env("HOME", folder.path());
            program.current_dir(folder.path()).args(["build", "--now", "2026-11-21"]).assert().code(0);
            tree(&folder.path().join("public"))
        };
        prop_assert_eq!(difference(&build("UTC", "C"), &build("Pacific/Auckland", "ar_EG.UTF-8")), None);
    }
}

/// Files of a theme and of hubgen's own, to be harmed as well.
const OVERRIDES: [(&str, &str); 5] = [
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
enum Harm {
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

fn harm() -> impl Strategy<Value = Harm> {
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
    fn apply(&self, bytes: &mut Vec<u8>) {
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

/// Writes the hub's site as `build` does.
fn write(hub: &Path, output: &Path) {
    let output = folder::place(hub, Some(output)).unwrap();
    let prepared = pipeline::prepare(&disk::read_hub(hub, Some(&output)), &themes::built_in(), &request(NOW));
    let ready = prepared.ready.unwrap_or_else(|| panic!("{}", report(&in_order(prepared.findings))));
    let folder = Folder::open(&output).unwrap();
    assert!(!any_error(&ready.render(&folder)));
    folder.publish().unwrap();
}

/// Links of pages to this site that lead to no output, or to no place on it.
fn dead_links(site: &Site) -> Vec<String> {
    let pages: BTreeMap<&String, String> =
        site.iter().filter(|(p, _)| p.ends_with(".html")).map(|(p, b)| (p, String::from_utf8(b.clone()).unwrap())).collect();
    // The base path is what the home page's canonical address adds to the host.
    let home =
        attributes(&pages[&"index.html".to_owned()], "href").into_iter().find(|h| h.starts_with("https://harbour.example/"));
    let home = home.expect("the home page names itself");
    let base = home.trim_start_matches("https://harbour.example").to_owned();
    let mut dead = Vec::new();
    for (path, html) in &pages {
        let names = ["href", "src"].iter().flat_map(|name| attributes(html, name));
        for link in names {
            let own = link.strip_prefix("https://harbour.example").unwrap_or(&link);
            let (address, fragment) = own.split_once('#').unwrap_or((own, ""));
            let address = address.split('?').next().unwrap();
            let decoded = percent_decode_str(address).decode_utf8().unwrap().into_owned();
            let target = if decoded.is_empty() {
                (*path).clone()
            } else if let Some(below) = decoded.strip_prefix(&base) {
                if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() }
            } else if decoded.contains(':') {
                continue;
            } else {
                dead.push(format!("{path}: {link} is not below {base}"));
                continue;
            };
            if !site.contains_key(&target) {
                dead.push(format!("{path}: {link} leads to no output"));
            } else if !fragment.is_empty() {
                let id = percent_decode_str(fragment).decode_utf8().unwrap().into_owned();
                let there = pages.get(&target).is_some_and(|html| attributes(html, "id").contains(&id));
                if !there {
                    dead.push(format!("{path}: {link} leads to no place on the page"));
                }
            }
        }
    }
    dead
}

/// Values of an attribute, as our own templates and Markdown write it.
fn attributes(html: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let values = html.match_indices(&start).filter_map(|(i, _)| html[i + start.len()..].split('"').next());
    values
        .map(|v| {
            v.replace("&#x2F;", "/").replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'").replace("&amp;", "&")
        })
        .collect()
}
