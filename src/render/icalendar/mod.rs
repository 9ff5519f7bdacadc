//! Calendars as bytes (RFC 5545; RFC 7986 for what calendars say of themselves).
//!
//! The same site gives the same bytes: nothing says when it was made. An event is in many calendars, so its components
//! are made once in each language and put together as often as needed.

mod event;
mod lines;
mod series;
mod zones;

use super::views::Desk;
use crate::model::{
    article::{Ending, Event, EventStatus, Facts, Kind},
    iso,
    occurrence::occurrences,
    site::{Calendar, CalendarOf, Gone, Identity, ListKind, Planned, Promise, Site, Work, WorkId},
    time::{Instant, YearMonth, Zone},
};
use chrono::{Duration, NaiveDate, NaiveTime};
use event::{Components, Times, begin, own_uid};
use lines::Lines;
use rayon::prelude::*;
use series::{Range, Series};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use zones::Zones;

/// How often readers are asked to look again.
const REFRESH: &str = "PT12H";

/// What calendars of all languages are made with.
pub struct Clocks {
    zones: Zones,
    range: Range,
}

impl Clocks {
    /// The clocks of every zone in which there are events.
    pub fn new(site: &Site) -> Clocks {
        let events = site.works.iter().filter_map(|w| match &w.article.original().facts {
            Facts::Event(event) if !w.dates.is_empty() => Some((event.zone, event.start.instant(event.zone))),
            _ => None,
        });
        let gone = site.gone.iter().map(|g| (g.zone, g.start.instant(g.zone)));
        // Whole months, so that a build next week writes the same.
        let this = YearMonth::of(site.now.with_timezone(&site.settings.timezone).date_naive());
        let build = &site.settings.build;
        let month = |count: i32| this.plus(count).first().and_time(NaiveTime::MIN).and_utc();
        let range = Range { from: month(-(build.past_months as i32)), to: month(build.horizon_months as i32 + 1 + 5 * 12) };
        Clocks { zones: Zones::new(events.chain(gone)), range }
    }
}

/// What calendars of one language are put together from.
pub struct Ring<'d> {
    desk: &'d Desk<'d>,
    clocks: &'d Clocks,
    events: HashMap<WorkId, Components>,
    gone: HashMap<usize, Components>,
}

impl<'d> Ring<'d> {
    /// Makes the components of everything that is in one of these calendars.
    pub fn new(desk: &'d Desk<'d>, clocks: &'d Clocks, calendars: &[&Calendar]) -> Ring<'d> {
        let events: BTreeSet<WorkId> = calendars.iter().flat_map(|c| c.items.iter().copied()).collect();
        let gone: BTreeSet<usize> = calendars.iter().flat_map(|c| c.gone.iter().copied()).collect();
        let events = events.into_par_iter().map(|id| {
            let work = desk.site.work(id);
            let components = match &work.article.original().facts {
                Facts::Event(_) => desk.components(work, &clocks.zones, clocks.range),
                _ => desk.post(work),
            };
            (id, components)
        });
        let gone = gone.into_par_iter().filter_map(|i| Some((i, desk.gone(desk.site.gone.get(i)?, clocks))));
        Ring { desk, clocks, events: events.collect(), gone: gone.collect() }
    }

    /// A calendar as it stands in its file.
    pub fn calendar(&self, calendar: &Calendar) -> Vec<u8> {
        let events = calendar.items.iter().filter_map(|id| self.events.get(id));
        let parts: Vec<&Components> = events.chain(calendar.gone.iter().filter_map(|i| self.gone.get(i))).collect();
        let mut lines = Lines::default();
        self.desk.head(&mut lines, calendar);
        // Readers of this take what is in UTC to be in that zone, which is another series where clocks change.
        if !parts.iter().any(|part| part.repeats_in_utc) {
            lines.line("X-WR-TIMEZONE", self.desk.site.settings.timezone.name());
        }
        let mut zones: BTreeMap<&str, (Zone, Instant, Instant)> = BTreeMap::new();
        for (zone, first, last) in parts.iter().filter_map(|part| part.zone) {
            let (_, from, to) = zones.entry(zone.name()).or_insert((zone, first, last));
            (*from, *to) = (first.min(*from), last.max(*to));
        }
        for (zone, from, to) in zones.into_values() {
            // A last date long after the horizon: its own change of clocks may still come.
            let to = to.checked_add_signed(Duration::days(366)).unwrap_or(to).max(self.clocks.range.to);
            self.clocks.zones.write(&mut lines, zone, from, to);
        }
        parts.iter().for_each(|part| lines.append(part.lines.as_str()));
        if calendar.of == CalendarOf::Plan {
            self.desk.site.planned.iter().for_each(|planned| self.desk.announce(&mut lines, planned));
        }
        lines.line("END", "VCALENDAR");
        lines.into()
    }
}

/// A whole day on which nobody has to be anywhere.
fn on_day(lines: &mut Lines, day: NaiveDate, status: &str) {
    let next = day.succ_opt().unwrap_or(day);
    lines.line("DTSTART;VALUE=DATE", &iso::basic_day(day));
    lines.line("DTEND;VALUE=DATE", &iso::basic_day(next));
    lines.line("STATUS", status);
    lines.line("TRANSP", "TRANSPARENT");
}

impl Desk<'_> {
    /// What a calendar is called.
    pub fn calendar_title(&self, of: &CalendarOf) -> String {
        let site_title = self.localized(&self.site.settings.title).text;
        let own = match of {
            CalendarOf::Events => self.list_title(&ListKind::Section(Kind::Event)).text,
            CalendarOf::Plan => self.list_title(&ListKind::Section(Kind::Entry)).text,
            CalendarOf::Term(vocabulary, slug, word) => {
                self.list_title(&ListKind::Term(*vocabulary, slug.clone(), word.clone())).text
            }
            CalendarOf::Event(id) => {
                let work = self.site.work(*id);
                work.edition(work.nearest(self.lang)).common.title.clone()
            }
            CalendarOf::Member(id) => self.member(*id).name.text.clone(),
            CalendarOf::Gone(i) => self.site.gone.get(*i).map(|gone| self.gone_title(gone).1.to_owned()).unwrap_or_default(),
        };
        format!("{own} · {site_title}")
    }

    fn head(&self, lines: &mut Lines, calendar: &Calendar) {
        let settings = &self.site.settings;
        lines.line("BEGIN", "VCALENDAR");
        lines.line("VERSION", "2.0");
        lines.line("PRODID", "-//hubgen//hubgen//EN");
        lines.line("CALSCALE", "GREGORIAN");
        if settings.contact.as_ref().is_some_and(|contact| contact.email.is_some()) {
            lines.line("METHOD", "PUBLISH");
        }
        let (title, description) = (self.calendar_title(&calendar.of), self.localized(&settings.description).text);
        lines.text("NAME", &title);
        lines.text("X-WR-CALNAME", &title);
        lines.text("DESCRIPTION", &description);
        lines.text("X-WR-CALDESC", &description);
        // What is no more has no page either.
        if self.site.pages.binary_search_by(|page| page.address.cmp(&calendar.page)).is_ok() {
            lines.uri("URL", &self.absolute(&calendar.page));
        }
        lines.uri("SOURCE;VALUE=URI", &self.absolute(&calendar.address));
        lines.line("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
        lines.line("X-PUBLISHED-TTL", REFRESH);
        // COLOR wants one of the names of CSS, and a community's colour seldom has one.
        if let Some(colour) = &settings.brand.colour {
            lines.line("X-APPLE-CALENDAR-COLOR", colour);
        }
    }

    /// A post of the content calendar: its day.
    fn post(&self, work: &Work) -> Components {
        let Some(date) = work.date else { return Components::default() };
        let day = date.with_timezone(&self.site.settings.timezone).date_naive();
        let live = work.nearest(self.lang);
        let edition = work.edition(live);
        let identity = self.identity(work);
        let mut lines = Lines::default();
        begin(&mut lines, &identity.uid, &identity);
        on_day(&mut lines, day, "CONFIRMED");
        let language = edition.common.title_language.unwrap_or(live.language);
        lines.text(&format!("SUMMARY;LANGUAGE={}", self.site.settings.languages.tag(language)), &edition.common.title);
        let url = self.absolute(&live.address);
        let about = [self.description(edition), url.clone()];
        lines.text("DESCRIPTION", &about.iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join("\n\n"));
        lines.uri("URL", &url);
        self.answerable(&mut lines);
        lines.line("END", "VEVENT");
        Components { lines, ..Components::default() }
    }

    /// What is public of the plan. It keeps its UID when it is published.
    fn announce(&self, lines: &mut Lines, planned: &Planned) {
        let Some((language, title)) = planned.title(self.lang) else { return };
        let settings = &self.site.settings;
        let uid = format!("{}@{}", planned.key, settings.id);
        begin(lines, &uid, &Identity { uid: uid.clone(), sequence: 0, modified: event::beginning() });
        // A promise, or a wish.
        on_day(lines, planned.day, if planned.promise == Promise::Ready { "CONFIRMED" } else { "TENTATIVE" });
        lines.text(&format!("SUMMARY;LANGUAGE={}", settings.languages.tag(language)), title);
        if let Some(series) = &planned.series {
            lines.texts("CATEGORIES", [self.localized(series).text.as_str()]);
        }
        self.answerable(lines);
        lines.line("END", "VEVENT");
    }

    fn gone_title<'g>(&self, gone: &'g Gone) -> (&'g str, &'g str) {
        let found = gone.titles.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(self.tag())).or(gone.titles.first());
        found.map_or(("", ""), |(tag, title)| (tag, title))
    }

    /// An event that is no more, for those who have it: the same dates, all cancelled.
    fn gone(&self, gone: &Gone, clocks: &Clocks) -> Components {
        let event = Event {
            start: gone.start,
            ending: Ending::Open,
            zone: gone.zone,
            rrule: gone.rrule.clone().map(Box::new),
            rdate: gone.beside.clone(),
            exdate: Vec::new(),
            overrides: Vec::new(),
            location: None,
            online: None,
            registration: None,
            capacity: None,
            price: None,
            kind: None,
            group: None,
            hosts: Vec::new(),
            speakers: Vec::new(),
            status: EventStatus::Cancelled,
            recording: None,
            slides: None,
            attendance: None,
            uid: None,
        };
        let dates = match event.rrule {
            None => occurrences(&event, NaiveDate::MIN, NaiveDate::MAX, usize::MAX),
            Some(_) => Vec::new(),
        };
        let series = Series::new(&event, &dates, &clocks.zones, clocks.range);
        let mut times = Times::new(gone.zone);
        let mut lines = Lines::default();
        let (tag, title) = self.gone_title(gone);
        let say = |lines: &mut Lines| {
            lines.line("STATUS", "CANCELLED");
            lines.line("TRANSP", "TRANSPARENT");
            let name = if tag.is_empty() { "SUMMARY".to_owned() } else { format!("SUMMARY;LANGUAGE={tag}") };
            lines.text(&name, &format!("{}: {title}", self.t("status-cancelled")));
            self.answerable(lines);
            lines.line("END", "VEVENT");
        };
        if let Some(repeating) = &series.repeating {
            begin(&mut lines, &gone.identity.uid, &gone.identity);
            times.repeating(&mut lines, repeating);
            say(&mut lines);
        }
        let all_day = !gone.start.has_time();
        for date in series.alone.values() {
            let main = series.repeating.is_none() && date.original == gone.start.wall(gone.zone);
            let uid = match main {
                true => gone.identity.uid.clone(),
                false => own_uid(&gone.identity.uid, date.original, all_day),
            };
            begin(&mut lines, &uid, &gone.identity);
            times.alone(&mut lines, date);
            say(&mut lines);
        }
        let repeats_in_utc = series.repeating.is_some_and(|s| !s.first.all_day) && zones::is_utc(gone.zone);
        Components { lines, zone: times.used(), repeats_in_utc }
    }
}
