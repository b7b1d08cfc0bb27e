//! The full screen from beginning to end: take the terminal, listen, run, leave, give it back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Result, anyhow};

use super::App;
use crate::host::Host;
use crate::session::LeaveCause;
use crate::tui::model::Leaving;
use crate::tui::run::{On, run};
use crate::tui::terminal::input::{Inbox, Incoming};
use crate::tui::terminal::{Taken, give_back, suspend};
use crate::tui::theme::Theme;
use crate::world::{Stop, on_hangup, on_stop};

/// Time the loop has to write the interruption after a signal; then the process goes without it.
const GRACE: Duration = Duration::from_secs(3);

/// Time a terminal that held the loop has to take what gives it back.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// How the screen ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ended {
    /// Everything recorded is saved.
    pub saved: bool,
    /// Number of the signal that ended it, if one did.
    pub signal: Option<u8>,
}

/// Runs the full screen on this app. The terminal is given back whatever happens, also in a panic.
pub fn run_screen(app: &mut App) -> Result<Ended> {
    let mut inbox = Inbox::new();
    let sender = inbox.sender();
    *app.ear.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(inbox.sender());
    let signal = Arc::new(Mutex::new(None));
    let got = Arc::clone(&signal);
    let stopped = inbox.sender();
    let _signals = on_stop(move |stop| {
        *got.lock().unwrap_or_else(PoisonError::into_inner) = Some(stop.number());
        let cause = match stop {
            Stop::Hangup => LeaveCause::Hangup,
            Stop::Terminate => LeaveCause::Terminated,
            Stop::Interrupt => LeaveCause::Interrupted,
        };
        let _ = stopped.send(Incoming::Lost(cause));
        go_after_grace(stop.number());
    })?;
    if let Ok(tty) = rustix::io::dup(std::io::stdin()) {
        let got = Arc::clone(&signal);
        on_hangup(tty, move || {
            got.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(Stop::Hangup.number());
            let _ = sender.send(Incoming::Lost(LeaveCause::Hangup));
            go_after_grace(Stop::Hangup.number());
        })?;
    }
    let fallen = quiet_panics();
    let theme = if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        Theme::mono()
    } else {
        Theme::default()
    };
    let mut taken = None;
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let words = Arc::clone(&app.words);
        let taken = taken.insert(Taken::take()?);
        inbox.listen()?;
        let mut canvas = On { terminal: taken.canvas(), suspend };
        run(&mut canvas, &mut inbox, app, &words, theme)
    }));
    let cause = match &outcome {
        Ok(Ok(Leaving::Lost(cause))) => *cause,
        Ok(Ok(Leaving::Running | Leaving::Quit)) => LeaveCause::Left,
        // The terminal does not take frames any more: it is gone.
        Ok(Err(_)) => LeaveCause::Hangup,
        Err(_) => LeaveCause::Failed,
    };
    let saved = app.leave(cause);
    drop(taken);
    restore_panics();
    let signal = *signal.lock().unwrap_or_else(PoisonError::into_inner);
    match outcome {
        Ok(Ok(_)) => Ok(Ended { saved, signal }),
        Ok(Err(_)) if signal.is_some() => Ok(Ended { saved, signal }),
        Ok(Err(error)) => Err(error),
        Err(_) => {
            let fallen = fallen.lock().unwrap_or_else(PoisonError::into_inner).take();
            Err(anyhow!("{}", fallen.unwrap_or_default()))
        }
    }
}

/// A terminal that takes no output may hold the loop for ever; the process does not stay behind as a ghost.
fn go_after_grace(number: u8) {
    let spawned = std::thread::Builder::new().name("grace".to_owned()).spawn(move || {
        std::thread::park_timeout(GRACE);
        // Giving back a terminal that takes no output would hold this thread as well.
        let giving = std::thread::Builder::new().name("give-back".to_owned()).spawn(give_back);
        if giving.is_ok() {
            std::thread::park_timeout(LAST_WORDS);
        }
        std::process::exit(128 + i32::from(number));
    });
    drop(spawned);
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
