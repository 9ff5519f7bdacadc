//! Every example of RFC 5545, section 3.8.5.3, with the dates that stand there.

use chrono::NaiveDate;
use hubgen::model::{
    rule::Rule,
    time::{When, Zone},
};

/// Start, rule, dates as the RFC writes them. `…`: and so on.
const EXAMPLES: &[(&str, &str, &str)] = &[
    ("1997-09-02", "FREQ=DAILY;COUNT=10", "1997 Sep 2-11"),
    ("1997-09-02", "FREQ=DAILY;UNTIL=19971224T000000Z", "1997 Sep 2-30 Oct 1-31 Nov 1-30 Dec 1-23"),
    (
        "1997-09-02",
        "FREQ=DAILY;INTERVAL=2",
        "1997 Sep 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 Oct 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30
         Nov 1 3 5 7 9 11 13 15 17 19 21 23 25 27 29 Dec 1 3 …",
    ),
    ("1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997 Sep 2 12 22 Oct 2 12"),
    (
        "1998-01-01",
        "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "1998 Jan 1-31 1999 Jan 1-31 2000 Jan 1-31",
    ),
    ("1998-01-01", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "1998 Jan 1-31 1999 Jan 1-31 2000 Jan 1-31"),
    ("1997-09-02", "FREQ=WEEKLY;COUNT=10", "1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4"),
    ("1997-09-02", "FREQ=WEEKLY;UNTIL=19971224T000000Z", "1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4 11 18 25 Dec 2 9 16 23"),
    ("1997-09-02", "FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997 Sep 2 16 30 Oct 14 28 Nov 11 25 Dec 9 23 1998 Jan 6 20 Feb 3 17 …"),
    ("1997-09-02", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "1997 Sep 2 4 9 11 16 18 23 25 30 Oct 2"),
    ("1997-09-02", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "1997 Sep 2 4 9 11 16 18 23 25 30 Oct 2"),
    (
        "1997-09-01",
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997 Sep 1 3 5 15 17 19 29 Oct 1 3 13 15 17 27 29 31 Nov 10 12 14 24 26 28 Dec 8 10 12 22",
    ),
    ("1997-09-02", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "1997 Sep 2 4 16 18 30 Oct 2 14 16"),
    ("1997-09-05", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997 Sep 5 Oct 3 Nov 7 Dec 5 1998 Jan 2 Feb 6 Mar 6 Apr 3 May 1 Jun 5"),
    ("1997-09-05", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "1997 Sep 5 Oct 3 Nov 7 Dec 5"),
    ("1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997 Sep 7 28 Nov 2 30 1998 Jan 4 25 Mar 1 29 May 3 31"),
    ("1997-09-22", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997 Sep 22 Oct 20 Nov 17 Dec 22 1998 Jan 19 Feb 16"),
    ("1997-09-28", "FREQ=MONTHLY;BYMONTHDAY=-3", "1997 Sep 28 Oct 29 Nov 28 Dec 29 1998 Jan 29 Feb 26 …"),
    ("1997-09-02", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "1997 Sep 2 15 Oct 2 15 Nov 2 15 Dec 2 15 1998 Jan 2 15"),
    ("1997-09-30", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997 Sep 30 Oct 1 31 Nov 1 30 Dec 1 31 1998 Jan 1 31 Feb 1"),
    ("1997-09-10", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "1997 Sep 10-15 1999 Mar 10-13"),
    (
        "1997-09-02",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997 Sep 2 9 16 23 30 Nov 4 11 18 25 1998 Jan 6 13 20 27 Mar 3 10 17 24 31 …",
    ),
    (
        "1997-06-10",
        "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997 Jun 10 Jul 10 1998 Jun 10 Jul 10 1999 Jun 10 Jul 10 2000 Jun 10 Jul 10 2001 Jun 10 Jul 10",
    ),
    (
        "1997-03-10",
        "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997 Mar 10 1999 Jan 10 Feb 10 Mar 10 2001 Jan 10 Feb 10 Mar 10 2003 Jan 10 Feb 10 Mar 10",
    ),
    (
        "1997-01-01",
        "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997 Jan 1 Apr 10 Jul 19 2000 Jan 1 Apr 9 Jul 18 2003 Jan 1 Apr 10 Jul 19 2006 Jan 1",
    ),
    ("1997-05-19", "FREQ=YEARLY;BYDAY=20MO", "1997 May 19 1998 May 18 1999 May 17 …"),
    ("1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997 May 12 1998 May 11 1999 May 17 …"),
    ("1997-03-13", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997 Mar 13 20 27 1998 Mar 5 12 19 26 1999 Mar 4 11 18 25 …"),
    (
        "1997-06-05",
        "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "1997 Jun 5 12 19 26 Jul 3 10 17 24 31 Aug 7 14 21 28
         1998 Jun 4 11 18 25 Jul 2 9 16 23 30 Aug 6 13 20 27
         1999 Jun 3 10 17 24 Jul 1 8 15 22 29 Aug 5 12 19 26 …",
    ),
    // There the start is taken out by EXDATE: it is not on its rule.
    ("1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1998 Feb 13 Mar 13 Nov 13 1999 Aug 13 2000 Oct 13 …"),
    (
        "1997-09-13",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997 Sep 13 Oct 11 Nov 8 Dec 13 1998 Jan 10 Feb 7 Mar 7 Apr 11 May 9 Jun 13 …",
    ),
    ("1996-11-05", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996 Nov 5 2000 Nov 7 2004 Nov 2 …"),
    ("1997-09-04", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997 Sep 4 Oct 7 Nov 6"),
    (
        "1997-09-29",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997 Sep 29 Oct 30 Nov 27 Dec 30 1998 Jan 29 Feb 26 Mar 30 …",
    ),
    ("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997 Aug 5 10 19 24"),
    ("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997 Aug 5 17 19 31"),
    ("2007-01-15", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007 Jan 15 30 Feb 15 Mar 15 30"),
];

/// Those that repeat within a day, which events of a hub do not.
const WITHIN_A_DAY: &[&str] = &[
    "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z",
    "FREQ=MINUTELY;INTERVAL=15;COUNT=6",
    "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
    "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
    "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
];

/// Others that go wrong easily; counted out on a calendar.
const MORE: &[(&str, &str, &str)] = &[
    ("2026-01-31", "FREQ=MONTHLY", "2026 Jan 31 Mar 31 May 31 Jul 31 Aug 31 Oct 31 Dec 31 2027 Jan 31 …"),
    ("2024-02-29", "FREQ=YEARLY", "2024 Feb 29 2028 Feb 29 2032 Feb 29 …"),
    ("2096-02-29", "FREQ=YEARLY", "2096 Feb 29 2104 Feb 29 …"),
    ("2026-01-01", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ""),
    ("2026-01-30", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026 Jan 30 Feb 27 Mar 31 Apr 30 May 29 Jun 30 …"),
    ("2026-01-01", "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1,-1", "2026 Jan 3 31 Feb 1 28 Mar 1 29 …"),
    ("2026-01-05", "FREQ=MONTHLY;BYDAY=5MO", "2026 Mar 30 Jun 29 Aug 31 Nov 30 2027 Mar 29 …"),
    ("2020-12-28", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "2020 Dec 28 2026 Dec 28 2032 Dec 27 …"),
    ("2020-12-28", "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO", "2020 Dec 28 2021 Dec 27 2022 Dec 26 2023 Dec 25 2024 Dec 23 …"),
    // Without a weekday the start's: what a rule leaves open is as it is there.
    ("2026-05-12", "FREQ=YEARLY;BYWEEKNO=20", "2026 May 12 2027 May 18 2028 May 16 …"),
    ("2026-01-01", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=TH;WKST=SU", "2026 Jan 8 2027 Jan 7 2028 Jan 6 …"),
    ("2024-12-31", "FREQ=YEARLY;BYYEARDAY=366", "2024 Dec 31 2028 Dec 31 …"),
    ("2024-01-01", "FREQ=YEARLY;BYYEARDAY=60,-1", "2024 Feb 29 Dec 31 2025 Mar 1 Dec 31 …"),
    ("2026-03-29", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", "2026 Mar 29 Oct 25 2027 Mar 28 Oct 31 …"),
    ("2026-01-01", "FREQ=MONTHLY;BYDAY=1MO,TH", "2026 Jan 1 5 8 15 22 29 Feb 2 5 12 19 26 …"),
    ("2026-01-13", "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR", "2026 Feb 13 Mar 13 Nov 13 2027 Aug 13 …"),
    ("2026-01-07", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1", "2026 Jan 9 16 23 …"),
    ("2026-12-01", "freq=weekly; interval=2 ;byday=tu;", "2026 Dec 1 15 29 …"),
    ("2026-12-01", "RRULE:FREQ=DAILY;UNTIL=20261203", "2026 Dec 1-3"),
    ("2026-12-01", "FREQ=DAILY;UNTIL=20261203T090000", "2026 Dec 1-3"),
    ("2026-12-01", "FREQ=DAILY;UNTIL=20261203T085959", "2026 Dec 1-2"),
    ("2026-12-01", "FREQ=DAILY;UNTIL=20261203T140000Z", "2026 Dec 1-3"),
    ("2026-12-01", "FREQ=DAILY;UNTIL=20261203T135959Z", "2026 Dec 1-2"),
    ("2026-12-01", "FREQ=DAILY;UNTIL=20261130", ""),
];

#[test]
fn the_examples_of_the_rfc() {
    compare(EXAMPLES);
}

#[test]
fn rules_that_go_wrong_easily() {
    compare(MORE);
}

#[test]
fn rules_within_a_day_are_refused_with_a_way_out() {
    for text in WITHIN_A_DAY {
        let wrong = Rule::parse(text).unwrap_err();
        assert!(wrong.help.is_some_and(|help| help.contains("event")), "{text}");
    }
}

/// A rule is the same wherever one begins to look, in however many pieces.
#[test]
fn a_window_shows_what_the_whole_has() {
    for (start, text, _) in EXAMPLES.iter().chain(MORE) {
        let rule = Rule::parse(text).unwrap();
        let start = nine(start);
        let dates = |from: NaiveDate, to: NaiveDate| rule.dates(start, Zone::America__New_York, from, to, usize::MAX);
        let (first, end) = (start.date(), start.date() + chrono::Days::new(6000));
        let mut pieces = Vec::new();
        let mut from = first;
        while from <= end {
            let to = (from + chrono::Days::new(96)).min(end);
            pieces.extend(dates(from, to));
            from = to + chrono::Days::new(1);
        }
        assert_eq!(pieces, dates(first, end), "{text}");
    }
}

fn nine(day: &str) -> When {
    When::parse(&format!("{day}T09:00")).unwrap()
}

fn compare(table: &[(&str, &str, &str)]) {
    for (start, text, expected) in table {
        let rule = Rule::parse(text).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
        let start = nine(start);
        let (expected, open) = days(expected);
        let limit = expected.len() + usize::from(!open);
        let found = rule.dates(start, Zone::America__New_York, start.date(), NaiveDate::MAX, limit);
        assert_eq!(found, expected, "{text}");
        // A rule with all that its start adds to it is still the same rule, and written out it can be read again.
        let spelled = rule.spelled(start, Zone::America__New_York);
        let again = Rule::parse(&spelled.to_string()).unwrap();

        assert_eq!(again.dates(start, Zone::America__New_York, start.date(), NaiveDate::MAX, limit), found, "{again}");
        assert_eq!(Rule::parse(&rule.to_string()).unwrap(), rule, "{text}");
    }
}

/// `1997 Sep 2-4 9 Oct 1 …` as days, and whether it goes on.
fn days(text: &str) -> (Vec<NaiveDate>, bool) {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (mut year, mut month, mut all) = (0, 0, Vec::new());
    for word in text.split_whitespace().filter(|word| *word != "…") {
        if let Some(i) = MONTHS.iter().position(|name| *name == word) {
            month = i as u32 + 1;
        } else if word.len() == 4 && !word.contains('-') {
            year = word.parse().unwrap();
        } else {
            let (first, last) = word.split_once('-').unwrap_or((word, word));
            let days = first.parse::<u32>().unwrap()..=last.parse().unwrap();
            all.extend(days.map(|day| NaiveDate::from_ymd_opt(year, month, day).unwrap()));
        }
    }
    (all, text.ends_with('…'))
}
