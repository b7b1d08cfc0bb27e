//! The signals that end a program, and a terminal that goes away: both become a call.
//!
//! Handlers only set a flag; the calls come from threads that sleep until something happens. What is done
//! about it is the caller's business.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::iterator::{Handle, Signals};

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
}

/// Ends the watch for signals when dropped; the signals then do nothing.
#[derive(Debug)]
pub struct SignalWatch {
    handle: Handle,
}

impl Drop for SignalWatch {
    fn drop(&mut self) {
        self.handle.close();
    }
}

/// Has a file that may grow no further refuse the write, as a full disk does, in place of a signal that kills.
pub fn outlive_file_limits() {
    // Without it a limit ends the program as it always did.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
}

/// Calls `tell` from a thread of its own for every SIGHUP, SIGTERM and SIGINT.
pub fn on_stop(tell: impl Fn(Stop) + Send + 'static) -> io::Result<SignalWatch> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT])?;
    let handle = signals.handle();
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            match signal {
                SIGHUP => tell(Stop::Hangup),
                SIGTERM => tell(Stop::Terminate),
                _ => tell(Stop::Interrupt),
            }
        }
    })?;
    Ok(SignalWatch { handle })
}

/// Calls `tell` once when the terminal behind `tty` goes away, also where no SIGHUP is delivered (under
/// `nohup`, `setsid`, `sudo`). The thread sleeps in the kernel and costs nothing until then.
pub fn on_hangup(tty: OwnedFd, tell: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("hang-up".to_owned()).spawn(move || {
        loop {
            // No events are asked for: only a hang-up or an error wakes the call.
            let mut watched = [PollFd::from_borrowed_fd(tty.as_fd(), PollFlags::empty())];
            match poll(&mut watched, None) {
                Ok(0) | Err(Errno::INTR | Errno::AGAIN) => {}
                Ok(_) => break tell(),
                // A descriptor that cannot be watched has not hung up.
                Err(_) => break,
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
    fn a_signal_becomes_a_call() {
        let (send, calls) = channel();
        let watch = on_stop(move |stop| send.send(stop).unwrap()).unwrap();
        for (signal, stop) in [(SIGHUP, Stop::Hangup), (SIGTERM, Stop::Terminate), (SIGINT, Stop::Interrupt)] {
            signal_hook::low_level::raise(signal).unwrap();
            assert_eq!(calls.recv_timeout(LONG).unwrap(), stop);
            assert_eq!(i32::from(stop.number()), signal);
        }
        drop(watch);
        assert!(calls.recv_timeout(LONG).is_err(), "the thread has ended");
    }

    #[test]
    fn a_hang_up_is_told_once_and_input_is_none() {
        let (reader, mut writer) = io::pipe().unwrap();
        let (send, calls) = channel();
        on_hangup(reader.into(), move || send.send(()).unwrap()).unwrap();
        writer.write_all(b"typed").unwrap();
        assert!(calls.try_recv().is_err());
        drop(writer);
        calls.recv_timeout(LONG).unwrap();
        assert!(calls.recv_timeout(LONG).is_err(), "told twice");
    }
}
