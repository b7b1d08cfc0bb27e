//! `runsheet new [ID]`: a runbook to begin with, in the reader's language. No file that is there is written over.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::made::{hand_over, spelling};
use super::{Exit, complain};
use crate::app::App;
use crate::runbook::template::{Template, template};
use crate::world::write_new;

/// What `new` is told.
#[derive(Debug, Args)]
pub(super) struct Begin {
    /// Id of the runbook: small letters, digits and hyphens; the name of the output when not given
    id: Option<String>,
    /// Title of the runbook; made of the id when not given
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// What to write; the ending of the output says it too, else it is YAML
    #[arg(long, value_enum)]
    to: Option<To>,
    /// File to write; printed when not given
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A spelling, as typed.
#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum To {
    /// YAML, with comments
    #[value(alias = "yml")]
    Yaml,
    /// JSON, which has none
    Json,
    /// A Markdown page, with comments
    #[value(alias = "markdown")]
    Md,
}

impl From<To> for Template {
    fn from(to: To) -> Self {
        match to {
            To::Yaml => Self::Yaml,
            To::Json => Self::Json,
            To::Md => Self::Markdown,
        }
    }
}

/// Id of a runbook nobody has named yet.
const UNNAMED: &str = "new-runbook";

pub(super) fn begin(app: &App, asked: Begin) -> Exit {
    let words = &app.words;
    let output = asked.output.as_deref();
    let to = match spelling(words, asked.to, output) {
        Ok(to) => to,
        Err(exit) => return exit,
    };
    let named = || output.and_then(Path::file_stem).and_then(|stem| stem.to_str()).map(str::to_owned);
    let id = asked.id.or_else(named).unwrap_or_else(|| UNNAMED.to_owned());
    let title = asked.title.unwrap_or_else(|| title_of(&id));
    match template(to.into(), words.lang().tag(), &id, &title) {
        Ok(text) => hand_over(words, &text, output, write_new),
        Err(faults) => {
            for fault in &faults {
                let help = words.fault_help(fault).map(|help| format!(" ({help})")).unwrap_or_default();
                complain(&format!("{}{help}", words.fault(fault)));
            }
            Exit::Usage
        }
    }
}

/// `db-failover` as people say it: "Db failover".
fn title_of(id: &str) -> String {
    let mut letters = id.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    first + &letters.as_str().replace('-', " ")
}
