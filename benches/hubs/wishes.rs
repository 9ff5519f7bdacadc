//! What is asked for on the command line.

use crate::{
    Entrant,
    measure::{Measured, Plan},
    programs::{Hubgen, Hugo, Program, Zola},
};
use std::path::{PathBuf, absolute};

pub struct Wishes {
    pub sizes: Vec<usize>,
    /// `None`: up to [`Wishes::PEERS_UP_TO`] files.
    peers: Option<bool>,
    hubgens: Vec<PathBuf>,
    /// Whether Zola makes an index to search in.
    search: bool,
    /// Where everything is written; no relative path, since programs take those in their own ways.
    folder: PathBuf,
    pub plan: Plan,
}

impl Wishes {
    const PEERS_UP_TO: usize = 10_000;

    pub fn read(arguments: impl Iterator<Item = String>) -> Wishes {
        let mut wishes = Wishes {
            sizes: Vec::new(),
            peers: None,
            hubgens: Vec::new(),
            search: false,
            folder: env!("CARGO_TARGET_TMPDIR").into(),
            plan: Plan { rounds: 3, saves: 100 },
        };
        // Cargo adds `--bench`.
        let mut arguments = arguments.filter(|argument| argument != "--bench");
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().unwrap_or_else(|| panic!("{argument} needs a value"));
            match &*argument {
                "--peers" => wishes.peers = Some(true),
                "--no-peers" => wishes.peers = Some(false),
                "--search" => wishes.search = true,
                "--hubgen" => wishes.hubgens.push(value().into()),
                "--folder" => wishes.folder = absolute(value()).expect("it has a current folder"),
                "--rounds" => wishes.plan.rounds = number(&value()).max(1),
                "--saves" => wishes.plan.saves = number(&value()),
                size => wishes.sizes.push(number(size)),
            }
        }
        if wishes.sizes.is_empty() {
            wishes.sizes = vec![1_000, 10_000];
        }
        if wishes.hubgens.is_empty() {
            wishes.hubgens.push(env!("CARGO_BIN_EXE_hubgen").into());
        }
        wishes
    }

    /// Who takes part; the first is what the others are compared with.
    pub fn entrants(&self, size: usize) -> Vec<Entrant> {
        let hubgens = self.hubgens.iter().enumerate().map(|(i, path)| Some(Hubgen::at(path, i)));
        let mut programs: Vec<Option<Box<dyn Program>>> = hubgens.collect();
        if self.peers.unwrap_or(size <= Self::PEERS_UP_TO) {
            programs.extend([Hugo::find(), Zola::find(self.search)]);
        }
        let entrant = |(i, program)| {
            let folder = self.folder.join(format!("hubs-{size}-{i}"));
            Entrant { program, folder, measured: Measured::default() }
        };
        programs.into_iter().flatten().enumerate().map(entrant).collect()
    }
}

fn number(text: &str) -> usize {
    text.replace(['_', ','], "")
        .parse()
        .unwrap_or_else(|_| panic!("`{text}` is no number; the flags stand at the top of benches/hubs/main.rs"))
}
