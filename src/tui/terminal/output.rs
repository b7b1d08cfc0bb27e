//! Frames out: what changed, in as few bytes as a terminal needs, in one write that never waits.
//!
//! It remembers where the terminal's cursor stands and with which pen it writes, from one frame to the next. While the
//! terminal does not take what was sent, nothing is drawn: the frames that fall out then are one full frame later.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::terminal::{Clear, ClearType as What, SetTitle};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::device::Device;
use super::pen::Pen;
use super::signs;
use crate::text::{Printable, ascii, width};

/// Bytes a terminal is asked to take into its clipboard; what is longer some terminals drop without a word.
const LONGEST_COPY: usize = 2048;
/// Fewest changed places that are drawn in the order in which they stand: of fewer those come first that the pen at
/// hand can write.
const MANY: usize = 64;

/// The terminal as ratatui draws on it.
#[derive(Debug)]
pub struct Output {
    device: Device,
    /// What is sent next, and from where it has not been taken.
    bytes: Vec<u8>,
    taken: usize,
    /// The terminal did not take all of what was sent.
    behind: bool,
    pen: Option<Pen>,
    /// Where the cursor stands, when that is sure.
    at: Option<Position>,
    visible: Option<bool>,
    /// Columns of the terminal, as it was cleared last.
    columns: u16,
    /// Where a sign of two columns begins.
    wide: BTreeSet<Position>,
    /// The terminal shows letters beyond ASCII.
    unicode: bool,
    title: Option<String>,
}

impl Output {
    /// On a terminal; `unicode` says whether it shows letters beyond ASCII.
    pub fn new(device: Device, unicode: bool) -> Self {
        Self {
            device,
            bytes: Vec::with_capacity(16 * 1024),
            taken: 0,
            behind: false,
            pen: None,
            at: None,
            visible: None,
            columns: u16::MAX,
            wide: BTreeSet::new(),
            unicode,
            title: None,
        }
    }

    /// Whether the terminal has not taken all that was sent.
    pub fn is_behind(&self) -> bool {
        self.behind
    }

    /// Sends what is to go out, in one write.
    pub fn send(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        self.taken += self.device.write(self.bytes.get(self.taken..).unwrap_or_default())?;
        self.behind = self.taken < self.bytes.len();
        if !self.behind {
            self.bytes.clear();
            self.taken = 0;
        }
        Ok(())
    }

    /// Forgets what is known of the terminal: somebody else may have written on it.
    pub fn forget(&mut self) {
        (self.pen, self.at, self.visible, self.title) = (None, None, None, None);
        self.wide.clear();
    }

    /// Drops what has not been taken, too: it belongs on a screen that is no longer there.
    pub fn begin_anew(&mut self) {
        self.bytes.clear();
        (self.taken, self.behind) = (0, false);
        self.forget();
    }

    /// Has a command go out with the next frame.
    pub fn command(&mut self, command: impl Command) {
        let mut text = String::new();
        if command.write_ansi(&mut text).is_ok() {
            self.bytes.extend_from_slice(text.as_bytes());
        }
    }

    /// The same for bytes.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Sends a text to the terminal's clipboard (OSC 52). Nobody answers whether it took it; `false` when it is too
    /// long to be sent.
    pub fn copy(&mut self, text: &str) -> bool {
        let fits = text.len() <= LONGEST_COPY;
        if fits {
            self.command(CopyToClipboard::to_clipboard_from(text));
        }
        fits
    }

    /// Names the terminal's window, when the name is another one than before.
    pub fn title(&mut self, title: &Printable<'_>) {
        if self.title.as_deref() != Some(title.as_str()) {
            let shown = if self.unicode { Cow::Borrowed(title.as_str()) } else { Cow::Owned(ascii(title)) };
            self.command(SetTitle(shown));
            self.title = Some(title.as_str().to_owned());
        }
    }

    /// What the terminal is.
    pub fn device(&self) -> &Device {
        &self.device
    }

    fn put(&mut self, position: Position, cell: &Cell) {
        let sign = cell.symbol();
        if width(sign) > 1 {
            self.free(Position { x: position.x.saturating_add(1), ..position });
            self.wide.insert(position);
        } else {
            self.free(position);
        }
        self.go_to(position);
        self.take_up(Pen::of(cell));
        let columns = if self.unicode {
            self.bytes.extend_from_slice(sign.as_bytes());
            signs::sure_width(sign)
        } else {
            let plain = ascii(sign);
            // A sequence of signs may take fewer columns than its parts.
            let plain: String = plain.chars().chain(std::iter::repeat('?')).take(width(sign).max(1)).collect();
            self.bytes.extend_from_slice(plain.as_bytes());
            u16::try_from(plain.len()).ok()
        };
        // Behind the last column terminals differ on where the cursor stands.
        let columns = columns.filter(|columns| position.x.saturating_add(*columns) < self.columns);
        self.at = columns.map(|columns| Position { x: position.x.saturating_add(columns), ..position });
    }

    /// A sign of two columns of which one is written over leaves the other with whatever pen is at hand: it is made
    /// blank first.
    fn free(&mut self, position: Position) {
        if self.wide.remove(&position) {
            self.go_to(Position { x: position.x.saturating_add(1), ..position });
            self.take_up(Pen::default());
            self.bytes.push(b' ');
            self.at = None;
        }
    }

    fn take_up(&mut self, pen: Pen) {
        pen.take_up(self.pen.replace(pen), &mut self.bytes);
    }

    /// Moves the cursor the shortest way.
    fn go_to(&mut self, to: Position) {
        let from = self.at.replace(to);
        if from == Some(to) {
            return;
        }
        let mut shortest = String::new();
        let _ = MoveTo(to.x, to.y).write_ansi(&mut shortest);
        if let Some(from) = from.filter(|from| from.y == to.y) {
            let away = to.x.abs_diff(from.x);
            let way = match (to.x < from.x, away) {
                (true, 1..=3) => "\x08".repeat(away.into()),
                (true, _) => format!("\x1b[{away}D"),
                (false, 1) => "\x1b[C".to_owned(),
                (false, _) => format!("\x1b[{away}C"),
            };
            if way.len() < shortest.len() {
                shortest = way;
            }
        }
        self.bytes.extend_from_slice(shortest.as_bytes());
    }

    fn is_visible(&mut self, visible: bool) {
        if self.visible.replace(visible) != Some(visible) {
            if visible {
                self.command(Show);
            } else {
                self.command(Hide);
            }
        }
    }
}

impl Backend for Output {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut changed: Vec<(u16, u16, &Cell)> = content.collect();
        // What is one column wide wherever it is drawn may come in any order. A wide sign takes from its neighbours, and
        // two neighbours may stand where one was.
        let narrow = changed.iter().all(|(_, _, cell)| cell.symbol().len() == 1);
        let apart = changed.windows(2).all(|two| match two {
            [(x, y, cell), (next, row, other)] => (*next, row) != (x + 1, y) || Pen::of(cell) == Pen::of(other),
            _ => true,
        });
        if changed.len() < MANY && narrow && apart {
            let mut pens: Vec<Pen> = self.pen.into_iter().collect();
            for (_, _, cell) in &changed {
                let pen = Pen::of(cell);
                if !pens.contains(&pen) {
                    pens.push(pen);
                }
            }
            changed.sort_by_key(|(_, _, cell)| pens.iter().position(|pen| *pen == Pen::of(cell)));
        }
        for (x, y, cell) in changed {
            self.put(Position { x, y }, cell);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.is_visible(false);
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.is_visible(true);
        Ok(())
    }

    /// Where it was put: nobody asks the terminal, whose answer would come as keys.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.at.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.go_to(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        // What is cleared takes the background of the pen.
        self.take_up(Pen::default());
        self.wide.clear();
        self.columns = self.device.size()?.0;
        self.command(Clear(What::All));
        self.at = None;
        Ok(())
    }

    fn clear_region(&mut self, _region: ClearType) -> io::Result<()> {
        // The screen is always drawn as one; nothing asks for less.
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        let (width, height) = self.device.size()?;
        Ok(Size { width, height })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::default() })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

#[cfg(test)]
mod tests;
