//! Feeds as bytes: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, made from the same data.
//!
//! The same data gives the same bytes: no feed says when it was made.

use crate::model::time::Instant;
use atom_syndication as atom;
use chrono::{DateTime, SecondsFormat};
use rss::extension::{Extension, ExtensionMap, dublincore::DublinCoreExtension};
use serde::Serialize;
use std::{borrow::Cow, collections::BTreeMap};

/// A feed in one language. Texts are plain, addresses absolute.
#[derive(Clone, Debug)]
pub struct FeedData {
    /// A `tag:` URI (RFC 4151), so that it outlives addresses.
    pub id: String,
    pub title: String,
    /// May be empty.
    pub description: String,
    /// BCP 47.
    pub lang: String,
    /// The page that shows the same to people.
    pub page_url: String,
    pub self_urls: SelfUrls,
    /// When anything in it changed last; the newest item's where it is not given.
    pub updated: Option<Instant>,
    pub author: Option<FeedAuthor>,
    /// Newest first.
    pub items: Vec<FeedItem>,
}

/// Where each form of a feed is found.
#[derive(Clone, Debug)]
pub struct SelfUrls {
    pub rss: String,
    pub atom: String,
    pub json: String,
}

/// Who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedAuthor {
    pub name: String,
    pub email: Option<String>,
    pub url: Option<String>,
}

/// One article of a feed.
#[derive(Clone, Debug)]
pub struct FeedItem {
    /// A `tag:` URI.
    pub id: String,
    pub title: String,
    pub url: String,
    pub published: Instant,
    pub updated: Instant,
    /// Plain text; may be empty.
    pub summary: String,
    /// The whole text with absolute addresses, where feeds carry it.
    pub html: Option<String>,
    pub authors: Vec<FeedAuthor>,
    pub tags: Vec<String>,
    /// BCP 47: an article that is not translated keeps its own language.
    pub lang: String,
    pub image: Option<String>,
}

impl FeedData {
    /// The last change, as far as is known; the beginning of Unix time for a feed that is empty, since Atom wants a
    /// date and the time of the build would change the bytes.
    fn updated(&self) -> Instant {
        self.updated.or_else(|| self.items.iter().map(|item| item.updated).max()).unwrap_or(DateTime::UNIX_EPOCH)
    }
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// RSS 2.0, with `atom:link`, `content:encoded`, `dc:creator` and, where an item's language differs, `dc:language`.
pub fn rss(feed: &FeedData) -> Vec<u8> {
    let channel = rss::Channel {
        title: clean(&feed.title),
        link: clean(&feed.page_url),
        // Required, and some validators want it filled.
        description: as_html(&clean(if feed.description.is_empty() { &feed.title } else { &feed.description })),
        language: Some(clean(&feed.lang)),
        managing_editor: feed.author.as_ref().and_then(editor),
        last_build_date: (feed.updated.is_some() || !feed.items.is_empty()).then(|| feed.updated().to_rfc2822()),
        namespaces: BTreeMap::from([("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned())]),
        extensions: atom_links(&[
            ("self", &feed.self_urls.rss, "application/rss+xml"),
            ("alternate", &feed.self_urls.atom, "application/atom+xml"),
            ("alternate", &feed.self_urls.json, "application/feed+json"),
        ]),
        items: feed.items.iter().map(|item| rss_item(item, &feed.lang)).collect(),
        ..rss::Channel::default()
    };
    // The crate writes the XML declaration itself.
    let bytes = channel.pretty_write_to(Vec::new(), b' ', 2);
    // Only a sink can fail, and memory does not.
    ended(bytes.unwrap_or_default())
}

/// `<atom:link rel href type>` in RSS.
fn atom_links(links: &[(&str, &str, &str)]) -> ExtensionMap {
    let link = |(rel, href, media): &(&str, &str, &str)| Extension {
        name: "atom:link".to_owned(),
        attrs: [("rel", *rel), ("href", *href), ("type", *media)].map(|(name, value)| (name.to_owned(), clean(value))).into(),
        ..Extension::default()
    };
    ExtensionMap::from([("atom".to_owned(), BTreeMap::from([("link".to_owned(), links.iter().map(link).collect())]))])
}

fn rss_item(item: &FeedItem, feed_lang: &str) -> rss::Item {
    let dublin_core = DublinCoreExtension {
        creators: item.authors.iter().map(|author| clean(&author.name)).collect(),
        languages: (item.lang != feed_lang).then(|| clean(&item.lang)).into_iter().collect(),
        ..DublinCoreExtension::default()
    };
    rss::Item {
        title: Some(clean(&item.title)),
        link: Some(clean(&item.url)),
        // Readers take a description for HTML, so plain text has to be made HTML.
        description: (!item.summary.is_empty()).then(|| as_html(&clean(&item.summary))),
        categories: item.tags.iter().map(|tag| rss::Category { name: clean(tag), domain: None }).collect(),
        guid: Some(rss::Guid { value: clean(&item.id), permalink: false }),
        pub_date: Some(item.published.to_rfc2822()),
        content: item.html.as_deref().map(clean),
        dublin_core_ext: Some(dublin_core),
        ..rss::Item::default()
    }
}

/// `address (name)`, the form that RSS wants; nothing without an address.
fn editor(author: &FeedAuthor) -> Option<String> {
    author.email.as_ref().map(|email| format!("{} ({})", clean(email), clean(&author.name)))
}

/// Atom (RFC 4287).
pub fn atom(feed: &FeedData) -> Vec<u8> {
    let document = atom::Feed {
        title: atom::Text::plain(clean(&feed.title)),
        subtitle: (!feed.description.is_empty()).then(|| atom::Text::plain(clean(&feed.description))),
        id: clean(&feed.id),
        updated: feed.updated().fixed_offset(),
        // Section 4.1.1: somebody has to have written it.
        authors: vec![feed.author.as_ref().map_or_else(|| nobody(&feed.title), person)],
        links: vec![
            atom_link("self", &feed.self_urls.atom, Some("application/atom+xml"), None),
            atom_link("alternate", &feed.page_url, Some("text/html"), Some(&feed.lang)),
        ],
        entries: feed.items.iter().map(|item| atom_entry(item, &feed.lang)).collect(),
        lang: Some(clean(&feed.lang)),
        ..atom::Feed::default()
    };
    let config = atom::WriteConfig { write_document_declaration: false, indent_size: Some(2) };
    ended(document.write_with_config(DECLARATION.as_bytes().to_vec(), config).unwrap_or_default())
}

fn atom_entry(item: &FeedItem, feed_lang: &str) -> atom::Entry {
    let lang = (item.lang != feed_lang).then(|| clean(&item.lang));
    let text = |value: &str| atom::Text { lang: lang.clone(), ..atom::Text::plain(clean(value)) };
    let image = item.image.as_ref().map(|image| atom_link("enclosure", image, media_type(image), None));
    atom::Entry {
        title: text(&item.title),
        id: clean(&item.id),
        updated: item.updated.fixed_offset(),
        published: Some(item.published.fixed_offset()),
        authors: item.authors.iter().map(person).collect(),
        categories: item.tags.iter().map(|tag| atom::Category { term: clean(tag), ..atom::Category::default() }).collect(),
        links: [atom_link("alternate", &item.url, Some("text/html"), Some(&item.lang))].into_iter().chain(image).collect(),
        summary: (!item.summary.is_empty()).then(|| text(&item.summary)),
        content: item.html.as_deref().map(|html| atom::Content {
            value: Some(clean(html)),
            content_type: Some("html".to_owned()),
            lang: lang.clone(),
            ..atom::Content::default()
        }),
        ..atom::Entry::default()
    }
}

fn person(author: &FeedAuthor) -> atom::Person {
    atom::Person {
        name: clean(&author.name),
        email: author.email.as_deref().map(clean),
        uri: author.url.as_deref().map(clean),
        ..atom::Person::default()
    }
}

fn nobody(name: &str) -> atom::Person {
    atom::Person { name: clean(name), ..atom::Person::default() }
}

fn atom_link(rel: &str, href: &str, media: Option<&str>, lang: Option<&str>) -> atom::Link {
    atom::Link {
        rel: rel.to_owned(),
        href: clean(href),
        mime_type: media.map(str::to_owned),
        hreflang: lang.map(clean),
        ..atom::Link::default()
    }
}

fn media_type(url: &str) -> Option<&'static str> {
    let extension = url.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase())?;
    Some(match extension.as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}

/// JSON Feed 1.1.
pub fn json(feed: &FeedData) -> Vec<u8> {
    let document = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: clean(&feed.title),
        home_page_url: clean(&feed.page_url),
        feed_url: clean(&feed.self_urls.json),
        description: some(&feed.description),
        authors: feed.author.iter().map(json_author).collect(),
        language: clean(&feed.lang),
        items: feed.items.iter().map(|item| json_item(item, &feed.lang)).collect(),
    };
    // Text and lists of text: there is nothing that JSON could not hold.
    ended(serde_json::to_vec_pretty(&document).unwrap_or_default())
}

fn json_item(item: &FeedItem, feed_lang: &str) -> JsonItem {
    let moment = |instant: Instant| instant.to_rfc3339_opts(SecondsFormat::Secs, true);
    JsonItem {
        id: clean(&item.id),
        url: clean(&item.url),
        title: clean(&item.title),
        content_html: item.html.as_deref().map(clean),
        // One of the two has to be there.
        content_text: item.html.is_none().then(|| clean(if item.summary.is_empty() { &item.title } else { &item.summary })),
        summary: some(&item.summary),
        image: item.image.as_deref().map(clean),
        date_published: moment(item.published),
        date_modified: moment(item.updated),
        authors: item.authors.iter().map(json_author).collect(),
        tags: item.tags.iter().map(|tag| clean(tag)).collect(),
        language: (item.lang != feed_lang).then(|| clean(&item.lang)),
    }
}

fn json_author(author: &FeedAuthor) -> JsonAuthor {
    let mail = || author.email.as_ref().map(|email| format!("mailto:{email}"));
    JsonAuthor { name: clean(&author.name), url: author.url.clone().or_else(mail).as_deref().map(clean) }
}

#[derive(Serialize)]
struct JsonFeed {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor>,
    language: String,
    items: Vec<JsonItem>,
}

#[derive(Serialize)]
struct JsonItem {
    id: String,
    url: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<JsonAuthor>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
}

#[derive(Serialize)]
struct JsonAuthor {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// A text without the characters that no XML document may hold, escaped or not (XML 1.0, section 2.2).
pub fn xml_text(text: &str) -> Cow<'_, str> {
    let allowed = |c: char| matches!(c, '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'..);
    // U+FFFE and U+FFFF begin with this byte, as half of Arabic's presentation forms do.
    let doubtful = |byte: u8| (byte < b' ') & (byte != b'\t') & (byte != b'\n') | (byte == 0xef);
    // All of it, without stopping at the first: so the processor looks at many bytes at once.
    let sound = !text.bytes().fold(false, |found, byte| found | doubtful(byte));
    match sound || text.chars().all(allowed) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().filter(|c| allowed(*c)).collect()),
    }
}

fn clean(text: &str) -> String {
    xml_text(text).into_owned()
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| clean(text))
}

fn as_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn ended(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    const NASTY: &str = "a < b > & \"c\" 'd' ]]> \u{0}\u{8}\u{b}\u{1f}\u{fffe}é";
    const NASTY_CLEAN: &str = "a < b > & \"c\" 'd' ]]> é";

    fn at(day: u32) -> Instant {
        chrono::Utc.with_ymd_and_hms(2026, 12, day, 18, 0, 0).unwrap()
    }

    fn item(title: &str, lang: &str, day: u32) -> FeedItem {
        FeedItem {
            id: format!("tag:hub.example,2026:{day}"),
            title: title.into(),
            url: format!("https://hub.example/calendar/{day}/?a=1&b=2"),
            published: at(day),
            updated: at(day),
            summary: title.into(),
            html: Some(format!("<p>{title} ]]> &amp;</p>")),
            authors: vec![FeedAuthor {
                name: "Αμίνα".into(),
                email: None,
                url: Some("https://hub.example/members/amina/".into()),
            }],
            tags: vec!["نصائح".into()],
            lang: lang.into(),
            image: Some("https://hub.example/a.png".into()),
        }
    }

    fn feed(items: Vec<FeedItem>) -> FeedData {
        let at = |name: &str| format!("https://hub.example/{name}");
        FeedData {
            id: "tag:hub.example,2026:feed".into(),
            title: "مرفأ Λιμάνι & Harbour".into(),
            description: String::new(),
            lang: "en".into(),
            page_url: at(""),
            self_urls: SelfUrls { rss: at("rss.xml"), atom: at("atom.xml"), json: at("feed.json") },
            updated: None,
            author: Some(FeedAuthor { name: "Amina".into(), email: Some("hello@hub.example".into()), url: None }),
            items,
        }
    }

    fn mixed() -> FeedData {
        feed(vec![item(NASTY, "en", 5), item("Συμβουλή", "el", 4), item("نصيحة", "ar", 3)])
    }

    #[test]
    fn rss_says_what_was_put_in() {
        let bytes = rss(&mixed());
        let text = std::str::from_utf8(&bytes).unwrap();
        assert!(text.starts_with(DECLARATION) && text.contains("isPermaLink=\"false\""), "{text}");
        let read = rss::Channel::read_from(&bytes[..]).unwrap();
        assert_eq!(read.title, "مرفأ Λιμάνι & Harbour");
        assert_eq!(read.language.as_deref(), Some("en"));
        assert_eq!(read.managing_editor.as_deref(), Some("hello@hub.example (Amina)"));
        assert_eq!(read.last_build_date.as_deref(), Some("Sat, 5 Dec 2026 18:00:00 +0000"));
        assert_eq!(read.extensions["atom"]["link"][0].attrs["href"], "https://hub.example/rss.xml");
        let first = &read.items[0];
        assert_eq!(first.title.as_deref(), Some(NASTY_CLEAN));
        assert_eq!(first.description.as_deref(), Some("a &lt; b &gt; &amp; \"c\" 'd' ]]&gt; é"));
        assert_eq!(first.content.as_deref(), Some(&*format!("<p>{NASTY_CLEAN} ]]> &amp;</p>")));
        assert_eq!(first.link.as_deref(), Some("https://hub.example/calendar/5/?a=1&b=2"));
        assert_eq!(first.pub_date.as_deref(), Some("Sat, 5 Dec 2026 18:00:00 +0000"));
        assert_eq!(first.dublin_core_ext.as_ref().unwrap().creators, ["Αμίνα"]);
        let third = &read.items[2];
        assert_eq!((third.title.as_deref(), third.categories[0].name.as_str()), (Some("نصيحة"), "نصائح"));
        assert_eq!(third.dublin_core_ext.as_ref().unwrap().languages, ["ar"]);
    }

    #[test]
    fn atom_says_what_was_put_in() {
        let bytes = atom(&mixed());
        let read = atom::Feed::read_from(&bytes[..]).unwrap();
        assert_eq!((read.title.as_str(), read.lang.as_deref()), ("مرفأ Λιμάνι & Harbour", Some("en")));
        assert_eq!(read.updated.to_rfc3339(), "2026-12-05T18:00:00+00:00");
        assert_eq!(read.authors[0].name, "Amina");
        let (first, second) = (&read.entries[0], &read.entries[1]);
        assert_eq!((first.title.as_str(), first.summary.as_ref().unwrap().as_str()), (NASTY_CLEAN, NASTY_CLEAN));
        assert_eq!(first.content.as_ref().unwrap().value.as_deref(), Some(&*format!("<p>{NASTY_CLEAN} ]]> &amp;</p>")));
        assert_eq!((first.title.lang.as_deref(), second.title.lang.as_deref()), (None, Some("el")));
        assert_eq!(second.links[0].hreflang.as_deref(), Some("el"));
        assert_eq!(second.authors[0].uri.as_deref(), Some("https://hub.example/members/amina/"));
    }

    #[test]
    fn json_says_what_was_put_in() {
        let read: serde_json::Value = serde_json::from_slice(&json(&mixed())).unwrap();
        assert_eq!(read["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(read["authors"][0]["url"], "mailto:hello@hub.example");
        assert_eq!(read["items"][0]["title"], NASTY_CLEAN);
        assert_eq!(read["items"][0]["date_published"], "2026-12-05T18:00:00Z");
        assert_eq!(read["items"][1]["language"], "el");
        assert_eq!(read["items"][0].get("language"), None);
        assert_eq!(read["items"][2]["tags"][0], "نصائح");
        let mut bare = item("Tip", "en", 1);
        (bare.html, bare.summary) = (None, String::new());
        let read: serde_json::Value = serde_json::from_slice(&json(&feed(vec![bare]))).unwrap();
        assert_eq!(read["items"][0]["content_text"], "Tip");
    }

    #[test]
    fn an_empty_feed_is_a_feed() {
        let mut empty = feed(Vec::new());
        empty.author = None;
        let read = atom::Feed::read_from(&atom(&empty)[..]).unwrap();
        assert_eq!((read.authors[0].name.as_str(), read.updated.timestamp()), ("مرفأ Λιμάνι & Harbour", 0));
        assert_eq!(rss::Channel::read_from(&rss(&empty)[..]).unwrap().last_build_date, None);
        assert_eq!(rss(&empty), rss(&empty));
    }
}
