//! How the plan moves: which steps have their turn, what a jump opens, jumps over and reopens, and what an
//! outcome brings with it.

use chrono::{DateTime, FixedOffset};

use super::decide::Draft;
use super::people::person_for;
use super::{
    Approval, ApprovalSubject, ChildState, Event, Kind, Outcome, ReopenCause, RuleOutCause, StartCause, State, Status,
};
use crate::runbook::{
    ChildId, Goto, Milestone, NoticeId, ObligationId, OnFailure, Only, OpenFrom, Order, Phase, PhaseId, Runbook, Step,
    StepId,
};

/// Whether a step is part of the plan in this kind of session. A walkthrough reads what an incident would do.
pub fn exists_in(step: &Step, kind: Kind) -> bool {
    match step.only {
        Only::Both => true,
        Only::Drill => kind == Kind::Drill,
        Only::Incident => kind != Kind::Drill,
    }
}

/// Whether a step belongs to the preparation before `T0`: planned before zero, or unplanned among those that are.
pub(super) fn prepares(book: &Runbook, kind: Kind, id: &StepId) -> bool {
    let mut before = true;
    let mut found = None;
    let mut has_zero = false;
    for (_, step) in book.steps().filter(|(_, step)| exists_in(step, kind)) {
        if let Some(planned) = step.planned {
            before = planned.is_negative();
            has_zero |= !before;
        }
        if step.id == *id {
            found = Some((step.planned.is_some(), before));
        }
    }
    found.is_some_and(|(planned, before)| before && (planned || has_zero))
}

/// Whether a branch nobody entered.
fn is_unentered(state: &State, step: &Step) -> bool {
    step.branch && !state.steps.get(&step.id).is_some_and(|s| s.called || s.status != Status::Pending)
}

/// Whether a branch that does not hold up what comes after it: nobody entered it, or it was opened beside the flow.
fn stands_aside(state: &State, step: &Step) -> bool {
    is_unentered(state, step) || (step.branch && state.steps.get(&step.id).is_some_and(|s| s.aside))
}

/// Whether a step comes after the end of a child runbook: it waits for the end of the session, as its like there do.
pub(super) fn waits_for_end(state: &State, step: &StepId) -> bool {
    !state.life.is_over()
        && step.child().is_some_and(|child| state.children.get(&child).is_some_and(ChildState::is_over))
}

/// Whether a pending step has its turn: a jump led to it, or its phase is open and everything before it in a
/// sequence has an outcome.
pub(super) fn has_turn(state: &State, book: &Runbook, step: &Step) -> bool {
    if *state.status(&step.id) != Status::Pending || !exists_in(step, state.kind) || waits_for_end(state, &step.id) {
        return false;
    }
    if state.steps.get(&step.id).is_some_and(|s| s.called) {
        return true;
    }
    let Some((p, s)) = book.place(&step.id) else { return false };
    let Some(phase) = book.phases.get(p) else { return false };
    if step.branch || !state.open_phases.contains(&phase.id) {
        return false;
    }
    phase.order == Order::Any || phase.steps.iter().take(s).all(|earlier| is_behind(state, earlier))
}

fn is_behind(state: &State, step: &Step) -> bool {
    let settled = || state.outcome(&step.id).is_some() && state.child_at(&step.id).is_none();
    !exists_in(step, state.kind) || stands_aside(state, step) || settled() || waits_for_end(state, &step.id)
}

/// Steps named by `requires` that do not meet it yet.
pub(super) fn missing_requires(state: &State, book: &Runbook, step: &Step) -> Vec<StepId> {
    let unmet = |id: &&StepId| {
        let in_plan = book.step(id).is_some_and(|s| exists_in(s, state.kind));
        in_plan && (!state.outcome(id).is_some_and(Outcome::satisfies) || state.child_at(id).is_some())
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
        self.open_next_phase() || self.rule_out_passed() || self.return_finished() || self.begin_steps()
    }

    /// In every runbook that is being gone through the phases open one after the other.
    fn open_next_phase(&mut self) -> bool {
        let over = self.state.life.is_over();
        let live = self.state.children.iter().filter(|(_, child)| over || !child.is_over()).map(|(id, _)| id);
        let levels: Vec<Option<ChildId>> = std::iter::once(None).chain(live.cloned().map(Some)).collect();
        let Some(phase) = levels.iter().find_map(|level| self.next_phase(level.as_ref())) else { return false };
        self.emit(Event::PhaseOpened { phase });
        true
    }

    /// The phase of a runbook that opens now: the first, or the one after the last that was opened and is complete.
    fn next_phase(&self, level: Option<&ChildId>) -> Option<PhaseId> {
        let book = self.book;
        let opened = |(_, phase): &(usize, &Phase)| self.state.open_phases.contains(&phase.id);
        let last = phases_of(book, level).filter(opened).last().map(|(place, _)| place);
        if last.is_some_and(|last| !phase_is_complete(&self.state, book, last)) {
            return None;
        }
        let lives = |phase: &Phase| phase.steps.iter().any(|step| exists_in(step, self.state.kind));
        let mut ahead = phases_of(book, level).filter(|(place, _)| last.is_none_or(|last| *place > last));
        ahead.find(|(_, phase)| lives(phase)).map(|(_, phase)| phase.id.clone())
    }

    /// Whether nothing is left to do in a child.
    pub(super) fn is_gone_through(&self, child: &ChildId) -> bool {
        self.next_phase(Some(child)).is_none()
            && phases_of(self.book, Some(child)).all(|(place, _)| phase_is_complete(&self.state, self.book, place))
    }

    /// A branch that the flow has gone past without entering it is not applicable.
    fn rule_out_passed(&mut self) -> bool {
        let book = self.book;
        for (place, phase) in book.phases.iter().enumerate() {
            if !self.state.open_phases.contains(&phase.id) {
                continue;
            }
            let complete = phase_is_complete(&self.state, book, place);
            for (s, step) in phase.steps.iter().enumerate() {
                if !exists_in(step, self.state.kind) || !is_unentered(&self.state, step) {
                    continue;
                }
                let reached = |later: &Step| {
                    let begun = *self.state.status(&later.id) != Status::Pending;
                    !later.branch && (begun || has_turn(&self.state, book, later))
                };
                let passed = complete
                    || (phase.order == Order::Sequence
                        && phase.steps.iter().skip(s + 1).any(reached)
                        && phase.steps.iter().take(s).all(|earlier| is_behind(&self.state, earlier)));
                if passed {
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
                && self.state.child_at(&other.id).is_none()
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
        if let Some(name) = step.runbook.as_deref().filter(|_| self.is_in_force(&step.id)) {
            self.enter_child(step, None, name);
        }
    }

    pub(super) fn make_due(&mut self, notice: &NoticeId, step: Option<&StepId>) {
        if self.state.notices.get(notice).is_some_and(|n| n.due_since.is_some()) {
            return;
        }
        self.emit(Event::NoticeDue { notice: notice.clone(), step: step.cloned() });
        let Some(role) = self.book.notices.get(notice).and_then(|n| n.approval.clone()) else { return };
        let subject = ApprovalSubject::Notice(notice.clone());
        if !self.state.approvals.get(&subject).is_some_and(|asked| asked.contains_key(&role)) {
            self.emit(Event::ApprovalAsked { subject, role });
        }
    }

    /// A step is done, with everything its plan says about that.
    pub(super) fn complete(&mut self, step: &Step) {
        self.emit(Event::StepCompleted { step: step.id.clone() });
        self.close_all(&step.closes);
        self.open_all(&step.opens);
        self.open_obligations_from(&OpenFrom::Step(step.id.clone()), step.id.child().as_ref(), self.now.wall);
        if let Some(milestone) = step.milestone
            && self.state.reached_in(step.id.child().as_ref(), milestone).is_none()
        {
            let stated = self.ended_at.filter(|_| milestone == Milestone::Ended);
            self.reach(milestone, Some(&step.id), stated);
        }
    }

    pub(super) fn open_all(&mut self, obligations: &[ObligationId]) {
        for obligation in obligations {
            self.open_obligation(obligation, self.now.wall);
        }
    }

    /// Something is owed from now on; its time counts from `since`.
    pub(super) fn open_obligation(&mut self, id: &ObligationId, since: DateTime<FixedOffset>) {
        if self.state.owes(id) {
            return;
        }
        let within = self.book.obligations.get(id).and_then(|o| o.within);
        let due = within.and_then(|within| since.checked_add_signed(within.delta()));
        self.emit(Event::ObligationOpened { obligation: id.clone(), due });
    }

    pub(super) fn close_all(&mut self, obligations: &[ObligationId]) {
        for obligation in obligations {
            if self.state.owes(obligation) {
                self.emit(Event::ObligationClosed { obligation: obligation.clone() });
            }
        }
    }

    /// Opens what is owed from here on; of a milestone only in the runbook where it was reached.
    pub(super) fn open_obligations_from(
        &mut self,
        from: &OpenFrom,
        level: Option<&ChildId>,
        since: DateTime<FixedOffset>,
    ) {
        let book = self.book;
        for (id, obligation) in &book.obligations {
            if obligation.from.as_ref() == Some(from) && id.child().as_ref() == level {
                self.open_obligation(id, since);
            }
        }
    }

    /// Where the flow goes after a decision at `here`.
    pub(super) fn follow(&mut self, here: &Step, goto: &Goto) {
        if *goto == Goto::End {
            match here.id.child() {
                Some(child) => self.return_from(&child),
                None => self.emit(Event::EndProposed { step: Some(here.id.clone()) }),
            }
        } else if let Some(to) = self.target(goto) {
            self.jump(here, &to);
        }
    }

    /// The step a way leads to. Of a phase it is the first that is part of this plan and no branch; of one that
    /// has none, the first after it.
    fn target(&self, goto: &Goto) -> Option<StepId> {
        match goto {
            Goto::Next | Goto::End => None,
            Goto::Step(to) => Some(to.clone()),
            Goto::Phase(phase) => {
                let level = phase.child();
                let phases = self.book.phases.iter().skip_while(|p| p.id != *phase);
                let mut steps = phases.filter(|p| p.id.child() == level).flat_map(|p| &p.steps);
                steps.find(|step| exists_in(step, self.state.kind) && !step.branch).map(|step| step.id.clone())
            }
        }
    }

    /// Whether a way leads back to this step or before it.
    pub(super) fn goes_back(&self, here: &Step, goto: &Goto) -> bool {
        let target = self.target(goto).and_then(|to| self.book.place(&to));
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
        let level = here.id.child();
        if to.child() != level {
            // Into another runbook leads no way of the plan; by hand it opens beside the flow.
            return self.call(to);
        }
        self.emit(Event::FlowMoved { from: here.id.clone(), to: to.clone() });
        if to_place > from_place {
            // A step opened beside the flow may lead on from a phase, or over phases, that the flow never came to.
            let opened: Vec<bool> =
                book.phases.iter().map(|phase| self.state.open_phases.contains(&phase.id)).collect();
            let is_open = |place: usize| opened.get(place).is_some_and(|open| *open);
            let here_any = book.phases.get(from_place.0).is_some_and(|phase| phase.order == Order::Any);
            for (place, step) in places(book, level.as_ref()) {
                let between = (place > from_place || !is_open(place.0)) && place < to_place;
                let sibling_stays = here_any && is_open(place.0) && place.0 == from_place.0;
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
            for (place, step) in places(book, level.as_ref()) {
                let in_loop = place >= to_place && place <= from_place;
                let goes_again = !step.branch || step.id == *to;
                if in_loop && goes_again && exists_in(step, self.state.kind) && self.state.outcome(&step.id).is_some() {
                    self.reopen(&step.id, ReopenCause::LoopBack);
                }
            }
        }
    }

    pub(super) fn reopen(&mut self, step: &StepId, cause: ReopenCause) {
        self.leave_child_at(step);
        self.emit(Event::StepReopened { step: step.clone(), cause });
    }

    /// Opens a step beside the flow, as a breach asks.
    pub(super) fn call(&mut self, to: &StepId) {
        if !self.book.step(to).is_some_and(|step| exists_in(step, self.state.kind)) {
            return;
        }
        match self.state.status(to) {
            Status::Active | Status::Finished(Outcome::Done) => return,
            Status::Finished(_) => self.reopen(to, ReopenCause::Jump),
            Status::Pending => {}
        }
        self.emit(Event::StepCalled { step: to.clone() });
    }
}

fn places<'b>(book: &'b Runbook, level: Option<&'b ChildId>) -> impl Iterator<Item = ((usize, usize), &'b Step)> + 'b {
    phases_of(book, level).flat_map(|(p, phase)| phase.steps.iter().enumerate().map(move |(s, step)| ((p, s), step)))
}

/// The phases of one runbook of the plan, each with its place in the whole.
fn phases_of<'b>(book: &'b Runbook, level: Option<&'b ChildId>) -> impl Iterator<Item = (usize, &'b Phase)> + 'b {
    book.phases.iter().enumerate().filter(move |(_, phase)| phase.id.child().as_ref() == level)
}
