//! What can be opened: the sessions in the state folder and the runbooks of the library.

use std::sync::Arc;

use super::{App, Fault};
use crate::host::{Catalogue, RunbookCard, SessionCard};
use crate::journal::{self, Journal, Seated, seats};
use crate::runbook::format::{Severity, read};
use crate::runbook::{Runbook, Status};
use crate::session::{Kind, Life, Person, Session};
use crate::text::printable;
use crate::words::{Names, SessionLabel, Words};

/// How a session in the state folder stands.
pub struct Standing {
    /// Name of its folder.
    pub name: String,
    /// The number by which it is joined.
    pub number: Option<u32>,
    /// The session as its journal tells it.
    pub session: Session,
    /// The terminals on it now.
    pub on_it: Vec<Seated>,
    /// Its record is damaged.
    pub damaged: bool,
}

impl Standing {
    /// Whether there is something left to do in it, be it after its end.
    pub fn is_unfinished(&self) -> bool {
        self.session.has_work_left()
    }

    /// Whether it came to its end, either way.
    pub fn is_over(&self) -> bool {
        self.session.state().life.is_over()
    }

    /// The one meant where none is named: the only one that is not over, else the only one with something left to do.
    pub fn meant(unfinished: &[Self]) -> Option<&Self> {
        let mut going_on = unfinished.iter().filter(|standing| !standing.is_over());
        match (going_on.next(), going_on.next(), unfinished) {
            (Some(one), None, _) | (None, _, [one]) => Some(one),
            _ => None,
        }
    }

    /// Whether somebody is on it who does not only watch.
    pub fn is_attended(&self) -> bool {
        self.on_it.iter().any(|seated| !seated.watching)
    }

    /// The persons on it, printable; empty when nobody is.
    pub fn people(&self, words: &Words) -> Vec<String> {
        let name = |seated: &Seated| {
            let person = printable(&Names::person(&self.session, &Person(seated.person.clone()))).into_owned();
            if seated.watching { words.with("cli-standing-watching", &[("person", (&person).into())]) } else { person }
        };
        self.on_it.iter().map(name).collect()
    }

    /// Word for how it stands.
    pub fn label(&self) -> SessionLabel {
        match self.session.state().life {
            Life::Ended => SessionLabel::Ended,
            Life::Terminated => SessionLabel::Terminated,
            _ if !self.is_attended() => SessionLabel::Interrupted,
            Life::Paused => SessionLabel::Paused,
            Life::Running => SessionLabel::Running,
            Life::Blank | Life::Opened => SessionLabel::Opened,
        }
    }
}

/// Sessions looked into; older ones are opened by name.
const LOOKED_INTO: usize = 200;

/// Every session in the state folder, newest first; folders without a readable journal are left out.
pub fn standings(app: &App) -> Vec<Standing> {
    survey(app).unwrap_or_default().0
}

/// The sessions that can be read, and of the others name and reason.
pub type Survey = (Vec<Standing>, Vec<(String, String)>);

/// Every session in the state folder, newest first, and what is wrong with those that cannot be read.
pub fn survey(app: &App) -> Result<Survey, Fault> {
    let found = app.ladder.list().map_err(|error| app.home_fault(&error.to_string()))?;
    let (mut sound, mut broken) = (Vec::new(), Vec::new());
    for found in found.into_iter().take(LOOKED_INTO) {
        let name = found.name.clone();
        match look(app, found) {
            Ok(standing) => sound.push(standing),
            Err(fault) => broken.push((name, fault.message)),
        }
    }
    Ok((sound, broken))
}

/// Those of the sessions called so that can be read and have something left to do.
pub(super) fn with_work_left(app: &App, names: &[String]) -> Vec<journal::Found> {
    let all = app.ladder.list().unwrap_or_default().into_iter();
    let named = all.filter(|found| names.contains(&found.name)).take(LOOKED_INTO);
    named.filter(|found| look(app, found.clone()).is_ok_and(|standing| standing.is_unfinished())).collect()
}

fn look(app: &App, found: journal::Found) -> Result<Standing, Fault> {
    let (_, recovery) = Journal::watch(&found.folders).map_err(|error| app.record_fault(&error))?;
    app.whole(&recovery, &found)?;
    let damaged = recovery.damaged;
    let session = Session::replay(recovery.entries.into_iter().map(Arc::new));
    let on_it = seats(&found.folders.existing());
    Ok(Standing { name: found.name, number: found.number, session, on_it, damaged })
}

pub(super) fn catalogue(app: &App) -> Catalogue {
    let sessions =
        standings(app).into_iter().filter(Standing::is_unfinished).map(|standing| card(app, &standing)).collect();
    let listed = app.library.list(app.words.lang().tag());
    let runbooks = listed.iter().map(|loaded| {
        let reading = read(&loaded.file, &loaded.bytes);
        let errors = reading.faults.iter().filter(|fault| fault.severity == Severity::Error).count();
        match reading.runbook {
            Some(book) if errors == 0 => sound(app, loaded.name.clone(), &book),
            _ => RunbookCard {
                id: loaded.name.clone(),
                title: loaded.name.clone(),
                about: app
                    .words
                    .with("cli-runbook-broken", &[("count", errors.into()), ("name", (&loaded.name).into())]),
                keywords: String::new(),
                broken: true,
            },
        }
    });
    Catalogue { runbooks: runbooks.collect(), sessions }
}

fn card(app: &App, standing: &Standing) -> SessionCard {
    let words = &app.words;
    let session = &standing.session;
    let step = session.current_step().map(|step| Names::step(session, &step)).unwrap_or_default();
    let last = session.log().last().map(|row| row.entry.at.wall.format("%m-%d %H:%M").to_string()).unwrap_or_default();
    let state = words.session_state(standing.label());
    let mut says =
        words.with("cli-standing", &[("state", (&state).into()), ("step", (&step).into()), ("last", (&last).into())]);
    says.push_str(&on_it(app, standing));
    if let Some(number) = standing.number {
        says.push_str(&words.with("cli-standing-number", &[("number", u64::from(number).into())]));
    }
    SessionCard {
        name: standing.name.clone(),
        kind: session.state().kind,
        title: session.book().title.clone(),
        standing: says,
    }
}

/// Who is on a session, as the end of a sentence; empty when nobody is.
pub fn on_it(app: &App, standing: &Standing) -> String {
    let people = standing.people(&app.words);
    if people.is_empty() {
        return String::new();
    }
    app.words.with("cli-standing-held", &[("names", (&app.words.list(&people)).into())])
}

fn sound(app: &App, id: String, book: &Runbook) -> RunbookCard {
    let mut keywords: Vec<String> = Vec::new();
    for trigger in &book.triggers {
        keywords.push(trigger.text.clone());
        keywords.extend(trigger.alert.clone());
    }
    keywords.extend(book.services.iter().chain(&book.tags).cloned());
    let about = match book.status {
        Status::Draft => app.words.say("cli-runbook-draft"),
        Status::Retired => app.words.say("cli-runbook-retired"),
        Status::Active => book.summary.clone().or_else(|| book.impact.clone()).unwrap_or_default(),
    };
    RunbookCard { id, title: book.title.clone(), about, keywords: keywords.join("\n"), broken: false }
}

/// Whether a report is owed for this kind of session.
pub fn owes_report(session: &Session) -> bool {
    session.state().kind != Kind::Walkthrough
}
