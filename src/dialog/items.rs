//! The lines of a step one can stand on, and the one act that Enter names there.

use crate::runbook::{NoticeId, RoleId, Step, StepId};
use crate::session::{Approval, ApprovalSubject, Attempt, EvidenceItem, ItemKey, Session, Status};

/// One line of a step that can be highlighted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ItemRef {
    /// The condition to answer.
    Condition,
    /// Something to tick.
    Tick(ItemKey),
    /// A command to copy, by place.
    Command(usize),
    /// Evidence to give.
    Evidence(EvidenceItem),
    /// The estimate to give.
    Estimate,
    /// A notice to send.
    Notice(NoticeId),
    /// The decision to make.
    Decision,
}

/// What Enter does now, named on the Enter line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnterAct {
    /// Begin a pending step.
    Start {
        /// The step.
        step: StepId,
        /// The word to type first.
        danger: bool,
    },
    /// Answer a request for approval.
    Approve {
        /// Of what.
        subject: ApprovalSubject,
        /// In which role.
        role: RoleId,
    },
    /// Answer whether the step applies.
    Condition(StepId),
    /// Give evidence.
    Evidence(StepId, EvidenceItem),
    /// Give the estimate.
    Estimate(StepId),
    /// Mark a notice as sent.
    Notice(StepId, NoticeId),
    /// Make the decision.
    Decide(StepId),
    /// Finish the step, with so many things open.
    Finish(StepId, usize),
    /// Show the step that runs.
    GoTo(StepId),
    /// End what has nothing left.
    WrapUp,
}

/// The lines of a step, in the order in which they are drawn.
pub fn items(step: &Step) -> Vec<ItemRef> {
    let mut all = Vec::new();
    all.extend(step.condition.as_ref().map(|_| ItemRef::Condition));
    all.extend((0..step.checklist.len()).map(|place| ItemRef::Tick(ItemKey::Check(place))));
    all.extend((0..step.commands.len()).map(ItemRef::Command));
    all.extend(step.expect.as_ref().map(|_| ItemRef::Tick(ItemKey::Expect)));
    all.extend((0..step.evidence.len()).map(|place| ItemRef::Evidence(EvidenceItem(place))));
    all.extend(step.estimate.then_some(ItemRef::Estimate));
    all.extend(step.notify.iter().cloned().map(ItemRef::Notice));
    all.extend(step.decision.as_ref().map(|_| ItemRef::Decision));
    all
}

/// The items as lines count them: from the first on, without the commands, which count by themselves.
pub fn numbered(step: &Step) -> Vec<ItemRef> {
    items(step).into_iter().filter(|item| !matches!(item, ItemRef::Command(_))).collect()
}

/// Whether an item needs nothing more in this round.
pub fn is_settled(attempt: &Attempt, item: &ItemRef) -> bool {
    match item {
        ItemRef::Condition => attempt.applies.is_some(),
        ItemRef::Tick(key) => attempt.ticks.contains_key(key),
        ItemRef::Command(_) => true,
        ItemRef::Evidence(EvidenceItem(place)) => attempt.evidence.contains_key(place),
        ItemRef::Estimate => attempt.estimated,
        ItemRef::Notice(notice) => attempt.sent.contains(notice),
        ItemRef::Decision => attempt.decided.is_some(),
    }
}

/// The next line that needs something, at or after `from`, going round once.
pub fn next_open(step: &Step, attempt: &Attempt, from: Option<&ItemRef>) -> Option<ItemRef> {
    let all = items(step);
    let start = from.and_then(|from| all.iter().position(|item| item == from)).unwrap_or(0);
    let optional = |item: &ItemRef| match item {
        ItemRef::Tick(ItemKey::Check(place)) => step.checklist.get(*place).is_some_and(|check| check.optional),
        ItemRef::Evidence(EvidenceItem(place)) => step.evidence.get(*place).is_some_and(|e| e.optional),
        _ => false,
    };
    let open = |item: &&ItemRef| !is_settled(attempt, item);
    let rounds = all.iter().cycle().skip(start).take(all.len());
    rounds.clone().filter(open).find(|item| !optional(item)).or_else(|| rounds.clone().find(open)).cloned()
}

/// How many things a step still wants before it is done.
pub fn open_count(step: &Step, attempt: &Attempt) -> usize {
    let wanted = |item: &&ItemRef| match item {
        ItemRef::Tick(ItemKey::Check(place)) => !step.checklist.get(*place).is_some_and(|check| check.optional),
        ItemRef::Evidence(EvidenceItem(place)) => !step.evidence.get(*place).is_some_and(|e| e.optional),
        ItemRef::Command(_) | ItemRef::Condition => false,
        _ => true,
    };
    items(step).iter().filter(wanted).filter(|item| !is_settled(attempt, item)).count()
}

/// The one act Enter does for the shown step with `highlighted` under the cursor.
pub fn enter_act(session: &Session, shown: Option<&StepId>, highlighted: Option<&ItemRef>) -> Option<EnterAct> {
    let state = session.state();
    if state.life.is_under_way() && (state.end_proposed || session.plan_is_done()) && shown.is_none() {
        return Some(EnterAct::WrapUp);
    }
    let step = session.book().step(shown?)?;
    let id = step.id.clone();
    let held = state.step(&id);
    match held.status {
        Status::Pending => Some(pending_act(session, step)),
        Status::Finished(_) => {
            let running = session.book().steps().map(|(_, s)| &s.id).find(|other| state.is_active(other));
            let ready = session.book().steps().map(|(_, s)| s).find(|s| session.has_turn(s)).map(|s| &s.id);
            Some(running.or(ready).map_or(EnterAct::WrapUp, |id| EnterAct::GoTo(id.clone())))
        }
        Status::Active => {
            let attempt = held.attempt().cloned().unwrap_or_default();
            if step.condition.is_some() && attempt.applies.is_none() {
                return Some(EnterAct::Condition(id));
            }
            let wants_ticks = items(step).iter().any(|item| {
                let optional = matches!(item, ItemRef::Tick(ItemKey::Check(p)) if step.checklist.get(*p).is_some_and(|c| c.optional));
                matches!(item, ItemRef::Tick(_)) && !optional && !is_settled(&attempt, item)
            });
            let form = |item: &ItemRef| match item {
                ItemRef::Evidence(place) => Some(EnterAct::Evidence(id.clone(), *place)),
                ItemRef::Estimate => Some(EnterAct::Estimate(id.clone())),
                ItemRef::Notice(notice) => Some(EnterAct::Notice(id.clone(), notice.clone())),
                ItemRef::Decision => Some(EnterAct::Decide(id.clone())),
                ItemRef::Condition | ItemRef::Tick(_) | ItemRef::Command(_) => None,
            };
            let here = highlighted.filter(|item| !is_settled(&attempt, item)).and_then(form);
            let next = || next_open(step, &attempt, None).and_then(|item| form(&item));
            let asked = here.or_else(|| if wants_ticks { None } else { next() });
            Some(asked.unwrap_or_else(|| EnterAct::Finish(id.clone(), open_count(step, &attempt))))
        }
    }
}

fn pending_act(session: &Session, step: &Step) -> EnterAct {
    let subject = ApprovalSubject::Step(step.id.clone());
    let asked = session.state().approvals.get(&subject);
    let waiting = asked.and_then(|roles| {
        step.approval
            .iter()
            .find(|role| matches!(roles.get(*role), Some(Approval::Asked { .. } | Approval::Refused { .. })))
    });
    match waiting {
        Some(role) => EnterAct::Approve { subject, role: role.clone() },
        None => EnterAct::Start { step: step.id.clone(), danger: step.danger.is_some() },
    }
}

#[cfg(test)]
mod tests;
