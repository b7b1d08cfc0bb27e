//! What presses: clocks, what is owed, reminders, and what can be done about each.

use super::{act, choose, step_name};
use crate::dialog::action::Action;
use crate::dialog::model::{Choice, Model, Overlay, Pick};
use crate::dialog::rows::urgent_key;
use crate::dialog::update::Context;
use crate::runbook::{Limit, ObligationId, StepId};
use crate::session::{Clock, ClockKind, Command, Session, Urgent};
use crate::words::{Names, Words};

pub(in crate::dialog::update) fn obligation(
    model: &mut Model,
    session: &Session,
    id: &ObligationId,
    ctx: &Context<'_>,
) {
    let options = vec![
        act(ctx.words.say("pick-owed-done"), Command::CloseObligation { obligation: id.clone() }),
        (ctx.words.say("pick-stay"), Pick::Nothing),
    ];
    choose(model, Names::obligation(session, id), Vec::new(), options, ctx);
}

pub(in crate::dialog::update) fn obligations(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let open = session.state().obligations.iter().filter(|(_, owed)| owed.is_open());
    let options =
        open.map(|(id, _)| act(Names::obligation(session, id), Command::CloseObligation { obligation: id.clone() }));
    choose(model, ctx.words.say("ask-which-owed"), Vec::new(), options.collect(), ctx);
}

pub(in crate::dialog::update) fn cadences(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let counting = |timer: &&crate::runbook::Timer| {
        matches!(timer.limit, Limit::Every(_))
            && session.state().timers.get(&timer.id).is_some_and(crate::session::TimerState::is_counting)
    };
    let options = session
        .book()
        .timers
        .iter()
        .filter(counting)
        .map(|t| act(t.title.clone(), Command::MeetCadence { timer: t.id.clone() }));
    choose(model, ctx.words.say("ask-which-update"), Vec::new(), options.collect(), ctx);
}

pub(in crate::dialog::update) fn reminders(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let options = session.state().reminders.iter().map(|(seq, reminder)| {
        let label = format!("{} {}", reminder.due.format("%H:%M"), reminder.text);
        act(label, Command::ClearReminder { reminder: *seq })
    });
    choose(model, ctx.words.say("ask-which-reminder"), Vec::new(), options.collect(), ctx);
}

/// What can be done about one clock.
pub(in crate::dialog::update) fn clock(model: &mut Model, session: &Session, clock: &Clock, ctx: &Context<'_>) {
    let urgent = Urgent::Clock(clock.clone());
    let choice = urgent_choice(session, &urgent, ctx.words);
    model.overlay = Some(Overlay::Choice(choice));
}

/// One urgent thing in a few words.
pub fn urgent_name(session: &Session, urgent: &Urgent, words: &Words) -> String {
    match urgent {
        Urgent::Clock(clock) => clock.title.clone(),
        Urgent::Approval { subject, role } => words.with(
            "urgent-approval",
            &[("subject", (&words.subject(subject, session)).into()), ("role", (&Names::role(session, role)).into())],
        ),
        Urgent::Notice(notice) => words.with("urgent-notice", &[("title", (&Names::notice(session, notice)).into())]),
        Urgent::Step(step) => words.with("urgent-step", &[("step", (&step_name(session, step)).into())]),
        Urgent::End => words.say("urgent-end"),
        Urgent::Owed(id) => words.with("urgent-owed", &[("title", (&Names::obligation(session, id)).into())]),
    }
}

pub(in crate::dialog::update) fn urgent(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let all = session.urgent(session.read(ctx.now));
    let options = all.iter().map(|urgent| {
        let choice = urgent_choice(session, urgent, ctx.words);
        (urgent_name(session, urgent, ctx.words), Pick::Choose(Box::new(choice)))
    });
    choose(model, ctx.words.say("ask-urgent"), Vec::new(), options.collect(), ctx);
}

fn urgent_choice(session: &Session, urgent: &Urgent, words: &Words) -> Choice {
    let mut options = Vec::new();
    let go = |step: &StepId| {
        (words.with("pick-go-to", &[("step", (&step_name(session, step)).into())]), Pick::GoTo(step.clone()))
    };
    match urgent {
        Urgent::Clock(clock) => match &clock.kind {
            ClockKind::Timebox(step) | ClockKind::Wait(step) => options.push(go(step)),
            ClockKind::Cadence(timer) => {
                options.push(act(words.say("pick-update-given"), Command::MeetCadence { timer: timer.clone() }));
            }
            ClockKind::Reminder(reminder) => {
                options.push(act(words.say("pick-reminder-done"), Command::ClearReminder { reminder: *reminder }));
            }
            ClockKind::Obligation(obligation) => {
                options.push(act(
                    words.say("pick-owed-done"),
                    Command::CloseObligation { obligation: obligation.clone() },
                ));
            }
            ClockKind::Deadline(timer) | ClockKind::Threshold(timer) => {
                let plan = session.book().timers.iter().find(|plan| plan.id == *timer);
                if let Some(crate::runbook::Anchor::StepDone(step)) = plan.map(|plan| &plan.until) {
                    options.push(go(step));
                }
                if let Some(step) = plan.and_then(|plan| plan.on_breach.as_ref()?.goto.as_ref()) {
                    options.push(go(step));
                }
            }
        },
        Urgent::Approval { subject, role } => {
            let (subject, role) = (subject.clone(), role.clone());
            options.push(act(
                words.say("pick-grant"),
                Command::GrantApproval { subject: subject.clone(), role: role.clone() },
            ));
            options.push(act(words.say("pick-refuse"), Command::RefuseApproval { subject, role }));
        }
        Urgent::Notice(_) => options.push((words.say("pick-show-messages"), Pick::Do(Action::ShowMessages))),
        Urgent::Step(step) => options.push(go(step)),
        Urgent::End => options.push((words.say("pick-wrap-up"), Pick::Do(Action::ShowWrapUp))),
        Urgent::Owed(obligation) => {
            options.push(act(words.say("pick-owed-done"), Command::CloseObligation { obligation: obligation.clone() }));
        }
    }
    options.push((words.say("pick-snooze"), Pick::Snooze(urgent_key(urgent))));
    Choice { title: urgent_name(session, urgent, words), detail: Vec::new(), options, from: 0 }
}
