//! hub.lock to Lock: line by line, so that what a merge left in it is no obstacle.
//!
//! Nobody may lose an identity because of a slip in this file: a line that cannot be read is an error, never left out.

use super::{
    flow::{self, Flow, Value},
    places,
};
use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    memo::{Fingerprint, Memo},
    model::{
        lock::{FILE, Lock, Locked, VERSION},
        path::HubPath,
        rule::Rule,
        snapshot::Snapshot,
        time::{Instant, When, Zone},
    },
};
use rayon::prelude::*;
use std::{collections::BTreeMap, ops::Range, sync::Arc};

/// More lines than this are not complained about one by one.
const MOST_COMPLAINTS: usize = 20;

/// Reads `hub.lock`. Without one this is the hub's first lock.
pub fn lock(snapshot: &Snapshot, memo: &Memo) -> Arc<(Arc<Lock>, Vec<Finding>)> {
    let (Some(bytes), Some(digest)) = (snapshot.bytes(FILE), snapshot.digest(FILE)) else { return Arc::default() };
    memo.recall(Fingerprint::of([b"lock", &digest as &[u8]]), || {
        let (lock, said) = read(bytes);
        (Arc::new(lock), said)
    })
}

fn read(bytes: &[u8]) -> (Lock, Vec<Finding>) {
    let Some(path) = HubPath::new(FILE) else { return Default::default() };
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        let place = Place::bytes(&path, &text, error.valid_up_to()..error.valid_up_to() + 1);
        return (Lock::default(), vec![places::not_utf8(place).help(RESTORE)]);
    }
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        let message = "hub.lock is empty: calendars would be told of every event as if it were new";
        let finding = Finding::new(&LOCK_EMPTY, Place::file(&path), message);
        return (
            Lock::default(),
            vec![finding.help("take it from the last commit that has something in it; if none has, delete it")],
        );
    }
    let file = Text { path: &path, text: &text };
    let (lines, marker) = lines(&text);
    // Reading an event costs more than all else about its line.
    let read: Vec<(Line, Result<Said, Wrong>)> = lines.into_par_iter().map(|line| (line, said(line.text))).collect();
    let (lock, double, wrong) = gathered(read);
    let mut findings: Vec<Finding> =
        wrong.into_iter().take(MOST_COMPLAINTS).map(|(line, wrong)| file.wrong(line, wrong)).collect();
    findings.extend(marker.map(|line| file.merged(line, "a merge left its marks here")));
    if marker.is_none() {
        findings.extend(double.map(|line| file.merged(line, "an event is here twice")));
    }
    (lock, findings)
}

const RESTORE: &str = "take hub.lock from the last commit in which it was right, and build again";

/// A line of the file, and the byte it begins at.
#[derive(Clone, Copy)]
struct Line<'t> {
    at: usize,
    text: &'t str,
}

/// Lines that say something, and the first mark of a merge among them. What `diff3` shows of the common ancestor is
/// left out: both sides have it, or have something newer.
fn lines(text: &str) -> (Vec<Line<'_>>, Option<Line<'_>>) {
    let mut lines = Vec::new();
    let (mut marker, mut ancestor) = (None, false);
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let line = Line { at, text: whole.trim_end() };
        at += whole.len();
        let mark = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].into_iter().find(|mark| line.text.starts_with(mark));
        match mark {
            Some(mark) => {
                ancestor = mark == "|||||||";
                marker = marker.or(Some(line));
            }
            None if ancestor => {}
            None => lines.push(line),
        }
    }
    (lines, marker)
}

/// What a line says.
enum Said {
    Nothing,
    Version,
    Id(String),
    Event(Box<Locked>),
}

/// Why a line cannot be read, and where in it.
struct Wrong {
    newer: bool,
    message: String,
    at: Range<usize>,
}

fn wrong<T>(message: impl Into<String>, at: Range<usize>) -> Result<T, Wrong> {
    Err(Wrong { newer: false, message: message.into(), at })
}

fn said(line: &str) -> Result<Said, Wrong> {
    let bare = line.trim_start_matches('\u{feff}').trim_start();
    let indent = line.len() - bare.len();
    let whole = indent..line.len();
    if bare.is_empty() || bare.starts_with('#') || matches!(bare, "---" | "events:" | "events: []") {
        return Ok(Said::Nothing);
    }
    if let Some(number) = bare.strip_prefix("version:") {
        return match number.trim().parse::<u32>() {
            Ok(VERSION) => Ok(Said::Version),
            _ => Err(Wrong {
                newer: true,
                message: format!("hub.lock is of version `{}`, and this hubgen knows versions up to {VERSION}", number.trim()),
                at: whole,
            }),
        };
    }
    if let Some(id) = bare.strip_prefix("id:") {
        return match flow::value(id) {
            // What an `id` may be, and a host: `[::1]` is one.
            Ok(Flow { value: Value::Text(id), .. })
                if id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._[]:".contains(&b)) =>
            {
                Ok(Said::Id(id))
            }
            _ => wrong("this cannot be the `id`", whole),
        };
    }
    let Some(event) = bare.strip_prefix("- ") else { return wrong("hubgen writes no such line into hub.lock", whole) };
    let start = line.len() - event.len();
    let shifted = |at: Range<usize>| start + at.start..start + at.end;
    let flow = flow::value(event).map_err(|at| Wrong {
        newer: false,
        message: "this line cannot be read from here on".into(),
        at: shifted(at..event.len().max(at + 1)),
    })?;
    locked(flow).map(|event| Said::Event(Box::new(event))).map_err(|wrong| Wrong { at: shifted(wrong.at), ..wrong })
}

/// The events in order, the first that is there twice, and the lines that cannot be read.
type Gathered<'t> = (Lock, Option<Line<'t>>, Vec<(Line<'t>, Wrong)>);

fn gathered<'t>(read: Vec<(Line<'t>, Result<Said, Wrong>)>) -> Gathered<'t> {
    let mut events: BTreeMap<String, Locked> = BTreeMap::new();
    let (mut id, mut versioned, mut double, mut bad) = (None, false, None, Vec::new());
    for (line, said) in read {
        match said {
            Ok(Said::Nothing) => {}
            Ok(Said::Version) => versioned = true,
            Ok(Said::Id(own)) => drop(id.get_or_insert(own)),
            Ok(Said::Event(event)) => {
                let merged = match events.remove(&event.uid) {
                    None => *event,
                    Some(other) => {
                        double = double.or(Some(line));
                        one_of(other, *event)
                    }
                };
                events.insert(merged.uid.clone(), merged);
            }
            Err(wrong) => bad.push((line, wrong)),
        }
    }
    if !versioned && !events.is_empty() && bad.is_empty() {
        let message = "the line `version: 1` is missing".to_owned();
        bad.push((Line { at: 0, text: "" }, Wrong { newer: false, message, at: 0..1 }));
    }
    (Lock { id: id.unwrap_or_default(), events: events.into_values().collect() }, double, bad)
}

/// One of two records of an event: the higher SEQUENCE, then the later.
fn one_of(a: Locked, b: Locked) -> Locked {
    let rank = |event: &Locked| (event.sequence, event.modified, !event.gone);
    let apart = a.sequence == b.sequence && (&a.when, a.gone) != (&b.when, b.gone);
    let (mut kept, other) = if rank(&b) > rank(&a) { (b, a) } else { (a, b) };
    if apart {
        // Both were told to somebody under one number; only a higher one reaches all of them.
        kept.sequence = kept.sequence.saturating_add(1);
        kept.modified = kept.modified.max(other.modified);
    }
    kept
}

fn locked(flow: Flow) -> Result<Locked, Wrong> {
    let Value::Map(pairs) = flow.value else { return wrong("this line is not about an event", flow.at) };
    let mut fields = Pairs { pairs: pairs.into_iter().map(|(key, flow)| (key, Some(flow))).collect(), whole: flow.at };
    let event = Locked {
        uid: fields.need("uid", text)?,
        path: fields.need("path", text)?,
        address: fields.take("address", text)?,
        sequence: fields.need("sequence", |flow| text(flow)?.parse().ok())?,
        modified: fields.need("modified", instant)?,
        when: fields.need("when", text)?,
        words: fields.need("words", text)?,
        date: fields.take("date", instant)?,
        start: fields.need("start", when)?,
        zone: fields.need("zone", |flow| text(flow)?.parse::<Zone>().ok())?,
        rrule: fields.take("rrule", |flow| Rule::parse(&text(flow)?).ok())?,
        beside: fields.take("beside", |flow| list(flow)?.into_iter().map(when).collect())?.unwrap_or_default(),
        titles: fields.need("title", titles)?,
        calendars: fields.take("calendars", |flow| list(flow)?.into_iter().map(text).collect())?.unwrap_or_default(),
        gone: fields.take("gone", |flow| text(flow)?.parse().ok())?.unwrap_or(false),
    };
    match fields.pairs.into_iter().find_map(|(key, flow)| Some((key, flow?.at))) {
        Some((key, at)) => wrong(format!("`{key}` cannot stand here, or is here twice"), at),
        None => Ok(event),
    }
}

/// The pairs of an event, taken one by one.
struct Pairs {
    pairs: Vec<(String, Option<Flow>)>,
    whole: Range<usize>,
}

impl Pairs {
    fn take<T>(&mut self, name: &str, read: impl FnOnce(Flow) -> Option<T>) -> Result<Option<T>, Wrong> {
        let Some(flow) = self.pairs.iter_mut().find(|(key, _)| key == name).and_then(|(_, flow)| flow.take()) else {
            return Ok(None);
        };
        let at = flow.at.clone();
        match read(flow) {
            Some(value) => Ok(Some(value)),
            None => wrong(format!("this cannot be a `{name}`"), at),
        }
    }

    fn need<T>(&mut self, name: &str, read: impl FnOnce(Flow) -> Option<T>) -> Result<T, Wrong> {
        match self.take(name, read)? {
            Some(value) => Ok(value),
            None => wrong(format!("`{name}` is missing from this line"), self.whole.clone()),
        }
    }
}

fn text(flow: Flow) -> Option<String> {
    any_text(flow).filter(|text| !text.is_empty())
}

fn any_text(flow: Flow) -> Option<String> {
    match flow.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn list(flow: Flow) -> Option<Vec<Flow>> {
    match flow.value {
        Value::List(list) => Some(list),
        _ => None,
    }
}

fn when(flow: Flow) -> Option<When> {
    When::parse(&text(flow)?).ok()
}

fn instant(flow: Flow) -> Option<Instant> {
    match when(flow)? {
        When::Exact(exact) => Some(exact.to_utc()),
        _ => None,
    }
}

fn titles(flow: Flow) -> Option<Vec<(String, String)>> {
    match flow.value {
        Value::Map(pairs) => pairs.into_iter().map(|(tag, title)| Some((tag, any_text(title)?))).collect(),
        _ => None,
    }
}

/// The file, for places in it.
struct Text<'t> {
    path: &'t HubPath,
    text: &'t str,
}

impl Text<'_> {
    fn place(&self, line: Line, at: Range<usize>) -> Place {
        Place::bytes(self.path, self.text, line.at + at.start..line.at + at.end)
    }

    fn wrong(&self, line: Line, wrong: Wrong) -> Finding {
        let place = self.place(line, wrong.at);
        match wrong.newer {
            true => {
                Finding::new(&LOCK_VERSION, place, wrong.message).help("install the newest hubgen: a newer one wrote this file")
            }
            false => Finding::new(&LOCK_UNREADABLE, place, wrong.message).help(RESTORE),
        }
    }

    fn merged(&self, line: Line, message: &str) -> Finding {
        Finding::new(&LOCK_MERGED, self.place(line, 0..line.text.len()), message)
            .help("do nothing: the next `hubgen build` puts the file in order")
    }
}
