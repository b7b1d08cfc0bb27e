//! Text being typed: what of it is seen, and where the cursor stands.
//!
//! The terminal puts an input method's window at the hardware cursor, so its column must be right to the sign.

use std::ops::Range;

use ratatui::style::Style;
use ratatui_textarea::TextArea;
use unicode_segmentation::UnicodeSegmentation;

use super::row::Row;
use crate::text::{printable, width};

/// What is seen of a field, and the column and row of the cursor in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The rows that are seen.
    pub rows: Vec<Row>,
    /// Column and row of the cursor among them.
    pub cursor: (usize, usize),
}

/// One line in `cols` columns: it moves sideways so that the cursor is seen.
pub fn one_line(text: &TextArea<'_>, cols: usize) -> Field {
    let line = text.lines().first().map_or("", String::as_str);
    sideways(line, text.cursor().1, cols)
}

/// A typed text with the cursor at its end.
pub fn at_end(typed: &str, cols: usize) -> Field {
    sideways(typed, typed.chars().count(), cols)
}

fn sideways(line: &str, cursor: usize, cols: usize) -> Field {
    let shown = printable(line);
    let before = before_cursor(&shown, line, cursor);
    // From the cursor backwards, as far as there is room: the cursor takes a column of its own.
    let (mut start, mut at) = (before.len(), 0);
    for (begin, grapheme) in before.grapheme_indices(true).rev() {
        if at + width(grapheme) >= cols.max(1) {
            break;
        }
        start = begin;
        at += width(grapheme);
    }
    let visible = shown.get(start..).unwrap_or_default();
    let (mut seen, mut takes) = (String::new(), 0);
    for grapheme in visible.graphemes(true) {
        takes += width(grapheme);
        if takes > cols {
            break;
        }
        seen.push_str(grapheme);
    }
    Field { rows: vec![Row::of(&seen, Style::new())], cursor: (at, 0) }
}

/// What stands before the cursor, as it is shown.
fn before_cursor<'a>(shown: &'a str, line: &str, cursor: usize) -> &'a str {
    let typed: String = line.chars().take(cursor).collect();
    let mut end = printable(&typed).len().min(shown.len());
    while !shown.is_char_boundary(end) {
        end -= 1;
    }
    shown.get(..end).unwrap_or(shown)
}

/// Several lines folded at `cols` columns, `height` of them: those around the cursor.
pub fn lines(text: &TextArea<'_>, cols: usize, height: usize) -> Field {
    let cols = cols.max(2);
    let cursor = text.cursor();
    let mut rows = Vec::new();
    let mut at = (0, 0);
    for (number, line) in text.lines().iter().enumerate() {
        let shown = printable(line);
        let end = (number == cursor.0).then(|| before_cursor(&shown, line, cursor.1).len());
        let folds = fold(&shown, cols);
        for (place, range) in folds.iter().enumerate() {
            let last = place + 1 == folds.len();
            if let Some(end) = end
                && range.start <= end
                && (end < range.end || last)
            {
                let before = width(shown.get(range.start..end).unwrap_or_default());
                at = (before.min(cols), rows.len());
            }
            rows.push(Row::plain(shown.get(range.clone()).unwrap_or_default()));
        }
    }
    let height = height.max(1);
    let top = (at.1 + 1).saturating_sub(height).min(rows.len().saturating_sub(1));
    let rows = rows.into_iter().skip(top).take(height).collect();
    Field { rows, cursor: (at.0, at.1 - top) }
}

/// Where a line is folded: behind a space where there is one, else anywhere between two signs. Loses nothing.
fn fold(line: &str, cols: usize) -> Vec<Range<usize>> {
    let mut folds = Vec::new();
    let (mut start, mut used, mut space) = (0, 0, None);
    for (at, grapheme) in line.grapheme_indices(true) {
        let wide = width(grapheme);
        if used + wide > cols && at > start {
            let end = space.filter(|end| *end > start).unwrap_or(at);
            folds.push(start..end);
            start = end;
            used = width(line.get(end..at).unwrap_or_default());
            space = None;
        }
        used += wide;
        if grapheme == " " {
            space = Some(at + 1);
        }
    }
    // A full line has no room for the cursor behind it.
    folds.push(start..line.len());
    if used >= cols {
        folds.push(line.len()..line.len());
    }
    folds
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui_textarea::CursorMove;

    fn area(lines: &[&str]) -> TextArea<'static> {
        let mut area = TextArea::new(lines.iter().map(|line| (*line).to_owned()).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        area
    }

    fn texts(field: &Field) -> Vec<String> {
        field.rows.iter().map(Row::text).collect()
    }

    #[test]
    fn the_cursor_stands_behind_wide_signs() {
        let field = one_line(&area(&["磁盘满"]), 20);
        assert_eq!((texts(&field), field.cursor), (vec!["磁盘满".to_owned()], (6, 0)));
    }

    #[test]
    fn a_long_line_moves_so_that_the_cursor_is_seen() {
        let field = one_line(&area(&["abcdefghij"]), 6);
        assert_eq!((texts(&field), field.cursor), (vec!["fghij".to_owned()], (5, 0)));
        let field = one_line(&area(&["发现磁盘空间不足"]), 7);
        assert_eq!((texts(&field), field.cursor), (vec!["间不足".to_owned()], (6, 0)));
        let mut start = area(&["abcdefghij"]);
        start.move_cursor(CursorMove::Head);
        assert_eq!(one_line(&start, 6).cursor, (0, 0));
        assert_eq!(texts(&one_line(&start, 6)), ["abcdef"]);
    }

    #[test]
    fn a_note_folds_and_loses_nothing() {
        let field = lines(&area(&["heap dump found in /var/log", "磁盘满了吗"]), 10, 9);
        assert_eq!(texts(&field), ["heap dump ", "found in ", "/var/log", "磁盘满了吗", ""]);
        assert_eq!(field.cursor, (0, 4));
    }

    #[test]
    fn only_the_lines_around_the_cursor_are_seen() {
        let field = lines(&area(&["a", "b", "c", "d"]), 10, 2);
        assert_eq!((texts(&field), field.cursor), (vec!["c".to_owned(), "d".to_owned()], (1, 1)));
    }

    #[test]
    fn what_was_pasted_shows_its_hidden_signs() {
        let field = one_line(&area(&["a\u{1b}b"]), 20);
        assert_eq!((texts(&field), field.cursor), (vec!["a^[b".to_owned()], (4, 0)));
    }
}
