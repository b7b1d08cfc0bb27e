//! `runsheet watch`: looks on at a session, on the screen or line by line.

use std::time::Duration;

use super::output::nobody_reads;
use super::run::refuse;
use super::{Exit, Front, complain, print, run};
use crate::app::{App, Standing, standings};
use crate::host::{Host as _, View};
use crate::session::{Logged, Session};
use crate::words::{Names as _, Words};

/// Time between two looks at whether anybody still reads.
const STILL_READ: Duration = Duration::from_secs(1);

pub(super) fn watch(app: &mut App, session: Option<&str>, view: View, front: Front) -> Exit {
    let name = match session {
        Some(name) => name.to_owned(),
        None => match running(app) {
            Ok(name) => name,
            Err(exit) => return exit,
        },
    };
    match app.watch_session(&name, view) {
        Ok(()) if front == Front::Lines && view == View::Log => tell_all(app),
        Ok(()) => run::session(app, front),
        Err(fault) => refuse(&fault),
    }
}

/// The session that can be meant, or the only one somebody is on.
fn running(app: &App) -> Result<String, Exit> {
    let unfinished: Vec<Standing> = standings(app).into_iter().filter(Standing::is_unfinished).collect();
    let attended: Vec<&Standing> = unfinished.iter().filter(|standing| standing.is_attended()).collect();
    match (Standing::meant(&unfinished), attended.as_slice()) {
        (Some(one), _) => Ok(one.name.clone()),
        (None, [one]) => Ok(one.name.clone()),
        (None, []) if unfinished.is_empty() => {
            complain(&app.words.say("cli-nothing-to-watch"));
            Err(Exit::Name)
        }
        _ => {
            let name = |standing: &Standing| app.words.session_name(&standing.name, standing.number);
            let names: Vec<String> = unfinished.iter().map(name).collect();
            complain(&app.words.with("cli-watch-which", &[("names", (&app.words.list(&names)).into())]));
            Err(Exit::Name)
        }
    }
}

/// Prints every entry as it comes, until nothing is left to do or nobody reads any more.
fn tell_all(app: &mut App) -> Exit {
    let mut told = 0;
    while let Some(session) = app.session() {
        let log = session.log();
        for row in log.get(told..).unwrap_or_default() {
            if let Some(line) = line(row, session, &app.words) {
                print(&line);
            }
        }
        told = log.len();
        if !session.has_work_left() || nobody_reads() {
            break;
        }
        app.wait(STILL_READ);
    }
    Exit::Fine
}

/// An entry on one line: when, who, what; nothing where there is nothing to tell.
fn line(row: &Logged, session: &Session, words: &Words) -> Option<String> {
    let entry = &row.entry;
    let said: Vec<String> = entry.told().filter_map(|event| words.event(event, session)).collect();
    if said.is_empty() {
        return None;
    }
    let who = if entry.by.person.is_program() {
        String::new()
    } else {
        let by = session.person(&entry.by.person);
        let typed = (entry.who != entry.by.person && !entry.who.is_program()).then(|| session.person(&entry.who));
        let by = match typed {
            Some(who) => words.with("log-typed", &[("person", (&by).into()), ("who", (&who).into())]),
            None => by,
        };
        words.with("log-who", &[("person", (&by).into())])
    };
    Some(format!("{} {who}{}", entry.at.wall.format("%H:%M:%S"), said.join("; ").replace('\n', " ")))
}
