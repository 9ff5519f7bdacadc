//! `check --external`, against a host on this machine: what is asked for, and what is said about it.

use crate::bench::{NOW, Temp, hubgen};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener},
    sync::{Arc, Mutex},
    thread,
};

/// A host that has `/…ok…` and `/moved`, and nothing else.
struct Host {
    base: String,
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Host {
    fn new() -> Host {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let base = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let asked = Arc::new(Mutex::new(BTreeMap::new()));
        let heard = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let head: Vec<String> =
                    BufReader::new(&stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
                let Some(path) = head.first().and_then(|line| line.split(' ').nth(1)) else { continue };
                *heard.lock().unwrap().entry(path.to_owned()).or_default() += 1;
                let status = match path {
                    "/moved" => "301 Moved Permanently\r\nLocation: /ok/new",
                    _ if path.contains("ok") => "200 OK",
                    _ => "404 Not Found",
                };
                let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        });
        Host { base, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().keys().cloned().collect()
    }

    /// A hub whose `HOST` is this one.
    fn hub(&self, files: &[(&str, &str)]) -> Temp {
        let settings = "title: Harbour\nbase_url: https://harbour.example/\nlanguages: [en, el]\n";
        let files = files.iter().map(|(path, text)| (*path, text.replace("HOST", &self.base)));
        Temp::with([("hub.yaml", settings.to_owned())].into_iter().chain(files))
    }
}

fn check(hub: &Temp, more: &[&str]) -> assert_cmd::assert::Assert {
    let mut command = hubgen();
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command.current_dir(hub.path()).args(["check", "--now", NOW, "--format", "json"]).args(more).assert()
}

/// Findings about other hosts in short: code, the place with what is marked there, message, help, other places.
fn said(host: &Host, hub: &Temp, done: &assert_cmd::assert::Assert) -> Vec<String> {
    let report: Value = serde_json::from_slice(&done.get_output().stdout).unwrap();
    let place = |at: &Value| {
        let file = at["file"].as_str().unwrap();
        let Some(line) = at["line"].as_u64() else { return file.to_owned() };
        let text = std::fs::read_to_string(hub.path().join(file)).unwrap();
        let (from, to) = (at["column"].as_u64().unwrap() as usize - 1, at["end_column"].as_u64().unwrap() as usize - 1);
        let marked: String = text.lines().nth(line as usize - 1).unwrap().chars().take(to).skip(from).collect();
        format!("{file}:{line} {marked}")
    };
    let short = |finding: &Value| {
        let mut words = vec![finding["code"].as_str().unwrap().to_owned(), place(finding)];
        words.extend([&finding["message"], &finding["help"]].into_iter().filter_map(Value::as_str).map(str::to_owned));
        words.extend(finding["also"].as_array().unwrap().iter().map(&place));
        words.join(" | ").replace(&host.base, "HOST")
    };
    let external = |finding: &&Value| finding["code"].as_str().unwrap().starts_with("link/external");
    report["findings"].as_array().unwrap().iter().filter(external).map(short).collect()
}

#[test]
fn nobody_is_asked_unless_somebody_says_so() {
    let host = Host::new();
    let hub = host.hub(&[("content/about.md", "# About\n\n[x](HOST/lost)\n")]);
    assert!(said(&host, &hub, &check(&hub, &[]).code(0)).is_empty());
    assert!(host.asked().is_empty());
    // What is wrong in the hub comes first.
    hub.write("content/wrong.md", "# Wrong\n\n[x](nowhere.md)\n");
    let done = check(&hub, &["--external"]).code(1);
    assert!(String::from_utf8_lossy(&done.get_output().stderr).contains("not asked"));
    assert!(host.asked().is_empty());
}

#[test]
fn each_address_is_asked_for_once_and_every_place_is_named() {
    let host = Host::new();
    let hub = host.hub(&[
        ("content/a.md", "# A\n\nA [lost](HOST/lost#here) page, and a <HOST/ok>, and a <mailto:a@example.org>.\n"),
        ("content/b.md", "# B\n\n[lost](HOST/lost), [lost again](HOST/lost), and [moved](HOST/moved#part).\n"),
        ("content/c.md", "---\nallow: [link/external-gone]\n---\n# C\n\n[lost](HOST/lost) and [mine](HOST/mine)\n"),
    ]);
    let done = check(&hub, &["--external"]).code(0);
    assert_eq!(
        said(&host, &hub, &done),
        [
            "link/external-gone | content/a.md:3 [lost](HOST/lost#here) | `HOST/lost#here` answers 404 \
             | correct the address, or take the link out \
             | content/b.md:3 [lost](HOST/lost) | content/b.md:3 [lost again](HOST/lost)",
            "link/external-moved | content/b.md:3 [moved](HOST/moved#part) | `HOST/moved#part` has moved for good \
             | write `HOST/ok/new#part`",
        ]
    );
    assert_eq!(host.asked(), ["/lost", "/mine", "/moved", "/ok", "/ok/new"]);
    assert_eq!(host.asked.lock().unwrap()["/lost"], 2, "once for the head, once for all of it");
    check(&hub, &["--external", "--deny-warnings"]).code(1);
}

#[test]
fn what_fields_of_live_articles_lead_to_is_asked_for_and_nothing_else() {
    let host = Host::new();
    let settings = "title: Harbour
base_url: HOST/hub/
languages: [en, el]
nav: [events, {label: Shop, url: 'HOST/lost/nav'}]
links:
  - {label: Chat, url: HOST/lost/join}
# HOST/lost/repository was another one
repository: HOST/lost/repository
";
    let member = "name: Amina\nlinks: [{label: Web, url: HOST/lost/member}]\n";
    let hub = host.hub(&[
        ("hub.yaml", settings),
        (
            "content/events/next.md",
            "---\ntitle: Next\nstart: 2026-12-03T18:00\nregistration: \"HOST/lost/register\"\nonline: HOST/lost/online\n\
             location: {name: Loft, url: HOST/lost/place}\nspeakers: [{name: Eleni, url: HOST/lost/guest}, amina]\n---\n",
        ),
        ("content/events/next.el.md", "---\ntitle: Επόμενη\nonline: HOST/lost/online-el\n---\n"),
        (
            "content/events/last.md",
            "---\ntitle: Last\nstart: 2026-11-03T18:00\nregistration: HOST/no/over\nonline: HOST/no/over\n\
             recording: HOST/lost/recording\nslides: HOST/lost/slides\n---\n",
        ),
        ("content/calendar/2026-11-01-film.md", "---\ntitle: Film\nurl: HOST/lost/entry\n---\n"),
        ("content/calendar/2026-11-02-idea.md", "---\ntitle: Idea\nstatus: idea\nurl: HOST/no/idea\n---\n[x](HOST/no/idea)\n"),
        (
            "content/guidelines/conduct.md",
            "---\ntitle: Conduct\nreport_url: HOST/lost/report\nbased_on: {name: X, url: HOST/lost/base}\n\
             contacts:\n  - name: Team\n    url: HOST/lost/contact\n---\n",
        ),
        ("content/members/amina.md", &format!("---\n{member}consent: true\n---\n")),
        ("content/members/omar.md", &format!("---\n{}consent: false\n---\n", member.replace("lost", "no"))),
        (
            "content/spotlights/2026-11-amina.md",
            "---\ntitle: Amina\nmember: amina\ndate: 2026-11-01\nquestions:\n  - q: Where?\n    a: On [a boat](HOST/lost/answer).\n---\n",
        ),
        ("content/about.md", "# About\n\n<a href=\"HOST/lost/html\">x</a> [ours](HOST/hub/events/)\n\n`HOST/no/code` HOST/lost/bare.\n"),
    ]);
    let said = said(&host, &hub, &check(&hub, &["--external"]).code(0));
    let places: Vec<&str> = said.iter().map(|finding| finding.split(" | ").nth(1).unwrap()).collect();
    assert_eq!(
        places,
        [
            "content/about.md:3 <a href=\"HOST/lost/html\">",
            "content/about.md:3 [ours](HOST/hub/events/)",
            "content/about.md:5 HOST/lost/bare",
            "content/calendar/2026-11-01-film.md:3 HOST/lost/entry",
            "content/events/last.md:6 HOST/lost/recording",
            "content/events/last.md:7 HOST/lost/slides",
            "content/events/next.el.md:3 HOST/lost/online-el",
            "content/events/next.md:4 HOST/lost/register",
            "content/events/next.md:5 HOST/lost/online",
            "content/events/next.md:6 HOST/lost/place",
            "content/events/next.md:7 HOST/lost/guest",
            "content/guidelines/conduct.md:3 HOST/lost/report",
            "content/guidelines/conduct.md:4 HOST/lost/base",
            "content/guidelines/conduct.md:7 HOST/lost/contact",
            "content/members/amina.md:3 HOST/lost/member",
            "content/spotlights/2026-11-amina.md:7 HOST/lost/answer",
            "hub.yaml:4 HOST/lost/nav",
            "hub.yaml:6 HOST/lost/join",
            "hub.yaml:8 HOST/lost/repository",
        ]
    );
    assert!(said[1].contains("link to the file itself"), "{}", said[1]);
    assert!(host.asked().iter().all(|path| !path.contains("/no/")), "{:?}", host.asked());
}
