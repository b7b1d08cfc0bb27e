//! The Plan screen: every step with outcome, person, attempt, planned and used time.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::super::parts::{Space, heading, lines, list, pointer};
use super::super::plan_pane::{mark, short_name};
use super::super::row::Row;
use super::super::{Sight, cells, footer};
use super::framed;
use crate::dialog::action::Action;
use crate::dialog::rows::plan_rows;
use crate::dialog::say::step_label;
use crate::runbook::Step;
use crate::session::Kind;
use crate::time::Span;
use crate::words::{Names, roughly};

/// Draws it.
pub fn plan(buf: &mut Buffer, space: Space, sight: &Sight<'_>, cursor: usize) {
    let own = footer::enter_line(sight.words, sight.theme, &sight.words.say("plan-enter"));
    let mut space = framed(buf, space, sight, Action::ShowPlan, own);
    let cols = space.cols();
    lines(buf, space.take_top(1), &[titles(sight, cols)]);
    let book = sight.session.book();
    let mut rows = Vec::new();
    let mut focus = None;
    let mut phase_before = None;
    for (place, id) in plan_rows(sight.session).iter().enumerate() {
        let Some(step) = book.step(id) else { continue };
        let phase = book.phase_of(id).map(|phase| &phase.id);
        if phase != phase_before
            && let Some(phase) = phase
        {
            let title = sight.titles().phase(phase);
            if !title.is_empty() {
                rows.push(heading(sight, &title));
            }
        }
        phase_before = phase;
        let here = place == cursor;
        if here {
            focus = Some(rows.len()..rows.len() + 1);
        }
        let row = line(sight, step, here, cols);
        rows.push(if here { row.under(sight.theme.selected) } else { row });
    }
    list(sight, rows, space.rows(), focus.as_ref()).render(space.area(), buf);
}

/// Columns beside the title, from the person on.
const PERSON: usize = 8;
const PLANNED: usize = 8;
const TIME: usize = 7;
const STATE: usize = 14;

/// Columns of the title and of the planned time, which an incident has no use for.
fn widths(sight: &Sight<'_>, cols: usize) -> (usize, usize) {
    let planned = if sight.session.state().kind == Kind::Drill || cols >= 100 { PLANNED } else { 0 };
    let gaps = if planned > 0 { 5 } else { 4 };
    (cols.saturating_sub(5 + STATE + PERSON + planned + 2 * TIME + gaps), planned)
}

fn titles(sight: &Sight<'_>, cols: usize) -> Row {
    let (words, dim) = (sight.words, sight.theme.dim);
    let (title, planned) = widths(sight, cols);
    let texts =
        ["plan-step", "plan-state", "plan-person", "plan-planned", "plan-limit", "plan-used"].map(|id| words.say(id));
    let [step, state, who, plan, most, took] = &texts;
    Row::plain("     ").join(cells::row(&[
        cells::left(step, title, dim),
        cells::left(state, STATE, dim),
        cells::left(who, PERSON, dim),
        cells::right(plan, planned, dim),
        cells::right(most, TIME, dim),
        cells::right(took, TIME, dim),
    ]))
}

fn line(sight: &Sight<'_>, step: &Step, here: bool, cols: usize) -> Row {
    let (sign, style) = mark(sight, step);
    let mut state = sight.words.step_state(step_label(sight.session, step));
    let rounds = sight.session.state().steps.get(&step.id).map_or(0, |held| held.attempts.len());
    if rounds > 1 {
        state = format!("{state} #{rounds}");
    }
    let who = sight.session.person_for(step).map(|person| short_name(sight, &person)).unwrap_or_default();
    let planned = step.planned.map_or(String::new(), |at| format!("T{}{}", sign_of(at), at.abs().clock()));
    let limit = step.timebox.map_or(String::new(), Span::clock);
    let used = sight.session.used(&step.id, sight.reading);
    let over = step.timebox.zip(used).is_some_and(|(limit, used)| used >= limit);
    let used = roughly(used.map_or(String::new(), Span::clock), sight.session.is_rough(&step.id, sight.reading));
    let title = sight.titles().step(&step.id);
    let plain = Style::new();
    let (title_cols, planned_cols) = widths(sight, cols);
    Row::plain(&format!(" {}", pointer(here))).with(sign, style).with("  ", plain).join(cells::row(&[
        cells::left(&title, title_cols, plain),
        cells::left(&state, STATE, style),
        cells::left(&who, PERSON, plain),
        cells::right(&planned, planned_cols, sight.theme.dim),
        cells::right(&limit, TIME, sight.theme.dim),
        cells::right(&used, TIME, if over { sight.theme.over } else { plain }),
    ]))
}

fn sign_of(at: Span) -> char {
    if at.is_negative() { '-' } else { '+' }
}
