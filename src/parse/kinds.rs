//! The fields of every type of article: one line a field.

mod event;

pub use event::{check_translation, inherit_overrides};

use super::{
    body::Renderer,
    fields::{Fields, MapOr, Record, Shape, Then, Trail},
    names::slug,
    shapes::*,
};
use crate::{
    diagnostic::{Finding, catalogue::*, suggest},
    model::{article::*, path::HubPath, settings::Settings, time::When},
};
use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// What the reading of an article needs besides its fields.
pub struct Context<'a> {
    pub settings: &'a Settings,
    pub renderer: &'a Renderer,
    pub path: &'a HubPath,
    /// What references may name; `None` where only the shape of fields is asked for.
    pub ids: Option<&'a Ids>,
    /// The date that the file name begins with.
    pub named_date: Option<When>,
    /// What was noticed in pieces of Markdown.
    pub findings: RefCell<Vec<Finding>>,
}

/// Ids of every article of a kind.
pub type Ids = HashMap<Kind, BTreeSet<String>>;

impl Context<'_> {
    fn known(&self, kind: Kind, id: &str) -> Result<String, Option<String>> {
        let wanted = slug(id.trim_start_matches('@'));
        let Some(ids) = self.ids else { return Ok(wanted) };
        match ids.get(&kind) {
            Some(all) if all.contains(&wanted) => Ok(wanted),
            Some(all) => Err(suggest(&wanted, all.iter().map(String::as_str), &format!("{}s of this hub", kind.word()))),
            None => Err(Some(format!("write the file content/{}/{wanted}.md first", kind.section().unwrap_or_default()))),
        }
    }

    /// A member by id, or a guest.
    fn person(&self) -> impl Shape<Out = PersonRef> {
        Then(person(), |person: PersonRef, trail: &mut Trail| match person {
            PersonRef::Member(id) => match self.known(Kind::Member, &id) {
                Ok(id) => Some(PersonRef::Member(id)),
                Err(help) => {
                    let meant = help.filter(|h| h.starts_with("did you mean"));
                    let several: Vec<&str> = id.split([',', '،', '&']).map(str::trim).filter(|name| !name.is_empty()).collect();
                    if several.len() > 1 {
                        let help = format!("write a list: `[{}]`", several.join(", "));
                        trail.say(&REFERENCE_MEMBER, format!("`{id}` is more than one member"), help);
                        return None;
                    }
                    let file = format!("content/members/{}.md", slug(&id));
                    let help = meant.unwrap_or_else(|| format!("write the file {file}; or `{{name: {id}}}` for a guest"));
                    trail.say(&REFERENCE_MEMBER, format!("there is no member `{id}`"), help);
                    None
                }
            },
            guest => Some(guest),
        })
    }

    /// An article of another kind by id.
    fn article(&self, kind: Kind) -> impl Shape<Out = String> {
        Then(words(), move |id: String, trail: &mut Trail| {
            let code = if kind == Kind::Event { &REFERENCE_EVENT } else { &REFERENCE_MEMBER };
            self.known(kind, &id).map_err(|help| trail.say(code, format!("there is no {} `{id}`", kind.word()), help)).ok()
        })
    }

    /// A chapter of hub.yaml.
    fn group(&self) -> impl Shape<Out = String> {
        Then(words(), |name: String, trail: &mut Trail| {
            let groups = &self.settings.groups;
            if self.ids.is_some() && !groups.contains_key(&name) {
                let help = suggest(&name, groups.keys().map(String::as_str), "groups of hub.yaml")
                    .unwrap_or_else(|| format!("add `groups: {{{name}: {{title: …}}}}` to hub.yaml"));
                trail.say(&REFERENCE_GROUP, format!("there is no group `{name}` in hub.yaml"), help);
                return None;
            }
            Some(name)
        })
    }

    /// A series of hub.yaml.
    fn series(&self) -> impl Shape<Out = String> {
        Then(words(), |name: String, trail: &mut Trail| {
            let series = &self.settings.calendar.series;
            if self.ids.is_some() && !series.contains_key(&name) {
                let help = suggest(&name, series.keys().map(String::as_str), "series of hub.yaml")
                    .unwrap_or_else(|| format!("add `calendar: {{series: {{{name}: {{title: …}}}}}}` to hub.yaml"));
                trail.say(&REFERENCE_SERIES, format!("there is no series `{name}` in hub.yaml"), help);
                return None;
            }
            Some(name)
        })
    }
}

/// Fields that a translation does not inherit. `title` is among them because it falls back with its own language.
pub const NOT_INHERITED: &[&str] =
    &["title", "description", "image_alt", "quote", "questions", "slug", "aliases", "draft", "updated"];

/// Reads the fields that every type has.
pub fn common(f: &mut Fields, context: &Context) -> Common {
    Common {
        title: f.optional("title", words(), "Title, as plain text.").unwrap_or_default(),
        title_language: None,
        description: f.optional("description", Text, "One or two sentences for lists, feeds and search engines."),
        date: f.optional("date", Moment::DAY, "When it is announced or published."),
        updated: f.optional("updated", Moment::DAY, "When it last changed in a way that matters."),
        draft: f.optional("draft", Flag, "True: not published.").unwrap_or(false),
        tags: f.list("tags", term(), "What it is about."),
        audience: f.list("audience", term(), "Who it is for."),
        authors: f.list("authors", context.person(), "Who wrote it: member ids, or guests with a name."),
        image: f.optional("image", words(), "The leading picture."),
        image_alt: f.optional("image_alt", Text, "Words for those who do not see it."),
        slug: f.optional("slug", words(), "The last part of the address, in place of the file name."),
        aliases: f.list("aliases", words(), "Old addresses that lead here."),
        weight: f.optional("weight", Whole, "Order in lists that have no other: lighter first.").unwrap_or(0),
        unlisted: f
            .optional("unlisted", Flag, "True: published, but in no list, feed, calendar, search or sitemap.")
            .unwrap_or(false),
        allow: f.list("allow", code(), "Findings not wanted for this file, by code."),
        extra: f.optional("extra", Anything, "Anything, for templates.").unwrap_or_default(),
    }
}

/// Reads the fields of one type. `None`: it was said why.
pub fn facts(kind: Kind, f: &mut Fields, context: &Context, common: &mut Common) -> Option<Facts> {
    match kind {
        Kind::Page => Some(Facts::Page),
        Kind::Entry => entry(f, context, common).map(Facts::Entry),
        Kind::Event => event::event(f, context).map(Facts::Event),
        Kind::Guideline => Some(Facts::Guideline(guideline(f))),
        Kind::Member => member(f, context).map(Facts::Member),
        Kind::Spotlight => spotlight(f, context, common).map(Facts::Spotlight),
        Kind::Faq => Some(Facts::Faq(Faq { category: f.optional("category", Text, "What the topic belongs to.") })),
    }
}

/// `date` from the file name, or a finding that asks for it.
fn dated(f: &mut Fields, context: &Context, common: &mut Common) -> Option<()> {
    common.date = common.date.or(context.named_date);
    if common.date.is_none() && !f.states("date") {
        let help = match super::meant::date_of_name(context.path.name()) {
            Some((found, help)) => format!("the name of the file begins with `{found}`, which is no date; {help}"),
            None => "add `date: 2026-12-01`, or begin the name of the file with it".into(),
        };
        f.missing("date", Some(help));
    }
    common.date.map(|_| ())
}

fn entry(f: &mut Fields, context: &Context, common: &mut Common) -> Option<Entry> {
    let status = f.optional("status", OneOf(&Progress::ALL), "How far it is. Only `ready` and `published` are for readers.");
    let status_sound = status.is_some() || !f.states("status");
    let entry = Entry {
        status: status.unwrap_or(Progress::Published),
        series: f.optional("series", context.series(), "The series of hub.yaml that it belongs to."),
        owner: f.optional("owner", context.person(), "Who sees to it. Never published."),
        channels: f.list("channels", words(), "Where it is published: blog, newsletter, chat, …"),
        format: f.optional("format", words(), "article, video, infographic, poll, ama, member-content, …"),
        due: f.optional("due", Moment::DAY, "When it has to be ready. Never published."),
        url: f.optional("url", WebAddress, "Where it is published, if elsewhere."),
        event: f.optional("event", context.article(Kind::Event), "The event it is about, by id."),
        notes: f.optional("notes", Text, "For the team. Never published."),
    };
    dated(f, context, common)?;
    status_sound.then_some(entry)
}
fn guideline(f: &mut Fields) -> Guideline {
    let contact = || {
        Record(|f: &mut Fields| {
            let name = f.required("name", words(), "A person or a role.", "Care team");
            let email = f.optional("email", Email, "E-mail address.");
            let url = f.optional("url", WebAddress, "Web address.");
            let languages = f.list("languages", words(), "Languages they answer in (tags).");
            Some(GuidelineContact { name: name?, email, url, languages })
        })
    };
    let based_on = Record(|f: &mut Fields| {
        let name = f.required("name", words(), "Name of the text.", "Contributor Covenant");
        let url = f.optional("url", WebAddress, "Its address.");
        Some(BasedOn { name: name?, url })
    });
    let change = Record(|f: &mut Fields| {
        let date = f.required("date", Moment::DAY, "The day of the change.", "2026-12-01");
        let summary = f.required("summary", words(), "What changed, in a sentence.", "A second contact");
        Some(Change { date: date?, summary: summary? })
    });
    Guideline {
        version: f.optional("version", Text, "Version, in quotes if it has a dot."),
        effective: f.optional("effective", Moment::DAY, "In force since."),
        reviewed: f.optional("reviewed", Moment::DAY, "Last looked over."),
        contacts: f.list("contacts", contact(), "Whom to tell."),
        report_url: f.optional("report_url", WebAddress, "Where to report."),
        applies_to: f.optional("applies_to", Text, "Where it holds."),
        based_on: f.optional(
            "based_on",
            MapOr(based_on, Then(words(), |name: String, _: &mut Trail| Some(BasedOn { name, url: None }))),
            "The text it was made from.",
        ),
        changes: f.list("changes", change, "What changed and when."),
    }
}

fn member(f: &mut Fields, context: &Context) -> Option<Member> {
    let name = f.required("name", words(), "The name, as the person writes it.", "Amina Benali");
    let consent = f.required(
        "consent",
        consent(),
        "Whether the person agreed to be shown; without it nothing of them is published.",
        "true` or `consent: false",
    );
    let link = Record(|f: &mut Fields| {
        let label = f.required("label", words(), "Words of the link.", "My site");
        let url = f.required("url", WebAddress, "Where it leads.", "https://example.org/");
        Some(MemberLink { label: label?, url: url? })
    });
    let member = Member {
        name: name.clone().unwrap_or_default(),
        consent: consent.unwrap_or(Consent::Withheld),
        pronouns: f.optional("pronouns", Text, "Pronouns."),
        roles: f.list("roles", words(), "ambassador, moderator, expert, …"),
        group: f.optional("group", context.group(), "Chapter, by its name in hub.yaml."),
        joined: f.optional("joined", Moment::ANY, "Here since."),
        place: f.optional("place", Text, "Where they live."),
        languages: f.list("languages", words(), "Languages they speak (tags)."),
        avatar: f.optional("avatar", words(), "Portrait."),
        avatar_alt: f.optional("avatar_alt", Text, "Words for those who do not see it."),
        links: f.list("links", link, "Addresses of their own."),
        topics: f.list("topics", words(), "What they can be asked about."),
        badges: f.list("badges", words(), "Thanks given."),
    };
    name.map(|_| member)
}

fn consent() -> impl Shape<Out = Consent> {
    let record = Record(|f: &mut Fields| {
        let since = f.optional("since", Moment::DAY, "From when.");
        let until = f.optional("until", Moment::DAY, "Until when; the day itself is included.");
        // An unreadable date may not publish somebody.
        let sound = (since.is_some() || !f.states("since")) && (until.is_some() || !f.states("until"));
        Some(if sound { Consent::Given { since, until } } else { Consent::Withheld })
    });
    MapOr(
        record,
        Then(Flag, |yes: bool, _: &mut Trail| {
            Some(if yes { Consent::Given { since: None, until: None } } else { Consent::Withheld })
        }),
    )
}

fn spotlight(f: &mut Fields, context: &Context, common: &mut Common) -> Option<Spotlight> {
    let question = Record(|f: &mut Fields| {
        let q = f.required("q", words(), "The question.", "How did you begin?");
        let a = f.required("a", words(), "The answer, in Markdown.", "With a broken lamp.");
        let (q, a) = (q?, a?);
        let (body, findings) = context.renderer.piece(context.path, &a);
        context.findings.borrow_mut().extend(findings);
        Some(Interview { q, a: Arc::new(body) })
    });
    let member =
        f.required("member", context.article(Kind::Member), "Who it is about: the name of a file in content/members.", "amina");
    let quote = f.optional("quote", Text, "The words to remember.");
    let questions = f.list("questions", question, "The interview, besides the body.");
    dated(f, context, common)?;
    Some(Spotlight { member: member?, quote, questions })
}
