//! hubgen itself, or several builds of it.

use super::{Program, said, this_morning, write, write_articles};
use crate::articles::{Article, Kind};
use std::{
    io,
    path::{Path, PathBuf},
    process::Command,
};

pub struct Hubgen {
    path: PathBuf,
    name: String,
}

impl Hubgen {
    /// The `index`th of the builds that are compared.
    pub fn at(path: &Path, index: usize) -> Box<dyn Program> {
        let name = if index == 0 { "hubgen".into() } else { format!("hubgen {}", index + 1) };
        Box::new(Hubgen { path: path.into(), name })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.env_remove("SOURCE_DATE_EPOCH");
        command
    }
}

impl Program for Hubgen {
    fn name(&self) -> &str {
        &self.name
    }

    fn version(&self) -> String {
        format!("{}, {}", said(self.command().arg("--version")), self.path.display())
    }

    fn lay_out(&self, articles: &[Article], site: &Path) -> io::Result<()> {
        write(site, "hub.yaml", SETTINGS)?;
        write_articles(site, articles, front_matter)
    }

    fn build(&self, site: &Path, out: &Path) -> Command {
        let mut command = self.command();
        command.arg("build").arg(site).arg("--output").arg(out).args(["--timings", "--now", &this_morning()]);
        command
    }

    fn serve(&self, site: &Path, port: u16) -> Command {
        let mut command = self.command();
        command.arg("serve").arg(site).args(["--port", &port.to_string(), "--now", &this_morning()]);
        command
    }

    fn tells(&self) -> bool {
        true
    }

    fn saves(&self, hubgen: usize) -> usize {
        hubgen
    }
}

const SETTINGS: &str = "title: A large hub
base_url: https://example.org/hub/
languages: [en, ar, el]
timezone: Africa/Casablanca
";

fn front_matter(article: &Article) -> String {
    let Article { number, title, day, tag, .. } = article;
    let person = article.person().unwrap_or_default();
    let fields = match article.kind {
        Kind::Event => format!(
            "date: 2024-01-01\nstart: {day}T18:00\nduration: 2h\nlocation: House {number}\nhosts: [person-{person}]\nkind: \
             workshop\ntags: [{tag}]\n"
        ),
        Kind::Post => format!("tags: [{tag}]\nauthors: [person-{person}]\nformat: article\n"),
        Kind::Person => "consent: true\nroles: [expert]\njoined: 2025-01\n".into(),
        Kind::Question => format!("tags: [{tag}]\n"),
        Kind::Guideline => "version: 1\neffective: 2025-01-01\n".into(),
    };
    let called = if article.kind == Kind::Person { "name" } else { "title" };
    format!("---\n{called}: \"{title}\"\n{fields}---\n")
}
