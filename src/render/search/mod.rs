//! The search of a site: an index of its own for each language, of what readers of that language are shown in lists.
//!
//! Texts are folded (`fold`) and stemmed (`stem`), weighed by where their words stand (`terms`), turned round
//! (`index`) and cut into files (`shards`). The script of the search page, `search.js`, does the first two to what
//! is asked, by the same tables, and adds up the weights. Nothing is asked of a server.

mod fields;
mod fold;
mod index;
mod kept;
mod shards;
mod stem;
mod terms;
mod text;

pub use fields::group;
pub use kept::Kept;

use super::Press;
use crate::{
    memo::Memo,
    model::{
        language::LangId,
        path::{Address, OutputPath},
        theme::Theme,
    },
};
use index::Library;
use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

/// The asset that searches. A hub may have its own instead, by the same name.
pub const SCRIPT: &str = "search.js";

/// A theme with the script, where it has none of that name.
pub fn with_script(theme: &Theme, searched: bool) -> Cow<'_, Theme> {
    if !searched || theme.assets.contains_key(SCRIPT) {
        return Cow::Borrowed(theme);
    }
    let mut theme = theme.clone();
    theme.assets.insert(SCRIPT.to_owned(), include_bytes!("search.js").as_slice().into());
    Cow::Owned(theme)
}

/// The files of one language, by path.
type Files = HashMap<OutputPath, Vec<u8>>;

/// The indexes of a site that is looked at file by file: made when somebody searches.
pub struct Indexes(Vec<OnceLock<Files>>);

impl Indexes {
    pub fn new(languages: usize) -> Indexes {
        Indexes((0..languages).map(|_| OnceLock::new()).collect())
    }
}

impl Press {
    /// Every file of the search, language by language, `index.json` as the last of each.
    pub(super) fn search_files(&self, put: &mut dyn FnMut(OutputPath, Vec<u8>)) {
        if self.site.searched {
            self.with_library(|library| {
                self.site.settings.languages.ids().for_each(|language| self.search_in(library, language, put));
            });
        }
    }

    /// One of them. `None`: there is no such file.
    pub(super) fn search_file(&self, path: &OutputPath) -> Option<&[u8]> {
        let languages = &self.site.settings.languages;
        let (folder, name) = path.as_str().rsplit_once('/')?;
        let language = languages.ids().find(|id| self.site.searched && format!("{}search", languages.prefix(*id)) == folder)?;
        if !name.ends_with(".json") {
            return None;
        }
        let files = self.indexes.0.get(language.index())?.get_or_init(|| {
            let mut files = Files::new();
            self.with_library(|library| {
                self.search_in(library, language, &mut |path, bytes| {
                    files.insert(path, bytes);
                });
            });
            files
        });
        files.get(path).map(Vec::as_slice)
    }

    fn with_library(&self, work: impl FnOnce(&mut Library)) {
        let mut memo = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        memo.begin();
        work(&mut Library::read(self, &memo, &self.kept));
    }

    fn search_in(&self, library: &mut Library, language: LangId, put: &mut dyn FnMut(OutputPath, Vec<u8>)) {
        let desk = self.desk(language);
        let works: Vec<_> = library.works().into_iter().map(|(_, work)| work).collect();
        let index = library.index(language);
        shards::files(&desk, &index, &works, &mut |name, bytes| put(address(&desk.below(""), &name).output(), bytes));
    }
}

/// Where a file of the search lies, below its language.
fn address(language: &Address, name: &str) -> Address {
    language.join(&format!("search/{name}"))
}

/// What was said about texts before, for the next index.
pub type Remembered = std::sync::Arc<Mutex<Memo>>;
