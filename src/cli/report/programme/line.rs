//! Lines of a table in a terminal, whatever the script of what stands in them.

use crate::cli::report::human::{clean, is_right_to_left};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// One line: what it is, its title, and what else there is to know.
pub struct Row {
    pub status: String,
    pub paint: Paint,
    pub title: String,
    pub details: String,
}

#[derive(Clone, Copy)]
pub enum Paint {
    Plain,
    Heading,
    Good,
    Bad,
    Open,
    Quiet,
}

/// Text in a colour; the stream it goes to takes it away where nobody wants any.
pub fn paint(paint: Paint, text: &str) -> String {
    let code = match paint {
        Paint::Plain => return text.to_owned(),
        Paint::Heading => "1",
        Paint::Good => "32",
        Paint::Bad => "31",
        Paint::Open => "1;33",
        Paint::Quiet => "2",
    };
    if text.is_empty() { String::new() } else { format!("\u{1b}[{code}m{text}\u{1b}[0m") }
}

/// A text of the hub's as it may stand in a line: nothing that commands a terminal, and isolated where it runs from
/// right to left, so that the line around it keeps its order.
pub fn safe(text: &str) -> String {
    isolated(clean(&text.replace('\n', " ")))
}

fn isolated(text: String) -> String {
    if text.chars().any(is_right_to_left) { format!("\u{2068}{text}\u{2069}") } else { text }
}

/// Where the columns of a table stand.
pub struct Table {
    width: usize,
    margin: usize,
    days: usize,
    title: usize,
    details: usize,
}

const STATUS: usize = 9;
/// Narrower, and what there is to know goes to a line of its own.
const NARROW: usize = 50;

impl Table {
    pub fn of<'r>(rows: impl Iterator<Item = &'r Row>, width: usize) -> Table {
        let (mut title, mut details) = (0, 0);
        // A line that has nothing beside its title may run on.
        for row in rows.filter(|row| !row.details.is_empty()) {
            title = title.max(row.title.width());
            details = details.max(row.details.width());
        }
        Table { width, margin: 2, days: 6, title, details }
    }

    /// The same with other widths of the margin and the first column.
    pub fn with(self, margin: usize, days: usize) -> Table {
        Table { margin, days, ..self }
    }

    pub fn line(&self, day: &str, row: &Row) -> String {
        let indent = self.margin + self.days.max(day.width()) + 2 + STATUS + 2;
        let rest = self.width.saturating_sub(indent).max(20);
        let margin = self.margin;
        let head = format!("{:margin$}{}  {}  ", "", padded(day, self.days), paint(row.paint, &padded(&row.status, STATUS)));
        if row.details.is_empty() {
            return format!("{head}{}\n", cut(&row.title, rest));
        }
        if rest < NARROW {
            let details = paint(Paint::Quiet, &cut(&row.details, rest));
            return format!("{head}{}\n{:indent$}{details}\n", cut(&row.title, rest), "");
        }
        let title = self.title.min((rest * 3 / 5).max(rest.saturating_sub(self.details + 2)));
        let details = paint(Paint::Quiet, &cut(&row.details, rest - title - 2));
        format!("{head}{}  {details}\n", padded(&cut(&row.title, title), title))
    }
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{:1$}", "", width.saturating_sub(text.width()))
}

/// At most so many columns of a text, with `…` where something is missing.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let mut open = 0;
    let mut short = String::new();
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if wide > left {
            break;
        }
        left -= wide;
        match c {
            '\u{2068}' => open += 1,
            '\u{2069}' => open -= 1,
            _ => {}
        }
        short.push(c);
    }
    let mut short = short.trim_end().to_owned() + "…";
    short.extend(std::iter::repeat_n('\u{2069}', open));
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_stays_isolated_and_as_wide_as_it_may_be() {
        let arabic = safe("حجر واحد يكفي لكلّ شيء");
        assert!(arabic.starts_with('\u{2068}') && arabic.ends_with('\u{2069}'));
        let short = cut(&arabic, 8);
        assert!(short.ends_with("…\u{2069}") && short.width() <= 8, "{short:?}");
        assert_eq!(cut("One stone is enough", 10), "One stone…");
        assert_eq!(cut("日本語の記事", 7), "日本語…");
        assert_eq!(safe("a\u{1b}[2Jb\nc").chars().filter(|c| c.is_control()).count(), 0);
    }

    #[test]
    fn columns_fit_the_terminal() {
        let row = Row { status: "ready".into(), paint: Paint::Good, title: "x".repeat(80), details: "y".repeat(60) };
        for width in [40, 60, 80, 100, 200] {
            let table = Table::of([&row].into_iter(), width);
            let text = anstream::adapter::strip_str(&table.line("Tue 1", &row)).to_string();
            assert!(text.lines().all(|line| line.width() <= width.max(41)), "{width}: {text}");
        }
    }
}
