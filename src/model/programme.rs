//! The content plan: what the team has promised, who sees to it, and how long it lasts.
//!
//! Ideas, owners and due dates live here. It is made for the team alone, and nothing of it is reachable from
//! [`super::site::Site`]; what readers may see of it is [`super::site::Planned`].

use super::{
    article::{Article, Entry, EventStatus, Facts, PersonRef, Progress},
    language::LangId,
    settings::Settings,
    time::Instant,
};
use chrono::NaiveDate;
use std::{collections::BTreeMap, sync::Arc};

/// The content plan of some weeks.
#[derive(Debug)]
pub struct Programme {
    pub settings: Arc<Settings>,
    pub now: Instant,
    /// The day it is in the hub's zone.
    pub today: NaiveDate,
    /// The Monday of the present week.
    pub from: NaiveDate,
    /// The Sunday of the last week shown.
    pub to: NaiveDate,
    /// Every entry that is not dropped, whenever it is; in order of day and key.
    pub posts: Vec<Post>,
    /// What the series ask for within the weeks shown; in order of day and series.
    pub slots: Vec<Slot>,
    /// Dates of events within the weeks shown; in order of time.
    pub events: Vec<Meeting>,
    pub runway: Runway,
    pub mix: Mix,
    /// What members are called, by id; also those who did not agree to be published.
    pub names: BTreeMap<String, String>,
}

/// An entry of the content calendar.
#[derive(Clone, Debug)]
pub struct Post {
    article: Arc<Article>,
    /// In the hub's zone.
    pub day: NaiveDate,
    /// Hour and minute, where it has one.
    pub clock: Option<(u8, u8)>,
    pub late: Option<Late>,
    /// The slot that it fills.
    pub slot: Option<NaiveDate>,
}

/// Why an entry is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// It should have been ready by then.
    Due(NaiveDate),
    /// It should have gone out by then.
    Passed(NaiveDate),
}

/// A day on which a series asks for an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub day: NaiveDate,
    pub series: String,
    /// What fills it, by its place in [`Programme::posts`]; an idea too, which leaves it open.
    pub post: Option<usize>,
}

/// A date of an event.
#[derive(Clone, Debug)]
pub struct Meeting {
    pub day: NaiveDate,
    /// The last day it touches.
    pub last: NaiveDate,
    /// In the hub's zone; `None`: whole days.
    pub clock: Option<(u8, u8)>,
    pub title: String,
    pub status: EventStatus,
    pub draft: bool,
    pub path: String,
}

/// How long what is there lasts, in whole weeks of seven days from today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runway {
    /// Weeks in which every slot has an entry that goes live by itself. Where no series asks for anything, the weeks
    /// up to the last such entry.
    pub ready: u32,
    /// The same with every entry that is more than an idea.
    pub planned: u32,
    /// What hub.yaml asks for.
    pub wanted: u32,
    /// The first slot that ends `ready`.
    pub gap: Option<Slot>,
}

/// Which formats and channels are used how often, most used first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mix {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub formats: Vec<Share>,
    pub channels: Vec<Share>,
}

/// How often a word is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub word: String,
    /// By what went out before today.
    pub past: usize,
    /// By what is planned from today on.
    pub ahead: usize,
}

/// A row of the plan.
#[derive(Clone, Copy, Debug)]
pub enum Row<'p> {
    Event(&'p Meeting),
    Post(&'p Post),
    /// A slot that nothing fills, not even an idea.
    Open(&'p Slot),
}

impl Row<'_> {
    pub fn day(&self) -> NaiveDate {
        match self {
            Row::Event(meeting) => meeting.day,
            Row::Post(post) => post.day,
            Row::Open(slot) => slot.day,
        }
    }
}

impl Post {
    /// `None`: it is no entry of the content calendar.
    pub fn new(article: &Arc<Article>, day: NaiveDate) -> Option<Post> {
        let entry = matches!(article.original().facts, Facts::Entry(_));
        entry.then(|| Post { article: article.clone(), day, clock: None, late: None, slot: None })
    }

    pub fn article(&self) -> &Article {
        &self.article
    }

    pub fn entry(&self) -> &Entry {
        static NOTHING: Entry = Entry {
            status: Progress::Idea,
            series: None,
            owner: None,
            channels: Vec::new(),
            format: None,
            due: None,
            url: None,
            event: None,
            notes: None,
        };
        match &self.article.original().facts {
            Facts::Entry(entry) => entry,
            _ => &NOTHING,
        }
    }

    pub fn title(&self) -> &str {
        &self.article.original().common.title
    }

    pub fn path(&self) -> &str {
        self.article.original().path.as_str()
    }

    pub fn is_draft(&self) -> bool {
        self.article.original().common.draft
    }

    /// It goes live by itself, or has.
    pub fn is_ready(&self) -> bool {
        matches!(self.entry().status, Progress::Ready | Progress::Published) && !self.is_draft()
    }

    pub fn is_idea(&self) -> bool {
        self.entry().status == Progress::Idea
    }

    /// The day on which somebody has to be done: `due`, else its own.
    pub fn wanted_by(&self) -> NaiveDate {
        self.entry().due.map_or(self.day, |due| due.date())
    }
}

impl Share {
    pub fn of(word: &str) -> Share {
        Share { word: word.to_owned(), past: 0, ahead: 0 }
    }

    pub fn all(&self) -> usize {
        self.past + self.ahead
    }
}

impl Programme {
    /// The weeks shown, by their Mondays.
    pub fn weeks(&self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_weeks().take_while(|monday| *monday <= self.to)
    }

    /// What the weeks shown hold, day by day: events, then entries, then slots that are empty.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let events = self.events.iter().map(Row::Event);
        let shown = |post: &&Post| (self.from..=self.to).contains(&post.day);
        let posts = self.posts.iter().filter(shown).map(Row::Post);
        let open = self.slots.iter().filter(|slot| slot.post.is_none()).map(Row::Open);
        let mut rows: Vec<Row> = events.chain(posts).chain(open).collect();
        rows.sort_by_key(Row::day);
        rows
    }

    /// What is late, whenever it was.
    pub fn late(&self) -> impl Iterator<Item = &Post> {
        self.posts.iter().filter(|post| post.late.is_some())
    }

    /// What is late and not within the weeks shown.
    pub fn late_elsewhere(&self) -> impl Iterator<Item = &Post> {
        self.late().filter(|post| !(self.from..=self.to).contains(&post.day))
    }

    /// What is not ready and somebody has to see to within the weeks shown or before, by owner: who has to be done
    /// first comes first, and what nobody sees to last.
    pub fn owed(&self) -> Vec<(Option<&PersonRef>, Vec<&Post>)> {
        // An idea or a draft is owed only where somebody said so.
        let said = |post: &Post| post.entry().due.is_some() || !post.is_idea() && !post.is_draft();
        let soon = |post: &Post| (self.today..=self.to).contains(&post.wanted_by()) && said(post);
        let open = |post: &&Post| !post.is_ready() && (post.late.is_some() || soon(post));
        let mut posts: Vec<&Post> = self.posts.iter().filter(open).collect();
        posts.sort_by_key(|post| (post.wanted_by(), post.day));
        let mut owed: Vec<(Option<&PersonRef>, Vec<&Post>)> = Vec::new();
        for post in posts {
            let owner = post.entry().owner.as_ref();
            match owed.iter_mut().find(|(other, _)| *other == owner) {
                Some((_, list)) => list.push(post),
                None => owed.push((owner, vec![post])),
            }
        }
        owed.sort_by_key(|(owner, _)| owner.is_none());
        owed
    }

    /// What a person is called.
    pub fn name<'p>(&'p self, person: &'p PersonRef) -> &'p str {
        match person {
            PersonRef::Member(id) => self.names.get(id).unwrap_or(id),
            PersonRef::Guest { name, .. } => name,
        }
    }

    /// What the team calls a series: its title in the hub's first language.
    pub fn series<'p>(&'p self, id: &'p str) -> &'p str {
        series_title(&self.settings, id)
    }
}

/// The title of a series in the hub's first language.
pub fn series_title<'s>(settings: &'s Settings, id: &'s str) -> &'s str {
    let title = settings.calendar.series.get(id).map(|s| s.title.text(LangId::DEFAULT, &settings.languages));
    title.filter(|title| !title.is_empty()).unwrap_or(id)
}
