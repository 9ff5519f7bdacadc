//! Every kind of page: which template, and what it is given.

use super::{Desk, furniture::terms_key, share::raster};
use crate::{
    model::{
        article::{Facts, Kind},
        language::{LangId, collator},
        site::{
            CalendarOf, Item, List as PlannedList, ListKind, PER_PAGE, Page as PlannedPage, PageKind, Vocabulary, WorkId,
            month_address,
        },
        time::{When, YearMonth},
    },
    render::{structured, view::*},
};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// A page ready for its template.
pub struct Sheet {
    pub template: &'static str,
    pub page: Page,
    /// Further names the template is given.
    pub names: Vec<(&'static str, tera::Value)>,
    /// What the page is about, beside the way to it, as structured data.
    pub things: Vec<serde_json::Value>,
}

fn named<T: Serialize>(name: &'static str, value: &T) -> (&'static str, tera::Value) {
    (name, tera::Value::from_serializable(value))
}

impl Desk<'_> {
    pub fn sheet(&self, page: &PlannedPage) -> Sheet {
        let mut sheet = self.bare_sheet(page);
        sheet.things.push(self.structured_way(&sheet.page));
        sheet.page.structured = structured::in_html(std::mem::take(&mut sheet.things));
        sheet
    }

    fn bare_sheet(&self, page: &PlannedPage) -> Sheet {
        match &page.kind {
            PageKind::Home => self.home(page),
            PageKind::Article(id, edition) => self.article_sheet(page, *id, *edition),
            PageKind::List { list, page: number, pages } => self.list(page, *list, *number, *pages),
            PageKind::Month(month) => {
                let view = self.month(*month);
                Sheet {
                    template: "month.html",
                    page: self.page_view(page, "month", self.text(&view.title, None)),
                    names: vec![named("month", &view)],
                    things: Vec::new(),
                }
            }
            PageKind::Terms(vocabulary) => self.terms(page, *vocabulary),
            PageKind::Subscribe => self.subscribe(page),
            PageKind::Search => self.search(page),
            PageKind::NotFound => self.not_found(page),
            PageKind::Redirect(to) => {
                let mut view = self.page_view(page, "redirect", self.text(&self.t("redirect-title"), None));
                view.redirect = Some(self.href(to));
                view.url = self.absolute(to);
                Sheet { template: "redirect.html", page: view, names: Vec::new(), things: Vec::new() }
            }
        }
    }

    fn home(&self, page: &PlannedPage) -> Sheet {
        let title = self.localized(&self.site.settings.title);
        let mut view = self.page_view(page, "home", title);
        view.description = self.localized(&self.site.settings.description).text;
        let index = self.site.works.iter().find(|w| w.article.key == "index" && w.kind() == Kind::Page);
        let index = index.map(|work| (work, work.nearest(self.lang)));
        let edition = index.map(|(work, live)| work.edition(live));
        view.edit = edition.and_then(|e| self.edit(e.path.as_str()));
        let title = index.zip(edition).filter(|(_, e)| !e.common.title.is_empty());
        let first = |kind: ListKind, n: usize| {
            self.find_list(&kind).map(|l| self.items(&l.items[..l.items.len().min(n)])).unwrap_or_default()
        };
        let home = Home {
            title: title.map(|((_, live), e)| self.text(&e.common.title, Some(e.common.title_language.unwrap_or(live.language)))),
            description: edition.and_then(|e| e.common.description.clone()),
            image: index.zip(edition).and_then(|((_, live), e)| {
                let alt = e.common.image_alt.as_deref().unwrap_or_default();
                live.image.as_ref().map(|picture| self.picture(picture, alt))
            }),
            body: index.zip(edition).map(|((_, live), e)| Html::safe_string(&self.body(&e.body, live, super::Reach::Page))),
            month: self.href(&self.below(&month_address(self.this_month()))),
            upcoming: self.what_is_next(),
            posts: first(ListKind::Section(Kind::Entry), 5),
            spotlights: first(ListKind::Section(Kind::Spotlight), 3),
            people: self.newest_people(6),
            guidelines: first(ListKind::Section(Kind::Guideline), 6),
            faq: first(ListKind::Section(Kind::Faq), 6),
            more: self.sections_with_lists(),
        };
        let things = self.structured_hub(&view).into();
        Sheet { template: "home.html", page: view, names: vec![named("home", &home)], things }
    }

    /// The next dates; of each event two at most, so that one that comes daily leaves room for the rest.
    fn what_is_next(&self) -> Vec<Card> {
        const AT_HAND: usize = 10;
        let Some(list) = self.find_list(&ListKind::Section(Kind::Event)) else { return Vec::new() };
        let mut times: HashMap<WorkId, usize> = HashMap::new();
        let seldom = list.items.iter().filter(|item| {
            let n = times.entry(item.work).or_default();
            *n += 1;
            *n <= 2
        });
        self.items(seldom.take(AT_HAND))
    }

    /// Lists of sections that hold something, by section.
    fn sections_with_lists(&self) -> BTreeMap<String, String> {
        let own = self.site.lists.iter().filter(|l| l.language == self.lang);
        own.filter_map(|list| match &list.kind {
            ListKind::Section(kind) => Some((kind.section()?.to_owned(), self.href(&list.address))),
            _ => None,
        })
        .collect()
    }

    fn newest_people(&self, n: usize) -> Vec<Card> {
        let Some(list) = self.find_list(&ListKind::Section(Kind::Member)) else { return Vec::new() };
        let joined = |item: &Item| match &self.site.work(item.work).article.original().facts {
            Facts::Member(member) => member.joined.map(When::date),
            _ => None,
        };
        let mut people = list.items.clone();
        people.sort_by_key(|item| std::cmp::Reverse(joined(item)));
        people.truncate(n);
        self.items(&people)
    }

    fn find_list(&self, kind: &ListKind) -> Option<&PlannedList> {
        self.site.lists.iter().find(|l| l.language == self.lang && l.kind == *kind)
    }

    fn article_sheet(&self, page: &PlannedPage, id: WorkId, edition: usize) -> Sheet {
        let work = self.site.work(id);
        let live = &work.editions[edition];
        let source = work.edition(live);
        let kind = work.kind();
        let template = match kind {
            Kind::Page => "page.html",
            Kind::Entry => "entry.html",
            Kind::Event => "event.html",
            Kind::Guideline => "guideline.html",
            Kind::Member => "member.html",
            Kind::Spotlight => "spotlight.html",
            Kind::Faq => "faq.html",
        };
        let article = self.article(work, live, template);
        let mut view = self.page_view(page, kind.word(), article.title.clone());
        view.description = self.description(source);
        view.edit = self.edit(source.path.as_str());
        view.ribbon = self.ribbon(work);
        view.og_type = match kind {
            Kind::Entry | Kind::Spotlight | Kind::Guideline => "article",
            Kind::Member => "profile",
            _ => "website",
        }
        .into();
        let alt = match &source.facts {
            Facts::Member(member) => member.avatar_alt.as_deref(),
            _ => source.common.image_alt.as_deref(),
        };
        let own = live.image.as_ref().map(|image| (image, self.picture(image, alt.unwrap_or_default())));
        if let Some(image) = self.shown_elsewhere(page, own) {
            view.share.image_type = raster(&image.src).map(str::to_owned);
            view.image = Some(image);
        }
        if view.og_type == "article" {
            self.sharing_of_article(work, live, &mut view.share);
        }
        let mut names = vec![named("article", &article)];
        let mut things = Vec::new();
        let written = || self.structured_article(work, live, &view, &article);
        match &source.facts {
            Facts::Page => {}
            Facts::Entry(facts) => {
                things.push(written());
                names.push(named("entry", &self.entry(work, id, facts)));
            }
            Facts::Event(facts) => {
                things.push(self.structured_event(work, live, facts));
                names.push(named("event", &self.event(work, live, facts)));
            }
            Facts::Guideline(facts) => {
                let guideline = self.guideline(facts);
                things.push(self.structured_guideline(written(), &guideline));
                names.push(named("guideline", &guideline));
            }
            Facts::Member(facts) => {
                let member = self.member_page(work, live, facts);
                things.push(self.structured_member(&view, &member));
                names.push(named("member", &member));
            }
            Facts::Spotlight(facts) => {
                let spotlight = self.spotlight(live, facts);
                things.push(self.structured_spotlight(written(), &spotlight));
                names.push(named("spotlight", &spotlight));
            }
            Facts::Faq(facts) => {
                things.push(self.structured_questions(work, live, &view));
                names.push(named("faq", &Faq { category: facts.category.clone() }));
            }
        }
        Sheet { template, page: view, names, things }
    }

    fn list(&self, page: &PlannedPage, index: usize, number: usize, pages: usize) -> Sheet {
        let list = &self.site.lists[index];
        let size = list.items.len().div_ceil(pages.max(1)).max(1);
        let size = if pages > 1 { PER_PAGE } else { size };
        let items = list.items.chunks(size).nth(number - 1).unwrap_or_default();
        let at = |n: usize| match n {
            1 => list.address.clone(),
            n => list.address.join(&format!("page/{n}/")),
        };
        let href = |wanted: &ListKind| self.find_list(wanted).map(|l| self.href(&l.address));
        let (kind, id) = match &list.kind {
            ListKind::Section(kind) => (kind.section().unwrap_or_default(), ""),
            ListKind::PastEvents => ("past-events", ""),
            ListKind::Term(vocabulary, _, word) => (vocabulary.label_key(), word.as_str()),
        };
        let title = self.list_title(&list.kind);
        let intro = match &list.kind {
            ListKind::Section(kind) if number == 1 => self.site.intros.get(kind).map(|id| self.site.work(*id)),
            _ => None,
        };
        let view = List {
            kind: kind.to_owned(),
            id: id.to_owned(),
            title: title.clone(),
            body: intro.map(|work| {
                let live = work.nearest(self.lang);
                Html::safe_string(&self.body(&work.edition(live).body, live, super::Reach::Page))
            }),
            items: self.items(items),
            total: list.items.len(),
            page: number,
            pages,
            previous: (number > 1).then(|| self.href(&at(number - 1))),
            next: (number < pages).then(|| self.href(&at(number + 1))),
            other: match &list.kind {
                ListKind::Section(Kind::Event) => {
                    let past = self.find_list(&ListKind::PastEvents).filter(|l| !l.items.is_empty());
                    past.map(|l| self.href(&l.address))
                }
                ListKind::PastEvents => href(&ListKind::Section(Kind::Event)),
                _ => None,
            },
            month: matches!(&list.kind, ListKind::Section(Kind::Event | Kind::Entry))
                .then(|| self.href(&self.below(&month_address(self.this_month())))),
            terms: self.sublists(&list.kind),
        };
        let mut sheet = self.page_view(page, "list", title);
        if let Some(work) = intro {
            let edition = work.edition(work.nearest(self.lang));
            sheet.description = self.description(edition);
            sheet.edit = self.edit(edition.path.as_str());
        }
        Sheet { template: "list.html", page: sheet, names: vec![named("list", &view)], things: Vec::new() }
    }

    fn this_month(&self) -> YearMonth {
        YearMonth::of(self.site.now.with_timezone(&self.site.settings.timezone).date_naive())
    }

    /// Narrower lists: kinds of events, tags of posts.
    fn sublists(&self, kind: &ListKind) -> Vec<Shared<Label>> {
        let wanted = match kind {
            ListKind::Section(Kind::Event) | ListKind::PastEvents => Vocabulary::EventKinds,
            ListKind::Section(Kind::Entry) => Vocabulary::Tags,
            ListKind::Section(Kind::Member) => Vocabulary::Groups,
            _ => return Vec::new(),
        };
        self.all_terms(wanted).into_iter().map(|term| term.label).collect()
    }

    /// Terms of a vocabulary with how much is under each, in the order of the language.
    fn all_terms(&self, wanted: Vocabulary) -> Vec<Term> {
        let lists = self.site.lists.iter().filter(|l| l.language == self.lang);
        let mut terms: Vec<Term> = lists
            .filter_map(|list| match &list.kind {
                ListKind::Term(vocabulary, _, word) if *vocabulary == wanted => {
                    Some(Term { label: self.term(wanted, word), count: list.items.len() })
                }
                _ => None,
            })
            .collect();
        let collator = collator(self.tag());
        terms.sort_by(|a, b| {
            let (a, b) = (&a.label.text.text, &b.label.text.text);
            collator.as_ref().map_or_else(|| a.cmp(b), |c| c.compare(a, b))
        });
        terms
    }

    fn terms(&self, page: &PlannedPage, vocabulary: Vocabulary) -> Sheet {
        let kind = match vocabulary {
            Vocabulary::Tags => "tags",
            Vocabulary::Audience => "audience",
            Vocabulary::Groups => "groups",
            Vocabulary::EventKinds => "kinds",
        };
        let view = Terms { kind: kind.into(), items: self.all_terms(vocabulary) };
        let title = self.text(&self.t(terms_key(vocabulary)), None);
        Sheet {
            template: "terms.html",
            page: self.page_view(page, "terms", title),
            names: vec![named("terms", &view)],
            things: Vec::new(),
        }
    }

    fn subscribe(&self, page: &PlannedPage) -> Sheet {
        let feeds = self.site.feeds.iter().filter(|f| f.language == self.lang);
        let topic = |feed: &crate::model::site::Feed| {
            let (kind, title) = match &feed.list {
                None => ("hub", self.localized(&self.site.settings.title)),
                Some(list @ ListKind::Term(vocabulary, ..)) => (vocabulary.label_key(), self.list_title(list)),
                Some(list) => ("section", self.list_title(list)),
            };
            let news = self.feeds(&feed.page, &self.t_with("feed-title", "title", &title.text));
            let feeds = self.calendar_feed(&feed.page).into_iter().chain(news).collect();
            Topic { kind: kind.into(), title, href: self.href(&feed.page), feeds }
        };
        // Kinds of events and people have a calendar and no news.
        let calendars = self.site.calendars.iter().filter(|c| c.language == self.lang).filter_map(|calendar| {
            let (kind, title) = match &calendar.of {
                CalendarOf::Term(vocabulary @ Vocabulary::EventKinds, slug, word) => {
                    (vocabulary.label_key(), self.list_title(&ListKind::Term(*vocabulary, slug.clone(), word.clone())))
                }
                CalendarOf::Member(id) if self.site.work(*id).listed => ("member", self.member(*id).name.clone()),
                _ => return None,
            };
            let feeds = vec![self.calendar_feed(&calendar.page)?];
            Some(Topic { kind: kind.into(), title, href: self.href(&calendar.page), feeds })
        });
        let mut topics: Vec<Topic> = feeds.map(topic).chain(calendars).collect();
        let collator = collator(self.tag());
        let by_name = |a: &Topic, b: &Topic| {
            let (a, b) = (&a.title.text, &b.title.text);
            collator.as_ref().map_or_else(|| a.cmp(b), |c| c.compare(a, b))
        };
        const ORDER: [&str; 7] = ["hub", "section", "group", "kind", "audience", "tag", "member"];
        // Of the sections, what most come for.
        let later = |topic: &Topic| !topic.href.ends_with("/events/");
        topics.sort_by_cached_key(|topic| (ORDER.iter().position(|kind| *kind == topic.kind), later(topic)));
        for part in topics.chunk_by_mut(|a, b| a.kind == b.kind).filter(|part| part[0].kind != "section") {
            part.sort_by(by_name);
        }
        let calendars = topics.iter().flat_map(|t| &t.feeds).any(|f| f.media_type == "text/calendar");
        let view = Subscribe { topics, calendars };
        let title = self.text(&self.t("subscribe"), None);
        Sheet {
            template: "subscribe.html",
            page: self.page_view(page, "subscribe", title),
            names: vec![named("subscribe", &view)],
            things: Vec::new(),
        }
    }

    /// The 404 page is found under any address, so every link in it needs its host.
    fn not_found(&self, page: &PlannedPage) -> Sheet {
        let languages = &self.site.settings.languages;
        let one = |id: LangId| {
            let language = languages.get(id);
            let home = crate::model::path::Address::new(languages.prefix(id));
            let label = self.strings.get(id, "home", &[]).into_owned();
            NotFoundIn {
                lang: language.tag.clone(),
                dir: language.direction.to_string(),
                title: self.strings.get(id, "not-found-title", &[]).into_owned(),
                text: self.strings.get(id, "not-found-text", &[]).into_owned(),
                home: Link { label: self.text(&label, None), href: self.absolute(&home), hreflang: None, current: false },
            }
        };
        let view = NotFound { languages: languages.ids().map(one).collect() };
        let title = self.text(&self.t("not-found-title"), None);
        let mut sheet = self.page_view(page, "not-found", title);
        sheet.languages.clear();
        Sheet { template: "404.html", page: sheet, names: vec![named("not_found", &view)], things: Vec::new() }
    }
}
