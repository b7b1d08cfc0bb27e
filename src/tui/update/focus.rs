//! Where the cursor is: only this terminal's keys move it, and it never stands on what is not there.

use super::super::items::{ItemRef, items, next_open};
use super::super::model::Model;
use crate::runbook::StepId;
use crate::session::{Session, exists_in};

/// The step one would look at first: one that is being done, one that has its turn, or the last one finished.
pub fn current_step(session: &Session) -> Option<StepId> {
    let state = session.state();
    let steps = || session.book().steps().map(|(_, step)| step).filter(|step| exists_in(step, state.kind));
    let working = |step: &&crate::runbook::Step| {
        state.is_active(&step.id) && state.steps.get(&step.id).is_none_or(|held| held.waiting.is_none())
    };
    steps()
        .find(working)
        .or_else(|| steps().find(|step| state.is_active(&step.id)))
        .or_else(|| steps().find(|step| session.has_turn(step)))
        .or_else(|| steps().rfind(|step| state.outcome(&step.id).is_some()))
        .or_else(|| steps().next())
        .map(|step| step.id.clone())
}

/// Puts the cursor on something that is there; leaves it alone where it is on something.
pub fn refocus(model: &mut Model, session: &Session) {
    if !model.step.as_ref().is_some_and(|step| session.has_step(step)) {
        model.step = current_step(session);
        model.item = None;
    }
    let Some(step) = model.step.as_ref().and_then(|id| session.book().step(id)) else { return };
    let all = items(step);
    if !model.item.as_ref().is_some_and(|item| all.contains(item)) {
        let attempt = session.state().step(&step.id).attempt().cloned().unwrap_or_default();
        model.item = next_open(step, &attempt, None).or_else(|| all.first().cloned());
    }
}

/// Shows another step, its first open item highlighted.
pub fn go_to(model: &mut Model, session: &Session, step: &StepId) {
    model.step = Some(step.clone());
    model.item = None;
    model.scroll = 0;
    refocus(model, session);
}

/// After an act of one's own on the shown step: on to the next open item, or to the next step when this one
/// got its outcome, or lies ahead again because the act went back in the plan.
pub fn follow(model: &mut Model, session: &Session) {
    let Some(id) = model.step.clone() else { return refocus(model, session) };
    if !session.state().is_active(&id) {
        if let Some(next) = current_step(session) {
            go_to(model, session, &next);
        }
        return;
    }
    let Some(step) = session.book().step(&id) else { return };
    let attempt = session.state().step(&id).attempt().cloned().unwrap_or_default();
    model.item = next_open(step, &attempt, model.item.as_ref()).or_else(|| model.item.take());
    refocus(model, session);
}

/// Moves the highlighted item by `by` lines; stops at the ends.
pub fn move_item(model: &mut Model, session: &Session, by: isize) {
    let Some(step) = model.step.as_ref().and_then(|id| session.book().step(id)) else { return };
    let all = items(step);
    let here = model.item.as_ref().and_then(|item| all.iter().position(|other| other == item));
    let last = all.len().saturating_sub(1);
    let to = here.map_or(0, |here| here.saturating_add_signed(by).min(last));
    let to: Option<ItemRef> = all.get(to).cloned();
    // A step without items, or at an end: the text itself scrolls.
    if to == model.item || to.is_none() {
        model.scroll = model.scroll.saturating_add_signed(by);
    } else {
        model.item = to;
    }
}
