//! What one save costs a preview, stage by stage: looking at the folder, understanding, planning, making the theme
//! ready, and the page itself. The hub is made by `cargo bench --bench hubs`, or is one's own.
//!
//!     cargo bench --bench edit -- FOLDER [SAVES]
//!
//! Says the middle and the worst of the saves, in milliseconds. Words are added to the end of an article and taken
//! away again; when it is done the hub is as it was.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use hubgen::{
    memo::Memo,
    model::time::{When, Zone},
    pipeline::{self, Now, Request, Stage},
    world::{disk, themes},
};
use std::{cell::RefCell, collections::BTreeSet, fs, path::PathBuf, time::Instant};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut given = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let Some(root) = given.next().and_then(|folder| fs::canonicalize(folder).ok()) else {
        return println!("name the folder of a hub");
    };
    let saves: usize = given.next().and_then(|n| n.parse().ok()).unwrap_or(50);
    let now = When::parse("2026-12-01T09:00Z").unwrap().instant(Zone::UTC);
    let request = Request { base_url: None, drafts: true, now: Now::At(now) };
    let themes = themes::built_in();
    let (mut memo, mut folder) = (Memo::default(), disk::Watched::new(&root, None));
    let mut rows: Vec<Vec<(&str, f64)>> = Vec::new();
    let articles = articles(&root);
    for save in 0..=saves {
        let path = &articles[save * 7919 % articles.len()];
        let before = fs::read_to_string(path).unwrap();
        fs::write(path, format!("{before}\nsaved {save}\n")).unwrap();
        let row = RefCell::new(Vec::new());
        let last = RefCell::new(Instant::now());
        let lap = |stage| {
            let now = Instant::now();
            row.borrow_mut().push((stage, (now - last.replace(now)).as_secs_f64() * 1e3));
        };
        folder.look_at(&BTreeSet::from([path.clone()]));
        let snapshot = folder.snapshot();
        lap("look");
        let prepared = pipeline::prepare_again(snapshot, &themes, &request, &mut memo, &|stage: Stage| lap(stage.word()));
        lap("put findings in order");
        let ready = prepared.ready.expect("the hub has no errors");
        let page = ready.site().pages.iter().find(|page| page.address.as_str() == "events/").expect("there are events");
        ready.render_one(&page.address.output()).unwrap().unwrap();
        lap("a page");
        drop(ready);
        lap("put the last site away");
        // The first look reads everything.
        if save > 0 {
            rows.push(row.into_inner());
        }
        fs::write(path, before).unwrap();
    }
    println!("{} articles, {saves} saves; middle and worst in ms", articles.len());
    let mut whole = vec![0.0; rows.len()];
    for stage in 0..rows[0].len() {
        let mut times: Vec<f64> = rows.iter().map(|row| row[stage].1).collect();
        whole.iter_mut().zip(&times).for_each(|(whole, time)| *whole += time);
        times.sort_by(f64::total_cmp);
        println!("{:>8.1} {:>8.1}  {}", times[times.len() / 2], times[times.len() - 1], rows[0][stage].0);
    }
    whole.sort_by(f64::total_cmp);
    println!("{:>8.1} {:>8.1}  all of it", whole[whole.len() / 2], whole[whole.len() - 1]);
}

/// Every article of the hub.
fn articles(root: &std::path::Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.join("content")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|e| e == "md") => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found
}
