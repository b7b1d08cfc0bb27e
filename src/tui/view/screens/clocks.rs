//! The Clocks screen: every clock with its limit, used, left, and whether it was met.

use ratatui::buffer::Buffer;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::super::parts::{Space, lines, list, pointer};
use super::super::row::{Row, wrapped};
use super::super::{Sight, cells, footer};
use super::{framed, split_detail};
use crate::dialog::action::Action;
use crate::dialog::say;
use crate::session::{Clock, ClockKind, ClockState};
use crate::time::Span;
use crate::words::{Names, TimerLabel, roughly};

/// Draws it.
pub fn clocks(buf: &mut Buffer, space: Space, sight: &Sight<'_>, cursor: usize) {
    let own = footer::enter_line(sight.words, sight.theme, &sight.words.say("clocks-enter"));
    let mut space = framed(buf, space, sight, Action::ShowClocks, own);
    let cols = space.cols();
    let clocks = sight.session.clocks(sight.reading);
    let detail = clocks.get(cursor).map(|clock| detail(sight, clock, cols.saturating_sub(2))).unwrap_or_default();
    let room = split_detail(space.rows(), detail.len() + 1);
    let mut below = Space::new(space.take_bottom(room));
    lines(buf, space.take_top(1), &[head(sight, cols)]);
    let mut rows: Vec<Row> =
        clocks.iter().enumerate().map(|(at, clock)| line(sight, clock, at == cursor, cols)).collect();
    if rows.is_empty() {
        rows.push(Row::of(&format!(" {}", sight.words.say("clocks-none")), sight.theme.dim));
    }
    list(sight, rows, space.rows(), Some(&(cursor..cursor + 1))).render(space.area(), buf);
    below.take_top(1);
    lines(buf, below.area(), &detail);
}

const STATE: usize = 11;
const TIME: usize = 9;
const DUE: usize = 8;

/// Columns of the title, of the limit and of the due time; a narrow screen leaves the last two out.
fn widths(cols: usize) -> (usize, usize, usize) {
    let (limit, due) = if cols >= 70 { (TIME, DUE) } else { (0, 0) };
    let gaps = if due > 0 { 5 } else { 3 };
    (cols.saturating_sub(3 + STATE + limit + 2 * TIME + due + gaps), limit, due)
}

fn head(sight: &Sight<'_>, cols: usize) -> Row {
    let dim = sight.theme.dim;
    let texts = ["clocks-title", "clocks-state", "clocks-limit", "clocks-used", "clocks-left", "clocks-due"]
        .map(|id| sight.words.say(id));
    let [title, state, limit, used, left, due] = &texts;
    let (title_cols, limit_cols, due_cols) = widths(cols);
    Row::plain("   ").join(cells::row(&[
        cells::left(title, title_cols, dim),
        cells::left(state, STATE, dim),
        cells::right(limit, limit_cols, dim),
        cells::right(used, TIME, dim),
        cells::right(left, TIME, dim),
        cells::right(due, due_cols, dim),
    ]))
}

/// How a clock stands, in a word.
pub fn clock_state(sight: &Sight<'_>, clock: &Clock) -> (String, Style) {
    let theme = sight.theme;
    let style = match clock.state {
        ClockState::NotStarted | ClockState::Stopped => theme.dim,
        ClockState::Running => Style::new(),
        ClockState::Warned | ClockState::MetLate => theme.warned,
        ClockState::Over => theme.over,
        ClockState::Met => theme.done,
    };
    (say::clock_state(sight.words, clock), style)
}

/// What a clock belongs to, in its title.
fn title(sight: &Sight<'_>, clock: &Clock) -> String {
    match &clock.kind {
        ClockKind::Timebox(step) | ClockKind::Wait(step) => sight.titles().step(step),
        ClockKind::Obligation(_) => sight.words.with("urgent-owed", &[("title", (&clock.title).into())]),
        _ => clock.title.clone(),
    }
}

fn line(sight: &Sight<'_>, clock: &Clock, here: bool, cols: usize) -> Row {
    let (state, style) = clock_state(sight, clock);
    let span = |span: Option<Span>| span.map_or(String::new(), Span::clock);
    let due = clock.due.map_or(String::new(), |due| due.format("%H:%M:%S").to_string());
    let title = title(sight, clock);
    let (limit, used, left) =
        (span(clock.limit), roughly(span(clock.used), clock.rough), roughly(span(clock.left), clock.rough));
    let plain = Style::new();
    let (title_cols, limit_cols, due_cols) = widths(cols);
    let row = Row::plain(&format!(" {} ", pointer(here))).join(cells::row(&[
        cells::left(&title, title_cols, plain),
        cells::left(&state, STATE, style),
        cells::right(&limit, limit_cols, sight.theme.dim),
        cells::right(&used, TIME, plain),
        cells::right(&left, TIME, style),
        cells::right(&due, due_cols, sight.theme.dim),
    ]));
    if here { row.under(sight.theme.selected) } else { row }
}

/// Sort, watcher, rounds, and what to do when it is over.
fn detail(sight: &Sight<'_>, clock: &Clock, cols: usize) -> Vec<Row> {
    let words = sight.words;
    let mut rows = Vec::new();
    let sort = match &clock.kind {
        ClockKind::Deadline(_) => words.timer_kind(TimerLabel::Deadline),
        ClockKind::Threshold(_) => words.timer_kind(TimerLabel::Threshold),
        ClockKind::Cadence(_) => words.timer_kind(TimerLabel::Cadence),
        ClockKind::Timebox(_) => words.timer_kind(TimerLabel::Timebox),
        ClockKind::Wait(_) => words.say("clocks-wait"),
        ClockKind::Reminder(_) => words.say("clocks-reminder"),
        ClockKind::Obligation(_) => words.say("clocks-obligation"),
    };
    let mut parts = vec![sort];
    if let Some(role) = &clock.role {
        parts.push(words.with("clocks-role", &[("role", (&sight.titles().role(role)).into())]));
    }
    if let Some(due) = clock.due {
        let due = due.format("%m-%d %H:%M:%S").to_string();
        parts.push(words.with("clocks-due-at", &[("time", (&due).into())]));
    }
    if matches!(clock.kind, ClockKind::Cadence(_)) {
        let (met, missed) = (u64::from(clock.rounds.0), u64::from(clock.rounds.1));
        parts.push(words.with("clocks-rounds", &[("met", met.into()), ("missed", missed.into())]));
    }
    rows.push(Row::of(&title(sight, clock), sight.theme.title));
    rows.push(Row::plain(&parts.join("  ")));
    let timer = sight.session.book().timers.iter().find(|timer| {
        matches!(&clock.kind, ClockKind::Deadline(id) | ClockKind::Threshold(id) | ClockKind::Cadence(id) if *id == timer.id)
    });
    if let Some(breach) = timer.and_then(|timer| timer.on_breach.as_ref()) {
        let said = words.with("clocks-breach", &[("text", (&breach.text).into())]);
        rows.extend(wrapped(&said, Style::new(), cols));
    }
    rows.into_iter().map(|row| Row::plain(" ").join(row)).collect()
}
