//! The program as people and machines meet it: exit statuses, what goes to which stream, where it writes.

use crate::bench::{HUB, NOW, Temp, hubgen, repository, tree};
use assert_cmd::assert::Assert;
use serde_json::{Value, json};
use std::{fs, path::Path};

/// Pages of the smallest hub, with something to say about each.
fn small() -> Temp {
    Temp::with([("hub.yaml", HUB), ("content/about.md", "# About us\n\nWe mend things.\n")])
}

fn wrong() -> Temp {
    Temp::with([("hub.yaml", HUB), ("content/about.md", "---\ntitel: About us\n---\n\nText.\n")])
}

/// A hub with a warning and no error.
fn doubtful() -> Temp {
    Temp::with([("hub.yaml", HUB), ("content/about.md", "# About us\n\n[x](javascript:alert(1))\n")])
}

fn run(arguments: &[&str], folder: &Path) -> Assert {
    hubgen().current_dir(folder).args(arguments).assert()
}

fn out(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

fn err(assert: &Assert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

#[test]
fn the_example_site_has_no_finding() {
    let output = Temp::with::<&str, &str>([]);
    let site = output.path().join("site");
    let example = repository().join("example-site");
    let arguments = ["build", example.to_str().unwrap(), "-o", site.to_str().unwrap(), "--now", NOW, "--format", "json"];
    let done = run(&arguments, output.path());
    let report: Value = serde_json::from_str(&out(&done)).unwrap();
    assert_eq!(report["findings"], json!([]), "{:#}", report["findings"]);
    done.code(0);
    for page in ["index.html", "ar/index.html", "el/events/index.html", "handbook/index.html", "404.html", ".nojekyll"] {
        assert!(site.join(page).is_file(), "{page}");
    }
    // Nothing is to be written the second time, and a build leaves no trace of itself.
    let again: Value = serde_json::from_str(&out(&run(&arguments, output.path()))).unwrap();
    let summary = &again["summary"];
    assert_eq!((&summary["written"], &summary["removed"]), (&json!(0), &json!(0)));
    assert_eq!(fs::read_dir(output.path()).unwrap().count(), 1);
}

#[test]
fn a_build_that_succeeds_says_what_it_made() {
    let hub = small();
    let done = run(&["build", "--now", NOW], hub.path()).code(0);
    assert_eq!(out(&done), "", "stdout is for what was asked for");
    let said = err(&done);
    assert!(said.contains("1 plain page") && said.contains("No findings.") && said.contains("written"), "{said}");
    assert!(hub.path().join("public/about/index.html").is_file());
}

#[test]
fn errors_write_nothing_and_exit_with_1() {
    let hub = wrong();
    let said = err(&run(&["build", "--now", NOW], hub.path()).code(1));
    assert!(said.contains("field/unknown") && said.contains("Nothing was written."), "{said}");
    assert!(!hub.path().join("public").exists());
    run(&["check", "--now", NOW], hub.path()).code(1);
}

#[test]
fn an_error_leaves_the_last_site_as_it_is() {
    let hub = small();
    run(&["build", "--now", NOW], hub.path()).code(0);
    let before = tree(&hub.path().join("public"));
    hub.write("content/more.md", "# More\n\n[x](nowhere.md)\n");
    run(&["build", "--now", NOW], hub.path()).code(1);
    assert!(before == tree(&hub.path().join("public")));
}

#[test]
fn warnings_are_denied_only_on_demand() {
    let hub = doubtful();
    run(&["build", "--now", NOW], hub.path()).code(0);
    run(&["check", "--now", NOW], hub.path()).code(0);
    run(&["check", "--now", NOW, "--deny-warnings"], hub.path()).code(1);
    run(&["check", "--now", NOW, "--deny-warnings"], small().path()).code(0);
}

#[test]
fn a_check_writes_nothing() {
    let hub = small();
    run(&["check", "--now", NOW], hub.path()).code(0);
    assert_eq!(tree(hub.path()).len(), 2);
}

#[test]
fn what_cannot_be_asked_for_exits_with_2() {
    let nowhere = Temp::with([("notes.txt", "no hub")]);
    for arguments in [
        &["build"][..],
        &["check"],
        &["build", "no-such-folder"],
        &["build", "notes.txt"],
        &["build", "--no-such-option"],
        &["unknown"],
        &["build", "--now", "soon"],
        &["build", "--now", "2026-12"],
        &["build", "--base-url", "example.org"],
        &["build", "--format", "xml"],
        &["schema", "evnt"],
        &[],
    ] {
        let said = err(&run(arguments, nowhere.path()).code(2));
        assert!(!said.is_empty(), "{arguments:?}");
    }
    let said = err(&run(&["schema", "evnt"], nowhere.path()));
    assert!(said.contains("did you mean `event`?"), "{said}");
}

#[test]
fn help_and_version_are_no_mistakes() {
    let folder = small();
    for arguments in [&["--help"][..], &["--version"], &["build", "--help"], &["check", "--help"], &["schema", "--help"]] {
        let done = run(arguments, folder.path()).code(0);
        assert!(!out(&done).is_empty() && err(&done).is_empty(), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_machine_that_will_not_exits_with_3() {
    // Nobody can write here, not even who may do everything.
    let hub = small();
    let said = run(&["build", "--now", NOW, "-o", "/proc/hubgen-test/site"], hub.path()).code(3);
    assert!(err(&said).starts_with("error: cannot "), "{}", err(&said));
    let said = run(&["build", "--now", NOW, "-o", "/proc/hubgen-test/site", "--format", "json"], hub.path()).code(3);
    let report: Value = serde_json::from_str(&out(&said)).unwrap();
    assert_eq!(report["findings"][0]["code"], "io/failed");
}

#[test]
fn the_nearest_hub_upwards_is_meant() {
    let hub = small();
    run(&["build", "--now", NOW], &hub.path().join("content")).code(0);
    assert!(hub.path().join("public/index.html").is_file());
}

#[test]
fn a_given_path_is_relative_to_the_current_folder() {
    let top = Temp::with([("docs/hub/hub.yaml", HUB), ("docs/hub/content/about.md", "# About\n")]);
    run(&["build", "docs/hub", "--output", "site", "--now", NOW], top.path()).code(0);
    assert!(top.path().join("site/about/index.html").is_file());
    assert!(!top.path().join("docs/hub/public").exists());
}

#[test]
fn the_output_may_not_be_hold_or_lie_in_what_a_build_reads() {
    let top = Temp::with([("hub/hub.yaml", HUB), ("hub/content/about.md", "# About\n"), ("hub/static/x.txt", "x")]);
    let hub = top.path().join("hub");
    for output in [".", "..", "content", "content/site", "static", "./public/../content", "themes/x", "assets", "hub.yaml"] {
        let before = tree(top.path());
        let said = err(&run(&["build", "--now", NOW, "--output", output], &hub).code(2));
        assert!(said.contains("output folder"), "{output}: {said}");
        assert!(before == tree(top.path()), "{output}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_does_not_hide_where_the_output_is() {
    let hub = small();
    std::os::unix::fs::symlink("content", hub.path().join("elsewhere")).unwrap();
    run(&["build", "--now", NOW, "--output", "elsewhere"], hub.path()).code(2);
}

#[test]
fn files_of_others_are_never_overwritten_or_removed() {
    let hub = small();
    hub.write("public/about/index.html", "mine");
    let said = err(&run(&["build", "--now", NOW], hub.path()).code(1));
    assert!(said.contains("io/foreign-file") && said.contains("index.html"), "{said}");
    assert_eq!(tree(&hub.path().join("public")).len(), 1);
    fs::remove_file(hub.path().join("public/about/index.html")).unwrap();
    hub.write("public/CNAME", "harbour.example");
    run(&["build", "--now", NOW], hub.path()).code(0);
    fs::remove_file(hub.path().join("content/about.md")).unwrap();
    run(&["build", "--now", NOW], hub.path()).code(0);
    let left = tree(&hub.path().join("public"));
    assert!(left.contains_key("CNAME") && !left.contains_key("about/index.html"));
}

#[test]
fn json_is_one_object_of_a_fixed_shape() {
    let place = json!({
        "file": {"type": ["string", "null"]},
        "line": {"type": ["integer", "null"], "minimum": 1},
        "column": {"type": ["integer", "null"], "minimum": 1},
        "end_column": {"type": ["integer", "null"], "minimum": 2},
        "message": {"type": "string", "minLength": 1},
    });
    let mut finding = place.clone();
    finding["code"] = json!({"type": "string", "pattern": "^[a-z-]+/[a-z-]+$"});
    finding["severity"] = json!({"enum": ["error", "warning", "note"]});
    finding["help"] = json!({"type": ["string", "null"]});
    let exactly = |properties: &Value| {
        let names: Vec<&String> = properties.as_object().unwrap().keys().collect();
        json!({"type": "object", "properties": properties, "required": names, "additionalProperties": false})
    };
    finding["also"] = json!({"type": "array", "items": exactly(&place)});
    let count = json!({"type": "integer", "minimum": 0});
    let mut summary: Value = ["errors", "warnings", "notes", "pages", "files", "written", "unchanged", "removed", "milliseconds"]
        .into_iter()
        .map(|name| (name.to_owned(), count.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into();
    summary["next_build"] = json!({"type": ["string", "null"]});
    let shape = exactly(&json!({"findings": {"type": "array", "items": exactly(&finding)}, "summary": exactly(&summary)}));
    let shape = jsonschema::validator_for(&shape).unwrap();

    let conflict = Temp::with([
        ("hub.yaml", HUB),
        ("content/a.md", "---\ntitle: A\nslug: same\n---\n"),
        ("content/b.md", "---\ntitle: B\nslug: same\n---\n"),
    ]);
    for (hub, errors) in [(small(), 0), (wrong(), 1), (doubtful(), 0), (conflict, 1)] {
        for command in ["build", "check"] {
            let done = run(&[command, "--now", NOW, "--format", "json"], hub.path());
            assert_eq!(err(&done), "", "JSON alone");
            let report: Value = serde_json::from_str(&out(&done)).unwrap();
            let faults: Vec<String> = shape.iter_errors(&report).map(|e| format!("{e} at {}", e.instance_path())).collect();
            assert!(faults.is_empty(), "{faults:?}\n{report:#}");
            assert!(report["summary"]["errors"].as_u64().unwrap() >= errors, "{report:#}");
        }
    }
}

#[test]
fn github_gets_annotations() {
    let top = Temp::with([
        (".git/config", ""),
        ("docs/hub.yaml", HUB),
        ("docs/content/about.md", "---\ntitel: About us\n---\n\n[x](50%: off,.md)\n"),
    ]);
    let done = run(&["check", "docs", "--now", NOW, "--format", "github"], top.path()).code(1);
    let lines = out(&done);
    assert!(
        lines.contains(
            "::error file=docs/content/about.md,line=2,col=1,endColumn=6,title=field/unknown::there is no field `titel`%0Ahelp: \
             did you mean `title`?\n"
        ),
        "{lines}"
    );
    assert!(lines.lines().all(|line| line.starts_with("::")), "{lines}");
    assert!(err(&done).contains("1 error"), "a summary for who reads the log");
}

#[test]
fn colour_is_for_terminals_only() {
    let hub = wrong();
    let piped = hubgen().current_dir(hub.path()).args(["check", "--now", NOW]).assert();
    assert!(!err(&piped).contains('\u{1b}'));
    let forced = hubgen().current_dir(hub.path()).args(["check", "--now", NOW]).env("CLICOLOR_FORCE", "1").assert();
    assert!(err(&forced).contains('\u{1b}'), "the colours themselves are gone");
    let never =
        hubgen().current_dir(hub.path()).args(["check", "--now", NOW]).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "0").assert();
    assert!(!err(&never).contains('\u{1b}'));
}

#[test]
fn a_file_of_the_theme_is_copied_to_be_changed() {
    let hub = small();
    let before = run(&["build", "-o", "a"], hub.path()).success();
    assert_eq!(out(&before), "");
    let listed = out(&run(&["theme", "list"], hub.path()).success());
    assert!(listed.starts_with("commons (built in, chosen)\ntimetable (built in)\n"), "{listed}");
    for path in ["templates/page.html", "templates/components", "i18n/en.ftl", "assets/"] {
        let copied = out(&run(&["theme", "eject", path], hub.path()).success());
        for file in copied.lines() {
            assert!(file.starts_with(path) && listed.contains(&format!("  {file}\n")), "{file}");
            let own = fs::read(repository().join("themes/commons").join(file)).unwrap();
            assert_eq!(fs::read(hub.path().join(file)).unwrap(), own);
        }
    }
    assert!(out(&run(&["theme", "list"], hub.path()).success()).contains("templates/page.html  (the hub has its own)"));
    run(&["build", "-o", "b"], hub.path()).success();
    assert_eq!(tree(&hub.path().join("a")), tree(&hub.path().join("b")), "copies change nothing");
    hub.write("templates/page.html", "mine");
    let refused = run(&["theme", "eject", "templates/page.html"], hub.path()).code(2);
    assert!(err(&refused).contains("is there already"));
    assert_eq!(fs::read_to_string(hub.path().join("templates/page.html")).unwrap(), "mine");
    let contract = out(&run(&["theme", "contract"], hub.path()).success());
    assert!(contract.contains("### EventDate") && contract.contains("| `language-name` |"));
    let refused = run(&["theme", "eject", "templates/pgae.html"], hub.path()).code(2);
    assert!(err(&refused).contains("did you mean `templates/page.html`?"), "{}", err(&refused));
    run(&["theme", "eject", "../hub.yaml"], hub.path()).code(2);
}

#[test]
fn now_is_the_option_then_the_variable() {
    let hub = Temp::with([("hub.yaml", HUB), ("content/calendar/2026-12-01-tips.md", "# Tips\n")]);
    let tips = hub.path().join("public/calendar/2026-12-01-tips/index.html");
    let build = |arguments: &[&str], epoch: &str| {
        let done = hubgen().current_dir(hub.path()).arg("build").args(arguments).env("SOURCE_DATE_EPOCH", epoch).assert();
        done.code(0);
        tips.is_file()
    };
    let before = "1796083199"; // 2026-11-30T23:59:59Z
    let after = "1796083200";
    assert!(!build(&[], before));
    assert!(build(&[], after));
    assert!(!build(&["--now", "2026-11-30"], after));
    assert!(build(&["--now", "2026-12-01"], before));
    assert!(build(&["--now", "2026-12-01T01:00+01:00"], before));
    hubgen().current_dir(hub.path()).arg("build").env("SOURCE_DATE_EPOCH", "tomorrow").assert().code(2);
}

#[test]
fn schemas_accept_the_example_site() {
    let folder = small();
    let all: Value = serde_json::from_str(&out(&run(&["schema"], folder.path()).code(0))).unwrap();
    let example = repository().join("example-site");
    let mut counted = 0;
    for kind in ["event", "entry", "member", "spotlight", "guideline", "faq", "page", "hub"] {
        let schema: Value = serde_json::from_str(&out(&run(&["schema", kind], folder.path()).code(0))).unwrap();
        assert_eq!(all[kind], schema, "{kind}");
        assert!(jsonschema::meta::is_valid(&schema), "{kind}");
        let shape = jsonschema::validator_for(&schema).unwrap();
        for (file, front) in written(&example, kind) {
            let faults: Vec<String> = shape.iter_errors(&front).map(|e| format!("{e} at {}", e.instance_path())).collect();
            assert!(faults.is_empty(), "{file} against `schema {kind}`: {faults:?}");
            counted += 1;
        }
    }
    assert!(counted > 50, "{counted}");
    let event = jsonschema::validator_for(&all["event"]).unwrap();
    assert!(event.is_valid(&json!({"title": "AMA", "start": "2026-12-03T18:00"})));
    assert!(!event.is_valid(&json!({"title": "AMA"})), "start is required");
    assert!(!event.is_valid(&json!({"title": "AMA", "start": "2026-12-03T18:00", "timezome": "x"})), "a slip");
    assert!(!event.is_valid(&json!({"title": "AMA", "start": "soon"})));
}

/// Front matter of a kind in a hub, as JSON; of originals only, since translations inherit what is required.
fn written(hub: &Path, kind: &str) -> Vec<(String, Value)> {
    let yaml = |text: &str| serde_yaml::from_str::<Value>(text).unwrap();
    if kind == "hub" {
        return vec![("hub.yaml".into(), yaml(&fs::read_to_string(hub.join("hub.yaml")).unwrap()))];
    }
    let folder = match kind {
        "event" => "events",
        "entry" => "calendar",
        "member" => "members",
        "spotlight" => "spotlights",
        "guideline" => "guidelines",
        kind => kind,
    };
    let sections = ["events", "calendar", "members", "spotlights", "guidelines", "faq"];
    let mut found = Vec::new();
    for (path, bytes) in tree(&hub.join("content")) {
        let (top, rest) = path.split_once('/').unwrap_or(("", &path));
        let own = match kind {
            "page" => !sections.contains(&top) || rest == "index.md",
            _ => top == folder && rest != "index.md",
        };
        let original = path.ends_with(".md") && !path.ends_with(".ar.md") && !path.ends_with(".el.md");
        let text = String::from_utf8(bytes).unwrap_or_default();
        if let (true, true, Some(front)) = (own, original, text.strip_prefix("---\n").and_then(|t| t.split_once("\n---\n"))) {
            found.push((path, yaml(front.0)));
        }
    }
    found
}
