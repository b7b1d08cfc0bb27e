//! The Log screen: everything that was recorded, newest at the bottom.

use ratatui::buffer::Buffer;

use super::super::parts::{Panes, Space, divider, lines, more};
use super::super::row::Row;
use super::super::{Sight, footer, header, logbook};
use super::framed;
use crate::dialog::action::Action;

/// Draws it.
pub fn log(buf: &mut Buffer, space: Space, sight: &Sight<'_>, back: usize) {
    let own = footer::enter_line(sight.words, sight.theme, &sight.words.say("log-enter"));
    let space = framed(buf, space, sight, Action::ShowLog, own);
    rows_of(buf, space, sight, back);
}

/// The log alone, without a way to other screens.
pub fn follow(buf: &mut Buffer, mut space: Space, sight: &Sight<'_>, back: usize) {
    let cols = space.cols();
    let mut head = header::head(sight, cols, false);
    head.push(divider(sight, cols, Panes::None));
    lines(buf, space.take_top(head.len()), &head);
    let mut foot = vec![divider(sight, cols, Panes::None)];
    match &sight.model.answer {
        Some(said) => foot.extend(footer::answer(sight.words, sight.theme, said, cols, 3)),
        None => foot.push(footer::hints(sight.words, sight.theme, sight.model, cols)),
    }
    lines(buf, space.take_bottom(foot.len()), &foot);
    rows_of(buf, space, sight, back);
}

fn rows_of(buf: &mut Buffer, space: Space, sight: &Sight<'_>, back: usize) {
    let (cols, height) = (space.cols(), space.rows());
    let tail = logbook::tail(sight, height.saturating_add(back), cols);
    // Scrolled past the first row, it stays there.
    let end = tail.len().saturating_sub(back).max(height.min(tail.len()));
    let below = tail.len() - end;
    let mut rows: Vec<Row> = tail.get(end.saturating_sub(height)..end).unwrap_or_default().to_vec();
    if below > 0
        && let Some(last) = rows.last_mut()
    {
        *last = std::mem::take(last).right(more(sight.words, below, true, sight.theme.dim), cols);
    }
    lines(buf, space.area(), &rows);
}
