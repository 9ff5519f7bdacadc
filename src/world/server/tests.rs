use super::*;
use crate::model::{
    output::{Content, Phase, Sink},
    path::OutputPath,
    snapshot::Handle,
};
use std::{
    io::{Read, Write},
    net::TcpStream,
};

const PAGE: &str = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"></head>home";

fn site(base: &str, home: &str) -> Served {
    let collector = Collector::default();
    let files = [("index.html", home), ("about/index.html", "about"), ("404.html", "lost"), ("rss.xml", "0123456789")];
    for (path, text) in files {
        collector.take(Phase::Pages, &OutputPath::new(path), Content::Bytes(text.into()));
    }
    collector.finish(base)
}

fn serve(site: Option<Served>) -> (Server, Arc<Preview>) {
    let preview = Arc::new(Preview::default());
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
    let collector = Collector::default();
    let handle = Handle { real: Arc::new(real.clone()), size: 300_000, dimensions: None };
    collector.take(Phase::Assets, &OutputPath::new("film.mp4"), Content::Copy(handle));
    let (server, _preview) = serve(Some(collector.finish("/")));
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
        for path in ["/", "/_hubgen/findings", "/_hubgen/events"] {
            assert!(ask(&server, &format!("GET {path} HTTP/1.1\nHost: {host}")).starts_with("HTTP/1.1 421"), "{host}");
        }
    }
}

#[test]
fn errors_lie_over_the_last_good_site_and_go() {
    let (server, preview) = serve(None);
    assert!(get(&server, "/").starts_with("HTTP/1.1 503"));
    preview.show(site("/", PAGE));
    preview.show_findings(vec![json!({"message": "</script>"})]);
    assert!(get(&server, "/").contains("home"));
    assert!(get(&server, "/_hubgen/findings").ends_with(r#"[{"message":"</script>"}]"#));

    let mut events = TcpStream::connect(server.address).unwrap();
    events.write_all(b"GET /_hubgen/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut hear = |expected: &str| {
        let mut heard = String::new();
        let mut piece = [0; 1024];
        while !heard.contains(expected) {
            let read = events.read(&mut piece).unwrap();
            assert!(read > 0, "{heard}");
            heard.push_str(&String::from_utf8_lossy(&piece[..read]));
        }
    };
    hear("\"findings\":1");
    preview.show(site("/", "another"));
    hear("\"findings\":0");
    assert!(get(&server, "/_hubgen/findings").ends_with("[]"));
}

#[test]
fn equal_sites_have_equal_digests() {
    assert_eq!(site("/", PAGE).digest, site("/", PAGE).digest);
    assert_ne!(site("/", PAGE).digest, site("/", "other").digest);
}

#[test]
fn a_busy_port_is_stepped_over_unless_it_was_asked_for() {
    let taken = listen("127.0.0.1", None).unwrap();
    let port = taken.local_addr().unwrap().port();
    assert!(matches!(listen("localhost", Some(port)), Err(Failure::Machine(text)) if text.contains("in use")));
    assert_ne!(listen("127.0.0.1", None).unwrap().local_addr().unwrap().port(), port);
    assert!(matches!(listen("example.org", None), Err(Failure::Usage(_))));
}
