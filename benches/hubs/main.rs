//! How fast a hub becomes a site, beside other generators that make the same pages of it and beside `cp -r`.
//!
//!     cargo bench --bench hubs                          # 1,000 and 10,000 files, with Hugo and Zola where they are found
//!     cargo bench --bench hubs -- 100000                # hubgen alone; with `--peers` the others too
//!     cargo bench --bench hubs -- 10000 --no-peers
//!     cargo bench --bench hubs -- --hubgen before --hubgen after      # two builds of hubgen, side by side
//!
//! | flag | means |
//! |---|---|
//! | a number | so many files; several may be given |
//! | `--peers`, `--no-peers` | with or without Hugo and Zola; else with them up to 10,000 files |
//! | `--search` | Zola makes an index to search in, as hubgen always does |
//! | `--hubgen PATH` | a program that is built already, in place of cargo's; repeatable, each has a column |
//! | `--folder PATH` | where everything is written; default: a folder below `target/`. A memory disk measures the program, not the disk |
//! | `--rounds N` | how often everything is measured; default 3 |
//! | `--saves N` | how often hubgen is saved at in all rounds together; default 100 |
//!
//! Hugo and Zola are found on PATH, or where the variables `HUGO` and `ZOLA` say.
//!
//! # What is built
//!
//! [`articles`] makes the hub anew from the same seed each time: 40% events, 30% posts, 15% people, 10% questions, 5%
//! guidelines; 300 words each in one of three scripts, code in a tenth of the sections. All programs get the same bodies.
//!
//! | | hubgen | Hugo and Zola |
//! |---|---|---|
//! | a page for each public article, with masthead, menu, languages, crumbs, JSON-LD, Open Graph | yes | yes, about as large |
//! | fenced code highlighted by classes, anchors at headings | yes | yes |
//! | home, lists of five sections, 30 tags and one kind, in three languages | each with the articles of all languages | each with those of its own language: a third of the rows |
//! | RSS of the home page, the sections and the tags, 20 articles each | yes, and Atom and JSON Feed | yes |
//! | sitemap | yes | yes |
//! | an index to search in | yes | Zola with `--search`, of the English third: it knows no Arabic and no Greek; Hugo has none |
//! | links between people, their events and their posts | both ways | from the event or the post to the person |
//! | the first words as description | found in the body | written in the front matter |
//! | month grids, calendars (.ics) of events, people, tags and kinds, pages for subscribing | yes | no |
//! | content checked: fields, links, anchors, HTML by an allow-list | yes | no |
//!
//! Each of these differences favours the others. Their sites in full are in `sites/`, written as a community would write
//! them, with what their handbooks advise for speed (`partialCached`, `metadata_only`); front matter is in `programs/`.
//!
//! # What is measured
//!
//! Everything in turn (hubgen, Hugo, Zola, hubgen, …), and the median of the rounds:
//!
//! - **full build**: from start to end of the process, into a folder that does not exist, with nothing kept from before.
//! - **processor time** of that, of all processors together: says more where others use the machine too. Linux only.
//! - **second build**: the same again over what is there, with nothing changed, and how many files that wrote.
//! - **peak memory**: of the full build, the resident set. Linux only.
//! - **cp -r**: a copy of its own output to a folder beside it. What no generator can be faster than by much.
//! - **save to told**: from writing a file to the event on the event stream that makes an open page reload. hubgen only.
//! - **save to served**: from writing a file to the end of an HTTP answer that has the new word. hubgen is asked after it
//!   has told; the others are asked every 5 ms.
//! - **stages**: what `hubgen build --timings` says of the full build.
//!
//! MB are millions of bytes. Times of one machine mean little; the ratios of one run do: `×` is how often the first column goes into this one.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

mod articles;
mod measure;
mod programs;
mod saving;
mod table;
mod wishes;

use measure::Measured;
use programs::Program;
use std::{fs, path::PathBuf};
use wishes::Wishes;

fn main() {
    let wishes = Wishes::read(std::env::args().skip(1));
    let mut sizes = Vec::new();
    for &size in &wishes.sizes {
        let entrants = bench(&wishes, size);
        table::print(size, &wishes.plan, &entrants);
        sizes.push((size, entrants));
    }
    table::print_growth(&sizes);
}

/// A program, the folder it works in, and what is known of it so far.
struct Entrant {
    program: Box<dyn Program>,
    folder: PathBuf,
    measured: Measured,
}

/// Everything about hubs of one size.
fn bench(wishes: &Wishes, size: usize) -> Vec<Entrant> {
    let articles = articles::articles(size);
    let mut entrants = wishes.entrants(size);
    for Entrant { program, folder, .. } in &entrants {
        let _ = fs::remove_dir_all(folder);
        program.lay_out(&articles, &folder.join("site")).expect("the site's sources are written");
    }
    let page = articles::saved(&articles);
    for round in 1..=wishes.plan.rounds {
        for Entrant { program, folder, measured } in &mut entrants {
            eprintln!("{size} files, round {round} of {}: {}", wishes.plan.rounds, program.name());
            measure::round(&**program, folder, page, &wishes.plan, measured);
        }
    }
    entrants.iter().for_each(|entrant| drop(fs::remove_dir_all(&entrant.folder)));
    entrants
}
