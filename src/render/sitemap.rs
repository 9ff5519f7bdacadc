//! sitemap.xml (sitemaps.org 0.9, with alternates by language) and robots.txt.

use super::feeds::xml_text;
use crate::model::{
    path::{Address, BaseUrl, OutputPath},
    time::Instant,
};

/// A page that search engines may list.
pub struct SitemapEntry {
    pub url: String,
    pub lastmod: Option<Instant>,
    /// Language tag and address of every translation, the page itself included.
    pub alternates: Vec<(String, String)>,
}

/// The protocol allows 50,000 addresses and 50 MB a file; with alternates the bytes come first.
const PER_FILE: usize = 10_000;

/// One file, or an index and its parts.
pub fn sitemap(entries: &[SitemapEntry], base: &BaseUrl) -> Vec<(OutputPath, Vec<u8>)> {
    if entries.len() <= PER_FILE {
        return vec![(OutputPath::new("sitemap.xml"), part(entries))];
    }
    let mut files = Vec::new();
    let mut index = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (n, entries) in entries.chunks(PER_FILE).enumerate() {
        let name = format!("sitemap-{}.xml", n + 1);
        index.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", xml_text(&base.absolute(&Address::new(name.as_str())))));
        files.push((OutputPath::new(name), part(entries)));
    }
    index.push_str("</sitemapindex>\n");
    files.push((OutputPath::new("sitemap.xml"), index.into_bytes()));
    files
}

fn part(entries: &[SitemapEntry]) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for entry in entries {
        out.push_str(&format!("<url><loc>{}</loc>", xml_text(&entry.url)));
        if let Some(lastmod) = entry.lastmod {
            out.push_str(&format!("<lastmod>{}</lastmod>", lastmod.format("%Y-%m-%dT%H:%M:%SZ")));
        }
        for (tag, url) in &entry.alternates {
            out.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>", xml_text(tag), xml_text(url)));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out.into_bytes()
}

/// robots.txt (RFC 9309): everything may be read, here is the map.
pub fn robots(sitemap: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n")
}
