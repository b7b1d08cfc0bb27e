//! A session this program is on: what is acknowledged, its own entries on their way, and the journal behind.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::sentences::append_trouble;
use crate::host::Saving;
use crate::journal::{self, Found, Journal, OpenLock, Recovery, Writer, WriterReport};
use crate::report::Integrity;
use crate::session::{Act, Entry, EntryId, Refusal, Seq, Session};
use crate::time::Moment;
use crate::words::Words;

/// A session with its journal.
pub struct Live {
    session: Session,
    saved: Seq,
    head: Option<String>,
    /// Acts whose entries are not acknowledged, to be decided again if others come first.
    acts: VecDeque<(EntryId, Act)>,
    store: Store,
    found: Option<Found>,
    lock: Option<OpenLock>,
    held_by: Option<String>,
    trouble: Option<String>,
    damage: Vec<String>,
}

/// Where entries go.
enum Store {
    /// Nowhere yet: a drill is written from its first act on the briefing.
    Waiting,
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
            store: Store::Waiting,
            found: None,
            lock: None,
            held_by: None,
            trouble: None,
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

    /// Whether anything was ever written.
    pub fn is_writing(&self) -> bool {
        matches!(self.store, Store::Writing(_))
    }

    /// What is wrong with the record, and the hash of its last line.
    pub fn integrity(&self) -> Integrity {
        Integrity { head: self.head.clone(), damaged: self.damage.clone(), ..Integrity::default() }
    }

    /// Entries nobody acknowledged.
    pub fn unsaved(&self) -> Vec<Entry> {
        if let Store::Writing(writer) = &self.store { writer.unsaved() } else { Vec::new() }
    }

    pub(super) fn saving(&self, words: &Words) -> Saving {
        let pending = usize::try_from(self.session.next_seq().0.saturating_sub(self.saved.0 + 1)).unwrap_or(0);
        let pending = if matches!(self.store, Store::Waiting) { 0 } else { pending };
        let trouble = self.trouble.clone().or_else(|| self.damage.first().map(|_| words.say("cli-damaged")));
        Saving { saved: self.saved, pending, trouble, held_by: self.held_by.clone() }
    }

    /// Decides an act, folds it, and hands it to the journal's thread.
    pub(super) fn submit(&mut self, act: Act, now: &Moment) -> Result<Seq, Refusal> {
        let entry = self.session.decide(&act, now)?;
        let seq = entry.seq;
        self.acts.push_back((entry.id.clone(), act));
        self.session.apply(Arc::new(entry.clone()));
        if let Store::Writing(writer) = &self.store {
            writer.submit(entry);
        }
        Ok(seq)
    }

    /// Makes the folder and the journal of a session that has none, as soon as there is more in it than its
    /// opening. What cannot be made is said, and tried again with the next act.
    pub(super) fn begin_writing(&mut self, sessions: &Path, notify: impl Fn(WriterReport) + Send + 'static) {
        let acts = self.session.log().iter().filter(|row| !row.entry.who.is_program()).count();
        if !matches!(self.store, Store::Waiting) || acts < 2 {
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
            Err(error) => self.trouble = Some(format!("{error:#}")),
        }
    }

    fn make_journal(
        &mut self,
        sessions: &Path,
        notify: impl Fn(WriterReport) + Send + 'static,
    ) -> anyhow::Result<Writer> {
        use anyhow::Context as _;
        let first = self.session.log().first().context("nothing was opened")?;
        let name = journal::folder_name(first.entry.at.wall, first.entry.mode, &self.session.book().id);
        let found = journal::create(sessions, &name)?;
        let lock = OpenLock::take(&found.path, &first.entry.who.0)?;
        let journal = Journal::create(&found.path, &first.entry.id.0)?;
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
                let log = self.session.log();
                let saved = self.saved;
                self.acts.retain(|(id, _)| !log.iter().any(|row| row.entry.id == *id && row.entry.seq <= saved));
            }
            WriterReport::News { entries } => self.fold_others(entries, &[]),
            WriterReport::Overtaken { epoch, entries, refused } => {
                self.fold_others(entries, &refused);
                if let Store::Writing(writer) = &self.store {
                    writer.caught_up(epoch);
                }
                for entry in refused {
                    let act = self.acts.iter().find(|(id, _)| *id == entry.id).map(|(_, act)| act.clone());
                    if let Some(act) = act
                        && let Err(refusal) = self.submit(act, &entry.at)
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
        any
    }

    /// Waits until all is saved, no longer than `longest`.
    pub(super) fn flush(&self, longest: Duration) -> bool {
        match &self.store {
            Store::Writing(writer) => writer.flush(longest),
            Store::Waiting | Store::Watching(_) => true,
        }
    }
}
