//! What pages are, beside events: the community at home, posts, rules, people, questions; and the way to each.

use super::{named_people, without_nulls};
use crate::{
    model::{
        article::Kind,
        site::{LiveEdition, Work},
    },
    render::{
        view::{Article, Guideline, Member, Page, Picture, Spotlight},
        views::{Desk, Reach},
    },
};
use serde_json::{Value, json};

impl Desk<'_> {
    /// The way from home, the page itself at its end (BreadcrumbList). Themes show none where it is but one step.
    pub fn structured_way(&self, page: &Page) -> Value {
        if page.breadcrumbs.len() < 2 {
            return Value::Null;
        }
        let base = &self.site.settings.base_url;
        let before = page.breadcrumbs.iter().map(|crumb| (crumb.label.text.as_str(), base.with_host(&crumb.href)));
        let all = before.chain([(page.title.text.as_str(), page.url.clone())]);
        let item = |(n, (name, url)): (usize, (&str, String))| json!({"@type": "ListItem", "position": n + 1, "name": name, "item": url});
        json!({"@type": "BreadcrumbList", "itemListElement": all.enumerate().map(item).collect::<Vec<_>>()})
    }

    /// The community and its site, as the home page shows them (Organization, WebSite).
    pub fn structured_hub(&self, page: &Page) -> [Value; 2] {
        let settings = &self.site.settings;
        let site = self.site_view(None);
        let description = Some(site.description.text).filter(|text| !text.is_empty());
        let elsewhere: Vec<&str> =
            site.links.iter().map(|link| link.href.as_str()).filter(|href| href.starts_with("http")).collect();
        let contact = site.contact.as_ref().filter(|contact| contact.email.is_some());
        let community = without_nulls(json!({
            "@type": "Organization",
            "name": site.title.text,
            "description": description,
            "url": page.url,
            "logo": site.logo.map(|logo| settings.base_url.with_host(&logo.src)),
            "email": contact.and_then(|contact| contact.email.as_deref()),
            "sameAs": (!elsewhere.is_empty()).then_some(elsewhere),
        }));
        let hub = without_nulls(json!({
            "@type": "WebSite",
            "name": site.title.text,
            "description": description,
            "url": page.url,
            "inLanguage": page.lang,
            "publisher": self.organization(),
            "potentialAction": site.search.as_deref().map(|search| json!({
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": format!("{}?q={{search_term_string}}", settings.base_url.with_host(search)),
                },
                "query-input": "required name=search_term_string",
            })),
        }));
        [community, hub]
    }

    /// A post, an interview or a guideline (BlogPosting, Article).
    pub fn structured_article(&self, work: &Work, live: &LiveEdition, page: &Page, article: &Article) -> Value {
        let base = &self.site.settings.base_url;
        let kind = if work.kind() == Kind::Entry { "BlogPosting" } else { "Article" };
        let tags: Vec<&str> = article.tags.iter().map(|tag| tag.text.text.as_str()).collect();
        without_nulls(json!({
            "@type": kind,
            "@id": page.url,
            "headline": article.title.text,
            "description": Some(&page.description).filter(|text| !text.is_empty()),
            "url": page.url,
            "inLanguage": self.site.settings.languages.tag(live.language),
            "datePublished": article.date.as_ref().map(|date| &date.iso),
            "dateModified": article.updated.as_ref().or(article.date.as_ref()).map(|date| &date.iso),
            "author": named_people(&article.authors, base),
            "publisher": self.organization(),
            "image": article.image.as_ref().map(|image| self.structured_picture(image)),
            "keywords": (!tags.is_empty()).then_some(tags),
        }))
    }

    /// What an article says as an interview: who it is about.
    pub fn structured_spotlight(&self, article: Value, spotlight: &Spotlight) -> Value {
        let people: Vec<_> = spotlight.member.iter().cloned().collect();
        with(article, [("about", named_people(&people, &self.site.settings.base_url))])
    }

    /// What an article says as a guideline: its version, and since when it is in force.
    pub fn structured_guideline(&self, article: Value, guideline: &Guideline) -> Value {
        let day = |moment: &Option<crate::render::view::Moment>| moment.as_ref().map(|moment| moment.iso.clone());
        let changed = day(&guideline.changes.first().map(|change| change.date.clone())).or(day(&guideline.effective));
        with(
            article,
            [
                ("version", json!(guideline.version)),
                ("datePublished", json!(day(&guideline.effective))),
                ("dateModified", json!(changed)),
            ],
        )
    }

    /// A person's page (ProfilePage).
    pub fn structured_member(&self, page: &Page, member: &Member) -> Value {
        let links: Vec<&str> = member.links.iter().map(|link| link.href.as_str()).collect();
        let group = member.group.as_ref().map(|group| {
            let url = group.href.as_deref().map(|href| self.site.settings.base_url.with_host(href));
            without_nulls(json!({"@type": "Organization", "name": group.text.text, "url": url}))
        });
        let community: Vec<Value> = [Some(self.organization()), group].into_iter().flatten().collect();
        let person = without_nulls(json!({
            "@type": "Person",
            "name": member.name.text,
            "description": Some(&page.description).filter(|text| !text.is_empty()),
            "url": page.url,
            "image": member.avatar.as_ref().map(|avatar| self.structured_picture(avatar)),
            "knowsLanguage": (!member.languages.is_empty()).then_some(&member.languages),
            "knowsAbout": (!member.topics.is_empty()).then_some(&member.topics),
            "award": (!member.badges.is_empty()).then_some(&member.badges),
            "memberOf": community,
            "sameAs": (!links.is_empty()).then_some(links),
        }));
        without_nulls(json!({
            "@type": "ProfilePage",
            "@id": page.url,
            "url": page.url,
            "inLanguage": page.lang,
            "mainEntity": person,
        }))
    }

    /// A topic of questions with their answers (FAQPage).
    pub fn structured_questions(&self, work: &Work, live: &LiveEdition, page: &Page) -> Value {
        let body = &work.edition(live).body;
        let question = |section: &crate::model::body::Section| {
            let heading = body.headings.get(section.heading)?;
            let answer = self.part_as(body, &live.holes, section.content.clone(), Reach::Feed(&live.address));
            let url = format!("{}#{}", page.url, heading.id);
            Some(json!({
                "@type": "Question",
                "@id": url,
                "url": url,
                "name": heading.text,
                "acceptedAnswer": {"@type": "Answer", "text": answer.trim()},
            }))
        };
        let questions: Vec<Value> = body.sections.iter().filter_map(question).collect();
        if questions.is_empty() {
            return Value::Null;
        }
        json!({
            "@type": "FAQPage",
            "@id": page.url,
            "url": page.url,
            "name": page.title.text,
            "inLanguage": self.site.settings.languages.tag(live.language),
            "mainEntity": questions,
        })
    }

    fn structured_picture(&self, picture: &Picture) -> Value {
        without_nulls(json!({
            "@type": "ImageObject",
            "url": self.site.settings.base_url.with_host(&picture.src),
            "width": picture.width.map(|width| width.to_string()),
            "height": picture.height.map(|height| height.to_string()),
            "caption": Some(&picture.alt).filter(|alt| !alt.is_empty()),
        }))
    }
}

/// A thing with more said of it; what is null changes nothing.
fn with<const N: usize>(thing: Value, more: [(&str, Value); N]) -> Value {
    let Value::Object(mut map) = thing else { return thing };
    map.extend(more.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)));
    Value::Object(map)
}
