//! The log as it is read: when, who (typed by whom), what happened.

use ratatui::style::Style;

use super::Sight;
use super::row::{Row, hanging};
use crate::host::View;
use crate::session::{Event, Kind, Logged, NoteKind, Person};
use crate::words::Names;

/// One entry in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Clock time of the entry.
    pub time: String,
    /// Whose act it is, and who typed it; empty for what the program noticed itself.
    pub who: String,
    /// What happened, event by event.
    pub said: Vec<String>,
    /// It is not on the disk yet.
    pub pending: bool,
    /// A later entry took it back.
    pub withdrawn: bool,
}

/// The entry in words; none when it has nothing to tell.
pub fn told(sight: &Sight<'_>, row: &Logged) -> Option<LogLine> {
    let titles = sight.titles();
    let said = row.entry.told().filter(|event| !is_behind_the_curtain(sight, event));
    let said: Vec<String> = said.filter_map(|event| sight.words.event(event, titles)).collect();
    if said.is_empty() {
        return None;
    }
    Some(LogLine {
        time: row.entry.at.wall.format("%H:%M:%S").to_string(),
        who: who(sight, row),
        said,
        pending: row.entry.seq > sight.saving.saved,
        withdrawn: row.withdrawn,
    })
}

/// What evaluators see of a drill is not for those who play it, nor for a wall they look at.
fn is_behind_the_curtain(sight: &Sight<'_>, event: &Event) -> bool {
    let looked_at = matches!(sight.saving.view, Some(View::Player | View::Wall));
    let drill = sight.session.state().kind == Kind::Drill;
    looked_at && drill && matches!(event, Event::NoteAdded { kind: NoteKind::Observation, .. })
}

fn who(sight: &Sight<'_>, row: &Logged) -> String {
    let by = &row.entry.by;
    if by.person.is_program() {
        return String::new();
    }
    let words = sight.words;
    let titles = sight.titles();
    let name = |person: &Person| titles.person(person);
    let mut said = name(&by.person);
    if let Some(holder) = &by.acting_for {
        said = words.with("log-for", &[("person", (&said).into()), ("holder", (&name(holder)).into())]);
    }
    if row.entry.who != by.person && !row.entry.who.is_program() {
        said = words.with("log-typed", &[("person", (&said).into()), ("who", (&name(&row.entry.who)).into())]);
    }
    words.with("log-who", &[("person", (&said).into())])
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
