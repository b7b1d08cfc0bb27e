//! Golden screens, and what holds for every screen at every size.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod fixture;
mod golden;
mod hold;
mod library;

use std::fmt::Write as _;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::{Picture, draw};

/// A frame as it comes out, and where the hardware cursor stands if it was set.
fn frame(picture: &Picture<'_>, cols: u16, rows: u16) -> (Buffer, Option<Position>) {
    let mut terminal = Terminal::new(TestBackend::new(cols, rows)).unwrap();
    let mut buffer = Buffer::default();
    terminal
        .draw(|frame| {
            draw(frame, picture);
            buffer = frame.buffer_mut().clone();
        })
        .unwrap();
    let backend = terminal.backend_mut();
    let shown = backend.cursor_visible();
    let at = backend.cursor_position();
    (buffer, shown.then_some(at))
}

/// The rows as text; a wide sign stands for both of its columns.
fn rows(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    (area.top()..area.bottom())
        .map(|y| {
            let mut row = String::new();
            let mut x = area.left();
            while x < area.right() {
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                x += u16::try_from(symbol.width().max(1)).unwrap();
            }
            row
        })
        .collect()
}

/// Text and styles of a frame: a block of text, a map with a letter for each style, and a legend.
fn dump(picture: &Picture<'_>, cols: u16, rows_wanted: u16) -> String {
    let (buffer, cursor) = frame(picture, cols, rows_wanted);
    let mut out = String::new();
    for row in rows(&buffer) {
        writeln!(out, "{}", row.trim_end()).unwrap();
    }
    let mut styles: Vec<Style> = Vec::new();
    out.push_str("\nstyles\n");
    for y in 0..buffer.area.height {
        let mut line = String::new();
        for x in 0..buffer.area.width {
            let mut style = buffer[(x, y)].style();
            style.sub_modifier = ratatui::style::Modifier::empty();
            let plain = Style::reset().fg.is_some_and(|_| {
                style.fg == Some(ratatui::style::Color::Reset)
                    && style.bg == Some(ratatui::style::Color::Reset)
                    && style.add_modifier.is_empty()
            });
            if plain {
                line.push(' ');
                continue;
            }
            let at = styles.iter().position(|known| *known == style).unwrap_or_else(|| {
                styles.push(style);
                styles.len() - 1
            });
            line.push(char::from(b'A' + u8::try_from(at).unwrap()));
        }
        writeln!(out, "{}", line.trim_end()).unwrap();
    }
    out.push_str("\nlegend\n");
    for (at, style) in styles.iter().enumerate() {
        let letter = char::from(b'A' + u8::try_from(at).unwrap());
        writeln!(out, "{letter} {:?} on {:?} {:?}", style.fg.unwrap(), style.bg.unwrap(), style.add_modifier).unwrap();
    }
    if let Some(at) = cursor {
        writeln!(out, "cursor {},{}", at.x, at.y).unwrap();
    }
    out
}
