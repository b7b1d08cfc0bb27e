//! Lines in: read by a thread of their own, one at a time, beside whatever else wakes the loop.
//!
//! A line waits while what the one before it recorded is not on the disk yet, for a moment: so that each is answered
//! before the next is read, and a disk that does not answer holds up nobody.

use std::cell::Cell;
use std::io::{BufRead, Read as _};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Instant;

use crate::dialog::key::{Chord, Key};
use crate::dialog::run::{EventSource, Incoming, Wait, Wake};
use crate::session::LeaveCause;

/// Bytes of a line that are read; the rest of a longer one is left out.
const LONGEST: u64 = 64 * 1024;

/// Until when an answer waits for the disk, and the next line for the answer.
pub type Hold = Rc<Cell<Option<Instant>>>;

/// What an interrupt of the keyboard is, where it does not end the program.
const INTERRUPT: Chord = Chord { key: Key::Char('c'), ctrl: true, alt: false };

/// Where lines come from, and everything else that the loop waits for.
pub struct Lines {
    heard: Receiver<Incoming>,
    tell: Sender<Incoming>,
    more: Sender<()>,
    hold: Hold,
    /// A line, or the end of them, that is not handed on yet.
    line: Option<Incoming>,
    interrupted: bool,
}

/// Tells the loop something from another thread.
pub type Tell = std::sync::Arc<dyn Fn(Incoming) + Send + Sync>;

impl Lines {
    /// Reads `input`. At its end `ended` says why there is no more.
    pub fn new(
        input: impl FnOnce() -> Box<dyn BufRead> + Send + 'static,
        ended: impl FnOnce() -> LeaveCause + Send + 'static,
    ) -> std::io::Result<Self> {
        let (tell, heard) = channel();
        let (more, wanted) = channel();
        let told = tell.clone();
        std::thread::Builder::new().name("lines".to_owned()).spawn(move || {
            let mut input = input();
            while let Some(line) = read_line(&mut input) {
                // No further line is taken in before this one is handed on: a script of any length costs one.
                if told.send(Incoming::Line(line)).is_err() || wanted.recv().is_err() {
                    return;
                }
            }
            let _ = told.send(Incoming::Lost(ended()));
        })?;
        Ok(Self { heard, tell, more, hold: Hold::default(), line: None, interrupted: false })
    }

    /// What the front holds lines back with.
    pub fn hold(&self) -> Hold {
        Rc::clone(&self.hold)
    }

    /// A way for other threads to tell the loop something.
    pub fn teller(&self) -> Tell {
        let tell = std::sync::Mutex::new(self.tell.clone());
        std::sync::Arc::new(move |incoming| {
            let _ = tell.lock().unwrap_or_else(std::sync::PoisonError::into_inner).send(incoming);
        })
    }

    /// A way for other threads to have the loop look again.
    pub fn wake(&self) -> Wake {
        let tell = self.teller();
        std::sync::Arc::new(move || tell(Incoming::Woken))
    }

    fn is_held(&self) -> bool {
        self.hold.get().is_some_and(|until| Instant::now() < until)
    }

    /// The first interrupt says how to leave, a second one right behind it leaves.
    fn heed(&mut self, incoming: Incoming) -> Incoming {
        let again = std::mem::replace(&mut self.interrupted, incoming == Incoming::Key(INTERRUPT));
        if again && self.interrupted { Incoming::Lost(LeaveCause::Interrupted) } else { incoming }
    }
}

/// What the keyboard's interrupt is told as.
pub fn interrupt() -> Incoming {
    Incoming::Key(INTERRUPT)
}

impl EventSource for Lines {
    fn next(&mut self, wait: Wait) -> Option<Incoming> {
        let end = wait.longest.map(|longest| Instant::now() + longest);
        loop {
            if !self.is_held()
                && let Some(line) = self.line.take()
            {
                self.interrupted = false;
                let _ = self.more.send(());
                return Some(line);
            }
            let first = end.into_iter().chain(self.hold.get()).min();
            let heard = match first {
                Some(first) => self.heard.recv_timeout(first.saturating_duration_since(Instant::now())),
                None => self.heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match heard {
                Ok(line @ Incoming::Line(_)) => self.line = Some(line),
                // The end of the input comes behind the last line; any other end is one now.
                Ok(end @ Incoming::Lost(LeaveCause::Left)) => self.line = Some(end),
                // Many wakes are one.
                Ok(Incoming::Woken) => return Some(Incoming::Woken),
                Ok(Incoming::Key(chord)) => return Some(self.heed(Incoming::Key(chord))),
                Ok(other) => return Some(other),
                Err(_) => return None,
            }
        }
    }

    /// One thing at a time: what is answered to a line is printed before the next is read.
    fn ready(&mut self) -> Option<Incoming> {
        None
    }
}

/// The next line without its end; `None` when there is none, or none can be read any more.
fn read_line(input: &mut dyn BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    let read = input.take(LONGEST).read_until(b'\n', &mut bytes).ok()?;
    if read == 0 {
        return None;
    }
    if bytes.last() != Some(&b'\n') {
        skip_line(input);
    }
    let text = String::from_utf8_lossy(&bytes);
    Some(text.trim_end_matches(['\n', '\r']).to_owned())
}

fn skip_line(input: &mut dyn BufRead) {
    loop {
        let Ok(buffer) = input.fill_buf() else { return };
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let (len, ended) = match end {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(len);
        if ended {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::io::Cursor;
    use std::time::Duration;

    use super::*;

    const LONG: Wait = Wait { longest: Some(Duration::from_secs(20)), room: false };

    fn lines(text: impl Into<Vec<u8>>) -> Lines {
        let text = text.into();
        Lines::new(|| Box::new(Cursor::new(text)), || LeaveCause::Left).unwrap()
    }

    #[test]
    fn lines_come_one_by_one_and_behind_them_their_end() {
        let mut lines = lines("tick 1\r\n\ncaf\u{e9} \nlast");
        let mut said = Vec::new();
        while let Some(Incoming::Line(line)) = lines.next(LONG).filter(|next| matches!(next, Incoming::Line(_))) {
            assert_eq!(lines.ready(), None);
            said.push(line);
        }
        assert_eq!(said, ["tick 1", "", "café ", "last"]);
    }

    #[test]
    fn what_is_no_text_and_what_is_endless_is_read_as_far_as_it_goes() {
        let mut bytes = b"a\xff\n".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 200_000));
        bytes.extend(b"\nnext");
        let mut lines = lines(bytes);
        assert_eq!(lines.next(LONG), Some(Incoming::Line("a\u{fffd}".to_owned())));
        let Some(Incoming::Line(long)) = lines.next(LONG) else { panic!("no line") };
        assert_eq!(long.len() as u64, LONGEST);
        assert_eq!(lines.next(LONG), Some(Incoming::Line("next".to_owned())));
        assert_eq!(lines.next(LONG), Some(Incoming::Lost(LeaveCause::Left)));
    }

    #[test]
    fn a_line_waits_for_the_answer_to_the_one_before_and_nothing_else_does() {
        let mut lines = lines("one\ntwo\n");
        let hold = lines.hold();
        assert_eq!(lines.next(LONG), Some(Incoming::Line("one".to_owned())));
        hold.set(Some(Instant::now() + Duration::from_secs(600)));
        lines.wake()();
        assert_eq!(lines.next(LONG), Some(Incoming::Woken));
        lines.teller()(Incoming::Lost(LeaveCause::Terminated));
        assert_eq!(lines.next(LONG), Some(Incoming::Lost(LeaveCause::Terminated)));
        hold.set(None);
        assert_eq!(lines.next(LONG), Some(Incoming::Line("two".to_owned())));
    }

    #[test]
    fn an_answer_that_does_not_come_is_not_waited_for_any_longer() {
        let mut lines = lines("one\n");
        lines.hold().set(Some(Instant::now()));
        assert!(matches!(lines.next(LONG), None | Some(Incoming::Line(_))));
    }

    #[test]
    fn a_second_interrupt_leaves_and_one_after_a_line_does_not() {
        let (reader, mut writer) = std::io::pipe().unwrap();
        let input = move || Box::new(std::io::BufReader::new(reader)) as Box<dyn BufRead>;
        let mut lines = Lines::new(input, || LeaveCause::Left).unwrap();
        std::io::Write::write_all(&mut writer, b"one\n").unwrap();
        assert_eq!(lines.next(LONG), Some(Incoming::Line("one".to_owned())));
        let tell = lines.teller();
        tell(interrupt());
        assert_eq!(lines.next(Wait { longest: None, room: false }), Some(interrupt()));
        tell(interrupt());
        assert_eq!(lines.next(Wait { longest: None, room: false }), Some(Incoming::Lost(LeaveCause::Interrupted)));
    }
}
