//! How one event changes the state. Total: no rule, no refusal, no clock of its own.
//!
//! Whatever a journal holds, folding it never fails; an event about something unknown changes nothing that
//! could not be folded again the same way.

use super::state::{
    Approval, Attempt, Estimate, Life, ObligationState, Outcome, Reminder, RoleState, State, Status, StepState,
    TimerState,
};
use super::{ApprovalSubject, By, Event, Reading, Seq};
use crate::runbook::{Milestone, Runbook, StepId};
use crate::time::Span;

/// What stands around an event while it is folded.
pub(super) struct Stamp<'a> {
    /// The entry it belongs to.
    pub seq: Seq,
    /// What the clocks said.
    pub at: Reading,
    /// Whose act it was.
    pub by: &'a By,
}

impl State {
    /// Folds one event.
    pub(super) fn apply(&mut self, event: &Event, stamp: &Stamp<'_>, book: &Runbook) {
        match event {
            Event::SessionOpened { kind, form, .. } => {
                self.kind = *kind;
                self.form = *form;
                self.life = Life::Opened;
                self.opener = Some(stamp.by.person.clone());
            }
            Event::SessionStarted => {
                self.life = Life::Running;
                let prepares = book.steps().any(|(_, step)| {
                    step.planned.is_some_and(Span::is_negative) && super::flow::exists_in(step, self.kind)
                });
                if !prepares {
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
                self.stop_clocks(stamp.at);
            }
            Event::SessionTerminated { .. } => {
                self.life = Life::Terminated;
                self.stop_clocks(stamp.at);
            }
            Event::SessionConverted { .. } => {
                self.kind = super::Kind::Incident;
                self.form = None;
            }
            Event::SessionLeft { cause } => self.left = Some((*cause, stamp.at)),
            Event::SessionRejoined { .. } => self.left = None,

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
                if let Some(place) = book.phases.iter().position(|p| p.id == *phase) {
                    self.open_phases.insert(place);
                }
            }
            Event::FlowMoved { to, .. } => {
                if let Some((place, _)) = book.place(to) {
                    self.open_phases.retain(|open| *open <= place);
                    self.open_phases.insert(place);
                }
                self.step_mut(to).called = true;
            }
            Event::StepCalled { step } => self.step_mut(step).called = true,
            Event::EndProposed { .. } => self.end_proposed = true,
            Event::StepStarted { step, cause } => {
                let prepares = book.step(step).and_then(|s| s.planned).is_some_and(Span::is_negative);
                if self.clocks.zero.is_none() && !prepares {
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
            Event::StepReopened { step, .. } => {
                self.approvals.remove(&ApprovalSubject::Step(step.clone()));
                let state = self.step_mut(step);
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
            | Event::EntryWithdrawn { .. }
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
                };
                self.estimates.push(Estimate { given: stamp.at, by: stamp.by.person.clone(), back });
                if let Some(step) = step {
                    self.step_mut(step).current().estimated = true;
                }
            }
            Event::MilestoneReached { milestone, stated, .. } => {
                let back = stated.map_or(Span::ZERO, |stated| Span::from_delta(stamp.at.wall - stated));
                self.milestones.entry(*milestone).or_insert(stamp.at.earlier(back));
                if *milestone == Milestone::Ended {
                    self.end_proposed = false;
                }
            }
            Event::NoticeDue { notice, step } => {
                let state = self.notices.entry(notice.clone()).or_default();
                state.due_since = Some(stamp.at);
                state.step.clone_from(step);
            }
            Event::NoticeSent { notice, step, .. } => {
                let state = self.notices.entry(notice.clone()).or_default();
                state.due_since = None;
                state.sent.push(stamp.at);
                if let Some(step) = step {
                    self.step_mut(step).current().sent.insert(notice.clone());
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
                let back = since.map_or(Span::ZERO, |since| Span::from_delta(stamp.at.wall - since));
                let state = TimerState {
                    since: stamp.at.earlier(back),
                    warned: false,
                    over: None,
                    met: None,
                    stopped: None,
                    rounds: (0, 0),
                };
                self.timers.insert(timer.clone(), state);
            }
            Event::TimerRearmed { timer } => self.timer(timer, |state| state.met = None),
            Event::TimerWarned { timer, .. } => self.timer(timer, |state| state.warned = true),
            Event::TimerBreached { timer, due, .. } => self.timer(timer, |state| state.over = Some(*due)),
            Event::TimerMet { timer } => self.timer(timer, |state| state.met = Some(stamp.at)),
            Event::TimerStopped { timer } => self.timer(timer, |state| state.stopped = Some(stamp.at)),
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

            Event::ReminderSet { text, due } => {
                let reminder = Reminder { text: text.clone(), due: *due, by: stamp.by.person.clone(), noticed: false };
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

    fn timer(&mut self, id: &crate::runbook::TimerId, change: impl FnOnce(&mut TimerState)) {
        if let Some(state) = self.timers.get_mut(id) {
            change(state);
        }
    }

    fn finish(&mut self, step: &StepId, outcome: Outcome, stamp: &Stamp<'_>) {
        let state = self.step_mut(step);
        state.status = Status::Finished(outcome.clone());
        state.waiting = None;
        state.called = false;
        state.current().finished = Some((stamp.at, outcome, stamp.by.person.clone()));
    }

    fn end_pause(&mut self, at: Reading) {
        self.clocks.set_paused(false);
        if let Some((_, until @ None)) = self.pauses.last_mut() {
            *until = Some(at);
        }
    }

    fn stop_clocks(&mut self, at: Reading) {
        self.end_pause(at);
        self.clocks.stopped = Some(at);
        self.end_proposed = false;
    }
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
