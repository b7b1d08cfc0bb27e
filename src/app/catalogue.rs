//! The sessions in the state folder, and how each of them stands.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{App, Fault};
use crate::host::SessionCard;
use crate::journal::{self, Journal, Recovery, Seated, seats};
use crate::session::{Event, Kind, Life, Person, Session};
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

    /// The runbook that was drilled in it and the day on which the drill came to its end; none of any other session.
    pub fn drilled(&self) -> Option<(String, NaiveDate)> {
        let state = self.session.state();
        if state.kind != Kind::Drill || state.life != Life::Ended {
            return None;
        }
        let ends = |event: &Event| matches!(event, Event::SessionEnded { .. });
        let end = self.session.log().iter().rev().find(|row| !row.withdrawn && row.entry.events.iter().any(ends))?;
        Some((self.session.book().id.to_string(), end.entry.at.wall.date_naive()))
    }

    /// What a session's record says, without asking anybody what is wrong with one that cannot be read.
    pub(super) fn of(found: journal::Found) -> Option<Self> {
        let (_, recovery) = Journal::watch(&found.folders).ok()?;
        let opened = recovery.entries.iter().any(|entry| entry.opens().is_some());
        opened.then(|| Self::told(found, recovery))
    }

    fn told(found: journal::Found, recovery: Recovery) -> Self {
        let damaged = recovery.damaged;
        let session = Session::replay(recovery.entries.into_iter().map(Arc::new));
        let on_it = seats(&found.folders.existing());
        Self { name: found.name, number: found.number, session, on_it, damaged }
    }

    /// The session as the library lists it.
    pub(super) fn card(&self, words: &Words) -> SessionCard {
        let session = &self.session;
        let step = session.current_step().map(|step| Names::step(session, &step)).unwrap_or_default();
        let last = session.log().last().map(|row| row.entry.at.wall.format("%m-%d %H:%M").to_string());
        let (state, last) = (words.session_state(self.label()), last.unwrap_or_default());
        let args = [("state", (&state).into()), ("step", (&step).into()), ("last", (&last).into())];
        let mut says = words.with("cli-standing", &args);
        says.push_str(&self.held(words));
        if let Some(number) = self.number {
            says.push_str(&words.with("cli-standing-number", &[("number", u64::from(number).into())]));
        }
        let title = session.book().title.clone();
        SessionCard { name: self.name.clone(), kind: session.state().kind, title, standing: says }
    }

    /// Who is on it, as the end of a sentence; empty when nobody is.
    pub fn held(&self, words: &Words) -> String {
        let people = self.people(words);
        if people.is_empty() {
            return String::new();
        }
        words.with("cli-standing-held", &[("names", (&words.list(&people)).into())])
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
pub(super) const LOOKED_INTO: usize = 200;

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
    Ok(Standing::told(found, recovery))
}

/// Whether a report is owed for this kind of session.
pub fn owes_report(session: &Session) -> bool {
    session.state().kind != Kind::Walkthrough
}
