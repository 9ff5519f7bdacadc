//! `hubgen completions`

use super::{Exit, report};
use crate::world::Failure;
use clap_complete::Shell;

/// Print completions for a shell
///
/// bash: `hubgen completions bash > ~/.local/share/bash-completion/completions/hubgen`;
/// zsh: into a file `_hubgen` of a folder in $fpath; fish: `… > ~/.config/fish/completions/hubgen.fish`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub fn run(arguments: &Arguments, mut program: clap::Command) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut program, "hubgen", &mut script);
    report::text(&String::from_utf8_lossy(&script)).map(|()| Exit::Done)
}
