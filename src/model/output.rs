//! What is written: a path and its bytes. It streams to a [`Sink`] and is never held whole.

use super::{path::OutputPath, snapshot::Handle};
use crate::diagnostic::Finding;
use std::{fmt::Debug, sync::Arc};

/// One file of the output.
#[derive(Clone, Debug)]
pub enum Content {
    Bytes(Vec<u8>),
    /// Copied from the hub as it is.
    Copy(Handle),
    /// One of the files of a [`Costly`], by its place among them.
    Costly(Arc<dyn Costly>, usize),
}

/// Files that are made together and cost more to make than to keep: a picture in all its sizes, a share card. Whoever
/// takes them keeps them between runs, known by what they are made of.
pub trait Costly: Debug + Send + Sync {
    /// How many files they are.
    fn files(&self) -> usize;

    /// The file of the hub that they are made from, where it is one: its bytes are given to [`Costly::make`].
    fn source(&self) -> Option<&Handle>;

    /// Stands for everything else that one of them is made of, and for the way in which it is made: the same recipe and
    /// the same source give the same bytes.
    fn recipe(&self, file: usize) -> [u8; 32];

    /// About how many bytes of memory making them takes. What is made at the same time stays within a bound.
    fn memory(&self) -> u64;

    /// Whether they are worth keeping. What is made to be harmless is made each time: a store can be tampered with.
    fn is_kept(&self) -> bool {
        true
    }

    /// Makes some of the files. Pure: no disk, no clock.
    fn make(&self, source: &[u8], files: &[usize]) -> Made;

    /// What there is to say about the source, without making anything of it.
    fn examine(&self, source: &[u8]) -> Option<Finding>;
}

/// What became of it.
#[derive(Debug)]
pub struct Made {
    /// One for each file that was wanted, in that order.
    pub files: Vec<Vec<u8>>,
    /// Then the files only stand for what could not be made, and are not kept.
    pub finding: Option<Finding>,
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

/// Who makes the files of one site, in any order and as often as asked: what the preview shows.
pub trait Maker: Send + Sync {
    /// The path it is published under, `/repo/`, at least `/`.
    fn base(&self) -> &str;

    /// Whether there is such a file.
    fn has(&self, path: &OutputPath) -> bool;

    /// Makes a file. `None`: there is no such file.
    fn make(&self, path: &OutputPath) -> Option<Result<Content, Vec<Finding>>>;

    /// Every HTML page, in order of address.
    fn pages(&self) -> Vec<OutputPath>;

    /// What was noticed while files were made, beside what made one impossible.
    fn remarks(&self) -> Vec<Finding>;

    /// The addresses of style sheets: without their fingerprint, and with it.
    fn styles(&self) -> Vec<(String, String)>;

    /// What the template of a page is given, and the template's name. `None`: there is no such page.
    fn context(&self, path: &OutputPath) -> Option<(&'static str, serde_json::Value)>;

    /// What a page may be known by in another site, surest first. Empty where only its address tells.
    fn trail(&self, path: &OutputPath) -> Vec<String>;

    /// The address of the page that is known by this.
    fn follow(&self, trail: &str) -> Option<String>;
}
