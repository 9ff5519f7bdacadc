//! The hub as understood: settings, theme, data and articles. Nothing here depends on the time.

use super::{
    article::{Article, Kind},
    lock::Lock,
    path::{HubPath, fold},
    settings::Settings,
    snapshot::Handle,
    theme::Theme,
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

/// Everything a hub says, whether it may be published or not. Only `plan` sees it.
#[derive(Clone, Debug)]
pub struct Hub {
    pub settings: Arc<Settings>,
    pub theme: Arc<Theme>,
    /// `data/`, by name without extension.
    pub data: Arc<serde_yaml::Value>,
    /// In order of kind and key.
    pub articles: Vec<Arc<Article>>,
    /// Pictures and other files beside articles, by path.
    pub files: BTreeMap<HubPath, Handle>,
    /// Files of `static/`, by path below it.
    pub statics: BTreeMap<String, Handle>,
    /// hub.lock as it was found.
    pub lock: Arc<Lock>,
    /// A digest of everything here but the bodies of articles, theme and data: what decides which pages there are.
    pub outline: [u8; 32],
    /// Files of articles that could not be understood, which is said of them. Whoever links to one does nothing wrong.
    pub unread: HashSet<HubPath>,
    index: Arc<Index>,
}

/// Which article is found where. The same for all hubs with the same outline.
#[derive(Debug, Default)]
pub struct Index {
    ids: HashMap<(Kind, String), usize>,
    paths: HashMap<HubPath, (usize, usize)>,
}

impl Index {
    pub fn of(articles: &[Arc<Article>]) -> Index {
        let numbered = || articles.iter().enumerate();
        let ids = numbered().map(|(i, a)| ((a.kind, fold(&a.id)), i)).collect();
        let editions = |(i, a)| std::iter::zip(std::iter::repeat(i), Arc::<Article>::as_ref(a).editions.iter().enumerate());
        let paths = numbered().flat_map(editions).map(|(i, (e, edition))| (edition.path.clone(), (i, e))).collect();
        Index { ids, paths }
    }
}

impl Hub {
    pub fn new(
        settings: Arc<Settings>,
        theme: Arc<Theme>,
        data: Arc<serde_yaml::Value>,
        articles: Vec<Arc<Article>>,
        files: BTreeMap<HubPath, Handle>,
        statics: BTreeMap<String, Handle>,
        index: Arc<Index>,
    ) -> Hub {
        Hub {
            settings,
            theme,
            data,
            articles,
            files,
            statics,
            lock: Arc::default(),
            outline: [0; 32],
            unread: HashSet::new(),
            index,
        }
    }

    /// The article that references of that kind name `id`.
    pub fn find(&self, kind: Kind, id: &str) -> Option<usize> {
        self.index.ids.get(&(kind, fold(id))).copied()
    }

    /// The article and edition that a file holds.
    pub fn at(&self, path: &HubPath) -> Option<(usize, usize)> {
        self.index.paths.get(path).copied()
    }
}
