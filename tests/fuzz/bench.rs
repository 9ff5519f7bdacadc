//! The hub of the corpus in memory, and the law that every look at it obeys.

use hubgen::{
    cli::report,
    diagnostic::{Finding, Place, any_error},
    memo::Memo,
    model::{
        output::{Content, Phase, Sink},
        path::{HubPath, OutputPath},
        snapshot::{Contents, File, Snapshot},
    },
    pipeline::{self, Now, Request},
    world::{disk, themes},
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{LazyLock, Mutex},
};

/// Text files of a hub, by path.
pub type Files = BTreeMap<String, String>;

pub fn corpus(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(below)
}

/// Every file below a folder, by path, in order.
pub fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.expect("the corpus is readable"));
    let files = files.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).expect("it lies in the folder");
            (
                below.to_str().expect("the corpus has names in UTF-8").replace('\\', "/"),
                fs::read(entry.path()).expect("it is readable"),
            )
        })
        .collect()
}

static HUB: LazyLock<Files> = LazyLock::new(|| {
    let files = tree(&corpus("hub")).into_iter();
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).expect("the hub of the corpus is text"))).collect()
});

/// The hub of the corpus, without a fault.
pub fn hub() -> Files {
    HUB.clone()
}

/// The built-in themes, and the small one of the golden hubs.
static THEMES: LazyLock<Snapshot> = LazyLock::new(|| {
    let mut themes = themes::built_in();
    let plain = tree(&corpus("../../cases/_theme"));
    themes
        .files
        .extend(plain.into_iter().filter_map(|(path, bytes)| Some((HubPath::new(&path)?, File::Bytes(Contents::new(bytes))))));
    themes
});

static MEMO: Mutex<Option<Memo>> = Mutex::new(None);

/// Builds a hub whose files are these.
pub fn build(files: &Files, render: bool, print: bool) -> Result<(), String> {
    build_snapshot(&snapshot(files), render, print).map(drop)
}

fn snapshot(files: &Files) -> Snapshot {
    let files = files.iter().filter_map(|(path, text)| Some((HubPath::new(path)?, File::Bytes(Contents::from(text.as_str())))));
    Snapshot { files: files.collect(), findings: Vec::new() }
}

/// Whether the hub of the corpus becomes a site.
pub fn is_sound() -> Result<(), String> {
    let findings = build_snapshot(&snapshot(&hub()), true, false)?;
    if any_error(&findings) { Err(report::findings(&findings)) } else { Ok(()) }
}

/// Builds a hub on disk.
pub fn build_folder(folder: &Path, render: bool, print: bool) -> Result<(), String> {
    build_snapshot(&disk::read_hub(folder, None), render, print).map(drop)
}

fn build_snapshot(hub: &Snapshot, render: bool, print: bool) -> Result<Vec<Finding>, String> {
    let request = Request { base_url: None, drafts: render, now: Now::Typed("2026-11-21T12:00Z".into()) };
    // After a panic it may be in two minds about things, so it is taken out for each run.
    let mut memo = MEMO.lock().unwrap_or_else(|lock| lock.into_inner()).take().unwrap_or_default();
    let prepared = pipeline::prepare_again(hub, &THEMES, &request, &mut memo, &|_| {});
    let mut findings = prepared.findings;
    if let Some(ready) = prepared.ready.filter(|_| render) {
        findings.extend(ready.render(&Nowhere));
    }
    *MEMO.lock().unwrap_or_else(|lock| lock.into_inner()) = Some(memo);
    let report = report::findings(&findings);
    if print {
        println!("{report}");
    }
    if print && any_error(&findings) {
        println!("no site: there are errors");
    }
    findings.iter().try_for_each(|finding| places(hub, finding))?;
    Ok(findings)
}

/// Every place lies inside its file: the line exists, is shown as it is, and what is marked lies on it.
fn places(hub: &Snapshot, finding: &Finding) -> Result<(), String> {
    for place in finding.place.iter().chain(finding.also.iter().map(|(place, _)| place)) {
        let Place { path, at: Some(spot) } = place else { continue };
        let Some(File::Bytes(contents)) = hub.files.get(path).or_else(|| THEMES.files.get(path)) else { continue };
        let Some(text) = contents.text() else { continue };
        let line = text.split('\n').nth(spot.line as usize - 1).map(|line| line.trim_end_matches('\r'));
        let shown = spot.text.strip_suffix('…').unwrap_or(&spot.text);
        let length = line.map_or(0, |line| line.chars().count());
        let end = (spot.column + spot.width) as usize;
        if !line.is_some_and(|line| line.starts_with(shown)) || end > length.max(1) + 2 {
            let Finding { code, message, .. } = finding;
            return Err(format!("[{}] {message}: {path} has no such place: {spot:?}", code.name));
        }
    }
    Ok(())
}

/// Takes the site and keeps nothing.
struct Nowhere;

impl Sink for Nowhere {
    fn take(&self, _: Phase, _: &OutputPath, content: Content) {
        let Content::Costly(work, file) = content else { return };
        // Share cards are drawn from what hubgen says itself; pictures from what somebody sent in.
        if let Some(source) = work.source() {
            work.make(&fs::read(&*source.real).unwrap_or_default(), &[file]);
        }
    }
}
