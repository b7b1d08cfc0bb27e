//! `runsheet convert RUNBOOK`: the same runbook in YAML or JSON. What it was read from is never touched.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::made::{hand_over, spelling};
use super::{Exit, complain};
use crate::app::App;
use crate::runbook::format::{Native, native, read};
use crate::words::render_faults;
use crate::world::{same_file, write_new, write_over};

/// What `convert` is told.
#[derive(Debug, Args)]
pub(super) struct Convert {
    /// A path, a library id, or the name of an alert
    runbook: String,
    /// What to write; the ending of the output says it too, else it is YAML
    #[arg(long, value_enum)]
    to: Option<To>,
    /// File to write; printed when not given
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "output")]
    force: bool,
}

/// A spelling, as typed.
#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum To {
    /// YAML
    #[value(alias = "yml")]
    Yaml,
    /// JSON
    Json,
}

impl From<To> for Native {
    fn from(to: To) -> Self {
        match to {
            To::Yaml => Self::Yaml,
            To::Json => Self::Json,
        }
    }
}

pub(super) fn convert(app: &App, asked: &Convert) -> Exit {
    let words = &app.words;
    let output = asked.output.as_deref();
    let to = match spelling(words, asked.to, output) {
        Ok(to) => to,
        Err(exit) => return exit,
    };
    let loaded = match app.load(&asked.runbook) {
        Ok(loaded) => loaded,
        Err(fault) => {
            complain(&fault.message);
            return fault.kind.into();
        }
    };
    if let (Some(output), Some(source)) = (output, loaded.origin.path())
        && same_file(output, source)
    {
        let path = source.display().to_string();
        complain(&words.with("cli-convert-itself", &[("path", (&path).into())]));
        return Exit::Usage;
    }
    let reading = read(&loaded.name, &loaded.bytes);
    if !reading.faults.is_empty() {
        let text = String::from_utf8_lossy(&loaded.bytes);
        complain(&render_faults(words, &reading.faults, reading.dropped, &loaded.name, &text));
    }
    if reading.runbook.is_none() {
        return Exit::Runbook;
    }
    if let Some(found) = &reading.recognised {
        complain(&words.recognised(found));
    }
    let Some(text) = native(&reading, &loaded.name, to.into()) else {
        complain(&words.with("cli-convert-unfit", &[("name", (&loaded.name).into())]));
        return Exit::World;
    };
    hand_over(words, &text, output, if asked.force { write_over } else { write_new })
}
