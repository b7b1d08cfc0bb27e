//! Others were faster: what that means for what is open, and for an act that came to nothing.

use super::super::model::{Answer, Choice, Model, Overlay, Overtakable, Pick, Purpose};
use super::{Context, Effect};
use crate::host::Overtaken;
use crate::session::{Command, Event, Logged, Person, Session, Subject};
use crate::words::{Names, Words};

/// Remembers what is open and since which entry, so that it can be told when somebody does something about it.
pub(super) fn keep_track(model: &mut Model, ctx: &Context<'_>) {
    let about = model.overlay.as_ref().map(subjects).unwrap_or_default();
    if about.is_empty() {
        model.overtakable = None;
    } else if model.overtakable.as_ref().is_none_or(|open| open.about != about) {
        let since = ctx.session.and_then(|session| session.log().last()).map(|row| row.entry.seq).unwrap_or_default();
        // A question behind a question is still the same one to whoever answers it.
        let since = model
            .overtakable
            .as_ref()
            .filter(|open| open.about.iter().any(|old| about.contains(old)))
            .map_or(since, |open| open.since);
        model.overtakable = Some(Overtakable { about, since });
    }
}

fn subjects(overlay: &Overlay) -> Vec<Subject> {
    let mut all = Vec::new();
    match overlay {
        Overlay::Line(line) => all.extend(of_purpose(&line.purpose)),
        Overlay::Choice(choice) => of_choice(choice, &mut all),
        Overlay::Note(_) | Overlay::Palette { .. } | Overlay::Bare { .. } => {}
    }
    all
}

fn of_choice(choice: &Choice, all: &mut Vec<Subject>) {
    for (_, pick) in &choice.options {
        let found = match pick {
            Pick::Submit(request) => request.command.subject(),
            Pick::Type(purpose) => of_purpose(purpose),
            Pick::Choose(choice) => {
                of_choice(choice, all);
                None
            }
            _ => None,
        };
        all.extend(found.filter(|found| !all.contains(found)));
    }
}

fn of_purpose(purpose: &Purpose) -> Option<Subject> {
    Some(match purpose {
        Purpose::Reason(request) => return request.command.subject(),
        Purpose::Danger(step)
        | Purpose::Evidence(step, _)
        | Purpose::Estimate(Some(step))
        | Purpose::WaitOn(step)
        | Purpose::Defer(step)
        | Purpose::Reassign(step) => Subject::Step(step.clone()),
        Purpose::Estimate(None) => Subject::Estimate,
        Purpose::AssignRole(role) | Purpose::TakeOver(role) => Subject::Role(role.clone()),
        Purpose::Variable(name) => Subject::Variable(name.clone()),
        Purpose::MilestoneTime(milestone) => Subject::Milestone(*milestone),
        Purpose::Remind | Purpose::FreeQuestion | Purpose::FreeAnswer(_) => return None,
    })
}

/// What somebody else did last about what is open here.
pub fn overtaking<'a>(open: &Overtakable, session: &'a Session, me: &Person) -> Option<&'a Logged> {
    let newer = session.log().iter().rev().take_while(|row| row.entry.seq > open.since);
    let mut theirs = newer.filter(|row| row.entry.who != *me && !row.entry.who.is_program());
    theirs.find(|row| row.entry.events.iter().any(|event| concerns(event, &open.about, session)))
}

/// Whether a fact changes what is asked: it is about the same, takes back what was, or stops the session as a whole.
fn concerns(event: &Event, about: &[Subject], session: &Session) -> bool {
    match event {
        Event::EntryWithdrawn { entry } => {
            let withdrawn = session.log().iter().rev().find(|row| row.entry.seq == *entry);
            let events = withdrawn.into_iter().flat_map(|row| &row.entry.events);
            events.filter_map(Event::subject).any(|what| about.contains(&what))
        }
        Event::SessionPaused
        | Event::SessionEnded { .. }
        | Event::SessionTerminated { .. }
        | Event::SessionConverted { .. } => !about.is_empty(),
        event => event.subject().is_some_and(|what| about.contains(&what)),
    }
}

/// Who did what about it and when, in one sentence.
pub fn told(id: &str, row: &Logged, about: &[Subject], session: &Session, words: &Words) -> String {
    let mut of_it = row.entry.told().filter(|event| concerns(event, about, session));
    let what = of_it.find_map(|event| words.event(event, session)).unwrap_or_default();
    let (who, time) = (session.person(&row.entry.who), row.entry.at.wall.format("%H:%M:%S").to_string());
    words.with(id, &[("who", (&who).into()), ("what", (&what).into()), ("time", (&time).into())])
}

/// An act that was shown as on its way came to nothing: by whom, and what was typed for it is kept.
pub(super) fn came_to_nothing(model: &mut Model, lost: &Overtaken, ctx: &Context<'_>) -> Vec<Effect> {
    let Some(session) = ctx.session else { return Vec::new() };
    let about: Vec<Subject> = lost.request.command.subject().into_iter().collect();
    let row = lost.by.and_then(|seq| session.log().iter().rev().find(|row| row.entry.seq == seq));
    let mut says = match row {
        Some(row) => told("told-overtaken", row, &about, session, ctx.words),
        None => ctx.words.say("told-came-to-nothing"),
    };
    says.push(' ');
    says.push_str(&ctx.words.refusal(&lost.refusal, session));
    let text = typed(lost, session);
    if !text.is_empty() {
        says.push(' ');
        says.push_str(&ctx.words.with("told-typed-kept", &[("text", (&text).into())]));
        model.keep_draft(&text);
    }
    model.answer = Some(Answer::Refused(says));
    super::refocus(model, session);
    vec![Effect::Beep]
}

/// The words somebody typed for an act; a secret stays one.
fn typed(lost: &Overtaken, session: &Session) -> String {
    let secret = match &lost.request.command {
        Command::SetVariable { name, .. } => {
            session.book().variables.get(name).is_some_and(|plan| plan.kind == crate::runbook::VariableKind::Secret)
        }
        _ => false,
    };
    let own = lost.request.command.typed().filter(|_| !secret);
    own.into_iter().chain(lost.request.reason.clone()).collect::<Vec<_>>().join("\n")
}
