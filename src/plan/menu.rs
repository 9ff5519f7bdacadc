//! What hub.yaml leads to: the menu, the ways to join, the pictures of the brand.

use super::{addresses, links::Links};
use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    model::{
        article::Kind,
        hub::Hub,
        path::{Address, HubPath},
        picture,
        settings::{NavItem, NavLink},
        site::*,
    },
};
use std::collections::{BTreeSet, HashSet};

/// The order in which a newcomer wants the sections.
const USUAL_NAV: [Kind; 6] = [Kind::Event, Kind::Entry, Kind::Spotlight, Kind::Member, Kind::Guideline, Kind::Faq];

pub fn nav(hub: &Hub, links: &Links) -> (Vec<NavTarget>, Vec<Finding>) {
    let Some(items) = &hub.settings.nav else {
        let mut shown: HashSet<Kind> = links.works.iter().filter(|w| w.listed).map(Work::kind).collect();
        // The calendar shows events as well.
        shown.extend(shown.contains(&Kind::Event).then_some(Kind::Entry));
        let usual = USUAL_NAV.into_iter().filter(|k| links.layout.sections.contains(k) && shown.contains(k));
        return (usual.map(NavTarget::Section).collect(), Vec::new());
    };
    let (mut nav, mut findings) = (Vec::new(), Vec::new());
    for item in items {
        match item {
            NavItem::Place(text) => {
                let name = text.trim_matches('/').trim_end_matches(".md");
                if let Some(kind) = Kind::of_section(name) {
                    nav.push(NavTarget::Section(kind));
                } else if name == "subscribe" {
                    nav.push(NavTarget::Subscribe);
                } else if let Some(index) = links.layout.keys.get(name) {
                    nav.extend(links.layout.live[*index].map(NavTarget::Work));
                } else {
                    let pages = links.layout.keys.keys().map(String::as_str).filter(|k| !k.contains('/'));
                    let known: BTreeSet<&str> = pages.chain(Kind::ALL.iter().filter_map(|k| k.section())).collect();
                    let mut finding = Finding::new(
                        &SETTINGS_NAV,
                        settings_place(hub, text),
                        format!("the menu names `{text}`, and there is no such page"),
                    );
                    finding.help = crate::diagnostic::suggest(name, known, "write one of these, or `{label: …, url: …}`");
                    findings.push(finding);
                }
            }
            NavItem::Link(link) => nav.extend(own_link(hub, links, link, &mut findings)),
        }
    }
    (nav, findings)
}

/// A link of hub.yaml: to an address of the site, which must exist, or elsewhere.
pub fn own_link(hub: &Hub, links: &Links, link: &NavLink, findings: &mut Vec<Finding>) -> Option<NavTarget> {
    let Some(inside) = link.url.strip_prefix('/') else {
        return Some(NavTarget::Outside(link.label.clone(), link.url.clone()));
    };
    let (path, rest) = inside.split_at(inside.find(['#', '?']).unwrap_or(inside.len()));
    let page = if path.is_empty() || path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
    let found = [path.to_owned(), page].into_iter().map(Address::new).find(|a| links.layout.claims.has(&a.output()));
    if found.is_none() && !addresses::comes_and_goes(hub, &links.terms, &Address::new(path)) {
        let pages = links.layout.pages.iter().map(|page| page.address.as_str());
        let help = match crate::diagnostic::nearest(path, pages) {
            Some(near) => format!("did you mean `/{near}`?"),
            None => "write the address of a page, such as `/about/`, or take the item out".to_owned(),
        };
        let message = format!("`{}` leads nowhere", link.url);
        findings.push(Finding::new(&SETTINGS_NAV, settings_place(hub, &link.url), message).help(help));
    }
    Some(NavTarget::Inside(link.label.clone(), found?, rest.to_owned()))
}

/// Where hub.yaml says something: the first place that has these words.
fn settings_place(hub: &Hub, words: &str) -> Option<Place> {
    let path = HubPath::new("hub.yaml")?;
    match hub.settings.source.find(words) {
        Some(at) => Some(Place::bytes(&path, &hub.settings.source, at..at + words.len())),
        None => Some(Place::file(&path)),
    }
}

/// Looks for the brand's pictures in `assets/`, then in `static/`.
pub fn brand(hub: &Hub) -> (BrandFiles, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut find = |file: &Option<String>, what: &str| {
        let name = file.as_deref()?.trim_start_matches('/');
        let name = name.strip_prefix("assets/").or(name.strip_prefix("static/")).unwrap_or(name);
        if let Some(asset) = hub.theme.assets.get(name) {
            let extension = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
            return Some(FileRef::Asset(name.to_owned(), picture::size(asset, &extension)));
        }
        if let Some(handle) = hub.statics.get(name) {
            return Some(FileRef::Copy(Address::new(name), handle.dimensions()));
        }
        let message = format!("`brand.{what}` names `{name}`, which is neither in assets/ nor in static/; it is left out");
        findings.push(
            Finding::new(&IMAGE_MISSING, settings_place(hub, name), message).help(format!("put the picture at static/{name}")),
        );
        None
    };
    let brand = BrandFiles { logo: find(&hub.settings.brand.logo, "logo"), image: find(&hub.settings.brand.image, "image") };
    (brand, findings)
}
