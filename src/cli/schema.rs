//! `hubgen schema`

use super::{Exit, report};
use crate::{parse::schema::schema, world::Failure};

/// Print JSON Schemas of hub.yaml and front matter, for editors
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// hub, or a type of article: event, post, member, …; none: all of them in one
    #[arg(value_name = "TYPE")]
    kind: Option<String>,
}

pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    match schema(arguments.kind.as_deref()) {
        Ok(schema) => report::json(&schema),
        Err(known) => {
            let asked = arguments.kind.as_deref().unwrap_or_default();
            let help = crate::diagnostic::suggest(asked, known, "types").unwrap_or_default();
            Err(Failure::Usage(format!("there is no type `{asked}`; {help}")))
        }
    }
}
