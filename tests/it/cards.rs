//! Share cards: how they look, who has one, and that they cost nothing where nobody asks.
//!
//! How they look is compared by likeness, since another machine may round the edge of a letter otherwise:
//! `BLESS=1 cargo test --test it cards` writes them to `tests/cards/`. Look at them.

use crate::bench::{NOW, Temp, blessing, build, report, request, tests, tree};
use hubgen::{
    memo::Memo,
    model::{
        output::{Content, Phase, Sink},
        path::OutputPath,
    },
    pipeline::{self, Request},
    world::{disk, themes},
};
use rayon::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Mutex,
};

/// How far two pictures may be apart: the mean over all pixels and channels, of 255.
const APART: f64 = 1.5;

/// Pages of `tests/cards/hub` whose cards are looked at.
const LOOKED_AT: [&str; 9] = [
    "events/ask",
    "ar/events/ask",
    "el/events/ask",
    "calendar/lamp",
    "ar/calendar/lamp",
    "el/calendar/lamp",
    "spotlights/rosa",
    "ar/spotlights/rosa",
    "el/spotlights/rosa",
];

/// Cards, undrawn.
#[derive(Default)]
struct Cards(Mutex<BTreeMap<String, Content>>);

impl Sink for Cards {
    fn take(&self, phase: Phase, path: &OutputPath, content: Content) {
        if let Content::Costly(..) = content {
            assert_eq!(phase, Phase::Assets, "a page names its card");
            self.0.lock().unwrap().insert(path.as_str().to_owned(), content);
        }
    }
}

fn cards(hub: &Path, request: &Request) -> BTreeMap<String, Content> {
    let prepared =
        pipeline::prepare_again(&disk::read_hub(hub, None), &themes::built_in(), request, &mut Memo::forgetful(), &|_| {});
    let sink = Cards::default();
    let ready = prepared.ready.unwrap_or_else(|| panic!("{}", report(&prepared.findings)));
    assert_eq!(ready.render(&sink), []);
    sink.0.into_inner().unwrap()
}

fn drawn(card: &Content) -> Vec<u8> {
    let Content::Costly(work, file) = card else { panic!("not to be drawn") };
    let made = work.make(&[], &[*file]);
    assert_eq!(made.finding, None);
    made.files.into_iter().next().unwrap()
}

/// Three bytes for each pixel.
fn pixels(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgb);
    (info.width, info.height, bytes)
}

fn apart(a: &[u8], b: &[u8]) -> f64 {
    let ((width, height, a), (.., b)) = (pixels(a), pixels(b));
    assert_eq!((width, height, a.len()), (1200, 630, b.len()));
    a.iter().zip(&b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len() as f64
}

fn hub(theme: &str) -> Temp {
    let hub = Temp::with(tree(&tests("cards/hub")));
    let settings = std::fs::read_to_string(hub.path().join("hub.yaml")).unwrap();
    hub.write("hub.yaml", format!("{settings}theme: {theme}\n"));
    hub
}

#[test]
fn cards_look_as_they_were_looked_at() {
    let wanted: Vec<(&str, &str)> = ["commons", "timetable"].into_iter().flat_map(|t| LOOKED_AT.map(|page| (t, page))).collect();
    let made: BTreeMap<&str, _> = ["commons", "timetable"].map(|theme| (theme, cards(hub(theme).path(), &request(NOW)))).into();
    let wrong: Vec<String> = wanted
        .par_iter()
        .filter_map(|(theme, page)| {
            let found = drawn(&made[theme][&format!("{page}/share-card.png")]);
            let path = tests(&format!("cards/{theme}/{}.png", page.replace('/', "-")));
            if blessing() {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                // What still looks the same is left alone.
                if std::fs::read(&path).map_or(true, |before| apart(&before, &found) > 0.1) {
                    std::fs::write(&path, found).unwrap();
                }
                return None;
            }
            let Ok(expected) = std::fs::read(&path) else { return Some(format!("{} is missing", path.display())) };
            let apart = apart(&expected, &found);
            (apart > APART).then(|| format!("{theme} {page}: {apart:.2} of 255 apart"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}\nBLESS=1 writes them down; look at what it writes\n", wrong.join("\n"));
}

#[test]
fn the_same_card_is_the_same_bytes() {
    let hub = hub("commons");
    let (one, two) = (cards(hub.path(), &request(NOW)), cards(hub.path(), &request(NOW)));
    let Content::Costly(work, file) = &one["events/ask/share-card.png"] else { panic!() };
    let Content::Costly(same, _) = &two["events/ask/share-card.png"] else { panic!() };
    let Content::Costly(other, _) = &two["el/events/ask/share-card.png"] else { panic!() };
    assert!(work.recipe(*file) == same.recipe(0) && work.recipe(0) != other.recipe(0));
    assert_eq!(drawn(&one["events/ask/share-card.png"]), drawn(&two["events/ask/share-card.png"]));
    let changed = hub;
    changed.write("content/events/ask.md", "---\ntitle: Another\nstart: 2026-12-03T18:00\ndate: 2026-11-01\n---\n");
    let three = cards(changed.path(), &request(NOW));
    let Content::Costly(three, _) = &three["events/ask/share-card.png"] else { panic!() };
    assert!(three.recipe(0) != work.recipe(0));
}

/// Drafts, plans, people who did not agree: nothing of them in any card, and no card of theirs.
#[test]
fn what_is_not_public_is_on_no_card() {
    let hub = hub("commons");
    hub.write("content/members/ina.md", "---\nname: Withheldina\nconsent: false\n---\n");
    hub.write("content/spotlights/ina.md", "---\nmember: ina\ndate: 2026-11-01\ntitle: Secretina\nquote: hidden\n---\n");
    hub.write(
        "content/events/ask.md",
        "---\ntitle: Ask\nstart: 2026-12-03T18:00\nhosts: [ina]\nspeakers: [{name: Guest}]\n---\n",
    );
    hub.write("content/events/led.md", "---\ntitle: Led\nstart: 2026-12-03T18:00\nhosts: [ina]\n---\n");
    hub.write("content/events/draft.md", "---\ntitle: Draftling\nstart: 2026-12-03\ndraft: true\n---\n");
    hub.write("content/calendar/2027-01-01-plan.md", "---\ntitle: Plannedling\nstatus: planned\nnotes: teamnotes\n---\n");
    let made = cards(hub.path(), &request(NOW));
    let said = format!("{made:?}");
    assert!(said.contains("Ask") && said.contains("Led"));
    for never in ["ithheldina", "Draftling", "Plannedling", "teamnotes"] {
        assert!(!said.contains(never), "{never} is on a card");
    }
    for never in ["events/draft/share-card.png", "calendar/2027-01-01-plan/share-card.png"] {
        assert!(!made.contains_key(never), "{never}");
    }
    let preview = cards(hub.path(), &Request { drafts: true, ..request(NOW) });
    let said = format!("{preview:?}");
    assert!(said.contains("Draftling") && said.contains("Plannedling") && !said.contains("teamnotes"));
    assert!(!said.contains("ithheldina"));
}

#[test]
fn every_card_is_named_by_its_page_and_every_picture_is_there() {
    let hub = hub("commons");
    hub.write("static/small.png", tests_png(16));
    hub.write("static/drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let event = |name: &str, image: &str| {
        let text = format!("---\ntitle: {name}\nstart: 2026-12-03T18:00\nimage: {image}\nimage_alt: A\n---\n");
        hub.write(&format!("content/events/{name}.md"), text);
    };
    event("drawn", "/drawing.svg");
    event("small", "/small.png");
    hub.write("static/large.png", tests_png(700));
    event("large", "/large.png");
    let site = build(hub.path(), &request(NOW)).site();
    let images = |page: &str| {
        let html = String::from_utf8(site[page].clone()).unwrap();
        html.lines()
            .filter_map(|line| Some(line.split("og:image\" content=\"").nth(1)?.split('"').next()?.to_owned()))
            .collect::<Vec<_>>()
    };
    let own = "https://harbour.example/events/drawn/share-card.png";
    assert_eq!(images("events/drawn/index.html"), [own]);
    assert_eq!(images("events/small/index.html"), ["https://harbour.example/events/small/share-card.png"]);
    assert_eq!(images("events/large/index.html"), ["https://harbour.example/large.png"]);
    let pages: BTreeSet<&str> = site.keys().filter_map(|path| path.strip_suffix("share-card.png")).collect();
    assert!(pages.len() >= 12 && pages.iter().all(|page| site.contains_key(&format!("{page}index.html"))), "{pages:?}");
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        for line in html.lines().filter(|line| line.contains("\"og:image\"")) {
            let address = line.split("https://harbour.example/").nth(1).unwrap().split('"').next().unwrap();
            assert!(site.contains_key(address) && !address.ends_with(".svg"), "{path}: {line}");
        }
    }
    let page = String::from_utf8(site["ar/calendar/lamp/index.html"].clone()).unwrap();
    for tag in [
        "og:locale\" content=\"ar_EG",
        "og:locale:alternate\" content=\"en_US",
        "og:image:type\" content=\"image/png",
        "og:image:width\" content=\"1200",
        "article:published_time\" content=\"2026-11-10",
        "article:author\" content=\"https://harbour.example/",
        "article:tag\" content=\"",
        "og:image:alt\" content=\"بطاقة",
    ] {
        assert!(page.contains(tag), "{tag} is not in {page}");
    }
}

/// A picture of one colour, so wide and half as high.
fn tests_png(width: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, width / 2);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&vec![9; (width * (width / 2)) as usize]).unwrap();
    out
}

#[test]
fn a_hub_may_have_no_cards() {
    let off = hub("commons");
    let settings = std::fs::read_to_string(off.path().join("hub.yaml")).unwrap();
    off.write("hub.yaml", format!("{settings}cards: false\n"));
    assert!(cards(off.path(), &request(NOW)).is_empty());
    let site = build(off.path(), &request(NOW)).site();
    assert!(!String::from_utf8_lossy(&site["events/ask/index.html"]).contains("og:image"));
}

#[test]
fn a_font_of_the_hubs_own_is_tried_first() {
    let own = hub("commons");
    let bold = std::fs::read(crate::bench::repository().join("themes/timetable/fonts/board-sans-bold.ttf")).unwrap();
    own.write("fonts/programme-serif-bold.ttf", bold);
    let template = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">\
        {% set title = lines(text=card.title, size=90, width=1000) %}<text y=\"200\" font-size=\"{{ title.size }}\" font-family=\"Board Sans\">\
        {% for line in title.lines %}{{ line }}{% endfor %}</text></svg>";
    own.write("templates/card.svg", template);
    let made = cards(own.path(), &request(NOW));
    let sheet = drawn(&made["events/ask/share-card.png"]);
    let ink = pixels(&sheet).2.iter().filter(|byte| **byte < 128).count();
    assert!(ink > 5000, "nothing was written with the font");
}
