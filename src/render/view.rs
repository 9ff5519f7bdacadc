//! What templates see: the contract between hubgen and every theme.
//!
//! These types are kept apart from the model on purpose. The model may change with every release; a name here may
//! not, because a community's own theme asks for it. Everything arrives ready to print: dates are in the reader's
//! language, addresses carry the base path, and whatever the publishing gate closed is simply not there.
//!
//! Each type is declared through `view!`, which keeps the list of its fields beside it; the table in
//! `themes/commons/README.md` is made from those lists and a test holds the two together.

mod shared;

use serde::Serialize;
pub use shared::{Shared, Word};

/// One field of the contract: name, type as a theme author would call it, meaning.
pub struct FieldDoc {
    pub name: &'static str,
    pub shape: &'static str,
    pub about: &'static str,
}

/// One type of the contract.
pub struct ViewDoc {
    pub name: &'static str,
    pub about: &'static str,
    pub fields: &'static [FieldDoc],
}

/// Declares view types together with the list of what they hold.
macro_rules! view {
    ($(#[doc = $about:literal] $(#[doc = $more:literal])* $name:ident { $(#[doc = $doc:literal] $field:ident: $ty:ty,)* })*) => {
        $(
            #[doc = $about] $(#[doc = $more])*
            #[derive(Clone, Debug, Serialize)]
            pub struct $name { $(#[doc = $doc] pub $field: $ty,)* }
        )*
        /// The whole contract, in the order in which a theme author reads it.
        pub const CONTRACT: &[ViewDoc] = &[$(ViewDoc {
            name: stringify!($name),
            about: concat!($about $(, $more)*),
            fields: &[$(FieldDoc { name: stringify!($field), shape: stringify!($ty), about: $doc },)*],
        },)*];
    };
}

/// HTML that may be printed as it is: made by hubgen, or passed by the sanitiser.
pub type Html = tera::Value;

/// Whatever a hub keeps under `extra:` or in `data/`.
pub type Anything = tera::Value;

view! {
    /// The hub, in the language of the page.
    Site {
        /// The community's name.
        title: Text,
        /// One sentence about it; may be empty.
        description: Text,
        /// Language tag of the page (BCP 47).
        lang: String,
        /// `ltr` or `rtl`.
        dir: String,
        /// Address of this language's home page.
        home: String,
        /// The menu.
        nav: Vec<Link>,
        /// Where to join: chat, forum, mailing list.
        links: Vec<Link>,
        /// Who answers for the hub.
        contact: Option<Contact>,
        /// Address of the source repository.
        repository: Option<String>,
        /// The community's sign.
        logo: Option<Picture>,
        /// The community's colour as `#rrggbb`, where it has one.
        colour: Option<String>,
        /// Feeds of the whole hub in this language.
        feeds: Vec<Feed>,
        /// Address of the page that helps to subscribe.
        subscribe: String,
        /// Address of the page to search on; none where the hub has no search.
        search: Option<String>,
        /// Chapters.
        groups: Vec<Shared<Label>>,
        /// `extra:` of hub.yaml.
        extra: Anything,
    }

    /// The page being made.
    Page {
        /// What it is: home, page, entry, event, guideline, member, spotlight, faq, list, month, terms, subscribe, search, not-found, redirect.
        kind: String,
        /// Its title, without the hub's name.
        title: Text,
        /// One sentence about it; may be empty.
        description: String,
        /// The section it belongs to (events, calendar, guidelines, members, spotlights, faq); empty elsewhere.
        section: String,
        /// Its address on this site.
        href: String,
        /// Its absolute, canonical address.
        url: String,
        /// Language tag.
        lang: String,
        /// `ltr` or `rtl`.
        dir: String,
        /// True where search engines shall not list it (unlisted pages, drafts, later pages of a list, the search).
        noindex: bool,
        /// The language switch: one link for each language of the hub, leading to this page there or to the nearest thing that exists.
        languages: Vec<Link>,
        /// Existing translations of this very page, itself included, and `x-default`; empty where there is one language.
        alternates: Vec<Alternate>,
        /// The way here from home, without the page itself.
        breadcrumbs: Vec<Link>,
        /// Feeds that carry what is on this page.
        feeds: Vec<Feed>,
        /// Picture that is shown with a link to the page, absolute address: its own, its share card, or the hub's; never SVG.
        image: Option<Picture>,
        /// What else services are told that show links (Open Graph).
        share: Sharing,
        /// Where to edit the source of this page.
        edit: Option<String>,
        /// Where to suggest a change without editing: a new issue.
        suggest: Option<String>,
        /// Open Graph type: website, article or profile.
        og_type: String,
        /// The Content-Security-Policy that this page obeys.
        csp: String,
        /// What the page is about, as JSON-LD (schema.org), safe to print inside a script element.
        structured: Option<Html>,
        /// Why the page is not public yet, in words; set in previews only.
        ribbon: Option<String>,
        /// Where a redirect page leads.
        redirect: Option<String>,
    }

    /// What services are told of a page that show links to it.
    Sharing {
        /// Language and country of the page: en_US.
        locale: String,
        /// The same of its translations.
        other_locales: Vec<String>,
        /// Media type of `page.image`.
        image_type: Option<String>,
        /// Articles: when it was published.
        published: Option<String>,
        /// Articles: when it was last changed in a way that matters.
        modified: Option<String>,
        /// Articles: name of the section.
        section: Option<String>,
        /// Articles: absolute addresses of the pages of those who wrote it; of those without, the name.
        authors: Vec<String>,
        /// Articles: tags, as readers see them.
        tags: Vec<String>,
    }

    /// What a share card is made of: what readers see first of a page.
    ShareCard {
        /// event, entry or spotlight.
        kind: String,
        /// Title.
        title: Text,
        /// Events: when; of a series, the next date, else the last.
        span: Option<Span>,
        /// Series of events: how often, in words, where there is a short way to say it.
        rhythm: Option<String>,
        /// When it was announced or published.
        date: Option<Moment>,
        /// Events: the place in one line.
        place: Option<String>,
        /// Events: true where one can take part online.
        online: bool,
        /// Events: confirmed, tentative, cancelled or postponed; empty elsewhere.
        status: String,
        /// The status in words, where it is not the usual one.
        status_label: Option<String>,
        /// Format of a post or kind of an event.
        label: Option<Text>,
        /// Group of an event.
        group: Option<Text>,
        /// Name of the section.
        section: String,
        /// Events: who speaks, else who runs it; posts: who wrote it; spotlights: who it is about.
        people: Vec<Text>,
        /// The same in one line: A, B and C.
        names: Option<String>,
        /// Spotlights: the words to remember.
        quote: Option<Text>,
        /// The community's name.
        hub: Text,
        /// Language tag of the page.
        lang: String,
        /// `ltr` or `rtl`.
        dir: String,
        /// The community's colour, where it has one.
        colours: Option<Colours>,
        /// Why it is not public yet; previews only.
        ribbon: Option<String>,
        /// Width of the picture in pixels.
        width: u32,
        /// Height of the picture in pixels.
        height: u32,
    }

    /// The community's colour and what goes with it, each as `#rrggbb`.
    Colours {
        /// The colour.
        colour: String,
        /// Black or white, readable on it.
        on_colour: String,
        /// The colour, readable on the theme's paper by day.
        on_light: String,
        /// The colour, readable on the theme's paper by night.
        on_dark: String,
    }

    /// Words that may be in another language than the page. `lang` and `dir` are set only then.
    Text {
        /// The words.
        text: String,
        /// Language tag, where it differs from the page's.
        lang: Option<String>,
        /// `ltr` or `rtl`, where the language differs from the page's.
        dir: Option<String>,
    }

    /// A link with its words.
    Link {
        /// Words of the link.
        label: Text,
        /// Address.
        href: String,
        /// Language of what it leads to, where it differs from the page's.
        hreflang: Option<String>,
        /// True where it leads to the page itself or to the section that the page is in.
        current: bool,
    }

    /// A tag, kind, format, channel, role, audience, series or group, with its label in the reader's language.
    Label {
        /// The word as written in the front matter.
        id: String,
        /// What readers see.
        text: Text,
        /// The list of everything under it, where there is one.
        href: Option<String>,
    }

    /// A translation, for `<link rel="alternate" hreflang>`.
    Alternate {
        /// Language tag or `x-default`.
        hreflang: String,
        /// Absolute address.
        url: String,
    }

    /// A feed or calendar.
    Feed {
        /// What it carries.
        title: String,
        /// RSS, Atom, JSON Feed, or the word for a calendar.
        format: String,
        /// Media type: application/rss+xml, application/atom+xml, application/feed+json, text/calendar.
        media_type: String,
        /// Address.
        href: String,
        /// Calendars: the address that a phone or computer subscribes to when it is clicked.
        webcal: Option<String>,
        /// Calendars: where Google Calendar subscribes.
        google: Option<String>,
        /// Calendars: where Outlook on the web subscribes.
        outlook: Option<String>,
    }

    /// Ways to take one date of an event over into a calendar of one's own.
    AddToCalendar {
        /// The event as a file, with all its dates.
        file: String,
        /// Google Calendar, with this date filled in.
        google: String,
        /// Outlook on the web, with this date filled in.
        outlook: String,
    }

    /// A picture with the size that keeps the page from jumping.
    Picture {
        /// Address.
        src: String,
        /// The same as WebP in several sizes, for `<source type="image/webp" srcset>`; none where there is only one.
        srcset: Option<String>,
        /// Words for those who do not see it.
        alt: String,
        /// Width in pixels, where known.
        width: Option<u32>,
        /// Height in pixels, where known.
        height: Option<u32>,
    }

    /// A day, or a day and time, in the reader's language.
    Moment {
        /// For `<time datetime>`.
        iso: String,
        /// The long date: Thursday, 3 December 2026.
        date: Word,
        /// The short date: 3 Dec 2026.
        short: Word,
        /// Day of the month.
        day: Word,
        /// Name of the day.
        weekday: Word,
        /// Name of the month.
        month: Word,
        /// Short name of the month.
        month_short: Word,
        /// Year.
        year: Word,
        /// Time of day, where there is one.
        time: Option<Word>,
    }

    /// From when to when.
    Span {
        /// The beginning.
        start: Moment,
        /// The end, where one is known; for whole days the last day.
        end: Option<Moment>,
        /// True where it ends on the day it begins or in the small hours after, or has no end.
        same_day: bool,
        /// True where days count and hours do not.
        all_day: bool,
        /// False where only the month is known yet.
        fixed: bool,
        /// All of it in words, without the zone.
        text: String,
        /// IANA name of the zone; empty for whole days.
        zone: Word,
        /// The zone in words: Casablanca; empty for whole days.
        zone_label: Word,
    }

    /// A person: a member, or a guest with a name only.
    Person {
        /// The name.
        name: Text,
        /// The member's page, or the address a guest gave.
        href: Option<String>,
        /// Language of that page, where it differs.
        hreflang: Option<String>,
        /// The portrait.
        avatar: Option<Picture>,
    }

    /// Somebody to turn to.
    Contact {
        /// Name of a person or a role.
        name: String,
        /// E-mail address.
        email: Option<String>,
        /// Web address.
        url: Option<String>,
        /// Names of the languages they answer in.
        languages: Vec<String>,
    }

    /// An article where it is listed.
    Card {
        /// entry, event, guideline, member, spotlight, faq or page.
        kind: String,
        /// Title.
        title: Text,
        /// Address.
        href: String,
        /// Language of what it leads to, where it differs from the page's.
        hreflang: Option<String>,
        /// One or two sentences; may be empty.
        description: Text,
        /// When it was or will be published.
        date: Option<Moment>,
        /// Events: when it takes place.
        span: Option<Span>,
        /// Series of events: how often, in words, where there is a short way to say it.
        rhythm: Option<String>,
        /// Events: the place in one line.
        place: Option<String>,
        /// Events: true where one can take part online.
        online: bool,
        /// Events: confirmed, tentative, cancelled or postponed; empty elsewhere.
        status: String,
        /// The status in words, where it is not the usual one.
        status_label: Option<String>,
        /// Events: over at the time of the build.
        past: bool,
        /// Events: a further date of an event that stands above it in the same list; it has no `rhythm`.
        again: bool,
        /// Format of a post or kind of an event.
        label: Option<Shared<Label>>,
        /// Group of an event or member.
        group: Option<Shared<Label>>,
        /// Roles of a member.
        roles: Vec<Shared<Label>>,
        /// Picture or portrait.
        image: Option<Picture>,
        /// Spotlights: the words to remember.
        quote: Option<Text>,
        /// Spotlights: who it is about; posts: who wrote it.
        people: Vec<Shared<Person>>,
        /// Why it is not public yet; previews only.
        ribbon: Option<String>,
    }

    /// One heading of the list of contents.
    Heading {
        /// 2 to 6.
        level: u8,
        /// Words of the heading.
        text: String,
        /// Anchor, without `#`.
        id: String,
    }

    /// One `##` section of a body: a rule of a guideline, a question of a FAQ topic.
    Section {
        /// Its number in the digits of the language.
        number: String,
        /// Words of the heading.
        text: String,
        /// The heading as HTML, without the `<h2>` around it.
        heading: Html,
        /// Anchor, without `#`.
        id: String,
        /// What stands under the heading.
        body: Html,
    }

    /// An article on its own page: what all types share.
    Article {
        /// Title.
        title: Text,
        /// One or two sentences; may be empty.
        description: String,
        /// The whole body.
        body: Html,
        /// What stands before the first `##`.
        intro: Html,
        /// The `##` sections one by one, in case the theme wants to number or fold them; `intro`, `sections` and `footnotes` together are `body`.
        sections: Vec<Section>,
        /// The notes at the end, which belong to no section; may be empty.
        footnotes: Html,
        /// Headings of the body.
        toc: Vec<Heading>,
        /// Published.
        date: Option<Moment>,
        /// Last changed in a way that matters.
        updated: Option<Moment>,
        /// Minutes it takes to read.
        minutes: u32,
        /// Tags.
        tags: Vec<Shared<Label>>,
        /// Who it is for.
        audience: Vec<Shared<Label>>,
        /// Who wrote it.
        authors: Vec<Shared<Person>>,
        /// The leading picture.
        image: Option<Picture>,
        /// `extra:` of the front matter.
        extra: Anything,
    }

    /// A content-calendar entry (beside `article`).
    Entry {
        /// The series it belongs to.
        series: Option<Shared<Label>>,
        /// Article, video, poll, …
        format: Option<Shared<Label>>,
        /// Where it is published.
        channels: Vec<Shared<Label>>,
        /// Its address elsewhere.
        url: Option<String>,
        /// The event it is about.
        event: Option<Card>,
        /// The post published before this one.
        older: Option<Link>,
        /// The post published after this one.
        newer: Option<Link>,
    }

    /// An event (beside `article`).
    Event {
        /// Where its one date is found on the page, without `#`; a series has `dates`.
        id: Option<String>,
        /// When; of a series, the next date, else the last.
        span: Span,
        /// Ways to take the date of `span` over; none for what is past or does not take place.
        add: Option<AddToCalendar>,
        /// How often, in words: every month on the first Thursday, 18:00 Casablanca time. None for what comes once, and where there is no short way to say it.
        rhythm: Option<String>,
        /// Over at the time of the build; of a series, all of it.
        past: bool,
        /// True where it repeats.
        series: bool,
        /// The dates of a series that are to come.
        dates: Vec<EventDate>,
        /// The dates of a series that have been, the latest first.
        past_dates: Vec<EventDate>,
        /// What is to be known about the date of `span`.
        note: Option<Text>,
        /// confirmed, tentative, cancelled or postponed.
        status: String,
        /// The status in words, where it is not confirmed.
        status_label: Option<String>,
        /// Where.
        place: Option<Place>,
        /// Address for taking part online.
        online: Option<String>,
        /// True where one takes part online but is told the address after registering.
        online_on_registration: bool,
        /// Where to register.
        registration: Option<String>,
        /// How many places there are.
        capacity: Option<u64>,
        /// What it costs.
        price: Option<String>,
        /// Workshop, meetup, …
        kind: Option<Shared<Label>>,
        /// The chapter that holds it.
        group: Option<Shared<Label>>,
        /// Who runs it.
        hosts: Vec<Shared<Person>>,
        /// Who speaks.
        speakers: Vec<Shared<Person>>,
        /// Address of the recording.
        recording: Option<String>,
        /// Address of the slides.
        slides: Option<String>,
        /// How many came.
        attendance: Option<u64>,
        /// Posts about it.
        posts: Vec<Card>,
    }

    /// One date of a series.
    EventDate {
        /// Where it is found on the page, without `#`; none where a heading of the text has taken it.
        id: Option<String>,
        /// Its address.
        href: String,
        /// When.
        span: Span,
        /// Over at the time of the build.
        past: bool,
        /// confirmed, tentative, cancelled or postponed.
        status: String,
        /// The status in words, where it is not confirmed.
        status_label: Option<String>,
        /// The day on which it would have been.
        moved_from: Option<Moment>,
        /// Its own title, where it has one.
        title: Option<Text>,
        /// What is to be known about it.
        note: Option<Text>,
        /// Where, if not at the usual place.
        place: Option<Place>,
        /// Address for taking part online, if not the usual one.
        online: Option<String>,
        /// Address of the recording.
        recording: Option<String>,
        /// Address of the slides.
        slides: Option<String>,
        /// How many came.
        attendance: Option<u64>,
    }

    /// A place.
    Place {
        /// Name of the house.
        name: String,
        /// Street and town.
        address: Option<String>,
        /// Its own web address.
        url: Option<String>,
        /// Address of a map.
        map: Option<String>,
    }

    /// A guideline (beside `article`); its rules are `article.sections`.
    Guideline {
        /// Version.
        version: Option<String>,
        /// In force since.
        effective: Option<Moment>,
        /// Last looked over.
        reviewed: Option<Moment>,
        /// Whom to tell.
        contacts: Vec<Contact>,
        /// Where to report.
        report_url: Option<String>,
        /// Where it holds.
        applies_to: Option<String>,
        /// What it was made from.
        based_on: Option<Source>,
        /// What changed and when, newest first.
        changes: Vec<Change>,
    }

    /// A text that another was made from.
    Source {
        /// Its name.
        name: String,
        /// Its address.
        url: Option<String>,
    }

    /// One change of a guideline.
    Change {
        /// When.
        date: Moment,
        /// What.
        summary: String,
    }

    /// A member (beside `article`).
    Member {
        /// The name.
        name: Text,
        /// Pronouns.
        pronouns: Option<String>,
        /// Ambassador, moderator, expert, …
        roles: Vec<Shared<Label>>,
        /// Chapter.
        group: Option<Shared<Label>>,
        /// Here since.
        joined: Option<Moment>,
        /// Where they live.
        place: Option<String>,
        /// Names of the languages they speak.
        languages: Vec<String>,
        /// The portrait.
        avatar: Option<Picture>,
        /// Addresses of their own.
        links: Vec<Link>,
        /// What they can be asked about.
        topics: Vec<String>,
        /// Thanks given.
        badges: Vec<String>,
        /// What they wrote.
        wrote: Vec<Card>,
        /// Events they run.
        hosts: Vec<Card>,
        /// Events they speak at.
        speaks: Vec<Card>,
        /// Spotlights about them.
        spotlights: Vec<Card>,
    }

    /// A member spotlight (beside `article`).
    Spotlight {
        /// Who it is about.
        member: Option<Shared<Person>>,
        /// The words to remember.
        quote: Option<String>,
        /// The interview.
        questions: Vec<Question>,
    }

    /// A question and its answer.
    Question {
        /// Anchor, without `#`.
        id: String,
        /// The question.
        q: String,
        /// The answer.
        a: Html,
    }

    /// A FAQ topic (beside `article`); its questions are `article.sections`.
    Faq {
        /// What the topic belongs to.
        category: Option<String>,
    }

    /// The home page.
    Home {
        /// Title of `content/index.md`: the headline.
        title: Option<Text>,
        /// Its description.
        description: Option<String>,
        /// Its picture.
        image: Option<Picture>,
        /// Body of `content/index.md`, where there is one.
        body: Option<Html>,
        /// Address of the grid of this month.
        month: String,
        /// The next dates of events; a theme may show some and keep the rest for when the first are over.
        upcoming: Vec<Card>,
        /// The latest posts.
        posts: Vec<Card>,
        /// The latest spotlights.
        spotlights: Vec<Card>,
        /// Those who joined last.
        people: Vec<Card>,
        /// How we behave.
        guidelines: Vec<Card>,
        /// Topics of questions.
        faq: Vec<Card>,
        /// The list of all articles of a section, where there are any: events, calendar, spotlights, members, guidelines, faq.
        more: std::collections::BTreeMap<String, String>,
    }

    /// A list of articles, one page of it.
    List {
        /// events, past-events, calendar, spotlights, members, guidelines, faq, tag, audience, group, kind.
        kind: String,
        /// The tag, audience, group or kind it is about; empty elsewhere.
        id: String,
        /// Title.
        title: Text,
        /// What introduces it: the body of the section's `index.md`.
        body: Option<Html>,
        /// What is on this page of it.
        items: Vec<Card>,
        /// How many there are on all its pages.
        total: usize,
        /// Number of this page, from 1.
        page: usize,
        /// Number of pages.
        pages: usize,
        /// Address of the page before.
        previous: Option<String>,
        /// Address of the page after.
        next: Option<String>,
        /// Address of the other list of events: past from upcoming, upcoming from past.
        other: Option<String>,
        /// Address of the month grid to begin with.
        month: Option<String>,
        /// Sub-lists: kinds of events, tags of posts.
        terms: Vec<Shared<Label>>,
    }

    /// A month of the calendar as a grid.
    Month {
        /// December 2026.
        title: String,
        /// 2026-12.
        iso: String,
        /// The month before, where there is one.
        previous: Option<Link>,
        /// The month after, where there is one.
        next: Option<Link>,
        /// Names of the days, beginning with the first day of the week in this language.
        weekdays: Vec<Weekday>,
        /// Rows of seven days.
        weeks: Vec<Vec<Day>>,
        /// How many things happen in it.
        total: usize,
        /// True where some of it is only planned.
        planned: bool,
    }

    /// A day of the week.
    Weekday {
        /// Monday.
        name: String,
        /// Mon.
        short: String,
    }

    /// A day of the month grid.
    Day {
        /// 2026-12-03.
        iso: String,
        /// Number of the day.
        number: String,
        /// Thursday, 3 December 2026.
        label: String,
        /// False for days of the neighbouring months.
        inside: bool,
        /// What happens.
        items: Vec<DayItem>,
    }

    /// Something in the month grid.
    DayItem {
        /// event, entry or planned.
        kind: String,
        /// Title.
        title: Text,
        /// Address; none for what is only planned.
        href: Option<String>,
        /// Language of what it leads to, where it differs.
        hreflang: Option<String>,
        /// Time of day.
        time: Option<String>,
        /// The zone of that time in words: Casablanca.
        zone: Option<String>,
        /// Status of an event; empty elsewhere.
        status: String,
        /// The status in words, where it is not the usual one.
        status_label: Option<String>,
    }

    /// All tags, audiences, kinds or groups, with how much is under each.
    Terms {
        /// tags, audience, kinds, groups.
        kind: String,
        /// The terms.
        items: Vec<Term>,
    }

    /// A term and how much is under it.
    Term {
        /// The term.
        label: Shared<Label>,
        /// How many articles.
        count: usize,
    }

    /// What one can subscribe to.
    Subscribe {
        /// Rows of feeds.
        topics: Vec<Topic>,
        /// True where calendars are among them.
        calendars: bool,
    }

    /// Something to subscribe to, in the formats it comes in.
    Topic {
        /// hub, section, group, kind, audience, tag or member.
        kind: String,
        /// What it is.
        title: Text,
        /// Its page.
        href: String,
        /// The feeds.
        feeds: Vec<Feed>,
    }

    /// What the search page is made of; `search.js` fills in the rest.
    Search {
        /// Address of the index, for `data-search` of the form.
        index: String,
        /// Address of hubgen's script that searches; a module.
        script: String,
        /// Language tag with the digits of this site, for `data-search-locale`.
        locale: String,
        /// How many results there are, in words.
        counts: SearchCounts,
        /// Types that articles have: choices for the field `type`.
        types: Vec<Choice>,
        /// Tags that articles have: choices for the field `tag`.
        tags: Vec<Choice>,
        /// Groups that articles have: choices for the field `group`.
        groups: Vec<Choice>,
        /// Languages that articles are in: choices for the field `lang`; empty where it is one alone.
        languages: Vec<Choice>,
        /// True where there are events: choices for the field `when` are `coming` and `past`.
        events: bool,
        /// Lists to look through instead.
        lists: Vec<Link>,
    }

    /// How many results there are, in words, `%` for the number: one phrase for each form of the plural (CLDR).
    SearchCounts {
        /// For `data-none`: nothing was found.
        none: String,
        /// For `data-zero`.
        zero: String,
        /// For `data-one`.
        one: String,
        /// For `data-two`.
        two: String,
        /// For `data-few`.
        few: String,
        /// For `data-many`.
        many: String,
        /// For `data-other`.
        other: String,
    }

    /// A choice of a field.
    Choice {
        /// What the field is set to.
        value: String,
        /// What readers see.
        label: Text,
    }

    /// The 404 page speaks every language of the hub at once.
    NotFound {
        /// One for each language.
        languages: Vec<NotFoundIn>,
    }

    /// The 404 page in one language.
    NotFoundIn {
        /// Language tag.
        lang: String,
        /// `ltr` or `rtl`.
        dir: String,
        /// Page not found.
        title: String,
        /// What to do now.
        text: String,
        /// The way home.
        home: Link,
    }
}
