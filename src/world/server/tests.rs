use super::*;
use crate::{
    diagnostic::{Finding, catalogue as code},
    model::{
        output::{Content, Maker},
        path::OutputPath,
        snapshot::Handle,
    },
};
use serde_json::json;
use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
    sync::mpsc,
};

const PAGE: &str = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"></head>home";

/// A site made of what lies here; a page of `FAULT` cannot be made.
struct Stage {
    base: &'static str,
    files: BTreeMap<&'static str, Content>,
    sheet: &'static str,
}

const FAULT: &str = "fault";

impl Maker for Stage {
    fn base(&self) -> &str {
        self.base
    }

    fn has(&self, path: &OutputPath) -> bool {
        self.files.contains_key(path.as_str())
    }

    fn make(&self, path: &OutputPath) -> Option<Result<Content, Vec<Finding>>> {
        Some(match self.files.get(path.as_str())? {
            Content::Bytes(bytes) if bytes == FAULT.as_bytes() => {
                Err(vec![Finding::new(&code::THEME_TEMPLATE, None, "</script>")])
            }
            content => Ok(content.clone()),
        })
    }

    fn pages(&self) -> Vec<OutputPath> {
        self.files.keys().filter(|path| path.ends_with(".html")).map(|path| OutputPath::new(*path)).collect()
    }

    fn remarks(&self) -> Vec<Finding> {
        Vec::new()
    }

    fn styles(&self) -> Vec<(String, String)> {
        vec![("/style.css".into(), self.sheet.into())]
    }

    fn context(&self, path: &OutputPath) -> Option<(&'static str, Value)> {
        self.has(path).then(|| ("page.html", json!({ "page": path.as_str() })))
    }

    fn trail(&self, path: &OutputPath) -> Vec<String> {
        let Some(Content::Bytes(bytes)) = self.files.get(path.as_str()) else { return Vec::new() };
        vec![String::from_utf8_lossy(bytes).into_owned()]
    }

    fn follow(&self, trail: &str) -> Option<String> {
        let found = self.files.keys().find(|path| self.trail(&OutputPath::new(**path)) == [trail])?;
        Some(format!("{}{}", self.base, found.trim_end_matches("index.html")))
    }
}

fn stage(base: &'static str, files: &[(&'static str, &str)]) -> Stage {
    let files = files.iter().map(|(path, text)| (*path, Content::Bytes(text.as_bytes().into()))).collect();
    Stage { base, files, sheet: "/style.0.css" }
}

fn site(base: &'static str, home: &str) -> Served {
    let files = [("index.html", home), ("about/index.html", "about"), ("404.html", "lost"), ("rss.xml", "0123456789")];
    Served::new(stage(base, &files))
}

fn words(findings: &[Finding]) -> Vec<Value> {
    findings.iter().map(|finding| json!({ "message": finding.message })).collect()
}

fn serve(site: Option<Served>) -> (Server, Arc<Preview>) {
    let preview = Arc::new(Preview::new(words, |_| {}));
    if let Some(site) = site {
        preview.show(site);
    }
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    (Server::start(listener, preview.clone(), || {}).unwrap(), preview)
}

fn ask(server: &Server, request: &str) -> String {
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.write_all(format!("{}\r\nConnection: close\r\n\r\n", request.replace('\n', "\r\n")).as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(server: &Server, path: &str) -> String {
    ask(server, &format!("GET {path} HTTP/1.1\nHost: localhost"))
}

fn has(answer: &str, header: &str) -> bool {
    answer.lines().any(|line| line.eq_ignore_ascii_case(header))
}

#[test]
fn pages_are_found_as_they_will_be_when_published() {
    let (server, _preview) = serve(Some(site("/repo/", PAGE)));
    assert!(has(&get(&server, "/"), "location: /repo/"));
    assert!(has(&get(&server, "/repo"), "location: /repo/"));
    assert!(has(&get(&server, "/repo/about?q=1"), "location: /repo/about/?q=1"));
    let home = get(&server, "/repo/");
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("/_hubgen/reload.js"), "{home}");
    assert!(home.contains("script-src &#39;self&#39;") && home.contains("connect-src &#39;self&#39;"));
    assert!(has(&home, "content-type: text/html; charset=utf-8") && has(&home, "cache-control: no-cache"));
    for lost in
        ["/repo/nowhere", "/about/", "/repo/../../etc/passwd", "/repo/%2e%2e/%2e%2e/etc/passwd", "//evil.example", "/repo//about"]
    {
        let answer = get(&server, lost);
        assert!(answer.starts_with("HTTP/1.1 404") && answer.contains("lost"), "{lost}: {answer}");
    }
    assert!(get(&server, "/repo/%ff").starts_with("HTTP/1.1 400"));
    assert!(ask(&server, "POST /repo/ HTTP/1.1\nHost: localhost\nContent-Length: 0").starts_with("HTTP/1.1 405"));
}

#[test]
fn parts_tags_and_heads_are_answered() {
    let (server, _preview) = serve(Some(site("/", PAGE)));
    let feed = get(&server, "/rss.xml");
    assert!(has(&feed, "content-type: application/rss+xml; charset=utf-8") && feed.ends_with("0123456789"));
    let tag = feed.lines().find_map(|l| l.strip_prefix("etag: ")).unwrap().to_owned();
    let known = ask(&server, &format!("GET /rss.xml HTTP/1.1\nHost: localhost\nIf-None-Match: {tag}"));
    assert!(known.starts_with("HTTP/1.1 304") && !known.contains("0123"));
    let part = ask(&server, "GET /rss.xml HTTP/1.1\nHost: localhost\nRange: bytes=2-4");
    assert!(part.starts_with("HTTP/1.1 206") && has(&part, "content-range: bytes 2-4/10") && part.ends_with("\r\n\r\n234"));
    let beyond = ask(&server, "GET /rss.xml HTTP/1.1\nHost: localhost\nRange: bytes=20-");
    assert!(beyond.starts_with("HTTP/1.1 416") && has(&beyond, "content-range: bytes */10"));
    let head = ask(&server, "HEAD /rss.xml HTTP/1.1\nHost: localhost");
    assert!(has(&head, "content-length: 10") && head.ends_with("\r\n\r\n"));
}

#[test]
fn files_are_streamed_from_the_hub() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("film.mp4");
    std::fs::write(&real, vec![b'f'; 300_000]).unwrap();
    let handle = Handle::new(real.clone(), 300_000);
    let mut hub = stage("/", &[]);
    hub.files.insert("film.mp4", Content::Copy(handle));
    let (server, _preview) = serve(Some(Served::new(hub)));
    let film = get(&server, "/film.mp4");
    assert!(has(&film, "content-length: 300000") && film.ends_with(&"f".repeat(300_000)));
    let part = ask(&server, "GET /film.mp4 HTTP/1.1\nHost: localhost\nRange: bytes=-5");
    assert!(has(&part, "content-range: bytes 299995-299999/300000") && part.ends_with("\r\n\r\nfffff"));
    std::fs::remove_file(real).unwrap();
    assert!(get(&server, "/film.mp4").starts_with("HTTP/1.1 404"));
}

#[test]
fn only_this_machine_is_answered() {
    let (server, _preview) = serve(Some(site("/", PAGE)));
    for host in ["localhost", "127.0.0.1:4000", "[::1]:4000", "hub.localhost", "LOCALHOST."] {
        assert!(ask(&server, &format!("GET / HTTP/1.1\nHost: {host}")).starts_with("HTTP/1.1 200"), "{host}");
    }
    for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:4000", "10.0.0.1"] {
        for path in ["/", "/_hubgen/findings", "/_hubgen/events", "/_hubgen/context?page=/"] {
            assert!(ask(&server, &format!("GET {path} HTTP/1.1\nHost: {host}")).starts_with("HTTP/1.1 421"), "{host}");
        }
    }
}

/// What an open page hears.
struct Events(TcpStream, String);

impl Events {
    fn of(server: &Server, path: &str) -> Events {
        let page = get(server, path);
        let value = |name: &str| page.split(&format!("data-{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        let [name, mark, styles] = ["name", "mark", "styles"].map(|name| value(name).unwrap().to_owned());
        let mut stream = TcpStream::connect(server.address).unwrap();
        let query = format!("page={path}&name={name}&mark={mark}&styles={styles}");
        stream.write_all(format!("GET /_hubgen/events?{query} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
        let mut events = Events(stream, String::new());
        assert_eq!(events.next()["page"], "same", "it is what it just was");
        events
    }

    fn next(&mut self) -> Value {
        let mut piece = [0; 1024];
        loop {
            if let Some((_, event)) = self.1.split_once("data: ")
                && let Some((event, rest)) = event.split_once("\n\n")
            {
                let event = serde_json::from_str(event).unwrap();
                self.1 = rest.to_owned();
                return event;
            }
            let read = self.0.read(&mut piece).unwrap();
            assert!(read > 0, "{}", self.1);
            self.1.push_str(&String::from_utf8_lossy(&piece[..read]));
        }
    }
}

fn error(message: &str) -> Finding {
    Finding::new(&code::THEME_TEMPLATE, None, message)
}

#[test]
fn errors_lie_over_the_last_good_site_and_go() {
    let (server, preview) = serve(None);
    assert!(get(&server, "/").starts_with("HTTP/1.1 503"));
    preview.show(site("/", PAGE));
    preview.show_findings(&[error("</script>")]);
    assert!(get(&server, "/").contains("home"));
    assert!(get(&server, "/_hubgen/findings").ends_with(r#"[{"message":"</script>"}]"#));
    let mut page = Events::of(&server, "/about/");
    preview.show(site("/", "another"));
    assert_eq!(page.next(), json!({ "findings": "", "page": "same" }), "the page itself has not changed");
    assert!(get(&server, "/_hubgen/findings").ends_with("[]"));
}

#[test]
fn each_page_hears_what_became_of_it() {
    let show = |preview: &Preview, sheet, files: &[(&'static str, &str)]| {
        preview.show(Served::new(Stage { sheet, ..stage("/", files) }))
    };
    let (server, preview) = serve(None);
    let styled = "<link href=/style.1.css>";
    show(&preview, "/style.1.css", &[("index.html", styled), ("a/index.html", "a"), ("b/index.html", "b")]);
    let (mut home, mut a, mut b) = (Events::of(&server, "/"), Events::of(&server, "/a/"), Events::of(&server, "/b/"));

    let restyled = "<link href=/style.2.css>";
    show(&preview, "/style.2.css", &[("index.html", restyled), ("a/index.html", "a2"), ("b/index.html", "b")]);
    let event = home.next();
    assert_eq!((&event["page"], &event["sheets"]), (&json!("restyled"), &json!({ "/style.css": "/style.2.css" })));
    assert_eq!(a.next()["page"], "changed");

    show(&preview, "/style.2.css", &[("index.html", restyled), ("c/index.html", "b")]);
    assert_eq!(home.next()["page"], "same");
    let event = b.next();
    assert_eq!((&event["page"], &event["to"]), (&json!("moved"), &json!("/c/")));
    show(&preview, "/style.2.css", &[]);
    assert_eq!(home.next()["page"], "gone");
    show(&preview, "/style.2.css", &[("index.html", restyled)]);
    assert_eq!(home.next()["page"], "same", "back again, as it was");
}

#[test]
fn a_page_that_cannot_be_made_stays_as_it_was_and_everybody_hears() {
    let (heard, faults) = mpsc::channel();
    let preview = Arc::new(Preview::new(words, move |faults| drop(heard.send(faults))));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let server = Server::start(listener, preview.clone(), || {}).unwrap();
    preview.show(site("/", PAGE));
    let mut about = Events::of(&server, "/about/");
    let (broken, known) = preview.show(site("/", FAULT));
    assert_eq!(known, [], "nobody looks at that page");
    preview.sweep(broken, |remarks| assert_eq!(remarks, []));
    assert_eq!(faults.recv().unwrap(), [error("</script>")]);
    assert_ne!(about.next()["findings"], "");
    let home = get(&server, "/");
    assert!(home.starts_with("HTTP/1.1 200") && home.contains("home"), "{home}");

    let (_, known) = preview.show(site("/", FAULT));
    assert_eq!(known.len(), 1, "what was wrong is looked at before it is shown");
    assert!(get(&server, "/").contains("home"), "the last good page is kept for as long as it takes");
    preview.show(site("/", "new"));
    assert_eq!(about.next()["findings"], "");
    assert!(get(&server, "/").contains("new"));

    let (server, _preview) = serve(Some(site("/", FAULT)));
    assert!(get(&server, "/").starts_with("HTTP/1.1 500"));
    assert!(get(&server, "/_hubgen/findings").contains("</script>"));
}

#[test]
fn the_preview_has_addresses_of_its_own() {
    let hub = stage("/repo/", &[("index.html", PAGE), (BOARD, "<p>board"), ("404.html", "lost")]);
    let (server, _preview) = serve(Some(Served::new(hub)));
    assert!(has(&get(&server, "/_plan"), "location: /_plan/") && get(&server, "/_plan/").contains("<p>board"));
    assert!(get(&server, "/repo/_plan/").starts_with("HTTP/1.1 404"));
    let given = get(&server, "/_hubgen/context?page=/repo/");
    assert!(has(&given, "hubgen-template: page.html") && given.contains("  \"page\": \"index.html\""), "{given}");
    assert!(get(&server, "/_hubgen/context?page=/repo/x/").starts_with("HTTP/1.1 404"));
    assert!(get(&server, "/_hubgen/context").starts_with("HTTP/1.1 400"));
    let raw = ask(&server, "GET /repo/ HTTP/1.1\nHost: localhost\nSec-Fetch-Dest: empty");
    assert!(raw.ends_with(PAGE), "what scripts fetch is what is published: {raw}");
}

#[test]
fn a_busy_port_is_stepped_over_unless_it_was_asked_for() {
    let taken = listen("127.0.0.1", None).unwrap();
    let port = taken.local_addr().unwrap().port();
    assert!(matches!(listen("localhost", Some(port)), Err(Failure::Machine(text)) if text.contains("in use")));
    assert_ne!(listen("127.0.0.1", None).unwrap().local_addr().unwrap().port(), port);
    assert!(matches!(listen("example.org", None), Err(Failure::Usage(_))));
}
