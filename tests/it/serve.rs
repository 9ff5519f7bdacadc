//! The preview, by the real program: what it shows is what a build writes, and nothing in a hub ends it.

use crate::{
    bench::{HUB, NOW, Temp, hubgen, repository, tree},
    preview::Preview,
};
use serde_json::Value;
use std::{fs, thread, time::Duration};

#[test]
fn what_it_shows_is_what_a_build_writes() {
    let example = repository().join("example-site");
    for (live, built) in [(true, None), (false, Some("--drafts"))] {
        let folder = Temp::with::<&str, &str>([]);
        let out = folder.path().join("site");
        hubgen().arg("build").arg(&example).arg("-o").arg(&out).args(["--now", NOW]).args(built).assert().code(0);
        let flags: &[&str] = if live { &["--live"] } else { &[] };
        let preview = Preview::of(&example, flags);
        let mut files = tree(&out);
        // The builder's own list of what it wrote.
        files.remove(".hubgen");
        assert!(files.len() > 500);
        for (path, bytes) in &files {
            let address =
                format!("/{}", path.strip_suffix("index.html").filter(|p| p.is_empty() || p.ends_with('/')).unwrap_or(path));
            let address = hubgen::model::path::encode(&address);
            let (status, found) = preview.get(&address);
            assert_eq!(status, 200, "{address}");
            assert!(found == *bytes, "{address} is not what `build {}` writes", built.unwrap_or_default());
        }
        assert_eq!(preview.get("/no/such/page/"), (404, files["404.html"].clone()));
        assert_eq!(preview.get("/_plan/").0, if live { 404 } else { 200 });
    }
}

#[test]
fn a_mistake_is_said_once_and_forgotten_when_it_is_mended() {
    let hub = Temp::with([("hub.yaml", HUB), ("content/about.md", "# About\n\n[x](gone.md)\n")]);
    let preview = Preview::of(hub.path(), &[]);
    assert_eq!(preview.get("/").0, 503);
    let found: Value = serde_json::from_slice(&preview.get("/_hubgen/findings").1).unwrap();
    assert_eq!((&found[0]["file"], &found[0]["line"]), (&"content/about.md".into(), &3.into()));
    hub.write("content/about.md", "# About\n\nMore.\n\n[x](gone.md)\n");
    thread::sleep(Duration::from_millis(300));
    hub.write("content/about.md", "# About\n\nMore.\n");
    preview.shows("/about/", "More.");
    let mut said: Vec<String> = Vec::new();
    while let Ok(line) = preview.said.recv_timeout(Duration::from_millis(300)) {
        said.push(line);
    }
    assert_eq!(said.last().map(String::as_str), Some("No findings any more."));
    assert!(!said.iter().any(|line| line.contains("error[")), "{said:#?}");
}

#[test]
fn faults_of_templates_are_found_without_looking() {
    let template = "{% extends \"base.html\" %}\n{% block main %}{{ page.image.src }}{% endblock %}\n";
    let hub = Temp::with([("hub.yaml", HUB), ("content/about.md", "# About\n")]);
    let preview = Preview::of(hub.path(), &[]);
    assert_eq!(preview.get("/about/").0, 200);
    hub.write("templates/page.html", template);
    let line = preview.hears("error[theme/template]");
    assert!(line.contains("while making /about/"), "{line}");
    assert!(preview.hears("-->").contains(".html:2:"), "with its line");
    assert_eq!(preview.get("/about/").0, 200, "it stays as it was");
    fs::remove_file(hub.path().join("templates/page.html")).unwrap();
    preview.hears("No findings any more.");
}

#[test]
fn a_hub_that_is_taken_apart_is_waited_for() {
    let folder = Temp::with([("hub/hub.yaml", HUB), ("hub/content/about.md", "# About\n\nFirst.\n")]);
    let hub = folder.path().join("hub");
    let preview = Preview::of(&hub, &[]);
    let aside = folder.path().join("aside");
    for (part, words) in [("hub.yaml", "hub.yaml"), ("content", "content/"), ("", "hub.yaml")] {
        let whole = hub.join(part);
        fs::rename(&whole, &aside).unwrap();
        preview.hears("error[");
        assert!(preview.hears(" = ").contains("help"), "{words}");
        preview.shows("/about/", "First.");
        fs::rename(&aside, &whole).unwrap();
        preview.hears("No findings any more.");
    }
    fs::write(hub.join("content/about.md"), "# About\n\nSecond.\n").unwrap();
    preview.shows("/about/", "Second.");
}

#[test]
fn it_starts_without_settings_and_looks_where_nobody_tells() {
    let hub = Temp::with([("content/about.md", "# About\n\nHere.\n")]);
    let preview = Preview::of(hub.path(), &["--poll"]);
    assert_eq!(preview.get("/").0, 503);
    hub.write("hub.yaml", "title: [");
    preview.hears("hub.yaml:1:");
    hub.write("hub.yaml", HUB);
    preview.shows("/about/", "Here.");
    let given: Value = serde_json::from_slice(&preview.get("/_hubgen/context?page=/about/").1).unwrap();
    assert_eq!(given["page"]["title"]["text"], "About");
    assert!(given["site"]["nav"].is_array() && given["data"].is_object(), "{given:#}");
}
