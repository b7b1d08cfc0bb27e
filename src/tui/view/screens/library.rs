//! The library: what runs, then what can be opened, found by typing.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::super::listing::{Listing, top_for};
use super::super::parts::{Space, lines, more, pointer};
use super::super::row::{Row, wrapped};
use super::super::{Picture, field, footer, header};
use super::split_detail;
use crate::dialog::rows::{LibraryRow, library_rows};

/// Draws it; says where the cursor of the search field stands.
pub fn library(buf: &mut Buffer, mut space: Space, picture: &Picture<'_>, query: &str, cursor: usize) -> Position {
    let (words, theme, cols) = (picture.words, &picture.theme, space.cols());
    let label = Row::of(&format!(" {} ", words.say("library-search")), theme.key);
    let typed = field::at_end(query, cols.saturating_sub(label.width() + 1));
    let column = label.width() + typed.cursor.0;
    let area = space.area();
    let at = Position { x: area.x + u16::try_from(column).unwrap_or(0), y: area.y + 1 };
    let mut search = label;
    for row in typed.rows {
        search = search.join(row);
    }
    let rule = Row::of(&theme.lines.rule(cols), theme.edge);
    lines(buf, space.take_top(3), &[header::bare_bar(picture, cols), search, rule.clone()]);
    let own = footer::enter_line(words, theme, &words.say("library-enter"));
    let mut foot = vec![rule];
    foot.extend(footer::foot(words, theme, picture.model, own, cols));
    lines(buf, space.take_bottom(foot.len()), &foot);

    let found = library_rows(picture.catalogue, query);
    let about: Vec<Row> = match found.get(cursor) {
        Some(LibraryRow::Runbook(card)) => {
            let mut rows = wrapped(&card.about, Style::new(), cols.saturating_sub(2));
            rows.extend(wrapped(&card.keywords, theme.dim, cols.saturating_sub(2)));
            rows
        }
        Some(LibraryRow::Session(card)) => {
            let mut rows = wrapped(&card.standing, Style::new(), cols.saturating_sub(2));
            rows.push(Row::of(&card.name, theme.dim));
            rows
        }
        None => Vec::new(),
    };
    let room = split_detail(space.rows(), about.len() + 1);
    let mut below = Space::new(space.take_bottom(room));
    let (rows, focus) = rows(picture, &found, cursor, cols);
    let top = top_for(rows.len(), space.rows(), focus.as_ref(), 0);
    Listing::new(rows, space.rows(), top, |hidden, under| more(words, hidden.len(), under, theme.dim))
        .render(space.area(), buf);
    below.take_top(1);
    let about: Vec<Row> = about.into_iter().map(|row| Row::plain(" ").join(row)).collect();
    lines(buf, below.area(), &about);
    at
}

fn rows(
    picture: &Picture<'_>,
    found: &[LibraryRow<'_>],
    cursor: usize,
    cols: usize,
) -> (Vec<Row>, Option<std::ops::Range<usize>>) {
    let (words, theme) = (picture.words, &picture.theme);
    let mut rows = Vec::new();
    let mut focus = None;
    let mut heading_before = "";
    for (place, row) in found.iter().enumerate() {
        let heading = match row {
            LibraryRow::Session(_) => "library-sessions",
            LibraryRow::Runbook(_) => "library-runbooks",
        };
        if heading != heading_before {
            rows.push(Row::of(&format!(" {}", words.say(heading)), theme.title));
            heading_before = heading;
        }
        let here = place == cursor;
        if here {
            focus = Some(rows.len()..rows.len() + 1);
        }
        let front = Row::plain(&format!(" {} ", pointer(here)));
        let line = match row {
            LibraryRow::Session(card) => front
                .with(&words.kind(card.kind), theme.bar(card.kind))
                .with(" ", Style::new())
                .with(&card.title, theme.title)
                .with("  ", Style::new())
                .with(&card.standing, theme.dim),
            LibraryRow::Runbook(card) if card.broken => front
                .with(&format!("! {} ", words.say("library-broken")), theme.over)
                .with(&card.title, Style::new())
                .with("  ", Style::new())
                .with(&card.about, theme.dim),
            LibraryRow::Runbook(card) => {
                front.with(&card.title, Style::new()).right(Row::of(&card.id, theme.dim).cut(cols / 2), cols)
            }
        };
        rows.push(if here { line.under(theme.selected) } else { line });
    }
    if rows.is_empty() {
        rows.push(Row::of(&format!(" {}", words.say("library-none")), theme.dim));
    }
    (rows, focus)
}
