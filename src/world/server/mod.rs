//! The preview server: a site that is made while it is looked at, and a bell that tells each open page what became of it.
//!
//! A site is swapped whole. Whoever is being answered meanwhile sees the old one to the end.

mod follow;
mod html;
mod preview;
mod respond;
mod site;
mod types;

pub use preview::{Preview, Words};
pub use site::{BOARD, Served};

use super::{Failure, reason};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
    serve::ListenerExt,
};
use serde_json::Value;
use std::{
    future::poll_fn,
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener},
    sync::Arc,
    task::Poll,
};

/// Where `serve` begins to look for a free port.
const DEFAULT_PORT: u16 = 4000;

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
        // What has happened is told at once, not together with what happens next.
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        let router = router(preview, address.ip().is_loopback());
        runtime.spawn(async move { axum::serve(listener, router).await });
        let mut pressed = Box::pin(tokio::signal::ctrl_c());
        // Asked once now: whoever has heard that the site is there may press it at once.
        if runtime.block_on(poll_fn(|context| Poll::Ready(pressed.as_mut().poll(context)))).is_pending() {
            runtime.spawn(async move {
                if pressed.await.is_ok() {
                    stopped();
                }
            });
        }
        Ok(Server { address, _runtime: runtime })
    }
}

fn router(preview: Arc<Preview>, loopback: bool) -> Router {
    let router = Router::new()
        .route("/_hubgen/reload.js", get(script))
        .route("/_hubgen/events", get(follow::events))
        .route("/_hubgen/context", get(context))
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

/// What the template of a page is given: `/_hubgen/context?page=/events/monthly-ama/`.
async fn context(State(preview): State<Arc<Preview>>, request: Request) -> Response {
    let Some(page) = follow::asked(request.uri(), "page") else {
        return respond::plain(StatusCode::BAD_REQUEST, "Say which page: /_hubgen/context?page=/events/", &[]);
    };
    let Some(site) = preview.shown().site.clone() else {
        return respond::plain(StatusCode::SERVICE_UNAVAILABLE, "There is no site yet.", &[]);
    };
    let given = tokio::task::spawn_blocking(move || match respond::find(&site, &page) {
        respond::Found::File(name) => site.maker().context(&name),
        _ => None,
    });
    match given.await {
        Ok(Some((template, given))) => {
            let media = HeaderValue::from_static("application/json");
            let template = HeaderValue::from_static(template);
            let headers = [(header::CONTENT_TYPE, media), (HeaderName::from_static("hubgen-template"), template)];
            (headers, format!("{given:#}\n")).into_response()
        }
        _ => respond::plain(StatusCode::NOT_FOUND, "There is no such page, or no template makes it.", &[]),
    }
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
