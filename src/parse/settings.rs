//! hub.yaml to Settings.

use super::{
    fields::{Fields, MapOf, MapOr, Record, Shape, Then, Trail, Trouble},
    places,
    shapes::*,
    yaml,
};
use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    model::{
        language::{Language, Languages, ranges},
        path::{BaseUrl, HubPath},
        settings::*,
        snapshot::Snapshot,
        theme::COMMONS,
        time::Zone,
    },
};
use std::collections::BTreeMap;

/// Reads `hub.yaml`. Wrong values are findings and stand at their defaults; without a file, or without languages to
/// read content in, there is nothing to go on with. `locked` is the id that hub.lock holds, or empty.
pub fn settings(snapshot: &Snapshot, base_url: Option<&str>, locked: &str) -> (Option<Settings>, Vec<Finding>) {
    let Some(path) = HubPath::new("hub.yaml") else { return (None, Vec::new()) };
    let Some(bytes) = snapshot.bytes("hub.yaml") else {
        let finding = Finding::new(&SETTINGS_MISSING, None, "there is no hub.yaml in this folder")
            .help("go to the folder that has it, or begin a hub with `hubgen init`");
        return (None, vec![finding]);
    };
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    if let Err(error) = std::str::from_utf8(bytes) {
        let place = Place::bytes(&path, text, error.valid_up_to()..error.valid_up_to() + 1);
        return (None, vec![places::not_utf8(place)]);
    }
    let mapping = match yaml::mapping(text) {
        Ok(mapping) => mapping,
        Err(error) => {
            let mut finding = Finding::new(&SETTINGS_YAML, Place::bytes(&path, text, error.range), error.message);
            finding.help = error.help;
            return (None, vec![finding]);
        }
    };
    let mut trail = Trail::default();
    let mut fields = Fields::new(&mapping, None, &mut trail);
    let mut settings = read(&mut fields, base_url, locked);
    if let Some(settings) = &mut settings {
        settings.source = text.into();
    }
    fields.finish();
    if let Some(settings) = &settings {
        unused_translations(&mut trail, &settings.languages);
    }
    let mut findings = places::findings(&path, text, 0..text.len(), trail.troubles);
    findings.extend(places::hidden_text(&path, text, 0..text.len()));
    (settings, findings)
}

/// Adds a warning for each language that only texts of hub.yaml have, at the first of them.
fn unused_translations(trail: &mut Trail, languages: &Languages) {
    let mut unused: BTreeMap<String, (Vec<yaml::Step>, usize)> = BTreeMap::new();
    for (path, language) in std::mem::take(&mut trail.translations) {
        let is_shown = |tag: &str| ranges(tag).any(|range| range.eq_ignore_ascii_case(&language));
        if !languages.0.iter().any(|known| is_shown(&known.tag)) {
            unused.entry(language).or_insert((path, 0)).1 += 1;
        }
    }
    let known: Vec<&str> = languages.0.iter().map(|language| language.tag.as_str()).collect();
    for (language, (path, count)) in unused {
        let near = known.iter().find(|tag| ranges(&language).any(|range| range.eq_ignore_ascii_case(tag)));
        let help = match near {
            Some(near) => format!("write `{near}`, or add the language: `languages: [{}, {language}]`", known.join(", ")),
            None => format!("add it to the languages: `languages: [{}, {language}]`; or remove it here", known.join(", ")),
        };
        let texts = if count == 1 { "this text is".to_owned() } else { format!("{count} texts are") };
        let message = format!("`{language}` is not a language of this hub, so {texts} not shown");
        trail.troubles.push(Trouble { code: &SETTINGS_TRANSLATION, path, part: yaml::Part::Key, message, help: Some(help) });
    }
}

/// The JSON Schema of hub.yaml.
pub fn schema() -> serde_json::Value {
    Fields::description(|f| {
        read(f, None, "");
    })
}

fn read(f: &mut Fields, base_url: Option<&str>, locked: &str) -> Option<Settings> {
    let title = f.required("title", localized(), "The community's name.", "Harbour Makers");
    let description = f.optional("description", localized(), "One sentence about it.");
    let id = f.optional(
        "id",
        Then(words(), hub_id),
        "Identity of calendars and feeds; never change it. Default: the host of base_url at the first build.",
    );
    let written =
        f.required("base_url", Then(words(), base), "Where the site is published; may have a path.", "https://example.org/");
    let languages =
        f.optional("languages", Then(super::fields::List(words()), languages), "Languages (BCP 47); the first is the default.");
    let lost = languages.is_none() && f.states("languages");
    // A build for another address is the same hub: its id does not follow `--base-url`; nor does it move with the
    // hub to another host, once it has been written down.
    let locked = (!locked.is_empty()).then(|| locked.to_owned());
    let id = id.or(locked).or_else(|| written.as_ref().map(BaseUrl::host)).unwrap_or_default();
    let base_url = base_url.and_then(|url| BaseUrl::parse(url).ok()).or(written);
    let settings = Settings {
        source: "".into(),
        title: title.unwrap_or_default(),
        description: description.unwrap_or_default(),
        id,
        base_url: base_url.unwrap_or(BaseUrl { origin: "https://example.org".into(), path: "/".into() }),
        languages: languages.unwrap_or_else(|| Languages(Language::new("en").into_iter().collect())),
        timezone: f.optional("timezone", TimeZone, "Time zone of events and of dates without time (IANA).").unwrap_or(Zone::UTC),
        theme: f.optional("theme", words(), "Built in, or a folder of themes/.").unwrap_or_else(|| COMMONS.into()),
        brand: f.optional("brand", Record(brand), "What makes the theme the community's own.").unwrap_or_default(),
        nav: f.optional("nav", super::fields::List(nav_item()), "The menu; default: every section that holds something."),
        links: f.list("links", nav_link(), "Where to join: chat, forum, mailing list."),
        contact: f.optional("contact", Record(contact), "Who answers for the hub."),
        repository: f.optional("repository", WebAddress, "Source repository, for \"edit this page\"."),
        groups: f.optional("groups", MapOf(Record(group)), "Chapters.").unwrap_or_default(),
        labels: f
            .optional("labels", Record(labels), "What readers see instead of the words in front matter.")
            .unwrap_or_default(),
        feeds: f.optional("feeds", Record(feeds), "RSS, Atom and JSON feeds.").unwrap_or(Feeds { limit: 20, full_text: true }),
        markdown: f.optional("markdown", Record(markdown), "How Markdown is read.").unwrap_or(default_markdown()),
        search: f.optional("search", Flag, "Whether there is a search page.").unwrap_or(true),
        cards: f.optional("cards", Flag, "Whether events, posts and spotlights have share cards."),
        build: f
            .optional("build", Record(horizon), "How far lists reach.")
            .unwrap_or(Horizon { horizon_months: 12, past_months: 24 }),
        calendar: f.optional("calendar", Record(calendar), "The content calendar.").unwrap_or(default_calendar()),
        allow: f.list("allow", code(), "Findings not wanted, by code.").into_iter().collect(),
        extra: f.optional("extra", Anything, "Anything, for templates.").unwrap_or_default(),
    };
    (!lost).then_some(settings)
}

fn hub_id(text: String, trail: &mut Trail) -> Option<String> {
    let sound = text.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)) && text.len() <= 253;
    if !sound {
        trail.say(
            &FIELD_WRONG,
            "an `id` is made of the letters a to z, digits, `.` and `-`",
            "write a name like that of a web site: `harbour-makers.example`".to_owned(),
        );
    }
    sound.then_some(text)
}

fn base(text: String, trail: &mut Trail) -> Option<BaseUrl> {
    BaseUrl::parse(&text)
        .map_err(|why| trail.say(&FIELD_WRONG, why, "write the whole address of the site: `https://example.org/`".to_owned()))
        .ok()
}

/// `None` where one of them is none: every file in it would be taken for something else.
fn languages(tags: Vec<String>, trail: &mut Trail) -> Option<Languages> {
    let mut known: Vec<Language> = Vec::new();
    let mut lost = false;
    for (i, tag) in tags.iter().enumerate().take(u8::MAX as usize) {
        let mut wrong = |message: String, help: Option<String>| {
            trail.within(yaml::Step::Index(i), |trail| trail.say(&SETTINGS_LANGUAGE, message, help));
        };
        match Language::new(tag) {
            None => {
                lost = true;
                wrong(no_language(tag), Some(as_a_tag(tag)));
            }
            Some(_) if language_of_country(tag).is_some() => {
                lost = true;
                wrong(format!("`{tag}` is short for a country, not for a language"), Some(as_a_tag(tag)));
            }
            Some(language) if known.contains(&language) => {
                wrong(format!("`{tag}` is here twice"), Some("keep one of the two".into()));
            }
            Some(language) => known.push(language),
        }
    }
    (!known.is_empty() && !lost).then_some(Languages(known))
}

fn brand(f: &mut Fields) -> Option<Brand> {
    Some(Brand {
        colour: f.optional("colour", Then(words(), colour), "The community's colour: #0a5c6b."),
        logo: f.optional("logo", words(), "A picture in assets/ or static/."),
        image: f.optional("image", words(), "The picture of share cards, in assets/ or static/."),
    })
}

pub(super) fn colour(text: String, trail: &mut Trail) -> Option<String> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    match (hex, digits.len()) {
        (true, 6) => Some(text.to_ascii_lowercase()),
        (true, 3) => Some(format!("#{}", digits.chars().flat_map(|c| [c, c]).collect::<String>().to_ascii_lowercase())),
        _ => {
            trail.say(
                &FIELD_WRONG,
                format!("`{text}` is not a colour that hubgen can read"),
                "write `#` and six digits or letters from a to f, in quotes: `\"#0a5c6b\"`".to_owned(),
            );
            None
        }
    }
}

fn nav_link() -> impl Shape<Out = NavLink> {
    Record(|f: &mut Fields| {
        let label = f.required("label", localized(), "Words of the link.", "Chat");
        let url = f.required("url", own_address(), "Where it leads; `/about/` is a page of the hub.", "https://example.org/");
        Some(NavLink { label: label?, url: url? })
    })
}

/// An address of the hub's own from its top, or one of the web.
fn own_address() -> impl Shape<Out = String> {
    Then(Anything, |value: serde_yaml::Value, trail: &mut Trail| match value.as_str() {
        Some(inside) if inside.starts_with('/') && !inside.starts_with("//") => Some(inside.to_owned()),
        _ => WebAddress.read(&value, trail),
    })
}

fn nav_item() -> impl Shape<Out = NavItem> {
    MapOr(
        Then(nav_link(), |link: NavLink, _: &mut Trail| Some(NavItem::Link(link))),
        Then(words(), |place: String, _: &mut Trail| Some(NavItem::Place(place))),
    )
}

fn contact(f: &mut Fields) -> Option<Contact> {
    Some(Contact {
        name: f.optional("name", localized(), "A person or a team."),
        email: f.optional("email", Email, "E-mail address."),
    })
}

fn group(f: &mut Fields) -> Option<Group> {
    let title = f.required("title", localized(), "Name of the chapter.", "Piraeus");
    let place = f.optional("place", localized(), "Where it meets.");
    let timezone = f.optional("timezone", TimeZone, "Time zone of its events (IANA).");
    Some(Group { title: title?, place, timezone })
}

fn labels(f: &mut Fields) -> Option<Labels> {
    let mut all = BTreeMap::new();
    for vocabulary in ["kind", "tag", "channel", "format", "role", "audience"] {
        let map = f.optional(vocabulary, MapOf(localized()), "Words to show, by word.");
        all.insert(vocabulary.to_owned(), map.unwrap_or_default());
    }
    Some(Labels(all))
}

fn feeds(f: &mut Fields) -> Option<Feeds> {
    Some(Feeds {
        limit: f.optional("limit", AtMost(1000), "How many items a feed holds.").unwrap_or(20).max(1) as usize,
        full_text: f.optional("full_text", Flag, "Whole articles, not summaries.").unwrap_or(true),
    })
}

fn default_markdown() -> Markdown {
    Markdown { raw_html: RawHtml::Sanitize, embed_hosts: Vec::new() }
}

fn markdown(f: &mut Fields) -> Option<Markdown> {
    const CHOICES: &[(&str, RawHtml)] =
        &[("sanitize", RawHtml::Sanitize), ("allow", RawHtml::Allow), ("escape", RawHtml::Escape)];
    Some(Markdown {
        raw_html: f.optional("raw_html", OneOf(CHOICES), "What becomes of HTML in Markdown.").unwrap_or(RawHtml::Sanitize),
        embed_hosts: f.list("embed_hosts", words(), "Hosts whose <iframe> may stay."),
    })
}

fn horizon(f: &mut Fields) -> Option<Horizon> {
    // Ten years each way bound what a rule and a month grid can cost.
    const MOST: AtMost = AtMost(120);
    let horizon_months = f.optional("horizon_months", MOST, "How many months ahead series are listed.").unwrap_or(12);
    let past_months = f.optional("past_months", MOST, "How many months back calendars reach.").unwrap_or(24);
    Some(Horizon { horizon_months, past_months })
}

fn default_calendar() -> Calendar {
    Calendar { public: PlanPublic::None, runway_weeks: 4, series: BTreeMap::new() }
}

fn calendar(f: &mut Fields) -> Option<Calendar> {
    const PUBLIC: &[(&str, PlanPublic)] =
        &[("none", PlanPublic::None), ("ready", PlanPublic::Ready), ("planned", PlanPublic::Planned)];
    let series = Record(|f: &mut Fields| {
        let title = f.required("title", localized(), "Name of the series.", "Tip Tuesday");
        let rrule = f.optional("rrule", rule(), "Its rhythm (RFC 5545, RRULE).");
        let start = f.optional("start", Moment::DAY, "Its first slot.");
        let channels = f.list("channels", words(), "Where it is published.");
        Some(Series { title: title?, rrule, start, channels })
    });
    let default = default_calendar();
    Some(Calendar {
        public: f.optional("public", OneOf(PUBLIC), "What readers see of the plan.").unwrap_or(default.public),
        runway_weeks: f.optional("runway_weeks", AtMost(520), "How many weeks ahead should be planned.").unwrap_or(4),
        series: f.optional("series", MapOf(series), "Rhythms of the content calendar.").unwrap_or_default(),
    })
}
