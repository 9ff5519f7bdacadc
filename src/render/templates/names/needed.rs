//! What every theme has to print, and what comes of it where one forgets.

use super::super::{
    sources::Sources,
    tags::{TokenKind, tags},
};
use crate::diagnostic::{Finding, Place, catalogue};
use std::collections::BTreeSet;

/// What every theme has to print somewhere.
struct Needed {
    /// Types and fields, one of which is enough.
    fields: &'static [(&'static str, &'static str)],
    /// As a template writes it, and the template where one looks for it.
    name: &'static str,
    template: &'static str,
    /// What comes of it otherwise.
    harm: &'static str,
    help: &'static str,
}

const NEEDED: [Needed; 14] = [
    Needed {
        fields: &[("Page", "lang")],
        name: "`page.lang`",
        template: "home.html",
        harm: "nothing says what language a page is in",
        help: "write `<html lang=\"{{ page.lang }}\" dir=\"{{ page.dir }}\">`",
    },
    Needed {
        fields: &[("Page", "dir")],
        name: "`page.dir`",
        template: "home.html",
        harm: "Arabic would run from left to right",
        help: "write `<html lang=\"{{ page.lang }}\" dir=\"{{ page.dir }}\">`",
    },
    Needed {
        fields: &[("Page", "csp")],
        name: "`page.csp`",
        template: "home.html",
        harm: "browsers would load whatever a page names",
        help: "write `<meta http-equiv=\"Content-Security-Policy\" content=\"{{ page.csp }}\">` into `<head>`",
    },
    Needed {
        fields: &[("Page", "noindex")],
        name: "`page.noindex`",
        template: "home.html",
        harm: "search engines would list what is unlisted",
        help: "write `{% if page.noindex %}<meta name=\"robots\" content=\"noindex\">{% endif %}` into `<head>`",
    },
    Needed {
        fields: &[("Page", "title")],
        name: "`page.title`",
        template: "home.html",
        harm: "windows and search results would have no title",
        help: "write `<title>{{ page.title.text }} · {{ site.title.text }}</title>`",
    },
    Needed {
        fields: &[("Page", "ribbon")],
        name: "`page.ribbon`",
        template: "home.html",
        harm: "previews would not say what is not public yet",
        help: "write `{% if page.ribbon %}<p>{{ page.ribbon }}</p>{% endif %}`",
    },
    Needed {
        fields: &[("Page", "redirect")],
        name: "`page.redirect`",
        template: "redirect.html",
        harm: "old addresses would lead nowhere",
        help: "write `<meta http-equiv=\"refresh\" content=\"0; url={{ page.redirect }}\">` and a link to it",
    },
    Needed {
        fields: &[("Article", "body"), ("Article", "sections")],
        name: "`article.body`",
        template: "page.html",
        harm: "pages would have no text",
        help: "write `{{ article.body | safe }}`",
    },
    Needed {
        fields: &[("List", "next")],
        name: "`list.next`",
        template: "list.html",
        harm: "nobody would find the second page of a list",
        help: "write `{% if list.next %}<a href=\"{{ list.next }}\" rel=\"next\">{{ t(key=\"page-next\") }}</a>{% endif %}`",
    },
    Needed {
        fields: &[("Spotlight", "questions")],
        name: "`spotlight.questions`",
        template: "spotlight.html",
        harm: "interviews would have no answers",
        help: "write `{% for x in spotlight.questions %}<h2 id=\"{{ x.id }}\">{{ x.q }}</h2>{{ x.a }}{% endfor %}`",
    },
    Needed {
        fields: &[("Event", "span")],
        name: "`event.span`",
        template: "event.html",
        harm: "events would not say when they are: `event.dates` are those of a series",
        help: "write `{{ event.span.text }} {{ event.span.zone_label }}`",
    },
    Needed {
        fields: &[("Event", "status_label"), ("Event", "status")],
        name: "`event.status_label`",
        template: "event.html",
        harm: "a cancelled event would look as if it took place",
        help: "write `{% if event.status_label %}<strong>{{ event.status_label }}</strong>{% endif %}`",
    },
    Needed {
        fields: &[("Event", "past_dates")],
        name: "`event.past_dates`",
        template: "event.html",
        harm: "links from past events and months would find no date",
        help: "write `{% for date in event.past_dates %}<li{% if date.id %} id=\"{{ date.id }}\"{% endif %}>`",
    },
    Needed {
        fields: &[("EventDate", "id")],
        name: "the `id` of `event.dates`",
        template: "event.html",
        harm: "links to one date of an event would lead to its first",
        help: "write `{% for date in event.dates %}<li{% if date.id %} id=\"{{ date.id }}\"{% endif %}>`",
    },
];

/// What of it is not among the fields (type and name) that are asked for.
pub(super) fn forgotten(used: &BTreeSet<(&str, &str)>, sources: &Sources) -> Vec<Finding> {
    let finding = |needed: &Needed| {
        let place = Place::file(&sources.0.get(around(needed.template, sources))?.path);
        let message = format!("no template prints {}: {}", needed.name, needed.harm);
        Some(Finding::new(&catalogue::THEME_FORGOTTEN, place, message).help(needed.help))
    };
    NEEDED.iter().filter(|needed| !needed.fields.iter().any(|field| used.contains(field))).filter_map(finding).collect()
}

/// What belongs on every page belongs into the template that the home page extends.
fn around<'s>(template: &'s str, sources: &'s Sources) -> &'s str {
    let mut at = template;
    // As many steps as there are templates: some extend each other.
    for _ in 0..sources.0.len() {
        let parent = (template == "home.html").then(|| parent(&sources.0.get(at)?.text)).flatten();
        match parent.filter(|parent| sources.0.contains_key(*parent)) {
            Some(parent) => at = parent,
            None => break,
        }
    }
    at
}

fn parent(text: &str) -> Option<&str> {
    let first = tags(text).into_iter().next()?;
    match (first.word(), first.tokens.get(1).map(|token| token.kind)) {
        (Some("extends"), Some(TokenKind::Text(name))) => Some(name),
        _ => None,
    }
}
