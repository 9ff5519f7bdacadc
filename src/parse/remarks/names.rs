//! What languages call weekdays and months (CLDR), as far as texts are searched for them.

use chrono::{NaiveDate, Weekday};
use icu_calendar::{Date, Gregorian};
use icu_datetime::{
    fieldsets::enums::DateFieldSet,
    pattern::{DateTimePattern, FixedCalendarDateTimeNames},
};
use icu_locale::Locale;
use std::sync::Arc;
use writeable::TryWriteable;

/// The weekdays of one language.
pub struct Weekdays {
    /// From Monday.
    pub long: Arc<[String; 7]>,
    pub short: [String; 7],
}

/// Weekdays and months of one language.
pub struct Names {
    pub weekdays: Weekdays,
    /// Everything a month is called, by itself and within a date, long and short, in lower case; with its number.
    pub months: Vec<(String, u32)>,
}

/// Each weekday, with its place in a list.
pub const WEEKDAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

impl Names {
    /// For a BCP 47 tag. Languages whose regions disagree about the months know all their names.
    pub fn new(tag: &str) -> Names {
        let monday = |i: usize| (2024, 1, i as u8 + 1);
        let locale = Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN);
        let weekday = |pattern: &str| std::array::from_fn(|i| field(&locale, pattern, monday(i)));
        let weekdays = Weekdays { long: Arc::new(weekday("cccc")), short: weekday("ccc") };
        let mut months = Vec::new();
        for tag in std::iter::once(tag).chain(neighbours(tag).iter().copied()) {
            let locale = Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN);
            for month in 1..=12 {
                let name = |pattern| (field(&locale, pattern, (2024, month, 1)).to_lowercase(), month.into());
                months.extend(["LLLL", "MMMM", "LLL", "MMM"].map(name));
            }
        }
        // A month that is called by its number is read as a number.
        months.retain(|(name, _)| name.chars().filter(|c| c.is_alphabetic()).count() > 1);
        months.sort();
        months.dedup();
        // The longest first, so that `March` is not taken for `Mar`.
        months.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Names { weekdays, months }
    }
}

/// Regions whose names for months a reader of the language may use.
fn neighbours(tag: &str) -> &'static [&'static str] {
    match tag.split('-').next() {
        Some("ar") => &["ar-MA", "ar-LB", "ar-DZ", "ar"],
        _ => &[],
    }
}

fn field(locale: &Locale, pattern: &str, (year, month, day): (i32, u8, u8)) -> String {
    let named = || {
        let pattern = DateTimePattern::try_from_pattern_str(pattern).ok()?;
        let mut names = FixedCalendarDateTimeNames::<Gregorian, DateFieldSet>::try_new(locale.into()).ok()?;
        let mut text = String::new();
        let date = Date::try_new_gregorian(year, month, day).ok()?;
        names.include_for_pattern(&pattern).ok()?.format(&date).try_write_to(&mut text).ok()?.ok()?;
        Some(text)
    };
    named().unwrap_or_default()
}

/// The day that a text means, where there is one.
pub fn exists(year: Option<i32>, month: u32, day: u32) -> bool {
    const LEAP: i32 = 2024;
    NaiveDate::from_ymd_opt(year.unwrap_or(LEAP), month, day).is_some()
}
