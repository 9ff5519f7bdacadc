//! `sitemap.xml` (sitemaps.org 0.9, with the `xhtml:link` alternates that search engines read) and `robots.txt`.

use super::feeds::xml_text;
use crate::model::time::Instant;
use chrono::SecondsFormat;

/// Limits of the protocol for one file.
const MOST_URLS: usize = 50_000;
const MOST_BYTES: usize = 50 * 1024 * 1024;

/// A page in the sitemap. Addresses are absolute.
#[derive(Clone, Debug)]
pub struct SitemapEntry {
    pub url: String,
    /// When it last changed in a way that matters.
    pub lastmod: Option<Instant>,
    /// Language tag or `x-default`, and address: every existing translation, the page itself included; empty where
    /// there is only one.
    pub alternates: Vec<(String, String)>,
}

/// A file of the sitemap: its name at the root of the site, and its bytes.
pub type SitemapFile = (String, Vec<u8>);

/// The sitemap of a site published at `base` (absolute, with a slash at its end): `sitemap.xml`, and beside it
/// `sitemap-1.xml`, … where one file would be too large.
pub fn sitemap(base: &str, entries: &[SitemapEntry]) -> Vec<SitemapFile> {
    in_files(base, entries, MOST_URLS, MOST_BYTES)
}

fn in_files(base: &str, entries: &[SitemapEntry], most_urls: usize, most_bytes: usize) -> Vec<SitemapFile> {
    let mut parts: Vec<String> = Vec::new();
    let (mut urls, mut part) = (0, String::new());
    for entry in entries {
        let url = written(entry);
        if urls == most_urls || (urls > 0 && OPEN.len() + part.len() + url.len() + CLOSE.len() > most_bytes) {
            parts.push(std::mem::take(&mut part));
            urls = 0;
        }
        urls += 1;
        part.push_str(&url);
    }
    parts.push(part);
    let whole = |urls: &String| format!("{OPEN}{urls}{CLOSE}").into_bytes();
    if let [only] = &parts[..] {
        return vec![("sitemap.xml".to_owned(), whole(only))];
    }
    let named = |i: usize| format!("sitemap-{}.xml", i + 1);
    let index: String =
        (0..parts.len()).map(|i| format!("<sitemap><loc>{}{}</loc></sitemap>\n", escaped(base), named(i))).collect();
    let index = format!("{DECLARATION}<sitemapindex xmlns=\"{NAMESPACE}\">\n{index}</sitemapindex>\n");
    let parts = parts.iter().enumerate().map(|(i, urls)| (named(i), whole(urls)));
    [("sitemap.xml".to_owned(), index.into_bytes())].into_iter().chain(parts).collect()
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const OPEN: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
                    xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
const CLOSE: &str = "</urlset>\n";

fn written(entry: &SitemapEntry) -> String {
    let mut text = format!("<url><loc>{}</loc>", escaped(&entry.url));
    if let Some(changed) = entry.lastmod {
        text += &format!("<lastmod>{}</lastmod>", changed.to_rfc3339_opts(SecondsFormat::Secs, true));
    }
    for (hreflang, url) in &entry.alternates {
        text += &format!("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>", escaped(hreflang), escaped(url));
    }
    text + "</url>\n"
}

pub fn escaped(text: &str) -> String {
    let text = xml_text(text);
    match text.contains(['&', '<', '>', '"', '\'']) {
        false => text.into_owned(),
        true => {
            text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
        }
    }
}

/// Everybody may read everything (RFC 9309). Crawlers ask for it at the root of a host only; below a path it is there
/// for people and for the day the hub gets a host of its own.
pub fn robots(sitemap_url: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap_url}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn page(url: &str) -> SitemapEntry {
        SitemapEntry { url: url.into(), lastmod: None, alternates: Vec::new() }
    }

    #[test]
    fn names_pages_and_their_translations() {
        let entry = SitemapEntry {
            url: "https://x.example/a&b/".into(),
            lastmod: Some(chrono::Utc.with_ymd_and_hms(2026, 12, 3, 18, 0, 0).unwrap()),
            alternates: vec![("ar".into(), "https://x.example/ar/".into()), ("x-default".into(), "https://x.example/".into())],
        };
        let files = sitemap("https://x.example/", &[entry]);
        let [(name, bytes)] = &files[..] else { panic!("{files:?}") };
        assert_eq!(name, "sitemap.xml");
        let expected = "<url><loc>https://x.example/a&amp;b/</loc><lastmod>2026-12-03T18:00:00Z</lastmod>\
                        <xhtml:link rel=\"alternate\" hreflang=\"ar\" href=\"https://x.example/ar/\"/>\
                        <xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"https://x.example/\"/></url>\n";
        assert_eq!(String::from_utf8(bytes.clone()).unwrap(), format!("{OPEN}{expected}{CLOSE}"));
    }

    #[test]
    fn an_empty_site_has_an_empty_sitemap() {
        assert_eq!(sitemap("https://x.example/", &[]), [("sitemap.xml".to_owned(), format!("{OPEN}{CLOSE}").into_bytes())]);
    }

    #[test]
    fn what_is_too_large_is_split_under_an_index() {
        let pages: Vec<SitemapEntry> = (0..7).map(|i| page(&format!("https://x.example/{i}/"))).collect();
        let one = written(&pages[0]).len();
        for (urls, bytes) in [(3, MOST_BYTES), (MOST_URLS, OPEN.len() + CLOSE.len() + 3 * one)] {
            let files = in_files("https://x.example/hub/", &pages, urls, bytes);
            let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]);
            let text = |i: usize| String::from_utf8(files[i].1.clone()).unwrap();
            assert!(text(0).contains("<loc>https://x.example/hub/sitemap-3.xml</loc>"));
            assert_eq!([1, 2, 3].map(|i| text(i).matches("<url>").count()), [3, 3, 1]);
        }
    }

    #[test]
    fn robots_may_read_everything() {
        assert_eq!(
            robots("https://x.example/sitemap.xml"),
            "User-agent: *\nAllow: /\n\nSitemap: https://x.example/sitemap.xml\n"
        );
    }
}
