//! What presses, in a few words each: the `!` line and whatever else lists it.

use ratatui::style::Style;

use super::Sight;
use super::row::Row;
use crate::dialog::say;
pub use crate::dialog::say::pressing;
use crate::session::{ClockState, Urgent};
use crate::text::width;

/// One of them in words, its title in at most `cols` columns.
pub(super) fn phrase(sight: &Sight<'_>, urgent: &Urgent, cols: usize) -> Row {
    let theme = sight.theme;
    let style = match urgent {
        Urgent::Clock(clock) => match clock.state {
            ClockState::Over => theme.over,
            ClockState::Warned => theme.warned,
            _ => Style::new(),
        },
        Urgent::Owed(_) => Style::new(),
        _ => theme.warned,
    };
    Row::of(&say::urgent(sight.session, sight.words, urgent, cols), style)
}

/// The `!` line: the three most urgent things in `cols` columns, and how many more there are.
pub(super) fn line(sight: &Sight<'_>, cols: usize) -> Row {
    let pressing = pressing(sight.session, sight.model, sight.now, sight.reading);
    if pressing.is_empty() {
        return Row::of(" ! ", sight.theme.dim).with(&sight.words.say("urgent-none"), sight.theme.dim);
    }
    let shown: Vec<&Urgent> = pressing.iter().take(3).collect();
    let rest = pressing.len().saturating_sub(shown.len());
    let more = if rest > 0 { format!(" +{rest}") } else { String::new() };
    let joined = |title: usize| {
        let mut row = Row::of(" ! ", sight.theme.warned);
        for (at, urgent) in shown.iter().enumerate() {
            if at > 0 {
                row.push(&format!(" {} ", sight.theme.lines.upright), sight.theme.edge);
            }
            row = row.join(phrase(sight, urgent, title));
        }
        row
    };
    let room = cols.saturating_sub(width(&more));
    let fitting = (6..=60).rev().map(joined).find(|row| row.width() <= room);
    fitting.unwrap_or_else(|| joined(6).cut(room)).with(&more, sight.theme.dim)
}
