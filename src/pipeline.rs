//! The whole build on one screen. `build`, `serve`, `check`, `plan` and the tests all come through here.

use crate::{
    diagnostic::{Code, Finding, any_error, in_order},
    memo::Memo,
    model::{
        external::{Answer, External},
        hub::Hub,
        output::{Content, Sink},
        path::{HubPath, OutputPath},
        programme::Programme,
        settings::Settings,
        site::Site,
        snapshot::Snapshot,
        theme::COMMONS,
        time::{self, Instant, Zone},
    },
    parse, plan,
    render::{self, Press},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
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
    /// `--now` as typed; a day or a time without offset is in the hub's zone. Checked before with
    /// [`crate::model::time::When::parse`].
    Typed(String),
}

impl Now {
    fn instant(&self, zone: Zone) -> Instant {
        match self {
            Now::At(instant) => *instant,
            Now::Typed(text) => time::parse_now(text, zone).unwrap_or_default(),
        }
    }
}

/// The stages of [`prepare`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Parse,
    Plan,
    /// The theme made ready: templates compiled, strings read, assets named.
    Theme,
}

impl Stage {
    /// The word in messages.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Parse => "parse",
            Stage::Plan => "plan",
            Stage::Theme => "make the theme ready",
        }
    }
}

/// A hub that has been understood and planned, with everything that was noticed on the way.
pub struct Prepared {
    /// In order of place.
    pub findings: Vec<Finding>,
    /// `None` where errors forbid a site.
    pub ready: Option<Ready>,
}

/// A site that can be printed.
pub struct Ready {
    press: Press,
    allowed: Allowed,
    hub: Hub,
}

/// Reads and plans. `themes` holds what is built into the program, as `themes/NAME/…`.
pub fn prepare(hub: &Snapshot, themes: &Snapshot, request: &Request) -> Prepared {
    prepare_again(hub, themes, request, &mut Memo::forgetful(), &|_| {})
}

/// The same for whoever does it again and again: what has not changed since is recalled. `done` hears of every stage
/// that is behind us.
pub fn prepare_again(hub: &Snapshot, themes: &Snapshot, request: &Request, memo: &mut Memo, done: &dyn Fn(Stage)) -> Prepared {
    memo.begin();
    let (hub, mut findings) = parse::hub(hub, themes, request.base_url.as_deref(), memo);
    done(Stage::Parse);
    let Some(hub) = hub else { return Prepared { findings: in_order(findings), ready: None } };
    let now = request.now.instant(hub.settings.timezone);
    let (site, said) = plan::plan(&hub, now, request.drafts, memo);
    done(Stage::Plan);
    findings.extend(said);
    let (press, said) = Press::new(site, memo);
    done(Stage::Theme);
    findings.extend(said);
    let allowed = Allowed::by(&hub);
    findings.retain(|f| f.is_error() || !allowed.silences(f.code, f.place.as_ref().map(|p| &p.path)));
    let findings = in_order(findings);
    let ready = press.filter(|_| !any_error(&findings)).map(|press| Ready { press, allowed, hub });
    Prepared { findings, ready }
}

/// A hub as it is written, and what is wrong with it; nothing is planned. `None` where there is no hub to speak of.
pub fn understand(hub: &Snapshot, themes: &Snapshot) -> (Option<Hub>, Vec<Finding>) {
    let (hub, findings) = parse::hub(hub, themes, None, &Memo::forgetful());
    (hub, in_order(findings))
}

/// The names of the themes there are, and of the one that a hub has chosen; whatever else is wrong with its settings.
pub fn themes(hub: &Snapshot, built_in: &Snapshot) -> (BTreeSet<String>, String) {
    let chosen = parse::settings::settings(hub, None, "").0.map_or(COMMONS.to_owned(), |settings| settings.theme);
    (parse::theme::names(hub, built_in), chosen)
}

/// The content plan, with what was noticed that concerns it.
pub struct Planning {
    /// In order of place.
    pub findings: Vec<Finding>,
    /// `None` where there is no hub to speak of.
    pub programme: Option<Programme>,
}

/// Reads a hub and lays out the content plan of so many weeks, the present one among them. No site is made, so what
/// only a site can be wrong about (links, templates) is not noticed.
pub fn programme(hub: &Snapshot, themes: &Snapshot, request: &Request, weeks: u32) -> Planning {
    let (hub, mut findings) = parse::hub(hub, themes, request.base_url.as_deref(), &Memo::forgetful());
    let Some(hub) = hub else { return Planning { findings: in_order(findings), programme: None } };
    let now = request.now.instant(hub.settings.timezone);
    findings.extend(plan::programme::findings::findings(&hub, now));
    let allowed = Allowed::by(&hub);
    findings.retain(|f| f.is_error() || !allowed.silences(f.code, f.place.as_ref().map(|p| &p.path)));
    Planning { findings: in_order(findings), programme: Some(plan::programme::programme(&hub, now, weeks)) }
}

/// The content plan as iCalendar, for the team's own calendars.
pub fn programme_calendar(programme: &Programme) -> String {
    render::programme::calendar::calendar(programme)
}

/// The content plan as a table, for a spreadsheet.
pub fn programme_table(programme: &Programme) -> String {
    render::programme::table::table(programme)
}

/// What `allow` silences, in hub.yaml or in the file itself. Errors cannot be silenced.
struct Allowed {
    settings: Arc<Settings>,
    by_file: HashMap<HubPath, BTreeSet<String>>,
}

impl Allowed {
    fn by(hub: &Hub) -> Allowed {
        let editions = hub.articles.iter().flat_map(|a| &a.editions).filter(|e| !e.common.allow.is_empty());
        let by_file = editions.map(|e| (e.path.clone(), e.common.allow.iter().cloned().collect())).collect();
        Allowed { settings: hub.settings.clone(), by_file }
    }

    fn silences(&self, code: &Code, path: Option<&HubPath>) -> bool {
        let own = path.and_then(|p| self.by_file.get(p));
        self.settings.allow.contains(code.name) || own.is_some_and(|codes| codes.contains(code.name))
    }
}

impl Ready {
    pub fn site(&self) -> &Site {
        &self.press.site
    }

    /// hub.lock as it should be; `None` where it already is. `found`: its bytes.
    pub fn lock(&self, found: Option<&[u8]>) -> Option<String> {
        let wanted = self.site().lock.to_string();
        // Git may have given it line ends of another system.
        let same = found.is_some_and(|found| String::from_utf8_lossy(found).replace("\r\n", "\n") == wanted);
        (!same).then_some(wanted)
    }

    /// What is to be said of a hub.lock that should have been up to date.
    pub fn stale_lock(&self) -> Finding {
        plan::identity::stale(&self.hub.lock, &self.site().lock)
    }

    /// For whoever prints the site once and has nothing more to say about the files it is made from: lets go of their
    /// texts, a sixth of what a large hub takes in memory.
    pub fn without_sources(mut self) -> Ready {
        self.hub.articles = Vec::new();
        for article in self.press.site.works.iter_mut().filter_map(|work| Arc::get_mut(&mut work.article)) {
            article.editions.iter_mut().for_each(|edition| edition.source = Arc::default());
        }
        self
    }

    /// Renders everything into `sink`, on all processors. Where what it returns holds an error, the sink must not let
    /// anything of this run be seen.
    pub fn render(&self, sink: &dyn Sink) -> Vec<Finding> {
        in_order(self.press.print(sink))
    }

    /// With what an earlier run kept for its search, of which only what has changed is then read again.
    pub fn recalling(mut self, kept: Vec<u8>) -> Ready {
        self.press.recall(kept);
        self
    }

    /// What the next run is to be given; `None` where it is what this one was.
    pub fn to_keep(&self) -> Option<Vec<u8>> {
        self.press.to_keep()
    }

    /// Those among findings that nobody has said are not wanted.
    pub fn wanted(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let wanted = |f: &Finding| f.is_error() || !self.allowed.silences(f.code, f.place.as_ref().map(|p| &p.path));
        findings.into_iter().filter(wanted).collect()
    }

    /// Renders one file, for the preview. `None`: there is no such file.
    pub fn render_one(&self, path: &OutputPath) -> Option<Result<Content, Vec<Finding>>> {
        self.press.one(path)
    }

    /// What was noticed while files were rendered one by one, beside what made one impossible.
    pub fn remarks(&self) -> Vec<Finding> {
        self.press.remarks()
    }

    /// The site file by file, for the preview.
    pub fn press(&self) -> &Press {
        &self.press
    }

    /// The content plan of so many weeks as a page, with links into this site.
    pub fn board(&self, weeks: u32) -> String {
        let programme = plan::programme::programme(&self.hub, self.site().now, weeks);
        render::programme::board::board(&programme, self.site())
    }

    /// The addresses of other hosts that the site leads to.
    pub fn external(&self) -> Vec<External> {
        plan::external::external(self.site())
    }

    /// What is to be said about one of them, now that its host has been asked.
    pub fn answered(&self, mut external: External, answer: &Answer) -> Option<Finding> {
        let code = plan::external::code(answer)?;
        external.places.retain(|place| !self.allowed.silences(code, Some(&place.path)));
        plan::external::finding(&external, answer, &self.site().settings.base_url)
    }
}
