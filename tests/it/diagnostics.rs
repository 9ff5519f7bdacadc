//! Every mistake, and the exact words in which it is reported.
//!
//! A case is a folder of `tests/diagnostics`: `hub/`, and `report.txt` as a terminal without colours shows it. What git
//! or other systems cannot hold is made here, by [`added`].

use crate::{
    bench::{HUB, NOW, Temp, blessing, difference, hubgen, tests, tree},
    pictures,
};
use hubgen::{diagnostic::catalogue, render::templates::required};
use rayon::prelude::*;
use std::{collections::BTreeSet, fs, path::Path};

/// Codes that no hub can bring about, and who sees to them instead.
const ELSEWHERE: &[(&str, &str)] = &[
    ("io/failed", "the machine itself; cli.rs has it say so"),
    ("lock/stale", "`build --locked`; lock/merges.rs has it say so"),
    ("link/external-gone", "another host; external.rs has one say so"),
    ("link/external-moved", "another host; external.rs has one say so"),
    ("link/external-unsure", "another host; world/network/tests.rs has some say so"),
];

#[test]
fn every_mistake_is_reported_in_these_words() {
    let cases = names();
    assert!(cases.len() > 80, "the cases are somewhere else");
    let wrong: Vec<String> = cases.par_iter().filter_map(|name| judge(name)).collect();
    assert!(
        wrong.is_empty(),
        "{} of {} reports differ; BLESS=1 writes them down\n\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_code_has_a_case() {
    let reports: String =
        names().iter().map(|name| fs::read_to_string(case(name).join("report.txt")).unwrap_or_default()).collect();
    let shown = |code: &str| reports.contains(&format!("[{code}]: "));
    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().map(|(code, _)| *code).collect();
    let codes = || catalogue::ALL.iter().map(|code| code.name);
    let missing: Vec<&str> = codes().filter(|code| !shown(code) && !elsewhere.contains(code)).collect();
    assert!(missing.is_empty(), "no case of tests/diagnostics shows {missing:?}");
    assert!(elsewhere.iter().all(|code| codes().any(|c| c == *code) && !shown(code)), "{elsewhere:?} is out of date");
}

#[test]
fn every_finding_says_what_to_do() {
    let silent: Vec<String> = names()
        .iter()
        .flat_map(|name| {
            let report = fs::read_to_string(case(name).join("report.txt")).unwrap_or_default();
            let begins = |line: &str| ["error[", "warning[", "note["].iter().any(|word| line.starts_with(word));
            // What is said of one finding reaches to the next.
            let mut findings: Vec<String> = Vec::new();
            for line in report.lines() {
                match findings.last_mut().filter(|_| !begins(line)) {
                    Some(finding) => finding.push_str(line),
                    None => findings.push(line.to_owned()),
                }
            }
            let silent = |finding: &String| begins(finding) && !finding.contains("= help: ");
            findings.into_iter().filter(silent).map(|finding| format!("{name}: {finding}")).collect::<Vec<_>>()
        })
        .collect();
    assert!(silent.is_empty(), "no help: {silent:#?}");
}

#[test]
fn the_handbook_explains_every_code() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/example-site/content/handbook/messages.md")).unwrap();
    let missing: Vec<&str> =
        catalogue::ALL.iter().map(|code| code.name).filter(|code| !page.contains(&format!("`{code}`"))).collect();
    assert!(missing.is_empty(), "messages.md is silent about {missing:?}");
}

#[test]
fn a_case_is_named_after_its_code() {
    let codes: Vec<String> = catalogue::ALL.iter().map(|code| code.name.replace('/', "-")).collect();
    for name in names() {
        let report = fs::read_to_string(case(&name).join("report.txt")).unwrap();
        let own = codes.iter().filter(|code| name.starts_with(code.as_str())).max_by_key(|code| code.len());
        if let Some(code) = own {
            let shown = catalogue::ALL.iter().find(|c| c.name.replace('/', "-") == *code).unwrap().name;
            assert!(report.contains(&format!("[{shown}]")), "{name} does not show {shown}");
        }
    }
}

fn names() -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(tests("diagnostics")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn case(name: &str) -> std::path::PathBuf {
    tests("diagnostics").join(name)
}

/// What is wrong with a case; `None` where its report is as written down.
fn judge(name: &str) -> Option<String> {
    let hub = Temp::with(tree_of(&case(name).join("hub")));
    let command = added(name, &hub)?;
    let done = hubgen().current_dir(hub.path()).args([command, ".", "--now", NOW]).assert();
    let output = done.get_output();
    let real = fs::canonicalize(hub.path()).unwrap();
    let said = String::from_utf8(output.stderr.clone()).unwrap().replace(real.to_str().unwrap(), "/hub");
    let found = format!("{said}exit status {}\n", output.status.code().unwrap());
    let path = case(name).join("report.txt");
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let shown = difference(&expected, &found)?;
    if blessing() {
        fs::write(&path, found).unwrap();
        return None;
    }
    Some(format!("{name}, {shown}"))
}

fn tree_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    if folder.is_dir() { tree(folder).into_iter().collect() } else { Vec::new() }
}

/// Adds what git cannot hold, and says what to ask for. `None`: this machine cannot have such a hub.
fn added(name: &str, hub: &Temp) -> Option<&'static str> {
    let about = "# About us\n";
    if !hub.path().join("hub.yaml").exists() && name != "settings-missing" {
        hub.write("hub.yaml", HUB);
    }
    match name {
        "theme-no-search" | "theme-no-cards" => {
            let other = if name == "theme-no-cards" { "search.html" } else { "card.svg" };
            hub.write(&format!("themes/plain/templates/{other}"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
            for template in required() {
                hub.write(&format!("themes/plain/templates/{template}"), "<p>{{ page.title | words }}</p>\n");
            }
            hub.write("themes/plain/theme.yaml", "paper: {light: \"#ffffff\", dark: \"#000000\"}\n");
            // Whoever walks over everything has forgotten nothing.
            for (file, name) in
                [("home", "page"), ("event", "event"), ("list", "list"), ("page", "article"), ("spotlight", "spotlight")]
            {
                let text = format!("{{% for name, value in {name} %}}{{% endfor %}}\n");
                hub.write(&format!("themes/plain/templates/{file}.html"), text);
            }
        }
        "card-many" => {
            hub.write("hub.yaml", HUB);
            for n in 0..501 {
                hub.write(
                    &format!("content/events/e{n}.md"),
                    "---\ntitle: Tea\nstart: 2026-12-03\ndate: 2026-11-01\nallow: [event/clash]\n---\nTea.\n",
                );
            }
        }
        "file-not-utf8" => {
            hub.write("content/about.md", b"---\ntitle: Caf\xe9\n---\n");
            hub.write("data/tools.csv", b"name\nCaf\xe9\n");
            hub.write("i18n/en.ftl", b"home = Caf\xe9\n");
        }
        "file-not-utf8-settings" => hub.write("hub.yaml", b"title: Caf\xe9\nbase_url: https://harbour.example/\n"),
        "file-too-large" => {
            hub.write("content/about.md", "x");
            fs::File::options().write(true).open(hub.path().join("content/about.md")).unwrap().set_len(50 << 20).unwrap();
        }
        "picture-broken" => {
            let whole = pictures::drawing(90, 60);
            hub.write("content/about/index.md", "# About us\n\n![The quay](quay.png)\n\n![A boat](boat.jpg)\n");
            hub.write("content/about/quay.png", &whole[..whole.len() / 2]);
            hub.write("content/about/boat.jpg", "<p>Not found</p>\n");
            hub.write("static/crane.png", &whole[..whole.len() - 9]);
        }
        "picture-broken-inside" => {
            let mut bitten = pictures::drawing(300, 200);
            let middle = bitten.len() / 2;
            bitten[middle..middle + 40].fill(0x55);
            hub.write("content/about/index.md", "# About us\n\n![The quay](quay.png)\n");
            hub.write("content/about/quay.png", bitten);
        }
        "picture-too-large" => {
            let mut bomb = pictures::drawing(20, 20);
            bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
            hub.write("content/about/index.md", "# About us\n\n![The quay](quay.png)\n");
            hub.write("content/about/quay.png", bomb);
        }
        "picture-disguised" => {
            hub.write("content/about/index.md", "# About us\n\n![The quay](quay.jpg)\n");
            hub.write("content/about/quay.jpg", pictures::drawing(90, 60));
        }
        "picture-location" => {
            hub.write("content/about.md", "# About us\n\n![The quay](/quay.jpg)\n");
            hub.write("static/quay.jpg", pictures::photograph(90, 60));
        }
        "file-unreadable" => {
            hub.write("content", "a file where a folder belongs");
            links::make("nowhere.md", &hub.path().join("hub.lock"))?;
        }
        "file-link-outside" => {
            hub.write("content/about.md", about);
            links::make("/etc/passwd", &hub.path().join("content/secret.md"))?;
            links::make("../../..", &hub.path().join("content/up"))?;
        }
        "file-link-loop" => {
            hub.write("content/about.md", about);
            links::make("..", &hub.path().join("content/round"))?;
            links::make(".", &hub.path().join("static"))?;
        }
        "address-conflict-case" => {
            hub.write("content/ABOUT.md", about);
            hub.write("content/about/index.md", about);
            hub.write("content/Καφές.md", about);
            hub.write("content/ΚΑΦΈΣ.md", about);
        }
        "translation-duplicate-normal-form" => {
            hub.write("content/καφές.md", about);
            hub.write("content/καφε\u{301}ς.md", about);
            // Some file systems take the two names for one.
            (fs::read_dir(hub.path().join("content")).unwrap().count() == 2).then_some(())?;
        }
        "io-foreign-file" => {
            hub.write("content/about.md", about);
            hub.write("public/about/index.html", "somebody's");
            hub.write("public/index.html/x", "somebody's");
            return Some("build");
        }
        "many-folded" => {
            for i in 0..300 {
                hub.write(&format!("content/a{i:03}.md"), "---\ntitle: x\nlayout: wide\n---\n[x](gone.md)\n");
            }
            for i in 0..30 {
                hub.write(&format!("content/b{i:02}.md"), format!("# x\n\n[x](/nowhere-{i}/)\n"));
            }
        }
        "io-link" => {
            hub.write("content/about.md", about);
            hub.write("elsewhere/x", "somebody's");
            fs::create_dir(hub.path().join("public")).unwrap();
            links::make("../elsewhere", &hub.path().join("public/about"))?;
            return Some("build");
        }
        _ => {}
    }
    Some("check")
}

mod links {
    use std::path::Path;

    /// Makes a symbolic link. `None`: not on this system.
    pub fn make(target: &str, link: &Path) -> Option<()> {
        #[cfg(unix)]
        return std::os::unix::fs::symlink(target, link).ok();
        #[cfg(not(unix))]
        return None;
    }
}

/// Addresses that lead nowhere are compared with all there are for the first hundred of them; each only once.
#[test]
fn near_addresses_are_looked_for_a_hundred_times() {
    let links: String = (0..150).map(|n| format!("[a](/content/welcom{n:0>3}.md), [b](/content/welcom{n:0>3}.md)\n")).collect();
    let page = format!("---\ntitle: A\n---\n{links}");
    let folder = Temp::with([
        ("hub.yaml", HUB),
        ("content/about.md", page.as_str()),
        ("content/welcome-all.md", "---\ntitle: B\n---\n"),
        ("content/welcome00.md", "---\ntitle: C\n---\n"),
    ]);
    let findings = crate::bench::build(folder.path(), &crate::bench::request(NOW)).findings;
    let broken: Vec<_> = findings.iter().filter(|finding| finding.code.name == "link/broken").collect();
    let meant = broken.iter().filter(|f| f.help.as_deref() == Some("did you mean `/welcome00.md`?")).count();
    assert_eq!((broken.len(), meant), (300, 200));
}
