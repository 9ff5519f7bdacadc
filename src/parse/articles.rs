//! Articles: each file by itself, then translations joined to their originals.

#![allow(clippy::string_slice, reason = "the front matter's range was found in this text")]

use super::{
    body::Renderer,
    conflict,
    fields::{self, Fields, Inherited, Trail, Trouble},
    front_matter::{self, Misplaced},
    kinds::{self, Context, Ids},
    names::{self, Named},
    places,
    remarks::{Searcher, Text},
    unpublished::Unpublished,
    yaml::{self, Step},
};
use crate::{
    diagnostic::{Code, Finding, Place, catalogue::*},
    memo::{Fingerprint, Memo},
    model::{
        article::{Article, Common, Edition, Facts, Kind},
        body::Body,
        language::LangId,
        path::{HubPath, nfc},
        settings::Settings,
        snapshot::{Contents, File, Handle, Snapshot},
    },
};
use rayon::prelude::*;
use serde_yaml::Mapping;
use std::{cell::RefCell, collections::BTreeMap, ops::Range, sync::Arc};

/// A file that has been read, not yet understood: a pure function of its bytes, its name and the Markdown settings.
struct Draft {
    path: HubPath,
    named: Named,
    source: Arc<str>,
    front: Range<usize>,
    fields: Mapping,
    body: Arc<Body>,
}

/// What a file came to by itself.
type Read = (Option<Arc<Draft>>, Vec<Finding>);

/// What files that are one article came to together; the fingerprint stands for all of it but the bodies.
type Joined = (Option<Arc<Article>>, Fingerprint, Vec<Finding>);

/// Files that are one article, each with what stands for it.
type Group = Vec<(Fingerprint, Arc<Draft>)>;

/// Reads every article of `content/`. One that cannot be understood is a finding and is left out.
///
/// With them comes a fingerprint of everything they say but their bodies.
pub fn articles(snapshot: &Snapshot, settings: &Settings, memo: &Memo) -> (Vec<Arc<Article>>, Fingerprint, Vec<Finding>) {
    let base_url = format!("{:?}", settings.base_url);
    let given = Fingerprint::of([settings.source.as_bytes(), base_url.as_bytes(), settings.id.as_bytes()]);
    let to_draft = Fingerprint::of([b"draft", given.as_bytes()]);
    let renderer = Renderer::new(&settings.markdown);
    let searcher = Searcher::new(&settings.languages);
    let unpublished = Unpublished::of(snapshot);
    let files: Vec<(&HubPath, &Contents)> = snapshot
        .below("content")
        .filter(|(path, _)| path.is("md") && !unpublished.holds(path))
        .filter_map(|(path, file)| match file {
            File::Bytes(contents) => Some((path, contents)),
            File::Handle(_) => None,
        })
        .collect();
    let read: Vec<(Fingerprint, Arc<Read>)> = files
        .par_iter()
        .map(|(path, contents)| {
            let all = Fingerprint::of([to_draft.as_bytes(), path.as_str().as_bytes(), contents.digest()]);
            (all, memo.recall(all, || draft(path, contents, settings, &renderer, &searcher)))
        })
        .collect();
    let mut findings = unpublished.findings();
    let mut ids = Ids::new();
    let mut drafts: Vec<(Fingerprint, &Arc<Draft>)> = Vec::with_capacity(read.len());
    for ((path, _), (all, read)) in files.iter().zip(&read) {
        let (draft, said) = &**read;
        findings.extend(said.iter().cloned());
        // A file with broken front matter still exists: what names it is not wrong as well.
        let named = || names::article(path, &settings.languages).map(|(named, _)| (named.kind, named.id));
        if let Some((kind, id)) = draft.as_ref().map(|d| (d.named.kind, d.named.id.clone())).or_else(named) {
            ids.entry(kind).or_default().insert(id);
        }
        drafts.extend(draft.as_ref().map(|draft| (*all, draft)));
    }
    // Whether what an article names is there depends on every other.
    let of_kind = |kind: &Kind| Fingerprint::of(ids.get(kind).into_iter().flatten().map(String::as_bytes));
    let named: Vec<Fingerprint> = Kind::ALL.iter().map(of_kind).collect();
    let named = Fingerprint::of(named.iter().map(Fingerprint::as_bytes));
    fn article(draft: &Draft) -> (Kind, &str) {
        (draft.named.kind, &draft.named.key)
    }
    drafts.sort_by(|a, b| article(a.1).cmp(&article(b.1)));
    let groups: Vec<Group> = drafts
        .chunk_by(|a, b| article(a.1) == article(b.1))
        .map(|group| group.iter().map(|(all, draft)| (*all, (*draft).clone())).collect())
        .collect();
    // Each draft goes when its article is made, unless the memo keeps it.
    drop(read);
    let to_article = Fingerprint::of([b"article" as &[u8], given.as_bytes(), named.as_bytes()]);
    let joined: Vec<Arc<Joined>> = groups
        .into_par_iter()
        .map(|group| {
            let parts = group.iter().map(|(all, _)| all.as_bytes());
            let all = Fingerprint::of([to_article.as_bytes()].into_iter().chain(parts));
            memo.recall(all, || {
                let outline = outline_of(&group, given, named);
                let drafts = group.iter().map(|(_, draft)| draft.clone()).collect();
                let (article, said) = Join { settings, renderer: &renderer, ids: &ids }.article(drafts);
                (article.map(Arc::new), outline, said)
            })
        })
        .collect();
    let mut articles = Vec::with_capacity(joined.len());
    for joined in &joined {
        let (article, _, said) = &**joined;
        findings.extend(said.iter().cloned());
        articles.extend(article.clone());
    }
    let outline = Fingerprint::of([given.as_bytes()].into_iter().chain(joined.iter().map(|joined| joined.1.as_bytes())));
    (articles, outline, findings)
}

/// Stands for what files that are one article say beside their bodies. A title may come from the body.
fn outline_of(group: &Group, given: Fingerprint, named: Fingerprint) -> Fingerprint {
    let files = group.iter().flat_map(|(_, draft)| {
        let title = draft.body.title.as_deref().unwrap_or_default();
        [draft.path.as_str().as_bytes(), draft.source[..draft.front.end].as_bytes(), title.as_bytes()]
    });
    Fingerprint::of([b"outline" as &[u8], given.as_bytes(), named.as_bytes()].into_iter().chain(files))
}

/// Stands for everything in a hub that decides which pages there are.
pub fn outline(
    articles: &Fingerprint,
    files: &BTreeMap<HubPath, Handle>,
    statics: &BTreeMap<String, Handle>,
    lock: Option<[u8; 32]>,
) -> [u8; 32] {
    let handle = |name: &str, handle: &Handle| format!("{name} {} {:?} {:?}", handle.size, handle.look, handle.real);
    let beside = files.iter().map(|(path, file)| handle(path.as_str(), file));
    let beside: Vec<String> = beside.chain(statics.iter().map(|(path, file)| handle(path, file))).collect();
    let lock = lock.unwrap_or_default();
    let parts = [articles.as_bytes(), &lock as &[u8]].into_iter().chain(beside.iter().map(String::as_bytes));
    Fingerprint::of(parts).digest()
}

/// Files beside articles, and files of `static/` by their path below it.
pub fn files(snapshot: &Snapshot) -> (BTreeMap<HubPath, Handle>, BTreeMap<String, Handle>) {
    let handles = |folder: &'static str| {
        snapshot.below(folder).filter_map(move |(path, file)| match file {
            File::Handle(handle) => Some((path, handle.clone())),
            File::Bytes(_) => None,
        })
    };
    let beside = handles("content")
        .filter(|(path, _)| path.unpublished().is_none())
        .map(|(path, handle)| (path.clone(), handle))
        .collect();
    let statics = handles("static").filter_map(|(path, handle)| Some((nfc(path.below("static")?), handle))).collect();
    (beside, statics)
}

fn draft(path: &HubPath, contents: &Contents, settings: &Settings, renderer: &Renderer, searcher: &Searcher) -> Read {
    let Some((named, finding)) = names::article(path, &settings.languages) else { return (None, Vec::new()) };
    let mut findings: Vec<Finding> = finding.into_iter().collect();
    let source = match contents.text() {
        Some(text) => text,
        None => {
            let lossy = String::from_utf8_lossy(contents.bytes());
            let at = contents.bytes().utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
            findings.push(places::not_utf8(Place::bytes(path, &lossy, at..at + 1)));
            return (None, findings);
        }
    };
    let text = &*source;
    if let Some(finding) = conflict::finding(path, text) {
        findings.push(finding);
        return (None, findings);
    }
    let (front, content) = match front_matter::split(text) {
        Ok(Some(parts)) => parts,
        Ok(None) => {
            findings.push(unclosed(path, text));
            return (None, findings);
        }
        Err(Misplaced { range, message, help }) => {
            findings.push(Finding::new(&FRONT_MATTER_SHAPE, Place::bytes(path, text, range), message).help(help));
            return (None, findings);
        }
    };
    let fields = match yaml::mapping(&text[front.clone()]) {
        Ok(fields) => fields,
        Err(error) => {
            let code: &'static Code = if error.shape { &FRONT_MATTER_SHAPE } else { &FRONT_MATTER_YAML };
            let range = front.start + error.range.start..front.start + error.range.end;
            let mut finding = Finding::new(code, Place::bytes(path, text, range), error.message);
            finding.help = error.help;
            findings.push(finding);
            return (None, findings);
        }
    };
    findings.extend(places::hidden_text(path, text, front.clone()));
    let (mut body, said) = renderer.body(path, text, content.clone());
    findings.extend(said);
    let looked_at = Text { whole: text, front: front.clone(), body: content, kind: named.kind, language: named.language };
    body.remarks = searcher.remarks(&looked_at);
    (Some(Arc::new(Draft { path: path.clone(), named, source, front, fields, body: Arc::new(body) })), findings)
}

/// The finding for front matter without an end; it marks the line that was meant to be one.
fn unclosed(path: &HubPath, text: &str) -> Finding {
    let (range, message, help) = match front_matter::meant_as_end(text) {
        Some(range) => {
            let written = text.get(range.clone()).unwrap_or_default();
            let message = format!("the fields never end: `{written}` is not the line `---`");
            (range, message, "write exactly `---`: three hyphens, and nothing before or after them")
        }
        None => (
            0..3,
            "the fields begin here, and no second line `---` ends them".to_owned(),
            "write a line `---` after the last field",
        ),
    };
    Finding::new(&FRONT_MATTER_UNCLOSED, Place::bytes(path, text, range), message).help(help)
}

/// What the join of translations needs.
struct Join<'a> {
    settings: &'a Settings,
    renderer: &'a Renderer,
    ids: &'a Ids,
}

impl Join<'_> {
    /// One article of all files that are it. The first in the order of languages is the original.
    fn article(&self, mut drafts: Vec<Arc<Draft>>) -> (Option<Article>, Vec<Finding>) {
        let mut findings = Vec::new();
        drafts.sort_by(|a, b| (a.named.language, &a.path).cmp(&(b.named.language, &b.path)));
        let mut unique: Vec<Arc<Draft>> = Vec::with_capacity(drafts.len());
        for draft in drafts {
            match unique.last().filter(|last| last.named.language == draft.named.language) {
                Some(first) => {
                    // macOS writes an accent as a character of its own, and no eye sees the difference.
                    let alike = nfc(first.path.as_str()) == nfc(draft.path.as_str());
                    let message = match alike {
                        true => "two files have names that look the same, and are stored in two ways",
                        false => "two files are the same page in the same language",
                    };
                    findings.push(
                        Finding::new(&TRANSLATION_KIND, Place::file(&draft.path), message)
                            .also(Place::file(&first.path), "the other one")
                            .help("keep one of the two, or give one another name"),
                    );
                }
                None => unique.push(draft),
            }
        }
        let mut editions: Vec<Edition> = Vec::with_capacity(unique.len());
        let (kind, key, id) = match unique.first() {
            Some(original) => (original.named.kind, original.named.key.clone(), original.named.id.clone()),
            None => return (None, findings),
        };
        for i in 0..unique.len() {
            let (edition, said) = self.edition(&unique[i], &unique[0], editions.first());
            findings.extend(said);
            match edition {
                Some(edition) => editions.push(edition),
                None if i == 0 => return (None, findings),
                None => {}
            }
        }
        (Some(Article { kind, key, id, editions }), findings)
    }

    fn edition(&self, draft: &Draft, base: &Draft, original: Option<&Edition>) -> (Option<Edition>, Vec<Finding>) {
        let named_date = draft.named.date;
        let ids = Some(self.ids);
        let context = Context {
            settings: self.settings,
            renderer: self.renderer,
            path: &draft.path,
            ids,
            named_date,
            findings: RefCell::default(),
        };
        let inherited = original.map(|_| Inherited { fields: &base.fields, except: kinds::NOT_INHERITED });
        let mut trail = Trail::default();
        let mut f = Fields::new(&draft.fields, inherited, &mut trail);
        let mut common = kinds::common(&mut f, &context);
        common.date = common.date.or(named_date);
        let mut facts = kinds::facts(draft.named.kind, &mut f, &context, &mut common);
        check_addresses(&mut f, &common);
        f.finish();
        if original.is_none() {
            context.findings.borrow_mut().extend(nameless(&draft.path, &draft.named.id, common.slug.as_deref()));
        }
        if let (Some(facts), Some(original)) = (&mut facts, original) {
            kinds::check_translation(&draft.fields, facts, &original.facts, &mut trail);
            kinds::inherit_overrides(facts, &original.facts);
        }
        if common.title.is_empty() && draft.fields.get("title").is_none_or(fields::is_unset) {
            entitle(&mut common, draft, facts.as_ref(), original, &mut trail);
        }
        if original.is_none() && draft.named.language != LangId::DEFAULT {
            originals_say(&mut trail, &draft.named);
        }
        let mut findings = context.findings.into_inner();
        findings.extend(places::findings(&draft.path, &draft.source, draft.front.clone(), trail.troubles));
        let edition = facts.map(|facts| Edition {
            language: draft.named.language,
            path: draft.path.clone(),
            source: draft.source.clone(),
            front: draft.front.clone(),
            common,
            facts,
            body: draft.body.clone(),
        });
        (edition, findings)
    }
}

/// A title for an article that states none: its first heading, a person's name, the original's.
fn entitle(common: &mut Common, draft: &Draft, facts: Option<&Facts>, original: Option<&Edition>, trail: &mut Trail) {
    if let Some(title) = &draft.body.title {
        common.title.clone_from(title);
    } else if let Some(Facts::Member(member)) = facts {
        common.title.clone_from(&member.name);
    } else if let Some(original) = original {
        common.title.clone_from(&original.common.title);
        common.title_language = Some(original.common.title_language.unwrap_or(original.language));
    } else if draft.named.key != "index" && !misspelt_title(trail) {
        trail.troubles.push(Trouble {
            code: &FIELD_MISSING,
            path: Vec::new(),
            part: yaml::Part::Key,
            message: fields::is_missing("title", ""),
            help: Some("add `title: …` between the lines `---`, or begin the text with a heading, `# …`".into()),
        });
    }
}

/// What is missing from a file that is named as a translation would stand in its original, if that has another name.
fn originals_say(trail: &mut Trail, named: &Named) {
    let original = format!("; or name the original content/{}.md, and what it says holds here", named.key);
    let missing = trail.troubles.iter_mut().filter(|t| t.code == &FIELD_MISSING && t.path.is_empty());
    missing.filter_map(|trouble| trouble.help.as_mut()).for_each(|help| help.push_str(&original));
}

/// Whether the title is there, with a slip in its name: that was said.
fn misspelt_title(trail: &Trail) -> bool {
    let meant = |trouble: &Trouble| trouble.code == &FIELD_UNKNOWN && trouble.path.len() == 1;
    trail.troubles.iter().any(|t| meant(t) && t.help.as_deref() == Some("did you mean `title`?"))
}

/// Checks the names that addresses are made of.
fn check_addresses(f: &mut Fields, common: &Common) {
    if let Some(slug) = common.slug.as_deref().filter(|s| !names::is_slug(s)) {
        let parts: Vec<&str> = slug.split('/').map(|p| p.trim_matches('.')).filter(|p| !p.is_empty()).collect();
        let help = match names::slug(&parts.join("-")) {
            better if better.is_empty() => "write letters, digits and hyphens, such as `slug: our-first-workshop`".to_owned(),
            better => format!("write `slug: {better}`"),
        };
        f.say("slug", &ADDRESS_SLUG, format!("`{slug}` cannot be the last part of an address"), help);
    }
    for (i, alias) in common.aliases.iter().enumerate() {
        if alias_address(alias).is_none() {
            f.say_inside(
                "aliases",
                &[Step::Index(i)],
                &ADDRESS_ALIAS,
                format!("`{alias}` cannot be an old address of this hub"),
                "write what came after the name of the site: `/old/place/`".to_owned(),
            );
        }
    }
}

/// The finding for a file or folder whose name holds nothing that an address could be made of. `slug` replaces the last
/// part of `id`.
fn nameless(path: &HubPath, id: &str, slug: Option<&str>) -> Option<Finding> {
    let parts: Vec<&str> = id.split('/').collect();
    let (name, folders) = parts.split_last()?;
    let finding = |what: &str, help: String| {
        let message = format!("the name of this {what} has no letters or digits for an address");
        Some(Finding::new(&ADDRESS_SLUG, Place::file(path), message).help(help))
    };
    if folders.contains(&"") {
        return finding("file's folder", "rename the folder: letters of any script, digits and hyphens".to_owned());
    }
    if name.is_empty() && slug.is_none() {
        return finding(
            "file",
            "write `slug: party`, or another name for the page, between the lines `---`; or rename the file".to_owned(),
        );
    }
    None
}

/// An alias as an address: `/old/place/` or `/old/place.html`.
fn alias_address(alias: &str) -> Option<HubPath> {
    let path = alias.trim_start_matches('/').trim_end_matches('/');
    let sound = !alias.starts_with("//")
        && !path.contains([':', '?', '#', '\\', '<', '>', '"', '|', '*', '%'])
        && !path.contains("//")
        && path.len() <= 1000;
    // Names with a dot before them are hidden, and hubgen's own records are among them.
    let hidden = path.split('/').any(|name| name.starts_with('.') || name.len() > 200) || path.contains(char::is_control);
    HubPath::new(path).filter(|_| sound && !hidden)
}
