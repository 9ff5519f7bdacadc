//! What goes into a feed.

use super::{
    feeds::{FeedAuthor, FeedData, FeedItem, SelfUrls},
    view::Person,
    views::{Desk, Reach},
};
use crate::model::{
    article::{Article, Facts, Kind},
    site::{Feed, LiveEdition, Work},
};

/// The year in a tag: URI says when the hub held its name (RFC 4151, section 2.1); it may never change, so it is not
/// taken from any date of the content.
const TAG_YEAR: &str = "2026";

impl Desk<'_> {
    pub fn feed_data(&self, feed: &Feed) -> FeedData {
        let settings = &self.site.settings;
        let site_title = self.localized(&settings.title).text;
        let title = match &feed.list {
            None => site_title,
            Some(kind) => format!("{} · {site_title}", self.list_title(kind).text),
        };
        let items: Vec<FeedItem> = feed.items.iter().filter_map(|id| self.feed_item(self.site.work(*id))).collect();
        let contact = settings.contact.as_ref();
        let file = |name: &str| self.absolute(&feed.page.join(name));
        FeedData {
            id: self.tag_uri(&format!("feed/{}", feed.page.as_str())),
            title,
            description: self.localized(&settings.description).text,
            lang: self.tag().to_owned(),
            page_url: self.absolute(&feed.page),
            self_urls: SelfUrls { rss: file("rss.xml"), atom: file("atom.xml"), json: file("feed.json") },
            updated: items.iter().map(|i| i.updated).max(),
            author: contact.and_then(|c| {
                let name = c.name.as_ref().map(|n| self.localized(n).text)?;
                Some(FeedAuthor { name, email: c.email.clone(), url: None })
            }),
            items,
        }
    }

    fn feed_item(&self, work: &Work) -> Option<FeedItem> {
        let live = work.nearest(self.lang);
        let edition = work.edition(live);
        let common = &edition.common;
        let published = work.date?;
        // A day that is still to come would have to be another on each day until then.
        let updated = common.updated.map(|u| u.instant(self.site.settings.timezone)).filter(|u| *u <= self.site.now);
        let image = live.image.as_ref().map(|p| self.absolute(&p.address));
        let url = self.absolute(&live.address);
        Some(FeedItem {
            id: self.item_id(work, live),
            title: common.title.clone(),
            published,
            updated: updated.map_or(published, |updated| updated.max(published)),
            summary: self.description(edition),
            html: self.site.settings.feeds.full_text.then(|| self.item_html(work, live)),
            authors: self.people(&common.authors).into_iter().map(|person| self.feed_author(&person)).collect(),
            tags: common.tags.iter().map(|t| self.term(crate::model::site::Vocabulary::Tags, t).text.text.clone()).collect(),
            lang: self.site.settings.languages.tag(live.language).to_owned(),
            image,
            url,
        })
    }

    fn feed_author(&self, person: &Person) -> FeedAuthor {
        let url = person.href.as_deref().map(|href| self.site.settings.base_url.with_host(href));
        FeedAuthor { name: person.name.text.clone(), email: None, url }
    }

    /// The whole article; events begin with when and where, which readers of a feed want first.
    fn item_html(&self, work: &Work, live: &LiveEdition) -> String {
        use super::views::push_escaped;
        let edition = work.edition(live);
        let mut html = String::new();
        if let Facts::Event(event) = &edition.facts {
            let (when, rest) = self.in_brief(work, event);
            html.push_str("<p><strong>");
            push_escaped(&mut html, &when);
            html.push_str("</strong>");
            for detail in rest {
                html.push_str("<br>");
                push_escaped(&mut html, &detail);
            }
            html.push_str("</p>");
        }
        html.push_str(&self.body(&edition.body, live, Reach::Feed(&live.address)));
        html
    }

    fn item_id(&self, work: &Work, live: &LiveEdition) -> String {
        let language = match live.index {
            0 => String::new(),
            _ => format!(";{}", self.site.settings.languages.tag(live.language)),
        };
        self.tag_uri(&format!("{}{language}", first_path(&work.article)))
    }

    /// A tag: URI of the hub (RFC 4151).
    fn tag_uri(&self, specific: &str) -> String {
        format!("tag:{},{TAG_YEAR}:{}", self.site.settings.id, crate::model::path::encode(specific))
    }
}

/// The path that an article was first published at, as far as it says: the first of its `aliases` that lies in a section,
/// else where it is now. An id made of it outlives the name of the file and the address (RFC 4287, section 4.2.6).
fn first_path(article: &Article) -> String {
    let original = article.original();
    let aliases = original.common.aliases.iter().map(|alias| alias.trim_matches('/'));
    let mut of_sections =
        aliases.filter(|path| path.split_once('/').is_some_and(|(folder, _)| Kind::of_section(folder).is_some()));
    if let Some(first) = of_sections.next() {
        return first.to_owned();
    }
    article.below_language(original.common.slug.as_deref())
}
