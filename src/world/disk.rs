//! The hub's folder as a snapshot.
//!
//! Text is read, everything else becomes a handle. What cannot be read, and what may not be in a hub, becomes a
//! finding; the rest of the hub is read all the same.

use super::{names, passive, picture, reason};
use crate::{
    diagnostic::{Finding, Place, catalogue as code},
    model::{
        path::HubPath,
        snapshot::{Contents, File, Handle, Snapshot},
    },
};
use rayon::prelude::*;
use std::{
    collections::{BTreeSet, HashMap},
    fs::{self, FileType},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};
use walkdir::{DirEntry, WalkDir};

/// What a hub is made of; nothing else in its folder is looked at.
pub const FILES: [&str; 2] = ["hub.yaml", "hub.lock"];
pub const FOLDERS: [&str; 7] = ["content", "static", "themes", "templates", "assets", "i18n", "data"];

const LARGEST_TEXT: u64 = 4 << 20;
/// A line for every event there ever was.
const LARGEST_LOCK: u64 = 64 << 20;
const LARGEST_ASSET: u64 = 32 << 20;

/// Whether a file is, or would be, one of those that the hub at `root` is made of.
pub fn is_of_hub(root: &Path, path: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    let (folder, name) = (path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")), path.file_name());
    let whole = real(folder).join(name.unwrap_or_default());
    let part = whole.strip_prefix(real(root)).ok().and_then(|below| below.iter().next().map(ToOwned::to_owned));
    part.is_some_and(|part| FILES.iter().chain(&FOLDERS).any(|own| *own == part))
}

/// Reads the hub at `root`. `output` is passed over, should it lie inside.
pub fn read_hub(root: &Path, output: Option<&Path>) -> Snapshot {
    let mut hub = Watched::new(root, output);
    hub.look();
    hub.snapshot
}

/// A hub's folder that is looked at again and again. What looks as it did is not read again.
pub struct Watched {
    root: PathBuf,
    output: Option<PathBuf>,
    known: HashMap<HubPath, Known>,
    /// Somewhere a link was followed: what is changed in one place changes in another.
    linked: bool,
    /// Since everything was looked at, somebody was trusted to tell of all that changed.
    trusted: bool,
    snapshot: Snapshot,
}

/// What a file held when it was read.
struct Known {
    /// `None` where it may have changed since without looking so.
    stamp: Option<Stamp>,
    read: Result<File, Box<Finding>>,
}

/// What is different when a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    real: PathBuf,
    size: u64,
    modified: Option<SystemTime>,
    /// Device, inode and the time of its last change, which no tool can set.
    #[cfg(unix)]
    inode: (u64, u64, i64, i64),
}

/// A file that was written this shortly before it was read may be written once more and look the same: disks count time
/// in steps of up to two seconds (FAT).
const TOO_FRESH: Duration = Duration::from_secs(2);

impl Stamp {
    fn of(real: &Path) -> Option<Stamp> {
        let found = fs::metadata(real).ok()?;
        Some(Stamp {
            size: found.len(),
            modified: found.modified().ok(),
            #[cfg(unix)]
            inode: {
                use std::os::unix::fs::MetadataExt;
                (found.dev(), found.ino(), found.ctime(), found.ctime_nsec())
            },
            real: real.to_owned(),
        })
    }

    fn is_settled(&self, now: SystemTime) -> bool {
        self.modified.and_then(|modified| now.duration_since(modified).ok()).is_some_and(|age| age > TOO_FRESH)
    }
}

impl Watched {
    pub fn new(root: &Path, output: Option<&Path>) -> Watched {
        let (root, output) = (root.to_owned(), output.map(Path::to_owned));
        Watched { root, output, known: HashMap::new(), linked: false, trusted: false, snapshot: Snapshot::default() }
    }

    /// The hub as it was last seen.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Looks at everything; whether anything was another than before.
    pub fn look(&mut self) -> bool {
        let mut walk = Walk {
            root: real(&self.root),
            output: self.output.as_deref().map(real),
            linked: None,
            links: false,
            found: Vec::new(),
            findings: Vec::new(),
        };
        for part in FILES.into_iter().chain(FOLDERS) {
            walk.part(part);
        }
        let (known, now) = (&self.known, SystemTime::now());
        let seen: Vec<(HubPath, Option<Known>)> = walk
            .found
            .into_par_iter()
            .map(|Found { path, real }| {
                let stamp = Stamp::of(&real);
                let same = stamp.is_some() && known.get(&path).is_some_and(|known| known.stamp == stamp);
                let new = (!same).then(|| Known::read(&path, real, stamp, now));
                (path, new)
            })
            .collect();
        let mut last = std::mem::take(&mut self.known);
        let mut snapshot = Snapshot { findings: walk.findings, ..Snapshot::default() };
        let mut changed = false;
        for (path, new) in seen {
            let before = last.remove(&path);
            changed |= new.as_ref().is_some_and(|new| before.as_ref().is_none_or(|before| !new.holds_what(before)));
            let Some(known) = new.or(before) else { continue };
            match &known.read {
                Ok(file) => drop(snapshot.files.insert(path.clone(), file.clone())),
                Err(finding) => snapshot.findings.push((**finding).clone()),
            }
            self.known.insert(path, known);
        }
        changed |= !last.is_empty() || snapshot.findings != self.snapshot.findings;
        (self.snapshot, self.linked, self.trusted) = (snapshot, walk.links, false);
        changed
    }

    /// Looks at what is said to have changed, and nothing else where nothing else can have: plain files in folders that
    /// were there before.
    pub fn look_at(&mut self, paths: &BTreeSet<PathBuf>) {
        let plain = self.plain(paths);
        match plain.is_some_and(|plain| plain.into_iter().all(|(path, real)| self.look_at_one(path, real))) {
            true => self.trusted = true,
            false => drop(self.look()),
        }
    }

    /// Whether something may have changed that nobody told of.
    pub fn is_trusted(&self) -> bool {
        self.trusted
    }

    /// `false`: there is something to be said of it.
    fn look_at_one(&mut self, path: HubPath, real: PathBuf) -> bool {
        let stamp = Stamp::of(&real);
        if stamp.is_none() {
            self.known.remove(&path);
            self.snapshot.files.remove(&path);
            return true;
        }
        let known = Known::read(&path, real, stamp, SystemTime::now());
        let Ok(file) = &known.read else { return false };
        self.snapshot.files.insert(path.clone(), file.clone());
        self.known.insert(path, known);
        true
    }

    /// The paths as files of the hub. `None` where any of them is anything else, or may be.
    fn plain(&self, paths: &BTreeSet<PathBuf>) -> Option<Vec<(HubPath, PathBuf)>> {
        let root = real(&self.root);
        let mut plain = Vec::new();
        for real in paths {
            let below = real.strip_prefix(&root).ok()?;
            let mut names = Vec::new();
            for name in below {
                names.push(name.to_str().filter(|_| names::fault(name).is_none())?);
            }
            if names.iter().any(|name| names::is_leftover(name)) {
                continue;
            }
            let path = HubPath::new(&names.join("/"))?;
            let folder = path.folder().to_owned() + "/";
            let is_there = match fs::symlink_metadata(real) {
                Ok(found) if found.is_file() => true,
                Err(error) if error.kind() == io::ErrorKind::NotFound => false,
                _ => return None,
            };
            let before = self.known.get(&path);
            // What went may have been a folder; what came may lie in a new one, or under a name that was complained of.
            let usual = match before {
                Some(known) => known.read.is_ok(),
                None => is_there && self.snapshot.files.keys().any(|known| known.as_str().starts_with(&folder)),
            };
            let told_of = self.snapshot.findings.iter().any(|f| f.place.as_ref().is_some_and(|place| place.path == path));
            if !usual || told_of {
                return None;
            }
            plain.push((path, real.clone()));
        }
        (!self.linked).then_some(plain)
    }
}

impl Known {
    fn read(path: &HubPath, real: PathBuf, stamp: Option<Stamp>, now: SystemTime) -> Known {
        Known { stamp: stamp.filter(|stamp| stamp.is_settled(now)), read: read(path, real) }
    }

    fn holds_what(&self, other: &Known) -> bool {
        match (&self.read, &other.read) {
            (Ok(File::Bytes(a)), Ok(File::Bytes(b))) => a.digest() == b.digest(),
            // What is copied is read anew whenever it is asked for.
            (Ok(File::Handle(a)), Ok(File::Handle(b))) => a == b,
            (Err(a), Err(b)) => a == b,
            _ => false,
        }
    }
}

fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// A file to be read.
struct Found {
    path: HubPath,
    real: PathBuf,
}

struct Walk {
    root: PathBuf,
    output: Option<PathBuf>,
    /// The linked folder the walk is in, or was in last.
    linked: Option<PathBuf>,
    /// Whether any link was followed.
    links: bool,
    found: Vec<Found>,
    findings: Vec<Finding>,
}

impl Walk {
    fn part(&mut self, part: &str) {
        let start = self.root.join(part);
        if fs::symlink_metadata(&start).is_err_and(|e| e.kind() == io::ErrorKind::NotFound) {
            return;
        }
        self.walk(WalkDir::new(start).follow_root_links(false));
    }

    /// Links are followed here and not by `walkdir`, which would ask the system about every single file.
    fn walk(&mut self, folder: WalkDir) {
        let mut entries = folder.sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if self.enters(&entry) => {}
                Ok(entry) if entry.file_type().is_dir() => entries.skip_current_dir(),
                Ok(_) => {}
                Err(error) => self.fails(&error),
            }
        }
    }

    /// Notes what an entry is; true for a folder to walk into.
    fn enters(&mut self, entry: &DirEntry) -> bool {
        let name = entry.file_name();
        if name.to_str().is_some_and(names::is_leftover) && !self.is_well_known(entry) {
            return false;
        }
        if self.output.as_deref() == Some(entry.path()) {
            return false;
        }
        if let Some((message, help)) = names::fault(name) {
            let finding = Finding::new(&code::FILE_NAME, self.place(entry.path()), message).help(help);
            self.findings.push(finding);
            return false;
        }
        let mut kind = entry.file_type();
        if kind.is_symlink() {
            match self.follows(entry.path()) {
                Some(folder) if folder.is_dir() => {
                    self.walk(WalkDir::new(entry.path()).min_depth(1));
                    return false;
                }
                Some(file) => kind = file,
                None => return false,
            }
        }
        let is_part_file = entry.depth() == 0 && FILES.iter().any(|f| *f == name);
        if kind.is_dir() && !is_part_file {
            return true;
        }
        if kind.is_file() && (entry.depth() > 0 || is_part_file) {
            // Names were checked one by one on the way down, so this is always a path of the hub.
            let path = self.relative(entry.path()).and_then(|p| HubPath::new(&p));
            self.found.extend(path.map(|path| Found { path, real: entry.path().to_owned() }));
            return false;
        }
        let (message, help) = match (kind.is_dir(), kind.is_file()) {
            (true, _) => ("this is a folder, and a file belongs here", "give the folder another name"),
            (_, true) => ("this is a file, and a folder belongs here", "give the file another name"),
            _ => ("this is not a file that can be read", "take it out of the hub"),
        };
        self.findings.push(Finding::new(&code::FILE_UNREADABLE, self.place(entry.path()), message).help(help));
        false
    }

    /// `static/.well-known/` (RFC 8615) is the one hidden folder that is meant to be published.
    fn is_well_known(&self, entry: &DirEntry) -> bool {
        entry.path().ends_with("static/.well-known") && self.relative(entry.path()).as_deref() == Some("static/.well-known")
    }

    /// What a symbolic link leads to, where it may be followed; else it notes why not.
    ///
    /// A link is content, and content is sent in by strangers: one into `.git` would publish what lies there.
    fn follows(&mut self, link: &Path) -> Option<FileType> {
        let place = self.place(link);
        let found = fs::canonicalize(link).and_then(|target| Ok((fs::metadata(&target)?.file_type(), target)));
        let (kind, target) = match found {
            Ok(found) => found,
            Err(error) => {
                self.findings.push(unreadable(place, &error));
                return None;
            }
        };
        let hidden = |below: &Path| below.iter().any(|n| n.to_str().is_none_or(names::is_leftover));
        // Drafts may not leave by `static/`, nor settings by anything.
        let room = |path: &Path| path.strip_prefix(&self.root).ok()?.iter().next()?.to_str().map(str::to_owned);
        let crosses = room(&target).is_some_and(|there| {
            let read = FOLDERS.iter().chain(&FILES).any(|name| *name == there);
            read && room(link).as_deref() != Some(&there)
        });
        let outside = match target.strip_prefix(&self.root) {
            Ok(below) => hidden(below) || crosses || self.output.as_ref().is_some_and(|o| target.starts_with(o)),
            Err(_) => true,
        };
        if outside {
            let finding =
                Finding::new(&code::FILE_LINK_OUTSIDE, place, "the link leads to something that is not part of the hub");
            self.findings.push(finding.help("put a copy of the file here"));
            return None;
        }
        self.links = true;
        if !kind.is_dir() {
            return Some(kind);
        }
        let home = link.parent().and_then(|p| fs::canonicalize(p).ok());
        let into_itself = home.is_none_or(|home| home.starts_with(&target));
        // Folders linked from linked folders could double with each step: twenty links make a million files.
        let again = self.linked.as_ref().is_some_and(|linked| link.starts_with(linked));
        if into_itself || again {
            let message = if into_itself {
                "the link leads to a folder that it lies in"
            } else {
                "this is a link to a folder, inside a linked folder"
            };
            self.findings.push(Finding::new(&code::FILE_LINK_LOOP, place, message).help("remove the link"));
            return None;
        }
        self.linked = Some(link.to_owned());
        Some(kind)
    }

    fn fails(&mut self, error: &walkdir::Error) {
        let place = error.path().and_then(|p| self.place(p));
        self.findings.push(match error.io_error() {
            Some(io) => unreadable(place, io),
            None => Finding::new(&code::FILE_UNREADABLE, place, "the folder cannot be read").help(MAY_READ),
        });
    }

    fn relative(&self, path: &Path) -> Option<String> {
        let names: Option<Vec<&str>> = path.strip_prefix(&self.root).ok()?.iter().map(|n| n.to_str()).collect();
        Some(names?.join("/"))
    }

    /// The place of a file, whatever its name: the folder it is in, where the name itself cannot be a path.
    fn place(&self, path: &Path) -> Option<Place> {
        let whole = self.relative(path).and_then(|p| HubPath::new(&p));
        let lossy = || {
            let below = path.strip_prefix(&self.root).ok()?;
            let names: Vec<String> = below.iter().map(|n| n.to_string_lossy().replace('\\', "\u{fffd}")).collect();
            HubPath::new(&names.join("/"))
        };
        whole.or_else(lossy).map(|p| Place::file(&p))
    }
}

fn unreadable(place: Option<Place>, error: &io::Error) -> Finding {
    match error.kind() {
        // Only a link can be listed and yet not exist.
        io::ErrorKind::NotFound => {
            Finding::new(&code::FILE_UNREADABLE, place, "the link leads to nothing").help("remove the link")
        }
        _ => Finding::new(&code::FILE_UNREADABLE, place, format!("this cannot be read: {}", reason(error))).help(MAY_READ),
    }
}

const MAY_READ: &str = "see to it that you may open it yourself, and try again";

/// How much of a file is read: `None` where it stays a handle.
fn limit(path: &HubPath) -> Option<u64> {
    let mut folders = path.as_str().split('/');
    match (folders.next(), folders.nth(1)) {
        (Some("static"), _) => None,
        (Some("hub.lock"), _) => Some(LARGEST_LOCK),
        (Some("content"), _) => (path.extension() == "md").then_some(LARGEST_TEXT),
        (Some("assets"), _) | (Some("themes"), Some("assets")) => Some(LARGEST_ASSET),
        _ => Some(LARGEST_TEXT),
    }
}

fn read(path: &HubPath, real: PathBuf) -> Result<File, Box<Finding>> {
    let place = || Some(Place::file(path));
    if path.below("content").is_some() && path.extension() != "md" && !passive::is_passive(&real, &path.extension()) {
        return Err(Box::new(active(place(), path)));
    }
    let file = match limit(path) {
        None => fs::metadata(&real).map(|m| {
            let dimensions = picture::dimensions(&real, &path.extension());
            File::Handle(Handle { size: m.len(), dimensions, real: Arc::new(real) })
        }),
        Some(limit) => match bytes(&real, limit) {
            Ok(Some(bytes)) => Ok(File::Bytes(Contents::new(bytes))),
            Ok(None) => return Err(Box::new(too_large(place(), limit))),
            Err(error) => Err(error),
        },
    };
    file.map_err(|error| {
        let message = format!("the file cannot be read: {}", reason(&error));
        Box::new(Finding::new(&code::FILE_UNREADABLE, place(), message).help(MAY_READ))
    })
}

/// The bytes of a file, or `None` where there are more than `limit`.
fn bytes(real: &Path, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let file = fs::File::open(real)?;
    let size = file.metadata()?.len();
    if size > limit {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    // It may have grown since; one byte more than allowed tells.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// What strangers send in may be shown, not run.
fn active(place: Option<Place>, path: &HubPath) -> Finding {
    let (message, help) = match path.extension().as_str() {
        "markdown" => ("the name of a text ends in `.md`, so this file is not published", "give it a name that ends in `.md`"),
        "svg" => (
            "this picture carries a script or leads elsewhere, so it is not published",
            "save it again as “plain SVG”, without what is meant for programs",
        ),
        _ => {
            ("a file of this kind is not published from content/", "move it into static/, if the team answers for what is in it")
        }
    };
    Finding::new(&code::FILE_ACTIVE, place, message).help(help)
}

fn too_large(place: Option<Place>, limit: u64) -> Finding {
    let message = format!("the file is larger than {} MiB, and hubgen reads no more of one file", limit >> 20);
    Finding::new(&code::FILE_TOO_LARGE, place, message).help("divide it, or move it into static/ if readers are to download it")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hub(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn found(snapshot: &Snapshot) -> Vec<(&'static str, String)> {
        let place = |f: &Finding| f.place.as_ref().map_or(String::new(), |p| p.path.to_string());
        crate::diagnostic::in_order(snapshot.findings.clone()).iter().map(|f| (f.code.name, place(f))).collect()
    }

    #[test]
    fn reads_what_a_hub_is_made_of_and_nothing_else() {
        let hub = hub(&[
            ("hub.yaml", "title: x"),
            ("README.md", "no"),
            ("content/index.md", "home"),
            ("content/.draft.md", "no"),
            ("content/a.md~", "no"),
            ("content/events/plan.svg", "<svg width='3' height='4'/>"),
            ("static/.well-known/security.txt", "x"),
            ("static/.htaccess", "no"),
            ("data/x.csv", "a,b"),
            ("public/index.html", "no"),
            (".git/config", "no"),
        ]);
        let snapshot = read_hub(hub.path(), Some(&hub.path().join("public")));
        assert_eq!(found(&snapshot), []);
        let paths: Vec<&str> = snapshot.files.keys().map(HubPath::as_str).collect();
        let expected =
            ["content/events/plan.svg", "content/index.md", "data/x.csv", "hub.yaml", "static/.well-known/security.txt"];
        assert_eq!(paths, expected);
        assert_eq!(snapshot.bytes("content/index.md"), Some(&b"home"[..]));
        let Some(File::Handle(handle)) = snapshot.files.get(&HubPath::new("content/events/plan.svg").unwrap()) else {
            panic!("a picture is a handle");
        };
        assert_eq!((handle.size, handle.dimensions), (27, Some((3, 4))));
    }

    #[test]
    fn a_file_larger_than_any_text_is_not_read() {
        let hub = hub(&[("content/a.md", "x"), ("static/film.mp4", "x")]);
        for path in ["content/a.md", "static/film.mp4"] {
            fs::File::options().write(true).open(hub.path().join(path)).unwrap().set_len(50 << 20).unwrap();
        }
        let snapshot = read_hub(hub.path(), None);
        assert_eq!(found(&snapshot), [("file/too-large", "content/a.md".to_owned())]);
        assert_eq!(snapshot.files.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn links_stay_inside() {
        use std::os::unix::fs::symlink;
        let outside = hub(&[("secret.md", "x")]);
        let hub = hub(&[("content/shared/a.md", "a"), (".git/config", "token"), ("LICENSE", "free")]);
        let content = hub.path().join("content");
        symlink(outside.path().join("secret.md"), content.join("out.md")).unwrap();
        symlink("../.git/config", content.join("token.md")).unwrap();
        symlink("../.git", content.join("git")).unwrap();
        symlink("..", content.join("up")).unwrap();
        symlink(".", content.join("self")).unwrap();
        symlink("nowhere", content.join("gone.md")).unwrap();
        symlink("round.md", content.join("round.md")).unwrap();
        symlink("shared", content.join("again")).unwrap();
        symlink("../LICENSE", content.join("licence.txt")).unwrap();
        std::fs::create_dir(hub.path().join("static")).unwrap();
        symlink("../content/shared", hub.path().join("static/drafts")).unwrap();
        let snapshot = read_hub(hub.path(), None);
        let expected = [
            ("file/unreadable", "content/gone.md"),
            ("file/link-outside", "content/git"),
            ("file/link-outside", "content/out.md"),
            ("file/unreadable", "content/round.md"),
            ("file/link-loop", "content/self"),
            ("file/link-outside", "content/token.md"),
            ("file/link-loop", "content/up"),
            ("file/link-outside", "static/drafts"),
        ];
        let mut expected = expected.map(|(code, path)| (code, path.to_owned())).to_vec();
        expected.sort_by(|a, b| a.1.cmp(&b.1));
        assert_eq!(found(&snapshot), expected);
        let paths: Vec<&str> = snapshot.files.keys().map(HubPath::as_str).collect();
        assert_eq!(paths, ["content/again/a.md", "content/licence.txt", "content/shared/a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn linked_folders_do_not_multiply() {
        use std::os::unix::fs::symlink;
        let hub = hub(&[("content/d0/a.md", "a")]);
        for i in 1..20 {
            let folder = hub.path().join(format!("content/d{i}"));
            fs::create_dir(&folder).unwrap();
            for link in ["x", "y"] {
                symlink(format!("../d{}", i - 1), folder.join(link)).unwrap();
            }
        }
        let snapshot = read_hub(hub.path(), None);
        assert!(snapshot.files.len() < 10);
        assert!(snapshot.findings.iter().all(|f| f.code.name == "file/link-loop"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_and_kinds_that_cannot_be_in_a_hub_are_named() {
        use std::os::unix::{ffi::OsStrExt, net::UnixListener};
        let hub = hub(&[("content/a:b.md", "x"), ("content/aux/ok.md", "x"), ("data", "x"), ("hub.yaml/x", "x")]);
        let bytes = std::ffi::OsStr::from_bytes(b"content/\xff.md");
        fs::write(hub.path().join(bytes), "x").unwrap();
        let _socket = UnixListener::bind(hub.path().join("content/socket")).unwrap();
        let snapshot = read_hub(hub.path(), None);
        let expected = [
            ("file/name", "content/a:b.md"),
            ("file/name", "content/aux"),
            ("file/unreadable", "content/socket"),
            ("file/name", "content/\u{fffd}.md"),
            ("file/unreadable", "data"),
            ("file/unreadable", "hub.yaml"),
        ];
        assert_eq!(found(&snapshot), expected.map(|(code, path)| (code, path.to_owned())));
        assert!(snapshot.files.is_empty());
    }
}
