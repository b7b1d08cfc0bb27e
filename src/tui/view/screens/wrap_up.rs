//! The wrap-up: how it went in figures, what must hold before the end, what is still open, the end, the report.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::super::parts::{Space, heading, list, pointer, tick_box};
use super::super::row::{Row, hanging};
use super::super::{Sight, footer};
use super::{framed_under, grouped};
use crate::dialog::rows::{WrapUpRow, wrap_up_rows};
use crate::dialog::say;
use crate::words::{Names, roughly};

/// Draws it.
pub fn wrap_up(buf: &mut Buffer, space: Space, sight: &Sight<'_>, cursor: usize) {
    let rows_there = wrap_up_rows(sight.session);
    let own = footer::enter_line(
        sight.words,
        sight.theme,
        &sight.words.say(say::wrap_up_enter(sight.session, rows_there.get(cursor))),
    );
    let title = heading(sight, &sight.words.say("wrapup-title"));
    let space = framed_under(buf, space, sight, title, own);
    let mut rows = totals(sight);
    let focus = grouped(sight, &mut rows, &rows_there, cursor, space, group, lines_of);
    list(sight, rows, space.rows(), focus.as_ref()).render(space.area(), buf);
}

fn group(row: &WrapUpRow) -> &'static str {
    match row {
        WrapUpRow::Exit(_) => "wrapup-exit",
        WrapUpRow::Owed(_) => "wrapup-owed",
        WrapUpRow::Notice(_) => "wrapup-notices",
        WrapUpRow::Active(_) => "wrapup-active",
        WrapUpRow::End | WrapUpRow::Report => "wrapup-acts",
    }
}

/// Steps, timers and time in figures.
fn totals(sight: &Sight<'_>) -> Vec<Row> {
    let said = say::totals(sight.session, sight.reading, sight.words);
    said.iter().map(|line| Row::plain(&format!(" {line}"))).chain([Row::new()]).collect()
}

fn lines_of(sight: &Sight<'_>, row: &WrapUpRow, here: bool, cols: usize) -> Vec<Row> {
    let (words, theme, state) = (sight.words, sight.theme, sight.session.state());
    let mark = Row::plain(&format!(" {}", pointer(here)));
    let boxed = |ticked: bool, text: &str| {
        let style = if ticked { theme.done } else { Style::new() };
        let front = mark.clone().with(tick_box(ticked), style).with(" ", Style::new());
        hanging(&front, text, Style::new(), cols)
    };
    let open = |text: &str, end: Option<String>| {
        let row = mark.clone().with("    ", Style::new()).with(text, Style::new());
        vec![row.right(Row::of(&end.unwrap_or_default(), theme.warned), cols)]
    };
    match row {
        WrapUpRow::Exit(place) => {
            let text = sight.session.book().exit_criteria.get(*place).map_or("", String::as_str);
            boxed(state.exit_criteria.contains(place), text)
        }
        WrapUpRow::Owed(id) => {
            let left = state.obligations.get(id).and_then(|owed| owed.left(sight.reading));
            let due = left.and_then(|left| sight.reading.wall.checked_add_signed(left.delta()));
            let due =
                due.map(|due| words.with("wrapup-due", &[("time", (&due.format("%m-%d %H:%M").to_string()).into())]));
            open(&sight.titles().obligation(id), due)
        }
        WrapUpRow::Notice(id) => {
            let since = state.notices.get(id).and_then(|notice| notice.due_since);
            let since =
                since.map(|at| words.with("pane-due", &[("time", (&at.wall.format("%H:%M:%S").to_string()).into())]));
            open(&sight.titles().notice(id), since)
        }
        WrapUpRow::Active(id) => {
            let rough = sight.session.is_rough(id, sight.reading);
            let used = sight.session.used(id, sight.reading).map(|used| roughly(used.clock(), rough));
            open(&sight.titles().step(id), used)
        }
        WrapUpRow::End => vec![mark.with("    ", Style::new()).with(&words.say("wrapup-end"), theme.title)],
        WrapUpRow::Report => vec![mark.with("    ", Style::new()).with(&words.say("wrapup-report"), theme.title)],
    }
}
