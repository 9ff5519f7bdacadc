//! What a translation of an event may say, and what it inherits.

use crate::{
    diagnostic::catalogue::*,
    model::article::Facts,
    parse::{fields::Trail, yaml::Step},
};

/// Says where a translation states another time than its original.
pub fn check_translation(own: &serde_yaml::Mapping, translation: &Facts, original: &Facts, trail: &mut Trail) {
    let (Facts::Event(ours), Facts::Event(theirs)) = (translation, original) else { return };
    let differs = [
        (
            "start",
            ours.start.instant(ours.zone) != theirs.start.instant(theirs.zone)
                || ours.start.has_time() != theirs.start.has_time(),
        ),
        ("timezone", ours.zone != theirs.zone),
        ("rrule", ours.rrule != theirs.rrule),
        ("end", ours.ending != theirs.ending),
        ("duration", ours.ending != theirs.ending),
        ("rdate", ours.rdate != theirs.rdate),
        ("exdate", ours.exdate != theirs.exdate),
        ("status", ours.status != theirs.status),
    ];
    let said = |trail: &mut Trail, field: &str| {
        trail.within(Step::Key(field.into()), |trail| {
            let help = format!("take `{field}` out of the translation: what the original says holds for it");
            trail.say(&TRANSLATION_TIME, format!("`{field}` is another here than in the original"), help);
        });
    };
    for (field, differs) in differs {
        if differs && own.get(field).is_some_and(|v| !v.is_null()) {
            said(trail, field);
        }
    }
    if own.get("overrides").is_none_or(|v| v.is_null()) {
        return;
    }
    for (i, ours) in ours.overrides.iter().enumerate() {
        let theirs = theirs.overrides.iter().find(|theirs| theirs.occurrence == ours.occurrence);
        let differs = [
            ("start", ours.start.is_some() && ours.start != theirs.and_then(|o| o.start)),
            ("end", ours.end.is_some() && ours.end != theirs.and_then(|o| o.end)),
            ("status", ours.status.is_some() && ours.status != theirs.and_then(|o| o.status)),
        ];
        for (field, _) in differs.into_iter().filter(|(_, differs)| *differs) {
            trail.within(Step::Key("overrides".into()), |trail| trail.within(Step::Index(i), |trail| said(trail, field)));
        }
    }
}

/// What a translation leaves out of a date's override it inherits, as it does with fields.
pub fn inherit_overrides(translation: &mut Facts, original: &Facts) {
    let (Facts::Event(ours), Facts::Event(theirs)) = (translation, original) else { return };
    let own = std::mem::take(&mut ours.overrides);
    ours.overrides = theirs.overrides.clone();
    for own in own {
        match ours.overrides.iter_mut().find(|over| over.occurrence == own.occurrence) {
            None => ours.overrides.push(own),
            Some(over) => {
                let of_original = std::mem::replace(over, own);
                over.start = of_original.start;
                over.end = of_original.end;
                over.status = of_original.status;
                over.title = over.title.take().or(of_original.title);
                over.location = over.location.take().or(of_original.location);
                over.online = over.online.take().or(of_original.online);
                over.note = over.note.take().or(of_original.note);
                over.recording = over.recording.take().or(of_original.recording);
                over.slides = over.slides.take().or(of_original.slides);
                over.attendance = over.attendance.or(of_original.attendance);
            }
        }
    }
}
