//! `lines(…)`: what templates of cards set their texts with.

use super::{
    faces::Faces,
    lines::{self, Setting},
};
use crate::model::{
    language::{Direction, Language},
    letters::Letters,
};
use std::sync::Arc;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// The weight of bold letters (CSS).
const BOLD: u16 = 700;

/// No card has room for more characters than these.
const LONGEST: usize = 1000;

/// From one line to the next, where nobody says otherwise.
const LEAD: f32 = 1.2;

/// A text as templates get it: its lines, the size they are in, and the width of the widest.
#[derive(serde::Serialize)]
struct Lines {
    lines: Vec<String>,
    size: f32,
    width: f32,
}

/// Teaches `tera` to set texts in a language. Without fonts there is nothing to measure by, and no card either.
pub fn register(tera: &mut Tera, faces: &Arc<Faces>, letters: &Arc<Letters>, language: &Language) {
    let (faces, letters, own) = (faces.clone(), letters.clone(), language.direction);
    tera.register_function("lines", move |kwargs: Kwargs, _: &State| -> TeraResult<Value> {
        let text: &Value = kwargs.must_get("text")?;
        let (words, direction) = read(text, own)?;
        let weight = kwargs.get::<u16>("weight")?.unwrap_or(BOLD);
        let family = kwargs.get::<&str>("family")?;
        let face = face(&faces, family, weight)?;
        let size: f32 = kwargs.must_get("size")?;
        let height: Option<f32> = kwargs.get("height")?;
        let setting = Setting {
            size,
            least: kwargs.get("least")?.unwrap_or(size).clamp(1.0, size.max(1.0)),
            width: kwargs.must_get("width")?,
            most: kwargs.get("most")?.unwrap_or(if height.is_some() { usize::MAX } else { 1 }),
            height: height.unwrap_or(f32::INFINITY),
            lead: kwargs.get("lead")?.unwrap_or(LEAD),
        };
        let Some(words) = letters.drawable(words).whole() else {
            return Ok(Value::from_serializable(&Lines { lines: Vec::new(), size, width: 0.0 }));
        };
        let words: String = words.chars().take(LONGEST).collect();
        let set = lines::set(&words, setting, &|text| faces.width(face, text));
        let direction = of_one_script(&words).unwrap_or(direction);
        let isolated = |line: &String| isolated(line, direction);
        let lines = set.lines.iter().map(isolated).collect();
        Ok(Value::from_serializable(&Lines { lines, size: set.size, width: set.width }))
    });
}

/// A string, or a [`Text`](crate::render::view::Text), which may run another way than the page.
fn read(text: &Value, own: Direction) -> TeraResult<(&str, Direction)> {
    if let Some(words) = text.as_str() {
        return Ok((words, own));
    }
    let words = text.get_from_path("text").and_then(Value::as_str);
    let direction = match text.get_from_path("dir").and_then(Value::as_str) {
        Some("rtl") => Direction::Rtl,
        Some(_) => Direction::Ltr,
        None => own,
    };
    let wrong = || Error::message(format!("`text` is neither a string nor a Text but {}", text.name()));
    words.map(|words| (words, direction)).ok_or_else(wrong)
}

fn face(faces: &Faces, family: Option<&str>, weight: u16) -> TeraResult<usize> {
    let named = family.or_else(|| faces.usual());
    let found = named.and_then(|family| faces.find(family, weight));
    found.ok_or_else(|| {
        let all: Vec<&str> = faces.families().into_iter().collect();
        Error::message(format!(
            "no font of the theme is of the family `{}`\nthere are {}",
            family.unwrap_or_default(),
            all.join(", ")
        ))
    })
}

/// Which way a text runs that is of one way throughout: a name or a place may be written otherwise than the page.
fn of_one_script(text: &str) -> Option<Direction> {
    let runs_left = |c: &char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    let (left, right): (Vec<char>, Vec<char>) = text.chars().filter(|c| c.is_alphabetic()).partition(runs_left);
    match (left.is_empty(), right.is_empty()) {
        (false, true) => Some(Direction::Rtl),
        (true, false) => Some(Direction::Ltr),
        _ => None,
    }
}

/// resvg begins every text from the left: what runs the other way says so (Unicode Standard Annex 9).
fn isolated(line: &str, direction: Direction) -> String {
    match direction {
        Direction::Rtl => format!("\u{2067}{line}\u{2069}"),
        Direction::Ltr => format!("\u{2066}{line}\u{2069}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_one_script_runs_its_own_way() {
        let cases = [
            ("The Sail Loft!", Some(Direction::Ltr)),
            ("Καφές 7", Some(Direction::Ltr)),
            ("ورشة 7", Some(Direction::Rtl)),
            ("ورشة AMA", None),
            ("6:00 – 7:00", None),
        ];
        for (text, direction) in cases {
            assert_eq!(of_one_script(text), direction, "{text}");
        }
    }
}
