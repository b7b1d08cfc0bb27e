//! How the plan moves: which steps have their turn, what a jump opens, jumps over and reopens, and what an
//! outcome brings with it.

use super::decide::Draft;
use super::people::person_for;
use super::{Approval, ApprovalSubject, Event, Kind, Outcome, ReopenCause, RuleOutCause, StartCause, State, Status};
use crate::runbook::{Goto, NoticeId, ObligationId, OnFailure, Only, OpenFrom, Order, Runbook, Step, StepId};

/// Whether a step is part of the plan in this kind of session. A walkthrough reads what an incident would do.
pub fn exists_in(step: &Step, kind: Kind) -> bool {
    match step.only {
        Only::Both => true,
        Only::Drill => kind == Kind::Drill,
        Only::Incident => kind != Kind::Drill,
    }
}

/// Whether a branch nobody entered: it does not hold up what comes after it.
fn stands_aside(state: &State, step: &Step) -> bool {
    step.branch && !state.steps.get(&step.id).is_some_and(|s| s.called || s.status != Status::Pending)
}

/// Whether a pending step has its turn: a jump led to it, or its phase is open and everything before it in a
/// sequence has an outcome.
pub(super) fn has_turn(state: &State, book: &Runbook, step: &Step) -> bool {
    if *state.status(&step.id) != Status::Pending || !exists_in(step, state.kind) {
        return false;
    }
    if state.steps.get(&step.id).is_some_and(|s| s.called) {
        return true;
    }
    let Some((p, s)) = book.place(&step.id) else { return false };
    let Some(phase) = book.phases.get(p) else { return false };
    if step.branch || !state.open_phases.contains(&p) {
        return false;
    }
    phase.order == Order::Any || phase.steps.iter().take(s).all(|earlier| is_behind(state, earlier))
}

fn is_behind(state: &State, step: &Step) -> bool {
    !exists_in(step, state.kind) || stands_aside(state, step) || state.outcome(&step.id).is_some()
}

/// Steps named by `requires` that do not meet it yet.
pub(super) fn missing_requires(state: &State, book: &Runbook, step: &Step) -> Vec<StepId> {
    let unmet = |id: &&StepId| {
        let in_plan = book.step(id).is_some_and(|s| exists_in(s, state.kind));
        in_plan && !state.outcome(id).is_some_and(Outcome::satisfies)
    };
    step.requires.iter().filter(unmet).cloned().collect()
}

/// Roles whose approval a step needs and has not.
pub(super) fn missing_approval(
    state: &State,
    subject: &ApprovalSubject,
    roles: &[crate::runbook::RoleId],
) -> Vec<crate::runbook::RoleId> {
    let answers = state.approvals.get(subject);
    let granted = |role: &crate::runbook::RoleId| {
        answers.and_then(|a| a.get(role)).is_some_and(|answer| matches!(answer, Approval::Granted { .. }))
    };
    roles.iter().filter(|role| !granted(role)).cloned().collect()
}

fn phase_is_complete(state: &State, book: &Runbook, place: usize) -> bool {
    book.phases.get(place).is_some_and(|phase| phase.steps.iter().all(|step| step.optional || is_behind(state, step)))
}

/// Whether all that the plan asks for up to its end has an outcome.
pub(super) fn plan_is_done(state: &State, book: &Runbook) -> bool {
    (0..book.phases.len()).all(|place| phase_is_complete(state, book, place))
}

impl Draft<'_> {
    /// Lets follow what follows: phases open, steps have their turn, timers arm and are met.
    pub(super) fn settle(&mut self) {
        // Each round emits at least one event that makes a finite thing true; the bound is against a model fault.
        for _ in 0..20_000 {
            if !(self.settle_timers() || self.settle_flow()) {
                return;
            }
        }
    }

    fn settle_flow(&mut self) -> bool {
        if !(self.state.life.is_under_way() || self.state.life == super::Life::Ended) {
            return false;
        }
        self.open_next_phase() || self.rule_out_passed() || self.begin_steps()
    }

    fn open_next_phase(&mut self) -> bool {
        let book = self.book;
        let next = match self.state.open_phases.last() {
            None => 0,
            Some(last) if phase_is_complete(&self.state, book, *last) => last + 1,
            Some(_) => return false,
        };
        let lives = |place: &usize| {
            book.phases.get(*place).is_some_and(|phase| phase.steps.iter().any(|step| exists_in(step, self.state.kind)))
        };
        let Some(place) = (next..book.phases.len()).find(lives) else { return false };
        let Some(phase) = book.phases.get(place) else { return false };
        self.emit(Event::PhaseOpened { phase: phase.id.clone() });
        true
    }

    /// A branch that the flow has gone past without entering it is not applicable.
    fn rule_out_passed(&mut self) -> bool {
        let book = self.book;
        for (place, phase) in book.phases.iter().enumerate() {
            if !self.state.open_phases.contains(&place) {
                continue;
            }
            let complete = phase_is_complete(&self.state, book, place);
            for (s, step) in phase.steps.iter().enumerate() {
                let waits = step.branch
                    && exists_in(step, self.state.kind)
                    && stands_aside(&self.state, step)
                    && *self.state.status(&step.id) == Status::Pending;
                let passed =
                    complete
                        || (phase.order == Order::Sequence
                            && phase.steps.iter().skip(s + 1).any(|later| {
                                !later.branch && !matches!(self.state.status(&later.id), Status::Pending)
                            })
                            && phase.steps.iter().take(s).all(|earlier| is_behind(&self.state, earlier)));
                if waits && passed {
                    self.emit(Event::StepRuledOut { step: step.id.clone(), cause: RuleOutCause::PassedBy });
                    return true;
                }
            }
        }
        false
    }

    fn begin_steps(&mut self) -> bool {
        let book = self.book;
        for (_, step) in book.steps() {
            if !has_turn(&self.state, book, step) || !missing_requires(&self.state, book, step).is_empty() {
                continue;
            }
            let subject = ApprovalSubject::Step(step.id.clone());
            let unasked: Vec<_> = step
                .approval
                .iter()
                .filter(|role| !self.state.approvals.get(&subject).is_some_and(|asked| asked.contains_key(*role)))
                .cloned()
                .collect();
            if !unasked.is_empty() {
                for role in unasked {
                    self.emit(Event::ApprovalAsked { subject: subject.clone(), role });
                }
                return true;
            }
            let approved = missing_approval(&self.state, &subject, &step.approval).is_empty();
            // A danger is never walked into: somebody begins such a step by hand.
            if approved && step.danger.is_none() && !self.is_busy(step) {
                self.start(step, StartCause::Turn);
                return true;
            }
        }
        false
    }

    /// Whether the step's person has another step running that waits for nobody.
    fn is_busy(&self, step: &Step) -> bool {
        let person = person_for(&self.state, self.book, step);
        self.book.steps().any(|(_, other)| {
            self.state.is_active(&other.id)
                && self.state.steps.get(&other.id).is_none_or(|s| s.waiting.is_none())
                && person_for(&self.state, self.book, other) == person
        })
    }

    /// A step becomes active, and its notices become due.
    pub(super) fn start(&mut self, step: &Step, cause: StartCause) {
        self.emit(Event::StepStarted { step: step.id.clone(), cause });
        for notice in &step.notify {
            self.make_due(notice, Some(&step.id));
        }
    }

    pub(super) fn make_due(&mut self, notice: &NoticeId, step: Option<&StepId>) {
        if self.state.notices.get(notice).is_some_and(|n| n.due_since.is_some()) {
            return;
        }
        self.emit(Event::NoticeDue { notice: notice.clone(), step: step.cloned() });
        let Some(role) = self.book.notices.get(notice).and_then(|n| n.approval.clone()) else { return };
        self.emit(Event::ApprovalAsked { subject: ApprovalSubject::Notice(notice.clone()), role });
    }

    /// A step is done, with everything its plan says about that.
    pub(super) fn complete(&mut self, step: &Step) {
        self.emit(Event::StepCompleted { step: step.id.clone() });
        self.close_all(&step.closes);
        self.open_all(&step.opens);
        self.open_obligations_from(&OpenFrom::Step(step.id.clone()));
        if let Some(milestone) = step.milestone
            && !self.state.milestones.contains_key(&milestone)
        {
            self.reach(milestone, Some(&step.id), None);
        }
    }

    pub(super) fn open_all(&mut self, obligations: &[ObligationId]) {
        for obligation in obligations {
            self.open_obligation(obligation);
        }
    }

    pub(super) fn open_obligation(&mut self, id: &ObligationId) {
        if self.state.owes(id) {
            return;
        }
        let within = self.book.obligations.get(id).and_then(|o| o.within);
        let due = within.and_then(|within| self.now.wall.checked_add_signed(within.delta()));
        self.emit(Event::ObligationOpened { obligation: id.clone(), due });
    }

    pub(super) fn close_all(&mut self, obligations: &[ObligationId]) {
        for obligation in obligations {
            if self.state.owes(obligation) {
                self.emit(Event::ObligationClosed { obligation: obligation.clone() });
            }
        }
    }

    pub(super) fn open_obligations_from(&mut self, from: &OpenFrom) {
        let book = self.book;
        for (id, obligation) in &book.obligations {
            if obligation.from.as_ref() == Some(from) {
                self.open_obligation(id);
            }
        }
    }

    /// Where the flow goes after a decision at `here`.
    pub(super) fn follow(&mut self, here: &Step, goto: &Goto) {
        let book = self.book;
        match goto {
            Goto::Next => {}
            Goto::End => self.emit(Event::EndProposed { step: Some(here.id.clone()) }),
            Goto::Step(to) => self.jump(here, to),
            Goto::Phase(phase) => {
                let first = book
                    .phases
                    .iter()
                    .find(|p| p.id == *phase)
                    .and_then(|p| p.steps.iter().find(|step| exists_in(step, self.state.kind)));
                if let Some(first) = first {
                    self.jump(here, &first.id);
                }
            }
        }
    }

    /// Whether a way leads back to this step or before it.
    pub(super) fn goes_back(&self, here: &Step, goto: &Goto) -> bool {
        let target = match goto {
            Goto::Next | Goto::End => None,
            Goto::Step(to) => self.book.place(to),
            Goto::Phase(phase) => self.book.phases.iter().position(|p| p.id == *phase).map(|place| (place, 0)),
        };
        target.is_some_and(|target| Some(target) <= self.book.place(&here.id))
    }

    /// Where the flow goes after a failure.
    pub(super) fn follow_failure(&mut self, here: &Step, on_failure: &OnFailure) {
        match on_failure {
            OnFailure::Next => {}
            OnFailure::Step(to) => self.jump(here, to),
        }
    }

    /// Moves the flow from a step that has its outcome to another one.
    pub(super) fn jump(&mut self, here: &Step, to: &StepId) {
        let book = self.book;
        let (Some(from_place), Some(to_place)) = (book.place(&here.id), book.place(to)) else { return };
        let Some(target) = book.step(to) else { return };
        self.emit(Event::FlowMoved { from: here.id.clone(), to: to.clone() });
        if to_place > from_place {
            let here_any = book.phases.get(from_place.0).is_some_and(|phase| phase.order == Order::Any);
            for (place, step) in places(book) {
                let between = place > from_place && place < to_place;
                let sibling_stays = here_any && place.0 == from_place.0;
                let pending = *self.state.status(&step.id) == Status::Pending && exists_in(step, self.state.kind);
                if between && pending && !sibling_stays && !self.state.steps.get(&step.id).is_some_and(|s| s.called) {
                    self.emit(Event::StepRuledOut { step: step.id.clone(), cause: RuleOutCause::JumpedOver });
                }
            }
            let again = match self.state.outcome(to) {
                Some(Outcome::Done) => target.branch,
                Some(_) => true,
                None => false,
            };
            if again {
                self.reopen(to, ReopenCause::Jump);
            }
        } else {
            for (place, step) in places(book) {
                let in_loop = place >= to_place && place <= from_place;
                let goes_again = !step.branch || step.id == *to;
                if in_loop && goes_again && exists_in(step, self.state.kind) && self.state.outcome(&step.id).is_some() {
                    self.reopen(&step.id, ReopenCause::LoopBack);
                }
            }
        }
    }

    pub(super) fn reopen(&mut self, step: &StepId, cause: ReopenCause) {
        self.emit(Event::StepReopened { step: step.clone(), cause });
    }

    /// Opens a step beside the flow, as a breach asks.
    pub(super) fn call(&mut self, to: &StepId) {
        match self.state.status(to) {
            Status::Active | Status::Finished(Outcome::Done) => return,
            Status::Finished(_) => self.reopen(to, ReopenCause::Jump),
            Status::Pending => {}
        }
        self.emit(Event::StepCalled { step: to.clone() });
    }
}

fn places(book: &Runbook) -> impl Iterator<Item = ((usize, usize), &Step)> {
    book.phases
        .iter()
        .enumerate()
        .flat_map(|(p, phase)| phase.steps.iter().enumerate().map(move |(s, step)| ((p, s), step)))
}
