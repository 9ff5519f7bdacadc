//! Which pages have a share card: those of events, posts and spotlights, where the hub wants cards, its theme draws
//! them, and a font holds the letters of the title.

#![allow(clippy::string_slice, reason = "the front matter's range was found in this text")]

use super::addresses::Claims;
use crate::{
    diagnostic::{Finding, Place, catalogue::*},
    model::{
        article::{Edition, Kind},
        hub::Hub,
        path::Address,
        site::{CARD_FILE, Page, PageKind, Work},
        theme::CARD,
    },
};

/// So many cards cost little, a second or two on a machine that keeps none; more have to be asked for.
const UNASKED: usize = 500;

/// So many letters are named where they are missing.
const NAMED: usize = 8;

/// Whether the hub wants cards and can have them.
pub fn are_drawn(hub: &Hub) -> bool {
    hub.settings.cards != Some(false) && hub.theme.can_draw_cards()
}

/// Everything but articles that decides about cards.
pub fn decided_by(hub: &Hub) -> Vec<u8> {
    let fonts = hub.theme.fonts.iter().flat_map(|font| font.digest);
    [are_drawn(hub).into(), (hub.settings.cards == Some(true)).into()].into_iter().chain(fonts).collect()
}

/// The cards of a site.
#[derive(Default)]
pub struct Cards {
    /// Addresses of the pages that have one, in order.
    pub pages: Vec<Address>,
    /// Whether pages that are not live yet will have one.
    later: bool,
    /// What was noticed on the way.
    pub findings: Vec<Finding>,
}

/// Claims the cards of live pages.
pub fn cards(hub: &Hub, works: &[Work], pages: &[Page], claims: &mut Claims) -> Cards {
    if !are_drawn(hub) {
        return Cards::default();
    }
    let shown = |page: &Page| match page.kind {
        PageKind::Article(id, at) => Some((page.address.clone(), &works[id.0 as usize], at)),
        _ => None,
    };
    let shown: Vec<(Address, &Work, usize)> =
        pages.iter().filter_map(shown).filter(|(_, work, _)| has_card(work.kind())).collect();
    let all = at_most(hub);
    if hub.settings.cards.is_none() && all > UNASKED {
        return Cards { findings: vec![many(all)], ..Cards::default() };
    }
    let mut lost = Lost::default();
    let drawn = shown
        .into_iter()
        .filter(|(page, work, at)| lost.is_readable(hub, work.edition(&work.editions[*at])) && claim(claims, page));
    let mut pages: Vec<Address> = drawn.map(|(page, ..)| page).collect();
    pages.sort();
    Cards { pages, later: true, findings: lost.finding().into_iter().collect() }
}

/// How many there can ever be, whatever is live now: no card comes or goes because another page does.
fn at_most(hub: &Hub) -> usize {
    hub.articles.iter().filter(|article| has_card(article.kind)).map(|article| article.editions.len()).sum()
}

fn many(cards: usize) -> Finding {
    let message =
        format!("this hub would have up to {cards} share cards, more than are drawn without being asked for: it has none");
    Finding::new(&CARD_MANY, None, message)
        .help("write `cards: true` in hub.yaml, and the first build on each machine takes longer; or `cards: false`")
}

/// Claims the card that an edition will have when it is live.
pub fn claim_for_later(cards: &Cards, hub: &Hub, kind: Kind, edition: &Edition, page: &Address, claims: &mut Claims) {
    if cards.later && has_card(kind) && hub.theme.letters.drawable(&edition.common.title).whole().is_some() {
        claim(claims, page);
    }
}

fn claim(claims: &mut Claims, page: &Address) -> bool {
    claims.claim(&page.join(CARD_FILE).output(), "the share card of a page", None)
}

fn has_card(kind: Kind) -> bool {
    matches!(kind, Kind::Event | Kind::Entry | Kind::Spotlight)
}

/// Titles that cannot be drawn.
#[derive(Default)]
struct Lost {
    titles: usize,
    letters: Vec<char>,
    first: Option<Place>,
}

impl Lost {
    fn is_readable(&mut self, hub: &Hub, edition: &Edition) -> bool {
        // A missing title is an error of its own.
        if edition.common.title.trim().is_empty() {
            return false;
        }
        let drawable = hub.theme.letters.drawable(&edition.common.title);
        if drawable.lacking.is_empty() && !drawable.text.is_empty() {
            return true;
        }
        // A title of emoji alone lacks these.
        let lacking = match drawable.lacking.is_empty() {
            true => edition.common.title.chars().filter(|c| !c.is_whitespace()).collect(),
            false => drawable.lacking,
        };
        self.titles += 1;
        self.first.get_or_insert_with(|| place(edition));
        for letter in lacking {
            if self.letters.len() <= NAMED && !self.letters.contains(&letter) {
                self.letters.push(letter);
            }
        }
        false
    }

    fn finding(self) -> Option<Finding> {
        let place = self.first?;
        let mut named: Vec<String> = self.letters.iter().take(NAMED).map(char::to_string).collect();
        if self.letters.len() > NAMED {
            named.push("…".to_owned());
        }
        let (pages, title) = match self.titles {
            1 => ("this page has".to_owned(), "this title"),
            n => (format!("{n} pages have"), "titles"),
        };
        let message = format!("no font holds {} of {title}, so {pages} no share card", named.join(" "));
        Some(Finding::new(&CARD_FONT, place, message).help("put a font that holds them into fonts/ of the hub, as .ttf or .otf"))
    }
}

fn place(edition: &Edition) -> Place {
    match edition.source[edition.front.clone()].find(edition.common.title.as_str()) {
        Some(at) => edition.place(edition.front.start + at..edition.front.start + at + edition.common.title.len()),
        None => Place::file(&edition.path),
    }
}

/// What is to be said where a hub may have cards and its theme draws none.
pub fn undrawn(hub: &Hub) -> Option<Finding> {
    let message = || format!("the theme `{}` has no `{CARD}`: pages have no share cards", hub.theme.name);
    (hub.settings.cards != Some(false) && !hub.theme.can_draw_cards()).then(|| {
        Finding::new(&THEME_NO_CARDS, None, message())
            .help("begin with a copy of the one in commons, or write `cards: false` in hub.yaml")
    })
}
