//! The screens: what stands where on each of them.

mod board;
mod briefing;
mod clocks;
mod help;
mod library;
mod log;
mod messages;
mod people;
mod plan;
mod run;
mod text;
mod wall;
mod wrap_up;

pub use briefing::briefing;
pub use clocks::clocks;
pub use help::help;
pub use library::library;
pub use log::{follow, log};
pub use messages::messages;
pub use people::people;
pub use plan::plan;
pub use run::{run, step_scroll_limit};
pub use text::text;
pub use wall::wall;
pub use wrap_up::wrap_up;

use std::ops::Range;

use ratatui::buffer::Buffer;

use super::parts::{Panes, Space, divider, heading, lines};
use super::row::Row;
use super::{Sight, footer, header, scopes};
use crate::dialog::action::Action;

/// The tabs of the session's screens, the shown one in brackets.
fn tabs(sight: &Sight<'_>, active: Option<Action>, cols: usize) -> Row {
    let all = [
        (Action::ShowRun, "tab-step"),
        (Action::ShowPlan, "tab-plan"),
        (Action::ShowPeople, "tab-people"),
        (Action::ShowClocks, "tab-clocks"),
        (Action::ShowMessages, "tab-messages"),
        (Action::ShowLog, "tab-log"),
    ];
    let scopes = scopes(sight.model.screen());
    let mut row = Row::plain(" ");
    for (action, id) in all {
        let key =
            footer::key_for(scopes, action).map_or_else(String::new, |chord| footer::key_name(sight.words, chord));
        let said = format!("{key} {}", sight.words.say(id));
        if active == Some(action) {
            row.push(&format!("[{said}]"), sight.theme.title);
            row.push(" ", sight.theme.title);
        } else {
            row.push(&format!(" {said} "), sight.theme.dim);
        }
    }
    row.cut(cols)
}

/// Draws head, tabs, dividers and foot of a list screen; what is left is its own.
fn framed(buf: &mut Buffer, space: Space, sight: &Sight<'_>, active: Action, own: Row) -> Space {
    framed_under(buf, space, sight, tabs(sight, Some(active), space.cols()), own)
}

/// The same with another line in place of the tabs.
fn framed_under(buf: &mut Buffer, mut space: Space, sight: &Sight<'_>, title: Row, own: Row) -> Space {
    let cols = space.cols();
    let mut head = header::head(sight, cols, false);
    head.push(title);
    head.push(divider(sight, cols, Panes::None));
    lines(buf, space.take_top(head.len()), &head);
    let mut foot = vec![divider(sight, cols, Panes::None)];
    foot.extend(footer::foot(sight.words, sight.theme, sight.model, own, cols));
    lines(buf, space.take_bottom(foot.len()), &foot);
    space
}

/// Lines for the rows of a list and for what is said about the highlighted one, if there is room for both.
fn split_detail(rows: usize, wanted: usize) -> usize {
    if rows < 10 { 0 } else { wanted.min(rows / 2) }
}

/// Adds the lines of a list whose rows stand under headings; gives the lines of the row the cursor is on.
fn grouped<T>(
    sight: &Sight<'_>,
    rows: &mut Vec<Row>,
    entries: &[T],
    cursor: usize,
    space: Space,
    group: fn(&T) -> &'static str,
    lines_of: fn(&Sight<'_>, &T, bool, usize) -> Vec<Row>,
) -> Option<Range<usize>> {
    let mut focus = None;
    let mut group_before = "";
    for (place, entry) in entries.iter().enumerate() {
        let group = group(entry);
        if group != group_before {
            rows.push(heading(sight, &sight.words.say(group)));
            group_before = group;
        }
        let (here, start) = (place == cursor, rows.len());
        rows.extend(lines_of(sight, entry, here, space.cols()));
        if here {
            focus = Some(start..rows.len());
            if let Some(first) = rows.get_mut(start) {
                *first = std::mem::take(first).under(sight.theme.selected);
            }
        }
    }
    // On the first entry what stands above it stays in sight as well, where there is room for both.
    focus.map(|focus| if cursor == 0 && focus.end <= space.rows() { 0..focus.end } else { focus })
}
