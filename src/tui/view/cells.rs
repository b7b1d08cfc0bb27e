//! Tables: cells of fixed columns side by side.

use ratatui::style::Style;

use super::row::Row;
use crate::text::{Printable, cut, fit, pad_left, printable};

/// One cell of a table.
#[derive(Debug, Clone)]
pub struct Cell<'a> {
    text: Printable<'a>,
    style: Style,
    cols: usize,
    to_right: bool,
}

/// A cell that begins at its left edge.
pub fn left(text: &str, cols: usize, style: Style) -> Cell<'_> {
    Cell { text: printable(text), style, cols, to_right: false }
}

/// A cell that ends at its right edge: lengths of time.
pub fn right(text: &str, cols: usize, style: Style) -> Cell<'_> {
    Cell { text: printable(text), style, cols, to_right: true }
}

/// The cells in one line, a space between any two.
pub fn row(cells: &[Cell<'_>]) -> Row {
    let mut row = Row::new();
    for (at, cell) in cells.iter().filter(|cell| cell.cols > 0).enumerate() {
        if at > 0 {
            row.push(" ", Style::new());
        }
        let text =
            if cell.to_right { pad_left(&cut(&cell.text, cell.cols), cell.cols) } else { fit(&cell.text, cell.cols) };
        row.push(&text, cell.style);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_where_they_are_whatever_stands_in_them() {
        let plain = Style::new();
        let latin = row(&[left("Lin", 4, plain), right("9:03", 6, plain), left("x", 2, plain)]);
        let chinese = row(&[left("林某某", 4, plain), right("1:09:03", 6, plain), left("中", 2, plain)]);
        assert_eq!(latin.text(), "Lin    9:03 x ");
        assert_eq!(chinese.text(), "林~  1:09:~ 中");
        assert_eq!(latin.width(), chinese.width());
    }
}
