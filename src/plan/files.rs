//! Files that are taken over: those beside articles, and `static/`.

use super::{
    addresses::{self, Claims, Owner},
    pictures,
};
use crate::{
    diagnostic::{Finding, Place, catalogue::FILE_ORPHAN},
    model::{
        hub::Hub,
        path::{Address, HubPath, OutputPath, nfc},
        picture::Print,
        site::*,
        snapshot::Handle,
    },
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

/// Files that are taken over, and what addresses in content can mean by them.
#[derive(Default)]
pub struct Files {
    /// Files beside articles that may be shown; `None` where one cannot be, which was said.
    pub beside: HashMap<HubPath, Option<PictureRef>>,
    /// Files of `static/`, by path below it.
    pub statics: HashMap<String, PictureRef>,
    /// Files beside articles, by their address.
    by_address: HashMap<String, HubPath>,
    taken: Vec<Taken>,
    findings: Vec<Finding>,
}

/// A file, and what becomes of it.
struct Taken {
    path: HubPath,
    handle: Handle,
    address: Address,
    keeper: Keeper,
    /// Where it is a picture that is made fit for readers.
    print: Option<Arc<Print>>,
}

/// What decides whether it is published.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeper {
    /// The article it lies with.
    Bundle,
    /// Whatever public thing shows it.
    Shared,
    /// Nothing: it is copied as it is.
    Static,
}

/// What is copied, what is made of pictures, and what there is to say of them.
pub struct Settled {
    pub copies: BTreeMap<OutputPath, Handle>,
    pub prints: Vec<Arc<Print>>,
    pub findings: Vec<Finding>,
}

pub fn files(hub: &Hub, live: &[Option<WorkId>], works: &[Work], claims: &mut Claims) -> Files {
    let mut files = Files::default();
    let bundles = addresses::bundles(hub);
    for (path, handle) in &hub.files {
        let (owner, folder) = addresses::owner(path, &bundles);
        let (address, keeper) = match owner {
            Owner::Bundle(owner) => {
                let below = folder.and_then(|f| path.below(f));
                let (Some(id), Some(below)) = (live[owner], below) else { continue };
                (works[id.0 as usize].editions[0].address.join(&nfc(below)), Keeper::Bundle)
            }
            Owner::Shared => (Address::new(nfc(path.below("content").unwrap_or_default())), Keeper::Shared),
        };
        let look = handle.look.as_ref();
        files.findings.extend(look.and_then(|look| pictures::findings(path, look)));
        if look.is_some_and(|look| look.fault.is_some()) {
            files.beside.insert(path.clone(), None);
        } else if claims.claim(&address.output(), path.as_str(), Some(Place::file(path))) {
            files.take(path.clone(), handle, address, keeper);
        }
    }
    for (below, handle) in &hub.statics {
        let Some(path) = HubPath::new(&format!("static/{below}")) else { continue };
        let look = handle.look.as_ref();
        files.findings.extend(look.and_then(|look| pictures::findings_of_static(&path, look)));
        if claims.claim(&OutputPath::new(below.as_str()), path.as_str(), Some(Place::file(&path))) {
            files.take(path, handle, Address::new(below.as_str()), Keeper::Static);
        }
    }
    files.print(claims);
    files
}

impl Files {
    /// The file beside articles that has an address.
    pub fn at(&self, address: &str) -> Option<&PictureRef> {
        self.beside.get(self.by_address.get(address)?)?.as_ref()
    }

    fn take(&mut self, path: HubPath, handle: &Handle, address: Address, keeper: Keeper) {
        self.taken.push(Taken { path, handle: handle.clone(), address, keeper, print: None });
    }

    /// Sizes come after the files that writers named: where somebody has given one such a name, it is theirs.
    fn print(&mut self, claims: &mut Claims) {
        for file in &mut self.taken {
            let print = pictures::print(&file.path, &file.handle, &file.address, file.keeper == Keeper::Static);
            let print = print.map(|mut print| {
                let own = file.address.output();
                let mut is_free =
                    |output: &OutputPath| *output == own || !claims.has(output) && claims.claim(output, file.path.as_str(), None);
                print.files.retain(|made| is_free(&made.output));
                print
            });
            file.print = print.filter(|print| !print.files.is_empty()).map(Arc::new);
            let shown = pictures::shown(&file.handle, file.address.clone(), file.print.as_deref());
            match (file.keeper, file.path.below("static")) {
                (Keeper::Static, Some(below)) => drop(self.statics.insert(below.to_owned(), shown)),
                _ => {
                    self.by_address.insert(file.address.as_str().to_owned(), file.path.clone());
                    self.beside.insert(file.path.clone(), Some(shown));
                }
            }
        }
    }

    /// Publishes the shared files that something public shows or links to, says which nothing does, and has pictures made
    /// in the sizes in which something shows them.
    pub fn settle(&self, works: &[Work]) -> Settled {
        let used = Used::by(works);
        let mut settled = Settled { copies: BTreeMap::new(), prints: Vec::new(), findings: self.findings.clone() };
        for file in &self.taken {
            let output = file.address.output();
            if file.keeper == Keeper::Shared && !used.names(&output) {
                settled.findings.push(orphan(&file.path));
                continue;
            }
            let print = file.print.as_ref();
            if file.keeper == Keeper::Static || print.is_none() {
                settled.copies.insert(output.clone(), file.handle.clone());
            }
            let Some(print) = print else { continue };
            if used.shown.contains(&output) {
                settled.prints.push(print.clone());
            } else if file.keeper != Keeper::Static {
                let own = print.files.iter().filter(|made| made.output == output).cloned().collect();
                settled.prints.push(Arc::new(Print { files: own, ..Print::clone(print) }));
            }
        }
        settled
    }
}

/// Files that something public shows, or links to.
#[derive(Default)]
struct Used {
    shown: HashSet<OutputPath>,
    linked: HashSet<OutputPath>,
}

impl Used {
    fn by(works: &[Work]) -> Used {
        let mut used = Used::default();
        for edition in works.iter().flat_map(|w| &w.editions) {
            used.shown.extend(edition.image.iter().map(|p| p.address.output()));
            for closed in edition.holes.iter().chain(edition.answers.iter().flatten()) {
                match closed {
                    Closed::Picture(picture) => drop(used.shown.insert(picture.address.output())),
                    Closed::Link { address, .. } => drop(used.linked.insert(address.output())),
                    _ => {}
                }
            }
        }
        used
    }

    fn names(&self, output: &OutputPath) -> bool {
        self.shown.contains(output) || self.linked.contains(output)
    }
}

fn orphan(path: &HubPath) -> Finding {
    let message = "no page that readers see shows this file or links to it, so it is not published";
    Finding::new(&FILE_ORPHAN, Place::file(path), message)
        .help("show it on a page or link to it; what is to be published anyway goes into static/")
}
