//! How long what is there lasts.

use super::{is_planned, is_ready};
use crate::model::{
    programme::{Post, Runway, Slot},
    settings::Calendar,
};
use chrono::NaiveDate;

/// `slots`: at least up to the first of each series that nothing fills.
pub fn runway(calendar: &Calendar, posts: &[Post], slots: &[Slot], today: NaiveDate) -> Runway {
    // Counted from today, not from Monday: otherwise a week would be lost each Sunday night without anything happening.
    let weeks = |day: NaiveDate| (day - today).num_days().max(0) as u32 / 7;
    let ahead = || slots.iter().filter(|slot| slot.day >= today);
    let reach = |gap: Option<&Slot>, counts: fn(&Post) -> bool| match gap {
        Some(slot) => weeks(slot.day),
        // Nobody promised a rhythm, or all of it is kept: it lasts as long as something comes.
        None => posts.iter().rfind(|p| p.day >= today && counts(p)).map_or(0, |last| weeks(last.day) + 1),
    };
    let gap = ahead().find(|slot| !is_ready(slot, posts));
    Runway {
        ready: reach(gap, Post::is_ready),
        planned: reach(ahead().find(|slot| !is_planned(slot, posts)), |post| !post.is_idea()),
        wanted: calendar.runway_weeks,
        gap: gap.cloned(),
    }
}
