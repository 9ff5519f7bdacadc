//! What is written: a path and its bytes. It streams to a [`Sink`] and is never held whole.

use super::{path::OutputPath, snapshot::Handle};

/// One file of the output.
#[derive(Clone, Debug)]
pub enum Content {
    Bytes(Vec<u8>),
    /// Copied from the hub as it is.
    Copy(Handle),
}

/// The order of writing: at no moment may a page name an asset that is not there, or a feed a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Assets,
    Pages,
    Feeds,
}

/// Who takes the output: a folder, the preview server, a test.
pub trait Sink: Sync {
    /// Takes one file. Called from several threads; all of one phase before any of the next.
    fn take(&self, phase: Phase, path: &OutputPath, content: Content);
}
