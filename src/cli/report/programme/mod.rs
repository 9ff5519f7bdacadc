//! The content plan as a team reads it in the terminal.

pub mod json;
mod line;

use crate::model::{
    article::{EventStatus, PersonRef},
    programme::{Late, Meeting, Post, Programme, Row, Share, Slot},
};
use chrono::{Datelike, NaiveDate};
use line::{Paint, Table, paint, safe};
use std::fmt::Write;

/// The whole view, for so many columns.
pub fn view(plan: &Programme, width: usize) -> String {
    let languages = &plan.settings.languages;
    let title = plan.settings.title.text(crate::model::language::LangId::DEFAULT, languages);
    let mut text = format!("{}\n", paint(Paint::Heading, &format!("{}, {}", safe(title), plan.today.format("%A %-d %B %Y"))));
    weeks(plan, width, &mut text);
    late(plan, width, &mut text);
    owed(plan, width, &mut text);
    runway(plan, &mut text);
    mix(plan, &mut text);
    text
}

fn weeks(plan: &Programme, width: usize, text: &mut String) {
    let rows = plan.rows();
    let lines: Vec<(NaiveDate, line::Row)> = rows.iter().map(|row| (row.day(), row_of(plan, row))).collect();
    let table = Table::of(lines.iter().map(|(_, row)| row), width);
    let mut last = None;
    for monday in plan.weeks() {
        let _ = writeln!(text, "\n{}", paint(Paint::Heading, &format!("Week of {}", long(plan, monday))));
        let week = lines.iter().filter(|(day, _)| (*day - monday).num_days() / 7 == 0 && *day >= monday);
        let before = text.len();
        for (day, row) in week {
            // A day is named once.
            let name = if last == Some(*day) { String::new() } else { day.format("%a %-d").to_string() };
            last = Some(*day);
            text.push_str(&table.line(&name, row));
        }
        if text.len() == before {
            let _ = writeln!(text, "  {}", paint(Paint::Quiet, "nothing"));
        }
    }
}

fn row_of(plan: &Programme, row: &Row) -> line::Row {
    match row {
        Row::Event(date) => event(plan, date),
        Row::Post(post) => entry(plan, post),
        Row::Open(slot) => open(plan, slot),
    }
}

fn entry(plan: &Programme, post: &Post) -> line::Row {
    let entry = post.entry();
    let mut details = Vec::new();
    if post.late.is_some() {
        details.push("late".to_owned());
    }
    details.extend(entry.series.as_ref().map(|id| safe(plan.series(id))));
    details.extend(owner(plan, entry.owner.as_ref(), post.is_ready() || post.is_idea() || post.is_draft()));
    if !entry.channels.is_empty() {
        details.push(safe(&entry.channels.join(", ")));
    }
    let paint = match () {
        () if post.late.is_some() => Paint::Bad,
        () if post.is_ready() => Paint::Good,
        () if post.is_idea() || post.is_draft() => Paint::Quiet,
        () => Paint::Plain,
    };
    line::Row { status: status(post), paint, title: safe(post.title()), details: details.join(" · ") }
}

fn open(plan: &Programme, slot: &Slot) -> line::Row {
    let channels = plan.settings.calendar.series.get(&slot.series).map(|s| s.channels.join(", ")).unwrap_or_default();
    let nothing = if slot.day < plan.today { "nothing came" } else { "nothing yet" };
    let title = format!("{}: {nothing}", safe(plan.series(&slot.series)));
    line::Row { status: "open".into(), paint: Paint::Open, title, details: safe(&channels) }
}

fn event(plan: &Programme, date: &Meeting) -> line::Row {
    let status = match date.status {
        _ if date.draft => "draft",
        EventStatus::Confirmed => "event",
        other => other.word(),
    };
    let mut title = safe(&date.title);
    if let Some((hour, minute)) = date.clock {
        title = format!("{hour:02}:{minute:02} {title}");
    }
    let details = match (date.status, status) {
        (EventStatus::Confirmed, "event") => String::new(),
        _ => "event".into(),
    };
    let until = (date.last > date.day).then(|| format!("until {}", short(plan, date.last)));
    let details: Vec<String> = [details].into_iter().filter(|d| !d.is_empty()).chain(until).collect();
    line::Row { status: status.into(), paint: Paint::Quiet, title, details: details.join(" · ") }
}

fn late(plan: &Programme, width: usize, text: &mut String) {
    let rows: Vec<(NaiveDate, line::Row)> = plan
        .late()
        .map(|post| {
            let why = match post.late {
                Some(Late::Due(day)) => format!("was due {}", short(plan, day)),
                _ => "its day has passed".into(),
            };
            let details = [Some(why), owner(plan, post.entry().owner.as_ref(), false)];
            let details = details.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            (post.day, line::Row { status: status(post), paint: Paint::Bad, title: safe(post.title()), details })
        })
        .collect();
    if !rows.is_empty() {
        let _ = writeln!(text, "\n{}", paint(Paint::Heading, "Late"));
        section(plan, &rows, &Table::of(rows.iter().map(|(_, row)| row), width).with(2, DATE), text);
    }
}

fn owed(plan: &Programme, width: usize, text: &mut String) {
    let owed = plan.owed();
    let row = |post: &Post| {
        let details = if post.wanted_by() == post.day { String::new() } else { format!("for {}", short(plan, post.day)) };
        let paint = if post.late.is_some() { Paint::Bad } else { Paint::Plain };
        (post.wanted_by(), line::Row { status: status(post), paint, title: safe(post.title()), details })
    };
    let rows: Vec<Vec<(NaiveDate, line::Row)>> =
        owed.iter().map(|(_, posts)| posts.iter().map(|post| row(post)).collect()).collect();
    if !rows.is_empty() {
        let _ = writeln!(text, "\n{}", paint(Paint::Heading, "To do"));
    }
    let table = Table::of(rows.iter().flatten().map(|(_, row)| row), width).with(4, DATE);
    for ((owner, _), rows) in owed.iter().zip(&rows) {
        let name = owner.map_or("Nobody yet".to_owned(), |owner| safe(plan.name(owner)));
        let _ = writeln!(text, "  {name}");
        section(plan, rows, &table, text);
    }
}

/// Room for `Wed 30 Dec`.
const DATE: usize = 10;

fn section(plan: &Programme, rows: &[(NaiveDate, line::Row)], table: &Table, text: &mut String) {
    for (day, row) in rows {
        text.push_str(&table.line(&short(plan, *day), row));
    }
}

fn runway(plan: &Programme, text: &mut String) {
    let runway = &plan.runway;
    let weeks = |n: u32| if n == 1 { "1 week".to_owned() } else { format!("{n} weeks") };
    let paint_of = if runway.ready < runway.wanted { Paint::Open } else { Paint::Good };
    let ready = paint(paint_of, &format!("{} ready", weeks(runway.ready)));
    let _ = write!(text, "\nRunway: {ready} of {} wanted, {} planned", runway.wanted, weeks(runway.planned));
    if let Some(gap) = &runway.gap {
        let has = gap.post.map_or("nothing yet".to_owned(), |i| status(&plan.posts[i]));
        let _ = write!(text, "; then {} on {} ({has})", safe(plan.series(&gap.series)), short(plan, gap.day));
    }
    text.push('\n');
}

fn mix(plan: &Programme, text: &mut String) {
    for (name, shares) in [("Formats", &plan.mix.formats), ("Channels", &plan.mix.channels)] {
        let said: Vec<String> = shares.iter().map(|share: &Share| format!("{} {}", safe(&share.word), share.all())).collect();
        if !said.is_empty() {
            let line = format!("{name} from {} to {}: {}", short(plan, plan.mix.from), short(plan, plan.mix.to), said.join(", "));
            let _ = writeln!(text, "{}", paint(Paint::Quiet, &line));
        }
    }
}

fn status(post: &Post) -> String {
    if post.is_draft() { "draft" } else { post.entry().status.word() }.to_owned()
}

/// Who sees to it. Of what is done or not promised it does not matter that nobody does.
fn owner(plan: &Programme, owner: Option<&PersonRef>, free: bool) -> Option<String> {
    match owner {
        Some(owner) => Some(safe(plan.name(owner))),
        None => (!free).then(|| "no owner".to_owned()),
    }
}

/// `Tue 1 Dec`, with the year where it would be taken for another's.
fn short(plan: &Programme, day: NaiveDate) -> String {
    let near = (day - plan.today).num_days().abs() < 300;
    day.format(if near { "%a %-d %b" } else { "%a %-d %b %Y" }).to_string()
}

fn long(plan: &Programme, day: NaiveDate) -> String {
    let form = if day.year() == plan.today.year() { "%-d %B" } else { "%-d %B %Y" };
    day.format(form).to_string()
}
