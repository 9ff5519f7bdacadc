//! Files that are taken over as they are: those beside articles, and `static/`.

use super::addresses::{self, Claims};
use crate::{
    diagnostic::{Finding, Place, catalogue::FILE_ORPHAN},
    model::{
        hub::Hub,
        path::{Address, HubPath, OutputPath, nfc},
        site::*,
        snapshot::Handle,
    },
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Files that are taken over, and what addresses in content can mean by them.
#[derive(Default)]
pub struct Files {
    copies: BTreeMap<OutputPath, Handle>,
    /// Files beside articles that may be shown.
    pub beside: HashMap<HubPath, PictureRef>,
    /// Those among them that are published only where something public shows them.
    shared: BTreeMap<OutputPath, (HubPath, Handle)>,
}

pub fn files(hub: &Hub, live: &[Option<WorkId>], works: &[Work], claims: &mut Claims) -> Files {
    let mut files = Files::default();
    let bundles = addresses::bundles(hub);
    for (path, handle) in &hub.files {
        let (owner, folder) = addresses::owner(path, &bundles);
        let address = match owner {
            addresses::Owner::Bundle(owner) => {
                let below = folder.and_then(|f| path.below(f));
                let (Some(id), Some(below)) = (live[owner], below) else { continue };
                works[id.0 as usize].editions[0].address.join(&nfc(below))
            }
            addresses::Owner::Shared => Address::new(nfc(path.below("content").unwrap_or_default())),
        };
        if !claims.claim(&address.output(), path.as_str(), Some(Place::file(path))) {
            continue;
        }
        match owner {
            addresses::Owner::Bundle(_) => drop(files.copies.insert(address.output(), handle.clone())),
            addresses::Owner::Shared => drop(files.shared.insert(address.output(), (path.clone(), handle.clone()))),
        }
        files.beside.insert(path.clone(), PictureRef { address, dimensions: handle.dimensions });
    }
    for (path, handle) in &hub.statics {
        let file = HubPath::new(&format!("static/{path}"));
        if claims.claim(&OutputPath::new(path.as_str()), format!("static/{path}"), file.as_ref().map(Place::file)) {
            files.copies.insert(OutputPath::new(path.as_str()), handle.clone());
        }
    }
    files
}

impl Files {
    /// Publishes the shared files that something public shows or links to, and says which nothing does.
    pub fn settle(&self, works: &[Work]) -> (BTreeMap<OutputPath, Handle>, Vec<Finding>) {
        let mut copies = self.copies.clone();
        let mut used: HashSet<OutputPath> = HashSet::new();
        for edition in works.iter().flat_map(|w| &w.editions) {
            used.extend(edition.image.iter().map(|p| p.address.output()));
            for closed in edition.holes.iter().chain(edition.answers.iter().flatten()) {
                match closed {
                    Closed::Picture(picture) => drop(used.insert(picture.address.output())),
                    Closed::Link { address, .. } => drop(used.insert(address.output())),
                    _ => {}
                }
            }
        }
        let mut findings = Vec::new();
        for (output, (path, handle)) in &self.shared {
            if used.contains(output) {
                copies.insert(output.clone(), handle.clone());
            } else {
                findings.push(
                    Finding::new(
                        &FILE_ORPHAN,
                        Place::file(path),
                        "no page that readers see shows this file or links to it, so it is not published",
                    )
                    .help("show it on a page or link to it; what is to be published anyway goes into static/"),
                );
            }
        }
        (copies, findings)
    }
}
