//! The roof: what can be asked for on the command line. One file for each command; [`report`] alone prints.
//!
//! To add a command: a file with its `Arguments` and `run`, a line in `Command`, a line in `Command::run`.

mod ask;
mod build;
mod check;
mod completions;
mod hub;
mod init;
mod man;
mod new;
mod patience;
mod plan;
pub mod report;
mod schema;
mod serve;
mod theme;

use crate::world::Failure;
use clap::{CommandFactory, Parser};
use report::Format;
use std::{panic, process::ExitCode};

/// Turns a folder of Markdown into the public home of a community.
#[derive(Debug, Parser)]
#[command(name = "hubgen", version, max_term_width = 100, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Init(init::Arguments),
    New(new::Arguments),
    Build(build::Arguments),
    Serve(serve::Arguments),
    Check(check::Arguments),
    Plan(plan::Arguments),
    Theme(theme::Arguments),
    Schema(schema::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

impl Command {
    fn run(&self) -> Result<Exit, Failure> {
        match self {
            Command::Init(arguments) => init::run(arguments),
            Command::New(arguments) => new::run(arguments),
            Command::Build(arguments) => build::run(arguments),
            Command::Serve(arguments) => serve::run(arguments),
            Command::Check(arguments) => check::run(arguments),
            Command::Plan(arguments) => plan::run(arguments),
            Command::Theme(arguments) => theme::run(arguments),
            Command::Schema(arguments) => schema::run(arguments),
            Command::Completions(arguments) => completions::run(arguments, Arguments::command()),
            Command::Man(arguments) => man::run(arguments, Arguments::command()),
        }
    }

    fn format(&self) -> Format {
        match self {
            Command::Build(arguments) => arguments.format,
            Command::Check(arguments) => arguments.format,
            Command::Plan(arguments) => arguments.format,
            _ => Format::Human,
        }
    }
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    /// The content has errors.
    Content = 1,
    /// Asked for in a way that cannot be done.
    Usage = 2,
    /// Disk, permission, port; or a fault of our own.
    Machine = 3,
}

/// The whole program.
pub fn main() -> ExitCode {
    panic::set_hook(Box::new(report::fault));
    let exit = panic::catch_unwind(run).unwrap_or(Exit::Machine);
    ExitCode::from(exit as u8)
}

fn run() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(said) => {
            // A closed pipe is nobody's mistake.
            let _ = said.print();
            return if said.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    let command = arguments.command;
    command.run().unwrap_or_else(|failure| report::failure(command.format(), failure))
}
