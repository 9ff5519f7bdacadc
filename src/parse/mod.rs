//! Snapshot to Hub: front matter, settings, Markdown, theme, data.
