//! `hubgen theme`

use super::{Exit, hub, report};
use crate::{
    diagnostic::suggest,
    model::{
        path::HubPath,
        snapshot::{File, Snapshot},
        theme::COMMONS,
    },
    pipeline,
    world::{Failure, disk, fresh, themes},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// What the themes have, and files of one to change
///
/// A file of the hub at the same path as one of its theme takes its place: templates/event.html, assets/style.css,
/// i18n/el.ftl. `eject` makes such a copy to begin with. Nothing is ever written over.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Print the themes there are, and the files of the one the hub has chosen
    List {
        /// The hub; default: the nearest folder upwards with a hub.yaml
        dir: Option<PathBuf>,
    },
    /// Print what templates are given: every name, filter and phrase (Markdown)
    Contract,
    /// Copy a file or a folder of the hub's theme into the hub
    Eject {
        /// As `list` prints it: templates/event.html, templates/components
        path: String,
        /// The hub; default: the nearest folder upwards with a hub.yaml
        dir: Option<PathBuf>,
    },
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.what {
        What::List { dir } => list(dir.as_deref()),
        What::Contract => contract(),
        What::Eject { path, dir } => eject(path, &hub::find(dir.as_deref())?),
    }
}

/// The themes that a hub may choose, the one it has chosen, and what it has changed of that.
struct Shop {
    hub: Snapshot,
    built_in: Snapshot,
    names: BTreeSet<String>,
    chosen: String,
}

impl Shop {
    /// Without a hub there are the built-in themes.
    fn visit(root: Option<&Path>) -> Shop {
        let hub = root.map(|root| disk::read_hub(root, None)).unwrap_or_default();
        let built_in = themes::built_in();
        let (names, chosen) = pipeline::themes(&hub, &built_in);
        Shop { hub, built_in, names, chosen }
    }

    fn is_of_hub(&self, theme: &str) -> bool {
        self.hub.below(&format!("themes/{theme}")).next().is_some()
    }

    /// Files of the chosen theme that a hub may have in their place, by the path they have in both; hubgen's own words,
    /// which lie beneath those of every theme, among them.
    fn files(&self) -> BTreeMap<&str, &File> {
        let source = if self.is_of_hub(&self.chosen) { &self.hub } else { &self.built_in };
        let words = parts(&self.built_in, COMMONS, &["i18n/"]);
        words.chain(parts(source, &self.chosen, &["templates/", "assets/", "i18n/", "fonts/"])).collect()
    }
}

/// Files of a theme below these folders, by their path in it.
fn parts<'s>(source: &'s Snapshot, theme: &str, folders: &[&str]) -> impl Iterator<Item = (&'s str, &'s File)> {
    source.files.iter().filter_map(move |(path, file)| {
        let below = path.as_str().strip_prefix("themes/")?.strip_prefix(theme)?.strip_prefix('/')?;
        folders.iter().any(|folder| below.starts_with(folder)).then_some((below, file))
    })
}

fn list(dir: Option<&Path>) -> Result<Exit, Failure> {
    let root = match dir {
        Some(_) => Some(hub::find(dir)?),
        None => hub::find(None).ok(),
    };
    let shop = Shop::visit(root.as_deref());
    let mut text = String::new();
    for name in &shop.names {
        let mut about = vec![if shop.is_of_hub(name) { "of this hub" } else { "built in" }];
        about.extend((*name == shop.chosen && root.is_some()).then_some("chosen"));
        text += &format!("{name} ({})\n", about.join(", "));
    }
    let files = shop.files();
    if !files.is_empty() {
        text += &format!("\nFiles of {}:\n", shop.chosen);
    }
    for (path, _) in files {
        let own = HubPath::new(path).is_some_and(|path| shop.hub.files.contains_key(&path));
        text += &format!("  {path}{}\n", if own { "  (the hub has its own)" } else { "" });
    }
    report::text(&text)?;
    Ok(Exit::Done)
}

/// What the default theme says of itself holds for every theme.
fn contract() -> Result<Exit, Failure> {
    let built_in = themes::built_in();
    let text = built_in.bytes(&format!("themes/{COMMONS}/README.md")).map(String::from_utf8_lossy).unwrap_or_default();
    report::text(&text)?;
    Ok(Exit::Done)
}

fn eject(asked: &str, root: &Path) -> Result<Exit, Failure> {
    let shop = Shop::visit(Some(root));
    let asked = asked.trim_start_matches("./").trim_end_matches('/');
    let path = asked.strip_prefix(&format!("themes/{}/", shop.chosen)).unwrap_or(asked);
    let files = shop.files();
    let wanted =
        files.iter().filter(|(name, _)| **name == path || name.strip_prefix(path).is_some_and(|rest| rest.starts_with('/')));
    let copy = |(name, file): (&&str, &&File)| match file {
        File::Bytes(contents) => Some((HubPath::new(name)?, contents.bytes().to_vec())),
        File::Handle(_) => None,
    };
    let copies: Vec<(HubPath, Vec<u8>)> = wanted.filter_map(copy).collect();
    if copies.is_empty() {
        let help = suggest(path, files.keys().copied(), "it has").unwrap_or_default();
        return Err(Failure::Usage(format!("the theme `{}` has no {path}; {help}", shop.chosen)));
    }
    fresh::write(root, &copies)?;
    let lines = copies.iter().map(|(name, _)| format!("{}\n", hub::shown(&root.join(name.as_str())).display()));
    report::text(&lines.collect::<String>())?;
    Ok(Exit::Done)
}
