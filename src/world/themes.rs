//! The themes built into the program.

use crate::model::{
    path::HubPath,
    snapshot::{Contents, File, Snapshot},
};

#[derive(rust_embed::RustEmbed)]
#[folder = "themes/"]
#[allow_missing = true]
struct BuiltIn;

/// Every built-in theme, as `themes/NAME/…`.
pub fn built_in() -> Snapshot {
    let files = BuiltIn::iter().filter_map(|name| {
        let path = HubPath::new(&format!("themes/{}", name.replace('\\', "/")))?;
        let hidden = path.as_str().contains("/.");
        let data = (!hidden).then(|| BuiltIn::get(&name)).flatten()?.data;
        Some((path, File::Bytes(Contents::new(data.into_owned()))))
    });
    Snapshot { files: files.collect(), findings: Vec::new() }
}
