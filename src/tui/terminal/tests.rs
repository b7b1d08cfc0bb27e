//! What the edge does to a terminal that answers nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io;

use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, TestBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::widgets::Paragraph;

use super::wipe;

/// A terminal that never says where its cursor is.
struct Mute(TestBackend);

fn never<T>(done: Result<T, std::convert::Infallible>) -> io::Result<T> {
    done.map_err(io::Error::other)
}

impl Backend for Mute {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, content: I) -> io::Result<()> {
        never(self.0.draw(content))
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        never(self.0.hide_cursor())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        never(self.0.show_cursor())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Err(io::ErrorKind::TimedOut.into())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        never(self.0.set_cursor_position(position))
    }

    fn clear(&mut self) -> io::Result<()> {
        never(self.0.clear())
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        never(self.0.clear_region(region))
    }

    fn size(&self) -> io::Result<Size> {
        never(self.0.size())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        never(self.0.window_size())
    }

    fn flush(&mut self) -> io::Result<()> {
        never(self.0.flush())
    }
}

#[test]
fn a_terminal_that_does_not_say_where_its_cursor_is_is_wiped_and_drawn_whole() {
    let mut terminal = Terminal::new(Mute(TestBackend::new(5, 1))).unwrap();
    let text = |terminal: &mut Terminal<Mute>| {
        terminal.draw(|frame| frame.render_widget(Paragraph::new("hello"), frame.area())).unwrap();
    };
    text(&mut terminal);
    wipe(&mut terminal).unwrap();
    terminal.backend().0.assert_buffer_lines(["     "]);
    text(&mut terminal);
    terminal.backend().0.assert_buffer_lines(["hello"]);
}
