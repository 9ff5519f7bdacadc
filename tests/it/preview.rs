//! `hubgen serve` at work, for tests to ask and to listen to.

use crate::bench::NOW;
use hubgen::model::path::encode;
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::{Duration, Instant},
};

/// Nothing here takes nearly as long; a machine with much else to do may.
pub const AT_MOST: Duration = Duration::from_secs(90);

pub struct Preview {
    pub program: Child,
    /// `127.0.0.1:4000`
    pub host: String,
    /// What it says, line by line.
    pub said: Receiver<String>,
}

/// What came back for a request.
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Preview {
    pub fn of(hub: &Path, flags: &[&str]) -> Preview {
        Preview::by(Command::new(env!("CARGO_BIN_EXE_hubgen")).arg("serve").arg(hub).args(["--port", "0"]).args(flags))
    }

    /// With whatever `command` runs, which is `hubgen serve` in the end.
    pub fn by(command: &mut Command) -> Preview {
        command.args(["--now", NOW]).env_remove("SOURCE_DATE_EPOCH");
        let mut program = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, said) = channel();
        let lines = BufReader::new(program.stderr.take().unwrap()).lines().map_while(Result::ok);
        thread::spawn(move || lines.for_each(|line| drop(sender.send(line))));
        let mut preview = Preview { program, host: String::new(), said };
        let line = preview.hears("The site is at http://");
        preview.host = line.split("http://").nth(1).unwrap().split('/').next().unwrap().to_owned();
        preview
    }

    /// Waits for a line with these words.
    pub fn hears(&self, words: &str) -> String {
        let mut all = String::new();
        loop {
            match self.said.recv_timeout(AT_MOST) {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => all += &format!("{line}\n"),
                Err(_) => panic!("it never said `{words}` but\n{all}"),
            }
        }
    }

    /// What it has said since somebody listened.
    pub fn heard(&self) -> String {
        self.said.try_iter().map(|line| format!("{line}\n")).collect()
    }

    /// As a script of the page would get it: without what the preview adds.
    pub fn get(&self, path: &str) -> (u16, Vec<u8>) {
        let answer = ask(&self.host, path, "Sec-Fetch-Dest: empty\r\n").unwrap();
        (answer.status, answer.body)
    }

    /// Waits until a page holds these words.
    pub fn shows(&self, path: &str, words: &str) {
        self.waits(&format!("{path} never showed `{words}`"), || String::from_utf8_lossy(&self.get(path).1).contains(words));
    }

    pub fn waits(&self, otherwise: &str, mut see: impl FnMut() -> bool) {
        let until = Instant::now() + AT_MOST;
        while !see() {
            assert!(Instant::now() < until, "{otherwise}; it said\n{}", self.heard());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// What a window hears that has this page open.
    pub fn window(&self, path: &str) -> Receiver<Value> {
        self.listen(&self.known(path))
    }

    /// What a window that has this page open knows of it, as it asks for events.
    pub fn known(&self, path: &str) -> String {
        let page = String::from_utf8(ask(&self.host, path, "").unwrap().body).unwrap();
        let datum = |name: &str| encode(page.split(&format!("data-{name}=\"")).nth(1).unwrap().split('"').next().unwrap());
        format!("page={path}&name={}&mark={}&styles={}", datum("name"), datum("mark"), datum("styles"))
    }

    /// What such a window hears.
    pub fn listen(&self, known: &str) -> Receiver<Value> {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(stream, "GET /_hubgen/events?{known} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
        let (sender, told) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stream).lines().map_while(Result::ok) {
                let told = line.strip_prefix("data: ").map(|text| serde_json::from_str(text).unwrap());
                if told.is_some_and(|told| sender.send(told).is_err()) {
                    return;
                }
            }
        });
        told
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let pid = self.program.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &pid]).status().unwrap().success());
    }

    /// Waits for its end.
    pub fn ends(&mut self) -> ExitStatus {
        let until = Instant::now() + AT_MOST;
        loop {
            match self.program.try_wait().unwrap() {
                Some(status) => return status,
                None => assert!(Instant::now() < until, "it never ended; it said\n{}", self.heard()),
            }
            thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Asks for one address. `headers` end in line ends.
pub fn ask(host: &str, path: &str, headers: &str) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(host)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
    let body = answer.split_off(end + 4);
    Ok(Answer { status: String::from_utf8_lossy(&answer)[9..12].parse().unwrap(), body })
}
