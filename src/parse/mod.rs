//! Snapshot to Hub: front matter, settings, Markdown, theme, data.

pub mod schema {
    pub fn schema(_: Option<&str>) -> Result<serde_json::Value, Vec<&'static str>> {
        todo!()
    }
}
