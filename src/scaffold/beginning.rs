//! A small hub to begin with.

use super::{File, Made, one_line, remote::Repository, scalar};
use crate::model::{
    language::{Language, Languages},
    path::HubPath,
    time::Zone,
};
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// What `init` is asked for.
#[derive(Clone, Debug)]
pub struct Beginning {
    pub title: String,
    /// The name of the hub's folder, for want of a better identity.
    pub folder: String,
    pub languages: Languages,
    pub zone: Zone,
    pub today: NaiveDate,
    /// Where the folder lies on GitHub.
    pub repository: Option<Repository>,
}

/// An article of the hub in one language.
struct Text {
    path: &'static str,
    text: &'static str,
}

macro_rules! texts {
    ($language:literal: $($path:literal)*) => {
        [$(Text { path: $path, text: include_str!(concat!("hub/", $language, "/", $path)) }),*]
    };
    ($language:literal) => {
        texts!($language: "index.md" "welcome.md" "events/monthly-meeting.md" "events/open-day.md" "calendar/hello.md"
               "guidelines/conduct.md" "faq/joining.md")
    };
}

/// What there is in a language.
struct Voice {
    /// Without script or region.
    tag: &'static str,
    name: &'static str,
    description: &'static str,
    readme: &'static str,
    texts: [Text; 7],
}

static VOICES: [Voice; 3] = [
    Voice {
        tag: "en",
        name: "English",
        description: "We meet once a month and help each other.",
        readme: include_str!("hub/en/README.md"),
        texts: texts!("en"),
    },
    Voice {
        tag: "ar",
        name: "Arabic",
        description: "نلتقي مرّة في الشهر ويساعد بعضنا بعضًا.",
        readme: include_str!("hub/ar/README.md"),
        texts: texts!("ar"),
    },
    Voice {
        tag: "el",
        name: "Greek",
        description: "Βρισκόμαστε μία φορά τον μήνα και βοηθάμε ο ένας τον άλλον.",
        readme: include_str!("hub/el/README.md"),
        texts: texts!("el"),
    },
];

fn voice(language: &Language) -> Option<&'static Voice> {
    let primary = language.tag.split('-').next().unwrap_or_default();
    VOICES.iter().find(|voice| voice.tag == primary)
}

/// The workflows, as they are written.
pub fn workflow(text: &str) -> String {
    text.replace("{{version}}", env!("CARGO_PKG_VERSION"))
}

/// Publishes the hub on GitHub Pages.
pub const PAGES: &str = include_str!("hub/pages.yml");
/// Looks at what people send in.
pub const CHECK: &str = include_str!("hub/check.yml");

/// Every file of the hub, hub.yaml last: as long as it is missing nothing takes the folder for a hub.
pub fn beginning(wanted: &Beginning) -> Made {
    let spoken = spoken(&wanted.languages);
    let id = id(wanted);
    let mut files = Vec::new();
    let mut add = |path: String, text: String| files.extend(HubPath::new(&path).map(|path| File { path, text }));
    for (i, (suffix, prefix, voice)) in spoken.iter().enumerate() {
        for text in &voice.texts {
            let path = match text.path {
                "calendar/hello.md" => format!("calendar/{}-hello.md", wanted.today),
                path => path.to_owned(),
            };
            let facts = if i == 0 { facts(text.path, wanted.today, &id) } else { String::new() };
            let filled = text.text.replace("{{facts}}\n", &facts).replace("{{prefix}}", prefix);
            add(format!("content/{}{suffix}.md", path.trim_end_matches(".md")), filled);
        }
    }
    let first = spoken.first().map_or(&VOICES[0], |(_, _, voice)| voice);
    add("README.md".into(), first.readme.replace("{{name}}", &one_line(&wanted.title)));
    add(".gitignore".into(), include_str!("hub/gitignore").into());
    add(".gitattributes".into(), include_str!("hub/gitattributes").into());
    add(".github/workflows/pages.yml".into(), workflow(PAGES));
    add(".github/workflows/check.yml".into(), workflow(CHECK));
    add("hub.yaml".into(), settings(wanted, &id, &spoken));
    Made { files, notes: notes(&wanted.languages, first) }
}

/// The languages that get texts: the ending of their files, the beginning of their addresses, and their texts. Where
/// none of the hub's languages has any, English stands in for the first.
fn spoken(languages: &Languages) -> Vec<(String, String, &'static Voice)> {
    let of = |id| {
        let suffix = if languages.prefix(id).is_empty() { String::new() } else { format!(".{}", languages.tag(id)) };
        Some((suffix, languages.prefix(id), voice(languages.get(id))?))
    };
    let spoken: Vec<_> = languages.ids().filter_map(of).collect();
    match spoken.is_empty() {
        true => vec![(String::new(), String::new(), &VOICES[0])],
        false => spoken,
    }
}

fn notes(languages: &Languages, first: &Voice) -> Vec<String> {
    let none = voice(languages.get(crate::model::language::LangId::DEFAULT)).is_none();
    let alone = languages.0.iter().all(|language| voice(language).is_none());
    let silent: Vec<&str> = languages.0.iter().filter(|l| voice(l).is_none()).map(|l| l.tag.as_str()).collect();
    match silent[..] {
        [] => Vec::new(),
        [..] if alone => vec![format!(
            "hubgen brings no text in {}: the files of {} are in English, for you to translate.",
            silent.join(", "),
            silent[0]
        )],
        [..] => {
            let tag = silent[0];
            let file = if none { "content/welcome.md".to_owned() } else { format!("content/welcome.{tag}.md") };
            vec![format!(
                "hubgen brings no text in {}: its pages lead to the ones in {} until you write some, such as {file}.",
                silent.join(", "),
                first.name
            )]
        }
    }
}

/// The fields that translations inherit.
fn facts(path: &str, today: NaiveDate, id: &str) -> String {
    match path {
        "events/monthly-meeting.md" => format!(
            "date: {today}\nstart: {}T18:00\nduration: 2h\nrrule: FREQ=MONTHLY;BYDAY=1TH\nuid: monthly-meeting@{id}\n",
            first_thursday(today)
        ),
        "events/open-day.md" => {
            format!("date: {today}\nstart: {}T11:00\nduration: 3h\nuid: open-day@{id}\n", saturday(today))
        }
        "calendar/hello.md" => format!("date: {today}\n"),
        "guidelines/conduct.md" => format!(
            "version: \"1.0\"\neffective: {today}\nreviewed: {today}\n\
             # Whom to tell. Two are better than one: take the # away, and write who they are.\n\
             # contacts:\n#   - {{name: Maya, email: maya@example.org, languages: [en]}}\n\
             #   - {{name: Yannis, email: yannis@example.org, languages: [el, en]}}\n"
        ),
        _ => String::new(),
    }
}

/// The next first Thursday of a month, after today.
fn first_thursday(today: NaiveDate) -> NaiveDate {
    let thursday = |day: &NaiveDate| day.weekday() == Weekday::Thu && day.day() <= 7;
    today.iter_days().skip(1).find(thursday).unwrap_or(today)
}

/// A Saturday, two to three weeks from now: time enough to tell people.
fn saturday(today: NaiveDate) -> NaiveDate {
    let from = today.checked_add_days(Days::new(14)).unwrap_or(today);
    from.iter_days().find(|day| day.weekday() == Weekday::Sat).unwrap_or(from)
}

/// A name for calendars and feeds. It must not be the host of `base_url`, which hubs may share, or leave.
fn id(wanted: &Beginning) -> String {
    if let Some(repository) = &wanted.repository {
        return repository.id();
    }
    let name = |text: &str| {
        let words: Vec<String> =
            text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_ascii_lowercase).collect();
        let ascii = text.chars().filter(|c| c.is_alphanumeric()).all(|c| c.is_ascii());
        (ascii && !words.is_empty()).then(|| words.join("-"))
    };
    let name = name(&wanted.title).or_else(|| name(&wanted.folder)).unwrap_or_else(|| format!("hub-{}", wanted.today));
    let short: String = name.chars().take(60).collect();
    format!("{}.example", short.trim_end_matches('-'))
}

fn settings(wanted: &Beginning, id: &str, spoken: &[(String, String, &Voice)]) -> String {
    let tags: Vec<&str> = wanted.languages.0.iter().map(|language| language.tag.as_str()).collect();
    let description = match spoken {
        [(_, _, voice)] => format!("description: {}", scalar(voice.description)),
        several => {
            let line = |(suffix, _, voice): &(String, String, &Voice)| {
                let tag = if suffix.is_empty() { tags[0] } else { suffix.trim_start_matches('.') };
                format!("\n  {tag}: {}", scalar(voice.description))
            };
            format!("description:{}", several.iter().map(line).collect::<String>())
        }
    };
    let (address, repository) = match &wanted.repository {
        Some(repository) => (
            format!(
                "# Where the site will be: on GitHub Pages, unless you have a domain of your own.\nbase_url: {}\n",
                repository.pages()
            ),
            format!("\n# Where the source is; pages then say \"edit this page\".\nrepository: {}\n", repository.url()),
        ),
        None => (
            "# Where the site will be. On GitHub Pages: https://OWNER.github.io/REPOSITORY/\nbase_url: https://example.org/\n"
                .to_owned(),
            "\n# Where the source is; pages then say \"edit this page\".\n# repository: https://github.com/OWNER/REPOSITORY\n"
                .to_owned(),
        ),
    };
    include_str!("hub/hub.yaml")
        .replace("{{title}}", &scalar(&wanted.title))
        .replace("{{description}}", &description)
        .replace("{{id}}", id)
        .replace("{{address}}", &address)
        .replace("{{languages}}", &format!("[{}]", tags.join(", ")))
        .replace("{{zone}}", wanted.zone.name())
        .replace("{{repository}}", &repository)
}

/// A title out of the name of a folder: `riverside-makers` is "Riverside Makers".
pub fn title(folder: &str) -> String {
    let words = folder.split(|c: char| c.is_whitespace() || "-_.".contains(c)).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
    };
    let title = words.map(capital).collect::<Vec<_>>().join(" ");
    if title.is_empty() { "Our hub".to_owned() } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_lie_ahead() {
        let mut day = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        for _ in 0..800 {
            let (thursday, saturday) = (first_thursday(day), saturday(day));
            assert!(thursday > day && thursday.weekday() == Weekday::Thu && thursday.day() <= 7);
            assert!(saturday > day && saturday.weekday() == Weekday::Sat && saturday - day < chrono::Duration::days(21));
            day = day.succ_opt().unwrap();
        }
    }

    #[test]
    fn folders_give_titles_and_ids() {
        assert_eq!(title("riverside-makers"), "Riverside Makers");
        assert_eq!(title("..."), "Our hub");
        let mut wanted = Beginning {
            title: "صُنّاع الضفّة".into(),
            folder: "hub two".into(),
            languages: Languages(Language::new("ar").into_iter().collect()),
            zone: Zone::UTC,
            today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
            repository: None,
        };
        assert_eq!(id(&wanted), "hub-two.example");
        wanted.folder = "ورشة".into();
        assert_eq!(id(&wanted), "hub-2026-11-21.example");
        wanted.title = "Riverside Makers".into();
        assert_eq!(id(&wanted), "riverside-makers.example");
    }
}
