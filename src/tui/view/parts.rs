//! The small parts all screens are laid out with: space taken from its edges, lines, dividers.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

use super::Sight;
use super::listing::{Listing, top_for};
use super::row::Row;
use crate::session::Kind;
use crate::text::width;
use crate::tui::theme::Theme;
use crate::words::Words;

/// What is left of a screen while parts are taken from its edges.
#[derive(Debug, Clone, Copy)]
pub struct Space {
    area: Rect,
}

impl Space {
    /// All of `area`.
    pub fn new(area: Rect) -> Self {
        Self { area }
    }

    /// What is left.
    pub fn area(self) -> Rect {
        self.area
    }

    /// Its columns.
    pub fn cols(self) -> usize {
        usize::from(self.area.width)
    }

    /// Its lines.
    pub fn rows(self) -> usize {
        usize::from(self.area.height)
    }

    /// Takes up to `rows` lines from the top.
    pub fn take_top(&mut self, rows: usize) -> Rect {
        let height = clamp(rows, self.area.height);
        let taken = Rect { height, ..self.area };
        self.area = Rect { y: self.area.y + height, height: self.area.height - height, ..self.area };
        taken
    }

    /// Takes up to `rows` lines from the bottom.
    pub fn take_bottom(&mut self, rows: usize) -> Rect {
        let height = clamp(rows, self.area.height);
        self.area.height -= height;
        Rect { y: self.area.y + self.area.height, height, ..self.area }
    }

    /// Takes up to `cols` columns from the left.
    pub fn take_left(&mut self, cols: usize) -> Rect {
        let width = clamp(cols, self.area.width);
        let taken = Rect { width, ..self.area };
        self.area = Rect { x: self.area.x + width, width: self.area.width - width, ..self.area };
        taken
    }

    /// Takes up to `cols` columns from the right.
    pub fn take_right(&mut self, cols: usize) -> Rect {
        let width = clamp(cols, self.area.width);
        self.area.width -= width;
        Rect { x: self.area.x + self.area.width, width, ..self.area }
    }
}

fn clamp(wanted: usize, most: u16) -> u16 {
    u16::try_from(wanted).unwrap_or(u16::MAX).min(most)
}

/// Draws rows one below the other, each cut to the columns there are.
pub fn lines(buf: &mut Buffer, area: Rect, rows: &[Row]) {
    for (row, y) in rows.iter().zip(area.top()..area.bottom()) {
        row.clone().cut(usize::from(area.width)).render(Rect { y, height: 1, ..area }, buf);
    }
}

/// Draws a line down the whole of `area`.
pub fn upright(buf: &mut Buffer, area: Rect, theme: &Theme) {
    let bar = Row::of(&theme.lines.upright.to_string(), theme.edge);
    lines(buf, area, &vec![bar; usize::from(area.height)]);
}

/// Columns in which the edges of panes meet a line across.
#[derive(Debug, Clone, Copy)]
pub enum Panes<'a> {
    /// There are none.
    None,
    /// The panes lie below the line.
    Below(&'a [usize]),
    /// The panes lie above it.
    Above(&'a [usize]),
}

/// A line across the screen, marked where a pane's edge meets it. Whatever is no incident says so in it.
pub fn divider(sight: &Sight<'_>, cols: usize, panes: Panes<'_>) -> Row {
    let kind = sight.session.state().kind;
    let bar = sight.theme.bar(kind);
    let signs = sight.theme.lines;
    let (tees, tee): (&[usize], char) = match panes {
        Panes::None => (&[], signs.across),
        Panes::Below(tees) => (tees, signs.down),
        Panes::Above(tees) => (tees, signs.up),
    };
    let rule = |from: usize, to: usize| -> String {
        (from..to).map(|col| if tees.contains(&col) { tee } else { signs.across }).collect()
    };
    let word = sight.words.kind(kind);
    let start = cols.saturating_sub(width(&word) + 4);
    if kind == Kind::Incident || start == 0 {
        return Row::of(&rule(0, cols), sight.theme.edge);
    }
    Row::of(&rule(0, start), sight.theme.edge)
        .with(" ", Style::new())
        .with(&word, bar)
        .with(" ", Style::new())
        .with(&rule(cols - 2, cols), sight.theme.edge)
}

/// `+3 lines v`: how much lies above or below.
pub fn more(words: &Words, count: usize, below: bool, style: Style) -> Row {
    let id = if below { "more-below" } else { "more-above" };
    Row::of(&words.with(id, &[("count", count.into())]), style)
}

/// A list of which the row under the cursor is always seen, with marks where more lies.
pub fn list(sight: &Sight<'_>, rows: Vec<Row>, height: usize, focus: Option<&std::ops::Range<usize>>) -> Listing {
    let top = top_for(rows.len(), height, focus, 0);
    Listing::new(rows, height, top, |hidden, below| more(sight.words, hidden.len(), below, sight.theme.dim))
}

/// The mark before a row: `>` where the cursor is.
pub fn pointer(here: bool) -> &'static str {
    if here { ">" } else { " " }
}

/// `[x]` or `[ ]`.
pub fn tick_box(ticked: bool) -> &'static str {
    if ticked { "[x]" } else { "[ ]" }
}

/// A section's heading.
pub fn heading(sight: &Sight<'_>, text: &str) -> Row {
    Row::of(&format!(" {text}"), sight.theme.title)
}
