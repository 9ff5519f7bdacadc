use super::*;
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Instant,
};

/// A host on this machine. It answers `METHOD /path` with what `answers` says, and remembers what it was asked.
struct Host {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn new(answers: fn(&str, &mut TcpStream)) -> Host {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, heard) = (stream.unwrap(), heard.clone());
                thread::spawn(move || {
                    let head = head(&mut stream);
                    let line = head.lines().next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
                    heard.lock().unwrap().push(head);
                    answers(&line, &mut stream);
                });
            }
        });
        Host { port, asked }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://127.0.0.1:{}{path}", self.port)).unwrap()
    }

    /// What came of asking for `path`.
    fn ask(&self, path: &str) -> Answer {
        ask_all(&[&self.url(path)]).remove(0)
    }

    fn lines(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|head| head.lines().next().unwrap_or_default().to_owned()).collect()
    }
}

fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).into_owned()
}

fn say(stream: &mut TcpStream, head: &str) {
    let _ = write!(stream, "HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

fn ask_all(addresses: &[&Url]) -> Vec<Answer> {
    let client = Client::new(Duration::from_secs(10), None);
    ask_with(&|url, method| client.request(url, method), addresses, &mut |_| {})
}

#[test]
fn what_is_there_works_and_what_is_not_is_gone() {
    let host = Host::new(|line, stream| match line {
        "HEAD /" => say(stream, "200 OK"),
        "HEAD /gone" | "GET /gone" => say(stream, "410 Gone"),
        "HEAD /shy" => say(stream, "404 Not Found"),
        "GET /shy" => say(stream, "206 Partial Content"),
        "HEAD /broken" | "GET /broken" => say(stream, "503 Service Unavailable"),
        "HEAD /login" | "GET /login" => say(stream, "403 Forbidden"),
        _ => say(stream, "404 Not Found"),
    });
    assert_eq!(host.ask("/"), Answer::Works);
    assert_eq!(host.ask("/nowhere?q=1"), Answer::Gone("answers 404".into()));
    assert_eq!(host.ask("/gone"), Answer::Gone("answers 410".into()));
    assert_eq!(host.ask("/shy"), Answer::Works);
    assert_eq!(host.ask("/broken"), Answer::Unsure("it answers 503 (it has trouble of its own)".into()));
    assert!(matches!(host.ask("/login"), Answer::Unsure(why) if why.contains("403")));
    assert_eq!(host.lines()[..3], ["HEAD / HTTP/1.1", "HEAD /nowhere?q=1 HTTP/1.1", "GET /nowhere?q=1 HTTP/1.1"]);
    let heads = host.asked.lock().unwrap();
    let agent = format!("user-agent: hubgen/{} (+link check)", env!("CARGO_PKG_VERSION"));
    assert!(
        heads.iter().all(|head| head.to_lowercase().contains(&agent) && !head.to_lowercase().contains("cookie")),
        "{heads:?}"
    );
}

#[test]
fn who_refuses_to_say_the_head_is_asked_for_all_and_all_is_not_read() {
    static HUNG_UP: AtomicBool = AtomicBool::new(false);
    let host = Host::new(|line, stream| match line {
        "GET /" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            let chunk = format!("400\r\n{}\r\n", "x".repeat(0x400));
            while stream.write_all(chunk.as_bytes()).is_ok() {}
            HUNG_UP.store(true, Ordering::SeqCst);
        }
        "HEAD /silent" => {}
        "GET /silent" => say(stream, "200 OK"),
        _ => say(stream, "405 Method Not Allowed"),
    });
    assert_eq!(host.ask("/"), Answer::Works);
    assert_eq!(host.ask("/silent"), Answer::Works);
    let begin = Instant::now();
    while !HUNG_UP.load(Ordering::SeqCst) {
        assert!(begin.elapsed() < Duration::from_secs(30), "nobody hung up");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn redirects_are_followed_and_only_those_for_good_are_told() {
    let host = Host::new(|line, stream| match line.rsplit(' ').next().unwrap() {
        "/old" => say(stream, "301 Moved Permanently\r\nLocation: /new#part"),
        "/older" => say(stream, "308 Permanent Redirect\r\nLocation: old"),
        "/moved-then-away" => say(stream, "301 Moved Permanently\r\nLocation: /away"),
        "/away" => say(stream, "302 Found\r\nLocation: /old"),
        "/dead-end" => say(stream, "301 Moved Permanently\r\nLocation: /nowhere"),
        "/circle" => say(stream, "302 Found\r\nLocation: /circle"),
        "/out" => say(stream, "302 Found\r\nLocation: file:///etc/passwd"),
        "/lost" => say(stream, "301 Moved Permanently"),
        "/new" => say(stream, "200 OK"),
        _ => say(stream, "404 Not Found"),
    });
    assert_eq!(host.ask("/old"), Answer::Moved(host.url("/new#part")));
    assert_eq!(host.ask("/older"), Answer::Moved(host.url("/new#part")));
    assert_eq!(host.ask("/away"), Answer::Works);
    assert_eq!(host.ask("/moved-then-away"), Answer::Moved(host.url("/away")));
    let Answer::Gone(how) = host.ask("/dead-end") else { panic!("/nowhere is nowhere") };
    assert!(how.starts_with("answers 404 (it sends on to `http://127.0.0.1:") && how.ends_with("/nowhere`)"), "{how}");
    let before = host.lines().len();
    assert_eq!(host.ask("/circle"), Answer::Unsure("it sends on more than 5 times".into()));
    assert_eq!(host.lines().len() - before, 1 + REDIRECTS);
    assert_eq!(host.ask("/out"), Answer::Unsure("it sends on to `file:///etc/passwd`".into()));
    assert!(matches!(host.ask("/lost"), Answer::Unsure(_)));
}

#[test]
fn who_does_not_answer_is_not_waited_for_nor_asked_again() {
    let host = Host::new(|_, _| thread::sleep(Duration::from_secs(600)));
    let client = Client::new(Duration::from_millis(200), None);
    let begin = Instant::now();
    let urls: Vec<Url> = (0..40).map(|i| host.url(&format!("/{i}"))).collect();
    let answers = ask_with(&|url, method| client.request(url, method), &urls.iter().collect::<Vec<_>>(), &mut |_| {});
    assert!(answers.iter().all(|a| matches!(a, Answer::Unsure(why) if why.starts_with("`127.0.0.1` does not answer"))));
    assert_eq!(host.lines().len(), 1);
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

#[test]
fn who_cannot_be_reached_or_understood_is_no_broken_link() {
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let refused = Url::parse(&format!("http://127.0.0.1:{closed}/")).unwrap();
    assert!(matches!(&ask_all(&[&refused])[0], Answer::Unsure(why) if why.starts_with("`127.0.0.1` cannot be reached")));
    // A mail server: it speaks first, and something else.
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let greeted = listener.incoming().map(|stream| {
            let mut stream = stream.unwrap();
            stream.write_all(b"220 mail.example ESMTP\r\n\r\n").unwrap();
            stream
        });
        drop(greeted.collect::<Vec<_>>());
    });
    for (scheme, said) in [("http", "makes no sense"), ("https", "no safe way")] {
        let url = Url::parse(&format!("{scheme}://127.0.0.1:{port}/")).unwrap();
        let answer = ask_all(&[&url]).remove(0);
        assert!(matches!(&answer, Answer::Unsure(why) if why.contains(said)), "{answer:?}");
    }
}

#[test]
fn only_a_host_that_is_known_not_to_be_there_is_gone() {
    let error = |words: &str| io::Error::other(format!("failed to lookup address information: {words}"));
    assert!(is_unknown_host(&error("Name or service not known")));
    assert!(is_unknown_host(&error("nodename nor servname provided, or not known")));
    assert!(!is_unknown_host(&error("Temporary failure in name resolution")));
    assert!(!is_unknown_host(&io::ErrorKind::ConnectionRefused.into()));
    let url = Url::parse("https://no.example/").unwrap();
    let Then::Done(answer) = Step::first(0, url).after(Reply::NoHost) else { panic!("nothing more to ask") };
    assert_eq!(answer, Answer::Gone("leads nowhere: there is no host `no.example`".into()));
}

#[test]
fn without_a_network_no_link_is_broken() {
    let urls: Vec<Url> = (0..4).map(|i| Url::parse(&format!("https://host{i}.example/")).unwrap()).collect();
    let urls: Vec<&Url> = urls.iter().collect();
    let nowhere = |_: &Url, _: Method| Reply::NoHost;
    let gone = |answers: &[Answer]| answers.iter().filter(|a| matches!(a, Answer::Gone(_))).count();
    assert_eq!(gone(&ask_with(&nowhere, &urls, &mut |_| {})), 0);
    assert_eq!(gone(&ask_with(&nowhere, &urls[..2], &mut |_| {})), 2);
    let one = |url: &Url, _: Method| if url.as_str().contains("host0") { Reply::Status(200, None) } else { Reply::NoHost };
    assert_eq!(gone(&ask_with(&one, &urls, &mut |_| {})), 3);
}

#[test]
fn hosts_are_asked_side_by_side_and_each_one_thing_at_a_time() {
    let urls: Vec<Url> = (0..60).map(|i| Url::parse(&format!("https://host{}.example/{i}", i % 7)).unwrap()).collect();
    let at_work: Mutex<Vec<String>> = Mutex::default();
    let (most, count) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let request = |url: &Url, _: Method| {
        let host = url.host_str().unwrap().to_owned();
        {
            let mut at_work = at_work.lock().unwrap();
            assert!(!at_work.contains(&host), "{host} is asked twice at a time");
            at_work.push(host.clone());
            most.fetch_max(at_work.len(), Ordering::SeqCst);
        }
        thread::sleep(Duration::from_millis(2));
        at_work.lock().unwrap().retain(|h| *h != host);
        count.fetch_add(1, Ordering::SeqCst);
        Reply::Status(200, None)
    };
    let mut heard = Vec::new();
    let answers = ask_with(&request, &urls.iter().collect::<Vec<_>>(), &mut |n| heard.push(n));
    assert_eq!(answers, vec![Answer::Works; 60]);
    assert_eq!((count.load(Ordering::SeqCst), most.load(Ordering::SeqCst)), (60, AT_ONCE));
    assert_eq!(heard.last(), Some(&60));
    assert!(ask_with(&request, &[], &mut |_| {}).is_empty());
}

#[test]
fn who_says_too_many_is_left_alone() {
    let urls: Vec<Url> = (0..9).map(|i| Url::parse(&format!("https://busy.example/{i}")).unwrap()).collect();
    let count = AtomicUsize::new(0);
    let request = |_: &Url, _: Method| {
        count.fetch_add(1, Ordering::SeqCst);
        Reply::Status(429, None)
    };
    let answers = ask_with(&request, &urls.iter().collect::<Vec<_>>(), &mut |_| {});
    assert_eq!(answers, vec![Answer::Unsure("it answers 429 (it was asked too often)".into()); 9]);
    assert_eq!(count.into_inner(), 1);
}
