//! Events in: one loop waits for the terminal, for signals and for other threads at once.
//!
//! It never waits within a key: half an escape sequence stops no clock.

use std::collections::VecDeque;
use std::io::{self, Read as _, Write as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::device::{Device, Taken};
use super::keys::{Half, Keys, Typed};
use crate::dialog::key::{Chord, Key};
use crate::dialog::run::{EventSource, Incoming, Wait, Wake};
use crate::session::LeaveCause;

/// What signals say, as far as a screen is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signalled {
    /// The terminal has another size.
    Resized,
    /// The program is continued after it was stopped.
    Continued,
    /// The program is to end.
    Lost(LeaveCause),
}

/// Signals as something that can be waited for.
pub trait Signals: std::os::fd::AsFd {
    /// Those that came since this was last asked.
    fn pending(&mut self) -> Vec<Signalled>;
}

/// Longest time between the bytes of one key, on this machine and over a network. What comes later is another key.
pub const LOCAL_GAP: Duration = Duration::from_millis(50);
/// The same over a network, where a key is cut in pieces now and then.
pub const REMOTE_GAP: Duration = Duration::from_millis(150);
/// Longest silence within a paste.
const PASTE_GAP: Duration = Duration::from_secs(1);
/// While a window is dragged its size changes many times; one frame is enough.
const SETTLED: Duration = Duration::from_millis(50);
/// More keys than this at once no hand presses, unless it holds down a few.
const HAND: usize = 8;
/// So many different keys are held down at once at most.
const HELD: usize = 3;
/// So many keys at once are a piece of something longer: what follows within a moment belongs to it.
const PIECE: usize = 512;
/// That moment.
const PIECE_GAP: Duration = Duration::from_millis(200);
/// Bytes read at once.
const CHUNK: usize = 4096;

/// Where the bytes of the keyboard, signals and calls from other threads come in.
pub struct Input<S> {
    device: Device,
    /// The terminal that is written to, which may be another one: whether it has room, and whether it is there.
    output: OwnedFd,
    signals: S,
    woken: UnixStream,
    waker: Arc<UnixStream>,
    keys: Keys,
    gap: Duration,
    /// When half a key is given up.
    give_up: Option<Instant>,
    /// When a new size counts as settled.
    settled: Option<Instant>,
    /// Until when what is typed belongs to the burst before.
    burst: Option<Instant>,
    queue: VecDeque<Incoming>,
    gone: bool,
}

impl<S: Signals> Input<S> {
    /// On a terminal; `gap` is the longest time between the bytes of one key.
    pub fn new(device: Device, output: OwnedFd, signals: S, gap: Duration) -> io::Result<Self> {
        let (woken, waker) = UnixStream::pair()?;
        woken.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        Ok(Self {
            device,
            output,
            signals,
            woken,
            waker: Arc::new(waker),
            keys: Keys::default(),
            gap,
            give_up: None,
            settled: None,
            burst: None,
            queue: VecDeque::new(),
            gone: false,
        })
    }

    /// A way for other threads to have this return.
    pub fn wake(&self) -> Wake {
        let waker = Arc::clone(&self.waker);
        // A full pipe has woken it already.
        Arc::new(move || {
            let _ = (&*waker).write(&[0]);
        })
    }

    /// Waits for whatever comes first, no longer than until `end`, and takes it in.
    fn wait(&mut self, end: Option<Instant>, room: bool) {
        let first = [end, self.give_up, self.settled].into_iter().flatten().min();
        let left = first.map(|first| first.saturating_duration_since(Instant::now()));
        let left = left.map(|left| Timespec {
            tv_sec: i64::try_from(left.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: left.subsec_nanos().into(),
        });
        let wanted = if room { PollFlags::OUT } else { PollFlags::empty() };
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        let (typed, written, signalled, woken) = {
            let mut watched = [
                PollFd::from_borrowed_fd(self.device.as_fd(), PollFlags::IN),
                PollFd::from_borrowed_fd(self.output.as_fd(), wanted),
                PollFd::from_borrowed_fd(self.signals.as_fd(), PollFlags::IN),
                PollFd::from_borrowed_fd(self.woken.as_fd(), PollFlags::IN),
            ];
            match poll(&mut watched, left.as_ref()) {
                Ok(_) | Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => self.gone = true,
            }
            let [typed, written, signalled, woken] = watched.map(|watched| watched.revents());
            (typed, written, signalled, woken)
        };
        if !signalled.is_empty() {
            self.take_signals();
        }
        if !woken.is_empty() {
            self.hear();
            self.queue.push_back(Incoming::Woken);
        }
        if room && written.contains(PollFlags::OUT) {
            self.queue.push_back(Incoming::Room);
        }
        self.gone |= written.intersects(gone);
        // Whoever is to end reads no more: in the background that would stop the program before it has ended.
        let ends = self.queue.iter().any(|incoming| matches!(incoming, Incoming::Lost(_)));
        if !ends && (self.gone || typed.intersects(PollFlags::IN | gone)) {
            self.take_bytes();
        }
        self.take_time();
    }

    /// Empties what other threads called with.
    fn hear(&mut self) {
        let mut buffer = [0; 64];
        while matches!((&self.woken).read(&mut buffer), Ok(1..)) {}
    }

    fn take_signals(&mut self) {
        for signal in self.signals.pending() {
            match signal {
                Signalled::Resized => self.settled = Some(Instant::now() + SETTLED),
                Signalled::Continued => self.queue.push_back(Incoming::Continued),
                Signalled::Lost(cause) => self.queue.push_back(Incoming::Lost(cause)),
            }
        }
    }

    fn take_bytes(&mut self) {
        let mut typed = Vec::new();
        let mut buffer = [0; CHUNK];
        loop {
            match self.device.read(&mut buffer) {
                Taken::Some(count) => typed.extend(self.keys.feed(buffer.get(..count).unwrap_or_default())),
                Taken::None => break,
                Taken::Gone => {
                    self.gone = true;
                    break;
                }
            }
            // What goes on for ever is taken in pieces.
            if typed.len() > CHUNK {
                break;
            }
        }
        let gap = match self.keys.half() {
            Half::Nothing => None,
            Half::Key => Some(self.gap),
            Half::Paste => Some(PASTE_GAP),
        };
        self.give_up = gap.map(|gap| Instant::now() + gap);
        self.push_typed(typed);
        if self.gone {
            self.queue.push_back(Incoming::Lost(LeaveCause::Hangup));
        }
    }

    /// What time alone changes.
    fn take_time(&mut self) {
        let now = Instant::now();
        if self.give_up.is_some_and(|end| end <= now) {
            self.give_up = None;
            if let Some(typed) = self.keys.give_up() {
                self.push_typed(vec![typed]);
            }
        }
        if self.settled.is_some_and(|end| end <= now) {
            self.settled = None;
            if let Ok((columns, rows)) = self.device.size() {
                self.queue.push_back(Incoming::Resized(columns, rows));
            }
        }
    }

    fn push_typed(&mut self, typed: Vec<Typed>) {
        if typed.is_empty() {
            return;
        }
        let now = Instant::now();
        let mut chords = Vec::new();
        let mut different: Vec<Chord> = Vec::new();
        for typed in &typed {
            if let Typed::Key(chord) = typed
                && !moves(chord.key)
            {
                chords.push(*chord);
                if different.len() <= HELD && !different.contains(chord) {
                    different.push(*chord);
                }
            }
        }
        let goes_on = self.burst.is_some_and(|end| now < end);
        let burst = goes_on || (chords.len() > HAND && different.len() > HELD);
        let piece = burst && (goes_on || chords.len() >= PIECE);
        self.burst = piece.then_some(now + PIECE_GAP);
        let mut together = Vec::new();
        for typed in typed {
            match typed {
                Typed::Key(chord) if burst => together.push(chord),
                Typed::Key(chord) => self.queue.push_back(Incoming::Key(chord)),
                Typed::Paste(text) => {
                    if !together.is_empty() {
                        self.queue.push_back(Incoming::Burst(std::mem::take(&mut together)));
                    }
                    self.queue.push_back(Incoming::Paste(text));
                }
            }
        }
        if !together.is_empty() {
            self.queue.push_back(Incoming::Burst(together));
        }
    }
}

/// Keys that are held down to get somewhere.
fn moves(key: Key) -> bool {
    matches!(
        key,
        Key::Up | Key::Down | Key::Left | Key::Right | Key::PageUp | Key::PageDown | Key::Backspace | Key::Delete
    )
}

impl<S: Signals> EventSource for Input<S> {
    fn next(&mut self, wait: Wait) -> Option<Incoming> {
        let end = wait.longest.map(|longest| Instant::now() + longest);
        loop {
            if let Some(incoming) = self.queue.pop_front() {
                return Some(incoming);
            }
            // Whoever asks on once it is gone is told so again: there is nothing to wait for.
            if self.gone {
                return Some(Incoming::Lost(LeaveCause::Hangup));
            }
            if end.is_some_and(|end| end <= Instant::now()) {
                return None;
            }
            self.wait(end, wait.room);
        }
    }

    fn is_woken_within(&mut self, longest: Duration) -> bool {
        if longest.is_zero() {
            return false;
        }
        let left = Timespec { tv_sec: 0, tv_nsec: longest.subsec_nanos().into() };
        let mut watched = [PollFd::from_borrowed_fd(self.woken.as_fd(), PollFlags::IN)];
        let woken = poll(&mut watched, Some(&left)).is_ok_and(|count| count > 0);
        if woken {
            self.hear();
        }
        woken
    }

    fn ready(&mut self) -> Option<Incoming> {
        if self.queue.is_empty() && !self.gone {
            self.wait(Some(Instant::now()), false);
        }
        self.queue.pop_front()
    }
}

#[cfg(test)]
mod tests;
