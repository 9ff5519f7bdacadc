//! `hubgen init`
#![allow(clippy::disallowed_methods)]

use super::{
    Exit,
    ask::{Person, Terminal, ask, something},
    hub, report,
};
use crate::{
    model::{
        language::{Language, Languages},
        time::Zone,
    },
    scaffold::{
        beginning::{Beginning, beginning, title},
        remote,
    },
    world::{Failure, clock, fresh, reason, surroundings},
};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Make a small hub to begin with
///
/// Writes settings, a welcome, two events, a post, a code of conduct, some questions and answers, and workflows that
/// publish the hub on GitHub Pages and check pull requests. Texts come in English (en), Arabic (ar) and Greek (el). Files
/// that exist are never written over. In a terminal and without arguments it asks.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of the new hub; default: this one
    dir: Option<PathBuf>,
    /// Languages of the hub, the default one first: en,ar
    #[arg(long, short, value_name = "TAGS", value_parser = languages)]
    languages: Option<Languages>,
    /// The community's name; default: made from the name of the folder
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Where the community lives in time: Europe/Athens; default: the zone of this machine
    #[arg(long, value_name = "ZONE", value_parser = hub::zone)]
    zone: Option<Zone>,
}

/// What has been decided.
struct Decided {
    folder: PathBuf,
    languages: Option<Languages>,
    title: Option<String>,
    zone: Option<Zone>,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Arguments { dir, languages, title, zone } = arguments;
    let silent = dir.is_none() && languages.is_none() && title.is_none() && zone.is_none();
    let decided = match Terminal::present().filter(|_| silent) {
        Some(mut terminal) => questions(&mut terminal, surroundings::zone())?,
        None => Decided {
            folder: dir.clone().unwrap_or_else(|| ".".into()),
            languages: languages.clone(),
            title: title.clone(),
            zone: *zone,
        },
    };
    make(decided)
}

fn questions(person: &mut dyn Person, zone: Option<Zone>) -> Result<Decided, Failure> {
    person.say("A small hub to begin with. Enter takes what stands in brackets; nothing is written before the last answer.\n");
    let folder = PathBuf::from(ask(person, "Folder", ".", something)?);
    let usual = title(&name(&folder)?);
    let title = ask(person, "Name of the community", &usual, something)?;
    let tags = ask(person, "Languages, the main one first (en, ar, el, or any other tag)", "en", languages)?;
    let zone = ask(person, "Time zone", zone.unwrap_or(Zone::UTC).name(), hub::zone)?;
    Ok(Decided { folder, languages: Some(tags), title: Some(title), zone: Some(zone) })
}

fn make(decided: Decided) -> Result<Exit, Failure> {
    let Decided { folder, languages, title: chosen, zone } = decided;
    if let Ok(found) = fs::metadata(&folder)
        && !found.is_dir()
    {
        return Err(Failure::Usage(format!("{} is a file; name a folder", folder.display())));
    }
    let name = name(&folder)?;
    let zone = zone.or_else(surroundings::zone).unwrap_or(Zone::UTC);
    let now = clock::now().map_err(Failure::Usage)?;
    let repository = surroundings::repository(&folder);
    let made = beginning(&Beginning {
        title: chosen.unwrap_or_else(|| title(&name)),
        folder: name,
        languages: languages.unwrap_or_else(|| Languages(Language::new("en").into_iter().collect())),
        zone,
        today: now.with_timezone(&zone).date_naive(),
        repository: repository.as_ref().and_then(|found| remote::github(&found.config)),
    });
    let files: Vec<_> = made.files.into_iter().map(|file| (file.path, file.text)).collect();
    fresh::write(&folder, &files)?;

    for note in &made.notes {
        report::progress(note);
    }
    let below = repository.filter(|found| fs::canonicalize(&folder).is_ok_and(|hub| hub != found.top));
    if let Some(found) = below {
        report::progress(&format!(
            "The folder is a part of the repository in {}. GitHub looks for workflows at its top alone: move .github/ there, \
             and name the folder in them (`hubgen build FOLDER`, `path: FOLDER/public`, `git add FOLDER/hub.lock`).",
            found.top.display()
        ));
    }
    let (place, go) = match folder == Path::new(".") {
        true => ("here".to_owned(), String::new()),
        false => (format!("in {}", folder.display()), format!("cd {} && ", folder.display())),
    };
    report::progress(&format!("{} files {place}. Look at them: {go}hubgen serve --open", files.len()));
    Ok(Exit::Done)
}

/// The name of the folder, whether it exists already or not.
fn name(folder: &Path) -> Result<String, Failure> {
    let whole = match fs::canonicalize(folder) {
        Ok(found) => found,
        Err(_) => env::current_dir()
            .map_err(|e| Failure::Machine(format!("cannot tell the current folder: {}", reason(&e))))?
            .join(folder),
    };
    Ok(whole.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned()))
}

/// Reads `en,ar`.
fn languages(text: &str) -> Result<Languages, String> {
    let mut known: Vec<Language> = Vec::new();
    for tag in text.split([',', ' ']).filter(|tag| !tag.is_empty()) {
        let language =
            Language::new(tag).ok_or_else(|| format!("`{tag}` is no language tag; write one such as en, ar-EG or el"))?;
        if known.contains(&language) {
            return Err(format!("`{tag}` is named twice"));
        }
        known.push(language);
    }
    match known.len() {
        0 => Err("name at least one: en".into()),
        // As many as anything in a hub can be told apart by.
        1..=100 => Ok(Languages(known)),
        _ => Err("no hub has more than a hundred languages".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::ask::tests::Decided as Somebody, *};

    #[test]
    fn questions_show_what_they_take_for_an_answer() {
        let mut person = Somebody::with(&["riverside-makers", "", "ar el ar", "ar, el", "Athens", ""]);
        let decided = questions(&mut person, Some(Zone::Africa__Cairo)).unwrap();
        assert_eq!(decided.title.as_deref(), Some("Riverside Makers"));
        let tags: Vec<String> = decided.languages.unwrap().0.into_iter().map(|language| language.tag).collect();
        assert_eq!(tags, ["ar", "el"]);
        assert_eq!(decided.zone, Some(Zone::Africa__Cairo));
        assert!(person.heard.contains("Time zone [Africa/Cairo]") && person.heard.contains("Europe/Athens"), "{}", person.heard);
    }

    #[test]
    fn who_goes_away_gets_nothing() {
        assert!(questions(&mut Somebody::with(&["hub", "Hub"]), None).is_err());
    }
}
