//! Who is measured: how each program wants the hub written, and how it is told to build and to serve.

mod hubgen;
mod hugo;
mod zola;

pub use hubgen::Hubgen;
pub use hugo::Hugo;
pub use zola::Zola;

use crate::articles::{Article, LANGUAGES, TODAY};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

pub trait Program {
    /// The head of its column.
    fn name(&self) -> &str;

    /// What it calls itself, with its version.
    fn version(&self) -> String;

    /// Writes the hub's sources into a folder, as this program reads them.
    fn lay_out(&self, articles: &[Article], site: &Path) -> io::Result<()>;

    fn build(&self, site: &Path, out: &Path) -> Command;

    /// The preview as writers use it, with nothing set that they would not set.
    fn serve(&self, site: &Path, port: u16) -> Command;

    /// The path of the home page in its preview; hubgen and Hugo keep that of the site's address.
    fn preview_home(&self) -> &str {
        "/hub/"
    }

    /// Whether its preview has hubgen's event stream.
    fn tells(&self) -> bool {
        false
    }

    /// How many saves its preview is given, where hubgen is given so many: a rebuild of seconds says enough in a few.
    fn saves(&self, hubgen: usize) -> usize {
        hubgen.div_ceil(8)
    }
}

/// The moment of every build, for programs that want an hour.
fn this_morning() -> String {
    format!("{TODAY}T09:00:00Z")
}

/// Writes what `front_matter` gives for each article, and its body, below `content/`.
fn write_articles(site: &Path, articles: &[Article], front_matter: impl Fn(&Article) -> String) -> io::Result<()> {
    for article in articles {
        write(site, &format!("content/{}", article.file()), &format!("{}\n{}", front_matter(article), article.body))?;
    }
    Ok(())
}

/// What is handwritten about a site: its settings and templates.
fn copy_site(name: &str, site: &Path) -> io::Result<()> {
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/hubs/sites").join(name), site)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy_folder(&entry.path(), &to)?,
            false => drop(fs::copy(entry.path(), to)?),
        }
    }
    Ok(())
}

fn write(site: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = site.join(path);
    fs::create_dir_all(path.parent().expect("a file is in a folder"))?;
    fs::write(path, text)
}

/// The file of a section's own texts in a language: `_index.ar.md`.
fn index_file(language: &str) -> String {
    if language == LANGUAGES[0] { "_index.md".into() } else { format!("_index.{language}.md") }
}

/// A program that may be here: where `variable` says, else on PATH. `None`, and a line on how to get it, where it is not.
fn find(variable: &str, name: &str, how_to_get_it: &str) -> Option<PathBuf> {
    let program = env::var_os(variable).map_or(name.into(), PathBuf::from);
    let answers = Command::new(&program).arg("--help").output().is_ok();
    if !answers {
        eprintln!("{} is not here and not measured: {how_to_get_it}, or say {variable}=PATH", program.display());
    }
    answers.then_some(program)
}

/// The first line a program says of itself.
fn said(command: &mut Command) -> String {
    let done = command.output().expect("the program runs");
    String::from_utf8_lossy(&done.stdout).lines().last().unwrap_or_default().to_owned()
}
