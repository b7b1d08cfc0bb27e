//! Both edges of the terminal: the screen is taken and given back here, and events come in here.
//!
//! Nothing in here panics or prints when the terminal is gone: what cannot be restored is left.

pub mod input;

use std::io::{self, BufWriter, Stdout, Write};
use std::mem::ManuallyDrop;

use anyhow::{Context as _, Result};
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{ExecutableCommand, execute};
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::layout::{Position, Rect};
use rustix::process::Signal;

/// What the screen is drawn on.
pub type Canvas = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// The terminal while it is ours; dropping it gives it back, also in a panic.
pub struct Taken {
    /// Never dropped: ratatui would complain on a standard error that may be gone with the terminal, and panic; and
    /// what is still buffered belongs to a screen that is no longer there.
    canvas: ManuallyDrop<Canvas>,
}

impl Taken {
    /// Takes the terminal: raw, the other screen, pastes in brackets. Fails where there is none.
    pub fn take() -> Result<Self> {
        enable_raw_mode().context("the terminal cannot be put into raw mode")?;
        let mut out = BufWriter::with_capacity(64 * 1024, io::stdout());
        if let Err(error) = execute!(out, EnterAlternateScreen, EnableBracketedPaste) {
            give_back();
            return Err(error).context("the terminal does not take its screen");
        }
        let canvas = Terminal::new(CrosstermBackend::new(out)).inspect_err(|_| give_back())?;
        let mut canvas = ManuallyDrop::new(canvas);
        // Some terminals keep the shell's text on the other screen.
        wipe(&mut canvas).inspect_err(|_| give_back())?;
        Ok(Self { canvas })
    }

    /// What to draw on.
    pub fn canvas(&mut self) -> &mut Canvas {
        &mut self.canvas
    }
}

/// Lets the shell have the terminal until the program is continued, then takes it again.
pub fn suspend(canvas: &mut Canvas) -> Result<()> {
    give_back();
    // SIGTSTP and not SIGSTOP: where nobody could continue us (a login without a shell), it does nothing.
    rustix::process::kill_current_process_group(Signal::TSTP).context("the program cannot be stopped")?;
    enable_raw_mode().context("the terminal cannot be put into raw mode again")?;
    execute!(canvas.backend_mut(), EnterAlternateScreen, EnableBracketedPaste)?;
    wipe(canvas)?;
    Ok(())
}

/// Clears the screen, so that the next frame is drawn whole.
///
/// `Terminal::clear` would first ask the terminal where its cursor is: the answer never comes while another thread
/// reads the keys, nor from a line that lags or a terminal that does not answer.
pub fn wipe<B: Backend>(terminal: &mut Terminal<B>) -> Result<(), B::Error> {
    let area = terminal.size()?;
    terminal.resize(Rect::from((Position::ORIGIN, area)))
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Puts the terminal back as it was, as far as it is still there.
pub fn give_back() {
    let mut out = io::stdout();
    let _ = out.execute(DisableBracketedPaste);
    let _ = out.execute(LeaveAlternateScreen);
    let _ = out.execute(Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// Bytes a terminal is asked to take into its clipboard; what is longer some terminals drop without a word.
const LONGEST_COPY: usize = 2048;

/// Sends a text to the terminal's clipboard (OSC 52). Nobody answers whether it took it; `false` when it is too
/// long to be sent.
pub fn copy(text: &str) -> bool {
    if text.len() > LONGEST_COPY {
        return false;
    }
    let mut out = io::stdout();
    execute!(out, crossterm::clipboard::CopyToClipboard::to_clipboard_from(text)).is_ok()
}

/// Rings the terminal's bell.
pub fn beep() {
    let mut out = io::stdout();
    let _ = out.write_all(b"\x07");
    let _ = out.flush();
}

#[cfg(test)]
mod tests;
