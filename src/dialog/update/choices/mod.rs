//! Dialogs answered by a digit. Nothing but the digit confirms them.

mod notices;
mod people;
mod pressing;

pub(super) use notices::{notice, notices};
pub(super) use people::{assign, deputies, hand_back, reassign, role, roll_call};
pub use pressing::urgent_name;
pub(super) use pressing::{cadences, clock, obligation, obligations, reminders, urgent};

use super::{Context, acts, fields};
use crate::dialog::model::{Choice, Leaving, Model, Overlay, Pick, Purpose};
use crate::dialog::preview::preview;
use crate::host::Request;
use crate::runbook::index::Listed;
use crate::runbook::{Milestone, RoleId, Step, StepId};
use crate::session::{AfterFailure, ApprovalSubject, Command, Kind, Session, Status};
use crate::words::Names;

/// Number and title of a step.
pub(super) fn step_name(session: &Session, id: &StepId) -> String {
    Names::step(session, id)
}

fn choose(model: &mut Model, title: String, detail: Vec<String>, options: Vec<(String, Pick)>, ctx: &Context<'_>) {
    if options.is_empty() {
        acts::told(model, ctx, "told-nothing-to-choose");
    } else {
        model.overlay = Some(Overlay::Choice(Choice { title, detail, options, from: 0 }));
    }
}

fn act(label: String, command: Command) -> (String, Pick) {
    (label, Pick::Submit(command.into()))
}

/// `1 INCIDENT now  2 DRILL  3 just read  4 see the whole plan`.
pub(super) fn open(model: &mut Model, listed: &Listed, ctx: &Context<'_>) {
    let words = ctx.words;
    let option = |id: &str, kind| (words.say(id), Pick::Open(listed.opens.clone(), kind));
    let options = vec![
        option("pick-incident", Kind::Incident),
        option("pick-drill", Kind::Drill),
        option("pick-walkthrough", Kind::Walkthrough),
        (words.say("pick-plan"), Pick::ReadOut(listed.opens.clone())),
    ];
    let told = preview(listed, ctx.now.wall.date_naive(), words).into_iter().map(|told| told.text);
    choose(model, listed.title().to_owned(), told.collect(), options, ctx);
}

/// Leaving offers to leave it running first.
pub(super) fn leave(model: &mut Model, ctx: &Context<'_>) {
    let words = ctx.words;
    let Some(session) = ctx.session else {
        model.done = Some(Leaving::Quit);
        return;
    };
    if ctx.read_only {
        model.done = Some(Leaving::Quit);
        return;
    }
    let over = session.state().life.is_over();
    if model.is_too_small() {
        // Nobody could read the question; what is running is left running.
        model.done = Some(if over { Leaving::Quit } else { Leaving::Running });
        return;
    }
    let mut options = vec![if over {
        (words.say("pick-leave"), Pick::Leave(Leaving::Quit))
    } else {
        (words.say("pick-leave-running"), Pick::Leave(Leaving::Running))
    }];
    if session.state().life.is_under_way() {
        options.push((words.say("pick-wrap-up"), Pick::Do(super::Action::ShowWrapUp)));
    }
    options.push((words.say("pick-stay"), Pick::Nothing));
    let mut detail = match (model.unsaved, over) {
        (true, _) => vec![words.say("ask-leave-unsaved")],
        (false, true) => Vec::new(),
        (false, false) => vec![words.say("ask-leave-detail")],
    };
    if model.draft.is_some() {
        detail.push(words.say("ask-leave-draft"));
    }
    choose(model, words.say("ask-leave"), detail, options, ctx);
}

/// Declares the end: everything still open is said first, by the refusal.
pub(super) fn end(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let words = ctx.words;
    if !session.state().life.is_under_way() {
        acts::told(model, ctx, "told-not-under-way");
        return;
    }
    let mut options = vec![act(words.say("pick-end"), Command::End)];
    if session.state().kind == Kind::Drill {
        options.push(act(words.say("pick-terminate"), Command::Terminate));
    }
    options.push((words.say("pick-stay"), Pick::Nothing));
    choose(model, words.say("ask-end"), Vec::new(), options, ctx);
}

pub(super) fn condition(model: &mut Model, session: &Session, id: &StepId, ctx: &Context<'_>) {
    let Some(text) = session.book().step(id).and_then(|step| step.condition.clone()) else { return };
    let answer = |applies| Command::AnswerCondition { step: id.clone(), applies };
    let options = vec![
        act(ctx.words.say("pick-applies"), answer(true)),
        act(ctx.words.say("pick-does-not-apply"), answer(false)),
    ];
    choose(model, session.fill(&text, Some(id)).text, vec![step_name(session, id)], options, ctx);
}

/// The decision of the shown step, else those of other steps, else one no plan foresaw.
pub(super) fn decide(model: &mut Model, session: &Session, step: &Step, ctx: &Context<'_>) {
    let open = session.state().outcome(&step.id).is_none();
    if let Some(decision) = step.decision.as_ref().filter(|_| open) {
        let options = decision.options.iter().enumerate().map(|(place, option)| {
            let label = match &option.note {
                Some(note) => format!("{} ({note})", option.label),
                None => option.label.clone(),
            };
            act(session.fill(&label, Some(&step.id)).text, Command::Decide { step: step.id.clone(), option: place })
        });
        let title = session.fill(&decision.question, Some(&step.id)).text;
        let mut options: Vec<(String, Pick)> = options.collect();
        let reasoned = options.iter().filter_map(|(label, pick)| match pick {
            Pick::Submit(request) => Some((label.clone(), Pick::Type(Purpose::Reason(request.clone())))),
            _ => None,
        });
        let detail = vec![step_name(session, &step.id)];
        let reasoned = Choice { title: title.clone(), detail: detail.clone(), options: reasoned.collect(), from: 0 };
        options.push((ctx.words.say("pick-with-reason"), Pick::Choose(Box::new(reasoned))));
        choose(model, title, detail, options, ctx);
        return;
    }
    let waiting =
        session.book().steps().filter(|(_, other)| other.decision.is_some() && session.state().is_active(&other.id));
    let mut options: Vec<_> =
        waiting.map(|(_, other)| (step_name(session, &other.id), Pick::GoTo(other.id.clone()))).collect();
    options.push((ctx.words.say("pick-unplanned-decision"), Pick::Type(Purpose::FreeQuestion)));
    choose(model, ctx.words.say("ask-decide"), Vec::new(), options, ctx);
}

/// Every outcome but done, and what else can happen to a step.
pub(super) fn other_outcome(model: &mut Model, session: &Session, step: &Step, ctx: &Context<'_>) {
    let words = ctx.words;
    let id = &step.id;
    let say = |id: &str| words.say(id);
    let mut options = Vec::new();
    match session.state().status(id) {
        Status::Finished(_) => options.push(act(say("pick-reopen"), Command::ReopenStep { step: id.clone() })),
        status => {
            let active = *status == Status::Active;
            options.push(act(say("pick-fail"), Command::FailStep { step: id.clone(), then: None }));
            options.push(act(say("pick-skip"), Command::SkipStep { step: id.clone() }));
            options.push(act(say("pick-rule-out"), Command::RuleOutStep { step: id.clone() }));
            let waiting = session.state().steps.get(id).is_some_and(|held| held.waiting.is_some());
            if waiting {
                options.push(act(say("pick-stop-waiting"), Command::StopWaiting { step: id.clone() }));
            } else if active {
                options.push((say("pick-wait"), Pick::Type(Purpose::WaitOn(id.clone()))));
            }
            options.push((say("pick-defer"), Pick::Type(Purpose::Defer(id.clone()))));
            if !active {
                options.push((say("pick-start"), Pick::Do(super::Action::StartStep)));
            }
        }
    }
    options.push((say("pick-reassign"), Pick::Do(super::Action::ReassignStep)));
    choose(model, step_name(session, id), Vec::new(), options, ctx);
}

/// What follows a failure the plan says nothing about.
pub(super) fn after_failure(model: &mut Model, session: &Session, request: &Request, step: &StepId, ctx: &Context<'_>) {
    let words = ctx.words;
    let with = |then| {
        let command = Command::FailStep { step: step.clone(), then: Some(then) };
        Pick::Submit(Request { command, ..request.clone() })
    };
    let mut options =
        vec![(words.say("pick-go-on"), with(AfterFailure::GoOn)), (words.say("pick-again"), with(AfterFailure::Again))];
    if let Some(rollback) = session.book().step(step).and_then(|s| s.rollback.clone()) {
        let label = words.with("pick-roll-back", &[("step", (&step_name(session, &rollback)).into())]);
        options.push((label, with(AfterFailure::Goto(rollback))));
    }
    choose(model, words.say("ask-after-failure"), vec![step_name(session, step)], options, ctx);
}

pub(super) fn approval(
    model: &mut Model,
    session: &Session,
    subject: &ApprovalSubject,
    role: &RoleId,
    ctx: &Context<'_>,
) {
    let words = ctx.words;
    let (subject, role) = (subject.clone(), role.clone());
    let filler = session.fills(&role).map_or_else(String::new, |person| session.person_name(&person));
    let detail =
        vec![words.with(
            "ask-approval-role",
            &[("role", (&Names::role(session, &role)).into()), ("person", (&filler).into())],
        )];
    let title = words.with("ask-approval", &[("subject", (&words.subject(&subject, session)).into())]);
    let mut options = vec![
        act(words.say("pick-grant"), Command::GrantApproval { subject: subject.clone(), role: role.clone() }),
        act(words.say("pick-refuse"), Command::RefuseApproval { subject: subject.clone(), role }),
    ];
    if let ApprovalSubject::Step(step) = subject {
        options.push((words.say("pick-start-without"), Pick::Submit(Command::StartStep { step, typed: None }.into())));
    }
    options.push((words.say("pick-wait-on"), Pick::Nothing));
    choose(model, title, detail, options, ctx);
}

pub(super) fn variables(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let options = session.book().variables.iter().map(|(name, variable)| {
        let value = session.state().variables.get(name).and_then(Clone::clone).unwrap_or_default();
        let label = format!("{name} = {value}  {}", variable.prompt.as_deref().unwrap_or_default());
        (label, Pick::Type(Purpose::Variable(name.clone())))
    });
    choose(model, ctx.words.say("ask-which-variable"), Vec::new(), options.collect(), ctx);
}

pub(super) fn milestones(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let open = Milestone::ALL.into_iter().filter(|milestone| !session.state().milestones.contains_key(milestone));
    let options = open.map(|milestone| (ctx.words.milestone(milestone), Pick::Type(Purpose::MilestoneTime(milestone))));
    choose(model, ctx.words.say("ask-which-milestone"), Vec::new(), options.collect(), ctx);
}

/// Asks for a reason, or says why nothing can be done.
pub(super) fn reason(model: &mut Model, request: Request, why: String, ctx: &Context<'_>) {
    let what = match &request.command {
        Command::Convert => Some(ctx.words.say("ask-convert")),
        Command::Terminate => Some(ctx.words.say("ask-terminate")),
        _ => None,
    };
    fields::ask(model, Purpose::Reason(request), what.into_iter().chain([why]).collect(), ctx);
}
