//! Every rule: from an act and a moment to the facts that follow, or a refusal.
//!
//! Nothing is mutated but a draft, which folds each event as it is decided, so that what follows is decided on
//! what has already followed.

mod lifecycle;
mod people;
mod records;
mod steps;

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::children::{Shelf, linked};
use super::fold::Stamp;
use super::people::{commander, fills, person_for, roles_that_can, sign};
use super::{
    Act, ApprovalSubject, By, Command, Entry, Event, Gate, ItemKey, Life, Person, Reading, Refusal, Session, Source,
    State,
};
use crate::runbook::{Authority, Milestone, RoleId, Runbook, Step, StepId};
use crate::time::{Moment, Span};

/// A state being decided on, and the events so far.
pub(super) struct Draft<'a> {
    pub book: &'a Runbook,
    pub state: State,
    pub now: Reading,
    pub moment: &'a Moment,
    pub who: &'a Person,
    pub by: By,
    pub reason: Option<&'a str>,
    pub events: Vec<Event>,
    /// When the response is said to have ended, if not now.
    pub ended_at: Option<DateTime<FixedOffset>>,
    /// How far the wall clock was put since the last entry, if it was.
    pub stepped: Option<Span>,
    /// The texts a child runbook is read from.
    pub sources: &'a [Source],
    session: &'a Session,
    shelf: &'a Shelf,
    gates: Vec<Gate>,
}

impl Session {
    /// Decides an act: the entry with all its events, or why not. Changes nothing.
    pub fn decide(&self, act: &Act, now: &Moment) -> Result<Entry, Refusal> {
        let opened = match &act.command {
            Command::Open { sources, .. } => Some(Self::read_book(sources)),
            _ => None,
        };
        let shelf = Shelf::new(opened.unwrap_or_else(|| Arc::clone(&self.book)));
        let book = shelf.book();
        let mut state = self.state.clone();
        let stepped = state.clocks.step_at(now);
        state.clocks.advance(now);
        let reading = state.clocks.read(now);
        let by = self.signature(act, book);
        let reason = act.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        let mut draft = Draft {
            book,
            state,
            now: reading,
            moment: now,
            who: &act.who,
            by,
            reason,
            events: Vec::new(),
            ended_at: None,
            stepped,
            session: self,
            shelf: &shelf,
            sources: super::sources(self.opening.as_deref()),
            gates: Vec::new(),
        };
        draft.decide(act)?;
        draft.pass_gates()?;
        for file in &act.attached {
            draft.emit(Event::FileAttached { file: file.clone() });
        }
        draft.settle();
        if let Some(by) = stepped {
            // Whatever is decided first tells of it, so that it is never lost and never told twice.
            draft.events.insert(0, Event::ClockStepped { by });
        }
        Ok(Entry {
            seq: self.next_seq(),
            id: act.id.clone(),
            at: now.clone(),
            mode: draft.state.kind,
            who: act.who.clone(),
            by: draft.by,
            events: draft.events,
        })
    }

    /// Whose act it is: who was named, else the person the act belongs to by plan, else who typed it.
    fn signature(&self, act: &Act, book: &Runbook) -> By {
        let state = &self.state;
        let due_at = |notice| self.state.notices.get(notice).and_then(|state| state.step.as_ref());
        let step = match &act.command {
            Command::SendNotice { notice, step, .. } => step.as_ref().or_else(|| due_at(notice)),
            command => command.step(),
        };
        let step = step.and_then(|id| book.step(id));
        let commands = matches!(
            act.command,
            Command::End | Command::Terminate | Command::ReachMilestone { milestone: Milestone::Ended, .. }
        );
        // A role the act itself names: it is whoever fills it that acts.
        let named = match &act.command {
            Command::Decide { .. } => step.and_then(|s| s.decision.as_ref()?.role.clone()),
            Command::Tick { item: ItemKey::Check(place), .. } => {
                step.and_then(|s| s.checklist.get(*place)?.role.clone())
            }
            Command::GrantApproval { role, .. } | Command::RefuseApproval { role, .. } => Some(role.clone()),
            _ => None,
        };
        let role = match &act.command {
            Command::TakeOver { role, .. } => Some(role.clone()),
            _ if commands => book.commander().cloned(),
            _ => named.clone().or_else(|| step.and_then(|s| s.role.clone())),
        };
        let own = matches!(
            act.command,
            Command::Note { .. }
                | Command::Notice(_)
                | Command::Leave { .. }
                | Command::ComeBack { .. }
                | Command::Open { .. }
        );
        let person = match (&act.by, &act.command, step) {
            (Some(by), _, _) => by.clone(),
            (None, _, _) if own || state.life == Life::Blank => act.who.clone(),
            (None, Command::TakeOver { deputy, .. }, _) => deputy.clone(),
            (None, _, _) if commands => commander(state, book).unwrap_or_else(|| act.who.clone()),
            (None, _, _) if named.is_some() => {
                named.as_ref().and_then(|role| fills(state, book, role)).unwrap_or_else(|| act.who.clone())
            }
            (None, _, Some(step)) => person_for(state, book, step).unwrap_or_else(|| act.who.clone()),
            (None, _, None) => act.who.clone(),
        };
        sign(state, book, person, role.as_ref())
    }
}

impl<'a> Draft<'a> {
    /// Adds an event and folds it at once.
    pub(super) fn emit(&mut self, event: Event) {
        if let Some(book) = linked(self.book, &event, self.sources) {
            self.book = self.shelf.put(book);
        }
        let stamp = Stamp { seq: self.session.next_seq(), at: self.now, who: self.who, by: &self.by };
        self.state.apply(&event, &stamp, self.book);
        self.events.push(event);
    }

    /// Something required is missing: remembered until all of it is known.
    pub(super) fn gate(&mut self, gate: Gate) {
        self.gates.push(gate);
    }

    /// Refuses with everything that is missing, or records the reason for passing all of it.
    pub(super) fn pass_gates(&mut self) -> Result<(), Refusal> {
        let gates = std::mem::take(&mut self.gates);
        if gates.is_empty() {
            return Ok(());
        }
        let Some(reason) = self.reason else { return Err(Refusal::Gates(gates)) };
        for (place, gate) in gates.into_iter().enumerate() {
            // Stands before what it let through.
            self.events.insert(place, Event::GatePassed { gate, reason: reason.to_owned() });
        }
        Ok(())
    }

    pub(super) fn needs_reason(&self) -> Result<String, Refusal> {
        self.reason.map(str::to_owned).ok_or(Refusal::NeedsReason)
    }

    pub(super) fn reason_given(&self) -> Option<String> {
        self.reason.map(str::to_owned)
    }

    /// Asks for a role that may declare `authority`; a plan that gives it to nobody asks nothing.
    pub(super) fn require(&mut self, authority: Authority) {
        let roles = roles_that_can(self.book, authority);
        let holds = |role: &RoleId| fills(&self.state, self.book, role).as_ref() == Some(&self.by.person);
        if !roles.is_empty() && !roles.iter().any(holds) {
            self.gate(Gate::NotAuthorised { authority, roles });
        }
    }

    /// The step an act is about, if it is part of this plan.
    pub(super) fn find(&self, id: &StepId) -> Result<&'a Step, Refusal> {
        self.book
            .step(id)
            .filter(|step| super::flow::exists_in(step, self.state.kind))
            .ok_or_else(|| Refusal::NoSuchStep(id.clone()))
    }

    /// Acts on steps need a session whose clocks were started; after a drill's early end there are none.
    pub(super) fn need_flow(&self) -> Result<(), Refusal> {
        match self.state.life {
            Life::Blank => Err(Refusal::NotOpened),
            Life::Opened => Err(Refusal::NotStarted),
            Life::Terminated => Err(Refusal::Over),
            Life::Running | Life::Paused | Life::Ended => Ok(()),
        }
    }

    pub(super) fn need_opened(&self) -> Result<(), Refusal> {
        if self.state.life == Life::Blank { Err(Refusal::NotOpened) } else { Ok(()) }
    }

    fn decide(&mut self, act: &Act) -> Result<(), Refusal> {
        if !matches!(act.command, Command::Open { .. }) {
            self.need_opened()?;
        }
        self.state.need_unclaimed(&act.command, &act.who, act.seen)?;
        match &act.command {
            Command::Open { kind, form, sources, terminal } => self.open(*kind, *form, sources, terminal),
            Command::Start => self.begin(),
            Command::Pause => self.pause(),
            Command::Resume => self.resume(),
            Command::End => self.end(),
            Command::Terminate => self.terminate(),
            Command::Convert => self.convert(),
            Command::Leave { cause, others } => {
                self.emit(if *others {
                    Event::TerminalLeft { cause: *cause }
                } else {
                    Event::SessionLeft { cause: *cause }
                });
                Ok(())
            }
            Command::ComeBack { terminal, others } => {
                self.come_back(terminal, *others);
                Ok(())
            }
            Command::AssignRole { role, person } => self.assign_role(role, person.as_ref()),
            Command::TakeOver { role, deputy } => self.take_over(role, deputy),
            Command::HandBack { role } => self.hand_back(role),
            Command::RollCall { present } => self.roll_call(present),
            Command::AcknowledgePrecaution { index } => self.acknowledge(*index),
            Command::TickPrerequisite { index } => self.tick_prerequisite(*index),
            Command::SetVariable { name, value } => self.set_variable(name, value),
            Command::StartStep { step, typed } => self.start_by_hand(step, typed.as_deref()),
            Command::CompleteStep { step } => self.complete_by_hand(step),
            Command::FailStep { step, then } => self.fail(step, then.as_ref()),
            Command::SkipStep { step } => self.skip(step),
            Command::RuleOutStep { step } => self.rule_out(step),
            Command::DeferStep { step, until } => self.defer(step, until),
            Command::WaitOn { step, on } => self.wait_on(step, on),
            Command::StopWaiting { step } => self.stop_waiting(step),
            Command::ReopenStep { step } => self.reopen_by_hand(step),
            Command::ReassignStep { step, person } => self.reassign(step, person.as_ref()),
            Command::Tick { step, item } => self.tick(step, *item),
            Command::Untick { step, item } => self.untick(step, *item),
            Command::GiveEvidence { step, item, text } => self.give_evidence(step, *item, text),
            Command::AnswerCondition { step, applies } => self.answer_condition(step, *applies),
            Command::Decide { step, option } => self.choose(step, *option),
            Command::DecideFreely { question, chosen } => self.decide_freely(question, chosen),
            Command::GiveEstimate { step, takes } => self.estimate(step.as_ref(), *takes),
            Command::ReachMilestone { milestone, stated } => self.reach_by_hand(*milestone, *stated),
            Command::AskApproval { subject } => self.ask_approval(subject),
            Command::GrantApproval { subject, role } => self.grant(subject, role),
            Command::RefuseApproval { subject, role } => self.refuse(subject, role),
            Command::SendNotice { notice, step, to, channel } => {
                self.send(notice, step.as_ref(), to, channel.as_deref())
            }
            Command::OpenObligation { obligation } => self.open_by_hand(obligation),
            Command::CloseObligation { obligation } => self.close_by_hand(obligation),
            Command::MeetCadence { timer } => self.meet_cadence(timer),
            Command::Note { kind, text, stated, step } => self.note(*kind, text, *stated, step.as_ref()),
            Command::Remind { text, due, within } => self.remind(text, *due, *within),
            Command::ClearReminder { reminder } => self.clear_reminder(*reminder),
            Command::TickExit { index } => self.tick_exit(*index),
            Command::TakeBack => self.take_back(),
            Command::Notice(due) => self.notice_due(due),
        }
    }

    /// Roles that must answer for this subject by plan.
    pub(super) fn approvers(&self, subject: &ApprovalSubject) -> Vec<RoleId> {
        match subject {
            ApprovalSubject::Step(step) => self.book.step(step).map(|s| s.approval.clone()).unwrap_or_default(),
            ApprovalSubject::Notice(notice) => {
                self.book.notices.get(notice).and_then(|n| n.approval.clone()).into_iter().collect()
            }
        }
    }

    pub(super) fn last_own_act(&self) -> Option<super::Seq> {
        self.session.log().iter().rev().find(|row| row.can_be_taken_back_by(self.who)).map(|row| row.entry.seq)
    }
}
