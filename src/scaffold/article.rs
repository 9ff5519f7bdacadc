//! A file of a type, with the fields it needs and those that help.

#![allow(clippy::string_slice, reason = "only boundaries of characters are tried")]

use super::{
    File, Made,
    event::{self, EventWish},
    fields::Front,
    item, one_line,
};
use crate::{
    diagnostic::suggest,
    model::{
        article::{Article, Facts, Kind, Progress},
        hub::Hub,
        language::LangId,
        path::HubPath,
        time::When,
    },
    parse::names,
};
use chrono::{Datelike, NaiveDate};

/// What `new` is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    pub title: String,
    pub language: Option<String>,
    pub slug: Option<String>,
    /// The day it is announced or published.
    pub date: Option<NaiveDate>,
    pub draft: bool,
    pub what: What,
}

/// What sort of file.
#[derive(Clone, Debug)]
pub enum What {
    Event(Box<EventWish>),
    Post(PostWish),
    /// `consents`: the person has agreed to be shown.
    Member {
        consents: bool,
        group: Option<String>,
    },
    Spotlight {
        member: String,
    },
    Guideline,
    Faq,
    Page,
}

/// An entry of the content calendar.
#[derive(Clone, Debug, Default)]
pub struct PostWish {
    pub series: Option<String>,
    pub status: Option<String>,
    pub owner: Option<String>,
}

impl What {
    pub fn kind(&self) -> Kind {
        match self {
            What::Event(_) => Kind::Event,
            What::Post(_) => Kind::Entry,
            What::Member { .. } => Kind::Member,
            What::Spotlight { .. } => Kind::Spotlight,
            What::Guideline => Kind::Guideline,
            What::Faq => Kind::Faq,
            What::Page => Kind::Page,
        }
    }
}

/// Writes the file. `Err` says why it cannot be, and what to do.
pub fn article(hub: &Hub, wish: &Wish, today: NaiveDate) -> Result<Made, String> {
    let title = one_line(&wish.title);
    if title.is_empty() {
        return Err("a title is needed: hubgen new event \"Repair café\"".into());
    }
    let wish = &Wish { title, ..wish.clone() };
    let language = language(hub, wish.language.as_deref())?;
    let mut made = Made::default();
    let day = day(hub, wish, today, &mut made.notes)?;
    let kind = wish.what.kind();
    let id = id(wish, day)?;
    if let Some(at) = hub.find(kind, &id) {
        let article = &hub.articles[at];
        let path = translation_path(hub, article, language)?;
        made.files.push(File { path, text: translation(wish, article)? });
        return Ok(made);
    }
    let suffix = if language == LangId::DEFAULT { String::new() } else { format!(".{}", hub.settings.languages.tag(language)) };
    let folder = kind.section().map_or("content".to_owned(), |section| format!("content/{section}"));
    let path = HubPath::new(&format!("{folder}/{id}{suffix}.md")).ok_or_else(|| unusable(&id))?;
    // What hubgen will take the file for has to be what was asked for.
    let read = names::article(&path, &hub.settings.languages);
    if !read.is_some_and(|(named, said)| named.kind == kind && named.id == id && named.language == language && said.is_none()) {
        return Err(unusable(&id));
    }
    let text = match &wish.what {
        What::Event(event) => event::event(hub, wish, event, &id, day, &mut made.notes)?,
        What::Post(post) => entry(hub, wish, post, day)?,
        What::Member { consents, group } => member(hub, wish, *consents, group.as_deref(), day)?,
        What::Spotlight { member } => spotlight(wish, &known(hub, Kind::Member, member)?, day),
        What::Guideline => guideline(wish, day),
        What::Faq => faq(wish),
        What::Page => page(wish),
    };
    made.files.push(File { path, text });
    Ok(made)
}

fn unusable(id: &str) -> String {
    format!("`{id}` cannot be the name of a file here: choose one with --slug")
}

fn language(hub: &Hub, tag: Option<&str>) -> Result<LangId, String> {
    let languages = &hub.settings.languages;
    let Some(tag) = tag else { return Ok(LangId::DEFAULT) };
    languages.find(tag).ok_or_else(|| {
        let known = languages.0.iter().map(|language| language.tag.as_str());
        let help = suggest(tag, known, "languages").unwrap_or_default();
        format!("the hub has no language `{tag}`; {help}, or add it to `languages:` in hub.yaml")
    })
}

/// The day it is published: as asked, for a post of a series the next of its days that nothing has yet, else today.
fn day(hub: &Hub, wish: &Wish, today: NaiveDate, notes: &mut Vec<String>) -> Result<NaiveDate, String> {
    if let Some(day) = wish.date {
        return Ok(day);
    }
    let What::Post(PostWish { series: Some(name), .. }) = &wish.what else { return Ok(today) };
    let series = &hub.settings.calendar.series;
    let known = || suggest(name, series.keys().map(String::as_str), "series").unwrap_or("add it to hub.yaml".into());
    let series = series.get(name).ok_or_else(|| format!("there is no series `{name}` in hub.yaml; {}", known()))?;
    let (Some(rule), Some(start)) = (&series.rrule, series.start) else { return Ok(today) };
    let taken = |day: &NaiveDate| {
        hub.articles.iter().any(|article| match &article.original().facts {
            Facts::Entry(entry) => {
                let date = article.original().common.date.map(When::date);
                entry.series.as_ref() == Some(name) && date == Some(*day) && entry.status != Progress::Dropped
            }
            _ => false,
        })
    };
    let slots = rule.dates(start, hub.settings.timezone, today.max(start.date()), NaiveDate::MAX, 200);
    let day = slots.into_iter().find(|day| !taken(day)).unwrap_or(today);
    notes.push(format!("{day} is the next day of the series that has no post yet."));
    Ok(day)
}

/// The name of the file, without language and extension.
fn id(wish: &Wish, day: NaiveDate) -> Result<String, String> {
    let slug = match (&wish.slug, &wish.what) {
        (Some(slug), _) if names::is_slug(slug) && !slug.contains('.') => slug.clone(),
        (Some(slug), _) => {
            let near = slug_of(slug);
            let help = if near.is_empty() { "write letters, digits and `-`".to_owned() } else { format!("write `{near}`") };
            return Err(format!("`{slug}` is no name of a file; {help}"));
        }
        (None, What::Spotlight { member }) => slug_of(member.trim_start_matches('@')),
        (None, _) => slug_of(&wish.title),
    };
    if slug.is_empty() || slug == "index" {
        return Err(format!("no name for a file can be made of `{}`: choose one with --slug", wish.title));
    }
    Ok(match wish.what {
        What::Post(_) => format!("{day}-{slug}"),
        What::Spotlight { .. } => format!("{:04}-{:02}-{slug}", day.year(), day.month()),
        _ => slug,
    })
}

/// A title as a file name. Dots would look like languages and extensions, and a long name stops at a word.
fn slug_of(title: &str) -> String {
    const LONGEST: usize = 100;
    let mut slug = names::slug(&title.replace(['.', '/', '\\', '~'], " ").replace(['\'', '’', '\u{640}'], ""));
    if slug.len() > LONGEST {
        let cut = (0..=LONGEST).rev().find(|i| slug.is_char_boundary(*i)).unwrap_or(0);
        let word = slug[..cut].rfind('-').filter(|i| *i > 0).unwrap_or(cut);
        slug.truncate(word);
    }
    slug
}

/// Where an article of the hub has its translation.
fn translation_path(hub: &Hub, article: &Article, language: LangId) -> Result<HubPath, String> {
    if let Some(there) = article.editions.iter().find(|edition| edition.language == language) {
        return Err(format!("{} is there already; choose another title or --slug", there.path));
    }
    let (original, tag) = (article.original(), hub.settings.languages.tag(language));
    let stem = original.path.as_str();
    let stem = stem.get(..stem.len().saturating_sub(3)).unwrap_or(stem);
    let of = format!(".{}", hub.settings.languages.tag(original.language));
    let at = stem.len().saturating_sub(of.len());
    let stem = match stem.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(&of)) {
        true => &stem[..at],
        false => stem,
    };
    let path = if language == LangId::DEFAULT { format!("{stem}.md") } else { format!("{stem}.{tag}.md") };
    if language < original.language {
        // The new file would be the original, and the other one inherit from it.
        return Err(format!("this is {} already; copy that file to {path} and translate the copy", original.path));
    }
    HubPath::new(&path).ok_or_else(|| unusable(&path))
}

/// A translation states what readers read; all else it has from its original.
fn translation(wish: &Wish, article: &Article) -> Result<String, String> {
    let states_more = match &wish.what {
        What::Event(event) => !event.is_empty(),
        What::Post(post) => post.series.is_some() || post.status.is_some() || post.owner.is_some(),
        What::Member { consents, group } => *consents || group.is_some(),
        _ => false,
    };
    let original = article.original();
    if states_more || wish.date.is_some() && !matches!(wish.what, What::Post(_) | What::Spotlight { .. }) {
        let name = original.path.name();
        return Err(format!("this is a translation of {name}, and has its dates and facts from there: leave them out"));
    }
    let mut front = Front::default();
    front.later(&format!("A translation of {}: whatever is not written here is inherited from there.", original.path.name()));
    front.text(if matches!(wish.what, What::Member { .. }) { "name" } else { "title" }, &wish.title);
    front.later("description: One or two sentences for lists and search engines.");
    draft(&mut front, wish);
    Ok(front.file(""))
}

/// The lines that every type begins with.
pub(super) fn head(front: &mut Front, wish: &Wish) {
    front.text("title", &wish.title);
    front.later("description: One or two sentences for lists, feeds and search engines.");
    draft(front, wish);
}

fn draft(front: &mut Front, wish: &Wish) {
    if wish.draft {
        front.raw("draft", "true # not published before this line is gone");
    }
}

/// The id of an article that has to be there.
fn known(hub: &Hub, kind: Kind, name: &str) -> Result<String, String> {
    let id = names::slug(name.trim_start_matches('@'));
    if hub.find(kind, &id).is_some() {
        return Ok(id);
    }
    let ids = hub.articles.iter().filter(|article| article.kind == kind).map(|article| article.id.as_str());
    let help =
        suggest(&id, ids, &format!("{}s", kind.word())).unwrap_or(format!("there is none yet: `hubgen new {}`", kind.word()));
    Err(format!("there is no {} `{id}`; {help}", kind.word()))
}

/// The name of a chapter that hub.yaml has.
pub(super) fn group(hub: &Hub, name: &str) -> Result<String, String> {
    let groups = &hub.settings.groups;
    if groups.contains_key(name) {
        return Ok(name.to_owned());
    }
    let help = suggest(name, groups.keys().map(String::as_str), "groups").unwrap_or("add it to `groups:` there".into());
    Err(format!("there is no group `{name}` in hub.yaml; {help}"))
}

fn entry(hub: &Hub, wish: &Wish, post: &PostWish, day: NaiveDate) -> Result<String, String> {
    // Somebody's, or promised: then it is being made. Else nobody is asked for anything yet.
    let usual = if post.owner.is_some() || post.series.is_some() { "writing" } else { "idea" };
    let status = post.status.as_deref().unwrap_or(usual);
    if !Progress::ALL.iter().any(|(name, _)| *name == status) {
        let help = suggest(status, Progress::ALL.iter().map(|(name, _)| *name), "one of").unwrap_or_default();
        return Err(format!("there is no status `{status}`; {help}"));
    }
    let mut front = Front::default();
    head(&mut front, wish);
    front.raw("date", day);
    front.later("idea, planned, writing, review, ready, published or dropped. `ready` goes out on its day, by itself.");
    front.raw("status", status);
    if let Some(series) = &post.series {
        // Without a date of its own it would have been asked for already.
        if !hub.settings.calendar.series.contains_key(series) {
            let known = hub.settings.calendar.series.keys().map(String::as_str);
            let help = suggest(series, known, "series").unwrap_or("add it to hub.yaml".into());
            return Err(format!("there is no series `{series}` in hub.yaml; {help}"));
        }
        front.text("series", series);
    }
    match &post.owner {
        Some(owner) => front.text("owner", &known(hub, Kind::Member, owner)?),
        None => front.later("owner: a member's file name, who sees to it; never published"),
    }
    front.later("channels: [blog, newsletter]");
    front.later("tags: [news]");
    Ok(front.file(""))
}

fn member(hub: &Hub, wish: &Wish, consents: bool, chapter: Option<&str>, day: NaiveDate) -> Result<String, String> {
    let mut front = Front::default();
    front.text("name", &wish.title);
    match consents {
        true => {
            front.later("They have agreed to be shown here. `until: 2030-01-01` beside it would end it by itself.");
            front.raw("consent", format!("{{since: {day}}}"));
        }
        false => {
            front.later("Nothing of them is published before they have agreed. When they have:");
            front.later(&format!("consent: {{since: {day}}}"));
            front.raw("consent", "false");
        }
    }
    draft(&mut front, wish);
    front.later("description: One sentence that they would say of themselves.");
    front.later("pronouns: she/her");
    front.later("roles: [host]");
    match chapter {
        Some(name) => front.text("group", &group(hub, name)?),
        None if hub.settings.groups.is_empty() => {}
        None => front.later(&format!("group: {}", hub.settings.groups.keys().cloned().collect::<Vec<_>>().join(" or "))),
    }
    front.later("languages: [en, el]");
    front.later("topics: [what they can be asked about]");
    front.later("links: [{label: Website, url: \"https://…\"}]");
    Ok(front.file(""))
}

fn spotlight(wish: &Wish, member: &str, day: NaiveDate) -> String {
    let mut front = Front::default();
    head(&mut front, wish);
    front.text("member", member);
    front.raw("date", day);
    front.later("quote: The words to remember.");
    front.later("questions:");
    front.later("  - {q: What brought you here?, a: A broken lamp.}");
    front.file("")
}

fn guideline(wish: &Wish, day: NaiveDate) -> String {
    let mut front = Front::default();
    head(&mut front, wish);
    front.raw("version", "\"1.0\"");
    front.raw("effective", day);
    front.raw("reviewed", day);
    front.later("applies_to: Our meetings, our messages to each other, and this site.");
    front.later("Whom to tell, and what has changed since:");
    front.later("contacts:");
    front.later(&format!("  - {{name: {}, email: maya@example.org, languages: [en]}}", item("Maya")));
    front.later("changes:");
    front.later(&format!("  - {{date: {day}, summary: What is different now.}}"));
    front.later("Below, each `##` heading is a rule with a number and an address of its own.");
    front.file("")
}

fn faq(wish: &Wish) -> String {
    let mut front = Front::default();
    head(&mut front, wish);
    front.later("category: What the topic belongs to.");
    front.later("Below, each `##` heading is a question with an address of its own, and its answer follows:");
    front.later("## How do I join?");
    front.later("Come once.");
    front.file("")
}

fn page(wish: &Wish) -> String {
    let mut front = Front::default();
    head(&mut front, wish);
    front.later("In the menu: add its file name to `nav:` in hub.yaml.");
    front.file("")
}
