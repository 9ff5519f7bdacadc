//! The index of a language as files. A page of results asks for few of them, and none is large.
//!
//! | file | what is in it |
//! |---|---|
//! | `index.json` | how to fold and stem, and what the other files are called; the one with a fixed name |
//! | terms | `[stem, [article, score, article, score, …], …]`, articles as the difference from the one before; `~` and a skeleton is followed by stems |
//! | records | what is shown of [`PER_FILE`] articles |
//! | a facet | `{value: [article, article, …]}`, or for dates `[article, minute, …]`, all as differences |
//!
//! All but `index.json` are called after what is in them, so that browsers may keep them. Where one begins does not
//! depend on how many stand before it: a changed text changes the files with its own stems.

#![allow(clippy::string_slice, reason = "hexadecimal digits are ASCII")]

use super::{fields::Facets, fold, index::Index, stem};
use crate::{
    model::{language::Languages, site::Work},
    render::views::Desk,
};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, HashSet},
    fmt::Write,
};

/// Articles in a file of records.
pub const PER_FILE: usize = 24;

/// Bytes after which a file of terms may end, and after which it must.
const ENOUGH: usize = 8 * 1024;
const TOO_MUCH: usize = 40 * 1024;

/// Files of records that are made at a time.
const AT_A_TIME: usize = 64;

/// The files of one language, by name; `index.json` last. `works` are those of the index, in its order.
pub fn files(desk: &Desk, index: &Index, works: &[&Work], put: &mut dyn FnMut(String, Vec<u8>)) {
    let mut written = HashSet::new();
    let mut named = |bytes: String| {
        let name = blake3::hash(bytes.as_bytes()).to_hex()[..10].to_owned();
        if written.insert(name.clone()) {
            put(format!("{name}.json"), bytes.into_bytes());
        }
        name
    };
    let terms = terms(index, &mut named);
    let mut chunks: Vec<String> = Vec::new();
    for some in works.chunks(PER_FILE * AT_A_TIME) {
        let written = |some: &[&Work]| {
            serde_json::to_string(&some.iter().map(|work| desk.record(work)).collect::<Vec<_>>()).unwrap_or_default()
        };
        let written: Vec<String> = some.par_chunks(PER_FILE).map(written).collect();
        chunks.extend(written.into_iter().map(&mut named));
    }
    let sorted: Vec<Facets> = works.par_iter().map(|work| desk.facets(work)).collect();
    let facets: BTreeMap<&str, String> = facets(&sorted).into_iter().map(|(name, facet)| (name, named(facet))).collect();
    let languages: &Languages = &desk.site.settings.languages;
    let tags = index.languages.iter().map(|id| languages.get(*id));
    let spoken: BTreeMap<&str, Value> = tags
        .map(|language| (&*language.tag, json!({"dir": language.direction.to_string(), "stem": stem::of(&language.tag)})))
        .collect();
    let manifest = json!({
        "count": index.count,
        "per": PER_FILE,
        "fold": fold::rules(),
        "languages": spoken,
        "terms": terms,
        "records": chunks,
        "facets": facets,
    });
    put("index.json".to_owned(), manifest.to_string().into_bytes());
}

/// The first stem of each file of terms, and the file's name.
fn terms(index: &Index, named: &mut impl FnMut(String) -> String) -> Vec<String> {
    let mut directory = Vec::new();
    let mut file = String::new();
    let mut kin = index.kin.iter().peekable();
    let mut end = |file: &mut String, directory: &mut Vec<String>| {
        if !file.is_empty() {
            file.push(']');
            directory.push(named(std::mem::take(file)));
        }
    };
    for (stem, articles) in &index.postings {
        // A skeleton stands where it would be found with its mark, which comes after all of ASCII's letters.
        while let Some((bones, stems)) = kin.next_if(|_| stem.as_bytes().first().is_some_and(|first| *first > b'~')) {
            begin(&mut file, &mut directory, &format!("~{bones}"));
            let _ = write!(file, ",{}", json!(stems));
            if is_full(&file, bones) {
                end(&mut file, &mut directory);
            }
        }
        begin(&mut file, &mut directory, stem);
        file.push_str(",[");
        let mut last = 0;
        for (n, said) in articles.iter().enumerate() {
            let comma = if n == 0 { "" } else { "," };
            let _ = write!(file, "{comma}{},{}", said.number() - last, said.much());
            last = said.number();
        }
        file.push(']');
        if is_full(&file, stem) {
            end(&mut file, &mut directory);
        }
    }
    end(&mut file, &mut directory);
    directory
}

fn begin(file: &mut String, directory: &mut Vec<String>, stem: &str) {
    if file.is_empty() {
        directory.push(stem.to_owned());
    }
    file.push(if file.is_empty() { '[' } else { ',' });
    file.push_str(&json!(stem).to_string());
}

/// Whether a file ends after a stem. The stem itself says so, not how many came before it.
fn is_full(file: &str, stem: &str) -> bool {
    let mark = stem.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    file.len() >= TOO_MUCH || file.len() >= ENOUGH && (mark >> 8) % 32 == 0
}

fn facets(all: &[Facets]) -> [(&'static str, String); 5] {
    let mut sorted: [BTreeMap<&str, Vec<usize>>; 4] = Default::default();
    let mut when: Vec<i64> = Vec::new();
    let (mut last_article, mut last_minute) = (0, 0);
    for (article, facets) in all.iter().enumerate() {
        let [kinds, tags, groups, languages] = &mut sorted;
        kinds.entry(facets.kind).or_default().push(article);
        facets.tags.iter().for_each(|tag| tags.entry(tag).or_default().push(article));
        facets.group.iter().for_each(|group| groups.entry(group).or_default().push(article));
        languages.entry(&facets.language).or_default().push(article);
        if let Some(over) = facets.over {
            when.extend([(article - last_article) as i64, over - last_minute]);
            (last_article, last_minute) = (article, over);
        }
    }
    let [kinds, tags, groups, languages] = sorted.map(|facet| {
        let differences = |articles: Vec<usize>| {
            let mut last = 0;
            articles.into_iter().map(move |article| article - std::mem::replace(&mut last, article)).collect::<Vec<_>>()
        };
        json!(facet.into_iter().map(|(value, articles)| (value, differences(articles))).collect::<BTreeMap<_, _>>()).to_string()
    });
    [("type", kinds), ("tag", tags), ("group", groups), ("lang", languages), ("when", json!(when).to_string())]
}
