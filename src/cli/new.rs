//! `hubgen new`
#![allow(clippy::disallowed_methods)]

use super::{
    Exit,
    ask::{Person, Terminal, agreed, ask, something},
    hub, report,
};
use crate::{
    diagnostic::Finding,
    model::{
        article::Kind,
        hub::Hub,
        rule::Rule,
        time::{NotATime, When, Zone},
    },
    pipeline,
    scaffold::{
        article::{PostWish, What, Wish, article},
        event::{EventWish, Taking},
        repeat,
    },
    world::{Failure, clock, disk, fresh, themes},
};
use chrono::NaiveDate;
use std::path::{Path, PathBuf};

/// Make a file with the right fields
///
/// The file gets its name from the title and says what each field is for. Its path is printed on stdout. Nothing is ever
/// written over. In a terminal, what is missing is asked for: `hubgen new`, `hubgen new event`.
#[derive(Debug, clap::Args)]
#[command(subcommand_value_name = "TYPE", subcommand_help_heading = "Types")]
pub struct Arguments {
    #[command(subcommand)]
    what: Option<Type>,
}

#[derive(Debug, clap::Subcommand)]
enum Type {
    Event(Box<Event>),
    Post(Post),
    Member(Member),
    Spotlight(Spotlight),
    Guideline(Guideline),
    Faq(Faq),
    Page(Page),
}

/// What can be said of every type.
#[derive(Debug, Default, clap::Args)]
struct Common {
    /// Language of the file; of something that is there in another language: its translation
    #[arg(long, value_name = "TAG")]
    lang: Option<String>,
    /// Name of the file, without its ending; default: made from the title
    #[arg(long, value_name = "NAME")]
    slug: Option<String>,
    /// When it is announced or published; default: today
    #[arg(long, value_name = "DAY", value_parser = day)]
    date: Option<NaiveDate>,
    /// Keep it from being published
    #[arg(long)]
    draft: bool,
    /// The hub's folder; default: the nearest upwards that holds hub.yaml
    #[arg(long, value_name = "FOLDER")]
    hub: Option<PathBuf>,
}

/// An event, or a series of events
#[derive(Debug, Default, clap::Args)]
struct Event {
    title: Option<String>,
    /// When it begins: 2026-12-03T18:00; a day: all of it; a month: not fixed yet. Default: next month
    #[arg(long, value_name = "TIME", value_parser = start)]
    start: Option<When>,
    /// Time zone of the event; default: the group's, else the hub's
    #[arg(long, value_name = "ZONE", value_parser = hub::zone)]
    zone: Option<Zone>,
    /// How it repeats: daily, weekly, weekly:TU,TH, monthly:1TH, monthly:15, yearly, or a whole rule FREQ=…
    #[arg(long, value_name = "RHYTHM", value_parser = repeat::rule, allow_hyphen_values = true)]
    repeat: Option<Rule>,
    /// The chapter that holds it, by its name in hub.yaml
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// Where
    #[arg(long, value_name = "PLACE")]
    location: Option<String>,
    /// Online: `--online` tells those who register how, `--online=https://…` tells everybody
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = online)]
    online: Option<Taking>,
    #[command(flatten)]
    common: Common,
}

/// An entry of the content calendar
#[derive(Debug, Default, clap::Args)]
struct Post {
    title: Option<String>,
    /// The series of hub.yaml that it belongs to; default of --date: its next day without a post
    #[arg(long, value_name = "NAME")]
    series: Option<String>,
    /// How far it is: idea, planned, writing, review, ready, published. Default: writing if it has an owner or a series, else idea
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// The member who sees to it
    #[arg(long, value_name = "MEMBER")]
    owner: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// A person; nothing of them is published before they have agreed
#[derive(Debug, Default, clap::Args)]
struct Member {
    #[arg(value_name = "NAME")]
    title: Option<String>,
    /// They have agreed to be shown on the site
    #[arg(long)]
    consent: bool,
    /// Their chapter, by its name in hub.yaml
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    #[command(flatten)]
    common: Common,
}

/// A member spotlight
#[derive(Debug, Default, clap::Args)]
struct Spotlight {
    title: Option<String>,
    /// Whom it is about
    #[arg(long, value_name = "MEMBER")]
    member: Option<String>,
    #[command(flatten)]
    common: Common,
}

macro_rules! plain {
    ($($(#[$about:meta])* $name:ident)*) => {
        $($(#[$about])*
        #[derive(Debug, Default, clap::Args)]
        struct $name {
            title: Option<String>,
            #[command(flatten)]
            common: Common,
        })*
    };
}

plain! {
    /// A guideline: rules with numbers
    Guideline
    /// A topic with questions and answers
    Faq
    /// A plain page
    Page
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let mut terminal = Terminal::present();
    let mut person = terminal.as_mut().map(|terminal| terminal as &mut dyn Person);
    let what = match (&arguments.what, &mut person) {
        (Some(what), _) => what,
        (None, Some(person)) => {
            &ask(*person, "What shall it be? event, post, member, spotlight, guideline, faq or page", "event", named)?
        }
        (None, None) => {
            return Err(Failure::Usage("say what: hubgen new event \"Repair café\"; `hubgen new --help` shows all types".into()));
        }
    };
    let common = what.common();
    let root = hub::find(common.hub.as_deref())?;
    let hub = read(&root)?;
    let today = clock::now().map_err(Failure::Usage)?.with_timezone(&hub.settings.timezone).date_naive();
    let asked = what.title().is_none();
    let wish = match (asked, person) {
        (true, Some(person)) => questions(person, &hub, what, today)?,
        (true, None) => {
            return Err(Failure::Usage(format!("a {} needs a title: hubgen new {0} \"…\"", what.kind().word())));
        }
        (false, _) => what.wish(what.title().unwrap_or_default())?,
    };
    let made = article(&hub, &wish, today).map_err(Failure::Usage)?;
    let files: Vec<_> = made.files.into_iter().map(|file| (file.path, file.text)).collect();
    fresh::write(&root, &files)?;
    for note in &made.notes {
        report::progress(note);
    }
    let path = |name: &str| format!("{}\n", hub::shown(&root.join(name)).display());
    report::text(&files.iter().map(|(name, _)| path(name.as_str())).collect::<String>())?;
    Ok(Exit::Done)
}

/// The hub. What is wrong with its articles is not in the way; what is wrong with its settings is.
fn read(root: &Path) -> Result<Hub, Failure> {
    let (hub, findings) = pipeline::understand(&disk::read_hub(root, None), &themes::built_in());
    let in_the_way = |finding: &Finding| {
        let file = finding.place.as_ref().map_or("", |place| place.path.as_str());
        finding.is_error() && (hub.is_none() || matches!(file, "hub.yaml" | "hub.lock"))
    };
    let wrong: Vec<Finding> = findings.iter().filter(|finding| in_the_way(finding)).cloned().collect();
    match hub {
        Some(hub) if wrong.is_empty() => Ok(hub),
        _ => Err(Failure::Content(wrong)),
    }
}

impl Type {
    fn kind(&self) -> Kind {
        match self {
            Type::Event(_) => Kind::Event,
            Type::Post(_) => Kind::Entry,
            Type::Member(_) => Kind::Member,
            Type::Spotlight(_) => Kind::Spotlight,
            Type::Guideline(_) => Kind::Guideline,
            Type::Faq(_) => Kind::Faq,
            Type::Page(_) => Kind::Page,
        }
    }

    fn parts(&self) -> (&Option<String>, &Common) {
        match self {
            Type::Event(event) => (&event.title, &event.common),
            Type::Post(Post { title, common, .. })
            | Type::Member(Member { title, common, .. })
            | Type::Spotlight(Spotlight { title, common, .. })
            | Type::Guideline(Guideline { title, common })
            | Type::Faq(Faq { title, common })
            | Type::Page(Page { title, common }) => (title, common),
        }
    }

    fn title(&self) -> Option<&str> {
        self.parts().0.as_deref()
    }

    fn common(&self) -> &Common {
        self.parts().1
    }

    /// What was asked for on the command line.
    fn wish(&self, title: &str) -> Result<Wish, Failure> {
        let what = match self {
            Type::Event(event) => What::Event(Box::new(EventWish {
                start: event.start,
                zone: event.zone,
                repeat: event.repeat.clone(),
                group: event.group.clone(),
                location: event.location.clone(),
                online: event.online.clone(),
            })),
            Type::Post(Post { series, status, owner, .. }) => {
                What::Post(PostWish { series: series.clone(), status: status.clone(), owner: owner.clone() })
            }
            Type::Member(Member { consent, group, .. }) => What::Member { consents: *consent, group: group.clone() },
            Type::Spotlight(Spotlight { member, .. }) => match member {
                Some(member) => What::Spotlight { member: member.clone() },
                None => return Err(Failure::Usage("say whom it is about: --member amina".into())),
            },
            Type::Guideline(_) => What::Guideline,
            Type::Faq(_) => What::Faq,
            Type::Page(_) => What::Page,
        };
        let Common { lang, slug, date, draft, .. } = self.common();
        Ok(Wish { title: title.into(), language: lang.clone(), slug: slug.clone(), date: *date, draft: *draft, what })
    }
}

/// Asks for what everybody has to say of such a thing, and no more.
fn questions(person: &mut dyn Person, hub: &Hub, what: &Type, today: NaiveDate) -> Result<Wish, Failure> {
    let label = if matches!(what, Type::Member(_)) { "Name" } else { "Title" };
    let title = ask(person, label, "", something)?;
    if let Type::Spotlight(Spotlight { member: None, common, .. }) = what {
        let member = ask(person, "Which member is it about (the name of the file)", "", |text| {
            let known = hub.find(Kind::Member, text.trim_start_matches('@')).is_some();
            if known { Ok(text.to_owned()) } else { Err(format!("there is no content/members/{text}.md")) }
        })?;
        let Common { lang, slug, date, draft, .. } = common;
        let (language, slug) = (lang.clone(), slug.clone());
        return Ok(Wish { title, language, slug, date: *date, draft: *draft, what: What::Spotlight { member } });
    }
    let mut wish = what.wish(&title)?;
    match &mut wish.what {
        What::Event(event) if event.is_empty() => {
            let example = format!("When does it begin? {today}T18:00, a day, or a month if that is all you know");
            event.start = ask(person, &example, "not known yet", |text| match text {
                "not known yet" => Ok(None),
                text => start(text).map(Some),
            })?;
            if event.start.is_some_and(|start| !matches!(start, When::Month { .. })) {
                event.repeat = ask(person, "Does it repeat? weekly, monthly:1TH, yearly, …", "no", |text| match text {
                    "no" => Ok(None),
                    text => repeat::rule(text).map(Some),
                })?;
            }
            let place = ask(person, "Where", "not known yet", something)?;
            event.location = (place != "not known yet").then_some(place);
        }
        What::Post(PostWish { series: None, .. }) if wish.date.is_none() => {
            wish.date = Some(ask(person, "On which day shall it be published", &today.to_string(), day)?);
        }
        What::Member { consents: consents @ false, .. } => {
            *consents = ask(person, "Have they agreed to be shown on the site? yes or no", "no", agreed)?;
        }
        _ => {}
    }
    Ok(wish)
}

/// A type by its name, with nothing said about it.
fn named(text: &str) -> Result<Type, String> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "event" => Type::Event(Box::default()),
        "post" => Type::Post(Post::default()),
        "member" => Type::Member(Member::default()),
        "spotlight" => Type::Spotlight(Spotlight::default()),
        "guideline" => Type::Guideline(Guideline::default()),
        "faq" => Type::Faq(Faq::default()),
        "page" => Type::Page(Page::default()),
        _ => return Err(format!("there is no type `{text}`")),
    })
}

fn start(text: &str) -> Result<When, String> {
    When::parse(text).map_err(|why| match why {
        NotATime::Abbreviation { found, write } => format!("leave `{found}` out, and say --zone {write}"),
        NotATime::Impossible(why) => why,
        NotATime::Form => "write a time, a day or a month: 2026-12-03T18:00, 2026-12-03, 2026-12".into(),
    })
}

fn day(text: &str) -> Result<NaiveDate, String> {
    match When::parse(text) {
        Ok(When::Day(day)) => Ok(day),
        Err(NotATime::Impossible(why)) => Err(why),
        _ => Err("write a day: 2026-12-03".into()),
    }
}

fn online(text: &str) -> Result<Taking, String> {
    match text {
        "true" => Ok(Taking::OnRegistration),
        address if is_web(address) => Ok(Taking::Address(address.into())),
        _ => Err("write a whole address: --online=https://meet.example/us".into()),
    }
}

fn is_web(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}
