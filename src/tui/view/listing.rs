//! Rows of which only some fit: which ones are shown, and the marks that say how many are not.
//!
//! Knows rows and heights; what a row means is its screen's to know.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

use super::row::Row;

/// The first row to show of `total` in `height`, so that `focus` is seen, moved from `wanted` no more than it takes.
pub fn top_for(total: usize, height: usize, focus: Option<&Range<usize>>, wanted: usize) -> usize {
    let last = total.saturating_sub(height);
    let mut top = wanted.min(last);
    if let Some(focus) = focus {
        // One row stands aside on either end where a mark may lie over it.
        let margin = usize::from(height > 4);
        if focus.end + margin > top + height {
            top = (focus.end + margin).saturating_sub(height);
        }
        if focus.start < top + margin {
            top = focus.start.saturating_sub(margin);
        }
    }
    top.min(last)
}

/// The part of a list that is seen.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    rows: Vec<Row>,
    /// Said at the end of the first line: what lies above.
    above: Row,
    /// Said at the end of the last line: what lies below.
    below: Row,
}

impl Listing {
    /// What is seen of `all` in `height` lines from `top`; `mark` says what is hidden above (`false`) and below.
    pub fn new(all: Vec<Row>, height: usize, top: usize, mark: impl Fn(Range<usize>, bool) -> Row) -> Self {
        let total = all.len();
        let top = top.min(total.saturating_sub(height));
        let end = total.min(top + height);
        let above = if top > 0 && height > 0 { mark(0..top, false) } else { Row::new() };
        let below = if end < total && height > 0 { mark(end..total, true) } else { Row::new() };
        Self { rows: all.into_iter().skip(top).take(height).collect(), above, below }
    }
}

impl Widget for &Listing {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        let cols = usize::from(area.width);
        let last = self.rows.len().saturating_sub(1);
        for (at, (row, y)) in self.rows.iter().zip(area.top()..area.bottom()).enumerate() {
            let mut right = Row::new();
            if at == 0 {
                right = right.join(self.above.clone());
            }
            if at == last && !self.below.is_empty() {
                right = if right.is_empty() { right } else { right.with(" ", ratatui::style::Style::new()) };
                right = right.join(self.below.clone());
            }
            let line = Rect { y, height: 1, ..area };
            if right.is_empty() {
                row.clone().cut(cols).render(line, buf);
            } else {
                row.clone().right(right, cols).render(line, buf);
            }
        }
    }
}

impl Widget for Row {
    fn render(self, area: Rect, buf: &mut Buffer) {
        (&self).render(area, buf);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_highlighted_is_seen() {
        assert_eq!(top_for(30, 10, Some(&(25..26)), 0), 17);
        assert_eq!(top_for(30, 10, Some(&(3..4)), 20), 2);
        assert_eq!(top_for(30, 10, Some(&(5..6)), 0), 0);
        assert_eq!(top_for(5, 10, Some(&(4..5)), 3), 0);
        assert_eq!(top_for(30, 0, Some(&(4..5)), 3), 4);
    }

    #[test]
    fn the_first_and_last_rows_can_be_reached() {
        assert_eq!(top_for(30, 10, Some(&(0..1)), 15), 0);
        assert_eq!(top_for(30, 10, Some(&(29..30)), 0), 20);
    }

    #[test]
    fn nothing_is_marked_when_all_is_seen() {
        let rows = || vec![Row::plain("a"), Row::plain("b"), Row::plain("c")];
        let mark = |hidden: Range<usize>, _| Row::plain(&format!("+{}", hidden.len()));
        let whole = Listing::new(rows(), 3, 0, mark);
        assert!(whole.above.is_empty() && whole.below.is_empty());
        let part = Listing::new(rows(), 1, 1, mark);
        assert_eq!((part.above.text(), part.below.text()), ("+1".to_owned(), "+1".to_owned()));
    }
}
