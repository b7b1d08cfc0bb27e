//! Lines out: broken where lines are short, in letters that the other end can read, from a thread of their own.
//!
//! Whoever reads slowly holds up nobody: what does not fit into the queue falls out whole and is counted.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;

use super::page::{Line, Page};
use crate::dialog::run::Wake;
use crate::text::{ascii, printable_lines, wrap};

/// Bytes that may wait for a terminal: some seconds of a serial line. Older than that nobody wants them.
const MOST_FOR_A_TERMINAL: usize = 16 * 1024;
/// Bytes that may wait for a pipe or a file, whose reader is not asked to act on them at once.
const MOST: usize = 1024 * 1024;

/// Before each line that is typed.
const PROMPT: &str = "> ";

/// How lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Manner {
    /// Columns of a line; none where lines are left whole.
    pub columns: Option<usize>,
    /// The other end reads UTF-8.
    pub unicode: bool,
    /// Somebody types: a prompt says when it is their turn.
    pub prompts: bool,
    /// The other end is a terminal, which can ring.
    pub terminal: bool,
}

/// What is written on.
pub struct Paper {
    manner: Manner,
    queue: Option<Sender<Vec<u8>>>,
    shared: Arc<Shared>,
    most: usize,
    left_out: usize,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    waiting: AtomicUsize,
    gone: AtomicBool,
    /// Something fell out: whoever writes is to be told once there is room.
    short: AtomicBool,
}

impl Paper {
    /// Writes to `out`, from a thread of its own; `wake` is called when the loop should look again.
    pub fn new(manner: Manner, mut out: impl Write + Send + 'static, wake: Wake) -> std::io::Result<Self> {
        let (queue, texts) = channel::<Vec<u8>>();
        let shared = Arc::new(Shared::default());
        let told = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("paper".to_owned()).spawn(move || {
            for text in texts {
                let gone = told.gone.load(Ordering::Relaxed);
                if !gone && out.write_all(&text).and_then(|()| out.flush()).is_err() {
                    told.gone.store(true, Ordering::Relaxed);
                    wake();
                }
                told.waiting.fetch_sub(text.len(), Ordering::Relaxed);
                if told.short.swap(false, Ordering::Relaxed) {
                    wake();
                }
            }
        })?;
        let most = if manner.terminal { MOST_FOR_A_TERMINAL } else { MOST };
        Ok(Self { manner, queue: Some(queue), shared, most, left_out: 0, thread: Some(thread) })
    }

    /// How lines are written on it.
    pub fn manner(&self) -> Manner {
        self.manner
    }

    /// Whether nobody takes what is written any more.
    pub fn is_gone(&self) -> bool {
        self.shared.gone.load(Ordering::Relaxed)
    }

    /// Lines that fell out, once there is room to say so.
    pub fn take_left_out(&mut self) -> Option<usize> {
        let room = self.shared.waiting.load(Ordering::Relaxed) < self.most / 2;
        (self.left_out > 0 && room).then(|| std::mem::take(&mut self.left_out))
    }

    /// Writes a page, behind a line end where `breaks` says so, and a prompt behind it; whether it was taken.
    pub fn write(&mut self, page: &Page, breaks: bool, prompt: bool) -> bool {
        let mut text = String::new();
        if breaks {
            text.push('\n');
        }
        for line in &page.lines {
            match (line, self.manner.columns) {
                (Line::Text(line), Some(columns)) => {
                    for line in wrap(line, columns) {
                        self.put(&mut text, &line);
                        text.push('\n');
                    }
                }
                (Line::Text(line) | Line::Whole(line), _) => {
                    self.put(&mut text, line);
                    text.push('\n');
                }
            }
        }
        if prompt {
            text.push_str(PROMPT);
        }
        self.send(text.into_bytes(), page.lines.len())
    }

    fn put(&self, text: &mut String, line: &str) {
        let line = printable_lines(line);
        if self.manner.unicode {
            text.push_str(&line);
        } else {
            text.push_str(&ascii(&line));
        }
    }

    /// Rings, where there is a bell.
    pub fn ring(&mut self) {
        if self.manner.terminal {
            self.send(b"\x07".to_vec(), 0);
        }
    }

    fn send(&mut self, text: Vec<u8>, lines: usize) -> bool {
        let Some(queue) = &self.queue else { return false };
        let waiting = self.shared.waiting.load(Ordering::Relaxed);
        // What alone is longer than the queue still goes out, when nothing stands before it.
        if text.is_empty() || (self.left_out == 0 && (waiting == 0 || waiting + text.len() <= self.most)) {
            self.shared.waiting.fetch_add(text.len(), Ordering::Relaxed);
            return queue.send(text).is_ok();
        }
        self.left_out += lines;
        self.shared.short.store(true, Ordering::Relaxed);
        false
    }

    /// Waits until everything is written.
    pub fn finish(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::io;
    use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A reader that takes one text whenever it is told to.
    struct Slow {
        takes: Receiver<()>,
        wrote: Arc<Mutex<Vec<u8>>>,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.takes.recv().map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
            self.wrote.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    type Wrote = Arc<Mutex<Vec<u8>>>;

    fn slow(manner: Manner) -> (Paper, SyncSender<()>, Wrote, Receiver<()>) {
        let (take, takes) = sync_channel(10_000);
        let (woke, wakes) = channel();
        let wrote = Arc::new(Mutex::new(Vec::new()));
        let out = Slow { takes, wrote: Arc::clone(&wrote) };
        let woke = Mutex::new(woke);
        let wake: Wake = Arc::new(move || {
            let _ = woke.lock().unwrap().send(());
        });
        (Paper::new(manner, out, wake).unwrap(), take, wrote, wakes)
    }

    fn page(text: &str) -> Page {
        let mut page = Page::default();
        page.text(text);
        page
    }

    #[test]
    fn a_slow_reader_holds_up_nobody_and_is_told_what_fell_out() {
        let (mut paper, take, wrote, wakes) = slow(Manner { terminal: true, unicode: true, ..Manner::default() });
        let long = "x".repeat(1000);
        let taken = (0..100).filter(|_| paper.write(&page(&long), false, false)).count();
        assert!((10..20).contains(&taken), "{taken}");
        assert_eq!(paper.take_left_out(), None, "there is no room to say so");
        for _ in 0..taken {
            take.send(()).unwrap();
        }
        // Told once there is room, the loop looks again.
        let mut left = None;
        while left.is_none() {
            wakes.recv_timeout(std::time::Duration::from_secs(20)).ok();
            left = paper.take_left_out();
        }
        assert_eq!(left, Some(100 - taken));
        assert!(paper.write(&page("here again"), false, true));
        take.send(()).unwrap();
        drop(take);
        paper.finish();
        assert!(String::from_utf8_lossy(&wrote.lock().unwrap()).ends_with("here again\n> "));
    }

    #[test]
    fn a_reader_that_went_away_is_noticed() {
        let (mut paper, take, _, wakes) = slow(Manner::default());
        drop(take);
        paper.write(&page("x"), false, false);
        wakes.recv_timeout(std::time::Duration::from_secs(20)).unwrap();
        assert!(paper.is_gone());
    }

    #[test]
    fn a_line_is_broken_at_words_and_a_command_never() {
        let (mut paper, take, wrote, _) = slow(Manner { columns: Some(10), ..Manner::default() });
        let mut all = page("one two three \u{1b}[31m 重启");
        all.whole("$ ssh mes-app-01 uptime");
        paper.write(&all, true, true);
        for _ in 0..9 {
            take.send(()).unwrap();
        }
        paper.finish();
        let wrote = String::from_utf8(wrote.lock().unwrap().clone()).unwrap();
        assert_eq!(wrote, "\none two\nthree\n^[[31m ??\n??\n$ ssh mes-app-01 uptime\n> ");
    }
}
