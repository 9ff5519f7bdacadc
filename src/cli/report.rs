//! What hubgen says, and the only file that prints.
//!
//! Messages for people go to stderr; stdout holds what was asked for (JSON, annotations, schemas) and nothing else.
#![allow(clippy::disallowed_methods)]

mod fold;
mod github;
mod human;
mod json;
mod programme;

use super::{Exit, hub};
use crate::{
    diagnostic::{Finding, Severity, any_error, catalogue as code},
    model::{
        article::Kind,
        programme::Programme,
        site::{PageKind, Site},
        time::{Instant, Zone},
    },
    world::{Failure, folder::Written},
};
use std::{
    backtrace::Backtrace,
    collections::BTreeMap,
    io::{self, IsTerminal, Write},
    panic::PanicHookInfo,
    path::{Path, PathBuf},
    time::Duration,
};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One object on stdout
    Json,
    /// Annotations of a workflow run or pull request on GitHub
    Github,
}

/// What there is to say at the end of a run.
#[derive(Debug)]
pub struct Run {
    hub: PathBuf,
    /// In order of place.
    pub findings: Vec<Finding>,
    pub made: Option<Made>,
    pub milliseconds: u128,
}

impl Run {
    pub fn new(hub: &Path, findings: Vec<Finding>) -> Run {
        Run { hub: hub.to_owned(), findings, made: None, milliseconds: 0 }
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity() == severity).count()
    }
}

/// What was made.
#[derive(Debug)]
pub struct Made {
    /// HTML pages, all of them.
    pages: usize,
    /// Those of articles, by kind.
    articles: BTreeMap<Kind, usize>,
    feeds: usize,
    /// Everything, pages and feeds too.
    files: usize,
    written: Option<(Written, PathBuf)>,
    /// When to build next, in the hub's zone.
    next: Option<(Instant, Zone)>,
}

impl Made {
    pub fn new(site: &Site, files: usize) -> Made {
        let mut articles = BTreeMap::new();
        for page in site.pages.iter() {
            if let PageKind::Article(work, _) = page.kind {
                *articles.entry(site.work(work).kind()).or_default() += 1;
            }
        }
        let next = site.next_change.map(|instant| (instant, site.settings.timezone));
        Made { pages: site.pages.len(), articles, feeds: site.feeds.len(), files, written: None, next }
    }

    /// Adds what was done to the output folder.
    pub fn written(mut self, written: Written, output: PathBuf) -> Made {
        self.written = Some((written, output));
        self
    }
}

/// What there is to say at the end of `plan`.
#[derive(Debug)]
pub struct Planned {
    /// In order of place.
    pub findings: Vec<Finding>,
    /// `None` where there is no hub to speak of.
    pub programme: Option<Programme>,
    /// False where stdout is wanted for something else.
    pub show: bool,
    /// False where something else was asked for and not made, because of errors.
    pub given: bool,
}

/// Ends a plan.
pub fn plan(format: Format, hub: &Path, planned: &Planned) -> Result<Exit, Failure> {
    let mut run = Run::new(hub, planned.findings.clone());
    let view = || match planned.programme.as_ref().filter(|_| planned.show) {
        Some(plan) => programme::view(plan, human::columns(io::stdout().is_terminal())),
        None => String::new(),
    };
    match format {
        Format::Human => {
            coloured(&view())?;
            // The plan itself shows what is late and what is missing.
            run.findings.retain(|finding| !finding.code.name.starts_with("plan/"));
            if !run.findings.is_empty() {
                err(&format!("\n{}{}", human::findings(&run.findings), human::attention(&run)));
            }
            if !planned.given {
                err("Nothing was written: mend the errors first.\n");
            }
        }
        Format::Json => drop(json(&json::plan(&run, programme::json::members(planned.programme.as_ref())))?),
        Format::Github => {
            out(&github::annotations(&run.findings, &hub::path_in_repository(hub)))?;
            err(&view());
        }
    }
    Ok(if any_error(&run.findings) { Exit::Content } else { Exit::Done })
}

/// Ends a build.
pub fn build(format: Format, run: Run) -> Result<Exit, Failure> {
    let failed = any_error(&run.findings);
    let mut said = human::findings(&run.findings);
    said.push_str(&human::summary(&run));
    if failed {
        said.push_str("Nothing was written.\n");
    }
    end(format, &run, &said, failed)
}

/// Ends a check.
pub fn check(format: Format, run: Run, deny_warnings: bool) -> Result<Exit, Failure> {
    let denied = deny_warnings && run.count(Severity::Warning) > 0;
    let failed = any_error(&run.findings) || denied;
    let mut said = human::findings(&run.findings);
    said.push_str(&human::summary(&run));
    end(format, &run, &said, failed)
}

fn end(format: Format, run: &Run, said: &str, failed: bool) -> Result<Exit, Failure> {
    match format {
        Format::Human => err(said),
        Format::Json => drop(json(&json::run(run))?),
        Format::Github => {
            out(&github::annotations(&run.findings, &hub::path_in_repository(&run.hub)))?;
            err(&human::summary(run));
        }
    }
    Ok(if failed { Exit::Content } else { Exit::Done })
}

/// Ends a run that could not be done.
pub fn failure(format: Format, failure: Failure) -> Exit {
    let (message, exit) = match failure {
        Failure::Content(findings) => {
            err(&human::findings(&findings));
            return Exit::Content;
        }
        Failure::Usage(message) => (message, Exit::Usage),
        Failure::Machine(message) => (message, Exit::Machine),
    };
    err(&human::error(&message));
    if exit == Exit::Machine && format != Format::Human {
        let findings = vec![Finding::new(&code::IO_FAILED, None, message)];
        let _ = match format {
            Format::Github => out(&github::annotations(&findings, "")),
            _ => json(&json::run(&Run::new(Path::new(""), findings))).map(drop),
        };
    }
    exit
}

/// Prints on stdout what was asked for.
pub fn text(text: &str) -> Result<(), Failure> {
    out(text)
}

/// Prints a value on stdout.
pub fn json(value: &serde_json::Value) -> Result<Exit, Failure> {
    out(&format!("{value:#}\n")).map(|()| Exit::Done)
}

/// Findings as people read them; empty where there are none.
pub fn findings(list: &[Finding]) -> String {
    human::findings(list)
}

/// Errors as the preview's script shows them, folded as in the terminal: `more` stands behind the last that is shown.
pub fn for_browser(list: &[Finding]) -> Vec<serde_json::Value> {
    let fold::Report { shown, omitted } = fold::report(list.iter().filter(|f| f.is_error()));
    let mut shown: Vec<fold::Shown> = shown.into_iter().flatten().collect();
    if let (Some((count, words)), Some(last)) = (omitted, shown.last_mut()) {
        (last.hidden, last.more) = (count, Some(words));
    }
    shown.iter().map(json::for_browser).collect()
}

/// Says how long each stage took.
pub fn timings(laps: &[(&'static str, Duration)]) {
    let line = |(stage, time): &(&str, Duration)| format!("{:>9.1} ms  {stage}\n", time.as_secs_f64() * 1000.0);
    err(&laps.iter().map(line).collect::<String>());
}

/// Says something on the way.
pub fn progress(message: &str) {
    err(&format!("{message}\n"));
}

/// Says something to somebody who is going to answer on the same line.
pub fn aside(text: &str) {
    err(text);
}

/// A line on the way that the next one replaces and that is gone in the end. Only a terminal can take it back, so
/// nothing else gets it.
#[derive(Debug, Default)]
pub struct Passing {
    width: usize,
}

impl Passing {
    /// Whether anybody would see it.
    pub fn can_pass() -> bool {
        io::stderr().is_terminal()
    }

    pub fn say(&mut self, text: &str) {
        if Passing::can_pass() {
            err(&format!("\r{text:<width$}", width = self.width));
            self.width = text.chars().count();
        }
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        if self.width > 0 {
            err(&format!("\r{:width$}\r", "", width = self.width));
        }
    }
}

/// A panic is hubgen's own fault, whatever the hub holds; nobody should have to read its innards for that.
pub fn fault(panic: &PanicHookInfo<'_>) {
    let payload = panic.payload();
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let message = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no more is known");
    let place = panic.location().map_or(String::new(), |l| format!(" ({}:{})", l.file(), l.line()));
    err(&human::error(&format!(
        "hubgen has a fault of its own and could not go on; your files are as they were\n\
         Please report it, with what you did: {message}{place}"
    )));
    if std::env::var_os("RUST_BACKTRACE").is_some_and(|v| v != "0") {
        err(&format!("{}\n", Backtrace::force_capture()));
    }
}

/// Whoever reads stdout may stop at any time, as `head` does; a full disk is told.
fn out(text: &str) -> Result<(), Failure> {
    print(io::stdout().lock(), text)
}

/// The same in colour, on a terminal and never with `NO_COLOR`.
fn coloured(text: &str) -> Result<(), Failure> {
    print(anstream::stdout().lock(), text)
}

fn print(mut stdout: impl Write, text: &str) -> Result<(), Failure> {
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Machine(format!("cannot write the answer: {}", crate::world::reason(&error))))
        }
        _ => Ok(()),
    }
}

/// Colour only on a terminal and never with `NO_COLOR`: anstream sees to it.
fn err(text: &str) {
    // There is nobody left to tell that stderr is closed.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::snapshot::{Contents, File},
        pipeline::{self, Now, Request},
        world::{disk, themes},
    };
    use serde_json::Value;

    /// The findings of hubs of `tests/diagnostics`, together of every severity, with and without other places.
    fn broken() -> Vec<Finding> {
        let hubs = ["many-at-once", "address-conflict", "event-clash", "feed-no-date", "field-wrong-date-forms"];
        let request = |now: &str| Request { base_url: None, drafts: false, now: Now::Typed(now.into()) };
        let findings = hubs.into_iter().flat_map(|name| {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics").join(name).join("hub");
            let mut snapshot = disk::read_hub(&root, None);
            if snapshot.bytes("hub.yaml").is_none() {
                let settings = b"title: Harbour\nbase_url: https://harbour.example/\n".to_vec();
                let path = crate::model::path::HubPath::new("hub.yaml").unwrap();
                snapshot.files.insert(path, File::Bytes(Contents::new(settings)));
            }
            pipeline::prepare(&snapshot, &themes::built_in(), &request("2026-11-21T12:00Z")).findings
        });
        findings.collect()
    }

    #[test]
    fn every_format_says_the_same_words() {
        let findings = broken();
        let of = |severity| findings.iter().filter(|f| f.severity() == severity).count();
        assert!(of(Severity::Error) > 10 && of(Severity::Warning) > 2 && of(Severity::Note) > 0);
        assert!(findings.iter().any(|f| !f.also.is_empty()));

        let human = anstream::adapter::strip_str(&human::findings(&findings)).to_string();
        let json = json::run(&Run::new(Path::new(""), findings.clone()));
        let json: Vec<&Value> = json["findings"].as_array().unwrap().iter().collect();
        let github = github::annotations(&findings, "").replace("%0A", "\n").replace("%25", "%");
        let browser = for_browser(&findings);
        let browser: Vec<&Value> = browser.iter().collect();

        let said = |all: &[&Value], finding: &Finding| {
            all.iter().any(|value| {
                value["message"] == finding.message.as_str()
                    && value["help"] == Value::from(finding.help.as_deref())
                    && value["code"] == finding.code.name
                    && finding.also.iter().enumerate().all(|(i, (_, words))| value["also"][i]["message"] == words.as_str())
            })
        };
        // What is folded is said once all the same, in the same words.
        for finding in &findings {
            let title = format!("{}[{}]: {}\n", finding.severity().word(), finding.code.name, finding.message);
            let counted = finding.severity() == Severity::Note;
            assert_eq!(human.contains(&title), !counted, "{title}{human}");
            assert!(github.contains(&format!("title={}::{}\n", finding.code.name, finding.message)), "{title}{github}");
            assert!(said(&json, finding), "{title}");
            assert!(said(&browser, finding) == finding.is_error(), "{title}");
            for words in finding.help.iter().chain(finding.also.iter().map(|(_, words)| words)) {
                assert!((counted || human.contains(words.as_str())) && github.contains(words.as_str()), "{words}");
            }
        }
        assert_eq!(json.len(), findings.len(), "JSON folds nothing");
        assert_eq!(github.matches("title=").count(), findings.len(), "GitHub's log has everything");
    }

    #[test]
    fn the_browser_folds_as_the_terminal_does() {
        let path = crate::model::path::HubPath::new("content/a.md").unwrap();
        let wrong = |_| Finding::new(&code::FIELD_UNKNOWN, crate::diagnostic::Place::file(&path), "there is no field `x`");
        let findings: Vec<Finding> = (0..30).map(wrong).collect();
        let browser = for_browser(&findings);
        let more = browser[2]["more"].as_str().unwrap();
        assert!(human::findings(&findings).contains(more), "{more}");
        assert_eq!((browser.len(), browser[2]["hidden"].as_u64()), (3, Some(27)));
    }
}
