//! What every theme has to print, and what comes of it where one forgets.

use super::super::sources::Sources;
use crate::diagnostic::{Finding, Place, catalogue};
use std::collections::BTreeSet;

/// What every theme has to print somewhere.
struct Needed {
    /// Type and field.
    field: (&'static str, &'static str),
    /// As a template writes it, and the template where one looks for it.
    name: &'static str,
    template: &'static str,
    /// What comes of it otherwise.
    harm: &'static str,
    help: &'static str,
}

const NEEDED: [Needed; 5] = [
    Needed {
        field: ("Page", "lang"),
        name: "`page.lang`",
        template: "home.html",
        harm: "nothing says what language a page is in",
        help: "write `<html lang=\"{{ page.lang }}\" dir=\"{{ page.dir }}\">`",
    },
    Needed {
        field: ("Page", "dir"),
        name: "`page.dir`",
        template: "home.html",
        harm: "Arabic would run from left to right",
        help: "write `<html lang=\"{{ page.lang }}\" dir=\"{{ page.dir }}\">`",
    },
    Needed {
        field: ("Page", "csp"),
        name: "`page.csp`",
        template: "home.html",
        harm: "browsers would load whatever a page names",
        help: "write `<meta http-equiv=\"Content-Security-Policy\" content=\"{{ page.csp }}\">` into `<head>`",
    },
    Needed {
        field: ("Page", "noindex"),
        name: "`page.noindex`",
        template: "home.html",
        harm: "search engines would list what is unlisted",
        help: "write `{% if page.noindex %}<meta name=\"robots\" content=\"noindex\">{% endif %}` into `<head>`",
    },
    Needed {
        field: ("EventDate", "id"),
        name: "the `id` of `event.dates`",
        template: "event.html",
        harm: "links to one date of an event would lead to its first",
        help: "write `{% for date in event.dates %}<li{% if date.id %} id=\"{{ date.id }}\"{% endif %}>`",
    },
];

/// What of it is not among the fields (type and name) that are asked for.
pub(super) fn forgotten(used: &BTreeSet<(&str, &str)>, sources: &Sources) -> Vec<Finding> {
    let finding = |needed: &Needed| {
        let place = Place::file(&sources.0.get(needed.template)?.path);
        let message = format!("no template prints {}: {}", needed.name, needed.harm);
        Some(Finding::new(&catalogue::THEME_FORGOTTEN, place, message).help(needed.help))
    };
    NEEDED.iter().filter(|needed| !used.contains(&needed.field)).filter_map(finding).collect()
}
