//! The search: what it may find, what it may never, and when there is none.

use crate::bench::{HUB, NOW, Temp, build, report, request, tests, tree};
use hubgen::{
    memo::Memo,
    model::{output::Content, path::OutputPath},
    pipeline::{self, Ready},
    world::{disk, themes},
};
use serde_json::Value;
use std::collections::BTreeMap;

type Site = BTreeMap<String, Vec<u8>>;

/// The golden hub of the search, which has one of everything that is not for readers.
fn hub() -> Temp {
    let hub = Temp::with(tree(&tests("cases/_theme")));
    tree(&tests("cases/search/hub")).iter().for_each(|(path, bytes)| hub.write(path, bytes));
    hub
}

fn index(site: &Site) -> Vec<&String> {
    site.keys().filter(|path| path.contains("search/")).collect()
}

#[test]
fn only_what_lists_show_can_be_found() {
    let site = build(hub().path(), &request(NOW)).site();
    let files = site.iter().filter(|(path, _)| path.contains("search/"));
    let said: String = files.map(|(_, bytes)| String::from_utf8_lossy(bytes).to_lowercase()).collect();
    for never in ["withheldina", "badr", "secretbiography", "teamnotes", "plan", "drafted", "drafttext", "unlisted", "hiddentext"]
    {
        assert!(!said.contains(never), "{never} can be found");
    }
    for found in ["mending circle", "حلقة الرتق", "رتق", "needl", "quay", "sail", "how do i join?", "tips & tricks <b>", "bold"]
    {
        assert!(said.contains(found), "{found} cannot be found");
    }
}

#[test]
fn previews_find_what_they_show() {
    let drafts = hubgen::pipeline::Request { drafts: true, ..request(NOW) };
    let site = build(hub().path(), &drafts).site();
    let files = site.iter().filter(|(path, _)| path.contains("search/"));
    let said: String = files.map(|(_, bytes)| String::from_utf8_lossy(bytes).to_lowercase()).collect();
    assert!(said.contains("drafttext") && said.contains("plannedtext"));
    assert!(!said.contains("teamnotes") && !said.contains("hiddentext"));
}

#[test]
fn files_are_named_after_what_is_in_them_and_by_the_index() {
    let site = build(hub().path(), &request(NOW)).site();
    for language in ["", "ar/"] {
        let index = String::from_utf8(site[&format!("{language}search/index.json")].clone()).unwrap();
        let own: Vec<&String> = site.keys().filter(|path| path.starts_with(&format!("{language}search/"))).collect();
        assert!(own.len() > 6, "{own:?}");
        for path in own.iter().filter(|path| path.ends_with(".json") && !path.ends_with("index.json")) {
            let name = path.rsplit('/').next().unwrap().trim_end_matches(".json");
            assert!(index.contains(&format!("\"{name}\"")), "{path} is not in the index");
            assert!(blake3::hash(&site[*path]).to_hex().starts_with(name), "{path} holds something else");
        }
        let page = String::from_utf8(site[&format!("{language}search/index.html")].clone()).unwrap();
        assert!(page.contains("noindex"), "{page}");
    }
    let sitemap = String::from_utf8(site["sitemap.xml"].clone()).unwrap();
    assert!(!sitemap.contains("search/"));
    assert!(site.keys().any(|path| path.starts_with("assets/search.")));
}

#[test]
fn a_hub_or_a_theme_may_have_no_search() {
    let off = hub();
    let settings = std::fs::read_to_string(off.path().join("hub.yaml")).unwrap();
    off.write("hub.yaml", format!("{settings}search: false\n"));
    let built = build(off.path(), &request(NOW));
    assert!(!report(&built.findings).contains("search"), "{}", report(&built.findings));
    let site: Site = built.site();
    assert!(index(&site).is_empty() && !site.keys().any(|path| path.starts_with("assets/search.")), "{:?}", index(&site));
    assert!(!String::from_utf8_lossy(&site["index.html"]).contains("/search/"));

    let older = hub();
    std::fs::remove_file(older.path().join("themes/plain/templates/search.html")).unwrap();
    let built = build(older.path(), &request(NOW));
    assert!(report(&built.findings).contains("theme/no-search"), "{}", report(&built.findings));
    assert!(index(&built.site()).is_empty());
}

/// A hub may search in its own way.
#[test]
fn a_script_of_the_hubs_own_takes_the_place_of_hubgens() {
    let hub = hub();
    hub.write("assets/search.js", "export {};\n");
    let site = build(hub.path(), &request(NOW)).site();
    let scripts: Vec<&Vec<u8>> =
        site.iter().filter(|(path, _)| path.starts_with("assets/search.")).map(|(_, bytes)| bytes).collect();
    assert_eq!(scripts, [b"export {};\n"]);
}

/// Each of 10,000 articles is found by the word that only it has, in files of which none is large.
#[test]
fn ten_thousand_articles_are_found() {
    const ALL: usize = 10_000;
    let folder = Temp::with([("hub.yaml", HUB)]);
    for n in 0..ALL {
        // Letters, since digits are cut off from them.
        let own: String = format!("{n:04}").bytes().map(|digit| char::from(b'f' + digit - b'0')).collect();
        let text = format!("# Article {n}\n\nThe harbour and its boats, and qx{own}zk beside the quay.\n");
        folder.write(&format!("content/faq/a{n}.md"), text);
    }
    let prepared = pipeline::prepare_again(
        &disk::read_hub(folder.path(), None),
        &themes::built_in(),
        &request(NOW),
        &mut Memo::default(),
        &|_| {},
    );
    let ready = prepared.ready.expect("nothing is wrong with it");
    let manifest = file(&ready, "index");
    assert_eq!(manifest["count"], ALL);
    let directory: Vec<&str> = manifest["terms"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let mut found = vec![0; ALL];
    for name in directory.iter().skip(1).step_by(2) {
        let terms = file(&ready, name);
        for pair in terms.as_array().unwrap().chunks(2) {
            let stem = pair[0].as_str().unwrap();
            if let Some(own) = stem.strip_prefix("qx").and_then(|stem| stem.strip_suffix("zk")) {
                let n = own.bytes().fold(0, |n, letter| n * 10 + usize::from(letter - b'f'));
                let articles = pair[1].as_array().unwrap();
                assert_eq!(articles.len(), 2, "{stem} stands in one article: {articles:?}");
                let at = articles[0].as_u64().unwrap() as usize;
                let per = manifest["per"].as_u64().unwrap() as usize;
                // One in a hundred is looked up as far as its title.
                if n % 100 == 0 {
                    let records = file(&ready, manifest["records"][at / per].as_str().unwrap());
                    assert_eq!(records[at % per]["t"], format!("Article {n}"));
                }
                found[n] += 1;
            }
        }
    }
    assert!(found.iter().all(|times| *times == 1));
}

/// A file of the search, none of which a reader waits for.
fn file(ready: &Ready, name: &str) -> Value {
    match ready.render_one(&OutputPath::new(format!("search/{name}.json"))) {
        Some(Ok(Content::Bytes(bytes))) => {
            assert!(bytes.len() < 96 << 10 || name == "index", "{name} has {} bytes", bytes.len());
            serde_json::from_slice(&bytes).unwrap()
        }
        other => panic!("{name}: {other:?}"),
    }
}
