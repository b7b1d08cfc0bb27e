//! The one thing open above a screen: a note, a typed line, a choice, the search, the bare commands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::listing::{Listing, top_for};
use super::parts::{lines, more, pointer};
use super::row::{Row, hanging, wrapped};
use super::{Picture, Sight, field, footer, header};
use crate::dialog::keymap::{Scope, shown};
use crate::dialog::model::{Choice, LineField, NoteField, Overlay, Pick};
use crate::dialog::rows::palette_rows;
use crate::dialog::update::overtaken::{overtaking, told};
use crate::text::{printable, width};

/// A panel along the bottom of the screen.
#[derive(Debug, Clone, Default)]
pub struct Panel {
    rows: Vec<Row>,
    /// Column and row of the hardware cursor in it.
    cursor: Option<(usize, usize)>,
}

impl Panel {
    /// Lines it takes.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// The same with these lines below its upper edge.
    fn under_edge(mut self, rows: Vec<Row>) -> Self {
        let more = rows.len();
        let at = self.rows.len().min(1);
        self.rows.splice(at..at, rows);
        self.cursor = self.cursor.map(|(col, row)| (col, row + more));
        self
    }

    /// Draws it; says where the cursor stands.
    pub fn draw(&self, buf: &mut Buffer, area: Rect) -> Option<Position> {
        // What could not be taken in is cut at the top: the field and its hint stand at the bottom.
        ratatui::widgets::Widget::render(ratatui::widgets::Clear, area, buf);
        let hidden = self.rows.len().saturating_sub(usize::from(area.height));
        lines(buf, area, self.rows.get(hidden..).unwrap_or_default());
        let (col, row) = self.cursor?;
        let (col, row) = (u16::try_from(col).ok()?, u16::try_from(row.checked_sub(hidden)?).ok()?);
        let position = Position { x: area.x.saturating_add(col), y: area.y.saturating_add(row) };
        area.contains(position).then_some(position)
    }
}

/// The panel of what is open; none where nothing is, or where it takes the whole screen.
pub fn panel(picture: &Picture<'_>, area: Rect) -> Option<Panel> {
    let cols = usize::from(area.width);
    // The head of the screen and one line of it stay.
    let most = usize::from(area.height).saturating_sub(5).max(3);
    let overtaken = overtaken(picture, cols);
    let most = most.saturating_sub(overtaken.len()).max(3);
    let panel = match picture.model.overlay.as_ref()? {
        Overlay::Note(note) => note_panel(picture, note, cols, most),
        Overlay::Line(line) => line_panel(picture, line, cols, most),
        Overlay::Choice(choice) => choice_panel(picture, choice, cols, most),
        Overlay::Palette { query, cursor } => palette_panel(picture, query, *cursor, cols, most),
        Overlay::Bare { .. } => return None,
    };
    Some(panel.under_edge(overtaken))
}

/// What somebody else did about the open thing while it was open.
fn overtaken(picture: &Picture<'_>, cols: usize) -> Vec<Row> {
    let (Some(open), Some(session)) = (&picture.model.overtakable, picture.session) else { return Vec::new() };
    let Some(row) = overtaking(open, session, picture.me) else { return Vec::new() };
    let said = told("field-overtaken", row, &open.about, session, picture.words);
    let rows = wrapped(&said, picture.theme.over, cols.saturating_sub(2)).into_iter().take(2);
    rows.map(|row| Row::plain(" ").join(row)).collect()
}

/// The upper edge of a panel with its title in it.
fn edge(picture: &Picture<'_>, title: &str, cols: usize) -> Row {
    let theme = &picture.theme;
    let mut row = Row::of(&theme.lines.rule(2), theme.edge)
        .with(" ", Style::new())
        .with(title, theme.title)
        .with(" ", Style::new())
        .cut(cols);
    let rest = cols.saturating_sub(row.width());
    row.push(&theme.lines.rule(rest), theme.edge);
    row
}

fn hint(picture: &Picture<'_>, id: &str) -> Row {
    Row::of(&format!(" {}", picture.words.say(id)), picture.theme.dim)
}

/// A refused answer stays in sight while the field that caused it is open.
fn said(picture: &Picture<'_>, cols: usize) -> Vec<Row> {
    let answer = picture.model.answer.as_ref();
    answer.map(|answer| footer::answer(picture.words, &picture.theme, answer, cols, 2)).unwrap_or_default()
}

fn note_panel(picture: &Picture<'_>, note: &NoteField, cols: usize, most: usize) -> Panel {
    let words = picture.words;
    let mut title = words.note_kind(note.kind);
    if let Some(begun) = &note.begun {
        title = format!("{title} {}", begun.wall.format("%H:%M:%S"));
    }
    if note.keeps {
        title = format!("{title}, {}", words.say("field-keeps"));
    }
    let mut rows = vec![edge(picture, &title, cols)];
    rows.extend(said(picture, cols));
    let room = most.saturating_sub(rows.len() + 1).max(1);
    let typed = field::lines(&note.text, cols.saturating_sub(3), room.min(8));
    let cursor = (typed.cursor.0 + 1, typed.cursor.1 + rows.len());
    let empty = room.min(3).saturating_sub(typed.rows.len());
    rows.extend(typed.rows.into_iter().map(|row| Row::plain(" ").join(row)));
    rows.extend(std::iter::repeat_n(Row::new(), empty));
    rows.push(hint(picture, "field-note-hint"));
    Panel { rows, cursor: Some(cursor) }
}

fn line_panel(picture: &Picture<'_>, line: &LineField, cols: usize, most: usize) -> Panel {
    let mut rows = vec![edge(picture, &line.prompt, cols)];
    let mut detail: Vec<Row> = line
        .detail
        .iter()
        .flat_map(|text| wrapped(text, Style::new(), cols.saturating_sub(2)))
        .map(|row| Row::plain(" ").join(row))
        .collect();
    let answer = said(picture, cols);
    let room = most.saturating_sub(3 + answer.len());
    if detail.len() > room {
        let hidden = detail.len() + 1 - room.max(1);
        detail.truncate(room.saturating_sub(1));
        detail.push(Row::plain(" ").join(more(picture.words, hidden, true, picture.theme.dim)));
    }
    rows.extend(detail);
    rows.extend(answer);
    let typed = field::one_line(&line.text, cols.saturating_sub(4));
    let cursor = (typed.cursor.0 + 3, rows.len());
    let front = Row::of(" > ", picture.theme.key);
    rows.extend(typed.rows.into_iter().map(|row| front.clone().join(row)));
    rows.push(hint(picture, "field-line-hint"));
    Panel { rows, cursor: Some(cursor) }
}

/// How many options stand on one page: the digits 1 to 9.
const PAGE: usize = 9;

/// The digit that turns the page.
const MORE: &str = "0";

fn choice_panel(picture: &Picture<'_>, choice: &Choice, cols: usize, most: usize) -> Panel {
    let theme = &picture.theme;
    let mut rows = vec![edge(picture, &choice.title, cols)];
    rows.extend(said(picture, cols));
    let shown = || choice.options.iter().skip(choice.from).take(PAGE).enumerate();
    let lines_of = |(at, (label, _)): (usize, &(String, Pick))| {
        let front = Row::plain(" ").with(&(at + 1).to_string(), theme.key).with(" ", Style::new());
        hanging(&front, label, Style::new(), cols.saturating_sub(1))
    };
    let mut options: Vec<Row> = shown().flat_map(lines_of).collect();
    if options.len() + 3 > most {
        // Every answer in sight comes before all of its words.
        options = shown().filter_map(|option| lines_of(option).into_iter().next()).collect();
    }
    if choice.options.len() > PAGE {
        let said = picture.words.say("field-choice-more");
        options.push(Row::plain(" ").with(MORE, theme.key).with(" ", Style::new()).with(&said, Style::new()));
    }
    let room = most.saturating_sub(1 + rows.len() + options.len());
    // A question too long for the edge stands under it again, whole.
    let whole = Some(&choice.title).filter(|title| width(&printable(title)) + 4 > cols);
    let detail = whole.into_iter().chain(&choice.detail);
    let detail = detail.flat_map(|text| wrapped(text, Style::new(), cols.saturating_sub(2)));
    rows.extend(detail.take(room).map(|row| Row::plain(" ").join(row)));
    rows.extend(options);
    rows.push(hint(picture, "field-choice-hint"));
    Panel { rows, cursor: None }
}

fn palette_panel(picture: &Picture<'_>, query: &str, cursor: usize, cols: usize, most: usize) -> Panel {
    let words = picture.words;
    let theme = &picture.theme;
    let scopes = super::scopes(picture.model.screen());
    // Whose act it is stands before the search and is no part of it.
    let search = picture.session.map_or_else(|| query.to_owned(), |session| session.whose(query).1);
    let found = palette_rows(words, picture.session, &search);
    let mut rows = vec![edge(picture, &words.say("field-palette"), cols)];
    rows.extend(said(picture, cols));
    let typed = field::at_end(query, cols.saturating_sub(4));
    let at = (typed.cursor.0 + 3, rows.len());
    rows.extend(typed.rows.into_iter().map(|row| Row::of(" : ", theme.key).join(row)));
    let all: Vec<Row> = found
        .iter()
        .enumerate()
        .map(|(place, action)| {
            let here = place == cursor;
            let key = shown(scopes, *action).map(|chord| footer::key_name(words, chord)).unwrap_or_default();
            let row = Row::plain(&format!(" {} ", pointer(here))).with(&words.say(action.message()), Style::new());
            let row = row.right(Row::of(&key, theme.key), cols);
            if here { row.under(theme.selected) } else { row }
        })
        .collect();
    let room = most.saturating_sub(rows.len() + 1).max(1);
    if all.is_empty() {
        rows.push(hint(picture, "field-palette-none"));
    }
    let focus = cursor..cursor + 1;
    let top = top_for(all.len(), room, Some(&focus), 0);
    rows.extend(all.into_iter().skip(top).take(room));
    rows.push(hint(picture, "field-palette-hint"));
    Panel { rows, cursor: Some(at) }
}

/// The commands of the shown step with nothing beside them, for the mouse: full width, no frame.
pub fn bare(buf: &mut Buffer, whole: Rect, sight: &Sight<'_>, top: usize) {
    let cols = usize::from(whole.width);
    let words = sight.words;
    let theme = sight.theme;
    let bar = theme.bar(sight.session.state().kind);
    let back = shown(&[Scope::Global], crate::dialog::action::Action::Back).unwrap_or_default();
    let said = words.with("bare-hint", &[("key", (&footer::key_name(words, back)).into())]);
    let first = Row::of(&format!(" {} ", header::mode(sight)), bar)
        .with(" ", Style::new())
        .with(&header::clock(sight), Style::new())
        .with("  ", Style::new())
        .with(&said, theme.dim);
    let mut rows = Vec::new();
    let step = sight.model.step.as_ref().and_then(|id| sight.session.book().step(id));
    let commands = step.into_iter().flat_map(|step| step.commands.iter().map(|command| (&step.id, command)));
    for (step, command) in commands {
        let head: Vec<&str> = [&command.title, &command.on].into_iter().flatten().map(String::as_str).collect();
        if !head.is_empty() {
            rows.push(Row::of(&format!("# {}", head.join(" - ")), theme.dim));
        }
        let filled = sight.session.fill_command(&command.run, step).text;
        rows.extend(filled.lines().flat_map(|line| unbroken(line, cols)));
        rows.push(Row::new());
    }
    if rows.is_empty() {
        rows.push(Row::of(&words.say("bare-none"), theme.dim));
    }
    lines(buf, Rect { height: 1, ..whole }, &[first]);
    let height = whole.height.saturating_sub(1);
    let rest = Rect { y: whole.y.saturating_add(1), height, ..whole };
    let top = top.min(rows.len().saturating_sub(1));
    let listing = Listing::new(rows, usize::from(height), top, |_, _| Row::new());
    ratatui::widgets::Widget::render(&listing, rest, buf);
}

/// A command broken only at the very edge, so that no sign is added or lost.
fn unbroken(line: &str, cols: usize) -> Vec<Row> {
    let shown = printable(line);
    let mut rows = Vec::new();
    let mut text = String::new();
    for grapheme in shown.graphemes(true) {
        if !text.is_empty() && width(&text) + width(grapheme) > cols {
            rows.push(Row::plain(&text));
            text.clear();
        }
        text.push_str(grapheme);
    }
    rows.push(Row::plain(&text));
    rows
}
