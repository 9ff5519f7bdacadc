//! Other hosts, asked whether addresses still work. Only `check --external` comes here.
//!
//! Nothing is kept and next to nothing fetched: the head of an answer says enough. Hosts are treated as a polite reader
//! would: one request at a time, and none after one that says "too many" or does not answer at all.

use crate::model::external::Answer;
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    io,
    sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::Duration,
};
use ureq::{Agent, http::header::LOCATION};
use url::Url;

/// So many hosts are asked at a time.
const AT_ONCE: usize = 4;

/// So often an address may send on to another.
const REDIRECTS: usize = 5;

/// So many hosts of which none is known are no mistake of the hub's: there is no network.
const NO_NETWORK: usize = 3;

/// So long one request may take, from the name of the host to the head of the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// So long a head may be, in bytes.
const HEAD: usize = 32 * 1024;

/// Asks for every address, each once. `heard` is told how many answers there are, with each one and about once a second.
pub fn ask(addresses: &[&Url], heard: &mut dyn FnMut(usize)) -> Vec<Answer> {
    let client = Client::new(PATIENCE, ureq::Proxy::try_from_env());
    ask_with(&|url, method| client.request(url, method), addresses, heard)
}

/// How a host is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    /// For the head of the answer alone.
    Head,
    /// For those that refuse that.
    Get,
}

/// What one request came to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reply {
    /// A status (RFC 9110, section 15), and where it leads to.
    Status(u16, Option<String>),
    /// The host hung up, or talks in tongues.
    Dropped(String),
    /// There is no such host.
    NoHost,
    /// The host cannot be asked now, for nothing.
    Lost(String),
}

type Request<'a> = dyn Fn(&Url, Method) -> Reply + Sync + 'a;

fn ask_with(request: &Request, addresses: &[&Url], heard: &mut dyn FnMut(usize)) -> Vec<Answer> {
    let begin = |(index, url): (usize, &&Url)| Step::first(index, (*url).clone());
    let board = Board::new(addresses.iter().enumerate().map(begin).collect());
    let mut answers = vec![Answer::Unsure("nobody came to ask".into()); addresses.len()];
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(addresses.len()) {
            let (board, sender) = (&board, sender.clone());
            scope.spawn(move || {
                while let Some((step, turn)) = board.take() {
                    if let Some(answer) = board.ask(step, turn, request) {
                        // Nobody listens any more only where the listener is gone for good.
                        let _ = sender.send(answer);
                    }
                }
            });
        }
        drop(sender);
        let mut count = 0;
        loop {
            match receiver.recv_timeout(Duration::from_secs(1)) {
                Ok((index, answer)) => {
                    let in_a_circle = matches!(&answer, Answer::Moved(to) if same(to, addresses[index]));
                    answers[index] = if in_a_circle { Answer::Works } else { answer };
                    count += 1;
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
            heard(count);
        }
    });
    if board.is_cut_off() {
        for (answer, url) in answers.iter_mut().zip(addresses) {
            let host = url.host_str().unwrap_or_default();
            *answer = Answer::Unsure(format!("there is no host `{host}`, nor any other; is there a network?"));
        }
    }
    answers
}

/// The next request for an address.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    /// Which address it is for.
    index: usize,
    url: Url,
    method: Method,
    redirects: usize,
    /// Where redirects led that are for good, as long as there was no other.
    moved: Option<Url>,
}

/// What follows from a reply.
#[derive(Debug, PartialEq, Eq)]
enum Then {
    Ask(Box<Step>),
    Done(Answer),
}

impl Step {
    fn first(index: usize, url: Url) -> Step {
        Step { index, url, method: Method::Head, redirects: 0, moved: None }
    }

    fn host(&self) -> String {
        self.url.host_str().unwrap_or_default().to_owned()
    }

    fn after(mut self, reply: Reply) -> Then {
        // Some hosts answer properly only when they are asked for everything.
        let refused = match &reply {
            Reply::Status(status, _) => *status >= 400 && *status != 429,
            Reply::Dropped(_) => true,
            Reply::NoHost | Reply::Lost(_) => false,
        };
        if refused && self.method == Method::Head {
            self.method = Method::Get;
            return Then::Ask(Box::new(self));
        }
        match reply {
            Reply::Status(status @ (301 | 302 | 303 | 307 | 308), location) => self.follow(status, location),
            Reply::Status(200..=299 | 304, _) => Then::Done(self.moved.map_or(Answer::Works, Answer::Moved)),
            Reply::Status(status @ (404 | 410), _) => Then::Done(Answer::Gone(format!("answers {status}{}", self.by_way()))),
            Reply::Status(status, _) => Then::Done(Answer::Unsure(format!("it answers {}{}", worded(status), self.by_way()))),
            Reply::Dropped(why) => Then::Done(Answer::Unsure(format!("{why}{}", self.by_way()))),
            Reply::NoHost => {
                Then::Done(Answer::Gone(format!("leads nowhere: there is no host `{}`{}", self.host(), self.by_way())))
            }
            Reply::Lost(why) => Then::Done(Answer::Unsure(format!("`{}` {why}{}", self.host(), self.by_way()))),
        }
    }

    fn follow(mut self, status: u16, location: Option<String>) -> Then {
        let unsure = |why: String| Then::Done(Answer::Unsure(why));
        let Some(location) = location else { return unsure(format!("it answers {status} and does not say where to go")) };
        let next = self.url.join(&location).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
        let Some(mut next) = next else { return unsure(format!("it sends on to `{location}`")) };
        if self.redirects == REDIRECTS {
            return unsure(format!("it sends on more than {REDIRECTS} times"));
        }
        let all_for_good = match &self.moved {
            Some(moved) => same(moved, &self.url),
            None => self.redirects == 0,
        };
        if all_for_good && matches!(status, 301 | 308) {
            self.moved = Some(next.clone());
        }
        next.set_fragment(None);
        self.url = next;
        self.redirects += 1;
        Then::Ask(Box::new(self))
    }

    /// Where redirects led, for the end of a sentence.
    fn by_way(&self) -> String {
        match self.redirects {
            0 => String::new(),
            _ => format!(" (it sends on to `{}`)", self.url),
        }
    }
}

/// Whether one asks for the same.
fn same(a: &Url, b: &Url) -> bool {
    a[..url::Position::AfterQuery] == b[..url::Position::AfterQuery]
}

/// A status with what it means to those who do not know it by heart.
fn worded(status: u16) -> String {
    match status {
        401 => "401 (it wants a login)".into(),
        403 => "403 (it does not let programs in, or wants a login)".into(),
        429 => "429 (it was asked too often)".into(),
        500.. if status < 600 => format!("{status} (it has trouble of its own)"),
        _ => status.to_string(),
    }
}

/// What is to be asked, and who is being asked.
struct Board {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    waiting: VecDeque<Step>,
    busy: BTreeSet<String>,
    /// Hosts, with scheme and port, that need not be asked again.
    settled: BTreeMap<String, Reply>,
    /// Whether there was any host at all.
    met: bool,
}

impl Board {
    fn new(waiting: VecDeque<Step>) -> Board {
        let state = State { waiting, busy: BTreeSet::new(), settled: BTreeMap::new(), met: false };
        Board { state: Mutex::new(state), changed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether every name was unknown, and there were many.
    fn is_cut_off(&self) -> bool {
        let state = self.state();
        !state.met && state.settled.len() >= NO_NETWORK
    }

    /// The next request whose host is not being asked; until the turn ends, it is. `None`: there is nothing left to do.
    fn take(&self) -> Option<(Step, Turn<'_>)> {
        let mut state = self.state();
        loop {
            let free = state.waiting.iter().position(|step| !state.busy.contains(&step.host()));
            if let Some(step) = free.and_then(|at| state.waiting.remove(at)) {
                state.busy.insert(step.host());
                let turn = Turn { board: self, host: step.host() };
                return Some((step, turn));
            }
            if state.busy.is_empty() {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// `None`: something else has to be asked for first, and waits.
    fn ask(&self, step: Step, _turn: Turn, request: &Request) -> Option<(usize, Answer)> {
        let (index, origin) = (step.index, step.url.origin().ascii_serialization());
        let settled = self.state().settled.get(&origin).cloned();
        let reply = settled.unwrap_or_else(|| request(&step.url, step.method));
        let mut state = self.state();
        state.met |= reply != Reply::NoHost;
        if matches!(reply, Reply::NoHost | Reply::Lost(_) | Reply::Status(429, _)) {
            state.settled.insert(origin, reply.clone());
        }
        match step.after(reply) {
            Then::Ask(step) => {
                state.waiting.push_front(*step);
                None
            }
            Then::Done(answer) => Some((index, answer)),
        }
    }
}

/// The right to ask a host. It ends even where a fault of ours ends the asking, so that nobody waits for ever.
struct Turn<'a> {
    board: &'a Board,
    host: String,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.board.state().busy.remove(&self.host);
        self.board.changed.notify_all();
    }
}

/// Makes requests and reads the head of what comes back.
struct Client {
    agent: Agent,
    patience: Duration,
}

impl Client {
    fn new(patience: Duration, proxy: Option<ureq::Proxy>) -> Client {
        let config = Agent::config_builder()
            .user_agent(concat!("hubgen/", env!("CARGO_PKG_VERSION"), " (+link check)"))
            .timeout_global(Some(patience))
            .http_status_as_error(false)
            // All the head may hold, so no more than this of a body either.
            .max_response_header_size(HEAD)
            .input_buffer_size(HEAD)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy)
            .build();
        Client { agent: config.into(), patience }
    }

    fn request(&self, url: &Url, method: Method) -> Reply {
        let answer = match method {
            Method::Head => self.agent.head(url.as_str()).call(),
            Method::Get => self.agent.get(url.as_str()).call(),
        };
        match answer {
            Ok(answer) => {
                let location = answer.headers().get(LOCATION).map(|l| String::from_utf8_lossy(l.as_bytes()).into_owned());
                // The body is left unread; letting go of it hangs up.
                Reply::Status(answer.status().as_u16(), location)
            }
            Err(error) => self.failed(error),
        }
    }

    fn failed(&self, error: ureq::Error) -> Reply {
        use io::ErrorKind::*;
        match error {
            ureq::Error::HostNotFound => Reply::NoHost,
            ureq::Error::Timeout(_) => Reply::Lost(format!("does not answer within {} seconds", self.patience.as_secs())),
            ureq::Error::Protocol(error) => Reply::Dropped(format!("its answer makes no sense ({error})")),
            ureq::Error::Io(error) => match error.kind() {
                _ if is_unknown_host(&error) => Reply::NoHost,
                ConnectionReset | ConnectionAborted | UnexpectedEof | BrokenPipe => Reply::Dropped("it hangs up".into()),
                InvalidData => Reply::Lost(format!("has no safe way to be asked ({error})")),
                _ => Reply::Lost(format!("cannot be reached: {}", super::reason(&error))),
            },
            ureq::Error::Tls(why) => Reply::Lost(format!("has no safe way to be asked ({why})")),
            ureq::Error::Rustls(error) => Reply::Lost(format!("has no safe way to be asked ({error})")),
            ureq::Error::ConnectProxyFailed(why) => Reply::Dropped(format!("the proxy says {why}")),
            error => Reply::Dropped(error.to_string()),
        }
    }
}

/// Whether the system is sure that there is no such host; when the network is down, it is not. It says so in words only
/// (glibc, musl, macOS and the BSDs), on Windows by number (WSAHOST_NOT_FOUND, WSANO_DATA).
fn is_unknown_host(error: &io::Error) -> bool {
    const WORDS: [&str; 4] = ["not known", "No address associated", "does not resolve", "no address"];
    let said = error.to_string();
    match error.raw_os_error() {
        Some(number) => cfg!(windows) && matches!(number, 11001 | 11004),
        None => said.contains("lookup") && WORDS.iter().any(|words| said.contains(words)),
    }
}

#[cfg(test)]
mod tests;
