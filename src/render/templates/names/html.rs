//! The HTML that stands around a template's tags: what the page's policy forbids there, addresses of assets written by
//! hand, components left without braces, and filters that make HTML within an attribute.

#![allow(clippy::string_slice, reason = "offsets stand beside ASCII characters that were matched")]

use super::super::{
    sources::Sources,
    tags::{Tag, TokenKind, blanked},
};
use crate::{
    diagnostic::{Finding, Place, catalogue},
    model::theme::Template,
    render::markup::FILTERS,
};
use std::ops::Range;

/// Attributes that load something, and what else an element needs for that.
const LOADS: [(&str, &str); 9] = [
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("source", "srcset"),
    ("video", "src"),
    ("audio", "src"),
    ("iframe", "src"),
    ("link", "href"),
];

/// What `<link>` loads; of all else it only tells.
const LOADING_LINKS: [&str; 5] = ["stylesheet", "icon", "preload", "modulepreload", "manifest"];

/// An element as it is opened, with where its attributes' values stand.
struct Element<'t> {
    name: &'t str,
    at: Range<usize>,
    attributes: Vec<(&'t str, Range<usize>, Range<usize>)>,
}

/// Everything that is wrong with the HTML of the templates. `components` are the names there are.
pub(super) fn of(sources: &Sources, texts: &[(&str, Vec<Tag>)], components: &[&str]) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Pictures that are drawn obey no policy of a page.
    for (name, tags) in texts.iter().filter(|(name, _)| !name.ends_with(".svg")) {
        let Some(template) = sources.0.get(*name) else { continue };
        let html = blanked(&template.text);
        let elements = elements(&html);
        for element in &elements {
            findings.extend(forbidden(template, &html, element));
            findings.extend(bare_component(template, element, components));
        }
        findings.extend(tags.iter().filter(|tag| tag.prints).filter_map(|tag| html_in_attribute(template, tag, &elements)));
    }
    findings
}

/// What the policy of every page forbids, and what would not be found.
fn forbidden(template: &Template, html: &str, element: &Element) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |at: Range<usize>, message: String, help: &str| {
        let place = Place::bytes(&template.path, &template.text, at);
        findings.push(Finding::new(&catalogue::THEME_HTML, place, message).help(help));
    };
    let value = |wanted: &str| {
        element.attributes.iter().find(|(name, ..)| name.eq_ignore_ascii_case(wanted)).map(|(.., at)| &html[at.clone()])
    };
    let into_a_file = "write it into a file of assets/: `<link rel=\"stylesheet\" href=\"{{ asset(path=\"style.css\") }}\">`";
    let script = "write it into a file of assets/: `<script type=\"module\" src=\"{{ asset(path=\"mine.js\") }}\"></script>`";
    if element.name.eq_ignore_ascii_case("style") {
        say(element.at.clone(), "the page's policy forbids styles inside a page".into(), into_a_file);
    }
    let runs = value("type").is_none_or(|kind| matches!(kind, "module" | "text/javascript"));
    if element.name.eq_ignore_ascii_case("script") && runs && value("src").is_none() {
        say(element.at.clone(), "the page's policy forbids scripts inside a page".into(), script);
    }
    for (name, at, value_at) in &element.attributes {
        let lower = name.to_ascii_lowercase();
        if lower == "style" {
            say(
                at.clone(),
                "the page's policy forbids `style=`".into(),
                "give it a class, and say in a style sheet what that looks like",
            );
        } else if lower.len() > 4 && lower.starts_with("on") && !lower.contains('-') {
            say(at.clone(), format!("the page's policy forbids `{lower}=`"), script);
        }
        let loads = LOADS.iter().any(|(of, attribute)| element.name.eq_ignore_ascii_case(of) && lower == *attribute)
            && (!element.name.eq_ignore_ascii_case("link")
                || value("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|rel| LOADING_LINKS.contains(&rel))));
        let address = html[value_at.clone()].trim();
        if !loads || address.is_empty() || template.text[value_at.clone()].contains("{{") {
            continue;
        }
        if address.starts_with("//") || address.contains("://") {
            say(
                value_at.clone(),
                "the page's policy lets nothing come from another host".into(),
                "put the file into assets/, and write `{{ asset(path=\"…\") }}`",
            );
        } else if lower != "srcset" && !address.starts_with("data:") {
            let name = address.rsplit('/').next().unwrap_or(address);
            let help = format!(
                "put it into assets/, and write `{{{{ asset(path=\"{name}\") }}}}`: sites lie below a path, and names change with the content"
            );
            say(value_at.clone(), format!("the address of {name} is written by hand"), &help);
        }
    }
    findings
}

/// `<row x={x} />` where it is but text.
fn bare_component(template: &Template, element: &Element, components: &[&str]) -> Option<Finding> {
    let written =
        components.contains(&element.name) && element.attributes.iter().any(|(.., value)| braced(&template.text, value.start));
    let place = || Place::bytes(&template.path, &template.text, element.at.clone());
    let name = element.name;
    written.then(|| {
        Finding::new(&catalogue::THEME_HTML, place(), format!("the component `{name}` stands in the text, and is not called"))
            .help(format!("put braces around it: `{{{{ <{name} … /> }}}}`"))
    })
}

/// Whether `={x}` stands there, and not `="{{ x }}"`.
fn braced(text: &str, at: usize) -> bool {
    text[..at].ends_with('=') && text[at..].starts_with('{') && !text[at..].starts_with("{{")
}

/// `title="{{ x.title | words }}"`: what makes elements would end the attribute.
fn html_in_attribute(template: &Template, tag: &Tag, elements: &[Element]) -> Option<Finding> {
    let [.., pipe, filter] = &tag.tokens[..] else { return None };
    let (TokenKind::Sign("|"), TokenKind::Word(name)) = (pipe.kind, filter.kind) else { return None };
    let (_, kind, _) = FILTERS.iter().find(|(known, ..)| *known == name)?;
    // Elements are in the order of the text.
    let after = elements.partition_point(|element| element.at.start < filter.at.start);
    let element = elements.get(after.checked_sub(1)?)?;
    element.attributes.iter().find(|(.., value)| value.contains(&filter.at.start))?;
    let place = Place::bytes(&template.path, &template.text, filter.at.clone());
    let of = &template.text[tag.tokens.first()?.at.start..pipe.at.start].trim_end().to_owned();
    let help = match *kind {
        "Text" => format!("write `{{{{ {of}.text }}}}`"),
        "Label" => format!("write `{{{{ {of}.text.text }}}}`"),
        "Person" => format!("write `{{{{ {of}.name.text }}}}`"),
        _ => "print the words alone, without the filter".to_owned(),
    };
    Some(Finding::new(&catalogue::THEME_HTML, place, format!("`{name}` makes HTML, and this is an attribute")).help(help))
}

/// The elements that a text opens.
fn elements(html: &str) -> Vec<Element<'_>> {
    let mut elements = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        at = open + 1;
        let rest = &html[at..];
        if rest.starts_with("!--") {
            at += rest.find("-->").unwrap_or(rest.len());
            continue;
        }
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        if length == 0 || !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = &rest[..length];
        at += length;
        let mut element = Element { name, at: open..at, attributes: Vec::new() };
        at = attributes(html, at, &mut element.attributes);
        elements.push(element);
    }
    elements
}

/// Reads attributes up to the end of the element, and gives where that is.
fn attributes<'t>(html: &'t str, from: usize, found: &mut Vec<(&'t str, Range<usize>, Range<usize>)>) -> usize {
    let mut at = from;
    loop {
        let rest = &html[at..];
        at += rest.find(|c: char| !c.is_whitespace() && c != '/').unwrap_or(rest.len());
        let rest = &html[at..];
        if rest.is_empty() || rest.starts_with(['>', '<']) {
            return at;
        }
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<'))
            .unwrap_or(rest.len())
            .max(rest.chars().next().map_or(1, char::len_utf8));
        let name = at..at + length;
        at += length;
        let Some(value) = html[at..].strip_prefix('=') else {
            found.push((&html[name.clone()], name, at..at));
            continue;
        };
        at += 1;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let begin = at + usize::from(quote.is_some());
        let end = match quote {
            Some(quote) => html[begin..].find(quote),
            None => html[begin..].find(|c: char| c.is_whitespace() || c == '>'),
        };
        let end = end.map_or(html.len(), |end| begin + end);
        found.push((&html[name.clone()], name, begin..end));
        at = (end + usize::from(quote.is_some())).min(html.len());
    }
}
