//! Zola, with a site as a community would write it by hand: `sites/zola`.

use super::{Program, copy_site, find, index_file, said, write, write_articles};
use crate::articles::{Article, Kind, LANGUAGES};
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

pub struct Zola {
    path: PathBuf,
    /// Whether it is to make an index to search in, as hubgen does.
    search: bool,
}

impl Zola {
    pub fn find(search: bool) -> Option<Box<dyn Program>> {
        find("ZOLA", "zola", "build it from its repository with `cargo build --release`")
            .map(|path| Box::new(Zola { path, search }) as Box<dyn Program>)
    }
}

impl Program for Zola {
    fn name(&self) -> &str {
        "Zola"
    }

    fn version(&self) -> String {
        said(Command::new(&self.path).arg("--version"))
    }

    fn lay_out(&self, articles: &[Article], site: &Path) -> io::Result<()> {
        copy_site("zola", site)?;
        if self.search {
            // English only: where it is asked for one of Arabic or Greek it ends with an error.
            let config = fs::read_to_string(site.join("config.toml"))?;
            write(
                site,
                "config.toml",
                &config.replacen("generate_feeds = true", "generate_feeds = true\nbuild_search_index = true", 1),
            )?;
        }
        for (language, title) in LANGUAGES.iter().zip(["Home", "الصفحة الأولى", "Αρχική"]) {
            write(site, &format!("content/{}", index_file(language)), &format!("+++\ntitle = \"{title}\"\n+++\n"))?;
        }
        for (kind, section, titles) in Kind::SECTIONS {
            for (language, title) in LANGUAGES.iter().zip(titles) {
                write(site, &format!("content/{section}/{}", index_file(language)), &section_front_matter(kind, title))?;
            }
        }
        write_articles(site, articles, |article| front_matter(articles, article))
    }

    fn build(&self, site: &Path, out: &Path) -> Command {
        let mut command = Command::new(&self.path);
        command.arg("--root").arg(site).args(["build", "--force", "--output-dir"]).arg(out);
        command
    }

    fn serve(&self, site: &Path, port: u16) -> Command {
        let mut command = Command::new(&self.path);
        command.arg("--root").arg(site).args(["serve", "--port", &port.to_string()]);
        command
    }

    fn preview_home(&self) -> &str {
        "/"
    }
}

fn section_front_matter(kind: Kind, title: &str) -> String {
    let (sort, template) = match kind {
        Kind::Event => ("date", "event.html"),
        Kind::Post => ("date", "post.html"),
        _ => ("title", "page.html"),
    };
    format!(
        "+++\ntitle = \"{title}\"\nsort_by = \"{sort}\"\npaginate_by = 30\ngenerate_feeds = true\ninsert_anchor_links = \
         \"right\"\npage_template = \"{template}\"\n+++\n"
    )
}

/// Zola knows no dates of publication to come: what is not public yet is a draft. An event's `date` is when it takes
/// place, since nothing else can be sorted by.
fn front_matter(articles: &[Article], article: &Article) -> String {
    let Article { number, title, day, tag, .. } = article;
    let person = article.person().map(|person| articles[person].file()).unwrap_or_default();
    let fields = match article.kind {
        Kind::Event => format!(
            "date = {day}T18:00:00\n[taxonomies]\ntags = [\"{tag}\"]\nkinds = [\"workshop\"]\n[extra]\nend = {day}T20:00:00\n\
             location = \"House {number}\"\nhosts = [\"{person}\"]\n"
        ),
        Kind::Post => format!(
            "date = {day}\ndraft = {}\n[taxonomies]\ntags = [\"{tag}\"]\n[extra]\nauthors = [\"{person}\"]\n",
            !article.is_public()
        ),
        Kind::Person => "[extra]\nroles = [\"expert\"]\njoined = \"2025-01\"\n".into(),
        Kind::Question => format!("[taxonomies]\ntags = [\"{tag}\"]\n"),
        Kind::Guideline => "[extra]\nversion = 1\neffective = \"2025-01-01\"\n".into(),
    };
    format!("+++\ntitle = \"{title}\"\ndescription = \"{}\"\n{fields}+++\n", article.description())
}
