//! A session this program is on: what is acknowledged, its own entries on their way, and the journal behind.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::attach::restore;
use super::sentences::{append_trouble, home_trouble};
use super::{Ear, Heard};
use crate::host::{Other, Overtaken, Request, Saving, View};
use crate::journal::{
    self, Beside, Digest, Follower, Found, Head, Ladder, Recovery, Seat, Seated, Writer, WriterReport, seats,
};
use crate::report::Integrity;
use crate::session::{Act, Attachment, Command, Entry, Event, Person, Refusal, Seq, Session};
use crate::text::printable;
use crate::time::{Moment, Span};
use crate::words::Words;
use crate::world::new_id;

mod place;

/// A session with its journal.
pub struct Live {
    session: Session,
    /// The same without what is not saved: what others append is folded here, and ours decided on it anew.
    settled: Session,
    saved: Seq,
    head: Option<String>,
    /// Acts whose entries are not acknowledged, to be decided again if others come first.
    acts: VecDeque<Pending>,
    /// Files that entries name which are not acknowledged.
    beside: Vec<Beside>,
    /// The last conflict that is folded.
    epoch: u64,
    store: Store,
    found: Option<Found>,
    /// Tells others that this program is here.
    seat: Option<Seat>,
    /// Tells this program what others do.
    follower: Option<Follower>,
    /// Where what it notices is told.
    ear: Option<Ear>,
    others: Vec<Seated>,
    /// What this program shows, when it only watches.
    view: Option<View>,
    /// Acts that came to nothing because others were faster.
    overtaken: Vec<Overtaken>,
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

/// An act whose entry is on its way.
struct Pending {
    act: Act,
    /// When it was decided.
    at: Moment,
}

/// Time between two tries of a disk that refuses; every act tries at once.
const TRY_AGAIN: Span = Span::seconds(3);

/// Where entries go.
enum Store {
    /// Nowhere yet: a drill is written from its first act on the briefing, or no place took the journal.
    Waiting,
    /// To the journal's thread.
    Writing(Writer),
    /// Nowhere: this program only follows.
    Watching(Writer),
}

impl Live {
    /// A session to which nothing has happened.
    pub(super) fn fresh() -> Self {
        Self {
            session: Session::new(),
            settled: Session::new(),
            saved: Seq(0),
            head: None,
            acts: VecDeque::new(),
            beside: Vec::new(),
            epoch: 0,
            store: Store::Waiting,
            found: None,
            seat: None,
            follower: None,
            ear: None,
            others: Vec::new(),
            view: None,
            overtaken: Vec::new(),
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
        seat: Option<Seat>,
        rung: usize,
        damage: Vec<String>,
    ) -> Self {
        let saved = recovery.head.seq;
        let head = Some(recovery.head.hash.to_string());
        let session = Session::replay(recovery.entries.into_iter().map(Arc::new));
        Self {
            settled: session.clone(),
            session,
            saved,
            head,
            store: Store::Writing(writer),
            found: Some(found),
            seat,
            rung,
            damage,
            ..Self::fresh()
        }
    }

    /// A session that a newer release wrote: it is only read.
    pub(super) fn of_newer_release(self) -> Self {
        Self { newer: true, ..self }
    }

    /// The same session, only watched.
    pub(super) fn watching(mut self, view: View) -> Self {
        if let Store::Writing(writer) = self.store {
            self.store = Store::Watching(writer);
        }
        Self { view: Some(view), ..self }
    }

    /// Sees from now on what others append, and who comes and goes.
    pub(super) fn follow(&mut self, ear: Ear) {
        let (Some(found), Store::Writing(writer) | Store::Watching(writer)) = (&self.found, &self.store) else {
            return;
        };
        self.others = self.neighbours();
        let folders = found.folders.existing();
        let teller = ear.clone();
        let seats_changed = move |all| teller.tell(Heard::Seats(all));
        // Without it others are seen at this program's next act.
        self.follower = Follower::start(&folders, writer.looker(), seats_changed).ok();
        self.ear = Some(ear);
    }

    /// Gets up: from now on others do not count this program.
    pub(super) fn stand_up(&mut self) {
        self.seat = None;
    }

    /// Whether others are on the session who do not only watch.
    pub(super) fn has_company(&self) -> bool {
        self.neighbours().iter().any(|seated| !seated.watching)
    }

    fn neighbours(&self) -> Vec<Seated> {
        self.found.as_ref().map(|found| self.without_me(seats(&found.folders.existing()))).unwrap_or_default()
    }

    fn without_me(&self, mut all: Vec<Seated>) -> Vec<Seated> {
        all.retain(|seated| self.seat.as_ref().is_none_or(|mine| mine.name() != seated.seat));
        all
    }

    /// Acts that came to nothing since this was last asked.
    pub(super) fn take_overtaken(&mut self) -> Vec<Overtaken> {
        std::mem::take(&mut self.overtaken)
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
        let line = |mut entry: Entry| {
            self.put_back(&mut entry);
            let encoded = journal::encode(&sid, &entry, prev).ok()?;
            prev = encoded.hash;
            Some(encoded.line)
        };
        entries.into_iter().filter_map(line).collect()
    }

    pub(super) fn saving(&self, words: &Words) -> Saving {
        let pending = match self.store {
            Store::Writing(_) => self.acts.len(),
            _ if self.is_begun() => self.session.log().len(),
            _ => 0,
        };
        let damage = self.damage.first().map(|_| words.say("cli-damaged"));
        let read_only = match (self.newer, self.is_watching()) {
            (true, _) => Some(words.say("cli-newer-version")),
            (false, true) => Some(words.say("cli-only-watches")),
            (false, false) => None,
        };
        let others = self.others.iter().map(|seated| Other {
            person: Person(seated.person.clone()),
            host: printable(&seated.host).into_owned(),
            watching: seated.watching,
        });
        let (saved, trouble) = (self.saved, self.trouble.clone());
        let (shelter, others) = (self.shelter(words), others.collect());
        let number = self.found.as_ref().and_then(|found| found.number);
        Saving { saved, pending, trouble, damage, shelter, number, read_only, view: self.view, others }
    }

    /// Whether a file can be kept beside the journal, as far as is known.
    pub(super) fn can_keep(&self) -> bool {
        self.trouble.is_none()
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
        self.acts.push_back(Pending { act, at: entry.at.clone() });
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
    pub(super) fn try_again(&mut self, now: &Moment, ladder: &Ladder, words: &Words, me: &Seated, ear: Ear) {
        let lately = self.tried.as_ref().is_some_and(|tried| now.since(tried) < TRY_AGAIN);
        if self.trouble.is_none() || lately {
            return;
        }
        self.tried = Some(now.clone());
        if let Store::Writing(writer) = &self.store {
            writer.retry();
        } else {
            self.begin_writing(ladder, words, me, ear);
        }
    }

    /// Makes the folder and the journal of a session that has none, as soon as there is more in it than its
    /// opening. What cannot be made is said, and tried again.
    pub(super) fn begin_writing(&mut self, ladder: &Ladder, words: &Words, me: &Seated, ear: Ear) {
        if !matches!(self.store, Store::Waiting) || !self.is_begun() {
            return;
        }
        match self.make_journal(ladder, words, me, ear.clone()) {
            Ok(writer) => {
                self.beside.iter().for_each(|file| writer.keep(file.clone()));
                for row in self.session.log() {
                    writer.submit(row.entry.as_ref().clone());
                }
                self.store = Store::Writing(writer);
                self.trouble = None;
                self.follow(ear);
            }
            Err(trouble) => self.trouble = Some(trouble),
        }
    }

    fn make_journal(&mut self, ladder: &Ladder, words: &Words, me: &Seated, ear: Ear) -> Result<Writer, String> {
        let Some(first) = self.session.log().first() else { return Err(String::new()) };
        let name = journal::folder_name(first.entry.at.wall, first.entry.mode, &self.session.book().id);
        let made = ladder.create(&name, &first.entry.id.0).map_err(|errors| {
            let first = errors.first().map(ToString::to_string).unwrap_or_default();
            home_trouble(ladder.home(), &first, words)
        })?;
        // Nobody knows of the session yet: a seat that cannot be had tells nobody anything.
        self.seat = sit_down(&made.found, me).ok().flatten();
        self.rung = made.journal.rung();
        self.found = Some(made.found);
        Writer::start(made.journal, move |report| ear.tell(Heard::Journal(report)))
            .map_err(|error| words.with("cli-no-thread", &[("error", (&error.to_string()).into())]))
    }

    /// Takes in what the threads say.
    pub(super) fn take_in(&mut self, heard: Heard, words: &Words) {
        match heard {
            Heard::Seats(all) => self.others = self.without_me(all),
            Heard::Journal(report) => self.take_report(report, words),
        }
    }

    fn take_report(&mut self, report: WriterReport, words: &Words) {
        match report {
            WriterReport::Climbed { rung } => self.stand_on(rung),
            WriterReport::Saved { seq, id, head, rung } => {
                self.stand_on(rung);
                self.saved = self.saved.max(seq);
                self.head = Some(head.to_string());
                self.trouble = None;
                self.acts.retain(|pending| pending.act.id != id);
                if self.acts.is_empty() {
                    self.beside.clear();
                }
                let mut pending = self.session.log().iter().skip(self.settled.log().len());
                if let Some(row) = pending.find(|row| row.entry.id == id) {
                    self.settled.apply(Arc::clone(&row.entry));
                }
            }
            WriterReport::News { entries, head, rung } => {
                self.stand_on(rung);
                self.head = Some(head.to_string());
                self.fold_others(entries);
                // The thread does not know yet that these are overtaken, and will say so.
                for pending in &self.acts {
                    if let Ok(entry) = self.session.decide(&pending.act, &pending.at) {
                        self.session.apply(Arc::new(entry));
                    }
                }
            }
            WriterReport::Overtaken { epoch, entries, head, rung, .. } => {
                self.stand_on(rung);
                self.head = Some(head.to_string());
                if let Store::Writing(writer) = &self.store {
                    writer.caught_up(epoch);
                }
                // All that is on its way is stale, refused already or not, and keeps its order.
                if epoch > self.epoch {
                    self.epoch = epoch;
                    self.fold_others(entries);
                    for pending in std::mem::take(&mut self.acts) {
                        self.decide_again(pending);
                    }
                }
            }
            WriterReport::Failed { error, .. } => self.trouble = Some(append_trouble(&error, words)),
        }
    }

    /// Decides an act of ours on what others did before it.
    fn decide_again(&mut self, Pending { mut act, at }: Pending) {
        if let Command::Leave { others, .. } | Command::ComeBack { others, .. } = &mut act.command {
            *others = self.has_company();
        }
        let Err(refusal) = self.submit(act.clone(), &at) else { return };
        // What came due was noticed by the other program then; it is nobody's loss.
        if act.who.is_program() {
            return;
        }
        let subject = act.command.subject();
        let about = |event: &Event| event.subject().is_some_and(|other| Some(other) == subject);
        let mut theirs = self.settled.log().iter().rev().take_while(|row| row.entry.seq > act.seen);
        let by = theirs.find(|row| row.entry.events.iter().any(about)).map(|row| row.entry.seq);
        let whole = act.attached.iter().find_map(|file| self.content(file));
        let mut request = Request { command: act.command, by: act.by, reason: act.reason, seen: Some(act.seen) };
        if let Some(whole) = whole {
            restore(&mut request, &whole);
        }
        self.overtaken.push(Overtaken { request, refusal, by });
    }

    /// The content of a file that was given here and may not be saved yet.
    fn content(&self, file: &Attachment) -> Option<Arc<[u8]>> {
        let path = file.path();
        self.beside.iter().find(|beside| path.ends_with(&beside.name)).map(|beside| Arc::clone(&beside.bytes))
    }

    /// Puts a long text back into the entry it was taken out of: what is kept beside it may be nowhere either.
    fn put_back(&self, entry: &mut Entry) {
        let whole = entry.events.iter().find_map(|event| match event {
            Event::FileAttached { file } if file.name.is_empty() => self.content(file),
            _ => None,
        });
        let Some(whole) = whole.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()) else { return };
        for event in &mut entry.events {
            if let Event::NoteAdded { text, .. } | Event::EvidenceGiven { text, .. } = event {
                whole.clone_into(text);
            }
        }
        entry.events.retain(|event| !matches!(event, Event::FileAttached { file } if file.name.is_empty()));
    }

    /// The record goes on on this rung: there is another folder to follow.
    fn stand_on(&mut self, rung: usize) {
        if self.rung != rung {
            self.rung = rung;
            // Another disk has other room.
            (self.free, self.tended) = (None, None);
            if let Some(found) = &mut self.found
                && let Some(path) = found.folders.path(rung).map(Path::to_owned)
            {
                found.path = path;
            }
            if let Some(ear) = self.ear.take() {
                self.follow(ear);
            }
        }
    }

    /// Folds what others appended, and leaves out what is ours and not saved.
    fn fold_others(&mut self, entries: Vec<Entry>) {
        let came_or_went = |event: &Event| {
            matches!(
                event,
                Event::TerminalJoined { .. }
                    | Event::TerminalLeft { .. }
                    | Event::SessionRejoined { .. }
                    | Event::SessionLeft { .. }
            )
        };
        if entries.iter().flat_map(|entry| &entry.events).any(came_or_went) {
            // The record says so too, should the system have kept the change of a seat to itself.
            self.others = self.neighbours();
        }
        if let Some(last) = entries.last() {
            self.saved = self.saved.max(last.seq);
        }
        let clean = self.acts.is_empty();
        for entry in entries.into_iter().map(Arc::new) {
            self.settled.apply(Arc::clone(&entry));
            if clean {
                self.session.apply(entry);
            }
        }
        if !clean {
            self.session = self.settled.clone();
        }
    }

    /// Waits until all is saved, no longer than `longest`.
    pub(super) fn flush(&self, longest: Duration) -> bool {
        match &self.store {
            Store::Writing(writer) => writer.flush(longest),
            Store::Waiting | Store::Watching(_) => !self.is_begun(),
        }
    }
}

/// Takes a seat on a session, in the first of its folders that takes one. A disk that is full keeps nobody from
/// working: then nobody sees that one is there. What somebody planted is refused.
pub(super) fn sit_down(found: &Found, me: &Seated) -> std::io::Result<Option<Seat>> {
    for folder in found.folders.existing() {
        match Seat::take(&folder, me, new_id) {
            Ok(seat) => return Ok(Some(seat)),
            Err(error) if journal::Plant::behind(&error).is_some() => return Err(error),
            Err(_) => {}
        }
    }
    Ok(None)
}
