//! A session this program is on: what is acknowledged, its own entries on their way, and the journal behind.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::sentences::{append_trouble, home_trouble};
use crate::host::{Saving, Shelter};
use crate::journal::{self, Beside, Digest, Found, Head, Journal, Ladder, OpenLock, Recovery, Writer, WriterReport};
use crate::report::Integrity;
use crate::session::{Act, Attachment, Entry, EntryId, Refusal, Seq, Session};
use crate::time::{Moment, Span};
use crate::words::Words;

/// A session with its journal.
pub struct Live {
    session: Session,
    saved: Seq,
    head: Option<String>,
    /// Acts whose entries are not acknowledged, to be decided again if others come first.
    acts: VecDeque<(Seq, EntryId, Act)>,
    /// Acts that were accepted here and refused once others were known to have come first.
    lost: Vec<(Act, Refusal)>,
    /// Files that entries name which are not acknowledged.
    beside: Vec<Beside>,
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
    /// The rung of the ladder the record stands on.
    rung: usize,
    /// Bytes that can still be written there.
    free: Option<u64>,
    /// When that was last seen after.
    tended: Option<Moment>,
    damage: Vec<String>,
}

/// Time between two tries of a disk that refuses; every act tries at once.
const TRY_AGAIN: Span = Span::seconds(3);

/// Time between two looks after the place of the record.
const TEND: Span = Span::seconds(30);

const MIB: u64 = 1024 * 1024;
/// Below this one is warned; a long incident writes some ten.
const LOW_SPACE: u64 = 16 * MIB;

/// Where entries go.
enum Store {
    /// Nowhere yet: a drill is written from its first act on the briefing, or no place took the journal.
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
            beside: Vec::new(),
            store: Store::Waiting,
            lost: Vec::new(),
            found: None,
            lock: None,
            held_by: None,
            alone: false,
            newer: false,
            trouble: None,
            tried: None,
            rung: 0,
            free: None,
            tended: None,
            damage: Vec::new(),
        }
    }

    /// A session from its journal, to go on with.
    pub(super) fn recovered(
        recovery: Recovery,
        found: Found,
        writer: Writer,
        lock: OpenLock,
        rung: usize,
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
            rung,
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
            Store::Waiting => self.session.log().iter().filter(|row| !row.entry.who.is_program()).nth(1).is_some(),
        }
    }

    /// What is wrong with the record, and the hash of its last line.
    pub fn integrity(&self) -> Integrity {
        Integrity { head: self.head.clone(), damaged: self.damage.clone(), ..Integrity::default() }
    }

    /// Entries nobody acknowledged, as the lines of the journal that it lacks.
    pub fn unsaved(&self) -> Vec<Vec<u8>> {
        let entries = match &self.store {
            Store::Writing(writer) => writer.unsaved(),
            Store::Waiting if self.is_begun() => {
                self.session.log().iter().map(|row| row.entry.as_ref().clone()).collect()
            }
            Store::Waiting | Store::Watching(_) => Vec::new(),
        };
        let Some(sid) = self.session.log().first().map(|row| row.entry.id.0.clone()) else { return Vec::new() };
        let known = self.head.as_ref().and_then(|head| Digest::parse(head.as_bytes()));
        let mut prev = known.unwrap_or_else(|| Head::genesis(&sid).hash);
        let line = |entry: Entry| {
            let encoded = journal::encode(&sid, &entry, prev).ok()?;
            prev = encoded.hash;
            Some(encoded.line)
        };
        entries.into_iter().filter_map(line).collect()
    }

    pub(super) fn saving(&self, words: &Words) -> Saving {
        let pending = usize::try_from(self.session.next_seq().0.saturating_sub(self.saved.0 + 1)).unwrap_or(0);
        let pending = if self.is_begun() { pending } else { 0 };
        let damage = self.damage.first().map(|_| words.say("cli-damaged"));
        let held_by = self.held_by.clone().filter(|_| !self.is_left());
        Saving {
            saved: self.saved,
            pending,
            trouble: self.trouble.clone(),
            damage,
            shelter: self.shelter(words),
            held_by,
        }
    }

    /// Whether a file can be kept beside the journal, as far as is known.
    pub(super) fn can_keep(&self) -> bool {
        self.trouble.is_none()
    }

    /// The content of a file that was given here and may not be saved yet.
    pub(super) fn content(&self, file: &Attachment) -> Option<Arc<[u8]>> {
        let path = file.path();
        self.beside.iter().find(|beside| path.ends_with(&beside.name)).map(|beside| Arc::clone(&beside.bytes))
    }

    /// Decides an act, folds it, and hands it to the journal's thread.
    pub(super) fn submit(&mut self, act: Act, now: &Moment) -> Result<Seq, Refusal> {
        self.submit_with(act, Vec::new(), now)
    }

    /// The same for an act that has these files kept beside the journal.
    pub(super) fn submit_with(&mut self, act: Act, files: Vec<Beside>, now: &Moment) -> Result<Seq, Refusal> {
        let entry = self.session.decide(&act, now)?;
        for file in files {
            if let Store::Writing(writer) = &self.store {
                writer.keep(file.clone());
            }
            self.beside.push(file);
        }
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
        ladder: &Ladder,
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
            self.begin_writing(ladder, words, notify);
        }
    }

    /// Makes the folder and the journal of a session that has none, as soon as there is more in it than its
    /// opening. What cannot be made is said, and tried again.
    pub(super) fn begin_writing(
        &mut self,
        ladder: &Ladder,
        words: &Words,
        notify: impl Fn(WriterReport) + Send + 'static,
    ) {
        if !matches!(self.store, Store::Waiting) || !self.is_begun() {
            return;
        }
        match self.make_journal(ladder, words, notify) {
            Ok(writer) => {
                self.beside.iter().for_each(|file| writer.keep(file.clone()));
                for row in self.session.log() {
                    writer.submit(row.entry.as_ref().clone());
                }
                self.store = Store::Writing(writer);
                self.trouble = None;
            }
            Err(trouble) => self.trouble = Some(trouble),
        }
    }

    fn make_journal(
        &mut self,
        ladder: &Ladder,
        words: &Words,
        notify: impl Fn(WriterReport) + Send + 'static,
    ) -> Result<Writer, String> {
        let Some(first) = self.session.log().first() else { return Err(String::new()) };
        let name = journal::folder_name(first.entry.at.wall, first.entry.mode, &self.session.book().id);
        let (who, sid) = (first.entry.who.0.clone(), first.entry.id.0.clone());
        let made = ladder.create(&name, &sid).map_err(|errors| {
            let first = errors.first().map(ToString::to_string).unwrap_or_default();
            home_trouble(ladder.home(), &first, words)
        })?;
        // Nobody knows of the session yet: a lock that cannot be had tells nobody anything.
        self.lock = OpenLock::take(&made.found.path, &who).ok();
        self.rung = made.journal.rung();
        self.found = Some(made.found);
        Writer::start(made.journal, notify)
            .map_err(|error| words.with("cli-no-thread", &[("error", (&error.to_string()).into())]))
    }

    /// Sees after the record now and then: whether it can come back to where it belongs, and how much room there is.
    pub(super) fn tend(&mut self, now: &Moment) {
        let lately = self.tended.as_ref().is_some_and(|tended| now.since(tended) < TEND);
        let (Store::Writing(writer), Some(found)) = (&self.store, &self.found) else { return };
        if lately {
            return;
        }
        self.free = found.folders.free(self.rung);
        // What was just begun elsewhere was begun there because the better place did not take it.
        if self.rung > 0 && self.tended.is_some() && self.trouble.is_none() {
            writer.climb(0);
        }
        self.tended = Some(now.clone());
    }

    /// Brings the record where it belongs, if it can be done in `longest`.
    pub(super) fn bring_home(&self, longest: Duration) {
        if let (Store::Writing(writer), Some(found)) = (&self.store, &self.found)
            && self.rung != found.folders.home()
        {
            writer.bring(found.folders.home(), longest);
        }
    }

    /// Where the record is kept when it is not where it belongs, and whether there is room.
    fn shelter(&self, words: &Words) -> Option<Shelter> {
        let found = self.found.as_ref().filter(|_| matches!(self.store, Store::Writing(_)))?;
        let (folders, home) = (&found.folders, found.folders.home());
        let at = |short: &str, said: &str| {
            let path = folders.path(self.rung).map(|path| path.display().to_string()).unwrap_or_default();
            Some(Shelter { short: words.say(short), said: words.with(said, &[("path", (&path).into())]) })
        };
        if !folders.is_lasting(self.rung) {
            return at("head-saved-fleeting", "cli-kept-fleeting");
        }
        if self.rung > home {
            return at("head-saved-elsewhere", "cli-kept-elsewhere");
        }
        if self.rung < home {
            return at("head-saved-off-network", "cli-kept-off-network");
        }
        let mib = self.free.filter(|free| *free < LOW_SPACE)? / MIB;
        let with = |id: &str| words.with(id, &[("mib", mib.into())]);
        Some(Shelter { short: with("head-saved-low"), said: with("cli-kept-low") })
    }

    /// Takes in what the journal's thread says.
    pub(super) fn take_in(&mut self, report: WriterReport, words: &Words) {
        match report {
            WriterReport::Climbed { rung } => self.rung = rung,
            WriterReport::Saved { seq, head, rung } => {
                self.rung = rung;
                self.saved = self.saved.max(seq);
                self.head = Some(head.to_string());
                self.trouble = None;
                let saved = self.saved;
                self.acts.retain(|(seq, ..)| *seq > saved);
                if self.acts.is_empty() {
                    self.beside.clear();
                }
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
                    if let Err(refusal) = self.submit(act.clone(), &entry.at)
                        && !noticed
                    {
                        self.lost.push((act, refusal));
                    }
                }
            }
            WriterReport::Failed { error, .. } => self.trouble = Some(append_trouble(&error, words)),
        }
    }

    /// What was lost to others, handed out once.
    pub(super) fn take_lost(&mut self) -> Vec<(Act, Refusal)> {
        std::mem::take(&mut self.lost)
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
            Store::Waiting | Store::Watching(_) => !self.is_begun(),
        }
    }
}
