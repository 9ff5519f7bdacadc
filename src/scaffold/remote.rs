//! Which repository of GitHub a folder belongs to, out of the text of its `.git/config`.

/// A repository of GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    pub owner: String,
    pub name: String,
}

impl Repository {
    /// Where GitHub shows it.
    pub fn url(&self) -> String {
        format!("https://github.com/{}/{}", self.owner, self.name)
    }

    /// Where GitHub Pages publishes it, without a domain of its own.
    pub fn pages(&self) -> String {
        let host = self.host();
        match self.name.eq_ignore_ascii_case(&host) {
            true => format!("https://{host}/"),
            false => format!("https://{host}/{}/", self.name),
        }
    }

    /// A name that no other hub has.
    pub fn id(&self) -> String {
        let host = self.host();
        match self.name.eq_ignore_ascii_case(&host) {
            true => host,
            false => format!("{}.{host}", self.name.to_ascii_lowercase()),
        }
    }

    fn host(&self) -> String {
        format!("{}.github.io", self.owner.to_ascii_lowercase())
    }
}

/// The repository that `origin` leads to, else the first remote that is one of GitHub.
pub fn github(config: &str) -> Option<Repository> {
    let mut remote = None;
    let mut found: Vec<(bool, Repository)> = Vec::new();
    for line in config.lines().map(str::trim) {
        if line.starts_with('[') {
            remote = line.strip_prefix("[remote \"").and_then(|rest| rest.strip_suffix("\"]"));
        } else if let (Some(name), Some((key, url))) = (remote, line.split_once('='))
            && key.trim() == "url"
        {
            found.extend(repository(url.trim()).map(|repository| (name != "origin", repository)));
        }
    }
    found.into_iter().min_by_key(|(other, _)| *other).map(|(_, repository)| repository)
}

/// `https://github.com/OWNER/NAME.git`, `git@github.com:OWNER/NAME.git` and their like.
fn repository(url: &str) -> Option<Repository> {
    let rest = ["https://", "http://", "ssh://", "git://"].iter().find_map(|scheme| url.strip_prefix(scheme)).unwrap_or(url);
    // A token may stand before the host; it is nobody's business.
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let path = rest.strip_prefix("github.com")?.strip_prefix(['/', ':'])?.trim_end_matches('/');
    let (owner, name) = path.strip_suffix(".git").unwrap_or(path).split_once('/')?;
    let sound = |text: &str| {
        !text.is_empty() && !text.starts_with('.') && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    (sound(owner) && sound(name)).then(|| Repository { owner: owner.into(), name: name.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_a_remote_is_read() {
        for url in [
            "https://github.com/Riverside/hub.git",
            "https://github.com/Riverside/hub",
            "https://x-access-token:secret@github.com/Riverside/hub.git/",
            "git@github.com:Riverside/hub.git",
            "ssh://git@github.com/Riverside/hub.git",
        ] {
            let config = format!("[core]\n\tbare = false\n[remote \"origin\"]\n\turl = {url}\n\tfetch = x\n");
            let found = github(&config).unwrap();
            assert_eq!(found.pages(), "https://riverside.github.io/hub/", "{url}");
            assert_eq!((&*found.id(), &*found.url()), ("hub.riverside.github.io", "https://github.com/Riverside/hub"));
        }
        for url in ["https://gitlab.com/a/b.git", "https://github.com.example/a/b", "/srv/hub.git", "git@github.com:../x"] {
            assert_eq!(github(&format!("[remote \"origin\"]\nurl = {url}\n")), None, "{url}");
        }
    }

    #[test]
    fn origin_comes_first_and_a_site_of_an_owner_has_no_path() {
        let config =
            "[remote \"fork\"]\nurl = git@github.com:me/hub\n[remote \"origin\"]\nurl = git@github.com:us/us.github.io\n";
        let found = github(config).unwrap();
        assert_eq!((&*found.pages(), &*found.id()), ("https://us.github.io/", "us.github.io"));
    }
}
