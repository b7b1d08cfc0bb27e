//! The thread that appends, so that the screen never waits for a disk.
//!
//! Owns the queue of entries that are decided but not saved, and tells when each is. It decides nothing: an
//! entry that others overtook goes back to whoever decided it.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::error::AppendError;
use super::file::{Beside, Journal};
use super::line::Digest;
use crate::session::{Entry, EntryId, Seq};

/// What the writer tells. It is called from the writer's thread.
#[derive(Debug)]
pub enum WriterReport {
    /// An entry is on the disk.
    Saved {
        /// Its place.
        seq: Seq,
        /// Its name.
        id: EntryId,
        /// Hash of the journal's last line after it.
        head: Digest,
        /// The rung of the ladder its line stands on.
        rung: usize,
    },
    /// The record was brought to another rung.
    Climbed {
        /// Which.
        rung: usize,
    },
    /// Others appended first. Fold `entries`, call [`Writer::caught_up`] with `epoch`, then decide the acts
    /// of `refused` again.
    Overtaken {
        /// Hand it to [`Writer::caught_up`].
        epoch: u64,
        /// What others appended; empty when it was told before.
        entries: Vec<Entry>,
        /// Hash of the journal's last line after it.
        head: Digest,
        /// The rung of the ladder that line stands on.
        rung: usize,
        /// What was queued and is not saved, in order.
        refused: Vec<Entry>,
    },
    /// Others appended while nothing of ours was queued (after [`Writer::look`]).
    News {
        /// What they appended.
        entries: Vec<Entry>,
        /// Hash of the journal's last line after it.
        head: Digest,
        /// The rung of the ladder that line stands on.
        rung: usize,
    },
    /// The disk refused. The entry and all behind it stay queued until [`Writer::retry`].
    Failed {
        /// The first entry that is not saved.
        entry: Box<Entry>,
        /// Why.
        error: AppendError,
    },
}

/// The way to the writer's thread. Dropping it lets the thread end by itself, without waiting.
pub struct Writer {
    shared: Arc<Shared>,
    epoch: Mutex<u64>,
}

struct Shared {
    state: Mutex<State>,
    /// Something is to do.
    work: Condvar,
    /// The queue is empty, or stuck.
    rest: Condvar,
}

#[derive(Default)]
struct State {
    /// Decided, not saved; the first one may be on its way.
    queue: VecDeque<(u64, Entry)>,
    /// Files that entries of the queue name.
    beside: Vec<Beside>,
    /// Counts conflicts: what was decided before the last one is stale.
    epoch: u64,
    /// The first of the queue failed; nothing is tried until somebody asks.
    stuck: bool,
    look: bool,
    /// The rung the record is to be brought to.
    climb: Option<usize>,
    closed: bool,
}

impl Writer {
    /// Starts the thread. It fails only when the system gives no thread.
    pub fn start(journal: Journal, notify: impl Fn(WriterReport) + Send + 'static) -> io::Result<Self> {
        let shared =
            Arc::new(Shared { state: Mutex::new(State::default()), work: Condvar::new(), rest: Condvar::new() });
        let theirs = Arc::clone(&shared);
        thread::Builder::new().name("journal".to_owned()).spawn(move || theirs.run(journal, &notify))?;
        Ok(Self { shared, epoch: Mutex::new(0) })
    }

    /// Queues an entry; it is saved once [`WriterReport::Saved`] says so.
    pub fn submit(&self, entry: Entry) {
        let epoch = *self.epoch();
        self.shared.state().queue.push_back((epoch, entry));
        self.shared.work.notify_one();
    }

    /// Has a file kept beside the journal before the next entry that is submitted.
    pub fn keep(&self, file: Beside) {
        self.shared.state().beside.push(file);
    }

    /// Says that the entries of the conflict `epoch` are folded: what is submitted from now on knows them.
    pub fn caught_up(&self, epoch: u64) {
        let mut mine = self.epoch();
        *mine = epoch.max(*mine);
    }

    /// Tries again what failed.
    pub fn retry(&self) {
        self.shared.state().stuck = false;
        self.shared.work.notify_one();
    }

    /// Asks for what others appended; nothing is told when there is nothing.
    pub fn look(&self) {
        self.shared.look();
    }

    /// The same for another thread, which may outlive the writer.
    pub fn looker(&self) -> impl Fn() + Send + use<> {
        let shared = Arc::clone(&self.shared);
        move || shared.look()
    }

    /// Asks for the record to be brought to the rung `to`, once everything is saved; nothing is told when it cannot be.
    pub fn climb(&self, to: usize) {
        self.shared.state().climb = Some(to);
        self.shared.work.notify_one();
    }

    /// The same, waiting at most `longest` for it.
    pub fn bring(&self, to: usize, longest: Duration) {
        self.climb(to);
        let deadline = Instant::now() + longest;
        let mut state = self.shared.state();
        while state.climb.is_some() && !state.stuck {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            state = self.shared.rest.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits at most `longest` until everything is saved, trying once more what failed; whether it is.
    pub fn flush(&self, longest: Duration) -> bool {
        self.retry();
        let deadline = Instant::now() + longest;
        let mut state = self.shared.state();
        while !state.queue.is_empty() && !state.stuck {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self.shared.rest.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.queue.is_empty()
    }

    /// Everything that is not saved, in order: what is to be dumped when the program must go.
    pub fn unsaved(&self) -> Vec<Entry> {
        self.shared.state().queue.iter().map(|(_, entry)| entry.clone()).collect()
    }

    fn epoch(&self) -> MutexGuard<'_, u64> {
        self.epoch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.shared.state().closed = true;
        self.shared.work.notify_one();
    }
}

enum Task {
    Append(Box<Entry>),
    Stale,
    Look,
    Climb(usize),
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look(&self) {
        self.state().look = true;
        self.work.notify_one();
    }

    fn run(&self, mut journal: Journal, notify: &dyn Fn(WriterReport)) {
        while let Some(task) = self.next() {
            match task {
                Task::Append(entry) => self.append(&mut journal, entry, notify),
                Task::Stale => self.refuse(&journal, Vec::new(), notify),
                Task::Climb(to) => {
                    if let Ok(entries) = journal.climb(to) {
                        notify(WriterReport::Climbed { rung: journal.rung() });
                        if !entries.is_empty() {
                            self.tell_news(&journal, entries, notify);
                        }
                    }
                    self.state().climb = None;
                    self.rest.notify_all();
                }
                Task::Look => match journal.durable_news() {
                    Ok(entries) if !entries.is_empty() => self.tell_news(&journal, entries, notify),
                    // A failing read shows at the next append; there is nothing to lose here.
                    _ => {}
                },
            }
        }
    }

    /// Waits for something to do; `None` when nobody wants anything any more.
    fn next(&self) -> Option<Task> {
        let mut state = self.state();
        loop {
            match state.queue.front() {
                Some((epoch, _)) if *epoch < state.epoch => return Some(Task::Stale),
                Some((_, entry)) if !state.stuck => return Some(Task::Append(Box::new(entry.clone()))),
                Some(_) => {}
                None => self.rest.notify_all(),
            }
            if let (true, Some(to)) = (state.queue.is_empty(), state.climb) {
                return Some(Task::Climb(to));
            }
            if state.closed {
                return None;
            }
            // Whatever keeps ours from the disk keeps nobody from seeing what others got there.
            if state.look && (state.queue.is_empty() || state.stuck) {
                state.look = false;
                return Some(Task::Look);
            }
            state = self.work.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn append(&self, journal: &mut Journal, entry: Box<Entry>, notify: &dyn Fn(WriterReport)) {
        let kept = self.keep(journal);
        match kept.and_then(|()| journal.append(Seq(entry.seq.0.saturating_sub(1)), &entry)) {
            Ok(appended) => {
                // Told first: whoever sees the queue empty has been told of all of it.
                let (seq, head, rung) = (appended.seq, appended.head, appended.rung);
                notify(WriterReport::Saved { seq, id: entry.id, head, rung });
                self.state().queue.pop_front();
            }
            Err(AppendError::Conflict(entries)) => {
                self.state().epoch += 1;
                self.refuse(journal, entries, notify);
            }
            Err(error) => {
                self.state().stuck = true;
                notify(WriterReport::Failed { entry, error });
                self.rest.notify_all();
            }
        }
    }

    /// Brings all files onto the disk that were given so far; one that fails stays to be tried again.
    fn keep(&self, journal: &mut Journal) -> Result<(), AppendError> {
        loop {
            let Some(file) = self.state().beside.first().cloned() else { return Ok(()) };
            journal.keep(&file)?;
            self.state().beside.remove(0);
        }
    }

    /// Gives back everything that was decided before the last conflict.
    fn refuse(&self, journal: &Journal, entries: Vec<Entry>, notify: &dyn Fn(WriterReport)) {
        let mut state = self.state();
        let epoch = state.epoch;
        let (old, kept) = state.queue.drain(..).partition::<VecDeque<_>, _>(|(theirs, _)| *theirs < epoch);
        state.queue = kept;
        drop(state);
        let refused = old.into_iter().map(|(_, entry)| entry).collect();
        let (head, rung) = (journal.head().hash, journal.rung());
        notify(WriterReport::Overtaken { epoch, entries, head, rung, refused });
    }

    /// Entries that were read ahead of an append count as a conflict for what was queued meanwhile.
    fn tell_news(&self, journal: &Journal, entries: Vec<Entry>, notify: &dyn Fn(WriterReport)) {
        let mut state = self.state();
        if state.queue.is_empty() {
            drop(state);
            notify(WriterReport::News { entries, head: journal.head().hash, rung: journal.rung() });
        } else {
            state.epoch += 1;
            drop(state);
            self.refuse(journal, entries, notify);
        }
    }
}

#[cfg(test)]
mod tests;
