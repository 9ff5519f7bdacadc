//! What of an article is searched, and what is shown of it where it is found.

#![allow(clippy::string_slice, reason = "offsets come from `char_indices` and `find`")]

use super::{terms::Field, text};
use crate::{
    model::{
        article::{Edition, EventStatus, Facts, Location},
        path::term_slug,
        site::{LiveEdition, Vocabulary, Work},
        time::YearMonth,
    },
    render::{view::Label, views::Desk},
};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// Characters of a description and of a title or heading that are shown; dates of a series, and headings.
const SHOWN: usize = 240;
const TITLE: usize = 160;
const DATES: usize = 62;
const HEADINGS: usize = 40;

/// An article where it is found. Names are short, since there are as many of them as articles.
#[derive(Serialize)]
pub struct Record {
    /// Title.
    t: String,
    /// Address.
    h: String,
    /// What it is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    x: String,
    /// Its type.
    k: &'static str,
    /// Its language, where that is not the reader's.
    #[serde(skip_serializing_if = "Option::is_none")]
    l: Option<String>,
    /// The day of its publication, as [`day`].
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<i32>,
    /// Of an event: the day of each date, and the minute since 1970 from which it is past; each as the difference from
    /// the one before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    d: Vec<i64>,
    /// Headings with their anchors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    a: Vec<(String, String)>,
}

/// What an article may be sorted by.
pub struct Facets {
    pub kind: &'static str,
    pub language: String,
    pub tags: Vec<String>,
    pub group: Option<String>,
    /// Of an event: the minute since 1970 from which all of it is past.
    pub over: Option<i64>,
}

/// The words of an edition that are its own.
pub struct Words {
    parts: Vec<(Field, String)>,
}

impl Words {
    pub fn parts(&self) -> Vec<(Field, &str)> {
        self.parts.iter().map(|(field, text)| (*field, text.as_str())).collect()
    }
}

impl Desk<'_> {
    /// What an edition says itself, in its own language.
    pub fn own_words(&self, work: &Work, live: &LiveEdition) -> Words {
        let edition = work.edition(live);
        let common = &edition.common;
        let mut parts = vec![(Field::Title, title(edition).to_owned())];
        let mut add = |field: Field, text: Option<&str>| parts.extend(text.map(|text| (field, text.to_owned())));
        add(Field::Text, common.description.as_deref());
        add(Field::Name, Some(slug(&work.article.id)));
        edition.body.headings.iter().for_each(|heading| add(Field::Heading, Some(&heading.text)));
        add(Field::Text, Some(&text::of_body(&edition.body, &live.holes)));
        let mut place = |location: Option<&Location>| {
            if let Some(location) = location {
                parts.push((Field::Name, location.name.clone()));
                parts.extend(location.address.clone().map(|address| (Field::Name, address)));
            }
        };
        match &edition.facts {
            Facts::Event(event) => {
                place(event.location.as_ref());
                for own in &event.overrides {
                    place(own.location.as_ref());
                }
                let own = event.overrides.iter().flat_map(|own| [&own.title, &own.note]).flatten();
                parts.extend(own.map(|text| (Field::Text, text.clone())));
            }
            Facts::Member(member) => {
                parts.push((Field::Name, member.name.clone()));
                let names = [&member.place, &member.pronouns].into_iter().flatten().chain(&member.topics).chain(&member.badges);
                parts.extend(names.map(|name| (Field::Name, name.clone())));
            }
            Facts::Spotlight(spotlight) => {
                parts.extend(spotlight.quote.clone().map(|quote| (Field::Text, quote)));
                for (n, question) in spotlight.questions.iter().enumerate() {
                    let holes = live.answers.get(n).map_or(&[][..], |holes| holes);
                    parts.push((Field::Heading, question.q.clone()));
                    parts.push((Field::Text, text::of_body(&question.a, holes)));
                }
            }
            Facts::Guideline(guideline) => parts.extend(guideline.applies_to.clone().map(|text| (Field::Text, text))),
            Facts::Faq(faq) => parts.extend(faq.category.clone().map(|category| (Field::Name, category))),
            Facts::Page | Facts::Entry(_) => {}
        }
        Words { parts }
    }

    /// The labels and people of an article, as readers of this desk's language know them.
    pub fn labels_of(&self, work: &Work) -> String {
        let edition = work.edition(work.nearest(self.lang));
        let common = &edition.common;
        let mut labels: Vec<String> = Vec::new();
        let mut label = |label: &Label| {
            labels.push(label.text.text.clone());
            // Some write tags as they are in the address.
            labels.extend((label.id != label.text.text).then(|| label.id.clone()));
        };
        common.tags.iter().for_each(|tag| label(&self.term(Vocabulary::Tags, tag)));
        common.audience.iter().for_each(|audience| label(&self.term(Vocabulary::Audience, audience)));
        group(edition).into_iter().for_each(|group| label(&self.term(Vocabulary::Groups, group)));
        let people = match &edition.facts {
            Facts::Event(event) => {
                event.kind.iter().for_each(|kind| label(&self.term(Vocabulary::EventKinds, kind)));
                self.people(&event.hosts).into_iter().chain(self.people(&event.speakers)).collect()
            }
            Facts::Entry(entry) => {
                entry.format.iter().for_each(|format| label(&self.label("format", format)));
                let series = entry.series.as_ref().and_then(|name| self.site.settings.calendar.series.get(name));
                labels.extend(series.map(|series| self.localized(&series.title).text));
                Vec::new()
            }
            Facts::Member(member) => {
                member.roles.iter().for_each(|role| label(&self.label("role", role)));
                Vec::new()
            }
            Facts::Spotlight(spotlight) => {
                self.site.members.get(&spotlight.member).map(|id| self.member(*id)).into_iter().collect()
            }
            Facts::Page | Facts::Guideline(_) | Facts::Faq(_) => Vec::new(),
        };
        labels.extend(people.into_iter().chain(self.people(&common.authors)).map(|person| person.name.text.clone()));
        labels.join("\n")
    }

    pub fn record(&self, work: &Work) -> Record {
        let live = work.nearest(self.lang);
        let edition = work.edition(live);
        let common = &edition.common;
        let title = match title(edition) {
            "" => self.localized(&self.site.settings.title).text,
            title => title.to_owned(),
        };
        let headings = edition.body.headings.iter().filter(|heading| !heading.id.is_empty()).take(HEADINGS);
        let date = match &edition.facts {
            Facts::Event(_) => None,
            _ => common.date.map(|date| day(date.wall(self.site.settings.timezone).date())),
        };
        Record {
            t: shortened(&title, TITLE),
            h: self.href(&live.address),
            x: shortened(common.description.as_deref().unwrap_or(&edition.body.summary), SHOWN),
            k: work.kind().word(),
            l: self.foreign(live.language),
            p: date,
            d: self.dates_of(work),
            a: headings.map(|heading| (shortened(&heading.text, TITLE), heading.id.clone())).collect(),
        }
    }

    /// The dates from the beginning of the month on; where there is none, the last. So nothing changes from one day to
    /// the next.
    fn dates_of(&self, work: &Work) -> Vec<i64> {
        let now = self.site.now.with_timezone(&self.site.settings.timezone).date_naive();
        let YearMonth { year, month } = YearMonth::of(now);
        let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(now);
        let from = work.dates.iter().position(|date| date.start.date() >= first).unwrap_or(work.dates.len().saturating_sub(1));
        let mut last = (0, 0);
        let shown =
            work.dates[from.min(work.dates.len())..].iter().filter(|date| date.status != EventStatus::Cancelled).take(DATES);
        shown
            .flat_map(|date| {
                let (day, over) = (i64::from(day(date.start.date())), minutes(date.past_from.timestamp()));
                let difference = [day - last.0, over - last.1];
                last = (day, over);
                difference
            })
            .collect()
    }

    pub fn facets(&self, work: &Work) -> Facets {
        let live = work.nearest(self.lang);
        let edition = work.edition(live);
        let over = match &work.article.original().facts {
            Facts::Event(event) if work.dates.is_empty() => Some(event.start.over(event.zone)),
            Facts::Event(_) => work.dates.iter().map(|date| date.past_from).max(),
            _ => None,
        };
        let mut tags: Vec<String> = edition.common.tags.iter().map(|tag| term_slug(tag)).collect();
        tags.sort();
        tags.dedup();
        Facets {
            kind: work.kind().word(),
            language: self.site.settings.languages.tag(live.language).to_owned(),
            tags,
            group: group(edition).map(term_slug),
            over: over.map(|over| minutes(over.timestamp())),
        }
    }
}

/// What an article is called where it is listed.
fn title(edition: &Edition) -> &str {
    match &edition.facts {
        Facts::Member(member) => &member.name,
        _ => &edition.common.title,
    }
}

/// The last part of an address without its date: writers choose it well, and it is the same in all languages.
fn slug(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id).trim_start_matches(|c: char| c.is_ascii_digit() || c == '-')
}

/// The chapter that an article belongs to.
pub fn group(edition: &Edition) -> Option<&str> {
    match &edition.facts {
        Facts::Event(event) => event.group.as_deref(),
        Facts::Member(member) => member.group.as_deref(),
        _ => None,
    }
}

/// Days since the beginning of 1970.
fn day(date: NaiveDate) -> i32 {
    const EPOCH: i32 = 719_163;
    date.num_days_from_ce() - EPOCH
}

fn minutes(seconds: i64) -> i64 {
    seconds.div_euclid(60)
}

/// The beginning of a text, cut between two words.
fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..cut].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        assert_eq!(day(NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()), 0);
        assert_eq!(day(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()), 20_778);
    }

    #[test]
    fn long_descriptions_end_between_words() {
        assert_eq!(shortened("short", 10), "short");
        assert_eq!(shortened("four short words here", 13), "four short…");
        assert_eq!(shortened(&"ü".repeat(500), 20), format!("{}…", "ü".repeat(20)));
    }
}
