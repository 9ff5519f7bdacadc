//! Text broken into lines by the measure of its font: SVG has no way to say it.

#![allow(clippy::string_slice, reason = "offsets come from `char_indices`")]

use unicode_width::UnicodeWidthChar;

/// What stands for words that had no room.
const MORE: char = '…';

/// How a text is to be set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Of the font, in pixels.
    pub size: f32,
    /// It may be made smaller, down to this.
    pub least: f32,
    /// No line is wider.
    pub width: f32,
    /// So many lines at most.
    pub most: usize,
    /// All of them are no higher.
    pub height: f32,
    /// From one line to the next, in parts of the size.
    pub lead: f32,
}

impl Setting {
    /// How many lines there may be of a size; always one.
    fn lines(&self, size: f32) -> usize {
        self.most.min((self.height / (size * self.lead)) as usize).max(1)
    }
}

/// A text as it was set.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    pub lines: Vec<String>,
    pub size: f32,
    /// Of the widest line.
    pub width: f32,
}

/// A piece that is not broken, and whether a space is before it.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    width: f32,
    apart: bool,
}

/// Sets a text. `measure` says how wide something is in parts of the size.
pub fn set(text: &str, setting: Setting, measure: &dyn Fn(&str) -> f32) -> Set {
    let space = measure(" ");
    let pieces: Vec<Piece> =
        pieces(text).map(|(text, apart)| Piece { width: measure(text), text: text.to_owned(), apart }).collect();
    let line = Line { space, measure };
    let mut size = setting.size.max(1.0);
    loop {
        let room = setting.width / size;
        let broken = line.broken(&pieces, room);
        if broken.len() <= setting.lines(size) && pieces.iter().all(|piece| piece.width <= room) {
            return line.set(&line.balanced(&pieces, broken, room), size);
        }
        if size <= setting.least {
            return line.set(&line.cut(&pieces, room, setting.lines(size)), size);
        }
        size = (size - 1.0).max(setting.least);
    }
}

/// Where lines may be broken: at spaces, behind hyphens and dashes, and between signs that stand for words.
fn pieces(text: &str) -> impl Iterator<Item = (&str, bool)> {
    text.split(' ').filter(|word| !word.is_empty()).flat_map(|word| {
        let mut parts = Vec::new();
        let (mut begin, mut before) = (0, None);
        for (at, c) in word.char_indices() {
            let joins = matches!(before, Some('-' | '–' | '—' | '/')) && c.is_alphabetic() && at - begin > 2;
            let is_word = |c: char| c.width() == Some(2) && c.is_alphabetic();
            if joins || before.is_some_and(is_word) && is_word(c) {
                parts.push((&word[begin..at], begin == 0));
                begin = at;
            }
            before = Some(c);
        }
        parts.push((&word[begin..], begin == 0));
        parts
    })
}

struct Line<'m> {
    space: f32,
    measure: &'m dyn Fn(&str) -> f32,
}

impl Line<'_> {
    fn width(&self, pieces: &[Piece]) -> f32 {
        let space = |(n, piece): (usize, &Piece)| if n > 0 && piece.apart { self.space } else { 0.0 };
        pieces.iter().map(|piece| piece.width).sum::<f32>() + pieces.iter().enumerate().map(space).sum::<f32>()
    }

    /// As many pieces on each line as there is room for; at least one.
    fn broken<'p>(&self, pieces: &'p [Piece], room: f32) -> Vec<&'p [Piece]> {
        let mut lines = Vec::new();
        let mut begin = 0;
        for end in 1..=pieces.len() {
            if end == pieces.len() || self.width(&pieces[begin..=end]) > room {
                lines.push(&pieces[begin..end]);
                begin = end;
            }
        }
        lines
    }

    /// The same number of lines, as even as they can be.
    fn balanced<'p>(&self, pieces: &'p [Piece], lines: Vec<&'p [Piece]>, room: f32) -> Vec<&'p [Piece]> {
        let (mut narrow, mut wide) = (pieces.iter().map(|piece| piece.width).fold(0.0, f32::max), room);
        let mut best = lines;
        for _ in 0..12 {
            let middle = (narrow + wide) / 2.0;
            let tried = self.broken(pieces, middle);
            if tried.len() <= best.len() {
                (best, wide) = (tried, middle);
            } else {
                narrow = middle;
            }
        }
        best
    }

    /// So many lines, with what has no room left out. What is wider than a line is broken anywhere.
    fn cut(&self, pieces: &[Piece], room: f32, most: usize) -> Vec<Vec<Piece>> {
        let pieces: Vec<Piece> = pieces.iter().flat_map(|piece| self.crumbs(piece, room)).collect();
        let mut lines: Vec<Vec<Piece>> = self.broken(&pieces, room).into_iter().map(<[Piece]>::to_vec).collect();
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                self.shorten(last, room);
            }
        }
        lines
    }

    fn shorten(&self, line: &mut Vec<Piece>, room: f32) {
        while let Some(last) = line.pop() {
            let bare = last.text.trim_end_matches(|c: char| !c.is_alphanumeric());
            let text = format!("{bare}{MORE}");
            let apart = last.apart;
            line.push(Piece { width: (self.measure)(&text), text, apart });
            if self.width(line) <= room && !bare.is_empty() {
                return;
            }
            line.pop();
            if line.is_empty() {
                // One word is all there is: some of its letters have to do.
                let mut letters: Vec<char> = last.text.chars().collect();
                letters.pop();
                let text: String = letters.into_iter().chain([MORE]).collect();
                line.push(Piece { width: (self.measure)(&text), text, apart });
                return;
            }
        }
    }

    fn crumbs(&self, piece: &Piece, room: f32) -> Vec<Piece> {
        if piece.width <= room {
            return vec![piece.clone()];
        }
        let mut crumbs: Vec<Piece> = Vec::new();
        for c in piece.text.chars() {
            let grown = crumbs.last().map(|last| format!("{}{c}", last.text)).map(|text| ((self.measure)(&text), text));
            match (grown, crumbs.last_mut()) {
                (Some((width, text)), Some(last)) if width <= room => (last.width, last.text) = (width, text),
                _ => {
                    let text = c.to_string();
                    crumbs.push(Piece { width: (self.measure)(&text), text, apart: crumbs.is_empty() && piece.apart });
                }
            }
        }
        crumbs
    }

    fn set(&self, lines: &[impl AsRef<[Piece]>], size: f32) -> Set {
        let written = |line: &[Piece]| {
            let mut text = String::new();
            for piece in line {
                text.push_str(if piece.apart && !text.is_empty() { " " } else { "" });
                text.push_str(&piece.text);
            }
            text
        };
        let width = lines.iter().map(|line| self.width(line.as_ref())).fold(0.0, f32::max) * size;
        Set { lines: lines.iter().map(|line| written(line.as_ref())).collect(), size, width }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character is as wide as the font is large.
    fn lines(text: &str, width: f32, most: usize, least: f32) -> (Vec<String>, f32) {
        let setting = Setting { size: 10.0, least, width, most, height: f32::INFINITY, lead: 1.0 };
        let set = set(text, setting, &|text| text.chars().count() as f32);
        assert!(set.lines.len() <= most.max(1), "{set:?}");
        assert!(set.width <= width + 0.01, "{set:?}");
        (set.lines, set.size)
    }

    #[test]
    fn lines_are_even() {
        assert_eq!(lines("one two three four", 140.0, 3, 10.0).0, ["one two", "three four"]);
        assert_eq!(lines("one", 140.0, 3, 10.0).0, ["one"]);
        assert_eq!(lines("", 140.0, 3, 10.0).0, [""; 0]);
    }

    #[test]
    fn letters_grow_smaller_before_words_are_lost() {
        assert_eq!(
            lines("one two three four", 100.0, 1, 5.0),
            (vec!["one two three four".to_owned()], 5.0_f32.max(100.0 / 18.0).floor())
        );
        assert_eq!(lines("one two three four", 100.0, 1, 10.0).0, ["one two…"]);
        assert_eq!(lines("one, two, three", 50.0, 1, 10.0).0, ["one…"]);
    }

    #[test]
    fn a_text_fits_into_its_box() {
        let high = |height| {
            let setting = Setting { size: 20.0, least: 5.0, width: 100.0, most: 9, height, lead: 1.5 };
            let set = set("one two three four", setting, &|text| text.chars().count() as f32);
            (set.lines.len(), set.size)
        };
        assert_eq!([high(120.0), high(45.0), high(1.0)], [(4, 20.0), (2, 10.0), (1, 5.0)]);
    }

    #[test]
    fn a_word_that_is_too_long_is_broken_anywhere() {
        assert_eq!(lines("incomprehensible", 50.0, 2, 10.0).0, ["incom", "preh…"]);
        assert_eq!(lines("incomprehensible", 10.0, 1, 10.0).0.len(), 1);
        assert_eq!(lines("well-mannered people", 120.0, 3, 10.0).0, ["well-", "mannered", "people"].map(str::to_owned));
        assert_eq!(lines("茶の湯の会", 20.0, 3, 10.0).0, ["茶の", "湯の", "会"]);
    }
}
