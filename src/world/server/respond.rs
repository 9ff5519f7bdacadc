//! From a request to an answer.

use super::{
    html,
    preview::Preview,
    site::{BOARD, Body as Stored, Entry, Made, Served, file_tag},
    types,
};
use crate::model::{
    path::{OutputPath, encode},
    snapshot::Handle,
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode_str;
use std::{
    fs,
    io::{Read, Seek, SeekFrom},
    ops::Range,
    sync::Arc,
};

/// Answers whatever is no address of the preview's own.
pub async fn respond(State(preview): State<Arc<Preview>>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.", &[(header::ALLOW, "GET, HEAD")]);
    }
    let Ok(path) = percent_decode_str(request.uri().path()).decode_utf8().map(|path| path.into_owned()) else {
        return plain(StatusCode::BAD_REQUEST, "The address is not UTF-8.", &[]);
    };
    let Some(site) = preview.shown().site.clone() else { return no_site_yet() };
    // Making a page takes a processor for a while, and others are waiting.
    let made = tokio::task::spawn_blocking(move || make(&preview, &site, &path)).await;
    let asked = Asked { method: request.method(), headers: request.headers() };
    match made {
        Ok(Answer::File(name, entry, status)) => asked.send(&name, entry, status).await,
        Ok(Answer::Elsewhere(to)) => {
            let query = request.uri().query().map_or(String::new(), |q| format!("?{q}"));
            redirect(&format!("{}{query}", encode(&to)))
        }
        Ok(Answer::Nothing) => plain(StatusCode::NOT_FOUND, "There is no such page.", &[]),
        Ok(Answer::Fault) | Err(_) => {
            plain(StatusCode::INTERNAL_SERVER_ERROR, "hubgen has a fault of its own; the terminal says more.", &[])
        }
    }
}

enum Answer {
    File(OutputPath, Entry, StatusCode),
    /// The address it has.
    Elsewhere(String),
    Nothing,
    Fault,
}

fn make(preview: &Preview, site: &Arc<Served>, path: &str) -> Answer {
    let (name, status) = match find(site, path) {
        Found::File(name) => (name, StatusCode::OK),
        Found::Elsewhere(to) => return Answer::Elsewhere(to),
        Found::Nothing => {
            let name = path.strip_prefix(site.base.as_str()).map(OutputPath::new);
            if let Some((name, entry)) = name.and_then(|name| preview.had(&name).map(|entry| (name, entry))) {
                return Answer::File(name, entry, StatusCode::OK);
            }
            (OutputPath::new(NOT_FOUND), StatusCode::NOT_FOUND)
        }
    };
    match preview.get(site, &name) {
        Some(entry) if entry.made == Made::Never => Answer::File(name, entry, StatusCode::INTERNAL_SERVER_ERROR),
        Some(entry) => Answer::File(name, entry, status),
        None if status == StatusCode::OK => Answer::Fault,
        None => Answer::Nothing,
    }
}

/// The page for what is not there.
pub const NOT_FOUND: &str = "404.html";

pub enum Found {
    File(OutputPath),
    /// The address it has.
    Elsewhere(String),
    Nothing,
}

/// Only what the site holds is ever found: a path is looked up in it, never on the disk.
pub fn find(site: &Served, path: &str) -> Found {
    let is_board = |path: &str| path == "/_plan/" && site.has(&OutputPath::new(BOARD));
    if is_board(path) {
        return Found::File(OutputPath::new(BOARD));
    }
    let Some(below) = path.strip_prefix(site.base.as_str()) else {
        return match path == "/" || format!("{path}/") == site.base {
            true => Found::Elsewhere(site.base.clone()),
            false if is_board(&format!("{path}/")) => Found::Elsewhere(format!("{path}/")),
            false => Found::Nothing,
        };
    };
    let is_page = below.is_empty() || below.ends_with('/');
    let name = OutputPath::new(if is_page { format!("{below}index.html") } else { below.to_owned() });
    // Below a path of the hub's own, the board has no second address.
    let has = |name: &OutputPath| (name.as_str() != BOARD || site.base == "/") && site.has(name);
    if has(&name) {
        Found::File(name)
    } else if !is_page && has(&OutputPath::new(format!("{below}/index.html"))) {
        Found::Elsewhere(format!("{path}/"))
    } else {
        Found::Nothing
    }
}

/// What a request wants beside its address.
struct Asked<'a> {
    method: &'a Method,
    headers: &'a HeaderMap,
}

impl Asked<'_> {
    async fn send(&self, name: &OutputPath, entry: Entry, status: StatusCode) -> Response {
        let media = types::of(name.as_str());
        match entry.body {
            Stored::Bytes(bytes) if media.starts_with("text/html") && !self.wants_it_raw() => {
                let page = html::with_script(&String::from_utf8_lossy(&bytes), name.as_str(), &entry.look);
                self.send_bytes(page.into(), Head { media, tag: format!("\"{}-p\"", entry.tag), status })
            }
            Stored::Bytes(bytes) => self.send_bytes(bytes, Head { media, tag: format!("\"{}\"", entry.tag), status }),
            Stored::File(handle) => self.send_file(handle, media, status).await,
        }
    }

    /// What a script of the page fetches is what it will fetch when published
    /// (<https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header>).
    fn wants_it_raw(&self) -> bool {
        self.headers.get("sec-fetch-dest").is_some_and(|wants| wants == "empty")
    }

    fn send_bytes(&self, bytes: Bytes, head: Head) -> Response {
        let plan = self.plan(&head, bytes.len() as u64);
        let body = match &plan.range {
            Some(range) if self.wants_body() => Body::from(bytes.slice(range.start as usize..range.end as usize)),
            _ => Body::empty(),
        };
        plan.answer(head, body)
    }

    async fn send_file(&self, handle: Handle, media: &'static str, status: StatusCode) -> Response {
        let opened = tokio::task::spawn_blocking(move || {
            let file = fs::File::open(&*handle.real)?;
            let metadata = file.metadata()?;
            Ok::<_, std::io::Error>((file, metadata))
        });
        let Ok(Ok((file, metadata))) = opened.await else {
            return plain(StatusCode::NOT_FOUND, "The file is gone.", &[]);
        };
        let head = Head { media, tag: format!("\"{}\"", file_tag(&metadata)), status };
        let plan = self.plan(&head, metadata.len());
        let body = match &plan.range {
            Some(range) if self.wants_body() => stream(file, range.clone()),
            _ => Body::empty(),
        };
        plan.answer(head, body)
    }

    fn wants_body(&self) -> bool {
        *self.method != Method::HEAD
    }

    /// Decides between all of it, a part (RFC 9110, section 14) and nothing new (section 13).
    fn plan(&self, head: &Head, size: u64) -> Plan {
        let header = |name| self.headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
        let whole = Plan { status: head.status, range: Some(0..size), size };
        if head.status != StatusCode::OK {
            return whole;
        }
        let known = header(header::IF_NONE_MATCH).is_some_and(|tags| {
            tags.split(',').any(|t| matches!(t.trim(), "*") || t.trim().trim_start_matches("W/") == head.tag)
        });
        if known {
            return Plan { status: StatusCode::NOT_MODIFIED, range: None, size };
        }
        let stale_part = header(header::IF_RANGE).is_some_and(|tag| tag != head.tag);
        match header(header::RANGE).filter(|_| !stale_part).and_then(|text| part(text, size)) {
            None => whole,
            Some(Some(range)) => Plan { status: StatusCode::PARTIAL_CONTENT, range: Some(range), size },
            Some(None) => Plan { status: StatusCode::RANGE_NOT_SATISFIABLE, range: None, size },
        }
    }
}

struct Head {
    media: &'static str,
    /// With quotes.
    tag: String,
    status: StatusCode,
}

struct Plan {
    status: StatusCode,
    range: Option<Range<u64>>,
    /// Of the whole.
    size: u64,
}

impl Plan {
    fn answer(self, head: Head, body: Body) -> Response {
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let mut set = |name, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(name, value);
            }
        };
        set(header::ETAG, &head.tag);
        set(header::ACCEPT_RANGES, "bytes");
        set(header::VARY, "sec-fetch-dest");
        match (&self.range, self.status) {
            (Some(range), status) => {
                set(header::CONTENT_TYPE, head.media);
                set(header::CONTENT_LENGTH, &(range.end - range.start).to_string());
                if status == StatusCode::PARTIAL_CONTENT {
                    set(header::CONTENT_RANGE, &format!("bytes {}-{}/{}", range.start, range.end - 1, self.size));
                }
            }
            (None, StatusCode::RANGE_NOT_SATISFIABLE) => set(header::CONTENT_RANGE, &format!("bytes */{}", self.size)),
            (None, _) => {}
        }
        response
    }
}

/// The part a `Range` header asks for. `None`: not understood, or several parts, so that all is sent;
/// `Some(None)`: there is no such part.
fn part(text: &str, size: u64) -> Option<Option<Range<u64>>> {
    let (first, last) = text.strip_prefix("bytes=")?.trim().split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let range = match (first.trim().is_empty(), last.trim().is_empty()) {
        (true, _) => size.saturating_sub(number(last)?)..size,
        (false, true) => number(first)?..size,
        (false, false) => number(first)?..number(last)?.checked_add(1)?.min(size),
    };
    Some((range.start < range.end).then_some(range))
}

/// Sends a part of a file piece by piece.
fn stream(mut file: fs::File, range: Range<u64>) -> Body {
    let (sender, receiver) = tokio::sync::mpsc::channel::<std::io::Result<Bytes>>(4);
    tokio::task::spawn_blocking(move || {
        let mut left = range.end - range.start;
        let mut failed = file.seek(SeekFrom::Start(range.start)).err();
        while left > 0 && failed.is_none() {
            let mut piece = vec![0; left.min(64 << 10) as usize];
            match file.read_exact(&mut piece) {
                Ok(()) => left -= piece.len() as u64,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
            // Whoever asked has gone.
            if sender.blocking_send(Ok(piece.into())).is_err() {
                return;
            }
        }
        if let Some(error) = failed {
            let _ = sender.blocking_send(Err(error));
        }
    });
    Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(receiver))
}

fn no_site_yet() -> Response {
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, html::no_site_yet()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

fn redirect(to: &str) -> Response {
    // Two slashes in front would lead to another host; nothing found here begins with them.
    let to = format!("/{}", to.trim_start_matches('/'));
    plain(StatusCode::FOUND, "", &[(header::LOCATION, &to)])
}

pub fn plain(status: StatusCode, text: &str, headers: &[(header::HeaderName, &str)]) -> Response {
    let mut response = (status, text.to_owned()).into_response();
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name.clone(), value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_the_standard_says() {
        for (text, expected) in [
            ("bytes=0-4", Some(Some(0..5))),
            ("bytes=5-", Some(Some(5..10))),
            ("bytes=-3", Some(Some(7..10))),
            ("bytes=-30", Some(Some(0..10))),
            ("bytes=8-99", Some(Some(8..10))),
            ("bytes=10-", Some(None)),
            ("bytes=5-4", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=0-1,4-5", None),
            ("lines=0-1", None),
            ("bytes=x-", None),
            ("bytes=0-18446744073709551615", None),
        ] {
            assert_eq!(part(text, 10), expected, "{text}");
        }
    }
}
