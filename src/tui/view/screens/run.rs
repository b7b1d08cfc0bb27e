//! The Run screen: the plan beside the step being done, and on a wide terminal people, clocks and log beside both.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::super::parts::{Panes, Space, divider, lines, upright};
use super::super::row::{Row, wrapped};
use super::super::{Sight, footer, header, logbook, plan_pane, step_pane};
use super::{board, tabs};
use crate::dialog::action::Action;
use crate::dialog::model::Pane;
use crate::session::{Event, Logged};

/// Columns of the plan beside the step.
const PLAN: usize = 28;

/// From this width on people, clocks and log stand beside the step.
const WIDE: usize = 119;

/// Below this width or height the panes fold into tabs.
const FOLD: (usize, usize) = (72, 21);

/// How the screen is cut up.
struct Layout {
    folded: bool,
    side: usize,
    log: usize,
}

impl Layout {
    fn of(space: Space) -> Self {
        let (cols, rows) = (space.cols(), space.rows());
        let folded = cols < FOLD.0 || rows < FOLD.1;
        let side = if cols >= WIDE && !folded { ((cols - PLAN) * 2 / 5).min(60) } else { 0 };
        let log = match (folded, side) {
            (_, 1..) => 0,
            (true, _) => 1,
            (false, _) => 2,
        };
        Self { folded, side, log }
    }

    /// Columns and lines of the step.
    fn step(&self, cols: usize, rows: usize) -> (usize, usize) {
        if self.folded {
            return (cols.saturating_sub(1), rows.saturating_sub(4 + 1 + 1 + self.log + 2));
        }
        let side = if self.side > 0 { self.side + 2 } else { 0 };
        (cols.saturating_sub(PLAN + 2 + side), rows.saturating_sub(4 + 1 + 1 + self.log + 2))
    }
}

/// Draws it.
pub fn run(buf: &mut Buffer, mut space: Space, sight: &Sight<'_>) {
    let layout = Layout::of(space);
    let cols = space.cols();
    let side_edge = cols.saturating_sub(layout.side + 1);
    let tees: Vec<usize> = match (layout.folded, layout.side) {
        (true, _) => Vec::new(),
        (false, 0) => vec![PLAN],
        (false, _) => vec![PLAN, side_edge],
    };
    let mut head = header::head(sight, cols, !layout.folded);
    if layout.folded {
        let active = if sight.model.pane == Pane::Plan { Action::ShowPlan } else { Action::ShowRun };
        head.push(tabs(sight, Some(active), cols));
    }
    head.push(divider(sight, cols, Panes::Below(&tees)));
    lines(buf, space.take_top(head.len()), &head);
    let foot = foot(sight, cols, layout.log, &tees);
    lines(buf, space.take_bottom(foot.len()), &foot);
    if layout.folded {
        folded(buf, space, sight);
        return;
    }
    let height = space.rows();
    let plan = space.take_left(PLAN);
    plan_pane::pane(sight, PLAN - 1, height, false).render(Rect { width: plan.width.saturating_sub(1), ..plan }, buf);
    upright(buf, space.take_left(1), sight.theme);
    if layout.side > 0 {
        let side = space.take_right(layout.side);
        upright(buf, space.take_right(1), sight.theme);
        board::board(buf, Space::new(side), sight);
    }
    space.take_left(1);
    if layout.side > 0 {
        space.take_right(1);
    }
    step(buf, space, sight);
}

fn step(buf: &mut Buffer, mut space: Space, sight: &Sight<'_>) {
    let (head, text) = step_pane::pane(sight, space.cols(), space.rows());
    lines(buf, space.take_top(head.len()), &head);
    text.render(space.area(), buf);
}

fn folded(buf: &mut Buffer, mut space: Space, sight: &Sight<'_>) {
    let height = space.rows();
    if sight.model.pane == Pane::Plan {
        plan_pane::pane(sight, space.cols(), height, true).render(space.area(), buf);
        return;
    }
    space.take_left(1);
    step(buf, space, sight);
}

/// Divider, log or coach, acts, hints or answer. A long answer takes the place of the log, never of the acts.
fn foot(sight: &Sight<'_>, cols: usize, log: usize, tees: &[usize]) -> Vec<Row> {
    let said = match &sight.model.answer {
        Some(answer) => footer::answer(sight.words, sight.theme, answer, cols, 3),
        None => vec![footer::hints(sight.words, sight.theme, sight.model, cols)],
    };
    let mut rows = vec![divider(sight, cols, Panes::Above(tees))];
    let room = (log + 1).saturating_sub(said.len());
    if is_untouched(sight) && sight.saving.trouble.is_none() {
        let coach = wrapped(&sight.words.say("coach"), sight.theme.warned, cols.saturating_sub(2));
        rows.extend(coach.into_iter().take(log.max(1)).map(|row| Row::plain(" ").join(row)));
    } else {
        rows.extend(logbook::last(sight, room, cols));
    }
    // The lines keep their places while the log is still empty.
    while rows.len() < 1 + room {
        rows.push(Row::new());
    }
    rows.push(footer::acts(sight, cols));
    rows.extend(said);
    rows
}

/// Whether one can still act here and nobody has: what came before the start or with it, and who came and went, is
/// nobody's act. From then on the log is worth more than a word on the keys.
fn is_untouched(sight: &Sight<'_>) -> bool {
    let session = sight.session;
    if sight.model.read_only || session.state().life.is_over() {
        return false;
    }
    let started = |row: &Logged| row.entry.events.iter().any(|event| matches!(event, Event::SessionStarted));
    let since = session.log().iter().position(started).map_or(0, |place| place + 1);
    let comes_or_goes = |event: &Event| {
        matches!(
            event,
            Event::SessionOpened { .. }
                | Event::SessionLeft { .. }
                | Event::SessionRejoined { .. }
                | Event::TerminalJoined { .. }
                | Event::TerminalLeft { .. }
        )
    };
    let act = |row: &Logged| {
        !row.entry.by.person.is_program()
            && !row.entry.events.iter().any(comes_or_goes)
            && logbook::told(sight, row).is_some()
    };
    !session.log().iter().skip(since).any(act)
}

/// How far the text of the shown step can be scrolled on a terminal of this size.
pub fn step_scroll_limit(sight: &Sight<'_>, size: (u16, u16)) -> usize {
    let space = Space::new(Rect { x: 0, y: 0, width: size.0.saturating_sub(1), height: size.1 });
    let layout = Layout::of(space);
    let (cols, rows) = layout.step(space.cols(), space.rows());
    let text = step_pane::text(sight, cols, rows);
    (text.head.len() + text.rows.len()).saturating_sub(rows)
}
