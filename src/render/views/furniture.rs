//! What stands around every page: the hub, the page itself, the language switch.

#![allow(clippy::string_slice, reason = "offsets come from matches in the same text")]

use super::{Desk, menu::Menu, share::raster};
use crate::{
    model::{
        article::Kind,
        language::LangId,
        path::Address,
        settings::Settings,
        site::{ListKind, NavTarget, Page as PlannedPage, PageKind, SEARCH_PAGE, Site as PlannedSite, Vocabulary},
        theme::Theme,
    },
    render::{colour::Colour, templates::pages, view::*},
};
use std::collections::BTreeSet;

impl<'a> Desk<'a> {
    /// The section a page belongs to; for articles outside sections their own key, so that the menu knows them.
    pub fn section(&self, page: &PlannedPage) -> &'a str {
        match &page.kind {
            PageKind::Article(id, _) => {
                let article = &self.site.work(*id).article;
                article.kind.section().unwrap_or(article.key.split('/').next().unwrap_or_default())
            }
            PageKind::List { list, .. } => match &self.site.lists[*list].kind {
                ListKind::Section(kind) => kind.section().unwrap_or_default(),
                ListKind::PastEvents | ListKind::Term(Vocabulary::EventKinds, ..) => "events",
                ListKind::Term(..) => "",
            },
            PageKind::Month(_) => "calendar",
            PageKind::Terms(Vocabulary::EventKinds) => "events",
            _ => "",
        }
    }
}

impl Desk<'_> {
    /// The hub as a page shows it that belongs to an item of the menu.
    pub fn site_view(&self, current: Option<&str>) -> Site {
        let settings = &self.site.settings;
        let language = settings.languages.get(self.lang);
        let contact = settings.contact.as_ref().map(|c| Contact {
            name: c.name.as_ref().map(|n| self.localized(n).text).unwrap_or_default(),
            email: c.email.clone(),
            url: None,
            languages: Vec::new(),
        });
        let title = self.localized(&settings.title);
        Site {
            description: self.localized(&settings.description),
            lang: language.tag.clone(),
            dir: language.direction.to_string(),
            home: self.href(&self.below("")),
            nav: self.site.nav.iter().map(|target| self.nav(target, current)).collect(),
            links: self.site.join.iter().map(|target| self.nav(target, current)).collect(),
            contact,
            repository: settings.repository.clone(),
            colour: settings.brand.colour.as_deref().and_then(Colour::parse).map(|colour| colour.to_string()),
            logo: self.site.brand.logo.as_ref().and_then(|l| self.brand(l, "")),
            feeds: self.feeds(&self.below(""), &title.text),
            title,
            subscribe: self.href(&self.below("subscribe/")),
            search: self.site.searched.then(|| self.href(&self.below(SEARCH_PAGE))),
            groups: settings.groups.keys().map(|g| self.term(Vocabulary::Groups, g)).collect(),
            extra: Anything::from_serializable(&settings.extra),
        }
    }

    fn nav(&self, target: &NavTarget, current: Option<&str>) -> Link {
        Link { current: self.is_current(target, current), ..self.nav_link(target) }
    }

    fn nav_link(&self, target: &NavTarget) -> Link {
        match target {
            NavTarget::Section(kind) => {
                let name = kind.section().unwrap_or_default();
                self.link(self.list_title(&ListKind::Section(*kind)), &self.below(&format!("{name}/")))
            }
            NavTarget::Work(id) => {
                let work = self.site.work(*id);
                let live = work.nearest(self.lang);
                let common = &work.edition(live).common;
                let label = self.text(&common.title, Some(common.title_language.unwrap_or(live.language)));
                Link { hreflang: self.foreign(live.language), ..self.link(label, &live.address) }
            }
            NavTarget::Subscribe => self.link(self.text(&self.t("subscribe"), None), &self.below("subscribe/")),
            NavTarget::Inside(label, address, rest) => {
                let link = self.inside(self.localized(label), address);
                Link { href: format!("{}{rest}", link.href), ..link }
            }
            NavTarget::Outside(label, url) => {
                Link { label: self.localized(label), href: url.clone(), hreflang: None, current: false }
            }
        }
    }

    /// A link of the hub's own to an address of the site: to that page as readers of this language have it.
    fn inside(&self, label: Text, address: &Address) -> Link {
        let pages = &self.site.pages;
        let Ok(at) = pages.binary_search_by(|page| page.address.as_str().cmp(address.as_str())) else {
            return self.link(label, address);
        };
        let page = &pages[at];
        match page.counterparts.get(self.lang.index()).and_then(Option::as_ref) {
            Some(here) => self.link(label, here),
            None => Link { hreflang: self.foreign(page.language), ..self.link(label, address) },
        }
    }

    /// The feeds below a page.
    pub fn feeds(&self, page: &Address, title: &str) -> Vec<Feed> {
        let forms = [
            ("RSS", "rss.xml", "application/rss+xml"),
            ("Atom", "atom.xml", "application/atom+xml"),
            ("JSON Feed", "feed.json", "application/feed+json"),
        ];
        let feed = |(format, file, media_type): (&str, &str, &str)| Feed {
            title: title.to_owned(),
            format: format.into(),
            media_type: media_type.into(),
            href: self.href(&page.join(file)),
            webcal: None,
            google: None,
            outlook: None,
        };
        forms.into_iter().map(feed).collect()
    }

    /// The page itself: everything but its title, description and picture.
    pub fn page_view(&self, page: &PlannedPage, kind: &str, title: Text) -> Page {
        let settings = &self.site.settings;
        let language = settings.languages.get(self.lang);
        let section = self.section(page);
        let site_title = self.localized(&settings.title).text;
        let image = self.site.brand.image.as_ref().and_then(|image| self.brand(image, &site_title));
        let image = image.filter(|image| raster(&image.src).is_some()).map(|image| self.outside(image));
        Page {
            kind: kind.to_owned(),
            title,
            description: String::new(),
            href: self.href(&page.address),
            url: self.absolute(&page.address),
            lang: language.tag.clone(),
            dir: language.direction.to_string(),
            noindex: !page.indexed,
            languages: self.switch(page),
            alternates: self.alternates(page),
            breadcrumbs: self.breadcrumbs(page),
            feeds: self.page_feeds(page),
            share: self.sharing(page, image.as_ref().map(|image| image.src.as_str())),
            image,
            edit: None,
            suggest: self.standing.suggest.clone(),
            og_type: "website".into(),
            csp: self.standing.policy.clone(),
            structured: None,
            ribbon: None,
            redirect: None,
            section: if Kind::of_section(section).is_some() { section.to_owned() } else { String::new() },
        }
    }

    /// A picture as other hosts link to it.
    pub fn outside(&self, picture: Picture) -> Picture {
        Picture { src: format!("{}{}", self.site.settings.base_url.origin, picture.src), srcset: None, ..picture }
    }

    /// One link for each language: this page there, or the nearest thing that exists.
    fn switch(&self, page: &PlannedPage) -> Vec<Link> {
        let languages = &self.site.settings.languages;
        if languages.0.len() < 2 {
            return Vec::new();
        }
        let link = |id: LangId| {
            let address = page.counterparts.get(id.index()).cloned().flatten();
            let address = address.unwrap_or_else(|| self.nearest_place(page, id));
            let name = self.strings.get(id, "language-name", &[]);
            let hreflang = Some(languages.tag(id).to_owned());
            Link { label: self.text(&name, Some(id)), href: self.href(&address), hreflang, current: id == self.lang }
        };
        languages.ids().map(link).collect()
    }

    /// Where the switch leads when a page does not exist in a language: to its section there, else home.
    fn nearest_place(&self, page: &PlannedPage, language: LangId) -> Address {
        let prefix = self.site.settings.languages.prefix(language);
        let section = match &page.kind {
            PageKind::Article(id, _) => self.site.work(*id).kind().section(),
            _ => None,
        };
        Address::new(format!("{prefix}{}", section.map(|s| format!("{s}/")).unwrap_or_default()))
    }

    fn alternates(&self, page: &PlannedPage) -> Vec<Alternate> {
        let languages = &self.site.settings.languages;
        let existing: Vec<_> = languages.ids().zip(&page.counterparts).filter_map(|(id, a)| Some((id, a.as_ref()?))).collect();
        if existing.len() < 2 || !page.indexed {
            return Vec::new();
        }
        let one = |hreflang: &str, address: &Address| Alternate { hreflang: hreflang.to_owned(), url: self.absolute(address) };
        let default = existing.first().map(|(_, address)| one("x-default", address));
        existing.iter().map(|(id, address)| one(languages.tag(*id), address)).chain(default).collect()
    }

    fn breadcrumbs(&self, page: &PlannedPage) -> Vec<Link> {
        let mut crumbs = vec![self.link(self.text(&self.t("home"), None), &self.below(""))];
        let section = |kind: Kind| {
            let name = kind.section().unwrap_or_default();
            self.link(self.list_title(&ListKind::Section(kind)), &self.below(&format!("{name}/")))
        };
        match &page.kind {
            PageKind::Home | PageKind::NotFound | PageKind::Redirect(_) => return Vec::new(),
            PageKind::Article(id, _) => {
                let article = &self.site.work(*id).article;
                match article.kind.section() {
                    Some(_) => crumbs.push(section(article.kind)),
                    None => crumbs.extend(self.parent(&article.key)),
                }
            }
            PageKind::List { list, page: number, .. } => {
                let list = &self.site.lists[*list];
                match &list.kind {
                    ListKind::PastEvents => crumbs.push(section(Kind::Event)),
                    ListKind::Term(vocabulary, ..) => {
                        if *vocabulary == Vocabulary::EventKinds {
                            crumbs.push(section(Kind::Event));
                        }
                        crumbs
                            .push(self.link(self.text(&self.t(terms_key(*vocabulary)), None), &self.below(vocabulary.address())));
                    }
                    ListKind::Section(_) => {}
                }
                if *number > 1 {
                    crumbs.push(self.link(self.list_title(&list.kind), &list.address));
                }
            }
            PageKind::Month(_) => crumbs.push(section(Kind::Entry)),
            PageKind::Terms(Vocabulary::EventKinds) => crumbs.push(section(Kind::Event)),
            PageKind::Terms(_) | PageKind::Subscribe | PageKind::Search => {}
        }
        crumbs
    }

    /// The page above a plain page: `handbook` of `handbook/events`.
    fn parent(&self, key: &str) -> Option<Link> {
        let (folder, _) = key.rsplit_once('/')?;
        let work = self.site.work(self.standing.menu.plain(folder)?);
        let live = work.nearest(self.lang);
        let common = &work.edition(live).common;
        let label = self.text(&common.title, Some(common.title_language.unwrap_or(live.language)));
        Some(Link { hreflang: self.foreign(live.language), ..self.link(label, &live.address) })
    }

    /// Calendars and feeds that carry what is on the page, the calendar first.
    fn page_feeds(&self, page: &PlannedPage) -> Vec<Feed> {
        let of = |page: &Address| self.calendar_feed(page);
        let calendar = match &page.kind {
            PageKind::Article(..) => of(&page.address),
            PageKind::List { list, .. } if self.site.lists[*list].kind == ListKind::PastEvents => of(&self.below("events/")),
            PageKind::List { list, .. } => of(&self.site.lists[*list].address),
            // Posts and events share the sheet, and the menu has the calendar of posts.
            PageKind::Month(_) => of(&self.below("events/")).or_else(|| of(&self.below("calendar/"))),
            _ => None,
        };
        calendar.into_iter().chain(self.news_feeds(page)).collect()
    }

    fn news_feeds(&self, page: &PlannedPage) -> Vec<Feed> {
        let of_list = |kind: &ListKind| {
            let feed = self.site.feeds.iter().find(|f| f.language == self.lang && f.list.as_ref() == Some(kind));
            feed.map(|f| self.feeds(&f.page, &self.t_with("feed-title", "title", &self.list_title(kind).text)))
                .unwrap_or_default()
        };
        match &page.kind {
            PageKind::List { list, .. } => of_list(&self.site.lists[*list].kind),
            PageKind::Article(id, _) => match self.site.work(*id).kind() {
                Kind::Page => Vec::new(),
                kind => of_list(&ListKind::Section(kind)),
            },
            PageKind::Month(_) => of_list(&ListKind::Section(Kind::Entry)),
            _ => Vec::new(),
        }
    }

    /// Where the source of a file is edited.
    pub fn edit(&self, path: &str) -> Option<String> {
        self.standing.edit.as_ref().map(|folder| format!("{folder}{}", crate::model::path::encode(path)))
    }
}

/// What is the same on every page.
pub struct Standing {
    /// The Content-Security-Policy (CSP 3): nothing from elsewhere, nothing inline.
    policy: String,
    /// Where an issue is opened: the hosts whose addresses are known.
    suggest: Option<String>,
    /// Where the sources are edited, to be followed by a path of the hub.
    edit: Option<String>,
    /// The community's, for cards.
    pub colours: Option<Colours>,
    /// Templates that take an article apart.
    apart: BTreeSet<String>,
    pub(super) menu: Menu,
}

/// What an article is taken apart into.
const PARTS: [&str; 3] = ["sections", "intro", "footnotes"];

impl Standing {
    pub fn of(site: &PlannedSite) -> Standing {
        let (settings, theme) = (&*site.settings, &site.theme);
        let hosts: Vec<String> = settings.markdown.embed_hosts.iter().map(|host| format!("https://{host}")).collect();
        let frames = if hosts.is_empty() { String::new() } else { format!("; frame-src {}", hosts.join(" ")) };
        let policy = format!(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'{frames}"
        );
        let repository = settings.repository.as_deref().map(|r| r.trim_end_matches('/'));
        let host = repository.and_then(|r| url::Url::parse(r).ok()?.host_str().map(str::to_owned));
        let (issue, edit) = match host.as_deref() {
            Some("github.com") => (Some("issues/new"), Some("edit/main/")),
            Some("codeberg.org") => (Some("issues/new"), Some("_edit/main/")),
            Some(host) if host.starts_with("gitlab.") => (Some("-/issues/new"), Some("-/edit/main/")),
            _ => (None, None),
        };
        let below = |way: Option<&str>| Some(format!("{}/{}", repository?, way?));
        let (colours, apart) = (colours(settings, theme), apart(theme));
        Standing { policy, suggest: below(issue), edit: below(edit), colours, apart, menu: Menu::of(site) }
    }

    /// Whether a template takes an article apart. Most print it whole, and two copies of every body are a large part of
    /// the work of a build.
    pub fn takes_apart(&self, template: &str) -> bool {
        self.apart.contains(template)
    }
}

fn colours(settings: &Settings, theme: &Theme) -> Option<Colours> {
    let colour = Colour::parse(settings.brand.colour.as_deref()?)?;
    let [ink, light, dark] = colour.companions((&theme.paper.0, &theme.paper.1)).map(|colour| colour.to_string());
    Some(Colours { colour: colour.to_string(), on_colour: ink, on_light: light, on_dark: dark })
}

/// Page templates that take an article apart, themselves or by what they may be made of: files that are no page's own,
/// that others name, or that hold components, which are everybody's.
fn apart(theme: &Theme) -> BTreeSet<String> {
    let takes = |text: &str| PARTS.iter().any(|part| text.contains(part)) || walks(text);
    let named = |name: &str| theme.templates.iter().any(|(own, other)| own != name && other.quotes(name));
    let alone = |name: &str, text: &str| pages().any(|page| page == name) && !text.contains(" component ") && !named(name);
    let (own, shared): (Vec<_>, Vec<_>) = theme.templates.iter().partition(|(name, template)| alone(name, &template.text));
    match shared.iter().any(|(_, template)| takes(&template.text)) {
        true => theme.templates.keys().cloned().collect(),
        false => own.into_iter().filter(|(_, template)| takes(&template.text)).map(|(name, _)| name.clone()).collect(),
    }
}

/// Whether a template may see names that it does not spell: it walks over all of them, prints something whole, or puts
/// names together.
fn walks(text: &str) -> bool {
    let pairs = |rest: &str| rest.split(" in ").next().is_some_and(|names| names.len() < 100 && names.contains(','));
    let whole = |rest: &str| rest.trim_start().starts_with(['}', '|', '[', '%']);
    let tells = ["json_encode", "__tera_context", "| values", "|values"];
    tells.iter().any(|word| text.contains(word))
        || text.match_indices("for ").any(|(at, word)| pairs(&text[at + word.len()..]))
        || text.match_indices("article").any(|(at, word)| {
            // What is handed to a component is looked at there.
            whole(&text[at + word.len()..]) && !text[..at].trim_end().ends_with("={")
        })
}

/// The phrase that names a vocabulary.
pub fn terms_key(vocabulary: Vocabulary) -> &'static str {
    match vocabulary {
        Vocabulary::Tags => "list-tags",
        Vocabulary::Audience => "list-audiences",
        Vocabulary::Groups => "list-groups",
        Vocabulary::EventKinds => "list-kinds",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{path::HubPath, theme::Template};

    fn taken_apart(templates: &[(&str, &str)]) -> Vec<String> {
        let template = |(name, text): &(&str, &str)| {
            ((*name).to_owned(), Template { path: HubPath::new(name).unwrap(), text: (*text).into() })
        };
        apart(&Theme { templates: templates.iter().map(template).collect(), ..Theme::default() }).into_iter().collect()
    }

    #[test]
    fn bodies_are_taken_apart_for_those_who_may_look() {
        let page = "{% extends \"base.html\" %}{{ article.body | safe }}{{ <imprint article={article} /> }}";
        let base = ("base.html", "<article>{% block main %}{% endblock main %}</article>");
        let all = ["base.html", "faq.html", "page.html"];
        let faq = |text| taken_apart(&[base, ("faq.html", text), ("page.html", page)]);
        assert_eq!(faq("{{ article.body | safe }}"), [""; 0]);
        assert_eq!(faq("{% for s in article.sections %}{% endfor %}"), ["faq.html"]);
        for whole in [
            "{{ article }}",
            "{% for a, b in article %}{% endfor %}",
            "{{ article[\"sec\" ~ \"tions\"] }}",
            "{{ article | values }}",
        ] {
            assert_eq!(faq(whole), ["faq.html"], "{whole}");
        }
        assert_eq!(faq("{% component x(s) %}{{ s.sections }}{% endcomponent x %}"), all, "a component is everybody's");
        let extended = [base, ("faq.html", "{{ article.intro }}"), ("page.html", "{% extends 'faq.html' %}")];
        assert_eq!(taken_apart(&extended), all);
    }

    #[test]
    fn the_default_theme_takes_two_kinds_of_articles_apart() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/commons/templates");
        let mut texts = Vec::new();
        for (below, folder) in [("", folder.clone()), ("components/", folder.join("components"))] {
            for entry in std::fs::read_dir(folder).unwrap().flatten().filter(|e| e.path().is_file()) {
                let name = format!("{below}{}", entry.file_name().to_str().unwrap());
                texts.push((name, std::fs::read_to_string(entry.path()).unwrap()));
            }
        }
        let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        // The page on subscribing has a word for sections and no article.
        assert_eq!(taken_apart(&texts), ["faq.html", "guideline.html", "subscribe.html"]);
    }
}
