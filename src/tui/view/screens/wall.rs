//! The wall: how things stand, for a projector. Large is what a room must read from afar, the rest is short.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use super::super::parts::{Space, heading, lines};
use super::super::row::Row;
use super::super::{Sight, footer, header, logbook, urgent};
use super::clocks::clock_state;
use crate::dialog::model::Answer;
use crate::runbook::Milestone;
use crate::session::{ClockKind, ClockState, Reading, Status, Urgent};
use crate::text::{cut, width};
use crate::time::Span;
use crate::words::Names;

/// From this width on the steps stand beside the timers.
const WIDE: usize = 110;
/// Rows the log keeps, whatever else there is to show.
const LOG: usize = 2;
/// Lines of a digit before it is made larger.
const GLYPH: usize = 5;

/// Draws it.
pub fn wall(buf: &mut Buffer, mut space: Space, sight: &Sight<'_>) {
    let (cols, rows) = (space.cols(), space.rows());
    lines(buf, space.take_top(1), &[header::bar(sight, cols)]);
    let foot = foot(sight, cols);
    lines(buf, space.take_bottom(foot.len()), &foot);
    let air = usize::from(rows >= 30);
    space.take_top(air);
    let clock = digits(sight, cols, rows);
    lines(buf, space.take_top(clock.len()), &clock);
    space.take_top(air);
    lines(buf, space.take_top(1), &[milestones(sight, cols)]);
    space.take_top(air);
    let room = space.rows().saturating_sub(air + 1 + LOG);
    if cols >= WIDE {
        let half = cols / 2;
        let steps = fitting(sight, "wall-steps", steps(sight, half - 2), room);
        let timers = fitting(sight, "tab-clocks", timers(sight, cols - half), room);
        let height = steps.len().max(timers.len());
        let mut both = Space::new(space.take_top(height));
        lines(buf, both.take_left(half), &steps);
        lines(buf, both.area(), &timers);
    } else {
        let (steps, timers) = (steps(sight, cols), timers(sight, cols));
        let half = (room / 2).max(room.saturating_sub(timers.len() + 1));
        let steps = fitting(sight, "wall-steps", steps, half);
        lines(buf, space.take_top(steps.len()), &steps);
        let timers = fitting(sight, "tab-clocks", timers, room.saturating_sub(steps.len()));
        lines(buf, space.take_top(timers.len()), &timers);
    }
    space.take_top(air);
    lines(buf, space.take_top(1), &[heading(sight, &sight.words.say("tab-log"))]);
    let last = logbook::last(sight, space.rows(), cols);
    lines(buf, space.area(), &last);
}

fn foot(sight: &Sight<'_>, cols: usize) -> Vec<Row> {
    match &sight.model.answer {
        Some(said @ Answer::Refused(_)) => footer::answer(sight.words, sight.theme, said, cols, 2),
        _ => vec![footer::hints(sight.words, sight.theme, sight.model, cols)],
    }
}

/// The clock of the response in large digits, as large as there is room for.
fn digits(sight: &Sight<'_>, cols: usize, rows: usize) -> Vec<Row> {
    let said = header::clock(sight);
    let shown: Vec<[&str; GLYPH]> = said.chars().filter_map(glyph).collect();
    if shown.is_empty() {
        return vec![Row::of(&format!(" {said}"), sight.theme.title)];
    }
    let least: usize = shown.iter().map(|glyph| glyph.first().map_or(0, |line| line.len()) + 1).sum();
    let wide = (cols.saturating_sub(2) / least.max(1)).clamp(1, 6);
    let high = (rows / 4 / GLYPH).clamp(1, 3).min(wide);
    let wide = wide.min(high * 2);
    let bar = sight.theme.bar(sight.session.state().kind);
    let mut all = Vec::new();
    for line in 0..GLYPH {
        let mut row = Row::plain(" ");
        for glyph in &shown {
            for dot in glyph.get(line).copied().unwrap_or_default().chars() {
                let style = if dot == '#' { bar } else { Style::new() };
                row.push(&dot.to_string().repeat(wide), style);
            }
            row.push(&" ".repeat(wide), Style::new());
        }
        all.extend(std::iter::repeat_n(row.cut(cols), high));
    }
    all
}

/// A sign of the clock in signs that every terminal has and measures alike.
fn glyph(sign: char) -> Option<[&'static str; GLYPH]> {
    Some(match sign {
        '0' => ["###", "# #", "# #", "# #", "###"],
        '1' => [" # ", "## ", " # ", " # ", "###"],
        '2' => ["###", "  #", "###", "#  ", "###"],
        '3' => ["###", "  #", "###", "  #", "###"],
        '4' => ["# #", "# #", "###", "  #", "  #"],
        '5' => ["###", "#  ", "###", "  #", "###"],
        '6' => ["###", "#  ", "###", "# #", "###"],
        '7' => ["###", "  #", "  #", "  #", "  #"],
        '8' => ["###", "# #", "###", "# #", "###"],
        '9' => ["###", "# #", "###", "  #", "###"],
        ':' => [" ", "#", " ", "#", " "],
        '-' => ["   ", "   ", "###", "   ", "   "],
        _ => return None,
    })
}

/// What was reached, the newest where not all of it fits, and how far the plan is.
fn milestones(sight: &Sight<'_>, cols: usize) -> Row {
    let (all, done) = sight.session.progress();
    let progress = sight.words.with("head-progress", &[("done", done.into()), ("all", all.into())]);
    let mut reached: Vec<_> = sight.session.state().milestones.iter().collect();
    reached.sort_by_key(|(_, at)| at.elapsed);
    let said = |(milestone, at): &(&Milestone, &Reading)| {
        format!("{} {}  ", sight.words.milestone(**milestone), at.wall.format("%H:%M"))
    };
    let mut shown: Vec<String> = reached.iter().map(said).collect();
    let total = shown.len();
    let takes = |shown: &[String]| shown.iter().map(|one| width(one)).sum::<usize>();
    // The sign, the number of those left out and a gap stand beside them.
    let room = cols.saturating_sub(width(&progress) + 1);
    while shown.len() > 1 && takes(&shown) + if shown.len() < total { 5 } else { 0 } > room {
        shown.remove(0);
    }
    let mut row = Row::plain(" ");
    if shown.len() < total {
        row.push(&format!("+{}  ", total - shown.len()), sight.theme.dim);
    }
    for one in &shown {
        row.push(one, sight.theme.done);
    }
    row.right(Row::of(&progress, sight.theme.title), cols)
}

/// A list under its heading in at most `most` rows; the heading counts what is left out.
fn fitting(sight: &Sight<'_>, title: &str, mut rows: Vec<Row>, most: usize) -> Vec<Row> {
    let room = most.saturating_sub(1).max(1);
    let mut head = heading(sight, &sight.words.say(title));
    if rows.len() > room {
        head.push(&format!(" +{}", rows.len() - room), sight.theme.warned);
        rows.truncate(room);
    }
    rows.insert(0, head);
    rows
}

/// Steps being done, each with its person and how long it takes already.
fn steps(sight: &Sight<'_>, cols: usize) -> Vec<Row> {
    let state = sight.session.state();
    let mut rows = Vec::new();
    for (_, step) in sight.session.book().steps().filter(|(_, step)| *state.status(&step.id) == Status::Active) {
        let who = sight.session.person_for(step).map(|person| sight.titles().person(&person)).unwrap_or_default();
        let used = sight.session.used(&step.id, sight.reading).map(Span::clock).unwrap_or_default();
        let right = Row::of(&format!("{who}  {used}"), sight.theme.title);
        let title = cut(&sight.titles().step(&step.id), cols.saturating_sub(right.width() + 3));
        rows.push(Row::of(&format!(" {title}"), sight.theme.running).right(right, cols));
    }
    if rows.is_empty() {
        rows.push(Row::of(&format!(" {}", sight.words.say("wall-no-step")), sight.theme.dim));
    }
    rows
}

/// The clocks that run out, in the words they have everywhere: what binds everybody before what somebody noted down.
fn timers(sight: &Sight<'_>, cols: usize) -> Vec<Row> {
    let running = |state: ClockState| matches!(state, ClockState::Running | ClockState::Warned | ClockState::Over);
    let clocks = sight.session.clocks(sight.reading).into_iter();
    let mut open: Vec<_> = clocks.filter(|clock| running(clock.state) && clock.left.is_some()).collect();
    open.sort_by_key(|clock| (matches!(clock.kind, ClockKind::Reminder(_)), clock.left));
    let mut rows = Vec::new();
    for clock in open {
        let (_, style) = clock_state(sight, &clock);
        let said = urgent::phrase(sight, &Urgent::Clock(clock), cols.saturating_sub(16)).text();
        rows.push(Row::of(&format!(" {}", cut(&said, cols.saturating_sub(1))), style));
    }
    if rows.is_empty() {
        rows.push(Row::of(&format!(" {}", sight.words.say("clocks-none")), sight.theme.dim));
    }
    rows
}
