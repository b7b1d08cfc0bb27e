//! One line of a screen, in styled pieces measured in columns.
//!
//! The gate of all drawing: whatever is put into a [`Row`] is made printable on its way in. It knows columns and
//! styles, nothing of sessions and screens.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use crate::text::{Printable, cut, markdown, printable, printable_lines, width, wrap};
use crate::tui::theme::Theme;

/// One line: pieces of text, each in its style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pieces: Vec<(Printable<'static>, Style)>,
    /// Laid under the whole line, its empty end too.
    base: Style,
}

impl Row {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of one piece.
    pub fn of(text: &str, style: Style) -> Self {
        Self::new().with(text, style)
    }

    /// A line in the terminal's own style.
    pub fn plain(text: &str) -> Self {
        Self::of(text, Style::new())
    }

    /// Adds a piece.
    pub fn push(&mut self, text: &str, style: Style) {
        if !text.is_empty() {
            self.pieces.push((printable(text).kept(), style));
        }
    }

    /// The line with a piece more.
    #[must_use]
    pub fn with(mut self, text: &str, style: Style) -> Self {
        self.push(text, style);
        self
    }

    /// The line with those pieces behind it.
    #[must_use]
    pub fn join(mut self, behind: Self) -> Self {
        self.pieces.extend(behind.pieces);
        self
    }

    /// The line with a style under all of it.
    #[must_use]
    pub fn under(mut self, base: Style) -> Self {
        self.base = base;
        self
    }

    /// Whether nothing stands on it.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The columns it takes.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|(text, _)| width(text)).sum()
    }

    /// The words on it, without their styles.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|(text, _)| text.as_str()).collect()
    }

    /// The line in at most `cols` columns, with `~` at its end if something was cut away.
    #[must_use]
    pub fn cut(mut self, cols: usize) -> Self {
        let mut left = self.width();
        if left <= cols {
            return self;
        }
        let mut room = cols;
        let mut kept = Vec::new();
        for (text, style) in self.pieces.drain(..) {
            let takes = width(&text);
            if takes < room || left <= room {
                room -= takes;
                left -= takes;
                kept.push((text, style));
            } else {
                // The space makes a piece that just fits too long, so that the cut is marked.
                kept.push((printable(&cut(&format!("{text} "), room)).kept(), style));
                break;
            }
        }
        self.pieces = kept;
        self
    }

    /// The line in exactly `cols` columns with `right` at its end; the line gives way, `right` is cut last.
    #[must_use]
    pub fn right(self, right: Self, cols: usize) -> Self {
        let right = right.cut(cols);
        let gap = usize::from(!right.is_empty());
        let room = cols.saturating_sub(right.width() + gap);
        let (base, mut line) = (self.base, self.cut(room));
        let blank = cols.saturating_sub(line.width() + right.width());
        line.push(&" ".repeat(blank), Style::new());
        line.join(right).under(base)
    }
}

impl Widget for &Row {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        let line = Rect { height: 1, ..area };
        let mut x = area.x;
        for (text, style) in &self.pieces {
            let room = usize::from(area.right().saturating_sub(x));
            let style = self.base.patch(*style);
            x = if text.is_ascii() {
                letters(buf, (x, area.y), text, room, style)
            } else {
                buf.set_stringn(x, area.y, text, room, style).0
            };
        }
        let rest = Rect { x, width: line.right().saturating_sub(x), ..line };
        buf.set_style(rest, self.base);
    }
}

/// Puts a text of one column a letter where it belongs; says where the next one does. Most of a screen is such text, and
/// looking for signs that belong together takes most of the time a frame does.
fn letters(buf: &mut Buffer, (mut x, y): (u16, u16), text: &str, room: usize, style: Style) -> u16 {
    for letter in text.chars().take(room) {
        buf[(x, y)].set_char(letter).set_style(style);
        x += 1;
    }
    x
}

/// `text` in lines of `cols` columns, every one in `style`.
pub fn wrapped(text: &str, style: Style, cols: usize) -> Vec<Row> {
    wrap(&printable_lines(text), cols).iter().map(|line| Row::of(line, style)).collect()
}

/// `text` in lines of `cols` columns behind a first piece; the lines after the first stand under the text.
pub fn hanging(first: &Row, text: &str, style: Style, cols: usize) -> Vec<Row> {
    let indent = first.width();
    let lines = wrapped(text, style, cols.saturating_sub(indent).max(2));
    let place = |(at, line): (usize, Row)| {
        if at == 0 { first.clone().join(line) } else { Row::plain(&" ".repeat(indent)).join(line) }
    };
    lines.into_iter().enumerate().map(place).collect()
}

/// A text with its strong words and code, in lines of `cols` columns.
pub fn prose(text: &str, theme: &Theme, cols: usize) -> Vec<Row> {
    let text = printable_lines(text);
    let mut signs: Vec<(char, Style)> = Vec::new();
    let mut bare = String::new();
    for run in markdown::runs(text.trim_end()) {
        let style = match run.style {
            markdown::Style::Plain => Style::new(),
            markdown::Style::Strong => theme.strong,
            markdown::Style::Code => theme.code,
        };
        signs.extend(run.text.chars().map(|sign| (sign, style)));
        bare.push_str(&run.text);
    }
    let mut signs = signs.into_iter();
    let mut rows = Vec::new();
    for line in wrap(&bare, cols) {
        let mut row = Row::new();
        let mut piece = String::new();
        let mut look = Style::new();
        for sign in line.chars() {
            // Wrapping drops only spaces and line breaks: what comes before the next sign of the line is one of those.
            let style = signs.find(|(known, _)| *known == sign).map_or(look, |(_, style)| style);
            if style != look {
                row.push(&piece, look);
                piece.clear();
                look = style;
            }
            piece.push(sign);
        }
        row.push(&piece, look);
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Modifier;

    #[test]
    fn the_left_gives_way_to_the_right() {
        let row = Row::plain("a long left side").right(Row::plain("12:43"), 14);
        assert_eq!(row.text(), "a long ~ 12:43");
        let row = Row::plain("左边很长的一行").right(Row::plain("余3行"), 14);
        assert_eq!(row.text(), "左边很~  余3行");
        assert_eq!(row.width(), 14);
    }

    #[test]
    fn a_cut_between_pieces_is_marked() {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let row = Row::plain("abc").join(Row::of("def", bold)).join(Row::of("ghi", bold));
        assert_eq!(row.clone().cut(9).text(), "abcdefghi");
        assert_eq!(row.clone().cut(6).text(), "abcde~");
        assert_eq!(row.clone().cut(4).text(), "abc~");
        assert_eq!(row.cut(0).text(), "");
    }

    #[test]
    fn nothing_raw_gets_into_a_line() {
        assert_eq!(Row::plain("\u{1b}[31m\u{202e}").text(), "^[[31m<U+202E>");
    }

    #[test]
    fn strong_words_stay_strong_over_a_line_break() {
        let theme = Theme::dark();
        let rows = prose("Go **very slowly** on", &theme, 8);
        assert_eq!(rows.iter().map(Row::text).collect::<Vec<_>>(), ["Go very", "slowly", "on"]);
        assert_eq!(rows[1], Row::of("slowly", theme.strong));
        assert_eq!(rows[2], Row::plain("on"));
    }

    #[test]
    fn lines_after_the_first_stand_under_the_text() {
        let rows = hanging(&Row::plain("[ ] "), "one two three", Style::new(), 11);
        assert_eq!(rows.iter().map(Row::text).collect::<Vec<_>>(), ["[ ] one two", "    three"]);
    }
}
