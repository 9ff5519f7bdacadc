//! From saving a file to seeing it: previews at work, and a browser in forty lines.

use crate::{articles::Article, measure::end, programs::Program};
use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

/// After this a preview is not waited for any more, be it to start or to show what was saved.
const START_AT_MOST: Duration = Duration::from_secs(420);
const SHOW_AT_MOST: Duration = Duration::from_secs(120);

/// Between two saves: writers do not save faster.
const PAUSE: Duration = Duration::from_millis(300);

/// From the write of each save.
#[derive(Default)]
pub struct Times {
    /// To the event that makes an open page reload.
    pub told: Vec<Duration>,
    /// To the end of an answer that has the new word.
    pub served: Vec<Duration>,
}

/// Adds a new word to the end of `page` so many times. Ends early where the preview does not show it.
pub fn save_again_and_again(program: &dyn Program, site: &Path, page: &Article, saves: usize) -> Times {
    let mut times = Times::default();
    if saves == 0 {
        return times;
    }
    let address = format!("{}{}/{}/", program.preview_home(), page.section(), page.slug());
    let file = site.join("content").join(page.file());
    let text = fs::read_to_string(&file).expect("the page was written");
    if let Some(preview) = Preview::start(program, site, &address, &page.title) {
        for n in 0..saves {
            // Not in step with anything that looks at intervals.
            thread::sleep(PAUSE + Duration::from_millis(37 * n as u64 % 100));
            let word = format!("quayside{n}");
            if preview.save(program.tells(), &file, &format!("{text}\n{word}\n"), &word, &mut times).is_err() {
                eprintln!("{} did not show what was saved", program.name());
                break;
            }
        }
    }
    fs::write(file, text).expect("the page is as before");
    times
}

/// A preview that has answered.
struct Preview {
    process: Child,
    port: u16,
    address: String,
}

impl Preview {
    /// `None` where it does not show `title` at `address` in time.
    fn start(program: &dyn Program, site: &Path, address: &str, title: &str) -> Option<Preview> {
        let port = free_port();
        let mut command = program.serve(site, port);
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        let preview = Preview { process, port, address: address.into() };
        let shown = preview.wait_for(title, Instant::now(), START_AT_MOST);
        if shown.is_err() {
            eprintln!("{} did not show {address} in time", program.name());
        }
        shown.ok().map(|_| preview)
    }

    fn save(&self, tells: bool, file: &Path, text: &str, word: &str, times: &mut Times) -> io::Result<()> {
        let mut stream = if tells { Some(self.open_page()?) } else { None };
        let begin = Instant::now();
        fs::write(file, text)?;
        if let Some(stream) = &mut stream {
            while !next_event(stream, begin)?.contains(r#""page":"changed""#) {}
            times.told.push(begin.elapsed());
        }
        times.served.push(self.wait_for(word, begin, SHOW_AT_MOST)?);
        Ok(())
    }

    /// Asks for the page until it has `word`.
    fn wait_for(&self, word: &str, begin: Instant, at_most: Duration) -> io::Result<Duration> {
        while begin.elapsed() < at_most {
            if self.get(&self.address).is_ok_and(|answer| answer.contains(word)) {
                return Ok(begin.elapsed());
            }
            thread::sleep(Duration::from_millis(5));
        }
        Err(io::ErrorKind::TimedOut.into())
    }

    /// Looks at the page as a browser does, and listens to what becomes of it. hubgen only.
    fn open_page(&self) -> io::Result<BufReader<TcpStream>> {
        let page = self.get(&self.address)?;
        let script = page.split("/_hubgen/reload.js").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
        let value = |name| script.split(&format!("data-{name}=\"")).nth(1).and_then(|v| v.split('"').next()).unwrap_or_default();
        let [name, mark, styles] = ["name", "mark", "styles"].map(value);
        let query = format!("page={}&name={name}&mark={mark}&styles={styles}", self.address);
        let mut stream = BufReader::new(self.ask(&format!("/_hubgen/events?{query}"))?);
        // It is told at once how things stand.
        next_event(&mut stream, Instant::now())?;
        Ok(stream)
    }

    /// Status, headers and body, as text.
    fn get(&self, path: &str) -> io::Result<String> {
        let mut answer = Vec::new();
        self.ask(path)?.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// By HTTP 1.0, whose answers come in one piece.
    fn ask(&self, path: &str) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(SHOW_AT_MOST))?;
        let headers = format!("Host: localhost:{}\r\nSec-Fetch-Dest: document", self.port);
        stream.write_all(format!("GET {path} HTTP/1.0\r\n{headers}\r\n\r\n").as_bytes())?;
        Ok(stream)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

/// What the next event of a stream says; keep-alive lines are passed over.
fn next_event(stream: &mut impl BufRead, begin: Instant) -> io::Result<String> {
    let mut line = String::new();
    while !line.starts_with("data:") {
        if begin.elapsed() > SHOW_AT_MOST {
            return Err(io::ErrorKind::TimedOut.into());
        }
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(line)
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("some port is free");
    listener.local_addr().expect("it has an address").port()
}
