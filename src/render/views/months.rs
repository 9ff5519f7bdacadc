//! The month grid.

use super::Desk;
use crate::{
    model::{
        article::Facts,
        site::{Happening, Item, Planned, month_address},
        time::YearMonth,
    },
    render::view::*,
};
use chrono::{Datelike, Days, NaiveDate};

impl Desk<'_> {
    pub fn month(&self, month: YearMonth) -> Month {
        let happenings = self.site.months.get(&month).map(Vec::as_slice).unwrap_or_default();
        let (first_day, weekdays) = self.dates.weekdays();
        let neighbour = |month: YearMonth| {
            self.site.months.contains_key(&month).then(|| {
                let label = self.text(&self.dates.month_title(month), None);
                self.link(label, &self.below(&month_address(month)))
            })
        };
        let planned = self.site.planned.iter().filter(|p| YearMonth::of(p.day) == month).count();
        let first = month.first();
        let lead = (7 + first.weekday().num_days_from_monday() - first_day.num_days_from_monday()) % 7;
        let mut day = first.checked_sub_days(Days::new(lead.into())).unwrap_or(first);
        let mut weeks = Vec::new();
        while weeks.is_empty() || YearMonth::of(day) == month {
            let mut week = Vec::with_capacity(7);
            for _ in 0..7 {
                week.push(self.day(day, month, happenings));
                day = day.succ_opt().unwrap_or(day);
            }
            weeks.push(week);
        }
        Month {
            title: self.dates.month_title(month),
            iso: format!("{:04}-{:02}", month.year, month.month),
            previous: neighbour(month.plus(-1)),
            next: neighbour(month.plus(1)),
            weekdays: weekdays.into_iter().map(|name| Weekday { name: name.long, short: name.short }).collect(),
            weeks,
            total: happenings.len() + planned,
            planned: planned > 0,
        }
    }

    fn day(&self, day: NaiveDate, month: YearMonth, happenings: &[Happening]) -> Day {
        let inside = YearMonth::of(day) == month;
        let from = happenings.partition_point(|h| h.day < day);
        let today = happenings[from..].iter().take_while(|h| h.day == day).map(|h| self.happening(h));
        let from = self.site.planned.partition_point(|p| p.day < day);
        // Days of the months beside this one stay empty.
        let planned = self.site.planned[from..].iter().take_while(|p| p.day == day && inside).map(|p| self.planned(p));
        let (number, label) = (self.dates.digits(day.day().into()), self.dates.date(day));
        Day { iso: day.to_string(), number, label, inside, items: planned.chain(today).collect() }
    }

    /// A title and nothing that leads anywhere: there is nothing yet.
    fn planned(&self, planned: &Planned) -> DayItem {
        let (language, title) = planned.title(self.lang).unwrap_or((self.lang, ""));
        DayItem {
            kind: "planned".into(),
            title: self.text(title, Some(language)),
            href: None,
            hreflang: None,
            time: None,
            zone: None,
            status: String::new(),
            status_label: None,
        }
    }

    fn happening(&self, happening: &Happening) -> DayItem {
        let headline = self.headline(Item { work: happening.work, date: happening.date });
        let work = self.site.work(happening.work);
        let clock = match &work.article.original().facts {
            Facts::Event(event) => happening.clock.and(happening.date).map(|n| (&work.dates[n], event.zone)),
            _ => None,
        };
        DayItem {
            kind: work.kind().word().into(),
            title: headline.title,
            href: Some(headline.href),
            hreflang: headline.hreflang,
            zone: clock.map(|(_, zone)| self.dates.zone(zone.name())),
            time: clock.map(|(date, _)| self.dates.time(date.start.time()).to_owned()),
            status: headline.status.map(|status| status.word().to_owned()).unwrap_or_default(),
            status_label: headline.status.and_then(|status| self.status_label(status)),
        }
    }
}
