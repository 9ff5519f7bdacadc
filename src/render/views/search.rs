//! The page to search on: what its form offers, and where the index lies.

use super::{Desk, pages::Sheet};
use crate::{
    model::{
        article::Kind,
        language::collator,
        path::term_slug,
        site::{ListKind, Page as PlannedPage, SEARCH_INDEX, Vocabulary},
        theme::SEARCH,
    },
    render::{search, view::*},
};
use std::collections::{BTreeMap, BTreeSet};

impl Desk<'_> {
    pub fn search(&self, page: &PlannedPage) -> Sheet {
        let works = || self.site.works.iter().filter(|work| work.listed);
        let kinds: BTreeSet<Kind> = works().map(|work| work.kind()).collect();
        let languages: BTreeSet<_> = works().map(|work| work.nearest(self.lang).language).collect();
        let (mut tags, mut groups) = (BTreeMap::new(), BTreeMap::new());
        for edition in works().map(|work| work.edition(work.nearest(self.lang))) {
            for tag in &edition.common.tags {
                tags.entry(term_slug(tag)).or_insert_with(|| self.term(Vocabulary::Tags, tag).text.clone());
            }
            if let Some(group) = search::group(edition) {
                groups.entry(term_slug(group)).or_insert_with(|| self.term(Vocabulary::Groups, group).text.clone());
            }
        }
        let [none, zero, one, two, few, many, other] = self.strings.counted(self.lang, self.tag(), "search-found");
        let choice = |(value, label): (String, Text)| Choice { value, label };
        let kind = |kind: &Kind| Choice { value: kind.word().into(), label: self.kind_label(*kind) };
        let language = |id: &_| {
            let language = self.site.settings.languages.get(*id);
            Choice { value: language.tag.clone(), label: self.text(&self.strings.get(*id, "language-name", &[]), Some(*id)) }
        };
        let view = Search {
            index: self.href(&self.below(SEARCH_INDEX)),
            script: self.assets.get(search::SCRIPT).cloned().unwrap_or_default(),
            locale: self.locale(),
            counts: SearchCounts { none, zero, one, two, few, many, other },
            types: kinds.iter().map(kind).collect(),
            tags: self.in_order(tags.into_iter().map(choice)),
            groups: self.in_order(groups.into_iter().map(choice)),
            languages: if languages.len() > 1 { languages.iter().map(language).collect() } else { Vec::new() },
            events: kinds.contains(&Kind::Event),
            lists: self.all_lists(),
        };
        let title = self.text(&self.t("search"), None);
        Sheet {
            template: SEARCH,
            page: self.page_view(page, "search", title),
            names: vec![("search", tera::Value::from_serializable(&view))],
            things: Vec::new(),
        }
    }

    fn kind_label(&self, kind: Kind) -> Text {
        match kind {
            Kind::Page => self.text(&self.t("pages-plain"), None),
            Kind::Entry => self.text(&self.t("search-posts"), None),
            kind => self.list_title(&ListKind::Section(kind)),
        }
    }

    /// The page's language for scripts, with digits as they are in what hubgen writes: browsers have others for `ar`.
    fn locale(&self) -> String {
        match self.dates.digits(1).as_str() {
            "1" if !self.tag().contains("-u-") => format!("{}-u-nu-latn", self.tag()),
            _ => self.tag().to_owned(),
        }
    }

    fn in_order(&self, choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
        let mut choices: Vec<Choice> = choices.collect();
        let collator = collator(self.tag());
        choices.sort_by(|a, b| {
            let (a, b) = (&a.label.text, &b.label.text);
            collator.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b))
        });
        choices
    }

    /// Sections, then vocabularies.
    fn all_lists(&self) -> Vec<Link> {
        let own = self.site.lists.iter().filter(|list| list.language == self.lang);
        let sections = own.filter(|list| matches!(list.kind, ListKind::Section(_)));
        let sections = sections.map(|list| self.link(self.list_title(&list.kind), &list.address));
        let used = |vocabulary: &Vocabulary| self.terms.iter().any(|(own, _)| own == vocabulary);
        let vocabularies = Vocabulary::ALL.into_iter().filter(used).map(|vocabulary| {
            self.link(self.text(&self.t(super::furniture::terms_key(vocabulary)), None), &self.below(vocabulary.address()))
        });
        sections.chain(vocabularies).collect()
    }
}
