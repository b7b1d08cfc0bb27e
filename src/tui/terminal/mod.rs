//! Both edges of the terminal: the screen is taken and given back here, events come in and frames go out here.
//!
//! It knows bytes, keys and cells, and nothing of sessions. Nothing in here panics, prints or waits when the terminal
//! is gone or takes nothing: what cannot be restored is left.

mod device;
pub mod input;
mod keys;
mod output;
mod pen;
mod signs;

use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};
use crossterm::Command as _;
use crossterm::cursor::{MoveTo, Show};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::layout::{Position, Rect};
use rustix::process::Signal;

pub use device::Device;
pub use output::Output;

/// Pastes come in brackets, so that they are no keys (xterm, `Bracketed Paste Mode`).
const PASTES_IN_BRACKETS: &str = "\x1b[?2004h";
const PASTES_AS_KEYS: &str = "\x1b[?2004l";
/// The name of the window goes on a pile, and comes off it.
const KEEP_TITLE: &str = "\x1b[22;2t";
const OLD_TITLE: &str = "\x1b[23;2t";

/// Milliseconds a terminal has to take what gives it back.
const LAST_WORDS: i64 = 50;

/// The terminal is ours, and its window is named. There is one terminal, and whichever thread ends the program gives it
/// back, once.
static HELD: AtomicBool = AtomicBool::new(false);
static TITLED: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours; dropping it gives it back, also in a panic.
pub struct Taken {
    /// Never dropped: what is still to be sent belongs to a screen that is no longer there.
    canvas: ManuallyDrop<Terminal<Output>>,
    titled: bool,
}

impl Taken {
    /// Takes the terminal: raw, the other screen, pastes in brackets. Fails where there is none. `unicode` says whether
    /// it shows letters beyond ASCII, `titled` whether its window is to be named.
    pub fn take(unicode: bool, titled: bool) -> Result<Self> {
        let device = Device::output().context("the terminal cannot be opened")?;
        let canvas = Terminal::new(Output::new(device, unicode)).context("the terminal does not tell its size")?;
        let mut taken = Self { canvas: ManuallyDrop::new(canvas), titled };
        taken.enter()?;
        Ok(taken)
    }

    /// What to draw on.
    pub fn canvas(&mut self) -> &mut Terminal<Output> {
        &mut self.canvas
    }

    /// How it stands with the terminal.
    pub fn output(&self) -> &Output {
        self.canvas.backend()
    }

    /// Takes the terminal, whatever somebody else did to it meanwhile.
    pub fn enter(&mut self) -> Result<()> {
        // Whoever had it may have left it in another mode than the one that is remembered.
        let _ = disable_raw_mode();
        enable_raw_mode().context("the terminal cannot be put into raw mode")?;
        let output = self.canvas.backend_mut();
        output.begin_anew();
        TITLED.store(self.titled, Ordering::Relaxed);
        // What is put on the pile is taken off once.
        if !HELD.swap(true, Ordering::Relaxed) && self.titled {
            output.raw(KEEP_TITLE.as_bytes());
        }
        output.command(EnterAlternateScreen);
        output.raw(PASTES_IN_BRACKETS.as_bytes());
        // Some terminals have no other screen and keep the shell's text.
        wipe(&mut self.canvas)?;
        Ok(())
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    pub fn forget(&mut self) -> Result<()> {
        self.canvas.backend_mut().forget();
        wipe(&mut self.canvas)?;
        Ok(())
    }

    /// Lets the shell have the terminal until it gives it back. Whoever is continued in the background, as to be told to
    /// end, leaves the terminal alone: whatever is set there would stop the program again.
    pub fn suspend(&mut self) -> Result<()> {
        restore(self.output().device());
        // SIGTSTP and not SIGSTOP: where nobody could continue us (a login without a shell), it does nothing.
        rustix::process::kill_current_process_group(Signal::TSTP).context("the program cannot be stopped")?;
        self.retake()
    }

    /// Takes the terminal again, if the shell has given it back.
    pub fn retake(&mut self) -> Result<()> {
        let device = self.output().device();
        let given = rustix::termios::tcgetpgrp(device).map_or(true, |group| group == rustix::process::getpgrp());
        if given { self.enter() } else { Ok(()) }
    }

    /// Whether the terminal is ours now.
    pub fn is_held(&self) -> bool {
        HELD.load(Ordering::Relaxed)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        restore(self.output().device());
    }
}

/// Forgets what is on the screen, so that the next frame is drawn whole.
///
/// `Terminal::clear` would first ask where the cursor is; `resize` clears, too, and asks nobody.
pub fn wipe<B: Backend>(terminal: &mut Terminal<B>) -> Result<(), B::Error> {
    let area = terminal.size()?;
    terminal.resize(Rect::from((Position::ORIGIN, area)))
}

/// Puts the terminal back as it was, as far as it is still there; also from a thread that knows nothing of the screen.
pub fn give_back() {
    match Device::output() {
        Ok(device) => restore(&device),
        Err(_) => drop(disable_raw_mode()),
    }
}

fn restore(device: &Device) {
    if !HELD.swap(false, Ordering::Relaxed) {
        return;
    }
    let mut text = String::from(PASTES_AS_KEYS);
    if TITLED.load(Ordering::Relaxed) {
        text.push_str(OLD_TITLE);
    }
    let _ = ResetColor.write_ansi(&mut text);
    // Where there is no other screen, nothing of ours is left among what the shell writes.
    let _ = Clear(ClearType::All).write_ansi(&mut text);
    let _ = MoveTo(0, 0).write_ansi(&mut text);
    let _ = LeaveAlternateScreen.write_ansi(&mut text);
    let _ = Show.write_ansi(&mut text);
    device.write_within(text.as_bytes(), LAST_WORDS);
    let _ = disable_raw_mode();
}

#[cfg(test)]
mod tests;
