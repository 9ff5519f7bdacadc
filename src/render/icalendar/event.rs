//! VEVENT (RFC 5545, section 3.6.1): an event in one language, with all its dates.

use super::{
    lines::{Lines, parameter},
    series::{Range, Repeating, Series},
    zones::{Zones, is_utc},
};
use crate::{
    model::{
        article::{Event, EventStatus, Facts, Online, Override},
        iso,
        occurrence::{Occurrence, told},
        site::{Identity, LiveEdition, Vocabulary, Work},
        time::{Comes, Instant, Zone, resolve},
    },
    render::views::Desk,
};
use chrono::{Duration, NaiveDateTime, NaiveTime, TimeZone, Utc};
use std::collections::HashSet;

/// Components of one event, ready to stand in any calendar of their language.
#[derive(Clone, Debug, Default)]
pub struct Components {
    pub lines: Lines,
    /// The zone their times are told in, and the first and last that are.
    pub zone: Option<(Zone, Instant, Instant)>,
    /// It repeats by the clock of UTC.
    pub repeats_in_utc: bool,
}

/// How times of an event are written.
pub struct Times {
    pub zone: Zone,
    used: Option<(Instant, Instant)>,
}

impl Times {
    pub fn new(zone: Zone) -> Times {
        Times { zone, used: None }
    }

    pub fn used(&self) -> Option<(Zone, Instant, Instant)> {
        self.used.map(|(first, last)| (self.zone, first, last))
    }

    /// A time on the clock of the zone.
    fn wall(&mut self, lines: &mut Lines, name: &str, wall: NaiveDateTime, all_day: bool) {
        let time = iso::basic(wall);
        match all_day {
            true => lines.line(&format!("{name};VALUE=DATE"), &iso::basic_day(wall.date())),
            false if is_utc(self.zone) => lines.line(name, &format!("{time}Z")),
            false => {
                let instant = resolve(wall, self.zone).instant;
                let (first, last) = self.used.unwrap_or((instant, instant));
                self.used = Some((first.min(instant), last.max(instant)));
                lines.line(&format!("{name};TZID={}", self.zone.name()), &time);
            }
        }
    }

    /// From when to when a date is. A clock time that comes twice says too little: both ends are told in UTC then.
    fn span(&mut self, lines: &mut Lines, date: &Occurrence) {
        if date.all_day {
            self.wall(lines, "DTSTART", date.start, true);
            // Whole days end where the last is over, and a day may lack its midnight.
            let last = date.end.map(|end| (end - Duration::seconds(1)).with_timezone(&self.zone).date_naive());
            let after = last.unwrap_or(date.start.date()).max(date.start.date()).succ_opt().unwrap_or_default();
            self.wall(lines, "DTEND", after.and_time(NaiveTime::MIN), true);
            return;
        }
        let local = |instant: Instant| instant.with_timezone(&self.zone).naive_local();
        let once = |instant: Instant| resolve(local(instant), self.zone).comes == Comes::Once;
        if once(date.instant) && date.end.is_none_or(once) {
            self.wall(lines, "DTSTART", local(date.instant), false);
            if let Some(end) = date.end {
                let end = end.with_timezone(&self.zone).naive_local();
                self.wall(lines, "DTEND", end, false);
            }
            return;
        }
        lines.line("DTSTART", &utc(date.instant));
        if let Some(end) = date.end {
            lines.line("DTEND", &utc(end));
        }
    }

    /// A date of its own: DTSTART and DTEND.
    pub fn alone(&mut self, lines: &mut Lines, date: &Occurrence) {
        self.span(lines, date);
    }

    /// DTSTART, DTEND, RRULE and EXDATE of what repeats.
    pub fn repeating(&mut self, lines: &mut Lines, series: &Repeating) {
        let first = &series.first;
        self.wall(lines, "DTSTART", first.original, first.all_day);
        match first.end {
            Some(_) if first.all_day => self.span_end(lines, first),
            Some(end) => self.wall(lines, "DTEND", first.original + (end - first.instant), false),
            None => {}
        }
        lines.line("RRULE", &series.rule.to_string());
        for at in &series.without {
            self.wall(lines, "EXDATE", *at, first.all_day);
        }
    }

    fn span_end(&mut self, lines: &mut Lines, date: &Occurrence) {
        let mut both = Lines::default();
        self.span(&mut both, date);
        if let Some((_, end)) = both.as_str().split_once("\r\n") {
            lines.append(end);
        }
    }

    /// RECURRENCE-ID, DTSTART and DTEND of one date of what repeats. The first has the form that DTSTART has there.
    pub fn apart(&mut self, lines: &mut Lines, date: &Occurrence, all_day: bool) {
        self.wall(lines, "RECURRENCE-ID", date.original, all_day);
        self.span(lines, date);
    }
}

/// `20261203T160000Z`.
pub fn utc(instant: Instant) -> String {
    iso::basic_utc(instant)
}

/// When something was last changed of which nothing is known: any instant does that no later edit comes before.
pub fn beginning() -> Instant {
    Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single().unwrap_or_default()
}

/// The UID of a date that is an event of its own.
pub fn own_uid(uid: &str, original: NaiveDateTime, all_day: bool) -> String {
    let at = original.format(if all_day { "%Y%m%d" } else { "%Y%m%dT%H%M%S" });
    match uid.rsplit_once('@') {
        Some((left, right)) => format!("{left}-{at}@{right}"),
        None => format!("{uid}-{at}"),
    }
}

/// BEGIN and what says which event it is and how old that is.
pub fn begin(lines: &mut Lines, uid: &str, identity: &Identity) {
    lines.line("BEGIN", "VEVENT");
    lines.text("UID", uid);
    lines.line("DTSTAMP", &utc(identity.modified));
    lines.line("LAST-MODIFIED", &utc(identity.modified));
    lines.line("SEQUENCE", &identity.sequence.to_string());
}

impl Desk<'_> {
    /// An event as calendars of this language carry it; nothing where it has no dates.
    pub fn components(&self, work: &Work, zones: &Zones, range: Range) -> Components {
        let (Facts::Event(original), false) = (&work.article.original().facts, work.dates.is_empty()) else {
            return Components::default();
        };
        let live = work.nearest(self.lang);
        let Facts::Event(event) = &work.edition(live).facts else { return Components::default() };
        let identity = self.identity(work);
        let series = Series::new(original, &work.dates, zones, range);
        let words = Words { desk: self, work, live, event, original, always: self.always(work, live, event) };
        let mut times = Times::new(original.zone);
        let mut lines = Lines::default();
        // What is not on the page has no name there.
        let shown: HashSet<NaiveDateTime> = work.dates.iter().map(|date| date.original).collect();
        let fragment = |date: &Occurrence| shown.contains(&date.original).then(|| date.id());
        if let Some(repeating) = &series.repeating {
            begin(&mut lines, &identity.uid, &identity);
            times.repeating(&mut lines, repeating);
            words.say(&mut lines, None, None);
            for date in series.apart.values() {
                begin(&mut lines, &identity.uid, &identity);
                times.apart(&mut lines, date, repeating.first.all_day);
                words.say(&mut lines, Some(date), fragment(date));
            }
        }
        let all_day = !original.start.has_time();
        for date in series.alone.values() {
            // Without a rule, the start is the event.
            let main = series.repeating.is_none() && date.original == original.start.wall(original.zone);
            let uid = if main { identity.uid.clone() } else { own_uid(&identity.uid, date.original, all_day) };
            begin(&mut lines, &uid, &identity);
            times.alone(&mut lines, date);
            words.say(&mut lines, Some(date), fragment(date).filter(|_| !main));
        }
        let repeats_in_utc = series.repeating.is_some_and(|s| !s.first.all_day) && is_utc(original.zone);
        Components { lines, zone: times.used(), repeats_in_utc }
    }

    /// What calendars know a work by. Where hub.lock has no entry it is what the lock would say.
    pub fn identity(&self, work: &Work) -> Identity {
        if let Some(identity) = &work.identity {
            return (**identity).clone();
        }
        let settings = &self.site.settings;
        let original = work.article.original();
        let own = match &original.facts {
            Facts::Event(event) => event.uid.clone(),
            _ => None,
        };
        let name = if own.is_none() && !matches!(original.facts, Facts::Event(_)) { &work.article.key } else { &work.article.id };
        let common = &original.common;
        let modified = common.updated.or(common.date).map(|when| when.instant(settings.timezone));
        Identity {
            uid: own.unwrap_or_else(|| format!("{name}@{}", settings.id)),
            sequence: 0,
            modified: modified.unwrap_or_else(beginning),
        }
    }

    /// Who answers for it. Without an address nobody does, and then the calendar has no METHOD (RFC 5546, section 3.2.1).
    pub fn answerable(&self, lines: &mut Lines) {
        if let Some(contact) = &self.site.settings.contact
            && let Some(email) = &contact.email
        {
            let name = contact.name.as_ref().unwrap_or(&self.site.settings.title);
            let name = parameter(&self.localized(name).text);
            lines.uri(&format!("ORGANIZER;CN={name}"), &format!("mailto:{email}"));
        }
    }

    /// What all components of an event say alike.
    fn always(&self, work: &Work, live: &LiveEdition, event: &Event) -> Lines {
        let common = &work.edition(live).common;
        let mut lines = Lines::default();
        let kind = event.kind.as_deref().map(|kind| self.term(Vocabulary::EventKinds, kind));
        let tags = common.tags.iter().map(|tag| self.term(Vocabulary::Tags, tag));
        let labels: Vec<String> = kind.into_iter().chain(tags).map(|label| label.text.text.clone()).collect();
        lines.texts("CATEGORIES", labels.iter().map(String::as_str));
        self.answerable(&mut lines);
        if let Some(picture) = &live.image {
            lines.uri("IMAGE;VALUE=URI;DISPLAY=FULLSIZE", &self.absolute(&picture.address));
        }
        lines
    }
}

/// What the components of an event say.
struct Words<'w> {
    desk: &'w Desk<'w>,
    work: &'w Work,
    live: &'w LiveEdition,
    /// In the language of the edition.
    event: &'w Event,
    original: &'w Event,
    always: Lines,
}

impl Words<'_> {
    /// The rest of a component, END included: of one date, or of what repeats.
    fn say(&self, lines: &mut Lines, date: Option<&Occurrence>, fragment: Option<String>) {
        let desk = self.desk;
        let edition = self.work.edition(self.live);
        let over: Option<&Override> = date
            .filter(|d| d.over.is_some())
            .and_then(|date| told(self.event, date).or_else(|| date.over.and_then(|i| self.original.overrides.get(i))));
        let location = over.and_then(|o| o.location.as_ref()).or(self.event.location.as_ref());
        let online = over.and_then(|o| o.online.as_ref()).or(self.event.online.as_ref());
        let own_title = over.and_then(|o| o.title.as_deref());

        let status = date.map_or(self.original.status, |d| d.status);
        let moved = date.and_then(|d| d.over).and_then(|i| self.original.overrides.get(i)).is_some_and(|o| o.start.is_some());
        let postponed = status == EventStatus::Postponed && !moved;
        lines.line(
            "STATUS",
            match status {
                EventStatus::Cancelled => "CANCELLED",
                EventStatus::Postponed if !moved => "CANCELLED",
                EventStatus::Tentative => "TENTATIVE",
                EventStatus::Confirmed | EventStatus::Postponed => "CONFIRMED",
            },
        );
        let all_day = date.map_or(!self.original.start.has_time(), |d| d.all_day);
        let takes_time = !all_day && !postponed && status != EventStatus::Cancelled;
        lines.line("TRANSP", if takes_time { "OPAQUE" } else { "TRANSPARENT" });

        let title = own_title.unwrap_or(&edition.common.title);
        let language = edition.common.title_language.filter(|_| own_title.is_none()).unwrap_or(self.live.language);
        // Many programs show STATUS nowhere, so the title names it, too.
        let title = match status {
            EventStatus::Cancelled => format!("{}: {title}", desk.t("status-cancelled")),
            EventStatus::Postponed if postponed => format!("{}: {title}", desk.t("status-postponed")),
            _ => title.to_owned(),
        };
        lines.text(&format!("SUMMARY;LANGUAGE={}", desk.site.settings.languages.tag(language)), &title);
        let mut url = desk.absolute(&self.live.address);
        if let Some(fragment) = fragment {
            url.push('#');
            url.push_str(&fragment);
        }
        lines.text("DESCRIPTION", &self.description(over, &url));
        lines.text("LOCATION", &desk.where_in_one_line(location, online));
        if let Some((latitude, longitude)) = location.and_then(|l| l.geo) {
            lines.line("GEO", &format!("{latitude};{longitude}"));
        }
        lines.uri("URL", &url);
        if let Some(Online::Address(address)) = online {
            lines.uri("CONFERENCE;VALUE=URI", address);
        }
        lines.append(self.always.as_str());
        lines.line("END", "VEVENT");
    }

    /// Plain text: what is different this time, what it is about, how to take part, where to read on. Not every program
    /// shows URL.
    fn description(&self, over: Option<&Override>, url: &str) -> String {
        let desk = self.desk;
        let about = desk.description(self.work.edition(self.live));
        let location = over.and_then(|o| o.location.as_ref()).or(self.event.location.as_ref());
        let online = over.and_then(|o| o.online.as_ref()).or(self.event.online.as_ref());
        let join = desk.join_in_one_line(location, online);
        let asked = matches!(online, Some(Online::OnRegistration)).then(|| desk.t("online-on-registration"));
        let register = self.event.registration.as_ref().map(|address| format!("{}: {address}", desk.t("register")));
        let note = over.and_then(|o| o.note.clone());
        let parts = [note, Some(about), join, asked, register, Some(url.to_owned())];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}
