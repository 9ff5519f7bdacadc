//! The bench that tests work at: folders, hubs in memory, comparing and blessing.

use hubgen::{
    diagnostic::{Finding, any_error, in_order},
    memo::Memo,
    model::{
        output::{Content, Phase, Sink},
        path::OutputPath,
        snapshot::Snapshot,
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

/// The top of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// True where what is expected shall be written down anew: `BLESS=1 cargo test`.
pub fn blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|v| v != "0" && !v.is_empty())
}

/// A path below `tests/`.
pub fn tests(below: &str) -> PathBuf {
    repository().join("tests").join(below)
}

/// The first lines that differ, with what is around them; `None` where nothing does.
pub fn difference(expected: &str, found: &str) -> Option<String> {
    if expected == found {
        return None;
    }
    let (left, right): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), found.split('\n').collect());
    let first = left.iter().zip(&right).position(|(l, r)| l != r).unwrap_or(left.len().min(right.len()));
    let mut out = String::new();
    let mut show = |mark: &str, line: &str| {
        let line = line.replace('\r', "␍");
        let short: String = line.chars().take(300).collect();
        let more = if short.len() < line.len() { "…" } else { "" };
        out.push_str(&format!("  {mark} {short}{more}\n"));
    };
    left[first.saturating_sub(2)..first].iter().for_each(|line| show(" ", line));
    left.iter().skip(first).take(5).for_each(|line| show("-", line));
    right.iter().skip(first).take(5).for_each(|line| show("+", line));
    Some(format!("line {}:\n{out}", first + 1))
}

/// A folder that goes away with its value.
pub struct Temp(tempfile::TempDir);

impl Temp {
    /// A folder with files in it, by path.
    pub fn with<P: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (P, B)>) -> Temp {
        let folder = Temp(tempfile::tempdir().unwrap());
        for (path, bytes) in files {
            folder.write(path.as_ref(), bytes);
        }
        folder
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// Every file below a folder, by path.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    entries
        .map(|e| {
            let below: Vec<&str> = e.path().strip_prefix(folder).unwrap().iter().map(|n| n.to_str().unwrap()).collect();
            (below.join("/"), fs::read(e.path()).unwrap())
        })
        .collect()
}

/// The program, with nothing of the surroundings in it.
pub fn hubgen() -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_hubgen"));
    for name in ["SOURCE_DATE_EPOCH", "RUST_BACKTRACE", "CLICOLOR_FORCE", "FORCE_COLOR", "GITHUB_ACTIONS", "CI"] {
        command.env_remove(name);
    }
    command
}

/// A moment that tests like: a Saturday noon.
pub const NOW: &str = "2026-11-21T12:00Z";

/// The smallest hub.
pub const HUB: &str = "title: Harbour\nbase_url: https://harbour.example/\n";

/// What a build would write, by path, and what it says.
pub struct Built {
    /// `None` where errors forbid a site.
    pub site: Option<BTreeMap<String, Vec<u8>>>,
    pub findings: Vec<Finding>,
}

impl Built {
    /// The site; a report of why not is the panic.
    pub fn site(self) -> BTreeMap<String, Vec<u8>> {
        match self.site {
            Some(site) => site,
            None => panic!("{}", report(&self.findings)),
        }
    }
}

/// Findings as they are read, without colours.
pub fn report(findings: &[Finding]) -> String {
    anstream::adapter::strip_str(&hubgen::cli::report::findings(findings)).to_string()
}

/// How tests ask for a site.
pub fn request(now: &str) -> Request {
    Request { base_url: None, drafts: false, now: Now::Typed(now.into()) }
}

/// Builds the hub in a folder, in memory.
pub fn build(hub: &Path, request: &Request) -> Built {
    build_snapshot(&disk::read_hub(hub, None), request)
}

pub fn build_snapshot(hub: &Snapshot, request: &Request) -> Built {
    build_again(hub, request, &mut Memo::default())
}

/// The same with whatever `memo` still knows of other hubs.
pub fn build_again(hub: &Snapshot, request: &Request, memo: &mut Memo) -> Built {
    static THEMES: LazyLock<Snapshot> = LazyLock::new(themes::built_in);
    let prepared = pipeline::prepare_again(hub, &THEMES, request, memo, &|_| {});
    let Some(ready) = prepared.ready else { return Built { site: None, findings: prepared.findings } };
    let shelf = Shelf::default();
    let faults = ready.render(&shelf);
    let failed = any_error(&faults);
    let findings = in_order([prepared.findings, faults].concat());
    let site = shelf.0.into_inner().unwrap();
    Built { site: (!failed).then_some(site), findings }
}

/// Keeps what is printed, and sees to it that nothing is printed twice or out of turn.
#[derive(Default)]
struct Shelf(Mutex<BTreeMap<String, Vec<u8>>>);

impl Sink for Shelf {
    fn take(&self, _: Phase, path: &OutputPath, content: Content) {
        let bytes = match undrawn(content) {
            Content::Bytes(bytes) => bytes,
            Content::Copy(handle) => fs::read(&*handle.real).unwrap(),
            Content::Costly(work, file) => {
                let source = work.source().map(|handle| fs::read(&*handle.real).unwrap());
                work.make(&source.unwrap_or_default(), &[file]).files.remove(0)
            }
        };
        let before = self.0.lock().unwrap().insert(path.as_str().to_owned(), bytes);
        assert!(before.is_none(), "{} was printed twice", path.as_str());
    }
}

/// What is drawn is known by its recipe: drawing it a thousand times would show no more (cards.rs).
fn undrawn(content: Content) -> Content {
    match content {
        Content::Costly(work, file) if work.source().is_none() => Content::Bytes(work.recipe(file).to_vec()),
        other => other,
    }
}

/// Passes everything on, undrawn.
pub struct Undrawn<'a>(pub &'a dyn Sink);

impl Sink for Undrawn<'_> {
    fn take(&self, phase: Phase, path: &OutputPath, content: Content) {
        self.0.take(phase, path, undrawn(content));
    }
}
