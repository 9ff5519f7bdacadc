//! Articles on their own pages.

use super::{Desk, Reach, body::push_anchor};
use crate::{
    model::{
        article::{self, Edition, Facts, PersonRef},
        body::Body,
        site::{Item, LiveEdition, Vocabulary, Work, WorkId},
    },
    render::view::*,
};

/// Words an hour's reader takes in a minute.
const WORDS_A_MINUTE: u32 = 220;

impl Desk<'_> {
    /// What all types share.
    pub fn article(&self, work: &Work, live: &LiveEdition, template: &str) -> Article {
        let apart = !self.sparing || self.standing.takes_apart(template);
        let edition = work.edition(live);
        let common = &edition.common;
        let body = &*edition.body;
        let first = body.sections.first().map_or(body.html.len(), |s| s.whole.start);
        let image_alt = common.image_alt.as_deref().unwrap_or_default();
        let is_member = matches!(edition.facts, Facts::Member(_));
        Article {
            title: self.text(&common.title, Some(common.title_language.unwrap_or(live.language))),
            description: common.description.clone().unwrap_or_default(),
            body: Html::safe_string(&self.body(body, live, Reach::Page)),
            intro: self.part(body, &live.holes, 0..if apart { first } else { 0 }),
            sections: if apart { self.sections(body, live) } else { Vec::new() },
            footnotes: match body.sections.last() {
                Some(last) if apart => self.part(body, &live.holes, last.whole.end..body.html.len()),
                _ => Html::safe_string(""),
            },
            toc: body
                .headings
                .iter()
                .map(|h| Heading { level: h.level.max(2), text: h.text.clone(), id: h.id.clone() })
                .collect(),
            date: common.date.map(|d| self.date(d)),
            updated: common.updated.map(|d| self.date(d)),
            minutes: body.words.div_ceil(WORDS_A_MINUTE).max(1),
            tags: common.tags.iter().map(|t| self.term(Vocabulary::Tags, t)).collect(),
            audience: common.audience.iter().map(|a| self.term(Vocabulary::Audience, a)).collect(),
            authors: self.people(&common.authors),
            image: live.image.as_ref().filter(|_| !is_member).map(|p| self.picture(p, image_alt)),
            extra: Anything::from_serializable(&common.extra),
        }
    }

    /// The `##` sections of a body, numbered.
    fn sections(&self, body: &Body, live: &LiveEdition) -> Vec<Section> {
        let section = |(n, section): (usize, &crate::model::body::Section)| {
            let heading = body.headings.get(section.heading);
            let mut content = String::new();
            for (_, anchor) in live.also_answers.iter().filter(|(s, _)| *s == n) {
                push_anchor(&mut content, anchor);
            }
            content.push_str(self.part(body, &live.holes, section.content.clone()).as_str().unwrap_or_default());
            Section {
                number: self.dates.number(n as i64 + 1),
                text: heading.map(|h| h.text.clone()).unwrap_or_default(),
                heading: self.part(body, &live.holes, section.title.clone()),
                id: heading.map(|h| h.id.clone()).unwrap_or_default(),
                body: Html::safe_string(&content),
            }
        };
        body.sections.iter().enumerate().map(section).collect()
    }

    pub fn entry(&self, work: &Work, id: WorkId, facts: &article::Entry) -> Entry {
        let (older, newer) = self.neighbours(work, id);
        let event = facts.event.as_deref().and_then(|event| {
            let found = self.site.works.iter().position(|w| w.kind() == article::Kind::Event && w.article.id == event)?;
            Some(self.card(WorkId(found as u32)))
        });
        let series = facts.series.as_deref().and_then(|name| {
            let series = self.site.settings.calendar.series.get(name)?;
            Some(Label { id: name.to_owned(), text: self.localized(&series.title), href: None }.into())
        });
        Entry {
            series,
            format: facts.format.as_deref().map(|f| self.label("format", f)),
            channels: facts.channels.iter().map(|c| self.label("channel", c)).collect(),
            url: facts.url.clone(),
            event,
            older,
            newer,
        }
    }

    /// The posts before and after a post.
    fn neighbours(&self, work: &Work, id: WorkId) -> (Option<Link>, Option<Link>) {
        use crate::model::site::ListKind;
        if !work.listed {
            return (None, None);
        }
        let wanted = ListKind::Section(article::Kind::Entry);
        let Some(list) = self.site.lists.iter().find(|l| l.language == self.lang && l.kind == wanted) else {
            return (None, None);
        };
        let Some(at) = list.items.iter().position(|item| item.work == id) else { return (None, None) };
        let link = |item: Option<&Item>| {
            let work = self.site.work(item?.work);
            let live = work.nearest(self.lang);
            let common = &work.edition(live).common;
            let label = self.text(&common.title, Some(common.title_language.unwrap_or(live.language)));
            Some(Link { hreflang: self.foreign(live.language), ..self.link(label, &live.address) })
        };
        (link(list.items.get(at + 1)), link(at.checked_sub(1).and_then(|i| list.items.get(i))))
    }

    pub fn guideline(&self, facts: &article::Guideline) -> Guideline {
        let contact = |c: &article::GuidelineContact| Contact {
            name: c.name.clone(),
            email: c.email.clone(),
            url: c.url.clone(),
            languages: c.languages.iter().map(|l| self.dates.language(l)).collect(),
        };
        let mut changes: Vec<&article::Change> = facts.changes.iter().collect();
        changes.sort_by_key(|c| std::cmp::Reverse(c.date.date()));
        Guideline {
            version: facts.version.clone(),
            effective: facts.effective.map(|d| self.date(d)),
            reviewed: facts.reviewed.map(|d| self.date(d)),
            contacts: facts.contacts.iter().map(contact).collect(),
            report_url: facts.report_url.clone(),
            applies_to: facts.applies_to.clone(),
            based_on: facts.based_on.as_ref().map(|b| Source { name: b.name.clone(), url: b.url.clone() }),
            changes: changes.into_iter().map(|c| Change { date: self.date(c.date), summary: c.summary.clone() }).collect(),
        }
    }

    pub fn member_page(&self, work: &Work, live: &LiveEdition, facts: &article::Member) -> Member {
        let link = |l: &article::MemberLink| Link {
            label: self.text(&l.label, None),
            href: l.url.clone(),
            hreflang: None,
            current: false,
        };
        Member {
            name: self.text(&facts.name, Some(live.language)),
            pronouns: facts.pronouns.clone(),
            roles: facts.roles.iter().map(|r| self.label("role", r)).collect(),
            group: facts.group.as_deref().map(|g| self.term(Vocabulary::Groups, g)),
            joined: facts.joined.map(|d| self.date(d)),
            place: facts.place.clone(),
            languages: facts.languages.iter().map(|l| self.dates.language(l)).collect(),
            avatar: live.image.as_ref().map(|p| self.picture(p, facts.avatar_alt.as_deref().unwrap_or_default())),
            links: facts.links.iter().map(link).collect(),
            topics: facts.topics.clone(),
            badges: facts.badges.clone(),
            wrote: self.cards(&work.named.wrote),
            hosts: self.cards(&work.named.hosts),
            speaks: self.cards(&work.named.speaks),
            spotlights: self.cards(&work.named.spotlights),
        }
    }

    pub fn spotlight(&self, live: &LiveEdition, facts: &article::Spotlight) -> Spotlight {
        let question = |(n, (interview, holes)): (usize, (&article::Interview, &Vec<_>))| Question {
            id: format!("q-{}", n + 1),
            q: interview.q.clone(),
            a: self.part(&interview.a, holes, 0..interview.a.html.len()),
        };
        Spotlight {
            member: self.people(&[PersonRef::Member(facts.member.clone())]).pop(),
            quote: facts.quote.clone(),
            questions: facts.questions.iter().zip(&live.answers).enumerate().map(question).collect(),
        }
    }

    /// One or two sentences about an edition.
    pub fn description(&self, edition: &Edition) -> String {
        edition.common.description.clone().unwrap_or_else(|| edition.body.summary.clone())
    }
}
