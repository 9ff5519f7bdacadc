//! The whole build on one screen. `build`, `serve`, `check`, `plan` and the tests all come through here.

use crate::{
    diagnostic::Finding,
    model::{
        output::{Content, Sink},
        path::OutputPath,
        site::Site,
        snapshot::Snapshot,
        time::{Instant, Zone},
    },
};

/// What a run is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// In place of `base_url` of hub.yaml.
    pub base_url: Option<String>,
    /// Drafts and unpublished entries too, marked.
    pub drafts: bool,
    pub now: Now,
}

/// Which moment the build is for.
#[derive(Clone, Debug)]
pub enum Now {
    At(Instant),
    /// `--now` as typed; a day or a time without offset is in the hub's zone. Checked before with [`crate::model::time::When::parse`].
    Typed(String),
}

impl Now {
    fn instant(&self, _zone: Zone) -> Instant {
        todo!()
    }
}

/// A hub that has been understood and planned, with everything that was noticed on the way.
pub struct Prepared {
    /// In order of place.
    pub findings: Vec<Finding>,
    /// `None` where errors forbid a site.
    pub ready: Option<Ready>,
}

/// A site that can be rendered.
pub struct Ready {
    pub site: Site,
}

/// Reads and plans. `themes` holds what is built into the program, as `themes/NAME/…`.
pub fn prepare(_hub: &Snapshot, _themes: &Snapshot, _request: &Request) -> Prepared {
    todo!()
}

impl Ready {
    /// Renders everything into `sink`, on all processors. What it returns are errors of templates; where there is one,
    /// the sink must not let anything of this run be seen.
    pub fn render(&self, _sink: &dyn Sink) -> Vec<Finding> {
        todo!()
    }

    /// Renders one file, for the preview. `None`: there is no such file.
    pub fn render_one(&self, _path: &OutputPath) -> Option<Result<Content, Vec<Finding>>> {
        todo!()
    }
}
