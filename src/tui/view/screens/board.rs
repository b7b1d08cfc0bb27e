//! People, clocks and log beside the step, on a terminal wide enough for them.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::super::parts::{Space, heading, lines};
use super::super::plan_pane::short_name;
use super::super::row::Row;
use super::super::{Sight, logbook, urgent};
use super::clocks::clock_state;
use crate::dialog::rows::people_rows;
use crate::session::{ClockState, Urgent};
use crate::text::cut;
use crate::words::Names;

/// Draws it from the top: roles, running clocks, and the log in what is left.
pub fn board(buf: &mut Buffer, mut space: Space, sight: &Sight<'_>) {
    let cols = space.cols();
    let third = space.rows() / 3;
    let people = people(sight, cols, third);
    lines(buf, space.take_top(people.len()), &people);
    let clocks = clocks(sight, cols, third);
    lines(buf, space.take_top(clocks.len()), &clocks);
    lines(buf, space.take_top(1), &[heading(sight, &sight.words.say("tab-log"))]);
    let rows = space.rows();
    let tail = logbook::tail(sight, rows, cols);
    let hidden = tail.len().saturating_sub(rows);
    lines(buf, space.area(), tail.get(hidden..).unwrap_or_default());
}

fn people(sight: &Sight<'_>, cols: usize, most: usize) -> Vec<Row> {
    let mut rows = vec![heading(sight, &sight.words.say("tab-people"))];
    for role in people_rows(sight.session).iter().take(most.saturating_sub(2)) {
        let held = sight.session.state().roles.get(role).is_some_and(|r| r.holder.is_some() || r.deputy.is_some());
        let name = sight.session.fills(role).map(|person| short_name(sight, &person)).unwrap_or_default();
        let style = if held { Style::new() } else { sight.theme.dim };
        let row = Row::of(&format!(" {}", sight.titles().role(role)), style);
        rows.push(row.right(Row::of(&name, style), cols));
    }
    rows.push(Row::new());
    rows
}

fn clocks(sight: &Sight<'_>, cols: usize, most: usize) -> Vec<Row> {
    let mut rows = vec![heading(sight, &sight.words.say("tab-clocks"))];
    let running = |state: ClockState| matches!(state, ClockState::Running | ClockState::Warned | ClockState::Over);
    let open = sight.session.clocks(sight.reading).into_iter().filter(|clock| running(clock.state));
    for clock in open.take(most.saturating_sub(2)) {
        let (_, style) = clock_state(sight, &clock);
        // The same words as on the `!` line, so that one thing has one name.
        let said = urgent::phrase(sight, &Urgent::Clock(clock), cols.saturating_sub(16)).text();
        rows.push(Row::of(&format!(" {}", cut(&said, cols.saturating_sub(1))), style));
    }
    if rows.len() == 1 {
        rows.push(Row::of(&format!(" {}", sight.words.say("clocks-none")), sight.theme.dim));
    }
    rows.push(Row::new());
    rows
}
