//! The content plan: what the series ask for, what fills it, what is late, and how long it lasts.
//!
//! Everything here counts days in the hub's zone. Nothing of it is for readers; what they may see of the plan is decided
//! in [`public`].

pub mod findings;
mod meetings;
pub mod public;
mod runway;
mod slots;

use crate::model::{
    article::{Article, Facts, Kind, Progress},
    hub::Hub,
    programme::{Late, Mix, Post, Programme, Share, Slot},
    time::{Instant, When, clock},
};
use chrono::{Datelike, Days, NaiveDate};
use std::{collections::BTreeMap, sync::Arc};

/// The content plan from the present week on; `weeks` with the present one.
pub fn programme(hub: &Hub, now: Instant, weeks: u32) -> Programme {
    let today = now.with_timezone(&hub.settings.timezone).date_naive();
    let from = earlier(today, today.weekday().num_days_from_monday().into());
    let to = later(from, u64::from(weeks.max(1)) * 7 - 1);
    let mut posts = posts(hub, now);
    let slots = slots::slots(hub, &mut posts, from, to);
    let runway = runway::runway(&hub.settings.calendar, &posts, &slots, today);
    Programme {
        now,
        today,
        from,
        to,
        events: meetings::meetings(hub, from, to),
        mix: mix(&posts, today, earlier(from, u64::from(weeks) * 7), to),
        slots: slots.into_iter().filter(|slot| (from..=to).contains(&slot.day)).collect(),
        posts,
        runway,
        names: names(hub),
        settings: hub.settings.clone(),
    }
}

/// Every entry that is not dropped, in order of day and key.
fn posts(hub: &Hub, now: Instant) -> Vec<Post> {
    let zone = hub.settings.timezone;
    let entries = hub.articles.iter().filter(|a| a.kind == Kind::Entry);
    let post = |article: &Arc<Article>| {
        let date = article.original().common.date?;
        let wall = date.wall(zone);
        let mut post = Post::new(article, wall.date())?;
        post.clock = date.has_time().then(|| clock(wall));
        post.late = late(&post, date.over(zone) <= now, |due| due.over(zone) <= now);
        Some(post)
    };
    let mut posts: Vec<Post> = entries.filter_map(post).filter(|post| post.entry().status != Progress::Dropped).collect();
    // The hub has them in order of key.
    posts.sort_by_key(|post| post.day);
    posts
}

/// `passed`: its own date is over. An idea or a draft that says nothing else was promised to nobody.
fn late(post: &Post, passed: bool, over: impl Fn(When) -> bool) -> Option<Late> {
    if post.is_ready() {
        return None;
    }
    if passed && matches!(post.entry().status, Progress::Planned | Progress::Writing | Progress::Review) {
        return Some(Late::Passed(post.day));
    }
    post.entry().due.filter(|due| over(*due)).map(|due| Late::Due(due.date()))
}

/// Counts the words of what went out from `from` on, and of what is planned up to `to`.
fn mix(posts: &[Post], today: NaiveDate, from: NaiveDate, to: NaiveDate) -> Mix {
    let mut formats: BTreeMap<&str, Share> = BTreeMap::new();
    let mut channels: BTreeMap<&str, Share> = BTreeMap::new();
    for post in posts.iter().filter(|post| (from..=to).contains(&post.day)) {
        let (past, ahead) = if post.day < today { (post.is_ready(), false) } else { (false, !post.is_idea()) };
        let count = |shares: &mut Share| {
            shares.past += usize::from(past);
            shares.ahead += usize::from(ahead);
        };
        if let Some(word) = &post.entry().format {
            count(formats.entry(word).or_insert_with(|| Share::of(word)));
        }
        for word in &post.entry().channels {
            count(channels.entry(word).or_insert_with(|| Share::of(word)));
        }
    }
    let ranked = |shares: BTreeMap<&str, Share>| {
        let mut shares: Vec<Share> = shares.into_values().filter(|share| share.all() > 0).collect();
        shares.sort_by_key(|share| std::cmp::Reverse(share.all()));
        shares
    };
    Mix { from, to, formats: ranked(formats), channels: ranked(channels) }
}

/// What members are called, by id.
fn names(hub: &Hub) -> BTreeMap<String, String> {
    let members = hub.articles.iter().filter_map(|a| match &a.original().facts {
        Facts::Member(member) => Some((a.id.clone(), member.name.clone())),
        _ => None,
    });
    members.collect()
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn earlier(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// Whether a slot has what is more than an idea.
fn is_planned(slot: &Slot, posts: &[Post]) -> bool {
    slot.post.is_some_and(|i| !posts[i].is_idea())
}

fn is_ready(slot: &Slot, posts: &[Post]) -> bool {
    slot.post.is_some_and(|i| posts[i].is_ready())
}
