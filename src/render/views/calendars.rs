//! Ways into a reader's own calendar: to subscribe to one of ours, to take one date over.

use super::Desk;
use crate::{
    model::{
        article::{self, EventStatus, Location, Online},
        iso,
        occurrence::{Occurrence, told},
        path::Address,
        site::{LiveEdition, Work},
        time::{Comes, resolve},
    },
    render::view::{AddToCalendar, Feed},
};
use chrono::Duration;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is in a value of a query.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

fn query(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string()
}

impl Desk<'_> {
    /// The calendar that belongs to a page.
    pub fn calendar_feed(&self, page: &Address) -> Option<Feed> {
        let calendar = self.site.calendar_of(page)?;
        let title = self.calendar_title(&calendar.of);
        let url = self.absolute(&calendar.address);
        let webcal = url.split_once("://").map_or_else(String::new, |(_, rest)| format!("webcal://{rest}"));
        Some(Feed {
            media_type: "text/calendar".into(),
            href: self.href(&calendar.address),
            google: Some(format!("https://calendar.google.com/calendar/r?cid={}", query(&webcal))),
            outlook: Some(format!("https://outlook.live.com/calendar/0/addfromweb?url={}&name={}", query(&url), query(&title))),
            webcal: Some(webcal),
            title,
            format: self.t("feed-calendar"),
        })
    }

    /// How to take a date over; nothing for what is past or does not take place.
    pub fn add_to_calendar(
        &self,
        work: &Work,
        live: &LiveEdition,
        event: &article::Event,
        shown: Option<&Occurrence>,
    ) -> Option<AddToCalendar> {
        let moved = |date: &Occurrence| date.start != date.original;
        let takes_place = |date: &&Occurrence| match date.status {
            EventStatus::Cancelled => false,
            EventStatus::Postponed => moved(date),
            EventStatus::Confirmed | EventStatus::Tentative => true,
        };
        let date = shown.filter(|date| date.past_from > self.site.now).filter(takes_place)?;
        let file = self.site.calendar_of(&live.address)?;
        let own = told(event, date);
        let edition = work.edition(live);
        let title = own.and_then(|own| own.title.as_deref()).unwrap_or(&edition.common.title);
        let place = own.and_then(|own| own.location.as_ref()).or(event.location.as_ref());
        let online = own.and_then(|own| own.online.as_ref()).or(event.online.as_ref());
        let page = format!("{}#{}", self.absolute(&live.address), date.id());
        let details = [Some(self.description(edition)), self.join_in_one_line(place, online), Some(page)];
        let details = details.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
        let location = self.where_in_one_line(place, online);
        let (google, [from, to]) = moments(event, date);
        let all_day = if date.all_day { "&allday=true" } else { "" };
        Some(AddToCalendar {
            file: self.href(&file.address),
            google: format!(
                "https://calendar.google.com/calendar/render?action=TEMPLATE&text={}&dates={google}&ctz={}&details={}&location={}",
                query(title),
                query(event.zone.name()),
                query(details.trim_start()),
                query(&location),
            ),
            outlook: format!(
                "https://outlook.live.com/calendar/0/deeplink/compose?path=/calendar/action/compose&rru=addevent&subject={}&startdt={}&enddt={}{all_day}&body={}&location={}",
                query(title),
                query(&from),
                query(&to),
                query(details.trim_start()),
                query(&location),
            ),
        })
    }

    /// The address of the call of an event that also has a place. LOCATION names the place then, and CONFERENCE is
    /// shown by few programs.
    pub fn join_in_one_line(&self, place: Option<&Location>, online: Option<&Online>) -> Option<String> {
        match (place, online) {
            (Some(_), Some(Online::Address(address))) => Some(format!("{}: {address}", self.t("join-online"))),
            _ => None,
        }
    }

    /// Name and address of a place, or what stands for one.
    pub fn where_in_one_line(&self, place: Option<&Location>, online: Option<&Online>) -> String {
        match (place, online) {
            (Some(Location { name, address: Some(address), .. }), _) if name.is_empty() => address.clone(),
            (Some(Location { name, address: Some(address), .. }), _) => format!("{name}, {address}"),
            (Some(place), _) => place.name.clone(),
            (None, Some(Online::Address(address))) => address.clone(),
            (None, Some(Online::OnRegistration)) => self.t("online"),
            (None, None) => String::new(),
        }
    }
}

/// From when to when, as Google and as Outlook read it. Both want an end; where nobody said one it is the start.
fn moments(event: &article::Event, date: &Occurrence) -> (String, [String; 2]) {
    let zone = event.zone;
    if date.all_day {
        let last = date.end.map(|end| (end - Duration::seconds(1)).with_timezone(&zone).date_naive());
        let after = last.unwrap_or(date.start.date()).succ_opt().unwrap_or_default();
        let days = [date.start.date(), after];
        return (days.map(iso::basic_day).join("/"), days.map(|day| day.to_string()));
    }
    let instants = [date.instant, date.end.unwrap_or(date.instant)];
    let walls = instants.map(|instant| instant.with_timezone(&zone).naive_local());
    let google = match walls.iter().all(|wall| resolve(*wall, zone).comes == Comes::Once) {
        true => walls.map(iso::basic),
        // A time that comes twice says too little.
        false => instants.map(iso::basic_utc),
    };
    (google.join("/"), instants.map(|instant| instant.format("%Y-%m-%dT%H:%M:%SZ").to_string()))
}
