//! Steps: begin, tick, decide, finish in every way, take up again.

use super::super::flow::{missing_approval, missing_requires};
use super::super::{
    AfterFailure, ApprovalSubject, Attempt, EvidenceItem, Gate, ItemKey, Person, ReopenCause, RuleOutCause, StartCause,
    Status,
};
use super::{Draft, Event, Refusal};
use crate::runbook::{EvidenceKind, Goto, OnFailure, Step, StepId};
use crate::time::Span;

impl<'a> Draft<'a> {
    fn attempt(&self, id: &StepId) -> Attempt {
        self.state.steps.get(id).and_then(|step| step.attempt().cloned()).unwrap_or_default()
    }

    /// A step that can still be worked on; outright refused once it has its outcome.
    fn find_open(&self, id: &StepId) -> Result<&'a Step, Refusal> {
        self.need_flow()?;
        let step = self.find(id)?;
        match self.state.status(id) {
            Status::Finished(_) => Err(Refusal::StepFinished(id.clone())),
            Status::Pending | Status::Active => Ok(step),
        }
    }

    fn find_active(&self, id: &StepId) -> Result<&'a Step, Refusal> {
        let step = self.find_open(id)?;
        if self.state.is_active(id) { Ok(step) } else { Err(Refusal::StepNotActive(id.clone())) }
    }

    pub(super) fn start_by_hand(&mut self, id: &StepId, typed: Option<&str>) -> Result<(), Refusal> {
        let step = self.find_open(id)?;
        if self.state.is_active(id) {
            return Err(Refusal::StepActive(id.clone()));
        }
        self.begin_with_gates(step, typed)
    }

    fn begin_with_gates(&mut self, step: &'a Step, typed: Option<&str>) -> Result<(), Refusal> {
        let missing = missing_requires(&self.state, self.book, step);
        if !missing.is_empty() {
            self.gate(Gate::RequiresUnmet { step: step.id.clone(), missing });
        }
        let subject = ApprovalSubject::Step(step.id.clone());
        let roles = missing_approval(&self.state, &subject, &step.approval);
        if !roles.is_empty() {
            self.gate(Gate::NotApproved { subject, roles });
        }
        if step.danger.is_some() {
            let expected = self.book.number(&step.id);
            let typed = typed.map(str::trim).unwrap_or_default();
            if typed != expected {
                return Err(Refusal::DangerNotConfirmed { step: step.id.clone(), expected });
            }
            self.emit(Event::DangerConfirmed { step: step.id.clone(), typed: typed.to_owned() });
        }
        self.start(step, StartCause::Hand);
        Ok(())
    }

    /// What a step that was never begun still owes when its outcome comes at once: it began, too.
    fn ensure_begun(&mut self, step: &'a Step) -> Result<(), Refusal> {
        if self.state.is_active(&step.id) { Ok(()) } else { self.begin_with_gates(step, None) }
    }

    pub(super) fn complete_by_hand(&mut self, id: &StepId) -> Result<(), Refusal> {
        let step = self.find_open(id)?;
        self.ensure_begun(step)?;
        self.finishing_gates(step, true);
        self.finish(step);
        Ok(())
    }

    /// The end act needs its authority and a look at what is still open.
    fn finish(&mut self, step: &'a Step) {
        use crate::runbook::{Authority, Milestone};
        match step.milestone {
            _ if step.id.child().is_some() => {}
            Some(Milestone::Ended) if self.state.life.is_under_way() => {
                self.require(Authority::End);
                self.check_end(Some(&step.id));
            }
            Some(Milestone::Activated) => self.require(Authority::Activate),
            _ => {}
        }
        self.complete(step);
    }

    fn finishing_gates(&mut self, step: &Step, undecided: bool) {
        if let Some(child) = self.state.child_at(&step.id).cloned() {
            self.gate(Gate::ChildOpen { step: step.id.clone(), child });
        }
        for gate in self.demands(step, undecided) {
            self.gate(gate);
        }
    }

    /// What of the step's own must hold before it is done; `undecided` also asks for its decision.
    pub(in crate::session) fn demands(&self, step: &Step, undecided: bool) -> Vec<Gate> {
        let id = &step.id;
        let mut gates = Vec::new();
        let attempt = self.attempt(id);
        let mut items: Vec<ItemKey> = step
            .checklist
            .iter()
            .enumerate()
            .filter(|(_, item)| !item.optional)
            .map(|(place, _)| ItemKey::Check(place))
            .collect();
        if step.expect.is_some() {
            items.push(ItemKey::Expect);
        }
        items.retain(|item| !attempt.ticks.contains_key(item));
        if !items.is_empty() {
            gates.push(Gate::Unticked { step: id.clone(), items });
        }
        let wanted = step.evidence.iter().enumerate().filter(|(_, evidence)| !evidence.optional);
        let count = wanted.filter(|(place, _)| !attempt.evidence.contains_key(place)).count();
        if count > 0 {
            gates.push(Gate::EvidenceMissing { step: id.clone(), count });
        }
        if step.estimate && !attempt.estimated {
            gates.push(Gate::NoEstimate { step: id.clone() });
        }
        if undecided && step.decision.is_some() && attempt.decided.is_none() {
            gates.push(Gate::Undecided { step: id.clone() });
        }
        let notices: Vec<_> = step.notify.iter().filter(|notice| !attempt.sent.contains(*notice)).cloned().collect();
        if !notices.is_empty() {
            gates.push(Gate::NoticesUnsent { step: id.clone(), notices });
        }
        if let (Some(wait), Some((started, _))) = (step.wait, attempt.started) {
            let left = wait - (self.now.exercise - started.exercise);
            if left > Span::ZERO {
                gates.push(Gate::WaitRunning { step: id.clone(), left });
            }
        }
        gates
    }

    pub(super) fn fail(&mut self, id: &StepId, then: Option<&AfterFailure>) -> Result<(), Refusal> {
        let step = self.find_open(id)?;
        let planned = step.on_failure.as_ref();
        if planned.is_none() && then.is_none() {
            return Err(Refusal::AskAfterFailure(id.clone()));
        }
        if let Some(AfterFailure::Goto(to)) = then {
            self.find(to)?;
        }
        let reason = self.reason_given();
        let left_behind = self.is_left_behind(id);
        self.emit(Event::StepFailed { step: id.clone(), reason });
        match (then, planned) {
            (Some(AfterFailure::Again), _) => self.take_up_again(step),
            (Some(AfterFailure::Goto(to)), _) => self.follow_failure(step, &OnFailure::Step(to.clone())),
            (None, Some(on_failure)) if !left_behind => self.follow_failure(step, on_failure),
            (Some(AfterFailure::GoOn) | None, _) => {}
        }
        Ok(())
    }

    /// Whether the flow left the step's phase while it was open: then it moves nothing.
    fn is_left_behind(&self, id: &StepId) -> bool {
        self.state.steps.get(id).is_some_and(|step| step.left_behind)
    }

    /// A new round, begun at once unless somebody has to confirm it first.
    fn take_up_again(&mut self, step: &Step) {
        self.reopen(&step.id, ReopenCause::Hand);
        self.emit(Event::StepCalled { step: step.id.clone() });
        if step.danger.is_none() && step.approval.is_empty() {
            self.start(step, StartCause::Hand);
        }
    }

    pub(super) fn skip(&mut self, id: &StepId) -> Result<(), Refusal> {
        let step = self.find_open(id)?;
        let reason = self.reason_given();
        if !step.optional && reason.is_none() {
            return Err(Refusal::NeedsReason);
        }
        self.emit(Event::StepSkipped { step: id.clone(), reason });
        Ok(())
    }

    pub(super) fn rule_out(&mut self, id: &StepId) -> Result<(), Refusal> {
        self.find_open(id)?;
        let reason = self.reason_given();
        self.emit(Event::StepRuledOut { step: id.clone(), cause: RuleOutCause::Hand { reason } });
        Ok(())
    }

    pub(super) fn defer(&mut self, id: &StepId, until: &str) -> Result<(), Refusal> {
        self.find_open(id)?;
        if until.trim().is_empty() {
            return Err(Refusal::Empty);
        }
        let reason = self.reason_given();
        self.emit(Event::StepDeferred { step: id.clone(), until: until.trim().to_owned(), reason });
        Ok(())
    }

    pub(super) fn wait_on(&mut self, id: &StepId, on: &str) -> Result<(), Refusal> {
        self.find_active(id)?;
        if on.trim().is_empty() {
            return Err(Refusal::Empty);
        }
        self.emit(Event::StepWaiting { step: id.clone(), on: on.trim().to_owned() });
        Ok(())
    }

    pub(super) fn stop_waiting(&mut self, id: &StepId) -> Result<(), Refusal> {
        self.find_active(id)?;
        if self.state.steps.get(id).is_none_or(|step| step.waiting.is_none()) {
            return Err(Refusal::NotWaiting(id.clone()));
        }
        self.emit(Event::StepWaitingEnded { step: id.clone() });
        Ok(())
    }

    pub(super) fn reopen_by_hand(&mut self, id: &StepId) -> Result<(), Refusal> {
        self.need_flow()?;
        let step = self.find(id)?;
        if self.state.outcome(id).is_none() {
            return Err(Refusal::StepNotFinished(id.clone()));
        }
        self.take_up_again(step);
        Ok(())
    }

    pub(super) fn reassign(&mut self, id: &StepId, person: Option<&Person>) -> Result<(), Refusal> {
        self.find(id)?;
        if person.is_some_and(|p| p.0.trim().is_empty()) {
            return Err(Refusal::Empty);
        }
        if self.state.steps.get(id).and_then(|s| s.assignee.as_ref()) == person {
            return Err(Refusal::NothingToChange);
        }
        self.emit(Event::StepReassigned { step: id.clone(), person: person.cloned() });
        Ok(())
    }

    fn find_item(&self, id: &StepId, item: ItemKey) -> Result<&'a Step, Refusal> {
        let step = self.find_open(id)?;
        let exists = match item {
            ItemKey::Check(place) => place < step.checklist.len(),
            ItemKey::Expect => step.expect.is_some(),
        };
        if exists { Ok(step) } else { Err(Refusal::NoSuchItem(id.clone())) }
    }

    pub(super) fn tick(&mut self, id: &StepId, item: ItemKey) -> Result<(), Refusal> {
        let step = self.find_item(id, item)?;
        if self.attempt(id).ticks.contains_key(&item) {
            return Err(Refusal::NothingToChange);
        }
        // Ticking is work: a step that was not begun begins with its first tick.
        self.ensure_begun(step)?;
        self.emit(Event::ItemTicked { step: id.clone(), item });
        Ok(())
    }

    pub(super) fn untick(&mut self, id: &StepId, item: ItemKey) -> Result<(), Refusal> {
        self.find_item(id, item)?;
        if !self.attempt(id).ticks.contains_key(&item) {
            return Err(Refusal::NothingToChange);
        }
        self.emit(Event::ItemUnticked { step: id.clone(), item });
        Ok(())
    }

    pub(super) fn give_evidence(&mut self, id: &StepId, item: EvidenceItem, text: &str) -> Result<(), Refusal> {
        let step = self.find_open(id)?;
        let wanted = step.evidence.get(item.0).ok_or_else(|| Refusal::NoSuchItem(id.clone()))?;
        let text = text.trim();
        let fits = match wanted.kind {
            EvidenceKind::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
            EvidenceKind::YesNo => matches!(text, "yes" | "no"),
            EvidenceKind::Text | EvidenceKind::File | EvidenceKind::Link | EvidenceKind::Output => !text.is_empty(),
        };
        if !fits {
            return Err(if text.is_empty() { Refusal::Empty } else { Refusal::BadValue { name: wanted.text.clone() } });
        }
        self.ensure_begun(step)?;
        self.emit(Event::EvidenceGiven { step: id.clone(), item, text: text.to_owned() });
        Ok(())
    }

    pub(super) fn answer_condition(&mut self, id: &StepId, applies: bool) -> Result<(), Refusal> {
        let step = self.find_open(id)?;
        if step.condition.is_none() {
            return Err(Refusal::NothingAsked(id.clone()));
        }
        self.emit(Event::ConditionAnswered { step: id.clone(), applies });
        if !applies {
            self.emit(Event::StepRuledOut { step: id.clone(), cause: RuleOutCause::Condition });
        }
        Ok(())
    }

    /// A decision completes its step; where it leads acts at once.
    pub(super) fn choose(&mut self, id: &StepId, option: usize) -> Result<(), Refusal> {
        let step = self.find_open(id)?;
        let decision = step.decision.as_ref().ok_or_else(|| Refusal::NothingAsked(id.clone()))?;
        let chosen = decision.options.get(option).ok_or_else(|| Refusal::NoSuchOption(id.clone()))?;
        self.ensure_begun(step)?;
        self.finishing_gates(step, false);
        let left_behind = self.is_left_behind(id);
        let reason = self.reason_given();
        self.emit(Event::DecisionMade {
            step: Some(id.clone()),
            question: decision.question.clone(),
            chosen: chosen.label.clone(),
            option: Some(option),
            note: chosen.note.clone(),
            reason,
        });
        self.close_all(&chosen.closes);
        self.open_all(&chosen.opens);
        for notice in &chosen.notify {
            self.make_due(notice, Some(id));
        }
        if self.goes_back(step, &chosen.goto) {
            // The round ends here without its fruits: a milestone is not reached by failing a test.
            self.emit(Event::StepCompleted { step: id.clone() });
        } else {
            self.finish(step);
        }
        // Where it leads waits for the way through the other runbook.
        let name = chosen.runbook.as_deref().filter(|_| self.is_in_force(id));
        if name.is_some_and(|name| self.enter_child(step, Some(option), name)) {
            return Ok(());
        }
        if !left_behind || chosen.goto == Goto::End {
            self.follow(step, &chosen.goto);
        }
        Ok(())
    }
}
