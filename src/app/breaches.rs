//! Breaches that a program of the user is told of.
//!
//! It is told of every breach that joins the log while this program is on the session, whoever's program noticed it
//! first: two people on one session may have two pagers, and a page too many is better than none.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::sentences::hook_trouble;
use super::{App, Waker};
use crate::session::{Event, Logged, Seq, Session};
use crate::text::printable_json;
use crate::words::{Names as _, Words};
use crate::world::{Hook, HookError};

/// How long the program may take each time.
const LIMIT: Duration = Duration::from_secs(10);

/// What is passed on, and how far.
#[derive(Debug)]
pub(super) struct Breaches {
    hook: Option<Hook>,
    /// The last entry that was looked at; none before the first look at a session.
    passed: Option<Seq>,
    failed: Sender<HookError>,
    failures: Receiver<HookError>,
    /// That something failed is told once.
    told: bool,
}

impl Default for Breaches {
    fn default() -> Self {
        let (failed, failures) = channel();
        Self { hook: None, passed: None, failed, failures, told: false }
    }
}

impl Breaches {
    /// Goes on another session: what is in its log by now is history.
    pub(super) fn begin_anew(&mut self) {
        self.passed = None;
    }

    fn hook(&mut self, command: &[String], waker: &Waker) -> Result<&Hook, HookError> {
        match &mut self.hook {
            Some(hook) => Ok(hook),
            none => {
                let (failed, waker) = (self.failed.clone(), Arc::clone(waker));
                let tell = move |error| {
                    let _ = failed.send(error);
                    if let Some(wake) = waker.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
                        wake();
                    }
                };
                Ok(none.insert(Hook::new(command.to_vec(), LIMIT, tell)?))
            }
        }
    }
}

impl App {
    /// Passes on what was breached since the last look, once it is saved or nothing can be.
    pub(super) fn pass_on_breaches(&mut self) {
        let command = &self.places.config.notify;
        let Some(live) = self.live.as_ref().filter(|live| !live.is_watching() && !command.is_empty()) else { return };
        let session = live.session();
        let last = session.log().last().map_or(Seq(0), |row| row.entry.seq);
        let Some(passed) = self.breaches.passed else {
            self.breaches.passed = Some(last);
            return;
        };
        let saving = live.saving(&self.words);
        let until = if saving.trouble.is_some() { last } else { saving.saved };
        let new = session.log().iter().rev().take_while(|row| row.entry.seq > passed);
        let new = new.filter(|row| row.entry.seq <= until);
        let mut texts: Vec<String> = new.filter_map(|row| text(row, session, live.name(), &self.written)).collect();
        self.breaches.passed = Some(passed.max(until));
        texts.reverse();
        for text in texts {
            let told = self.breaches.hook(&self.places.config.notify, &self.ear.waker);
            if let Err(error) = told.and_then(|hook| hook.tell(text.into_bytes())) {
                let _ = self.breaches.failed.send(error);
            }
        }
    }

    /// Once: why breaches are not passed on.
    pub(super) fn hook_trouble(&mut self) -> Option<String> {
        let error = self.breaches.failures.try_recv().ok()?;
        let first = !std::mem::replace(&mut self.breaches.told, true);
        let program = self.places.config.notify.first().map_or("", String::as_str);
        first.then(|| hook_trouble(&error, program, &self.words))
    }
}

/// What the program is told of an entry: an object of JSON on one line. Texts of the runbook are nothing but texts in it.
fn text(row: &Logged, session: &Session, name: Option<&str>, words: &Words) -> Option<String> {
    let entry = &row.entry;
    if !entry.who.is_program() {
        return None;
    }
    let (event, title) = entry.events.iter().find_map(|event| Some((event, title(event, session)?)))?;
    let written = serde_json::to_value(event).ok()?;
    let told = json!({
        "session": name,
        "kind": entry.mode,
        "runbook": session.book().title,
        "seq": entry.seq,
        "event": written.get("type"),
        "title": title,
        "due": written.pointer("/data/due").unwrap_or(&Value::Null),
        "at": entry.at.wall.to_rfc3339(),
        "text": words.event(event, session),
    });
    Some(format!("{}\n", printable_json(&told.to_string())))
}

/// What a breach is of; none where an event is no breach.
fn title(event: &Event, session: &Session) -> Option<String> {
    match event {
        Event::TimerBreached { timer, .. } | Event::CadenceDue { timer, .. } => Some(session.timer(timer)),
        Event::TimeboxOverrun { step, .. } | Event::WaitOver { step, .. } => Some(session.step(step)),
        Event::ReminderDue { reminder, .. } => {
            session.state().reminders.get(reminder).map(|reminder| reminder.text.clone())
        }
        Event::ObligationOverdue { obligation, .. } => Some(session.obligation(obligation)),
        _ => None,
    }
}
