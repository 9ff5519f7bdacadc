//! Dates of events, as the team plans around them.

use crate::model::{
    article::{Article, Event, Facts},
    hub::Hub,
    occurrence::{Occurrence, occurrences, told},
    programme::Meeting,
    time::{Instant, Zone, clock},
};
use chrono::{Days, Duration, NaiveDate};
use rayon::prelude::*;

/// More dates than this one event has in no plan that anybody reads.
const MOST: usize = 1000;

/// The dates of all events, drafts too, that begin from `from` to `to` in the hub's zone.
pub fn meetings(hub: &Hub, from: NaiveDate, to: NaiveDate) -> Vec<Meeting> {
    let zone = hub.settings.timezone;
    let around = |day: NaiveDate, days: i64| day.checked_add_signed(Duration::days(days)).unwrap_or(day);
    let of = |article: &std::sync::Arc<Article>| match &article.original().facts {
        Facts::Event(event) => {
            // A day here may be the day before or after where the event is.
            let dates = occurrences(event, around(from, -1), around(to, 1), MOST);
            dates.iter().map(|date| meeting(article, event, date, zone)).collect()
        }
        _ => Vec::new(),
    };
    let mut all: Vec<Meeting> = hub.articles.par_iter().flat_map_iter(of).collect();
    all.retain(|meeting| (from..=to).contains(&meeting.day));
    all.sort_by(|a, b| (a.day, a.clock, &a.path).cmp(&(b.day, b.clock, &b.path)));
    all
}

fn meeting(article: &Article, event: &Event, date: &Occurrence, zone: Zone) -> Meeting {
    let original = article.original();
    let local = |instant: Instant, zone: Zone| instant.with_timezone(&zone).naive_local();
    // Whole days are the same days everywhere.
    let (start, end_zone) = if date.all_day { (date.start, event.zone) } else { (local(date.instant, zone), zone) };
    let last = date.end.map_or(start.date(), |end| local(end - Duration::seconds(1), end_zone).date());
    let title = told(event, date).and_then(|o| o.title.as_ref()).unwrap_or(&original.common.title);
    Meeting {
        day: start.date(),
        last: last.max(start.date()).min(start.date().checked_add_days(Days::new(366)).unwrap_or(last)),
        clock: (!date.all_day).then(|| clock(start)),
        title: title.clone(),
        status: date.status,
        draft: original.common.draft,
        path: original.path.as_str().to_owned(),
    }
}
