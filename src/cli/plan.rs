//! `hubgen plan`

use super::{
    Exit, hub,
    report::{self, Format, Planned},
};
use crate::{
    diagnostic::any_error,
    pipeline::{self, Request},
    world::{Failure, disk, file, themes},
};
use std::path::{Path, PathBuf};

/// Show the content calendar: what comes, what is missing, who owes what
///
/// Week by week: entries of the content calendar, open slots of its series, and events. Then what is late, who has to see
/// to what, and how long what is ready lasts. It is for the team: owners and ideas are in it.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The hub's folder; default: the nearest upwards that holds hub.yaml
    dir: Option<PathBuf>,
    /// How many weeks are shown, the present one among them
    #[arg(long, value_name = "NUMBER", default_value_t = 6, value_parser = clap::value_parser!(u32).range(1..=104))]
    weeks: u32,
    /// Plan as if it were this moment: 2026-12-01, 2026-12-01T09:00Z
    #[arg(long, value_name = "TIME", value_parser = hub::typed_now)]
    now: Option<String>,
    /// Write the same weeks as a calendar for the team, with due dates and without notes; `-`: to stdout
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// Write the same weeks as a table for a spreadsheet; `-`: to stdout
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// How the plan and what is wrong with it are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let asked = [&arguments.ics, &arguments.csv].into_iter().flatten().filter(|path| is_stdout(path)).count();
    if asked > 1 || asked == 1 && arguments.format != Format::Human {
        return Err(Failure::Usage("only one thing can go to stdout: name a file for the other".into()));
    }
    let root = hub::find(arguments.dir.as_deref())?;
    for path in [&arguments.ics, &arguments.csv].into_iter().flatten().filter(|path| !is_stdout(path)) {
        refuse_sources(&root, path)?;
    }
    let request = Request { base_url: None, drafts: false, now: hub::now(arguments.now.as_ref())? };
    let snapshot = disk::read_hub(&root, None);
    let planning = pipeline::programme(&snapshot, &themes::built_in(), &request, arguments.weeks);
    drop(snapshot);

    let mut planned = Planned { findings: planning.findings, programme: planning.programme, show: asked == 0, given: true };
    if let Some(programme) = planned.programme.as_ref().filter(|_| !any_error(&planned.findings)) {
        give(arguments.ics.as_deref(), || pipeline::programme_calendar(programme))?;
        give(arguments.csv.as_deref(), || pipeline::programme_table(programme))?;
    } else {
        // Half a plan in somebody's calendar is worse than yesterday's, and what reads stdout reads no plan for people.
        planned.given = arguments.ics.is_none() && arguments.csv.is_none();
    }
    report::plan(arguments.format, &root, &planned)
}

fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}

/// A slip of completion must not cost anybody a file of the hub.
fn refuse_sources(root: &Path, path: &Path) -> Result<(), Failure> {
    match disk::is_of_hub(root, path) {
        true => Err(Failure::Usage(format!("{} is where the hub itself lies: name a file elsewhere", path.display()))),
        false => Ok(()),
    }
}

fn give(to: Option<&Path>, text: impl Fn() -> String) -> Result<(), Failure> {
    match to {
        None => Ok(()),
        Some(path) if is_stdout(path) => report::text(&text()),
        Some(path) => {
            file::write(path, &text())?;
            report::progress(&format!("{} written.", path.display()));
            Ok(())
        }
    }
}
