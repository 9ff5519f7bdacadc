//! The content plan as iCalendar (RFC 5545): whole days, for the team's own calendars.

use crate::model::{
    iso,
    language::LangId,
    programme::{Post, Programme, Row, Slot},
};
use chrono::NaiveDate;
use std::fmt::Write;

/// Entries and open slots of the weeks shown, what is late, and a day of its own for each due date still to be met. No
/// notes: what is written down for a colleague is not meant for every calendar it is pasted into.
pub fn calendar(programme: &Programme) -> String {
    let mut lines = Lines::default();
    let title = programme.settings.title.text(LangId::DEFAULT, &programme.settings.languages);
    lines.line("BEGIN", "VCALENDAR");
    lines.line("VERSION", "2.0");
    lines.line("PRODID", "-//hubgen//content plan//EN");
    lines.text("X-WR-CALNAME", &format!("{title}: content plan"));
    for post in programme.late_elsewhere() {
        entry(&mut lines, programme, post);
    }
    for row in programme.rows() {
        match row {
            // The team has them from the calendar of events.
            Row::Event(_) => {}
            Row::Post(post) => entry(&mut lines, programme, post),
            Row::Open(slot) => open(&mut lines, programme, slot),
        }
    }
    lines.line("END", "VCALENDAR");
    lines.done
}

fn entry(lines: &mut Lines, programme: &Programme, post: &Post) {
    let entry = post.entry();
    let key = &post.article().key;
    let status = if post.is_draft() { "draft" } else { entry.status.word() };
    let mut about = vec![format!("Status: {status}")];
    about.extend(entry.series.as_ref().map(|id| format!("Series: {}", programme.series(id))));
    about.extend(entry.owner.as_ref().map(|owner| format!("Owner: {}", programme.name(owner))));
    if !entry.channels.is_empty() {
        about.push(format!("Channels: {}", entry.channels.join(", ")));
    }
    about.extend(entry.format.as_ref().map(|format| format!("Format: {format}")));
    about.extend(entry.due.filter(|_| !post.is_ready()).map(|due| format!("Due: {}", due.date())));
    about.push(post.path().to_owned());
    let about = about.join("\n");
    let title = post.title();
    let summary = if post.is_ready() { title.to_owned() } else { format!("{title} ({status})") };
    day(lines, programme, key, post.day, &summary, &about);
    if let Some(due) = entry.due.filter(|_| !post.is_ready()) {
        // A VTODO would be the word for it, and most calendars show none.
        day(lines, programme, &format!("{key}#due"), due.date(), &format!("Due: {title}"), &about);
    }
}

fn open(lines: &mut Lines, programme: &Programme, slot: &Slot) {
    let id = format!("series/{}#{}", slot.series, slot.day);
    let series = programme.series(&slot.series);
    day(lines, programme, &id, slot.day, &format!("Open: {series}"), &format!("Nothing is planned for {series} yet."));
}

/// A whole day that takes nobody's time.
fn day(lines: &mut Lines, programme: &Programme, id: &str, day: NaiveDate, summary: &str, about: &str) {
    let after = day.succ_opt().unwrap_or(day);
    lines.line("BEGIN", "VEVENT");
    lines.text("UID", &format!("plan/{id}@{}", programme.settings.id));
    lines.line("DTSTAMP", &iso::basic_utc(programme.now));
    lines.line("DTSTART;VALUE=DATE", &iso::basic_day(day));
    lines.line("DTEND;VALUE=DATE", &iso::basic_day(after));
    lines.text("SUMMARY", summary);
    lines.text("DESCRIPTION", about);
    lines.line("TRANSP", "TRANSPARENT");
    lines.line("END", "VEVENT");
}

/// Content lines: folded at 75 octets without splitting a character (section 3.1).
#[derive(Default)]
struct Lines {
    done: String,
}

impl Lines {
    /// A value of type TEXT (section 3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        self.line(name, &escaped);
    }

    fn line(&mut self, name: &str, value: &str) {
        let mut width = 0;
        let mut folded = String::with_capacity(name.len() + value.len() + 8);
        for c in name.chars().chain([':']).chain(value.chars()) {
            if width + c.len_utf8() > 75 {
                folded.push_str("\r\n ");
                width = 1;
            }
            folded.push(c);
            width += c.len_utf8();
        }
        let _ = write!(self.done, "{folded}\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &format!("a;b,c\\d\n{}\u{7}", "ώ".repeat(80)));
        assert!(lines.done.lines().all(|line| line.len() <= 75));
        let whole = lines.done.replace("\r\n ", "");
        assert_eq!(whole, format!("SUMMARY:a\\;b\\,c\\\\d\\n{}\r\n", "ώ".repeat(80)));
    }
}
