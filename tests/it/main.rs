//! One test program. Each file asks one question; `tests/README.md` says how to add to it.
#![allow(clippy::disallowed_methods)]

mod bench;
mod cards;
mod cases;
mod cli;
mod contract;
mod diagnostics;
mod editors;
mod edits;
mod ends;
mod external;
mod harm;
mod house;
mod laws;
mod load;
mod lock;
mod pictures;
mod plan;
mod preview;
mod random;
mod rules;
mod scaffold;
mod search;
mod serve;
mod watch;
