//! `hubgen man`, for those who package hubgen.

use super::{Exit, report};
use crate::{diagnostic::suggest, world::Failure};
use clap_mangen::Man;

/// Print the manual page of hubgen, or of one of its commands
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub struct Arguments {
    /// build, check, …: hubgen-build(1); none: hubgen(1)
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub fn run(arguments: &Arguments, mut program: clap::Command) -> Result<Exit, Failure> {
    // Gives each command its whole name, `hubgen build`.
    program.build();
    let page = match &arguments.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => {
                let shown = program.get_subcommands().filter(|c| !c.is_hide_set());
                let known: Vec<&str> = shown.map(clap::Command::get_name).collect();
                let help = suggest(name, known, "commands").unwrap_or_default();
                return Err(Failure::Usage(format!("there is no command `{name}`; {help}")));
            }
        },
    };
    let mut text = Vec::new();
    match Man::new(page).render(&mut text) {
        Ok(()) => report::text(&String::from_utf8_lossy(&text)).map(|()| Exit::Done),
        Err(error) => Err(Failure::Machine(format!("cannot write the page: {error}"))),
    }
}
