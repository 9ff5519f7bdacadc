//! # The house
//!
//! hubgen turns a folder of Markdown into the public home of a community. Data flows one way:
//!
//! ```text
//!   disk                                                            disk, browser
//!     |                                                                   ^
//!     v         parse            plan              render                 |
//!  Snapshot ----------> Hub ------------> Site --------------> Output ----+
//!  the hub              the hub   now     every output         path and bytes,
//!  as bytes             understood        decided              streaming
//! ```
//!
//! Four nouns ([`model`]), three verbs ([`parse`], [`plan`], [`render`]) that do not know each other, and
//! [`pipeline`], the one file that knows their order. Between the windows ([`world`]: disk, clock, server,
//! network) everything is pure: no clock, no disk, no network, no printing. The roof ([`cli`]) holds the commands. Beside
//! the verbs, as pure, [`scaffold`] makes the text of files that people go on with.
//!
//! | to … | go to |
//! |---|---|
//! | add a front-matter field | `model/article.rs` (what it is), `parse/kinds.rs` (one line: name, shape, meaning), `render/view.rs` and `render/views/` (what readers see) |
//! | add a setting | `model/settings.rs`, `parse/settings.rs` |
//! | add an output | `plan/` decides that it exists, `render/mod.rs` has a job for it |
//! | add a message | [`diagnostic::catalogue`], and a case in `tests/diagnostics` |
//! | guess what a writer meant | dates, lengths, zones: `parse/meant.rs`; slips of YAML: `parse/yaml/slips.rs`; fields as others call them: `parse/fields.rs` |
//! | notice something about a community | `plan/community/`; in the words of its texts: `parse/remarks/` finds it first |
//! | say a rule of repetition in another way | the `rhythm-` strings of the theme; which rules are said: `render/rhythm/shape.rs` |
//! | change the team's content plan | `model/programme.rs`, `plan/programme/`; never `model/site.rs` |
//! | change what may be published | `plan/gate.rs`, nowhere else |
//! | change what calendars know an event by | `plan/identity/`; how it is kept: `model/lock.rs`, `parse/lock.rs` |
//! | change what `init` and `new` write | `scaffold/`; a hub's first texts: `scaffold/hub/` |
//! | know what is recalled when a file is saved | `memo.rs`; `plan/layout.rs` (all but bodies), `world/disk/watched.rs` (files) |
//! | change what templates see | `render/view.rs`; the theme's README is held to it by a test |
//! | change how words are found | `render/search/stems/` (forms of words), `render/search/fold.rs` (spellings), `render/search/terms.rs` (weights), `search.js` beside them (the reader's side) |
//! | change what becomes of pictures | `world/picture/` (what a file says of itself), `plan/pictures.rs` (which sizes), `render/pictures/` (how they are made, and what strangers' drawings may hold) |
//! | know what is kept between runs | `world/store.rs` (`.hubgen/`), `render/search/kept.rs` |
//! | change how share cards come about | `plan/cards.rs` (who has one), `render/views/share.rs` (what stands on it), `render/cards/` (how it is drawn), `card.svg` of the themes |
//! | change how things look | `themes/commons/` |

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]
// Text is cut where a character begins, or the cut is not made: `get`, `split_once`, `strip_prefix`. A module whose
// offsets cannot be wrong says at its top why.
#![cfg_attr(not(test), deny(clippy::string_slice))]
// What clippy.toml lists are the machine's doors; only `world` and `cli` may open them, and tests may.
#![cfg_attr(not(test), deny(clippy::disallowed_methods))]
#![cfg_attr(test, allow(clippy::disallowed_methods))]

pub mod cli;
pub mod diagnostic;
pub mod memo;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod plan;
pub mod render;
pub mod scaffold;
pub mod world;
