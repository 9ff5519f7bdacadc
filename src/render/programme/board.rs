//! The content plan as a page for the team, in the preview alone: it names owners, ideas and what is late.

use crate::{
    model::{
        article::PersonRef,
        language::LangId,
        path::encode,
        programme::{Late, Meeting, Post, Programme, Row, Slot},
        site::Site,
    },
    render::sitemap::escaped,
};
use chrono::{Datelike, Days, NaiveDate};
use std::{collections::HashMap, fmt::Write};

/// The board, with links to the pages of `site`.
pub fn board(programme: &Programme, site: &Site) -> String {
    let pages = site.works.iter().filter_map(|work| {
        let first = work.editions.first()?;
        Some((
            work.article.original().path.as_str(),
            format!("{}{}", site.settings.base_url.path, encode(first.address.as_str())),
        ))
    });
    Board { plan: programme, pages: pages.collect() }.page()
}

struct Board<'p> {
    plan: &'p Programme,
    /// Addresses by the path of the original's file.
    pages: HashMap<&'p str, String>,
}

impl Board<'_> {
    fn page(&self) -> String {
        let languages = &self.plan.settings.languages;
        let lang = languages.tag(LangId::DEFAULT);
        let title = escaped(self.plan.settings.title.text(LangId::DEFAULT, languages));
        let css = include_str!("board.css");
        let mut html = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
             <title>Content plan</title>\n<style>\n{css}</style>\n</head><body>\n\
             <h1>Content plan: <bdi lang=\"{lang}\">{title}</bdi></h1>\n"
        );
        self.runway(&mut html);
        let elsewhere: Vec<Row> = self.plan.late_elsewhere().map(Row::Post).collect();
        if !elsewhere.is_empty() {
            html.push_str("<h2>Late, from other weeks</h2>\n");
            self.table(&elsewhere, &mut html);
        }
        let rows = self.plan.rows();
        for monday in self.plan.weeks() {
            let sunday = monday + Days::new(6);
            let here: Vec<Row> = rows.iter().filter(|row| (monday..=sunday).contains(&row.day())).copied().collect();
            self.heading(monday, sunday, &mut html);
            self.table(&here, &mut html);
        }
        html.push_str("</body></html>\n");
        html
    }

    fn runway(&self, html: &mut String) {
        let runway = &self.plan.runway;
        let class = if runway.ready < runway.wanted { "open" } else { "ready" };
        let weeks = |n: u32| if n == 1 { "1 week".to_owned() } else { format!("{n} weeks") };
        let (ready, planned) = (weeks(runway.ready), weeks(runway.planned));
        let _ = write!(
            html,
            "<p class=\"runway\">Runway: <strong class=\"{class}\">{ready} ready</strong> of {} wanted, {planned} planned",
            runway.wanted
        );
        if let Some(gap) = &runway.gap {
            let has = gap.post.map_or("nothing yet", |at| status(&self.plan.posts[at]));
            let _ = write!(html, "; then {} on {} ({has})", self.series(&gap.series), day(gap.day));
        }
        html.push_str("</p>\n");
    }

    fn heading(&self, monday: NaiveDate, sunday: NaiveDate, html: &mut String) {
        let slots = || self.plan.slots.iter().filter(|slot| (monday..=sunday).contains(&slot.day));
        let is_filled = |slot: &&Slot| slot.post.is_some_and(|at| !self.plan.posts[at].is_idea());
        let filled = match slots().count() {
            0 => String::new(),
            all => format!(" <small>{} of {all} slots filled</small>", slots().filter(is_filled).count()),
        };
        let now = if (monday..=sunday).contains(&self.plan.today) { ", this week" } else { "" };
        let (week, from, to) = (monday.iso_week().week(), monday.format("%-d %b"), sunday.format("%-d %b %Y"));
        let _ = writeln!(html, "<h2>Week {week}{now}: {from} to {to}{filled}</h2>");
    }

    fn table(&self, rows: &[Row], html: &mut String) {
        if rows.is_empty() {
            html.push_str("<p class=\"none\">Nothing.</p>\n");
            return;
        }
        html.push_str("<div class=\"wide\"><table>\n");
        for row in rows {
            match row {
                Row::Event(date) => self.event(date, html),
                Row::Post(post) => self.entry(post, html),
                Row::Open(slot) => self.open(slot, html),
            }
        }
        html.push_str("</table></div>\n");
    }

    fn event(&self, date: &Meeting, html: &mut String) {
        let status = if date.draft { "draft" } else { date.status.word() };
        let status = format!("<span class=\"{status}\">{status}</span>");
        self.row(&when(date.day, date.clock), &status, &self.titled(&date.title, &date.path), "event", html);
    }

    fn entry(&self, post: &Post, html: &mut String) {
        let entry = post.entry();
        let word = status(post);
        let late = match post.late {
            Some(Late::Due(due)) => format!("<br><span class=\"late\">late: due {}</span>", day(due)),
            Some(Late::Passed(_)) => "<br><span class=\"late\">late: its day is over</span>".to_owned(),
            None => String::new(),
        };
        let status = format!("<span class=\"{word}\">{word}</span>{late}");
        let mut details = vec![match &entry.owner {
            Some(owner) => self.person(owner),
            None if post.is_ready() => String::new(),
            None => "<span class=\"open\">nobody sees to it</span>".to_owned(),
        }];
        details.extend(entry.series.as_ref().map(|series| self.series(series)));
        details.extend(entry.due.filter(|_| post.late.is_none()).map(|due| format!("due {}", day(due.date()))));
        let format = entry.format.as_ref().map(|format| escaped(format));
        let channels = (!entry.channels.is_empty()).then(|| format!("for {}", escaped(&entry.channels.join(", "))));
        details.push(format.into_iter().chain(channels).collect::<Vec<_>>().join(" "));
        details.retain(|detail| !detail.is_empty());
        self.row(&when(post.day, post.clock), &status, &self.titled(post.title(), post.path()), &details.join(", "), html);
    }

    fn open(&self, slot: &Slot, html: &mut String) {
        self.row(&day(slot.day), "<span class=\"open\">open</span>", &self.series(&slot.series), "", html);
    }

    fn row(&self, when: &str, status: &str, title: &str, details: &str, html: &mut String) {
        let _ = writeln!(html, "<tr><th scope=\"row\">{when}</th><td>{status}</td><td>{title}</td><td>{details}</td></tr>");
    }

    /// A title that leads to its page, and the file to open in an editor.
    fn titled(&self, title: &str, path: &str) -> String {
        let title = escaped(title);
        let title = match self.pages.get(path) {
            Some(address) => format!("<a href=\"{address}\"><bdi>{title}</bdi></a>"),
            None => format!("<bdi>{title}</bdi>"),
        };
        format!("{title}<br><code dir=\"ltr\">{}</code>", escaped(path))
    }

    fn series(&self, id: &str) -> String {
        format!("<bdi>{}</bdi>", escaped(self.plan.series(id)))
    }

    fn person(&self, person: &PersonRef) -> String {
        format!("<bdi>{}</bdi>", escaped(self.plan.name(person)))
    }
}

fn status(post: &Post) -> &'static str {
    if post.is_draft() { "draft" } else { post.entry().status.word() }
}

fn day(day: NaiveDate) -> String {
    day.format("%a %-d %b").to_string()
}

fn when(at: NaiveDate, clock: Option<(u8, u8)>) -> String {
    let clock = clock.map_or(String::new(), |(hour, minute)| format!(" {hour:02}:{minute:02}"));
    format!("{}{clock}", day(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_short_and_has_the_hour_where_there_is_one() {
        let at = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        assert_eq!((when(at, None), when(at, Some((9, 5)))), ("Tue 1 Dec".into(), "Tue 1 Dec 09:05".into()));
    }
}
