//! `runsheet say SESSION TEXT`: a note into a running session, from wherever one is.

use clap::{Args, ValueEnum};

use super::answer::answer;
use super::{Exit, complain, input, person};
use crate::app::App;
use crate::host::{Host as _, Request};
use crate::session::{Command, NoteKind, stated};

/// What `say` is told.
#[derive(Debug, Args)]
pub(super) struct Say {
    /// Number or name of a session, or a part of its name that no other unfinished one has
    session: String,
    /// The note; `-` reads it from standard input
    #[arg(allow_hyphen_values = true)]
    text: String,
    /// Sort of the note
    #[arg(long, value_enum, default_value = "note")]
    kind: Sort,
    /// When it happened, if not now: `-5m`, `14:05`
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    at: Option<String>,
    /// Step it belongs to: its id or its number on the screen
    #[arg(long, value_name = "STEP")]
    step: Option<String>,
    /// Whose note it is, when you write it down for somebody
    #[arg(long, value_name = "NAME", value_parser = person)]
    by: Option<String>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Sort of a note, as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sort {
    /// What was seen or done
    Note,
    /// An unexpected situation
    Unexpected,
    /// What an evaluator saw
    Observation,
}

pub(super) fn say(app: &App, asked: Say) -> Exit {
    let words = &app.words;
    let when = match asked.at.as_deref().map(|at| stated(at, app.now().wall)) {
        Some(None) => {
            complain(&words.say("cli-how-to-write-times"));
            return Exit::Usage;
        }
        when => when.flatten(),
    };
    let text = match input::text(asked.text, words) {
        Ok(text) => text,
        Err(error) => {
            complain(&error);
            return Exit::World;
        }
    };
    let kind = match asked.kind {
        Sort::Note => NoteKind::Note,
        Sort::Unexpected => NoteKind::Unexpected,
        Sort::Observation => NoteKind::Observation,
    };
    let outcome = app.act_from_outside(&asked.session, |session| {
        let step = asked.step.as_deref().map(|step| session.step_called(step));
        let by = asked.by.as_deref().map(|name| session.person_called(name));
        Ok(Request { by, ..Command::Note { kind, text, stated: when, step }.into() })
    });
    answer(app, outcome, asked.json)
}
