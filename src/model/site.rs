//! The site as decided: every output that will exist, and exactly what goes into it.
//!
//! Nothing that may not be published is reachable from here: [`Work`]s are made by the publishing gate alone
//! (`plan/gate.rs`), and a `Site` holds works, not the hub. So an output cannot forget to ask.

use super::{
    article::{Article, Edition, Facts, Kind},
    language::{LangId, Localized},
    lock::Lock,
    occurrence::Occurrence,
    path::{Address, OutputPath},
    picture::Print,
    rule::Rule,
    settings::Settings,
    snapshot::Handle,
    theme::Theme,
    time::{Instant, When, YearMonth, Zone},
};
use chrono::NaiveDate;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// A live article, by its place in [`Site::works`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct WorkId(pub u32);

/// The whole plan.
#[derive(Debug)]
pub struct Site {
    pub settings: Arc<Settings>,
    pub theme: Arc<Theme>,
    pub data: Arc<serde_yaml::Value>,
    pub now: Instant,
    /// Everything live, in order of kind and key.
    pub works: Vec<Work>,
    /// Live members by id.
    pub members: Arc<HashMap<String, WorkId>>,
    /// Every HTML page, in order of address.
    pub pages: Arc<Vec<Page>>,
    pub lists: Arc<Vec<List>>,
    pub months: Arc<BTreeMap<YearMonth, Vec<Happening>>>,
    /// What is public of the content plan and not live yet, in order of day and key.
    pub planned: Arc<Vec<Planned>>,
    pub feeds: Arc<Vec<Feed>>,
    /// In order of the page they belong to; each page has one at most.
    pub calendars: Arc<Vec<Calendar>>,
    /// Events that are no more, for those who still have them in their calendars.
    pub gone: Arc<Vec<Gone>>,
    /// hub.lock as it should be from now on.
    pub lock: Arc<Lock>,
    pub nav: Vec<NavTarget>,
    /// Where to join: chat, forum, mailing list.
    pub join: Vec<NavTarget>,
    /// Whether there is a search, with a page in each language.
    pub searched: bool,
    /// Addresses of the pages that have a share card, in order.
    pub cards: Arc<Vec<Address>>,
    /// Articles that introduce the list of a section.
    pub intros: Arc<HashMap<Kind, WorkId>>,
    /// Files taken over as they are.
    pub copies: BTreeMap<OutputPath, Handle>,
    /// Pictures that are not copied but made fit for readers. In order of their path.
    pub prints: Vec<Arc<Print>>,
    /// Where `brand.logo` and `brand.image` are found.
    pub brand: BrandFiles,
    /// The next instant at which a build would come out differently.
    pub next_change: Option<Instant>,
}

/// A menu item that leads somewhere.
#[derive(Clone, Debug)]
pub enum NavTarget {
    Section(Kind),
    Work(WorkId),
    Subscribe,
    /// A link of the hub's own to an address of the site, with its query and fragment.
    Inside(Localized, Address, String),
    /// A link of the hub's own to elsewhere.
    Outside(Localized, String),
}

/// Pictures of the brand.
#[derive(Clone, Debug, Default)]
pub struct BrandFiles {
    pub logo: Option<FileRef>,
    pub image: Option<FileRef>,
}

/// A file of the site that settings name.
#[derive(Clone, Debug)]
pub enum FileRef {
    /// A theme asset, by its path below `assets/`; its address carries a fingerprint. With its width and height.
    Asset(String, Option<(u32, u32)>),
    /// A copied file.
    Copy(Address, Option<(u32, u32)>),
}

/// A live article.
#[derive(Clone, Debug)]
pub struct Work {
    pub article: Arc<Article>,
    /// Live editions, the original first. Never empty.
    pub editions: Vec<LiveEdition>,
    /// In lists, feeds, calendars, search and sitemap; not so for `unlisted`.
    pub listed: bool,
    /// Why it is not public yet; in previews only.
    pub ribbon: Option<Ribbon>,
    /// Where it falls in order of publication, as an instant.
    pub date: Option<Instant>,
    /// Of an event: its dates within the hub's horizon, those with something of their own however long ago, and at
    /// least one where it has any. In order of their beginning.
    pub dates: Arc<[Occurrence]>,
    /// Of an event: what calendars know it by.
    pub identity: Option<Arc<Identity>>,
    /// What else names it.
    pub named: Arc<NamedBy>,
}

/// What calendars know an event by (RFC 5545, sections 3.8.4.7, 3.8.7.3 and 3.8.7.4). It comes from hub.lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub uid: String,
    /// Goes up when time or place change.
    pub sequence: u32,
    /// When it was last changed, as far as content says; never the time of a build.
    pub modified: Instant,
}

/// What names a member or an event; in the order in which readers see it.
#[derive(Clone, Debug, Default)]
pub struct NamedBy {
    /// Posts and other articles a member wrote.
    pub wrote: Vec<WorkId>,
    pub hosts: Vec<WorkId>,
    pub speaks: Vec<WorkId>,
    pub spotlights: Vec<WorkId>,
    /// Posts about an event.
    pub posts: Vec<WorkId>,
}

impl Work {
    pub fn kind(&self) -> Kind {
        self.article.kind
    }

    /// Of an event: the first date that is not past, by its place in `dates`.
    pub fn next(&self, now: Instant) -> Option<usize> {
        self.dates.iter().position(|date| date.past_from > now)
    }

    /// Of an event: the date it stands under where it is listed once; the next, else the last.
    pub fn shown(&self, now: Instant) -> Option<usize> {
        self.next(now).or(self.dates.len().checked_sub(1))
    }

    /// Whether it is an event of which only the month is known.
    pub fn is_open(&self) -> bool {
        matches!(&self.article.original().facts, Facts::Event(event) if matches!(event.start, When::Month { .. }))
    }

    /// Whether it is an event of which nothing is to come.
    pub fn is_past(&self, now: Instant) -> bool {
        match &self.article.original().facts {
            Facts::Event(event) if self.is_open() => event.start.over(event.zone) <= now,
            Facts::Event(_) => self.next(now).is_none(),
            _ => false,
        }
    }

    /// The live edition for a reader of `lang`, else the original.
    pub fn nearest(&self, lang: LangId) -> &LiveEdition {
        self.editions.iter().find(|e| e.language == lang).unwrap_or(&self.editions[0])
    }

    pub fn edition(&self, live: &LiveEdition) -> &Edition {
        &self.article.editions[live.index]
    }
}

/// A live article in one language.
#[derive(Clone, Debug)]
pub struct LiveEdition {
    /// Its place in [`Article::editions`].
    pub index: usize,
    pub language: LangId,
    pub address: Address,
    /// What became of each hole of the body; empty where all of them stayed as they were.
    pub holes: Vec<Closed>,
    /// The same for the answers of a spotlight, one list each.
    pub answers: Vec<Vec<Closed>>,
    /// The original's anchors that sections of this translation answer to as well: section, anchor.
    pub also_answers: Vec<(usize, String)>,
    /// The leading picture or portrait.
    pub image: Option<PictureRef>,
}

/// A picture that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureRef {
    pub address: Address,
    pub dimensions: Option<(u32, u32)>,
    /// The same in other sizes, as WebP, in order of their width; empty where it is shown as it is.
    pub sizes: Arc<[PictureSize]>,
}

/// A picture in one of several sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureSize {
    pub address: Address,
    /// In pixels.
    pub width: u32,
}

/// What became of a hole of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// As written.
    Keep,
    /// To a place of this site, perhaps in another language; `suffix` is the query and fragment, encoded.
    Link {
        address: Address,
        suffix: String,
        language: Option<LangId>,
    },
    /// To a place on the same page.
    Here {
        fragment: String,
    },
    /// The words stay, the link goes.
    Plain,
    /// Nothing stays.
    Gone,
    Picture(PictureRef),
}

/// Why a work is not public yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ribbon {
    Draft,
    /// Its status in the content calendar.
    Status(&'static str),
    /// It goes live at this instant.
    Scheduled(Instant),
}

/// An HTML page.
#[derive(Clone, Debug)]
pub struct Page {
    pub address: Address,
    pub language: LangId,
    pub kind: PageKind,
    /// This page in the other languages, where it exists there: by [`LangId`].
    pub counterparts: Vec<Option<Address>>,
    /// In the sitemap, and not `noindex`.
    pub indexed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageKind {
    Home,
    /// An article, by work and place in [`Work::editions`].
    Article(WorkId, usize),
    /// A page of a list, by place in [`Site::lists`], page number from 1.
    List {
        list: usize,
        page: usize,
        pages: usize,
    },
    Month(YearMonth),
    Terms(Vocabulary),
    Subscribe,
    Search,
    NotFound,
    Redirect(Address),
}

/// The vocabularies that articles are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vocabulary {
    Tags,
    Audience,
    Groups,
    EventKinds,
}

impl Vocabulary {
    pub const ALL: [Vocabulary; 4] = [Vocabulary::Tags, Vocabulary::Audience, Vocabulary::Groups, Vocabulary::EventKinds];

    /// What the addresses of its terms begin with.
    pub fn address(self) -> &'static str {
        match self {
            Vocabulary::Tags => "tags/",
            Vocabulary::Audience => "audience/",
            Vocabulary::Groups => "groups/",
            Vocabulary::EventKinds => "events/kind/",
        }
    }

    /// Its name under `labels:`.
    pub fn label_key(self) -> &'static str {
        match self {
            Vocabulary::Tags => "tag",
            Vocabulary::Audience => "audience",
            Vocabulary::Groups => "group",
            Vocabulary::EventKinds => "kind",
        }
    }
}

/// What a list is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    /// Of events: those to come.
    Section(Kind),
    PastEvents,
    /// A term, by its slug and the word as first written.
    Term(Vocabulary, String, String),
}

/// A list in one language.
#[derive(Clone, Debug)]
pub struct List {
    pub kind: ListKind,
    pub language: LangId,
    /// Address of its first page.
    pub address: Address,
    pub items: Vec<Item>,
}

/// Something in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    pub work: WorkId,
    /// Of an event: which of its dates, by their place in [`Work::dates`].
    pub date: Option<usize>,
}

/// Something in the month grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    pub day: NaiveDate,
    /// Hour and minute, where it has one.
    pub clock: Option<(u8, u8)>,
    pub work: WorkId,
    /// Of an event: which of its dates, by their place in [`Work::dates`].
    pub date: Option<usize>,
}

/// An entry of the content calendar that is still to come, as far as `calendar.public` lets readers know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The article's key: what it stays known by when it is published.
    pub key: String,
    /// In the hub's zone.
    pub day: NaiveDate,
    /// By language, the original's first; never empty.
    pub titles: Vec<(LangId, String)>,
    /// What its series is called.
    pub series: Option<Localized>,
    pub promise: Promise,
}

/// How much a reader may count on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// It goes live by itself on its day.
    Ready,
    /// Somebody means to write it.
    Planned,
}

impl Planned {
    /// The title for a reader of `lang`, else the original's, and the language it is in.
    pub fn title(&self, lang: LangId) -> Option<(LangId, &str)> {
        let own = self.titles.iter().find(|(language, _)| *language == lang);
        own.or(self.titles.first()).map(|(language, title)| (*language, title.as_str()))
    }
}

/// A feed in one language; RSS, Atom and JSON are made of the same items.
#[derive(Clone, Debug)]
pub struct Feed {
    /// `None`: the whole hub.
    pub list: Option<ListKind>,
    pub language: LangId,
    /// The page it belongs to; `rss.xml`, `atom.xml` and `feed.json` lie below it.
    pub page: Address,
    /// Newest first.
    pub items: Vec<WorkId>,
}

/// A calendar in one language: an .ics file.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub of: CalendarOf,
    pub language: LangId,
    /// Where the file lies.
    pub address: Address,
    /// Where the same is as a table for programs: of all events only.
    pub table: Option<Address>,
    /// The page it belongs to.
    pub page: Address,
    /// Events, in order of their first date here; of the content calendar: entries.
    pub items: Vec<WorkId>,
    /// Events that are no more, by their place in [`Site::gone`].
    pub gone: Vec<usize>,
}

/// What a calendar carries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalendarOf {
    /// Every event.
    Events,
    /// One event.
    Event(WorkId),
    /// The events of a term, by its slug and the word as first written.
    Term(Vocabulary, String, String),
    /// What a member hosts and speaks at.
    Member(WorkId),
    /// The content calendar: what is published, and what is public of the plan.
    Plan,
    /// An event that is no more, by its place in [`Site::gone`].
    Gone(usize),
}

/// An event that was published and is no more.
#[derive(Clone, Debug)]
pub struct Gone {
    pub identity: Identity,
    /// By language tag; the original's first.
    pub titles: Vec<(String, String)>,
    pub start: When,
    pub zone: Zone,
    pub rrule: Option<Rule>,
    /// Dates beside the rule.
    pub beside: Vec<When>,
    /// Pages whose calendars it was in, below the language: `events/`, `tags/sewing/`.
    pub calendars: Vec<String>,
}

impl Site {
    pub fn work(&self, id: WorkId) -> &Work {
        &self.works[id.0 as usize]
    }

    /// The share card of a page.
    pub fn card_of(&self, page: &Address) -> Option<Address> {
        self.cards.binary_search(page).ok().map(|_| page.join(CARD_FILE))
    }

    /// The calendar that belongs to a page.
    pub fn calendar_of(&self, page: &Address) -> Option<&Calendar> {
        self.calendars.binary_search_by(|calendar| calendar.page.cmp(page)).ok().map(|at| &self.calendars[at])
    }
}

/// How many articles a page of a list holds.
pub const PER_PAGE: usize = 30;

/// The three forms of a feed, below the page it belongs to.
pub const FEED_FILES: [&str; 3] = ["rss.xml", "atom.xml", "feed.json"];

/// The page of the search, below its language; its files lie beside it, and this is what they are found by.
pub const SEARCH_PAGE: &str = "search/";
pub const SEARCH_INDEX: &str = "search/index.json";

/// What calendars are called, below the page they belong to.
pub const CALENDAR_FILES: [&str; 3] = ["events.ics", "event.ics", "calendar.ics"];

/// What the share card of a page is called, below it.
pub const CARD_FILE: &str = "share-card.png";

/// Where the grid of a month lies, below its language.
pub fn month_address(month: YearMonth) -> String {
    format!("calendar/{:04}/{:02}/", month.year, month.month)
}
