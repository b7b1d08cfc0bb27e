//! What the host answered: said on the answer line, or asked further.

use super::super::model::{Answer, Model, Purpose, Screen};
use super::{Context, Effect, choices, fields, focus, lists};
use crate::dialog::action::Action;
use crate::dialog::rows::message_rows;
use crate::host::{ReadOut, Request};
use crate::session::{Command, Due, Event, Life, Refusal, Seq, Session};
use crate::time::Span;

pub(super) fn submitted(
    model: &mut Model,
    request: Request,
    result: Result<Seq, Refusal>,
    ctx: &Context<'_>,
) -> Vec<Effect> {
    let Some(session) = ctx.session else { return Vec::new() };
    match result {
        Ok(seq) => {
            model.kept = None;
            done(model, session, &request.command, seq, ctx);
            model.answer = model.afterwards.take().or(model.answer.take());
        }
        Err(refusal) => refused(model, session, request, refusal, ctx),
    }
    Vec::new()
}

fn done(model: &mut Model, session: &Session, command: &Command, seq: Seq, ctx: &Context<'_>) {
    let row = session.log().iter().rev().find(|row| row.entry.seq == seq);
    let first = row.and_then(|row| row.entry.told().find_map(|event| ctx.words.event(event, session)));
    model.answer = first.map(|text| Answer::Done(text, Some(seq)));
    match command {
        Command::SendNotice { notice, .. } if matches!(model.screen(), Some(Screen::Messages { .. })) => {
            // What was sent moves down the list; the cursor goes with it.
            let row = message_rows(session).iter().position(|id| id == notice);
            if let (Some(Screen::Messages { cursor }), Some(row)) = (model.screens.last_mut(), row) {
                *cursor = row;
            }
        }
        Command::TakeBack => after_taking_back(model, session, seq, ctx),
        Command::RollCall { present } if present.len() > 1 => {
            let says = ctx.words.with("told-roll-call", &[("count", present.len().into())]);
            model.answer = Some(Answer::Done(says, Some(seq)));
        }
        Command::Start => {
            model.screens = vec![Screen::Run];
            model.step = None;
            focus::refocus(model, session);
        }
        Command::End | Command::Terminate => super::show(model, Screen::WrapUp { cursor: 0 }),
        Command::CompleteStep { .. } | Command::Decide { .. } if just_ended(session, seq) => {
            focus::follow(model, session);
            super::show(model, Screen::WrapUp { cursor: 0 });
        }
        Command::StartStep { step, .. } | Command::ReopenStep { step } => focus::go_to(model, session, step),
        Command::AcknowledgePrecaution { .. } | Command::TickPrerequisite { .. } | Command::TickExit { .. } => {
            lists::move_cursor(model, Action::Down, ctx);
        }
        _ if command.step().is_some_and(|step| Some(step) == model.step.as_ref()) => focus::follow(model, session),
        _ => focus::refocus(model, session),
    }
}

/// Says what no longer counts, and goes back to where it was done.
fn after_taking_back(model: &mut Model, session: &Session, seq: Seq, ctx: &Context<'_>) {
    let row = |seq: Seq| session.log().iter().rev().find(|row| row.entry.seq == seq);
    let withdrawn = row(seq).into_iter().flat_map(|row| &row.entry.events).find_map(|event| match event {
        Event::EntryWithdrawn { entry } => row(*entry),
        _ => None,
    });
    let Some(withdrawn) = withdrawn else { return };
    if let Some(text) = withdrawn.entry.told().find_map(|event| ctx.words.event(event, session)) {
        let says = ctx.words.with("told-taken-back", &[("text", (&text).into())]);
        model.answer = Some(Answer::Done(says, Some(seq)));
    }
    match withdrawn.entry.told().find_map(Event::step) {
        Some(step) if session.has_step(step) => focus::go_to(model, session, step),
        _ => focus::refocus(model, session),
    }
}

fn just_ended(session: &Session, seq: Seq) -> bool {
    session.state().life == Life::Ended
        && session.log().iter().rev().take(3).any(|row| {
            row.entry.seq == seq && row.entry.events.iter().any(|event| matches!(event, Event::SessionEnded { .. }))
        })
}

fn refused(model: &mut Model, session: &Session, request: Request, refusal: Refusal, ctx: &Context<'_>) {
    let says = ctx.words.refusal(&refusal, session);
    if let Command::Note { text, .. } = &request.command {
        // What was typed comes back with the next note.
        model.draft = Some(text.clone());
    }
    match refusal {
        Refusal::Gates(_) | Refusal::NeedsReason => choices::reason(model, request, says, ctx),
        Refusal::AskAfterFailure(step) => choices::after_failure(model, session, &request, &step, ctx),
        Refusal::DangerNotConfirmed { step, .. } => {
            let danger = session.book().step(&step).and_then(|s| s.danger.clone());
            let detail = danger.map(|text| session.fill(&text, Some(&step)).text).into_iter().collect();
            // The wrong word is in the way of the right one.
            model.kept = None;
            fields::ask(model, Purpose::Danger(step), detail, ctx);
            model.answer = Some(Answer::Refused(says));
        }
        Refusal::BadValue { .. } | Refusal::BadEstimate | Refusal::BadTime => {
            // The line comes back as it was typed.
            if let Some((purpose, text)) = model.kept.take() {
                model.kept = Some((purpose.clone(), text));
                fields::ask(model, purpose, Vec::new(), ctx);
            }
            model.answer = Some(Answer::Refused(says));
        }
        _ => model.answer = Some(Answer::Refused(says)),
    }
}

pub(super) fn opened(model: &mut Model, result: Result<(), String>, ctx: &Context<'_>) -> Vec<Effect> {
    match (result, ctx.session) {
        (Ok(()), Some(session)) => {
            model.overlay = None;
            first_screen(model, session);
        }
        (Ok(()), None) => {}
        (Err(why), _) => model.answer = Some(Answer::Refused(why)),
    }
    Vec::new()
}

/// Shows a text to be read above where one stands.
pub(super) fn read_out(model: &mut Model, result: Result<ReadOut, String>) {
    match result {
        Ok(ReadOut { title, text }) => super::show(model, Screen::Text { title, text: text.into(), top: 0 }),
        Err(why) => model.answer = Some(Answer::Refused(why)),
    }
}

/// The screen a session is met on: the briefing before a start, the wrap-up after the end, else the step.
pub fn first_screen(model: &mut Model, session: &Session) {
    model.screens = match session.state().life {
        Life::Blank | Life::Opened => vec![Screen::Briefing { cursor: 0 }],
        Life::Running | Life::Paused => vec![Screen::Run],
        Life::Ended | Life::Terminated => vec![Screen::Run, Screen::WrapUp { cursor: 0 }],
    };
    model.step = None;
    model.item = None;
    focus::refocus(model, session);
}

/// Once somebody else has started the session, there is nothing to brief any more.
pub fn leave_briefing(model: &mut Model, session: &Session) {
    if !matches!(session.state().life, Life::Blank | Life::Opened)
        && let Some(first @ Screen::Briefing { .. }) = model.screens.first_mut()
    {
        *first = Screen::Run;
        model.step = None;
        focus::refocus(model, session);
    }
}

/// Says something nobody asked for behind what was said already: neither may hide the other.
pub fn remarked(model: &mut Model, said: &str) {
    model.answer = Some(match model.answer.take() {
        None => Answer::Told(said.to_owned()),
        Some(Answer::Told(before)) => Answer::Told(format!("{before} | {said}")),
        Some(Answer::Refused(before)) => Answer::Refused(format!("{before} | {said}")),
        Some(Answer::Done(before, _)) => Answer::Told(format!("{before} | {said}")),
    });
}

/// Shortest time between two rings: many limits that are over at once are one thing to look at.
const RINGS_APART: Span = Span::seconds(5);

/// A breach rings; a warning does not.
pub(super) fn noticed(model: &mut Model, due: &[Due], ctx: &Context<'_>) -> Vec<Effect> {
    let loud = |due: &Due| !matches!(due, Due::TimerWarning(_) | Due::TimeboxWarning(_) | Due::ClockStep);
    let lately = model.rang.as_ref().is_some_and(|rang| ctx.now.since(rang) < RINGS_APART);
    if model.muted || lately || !due.iter().any(loud) {
        return Vec::new();
    }
    model.rang = Some(ctx.now.clone());
    vec![Effect::Beep]
}
