//! `data/`: YAML, JSON and CSV files, given to templates as they are.

use super::yaml;
use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    model::{
        path::HubPath,
        snapshot::{Contents, File, Snapshot},
    },
};
use serde_yaml::{Mapping, Value};
use std::collections::BTreeMap;

/// All data files as one map: by name without extension, folders as maps.
pub fn data(snapshot: &Snapshot) -> (Value, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut root = Mapping::new();
    let mut taken: BTreeMap<String, HubPath> = BTreeMap::new();
    for (path, file) in snapshot.below("data") {
        let File::Bytes(contents) = file else { continue };
        let Some((stem, extension)) = path.below("data").and_then(|p| p.rsplit_once('.')) else { continue };
        let extension = extension.to_ascii_lowercase();
        if !matches!(extension.as_str(), "yaml" | "yml" | "json" | "csv") {
            continue;
        }
        if let Some(first) = taken.insert(stem.to_owned(), path.clone()) {
            findings.push(
                Finding::new(
                    &DATA_CONFLICT,
                    Place::file(path),
                    format!("two files want to be `data.{}`", stem.replace('/', ".")),
                )
                .also(Place::file(&first), "the other one")
                .help("give one of them another name"),
            );
        }
        match parse(path, contents, &extension) {
            Ok(value) => insert(&mut root, stem, value),
            Err(finding) => findings.push(*finding),
        }
    }
    (Value::Mapping(root), findings)
}

fn parse(path: &HubPath, contents: &Contents, extension: &str) -> Result<Value, Box<Finding>> {
    let Some(text) = contents.text() else { return Err(Box::new(super::places::not_utf8(Place::file(path)))) };
    let text = &*text;
    let invalid = |place: Place, message: String| Finding::new(&DATA_INVALID, place, message);
    match extension {
        "csv" => csv_rows(text).map_err(|(line, message)| {
            let help = "put quotes around a cell that holds a comma: `\"Lamps, large\"`";
            Box::new(invalid(Place::line(path, text, line, 1), message).help(help))
        }),
        "json" => serde_json::from_str(text).map_err(|e| {
            let said = e.to_string();
            let message = said.split(" at line ").next().unwrap_or(&said).to_owned();
            let help = "put names and words in double quotes, and no comma after the last one: `{\"lamps\": 3}`";
            Box::new(invalid(Place::line(path, text, e.line(), e.column()), message).help(help))
        }),
        _ => yaml::value(text).map(yaml::keys::with_plain_keys).map_err(|e| {
            let finding = invalid(Place::bytes(path, text, e.range), e.message);
            Box::new(Finding { help: e.help, ..finding })
        }),
    }
}

/// Rows of a table as maps by the names in its first line; numbers become numbers.
fn csv_rows(text: &str) -> Result<Value, (usize, String)> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let wrong = |e: csv::Error| {
        let message = match e.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("the first line has {expected_len} columns, and this one has {len}")
            }
            _ => e.to_string(),
        };
        (e.position().map_or(1, |p| p.line() as usize), message)
    };
    let names = reader.headers().map_err(wrong)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let row: Mapping = names.iter().zip(record.iter()).map(|(name, cell)| (name.into(), cell_value(cell))).collect();
        rows.push(Value::Mapping(row));
    }
    Ok(Value::Sequence(rows))
}

fn cell_value(cell: &str) -> Value {
    let plain = !cell.starts_with('0') || cell == "0" || cell.starts_with("0.");
    match (cell.parse::<i64>(), cell.parse::<f64>()) {
        (Ok(whole), _) if plain => whole.into(),
        (_, Ok(number)) if plain && number.is_finite() && cell.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) => {
            number.into()
        }
        _ => cell.into(),
    }
}

fn insert(into: &mut Mapping, path: &str, value: Value) {
    match path.split_once('/') {
        None => drop(into.insert(path.into(), value)),
        Some((folder, rest)) => {
            let entry = into.entry(folder.into()).or_insert_with(|| Value::Mapping(Mapping::new()));
            if let Value::Mapping(map) = entry {
                insert(map, rest, value);
            }
        }
    }
}
