//! How one event changes the state. Total: no rule, no refusal, no clock of its own.
//!
//! Whatever a journal holds, folding it never fails; an event about something unknown changes nothing that
//! could not be folded again the same way.

use std::collections::BTreeMap;

use super::flow::{exists_in, prepares};
use super::state::{
    Approval, Attempt, ChildState, Estimate, Life, ObligationState, Outcome, Reminder, RoleState, State, Status,
    StepState, TimerState,
};
use super::timers::reached;
use super::{ApprovalSubject, By, Event, Person, Reading, ReopenCause, Seq};
use crate::runbook::{Anchor, Milestone, Order, Phase, Runbook, StepId, TimerId};
use crate::time::Span;

/// What stands around an event while it is folded.
pub(super) struct Stamp<'a> {
    /// The entry it belongs to.
    pub seq: Seq,
    /// What the clocks said.
    pub at: Reading,
    /// The person at the terminal.
    pub who: &'a Person,
    /// Whose act it was.
    pub by: &'a By,
}

impl State {
    /// Folds one event.
    pub(super) fn apply(&mut self, event: &Event, stamp: &Stamp<'_>, book: &Runbook) {
        self.note_claim(event, stamp);
        match event {
            Event::SessionOpened { kind, form, .. } => {
                self.kind = *kind;
                self.form = *form;
                self.life = Life::Opened;
                self.opener = Some(stamp.by.person.clone());
            }
            Event::SessionStarted => {
                self.life = Life::Running;
                let prepares = |planned: Span| planned.is_negative();
                if !book.steps().any(|(_, step)| step.planned.is_some_and(prepares) && exists_in(step, self.kind)) {
                    self.clocks.zero = Some(stamp.at);
                }
            }
            Event::SessionPaused => {
                self.life = Life::Paused;
                self.clocks.set_paused(true);
                self.pauses.push((stamp.at, None));
            }
            Event::SessionResumed => {
                self.life = Life::Running;
                self.end_pause(stamp.at);
            }
            Event::SessionEnded { .. } => {
                self.life = Life::Ended;
                let zero = self.clocks.zero.map(|zero| zero.elapsed);
                let stated = self.milestones.get(&Milestone::Ended).copied();
                let stated = stated.filter(|stated| zero.is_none_or(|zero| stated.elapsed >= zero));
                self.end_pause(stamp.at);
                self.stop_clocks(stated.unwrap_or(stamp.at));
            }
            Event::SessionTerminated { .. } => {
                self.life = Life::Terminated;
                self.end_pause(stamp.at);
                self.stop_clocks(stamp.at);
            }
            Event::SessionConverted { .. } => {
                self.kind = super::Kind::Incident;
                self.form = None;
            }
            Event::SessionLeft { cause } => self.left = Some((*cause, stamp.at)),
            Event::SessionRejoined { .. } | Event::TerminalJoined { .. } => self.left = None,
            Event::TerminalLeft { .. } => {}

            Event::RoleAssigned { role, person } => {
                self.roles.insert(role.clone(), RoleState { holder: person.clone(), deputy: None });
            }
            Event::DeputyTookOver { role, deputy, .. } => {
                self.roles.entry(role.clone()).or_default().deputy = Some(deputy.clone());
            }
            Event::RoleHandedBack { role, .. } => self.roles.entry(role.clone()).or_default().deputy = None,
            Event::PresenceRecorded { person, presence } => {
                self.presence.insert(person.clone(), *presence);
            }
            Event::PrecautionAcknowledged { index } => {
                self.precautions.insert(*index);
            }
            Event::PrerequisiteTicked { index } => {
                self.prerequisites.insert(*index);
            }
            Event::ExitTicked { index } => {
                self.exit_criteria.insert(*index);
            }
            Event::VariableSet { name, value } => {
                self.variables.insert(name.clone(), value.clone());
            }

            Event::PhaseOpened { phase } => {
                if let Some(phase) = book.phases.iter().find(|p| p.id == *phase) {
                    self.enter(phase);
                }
            }
            Event::FlowMoved { from, to } => self.move_flow(from, to, book),
            Event::StepCalled { step } => {
                let state = self.step_mut(step);
                state.called = true;
                state.aside = true;
            }
            Event::ChildEntered { step, option, child, runbook, sha256 } => {
                self.open_phases.retain(|phase| phase.child().as_ref() != Some(child));
                let state = ChildState {
                    caller: step.clone(),
                    option: *option,
                    runbook: runbook.clone(),
                    sha256: sha256.clone(),
                    entered: stamp.at,
                    returned: None,
                    milestones: BTreeMap::new(),
                };
                self.children.insert(child.clone(), state);
            }
            Event::ChildReturned { child, .. } => {
                if let Some(state) = self.children.get_mut(child) {
                    state.returned = Some(stamp.at);
                }
            }
            Event::EndProposed { .. } => self.end_proposed = true,
            Event::StepStarted { step, cause } => {
                if self.clocks.zero.is_none() && !prepares(book, self.kind, step) {
                    self.clocks.zero = Some(stamp.at);
                }
                let state = self.step_mut(step);
                state.status = Status::Active;
                state.waiting = None;
                state.current().started.get_or_insert((stamp.at, *cause));
            }
            Event::StepCompleted { step } => self.finish(step, Outcome::Done, stamp),
            Event::StepFailed { step, reason } => self.finish(step, Outcome::Failed { reason: reason.clone() }, stamp),
            Event::StepSkipped { step, reason } => {
                self.finish(step, Outcome::Skipped { reason: reason.clone() }, stamp);
            }
            Event::StepRuledOut { step, cause } => {
                self.finish(step, Outcome::NotApplicable { cause: cause.clone() }, stamp);
            }
            Event::StepDeferred { step, until, .. } => {
                self.finish(step, Outcome::Deferred { until: until.clone() }, stamp);
            }
            Event::StepWaiting { step, on } => self.step_mut(step).waiting = Some(on.clone()),
            Event::StepWaitingEnded { step } => self.step_mut(step).waiting = None,
            Event::StepReopened { step, cause } => {
                self.approvals.remove(&ApprovalSubject::Step(step.clone()));
                let state = self.step_mut(step);
                state.called |= *cause == ReopenCause::Jump;
                state.left_behind = false;
                state.status = Status::Pending;
                state.waiting = None;
                state.attempts.push(Attempt::default());
            }
            Event::StepReassigned { step, person } => self.step_mut(step).assignee.clone_from(person),
            Event::ItemTicked { step, item } => {
                let tick = (stamp.at, stamp.by.person.clone());
                self.step_mut(step).current().ticks.insert(*item, tick);
            }
            Event::ItemUnticked { step, item } => {
                self.step_mut(step).current().ticks.remove(item);
            }
            Event::EvidenceGiven { step, item, text } => {
                self.step_mut(step).current().evidence.insert(item.0, text.clone());
            }
            Event::ConditionAnswered { step, applies } => self.step_mut(step).current().applies = Some(*applies),
            Event::DangerConfirmed { step, .. } => self.step_mut(step).current().danger_confirmed = true,
            Event::DecisionMade { step, option, chosen, .. } => {
                if let (Some(step), Some(option)) = (step, option) {
                    self.step_mut(step).current().decided = Some((*option, chosen.clone()));
                }
            }
            Event::GatePassed { .. }
            | Event::NoteAdded { .. }
            | Event::FileAttached { .. }
            | Event::EntryWithdrawn { .. }
            // The clocks saw it themselves: see `Clocks::advance`.
            | Event::ClockStepped { .. }
            | Event::Unknown { .. } => {}

            Event::ApprovalAsked { subject, role } => {
                let answer = Approval::Asked { since: stamp.at.wall };
                self.approvals.entry(subject.clone()).or_default().insert(role.clone(), answer);
            }
            Event::ApprovalGranted { subject, role, by_word } => {
                let answer = Approval::Granted { by: stamp.by.person.clone(), by_word: *by_word };
                self.approvals.entry(subject.clone()).or_default().insert(role.clone(), answer);
            }
            Event::ApprovalRefused { subject, role, reason, .. } => {
                let answer = Approval::Refused { by: stamp.by.person.clone(), reason: reason.clone() };
                self.approvals.entry(subject.clone()).or_default().insert(role.clone(), answer);
            }
            Event::EstimateGiven { step, takes, back_at } => {
                let back = Reading {
                    wall: *back_at,
                    elapsed: stamp.at.elapsed + *takes,
                    exercise: stamp.at.exercise + *takes,
                    boots: stamp.at.boots,
                };
                self.estimates.push(Estimate { given: stamp.at, by: stamp.by.person.clone(), back });
                if let Some(step) = step {
                    self.step_mut(step).current().estimated = true;
                }
            }
            Event::MilestoneReached { milestone, step, stated } => {
                let back = stated.map_or(Span::ZERO, |stated| Span::from_delta(stamp.at.wall - stated));
                let reading = self.back_then(stamp.at, back);
                if let Some(child) = step.as_ref().and_then(StepId::child) {
                    if let Some(state) = self.children.get_mut(&child) {
                        state.milestones.entry(*milestone).or_insert(reading);
                    }
                    return;
                }
                self.milestones.entry(*milestone).or_insert(reading);
                if *milestone == Milestone::Ended {
                    self.end_proposed = false;
                }
            }
            Event::NoticeDue { notice, step } => {
                let state = self.notices.entry(notice.clone()).or_default();
                state.due_since = Some(stamp.at);
                state.reached.clear();
                state.step.clone_from(step);
            }
            Event::NoticeSent { notice, step, to, .. } => {
                let state = self.notices.entry(notice.clone()).or_default();
                state.sent.push(stamp.at);
                state.reached.extend(to.iter().map(|addressee| addressee.0.clone()));
                let planned = book.notices.get(notice).map_or(0, |notice| notice.to.len());
                // Told to some is not told: it stays due until every planned recipient was reached.
                if !to.is_empty() && state.reached.len() < planned {
                    return;
                }
                state.due_since = None;
                let asks = |id: &StepId| book.step(id).is_some_and(|step| step.notify.contains(notice));
                let of_step = step.iter().cloned();
                let running: Vec<_> = self.steps.keys().filter(|id| self.is_active(id) && asks(id)).cloned().collect();
                for step in of_step.chain(running) {
                    self.step_mut(&step).current().sent.insert(notice.clone());
                }
                self.approvals.remove(&ApprovalSubject::Notice(notice.clone()));
            }
            Event::ObligationOpened { obligation, due } => {
                let state = ObligationState { opened: stamp.at, due: *due, closed: None, overdue: false };
                self.obligations.insert(obligation.clone(), state);
            }
            Event::ObligationClosed { obligation } => {
                if let Some(state) = self.obligations.get_mut(obligation) {
                    state.closed = Some(stamp.at);
                }
            }
            Event::ObligationOverdue { obligation, .. } => {
                if let Some(state) = self.obligations.get_mut(obligation) {
                    state.overdue = true;
                }
            }

            Event::TimerArmed { timer, since } => {
                let anchor = book.timers.iter().find(|plan| plan.id == *timer).map(|plan| &plan.from);
                let since = match (since, anchor.and_then(|from| reached(self, from))) {
                    (None, _) => stamp.at,
                    // The clocks of the session are better than two wall times.
                    (Some(_), Some(reading)) => reading,
                    (Some(since), None) => self.back_then(stamp.at, Span::from_delta(stamp.at.wall - *since)),
                };
                let state = TimerState { since, warned: false, over: None, met: None, stopped: None, rounds: (0, 0) };
                self.timers.insert(timer.clone(), state);
            }
            Event::TimerRearmed { timer } => self.timer(timer, |state| {
                state.met = None;
                state.stopped = None;
            }),
            Event::TimerWarned { timer, .. } => self.timer(timer, |state| state.warned = true),
            Event::TimerBreached { timer, due, .. } => self.timer(timer, |state| state.over = Some(*due)),
            Event::TimerMet { timer } => {
                let at = self.until_of(timer, book).unwrap_or(stamp.at);
                self.timer(timer, |state| state.met = Some(later(at, state.since)));
            }
            Event::TimerStopped { timer } => {
                let at = self.until_of(timer, book).or(self.clocks.stopped).unwrap_or(stamp.at);
                self.timer(timer, |state| state.stopped = Some(later(at, state.since)));
            }
            Event::CadenceDue { timer, due } => self.timer(timer, |state| {
                state.over = Some(*due);
                state.rounds.1 += 1;
            }),
            Event::CadenceMet { timer } => self.timer(timer, |state| {
                state.since = stamp.at;
                state.warned = false;
                state.over = None;
                state.rounds.0 += 1;
            }),
            Event::TimeboxWarned { step, .. } => self.step_mut(step).current().warned = true,
            Event::TimeboxOverrun { step, .. } => self.step_mut(step).current().overrun = true,
            Event::WaitOver { step, .. } => self.step_mut(step).current().wait_over = true,

            Event::ReminderSet { text, due, within } => {
                let reminder = Reminder {
                    text: text.clone(),
                    due: *due,
                    within: *within,
                    set: stamp.at,
                    by: stamp.by.person.clone(),
                    noticed: false,
                };
                self.reminders.insert(stamp.seq, reminder);
            }
            Event::ReminderDue { reminder, .. } => {
                if let Some(state) = self.reminders.get_mut(reminder) {
                    state.noticed = true;
                }
            }
            Event::ReminderCleared { reminder } => {
                self.reminders.remove(reminder);
            }
        }
    }

    fn step_mut(&mut self, id: &StepId) -> &mut StepState {
        self.steps.entry(id.clone()).or_default()
    }

    /// The flow is in this phase: its steps move it again.
    fn enter(&mut self, phase: &Phase) {
        self.open_phases.insert(phase.id.clone());
        for step in &phase.steps {
            if let Some(state) = self.steps.get_mut(&step.id) {
                state.left_behind = false;
            }
        }
    }

    fn move_flow(&mut self, from: &StepId, to: &StepId, book: &Runbook) {
        let (Some(from_place), Some(to_place)) = (book.place(from), book.place(to)) else { return };
        let goes_back = to_place <= from_place;
        let level = to.child();
        if goes_back {
            let later = book.phases.iter().skip(to_place.0 + 1).filter(|phase| phase.id.child() == level);
            for phase in later {
                self.open_phases.remove(&phase.id);
            }
        }
        if let Some(phase) = book.phases.get(to_place.0) {
            self.enter(phase);
        }
        let leaves = book.phases.get(from_place.0).filter(|p| p.order == Order::Any && from_place.0 != to_place.0);
        for step in leaves.into_iter().flat_map(|phase| &phase.steps) {
            if step.id != *from && exists_in(step, self.kind) && self.outcome(&step.id).is_none() {
                self.step_mut(&step.id).left_behind = true;
            }
        }
        let stays_done = !goes_back && self.outcome(to).is_some();
        let target = self.step_mut(to);
        target.called |= !stays_done;
        target.aside = false;
    }

    /// The reading so long ago: pauses that lie in between stopped the exercise clock then, too.
    fn back_then(&self, at: Reading, back: Span) -> Reading {
        let mut then = at.earlier(back);
        let since = then.elapsed;
        for (begun, ended) in &self.pauses {
            let from = begun.elapsed.max(since);
            let to = ended.map_or(at.elapsed, |ended| ended.elapsed).min(at.elapsed);
            if to > from {
                then.exercise += to - from;
            }
        }
        then
    }

    fn until_of(&self, id: &TimerId, book: &Runbook) -> Option<Reading> {
        let until: &Anchor = &book.timers.iter().find(|timer| timer.id == *id)?.until;
        reached(self, until)
    }

    fn timer(&mut self, id: &TimerId, change: impl FnOnce(&mut TimerState)) {
        if let Some(state) = self.timers.get_mut(id) {
            change(state);
        }
    }

    fn finish(&mut self, step: &StepId, outcome: Outcome, stamp: &Stamp<'_>) {
        if !matches!(outcome, Outcome::Done | Outcome::Failed { .. }) {
            // What was to be said at a step that was left out is not to be said.
            for notice in self.notices.values_mut().filter(|notice| notice.step.as_ref() == Some(step)) {
                notice.due_since = None;
            }
        }
        let state = self.step_mut(step);
        state.status = Status::Finished(outcome.clone());
        state.waiting = None;
        state.called = false;
        state.aside = false;
        state.left_behind = false;
        state.current().finished = Some((stamp.at, outcome, stamp.by.person.clone()));
    }

    fn end_pause(&mut self, at: Reading) {
        self.clocks.set_paused(false);
        if let Some((_, until @ None)) = self.pauses.last_mut() {
            *until = Some(at);
        }
    }

    fn stop_clocks(&mut self, at: Reading) {
        self.clocks.stopped = Some(at);
        self.end_proposed = false;
    }
}

fn later(a: Reading, b: Reading) -> Reading {
    if a.elapsed < b.elapsed { b } else { a }
}

impl StepState {
    /// The current round, begun if there is none.
    fn current(&mut self) -> &mut Attempt {
        if self.attempts.is_empty() {
            self.attempts.push(Attempt::default());
        }
        let last = self.attempts.len() - 1;
        &mut self.attempts[last]
    }
}
