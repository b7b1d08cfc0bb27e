//! What each action of a session does: an act for the host, a dialog, or a screen.

use super::super::action::Action;
use super::super::items::{EnterAct, ItemRef, enter_act, items};
use super::super::model::{Answer, Choice, Model, NoteField, Overlay, Pane, Pick, Purpose, Screen};
use super::{Context, Effect, choices, fields, focus, lists, shown};
use crate::host::Request;
use crate::runbook::{Step, StepId, VariableKind};
use crate::session::{Command, EvidenceItem, NoteKind, Session};
use crate::text;
use crate::time::Span;
use crate::words::Names as _;

/// A step that became active so recently that finishing it may be a second Enter on a slow line.
const TOO_SOON: Span = Span::seconds(3);

/// An act for the host, by whoever was named before it.
pub(super) fn submit(command: Command, model: &mut Model) -> Vec<Effect> {
    vec![Effect::Submit(Request { by: model.by.take(), ..command.into() })]
}

pub(super) fn perform(model: &mut Model, action: Action, session: &Session, ctx: &Context<'_>) -> Vec<Effect> {
    let (shown_step, item) = shown(model, session);
    let item = item.cloned();
    let step = shown_step.as_ref().and_then(|id| session.book().step(id));
    match action {
        Action::SwitchPane => {
            model.pane = if model.pane == Pane::Step { Pane::Plan } else { Pane::Step };
        }
        Action::PreviousRunning => lists::next_running(model, session, false),
        Action::NextRunning => lists::next_running(model, session, true),
        Action::ShowRun
        | Action::ShowPlan
        | Action::ShowPeople
        | Action::ShowClocks
        | Action::ShowMessages
        | Action::ShowLog
        | Action::ShowBriefing
        | Action::ShowWrapUp => lists::open_screen(model, action, session),
        Action::Note => note(model, NoteKind::Note, false),
        Action::KeepNoting => note(model, NoteKind::Note, true),
        Action::Unexpected => note(model, NoteKind::Unexpected, false),
        Action::Observation => note(model, NoteKind::Observation, false),
        Action::TakeBack => return submit(Command::TakeBack, model),
        Action::Start => return submit(Command::Start, model),
        Action::Pause => return submit(Command::Pause, model),
        Action::Resume => return submit(Command::Resume, model),
        Action::Terminate => return submit(Command::Terminate, model),
        Action::Convert => return submit(Command::Convert, model),
        Action::End => choices::end(model, session, ctx),
        Action::WriteReport => return vec![Effect::WriteReport],
        Action::Remind => fields::ask(model, Purpose::Remind, Vec::new(), ctx),
        Action::Urgent => choices::urgent(model, session, ctx),
        Action::Assign => choices::assign(model, session, step, ctx),
        Action::TakeOver => choices::deputies(model, session, ctx),
        Action::HandBack => choices::hand_back(model, session, ctx),
        Action::RollCall => choices::roll_call(model, session, ctx),
        Action::SetVariable => choices::variables(model, session, ctx),
        Action::Milestone => choices::milestones(model, session, ctx),
        Action::SendNotice => choices::notices(model, session, ctx),
        Action::CloseObligation => choices::obligations(model, session, ctx),
        Action::MeetCadence => choices::cadences(model, session, ctx),
        Action::ClearReminder => choices::reminders(model, session, ctx),
        Action::Approve => match lists::first_approval(session) {
            Some((subject, role)) => choices::approval(model, session, &subject, &role, ctx),
            None => told(model, ctx, "told-no-approval"),
        },
        Action::Tick if !matches!(model.screen(), Some(Screen::Run)) => return lists::on_row(model, session, ctx),
        _ => match step {
            Some(step) => return on_step(model, action, session, step, item.as_ref(), ctx),
            None => told(model, ctx, "told-no-step"),
        },
    }
    Vec::new()
}

fn on_step(
    model: &mut Model,
    action: Action,
    session: &Session,
    step: &Step,
    item: Option<&ItemRef>,
    ctx: &Context<'_>,
) -> Vec<Effect> {
    let id = step.id.clone();
    match action {
        Action::Tick => return tick(model, session, step, item, ctx),
        Action::Untick => match item {
            Some(ItemRef::Tick(item)) => return submit(Command::Untick { step: id, item: *item }, model),
            _ => told(model, ctx, "told-nothing-to-tick"),
        },
        Action::OtherOutcome => choices::other_outcome(model, session, step, ctx),
        Action::Decide => choices::decide(model, session, step, ctx),
        Action::Copy => return copy(model, session, step, item, ctx),
        Action::ShowCommands if step.commands.is_empty() => told(model, ctx, "told-no-command"),
        Action::ShowCommands => model.overlay = Some(Overlay::Bare { top: 0 }),
        Action::StartStep => {
            return enter(model, EnterAct::Start { step: id, danger: step.danger.is_some() }, session, ctx);
        }
        Action::FinishStep => return finish(model, session, &id, ctx),
        Action::FailStep => return submit(Command::FailStep { step: id, then: None }, model),
        Action::SkipStep => return submit(Command::SkipStep { step: id }, model),
        Action::RuleOutStep => return submit(Command::RuleOutStep { step: id }, model),
        Action::ReopenStep => return submit(Command::ReopenStep { step: id }, model),
        Action::DeferStep => fields::ask(model, Purpose::Defer(id), Vec::new(), ctx),
        Action::WaitStep => return wait(model, session, id, ctx),
        Action::ReassignStep => choices::reassign(model, session, step, ctx),
        Action::Estimate => {
            let asked = step.estimate && session.state().is_active(&id);
            fields::ask(model, Purpose::Estimate(asked.then_some(id)), Vec::new(), ctx);
        }
        Action::AskApproval => {
            let subject = crate::session::ApprovalSubject::Step(id);
            return submit(Command::AskApproval { subject }, model);
        }
        _ => {}
    }
    Vec::new()
}

pub(super) fn told(model: &mut Model, ctx: &Context<'_>, id: &str) {
    model.answer = Some(Answer::Told(ctx.words.say(id)));
}

fn note(model: &mut Model, kind: NoteKind, keeps: bool) {
    let text = fields::text_area(&model.draft.take().unwrap_or_default());
    model.overlay = Some(Overlay::Note(NoteField { text, kind, keeps, begun: None }));
}

fn wait(model: &mut Model, session: &Session, step: StepId, ctx: &Context<'_>) -> Vec<Effect> {
    if session.state().steps.get(&step).is_some_and(|held| held.waiting.is_some()) {
        return submit(Command::StopWaiting { step }, model);
    }
    fields::ask(model, Purpose::WaitOn(step), Vec::new(), ctx);
    Vec::new()
}

/// Space: ticks; on what is ticked it does nothing, so that one press too many takes nothing away; opens the form
/// of what is filled in.
fn tick(model: &mut Model, session: &Session, step: &Step, item: Option<&ItemRef>, ctx: &Context<'_>) -> Vec<Effect> {
    let id = step.id.clone();
    let attempt = session.state().step(&id).attempt().cloned().unwrap_or_default();
    match item.filter(|item| items(step).contains(item)) {
        Some(ItemRef::Tick(key)) => {
            if let Some((at, person)) = attempt.ticks.get(key) {
                let (who, time) = (session.person(person), at.wall.format("%H:%M:%S").to_string());
                let args = [("who", (&who).into()), ("time", (&time).into())];
                model.answer = Some(Answer::Told(ctx.words.with("told-ticked-already", &args)));
                return Vec::new();
            }
            submit(Command::Tick { step: id, item: *key }, model)
        }
        Some(ItemRef::Command(_)) => {
            told(model, ctx, "told-command-is-copied");
            Vec::new()
        }
        Some(ItemRef::Condition) => enter(model, EnterAct::Condition(id), session, ctx),
        Some(ItemRef::Evidence(place)) => enter(model, EnterAct::Evidence(id, *place), session, ctx),
        Some(ItemRef::Estimate) => enter(model, EnterAct::Estimate(id), session, ctx),
        Some(ItemRef::Notice(notice)) => enter(model, EnterAct::Notice(id, notice.clone()), session, ctx),
        Some(ItemRef::Decision) => enter(model, EnterAct::Decide(id), session, ctx),
        None => {
            told(model, ctx, "told-nothing-to-tick");
            Vec::new()
        }
    }
}

/// Does the one act the Enter line named.
pub(super) fn enter(model: &mut Model, act: EnterAct, session: &Session, ctx: &Context<'_>) -> Vec<Effect> {
    match act {
        EnterAct::Start { step, danger } => {
            if danger {
                let detail = session.book().step(&step).and_then(|s| s.danger.clone());
                let detail = detail.map(|text| session.fill(&text, Some(&step)).text).into_iter().collect();
                fields::ask(model, Purpose::Danger(step), detail, ctx);
                return Vec::new();
            }
            return submit(Command::StartStep { step, typed: None }, model);
        }
        EnterAct::Approve { subject, role } => choices::approval(model, session, &subject, &role, ctx),
        EnterAct::Condition(step) => choices::condition(model, session, &step, ctx),
        EnterAct::Evidence(step, EvidenceItem(place)) => {
            fields::ask(model, Purpose::Evidence(step, place), Vec::new(), ctx);
        }
        EnterAct::Estimate(step) => fields::ask(model, Purpose::Estimate(Some(step)), Vec::new(), ctx),
        EnterAct::Notice(_, notice) => choices::notice(model, session, &notice, ctx),
        EnterAct::Decide(step) => {
            if let Some(step) = session.book().step(&step) {
                choices::decide(model, session, step, ctx);
            }
        }
        EnterAct::Finish(step, _) => return finish(model, session, &step, ctx),
        EnterAct::GoTo(step) => focus::go_to(model, session, &step),
        EnterAct::WrapUp => super::show(model, Screen::WrapUp { cursor: 0 }),
    }
    Vec::new()
}

fn finish(model: &mut Model, session: &Session, id: &StepId, ctx: &Context<'_>) -> Vec<Effect> {
    let request = Request { by: model.by.take(), ..Command::CompleteStep { step: id.clone() }.into() };
    let attempt = session.state().step(id).attempt().cloned().unwrap_or_default();
    let since = attempt.started.map(|(started, _)| session.read(ctx.now).elapsed - started.elapsed);
    if session.state().is_active(id) && since.is_some_and(|since| since < TOO_SOON) {
        let title = ctx.words.with("ask-so-soon", &[("step", (&choices::step_name(session, id)).into())]);
        let yes = (ctx.words.say("pick-finish-all-the-same"), Pick::Submit(request));
        model.overlay = Some(Overlay::Choice(Choice { title, detail: Vec::new(), options: vec![yes], from: 0 }));
        return Vec::new();
    }
    vec![Effect::Submit(request)]
}

/// The highlighted command, or the step's first: filled, its values asked first, its hidden characters shown.
fn copy(model: &mut Model, session: &Session, step: &Step, item: Option<&ItemRef>, ctx: &Context<'_>) -> Vec<Effect> {
    let place = if let Some(ItemRef::Command(place)) = item { *place } else { 0 };
    let Some(command) = step.commands.get(place) else {
        told(model, ctx, "told-no-command");
        return Vec::new();
    };
    let filled = session.fill_command(&command.run, &step.id);
    if let Some(name) = filled.missing.first() {
        ask_variable(model, session, name, ctx);
        return Vec::new();
    }
    copy_text(model, filled.text, ctx)
}

/// Sends a text to the clipboard. What a reader does not see of it is named first, and wants a yes of its own.
pub(super) fn copy_text(model: &mut Model, text: String, ctx: &Context<'_>) -> Vec<Effect> {
    let signs = text::hidden_signs(&text);
    if signs.is_empty() {
        return vec![Effect::Copy(text)];
    }
    // A long text is cut where the panel ends; the signs stand before it.
    let mut detail = vec![ctx.words.with("ask-copy-hidden-signs", &[("signs", (&signs.join(" ")).into())])];
    detail.extend(text.split('\n').map(|line| text::printable(line).into_owned()));
    // Not the digit that asked for it in a list: pressed twice, that says no.
    let yes = (ctx.words.say("pick-copy-all-the-same"), Pick::CopyAsItIs(text));
    let no = (ctx.words.say("pick-copy-not"), Pick::Nothing);
    let title = ctx.words.say("ask-copy-hidden");
    model.overlay = Some(Overlay::Choice(Choice { title, detail, options: vec![yes, no], from: 0 }));
    Vec::new()
}

/// Asks for a variable's value: by digits where the plan lists the values, else typed.
pub(super) fn ask_variable(model: &mut Model, session: &Session, name: &str, ctx: &Context<'_>) {
    let Some(variable) = session.book().variables.get(name) else { return };
    let prompt = variable.prompt.clone().unwrap_or_else(|| name.to_owned());
    let options: Vec<String> = match variable.kind {
        VariableKind::Choice => variable.choices.clone(),
        VariableKind::YesNo => vec!["yes".to_owned(), "no".to_owned()],
        VariableKind::Text | VariableKind::Number | VariableKind::Secret => Vec::new(),
    };
    if options.is_empty() {
        fields::ask(model, Purpose::Variable(name.to_owned()), vec![prompt], ctx);
        return;
    }
    let pick = |value: String| {
        let command = Command::SetVariable { name: name.to_owned(), value: value.clone() };
        (value, Pick::Submit(command.into()))
    };
    let options = options.into_iter().map(pick).collect();
    model.overlay = Some(Overlay::Choice(Choice { title: prompt, detail: Vec::new(), options, from: 0 }));
}

/// The act Enter names on the Run screen now.
pub fn named_act(model: &Model, session: &Session) -> Option<EnterAct> {
    let (step, item) = shown(model, session);
    enter_act(session, step.as_ref(), item)
}
