//! The template contract as the tables of the theme's README.

use super::view::CONTRACT;

/// What stands between `<!-- contract -->` and `<!-- /contract -->`.
pub fn markdown() -> String {
    let mut out = String::from("\n");
    for view in CONTRACT {
        out.push_str(&format!("\n### {}\n\n{}\n\n| name | is | meaning |\n|---|---|---|\n", view.name, view.about.trim()));
        for field in view.fields {
            out.push_str(&format!(
                "| `{}` | {} | {} |\n",
                field.name,
                shape(field.shape),
                field.about.trim().replace('|', "\\|")
            ));
        }
    }
    out.push('\n');
    out
}

/// A Rust type as a theme author would say it.
fn shape(rust: &str) -> String {
    let rust: String = rust.split_whitespace().collect();
    let inner = |prefix: &str| rust.strip_prefix(prefix)?.strip_suffix('>').map(shape);
    if let Some(item) = inner("Option<") {
        return format!("{item} or none");
    }
    if let Some(item) = inner("Vec<") {
        return format!("list of {item}");
    }
    match rust.as_str() {
        "String" => "text".into(),
        "bool" => "true or false".into(),
        "u8" | "u32" | "usize" => "number".into(),
        "Html" => "HTML".into(),
        "Anything" => "anything".into(),
        map if map.contains("BTreeMap") => "map of text".into(),
        view => format!("[{view}](#{})", view.to_ascii_lowercase()),
    }
}
