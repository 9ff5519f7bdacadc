//! Snapshot to Hub: front matter, settings, Markdown, theme, data.

pub mod body;
