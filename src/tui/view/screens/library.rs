//! The library: what runs, then what can be opened, found by typing; the highlighted one in short, beside the list where
//! there is room and below it else.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::super::listing::{Listing, top_for};
use super::super::parts::{Space, lines, more, pointer, upright};
use super::super::row::{Row, wrapped};
use super::super::{Picture, field, footer, header};
use super::split_detail;
use crate::dialog::preview::{Tone, preview};
use crate::dialog::rows::{LibraryRow, library_rows};
use crate::host::SessionCard;
use crate::runbook::index::{Listed, Mark, Shelf};
use crate::text::printable;

/// Columns from which the highlighted runbook stands beside the list.
const WIDE: usize = 110;

/// Marks of a row where it is narrow.
const MARKS: usize = 2;

/// Draws it; says where the cursor of the search field stands.
pub fn library(buf: &mut Buffer, mut space: Space, picture: &Picture<'_>, query: &str, cursor: usize) -> Position {
    let (words, theme, cols) = (picture.words, &picture.theme, space.cols());
    let found = library_rows(picture.catalogue, query);
    let at = search(buf, &mut space, picture, query);
    let enter = match found.get(cursor) {
        Some(LibraryRow::Runbook(listed)) if listed.is_broken() => "library-enter-faults",
        Some(LibraryRow::Runbook(listed)) if listed.is_page() => "library-enter-page",
        _ => "library-enter",
    };
    let mut foot = vec![Row::of(&theme.lines.rule(cols), theme.edge)];
    foot.extend(footer::foot(words, theme, picture.model, footer::enter_line(words, theme, &words.say(enter)), cols));
    lines(buf, space.take_bottom(foot.len()), &foot);

    let beside = cols >= WIDE;
    let below = if beside {
        let mut beside = Space::new(space.take_right(cols * 9 / 20));
        upright(buf, beside.take_left(1), theme);
        beside.take_left(1);
        space.take_right(1);
        Rect { width: beside.area().width.saturating_sub(1), ..beside.area() }
    } else {
        let about = about(picture, found.get(cursor), cols.saturating_sub(2));
        let room = split_detail(space.rows(), about.len() + 1);
        let mut below = Space::new(space.take_bottom(room));
        below.take_top(1);
        below.take_left(1);
        below.area()
    };
    let (rows, focus) = rows(picture, &found, query, cursor, space.cols());
    let top = top_for(rows.len(), space.rows(), focus.as_ref(), 0);
    Listing::new(rows, space.rows(), top, |hidden, under| more(words, hidden.len(), under, theme.dim))
        .render(space.area(), buf);
    let mut about = about(picture, found.get(cursor), usize::from(below.width));
    if let (true, Some(LibraryRow::Runbook(listed))) = (beside, found.get(cursor)) {
        about.splice(0..0, wrapped(listed.title(), theme.title, usize::from(below.width)));
    }
    Listing::new(about, usize::from(below.height), 0, |hidden, under| more(words, hidden.len(), under, theme.dim))
        .render(below, buf);
    at
}

/// The bar, the line that is typed into with what is still being read, and the line below; says where the cursor stands.
fn search(buf: &mut Buffer, space: &mut Space, picture: &Picture<'_>, query: &str) -> Position {
    let (words, theme, cols) = (picture.words, &picture.theme, space.cols());
    let label = Row::of(&format!(" {} ", words.say("library-search")), theme.key);
    let unread = match picture.catalogue.unread {
        0 => Row::new(),
        count => Row::of(&words.with("library-unread", &[("count", count.into())]), theme.dim),
    };
    let typed = field::at_end(query, cols.saturating_sub(label.width() + unread.width() + 2));
    let column = label.width() + typed.cursor.0;
    let area = space.area();
    let at = Position { x: area.x + u16::try_from(column).unwrap_or(0), y: area.y + 1 };
    let mut search = label;
    for row in typed.rows {
        search = search.join(row);
    }
    let rule = Row::of(&theme.lines.rule(cols), theme.edge);
    lines(buf, space.take_top(3), &[header::bare_bar(picture, cols), search.right(unread, cols), rule]);
    at
}

fn today(picture: &Picture<'_>) -> NaiveDate {
    picture.now.wall.date_naive()
}

/// What is said about the highlighted row.
fn about(picture: &Picture<'_>, row: Option<&LibraryRow<'_>>, cols: usize) -> Vec<Row> {
    let (words, theme) = (picture.words, &picture.theme);
    match row {
        Some(LibraryRow::Runbook(listed)) => {
            let style = |tone: Tone| match tone {
                Tone::Plain => Style::new(),
                Tone::Quiet => theme.dim,
                Tone::Loud => theme.warned,
            };
            let told = preview(listed, today(picture), words);
            told.iter().flat_map(|told| wrapped(&told.text, style(told.tone), cols)).collect()
        }
        Some(LibraryRow::Session(card)) => {
            let mut rows = wrapped(&card.standing, Style::new(), cols);
            rows.push(Row::of(&card.name, theme.dim));
            rows
        }
        None => Vec::new(),
    }
}

fn rows(
    picture: &Picture<'_>,
    found: &[LibraryRow<'_>],
    query: &str,
    cursor: usize,
    cols: usize,
) -> (Vec<Row>, Option<std::ops::Range<usize>>) {
    let theme = &picture.theme;
    let asked = !query.trim().is_empty();
    let mut rows = Vec::new();
    let mut focus = None;
    let mut heading_before = String::new();
    for (place, row) in found.iter().enumerate() {
        let heading = heading(picture, found, row, asked);
        if heading != heading_before {
            rows.push(Row::of(&format!(" {heading}"), theme.title));
            heading_before = heading;
        }
        let here = place == cursor;
        if here {
            focus = Some(rows.len()..rows.len() + 1);
        }
        let front = Row::plain(&format!(" {} ", pointer(here)));
        let line = match row {
            LibraryRow::Session(card) => session(picture, front, card),
            LibraryRow::Runbook(listed) => runbook(picture, front, listed, asked, cols),
        };
        rows.push(if here { line.under(theme.selected) } else { line });
    }
    if rows.is_empty() {
        rows.push(Row::of(&format!(" {}", picture.words.say("library-none")), theme.dim));
    }
    // On the first row its heading stays in sight.
    (rows, focus.map(|focus| if cursor == 0 { 0..focus.end } else { focus }))
}

/// What a row stands under: sessions, then shelf by shelf; what was asked for is one list, the best first.
fn heading(picture: &Picture<'_>, found: &[LibraryRow<'_>], row: &LibraryRow<'_>, asked: bool) -> String {
    let words = picture.words;
    let count = |wanted: Option<Shelf>| {
        let on = |listed: &Listed| wanted.is_none_or(|shelf| listed.shelf() == shelf && !listed.is_page());
        found.iter().filter(|row| matches!(row, LibraryRow::Runbook(listed) if on(listed))).count()
    };
    match row {
        LibraryRow::Session(_) => words.say("library-sessions"),
        LibraryRow::Runbook(_) if asked => words.with("library-found", &[("count", count(None).into())]),
        LibraryRow::Runbook(listed) if listed.is_page() => words.say("library-pages"),
        LibraryRow::Runbook(listed) => {
            let shelf = words.shelf(listed.shelf());
            let args = [("shelf", (&shelf).into()), ("count", count(Some(listed.shelf())).into())];
            words.with("library-shelf", &args)
        }
    }
}

fn session(picture: &Picture<'_>, front: Row, card: &SessionCard) -> Row {
    let theme = &picture.theme;
    front
        .with(&picture.words.kind(card.kind), theme.bar(card.kind))
        .with(" ", Style::new())
        .with(&card.title, theme.title)
        .with("  ", Style::new())
        .with(&card.standing, theme.dim)
}

/// Title, then what is marked on it, its language where it is not the reader's, and where it stands when that is no heading.
fn runbook(picture: &Picture<'_>, front: Row, listed: &Listed, asked: bool, cols: usize) -> Row {
    let (words, theme) = (picture.words, &picture.theme);
    let marks = listed.marks(today(picture));
    let most = if cols >= 70 { marks.len() } else { MARKS };
    let mut right: Vec<(String, Style)> = Vec::new();
    for mark in marks.iter().take(most) {
        let style = match mark {
            Mark::Broken(_) | Mark::Unreadable => theme.over,
            mark if mark.is_loud() => theme.warned,
            _ => theme.dim,
        };
        right.push((words.mark(mark), style));
    }
    if marks.is_empty()
        && let Some(day) = listed.drilled
        && cols >= 70
    {
        right.push((words.with("library-drilled", &[("day", (&day.to_string()).into())]), theme.dim));
    }
    if asked && listed.shelf() != Shelf::Bundled {
        right.push((words.shelf(listed.shelf()), theme.dim));
    }
    let foreign = listed.languages().first().filter(|tag| !words.lang().reads(tag)).map(|tag| (*tag).to_owned());
    right.extend(foreign.map(|tag| (tag, theme.dim)));
    let mut end = Row::new();
    for (text, style) in right {
        let gap = if end.is_empty() { "" } else { ", " };
        end = end.with(gap, theme.dim).with(&printable(&text), style);
    }
    let title =
        if listed.is_broken() { listed.editions.first().map_or("", |edition| &edition.file) } else { listed.title() };
    let front = if listed.is_broken() { front.with("! ", theme.over) } else { front };
    front.with(title, Style::new()).right(end.cut(cols * 3 / 5), cols)
}
