//! Signals, and a terminal that goes away: something that can be waited for, and a thread that makes sure of the end.
//!
//! Handlers only set a flag and write a byte. What is done about a signal is the caller's business.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

/// A signal that asks the program to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The terminal went away (`SIGHUP`).
    Hangup,
    /// Somebody asks it to end (`SIGTERM`).
    Terminate,
    /// An interrupt from outside the screen (`SIGINT`).
    Interrupt,
}

impl Stop {
    /// The signal's number; a program it ended exits with 128 more.
    pub fn number(self) -> u8 {
        match self {
            Self::Hangup => 1,
            Self::Interrupt => 2,
            Self::Terminate => 15,
        }
    }

    fn of(signal: i32) -> Self {
        match signal {
            SIGHUP => Self::Hangup,
            // A core would be of no use to anybody: it ends in order.
            SIGTERM | SIGQUIT => Self::Terminate,
            _ => Self::Interrupt,
        }
    }
}

/// A signal, as far as the program minds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The program is to end.
    Stop(Stop),
    /// The terminal has another size (`SIGWINCH`).
    Resized,
    /// The program was stopped, and is continued (`SIGCONT`).
    Continued,
}

const STOPS: [i32; 4] = [SIGHUP, SIGTERM, SIGINT, SIGQUIT];

/// Signals as a descriptor that can be waited for; they do nothing else from now on.
#[derive(Debug)]
pub struct SignalPipe {
    delivery: SignalDelivery<UnixStream, SignalOnly>,
}

impl SignalPipe {
    /// Those that end the program, and those that concern its terminal.
    pub fn all() -> io::Result<Self> {
        Self::of(&[SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGWINCH, SIGCONT])
    }

    fn of(signals: &[i32]) -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let delivery = SignalDelivery::with_pipe(read, write, SignalOnly, signals)?;
        Ok(Self { delivery })
    }

    /// What came since this was last asked.
    pub fn pending(&mut self) -> Vec<Signal> {
        let signal = |signal| match signal {
            SIGWINCH => Signal::Resized,
            SIGCONT => Signal::Continued,
            other => Signal::Stop(Stop::of(other)),
        };
        self.delivery.pending().map(signal).collect()
    }
}

impl AsFd for SignalPipe {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.delivery.get_read().as_fd()
    }
}

/// Has a file that may grow no further refuse the write, as a full disk does, in place of a signal that kills.
pub fn outlive_file_limits() {
    // Without it a limit ends the program as it always did.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
}

/// Calls `tell` once, from a thread of its own, when a signal asks the program to end or the terminal behind `tty`
/// goes away, also where no SIGHUP is delivered (under `nohup`, `setsid`, `sudo`). The thread sleeps in the kernel and
/// costs nothing until then.
pub fn on_end(tty: OwnedFd, tell: impl FnOnce(Stop) + Send + 'static) -> io::Result<()> {
    let mut signals = SignalPipe::of(&STOPS)?;
    thread::Builder::new().name("end".to_owned()).spawn(move || {
        loop {
            let mut watched = [
                // No events are asked for: only a hang-up or an error wakes the call.
                PollFd::from_borrowed_fd(tty.as_fd(), PollFlags::empty()),
                PollFd::from_borrowed_fd(signals.as_fd(), PollFlags::IN),
            ];
            match poll(&mut watched, None) {
                Ok(0) | Err(Errno::INTR | Errno::AGAIN) => continue,
                Ok(_) => {}
                // A descriptor that cannot be watched has not hung up.
                Err(_) => break,
            }
            let hung_up = !watched[0].revents().is_empty();
            let stop = signals.pending().into_iter().find_map(|signal| match signal {
                Signal::Stop(stop) => Some(stop),
                Signal::Resized | Signal::Continued => None,
            });
            if let Some(stop) = stop.or(hung_up.then_some(Stop::Hangup)) {
                break tell(stop);
            }
        }
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::io::Write;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn a_signal_is_waited_for_like_a_key() {
        let mut pipe = SignalPipe::all().unwrap();
        assert_eq!(pipe.pending(), []);
        let all = [
            (SIGHUP, Signal::Stop(Stop::Hangup)),
            (SIGTERM, Signal::Stop(Stop::Terminate)),
            (SIGINT, Signal::Stop(Stop::Interrupt)),
            (SIGWINCH, Signal::Resized),
            (SIGCONT, Signal::Continued),
        ];
        for (number, signal) in all {
            signal_hook::low_level::raise(number).unwrap();
            poll(&mut [PollFd::new(&pipe, PollFlags::IN)], None).unwrap();
            // Other tests of this process raise signals, too.
            assert!(pipe.pending().contains(&signal), "{signal:?}");
        }
    }

    #[test]
    fn a_hang_up_is_told_once_and_input_is_none() {
        let (reader, mut writer) = io::pipe().unwrap();
        let (send, calls) = channel();
        on_end(reader.into(), move |stop| send.send(stop).unwrap()).unwrap();
        writer.write_all(b"typed").unwrap();
        assert!(calls.try_recv().is_err());
        drop(writer);
        assert!(calls.recv_timeout(LONG).is_ok());
        assert!(calls.recv_timeout(LONG).is_err(), "told twice");
    }
}
