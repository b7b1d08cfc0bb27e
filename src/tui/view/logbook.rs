//! The log as it is read: when, who (typed by whom), what happened.

use ratatui::style::Style;

use super::Sight;
use super::row::{Row, hanging};
use crate::dialog::say::{self, LogLine};
use crate::session::Logged;

/// The entry in words; none when it has nothing to tell.
pub fn told(sight: &Sight<'_>, row: &Logged) -> Option<LogLine> {
    say::log_line(sight.session, sight.saving, sight.words, row)
}

/// The first row of an entry up to its words.
fn front(sight: &Sight<'_>, line: &LogLine) -> Row {
    let dim = sight.theme.dim;
    let mut row = Row::of(&format!(" {} ", line.time), dim);
    row.push(&line.who, Style::new());
    if line.withdrawn {
        row.push(&sight.words.say("log-withdrawn"), dim);
    }
    row
}

fn look(sight: &Sight<'_>, line: &LogLine) -> Style {
    if line.withdrawn { sight.theme.dim } else { Style::new() }
}

/// The entry on one line of `cols` columns.
pub fn short(sight: &Sight<'_>, line: &LogLine, cols: usize) -> Row {
    let row = front(sight, line).with(&line.said.join("; "), look(sight, line));
    let mark = if line.pending { sight.words.say("head-saving") } else { String::new() };
    if mark.is_empty() { row.cut(cols) } else { row.right(Row::of(&mark, sight.theme.warned), cols) }
}

/// The entry with every word of it, in lines of `cols` columns.
pub fn long(sight: &Sight<'_>, line: &LogLine, cols: usize) -> Vec<Row> {
    let style = look(sight, line);
    let mut rows = Vec::new();
    let stamp = Row::of(&format!(" {} ", line.time), sight.theme.dim);
    let blank = Row::plain(&" ".repeat(stamp.width()));
    for (at, said) in line.said.iter().enumerate() {
        let front = if at == 0 { &stamp } else { &blank };
        let mut text = String::new();
        if at == 0 {
            text.push_str(&line.who);
            if line.withdrawn {
                text.push_str(&sight.words.say("log-withdrawn"));
            }
        }
        text.push_str(said);
        rows.extend(hanging(front, &text, style, cols));
    }
    if line.pending
        && let Some(first) = rows.first_mut()
    {
        *first = std::mem::take(first).right(Row::of(&sight.words.say("head-saving"), sight.theme.warned), cols);
    }
    rows
}

/// The last `count` entries on a line each, oldest first.
pub fn last(sight: &Sight<'_>, count: usize, cols: usize) -> Vec<Row> {
    let newest = sight.session.log().iter().rev().filter_map(|row| told(sight, row)).take(count);
    let mut rows: Vec<Row> = newest.map(|line| short(sight, &line, cols)).collect();
    rows.reverse();
    rows
}

/// The rows of the end of the log, newest last: at least `wanted`, or all there are.
pub fn tail(sight: &Sight<'_>, wanted: usize, cols: usize) -> Vec<Row> {
    let mut blocks: Vec<Vec<Row>> = Vec::new();
    let mut count = 0;
    for line in sight.session.log().iter().rev().filter_map(|row| told(sight, row)) {
        let rows = long(sight, &line, cols);
        count += rows.len();
        blocks.push(rows);
        if count >= wanted {
            break;
        }
    }
    blocks.into_iter().rev().flatten().collect()
}
