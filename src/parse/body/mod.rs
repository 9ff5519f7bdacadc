//! Markdown to Body.
use crate::{
    diagnostic::Finding,
    model::{body::Body, path::HubPath},
};
use std::ops::Range;
pub struct Renderer {}
impl Renderer {
    pub fn new(_settings: &crate::model::settings::Markdown) -> Renderer {
        Renderer {}
    }
    pub fn body(&self, _path: &HubPath, text: &str, range: Range<usize>) -> (Body, Vec<Finding>) {
        (Body { html: text[range].to_owned(), ..Default::default() }, vec![])
    }
    pub fn piece(&self, _path: &HubPath, markdown: &str) -> (Body, Vec<Finding>) {
        (Body { html: markdown.to_owned(), ..Default::default() }, vec![])
    }
}
