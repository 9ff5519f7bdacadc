//! A new event that looks like one that has just gone: perhaps a rename that hubgen cannot see.

use super::{Fresh, Known, pair::Held};
use crate::{
    diagnostic::{Finding, Place, catalogue::EVENT_MAYBE_RENAMED},
    model::lock::{Locked, Written},
    plan::people,
};

/// When more than this go or come at once, it is no rename, and comparing all with all would take its time.
const MOST: usize = 100;

/// How alike two names have to be, from 0 to 1, to be said to be perhaps one.
const ALIKE: f64 = 0.45;

/// Says which new event may be which one of the old lock that it was not recognised as.
pub fn doubts(events: &[Known], fresh: &[Fresh], drafts: &[Known], old: &[Locked], pairs: &[Option<usize>]) -> Vec<Finding> {
    let held = Held::by(events, drafts);
    let mut lost: Vec<bool> = old.iter().map(|record| !record.gone && !held.has(record)).collect();
    pairs.iter().flatten().for_each(|at| lost[*at] = false);
    let lost: Vec<&Locked> = old.iter().zip(lost).filter(|(_, lost)| *lost).map(|(record, _)| record).collect();
    let new: Vec<usize> = (0..events.len()).filter(|at| pairs[*at].is_none() && events[*at].uid().is_none()).collect();
    if lost.len() > MOST || new.len() > MOST {
        return Vec::new();
    }
    let mut likely: Vec<(f64, usize, usize)> = Vec::new();
    for (at, record) in lost.iter().enumerate() {
        likely.extend(new.iter().filter_map(|event| Some((likeness(record, &fresh[*event].record)?, at, *event))));
    }
    // The likeliest first; each of them once.
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut records, mut places, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    for (_, record, event) in likely {
        if !records.contains(&record) && !places.contains(&event) {
            records.push(record);
            places.push(event);
            findings.push(finding(lost[record], &events[event]));
        }
    }
    findings
}

/// How alike two events are called, by title or file, from 0 to 1.
pub fn namesakes(old: &Locked, new: &Locked) -> f64 {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).replace(|c: char| !c.is_alphanumeric(), " ");
    let titles = old.titles.iter().flat_map(|(tag, title)| {
        let own = new.titles.iter().filter(move |(other, _)| other == tag);
        own.map(move |(_, other)| alike(title, other))
    });
    let names = alike(&name(&old.path), &name(&new.path));
    titles.fold(names, f64::max)
}

/// How likely a new event is an old one; `None`: nobody would think so.
fn likeness(old: &Locked, new: &Locked) -> Option<f64> {
    let likeness = namesakes(old, new);
    let same_time = old.zone == new.zone && Written(old.start).to_string() == Written(new.start).to_string();
    (likeness >= ALIKE || same_time).then_some(likeness + f64::from(u8::from(same_time)))
}

/// How many pairs of letters two names share, whatever the order of their words.
fn alike(a: &str, b: &str) -> f64 {
    // A title can be as long as a file may be; what is alike is alike at its beginning.
    let short = |name: &str| name.chars().take(100).collect::<String>().to_lowercase();
    strsim::sorensen_dice(&short(a), &short(b))
}

fn finding(old: &Locked, new: &Known) -> Finding {
    let original = new.article.original();
    let place = people::place(original, "title", &original.common.title).unwrap_or_else(|| Place::file(&original.path));
    let address = old.address.clone().unwrap_or_else(|| format!("{}/", old.path));
    let message = format!("this new event looks like `{}`, which is gone: calendars would show that as cancelled", old.path);
    Finding::new(&EVENT_MAYBE_RENAMED, place, message).help(format!(
        "if it is the same, write `aliases: [/{address}]` or `uid: {}`, and everybody's calendar follows; if it is not, `allow: \
         [event/maybe-renamed]`",
        quoted(&old.uid)
    ))
}

/// A UID as YAML takes it.
fn quoted(uid: &str) -> String {
    let plain = uid.starts_with(|c: char| c.is_ascii_alphanumeric()) && !uid.contains([':', '#', '"', '\'', '\\']);
    if plain { uid.to_owned() } else { format!("{uid:?}") }
}
