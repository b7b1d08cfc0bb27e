//! `runsheet act SESSION COMMAND…`: any act of a running session, from wherever one is.
//!
//! The words are those of the palette. Nothing is assumed that a screen would ask for: what is missing is refused
//! with what to give.

mod command;
mod word;

use clap::Args;

use self::word::Word;
use super::answer::answer;
use super::{Exit, complain, input, person};
use crate::app::App;
use crate::host::{Host as _, Request};

/// What `act` is told.
#[derive(Debug, Args)]
pub(super) struct ActOn {
    /// Number or name of a session, or a part of its name that no other unfinished one has
    session: String,
    /// Why; opens a gate, and goes into the log
    #[arg(long, global = true, value_name = "TEXT", value_parser = input::line)]
    reason: Option<String>,
    /// Whose act it is, when you type it for somebody
    #[arg(long, global = true, value_name = "NAME", value_parser = person)]
    by: Option<String>,
    /// As JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    word: Word,
}

pub(super) fn act(app: &App, mut asked: ActOn) -> Exit {
    let words = &app.words;
    let when = match asked.word.when(app.now().wall) {
        Ok(when) => when,
        Err(how) => {
            complain(&words.say(how));
            return Exit::Usage;
        }
    };
    if let Some(typed) = asked.word.text() {
        match input::text(std::mem::take(typed), words) {
            Ok(text) => *typed = text,
            Err(error) => {
                complain(&error);
                return Exit::World;
            }
        }
    }
    let outcome = app.act_from_outside(&asked.session, |session| {
        let command = asked.word.command(session, when)?;
        let by = asked.by.as_deref().map(|name| session.person_called(name));
        Ok(Request { by, reason: asked.reason, ..command.into() })
    });
    answer(app, outcome, asked.json)
}

#[cfg(test)]
mod tests;
