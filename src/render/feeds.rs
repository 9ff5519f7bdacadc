//! Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of the same items.
//!
//! Functions from plain data to bytes. Dates come from the items, never from the time of the build.

use crate::model::time::Instant;
use atom_syndication as atom;
use chrono::FixedOffset;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// What all three forms are made of. Addresses are absolute.
pub struct FeedData {
    /// tag: URI.
    pub id: String,
    pub title: String,
    pub description: String,
    pub lang: String,
    pub page_url: String,
    pub self_urls: SelfUrls,
    /// Of the item changed last.
    pub updated: Option<Instant>,
    /// Name and e-mail address.
    pub author: Option<(String, Option<String>)>,
    /// Newest first.
    pub items: Vec<FeedItem>,
}

/// Where the feed itself lies.
pub struct SelfUrls {
    pub rss: String,
    pub atom: String,
    pub json: String,
}

pub struct FeedItem {
    /// tag: URI, the same for ever.
    pub id: String,
    pub title: String,
    pub url: String,
    pub published: Instant,
    pub updated: Instant,
    pub summary: String,
    /// The whole article, where the hub publishes it.
    pub html: Option<String>,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
    pub lang: String,
    pub image: Option<String>,
}

/// RSS 2.0, with the item's whole text in `content:encoded`.
pub fn rss(data: &FeedData) -> Vec<u8> {
    let item = |item: &FeedItem| rss::Item {
        title: Some(clean(&item.title)),
        link: Some(item.url.clone()),
        description: Some(clean(&item.summary)),
        categories: item.tags.iter().map(|t| rss::Category { name: clean(t), domain: None }).collect(),
        guid: Some(rss::Guid { value: item.id.clone(), permalink: false }),
        pub_date: Some(item.published.to_rfc2822()),
        content: item.html.as_deref().map(clean),
        dublin_core_ext: Some(rss::extension::dublincore::DublinCoreExtension {
            creators: item.authors.iter().map(|a| clean(a)).collect(),
            languages: vec![item.lang.clone()],
            ..Default::default()
        }),
        ..Default::default()
    };
    let own = rss::extension::atom::Link {
        href: data.self_urls.rss.clone(),
        rel: "self".into(),
        mime_type: Some("application/rss+xml".into()),
        ..Default::default()
    };
    let channel = rss::Channel {
        title: clean(&data.title),
        link: data.page_url.clone(),
        description: clean(if data.description.is_empty() { &data.title } else { &data.description }),
        language: Some(data.lang.clone()),
        last_build_date: data.updated.map(|u| u.to_rfc2822()),
        managing_editor: data.author.as_ref().and_then(|(name, email)| Some(clean(&format!("{} ({name})", email.as_deref()?)))),
        generator: Some("hubgen".into()),
        atom_ext: Some(rss::extension::atom::AtomExtension { links: vec![own] }),
        items: data.items.iter().map(item).collect(),
        namespaces: BTreeMap::from([
            ("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned()),
            ("content".to_owned(), "http://purl.org/rss/1.0/modules/content/".to_owned()),
            ("dc".to_owned(), "http://purl.org/dc/elements/1.1/".to_owned()),
        ]),
        ..Default::default()
    };
    let mut out = Vec::new();
    // Writing to memory does not fail; a feed without items would be the worst that could come of it.
    let _ = channel.write_to(&mut out);
    out.push(b'\n');
    out
}

/// Atom (RFC 4287).
pub fn atom(data: &FeedData) -> Vec<u8> {
    let stamp =
        |instant: Instant| instant.with_timezone(&FixedOffset::east_opt(0).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc)));
    let person = |name: &str| atom::Person { name: clean(name), ..Default::default() };
    let link = |href: &str, rel: &str, media_type: &str| atom::Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Default::default()
    };
    let entry = |item: &FeedItem| atom::Entry {
        title: atom::Text::plain(clean(&item.title)),
        id: item.id.clone(),
        updated: stamp(item.updated),
        published: Some(stamp(item.published)),
        authors: item.authors.iter().map(|a| person(a)).collect(),
        categories: item.tags.iter().map(|t| atom::Category { term: clean(t), ..Default::default() }).collect(),
        links: vec![atom::Link { hreflang: Some(item.lang.clone()), ..link(&item.url, "alternate", "text/html") }],
        summary: Some(atom::Text::plain(clean(&item.summary))),
        content: item.html.as_deref().map(|html| atom::Content {
            lang: Some(item.lang.clone()),
            value: Some(clean(html)),
            content_type: Some("html".into()),
            ..Default::default()
        }),
        ..Default::default()
    };
    let author = data.author.as_ref().filter(|(name, _)| !name.is_empty());
    let feed = atom::Feed {
        title: atom::Text::plain(clean(&data.title)),
        subtitle: (!data.description.is_empty()).then(|| atom::Text::plain(clean(&data.description))),
        id: data.id.clone(),
        // An empty feed has never changed; RFC 4287 wants a date all the same.
        updated: stamp(data.updated.unwrap_or_default()),
        authors: vec![match author {
            Some((name, email)) => atom::Person { email: email.clone(), ..person(name) },
            None => person(&data.title),
        }],
        links: vec![link(&data.self_urls.atom, "self", "application/atom+xml"), link(&data.page_url, "alternate", "text/html")],
        generator: Some(atom::Generator { value: "hubgen".into(), ..Default::default() }),
        entries: data.items.iter().map(entry).collect(),
        lang: Some(data.lang.clone()),
        ..Default::default()
    };
    let mut out = Vec::new();
    let config = atom::WriteConfig { write_document_declaration: true, ..Default::default() };
    let _ = feed.write_with_config(&mut out, config);
    out.push(b'\n');
    out
}

/// JSON Feed 1.1.
pub fn json(data: &FeedData) -> Vec<u8> {
    let people =
        |names: Vec<&str>| names.into_iter().filter(|n| !n.is_empty()).map(|name| json!({"name": name})).collect::<Vec<_>>();
    let item = |item: &FeedItem| {
        let mut out = json!({
            "id": item.id,
            "url": item.url,
            "title": item.title,
            "summary": item.summary,
            "date_published": item.published.to_rfc3339(),
            "date_modified": item.updated.to_rfc3339(),
            "language": item.lang,
        });
        // An item needs a text of some kind.
        match &item.html {
            Some(html) => out["content_html"] = html.as_str().into(),
            None => out["content_text"] = item.summary.as_str().into(),
        }
        let optional: [(&str, Json); 3] = [
            ("image", item.image.clone().into()),
            ("tags", if item.tags.is_empty() { Json::Null } else { item.tags.clone().into() }),
            (
                "authors",
                if item.authors.is_empty() {
                    Json::Null
                } else {
                    people(item.authors.iter().map(String::as_str).collect()).into()
                },
            ),
        ];
        for (name, value) in optional {
            if !value.is_null() {
                out[name] = value;
            }
        }
        out
    };
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": data.title,
        "home_page_url": data.page_url,
        "feed_url": data.self_urls.json,
        "description": data.description,
        "language": data.lang,
    });
    if let Some((name, _)) = data.author.as_ref().filter(|(name, _)| !name.is_empty()) {
        feed["authors"] = people(vec![name]).into();
    }
    feed["items"] = data.items.iter().map(item).collect::<Vec<_>>().into();
    let mut out = serde_json::to_vec_pretty(&feed).unwrap_or_default();
    out.push(b'\n');
    out
}

/// Text without the characters that XML 1.0 cannot hold (section 2.2).
fn clean(text: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}

/// Text for XML, in elements and attributes.
pub fn xml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    super::views::push_escaped(&mut out, &clean(text));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn data() -> FeedData {
        let at = chrono::Utc.with_ymd_and_hms(2026, 12, 3, 18, 0, 0).unwrap();
        FeedData {
            id: "tag:x.example,2026:feed/".into(),
            title: "A <&> \"B\" ]]> \u{8}Καφές قهوة".into(),
            description: String::new(),
            lang: "el".into(),
            page_url: "https://x.example/el/".into(),
            self_urls: SelfUrls {
                rss: "https://x.example/rss.xml".into(),
                atom: "https://x.example/atom.xml".into(),
                json: "https://x.example/feed.json".into(),
            },
            updated: Some(at),
            author: Some(("Ομάδα".into(), Some("team@x.example".into()))),
            items: vec![FeedItem {
                id: "tag:x.example,2026:events/a".into(),
                title: "<b> & ]]>".into(),
                url: "https://x.example/a/".into(),
                published: at,
                updated: at,
                summary: "s\u{0}".into(),
                html: Some("<p>قهوة ]]> &amp;</p>".into()),
                authors: vec!["Αμίνα".into()],
                tags: vec!["a&b".into()],
                lang: "el".into(),
                image: None,
            }],
        }
    }

    #[test]
    fn rss_reads_back() {
        let feed = rss::Channel::read_from(&rss(&data())[..]).unwrap();
        assert_eq!(feed.title, "A <&> \"B\" ]]> Καφές قهوة");
        let item = &feed.items[0];
        assert_eq!(item.title.as_deref(), Some("<b> & ]]>"));
        assert_eq!(item.content.as_deref(), Some("<p>قهوة ]]> &amp;</p>"));
        assert_eq!(item.pub_date.as_deref(), Some("Thu, 3 Dec 2026 18:00:00 +0000"));
        assert!(!item.guid.as_ref().unwrap().permalink);
    }

    #[test]
    fn atom_reads_back() {
        let feed = atom::Feed::read_from(&atom(&data())[..]).unwrap();
        assert_eq!(feed.title.value, "A <&> \"B\" ]]> Καφές قهوة");
        assert_eq!(feed.lang.as_deref(), Some("el"));
        assert_eq!(feed.entries[0].content.as_ref().unwrap().value.as_deref(), Some("<p>قهوة ]]> &amp;</p>"));
    }

    #[test]
    fn json_says_the_same() {
        let feed: Json = serde_json::from_slice(&json(&data())).unwrap();
        assert_eq!(feed["items"][0]["id"], "tag:x.example,2026:events/a");
        assert_eq!(feed["items"][0]["date_published"], "2026-12-03T18:00:00+00:00");
    }
}
