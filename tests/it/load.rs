//! Many readers while a writer saves: no request fails, and no page is of two minds.

use crate::{
    bench::Temp,
    preview::{AT_MOST, Preview},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// One reader's connection, which stays open.
struct Reader(BufReader<TcpStream>);

impl Reader {
    /// Status and text.
    fn get(&mut self, path: &str) -> std::io::Result<(u16, String)> {
        // As a browser asks: with the preview's script in pages.
        self.0.get_mut().write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes())?;
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let from = head.len();
            if self.0.read_line(&mut head)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            match head[from..].trim_end().to_ascii_lowercase() {
                line if line.is_empty() => break,
                line => length = line.strip_prefix("content-length: ").map_or(length, |n| n.parse().unwrap()),
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body)?;
        Ok((head[9..12].parse().unwrap(), String::from_utf8_lossy(&body).into_owned()))
    }
}

/// The numbers that follow a word: of one state of the hub they are all the same.
fn numbers(text: &str, word: &str) -> BTreeSet<u32> {
    text.split(word).skip(1).filter_map(|after| after.get(..4)?.parse().ok()).collect()
}

/// What the hub says in its round `n`.
fn save(hub: &Temp, n: u32) {
    let post = |lang: &str| {
        let text = format!(
            "---\ntitle: Post{n:04}\ndescription: Post{n:04} {lang}\n---\n## Post{n:04}\n\n{}\n",
            "Post of it. ".repeat(200)
        );
        format!("{text}\nThe end of Post{n:04}.\n")
    };
    match n % 6 {
        0 => hub.write("content/calendar/2026-11-02-post.md", post("en")),
        1 => hub.write("assets/style.css", format!("body {{ color: #{n:06} }}\n")),
        2 => hub.write("content/about.md", format!("# About\n\nPage{n:04}.\n\n{}\n\nPage{n:04}.\n", "Words. ".repeat(5_000))),
        3 => hub.write(&format!("content/new-{n}.md"), "# New\n\n[about](about.md)\n"),
        // Half a settings file, as it lies there while somebody types.
        4 => hub.write("hub.yaml", settings(n).trim_end_matches("]\n")),
        _ => hub.write("hub.yaml", settings(n)),
    }
}

/// The title stands at least three times on every page, and in every feed.
fn settings(n: u32) -> String {
    format!("title: Hub{n:04}\ndescription: Hub{n:04}\nbase_url: https://harbour.example/\nlanguages: [en, ar]\n")
}

#[test]
fn no_request_fails_and_no_page_is_of_two_minds() {
    const ROUNDS: u32 = 90;
    let hub = Temp::with([("hub.yaml", settings(0))]);
    (0..3).for_each(|n| save(&hub, 6 * 1000 + n));
    for i in 0..20 {
        hub.write(&format!("content/page-{i}.md"), format!("---\ntitle: Page {i}\n---\n[about](about.md)\n"));
    }
    let preview = Preview::of(hub.path(), &[]);
    let (over, asked, troubles) = (AtomicBool::new(false), AtomicUsize::new(0), Mutex::new(Vec::<String>::new()));
    let states = Mutex::new(BTreeMap::<&str, BTreeSet<u32>>::new());
    let paths = [
        "/",
        "/about/",
        "/ar/",
        "/calendar/",
        "/calendar/2026-11-02-post/",
        "/page-7/",
        "/ar/calendar/",
        "/rss.xml",
        "/feed.json",
    ];
    let read = |from: usize| {
        let mut reader = Reader(BufReader::new(TcpStream::connect(&preview.host).unwrap()));
        for path in paths.iter().cycle().skip(from) {
            if over.load(Ordering::Relaxed) {
                return;
            }
            let trouble = |what: String| troubles.lock().unwrap().push(format!("{path}: {what}"));
            let (status, text) = match reader.get(path) {
                Ok(answer) => answer,
                Err(error) => return trouble(format!("{error}")),
            };
            asked.fetch_add(1, Ordering::Relaxed);
            let end = if path.ends_with(".json") {
                "}"
            } else if path.ends_with(".xml") {
                "</rss>"
            } else {
                "</html>"
            };
            if status != 200 || !text.trim_end().ends_with(end) {
                trouble(format!("{status}, {} bytes", text.len()));
            }
            for word in ["Hub", "Post", "Page"] {
                let found = numbers(&text, word);
                if found.len() > 1 {
                    trouble(format!("says {word} of {found:?}"));
                }
                states.lock().unwrap().entry(word).or_default().extend(found);
            }
            // Styles, scripts and pictures under the names that this page gives them.
            let named = text.split('"').filter(|part| part.starts_with("/assets/"));
            for asset in named.collect::<BTreeSet<_>>() {
                match reader.get(asset) {
                    Ok((200, _)) => {}
                    other => trouble(format!("{asset}: {:?}", other.map(|(status, _)| status))),
                }
            }
        }
    };
    thread::scope(|scope| {
        (0..4).for_each(|i| drop(scope.spawn(move || read(2 * i))));
        let windows = [preview.window("/"), preview.window("/about/")];
        for n in 1..=ROUNDS {
            save(&hub, n);
            // Until somebody has read this many pages, however slow the machine is: while it looks, while it shows.
            let (enough, until) = (asked.load(Ordering::Relaxed) + 50, Instant::now() + AT_MOST);
            while asked.load(Ordering::Relaxed) < enough && troubles.lock().unwrap().is_empty() && Instant::now() < until {
                thread::sleep(Duration::from_millis(5));
            }
        }
        hub.write("content/about.md", "# About\n\nThe last word.\n");
        preview.shows("/about/", "The last word.");
        over.store(true, Ordering::Relaxed);
        assert!(windows.iter().all(|window| window.try_iter().count() > 0), "open windows hear of it");
    });
    let troubles = troubles.into_inner().unwrap();
    assert!(troubles.is_empty(), "{} of {asked:?} requests:\n{}", troubles.len(), troubles[..troubles.len().min(20)].join("\n"));
    let states = states.into_inner().unwrap();
    eprintln!("{asked:?} pages in states {:?}", states.iter().map(|(word, seen)| (word, seen.len())).collect::<Vec<_>>());
    assert!(states.values().all(|seen| seen.len() > 2), "hardly anything changed meanwhile: {states:?}");
    assert!(fs::metadata(hub.path().join("public")).is_err(), "serve writes nothing");
}
