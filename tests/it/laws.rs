//! What must be true of every hub. `PROPTEST_CASES=2000 cargo test laws` asks longer and elsewhere.

use crate::{
    bench::{NOW, Temp, Undrawn, build, build_again, build_snapshot, hubgen, report, request, tree},
    edits::{Workshop, step},
    harm::{OVERRIDES, harm},
    random::{CANARY, hub},
};
use hubgen::{
    diagnostic::{any_error, in_order},
    memo::Memo,
    model::path::encode,
    pipeline,
    world::{
        disk, folder,
        folder::Folder,
        store::{Stocked, Store},
        themes,
    },
};
use percent_encoding::percent_decode_str;
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed},
};
use std::{
    cell::Cell,
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

/// Law 1: whatever was edited and in which order, a build that remembers the one before is a fresh build. Compared after
/// each of more than 2,000 edits, most of them with the theme for tests: it prints all that templates are given, and is
/// ready in a third of the time. What remembers the files is told of every one that changed at every other step, and
/// finds out by itself at the rest.
#[test]
fn what_is_remembered_is_what_is() {
    remembered(46, true);
}

#[test]
fn what_is_remembered_is_what_readers_see() {
    remembered(5, false);
}

fn remembered(chains: u32, plain: bool) {
    const STEPS: usize = 40;
    let (edits, sites) = (Cell::new(0), Cell::new(0));
    proptest!(cases(chains), |(hub in hub(), other in hub(), steps in prop::collection::vec(step(), STEPS))| {
        let mut workshop = Workshop::new(&hub, &other, plain);
        let (mut memo, mut broken) = (Memo::default(), false);
        let root = workshop.folder.path().canonicalize().unwrap();
        let mut watched = disk::Watched::new(&root, None);
        for (n, step) in steps.iter().enumerate() {
            let before = tree(&root);
            workshop.take(step, broken);
            let after = tree(&root);
            let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
            let changed = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
            match n % 2 {
                0 => drop(watched.look()),
                _ => watched.look_at(&changed.map(|name| root.join(name)).collect()),
            }
            let again = build_again(watched.snapshot(), &workshop.request, &mut memo);
            let fresh = build_snapshot(&disk::read_hub(&root, None), &workshop.request);
            prop_assert_eq!(report(&again.findings), report(&fresh.findings), "after {:?}", step);
            prop_assert_eq!(again.site.is_some(), fresh.site.is_some(), "after {:?}", step);
            broken = fresh.site.is_none();
            edits.set(edits.get() + 1);
            if let (Some(again), Some(fresh)) = (again.site, fresh.site) {
                prop_assert_eq!(difference(&again, &fresh), None, "after {:?}", step);
                sites.set(sites.get() + 1);
            }
        }
    });
    // Edits that only break things would show little.
    assert!(sites.get() * 2 > edits.get(), "of {} edits only {} left a site", edits.get(), sites.get());
}

/// The ids of one section, read on, may be those of two: `event` as the last post, or as the first event.
#[test]
fn what_lies_in_another_section_is_another_thing() {
    let folder = Temp::with([
        ("hub.yaml", "title: Harbour\nbase_url: https://harbour.example/\n"),
        ("content/calendar/aaa.md", "---\ndate: 2026-11-01\nevent: event\n---\n# One\n"),
        ("content/calendar/event.md", "---\nstart: 2026-12-01\n---\n# Two\n"),
        ("content/events/open-day.md", "---\nstart: 2026-12-02\n---\n# Three\n"),
    ]);
    let mut memo = Memo::default();
    let mut look = || {
        let snapshot = disk::read_hub(folder.path(), None);
        let [again, fresh] = [build_again(&snapshot, &request(NOW), &mut memo), build_snapshot(&snapshot, &request(NOW))];
        assert_eq!(report(&again.findings), report(&fresh.findings));
        report(&fresh.findings)
    };
    let before = look();
    let at = |name: &str| folder.path().join("content").join(name);
    std::fs::rename(at("calendar/event.md"), at("events/event.md")).unwrap();
    assert_ne!(before, look());
}

/// Law 4: an edit of a body changes that page, its entries in feeds, and the lists that quote it, and in those only the
/// words. Every body has a word at its beginning, which lists quote, and one at its end, which they do not: an output
/// may change exactly if the word that changes is in it.
#[test]
fn a_body_changes_what_quotes_it_and_nothing_else() {
    proptest!(cases(24), |(hub in hub(), which in any::<prop::sample::Index>(), locked in any::<bool>())| {
        let mut files: Site = hub.files().into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        let articles: Vec<String> = files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
        for (i, path) in articles.iter().enumerate() {
            let text = String::from_utf8(files[path].clone()).unwrap();
            let text = format!("{}\nAnfang{i:03} of it.\n{}\nSchluss{i:03}.\n", &text[..end_of_fields(&text)], &text[end_of_fields(&text)..]);
            files.insert(path.clone(), text.into_bytes());
        }
        let folder = Temp::with(&files);
        if locked {
            // As if an edit came after calendars have gone out.
            let prepared = pipeline::prepare(&disk::read_hub(folder.path(), None), &themes::built_in(), &request("2026-11-20"));
            prepared.ready.unwrap().lock(None).iter().for_each(|lock| folder.write("hub.lock", lock));
        }
        let mut memo = Memo::default();
        let mut look = || {
            let built = build_again(&disk::read_hub(folder.path(), None), &request(NOW), &mut memo);
            let said = report(&built.findings);
            let mut site = built.site();
            // The index of the search is made of all bodies, and its files are called after what is in them.
            site.retain(|path, _| !path.contains("search/") || !path.ends_with(".json"));
            (said, site)
        };
        let i = which.index(articles.len());
        let (mut said, mut before) = look();
        let holds = |bytes: &[u8], word: &str| String::from_utf8_lossy(bytes).contains(word);
        let is_page = |path: &str, bytes: &[u8]| path.ends_with(".html") && holds(bytes, &format!("Schluss{i:03}"));
        let pages: Vec<String> = before.iter().filter(|(path, bytes)| is_page(path, bytes)).map(|(path, _)| path.clone()).collect();
        prop_assert!(pages.len() <= 1, "{} is wholly on {:?}", &articles[i], &pages);
        for (word, other) in [("Anfang", "Beginn"), ("Schluss", "Ausgang")] {
            let (word, other) = (format!("{word}{i:03}"), format!("{other}{i:03}"));
            let text = std::fs::read_to_string(folder.path().join(&articles[i])).unwrap();
            folder.write(&articles[i], text.replace(&word, &other));
            let (says, after) = look();
            prop_assert_eq!(&said, &says);
            prop_assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
            for (path, bytes) in &before {
                let (was, is) = (plain(path, bytes, &word), plain(path, &after[path], &other));
                let difference = crate::bench::difference(&was.replace(&word, &other), &is);
                prop_assert!(difference.is_none(), "{} of {}: {path}, {}", &word, &articles[i], difference.unwrap());
                // What quotes it is the page, or leads there.
                let leads = |page: &String| page == path || was.contains(&encode(page.trim_end_matches("index.html")));
                prop_assert!(!was.contains(&word) || pages.iter().any(leads), "{path} quotes {}", &articles[i]);
            }
            (said, before) = (says, after);
        }
    });
}

/// Where the body begins.
fn end_of_fields(text: &str) -> usize {
    4 + text[4..].find("---\n").unwrap() + 4
}

/// A file as text. Of a calendar: unfolded (RFC 5545, section 3.1), and without what an event says of its own changes,
/// where it quotes `word`.
fn plain(path: &str, bytes: &[u8], word: &str) -> String {
    let text = String::from_utf8_lossy(bytes).into_owned();
    if !path.ends_with(".ics") {
        return text;
    }
    let text = text.replace("\r\n ", "");
    let components = text.split_inclusive("END:VEVENT\r\n").map(|component| {
        let changes = |line: &&str| ["SEQUENCE", "LAST-MODIFIED", "DTSTAMP"].iter().any(|name| line.starts_with(name));
        let lines = component.split_inclusive('\n').filter(|line| !component.contains(word) || !changes(line));
        lines.collect::<String>()
    });
    components.collect()
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

/// Writes the hub's site as `build` does.
fn write(hub: &Path, output: &Path) {
    let output = folder::place(hub, Some(output)).unwrap();
    let prepared = pipeline::prepare(&disk::read_hub(hub, Some(&output)), &themes::built_in(), &request(NOW));
    let ready = prepared.ready.unwrap_or_else(|| panic!("{}", report(&in_order(prepared.findings))));
    let folder = Folder::open(&output).unwrap();
    let store = Store::open(hub);
    let stocked = Stocked { store: &store, sink: &folder };
    assert!(!any_error(&ready.render(&Undrawn(&stocked))));
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
