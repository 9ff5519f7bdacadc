//! What an open page hears: whether it changed, and how.
//!
//! A page says what it is when it connects (its address, its file and its look), so that it hears the truth after any
//! pause: a sleeping machine, a restarted program.

use super::{
    preview::{Preview, Shown},
    respond::{Found, NOT_FOUND, find},
    site::{Look, Made, Served, lock},
};
use crate::model::path::OutputPath;
use axum::{
    extract::{Request, State},
    http::Uri,
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};
use tokio_stream::{StreamExt, wrappers::WatchStream};

/// Tells a page what became of it: at once, and whenever there is something to tell.
pub async fn events(State(preview): State<Arc<Preview>>, request: Request) -> Response {
    let states = WatchStream::new(preview.subscribe());
    let window = Arc::new(Mutex::new(Window::open(preview, request.uri())));
    let told = states.then(move |shown: Arc<Shown>| {
        let window = window.clone();
        async move {
            let heard = tokio::task::spawn_blocking(move || lock(&window).hear(&shown));
            heard.await.ok().flatten()
        }
    });
    let told = told.filter_map(|told| told).map(|told| Ok::<_, Infallible>(Event::default().data(told.to_string())));
    Sse::new(told).keep_alive(KeepAlive::default()).into_response()
}

/// A value of the query.
pub fn asked(uri: &Uri, name: &str) -> Option<String> {
    let pairs = uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.into_iter().find(|(key, _)| *key == name)?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// A page in somebody's browser.
struct Window {
    preview: Arc<Preview>,
    /// As the browser asked for it, decoded.
    path: String,
    /// The file it was answered with; nothing where there was no site yet.
    name: OutputPath,
    look: Look,
    /// What it is known by, should it move.
    trail: Vec<String>,
    /// What it heard last.
    told: Option<Value>,
}

/// What became of a page.
enum Fate {
    Same,
    Changed,
    /// Only its style sheets.
    Restyled(Look),
    Moved(String),
    Gone,
}

impl Window {
    fn open(preview: Arc<Preview>, uri: &Uri) -> Window {
        let asked = |name| asked(uri, name).unwrap_or_default();
        let path = percent_decode_str(&asked("page")).decode_utf8_lossy().into_owned();
        let name = OutputPath::new(asked("name"));
        preview.opened(&name);
        let look = Look { mark: asked("mark"), styles: asked("styles") };
        Window { preview, path, name, look, trail: Vec::new(), told: None }
    }

    /// What there is to say of a new state of the preview.
    fn hear(&mut self, shown: &Shown) -> Option<Value> {
        let mut tell = json!({ "findings": shown.said, "page": "same" });
        if let Some(site) = &shown.site {
            match self.fate(site) {
                Fate::Same => {}
                Fate::Changed => tell["page"] = "changed".into(),
                Fate::Gone => tell["page"] = "gone".into(),
                Fate::Moved(to) => {
                    tell["page"] = "moved".into();
                    tell["to"] = to.into();
                }
                Fate::Restyled(look) => {
                    tell["page"] = "restyled".into();
                    tell["sheets"] = json!(site.styles());
                    tell["styles"] = look.styles.clone().into();
                    self.look = look;
                }
            }
        }
        if self.told.as_ref() == Some(&tell) {
            return None;
        }
        self.told = Some(tell.clone());
        Some(tell)
    }

    fn fate(&mut self, site: &Arc<Served>) -> Fate {
        let name = match find(site, &self.path) {
            Found::File(name) => name,
            Found::Elsewhere(_) => return Fate::Changed,
            Found::Nothing if self.name.as_str() == NOT_FOUND => self.name.clone(),
            Found::Nothing if self.name.as_str().is_empty() => return Fate::Changed,
            Found::Nothing => {
                return match self.trail.iter().find_map(|trail| site.maker().follow(trail)) {
                    Some(to) => Fate::Moved(to),
                    None => Fate::Gone,
                };
            }
        };
        let Some(entry) = self.preview.get(site, &name) else { return Fate::Same };
        self.trail = site.maker().trail(&name);
        if entry.made != Made::Now {
            return Fate::Same;
        }
        match (name == self.name && entry.look.mark == self.look.mark, entry.look == self.look) {
            (false, _) => Fate::Changed,
            (true, true) => Fate::Same,
            (true, false) => Fate::Restyled(entry.look),
        }
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.preview.left(&self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_and_decoded() {
        let uri: Uri = "/_hubgen/events?page=%2Fa%2F%25d8%2F&name=a%26b&mark=".parse().unwrap();
        assert_eq!(asked(&uri, "page").as_deref(), Some("/a/%d8/"));
        assert_eq!((asked(&uri, "name").as_deref(), asked(&uri, "mark").as_deref()), (Some("a&b"), Some("")));
        assert_eq!(asked(&uri, "styles"), None);
    }
}
