//! How something repeats, in words.

use super::Desk;
use crate::{
    model::{
        article::Event,
        occurrence::on_rule,
        rule::{Rule, Until},
        settings::Series,
        time::When,
    },
    render::rhythm::{Voice, rhythm},
};
use chrono::NaiveDate;

impl Desk<'_> {
    /// The rule of a series of events: "every month on the first Thursday, 18:00 Casablanca time". `None` for single
    /// events, and for rules that have no short form; there the dates have to do.
    pub fn rhythm(&self, event: &Event) -> Option<String> {
        let rule = event.rrule.as_deref()?;
        rhythm(&as_counted(rule, event), event.start, event.zone, self.voice())
    }

    /// The rhythm of a series of the content calendar.
    pub fn series_rhythm(&self, series: &Series) -> Option<String> {
        // Slots are days, whatever the hour at which the first one is said to be.
        let start = When::Day(series.start?.date());
        rhythm(series.rrule.as_ref()?, start, self.site.settings.timezone, self.voice())
    }

    fn voice(&self) -> Voice<'_> {
        Voice { lang: self.lang, strings: self.strings, dates: self.dates }
    }
}

/// "Ten times" is not what readers count where dates come beside the rule or are taken from it; then the last one is said.
fn as_counted(rule: &Rule, event: &Event) -> Rule {
    let mut rule = rule.clone();
    let Until::Count(count) = rule.until else { return rule };
    if event.rdate.is_empty() && event.exdate.is_empty() && on_rule(event) {
        return rule;
    }
    let from = event.start.wall(event.zone).date();
    let last = rule.dates(event.start, event.zone, from, NaiveDate::MAX, count as usize).pop();
    if let Some(last) = last {
        rule.until = Until::Last(When::Day(last));
    }
    rule
}
