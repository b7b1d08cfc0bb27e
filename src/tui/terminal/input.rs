//! Events in: keys, pastes and sizes from the terminal, wake-ups and endings from elsewhere, in one queue.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyModifiers};

use crate::session::LeaveCause;
use crate::tui::key::{Chord, Key};

/// Something that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// A key was pressed.
    Key(Chord),
    /// A text was pasted.
    Paste(String),
    /// The terminal has another size: columns, rows.
    Resized(u16, u16),
    /// Something behind the host changed.
    Woken,
    /// The program is to end.
    Lost(LeaveCause),
}

/// Where events come from: the terminal, or a script in a test.
pub trait EventSource {
    /// The next event, waiting for it no longer than `longest`; `None` when that time is over.
    fn next(&mut self, longest: Option<Duration>) -> Option<Incoming>;

    /// An event that is there already.
    fn ready(&mut self) -> Option<Incoming>;
}

/// The queue that everything outside writes into.
pub struct Inbox {
    sender: Sender<Incoming>,
    receiver: Receiver<Incoming>,
}

impl Default for Inbox {
    fn default() -> Self {
        Self::new()
    }
}

impl Inbox {
    /// An empty queue.
    pub fn new() -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver }
    }

    /// A way to write into the queue, for a thread.
    pub fn sender(&self) -> Sender<Incoming> {
        self.sender.clone()
    }

    /// Reads the terminal in a thread of its own, so that half an escape sequence stops no clock.
    pub fn listen(&self) -> io::Result<()> {
        let sender = self.sender();
        thread::Builder::new().name("keys".to_owned()).spawn(move || {
            loop {
                let incoming = match event::read() {
                    Ok(event) => translate(event),
                    Err(_) => Some(Incoming::Lost(LeaveCause::Hangup)),
                };
                let Some(incoming) = incoming else { continue };
                let last = matches!(incoming, Incoming::Lost(_));
                if sender.send(incoming).is_err() || last {
                    break;
                }
            }
        })?;
        Ok(())
    }
}

impl EventSource for Inbox {
    fn next(&mut self, longest: Option<Duration>) -> Option<Incoming> {
        match longest {
            None => Some(self.receiver.recv().unwrap_or(Incoming::Lost(LeaveCause::Failed))),
            Some(longest) => match self.receiver.recv_timeout(longest) {
                Ok(incoming) => Some(incoming),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Incoming::Lost(LeaveCause::Failed)),
            },
        }
    }

    fn ready(&mut self) -> Option<Incoming> {
        self.receiver.try_recv().ok()
    }
}

fn translate(event: Event) -> Option<Incoming> {
    match event {
        Event::Key(key) if !key.is_release() => chord(key).map(Incoming::Key),
        Event::Paste(text) => Some(Incoming::Paste(text)),
        Event::Resize(columns, rows) => Some(Incoming::Resized(columns, rows)),
        _ => None,
    }
}

fn chord(event: KeyEvent) -> Option<Chord> {
    let key = match event.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        _ => return None,
    };
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    // Control with a letter comes as either case.
    let key = match key {
        Key::Char(c) if ctrl => Key::Char(c.to_ascii_lowercase()),
        key => key,
    };
    Some(Chord { key, ctrl, alt: event.modifiers.contains(KeyModifiers::ALT) })
}
