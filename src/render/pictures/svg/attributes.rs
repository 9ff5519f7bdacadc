//! Which attributes a drawing may hold, and with what values.

mod names;

use super::{
    address,
    policy::{XLINK, XML},
    style,
    tree::{Element, Manner, Reference},
};
use names::{PLAIN, PRESENTATION};

/// Keeps an attribute of `element`, as far as it may be kept. `namespace` is empty for an attribute without prefix.
/// `false`: there is one of that name already.
pub fn keep(element: &mut Element, namespace: &[u8], name: &[u8], value: &str) -> bool {
    let kept = match (namespace, name) {
        (b"" | XLINK, b"href") => return keep_address(element, namespace, value),
        (XML, b"lang") => Some(("xml:lang", value.to_owned())),
        (XML, b"space") => matches!(value, "default" | "preserve").then(|| ("xml:space", value.to_owned())),
        (b"", b"style") => {
            let (text, references) = style::declarations(value);
            element.references.extend(references);
            (!text.is_empty()).then_some(("style", text))
        }
        (b"", b"media") if element.name == "style" => Some(("media", value.to_owned())),
        // Of a style sheet it is its language, and there is but one left.
        (b"", b"type") if element.name != "style" => Some(("type", value.to_owned())),
        (b"", name) => match (listed(&PLAIN, name), listed(&PRESENTATION, name)) {
            (Some(name), _) => Some((name, value.to_owned())),
            (_, Some(name)) => style::value(name, value).map(|(text, references)| {
                element.references.extend(references);
                (name, text)
            }),
            _ => None,
        },
        _ => None,
    };
    let Some((name, value)) = kept else { return true };
    let is_new = element.attribute(name).is_none();
    element.attributes.push((name, value));
    is_new
}

fn listed(list: &[&'static str], name: &[u8]) -> Option<&'static str> {
    list.binary_search_by(|known| known.as_bytes().cmp(name)).ok().map(|i| list[i])
}

/// Where both are there, `href` counts (SVG 2, section 16.1.1), as it stands or not at all.
fn keep_address(element: &mut Element, namespace: &[u8], value: &str) -> bool {
    let before = element.attributes.iter().position(|(name, _)| *name == "href");
    if namespace == XLINK && before.is_some() {
        return true;
    }
    if let Some(at) = before {
        element.attributes.remove(at);
        element.references.retain(|reference| reference.manner != Manner::Whole);
    }
    let part = address::fragment(value).filter(|_| may_refer(element.name));
    let kept = match &part {
        Some(id) => Some(format!("#{id}")),
        None if matches!(element.name, "feImage" | "image") => address::picture(value),
        None => None,
    };
    element.attributes.extend(kept.map(|kept| ("href", kept)));
    element.references.extend(part.map(|id| Reference { id, manner: Manner::Whole }));
    true
}

/// Elements that take something over from another part.
fn may_refer(name: &str) -> bool {
    matches!(name, "feImage" | "linearGradient" | "pattern" | "radialGradient" | "textPath" | "use")
}
