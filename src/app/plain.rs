//! The session line by line from beginning to end: listen, run, leave.

use std::io::{self, BufRead, IsTerminal as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::App;
use super::screen::{Ended, cause_of, signal_of};
use crate::dialog::run::{Incoming, run};
use crate::host::Host as _;
use crate::plain::input::{Lines, Tell, interrupt};
use crate::plain::{Manner, Paper, Transcript};
use crate::session::LeaveCause;
use crate::world::{Signal, SignalPipe, Stop};

/// Time the loop has to write the interruption after a signal; then the process goes without it.
const GRACE: Duration = Duration::from_secs(3);

/// Columns of a line on a terminal: as many as the narrowest usual one has, its last one spare.
const COLUMNS: usize = 79;

/// Runs the session line by line on this app, over standard input and output.
pub fn run_plain(app: &mut App) -> Result<Ended> {
    let (typed, read) = (io::stdin().is_terminal(), io::stdout().is_terminal());
    let mut lines = Lines::new(|| Box::new(io::stdin().lock()) as Box<dyn BufRead>, end_of_input)
        .context("standard input cannot be read")?;
    let tty = if typed { Some(io::stdin().as_fd().try_clone_to_owned()?) } else { None };
    heed(SignalPipe::all()?, tty, lines.teller())?;
    *app.ear.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(lines.wake());
    let manner = Manner { columns: read.then(columns), unicode: app.look.unicode, prompts: typed, terminal: read };
    let paper = Paper::new(manner, io::stdout(), lines.wake()).context("standard output cannot be written")?;
    let mut transcript = Transcript::new(paper, lines.hold());
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let words = Arc::clone(&app.words);
        run(&mut transcript, &mut lines, app, &words)
    }));
    let cause = cause_of(&outcome);
    let saved = app.leave(cause);
    let signal = signal_of(cause);
    if signal.is_none() {
        // What was asked for is read to its end; a program that must go does not wait for its reader.
        transcript.finish();
    }
    if outcome.is_err() {
        return Err(anyhow!("a fault of the program"));
    }
    Ok(Ended { saved, signal })
}

/// Why there are no more lines: whoever typed them is done, or their terminal is gone.
fn end_of_input() -> LeaveCause {
    let input = io::stdin();
    if !input.is_terminal() {
        return LeaveCause::Left;
    }
    let mut asked = [PollFd::new(&input, PollFlags::empty())];
    let gone = poll(&mut asked, Some(&Timespec::default())).is_ok() && !asked[0].revents().is_empty();
    if gone { LeaveCause::Hangup } else { LeaveCause::Left }
}

/// Tells the loop of signals and of a terminal that goes away, from a thread of its own; whatever holds the loop then
/// does not hold the process.
fn heed(mut signals: SignalPipe, tty: Option<OwnedFd>, tell: Tell) -> Result<()> {
    let typed = tty.is_some();
    let listen = move || loop {
        let mut watched = vec![PollFd::from_borrowed_fd(signals.as_fd(), PollFlags::IN)];
        watched.extend(tty.as_ref().map(|tty| PollFd::new(tty, PollFlags::empty())));
        match poll(&mut watched, None) {
            Ok(_) | Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) => return,
        }
        let hung_up = watched.get(1).is_some_and(|tty| !tty.revents().is_empty());
        drop(watched);
        let mut stop = hung_up.then_some(Stop::Hangup);
        for signal in signals.pending() {
            match signal {
                // The interrupt of a keyboard is a key; a script has none.
                Signal::Stop(Stop::Interrupt) if typed => tell(interrupt()),
                Signal::Stop(asked) => stop = Some(asked),
                Signal::Continued => tell(Incoming::Continued),
                Signal::Resized => {}
            }
        }
        if let Some(stop) = stop {
            tell(Incoming::Lost(match stop {
                Stop::Hangup => LeaveCause::Hangup,
                Stop::Terminate => LeaveCause::Terminated,
                Stop::Interrupt => LeaveCause::Interrupted,
            }));
            std::thread::park_timeout(GRACE);
            std::process::exit(128 + i32::from(stop.number()));
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(listen)?;
    Ok(())
}

/// Columns of a line: a serial line does not say how many it has.
fn columns() -> usize {
    let said = rustix::termios::tcgetwinsize(io::stdout()).map_or(0, |size| usize::from(size.ws_col));
    if said < 20 { COLUMNS } else { COLUMNS.min(said - 1) }
}
