//! Names of things: files of a hub, addresses of a site, files of the output.
//!
//! They are types of their own because a `PathBuf` may be absolute, may climb with `..`, and differs by system; these
//! cannot. Only `world/` turns them into paths of the machine.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::{fmt, sync::Arc};

/// A file or folder of the hub: relative, `/` between names, no `.` or `..`, UTF-8.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HubPath(Arc<str>);

impl HubPath {
    /// `None` for what is absolute, climbs, or has empty names.
    pub fn new(path: &str) -> Option<HubPath> {
        let sound = !path.is_empty() && !path.contains(['\\', '\0']) && path.split('/').all(|n| !matches!(n, "" | "." | ".."));
        sound.then(|| HubPath(path.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last name.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folder, empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// What follows the last dot of the name, in lower case.
    pub fn extension(&self) -> String {
        self.name().rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase())
    }

    /// Whether the name ends in a dot and this, in any case.
    pub fn is(&self, extension: &str) -> bool {
        self.name().rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(extension))
    }

    /// What is left of the path below `folder`.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }

    /// Whether this file introduces its folder under the name that another tool gives to `index.md`.
    pub fn is_foreign_index(&self) -> bool {
        self.is("md") && is_foreign_index(self.first_name())
    }

    /// Whether this file introduces its folder.
    pub fn is_index(&self) -> bool {
        is_index(self.first_name())
    }

    /// The last name up to its first dot: without language and extension.
    fn first_name(&self) -> &str {
        self.name().split('.').next().unwrap_or_default()
    }

    /// The first file or folder of `content/` on the way to this one that other generators do not publish either: its
    /// name begins with `_` (except `_index.md`), or is `node_modules`.
    pub fn unpublished(&self) -> Option<HubPath> {
        let below = self.below("content")?;
        let mut end = self.0.len() - below.len();
        for name in below.split('/') {
            end += name.len();
            let is_file = end == self.0.len();
            if name.starts_with('_') && !(is_file && self.is_foreign_index()) || name == "node_modules" {
                return self.0.get(..end).and_then(HubPath::new);
            }
            end += 1;
        }
        None
    }

    /// `relative` as written in a file of `folder`. `None` where it climbs out of the hub.
    pub fn resolve(folder: &str, relative: &str) -> Option<HubPath> {
        let mut names: Vec<&str> = folder.split('/').filter(|n| !n.is_empty()).collect();
        for name in relative.split('/') {
            match name {
                "" | "." => {}
                ".." => {
                    names.pop()?;
                }
                name => names.push(name),
            }
        }
        HubPath::new(&names.join("/"))
    }
}

/// Whether a file of that name, without language and extension, introduces its folder: as hubgen, Hugo and GitHub call it.
pub fn is_index(name: &str) -> bool {
    name == "index" || is_foreign_index(name)
}

fn is_foreign_index(name: &str) -> bool {
    name == "_index" || name.eq_ignore_ascii_case("readme")
}

impl fmt::Display for HubPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for HubPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl serde::Serialize for HubPath {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

/// An address on the site, below its base: no leading `/`, not percent-encoded; a page ends in `/` or is empty (the
/// home page of the first language).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Address(Arc<str>);

impl Address {
    pub fn new(address: impl Into<Arc<str>>) -> Address {
        Address(address.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An address below this one.
    pub fn join(&self, rest: &str) -> Address {
        Address(format!("{}{rest}", self.0).into())
    }

    /// The file that answers to it.
    pub fn output(&self) -> OutputPath {
        match self.0.is_empty() || self.0.ends_with('/') {
            true => OutputPath(format!("{}index.html", self.0).into()),
            false => OutputPath(self.0.clone()),
        }
    }
}

/// A file of the output: relative, `/` between names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    pub fn new(path: impl Into<Arc<str>>) -> OutputPath {
        OutputPath(path.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stays as it is in a path of a URL: RFC 3986 `pchar` and `/`, without characters that HTML or XML would have
/// to escape.
const IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'[')
    .add(b']')
    .add(b'%')
    .add(b'&')
    .add(b'\'');

/// Percent-encodes a path (RFC 3986, section 3.3).
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    push_encoded(&mut encoded, path);
    encoded
}

fn push_encoded(out: &mut String, path: &str) {
    utf8_percent_encode(path, IN_PATH).for_each(|part| out.push_str(part));
}

/// Where the site is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// `https://example.github.io`
    pub origin: String,
    /// `/repo/`, at least `/`.
    pub path: String,
}

impl BaseUrl {
    /// Reads `https://example.github.io/repo/`; a missing last slash is added.
    pub fn parse(text: &str) -> Result<BaseUrl, String> {
        let url = url::Url::parse(text).map_err(|e| match e {
            url::ParseError::RelativeUrlWithoutBase => format!("`{text}` does not begin with `https://`"),
            e => format!("`{text}` is not an address: {e}"),
        })?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(format!("`{text}` does not begin with `https://` and the name of a site"));
        }
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
            return Err(format!("`{text}` has more in it than the name of a site and a path"));
        }
        let mut path = url.path().to_owned();
        if !path.ends_with('/') {
            path.push('/');
        }
        Ok(BaseUrl { origin: url.origin().ascii_serialization(), path })
    }

    /// The host, without port.
    pub fn host(&self) -> String {
        url::Url::parse(&self.origin).ok().and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The address as a page of the site links to it: `/repo/ar/events/`.
    pub fn href(&self, address: &Address) -> String {
        let address = address.as_str();
        let mut href = String::with_capacity(self.path.len() + address.len() + 16);
        href.push_str(&self.path);
        push_encoded(&mut href, address);
        href
    }

    /// An address as pages have it, with its host: those of this site begin with a slash.
    pub fn with_host(&self, href: &str) -> String {
        match href.starts_with('/') {
            true => format!("{}{href}", self.origin),
            false => href.to_owned(),
        }
    }

    /// The address as other hosts link to it.
    pub fn absolute(&self, address: &Address) -> String {
        format!("{}{}{}", self.origin, self.path, encode(address.as_str()))
    }
}

/// Folds case, for comparing names (Unicode, section 3.13).
pub fn fold(text: &str) -> String {
    match text.is_ascii() {
        true => text.to_ascii_lowercase(),
        false => icu_casemap::CaseMapper::new().fold_string(text).into_owned(),
    }
}

/// A name of one part for an address: lower case, letters of any script, hyphens between words.
pub fn term_slug(word: &str) -> String {
    let folded = fold(&nfc(word));
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            c if c.is_alphanumeric()
                || matches!(c, '+' | '_' | '.')
                || !c.is_ascii() && !c.is_whitespace() && !c.is_control() =>
            {
                out.push(c)
            }
            _ if out.is_empty() || out.ends_with('-') => {}
            _ => out.push('-'),
        }
    }
    let slug = out.trim_matches(['-', '.']);
    let slug = beginning(slug, LONGEST_TERM).trim_end_matches(['-', '.']);
    if slug.is_empty() { "-".to_owned() } else { slug.to_owned() }
}

/// Bytes of a term in an address: file systems hold names of 255, and feeds and pages lie below.
const LONGEST_TERM: usize = 160;

/// As much of a text as fits into so many bytes.
fn beginning(text: &str, most: usize) -> &str {
    let ends = text.char_indices().map(|(i, c)| i + c.len_utf8());
    ends.take_while(|end| *end <= most).last().and_then(|end| text.get(..end)).unwrap_or_default()
}

/// Whether an address holds only the beginning of a term.
pub fn is_cut(word: &str) -> bool {
    word.len() > LONGEST_TERM && term_slug(&format!("{word}a")) == term_slug(word)
}

/// Unicode normalization form C: macOS writes names decomposed.
pub fn nfc(text: &str) -> String {
    icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_any_length_fit_into_the_name_of_a_folder() {
        for word in ["lamp".repeat(100), "مصباح".repeat(100), "🎉".repeat(100)] {
            assert!((100..=LONGEST_TERM).contains(&term_slug(&word).len()) && is_cut(&word), "{word}");
        }
        assert!(!is_cut("lamps") && !is_cut("!!!"));
    }

    #[test]
    fn files_that_other_generators_hide_are_not_published() {
        for (path, hidden) in [
            ("content/_drafts/plan.md", Some("content/_drafts")),
            ("content/events/_next/a/b.md", Some("content/events/_next")),
            ("content/_note.md", Some("content/_note.md")),
            ("content/node_modules/m/README.md", Some("content/node_modules")),
            ("content/docs/_index.md", None),
            ("content/docs/_index.ar.md", None),
            ("content/a_b/c_d.md", None),
            ("static/_headers", None),
        ] {
            let found = HubPath::new(path).unwrap().unpublished();
            assert_eq!(found.as_ref().map(HubPath::as_str), hidden, "{path}");
        }
    }
}
