//! A site on the preview's stage.

use crate::{
    diagnostic::{Finding, Place},
    model::{
        output::{Content, Maker},
        path::OutputPath,
        site::Site,
    },
    pipeline::Ready,
    world::{server::BOARD, store::Store},
};
use std::sync::Arc;

/// How many weeks the board of the content plan shows.
const WEEKS: u32 = 8;

/// A site, and whether what is not public may be seen.
pub struct Stage {
    pub ready: Ready,
    pub drafts: bool,
    /// Where pictures are made, and found to be damaged.
    pub store: Arc<Store>,
}

impl Stage {
    fn site(&self) -> &Site {
        self.ready.site()
    }
}

impl Maker for Stage {
    fn base(&self) -> &str {
        &self.site().settings.base_url.path
    }

    fn has(&self, path: &OutputPath) -> bool {
        self.drafts && path.as_str() == BOARD || self.ready.press().has(path)
    }

    fn make(&self, path: &OutputPath) -> Option<Result<Content, Vec<Finding>>> {
        match self.drafts && path.as_str() == BOARD {
            true => Some(Ok(Content::Bytes(self.ready.board(WEEKS).into_bytes()))),
            false => self.ready.render_one(path).map(|made| made.map(|content| self.store.made(content))),
        }
    }

    fn pages(&self) -> Vec<OutputPath> {
        self.site().pages.iter().map(|page| page.address.output()).collect()
    }

    fn remarks(&self) -> Vec<Finding> {
        let is_there = |place: &Place| self.site().prints.iter().any(|print| print.path == place.path);
        let mut damaged = self.ready.wanted(self.store.findings());
        damaged.retain(|finding| finding.place.as_ref().is_none_or(is_there));
        [self.ready.remarks(), damaged].concat()
    }

    fn styles(&self) -> Vec<(String, String)> {
        self.ready.press().styles()
    }

    fn context(&self, path: &OutputPath) -> Option<(&'static str, serde_json::Value)> {
        self.ready.press().context(path)
    }

    fn trail(&self, path: &OutputPath) -> Vec<String> {
        self.ready.press().trail(path)
    }

    fn follow(&self, trail: &str) -> Option<String> {
        self.ready.press().follow(trail).map(|address| self.site().settings.base_url.href(address))
    }
}
