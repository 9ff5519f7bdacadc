//! The report for people.

use super::{
    Made, Run,
    fold::{Report, report},
};
use crate::{
    diagnostic::{Finding, Place, Severity, Spot, any_error},
    model::{
        article::Kind,
        time::{Instant, Zone},
    },
    world::folder::Written,
};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};
use std::{
    env,
    fmt::Write,
    io::IsTerminal,
    ops::Range,
    path::{Path, PathBuf},
};

/// Findings with their lines and carets, the most severe last: next to the prompt. Where there are errors, notes are only
/// counted, in [`attention`].
pub fn findings(findings: &[Finding]) -> String {
    let renderer = Renderer::styled().term_width(width());
    let errors = any_error(findings);
    let wanted = findings.iter().filter(|f| !errors || f.severity() != Severity::Note);
    let Report { shown, omitted } = report(wanted);
    let mut text = String::new();
    for shown in shown.iter().rev().flatten() {
        let _ = writeln!(text, "{}\n", renderer.render(&[group(shown.finding)]));
        if let Some(more) = &shown.more {
            let _ = writeln!(text, "{}\n", clean(more));
        }
    }
    if let Some((_, omitted)) = omitted {
        let _ = writeln!(text, "{}\n", clean(&omitted));
    }
    text
}

/// A message of the machine, or of our own.
pub fn error(message: &str) -> String {
    let title = Level::ERROR.primary_title(clean(message));
    format!("{}\n", Renderer::styled().render(&[Group::with_title(title)]))
}

/// What was made and found, in a few lines.
pub fn summary(run: &Run) -> String {
    let mut text = String::new();
    if let Some(made) = &run.made {
        text.push_str(&made_of(made, run.milliseconds));
    }
    text.push_str(&attention(run));
    if let Some((instant, zone)) = run.made.as_ref().and_then(|m| m.next) {
        let _ = writeln!(text, "Build again by {}: then something on the site changes.", moment(instant, zone));
    }
    text
}

fn made_of(made: &Made, milliseconds: u128) -> String {
    // A check makes nothing that one could look at.
    let Some((written, output)) = &made.written else { return String::new() };
    let articles: Vec<String> = made.articles.iter().map(|(kind, n)| count(*n, noun(*kind))).collect();
    let mut pages = count(made.pages, "page");
    if !articles.is_empty() {
        let _ = write!(pages, " ({})", articles.join(", "));
    }
    let feeds = count(made.feeds, "feed");
    let files = count(made.files, "file");
    let seconds = milliseconds as f64 / 1000.0;
    let Written { written, unchanged, removed } = written;
    format!(
        "{} holds {pages} and {feeds}, {files} in all:\n{} written, {} unchanged, {} removed, in {seconds:.2} s.\n",
        short(output).display(),
        number(*written),
        number(*unchanged),
        number(*removed),
    )
}

/// How many findings there are of each severity, and how to read the notes where errors hide them.
pub fn attention(run: &Run) -> String {
    let counted = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let parts: Vec<String> = counted
        .into_iter()
        .map(|(s, word)| (run.count(s), word))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| count(n, word))
        .collect();
    match parts.is_empty() {
        true => "No findings.\n".into(),
        false if run.count(Severity::Error) > 0 && run.count(Severity::Note) > 0 => {
            format!("{} (notes are shown once there are no errors)\n", parts.join(", "))
        }
        false => format!("{}\n", parts.join(", ")),
    }
}

fn moment(instant: Instant, zone: Zone) -> String {
    format!("{} ({})", instant.with_timezone(&zone).format("%a %-d %b %Y %H:%M"), zone.name())
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Page => "plain page",
        Kind::Entry => "post",
        Kind::Event => "event",
        Kind::Guideline => "guideline",
        Kind::Member => "member",
        Kind::Spotlight => "spotlight",
        Kind::Faq => "FAQ topic",
    }
}

fn count(n: usize, noun: &str) -> String {
    format!("{} {noun}{}", number(n), if n == 1 { "" } else { "s" })
}

fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A path as seen from where one stands.
fn short(path: &Path) -> PathBuf {
    let here = env::current_dir().ok();
    let below = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    below.filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| path.to_owned())
}

/// Columns of the terminal that findings are shown on.
fn width() -> usize {
    columns(std::io::stderr().is_terminal())
}

/// Columns of the terminal. A file or a pipe gets the same everywhere.
pub fn columns(terminal: bool) -> usize {
    let terminal = terminal.then(terminal_size::terminal_size).flatten();
    terminal.map_or(120, |(terminal_size::Width(columns), _)| usize::from(columns).max(40))
}

fn group(finding: &Finding) -> Group<'static> {
    let level = match finding.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(clean(&finding.message)).id(finding.code.name));
    if let Some(place) = &finding.place {
        group = at(group, place, AnnotationKind::Primary, None);
    }
    for (place, words) in &finding.also {
        group = match &place.at {
            Some(_) => at(group, place, AnnotationKind::Context, Some(words)),
            None => group.element(Level::NOTE.message(clean(&format!("{words}: {}", place.path)))),
        };
    }
    match &finding.help {
        Some(help) => group.element(Level::HELP.message(clean(help))),
        None => group,
    }
}

fn at(group: Group<'static>, place: &Place, kind: AnnotationKind, words: Option<&str>) -> Group<'static> {
    let Some(spot) = &place.at else { return group.element(Origin::path(place.path.to_string())) };
    let annotation: Annotation<'static> = kind.span(span(spot)).label(label(spot, words));
    let snippet = Snippet::source(spot.text.clone()).path(place.path.to_string()).line_start(spot.line as usize);
    group.element(snippet.annotation(annotation))
}

/// Many terminals turn right-to-left text around and leave the carets where they were, under something else; beside
/// such a line stands in words what is meant.
fn label(spot: &Spot, words: Option<&str>) -> Option<String> {
    let marked = spot.text.get(span(spot)).filter(|m| !m.is_empty() && spot.text.chars().any(is_right_to_left));
    match (words, marked) {
        (Some(words), Some(marked)) => Some(clean(&format!("{words}: {marked}"))),
        (Some(words), None) => Some(clean(words)),
        (None, Some(marked)) => Some(clean(marked)),
        (None, None) => None,
    }
}

pub fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The bytes of the line that are marked. A long line was cut, and what is meant may lie beyond.
fn span(spot: &Spot) -> Range<usize> {
    let offset =
        |column: u32| spot.text.char_indices().nth(column.saturating_sub(1) as usize).map_or(spot.text.len(), |(i, _)| i);
    offset(spot.column)..offset(spot.column.saturating_add(spot.width))
}

/// File names and content may hold anything, also what commands a terminal.
pub fn clean(text: &str) -> String {
    text.split('\n').map(normalize_untrusted_str).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{diagnostic::catalogue as code, model::path::HubPath};

    fn plain(list: &[Finding]) -> String {
        anstream::adapter::strip_str(&findings(list)).to_string()
    }

    fn event() -> HubPath {
        HubPath::new("content/events/ama.md").unwrap()
    }

    #[test]
    fn a_finding_shows_the_line_and_the_repair() {
        let source = "---\ntitel: AMA\nstart: 2026-12-03T18:00\n---\n";
        let finding = Finding::new(&code::FIELD_UNKNOWN, Place::bytes(&event(), source, 4..9), "there is no field `titel`")
            .help("did you mean `title`?");
        assert_eq!(
            plain(&[finding]),
            "error[field/unknown]: there is no field `titel`
 --> content/events/ama.md:2:1
  |
2 | titel: AMA
  | ^^^^^
  |
  = help: did you mean `title`?

"
        );
    }

    #[test]
    fn a_line_from_right_to_left_says_in_words_what_is_meant() {
        let source = "title: x\nوقت: السادسة مساء";
        let at = source.find("السادسة").unwrap();
        let place = Place::bytes(&event(), source, at..at + "السادسة".len());
        let text = plain(&[Finding::new(&code::FIELD_WRONG, place, "not a time")]);
        assert!(text.contains(":2:6\n"), "{text}");
        assert!(text.contains("^^^^^^^ السادسة\n"), "{text}");
    }

    #[test]
    fn places_at_the_end_of_a_line_wide_letters_and_long_lines_hold() {
        let wide = Finding::new(&code::FIELD_WRONG, Place::bytes(&event(), "日本: x\n", 8..9), "wide");
        assert!(plain(&[wide]).contains("1 | 日本: x\n  |       ^"));
        let end = Finding::new(&code::FIELD_WRONG, Place::bytes(&event(), "a: b", 4..9), "end");
        assert!(plain(&[end]).contains("a: b\n  |     ^"));
        let line = format!("{} here {}", "x".repeat(300), "y".repeat(5000));
        let long = plain(&[Finding::new(&code::FIELD_WRONG, Place::bytes(&event(), &line, 301..305), "long")]);
        assert!(long.lines().all(|l| l.chars().count() < 140) && long.contains("here"), "{long}");
        let beyond = plain(&[Finding::new(&code::FIELD_WRONG, Place::bytes(&event(), &line, 3000..3005), "beyond")]);
        assert!(beyond.contains(":1:3001") || beyond.contains(":1:"), "{beyond}");
    }

    #[test]
    fn content_does_not_command_the_terminal() {
        let hostile = "\u{1b}[2J\u{202e}x";
        let finding = Finding::new(&code::LINK_BROKEN, Place::bytes(&event(), hostile, 0..1), hostile).help(hostile);
        let text = plain(&[finding.also(Place::file(&event()), hostile)]);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }

    #[test]
    fn other_places_stand_beside() {
        let other = HubPath::new("content/events/ask.md").unwrap();
        let finding = Finding::new(&code::ADDRESS_CONFLICT, Place::bytes(&event(), "slug: a", 0..4), "claimed twice")
            .also(Place::bytes(&other, "x\nslug: a", 2..6), "also claimed here")
            .also(Place::file(&other), "and by");
        let text = plain(&[finding]);
        assert!(text.contains("::: content/events/ask.md:2:1") && text.contains("---- also claimed here"), "{text}");
        assert!(text.contains("= note: and by: content/events/ask.md"), "{text}");
    }

    #[test]
    fn many_of_a_kind_are_folded() {
        let list: Vec<Finding> = (0..57).map(|i| Finding::new(&code::LINK_BROKEN, None, format!("no {i}"))).collect();
        let text = plain(&list);
        assert!(text.contains("no 19") && !text.contains("no 20"));
        assert!(text.ends_with("… and 37 more link/broken; `hubgen check --format json` lists all\n\n"));
        let run = Run::new(Path::new("."), list);
        assert_eq!(summary(&run), "57 errors\n", "the summary counts what is folded");
    }

    #[test]
    fn where_there_are_errors_they_stand_last_and_notes_are_a_count() {
        let note = Finding::new(&code::FEED_NO_DATE, None, "a note");
        let warning = Finding::new(&code::IMAGE_ALT, None, "a warning");
        let error = Finding::new(&code::LINK_BROKEN, None, "an error");
        let list = [error, note, warning];
        let text = plain(&list);
        assert!(!text.contains("a note") && text.find("a warning") < text.find("an error"), "{text}");
        let run = Run::new(Path::new("."), list.to_vec());
        assert_eq!(summary(&run), "1 error, 1 warning, 1 note (notes are shown once there are no errors)\n");
        assert!(plain(&list[1..]).find("a note") < plain(&list[1..]).find("a warning"));
    }

    #[test]
    fn a_long_report_is_bounded_and_says_of_what_there_is_more() {
        let codes = [&code::LINK_BROKEN, &code::LINK_ANCHOR, &code::FIELD_UNKNOWN, &code::IMAGE_ALT];
        let list: Vec<Finding> = (0..400)
            .map(|i| {
                let path = HubPath::new(&format!("content/{}.md", i % 7)).unwrap();
                Finding::new(codes[i % 4], Place::file(&path), format!("finding {i}"))
            })
            .collect();
        let text = plain(&list);
        assert_eq!(text.matches("]: finding ").count(), 40, "{text}");
        assert!(!text.contains("image/alt]"), "errors come before warnings: {text}");
        assert!(text.contains("100 image/alt") && text.contains("content/0.md ("), "{text}");
    }

    #[test]
    fn counts_and_moments_read_well() {
        assert_eq!((count(1, "page"), count(1_234_567, "page")), ("1 page".into(), "1,234,567 pages".into()));
        let instant = "2026-12-03T17:00:00Z".parse().unwrap();
        assert_eq!(moment(instant, Zone::Africa__Casablanca), "Thu 3 Dec 2026 18:00 (Africa/Casablanca)");
        let run = Run::new(Path::new("."), vec![Finding::new(&code::LINK_BROKEN, None, "x")]);
        assert_eq!(summary(&run), "1 error\n");
        assert_eq!(summary(&Run::new(Path::new("."), vec![])), "No findings.\n");
    }
}
