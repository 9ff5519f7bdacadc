//! The one clock. It is read once for each run and handed on as a value.

use crate::model::time::Instant;
use chrono::{DateTime, Utc};

/// Now, in whole seconds: `SOURCE_DATE_EPOCH` (<https://reproducible-builds.org/specs/source-date-epoch/>), else the
/// system's clock. `Err` names what is wrong with the variable.
pub fn now() -> Result<Instant, String> {
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) if !text.is_empty() => epoch(&text),
        _ => Ok(whole_seconds(Utc::now())),
    }
}

fn epoch(text: &str) -> Result<Instant, String> {
    let seconds = text.parse::<i64>().ok().filter(|s| *s >= 0);
    seconds
        .and_then(|s| DateTime::from_timestamp(s, 0))
        .ok_or_else(|| format!("SOURCE_DATE_EPOCH is `{text}`; it must be a number of seconds since 1970"))
}

fn whole_seconds(time: Instant) -> Instant {
    DateTime::from_timestamp(time.timestamp(), 0).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_is_seconds_and_nothing_else() {
        assert_eq!(epoch("1796256000").unwrap().to_rfc3339(), "2026-12-03T00:00:00+00:00");
        for text in ["tomorrow", "-1", "1.5", "99999999999999999"] {
            assert!(epoch(text).is_err(), "{text}");
        }
    }
}
