//! What CLDR says about one language, asked of ICU4X piece by piece.
//!
//! The only file that uses interfaces ICU4X calls unstable (hence the pinned versions): ranges, parts of a formatted
//! text, names of languages. Its ranges of *dates* are not used: in 2.4 they ask for names they have not loaded (every
//! long form; all forms of `zh`, `fa`, `mn`). What it says about single dates and about ranges of times is right.

#![allow(clippy::string_slice, reason = "ranges come from ICU's writer of this text")]

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};
use icu_calendar::{Date, Gregorian, week::WeekInformation};
use icu_datetime::{
    DateTimeFormatterLoadError, FixedCalendarDateTimeFormatter, NoCalendarFormatter,
    fieldsets::{MD, T, YM, YMD, YMDE, YMDET, enums::DateFieldSet, zone::ExemplarCity},
    input::{DateTime, Time, TimeZone},
    options::YearStyle,
    parts,
    pattern::{DateTimePattern, FixedCalendarDateTimeNames},
    range::FixedCalendarDateRangeFormatter,
};
use icu_decimal::{
    DecimalFormatter,
    options::{DecimalFormatterOptions, GroupingStrategy},
};
use icu_list::{ListFormatter, options::ListFormatterOptions};
use icu_locale::{
    Locale,
    provider::{
        Baked,
        names::{LocaleNamesLanguageMediumHeavyV1, LocaleNamesLanguageMediumLightV1, LocaleNamesLanguageMediumTinyV1},
    },
};
use icu_provider::prelude::*;
use icu_time::zone::IanaParser;
use std::{fmt, ops::Range};
use writeable::{Part, PartsWrite, TryWriteable, Writeable};

type OfDate<Fields> = FixedCalendarDateTimeFormatter<Gregorian, Fields>;

/// The formatters of one language.
pub struct Cldr {
    locale: Locale,
    weekday_and_date: OfDate<YMDE>,
    date: OfDate<YMD>,
    medium_date: OfDate<YMD>,
    day_and_month: OfDate<MD>,
    month: OfDate<YM>,
    medium_month: OfDate<YM>,
    time: NoCalendarFormatter<T>,
    times: FixedCalendarDateRangeFormatter<Gregorian, T>,
    city: NoCalendarFormatter<ExemplarCity>,
    list: ListFormatter,
}

/// A text, and where in it the day and the month stand.
#[derive(Debug, Default)]
pub struct Written {
    pub text: String,
    pub day: Range<usize>,
    pub month: Range<usize>,
}

impl Written {
    /// True where the month is named and not numbered.
    pub fn names_month(&self) -> bool {
        self.text[self.month.clone()].chars().any(char::is_alphabetic)
    }
}

impl Cldr {
    /// Every locale falls back to the root, so this fails for none.
    pub fn new(locale: &Locale) -> Cldr {
        Cldr::try_new(locale).or_else(|_| Cldr::try_new(&Locale::UNKNOWN)).expect("the data compiled in has the root locale")
    }

    fn try_new(locale: &Locale) -> Result<Cldr, DateTimeFormatterLoadError> {
        let full = YearStyle::Full;
        Ok(Cldr {
            locale: locale.clone(),
            weekday_and_date: OfDate::try_new(locale.into(), YMDE::long().with_year_style(full))?,
            date: OfDate::try_new(locale.into(), YMD::long().with_year_style(full))?,
            medium_date: OfDate::try_new(locale.into(), YMD::medium().with_year_style(full))?,
            day_and_month: OfDate::try_new(locale.into(), MD::long())?,
            month: month_of_year(locale, YM::long().with_year_style(full))?,
            medium_month: month_of_year(locale, YM::medium().with_year_style(full))?,
            time: NoCalendarFormatter::try_new(locale.into(), T::hm())?,
            times: FixedCalendarDateRangeFormatter::try_new(locale.into(), T::hm())?,
            city: NoCalendarFormatter::try_new(locale.into(), ExemplarCity)?,
            list: ListFormatter::try_new_and(locale.into(), ListFormatterOptions::default())?,
        })
    }

    /// Thursday, 3 December 2026.
    pub fn weekday_and_date(&self, day: NaiveDate) -> Written {
        written(gregorian(day).map(|d| self.weekday_and_date.format(&d)), day)
    }

    /// 3 December 2026.
    pub fn date(&self, day: NaiveDate) -> Written {
        written(gregorian(day).map(|d| self.date.format(&d)), day)
    }

    /// 3 Dec 2026, or 03.12.2026 where that is usual.
    pub fn medium_date(&self, day: NaiveDate) -> Written {
        written(gregorian(day).map(|d| self.medium_date.format(&d)), day)
    }

    /// 3 December.
    pub fn day_and_month(&self, day: NaiveDate) -> Written {
        written(gregorian(day).map(|d| self.day_and_month.format(&d)), day)
    }

    /// December 2026.
    pub fn month(&self, day: NaiveDate) -> Written {
        written(gregorian(day).map(|d| self.month.format(&d)), day)
    }

    /// Dec 2026, or 12.2026 where that is usual.
    pub fn medium_month(&self, day: NaiveDate) -> Written {
        written(gregorian(day).map(|d| self.medium_month.format(&d)), day)
    }

    /// 18:00, or 6:00 PM.
    pub fn time(&self, clock: NaiveTime) -> String {
        self.time.format(&time(clock)).to_string()
    }

    /// 6:00 – 8:00 PM: what two times of one day share is said once, and nothing where the days differ.
    pub fn times(&self, from: NaiveDateTime, to: NaiveDateTime) -> String {
        match (date_time(from), date_time(to)) {
            (Some(from), Some(to)) => self.times.format(&from, &to).to_string(),
            _ => format!("{} – {}", self.time(from.time()), self.time(to.time())),
        }
    }

    /// A middle-sized date with a time, and both by themselves.
    pub fn date_with_time(&self, wall: NaiveDateTime) -> Option<(String, String, String)> {
        let fields = YMDE::medium().with_year_style(YearStyle::Full);
        let both: OfDate<YMDET> = OfDate::try_new((&self.locale).into(), fields.with_time_hm()).ok()?;
        let date: OfDate<YMDE> = OfDate::try_new((&self.locale).into(), fields).ok()?;
        let whole = both.format(&date_time(wall)?).to_string();
        Some((whole, date.format(&gregorian(wall.date())?).to_string(), self.time(wall.time())))
    }

    /// What a field of a date is called, by its pattern letters (UTS 35, part 4, date field symbols).
    pub fn field(&self, pattern: &str, day: NaiveDate) -> String {
        let named = || {
            let pattern = DateTimePattern::try_from_pattern_str(pattern).ok()?;
            let mut names = FixedCalendarDateTimeNames::<Gregorian, DateFieldSet>::try_new((&self.locale).into()).ok()?;
            let mut text = String::new();
            let field = names.include_for_pattern(&pattern).ok()?;
            field.format(&gregorian(day)?).try_write_to(&mut text).ok()?.ok()?;
            Some(text)
        };
        named().unwrap_or_default()
    }

    /// A, B and C.
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        self.list.format(items.iter().map(AsRef::as_ref)).to_string()
    }

    /// The city a zone is named after. `None` for `UTC`, offsets, and what is no zone.
    pub fn city(&self, iana: &str) -> Option<String> {
        let of = |zone: TimeZone| self.city.format(&zone.without_offset()).to_string();
        let city = of(IanaParser::new().parse(iana));
        (city != of(TimeZone::UNKNOWN)).then_some(city)
    }

    /// The day a week begins with, in the region of the locale or, without one, the likeliest region of the language.
    pub fn first_weekday(&self) -> Weekday {
        let first = WeekInformation::try_new((&self.locale).into()).map(|week| week.first_weekday as u8);
        // ICU4X counts from Monday, 1.
        first.ok().and_then(|day| Weekday::try_from(day - 1).ok()).unwrap_or(Weekday::Mon)
    }

    /// The name of a language in this one: of `pt-BR` as a whole where it has one, else of `pt`.
    pub fn language(&self, tag: &str) -> Option<String> {
        let asked = Locale::try_from_str(tag).ok()?.id;
        let reader = DataLocale::from(&self.locale);
        language_name(&asked.to_string(), &reader).or_else(|| language_name(asked.language.as_str(), &reader))
    }
}

/// Numbers in the digits and groups of a language.
pub struct Numbers {
    grouped: DecimalFormatter,
    bare: DecimalFormatter,
}

impl Numbers {
    /// For a BCP 47 tag.
    pub fn new(tag: &str) -> Numbers {
        let locale = &Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN);
        let of = |grouping| {
            let options = || DecimalFormatterOptions::from(grouping);
            DecimalFormatter::try_new(locale.into(), options())
                .or_else(|_| DecimalFormatter::try_new((&Locale::UNKNOWN).into(), options()))
                .expect("the data compiled in has the root locale")
        };
        Numbers { grouped: of(GroupingStrategy::Auto), bare: of(GroupingStrategy::Never) }
    }

    /// 12,345.
    pub fn grouped(&self, number: i64) -> String {
        self.grouped.format(&number.into()).to_string()
    }

    /// 2026: for years, days, anything that is not counted.
    pub fn bare(&self, number: i64) -> String {
        self.bare.format(&number.into()).to_string()
    }
}

/// In 2.4 the month of a year does not ask for digits where its pattern is like that of `pt`, and then complains of
/// having none.
fn month_of_year(locale: &Locale, fields: YM) -> Result<OfDate<YM>, DateTimeFormatterLoadError> {
    let mut names = FixedCalendarDateTimeNames::from_formatter(locale.into(), OfDate::try_new(locale.into(), fields)?);
    if names.include_decimal_formatter().is_err() {
        return OfDate::try_new(locale.into(), fields);
    }
    names.try_into_formatter(fields).map_err(|(error, _)| error)
}

/// CLDR keeps what languages are called in three drawers: common ones, themselves, and all others.
fn language_name(key: &str, reader: &DataLocale) -> Option<String> {
    let id = DataIdentifierBorrowed::for_marker_attributes_and_locale(DataMarkerAttributes::try_from_str(key).ok()?, reader);
    let mut metadata = DataRequestMetadata::default();
    metadata.silent = true;
    let request = DataRequest { id, metadata };
    let light =
        || DataProvider::<LocaleNamesLanguageMediumLightV1>::load(&Baked, request).ok().map(|r| r.payload.get().to_string());
    let own = || DataProvider::<LocaleNamesLanguageMediumTinyV1>::load(&Baked, request).ok().map(|r| r.payload.get().to_string());
    let rest =
        || DataProvider::<LocaleNamesLanguageMediumHeavyV1>::load(&Baked, request).ok().map(|r| r.payload.get().to_string());
    light().or_else(own).or_else(rest)
}

fn gregorian(day: NaiveDate) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(day.year(), day.month() as u8, day.day() as u8).ok()
}

fn date_time(wall: NaiveDateTime) -> Option<DateTime<Gregorian>> {
    Some(DateTime { date: gregorian(wall.date())?, time: time(wall.time()) })
}

fn time(clock: NaiveTime) -> Time {
    Time::try_new(clock.hour() as u8, clock.minute() as u8, clock.second() as u8, 0).unwrap_or(Time::start_of_day())
}

/// ISO 8601 for the years that ICU4X does not count.
fn written(formatted: Option<impl Writeable>, day: NaiveDate) -> Written {
    let mut collected = Written::default();
    match formatted {
        // Only a sink can fail, and this one does not.
        Some(formatted) => drop(formatted.write_to_parts(&mut collected)),
        None => collected.text = day.to_string(),
    }
    collected
}

impl fmt::Write for Written {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        self.text.push_str(s);
        Ok(())
    }
}

impl PartsWrite for Written {
    type SubPartsWrite = Written;

    fn with_part(&mut self, part: Part, mut write: impl FnMut(&mut Written) -> fmt::Result) -> fmt::Result {
        let start = self.text.len();
        write(self)?;
        match part {
            parts::DAY => self.day = start..self.text.len(),
            parts::MONTH => self.month = start..self.text.len(),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_language_lacks_digits_for_its_years() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 3).unwrap_or_default();
        for tag in ["en", "ar", "el", "pt", "pt-BR", "pt-PT", "fr", "fa", "hi", "ja", "zh-Hant", "und"] {
            let cldr = Cldr::new(&Locale::try_from_str(tag).unwrap());
            let all =
                [cldr.month(day), cldr.medium_month(day), cldr.date(day), cldr.medium_date(day), cldr.weekday_and_date(day)];
            assert!(all.iter().all(|written| !written.text.is_empty()), "{tag}");
        }
        assert_eq!(Cldr::new(&Locale::try_from_str("pt-BR").unwrap()).month(day).text, "dezembro de 2026");
    }
}
