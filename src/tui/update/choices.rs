//! Dialogs answered by a digit. Nothing but the digit confirms them.

use super::super::model::{Choice, Leaving, Model, Overlay, Pick, Purpose, Screen};
use super::{Context, acts, fields};
use crate::host::{Request, RunbookCard};
use crate::runbook::{Limit, Milestone, NoticeId, ObligationId, Party, RoleId, Step, StepId};
use crate::session::{
    Addressee, AfterFailure, ApprovalSubject, Clock, ClockKind, Command, Kind, Person, Presence, Session, Status,
    Urgent,
};
use crate::words::{Names, Words};

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

/// `1 INCIDENT now  2 DRILL  3 just read`.
pub(super) fn open(model: &mut Model, card: &RunbookCard, ctx: &Context<'_>) {
    let words = ctx.words;
    let option = |id: &str, kind| (words.say(id), Pick::Open(card.id.clone(), kind));
    let options = vec![
        option("pick-incident", Kind::Incident),
        option("pick-drill", Kind::Drill),
        option("pick-walkthrough", Kind::Walkthrough),
    ];
    choose(model, card.title.clone(), vec![card.about.clone()], options, ctx);
}

/// Leaving offers to leave it running first.
pub(super) fn leave(model: &mut Model, ctx: &Context<'_>) {
    let words = ctx.words;
    let Some(session) = ctx.session else {
        model.done = Some(Leaving::Quit);
        return;
    };
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
    let detail = if over { Vec::new() } else { vec![words.say("ask-leave-detail")] };
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

/// The filled text of a notice, to whom, and that it was sent.
pub(super) fn notice(model: &mut Model, session: &Session, id: &NoticeId, ctx: &Context<'_>) {
    let words = ctx.words;
    let Some(notice) = session.book().notices.get(id) else { return };
    let held = session.state().notices.get(id);
    let step = held.and_then(|held| held.step.clone());
    let reached = |to: &Addressee| held.is_some_and(|held| held.due_since.is_some() && held.reached.contains(&to.0));
    let planned = notice.to.iter().map(|party| Addressee(party_name(session, party)));
    let (told, to): (Vec<Addressee>, Vec<Addressee>) = planned.partition(reached);
    let names: Vec<&str> = to.iter().map(|addressee| addressee.0.as_str()).collect();
    let mut detail = vec![words.with("ask-notice-to", &[("names", (&words.list(&names)).into())])];
    if !told.is_empty() {
        let told: Vec<&str> = told.iter().map(|addressee| addressee.0.as_str()).collect();
        detail.push(words.with("ask-notice-told", &[("names", (&words.list(&told)).into())]));
    }
    detail.extend(
        notice.channel.as_ref().map(|channel| words.with("ask-notice-channel", &[("channel", channel.into())])),
    );
    let text = session.fill_notice(&notice.text, step.as_ref()).text;
    detail.extend(text.lines().map(str::to_owned));
    let mut options = vec![
        act(
            words.say("pick-sent"),
            Command::SendNotice {
                notice: id.clone(),
                step: step.clone(),
                to: to.clone(),
                channel: notice.channel.clone(),
            },
        ),
        (words.say("pick-copy"), Pick::Copy(text)),
    ];
    if to.len() > 1 {
        let each = to.iter().map(|addressee| {
            let command = Command::SendNotice {
                notice: id.clone(),
                step: step.clone(),
                to: vec![addressee.clone()],
                channel: notice.channel.clone(),
            };
            act(addressee.0.clone(), command)
        });
        let only =
            Choice { title: words.say("ask-sent-to-whom"), detail: Vec::new(), options: each.collect(), from: 0 };
        options.push((words.say("pick-sent-to-one"), Pick::Choose(Box::new(only))));
    }
    if let Some(role) = &notice.approval {
        let subject = ApprovalSubject::Notice(id.clone());
        let command = Command::GrantApproval { subject, role: role.clone() };
        options.push(act(words.with("pick-release", &[("role", (&Names::role(session, role)).into())]), command));
    }
    choose(model, notice.title.clone(), detail, options, ctx);
}

fn party_name(session: &Session, party: &Party) -> String {
    match party {
        Party::Contact(contact) => session.person_name(&Person(contact.to_string())),
        Party::Role(role) => match session.fills(role) {
            Some(person) => format!("{} ({})", session.person_name(&person), Names::role(session, role)),
            None => Names::role(session, role),
        },
    }
}

pub(super) fn notices(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let rows = super::super::rows::message_rows(session);
    if rows.is_empty() {
        acts::told(model, ctx, "told-nothing-to-choose");
        return;
    }
    super::show(model, Screen::Messages { cursor: 0 });
}

pub(super) fn assign(model: &mut Model, session: &Session, step: Option<&Step>, ctx: &Context<'_>) {
    let mut options = Vec::new();
    if let Some(step) = step {
        let label = ctx.words.with("pick-this-step", &[("step", (&step_name(session, &step.id)).into())]);
        options.push((label, Pick::Do(super::Action::ReassignStep)));
    }
    for id in super::super::rows::people_rows(session) {
        let choice = role_choice(session, &id, ctx.words, ctx.me);
        options.push((role_line(session, &id), Pick::Choose(Box::new(choice))));
    }
    choose(model, ctx.words.say("ask-assign"), Vec::new(), options, ctx);
}

fn role_line(session: &Session, role: &RoleId) -> String {
    let held = session.state().roles.get(role).and_then(|held| held.deputy.as_ref().or(held.holder.as_ref()));
    match held {
        Some(person) => format!("{}: {}", Names::role(session, role), session.person_name(person)),
        None => Names::role(session, role),
    }
}

/// People one would give something to: by plan first, then oneself, then everybody else reachable.
fn candidates(session: &Session, role: Option<&RoleId>, me: &Person) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let mut add = |person: Person| {
        if !people.contains(&person) {
            people.push(person);
        }
    };
    if let Some(plan) = role.and_then(|role| session.book().roles.get(role)) {
        plan.holder.iter().chain(&plan.deputies).for_each(|contact| add(Person(contact.to_string())));
    }
    add(me.clone());
    session.state().presence.keys().cloned().for_each(&mut add);
    for plan in session.book().roles.values() {
        plan.holder.iter().chain(&plan.deputies).for_each(|contact| add(Person(contact.to_string())));
    }
    people
}

fn role_choice(session: &Session, role: &RoleId, words: &Words, me: &Person) -> Choice {
    let held = session.state().roles.get(role).cloned().unwrap_or_default();
    let people = candidates(session, Some(role), me);
    let mut options = Vec::new();
    if let Some(deputy) = &held.deputy {
        let label = words.with("pick-hand-back", &[("person", (&session.person_name(deputy)).into())]);
        options.push(act(label, Command::HandBack { role: role.clone() }));
    }
    for person in people.iter().filter(|person| held.holder.as_ref() != Some(*person)).take(5) {
        let label = session.person_name(person);
        options.push(act(label, Command::AssignRole { role: role.clone(), person: Some(person.clone()) }));
    }
    options.push((words.say("pick-somebody-else"), Pick::Type(Purpose::AssignRole(role.clone()))));
    if held.holder.is_some() && held.deputy.is_none() {
        let deputy = deputy_choice(session, role, words, me);
        options.push((words.say("pick-deputy"), Pick::Choose(Box::new(deputy))));
        options.push(act(words.say("pick-nobody"), Command::AssignRole { role: role.clone(), person: None }));
    }
    let duties = session.book().roles.get(role).map(|plan| plan.duties.clone()).unwrap_or_default();
    Choice { title: role_line(session, role), detail: duties, options, from: 0 }
}

fn deputy_choice(session: &Session, role: &RoleId, words: &Words, me: &Person) -> Choice {
    let held = session.state().roles.get(role).cloned().unwrap_or_default();
    let acting = held.deputy.or(held.holder);
    let mut deputies: Vec<Person> = session
        .book()
        .roles
        .get(role)
        .map(|plan| plan.deputies.iter().map(|contact| Person(contact.to_string())).collect())
        .unwrap_or_default();
    deputies.extend(
        candidates(session, None, me).into_iter().filter(|person| !deputies.contains(person)).collect::<Vec<_>>(),
    );
    let mut options: Vec<_> = deputies
        .into_iter()
        .filter(|person| acting.as_ref() != Some(person))
        .take(7)
        .map(|deputy| act(session.person_name(&deputy), Command::TakeOver { role: role.clone(), deputy }))
        .collect();
    options.push((words.say("pick-somebody-else"), Pick::Type(Purpose::TakeOver(role.clone()))));
    Choice {
        title: words.with("ask-deputy", &[("role", (&Names::role(session, role)).into())]),
        detail: Vec::new(),
        options,
        from: 0,
    }
}

pub(super) fn role(model: &mut Model, session: &Session, role: &RoleId, ctx: &Context<'_>) {
    model.overlay = Some(Overlay::Choice(role_choice(session, role, ctx.words, ctx.me)));
}

pub(super) fn roles(model: &mut Model, session: &Session, ctx: &Context<'_>, deputies: bool) {
    let options = super::super::rows::people_rows(session).into_iter().map(|id| {
        let choice = if deputies {
            deputy_choice(session, &id, ctx.words, ctx.me)
        } else {
            role_choice(session, &id, ctx.words, ctx.me)
        };
        (role_line(session, &id), Pick::Choose(Box::new(choice)))
    });
    choose(model, ctx.words.say("ask-which-role"), Vec::new(), options.collect(), ctx);
}

pub(super) fn hand_back(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let acting = session.state().roles.iter().filter(|(_, held)| held.deputy.is_some());
    let options = acting.map(|(role, _)| act(role_line(session, role), Command::HandBack { role: role.clone() }));
    choose(model, ctx.words.say("ask-hand-back"), Vec::new(), options.collect(), ctx);
}

pub(super) fn reassign(model: &mut Model, session: &Session, step: &Step, ctx: &Context<'_>) {
    let id = &step.id;
    let now = session.person_for(step);
    let people =
        candidates(session, step.role.as_ref(), ctx.me).into_iter().filter(|person| now.as_ref() != Some(person));
    let mut options: Vec<_> = people
        .take(6)
        .map(|person| {
            act(session.person_name(&person), Command::ReassignStep { step: id.clone(), person: Some(person) })
        })
        .collect();
    options.push((ctx.words.say("pick-somebody-else"), Pick::Type(Purpose::Reassign(id.clone()))));
    if session.state().steps.get(id).is_some_and(|held| held.assignee.is_some()) {
        options.push(act(ctx.words.say("pick-back-to-role"), Command::ReassignStep { step: id.clone(), person: None }));
    }
    choose(model, ctx.words.say("ask-who-does"), vec![step_name(session, id)], options, ctx);
}

/// "All present and briefed", then the exceptions.
pub(super) fn roll_call(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let words = ctx.words;
    let everybody = roll(session);
    let all: Vec<_> = everybody
        .iter()
        .filter(|person| !session.state().presence.contains_key(*person))
        .map(|person| (person.clone(), Presence::Present))
        .collect();
    let mut options = Vec::new();
    if !all.is_empty() {
        options.push(act(words.say("pick-all-present"), Command::RollCall { present: all }));
    }
    for person in everybody {
        let states = [Presence::Present, Presence::Late, Presence::Excused, Presence::Absent];
        let each = states.into_iter().map(|presence| {
            act(words.presence(presence), Command::RollCall { present: vec![(person.clone(), presence)] })
        });
        let name = session.person_name(&person);
        let title = session
            .state()
            .presence
            .get(&person)
            .map_or_else(|| name.clone(), |p| format!("{name}: {}", words.presence(*p)));
        let choice = Choice { title: name, detail: Vec::new(), options: each.collect(), from: 0 };
        options.push((title, Pick::Choose(Box::new(choice))));
    }
    choose(model, words.say("ask-roll-call"), Vec::new(), options, ctx);
}

/// Everybody who fills a role.
fn roll(session: &Session) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for held in session.book().roles.keys().filter_map(|role| session.state().roles.get(role)) {
        for person in held.holder.iter().chain(&held.deputy) {
            if !people.contains(person) {
                people.push(person.clone());
            }
        }
    }
    people
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

pub(super) fn obligation(model: &mut Model, session: &Session, id: &ObligationId, ctx: &Context<'_>) {
    let options = vec![
        act(ctx.words.say("pick-owed-done"), Command::CloseObligation { obligation: id.clone() }),
        (ctx.words.say("pick-stay"), Pick::Nothing),
    ];
    choose(model, Names::obligation(session, id), Vec::new(), options, ctx);
}

pub(super) fn obligations(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let open = session.state().obligations.iter().filter(|(_, owed)| owed.is_open());
    let options =
        open.map(|(id, _)| act(Names::obligation(session, id), Command::CloseObligation { obligation: id.clone() }));
    choose(model, ctx.words.say("ask-which-owed"), Vec::new(), options.collect(), ctx);
}

pub(super) fn cadences(model: &mut Model, session: &Session, ctx: &Context<'_>) {
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

pub(super) fn reminders(model: &mut Model, session: &Session, ctx: &Context<'_>) {
    let options = session.state().reminders.iter().map(|(seq, reminder)| {
        let label = format!("{} {}", reminder.due.format("%H:%M"), reminder.text);
        act(label, Command::ClearReminder { reminder: *seq })
    });
    choose(model, ctx.words.say("ask-which-reminder"), Vec::new(), options.collect(), ctx);
}

/// What can be done about one clock.
pub(super) fn clock(model: &mut Model, session: &Session, clock: &Clock, ctx: &Context<'_>) {
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
        Urgent::End => words.say("urgent-end"),
        Urgent::Owed(id) => words.with("urgent-owed", &[("title", (&Names::obligation(session, id)).into())]),
    }
}

pub(super) fn urgent(model: &mut Model, session: &Session, ctx: &Context<'_>) {
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
        Urgent::Notice(_) => options.push((words.say("pick-show-messages"), Pick::Do(super::Action::ShowMessages))),
        Urgent::End => options.push((words.say("pick-wrap-up"), Pick::Do(super::Action::ShowWrapUp))),
        Urgent::Owed(obligation) => {
            options.push(act(words.say("pick-owed-done"), Command::CloseObligation { obligation: obligation.clone() }));
        }
    }
    options.push((words.say("pick-snooze"), Pick::Snooze(super::super::rows::urgent_key(urgent))));
    Choice { title: urgent_name(session, urgent, words), detail: Vec::new(), options, from: 0 }
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
