//! Anchors that are typed as HTML: `<a id="x"></a>`, `<a name="x"></a>`, `<div id="x">`.
//!
//! All become an `id`. A `name` would also make an `<img>` a property of `document` (WHATWG HTML, section 3.1.7).

use super::{
    super::{draft::Raw, raw::source_of, tags::Tag},
    weave::{Weaver, push_value},
};
use crate::model::body::Anchor;

pub fn is_anchor(attribute: &str) -> bool {
    matches!(attribute, "id" | "name")
}

impl<'a> Weaver<'a, '_, '_> {
    /// Writes the `id` of a start tag that has an `id` or a `name`, and remembers both for links.
    pub(super) fn raw_anchor(&mut self, group: &[Raw], tag: &Tag) {
        // A piece stands on many pages, and its headings have no anchors either.
        if self.findings.is_piece() {
            return;
        }
        let (id, name) = (self.value(tag, "id"), self.value(tag, "name"));
        let Some(written) = id.as_ref().or(name.as_ref()).filter(|written| !written.is_empty()) else { return };
        let Some(id) = self.ids.typed(written) else { return self.refused(group, tag, written) };
        self.out.push_str(" id=\"");
        push_value(&mut self.out, &id);
        self.out.push('"');
        if let Some(name) = name.as_ref().filter(|name| *name != written) {
            self.anchors.push(Anchor { written: name.clone(), id: id.clone() });
        }
        self.anchors.push(Anchor { written: written.clone(), id });
    }

    fn refused(&mut self, group: &[Raw], tag: &Tag, written: &str) {
        // Links lead to the heading that has the id already.
        if self.draft.headings.iter().any(|heading| heading.id == written) {
            return;
        }
        let place = source_of(group, &tag.at);
        match self.anchors.iter().any(|anchor| anchor.id == written) {
            true => self.findings.second_anchor(written, place),
            false => {
                let help = "write a short name of letters, digits and `-`, without spaces: `<a id=\"how-to-join\"></a>`";
                self.findings.removed("this `id` or `name`", help, place);
            }
        }
    }
}
