//! From XML to what is kept of it.

use super::{
    DEEPEST, Fault, MOST_ELEMENTS, attributes, is_character, not_xml, policy, position, style,
    tree::{Element, Node, Tree},
};
use quick_xml::{
    Error, NsReader, XmlVersion,
    escape::{EscapeError, resolve_predefined_entity},
    events::{BytesDecl, BytesRef, BytesStart, Event},
    name::{Namespace, ResolveResult},
};
use std::borrow::Cow;

/// Declarations of namespaces that hold at the same place. Editors write a dozen.
const MOST_NAMESPACES: usize = 200;

/// Reads a drawing and keeps what may be kept.
pub fn read(text: &str) -> Result<Tree, Fault> {
    let mut source =
        Source { text, xml: NsReader::from_str(text), begins: 0, tree: Tree::default(), open: Vec::new(), elements: 0 };
    while source.step()? {}
    match source.tree.nodes.is_empty() {
        true => Err(Fault::NoSvg),
        false => Ok(source.tree),
    }
}

struct Source<'a> {
    text: &'a str,
    xml: NsReader<&'a [u8]>,
    /// Where the event that is looked at begins.
    begins: usize,
    tree: Tree,
    open: Vec<Open>,
    elements: usize,
}

/// An element that has not ended yet.
struct Open {
    /// Its place in the tree, if it is kept.
    node: Option<usize>,
    namespaces: usize,
}

impl<'a> Source<'a> {
    /// Reads one event; `false` at the end.
    fn step(&mut self) -> Result<bool, Fault> {
        self.begins = self.xml.buffer_position() as usize;
        let event = self.xml.read_event().map_err(|error| self.broken(&error))?;
        match event {
            Event::Start(start) => self.open(&start)?,
            Event::Empty(start) => {
                self.open(&start)?;
                self.close();
            }
            Event::End(_) => self.close(),
            Event::Text(words) => self.words(&words.xml10_content().map_err(|error| self.broken(&error.into()))?)?,
            Event::CData(words) if self.open.is_empty() => {
                _ = words;
                return Err(self.fault("text outside the svg element"));
            }
            Event::CData(words) => self.words(&words.xml10_content().map_err(|error| self.broken(&error.into()))?)?,
            Event::GeneralRef(reference) => {
                let c = self.character(&reference)?;
                if self.open.is_empty() {
                    return Err(self.fault("text outside the svg element"));
                }
                self.words(c.encode_utf8(&mut [0; 4]))?;
            }
            Event::Decl(declaration) => self.declaration(&declaration)?,
            // Notes, and what tells a browser to fetch style sheets and definitions.
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if self.open.is_empty() => return Ok(false),
            Event::Eof => return Err(self.fault("it ends in the middle of an element")),
        }
        Ok(true)
    }

    fn open(&mut self, start: &BytesStart) -> Result<(), Fault> {
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(Fault::TooMany);
        }
        if self.open.len() >= DEEPEST {
            return Err(Fault::TooDeep);
        }
        let mut attributes = start.attributes();
        let names = attributes.with_checks(false).flatten().map(|attribute| attribute.key);
        let declared = names.filter(|name| name.as_namespace_binding().is_some()).count();
        let namespaces = self.open.last().map_or(0, |open| open.namespaces) + declared;
        if namespaces > MOST_NAMESPACES {
            return Err(Fault::TooMany);
        }
        let node = self.element(start)?;
        self.open.push(Open { node, namespaces });
        Ok(())
    }

    /// Adds an element to the tree, if it is one that may be kept in one that is kept.
    fn element(&mut self, start: &BytesStart) -> Result<Option<usize>, Fault> {
        let (namespace, name) = self.xml.resolver().resolve_element(start.name());
        let in_svg = namespace == ResolveResult::Bound(Namespace(policy::SVG));
        let parent = match self.open.last() {
            Some(open) => open.node,
            None if !self.tree.nodes.is_empty() => return Err(self.fault("a second element after the svg element")),
            None if name.as_ref() != b"svg" => return Err(Fault::NoSvg),
            None if !in_svg => return Err(Fault::NoNamespace),
            None => Some(0),
        };
        let Some(parent) = parent.filter(|_| in_svg) else { return Ok(None) };
        let around = match self.tree.nodes.get(parent) {
            Some(Node::Element(element)) => element.name,
            _ => "",
        };
        let Some(name) = policy::element(name.as_ref(), around) else { return Ok(None) };
        let mut element = Element { name, parent, ..Element::default() };
        if !self.attributes(start, &mut element)? {
            return Ok(None);
        }
        let at = self.tree.nodes.len();
        self.tree.nodes.push(Node::Element(element));
        if at > 0 {
            self.adopt(parent, at);
        }
        Ok(Some(at))
    }

    fn adopt(&mut self, parent: usize, child: usize) {
        if let Node::Element(element) = &mut self.tree.nodes[parent] {
            element.children.push(child);
        }
    }

    /// Whether the element may be kept with the attributes it has.
    fn attributes(&self, start: &BytesStart, element: &mut Element) -> Result<bool, Fault> {
        for attribute in start.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| self.fault(error.to_string()))?;
            let (namespace, name) = self.xml.resolver().resolve_attribute(attribute.key);
            let namespace = match &namespace {
                ResolveResult::Unbound => &b""[..],
                ResolveResult::Bound(namespace) => namespace.0,
                ResolveResult::Unknown(_) => continue,
            };
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            if attribute.value.contains(&b'<') {
                return Err(self.fault("a `<` in the value of an attribute"));
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| self.broken(&error))?;
            if !value.chars().all(is_character) {
                return Err(self.fault("a reference to what is no character of a text"));
            }
            // Browsers know no other language of style sheets, and leave the whole sheet out.
            if element.name == "style" && (namespace, name.as_ref()) == (b"", b"type") && !is_css(&value) {
                return Ok(false);
            }
            if !attributes::keep(element, namespace, name.as_ref(), &value) {
                let name = String::from_utf8_lossy(name.as_ref()).into_owned();
                return Err(self.fault(format!("`{name}` is there twice")));
            }
        }
        Ok(true)
    }

    fn close(&mut self) {
        let Some(Open { node: Some(at), .. }) = self.open.pop() else { return };
        let Node::Element(element) = &self.tree.nodes[at] else { return };
        if element.name != "style" {
            return;
        }
        let words = element.children.iter().filter_map(|child| match self.tree.nodes.get(*child) {
            Some(Node::Words(words)) => Some(words.as_str()),
            _ => None,
        });
        let (text, rules) = style::sheet(&words.collect::<String>());
        let (parent, child) = (element.parent, at + 1);
        self.tree.nodes.truncate(child);
        match text.is_empty() {
            true => {
                self.tree.nodes.truncate(at);
                if let Node::Element(around) = &mut self.tree.nodes[parent] {
                    around.children.pop();
                }
            }
            false => {
                if let Node::Element(element) = &mut self.tree.nodes[at] {
                    element.children = vec![child];
                }
                self.tree.nodes.push(Node::Words(text));
                self.tree.rules.extend(rules);
            }
        }
    }

    /// Words are kept where they are drawn or read; what stands between other elements is nowhere to be seen.
    fn words(&mut self, words: &str) -> Result<(), Fault> {
        let Some(open) = self.open.last() else {
            return match words.trim_ascii().is_empty() {
                true => Ok(()),
                false => Err(self.fault("text outside the svg element")),
            };
        };
        let Some(at) = open.node else { return Ok(()) };
        let Node::Element(element) = &self.tree.nodes[at] else { return Ok(()) };
        if words.is_empty() || !policy::is_words(element.name) && !policy::is_text(element.name) {
            return Ok(());
        }
        // Words on both sides of what was taken out are one again.
        let before = element.children.last().copied();
        if let Some(Node::Words(text)) = before.and_then(|before| self.tree.nodes.get_mut(before)) {
            text.push_str(words);
            return Ok(());
        }
        self.tree.nodes.push(Node::Words(words.to_owned()));
        self.adopt(at, self.tree.nodes.len() - 1);
        Ok(())
    }

    fn character(&self, reference: &BytesRef) -> Result<char, Fault> {
        let resolved = reference.resolve_char_ref().map_err(|error| self.broken(&error))?;
        let name = reference.decode().map_err(|error| self.broken(&error.into()))?;
        let found = resolved.or_else(|| resolve_predefined_entity(&name)?.chars().next());
        match found {
            Some(c) if is_character(c) => Ok(c),
            Some(_) => Err(self.fault("a reference to what is no character of a text")),
            None => Err(self.entity(name.into_owned())),
        }
    }

    /// Another encoding may be named where the text means the same in it.
    fn declaration(&self, declaration: &BytesDecl) -> Result<(), Fault> {
        let Some(Ok(name)) = declaration.encoding() else { return Ok(()) };
        let name: Cow<str> = String::from_utf8_lossy(&name);
        let extends_ascii = ["us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"];
        let lower = name.to_ascii_lowercase();
        match lower == "utf-8" || lower == "utf8" || extends_ascii.contains(&lower.as_str()) && self.text.is_ascii() {
            true => Ok(()),
            false => Err(Fault::Encoding(Some(name.into_owned()))),
        }
    }

    fn fault(&self, why: impl Into<String>) -> Fault {
        not_xml(self.text, self.begins, why)
    }

    fn entity(&self, name: String) -> Fault {
        let (line, column) = position(self.text, self.begins);
        Fault::Entity { line, column, name }
    }

    fn broken(&self, error: &Error) -> Fault {
        match error {
            Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => self.entity(name.clone()),
            Error::Syntax(error) => not_xml(self.text, self.xml.error_position() as usize, error.to_string()),
            Error::IllFormed(error) => not_xml(self.text, self.xml.error_position() as usize, error.to_string()),
            other => self.fault(other.to_string()),
        }
    }
}

fn is_css(kind: &str) -> bool {
    kind.is_empty() || kind.trim_ascii().eq_ignore_ascii_case("text/css")
}
