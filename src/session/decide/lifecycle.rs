//! Opening, starting, pausing, ending, terminating, converting.

use super::super::flow::{exists_in, waits_for_end};
use chrono::{DateTime, FixedOffset};

use super::super::{Gate, Kind, Life, Person, RuleOutCause, Source, StartCause, Status, Terminal};
use super::{Draft, Event, Refusal};
use crate::runbook::{Authority, ChildId, DrillForm, Milestone, ObligationId, OpenFrom, Step, StepId, VariableKind};
use crate::time::Span;

impl<'a> Draft<'a> {
    pub(super) fn open(
        &mut self,
        kind: Kind,
        form: Option<DrillForm>,
        sources: &[Source],
        terminal: &Terminal,
    ) -> Result<(), Refusal> {
        if self.state.life != Life::Blank {
            return Err(Refusal::AlreadyOpened);
        }
        let form = if kind == Kind::Drill {
            form.or_else(|| self.book.drill.as_ref().and_then(|d| d.form)).or(Some(DrillForm::Functional))
        } else {
            None
        };
        self.emit(Event::SessionOpened { kind, form, sources: sources.to_vec(), terminal: terminal.clone() });
        let book = self.book;
        if kind == Kind::Drill {
            for (role, plan) in &book.roles {
                if let Some(holder) = &plan.holder {
                    let person = Some(Person(holder.to_string()));
                    self.emit(Event::RoleAssigned { role: role.clone(), person });
                }
            }
        }
        for (name, variable) in &book.variables {
            if let Some(default) = &variable.default {
                let value = (variable.kind != VariableKind::Secret).then(|| default.clone());
                self.emit(Event::VariableSet { name: name.clone(), value });
            }
        }
        Ok(())
    }

    pub(super) fn begin(&mut self) -> Result<(), Refusal> {
        match self.state.life {
            Life::Opened => {}
            Life::Blank => return Err(Refusal::NotOpened),
            Life::Running | Life::Paused => return Err(Refusal::AlreadyStarted),
            Life::Ended | Life::Terminated => return Err(Refusal::Over),
        }
        if self.state.kind == Kind::Drill {
            let open = self.book.precautions.len().saturating_sub(self.state.precautions.len());
            if open > 0 {
                self.gate(Gate::PrecautionsOpen { count: open });
            }
            let held = |role| self.state.roles.get(role).is_some_and(|r| r.holder.is_some() || r.deputy.is_some());
            let empty: Vec<_> = self
                .book
                .roles
                .iter()
                .filter(|(id, role)| role.required && !held(*id))
                .map(|(id, _)| id.clone())
                .collect();
            if !empty.is_empty() {
                self.gate(Gate::RolesEmpty { roles: empty });
            }
        }
        self.emit(Event::SessionStarted);
        Ok(())
    }

    pub(super) fn pause(&mut self) -> Result<(), Refusal> {
        self.need_drill()?;
        match self.state.life {
            Life::Running => {
                self.emit(Event::SessionPaused);
                Ok(())
            }
            Life::Paused => Err(Refusal::AlreadyPaused),
            Life::Ended | Life::Terminated => Err(Refusal::Over),
            Life::Blank | Life::Opened => Err(Refusal::NotStarted),
        }
    }

    pub(super) fn resume(&mut self) -> Result<(), Refusal> {
        if self.state.life != Life::Paused {
            return Err(Refusal::NotPaused);
        }
        self.emit(Event::SessionResumed);
        Ok(())
    }

    pub(super) fn terminate(&mut self) -> Result<(), Refusal> {
        self.need_drill()?;
        self.need_flow()?;
        if self.state.life == Life::Ended {
            return Err(Refusal::Over);
        }
        let reason = self.needs_reason()?;
        self.require(Authority::End);
        self.emit(Event::SessionTerminated { reason });
        Ok(())
    }

    pub(super) fn convert(&mut self) -> Result<(), Refusal> {
        self.need_drill()?;
        if self.state.life.is_over() {
            return Err(Refusal::Over);
        }
        let reason = self.needs_reason()?;
        if self.state.life == Life::Paused {
            self.emit(Event::SessionResumed);
        }
        self.emit(Event::SessionConverted { reason });
        let book = self.book;
        for (_, step) in book.steps() {
            let gone = !exists_in(step, Kind::Incident);
            if gone && self.state.outcome(&step.id).is_none() && self.state.steps.contains_key(&step.id) {
                self.emit(Event::StepRuledOut { step: step.id.clone(), cause: RuleOutCause::OtherKind });
            }
        }
        Ok(())
    }

    fn need_drill(&self) -> Result<(), Refusal> {
        if self.state.kind == Kind::Drill { Ok(()) } else { Err(Refusal::OnlyInDrill { kind: self.state.kind }) }
    }

    pub(super) fn come_back(&mut self, terminal: &Terminal, others: bool) {
        if others {
            self.emit(Event::TerminalJoined { terminal: terminal.clone() });
            return;
        }
        let last = self.session.log().last().map_or(self.now.elapsed, |row| row.at.elapsed);
        let unattended = Span::millis((self.now.elapsed - last).as_millis().max(0));
        self.emit(Event::SessionRejoined { terminal: terminal.clone(), unattended });
    }

    /// Declares the response over without going through the end step; what was not reached is passed by.
    pub(super) fn end(&mut self) -> Result<(), Refusal> {
        match self.state.life {
            Life::Running | Life::Paused => {}
            Life::Ended | Life::Terminated => return Err(Refusal::Over),
            Life::Blank => return Err(Refusal::NotOpened),
            Life::Opened => return Err(Refusal::NotStarted),
        }
        self.require(Authority::End);
        let end_step = self.end_step();
        let open = end_step.filter(|step| self.state.outcome(&step.id).is_none());
        self.check_end(open.map(|step| &step.id));
        let book = self.book;
        for (_, step) in book.steps() {
            if end_step.is_some_and(|end_step| step.id == end_step.id) {
                break;
            }
            let open = *self.state.status(&step.id) == Status::Pending && !waits_for_end(&self.state, &step.id);
            if open && exists_in(step, self.state.kind) {
                self.emit(Event::StepRuledOut { step: step.id.clone(), cause: RuleOutCause::JumpedOver });
            }
        }
        let Some(end_step) = open else {
            self.reach(Milestone::Ended, None, self.ended_at);
            return Ok(());
        };
        self.emit(Event::FlowMoved { from: end_step.id.clone(), to: end_step.id.clone() });
        if !self.state.is_active(&end_step.id) {
            self.start(end_step, StartCause::Jump);
        }
        self.complete(end_step);
        Ok(())
    }

    /// Everything that speaks against the end, as one gate.
    pub(super) fn check_end(&mut self, end_step: Option<&StepId>) {
        let criteria = self.book.exit_criteria.len().saturating_sub(self.state.exit_criteria.len());
        let owed = self.state.obligations.iter().filter(|(_, owed)| owed.is_open()).map(|(id, _)| id);
        let obligations: Vec<_> = owed.filter(|id| !self.is_closed_later(end_step, id)).cloned().collect();
        let notices: Vec<_> =
            self.state.notices.iter().filter(|(_, n)| n.due_since.is_some()).map(|(id, _)| id.clone()).collect();
        let active: Vec<_> = self
            .book
            .steps()
            .map(|(_, step)| &step.id)
            .filter(|id| Some(*id) != end_step && self.state.is_unsettled(id))
            .cloned()
            .collect();
        if criteria > 0 || !obligations.is_empty() || !notices.is_empty() || !active.is_empty() {
            self.gate(Gate::EndOpen { criteria, obligations, notices, active });
        }
    }

    /// Whether the plan settles what is owed after the end: it is no reason to put the end off.
    fn is_closed_later(&self, end_step: Option<&StepId>, owed: &ObligationId) -> bool {
        let end = end_step.and_then(|step| self.book.place(step));
        let later = |step: &Step| match step.id.child() {
            Some(_) => waits_for_end(&self.state, &step.id),
            None => end.is_some() && self.book.place(&step.id) > end,
        };
        let closes = |step: &Step| step.closes.contains(owed) && exists_in(step, self.state.kind);
        self.book.steps().any(|(_, step)| later(step) && closes(step) && self.state.outcome(&step.id).is_none())
    }

    /// The step that ends the response: the first that has no outcome, else the first there is.
    fn end_step(&self) -> Option<&'a Step> {
        let ends = |step: &&Step| {
            let own = step.id.child().is_none() && exists_in(step, self.state.kind);
            own && step.milestone == Some(Milestone::Ended)
        };
        let mut steps = self.book.steps().map(|(_, step)| step).filter(ends);
        let first = steps.next()?;
        let open = |step: &&Step| self.state.outcome(&step.id).is_none();
        std::iter::once(first).chain(steps).find(open).or(Some(first))
    }

    /// Records a milestone with what hangs on it; the end stops the clocks, or returns from a child runbook. What a
    /// child reaches and the runbook around it has no step for is reached there as well.
    pub(in crate::session) fn reach(
        &mut self,
        milestone: Milestone,
        step: Option<&StepId>,
        stated: Option<DateTime<FixedOffset>>,
    ) {
        let level = step.and_then(StepId::child);
        if milestone == Milestone::Ended && level.is_none() {
            self.leave_all_children();
        }
        self.emit(Event::MilestoneReached { milestone, step: step.cloned(), stated });
        if let Some(child) = level {
            return self.reached_in_child(milestone, &child, stated);
        }
        if milestone == Milestone::Ended && self.state.life.is_under_way() {
            self.emit(Event::SessionEnded { reason: self.reason_given() });
        }
        self.open_obligations_from(&OpenFrom::Milestone(milestone), None, stated.unwrap_or(self.now.wall));
    }

    fn reached_in_child(&mut self, milestone: Milestone, child: &ChildId, stated: Option<DateTime<FixedOffset>>) {
        self.open_obligations_from(&OpenFrom::Milestone(milestone), Some(child), stated.unwrap_or(self.now.wall));
        if milestone == Milestone::Ended {
            return self.return_from(child);
        }
        let Some(caller) = self.state.children.get(child).map(|state| state.caller.clone()) else { return };
        let around = caller.child();
        let same = |step: &Step| step.id.child() == around && step.milestone == Some(milestone);
        let own = self.book.steps().any(|(_, step)| same(step));
        if !own && self.state.reached_in(around.as_ref(), milestone).is_none() {
            self.reach(milestone, Some(&caller), stated);
        }
    }
}
