//! The verbs that take the screen, and what is left on the normal screen after them.

use std::io::{BufRead as _, Read as _};

use super::output::{ask, print_whole};
use super::{Exit, LONGEST_PERSON, complain, print};
use crate::app::{App, Fault, Standing, owes_report, run_screen, standings};
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

pub(super) fn library(app: &mut App) -> Exit {
    screen(app)
}

pub(super) fn open(app: &mut App, runbook: &str, kind: Kind, form: Option<DrillForm>) -> Exit {
    match app.open_runbook(runbook, kind, form) {
        Ok(()) => screen(app),
        Err(fault) => refuse(&fault),
    }
}

/// Goes on the named session; without a name on the one that can be meant, else the library shows them.
pub(super) fn resume(app: &mut App, session: Option<&str>) -> Exit {
    let only = || {
        let unfinished: Vec<Standing> = standings(app).into_iter().filter(Standing::is_unfinished).collect();
        Standing::meant(&unfinished).map(|one| one.name.clone())
    };
    let Some(name) = session.map(str::to_owned).or_else(only) else { return screen(app) };
    match app.resume_session(&name) {
        Ok(()) => screen(app),
        Err(fault) => refuse(&fault),
    }
}

pub(super) fn refuse(fault: &Fault) -> Exit {
    complain(&fault.message);
    fault.kind.into()
}

pub(super) fn screen(app: &mut App) -> Exit {
    let ended = match run_screen(app) {
        Ok(ended) => ended,
        Err(error) => {
            say_what_ran(app);
            complain(&format!("{error:#}"));
            return if say_unsaved(app, true) { Exit::World } else { Exit::NotSaved };
        }
    };
    if app.saving().view.is_none() {
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
