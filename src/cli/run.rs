//! The verbs that run a session, on the full screen or line by line, and what is left of it in the shell.

use std::io::{BufRead as _, Read as _};

use super::output::{ask, print_whole, takes_text};
use super::{Exit, Front, LONGEST_PERSON, complain, print};
use crate::app::{App, Fault, Standing, owes_report, run_plain, run_screen, standings};
use crate::host::Host as _;
use crate::report::{Facts, summary};
use crate::runbook::DrillForm;
use crate::session::Kind;

/// Bytes of an answer that are read.
const LONGEST_LINE: u64 = 4096;

/// Asks once who types where several people use the login. Nothing typed means that it does not matter.
pub(super) fn ask_who_types(app: &mut App) {
    let Some(login) = app.shared_login().map(str::to_owned) else { return };
    ask(&app.words.with("cli-who-types", &[("login", (&login).into())]));
    let mut typed = String::new();
    if std::io::stdin().lock().take(LONGEST_LINE).read_line(&mut typed).is_ok() {
        app.introduce(typed.trim().chars().take(LONGEST_PERSON).collect());
    }
}

pub(super) fn library(app: &mut App, front: Front) -> Exit {
    session(app, front)
}

pub(super) fn open(app: &mut App, runbook: &str, kind: Kind, form: Option<DrillForm>, front: Front) -> Exit {
    if front == Front::Screen {
        app.show_first();
    }
    match app.open_runbook(runbook, kind, form) {
        Ok(()) => session(app, front),
        Err(fault) => refuse(&fault),
    }
}

/// Goes on the named session; without a name on the one that can be meant, else the library shows them.
pub(super) fn resume(app: &mut App, named: Option<&str>, take_over: bool, front: Front) -> Exit {
    if take_over {
        // Whoever says no name on a login of many may be anybody else there.
        if let Some(login) = app.shared_login() {
            complain(&app.words.with("cli-take-over-who", &[("login", login.into())]));
            return Exit::Usage;
        }
        app.take_over();
    }
    let only = || {
        let unfinished: Vec<Standing> = standings(app).into_iter().filter(Standing::is_unfinished).collect();
        Standing::meant(&unfinished).map(|one| one.name.clone())
    };
    let Some(name) = named.map(str::to_owned).or_else(only) else { return session(app, front) };
    match app.resume_session(&name) {
        Ok(()) => session(app, front),
        Err(fault) => refuse(&fault),
    }
}

pub(super) fn refuse(fault: &Fault) -> Exit {
    complain(&fault.message);
    fault.kind.into()
}

pub(super) fn session(app: &mut App, front: Front) -> Exit {
    let ended = match front {
        Front::Screen => run_screen(app),
        Front::Lines => run_plain(app),
    };
    let ended = match ended {
        Ok(ended) => ended,
        Err(error) => {
            say_what_ran(app);
            complain(&format!("{error:#}"));
            return if say_unsaved(app, true) { Exit::World } else { Exit::NotSaved };
        }
    };
    // Whoever is told to go does not wait for a terminal that takes nothing.
    if app.saving().view.is_none() && (ended.signal.is_none() || takes_text()) {
        say_what_ran(app);
    }
    if !say_unsaved(app, ended.saved) {
        return Exit::NotSaved;
    }
    ended.signal.map_or(Exit::Fine, Exit::Signal)
}

/// Prints what is in no file; whether there is nothing of the kind.
fn say_unsaved(app: &App, saved: bool) -> bool {
    let unsaved = app.live().map(crate::app::Live::unsaved).unwrap_or_default();
    if !saved || !unsaved.is_empty() {
        complain(&app.words.with("cli-not-saved", &[("count", unsaved.len().into())]));
        // As they would stand in the file, so that they can still become one.
        for line in &unsaved {
            print_whole(String::from_utf8_lossy(line).trim_end());
        }
        return false;
    }
    true
}

/// The few lines that stay on the normal screen: how it ended, the totals, where everything is, how to go on.
fn say_what_ran(app: &App) {
    let Some(live) = app.live() else { return };
    let (Some(folder), Some(name)) = (live.folder(), live.name()) else { return };
    let session = live.session();
    let facts = Facts::of(session, Some(&app.now()), live.integrity());
    for line in summary(&facts, &app.words) {
        print(&line);
    }
    let path = |file: &str| crate::text::printable(&folder.join(file).display().to_string()).into_owned();
    print(&app.words.with("cli-log-is-at", &[("path", (&path("journal.jsonl")).into())]));
    if let Some(shelter) = app.saving().shelter {
        print(&shelter.said);
    }
    if let Some(hash) = &facts.integrity.head {
        let args = [("hash", hash.into()), ("count", app.saving().saved.0.into())];
        print(&app.words.with("cli-head-is", &args));
    }
    if owes_report(session) && folder.join("report.md").exists() {
        print(&app.words.with("cli-report-is-at", &[("path", (&path("report.md")).into())]));
    }
    if session.has_work_left() {
        let command = format!("runsheet {}resume {name}", app.flags());
        print(&app.words.with("cli-resume-with", &[("command", (&command).into())]));
    }
}
