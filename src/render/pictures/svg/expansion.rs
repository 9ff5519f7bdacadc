//! How much a browser would have to draw, before it is asked to.
//!
//! `use` draws another part once more, and so do patterns, masks, clip paths and markers: ten lines that each use the
//! line before twice are a thousand lines, thirty are a thousand million. So the drawing is walked as a browser walks
//! it, every time anew, and given up beyond a bound. It may be taken for more than it is, never for less.

use super::{
    Fault, policy,
    tree::{Element, Manner, Node, Reference, Tree, Whom},
};
use std::{borrow::Cow, collections::HashMap};

/// Elements drawn, all repetitions counted. What tools write of a page of print, each letter a `use`, is a tenth.
const MOST_DRAWN: u64 = 1_000_000;
/// Steps of the walk itself, which markers multiply without a step for each.
const MOST_STEPS: u64 = 500_000;
/// Elements inside each other, with what they refer to thought of in their place.
const DEEPEST: usize = 300;

/// Whether the drawing comes to an end soon enough.
pub fn check(tree: &Tree) -> Result<(), Fault> {
    let map = Map::new(tree)?;
    Walk { map: &map, active: Vec::new(), steps: 0 }.draw(0, 0, &[])?;
    Ok(())
}

/// What refers to what.
struct Map<'a> {
    tree: &'a Tree,
    ids: HashMap<&'a str, usize>,
    /// By element: what it refers to itself, or has a style sheet refer to, and what those inside inherit of that.
    own: Vec<Vec<&'a Reference>>,
    paints: Vec<Vec<&'a Reference>>,
}

impl<'a> Map<'a> {
    fn new(tree: &'a Tree) -> Result<Map<'a>, Fault> {
        let rules = Rules::new(tree);
        let mut map = Map { tree, ids: HashMap::new(), own: Vec::new(), paints: Vec::new() };
        let mut found = 0;
        for (at, node) in tree.nodes.iter().enumerate() {
            let (mut own, mut paints) = (Vec::new(), Vec::new());
            if let Node::Element(element) = node {
                if let Some(id) = element.attribute("id") {
                    map.ids.entry(id).or_insert(at);
                }
                for reference in element.references.iter().chain(rules.about(element)) {
                    match reference.manner {
                        Manner::Paint | Manner::Marker => paints.push(reference),
                        Manner::Whole | Manner::Once | Manner::Filter => own.push(reference),
                    }
                    found += 1;
                    if found > MOST_STEPS {
                        return Err(Fault::TooCostly);
                    }
                }
            }
            map.own.push(own);
            map.paints.push(paints);
        }
        Ok(map)
    }
}

struct Walk<'a, 'm> {
    map: &'m Map<'a>,
    /// Parts that are being drawn: a browser does not draw one inside itself.
    active: Vec<usize>,
    steps: u64,
}

impl<'a> Walk<'a, '_> {
    fn step(&mut self, steps: usize) -> Result<(), Fault> {
        self.steps += steps as u64;
        if self.steps > MOST_STEPS { Err(Fault::TooCostly) } else { Ok(()) }
    }

    /// How much there is to draw of one element, which inherits `paints` from those around it.
    fn draw(&mut self, at: usize, depth: usize, paints: &[&'a Reference]) -> Result<u64, Fault> {
        let map = self.map;
        let Node::Element(element) = &map.tree.nodes[at] else { return Ok(1) };
        if depth > DEEPEST {
            return Err(Fault::TooCostly);
        }
        let paints = handed_on(paints, &map.paints[at]);
        self.step(1 + paints.len())?;
        let mut drawn = policy::work(element.name);
        for child in &element.children {
            drawn = sum(drawn, 1, self.draw(*child, depth + 1, &paints)?)?;
        }
        for reference in &map.own[at] {
            if reference.manner == Manner::Filter {
                drawn = sum(drawn, 1, policy::FILTERING)?;
                continue;
            }
            let inherited = (reference.manner == Manner::Whole).then_some(&*paints);
            drawn = sum(drawn, 1, self.part(reference, depth + 1, inherited)?)?;
        }
        if policy::is_graphic(element.name) {
            for paint in &*paints {
                let times = if paint.manner == Manner::Marker { vertices(element) } else { 1 };
                drawn = sum(drawn, times, self.part(paint, depth + 1, None)?)?;
            }
        }
        Ok(drawn)
    }

    /// What is referred to, with what it inherits where it is used, or else where it stands.
    fn part(&mut self, reference: &Reference, depth: usize, paints: Option<&[&'a Reference]>) -> Result<u64, Fault> {
        let found = self.map.ids.get(reference.id.as_str()).copied();
        let Some(at) = found.filter(|at| !self.active.contains(at)) else { return Ok(0) };
        let standing = if paints.is_none() { self.inherited(at)? } else { Vec::new() };
        self.active.push(at);
        let drawn = self.draw(at, depth, paints.unwrap_or(&standing));
        self.active.pop();
        drawn
    }

    /// The paints of all elements around one.
    fn inherited(&mut self, mut at: usize) -> Result<Vec<&'a Reference>, Fault> {
        let mut paints = Vec::new();
        while let Node::Element(element) = &self.map.tree.nodes[at]
            && element.parent != at
        {
            at = element.parent;
            paints.extend(&self.map.paints[at]);
            self.step(1)?;
        }
        self.step(paints.len())?;
        Ok(paints)
    }
}

fn sum(drawn: u64, times: u64, more: u64) -> Result<u64, Fault> {
    let sum = more.saturating_mul(times).saturating_add(drawn);
    if sum > MOST_DRAWN { Err(Fault::TooCostly) } else { Ok(sum) }
}

fn handed_on<'a, 's>(paints: &'s [&'a Reference], own: &'s [&'a Reference]) -> Cow<'s, [&'a Reference]> {
    match own.is_empty() {
        true => Cow::Borrowed(paints),
        false => Cow::Owned([paints, own].concat()),
    }
}

/// At most as many points as its line may have: none is written in less than two characters.
fn vertices(element: &Element) -> u64 {
    let lengths = ["d", "points"].map(|name| element.attribute(name).map_or(0, str::len) as u64);
    2 + lengths.into_iter().sum::<u64>() / 2
}

/// What style sheets say, found by what an element has.
struct Rules<'a> {
    ids: HashMap<&'a str, Vec<&'a Reference>>,
    classes: HashMap<&'a str, Vec<&'a Reference>>,
    names: HashMap<&'a str, Vec<&'a Reference>>,
    anything: Vec<&'a Reference>,
}

impl<'a> Rules<'a> {
    fn new(tree: &'a Tree) -> Rules<'a> {
        let (mut ids, mut classes, mut names) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut anything: Vec<&Reference> = Vec::new();
        for (whom, reference) in &tree.rules {
            match whom {
                Whom::Id(id) => ids.entry(id.as_str()).or_insert_with(Vec::new).push(reference),
                Whom::Class(class) => classes.entry(class.as_str()).or_insert_with(Vec::new).push(reference),
                Whom::Name(name) => names.entry(name.as_str()).or_insert_with(Vec::new).push(reference),
                Whom::Anything => anything.push(reference),
            }
        }
        Rules { ids, classes, names, anything }
    }

    fn about(&self, element: &'a Element) -> impl Iterator<Item = &'a Reference> {
        let classes = element.attribute("class").unwrap_or_default().split_ascii_whitespace();
        let by_class = classes.filter_map(|class| self.classes.get(class));
        let by_id = element.attribute("id").and_then(|id| self.ids.get(id));
        let by_name = self.names.get(element.name);
        std::iter::once(&self.anything).chain(by_name).chain(by_id).chain(by_class).flatten().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::clean, *};

    fn checked(inside: &str) -> Result<(), Fault> {
        clean(format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>").as_bytes()).map(|_| ())
    }

    /// A chain of parts, each made of the one before by `twice`.
    fn chain(links: usize, first: &str, twice: impl Fn(usize) -> String) -> String {
        let rest: String = (1..links).map(twice).collect();
        format!("{first}{rest}")
    }

    #[test]
    fn what_doubles_again_and_again_is_refused() {
        let uses = |i: usize| format!("<g id='a{i}'><use href='#a{0}'/><use href='#a{0}'/></g>", i - 1);
        assert_eq!(checked(&chain(10, "<g id='a0'><path/></g>", uses)), Ok(()));
        assert_eq!(checked(&chain(30, "<g id='a0'><path/></g>", uses)), Err(Fault::TooCostly));
        let once = |i: usize| format!("<g id='a{i}'><use href='#a{}'/></g>", i - 1);
        assert_eq!(checked(&chain(90, "<g id='a0'/>", once)), Ok(()));
        assert_eq!(checked(&chain(9_000, "<g id='a0'/>", once)), Err(Fault::TooCostly));
        for kind in ["mask", "pattern"] {
            for how in [
                "<rect fill='url(#ID)' mask='url(#ID)'/>",
                "<rect style='clip-path:url(#ID)'/><rect style='mask:url(#ID)'/>",
                "<use href='#ID'/><g stroke='url(#ID)'><path/></g>",
                "<path marker-mid='url(#ID)' d='h1h1'/>",
                "<rect style='filter:url(#ID) url(&quot;#ID&quot;)'/>",
                "<rect fill='url(#%61PREVIOUS)' stroke='url(#ID)'/>",
            ] {
                let link = |i: usize| {
                    let how = how.replace("ID", &format!("a{}", i - 1)).replace("PREVIOUS", &(i - 1).to_string());
                    format!("<{kind} id='a{i}'>{how}</{kind}>")
                };
                assert_eq!(
                    checked(&chain(30, &format!("<{kind} id='a0'><rect/></{kind}>"), link)),
                    Err(Fault::TooCostly),
                    "{kind} {how}"
                );
            }
        }
    }

    #[test]
    fn style_sheets_double_too() {
        for selector in [".cI", "#aI *", "pattern .cI", "x, .cI:hover"] {
            let rules: String = (1..30)
                .map(|i| format!("{}{{fill:url(#a{1});stroke:url(#a{1})}}", selector.replace('I', &i.to_string()), i - 1))
                .collect();
            let parts = chain(30, "<pattern id='a0'/>", |i| format!("<pattern id='a{i}'><rect class='x c{i}'/></pattern>"));
            assert_eq!(checked(&format!("<style>{rules}</style>{parts}")), Err(Fault::TooCostly), "{selector}");
        }
        let inherited = chain(30, "<pattern id='a0'/>", |i| {
            format!("<g style='fill:url(#a{0});stroke:url(#a{0})'><pattern id='a{i}'><rect/></pattern></g>", i - 1)
        });
        assert_eq!(checked(&inherited), Err(Fault::TooCostly));
    }

    #[test]
    fn filters_and_markers_weigh_what_they_cost() {
        let filter = |primitives: usize| format!("<filter id='f'>{}</filter><g>", "<feGaussianBlur/>".repeat(primitives));
        let shown = "<rect filter='url(#f)'/>".repeat(100);
        assert_eq!(checked(&format!("{}{shown}</g>", filter(10))), Ok(()));
        assert_eq!(checked(&format!("{}{shown}</g>", filter(1_000))), Err(Fault::TooCostly));
        let blurred = format!("<rect style='filter:{}'/>", "blur(1px)".repeat(100));
        assert_eq!(checked(&blurred), Ok(()));
        assert_eq!(checked(&blurred.repeat(100)), Err(Fault::TooCostly));
        let hidden = format!("<style>:root{{--a:{}}}rect{{filter:var(--a)}}</style>", "blur(1px) ".repeat(9999));
        assert_eq!(checked(&format!("{hidden}{}", "<rect/>".repeat(999))), Ok(()), "the variable is gone");
        let marked = |points: usize| {
            format!("<marker id='m'>{}</marker><path style='marker:url(#m)' d='{}'/>", "<path/>".repeat(100), "h1".repeat(points))
        };
        assert_eq!(checked(&marked(1_000)), Ok(()));
        assert_eq!(checked(&marked(100_000)), Err(Fault::TooCostly));
    }

    #[test]
    fn circles_end_where_browsers_end_them() {
        assert_eq!(checked("<g id='a'><use href='#a'/></g>"), Ok(()));
        assert_eq!(checked("<use id='a' href='#b'/><use id='b' href='#a'/>"), Ok(()));
        assert_eq!(
            checked("<style>path{marker-end:url(#m)}</style><marker id='m'><path d='h1'/></marker><path d='h1'/>"),
            Ok(())
        );
        let crowd: String = (0..40)
            .map(|i| format!("<mask id='m{i}'>{}</mask>", (0..40).map(|j| format!("<g mask='url(#m{j})'/>")).collect::<String>()))
            .collect();
        assert_eq!(checked(&crowd), Err(Fault::TooCostly));
    }

    #[test]
    fn a_page_of_letters_is_no_bomb() {
        let letters: String = (0..100).map(|i| format!("<symbol id='l{i}'><path d='h1'/></symbol>")).collect();
        let page: String = (0..5_000).map(|i| format!("<use href='#l{}' fill='url(#g)'/>", i % 100)).collect();
        assert_eq!(checked(&format!("<defs>{letters}<linearGradient id='g'><stop/></linearGradient></defs>{page}")), Ok(()));
    }
}
