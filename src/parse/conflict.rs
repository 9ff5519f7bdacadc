//! Marks that Git leaves where two versions of a file could not be merged.

use crate::{
    diagnostic::{Finding, Place, catalogue::FILE_CONFLICT},
    model::{
        lock,
        path::HubPath,
        snapshot::{File, Snapshot},
    },
};
use std::ops::Range;

/// Finds conflict marks in the hub's texts. Articles are searched when they are read, and hub.lock mends itself.
pub fn findings(snapshot: &Snapshot) -> Vec<Finding> {
    let texts = snapshot.files.iter().filter_map(|(path, file)| match file {
        File::Bytes(contents) if path.as_str() != lock::FILE && !is_article(path) => Some((path, contents.text()?)),
        _ => None,
    });
    texts.filter_map(|(path, text)| finding(path, &text)).collect()
}

/// Drops what else was found in files with conflict marks: a text that holds two versions at once is neither.
pub fn without_echoes(mut findings: Vec<Finding>) -> Vec<Finding> {
    let path = |f: &Finding| f.place.as_ref().map(|place| place.path.clone());
    let torn: Vec<HubPath> = findings.iter().filter(|f| f.code == &FILE_CONFLICT).filter_map(path).collect();
    if !torn.is_empty() {
        findings.retain(|f| f.code == &FILE_CONFLICT || !path(f).is_some_and(|path| torn.contains(&path)));
    }
    findings
}

/// The finding for a file of the hub that holds a conflict.
pub fn finding(path: &HubPath, text: &str) -> Option<Finding> {
    let range = conflict(text)?;
    let message = "a merge left both versions of these lines here, between `<<<<<<<` and `>>>>>>>`";
    Some(
        Finding::new(&FILE_CONFLICT, Place::bytes(path, text, range), message)
            .help("keep the lines that are right, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`"),
    )
}

fn is_article(path: &HubPath) -> bool {
    path.is("md") && path.below("content").is_some()
}

/// The first line of a conflict: `<<<<<<<`, later `=======`, later `>>>>>>>`, each at the start of a line. Fenced code
/// may show one.
fn conflict(text: &str) -> Option<Range<usize>> {
    memchr::memmem::find(text.as_bytes(), b"<<<<<<<")?;
    let (mut at, mut start, mut parted) = (0, None, false);
    let mut fence: Option<&str> = None;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end();
        let opened = fence_of(line);
        match (fence, opened) {
            (Some(open), Some(mark)) if mark.starts_with(open) && line.trim_start() == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            (None, None) if is_mark(line, '<') => (start, parted) = (Some(at..at + line.len()), false),
            (None, None) if start.is_some() && line == "=======" => parted = true,
            (None, None) if parted && is_mark(line, '>') => return start,
            _ => {}
        }
        at += whole.len();
    }
    None
}

/// Seven signs, then nothing or a blank and the name of a version.
fn is_mark(line: &str, sign: char) -> bool {
    let rest = line.trim_start_matches(sign);
    line.len() - rest.len() == 7 && (rest.is_empty() || rest.starts_with(' '))
}

/// The run of backticks or tildes that opens or closes a fence (CommonMark, section 4.5).
fn fence_of(line: &str) -> Option<&str> {
    let text = line.trim_start();
    let sign = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.len() - text.trim_start_matches(sign).len();
    text.get(..length).filter(|_| length >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_merge_left() {
        let text = "a\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n";
        assert_eq!(conflict(text), Some(2..14));
        assert_eq!(conflict(&text.replace('\n', "\r\n")), Some(3..15));
        let three = "<<<<<<< ours\na\n||||||| base\nb\n=======\nc\n>>>>>>> theirs";
        assert_eq!(conflict(three), Some(0..12));
    }

    #[test]
    fn lines_that_only_look_alike_are_text() {
        for text in [
            "Title\n=======\n",
            "<<<<<<< HEAD\n",
            "    <<<<<<< HEAD\n    =======\n    >>>>>>> x\n",
            "```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n",
            "~~~~ text\n<<<<<<< HEAD\n~~~\n=======\n>>>>>>> x\n~~~~\n",
            "<<<<<<<< HEAD\n=======\n>>>>>>>> x\n",
        ] {
            assert_eq!(conflict(text), None, "{text}");
        }
        assert!(conflict("```\ncode\n```\n<<<<<<< a\n=======\n>>>>>>> b\n").is_some());
    }
}
