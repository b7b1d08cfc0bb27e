//! The full screen from beginning to end: take the terminal, listen, run, leave, give it back.

use std::os::fd::{AsFd, BorrowedFd};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};

use super::App;
use crate::dialog::model::Leaving;
use crate::dialog::run::run;
use crate::host::Host;
use crate::session::LeaveCause;
use crate::tui::canvas::FullScreen;
use crate::tui::terminal::input::{Input, LOCAL_GAP, REMOTE_GAP, Signalled, Signals};
use crate::tui::terminal::{Device, Taken, give_back};
use crate::tui::theme::{Lines, Theme};
use crate::world::{Borders, Look, Signal, SignalPipe, Stop, ThemeName, on_end};

/// Time the loop has to write the interruption after a signal; then the process goes without it.
const GRACE: Duration = Duration::from_secs(3);

/// How the screen ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Everything recorded is saved.
    pub saved: bool,
    /// Number of the signal that ended it, if one did.
    pub signal: Option<u8>,
}

/// Signals, as the screen minds them.
struct Heeded(SignalPipe);

impl AsFd for Heeded {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Signals for Heeded {
    fn pending(&mut self) -> Vec<Signalled> {
        let heeded = |signal| match signal {
            Signal::Stop(Stop::Hangup) => Signalled::Lost(LeaveCause::Hangup),
            Signal::Stop(Stop::Terminate) => Signalled::Lost(LeaveCause::Terminated),
            Signal::Stop(Stop::Interrupt) => Signalled::Lost(LeaveCause::Interrupted),
            Signal::Resized => Signalled::Resized,
            Signal::Continued => Signalled::Continued,
        };
        self.0.pending().into_iter().map(heeded).collect()
    }
}

/// Runs the full screen on this app. The terminal is given back whatever happens, also in a panic.
pub fn run_screen(app: &mut App) -> Result<Ended> {
    let device = Device::input().context("the terminal cannot be opened")?;
    on_end(device.try_clone()?, |stop| go_after_grace(stop.number()))?;
    let gap = if app.login.ssh_from.is_some() { REMOTE_GAP } else { LOCAL_GAP };
    let output = Device::output().context("the terminal cannot be opened")?.try_clone()?;
    let mut input = Input::new(device, output, Heeded(SignalPipe::all()?), gap)?;
    *app.ear.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(input.wake());
    // Lines are answered in the order they are typed in; a screen is drawn again when more is known.
    app.names_first = true;
    let theme = theme(app.look);
    let taken = Taken::take(app.look.unicode, app.look.titled)?;
    let fallen = quiet_panics();
    let mut canvas = FullScreen::new(taken, theme, app.look.titled);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let words = Arc::clone(&app.words);
        run(&mut canvas, &mut input, app, &words)
    }));
    let cause = cause_of(&outcome);
    let saved = app.leave(cause);
    drop(canvas);
    restore_panics();
    let signal = signal_of(cause);
    if outcome.is_err() {
        let fallen = fallen.lock().unwrap_or_else(PoisonError::into_inner).take();
        return Err(anyhow!("{}", fallen.unwrap_or_default()));
    }
    Ok(Ended { saved, signal })
}

/// Why a loop that ended so is left.
pub(super) fn cause_of(outcome: &std::thread::Result<Result<Leaving>>) -> LeaveCause {
    match outcome {
        Ok(Ok(Leaving::Lost(cause))) => *cause,
        Ok(Ok(Leaving::Running | Leaving::Quit)) => LeaveCause::Left,
        // Nobody takes what is shown any more: the terminal is gone.
        Ok(Err(_)) => LeaveCause::Hangup,
        Err(_) => LeaveCause::Failed,
    }
}

/// Number of the signal that a cause stands for.
pub(super) fn signal_of(cause: LeaveCause) -> Option<u8> {
    match cause {
        LeaveCause::Hangup => Some(Stop::Hangup.number()),
        LeaveCause::Terminated => Some(Stop::Terminate.number()),
        LeaveCause::Interrupted => Some(Stop::Interrupt.number()),
        LeaveCause::Left | LeaveCause::Failed => None,
    }
}

fn theme(look: Look) -> Theme {
    let theme = match look.theme {
        ThemeName::Dark => Theme::dark(),
        ThemeName::Light => Theme::light(),
        ThemeName::Mono => Theme::mono(),
        ThemeName::HighContrast => Theme::high_contrast(),
    };
    match look.borders {
        Borders::Ascii => theme,
        Borders::Unicode => theme.lined(Lines::UNICODE),
    }
}

/// What holds the loop (a disk that does not answer) may hold it for ever; the process does not stay behind as a ghost.
fn go_after_grace(number: u8) {
    std::thread::park_timeout(GRACE);
    give_back();
    std::process::exit(128 + i32::from(number));
}

/// A panic's words are kept until the screen is given back; printed over it nobody could read them.
fn quiet_panics() -> Arc<Mutex<Option<String>>> {
    let fallen = Arc::new(Mutex::new(None));
    let kept = Arc::clone(&fallen);
    std::panic::set_hook(Box::new(move |info| {
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(info.to_string());
    }));
    fallen
}

fn restore_panics() {
    let _ = std::panic::take_hook();
}
