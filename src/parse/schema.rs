//! JSON Schemas (2020-12) of front matter and hub.yaml, from the same lines that read them.

use super::{body::Renderer, fields::Fields, kinds, settings};
use crate::model::{
    article::Kind,
    path::HubPath,
    snapshot::{File, Snapshot},
};
use serde_json::{Value as Json, json};
use std::cell::RefCell;

/// What there is a schema of.
pub fn types() -> Vec<&'static str> {
    std::iter::once("hub").chain(Kind::ALL.map(Kind::word)).collect()
}

/// The schema of one type, or of all by name. `Err`: the types there are.
pub fn schema(of: Option<&str>) -> Result<Json, Vec<&'static str>> {
    let one = |name: &str| -> Option<Json> {
        let mut schema = match name {
            "hub" => settings::schema(),
            "post" => article(Kind::Entry),
            name => article(Kind::ALL.into_iter().find(|k| k.word() == name)?),
        };
        let object = schema.as_object_mut()?;
        object.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        object.insert("title".into(), name.into());
        Some(schema)
    };
    match of {
        Some(name) => one(name).ok_or_else(types),
        None => Ok(types()
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), one(name)?)))
            .collect::<serde_json::Map<_, _>>()
            .into()),
    }
}

fn article(kind: Kind) -> Json {
    let minimal = Snapshot {
        files: HubPath::new("hub.yaml")
            .map(|p| (p, File::Bytes("title: x\nbase_url: https://example.org/\n".into())))
            .into_iter()
            .collect(),
        ..Snapshot::default()
    };
    let (Some(settings), Some(path)) = (settings::settings(&minimal, None, "").0, HubPath::new("content/x.md")) else {
        return json!({});
    };
    let renderer = Renderer::new(&settings.markdown);
    let context = kinds::Context {
        settings: &settings,
        renderer: &renderer,
        path: &path,
        ids: None,
        named_date: None,
        findings: RefCell::default(),
    };
    Fields::description(|f| {
        let mut common = kinds::common(f, &context);
        kinds::facts(kind, f, &context, &mut common);
    })
}
