use super::*;
use crate::{
    memo::Memo,
    model::{
        language::{Language, Languages},
        path::HubPath,
        theme::{Template, Theme},
        time::YearMonth,
    },
    render::dates::plain,
};
use chrono::{Datelike, Duration};

/// The default theme's words. Britain and Morocco count to 24.
const LANGUAGES: [(&str, &str); 3] = [
    ("en-GB", include_str!("../../../themes/commons/i18n/en.ftl")),
    ("ar-MA", include_str!("../../../themes/commons/i18n/ar.ftl")),
    ("el-u-hc-h23", include_str!("../../../themes/commons/i18n/el.ftl")),
];

fn strings() -> Strings {
    let mut theme = Theme::default();
    for (tag, text) in LANGUAGES {
        let path = HubPath::new(&format!("themes/commons/i18n/{tag}.ftl")).unwrap();
        theme.strings.insert(tag[..2].to_owned(), vec![Template { path, text: text.into() }]);
    }
    let languages = Languages(LANGUAGES.iter().map(|(tag, _)| Language::new(tag).unwrap()).collect());
    let (strings, findings) = Strings::compile(&theme, &languages, &Memo::forgetful());
    assert_eq!(findings, []);
    strings
}

/// What the three languages say, one line each; `–` where there is no short way to say it.
fn said(strings: &Strings, dates: &[Dates], start: &str, rule: &str) -> String {
    let (rule, start) = (Rule::parse(rule).unwrap(), When::parse(start).unwrap());
    let say = |(i, dates)| {
        let voice = Voice { lang: LangId(i as u8), strings, dates };
        let said = rhythm(&rule, start, Zone::Africa__Casablanca, voice);
        format!("{}\n", said.as_deref().map_or("–".to_owned(), plain))
    };
    dates.iter().enumerate().map(say).collect()
}

#[test]
fn every_rhythm_in_the_words_of_every_language() {
    let strings = strings();
    let dates = LANGUAGES.map(|(tag, _)| Dates::new(tag));
    let blocks = include_str!("words.txt").trim_end().split("\n\n").filter(|block| !block.starts_with('#'));
    let mut count = 0;
    for block in blocks {
        let (rule, words) = block.split_once('\n').unwrap();
        let (start, rule) = rule.split_once(' ').unwrap();
        assert_eq!(said(&strings, &dates, start, rule).trim_end(), words.trim_end(), "{start} {rule}");
        count += 1;
    }
    assert!(count >= 40);
    assert_eq!(strings.missing(), []);
}

#[test]
fn where_clocks_count_to_twelve_and_zones_are_no_places() {
    let strings = strings();
    let weekly = Rule::parse("FREQ=WEEKLY").unwrap();
    let cases = [
        ("en", 0, "2026-12-03T18:00", Zone::Etc__GMTPlus5, "every Thursday, 6:00 PM UTC−5"),
        ("en", 0, "2026-12-03T18:00", Zone::UTC, "every Thursday, 6:00 PM UTC"),
        ("ar-EG", 1, "2026-12-03T18:00", Zone::Africa__Cairo, "كل يوم خميس، الساعة ٦:٠٠ م بتوقيت القاهرة"),
        ("el", 2, "2026-12-03T13:30", Zone::Europe__Athens, "κάθε Πέμπτη, στη 1:30 μ.μ. (ώρα Αθήνας)"),
        ("el", 2, "2026-12-03T13:30", Zone::Asia__Tokyo, "κάθε Πέμπτη, στη 1:30 μ.μ. (ώρα: Τόκιο)"),
        ("el", 2, "2026-12-03T00:00", Zone::UTC, "κάθε Πέμπτη, στις 12:00 π.μ. (ώρα UTC)"),
    ];
    for (tag, lang, start, zone, expected) in cases {
        let voice = Voice { lang: LangId(lang), strings: &strings, dates: &Dates::new(tag) };
        let said = rhythm(&weekly, When::parse(start).unwrap(), zone, voice);
        assert_eq!(said.as_deref().map(plain).as_deref(), Some(expected), "{tag} {zone}");
    }
}

/// Whether a day is in the rhythm, by counting on one's fingers.
fn has(shape: &Shape, start: NaiveDate, day: NaiveDate) -> bool {
    let every = |n: &u32, units: i64| units.rem_euclid(i64::from(*n)) == 0;
    let monday = |day: NaiveDate| day - Duration::days(day.weekday().num_days_from_monday().into());
    let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month());
    match shape {
        Shape::Days(n) => every(n, (day - start).num_days()),
        Shape::WorkingDays => day.weekday().num_days_from_monday() < 5,
        Shape::Weeks(n, days) => every(n, (monday(day) - monday(start)).num_weeks()) && days.contains(&day.weekday()),
        Shape::Months(n, on) => every(n, months(day) - months(start)) && on.iter().any(|on| is(*on, day, false)),
        Shape::Years(n, months, on) => {
            let whole = months.is_empty();
            every(n, (day.year() - start.year()).into())
                && (whole || months.contains(&day.month()))
                && on.iter().any(|on| is(*on, day, whole))
        }
        Shape::During(shape, months) => months.contains(&day.month()) && has(shape, start, day),
    }
}

/// Whether a day is that one of its month or year.
fn is(on: On, day: NaiveDate, of_year: bool) -> bool {
    let same = |other: NaiveDate| if of_year { other.year() == day.year() } else { YearMonth::of(other) == YearMonth::of(day) };
    let working = |day: NaiveDate| day.weekday().num_days_from_monday() < 5;
    let none_within = |wanted: &dyn Fn(NaiveDate) -> bool, step: i64| {
        let others = (1..366).map(|i| day + Duration::days(i * step)).take_while(|other| same(*other));
        !others.into_iter().any(wanted)
    };
    match on {
        On::Day(n) => day.day() == n,
        On::LastDay => !same(day + Duration::days(1)),
        On::Nth(-1, weekday) => day.weekday() == weekday && !same(day + Duration::days(7)),
        On::Nth(n, weekday) => {
            let before = |weeks: i8| same(day - Duration::days(7 * i64::from(weeks)));
            day.weekday() == weekday && before(n - 1) && !before(n)
        }
        On::WorkingDay(n) => working(day) && none_within(&working, -i64::from(n)),
    }
}

#[test]
fn what_is_said_is_what_the_rule_does() {
    let parts: [&[&str]; 6] = [
        &["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"],
        &["", ";INTERVAL=2", ";INTERVAL=3", ";INTERVAL=12"],
        &["", ";BYMONTH=5", ";BYMONTH=2,9", ";BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12"],
        &["", ";BYMONTHDAY=15", ";BYMONTHDAY=1,31", ";BYMONTHDAY=-1,13"],
        &[
            "",
            ";BYDAY=TH",
            ";BYDAY=SU,TU",
            ";BYDAY=1TH,3TH",
            ";BYDAY=5MO,-1SA",
            ";BYDAY=MO,TU,WE,TH,FR",
            ";BYDAY=MO,TU,WE,TH,FR,SA,SU",
        ],
        &["", ";BYSETPOS=-1", ";BYSETPOS=1", ";BYSETPOS=2,-1", ";WKST=SU"],
    ];
    let (mut said, mut count) = (0, 0);
    for start in ["2026-12-03", "2026-05-31"].map(|day| When::parse(day).unwrap()) {
        let combinations: usize = parts.iter().map(|part| part.len()).product();
        for mut n in 0..combinations {
            let mut text = String::new();
            for part in parts {
                text.push_str(part[n % part.len()]);
                n /= part.len();
            }
            let Ok(rule) = Rule::parse(&text) else { continue };
            count += 1;
            let Some(shape) = shape::shape(&rule, start.date()) else { continue };
            let end = start.date() + Duration::days(366 * 13);
            let found = rule.dates(start, Zone::UTC, start.date(), end, usize::MAX);
            // A start off its rule comes beside it.
            let first = *found.first().unwrap_or_else(|| panic!("{text} from {start} never comes"));
            let counted: Vec<NaiveDate> =
                first.iter_days().take_while(|day| *day <= end).filter(|day| has(&shape, first, *day)).collect();
            assert_eq!(found, counted, "{text} from {start}: {shape:?}");
            said += 1;
        }
    }
    assert!(said > 200, "{said} of {count}");
}
