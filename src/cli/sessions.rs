//! `runsheet sessions`: what is there, newest first.

use serde::Serialize;

use super::{Exit, complain, print, print_json};
use crate::app::{App, Standing, survey};

#[derive(Serialize)]
struct Row<'a> {
    number: Option<u32>,
    name: &'a str,
    kind: &'static str,
    title: &'a str,
    runbook: &'a str,
    state: String,
    unfinished: bool,
    opened: Option<String>,
    last: Option<String>,
    entries: usize,
    on_it: Vec<&'a str>,
    damaged: bool,
}

pub(super) fn list(app: &App, all: bool, json: bool) -> Exit {
    let (sound, broken) = match survey(app) {
        Ok(found) => found,
        Err(fault) => {
            complain(&fault.message);
            return fault.kind.into();
        }
    };
    let found: Vec<Standing> = sound.into_iter().filter(|standing| all || standing.is_unfinished()).collect();
    // Told, but no failure: a folder a killed program made and never wrote to would be one for ever.
    for (name, why) in &broken {
        complain(&format!("{name}: {why}"));
    }
    if json {
        let rows: Vec<Row<'_>> = found.iter().map(row).collect();
        print_json(&rows);
        return Exit::Fine;
    }
    if found.is_empty() && broken.is_empty() {
        print(&app.words.say(if all { "cli-no-sessions" } else { "cli-no-unfinished-sessions" }));
        return Exit::Fine;
    }
    for standing in &found {
        let session = &standing.session;
        let kind = app.words.kind(session.state().kind);
        let state = app.words.session_state(standing.label());
        let mut line = app.words.with(
            "cli-session-line",
            &[
                ("name", (&standing.name).into()),
                ("kind", (&kind).into()),
                ("title", (&session.book().title).into()),
                ("state", (&state).into()),
            ],
        );
        if standing.damaged {
            line.push_str(&app.words.say("cli-standing-damaged"));
        }
        line.push_str(&standing.held(&app.words));
        let number = standing.number.map(|number| number.to_string()).unwrap_or_default();
        print(&format!("{number:>3}  {line}"));
    }
    Exit::Fine
}

fn row(standing: &Standing) -> Row<'_> {
    let session = &standing.session;
    let log = session.log();
    let at = |row: &crate::session::Logged| row.entry.at.wall.to_rfc3339();
    Row {
        number: standing.number,
        name: &standing.name,
        kind: session.state().kind.word(),
        title: &session.book().title,
        runbook: session.book().id.as_str(),
        state: format!("{:?}", standing.label()).to_lowercase(),
        unfinished: standing.is_unfinished(),
        opened: log.first().map(at),
        last: log.last().map(at),
        entries: log.len(),
        on_it: standing.on_it.iter().map(|seated| seated.person.as_str()).collect(),
        damaged: standing.damaged,
    }
}
