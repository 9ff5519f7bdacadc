//! The nouns and their words. Nothing here reads a clock or a disk, prints, or knows the verbs.

pub mod article;
pub mod body;
pub mod external;
pub mod hub;
pub mod iso;
pub mod language;
pub mod letters;
pub mod lock;
pub mod occurrence;
pub mod output;
pub mod path;
pub mod picture;
pub mod programme;
pub mod remark;
pub mod rule;
pub mod settings;
pub mod site;
pub mod snapshot;
pub mod theme;
pub mod time;
