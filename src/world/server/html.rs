//! What is added to pages on the way out: the script that reloads them and shows what is wrong.
//!
//! What is built stays byte for byte what will be published; only here, in the preview, a script joins it, and the
//! page's own Content-Security-Policy is widened by just that much.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use super::site::Look;
use std::ops::Range;

/// `page` with the preview's script, which is told what it is in: the file's name and look.
pub fn with_script(page: &str, name: &str, look: &Look) -> String {
    let mut page = widen_policies(page);
    let name = name.replace('&', "&amp;").replace('"', "&quot;");
    let script = format!(
        "<script src=\"/_hubgen/reload.js\" data-name=\"{name}\" data-mark=\"{}\" data-styles=\"{}\" defer></script>",
        look.mark, look.styles
    );
    // A theme may leave `</head>` out; a script at the very end works as well.
    let at = page.find("</head>").unwrap_or(page.len());
    page.insert_str(at, &script);
    page
}

/// In place of a page that cannot be made and never could.
pub const NOT_MADE: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
     <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>hubgen</title></head>\
     <body><p>This page cannot be made: a template has an error. \
     It is in the terminal, and here as soon as scripts run. The page appears once it is mended.</p></body></html>";

/// A page for when there is no site to show yet.
pub fn no_site_yet() -> String {
    with_script(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>hubgen</title></head>\
         <body><p>There is no site to show yet: the hub has errors. \
         They are in the terminal, and here as soon as scripts run. This page turns into the site once they are mended.</p></body></html>",
        "",
        &Look::default(),
    )
}

/// Lets the script be loaded from here, and talk to here, wherever a `<meta>` policy forbids it.
fn widen_policies(page: &str) -> String {
    let mut out = String::with_capacity(page.len() + 256);
    let mut rest = page;
    while let Some(start) = rest.find("<meta") {
        let end = tag_end(&rest[start..]).map_or(rest.len(), |e| start + e);
        let tag = &rest[start..end];
        out.push_str(&rest[..start]);
        match attribute(tag, "content").filter(|_| is_policy(tag)) {
            Some(value) => {
                out.push_str(&tag[..value.start]);
                out.push_str(&widened(&tag[value.clone()]));
                out.push_str(&tag[value.end..]);
            }
            None => out.push_str(tag),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn is_policy(tag: &str) -> bool {
    attribute(tag, "http-equiv").is_some_and(|v| tag[v].eq_ignore_ascii_case("content-security-policy"))
}

/// Where a tag ends: the first `>` outside quotes.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(i + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    None
}

/// Where the value of an attribute stands in its tag, without quotes.
fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(found) = tag[at..].find('=') {
        let equals = at + found;
        let is_it =
            tag[..equals].trim_end().rsplit(|c: char| c.is_whitespace()).next().is_some_and(|n| n.eq_ignore_ascii_case(name));
        let start = equals + 1 + (tag[equals + 1..].len() - tag[equals + 1..].trim_start().len());
        let value = match tag[start..].chars().next()? {
            quote @ ('"' | '\'') => start + 1..start + 1 + tag[start + 1..].find(quote)?,
            _ => start..start + tag[start..].find(|c: char| c.is_whitespace() || c == '>')?,
        };
        if is_it {
            return Some(value);
        }
        at = value.end;
    }
    None
}

/// A policy that also allows the preview's script.
fn widened(policy: &str) -> String {
    // Single quotes may be escaped; written back they must not end the attribute, whichever quotes it has.
    let plain = policy.replace("&#x27;", "'").replace("&#39;", "'").replace("&apos;", "'");
    let mut directives: Vec<Vec<&str>> =
        plain.split(';').map(|d| d.split_whitespace().collect::<Vec<_>>()).filter(|d| !d.is_empty()).collect();
    let default = directives.iter().find(|d| d[0].eq_ignore_ascii_case("default-src")).cloned();
    for name in ["script-src", "script-src-elem", "connect-src"] {
        let found = directives.iter().position(|d| d[0].eq_ignore_ascii_case(name));
        match (found, &default) {
            (Some(i), _) => allow_self(&mut directives[i]),
            (None, Some(default)) if name != "script-src-elem" => {
                let mut directive = default.clone();
                directive[0] = name;
                allow_self(&mut directive);
                directives.push(directive);
            }
            _ => {}
        }
    }
    let written: Vec<String> = directives.iter().map(|d| d.join(" ")).collect();
    written.join("; ").replace('\'', "&#39;")
}

fn allow_self(directive: &mut Vec<&str>) {
    directive.retain(|source| *source != "'none'");
    if !directive.contains(&"'self'") {
        directive.push("'self'");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str =
        "<script src=\"/_hubgen/reload.js\" data-name=\"a/index.html\" data-mark=\"m\" data-styles=\"s\" defer></script>";

    #[test]
    fn the_script_joins_the_head_or_the_end() {
        let with_script = |page: &str| with_script(page, "a/index.html", &Look { mark: "m".into(), styles: "s".into() });
        assert_eq!(with_script("<head></head><body>"), format!("<head>{SCRIPT}</head><body>"));
        assert_eq!(with_script("<p>é"), format!("<p>é{SCRIPT}"));
        assert_eq!(with_script(""), SCRIPT);
    }

    #[test]
    fn a_policy_is_widened_by_that_much_and_no_more() {
        for (policy, widened) in [
            ("default-src &#x27;none&#x27;; img-src *", "default-src 'none'; img-src *; script-src 'self'; connect-src 'self'"),
            ("default-src 'self'; script-src 'none'", "default-src 'self'; script-src 'self'; connect-src 'self'"),
            ("script-src 'self'; connect-src 'self'", "script-src 'self'; connect-src 'self'"),
            ("img-src *", "img-src *"),
        ] {
            let page =
                |p: &str| format!("<meta charset=utf-8><META><meta content=\"{p}\" http-equiv='Content-Security-Policy'>x>");
            assert_eq!(widen_policies(&page(policy)), page(&widened.replace('\'', "&#39;")), "{policy}");
        }
    }

    #[test]
    fn broken_html_passes_through() {
        for page in
            ["<meta", "<meta content=", "<meta content=\"x", "<meta http-equiv=content-security-policy content='a", "<meta ="]
        {
            assert_eq!(widen_policies(page), page);
        }
    }
}
