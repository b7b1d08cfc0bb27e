//! Where the cursor is: only this terminal's keys move it, and it never stands on what is not there.

use super::super::items::{ItemRef, items, next_open};
use super::super::model::Model;
use crate::runbook::StepId;
use crate::session::Session;

/// Puts the cursor on something that is there; leaves it alone where it is on something.
pub fn refocus(model: &mut Model, session: &Session) {
    if !model.step.as_ref().is_some_and(|step| session.has_step(step)) {
        model.step = session.current_step();
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
        if let Some(next) = session.current_step() {
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
