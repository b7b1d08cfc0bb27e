//! Screens that are lists: moving in them, and what Enter and Space do on a row.

use super::super::action::Action;
use super::super::items::enter_act;
use super::super::model::{Model, Pane, Screen};
use super::super::rows::{
    BriefingRow, LibraryRow, WrapUpRow, briefing_rows, library_rows, message_rows, people_rows, plan_rows, text_rows,
    wrap_up_rows,
};
use super::{Context, Effect, acts, choices, focus, show, show_run};
use crate::host::Catalogue;
use crate::runbook::StepId;
use crate::session::{ApprovalSubject, Command, Session};

/// Rows a screen skips when a screenful is asked for.
fn page(model: &Model) -> isize {
    isize::from(i16::try_from(model.size.1.saturating_sub(8).max(3)).unwrap_or(16))
}

pub(super) fn search(model: &mut Model, c: char) {
    if let Some(Screen::Library { query, cursor }) = model.screens.last_mut()
        && query.chars().count() < 80
    {
        query.push(c);
        *cursor = 0;
    }
}

pub(super) fn unsearch(model: &mut Model) {
    if let Some(Screen::Library { query, cursor }) = model.screens.last_mut() {
        query.pop();
        *cursor = 0;
    }
}

/// What the cursor of the library is on: the name by which it is opened.
pub(in crate::dialog) fn chosen(model: &Model, catalogue: &Catalogue) -> Option<String> {
    let Some(Screen::Library { query, cursor }) = model.screens.first() else { return None };
    library_rows(catalogue, query).get(*cursor).map(|row| row.opens().to_owned())
}

/// Puts the cursor of the library on what is opened by that name, wherever it stands now.
pub(in crate::dialog) fn choose(model: &mut Model, catalogue: &Catalogue, opens: Option<&str>) {
    let Some(Screen::Library { query, cursor }) = model.screens.first_mut() else { return };
    if let Some(place) = library_rows(catalogue, query).iter().position(|row| Some(row.opens()) == opens) {
        *cursor = place;
    }
}

pub(super) fn length(model: &Model, ctx: &Context<'_>) -> usize {
    let session = ctx.session;
    match model.screen() {
        Some(Screen::Library { query, .. }) => library_rows(ctx.catalogue, query).len(),
        Some(Screen::Briefing { .. }) => session.map_or(0, |s| briefing_rows(s).len()),
        Some(Screen::Plan { .. }) => session.map_or(0, |s| plan_rows(s).len()),
        Some(Screen::People { .. }) => session.map_or(0, |s| people_rows(s).len()),
        Some(Screen::Clocks { .. }) => session.map_or(0, |s| s.clocks(s.read(ctx.now)).len()),
        Some(Screen::Messages { .. }) => session.map_or(0, |s| message_rows(s).len()),
        Some(Screen::WrapUp { .. }) => session.map_or(0, |s| wrap_up_rows(s).len()),
        Some(Screen::Log { .. } | Screen::Follow { .. }) => session.map_or(0, |s| s.log().len()),
        Some(Screen::Help { .. }) => super::super::keymap::BINDINGS.len() + 12,
        Some(Screen::Text { text, .. }) => text_rows(text, usize::from(model.size.0)).len(),
        Some(Screen::Run | Screen::Wall) | None => 0,
    }
}

pub(super) fn move_cursor(model: &mut Model, action: Action, ctx: &Context<'_>) {
    let page = page(model);
    let by = match action {
        Action::Up => -1,
        Action::Down => 1,
        Action::PageUp => -page,
        Action::PageDown => page,
        Action::Top => isize::MIN / 2,
        _ => isize::MAX / 2,
    };
    if model.screen() == Some(&Screen::Run) {
        if let Some(session) = ctx.session {
            match model.pane {
                // A screenful moves the text itself: long instructions are read without standing on an item.
                Pane::Step if matches!(action, Action::PageUp | Action::PageDown) => {
                    model.item = None;
                    model.scroll = model.scroll.saturating_add_signed(by);
                }
                Pane::Step => focus::move_item(model, session, by),
                Pane::Plan => move_step(model, session, by),
            }
        }
        return;
    }
    let last = length(model, ctx).saturating_sub(1);
    if let Some(row) = model.row_mut() {
        *row = row.saturating_add_signed(by).min(last);
        return;
    }
    match model.screens.last_mut() {
        Some(Screen::Help { top } | Screen::Text { top, .. }) => *top = top.saturating_add_signed(by).min(last),
        // The log stands on its end; moving up looks back.
        Some(Screen::Log { back } | Screen::Follow { back }) => *back = back.saturating_add_signed(-by).min(last),
        _ => {}
    }
}

fn move_step(model: &mut Model, session: &Session, by: isize) {
    let all = plan_rows(session);
    let here = model.step.as_ref().and_then(|id| all.iter().position(|other| other == id)).unwrap_or(0);
    let to = here.saturating_add_signed(by).min(all.len().saturating_sub(1));
    if let Some(to) = all.get(to) {
        focus::go_to(model, session, to);
    }
}

/// The running step before or after the shown one, going round.
pub(super) fn next_running(model: &mut Model, session: &Session, forward: bool) {
    let running: Vec<StepId> = plan_rows(session).into_iter().filter(|id| session.state().is_active(id)).collect();
    let here = model.step.as_ref().and_then(|id| running.iter().position(|other| other == id));
    let count = running.len();
    let to = match (here, forward) {
        (Some(here), true) => (here + 1) % count.max(1),
        (Some(here), false) => (here + count.saturating_sub(1)) % count.max(1),
        (None, _) => 0,
    };
    if let Some(to) = running.get(to) {
        focus::go_to(model, session, to);
    }
}

/// What Enter does on the shown screen.
pub(super) fn enter(model: &mut Model, ctx: &Context<'_>) -> Vec<Effect> {
    let Some(screen) = model.screen().cloned() else { return Vec::new() };
    if let Screen::Library { query, cursor } = &screen {
        match library_rows(ctx.catalogue, query).get(*cursor) {
            Some(LibraryRow::Session(card)) => return vec![Effect::Resume(card.name.clone())],
            Some(LibraryRow::Runbook(listed)) if listed.is_broken() || listed.is_page() => {
                return vec![Effect::ReadOut(listed.opens.clone())];
            }
            Some(LibraryRow::Runbook(listed)) => choices::open(model, listed, ctx),
            None => {}
        }
        return Vec::new();
    }
    let Some(session) = ctx.session else { return Vec::new() };
    match screen {
        Screen::Run => {
            let (step, item) = super::shown(model, session);
            match enter_act(session, step.as_ref(), item) {
                Some(act) => acts::enter(model, act, session, ctx),
                None => Vec::new(),
            }
        }
        Screen::Plan { cursor } => {
            if let Some(step) = plan_rows(session).get(cursor) {
                focus::go_to(model, session, step);
                show_run(model, session);
            }
            Vec::new()
        }
        Screen::People { cursor } => {
            if let Some(role) = people_rows(session).get(cursor) {
                choices::role(model, session, role, ctx);
            }
            Vec::new()
        }
        Screen::Messages { cursor } => {
            if let Some(notice) = message_rows(session).get(cursor) {
                choices::notice(model, session, notice, ctx);
            }
            Vec::new()
        }
        Screen::Clocks { cursor } => {
            if let Some(clock) = session.clocks(session.read(ctx.now)).into_iter().nth(cursor) {
                choices::clock(model, session, &clock, ctx);
            }
            Vec::new()
        }
        Screen::Briefing { .. } | Screen::WrapUp { .. } => on_row(model, session, ctx),
        Screen::Wall
        | Screen::Follow { .. }
        | Screen::Log { .. }
        | Screen::Help { .. }
        | Screen::Text { .. }
        | Screen::Library { .. } => Vec::new(),
    }
}

/// What Space and Enter do on a row of the briefing or the wrap-up.
pub(super) fn on_row(model: &mut Model, session: &Session, ctx: &Context<'_>) -> Vec<Effect> {
    match model.screen().cloned() {
        Some(Screen::Briefing { cursor }) => match briefing_rows(session).get(cursor) {
            Some(BriefingRow::Precaution(index)) => {
                acts::submit(Command::AcknowledgePrecaution { index: *index }, model)
            }
            Some(BriefingRow::Prerequisite(index)) => acts::submit(Command::TickPrerequisite { index: *index }, model),
            Some(BriefingRow::RollCall) => {
                choices::roll_call(model, session, ctx);
                Vec::new()
            }
            Some(BriefingRow::Role(role)) => {
                choices::role(model, session, role, ctx);
                Vec::new()
            }
            Some(BriefingRow::Variable(name)) => {
                acts::ask_variable(model, session, name, ctx);
                Vec::new()
            }
            None => Vec::new(),
        },
        Some(Screen::WrapUp { cursor }) => match wrap_up_rows(session).get(cursor) {
            Some(WrapUpRow::Exit(index)) if session.state().exit_criteria.contains(index) => {
                move_cursor(model, Action::Down, ctx);
                Vec::new()
            }
            Some(WrapUpRow::Exit(index)) => acts::submit(Command::TickExit { index: *index }, model),
            Some(WrapUpRow::Owed(obligation)) => {
                choices::obligation(model, session, obligation, ctx);
                Vec::new()
            }
            Some(WrapUpRow::Notice(notice)) => {
                choices::notice(model, session, notice, ctx);
                Vec::new()
            }
            Some(WrapUpRow::Active(step)) => {
                focus::go_to(model, session, step);
                show_run(model, session);
                Vec::new()
            }
            Some(WrapUpRow::End) => {
                choices::end(model, session, ctx);
                Vec::new()
            }
            Some(WrapUpRow::Report) => vec![Effect::WriteReport],
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Shows a list screen.
pub(super) fn open_screen(model: &mut Model, action: Action, session: &Session) {
    let here = model.step.clone();
    match action {
        Action::ShowPlan => {
            let cursor = here.and_then(|id| plan_rows(session).iter().position(|other| *other == id)).unwrap_or(0);
            show(model, Screen::Plan { cursor });
        }
        Action::ShowPeople => show(model, Screen::People { cursor: 0 }),
        Action::ShowClocks => show(model, Screen::Clocks { cursor: 0 }),
        Action::ShowMessages => show(model, Screen::Messages { cursor: 0 }),
        Action::ShowLog => show(model, Screen::Log { back: 0 }),
        Action::ShowWrapUp => show(model, Screen::WrapUp { cursor: 0 }),
        Action::ShowBriefing => show(model, Screen::Briefing { cursor: 0 }),
        _ if session.state().life == crate::session::Life::Opened => {
            model.screens = vec![Screen::Briefing { cursor: 0 }];
        }
        _ => show_run(model, session),
    }
}

/// What approval of a step or notice is waited for first.
pub(super) fn first_approval(session: &Session) -> Option<(ApprovalSubject, crate::runbook::RoleId)> {
    session.state().approvals.iter().find_map(|(subject, roles)| {
        let waits = |answer: &crate::session::Approval| matches!(answer, crate::session::Approval::Asked { .. });
        let (role, _) = roles.iter().find(|(_, answer)| waits(answer))?;
        Some((subject.clone(), role.clone()))
    })
}
