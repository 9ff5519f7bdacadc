//! Words: how many there are, and the first of them.

#![allow(clippy::string_slice, reason = "offsets come from `char_indices` and `find`")]

use std::borrow::Cow;

/// Counts words of any script, over pieces of one running text. A word is what white space parts and a letter or digit
/// is in; in scripts that write no spaces each character counts as one.
#[derive(Default)]
pub struct Words {
    count: u32,
    /// Within a word that is counted.
    inside: bool,
}

impl Words {
    pub fn add(&mut self, text: &str) {
        let (mut count, mut inside) = (0, self.inside);
        for c in text.chars() {
            // Few characters need a look at the tables: one for each word.
            if c.is_ascii() {
                let begins = !inside & c.is_ascii_alphanumeric();
                count += u32::from(begins);
                inside = (inside | begins) & !c.is_ascii_whitespace();
            } else if writes_no_spaces(c) {
                count += 1;
                inside = false;
            } else if inside {
                inside = !c.is_whitespace();
            } else if is_letter(c) {
                count += 1;
                inside = true;
            }
        }
        self.count = self.count.saturating_add(count);
        self.inside = inside;
    }

    /// The running text ends here.
    pub fn pause(&mut self) {
        self.inside = false;
    }

    pub fn count(&self) -> u32 {
        self.count
    }

    pub fn reset(&mut self) {
        *self = Words::default();
    }
}

/// Han and kana. Thai, Lao, Khmer and Burmese have words of several characters; a text in them counts as shorter than it
/// is, which does no harm to a reading time.
fn writes_no_spaces(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A letter or digit of any script, marks that are letters included. The standard library searches for what is not
/// ASCII; the alphabets met most often need no search.
pub fn is_letter(c: char) -> bool {
    let common = matches!(c, 'α'..='ώ' | 'А'..='я' | 'א'..='ת' | 'ء'..='ي');
    common || c.is_alphanumeric()
}

/// A combining mark that is not a letter (those vowel signs that are, `char::is_alphanumeric` knows).
pub fn is_mark(c: char) -> bool {
    use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
    c >= '\u{300}' && CanonicalCombiningClassMapBorrowed::new().get_u8(c) != 0
}

/// Whether a piece of our HTML says nothing: no text, and no picture with words.
pub fn is_wordless(html: &str) -> bool {
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        let (tag, after) = tag.split_at(tag.find('>').map_or(tag.len(), |end| end + 1));
        let alt = tag.split_once(" alt=").map_or("\"\"", |(_, alt)| alt);
        let speaks = !["\"\"", "''", " ", ">"].iter().any(|nothing| alt.starts_with(nothing));
        if !text.trim().is_empty() || speaks {
            return false;
        }
        rest = after;
    }
    rest.trim().is_empty()
}

/// Plain text with each run of white space as one space, none at the ends.
pub fn squeeze(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let plain = text.bytes().all(|b| b.is_ascii() && (b == b' ' || !b.is_ascii_whitespace())) && !text.contains("  ");
    match plain {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
    }
}

/// At most `most` characters of plain text, cut after a word, with `…` for what is missing.
pub fn shorten(text: &str, most: usize) -> String {
    let text = squeeze(text);
    if text.chars().nth(most).is_none() {
        return text.into_owned();
    }
    let room = text.char_indices().nth(most.saturating_sub(1)).map_or(0, |(at, _)| at);
    let cut = match text[room..].starts_with(' ') {
        true => room,
        false => text[..room].rfind(' ').unwrap_or_else(|| before_marks(&text, room)),
    };
    let kept = text[..cut].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '،' | '؛' | '–' | '—'));
    format!("{kept}…")
}

/// `at`, or the nearest place before it that does not part a letter from its marks.
fn before_marks(text: &str, at: usize) -> usize {
    let mut at = at;
    while at > 0 && text[at..].chars().next().is_some_and(|c| is_mark(c) || c == '\u{200d}') {
        at = text[..at].char_indices().next_back().map_or(0, |(i, _)| i);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> u32 {
        let mut words = Words::default();
        words.add(text);
        words.count()
    }

    #[test]
    fn words_of_any_script() {
        for (text, words) in [
            ("", 0),
            ("—", 0),
            ("one two  three.", 3),
            ("don't it’s", 2),
            ("2026-12-03", 1),
            ("a — b", 2),
            ("Καλημέρα, κόσμε!", 2),
            ("مَرْحَبًا بكم في المنتدى", 4),
            ("こんにちは、世界 a", 8),
            ("नमस्ते दुनिया", 2),
        ] {
            assert_eq!(count(text), words, "{text}");
        }
    }

    #[test]
    fn html_that_says_nothing() {
        for html in [
            "",
            " \n",
            "<em></em>",
            "<img src=\"x\" alt=\"\" loading=\"lazy\">",
            "<strong> </strong><br>\n",
            "<img alt=''>",
            "<img alt=>",
        ] {
            assert!(is_wordless(html), "{html}");
        }
        for html in ["a", "<em>a</em>", "<img src=\"x\" alt=\"A crane\">", "<img alt='A crane'>", "<br>x", "&amp;", "☑"] {
            assert!(!is_wordless(html), "{html}");
        }
    }

    #[test]
    fn a_word_may_come_in_pieces() {
        let mut words = Words::default();
        words.add("un");
        words.add("believable");
        words.pause();
        words.add("yes");
        assert_eq!(words.count(), 2);
    }

    #[test]
    fn shortened_at_a_word() {
        assert_eq!(shorten("short", 10), "short");
        assert_eq!(shorten(" a \n b ", 10), "a b");
        assert_eq!(shorten("one two three", 13), "one two three");
        assert_eq!(shorten("one two three", 12), "one two…");
        assert_eq!(shorten("one two, three", 9), "one two…");
        assert_eq!(shorten("one two three", 8), "one two…");
        assert_eq!(shorten("世界世界世界", 4), "世界世…");
        assert_eq!(shorten("e\u{323}\u{302}e\u{323}\u{302}x", 5), "e\u{323}\u{302}…");
        let long = "λέξη ".repeat(100);
        assert!(shorten(&long, 160).chars().count() <= 160);
    }
}
