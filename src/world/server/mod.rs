//! The preview server: a finished site from memory, and a bell that tells open pages of the next one.
//!
//! A site is swapped whole. Whoever is being answered meanwhile sees the old one to the end.

mod html;
mod respond;
mod site;
mod types;

pub use site::{Collector, Served};

use super::{Failure, reason};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::get,
};
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
};
use tokio::sync::watch;
use tokio_stream::{StreamExt, wrappers::WatchStream};

/// Where `serve` begins to look for a free port.
const DEFAULT_PORT: u16 = 4000;

/// What is shown now; shared between those who build and those who answer.
#[derive(Debug)]
pub struct Preview {
    shown: watch::Sender<Arc<Shown>>,
}

/// The last good site, and what is wrong with the hub as it is.
#[derive(Debug, Default)]
pub struct Shown {
    pub site: Option<Arc<Served>>,
    /// For the browser: a list of findings.
    pub findings: Vec<Value>,
}

impl Default for Preview {
    fn default() -> Preview {
        Preview { shown: watch::Sender::new(Arc::default()) }
    }
}

impl Preview {
    pub fn shown(&self) -> Arc<Shown> {
        self.shown.borrow().clone()
    }

    /// Shows a site.
    pub fn show(&self, site: Served) {
        self.shown.send_replace(Arc::new(Shown { site: Some(Arc::new(site)), findings: Vec::new() }));
    }

    /// Shows what is wrong, over the last good site.
    pub fn show_findings(&self, findings: Vec<Value>) {
        let site = self.shown().site.clone();
        self.shown.send_replace(Arc::new(Shown { site, findings }));
    }
}

/// A place to listen: `host` is an address or `localhost`. Without a port, the first free one from 4000 on.
pub fn listen(host: &str, port: Option<u16>) -> Result<TcpListener, Failure> {
    let address = match host {
        "localhost" => Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        host => host.trim_matches(['[', ']']).parse::<IpAddr>(),
    };
    let address = address.map_err(|_| {
        Failure::Usage(format!("--host `{host}` is no address; write 127.0.0.1, or 0.0.0.0 for the whole network"))
    })?;
    let candidates = match port {
        Some(port) => port..=port,
        None => DEFAULT_PORT..=DEFAULT_PORT + 99,
    };
    let (first, last) = (*candidates.start(), *candidates.end());
    for port in candidates {
        match TcpListener::bind((address, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse && port < last => {}
            Err(error) if error.kind() == ErrorKind::AddrInUse => break,
            Err(error) => {
                return Err(Failure::Machine(format!("cannot listen on {}: {}", SocketAddr::new(address, port), reason(&error))));
            }
        }
    }
    let what = if first == last { format!("port {first} is") } else { format!("the ports {first} to {last} are all") };
    Err(Failure::Machine(format!("{what} in use; name another with --port")))
}

/// A server at work, for as long as this lives.
#[derive(Debug)]
pub struct Server {
    pub address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    /// Answers on `listener`. `stopped` is called when the keyboard says so.
    pub fn start(listener: TcpListener, preview: Arc<Preview>, stopped: fn()) -> Result<Server, Failure> {
        let failed = |error: std::io::Error| Failure::Machine(format!("cannot start the server: {}", reason(&error)));
        let address = listener.local_addr().map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(failed)?;
        let listener = runtime.block_on(async { tokio::net::TcpListener::from_std(listener) }).map_err(failed)?;
        let router = router(preview, address.ip().is_loopback());
        runtime.spawn(async move { axum::serve(listener, router).await });
        runtime.spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stopped();
            }
        });
        Ok(Server { address, _runtime: runtime })
    }
}

fn router(preview: Arc<Preview>, loopback: bool) -> Router {
    let router = Router::new()
        .route("/_hubgen/reload.js", get(script))
        .route("/_hubgen/events", get(events))
        .route("/_hubgen/findings", get(findings))
        .fallback(respond::respond)
        .with_state(preview)
        .layer(middleware::map_response(manners));
    match loopback {
        true => router.layer(middleware::from_fn(only_this_machine)),
        false => router,
    }
}

async fn script() -> Response {
    let media = HeaderValue::from_static("text/javascript; charset=utf-8");
    ([(header::CONTENT_TYPE, media)], include_str!("reload.js")).into_response()
}

async fn findings(State(preview): State<Arc<Preview>>) -> Response {
    let media = HeaderValue::from_static("application/json");
    ([(header::CONTENT_TYPE, media)], Value::from(preview.shown().findings.clone()).to_string()).into_response()
}

/// Tells what is shown: at once, and whenever it changes.
async fn events(State(preview): State<Arc<Preview>>) -> Response {
    let told = WatchStream::new(preview.shown.subscribe()).map(|shown: Arc<Shown>| {
        let site = shown.site.as_ref().map_or("", |s| &s.digest);
        Ok::<_, Infallible>(Event::default().data(json!({"site": site, "findings": shown.findings.len()}).to_string()))
    });
    Sse::new(told).keep_alive(KeepAlive::default()).into_response()
}

/// What every answer says.
async fn manners(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let policy = HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(policy, HeaderValue::from_static("same-origin"));
    response
}

/// Refuses names that are not this machine's: a stranger's page could otherwise point its own name here and read drafts.
async fn only_this_machine(request: Request<Body>, next: Next) -> Response {
    let name = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).or(request.uri().host());
    match name.is_none_or(is_this_machine) {
        true => next.run(request).await,
        false => respond::plain(StatusCode::MISDIRECTED_REQUEST, "This preview answers to this machine's own names only.", &[]),
    }
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(v6),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests;
