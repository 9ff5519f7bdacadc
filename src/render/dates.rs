//! Dates, times, numbers, lists, and the names of languages and zones, as readers of one language write them (CLDR).
//!
//! The calendar is Gregorian everywhere: a community's `2026-12-03` is one day for all its readers. The language's tag
//! decides on digits and clock (`ar` and `ar-MA` have Latin digits, `ar-EG` Arabic-Indic; `en` counts twelve hours,
//! `en-GB` twenty-four) and may say more: `ar-u-nu-arab`, `en-u-hc-h23`. Texts hold the invisible marks that CLDR asks
//! for (U+200F, U+202F, …); [`plain`] takes them out where they would disturb.

#![allow(clippy::string_slice, reason = "ranges come from ICU's writer of this text")]

mod cldr;

use super::view::{Moment, Word};
use crate::model::time::{SMALL_HOURS, YearMonth};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday};
pub use cldr::Numbers;
use cldr::{Cldr, Written};
use icu_locale::Locale;
use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, OnceLock, PoisonError, RwLock},
};

/// An example to learn from: neither hour nor minute looks like a day.
const SIX: NaiveTime = NaiveTime::from_hms_opt(18, 5, 0).unwrap();

/// How long something is, for its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Only the month is known.
    Month(YearMonth),
    /// Whole days, the last one included.
    Days(NaiveDate, NaiveDate),
    /// From when and, where it is known, to when, by the clock of its zone.
    Clock(NaiveDateTime, Option<NaiveDateTime>),
}

/// A long and a short name, as they stand by themselves (nominative).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    pub long: String,
    pub short: String,
}

/// What one language knows about writing dates, numbers, lists and names. Made once for each language; cheap to ask,
/// from any number of threads.
pub struct Dates {
    cldr: Cldr,
    numbers: Numbers,
    /// From Monday.
    weekdays: [Name; 7],
    months: [Name; 12],
    /// As they stand within a date; in the genitive, where a language has one.
    months_of: [String; 12],
    glue: Glue,
    /// Between two dates: ` – `.
    apart: String,
    /// Between two numbers: `–`.
    close: String,
    twelve_hours: bool,
    /// Every date asked for so far, written out: pages say the same few over and over.
    days: RwLock<HashMap<NaiveDate, Arc<Day>>>,
    /// Every time asked for so far, by minute of the day.
    clock: Vec<OnceLock<Word>>,
    /// Every zone asked for so far: its IANA name, and in words.
    zones: RwLock<HashMap<&'static str, (Word, Word)>>,
}

/// A date, written out.
struct Day {
    /// 3 December 2026.
    long: String,
    /// The day in `long`, with what clings to it (`3.`, `3日`).
    day_in_long: Range<usize>,
    /// As templates get it, but for what machines read and the time.
    moment: Moment,
}

impl Dates {
    /// For a BCP 47 tag. A language that CLDR does not know gets its root: `2026 M12 3`, Latin digits.
    pub fn new(tag: &str) -> Dates {
        let locale = Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN);
        let cldr = Cldr::new(&locale);
        let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap_or_default();
        let name = |long, short, day| Name { long: cldr.field(long, day), short: cldr.field(short, day) };
        let weekdays = std::array::from_fn(|i| name("cccc", "ccc", monday + Days::new(i as u64)));
        let months = std::array::from_fn(|i| name("LLLL", "LLL", monday.with_month0(i as u32).unwrap_or(monday)));
        let months_of = std::array::from_fn(|i| cldr.field("MMMM", monday.with_month0(i as u32).unwrap_or(monday)));
        let (six, tomorrow) = (monday.and_time(SIX), (monday + Days::new(1)).and_time(SIX));
        let apart = cldr
            .times(six, tomorrow)
            .strip_prefix(&*cldr.time(SIX))
            .and_then(|rest| rest.strip_suffix(&*cldr.time(SIX)))
            // Some locales still have the typewriter's dash.
            .map_or(" – ".to_owned(), |between| between.replace('-', "–"));
        let close = match apart.trim() {
            dash if dash.chars().all(|c| !c.is_alphanumeric()) => dash.to_owned(),
            _ => apart.clone(),
        };
        let glue = cldr.date_with_time(six).and_then(|(both, date, time)| Glue::learn(&both, &date, &time));
        let numbers = Numbers::new(tag);
        Dates {
            weekdays,
            months,
            months_of,
            glue: glue.unwrap_or_default(),
            twelve_hours: !cldr.time(SIX).contains(&numbers.bare(18)),
            apart,
            close,
            numbers,
            cldr,
            days: RwLock::default(),
            clock: vec![OnceLock::new(); 24 * 60],
            zones: RwLock::default(),
        }
    }

    /// What a clock shows, in all the ways a template may want it. `iso` is for machines: it carries the offset, which
    /// a wall clock does not know.
    pub fn moment(&self, wall: NaiveDateTime, has_time: bool, iso: String) -> Moment {
        let time = has_time.then(|| self.clock(wall.time()).clone());
        Moment { iso, time, ..self.day(wall.date()).moment.clone() }
    }

    /// A whole day.
    pub fn day_only(&self, date: NaiveDate) -> Moment {
        self.moment(date.and_time(NaiveTime::MIN), false, date.to_string())
    }

    /// A month of which no more is known: `date` is December 2026, `day` and `weekday` are empty.
    pub fn month(&self, month: YearMonth) -> Moment {
        let first = month.first();
        let name = &self.months[first.month0() as usize];
        Moment {
            iso: format!("{:04}-{:02}", month.year, month.month),
            date: self.month_title(month).as_str().into(),
            short: with_named_month(self.cldr.medium_month(first), || self.month_title(month)).as_str().into(),
            day: "".into(),
            weekday: "".into(),
            month: name.long.as_str().into(),
            month_short: name.short.as_str().into(),
            year: self.numbers.bare(month.year.into()).as_str().into(),
            time: None,
        }
    }

    /// December 2026.
    pub fn month_title(&self, month: YearMonth) -> String {
        self.cldr.month(month.first()).text
    }

    /// Thursday, 3 December 2026.
    pub fn date(&self, date: NaiveDate) -> String {
        self.day(date).moment.date.to_string()
    }

    /// 3 December 2026.
    pub fn long(&self, date: NaiveDate) -> String {
        self.day(date).long.clone()
    }

    /// 3 December.
    pub fn day_and_month(&self, date: NaiveDate) -> String {
        self.cldr.day_and_month(date).text
    }

    /// Thursday, as it stands by itself.
    pub fn weekday_name(&self, day: Weekday) -> &str {
        &self.weekdays[day.num_days_from_monday() as usize].long
    }

    /// A month by its number, from 1, as it stands within a date.
    pub fn month_name(&self, number: u32) -> &str {
        self.months_of.get(number.wrapping_sub(1) as usize).map_or("", String::as_str)
    }

    /// True where clocks count to twelve.
    pub fn twelve_hours(&self) -> bool {
        self.twelve_hours
    }

    /// 18:00, or 6:00 PM; seconds are not told.
    pub fn time(&self, clock: NaiveTime) -> &str {
        self.clock(clock)
    }

    fn clock(&self, clock: NaiveTime) -> &Word {
        let minute = clock.hour() * 60 + clock.minute();
        self.clock[minute as usize].get_or_init(|| self.cldr.time(clock).as_str().into())
    }

    /// All of it in words, without the zone: `Thursday, December 3, 2026, 6:00 – 8:00 PM`,
    /// `3–5 Δεκεμβρίου 2026`. What ends in the small hours belongs to the day it began on.
    pub fn span(&self, extent: Extent) -> String {
        match extent {
            Extent::Month(month) => self.month_title(month),
            Extent::Days(first, last) if last <= first => self.date(first),
            Extent::Days(first, last) => self.days(first, last),
            Extent::Clock(start, None) => self.glue.join(&self.date(start.date()), self.time(start.time())),
            Extent::Clock(start, Some(end)) if same_evening(start, end) => {
                self.glue.join(&self.date(start.date()), &self.times(start.time(), end.time()))
            }
            Extent::Clock(start, Some(end)) => {
                let written = |wall: NaiveDateTime| self.glue.join(&self.day(wall.date()).long, self.time(wall.time()));
                format!("{}{}{}", written(start), self.apart, written(end))
            }
        }
    }

    /// 6:00 – 8:00 PM, or 18:00–20:00.
    pub fn times(&self, from: NaiveTime, to: NaiveTime) -> String {
        match self.twelve_hours {
            true => self.cldr.times(NaiveDate::default().and_time(from), NaiveDate::default().and_time(to)),
            false => format!("{}{}{}", self.time(from), self.close, self.time(to)),
        }
    }

    /// Days of one month share its name; the rest is written in full.
    fn days(&self, first: NaiveDate, last: NaiveDate) -> String {
        let (from, to) = (self.day(first), self.day(last));
        match YearMonth::of(first) == YearMonth::of(last) && !from.day_in_long.is_empty() {
            true => format!("{}{}{}", &from.long[..from.day_in_long.end], self.close, &to.long[to.day_in_long.start..]),
            false => format!("{}{}{}", from.long, self.apart, to.long),
        }
    }

    /// A number that counts something, in the digits and groups of the language.
    pub fn number(&self, number: i64) -> String {
        self.numbers.grouped(number)
    }

    /// The same without groups, for what only has a number: a rule, a page, a day.
    pub fn digits(&self, number: i64) -> String {
        self.numbers.bare(number)
    }

    /// A, B and C.
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        self.cldr.list(items)
    }

    /// The week as this language lays it out: its first day, and the names of the seven days from that one on.
    pub fn weekdays(&self) -> (Weekday, [Name; 7]) {
        let first = self.cldr.first_weekday();
        let mut names = self.weekdays.clone();
        names.rotate_left(first.num_days_from_monday() as usize);
        (first, names)
    }

    /// A zone of the zone database: its name, and [`zone`](Self::zone) of it.
    pub fn named_zone(&self, iana: &'static str) -> (Word, Word) {
        if let Some(known) = self.zones.read().unwrap_or_else(PoisonError::into_inner).get(iana) {
            return known.clone();
        }
        let zone = (Word::from(iana), Word::from(self.zone(iana).as_str()));
        self.zones.write().unwrap_or_else(PoisonError::into_inner).insert(iana, zone.clone());
        zone
    }

    /// A zone in one word: the city it is named after, else what its IANA name says.
    pub fn zone(&self, iana: &str) -> String {
        self.cldr.city(iana).unwrap_or_else(|| bare_zone(iana))
    }

    /// The name of a language: in this one, else in itself, else its tag.
    pub fn language(&self, tag: &str) -> String {
        self.cldr.language(tag).unwrap_or_else(|| autonym(tag))
    }

    fn day(&self, date: NaiveDate) -> Arc<Day> {
        if let Some(known) = self.days.read().unwrap_or_else(PoisonError::into_inner).get(&date) {
            return known.clone();
        }
        let written = self.cldr.date(date);
        let weekday = &self.weekdays[date.weekday().num_days_from_monday() as usize];
        let month = &self.months[date.month0() as usize];
        let moment = Moment {
            iso: String::new(),
            date: self.cldr.weekday_and_date(date).text.as_str().into(),
            short: with_named_month(self.cldr.medium_date(date), || written.text.clone()).as_str().into(),
            day: self.numbers.bare(date.day().into()).as_str().into(),
            weekday: weekday.long.as_str().into(),
            month: month.long.as_str().into(),
            month_short: month.short.as_str().into(),
            year: self.numbers.bare(date.year().into()).as_str().into(),
            time: None,
        };
        let day = Arc::new(Day { day_in_long: with_what_clings(&written), long: written.text, moment });
        self.days.write().unwrap_or_else(PoisonError::into_inner).insert(date, day.clone());
        day
    }
}

impl std::fmt::Debug for Dates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dates").field("weekdays", &self.weekdays).finish_non_exhaustive()
    }
}

/// The name of a language in itself: العربية. Its tag where CLDR does not know it.
pub fn autonym(tag: &str) -> String {
    let own = || Cldr::new(&Locale::try_from_str(tag).ok()?).language(tag);
    own().unwrap_or_else(|| tag.to_owned())
}

/// A text without direction marks and with ordinary blanks, for feeds and calendars.
pub fn plain(text: &str) -> String {
    let marks = ['\u{200e}', '\u{200f}', '\u{61c}'];
    text.chars().filter(|c| !marks.contains(c)).map(|c| if matches!(c, '\u{202f}' | '\u{2009}') { ' ' } else { c }).collect()
}

/// How a date and a time of day stand together.
#[derive(Debug, PartialEq, Eq)]
struct Glue {
    before: String,
    between: String,
    after: String,
    date_first: bool,
}

impl Default for Glue {
    fn default() -> Glue {
        Glue { before: String::new(), between: ", ".to_owned(), after: String::new(), date_first: true }
    }
}

impl Glue {
    /// From an example and its two parts.
    fn learn(both: &str, date: &str, time: &str) -> Option<Glue> {
        let (date_at, time_at) = (both.find(date)?, both.rfind(time)?);
        let date_first = date_at < time_at;
        let (first, second) = match date_first {
            true => (date_at..date_at + date.len(), time_at..time_at + time.len()),
            false => (time_at..time_at + time.len(), date_at..date_at + date.len()),
        };
        Some(Glue {
            before: both[..first.start].to_owned(),
            between: both.get(first.end..second.start)?.to_owned(),
            after: both[second.end..].to_owned(),
            date_first,
        })
    }

    fn join(&self, date: &str, time: &str) -> String {
        let (first, second) = if self.date_first { (date, time) } else { (time, date) };
        format!("{}{first}{}{second}{}", self.before, self.between, self.after)
    }
}

/// A short date with a number for the month (`03/12/2026`) is read in two ways; the long one is not.
fn with_named_month(short: Written, long: impl FnOnce() -> String) -> String {
    if short.names_month() { short.text } else { long() }
}

/// The day, and what stands against it without a blank: `3.`, `3日`, but not the comma of `3,`.
fn with_what_clings(date: &Written) -> Range<usize> {
    let clings = |c: &char| c.is_alphanumeric() || *c == '.';
    let behind: usize = date.text[date.day.end..].chars().take_while(clings).map(char::len_utf8).sum();
    date.day.start..date.day.end + behind
}

/// `UTC`; `UTC−5` for `Etc/GMT+5`, whose sign counts westwards; `Buenos Aires` for `America/Argentina/Buenos_Aires`.
fn bare_zone(iana: &str) -> String {
    if let Some(hours) = iana.strip_prefix("Etc/GMT").filter(|hours| hours.starts_with(['+', '-'])) {
        let sign = if hours.starts_with('+') { '−' } else { '+' };
        return format!("UTC{sign}{}", &hours[1..]);
    }
    iana.rsplit('/').next().unwrap_or(iana).replace('_', " ")
}

fn same_evening(start: NaiveDateTime, end: NaiveDateTime) -> bool {
    let in_the_small_hours = end.time() <= SMALL_HOURS && start.date().succ_opt() == Some(end.date());
    start.date() == end.date() || in_the_small_hours && end - start < TimeDelta::hours(12)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::{When, Zone};

    fn wall(text: &str) -> NaiveDateTime {
        When::parse(text).unwrap().wall(Zone::UTC)
    }

    fn day(text: &str) -> NaiveDate {
        wall(text).date()
    }

    #[test]
    fn writes_a_moment_in_every_way_a_template_wants() {
        let cases = [
            ("en", "Thursday, December 3, 2026|Dec 3, 2026|3|Thursday|December|Dec|2026|6:05 PM"),
            ("en-GB", "Thursday, 3 December 2026|3 Dec 2026|3|Thursday|December|Dec|2026|18:05"),
            ("ar", "الخميس، 3 ديسمبر 2026|3 ديسمبر 2026|3|الخميس|ديسمبر|ديسمبر|2026|6:05 م"),
            ("ar-MA", "الخميس، 3 دجنبر 2026|3 دجنبر 2026|3|الخميس|دجنبر|دجنبر|2026|18:05"),
            ("ar-EG", "الخميس، ٣ ديسمبر ٢٠٢٦|٣ ديسمبر ٢٠٢٦|٣|الخميس|ديسمبر|ديسمبر|٢٠٢٦|٦:٠٥ م"),
            ("el", "Πέμπτη 3 Δεκεμβρίου 2026|3 Δεκ 2026|3|Πέμπτη|Δεκέμβριος|Δεκ|2026|6:05 μ.μ."),
            ("ja", "2026年12月3日木曜日|2026年12月3日|3|木曜日|12月|12月|2026|18:05"),
        ];
        for (tag, expected) in cases {
            let m = Dates::new(tag).moment(wall("2026-12-03T18:05"), true, String::new());
            let time = m.time.unwrap_or("".into());
            let found = [m.date, m.short, m.day, m.weekday, m.month, m.month_short, m.year, time].map(|word| plain(&word));
            assert_eq!(found.join("|"), expected, "{tag}");
        }
    }

    #[test]
    fn a_day_has_no_time_and_a_month_no_day() {
        let dates = Dates::new("el");
        let whole = dates.day_only(day("2026-12-03"));
        assert_eq!((whole.iso.as_str(), whole.time.as_deref()), ("2026-12-03", None));
        let month = dates.month(YearMonth { year: 2026, month: 12 });
        assert_eq!((&*month.iso, &*month.date, &*month.day), ("2026-12", "Δεκέμβριος 2026", ""));
        assert_eq!(&*month.short, "Δεκ 2026");
    }

    #[test]
    fn says_from_when_to_when() {
        let clock = |from: &str, to: &str| Extent::Clock(wall(from), Some(wall(to)));
        let evening = clock("2026-12-03T18:00", "2026-12-03T20:00");
        let late = clock("2026-12-03T21:00", "2026-12-04T00:00");
        let night = clock("2026-12-03T22:00", "2026-12-04T02:00");
        let open = Extent::Clock(wall("2026-12-03T18:00"), None);
        let days = Extent::Days(day("2026-12-03"), day("2026-12-05"));
        let new_year = Extent::Days(day("2026-12-30"), day("2027-01-02"));
        let month = Extent::Month(YearMonth { year: 2026, month: 12 });
        let cases = [
            ("en", evening, "Thursday, December 3, 2026, 6:00 – 8:00 PM"),
            ("en", late, "Thursday, December 3, 2026, 9:00 PM – 12:00 AM"),
            ("en", night, "Thursday, December 3, 2026, 10:00 PM – 2:00 AM"),
            ("en", open, "Thursday, December 3, 2026, 6:00 PM"),
            ("en", days, "December 3–5, 2026"),
            ("en", new_year, "December 30, 2026 – January 2, 2027"),
            ("en", month, "December 2026"),
            ("en-GB", evening, "Thursday, 3 December 2026, 18:00–20:00"),
            ("en-GB", days, "3–5 December 2026"),
            ("ar", evening, "الخميس، 3 ديسمبر 2026، 6:00–8:00 م"),
            ("ar", days, "3–5 ديسمبر 2026"),
            ("ar-EG", night, "الخميس، ٣ ديسمبر ٢٠٢٦، ١٠:٠٠ م – ٢:٠٠ ص"),
            ("el", evening, "Πέμπτη 3 Δεκεμβρίου 2026, 6:00–8:00 μ.μ."),
            ("el", days, "3–5 Δεκεμβρίου 2026"),
            ("el", new_year, "30 Δεκεμβρίου 2026 – 2 Ιανουαρίου 2027"),
            ("de", days, "3.–5. Dezember 2026"),
            ("ja", days, "2026年12月3日–5日"),
            ("fa", days, "۳–۵ دسامبر ۲۰۲۶"),
            ("zh", days, "2026年12月3日–5日"),
        ];
        for (tag, extent, expected) in cases {
            assert_eq!(plain(&Dates::new(tag).span(extent)), expected, "{tag} {extent:?}");
        }
    }

    #[test]
    fn a_span_of_one_day_is_that_day() {
        let dates = Dates::new("en");
        assert_eq!(dates.span(Extent::Days(day("2026-12-03"), day("2026-12-03"))), "Thursday, December 3, 2026");
    }

    #[test]
    fn counts_and_lists() {
        for (tag, number, list) in
            [("en", "12,345", "A, B, and C"), ("ar-EG", "١٢٬٣٤٥", "A وB وC"), ("el", "12.345", "A, B και C")]
        {
            let dates = Dates::new(tag);
            assert_eq!(dates.number(12_345), number);
            assert_eq!(dates.list(&["A", "B", "C"]), list);
        }
        assert_eq!(Dates::new("ar-EG").digits(2026), "٢٠٢٦");
        assert_eq!(Dates::new("en").list::<&str>(&[]), "");
    }

    #[test]
    fn weeks_begin_where_readers_expect_it() {
        for (tag, first, name) in [
            ("en", Weekday::Sun, "Sunday"),
            ("el", Weekday::Mon, "Δευτέρα"),
            ("ar", Weekday::Sat, "السبت"),
            ("ar-MA", Weekday::Mon, "الاثنين"),
        ] {
            let (day, names) = Dates::new(tag).weekdays();
            assert_eq!((day, names[0].long.as_str()), (first, name), "{tag}");
        }
        assert_eq!(Dates::new("en").weekdays().1[1].short, "Mon");
    }

    #[test]
    fn names_zones_and_languages_in_the_readers_language() {
        for (tag, city, greek, tamazight) in [
            ("en", "Casablanca", "Greek", "Central Atlas Tamazight"),
            ("ar", "الدار البيضاء", "اليونانية", "الأمازيغية وسط الأطلس"),
            ("el", "Καζαμπλάνκα", "Ελληνικά", "Ταμαζίτ Κεντρικού Μαρόκο"),
        ] {
            let dates = Dates::new(tag);
            assert_eq!(dates.zone("Africa/Casablanca"), city);
            assert_eq!(dates.language("el"), greek);
            assert_eq!(dates.language("tzm"), tamazight);
        }
        let english = Dates::new("en");
        for (zone, label) in [
            ("UTC", "UTC"),
            ("Etc/GMT+5", "UTC−5"),
            ("Etc/GMT-14", "UTC+14"),
            ("Asia/Calcutta", "Kolkata"),
            ("Mars/Olympus_Mons", "Olympus Mons"),
        ] {
            assert_eq!(english.zone(zone), label);
        }
        for (language, name) in
            [("pt-BR", "Brazilian Portuguese"), ("ar-MA", "Arabic"), ("qqq", "qqq"), ("not a tag", "not a tag")]
        {
            assert_eq!(english.language(language), name);
        }
        for (language, own) in [("ar", "العربية"), ("el", "Ελληνικά"), ("en", "English"), ("qqq", "qqq")] {
            assert_eq!(autonym(language), own);
        }
    }

    #[test]
    fn plain_text_has_no_marks() {
        assert_eq!(plain("6:05\u{202f}PM\u{2009}–\u{2009}\u{200f}8"), "6:05 PM – 8");
    }

    /// Every language with a community on the web, or nearly; what is asked of ICU4X must not depend on a pattern that
    /// only some of them have.
    #[test]
    fn knows_every_language() {
        const TAGS: &str = "af am ar ar-AE ar-DZ ar-EG ar-LB ar-MA ar-SA ar-TN as ast az be bg bn br brx bs ca ceb cs cv cy da de \
            de-AT de-CH dsb el en en-AU en-CA en-GB en-IN en-ZA eo es es-419 es-MX et eu fa fa-AF fi fil fo fr fr-CA fr-CH ga gd \
            gl gsw gu ha haw he hi hr hsb hu hy id ig ii is it ja jv ka kab kgp kk km kn ko kok ks ku ky lb lij lo lt lv mi mk ml \
            mn mni mr ms mt my ne nl nn no om or pa pcm pl ps pt pt-PT qu rm ro ru sa sat sc sd si sk sl so sq sr su sv sw ta te \
            tg th ti tk to tr tt ug uk ur uz vi wo xh yo yue zgh zh zh-Hant zu und qqq";
        for tag in TAGS.split_whitespace() {
            let dates = Dates::new(tag);
            let moment = dates.moment(wall("2026-12-17T18:05"), true, String::new());
            let number = dates.digits(17);
            assert!(moment.date.contains(&number) && moment.short.contains(&number), "{tag}: {moment:?}");
            assert!(moment.date.contains(dates.time(SIX)) || moment.time.is_some(), "{tag}");
            let spans = [
                Extent::Clock(wall("2026-12-17T18:05"), Some(wall("2026-12-17T20:00"))),
                Extent::Clock(wall("2026-12-17T09:05"), Some(wall("2026-12-18T20:00"))),
                Extent::Days(day("2026-12-17"), day("2026-12-19")),
                Extent::Days(day("2026-12-17"), day("2027-01-01")),
            ];
            for text in spans.map(|extent| dates.span(extent)) {
                assert!(text.contains(&number) && !text.contains('{'), "{tag}: {text}");
            }
        }
    }

    #[test]
    fn far_years_are_written_too() {
        for year in ["0000-01-01", "0001-02-03", "9999-12-31"] {
            assert!(!Dates::new("en").day_only(day(year)).date.is_empty());
        }
        assert!(!Dates::new("en").day_only(NaiveDate::MAX).date.is_empty());
    }
}
