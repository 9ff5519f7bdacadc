//! The content plan as a table (RFC 4180).

use crate::model::programme::{Late, Meeting, Post, Programme, Row, Slot};

/// The names of the columns: they do not change.
const COLUMNS: [&str; 13] =
    ["date", "kind", "status", "title", "series", "owner", "channels", "format", "due", "late", "event", "url", "file"];

/// What is late from other weeks and what the weeks shown hold, a row each. It begins with the mark by which spreadsheets
/// know UTF-8; without it they show Arabic and Greek as nonsense.
pub fn table(programme: &Programme) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    let mut row = |cells: [String; 13]| {
        // Nothing can go wrong with rows of one length in memory.
        let _ = writer.write_record(cells.iter().map(|cell| guarded(cell)));
    };
    row(COLUMNS.map(str::to_owned));
    programme.late_elsewhere().for_each(|post| row(entry(programme, post)));
    for found in programme.rows() {
        row(match found {
            Row::Event(date) => event(date),
            Row::Post(post) => entry(programme, post),
            Row::Open(slot) => open(programme, slot),
        });
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn entry(programme: &Programme, post: &Post) -> [String; 13] {
    let entry = post.entry();
    let late = match post.late {
        Some(Late::Due(_)) => "due",
        Some(Late::Passed(_)) => "date",
        None => "",
    };
    [
        post.day.to_string(),
        "entry".into(),
        if post.is_draft() { "draft" } else { entry.status.word() }.into(),
        post.title().into(),
        entry.series.clone().unwrap_or_default(),
        entry.owner.as_ref().map(|owner| programme.name(owner).to_owned()).unwrap_or_default(),
        entry.channels.join(", "),
        entry.format.clone().unwrap_or_default(),
        entry.due.map(|due| due.date().to_string()).unwrap_or_default(),
        late.into(),
        entry.event.clone().unwrap_or_default(),
        entry.url.clone().unwrap_or_default(),
        post.path().into(),
    ]
}

fn open(programme: &Programme, slot: &Slot) -> [String; 13] {
    let channels = programme.settings.calendar.series.get(&slot.series).map(|s| s.channels.join(", "));
    let mut row: [String; 13] = Default::default();
    row[0] = slot.day.to_string();
    row[1] = "slot".into();
    row[2] = "open".into();
    row[4] = slot.series.clone();
    row[6] = channels.unwrap_or_default();
    row
}

fn event(date: &Meeting) -> [String; 13] {
    let mut row: [String; 13] = Default::default();
    row[0] = date.day.to_string();
    row[1] = "event".into();
    row[2] = if date.draft { "draft" } else { date.status.word() }.into();
    row[3] = date.title.clone();
    row[12] = date.path.clone();
    row
}

/// A spreadsheet takes what begins like a formula for one and runs it, and titles come from strangers; an apostrophe
/// before it makes it text (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn guarded(cell: &str) -> String {
    let plain: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match plain.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        true => format!("'{plain}"),
        false => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_formula_is_text() {
        for (cell, written) in [
            ("Tips", "Tips"),
            ("=1+1", "'=1+1"),
            (" @SUM(A1)", "' @SUM(A1)"),
            ("\t-2", "' -2"),
            ("a\r\nb", "a  b"),
            ("2026-12-01", "2026-12-01"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell), written);
        }
    }
}
