//! What `init` and `new` write: does it pass, today and a year from now, and is nothing ever written over?

use crate::bench::{Temp, build, hubgen, repository, request, tree};
use assert_cmd::assert::Assert;
use hubgen::{
    diagnostic::Severity,
    scaffold::beginning::{CHECK, PAGES, workflow},
};
use serde_yaml::Value;
use std::{fs, path::Path};

/// 2026-11-21T12:00Z.
const TODAY: &str = "1795262400";

fn run(folder: &Path, arguments: &[&str]) -> Assert {
    let mut command = hubgen();
    command.env("SOURCE_DATE_EPOCH", TODAY).env("TZ", "Europe/Athens").current_dir(folder).args(arguments);
    command.assert()
}

fn out(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn err(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

/// A hub as `init` makes it.
fn begun(languages: &str) -> Temp {
    let folder = Temp::with::<&str, &str>([]);
    run(folder.path(), &["init", "riverside-makers", "--languages", languages]).code(0);
    folder
}

#[test]
fn a_hub_begins_without_findings_and_stays_so() {
    for languages in ["en", "ar", "el", "pt-BR", "en,ar,el", "pt-BR,en", "ar-EG,el", "zh-Hant,fa"] {
        let folder = begun(languages);
        let hub = folder.path().join("riverside-makers");
        run(&hub, &["check", "--deny-warnings"]).code(0);
        run(&hub, &["build"]).code(0);
        for now in ["2026-11-21", "2026-11-22T00:30Z", "2026-12-24", "2027-05-01", "2027-11-20", "2028-11-21", "2031-01-01"] {
            let built = build(&hub, &request(now));
            assert!(built.site.is_some(), "{languages} at {now}");
            // The theme has no words in some languages, and after a year somebody should look over the rules again.
            let expected = ["settings/strings", "guideline/unreviewed"];
            for finding in built.findings {
                let code = finding.code.name;
                let known = expected.contains(&code) && (code != expected[1] || now > "2027-11-21");
                assert!(known && finding.severity() == Severity::Note, "{languages} at {now}: {code} {}", finding.message);
            }
        }
    }
}

#[test]
fn a_hub_has_its_languages_side_by_side() {
    let folder = begun("ar,en,el");
    let hub = folder.path().join("riverside-makers");
    let file = |path: &str| fs::read_to_string(hub.join("content").join(path)).unwrap();
    assert!(file("events/monthly-meeting.md").contains("start: 2026-12-03T18:00") && file("welcome.md").contains("أهلًا بك"));
    assert!(!file("events/monthly-meeting.en.md").contains("start:") && file("welcome.el.md").contains("/el/calendar/"));
    let settings = fs::read_to_string(hub.join("hub.yaml")).unwrap();
    for line in ["title: Riverside Makers", "languages: [ar, en, el]", "timezone: Europe/Athens", "id: riverside-makers.example"]
    {
        assert!(settings.contains(line), "{line}\n{settings}");
    }
    let note = err(&run(folder.path(), &["init", "other", "--languages", "nl"]));
    assert!(note.contains("no text in nl"), "{note}");
}

#[test]
fn a_repository_of_github_tells_the_address() {
    let folder = Temp::with([(".git/config", "[remote \"origin\"]\n\turl = git@github.com:Riverside/makers.git\n")]);
    let said = err(&run(folder.path(), &["init", "--title", "AMA: \"us\" #1"]).code(0));
    assert!(!said.contains("part of the repository"), "{said}");
    let settings = fs::read_to_string(folder.path().join("hub.yaml")).unwrap();
    for line in ["base_url: https://riverside.github.io/makers/", "repository: https://github.com/Riverside/makers"] {
        assert!(settings.contains(&format!("\n{line}\n")), "{settings}");
    }
    run(folder.path(), &["check", "--deny-warnings"]).code(0);
    let said = err(&run(folder.path(), &["init", "docs/hub"]).code(0));
    assert!(said.contains("part of the repository"), "{said}");
}

#[test]
fn init_writes_all_or_nothing() {
    let folder = Temp::with([("README.md", "mine"), ("content/index.md", "mine"), ("other.txt", "mine")]);
    let before = tree(folder.path());
    let said = err(&run(folder.path(), &["init"]).code(2));
    assert!(said.contains("README.md") && said.contains("content/index.md") && said.contains("nothing was written"), "{said}");
    assert!(tree(folder.path()) == before);
    run(folder.path(), &["init", "other.txt"]).code(2);
    run(folder.path(), &["init", "hub", "--languages", "en,english!"]).code(2);
    run(folder.path(), &["init", "hub", "--languages", "en,en"]).code(2);
    run(folder.path(), &["init", "hub", "--zone", "EST5"]).code(2);
    assert!(tree(folder.path()) == before);
    run(folder.path(), &["init", "hub"]).code(0);
    run(folder.path(), &["init", "hub"]).code(2);
}

#[test]
fn every_type_passes_as_it_is_made() {
    let folder = begun("en,ar");
    let hub = folder.path().join("riverside-makers");
    let deep = hub.join("content/events");
    for (arguments, path, lines) in [
        (
            &["event", "Repair café"][..],
            "events/repair-café.md",
            &["start: 2026-12\n", "date: 2026-11-21", "uid: repair-café@"][..],
        ),
        (
            &["event", "Night: school", "--start", "2026-12-04T18:00", "--repeat", "monthly:1TH", "--zone", "Africa/Cairo"],
            "events/night-school.md",
            &["title: \"Night: school\"", "start: 2027-01-07T18:00", "rrule: FREQ=MONTHLY;BYDAY=1TH", "timezone: Africa/Cairo"],
        ),
        (
            &["event", "Talk", "--start", "2027-02-01", "--location", "Hall, 1st floor", "--online"],
            "events/talk.md",
            &["location: Hall, 1st floor", "online: true"],
        ),
        (
            &["event", "Call", "--start", "2027-02-01T10:00Z", "--online=https://meet.example/us"],
            "events/call.md",
            &["online: https://meet.example/us"],
        ),
        (&["event", "مقهى الإصلاح", "--lang", "ar"], "events/مقهى-الإصلاح.ar.md", &["title: مقهى الإصلاح"]),
        (&["event", "اليوم المفتوح الثاني", "--lang", "ar", "--slug", "talk"], "events/talk.ar.md", &["translation of talk.md"]),
        (&["post", "Three knots."], "calendar/2026-11-21-three-knots.md", &["date: 2026-11-21", "status: idea"]),
        (&["post", "Later", "--date", "2027-01-05", "--status", "ready"], "calendar/2027-01-05-later.md", &["status: ready"]),
        (&["member", "Rosa Delgado", "--consent"], "members/rosa-delgado.md", &["name: Rosa", "consent: {since: 2026-11-21}"]),
        (&["member", "أمينة"], "members/أمينة.md", &["consent: false"]),
        (
            &["spotlight", "Rosa and the lamps", "--member", "rosa-delgado"],
            "spotlights/2026-11-rosa-delgado.md",
            &["member: rosa-delgado"],
        ),
        (
            &["post", "Mine", "--owner", "rosa-delgado", "--slug", "ours"],
            "calendar/2026-11-21-ours.md",
            &["owner: rosa", "status: writing"],
        ),
        (&["guideline", "Privacy"], "guidelines/privacy.md", &["version: \"1.0\"", "reviewed: 2026-11-21"]),
        (&["faq", "Repairs"], "faq/repairs.md", &["title: Repairs"]),
        (&["page", "About v1.2", "--draft"], "about-v1-2.md", &["draft: true"]),
    ] {
        let done = run(&deep, &[&["new"], arguments].concat()).code(0);
        let file = hub.join("content").join(path);
        let printed = out(&done);
        assert!(Path::new(printed.trim_end()).is_absolute() || deep.join(printed.trim_end()).is_file(), "{printed}");
        assert!(printed.trim_end().ends_with(path.rsplit('/').next().unwrap()), "{printed}");
        let text = fs::read_to_string(&file).unwrap();
        assert!(lines.iter().all(|line| text.contains(line)), "{arguments:?}\n{text}");
        run(&hub, &["check"]).code(0);
        let again = run(&deep, &[&["new"], arguments].concat()).code(2);
        assert!(err(&again).contains("there already") || err(&again).contains("is there"), "{}", err(&again));
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "nothing is written over");
    }
    run(&hub, &["build"]).code(0);
}

#[test]
fn what_can_not_be_made_is_explained() {
    let folder = begun("en,ar");
    let hub = folder.path().join("riverside-makers");
    run(&hub, &["new", "event", "Alone"]).code(0);
    let before = tree(&hub);
    for (arguments, says) in [
        (&["event", "A", "--repeat", "monthly:1TH"][..], "--start 2026-12-03T18:00"),
        (&["event", "A", "--repeat", "often"], "no rhythm"),
        (&["event", "A", "--start", "2026-12-03 18:00 EST"], "America/New_York"),
        (&["event", "A", "--zone", "Athens"], "Europe/Athens"),
        (&["event", "A", "--group", "piraeus"], "no group `piraeus`"),
        (&["event", "A", "--lang", "fr"], "no language `fr`"),
        (&["event", "???"], "--slug"),
        (&["event", "Index"], "--slug"),
        (&["event", "Con"], "Windows cannot store"),
        (&["event", "A", "--slug", "../a"], "no name of a file"),
        (&["event", "A", "--online=javascript:x"], "https://"),
        (&["event", "لقاء", "--lang", "ar", "--slug", "alone", "--start", "2027-01-01"], "translation"),
        (&["post", "A", "--series", "tips"], "no series `tips`"),
        (&["post", "A", "--status", "redy"], "ready"),
        (&["post", "A", "--owner", "nobody"], "no member `nobody`"),
        (&["spotlight", "A"], "--member"),
        (&["spotlight", "A", "--member", "nobody"], "no member `nobody`"),
        (&["page"], "needs a title"),
        (&[], "new event"),
    ] {
        let said = err(&run(&hub, &[&["new"], arguments].concat()).code(2));
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
    assert!(tree(&hub) == before);
    run(folder.path(), &["new", "page", "A"]).code(2);
    let settings = fs::read_to_string(hub.join("hub.yaml")).unwrap();
    fs::write(hub.join("hub.yaml"), settings.replace("timezone:", "timezome:")).unwrap();
    assert!(err(&run(&hub, &["new", "page", "A"]).code(1)).contains("field/unknown"));
}

#[test]
fn a_post_of_a_series_takes_its_next_free_day_and_a_uid_is_never_used_twice() {
    let folder = begun("en");
    let hub = folder.path().join("riverside-makers");
    let settings = fs::read_to_string(hub.join("hub.yaml")).unwrap();
    let series = "  public: none\n  series: {tips: {title: Tips, rrule: FREQ=WEEKLY;BYDAY=TU, start: 2026-11-03}}\n";
    fs::write(hub.join("hub.yaml"), settings.replace("  public: none\n", series)).unwrap();
    for (title, day) in [("One", "2026-11-24"), ("Two", "2026-12-01")] {
        let done = run(&hub, &["new", "post", title, "--series", "tips"]).code(0);
        assert_eq!(out(&done), format!("content/calendar/{day}-{}.md\n", title.to_lowercase()));
    }
    run(&hub, &["new", "event", "Walk", "--start", "2026-12-05T10:00"]).code(0);
    run(&hub, &["build"]).code(0);
    fs::remove_file(hub.join("content/events/walk.md")).unwrap();
    run(&hub, &["new", "event", "Walk", "--start", "2027-12-05T10:00"]).code(0);
    let text = fs::read_to_string(hub.join("content/events/walk.md")).unwrap();
    assert!(text.contains("uid: walk-2@riverside-makers.example"), "{text}");
    run(&hub, &["check"]).code(0);
}

/// A workflow, with what it may do.
fn read(text: &str) -> (Value, Vec<(String, String)>) {
    let value: Value = serde_yaml::from_str(&workflow(text)).unwrap();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let may = value["permissions"].as_mapping().unwrap().iter().map(|(what, how)| (word(what), word(how))).collect();
    (value, may)
}

#[test]
fn workflows_may_do_what_they_need_and_no_more() {
    let pairs = |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    let (pages, may) = read(PAGES);
    assert_eq!(may, pairs(&[("contents", "write"), ("pages", "write"), ("id-token", "write")]));
    let on: Vec<&str> = pages["on"].as_mapping().unwrap().keys().filter_map(Value::as_str).collect();
    assert_eq!(on, ["push", "schedule", "workflow_dispatch"]);
    assert!(pages["on"]["schedule"][0]["cron"].as_str().is_some_and(|cron| cron.split(' ').count() == 5));

    let (check, may) = read(CHECK);
    assert_eq!((may, check["on"].as_str()), (pairs(&[("contents", "read")]), Some("pull_request")));
    assert!(!CHECK.contains("secrets.") && CHECK.contains("persist-credentials: false"));

    for (workflow, job) in [(&pages, "publish"), (&check, "check")] {
        assert_eq!(workflow["env"]["HUBGEN"].as_str(), Some(concat!("hubgen --version ", env!("CARGO_PKG_VERSION"))));
        for step in workflow["jobs"][job]["steps"].as_sequence().unwrap() {
            assert!(step["uses"].is_string() != step["run"].is_string(), "{step:?}");
            // What is put into a script before it runs could be anybody's script.
            assert!(!step["run"].as_str().is_some_and(|script| script.contains("${{")), "{step:?}");
        }
    }
}

#[test]
fn the_handbook_shows_the_workflows_that_init_writes() {
    let chapter = fs::read_to_string(repository().join("example-site/content/handbook/publishing.md")).unwrap();
    let chapter = chapter.replace("\r\n", "\n");
    for text in [PAGES, CHECK] {
        let block = format!("```yaml\n{}```\n", workflow(text));
        assert!(chapter.contains(&block), "write this into publishing.md:\n{block}");
    }
}

#[test]
fn shells_and_manuals_know_every_command() {
    let folder = Temp::with::<&str, &str>([]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = out(&run(folder.path(), &["completions", shell]).code(0));
        assert!(["init", "new", "build", "spotlight"].iter().all(|word| script.contains(word)), "{shell}");
    }
    run(folder.path(), &["completions", "tcsh"]).code(2);
    let page = out(&run(folder.path(), &["man"]).code(0));
    assert!(page.contains(".TH hubgen 1") && page.contains("hubgen\\-build"), "{page}");
    let page = out(&run(folder.path(), &["man", "build"]).code(0));
    assert!(page.contains("base\\-url"), "{page}");
    assert!(err(&run(folder.path(), &["man", "buidl"]).code(2)).contains("did you mean `build`?"));
}
