//! What a match of the search has to look like to be what it seems.

#![allow(clippy::string_slice, reason = "offsets come from matches, and move by whole characters")]

use crate::model::time::zone_of_abbreviation;
use std::ops::Range;

/// Abbreviations of zones that times are followed by. `UTC` and `GMT` mean one thing all year, and are not among them.
pub const ABBREVIATIONS: [&str; 27] = [
    "BST", "WET", "WEST", "CET", "CEST", "MEZ", "MESZ", "EET", "EEST", "MSK", "EST", "EDT", "ET", "CST", "CDT", "CT", "MST",
    "MDT", "MT", "PST", "PDT", "PT", "IST", "JST", "AEST", "AEDT", "NZDT",
];

/// What the names of private rooms hold.
pub const ROOMS: [&str; 9] = [
    "zoom.us/",
    "meet.google.com/",
    "teams.microsoft.com/",
    "teams.live.com/",
    "webex.com/",
    "gotomeet.me/",
    "gotomeeting.com/",
    "meet.goto.com/",
    "whereby.com/",
];

/// What placeholders in brackets begin with.
pub const BRACKETS: [&str; 40] = [
    "[INSERT",
    "[YOUR",
    "[TODO",
    "[TBD",
    "[TBC",
    "[TBA",
    "[FIXME",
    "[XXX",
    "[NAME",
    "[DATE",
    "[TIME",
    "[PLACE",
    "[VENUE",
    "[ADDRESS",
    "[LINK",
    "[URL",
    "[EMAIL",
    "[E-MAIL",
    "[PHONE",
    "[CONTACT",
    "[ENTER",
    "[FILL",
    "[ADD",
    "[COMMUNITY",
    "[EVENT",
    "[MEMBER",
    "[SPEAKER",
    "[HOST",
    "[TITLE",
    "[ORGANI",
    "[NUMBER",
    "[CITY",
    "[MONTH",
    "[WEBSITE",
    "[PRONOUNS",
    "[ΣΥΜΠΛΗΡ",
    "[ΕΙΣΑΓ",
    "[ΟΝΟΜΑ",
    "[أدخل",
    "[اكتب",
];

/// The same in angle brackets, and the printer's own; who only talks of it does not go on to its third word.
pub const FILLERS: [&str; 6] = ["<INSERT", "<YOUR", "<TODO", "lorem ipsum dolor", "Lorem ipsum dolor", "Lorem Ipsum Dolor"];

/// "To be announced", in capitals as such and otherwise as words.
pub const UNDECIDED: [&str; 15] = [
    "TBD",
    "TBA",
    "TBC",
    "to be announced",
    "To be announced",
    "to be confirmed",
    "To be confirmed",
    "to be decided",
    "To be decided",
    "to be determined",
    "θα ανακοινωθ",
    "Θα ανακοινωθ",
    "προς ανακοίνωση",
    "Προς ανακοίνωση",
    "لاحق",
];

/// Whether the match is a word by itself.
pub fn alone(text: &str, at: &Range<usize>) -> bool {
    let letter = |c: char| c.is_alphanumeric();
    !text[..at.start].ends_with(letter) && !text[at.end..].starts_with(letter)
}

/// The same where small words cling to the front, as in Arabic.
pub fn alone_or_led(text: &str, at: &Range<usize>) -> bool {
    let before = text[..at.start].trim_end_matches(['و', 'ف', 'ب', 'ل']);
    let led = at.start - before.len() <= 4 && !before.ends_with(char::is_alphanumeric);
    led && !text[at.end..].starts_with(char::is_alphanumeric)
}

/// A time and the abbreviation that stands at `at`: its stretch, and the zone usually meant.
pub fn abbreviation(text: &str, at: &Range<usize>) -> Option<(Range<usize>, &'static str)> {
    if !alone(text, at) || text[at.end..].starts_with(['+', '-', '−', '_', '/']) {
        return None;
    }
    let zone = zone_of_abbreviation(&text[at.clone()])?;
    let line = text[..at.start].rfind('\n').map_or(0, |i| i + 1);
    let before = text[line..at.start].trim_end_matches([' ', '\u{a0}', '\u{202f}', '(', '*']);
    let lower = before.to_ascii_lowercase();
    let clock = ["a.m.", "p.m.", "am", "pm", "μ.μ.", "π.μ.", "h"].iter().find_map(|half| lower.strip_suffix(half));
    let digits = clock.unwrap_or(&lower).trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    let written = digits.len() - digits.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.')).len();
    let time = &digits[digits.len() - written..];
    let sound = time.starts_with(|c: char| c.is_ascii_digit()) && (clock.is_some() || time.contains([':', '.']));
    sound.then_some((line + digits.len() - written..at.end, zone))
}

/// The address around `at` where it leads into a meeting that is not open to everybody.
pub fn room(text: &str, at: &Range<usize>) -> Option<Range<usize>> {
    let outside = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '(' | ')' | '[' | ']' | '`' | '|');
    let start = text[..at.start].rfind(outside).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let end = text[at.end..].find(outside).map_or(text.len(), |i| at.end + i);
    let written = text[start..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '،', '*', '_', '}']);
    let (_, bare) = written.split_once("://").unwrap_or(("", written));
    let (host, path) = bare.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let below = |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let steps: Vec<&str> = path.split('/').filter(|step| !step.is_empty()).collect();
    let private = match () {
        _ if below("zoom.us") => matches!(steps[..], ["j" | "s" | "w" | "my", _, ..]),
        _ if below("meet.google.com") => {
            matches!(steps[..], ["lookup", _]) || steps.first().is_some_and(|code| is_meet_code(code))
        }
        _ if below("teams.microsoft.com") || below("teams.live.com") => {
            matches!(steps[..], ["l", "meetup-join", ..] | ["meet", _, ..])
        }
        _ if below("webex.com") => {
            steps.last() == Some(&"j.php") || steps.iter().any(|s| matches!(*s, "meet" | "join")) || query.contains("MTID=")
        }
        _ if below("gotomeet.me") => !steps.is_empty(),
        _ if below("gotomeeting.com") => matches!(steps[..], ["join", _, ..]),
        _ if below("meet.goto.com") => steps.first().is_some_and(|s| s.chars().all(|c| c.is_ascii_digit())),
        // Its rooms are open to all who have the plain address; with a key one is the host.
        _ if below("whereby.com") => query.contains("roomKey="),
        _ => false,
    };
    private.then_some(start..start + written.len())
}

/// `abc-defg-hij`.
fn is_meet_code(code: &str) -> bool {
    let parts: Vec<usize> = code.split('-').map(str::len).collect();
    parts == [3, 4, 3] && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// The whole placeholder whose beginning stands at `at`.
pub fn bracket(text: &str, at: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 120;
    let (open, close) = if text[at.start..].starts_with('<') { ('<', '>') } else { ('[', ']') };
    let rest = &text[at.start + 1..];
    let length = rest.find([close, '\n', open]).filter(|i| *i <= LONGEST && rest[*i..].starts_with(close))?;
    let inside = &rest[..length];
    // `[TODO]: …` and `[TODO](…)` are links.
    if close == ']' && rest[length + 1..].starts_with(['(', '[', ':']) || text[..at.start].ends_with(['!', '\\']) {
        return None;
    }
    let free = ["INSERT", "TODO", "FIXME", "XXX", "أدخل", "اكتب"].iter().any(|word| inside.starts_with(word));
    let shouted = inside.chars().all(|c| !c.is_lowercase()) && inside.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (free || shouted).then_some(at.start..at.start + length + 2)
}

/// The words for "not decided yet" at `at`.
pub fn undecided(text: &str, at: &Range<usize>) -> Option<Range<usize>> {
    let found = &text[at.clone()];
    let end = at.end + text[at.end..].chars().take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
    if found != "لاحق" {
        let stem = found.ends_with("ανακοινωθ");
        let begins = !text[..at.start].ends_with(char::is_alphanumeric);
        return (begins && (stem || end == at.end)).then_some(at.start..end);
    }
    // يُعلن لاحقًا, سيُحدَّد لاحقا: vowel marks come and go.
    let before = text[..at.start].trim_end();
    // A no-break space is longer than a byte.
    let start = before.len() - before.rsplit(char::is_whitespace).next().map_or(0, str::len);
    let vowel = |c: &char| matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}');
    let bare: String = text[start..at.start].chars().filter(|c| !vowel(c)).collect();
    (bare.contains("علن") || bare.contains("حدد")).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stretch that is found around the first `sign` of a text.
    fn around<T>(text: &str, sign: &str, find: impl Fn(&str, &Range<usize>) -> Option<T>) -> Option<T> {
        let start = text.find(sign).unwrap();
        find(text, &(start..start + sign.len()))
    }

    #[test]
    fn blanks_of_several_bytes_stand_before_words_too() {
        for blank in [" ", "\u{a0}", "\u{2003}", "\u{3000}"] {
            let text = format!("قد{blank}يُعلن{blank}لاحقًا");
            let found = around(&text, "لاحق", undecided).and_then(|at| text.get(at));
            assert!(found.is_some_and(|found| found.starts_with("يُعلن")), "{blank:?}");
        }
    }

    #[test]
    fn private_rooms_are_told_from_public_ones() {
        let cases = [
            ("https://zoom.us/j/83211223344", true),
            ("https://us02web.zoom.us/j/83211223344?pwd=abc", true),
            ("(https://zoom.us/my/amina)", true),
            ("https://us02web.zoom.us/meeting/register/tZ0", false),
            ("https://us02web.zoom.us/webinar/register/WN_x", false),
            ("https://zoom.us/", false),
            ("https://notzoom.us/j/1", false),
            ("https://meet.google.com/abc-defg-hij", true),
            ("meet.google.com/abc-defg-hij.", true),
            ("https://meet.google.com/about", false),
            ("https://teams.microsoft.com/l/meetup-join/19%3a", true),
            ("https://teams.live.com/meet/93", true),
            ("https://teams.microsoft.com/l/team/19", false),
            ("https://harbour.webex.com/meet/amina", true),
            ("https://harbour.webex.com/harbour/j.php?MTID=m1", true),
            ("https://harbour.webex.com/webappng/sites/harbour/webinar/register", false),
            ("https://global.gotomeeting.com/join/123", true),
            ("https://meet.goto.com/123456789", true),
            ("https://whereby.com/harbour", false),
            ("https://whereby.com/harbour?roomKey=x", true),
        ];
        for (text, private) in cases {
            let sign = ROOMS.iter().find(|room| text.contains(**room)).unwrap();
            let found = around(text, sign, room);
            assert_eq!(found.is_some(), private, "{text}");
            if let Some(found) = found {
                assert_eq!(&text[found], text.trim_matches(['(', ')', '.']));
            }
        }
    }

    #[test]
    fn abbreviations_follow_times() {
        let cases = [
            ("at 18:00 EDT", "EDT", Some("18:00 EDT")),
            ("at 6pm ET.", "ET", Some("6pm ET")),
            ("6:30 p.m. (CET)", "CET", Some("6:30 p.m. (CET")),
            ("18.00 EET", "EET", Some("18.00 EET")),
            ("6 ET", "ET", None),
            ("18:00 ETA", "ET", None),
            ("18:00 IST-based", "IST", None),
            ("MT. Olympus", "MT", None),
            ("18:00 and EST", "EST", None),
        ];
        for (text, sign, expected) in cases {
            let found = around(text, sign, abbreviation).map(|(at, _)| &text[at]);
            assert_eq!(found, expected, "{text}");
        }
        assert!(ABBREVIATIONS.iter().all(|word| zone_of_abbreviation(word).is_some()));
    }

    #[test]
    fn placeholders_are_told_from_links() {
        let cases = [
            ("[INSERT CONTACT METHOD]", true),
            ("[INSERT the name]", true),
            ("[TODO: ask Amina]", true),
            ("[YOUR NAME]", true),
            ("[ΟΝΟΜΑ ΟΜΑΔΑΣ]", true),
            ("[أدخل الاسم هنا]", true),
            ("<INSERT MAP>", true),
            ("[LINK](/a/)", false),
            ("[LINK][1]", false),
            ("[LINK]: https://x", false),
            ("![LINK]", false),
            ("[YOUR own]", false),
            ("[NAME\n]", false),
            ("[ADD", false),
        ];
        for (text, expected) in cases {
            let sign = BRACKETS.iter().chain(&FILLERS).find(|sign| text.contains(**sign)).unwrap();
            assert_eq!(around(text, sign, bracket).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_open_is_open_in_three_languages() {
        let cases = [
            ("Room: TBA.", "TBA", Some("TBA")),
            ("TBARoom", "TBA", None),
            ("θα ανακοινωθεί", "θα ανακοινωθ", Some("θα ανακοινωθεί")),
            ("يُعلَن لاحقًا", "لاحق", Some("يُعلَن لاحقًا")),
            ("سيحدد لاحقا.", "لاحق", Some("سيحدد لاحقا")),
            ("نلتقي لاحقًا", "لاحق", None),
        ];
        for (text, sign, expected) in cases {
            assert_eq!(around(text, sign, undecided).map(|at| &text[at]), expected, "{text}");
        }
    }
}
