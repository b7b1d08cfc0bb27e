//! A session this program is on: what is acknowledged, its own entries on their way, and the journal behind.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;

use super::sentences::{append_trouble, home_trouble};
use crate::host::Saving;
use crate::journal::{self, Found, Journal, OpenLock, Recovery, Writer, WriterReport};
use crate::report::Integrity;
use crate::session::{Act, Entry, EntryId, Refusal, Seq, Session};
use crate::time::{Moment, Span};
use crate::words::Words;

/// A session with its journal.
pub struct Live {
    session: Session,
    saved: Seq,
    head: Option<String>,
    /// Acts whose entries are not acknowledged, to be decided again if others come first.
    acts: VecDeque<(Seq, EntryId, Act)>,
    store: Store,
    found: Option<Found>,
    lock: Option<OpenLock>,
    held_by: Option<String>,
    /// While looking on: nobody is on the session any more.
    alone: bool,
    /// A newer release wrote the record.
    newer: bool,
    trouble: Option<String>,
    /// When the disk was last asked again.
    tried: Option<Moment>,
    damage: Vec<String>,
}

/// Time between two tries of a disk that refuses; every act tries at once.
const TRY_AGAIN: Span = Span::seconds(3);

/// Where entries go.
enum Store {
    /// Nowhere yet: a drill is written from its first act on the briefing. The folder, when that much could be made.
    Waiting(Option<Found>),
    /// To the journal's thread.
    Writing(Writer),
    /// Nowhere: somebody else is on the session, and this program follows.
    Watching(Box<Journal>),
}

impl Live {
    /// A session to which nothing has happened.
    pub(super) fn fresh() -> Self {
        Self {
            session: Session::new(),
            saved: Seq(0),
            head: None,
            acts: VecDeque::new(),
            store: Store::Waiting(None),
            found: None,
            lock: None,
            held_by: None,
            alone: false,
            newer: false,
            trouble: None,
            tried: None,
            damage: Vec::new(),
        }
    }

    /// A session from its journal, to go on with.
    pub(super) fn recovered(
        recovery: Recovery,
        found: Found,
        writer: Writer,
        lock: OpenLock,
        damage: Vec<String>,
    ) -> Self {
        let saved = recovery.head.seq;
        let head = Some(recovery.head.hash.to_string());
        let session = Session::replay(recovery.entries.into_iter().map(Arc::new));
        Self {
            session,
            saved,
            head,
            store: Store::Writing(writer),
            found: Some(found),
            lock: Some(lock),
            damage,
            ..Self::fresh()
        }
    }

    /// A session that a newer release wrote: it is only read, whoever is on it.
    pub(super) fn of_newer_release(self) -> Self {
        Self { newer: true, ..self }
    }

    /// A session somebody else is on.
    pub(super) fn watched(
        recovery: Recovery,
        found: Found,
        journal: Journal,
        holder: String,
        damage: Vec<String>,
    ) -> Self {
        let saved = recovery.head.seq;
        let head = Some(recovery.head.hash.to_string());
        let session = Session::replay(recovery.entries.into_iter().map(Arc::new));
        let store = Store::Watching(Box::new(journal));
        Self { session, saved, head, store, found: Some(found), held_by: Some(holder), damage, ..Self::fresh() }
    }

    /// The session: what is acknowledged and what is on its way.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Folder of the session, once there is one.
    pub fn folder(&self) -> Option<PathBuf> {
        self.found.as_ref().map(|found| found.path.clone())
    }

    /// Name of the session's folder.
    pub fn name(&self) -> Option<&str> {
        self.found.as_ref().map(|found| found.name.as_str())
    }

    /// Who else is on the session, so that this program only reads.
    pub fn held_by(&self) -> Option<&str> {
        self.held_by.as_deref()
    }

    /// Whether this program only looks on: it decides nothing and writes nothing.
    pub fn is_watching(&self) -> bool {
        matches!(self.store, Store::Watching(_))
    }

    /// Whether something was done that belongs into a journal, be there one or not.
    pub fn is_begun(&self) -> bool {
        match self.store {
            Store::Writing(_) => true,
            Store::Watching(_) => false,
            Store::Waiting(_) => self.session.log().iter().filter(|row| !row.entry.who.is_program()).nth(1).is_some(),
        }
    }

    /// What is wrong with the record, and the hash of its last line.
    pub fn integrity(&self) -> Integrity {
        Integrity { head: self.head.clone(), damaged: self.damage.clone(), ..Integrity::default() }
    }

    /// Entries nobody acknowledged.
    pub fn unsaved(&self) -> Vec<Entry> {
        match &self.store {
            Store::Writing(writer) => writer.unsaved(),
            Store::Waiting(_) if self.is_begun() => {
                self.session.log().iter().map(|row| row.entry.as_ref().clone()).collect()
            }
            Store::Waiting(_) | Store::Watching(_) => Vec::new(),
        }
    }

    pub(super) fn saving(&self, words: &Words) -> Saving {
        let pending = usize::try_from(self.session.next_seq().0.saturating_sub(self.saved.0 + 1)).unwrap_or(0);
        let pending = if self.is_begun() { pending } else { 0 };
        let damage = self.damage.first().map(|_| words.say("cli-damaged"));
        let held_by = self.held_by.clone().filter(|_| !self.is_left());
        Saving { saved: self.saved, pending, trouble: self.trouble.clone(), damage, held_by }
    }

    /// Decides an act, folds it, and hands it to the journal's thread.
    pub(super) fn submit(&mut self, act: Act, now: &Moment) -> Result<Seq, Refusal> {
        let entry = self.session.decide(&act, now)?;
        let seq = entry.seq;
        self.acts.push_back((seq, entry.id.clone(), act));
        self.session.apply(Arc::new(entry.clone()));
        if let Store::Writing(writer) = &self.store {
            writer.submit(entry);
            if self.trouble.is_some() {
                writer.retry();
                self.tried = Some(now.clone());
            }
        }
        Ok(seq)
    }

    /// Tries again what the disk refused, every few seconds: nobody has to do anything once there is room.
    pub(super) fn try_again(
        &mut self,
        now: &Moment,
        sessions: &Path,
        words: &Words,
        notify: impl Fn(WriterReport) + Send + 'static,
    ) {
        let lately = self.tried.as_ref().is_some_and(|tried| now.since(tried) < TRY_AGAIN);
        if self.trouble.is_none() || lately {
            return;
        }
        self.tried = Some(now.clone());
        if let Store::Writing(writer) = &self.store {
            writer.retry();
        } else {
            self.begin_writing(sessions, words, notify);
        }
    }

    /// Makes the folder and the journal of a session that has none, as soon as there is more in it than its
    /// opening. What cannot be made is said, and tried again.
    pub(super) fn begin_writing(
        &mut self,
        sessions: &Path,
        words: &Words,
        notify: impl Fn(WriterReport) + Send + 'static,
    ) {
        if !matches!(self.store, Store::Waiting(_)) || !self.is_begun() {
            return;
        }
        match self.make_journal(sessions, notify) {
            Ok(writer) => {
                for row in self.session.log() {
                    writer.submit(row.entry.as_ref().clone());
                }
                self.store = Store::Writing(writer);
                self.trouble = None;
            }
            Err(error) => self.trouble = Some(home_trouble(sessions, &error.to_string(), words)),
        }
    }

    fn make_journal(
        &mut self,
        sessions: &Path,
        notify: impl Fn(WriterReport) + Send + 'static,
    ) -> anyhow::Result<Writer> {
        use anyhow::Context as _;
        let Store::Waiting(made) = &mut self.store else { bail!("there is a journal already") };
        let first = self.session.log().first().context("nothing was opened")?;
        // What an earlier try made is used, else every try on a full disk would leave a folder behind.
        let found = match made.take() {
            Some(found) => found,
            None => {
                let name = journal::folder_name(first.entry.at.wall, first.entry.mode, &self.session.book().id);
                journal::create(sessions, &name)?
            }
        };
        *made = Some(found.clone());
        let lock = OpenLock::take(&found.path, &first.entry.who.0)?;
        let journal = Journal::create(&found.path, &first.entry.id.0).inspect_err(|_| {
            if found.path.join("journal.jsonl").exists() {
                // Half made: nobody can tell what is in it, so the next try begins elsewhere.
                *made = None;
            }
        })?;
        let writer = Writer::start(journal, notify).context("the system gives no thread for the journal")?;
        self.found = Some(found);
        self.lock = Some(lock);
        Ok(writer)
    }

    /// Takes in what the journal's thread says.
    pub(super) fn take_in(&mut self, report: WriterReport, words: &Words) {
        match report {
            WriterReport::Saved { seq, head } => {
                self.saved = self.saved.max(seq);
                self.head = Some(head.to_string());
                self.trouble = None;
                let saved = self.saved;
                self.acts.retain(|(seq, ..)| *seq > saved);
            }
            WriterReport::News { entries } => self.fold_others(entries, &[]),
            WriterReport::Overtaken { epoch, entries, refused } => {
                self.fold_others(entries, &refused);
                if let Store::Writing(writer) = &self.store {
                    writer.caught_up(epoch);
                }
                for entry in refused {
                    let place = self.acts.iter().position(|(_, id, _)| *id == entry.id);
                    let Some((_, _, act)) = place.and_then(|place| self.acts.remove(place)) else { continue };
                    // What came due was noticed by the other program then; it is nobody's loss.
                    let noticed = act.who.is_program();
                    if let Err(refusal) = self.submit(act, &entry.at)
                        && !noticed
                    {
                        self.trouble = Some(words.refusal(&refusal, &self.session));
                    }
                }
            }
            WriterReport::Failed { error, .. } => self.trouble = Some(append_trouble(&error, words)),
        }
    }

    /// Folds what others appended beneath what is our own and refused.
    fn fold_others(&mut self, entries: Vec<Entry>, refused: &[Entry]) {
        let ours = |id: &EntryId| refused.iter().any(|entry| entry.id == *id);
        let kept: Vec<_> =
            self.session.log().iter().filter(|row| !ours(&row.entry.id)).map(|row| Arc::clone(&row.entry)).collect();
        if let Some(last) = entries.last() {
            self.saved = self.saved.max(last.seq);
        }
        self.session = Session::replay(kept.into_iter().chain(entries.into_iter().map(Arc::new)));
    }

    /// Reads what others appended, where this program only follows.
    pub(super) fn follow(&mut self) -> bool {
        let Store::Watching(journal) = &mut self.store else { return false };
        let Ok(entries) = journal.news() else { return false };
        let any = !entries.is_empty();
        for entry in entries {
            self.saved = self.saved.max(entry.seq);
            self.session.apply(Arc::new(entry));
        }
        let left = self.found.as_ref().is_none_or(|found| OpenLock::holder(&found.path).is_none());
        if left != self.alone {
            self.alone = left;
            return true;
        }
        any
    }

    /// Whether the one this program looked on with has left: the next act here may go on the session.
    pub(super) fn is_left(&self) -> bool {
        self.is_watching() && self.alone && !self.newer
    }

    /// Waits until all is saved, no longer than `longest`.
    pub(super) fn flush(&self, longest: Duration) -> bool {
        match &self.store {
            Store::Writing(writer) => writer.flush(longest),
            Store::Waiting(_) | Store::Watching(_) => !self.is_begun(),
        }
    }
}
