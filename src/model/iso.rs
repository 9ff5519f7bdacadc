//! Dates and times as machines write them (ISO 8601, RFC 3339, RFC 5545 section 3.3.5). A page or calendar holds dozens
//! of them; a format string would be read anew for each.

use super::time::Instant;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Offset, TimeZone, Timelike};

/// `2026-12-03T18:00+02:00`.
pub fn to_the_minute<Z: TimeZone>(at: &DateTime<Z>) -> String {
    extended(at, false)
}

/// `2026-12-03T18:00:00+02:00`.
pub fn to_the_second<Z: TimeZone>(at: &DateTime<Z>) -> String {
    extended(at, true)
}

/// `20261203`.
pub fn basic_day(day: NaiveDate) -> String {
    let mut out = String::with_capacity(8);
    push_date(&mut out, day, "");
    out
}

/// `20261203T180000`.
pub fn basic(wall: NaiveDateTime) -> String {
    let mut out = String::with_capacity(16);
    push_date(&mut out, wall.date(), "");
    out.push('T');
    for part in [wall.hour(), wall.minute(), wall.second()] {
        push_two(&mut out, part);
    }
    out
}

/// `20261203T160000Z`.
pub fn basic_utc(instant: Instant) -> String {
    basic(instant.naive_utc()) + "Z"
}

fn extended<Z: TimeZone>(at: &DateTime<Z>, seconds: bool) -> String {
    let wall = at.naive_local();
    let mut out = String::with_capacity(25);
    push_date(&mut out, wall.date(), "-");
    out.push('T');
    push_two(&mut out, wall.hour());
    out.push(':');
    push_two(&mut out, wall.minute());
    if seconds {
        out.push(':');
        push_two(&mut out, wall.second());
    }
    // Offsets of long ago had seconds; what is written has none.
    let offset = at.offset().fix().local_minus_utc();
    out.push(if offset < 0 { '-' } else { '+' });
    let minutes = offset.unsigned_abs() / 60;
    push_two(&mut out, minutes / 60);
    out.push(':');
    push_two(&mut out, minutes % 60);
    out
}

fn push_date(out: &mut String, day: NaiveDate, between: &str) {
    match u32::try_from(day.year()) {
        Ok(year @ 0..=9999) => {
            push_two(out, year / 100);
            push_two(out, year % 100);
        }
        // Years beyond four digits carry their sign.
        _ => out.push_str(&format!("{:+05}", day.year())),
    }
    out.push_str(between);
    push_two(out, day.month());
    out.push_str(between);
    push_two(out, day.day());
}

fn push_two(out: &mut String, number: u32) {
    let digit = |n: u32| char::from(b'0' + (n % 10) as u8);
    out.push(digit(number / 10));
    out.push(digit(number));
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Duration, FixedOffset, Utc};

    #[test]
    fn says_what_a_format_string_says() {
        let begin = Utc.with_ymd_and_hms(1, 1, 1, 0, 0, 0).unwrap();
        for n in 0..2_000 {
            let instant = begin + Duration::seconds(n * 157_784_631);
            let offset = FixedOffset::east_opt(((n as i32 % 27) - 13) * 3600 + (n as i32 % 4) * 900).unwrap();
            let there = instant.with_timezone(&offset);
            assert_eq!(to_the_minute(&there), there.format("%Y-%m-%dT%H:%M%:z").to_string());
            assert_eq!(to_the_second(&there), there.format("%Y-%m-%dT%H:%M:%S%:z").to_string());
            assert_eq!(basic(there.naive_local()), there.format("%Y%m%dT%H%M%S").to_string());
            assert_eq!(basic_utc(instant), instant.format("%Y%m%dT%H%M%SZ").to_string());
            assert_eq!(basic_day(there.date_naive()), there.format("%Y%m%d").to_string());
        }
    }
}
