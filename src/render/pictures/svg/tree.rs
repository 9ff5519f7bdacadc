//! A drawing as a tree, and the tree as XML.

use std::fmt::Write;

/// What is kept of a drawing. The root is the first node.
#[derive(Default)]
pub struct Tree {
    pub nodes: Vec<Node>,
    /// What style sheets in it say about parts of it.
    pub rules: Vec<(Whom, Reference)>,
}

/// An element, or words.
pub enum Node {
    Element(Element),
    Words(String),
}

#[derive(Default)]
pub struct Element {
    pub name: &'static str,
    /// The element it stands in; of the root, itself.
    pub parent: usize,
    pub attributes: Vec<(&'static str, String)>,
    pub references: Vec<Reference>,
    pub children: Vec<usize>,
}

/// An element makes another part of the drawing appear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub id: String,
    pub manner: Manner,
}

/// How often what is referred to appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// As if it stood here: what is inherited here is inherited there.
    Whole,
    /// Once, by a property.
    Once,
    /// Not at all, but what stands here is drawn through a filter that has no part of its own.
    Filter,
    /// Once for each graphic inside: the property is inherited.
    Paint,
    /// The same, at each of its vertices.
    Marker,
}

/// Which elements a rule of a style sheet may be about, by one thing that they must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    Id(String),
    Class(String),
    Name(String),
    Anything,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }
}

impl Tree {
    /// The drawing as XML.
    pub fn written(&self) -> String {
        let mut out = String::new();
        // What is still to be written, last first. A stack of one's own, so that depth costs no stack of the machine.
        let mut left = vec![Step::Write(0)];
        while let Some(step) = left.pop() {
            match step {
                Step::Close(name) => _ = write!(out, "</{name}>"),
                Step::Write(at) => match &self.nodes[at] {
                    Node::Words(text) => push_escaped(&mut out, text, false),
                    Node::Element(element) => {
                        open(&mut out, element, at == 0);
                        if !element.children.is_empty() {
                            left.push(Step::Close(element.name));
                            left.extend(element.children.iter().rev().map(|child| Step::Write(*child)));
                        }
                    }
                },
            }
        }
        out
    }
}

enum Step {
    Write(usize),
    Close(&'static str),
}

fn open(out: &mut String, element: &Element, is_root: bool) {
    out.push('<');
    out.push_str(element.name);
    if is_root {
        out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
    }
    for (name, value) in &element.attributes {
        _ = write!(out, " {name}=\"");
        push_escaped(out, value, true);
        out.push('"');
    }
    out.push_str(if element.children.is_empty() { "/>" } else { ">" });
}

/// A reader of XML makes a space of a line's end in an attribute, and a line's end of a carriage return (XML 1.0,
/// sections 2.11 and 3.3.3): they are written as references.
fn push_escaped(out: &mut String, text: &str, in_attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\t' | '\n' if in_attribute => _ = write!(out, "&#{};", u32::from(c)),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let value = "a<b>&\"'\t\n\r é ]]>";
        let root = Element { name: "svg", attributes: vec![("id", value.to_owned())], children: vec![1], ..Element::default() };
        let tree = Tree { nodes: vec![Node::Element(root), Node::Words(value.to_owned())], ..Tree::default() };
        let written = tree.written();
        let read = resvg::usvg::roxmltree::Document::parse(&written).unwrap();
        assert_eq!(read.root_element().attribute("id"), Some(value));
        assert_eq!(read.root_element().text(), Some(value));
    }
}
