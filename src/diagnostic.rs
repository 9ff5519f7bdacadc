//! Findings: what hubgen has to say about a hub.
//!
//! A finding is a value. Whoever notices something returns it beside the result (never instead of it, where a result
//! is still possible), so that one run reports everything. Nothing here prints; `cli/report.rs` does.
//!
//! To add a finding: one line in [`catalogue`], a [`Finding::new`] where it is noticed, a case in `tests/diagnostics`.

#![allow(clippy::string_slice, reason = "offsets are moved to the boundary of a character first")]

mod near;

pub use near::{nearest, suggest};

use crate::model::path::HubPath;
use serde::Serialize;

/// How bad it is. Errors stop a build before anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    /// The word used in every output format.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A kind of finding: its stable name, and how bad it is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    pub name: &'static str,
    pub severity: Severity,
    /// What it means, for the catalogue in the handbook.
    pub about: &'static str,
}

/// Where a finding stands: a file, and within it a line and a stretch of that line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub path: HubPath,
    pub at: Option<Spot>,
}

/// A stretch of one line, with the text of that line for the caret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
    /// Length in characters, at least 1.
    pub width: u32,
    /// The line, without its line break.
    pub text: String,
}

impl Place {
    /// A whole file.
    pub fn file(path: &HubPath) -> Place {
        Place { path: path.clone(), at: None }
    }

    /// Bytes `range` of `source`, the text of the file at `path`. A range over several lines is cut at its first;
    /// one outside the text falls back to the nearest place inside it.
    pub fn bytes(path: &HubPath, source: &str, range: std::ops::Range<usize>) -> Place {
        Lines::of(source).place(path, range)
    }

    /// `line` and `column` from 1, of a text.
    pub fn line(path: &HubPath, source: &str, line: usize, column: usize) -> Place {
        let mut start = 0;
        for _ in 1..line.max(1) {
            match source[start..].find('\n') {
                Some(i) => start += i + 1,
                None => break,
            }
        }
        let offset = source[start..].char_indices().nth(column.max(1) - 1).map_or(0, |(i, _)| i);
        let at = start + offset;
        Place::bytes(path, source, at..at + 1)
    }
}

/// A text that several places lie in. Places that follow each other cost what lies between them: thousands of findings
/// in one file are found in one pass over it.
pub struct Lines<'s> {
    source: &'s str,
    /// The line that was looked at last: where it begins and ends, and its number from 1.
    line: std::ops::Range<usize>,
    number: u32,
    /// A byte of that line, and how many characters come before it there.
    at: (usize, u32),
}

impl<'s> Lines<'s> {
    pub fn of(source: &'s str) -> Lines<'s> {
        let mut lines = Lines { source, line: 0..0, number: 1, at: (0, 0) };
        lines.begin(0);
        lines
    }

    fn begin(&mut self, start: usize) {
        self.line = start..memchr::memchr(b'\n', &self.source.as_bytes()[start..]).map_or(self.source.len(), |i| start + i);
        self.at = (start, 0);
    }

    /// The place of a stretch, as [`Place::bytes`] has it.
    pub fn place(&mut self, path: &HubPath, range: std::ops::Range<usize>) -> Place {
        let source = self.source;
        let start = floor_char_boundary(source, range.start);
        if start < self.line.start {
            (self.number, self.line) = (1, 0..0);
            self.begin(0);
        }
        if start > self.line.end {
            let passed = memchr::memchr_iter(b'\n', &source.as_bytes()[self.line.end..start]);
            let (count, last) = passed.fold((0, 0), |(count, _), at| (count + 1, at));
            self.number += count;
            self.begin(self.line.end + last + 1);
        }
        if start < self.at.0 {
            self.at = (self.line.start, 0);
        }
        self.at = (start, self.at.1 + source[self.at.0..start].chars().count() as u32);
        let text = source[self.line.clone()].trim_end_matches('\r');
        let end = floor_char_boundary(source, range.end.max(start)).min(self.line.start + text.len());
        let width = source.get(start..end).map_or(0, |s| s.trim_end().chars().count() as u32).max(1);
        let spot = Spot { line: self.number, column: self.at.1 + 1, width, text: excerpt(text) };
        Place { path: path.clone(), at: Some(spot) }
    }
}

/// A line made for one machine can be megabytes long; a message is for people.
fn excerpt(line: &str) -> String {
    const LONGEST: usize = 400;
    match line.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line.to_owned(),
    }
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Something noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub code: &'static Code,
    pub place: Option<Place>,
    /// Other places that belong to it, each with a few words ("also claimed here").
    pub also: Vec<(Place, String)>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Finding {
    pub fn new(code: &'static Code, place: impl Into<Option<Place>>, message: impl Into<String>) -> Finding {
        Finding { code, place: place.into(), also: Vec::new(), message: message.into(), help: None }
    }

    /// Adds what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that belongs to it.
    pub fn also(mut self, place: Place, words: impl Into<String>) -> Finding {
        self.also.push((place, words.into()));
        self
    }

    pub fn severity(&self) -> Severity {
        self.code.severity
    }

    pub fn is_error(&self) -> bool {
        self.code.severity == Severity::Error
    }

    fn sort_key(&self) -> (Option<&HubPath>, Option<(u32, u32)>, &'static str, &str) {
        let place = self.place.as_ref();
        (place.map(|p| &p.path), place.and_then(|p| p.at.as_ref()).map(|s| (s.line, s.column)), self.code.name, &self.message)
    }
}

/// Sorts findings by place, so that a report does not depend on the order of the work, and drops exact repeats.
pub fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    findings.dedup();
    findings
}

/// True where something forbids to write.
pub fn any_error(findings: &[Finding]) -> bool {
    findings.iter().any(Finding::is_error)
}

/// Every code there is.
pub mod catalogue {
    use super::{Code, Severity::*};

    macro_rules! codes {
        ($($name:ident $code:literal $severity:ident $about:literal)*) => {
            $(#[doc = $about] pub static $name: Code = Code { name: $code, severity: $severity, about: $about };)*
            /// In the order of this file.
            pub static ALL: &[&Code] = &[$(&$name),*];
        };
    }

    codes! {
        FILE_NOT_UTF8 "file/not-utf8" Error "The file is not UTF-8 text."
        FILE_CONFLICT "file/conflict" Error "A merge left both versions of some lines in the file."
        FILE_TOO_LARGE "file/too-large" Error "A text file is larger than any text: 4 MiB."
        FILE_ACTIVE "file/active" Warning "A file beside articles that could run in a reader's browser; it is not published."
        FILE_UNREADABLE "file/unreadable" Error "The file cannot be read."
        FILE_NAME "file/name" Error "The file's name cannot exist on every system."
        FILE_LINK_OUTSIDE "file/link-outside" Error "A symbolic link leads out of the hub."
        FILE_LINK_LOOP "file/link-loop" Error "A symbolic link leads back into itself."
        FILE_FOLDER "file/folder" Warning "A folder of content/ that is named almost like one of hubgen's."
        PICTURE_BROKEN "picture/broken" Warning "The file is no picture that can be shown, or not all of it is there."
        PICTURE_TOO_LARGE "picture/too-large" Warning "A picture with more pixels or bytes than are ever read; it is left out."
        PICTURE_DISGUISED "picture/disguised" Warning "A picture of one kind under the name of another."
        PICTURE_LOCATION "picture/location" Warning "A picture in static/ tells where it was taken."
        FILE_UNPUBLISHED "file/unpublished" Note "A file of content/ that is not published because of its name."
        FILE_ORPHAN "file/orphan" Note "A file in content/ that nothing public shows; it is not published."

        FRONT_MATTER_UNCLOSED "front-matter/unclosed" Error "The opening `---` has no closing one."
        FRONT_MATTER_YAML "front-matter/yaml" Error "The front matter is not valid YAML."
        FRONT_MATTER_SHAPE "front-matter/shape" Error "The front matter is not a list of `key: value` lines."

        FIELD_UNKNOWN "field/unknown" Error "No such field here."
        FIELD_MISSING "field/missing" Error "A required field is missing."
        FIELD_WRONG "field/wrong" Error "The value is not of the kind this field takes."
        FIELD_HIDDEN_TEXT "field/hidden-text" Warning "YAML reads part of a value as a comment or an anchor, so it is not shown."
        FIELD_DROPPED "field/dropped" Warning "A harmless but useless value was left out."

        SETTINGS_MISSING "settings/missing" Error "There is no hub.yaml."
        SETTINGS_YAML "settings/yaml" Error "hub.yaml is not valid YAML."
        SETTINGS_THEME "settings/theme" Error "There is no theme of that name."
        SETTINGS_NAV "settings/nav" Error "A menu item leads nowhere."
        SETTINGS_LANGUAGE "settings/language" Error "Not a language tag, or named twice."
        SETTINGS_TRANSLATION "settings/translation" Warning "A text of hub.yaml is in a language that the hub does not have."
        SETTINGS_STRINGS "settings/strings" Note "The theme has no strings in this language; another one's are used."
        DATA_INVALID "data/invalid" Error "A data file cannot be parsed."
        DATA_CONFLICT "data/conflict" Error "Two data files have one name."

        LANGUAGE_UNUSED "language/unused" Warning "A file name ends in the tag of a language that the hub does not have."
        TRANSLATION_TIME "translation/time" Error "A translation states another time than its original."
        TRANSLATION_KIND "translation/duplicate" Error "Two files are the same article in the same language."

        TIME_ABBREVIATION "time/abbreviation" Error "A zone abbreviation instead of a zone."
        TIME_GAP "time/gap" Warning "This time does not exist in its zone: the clocks skip it."
        TIME_TWICE "time/twice" Warning "This time comes twice in its zone."
        EVENT_END_BEFORE_START "event/end-before-start" Error "The event ends before it starts."
        EVENT_OVERLAPS_ITSELF "event/overlaps-itself" Warning "One date of a series lasts until after the next begins: `end` may be meant as the end of the series."
        EVENT_RULE "event/rule" Error "Not a rule of repetition."
        EVENT_NO_OCCURRENCE "event/no-occurrence" Error "An `exdate` or override is about a date that the series does not have."
        EVENT_START_OFF_RULE "event/start-off-rule" Note "The start is not on its rule, and comes beside it."
        EVENT_END_AND_DURATION "event/end-and-duration" Error "An event has either an end or a duration."

        EVENT_UID_TWICE "event/uid-twice" Error "Two events have one `uid`."
        EVENT_UID_CHANGED "event/uid-changed" Warning "The `uid` is not the one that calendars know the event by."
        EVENT_MAYBE_RENAMED "event/maybe-renamed" Warning "A new event looks like one that is gone: a rename that calendars would not follow."
        LOCK_EMPTY "lock/empty" Warning "hub.lock is there, and nothing is in it."
        LOCK_UNREADABLE "lock/unreadable" Error "A line of hub.lock cannot be read."
        LOCK_VERSION "lock/version" Error "hub.lock is of a version that this hubgen does not know."
        LOCK_MERGED "lock/merged" Note "A merge left its marks in hub.lock, or an event twice; the next build mends it."
        LOCK_UNANNOUNCED "lock/unannounced" Warning "hub.lock has an event that is gone and was to be announced later: then its end would be."
        LOCK_STALE "lock/stale" Error "With `--locked`: hub.lock is not what a build would write."
        EVENT_PRIVATE_MEETING "event/private-meeting" Warning "The address of a private meeting is published: whoever finds it can walk in."
        EVENT_CLASH "event/clash" Warning "Two events are at one place, or with one host, at the same time."
        EVENT_CANCELLED_REGISTRATION "event/cancelled-registration" Warning "People can still register for an event that is cancelled."
        EVENT_UNDECIDED "event/undecided" Warning "Something is still to be announced two days before the event."
        EVENT_NO_RECORDING "event/no-recording" Note "Two weeks after an event that could be attended online there is no recording."
        EVENT_ENDS_SOON "event/ends-soon" Note "The last date of a series is within a month."
        GUIDELINE_UNREVIEWED "guideline/unreviewed" Note "Nobody has looked over a guideline for a year."
        MEMBER_STILL_NAMED "member/still-named" Warning "Somebody whose consent is missing or has ended is still named in a text."

        TEXT_WEEKDAY "text/weekday" Warning "A text says a weekday that the date is not."
        TEXT_ABBREVIATION "text/abbreviation" Warning "A text about an event gives a time with the abbreviation of a zone."
        TEXT_SYNTAX "text/syntax" Warning "A text uses the syntax of another program; readers see it as it is typed."
        TEXT_PLACEHOLDER "text/placeholder" Warning "A text still holds something that was to be filled in."

        TAG_ADDRESS "tag/address" Warning "A tag has no letters for an address of its own, those of another tag, or a comma in it."
        TAG_NEAR "tag/near" Note "A tag that is used once is nearly one that is used often."

        REFERENCE_MEMBER "reference/member" Error "There is no member of that name."
        REFERENCE_EVENT "reference/event" Error "There is no event of that name."
        REFERENCE_GROUP "reference/group" Error "There is no group of that name."
        REFERENCE_SERIES "reference/series" Error "There is no series of that name."
        REFERENCE_PRIVATE "reference/private" Warning "Somebody is named whose consent is missing or has ended; the name is left out."

        ADDRESS_CONFLICT "address/conflict" Error "Two things claim one address."
        ADDRESS_SLUG "address/slug" Error "Not a name that an address can have."
        ADDRESS_ALIAS "address/alias" Error "Not an old address of this hub."

        LINK_BROKEN "link/broken" Error "The link leads nowhere."
        LINK_ANCHOR "link/anchor" Error "The page exists, the place on it does not."
        LINK_ANCHOR_TRANSLATION "link/anchor-translation" Warning "A translation cannot answer to the original's anchor."
        LINK_PRIVATE "link/private" Warning "The link leads to something that is not public; it was made plain text."
        LINK_UNSAFE "link/unsafe" Warning "An address of a kind that is not allowed; it was left out."
        LINK_EXTERNAL_GONE "link/external-gone" Warning "Another host was asked, and nothing is there any more."
        LINK_EXTERNAL_MOVED "link/external-moved" Note "Another host was asked, and what it had there has a new address."
        LINK_EXTERNAL_UNSURE "link/external-unsure" Note "Another host was asked, and did not say whether the link works."
        IMAGE_MISSING "image/missing" Warning "There is no such picture; it was left out."
        IMAGE_ALT "image/alt" Warning "A picture without words for those who do not see it."
        LINK_EMPTY "link/empty" Warning "A link without words."
        HEADING_LEVEL "heading/level" Warning "A heading skips a level."
        HEADING_EMPTY "heading/empty" Warning "A heading without words."
        TABLE_HEADINGS "table/headings" Warning "A table whose columns have no headings."
        HTML_REMOVED "html/removed" Warning "HTML that is not allowed was taken out."
        BODY_TOO_DEEP "body/too-deep" Error "The text nests deeper than any text."

        PLAN_LATE "plan/late" Warning "Its day or its due date has passed, and it is not ready."
        PLAN_NO_OWNER "plan/no-owner" Warning "Its day is less than a week away, and nobody sees to it."
        PLAN_OPEN_SLOT "plan/open-slot" Note "A series has a slot within two weeks that nothing fills."
        PLAN_RUNWAY "plan/runway" Warning "What is ready lasts for fewer weeks than the hub wants."
        PLAN_CANCELLED_EVENT "plan/cancelled-event" Note "An entry is about an event that has been cancelled."

        FEED_NO_DATE "feed/no-date" Note "Without a date it is in no feed."
        THEME_MISSING "theme/missing" Error "The theme lacks a file it must have."
        THEME_NO_SEARCH "theme/no-search" Note "The theme has no page to search on."
        THEME_NO_CARDS "theme/no-cards" Note "The theme draws no share cards."
        CARD_MANY "card/many" Note "There would be so many share cards that they have to be asked for."
        CARD_FONT "card/font" Note "A title has letters that no font of the cards holds; its page has no card."
        THEME_TEMPLATE "theme/template" Error "A template cannot be used."
        THEME_PRINTED "theme/printed" Warning "A template prints something that is more than words."
        THEME_HTML "theme/html" Warning "HTML of a template that does not do what it looks like."
        THEME_FORGOTTEN "theme/forgotten" Warning "No template prints something that every page needs."
        THEME_PAPER "theme/paper" Note "A theme does not say what its paper is, so contrast is measured on white and black."
        THEME_UNUSED "theme/unused" Warning "A file of a theme that nothing is made of."
        THEME_STRINGS "theme/strings" Error "A file of strings cannot be used."
        THEME_STRING_MISSING "theme/string-missing" Warning "The theme has no such string."
        THEME_STRING_UNKNOWN "theme/string-unknown" Warning "A phrase that no template asks for."
        BRAND_CONTRAST "brand/contrast" Note "The community's colour cannot be read on the theme's paper; text gets a darker shade of it."

        IO_FOREIGN_FILE "io/foreign-file" Error "A file that hubgen did not write is in the way of one it would write."
        IO_LINK "io/link" Error "A symbolic link in the output folder is in the way."
        IO_FAILED "io/failed" Error "The machine would not: disk, permission, port."
    }
}
