//! Which steps a session can come to, and which wait for something that cannot happen.

use std::collections::{HashMap, HashSet};

use crate::runbook::{Goto, OnFailure, Only, Order, Runbook, Step, StepId};

/// The steps some path leads to.
pub(super) struct Reach {
    found: HashSet<StepId>,
    /// Those no path leads to, without those that only lie behind one of these.
    lost: HashSet<StepId>,
}

impl Reach {
    pub(super) fn holds(&self, step: &StepId) -> bool {
        self.found.contains(step)
    }

    /// Whether nothing leads to the step, and that follows from no other step that nothing leads to.
    pub(super) fn lost(&self, step: &StepId) -> bool {
        self.lost.contains(step)
    }

    pub(super) fn of(runbook: &Runbook) -> Self {
        let order: Vec<(usize, &Step)> = runbook
            .phases
            .iter()
            .enumerate()
            .flat_map(|(p, phase)| phase.steps.iter().map(move |step| (p, step)))
            .collect();
        let places = order.iter().enumerate().map(|(at, (_, step))| (&step.id, at)).collect();
        let mut walk = Walk { runbook, order, places, found: HashSet::new(), open: Vec::new() };
        walk.on_from(0);
        for goto in runbook.timers.iter().filter_map(|timer| timer.on_breach.as_ref()?.goto.as_ref()) {
            walk.enter(goto);
        }
        walk.on();
        let found = walk.found.clone();
        let mut lost = HashSet::new();
        // What a lost step leads to is lost with it. A branch lies behind what jumps to it, wherever that stands.
        for branch in [false, true] {
            let steps: Vec<StepId> =
                walk.order.iter().filter(|(_, step)| step.branch == branch).map(|(_, step)| step.id.clone()).collect();
            for step in steps {
                if !walk.found.contains(&step) {
                    walk.enter(&step);
                    walk.on();
                    lost.insert(step);
                }
            }
        }
        Self { found, lost }
    }
}

struct Walk<'r> {
    runbook: &'r Runbook,
    /// All steps, each with the index of its phase.
    order: Vec<(usize, &'r Step)>,
    /// Where each stands among them.
    places: HashMap<&'r StepId, usize>,
    found: HashSet<StepId>,
    open: Vec<usize>,
}

impl Walk<'_> {
    fn on(&mut self) {
        while let Some(at) = self.open.pop() {
            self.leave(at);
        }
    }

    fn enter(&mut self, id: &StepId) {
        let Some(at) = self.places.get(id).copied() else { return };
        if !self.found.insert(id.clone()) {
            return;
        }
        self.open.push(at);
        // All steps of an `any` phase open together.
        let Some((phase, _)) = self.order.get(at).copied() else { return };
        if self.runbook.phases.get(phase).is_some_and(|phase| phase.order == Order::Any) {
            for (at, (other, step)) in self.order.iter().enumerate() {
                if *other == phase && !step.branch && self.found.insert(step.id.clone()) {
                    self.open.push(at);
                }
            }
        }
    }

    /// The flow goes on at the first step from `at` that is no branch.
    fn on_from(&mut self, at: usize) {
        let next = self.order.iter().skip(at).find(|(_, step)| !step.branch).map(|(_, step)| step.id.clone());
        if let Some(next) = next {
            self.enter(&next);
        }
    }

    fn leave(&mut self, at: usize) {
        let Some((_, step)) = self.order.get(at).copied() else { return };
        // A decision that may not take place at all lets the flow go on.
        let passes = step.decision.is_none() || step.optional || step.condition.is_some() || step.only != Only::Both;
        if passes {
            self.on_from(at + 1);
        }
        for option in step.decision.iter().flat_map(|decision| &decision.options) {
            match &option.goto {
                Goto::Next => self.on_from(at + 1),
                Goto::End => {}
                Goto::Step(id) => self.enter(id),
                Goto::Phase(id) => {
                    let phase = self.runbook.phases.iter().position(|phase| phase.id == *id);
                    if let Some(first) = self.order.iter().position(|(p, _)| Some(*p) == phase) {
                        self.on_from(first);
                    }
                }
            }
        }
        match &step.on_failure {
            Some(OnFailure::Next) => self.on_from(at + 1),
            Some(OnFailure::Step(id)) => self.enter(id),
            None => {}
        }
        let aside = step.rollback.iter().chain(step.on_overrun.iter().filter_map(|overrun| overrun.goto.as_ref()));
        for id in aside {
            self.enter(id);
        }
    }
}

/// Steps that wait for each other in a circle, or lie between two such circles.
pub(super) struct Circles {
    found: HashSet<StepId>,
}

impl Circles {
    pub(super) fn of(runbook: &Runbook) -> Self {
        let steps: Vec<&Step> = runbook.steps().map(|(_, step)| step).collect();
        let index: HashMap<&StepId, usize> = steps.iter().enumerate().map(|(i, step)| (&step.id, i)).collect();
        let mut before: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
        let mut after = before.clone();
        for (at, step) in steps.iter().enumerate() {
            for required in step.requires.iter().filter_map(|id| index.get(id).copied()) {
                before.get_mut(at).into_iter().for_each(|list| list.push(required));
                after.get_mut(required).into_iter().for_each(|list| list.push(at));
            }
        }
        // What waits for nothing is in no circle, nor what nothing waits for; nor then what waits only for those.
        let (first, last) = (left(&before, &after), left(&after, &before));
        let both = steps.iter().zip(first.iter().zip(last)).filter(|(_, (first, last))| **first && *last);
        Self { found: both.map(|(step, _)| step.id.clone()).collect() }
    }
}

/// Which are left when all that need nothing have been taken away, again and again.
fn left(needs: &[Vec<usize>], needed_by: &[Vec<usize>]) -> Vec<bool> {
    let mut count: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut free: Vec<usize> = count.iter().enumerate().filter(|(_, count)| **count == 0).map(|(at, _)| at).collect();
    while let Some(at) = free.pop() {
        for waiting in needed_by.get(at).into_iter().flatten() {
            let Some(count) = count.get_mut(*waiting) else { continue };
            *count -= 1;
            if *count == 0 {
                free.push(*waiting);
            }
        }
    }
    count.into_iter().map(|count| count > 0).collect()
}

/// Whether `step` waits for one that can only come after it: a later one, or one that waits for it in turn.
pub(super) fn never_met(runbook: &Runbook, circles: &Circles, step: &Step, requires: &StepId) -> bool {
    // A branch is entered from anywhere, so that nothing is surely later.
    if step.branch {
        return *requires == step.id;
    }
    let (Some(here), Some(there)) = (runbook.place(&step.id), runbook.place(requires)) else { return false };
    let sequence = runbook.phases.get(here.0).is_some_and(|phase| phase.order == Order::Sequence);
    let later = there.0 > here.0 || (there.0 == here.0 && sequence && there.1 >= here.1);
    later || (there.0 == here.0 && circles.found.contains(&step.id) && circles.found.contains(requires))
}
