//! Which templates a theme has to have, what each is given, and those that nothing is made of.

use crate::{
    diagnostic::{self, Finding, Place, catalogue},
    model::theme::{CARD, SEARCH, Template, Theme},
    render::contract::Shape,
};
use std::collections::BTreeMap;

/// The templates that are made into pages, one for each kind, and what each is given beside `site`, `page` and `data`: names
/// and types of [`view`](crate::render::view).
pub const GIVEN: [(&str, &[(&str, &str)]); 16] = [
    (CARD, &[("card", "ShareCard")]),
    ("entry.html", &[("article", "Article"), ("entry", "Entry")]),
    ("event.html", &[("article", "Article"), ("event", "Event")]),
    ("faq.html", &[("article", "Article"), ("faq", "Faq")]),
    ("guideline.html", &[("article", "Article"), ("guideline", "Guideline")]),
    ("home.html", &[("home", "Home")]),
    ("list.html", &[("list", "List")]),
    ("member.html", &[("article", "Article"), ("member", "Member")]),
    ("month.html", &[("month", "Month")]),
    ("404.html", &[("not_found", "NotFound")]),
    ("page.html", &[("article", "Article")]),
    ("redirect.html", &[]),
    ("search.html", &[("search", "Search")]),
    ("spotlight.html", &[("article", "Article"), ("spotlight", "Spotlight")]),
    ("subscribe.html", &[("subscribe", "Subscribe")]),
    ("terms.html", &[("terms", "Terms")]),
];

/// What every template is given.
pub const ALWAYS: [(&str, &str); 3] = [("site", "Site"), ("page", "Page"), ("data", "Anything")];

/// The templates that are made into pages.
pub fn pages() -> impl Iterator<Item = &'static str> {
    GIVEN.iter().map(|(template, _)| *template)
}

/// Those of them that every theme has.
pub fn required() -> impl Iterator<Item = &'static str> {
    pages().filter(|template| ![SEARCH, CARD].contains(template))
}

/// The names that one of these templates is given; nothing for any other.
pub(super) fn given(template: &str) -> Vec<(&'static str, Shape)> {
    let own = GIVEN.iter().find(|(name, _)| *name == template);
    let always = ALWAYS.iter().filter(|(name, _)| template != CARD || *name != "page");
    own.into_iter().flat_map(|(_, own)| own.iter().chain(always.clone())).map(|(name, kind)| (*name, Shape::of(kind))).collect()
}

/// One finding for all templates a theme lacks.
pub(super) fn missing(theme: &Theme) -> Vec<Finding> {
    let missing: Vec<&str> = required().filter(|name| !theme.templates.contains_key(*name)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let message = format!("the theme `{}` lacks {}", theme.name, missing.join(", "));
    let nearly = |stray: &Template| {
        let (_, name) = stray.path.as_str().rsplit_once('/')?;
        Some(format!("rename {name} to {}", diagnostic::nearest(name, missing.iter().copied())?))
    };
    let help = idle(&theme.templates)
        .find_map(nearly)
        .unwrap_or_else(|| "put them into templates/; the chapter on themes of the handbook has a short one of each".to_owned());
    vec![Finding::new(&catalogue::THEME_MISSING, None, message).help(help)]
}

/// Templates that no page is made of and no other template names, and that have no components.
fn idle(templates: &BTreeMap<String, Template>) -> impl Iterator<Item = &Template> {
    let is_idle = |(name, template): &(&String, &Template)| {
        let named = templates.iter().any(|(other, text)| other != *name && text.quotes(name));
        !named && pages().all(|page| page != *name) && !template.text.contains(" component ")
    };
    templates.iter().filter(is_idle).map(|(_, template)| template)
}

/// What nothing is made of was meant to be something.
pub(super) fn unused(theme: &Theme) -> Vec<Finding> {
    let finding = |template: &Template| {
        let name = template.path.as_str().rsplit_once("templates/").map_or(template.path.as_str(), |(_, name)| name);
        let help = match diagnostic::nearest(name, pages()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write `{{% include \"{name}\" %}}` where it belongs, or take it out"),
        };
        let message = format!("no page is made of {name}, and no template names it");
        Finding::new(&catalogue::THEME_UNUSED, Place::file(&template.path), message).help(help)
    };
    idle(&theme.templates).map(finding).collect()
}
