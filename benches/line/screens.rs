//! What two screens have in common, and how full one is.

use crate::terminal::{COLUMNS, Chunk, ROWS, emulator};

/// Text and look of every cell, row by row.
fn cells(screen: &vt100::Screen) -> Vec<Vec<String>> {
    let cell = |row, column| {
        screen.cell(row, column).map_or_else(String::new, |cell| {
            let text = if cell.has_contents() { cell.contents() } else { " " };
            let look = (cell.fgcolor(), cell.bgcolor(), cell.bold(), cell.dim(), cell.underline(), cell.inverse());
            format!("{text}{look:?}")
        })
    };
    (0..ROWS).map(|row| (0..COLUMNS).map(|column| cell(row, column)).collect()).collect()
}

/// Places that differ: what lies in one row and no more than one equal column apart is one place.
pub fn places(before: &vt100::Screen, after: &vt100::Screen) -> usize {
    let mut places = 0;
    for (before, after) in cells(before).iter().zip(cells(after)) {
        let mut equal = 2;
        for (before, after) in before.iter().zip(after) {
            if *before == after {
                equal += 1;
            } else {
                places += usize::from(equal > 1);
                equal = 0;
            }
        }
    }
    places
}

/// Rows that differ where every digit is as good as another: clocks go on between two looks.
pub fn rows_that_differ(before: &vt100::Screen, after: &vt100::Screen) -> usize {
    let steady = |cells: Vec<Vec<String>>| -> Vec<String> {
        let digit = |text: String| {
            if text.starts_with(|c: char| c.is_ascii_digit()) { text.replacen(&text[..1], "0", 1) } else { text }
        };
        cells.into_iter().map(|row| row.into_iter().map(digit).collect()).collect()
    };
    steady(cells(before)).iter().zip(steady(cells(after))).filter(|(before, after)| *before != after).count()
}

/// Columns that are not blank, and the bytes of the characters in them.
pub fn filled(screen: &vt100::Screen) -> (usize, usize) {
    let (mut columns, mut bytes) = (0, 0);
    for cell in (0..ROWS).flat_map(|row| (0..COLUMNS).filter_map(move |column| screen.cell(row, column))) {
        if cell.has_contents() && cell.contents() != " " {
            columns += if cell.is_wide() { 2 } else { 1 };
            bytes += cell.contents().len();
        }
    }
    (columns, bytes)
}

/// Chunks of the first frame that is whole, of chunks up to a moment of rest: until 98 of 100 characters stand that
/// stand at rest, so that a clock that ticked meanwhile does not count.
pub fn first_whole(chunks: &[Chunk]) -> usize {
    let texts = |emulator: &vt100::Parser| -> Vec<String> {
        let cell = |row, column| emulator.screen().cell(row, column).map_or("", vt100::Cell::contents).to_owned();
        (0..ROWS)
            .flat_map(|row| (0..COLUMNS).map(move |column| (row, column)))
            .map(|(row, column)| cell(row, column))
            .collect()
    };
    let mut whole = emulator();
    for chunk in chunks {
        whole.process(&chunk.bytes);
    }
    let whole = texts(&whole);
    let wanted = whole.iter().filter(|text| !text.trim().is_empty()).count();
    let mut growing = emulator();
    for (place, chunk) in chunks.iter().enumerate() {
        growing.process(&chunk.bytes);
        let now = texts(&growing);
        let stands = now.iter().zip(&whole).filter(|(now, whole)| !whole.trim().is_empty() && now == whole).count();
        if stands * 100 >= wanted * 98 {
            return place + 1;
        }
    }
    chunks.len()
}
