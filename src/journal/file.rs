//! One journal: opening it, appending to it, reading on in it.
//!
//! Owns when a line counts as saved (written whole, then synced) and what a failing disk means. It blocks,
//! so only the writer's thread and start-up may call it; it decides no rule of a session.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use super::disk::{Access, Plant};
use super::error::{AppendError, Appended, OpenError};
use super::ladder::Folders;
use super::line::{Digest, decode, encode};
use super::places::Places;
use super::recover::{Head, Recovery, Scan};
use super::segment::{Gone, Segment, is_sick, owner};
use super::window::each_line;
use crate::session::{Entry, Event, Seq};

/// How long an append waits for another program's append to end: two seconds less the time to say so.
const LOCK_BUDGET: Duration = Duration::from_millis(1500);
const LOCK_POLL: Duration = Duration::from_millis(5);
/// Bytes before a line that did not reach the disk which may be lost with it: far more than one piece of memory.
const SHAKEN: u64 = 64 * 1024;
/// Each holds a descriptor, of which a program has a thousand.
const MAX_SEGMENTS: usize = 500;

/// The journal of one session. Several programs may have it open; each append takes the lock for itself.
pub struct Journal {
    places: Places,
    /// In order and never empty; only the last one grows.
    segments: Vec<Segment>,
    scan: Scan,
    /// Entries that were read and told nobody yet.
    untold: Vec<Entry>,
    /// The sync of a line failed: others can read it, and it may or may not be on the disk.
    unsure: bool,
    /// A file of evidence is kept below the record that names it.
    kept_below: bool,
    /// Hash of the last line this program wrote and synced.
    sure: Option<Digest>,
    writable: bool,
    lock_budget: Duration,
}

/// A file to be kept beside the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Its name in the folder of evidence, which must be one of [`crate::session::Attachment::path`].
    pub name: String,
    /// Its content.
    pub bytes: Arc<[u8]>,
}

impl Journal {
    /// Makes the journal of a new session in the first of these folders, which must be there.
    pub fn create(folders: impl Into<Folders>, sid: &str) -> Result<Self, OpenError> {
        Self::create_at(&folders.into(), 0, sid)
    }

    /// Makes the journal of a new session on one rung.
    pub(super) fn create_at(folders: &Folders, rung: usize, sid: &str) -> Result<Self, OpenError> {
        Self::create_on(folders.places(Access::Write), rung, sid)
    }

    /// Opens the journal in these folders to go on with it. What a killed program left is made durable before it is believed.
    pub fn open(folders: impl Into<Folders>) -> Result<(Self, Recovery), OpenError> {
        Self::open_on(folders.into().places(Access::Write), true)
    }

    /// Opens the journal in these folders to look at it; it may belong to another user.
    pub fn watch(folders: impl Into<Folders>) -> Result<(Self, Recovery), OpenError> {
        Self::open_on(folders.into().places(Access::Read), false)
    }

    pub(super) fn create_on(places: impl Into<Places>, rung: usize, sid: &str) -> Result<Self, OpenError> {
        let places = places.into();
        let segments = vec![Segment::made(1, rung, places.make_on(1, rung)?)];
        Ok(Self::of(places, segments, Scan::new(sid), true))
    }

    fn of(places: Places, segments: Vec<Segment>, scan: Scan, writable: bool) -> Self {
        let (untold, sure, lock_budget) = (Vec::new(), None, LOCK_BUDGET);
        Self { places, segments, scan, untold, unsure: false, kept_below: false, sure, writable, lock_budget }
    }

    pub(super) fn open_on(places: impl Into<Places>, writable: bool) -> Result<(Self, Recovery), OpenError> {
        let places = places.into();
        let mut segments = Vec::new();
        for (number, rung) in places.numbers(|_| false)?.into_iter().take(MAX_SEGMENTS) {
            let tape = match places.open(number, rung) {
                Ok(Some(tape)) => tape,
                Ok(None) => continue,
                // What the others hold is not given up for it; the chain tells whether anything is missing.
                Err(error) if is_sick(&error) || (number > 1 && Plant::behind(&error).is_some()) => Box::new(Gone),
                Err(error) => return Err(error.into()),
            };
            let mut segment = Segment::new(number, rung, tape);
            // A follower cannot do more than ask; whoever writes must not build on a line that may vanish.
            let synced = segment.tape.sync().is_ok();
            segment.finished = writable && !(synced && segment.tape.may_grow());
            segments.push(segment);
        }
        if segments.is_empty() {
            return Err(OpenError::Absent);
        }
        let linked = writable && segments.iter().any(|segment| !segment.tape.may_grow());
        let none = if linked { OpenError::Planted(Plant::HardLink) } else { OpenError::Empty };
        let scan = Scan::new(&owner(&mut segments)?.ok_or(none)?);
        let mut journal = Self::of(places, segments, scan, writable);
        let all = journal.segments.len();
        journal.read_on(all)?;
        let entries = std::mem::take(&mut journal.untold);
        let last = journal.segments.last();
        let tail = last.filter(|last| last.tail > 0).map(|last| (last.number, last.read, last.tail));
        let mut recovery = journal.scan.recovery(entries, tail.is_some());
        recovery.notes.extend(tail.map(|(segment, offset, len)| super::RecoveryNote::TornSpan {
            segment,
            offset,
            len,
        }));
        Ok((journal, recovery))
    }

    /// The session it belongs to.
    pub fn sid(&self) -> &str {
        self.scan.sid()
    }

    /// The end of the chain as far as it was read or written here.
    pub fn head(&self) -> Head {
        self.scan.head()
    }

    /// Appends `entry`, which was decided on everything up to `expected`; returns once it is on the disk.
    ///
    /// An entry whose id the journal holds already counts as appended.
    pub fn append(&mut self, expected: Seq, entry: &Entry) -> Result<Appended, AppendError> {
        if !self.writable || self.scan.newer() {
            return Err(AppendError::ReadOnly);
        }
        self.lock()?;
        let result = self.append_locked(expected, entry);
        self.unlock();
        result
    }

    /// The rung of the ladder the last segment stands on.
    pub fn rung(&self) -> usize {
        self.segments.last().map_or(0, |last| last.rung)
    }

    /// Keeps a file beside the journal, durably, before an entry names it.
    pub fn keep(&mut self, file: &Beside) -> Result<(), AppendError> {
        if !self.writable {
            return Err(AppendError::ReadOnly);
        }
        let rung = self.places.keep(self.rung(), &file.name, &file.bytes).map_err(AppendError::NotWritten)?;
        self.kept_below |= rung > self.rung();
        Ok(())
    }

    /// What others appended since the last look, without waiting for a lock.
    pub fn news(&mut self) -> io::Result<Vec<Entry>> {
        self.gather()?;
        Ok(std::mem::take(&mut self.untold))
    }

    fn gather(&mut self) -> io::Result<()> {
        self.look_on()?;
        self.read_on(self.segments.len() - 1)
    }

    /// The same as [`Self::news`], made durable first: nobody is told what may still vanish.
    pub fn durable_news(&mut self) -> io::Result<Vec<Entry>> {
        self.look_on()?;
        let last = self.segments.len();
        for (place, segment) in (1..).zip(&mut self.segments).filter(|(_, segment)| !segment.left) {
            let until = segment.tape.len()?;
            if until > segment.read + segment.tail && !segment.finished {
                // What stands there may not be on the disk, and a later sync would not tell.
                segment.tape.sync().inspect_err(|_| {
                    segment.finished = self.writable;
                    self.unsure |= self.writable;
                })?;
            }
            segment.read_on(until, &mut self.scan, &mut self.untold)?;
            if place < last {
                segment.leave(&mut self.scan);
            }
        }
        Ok(std::mem::take(&mut self.untold))
    }

    /// Opens the segments others began; whether there are any. Done before reading: once the next one is there, the
    /// one before it has stopped growing.
    fn look_on(&mut self) -> io::Result<bool> {
        let in_use = |rung| self.segments.iter().any(|segment| segment.rung == rung);
        let last = self.segments.last().map(|last| (last.number, last.rung));
        let room = MAX_SEGMENTS.saturating_sub(self.segments.len());
        let mut fresh = Vec::new();
        for (number, rung) in self.places.numbers(in_use)?.into_iter().filter(|found| Some(*found) > last).take(room) {
            match self.places.open(number, rung) {
                Ok(Some(tape)) => {
                    let finished = self.writable && !tape.may_grow();
                    fresh.push(Segment { finished, ..Segment::new(number, rung, tape) });
                }
                // A rung that is broken, or that was of no use before, hides nothing on the others.
                Err(error) if in_use(rung) && !is_sick(&error) => return Err(error),
                Ok(None) | Err(_) => {}
            }
        }
        let any = !fresh.is_empty();
        self.segments.extend(fresh);
        Ok(any)
    }

    /// Every entry after `seq`, read anew.
    pub fn read_from(&self, seq: Seq) -> io::Result<Vec<Entry>> {
        let mut scan = Scan::new(self.scan.sid());
        let mut entries = Vec::new();
        for segment in &self.segments {
            let reached = segment.read_into(0, u64::MAX, &mut scan, &mut entries)?;
            entries.retain(|entry| entry.seq > seq);
            scan.leave(segment.number, reached.end, reached.tail);
        }
        Ok(scan.recovery(entries, false).entries)
    }

    /// Reads on in every segment that may have grown; the first `losable` of them may be gone from the disk.
    fn read_on(&mut self, losable: usize) -> io::Result<()> {
        let last = self.segments.len();
        for (place, segment) in (1..).zip(&mut self.segments).filter(|(_, segment)| !segment.left) {
            match segment.read_on(u64::MAX, &mut self.scan, &mut self.untold) {
                Err(error) if is_sick(&error) && place <= losable => segment.lose(),
                read => read?,
            }
            if place < last {
                segment.leave(&mut self.scan);
            }
        }
        Ok(())
    }

    #[cfg(test)]
    pub(super) fn never_waits(mut self) -> Self {
        self.lock_budget = Duration::ZERO;
        self
    }

    /// Takes the lock of every segment: programs that came at different times may not hold the same ones, but the
    /// one that grows is among those of each.
    fn lock(&mut self) -> Result<(), AppendError> {
        let begin = Instant::now();
        loop {
            let held = self.try_lock().map_err(AppendError::NotWritten)?;
            if held.is_none() && !self.look_on().inspect_err(|_| self.unlock()).map_err(AppendError::Unread)? {
                return Ok(());
            }
            let Some(held) = held else {
                self.unlock();
                continue;
            };
            if begin.elapsed() >= self.lock_budget {
                return Err(AppendError::Locked(self.segments.get(held).and_then(|segment| segment.tape.holder())));
            }
            thread::sleep(LOCK_POLL);
        }
    }

    /// Locks all segments or none; which one another program holds.
    fn try_lock(&self) -> io::Result<Option<usize>> {
        for (place, segment) in self.segments.iter().enumerate() {
            let taken = segment.tape.try_lock();
            if !matches!(taken, Ok(true)) {
                self.segments.iter().take(place).for_each(|segment| segment.tape.unlock());
                return taken.map(|_| Some(place));
            }
        }
        Ok(None)
    }

    fn unlock(&self) {
        self.segments.iter().for_each(|segment| segment.tape.unlock());
    }

    fn append_locked(&mut self, expected: Seq, entry: &Entry) -> Result<Appended, AppendError> {
        if self.unsure {
            self.forget();
        }
        self.gather().map_err(AppendError::Unread)?;
        if self.scan.newer() {
            return Err(AppendError::ReadOnly);
        }
        self.settle()?;
        let head = self.scan.head();
        if let Some(seq) = self.scan.place_of(&entry.id) {
            self.sync_last()?;
            return Ok(Appended { seq, head: head.hash, rung: self.rung() });
        }
        if head.seq > expected {
            let mut news = std::mem::take(&mut self.untold);
            news.retain(|other| other.seq > expected);
            let complete = news.first().is_some_and(|first| first.seq == expected.next());
            let entries = if complete { news } else { self.read_from(expected).map_err(AppendError::Unread)? };
            return Err(AppendError::Conflict(entries));
        }
        if head.seq < expected {
            return Err(AppendError::Behind(head));
        }
        let encoded = encode(self.scan.sid(), entry, head.hash).map_err(AppendError::Unfit)?;
        self.put(&encoded.line)?;
        self.scan.wrote(entry, encoded.hash);
        // Who decided on all of it knows all of it.
        self.untold.clear();
        self.sure = Some(encoded.hash);
        Ok(Appended { seq: entry.seq, head: encoded.hash, rung: self.rung() })
    }

    /// Makes the next look read everything anew: in doubt, what others can read decides.
    fn forget(&mut self) {
        self.scan = Scan::new(self.scan.sid());
        self.untold.clear();
        self.segments.iter_mut().for_each(Segment::forget);
    }

    /// A line that can be read but that may not be on the disk is written once more. One that nobody can read
    /// was never there: its entry is appended anew by whoever asks for it.
    fn settle(&mut self) -> Result<(), AppendError> {
        // Whoever wrote the last line did not live to say that it was synced, or was told that it is not. A sync
        // that succeeds now proves nothing: after one that failed the pages count as clean.
        let head = self.scan.head().hash;
        if self.unsure || (self.sure != Some(head) && self.places.in_flight()) {
            match self.last_line().map_err(AppendError::Unread)? {
                Some(line) => self.put(&line)?,
                // A mark that cannot be taken back costs a line written twice, and no more.
                None => _ = self.places.mark(false),
            }
            (self.unsure, self.sure) = (false, Some(head));
        }
        Ok(())
    }

    /// The bytes of the line the chain ends in.
    fn last_line(&self) -> io::Result<Option<Vec<u8>>> {
        let head = self.scan.head().hash;
        for segment in self.segments.iter().rev() {
            let mut found = None;
            each_line(segment.tape.as_ref(), 0, |line| {
                if decode(line).is_ok_and(|record| record.hash == head) {
                    found = Some([line, b"\n"].concat());
                }
                ControlFlow::Continue(())
            })?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Makes sure that a line found in the journal is on the disk.
    fn sync_last(&mut self) -> Result<(), AppendError> {
        match self.segments.last_mut() {
            Some(last) if !last.finished => last.tape.sync().map_err(|error| {
                last.finished = true;
                AppendError::NotSynced(error)
            }),
            _ => Ok(()),
        }
    }

    /// Writes and syncs one line. Where the disk refuses, the next rung of the ladder takes it: after a sync that
    /// failed, a new segment on the same rung comes first.
    fn put(&mut self, line: &[u8]) -> Result<(), AppendError> {
        let damaged = self.scan.damaged_in();
        let owed = self.places.in_flight();
        let (mut failure, mut from, mut sick) = (None, None, None);
        loop {
            if let Err(error) = self.growing(damaged, from) {
                if self.put_above(line) {
                    return Ok(());
                }
                return Err(failure.unwrap_or(AppendError::NotWritten(error)));
            }
            let Some(last) = self.segments.last() else { return Err(AppendError::ReadOnly) };
            let rung = last.rung;
            let fresh = last.read + last.tail == 0 && !last.dirty;
            let bytes = match () {
                () if fresh => [&self.shaken(line), line].concat(),
                () if last.dirty || last.tail > 0 => [b"#\n", line].concat(),
                () => line.to_vec(),
            };
            // Without the mark the line is as safe as the sync says; only a kill during a failing one is not seen.
            let _ = self.places.mark(true);
            let Some(last) = self.segments.last_mut() else { return Err(AppendError::ReadOnly) };
            let written = match last.tape.write(&bytes) {
                Ok(count) if count == bytes.len() => Ok(()),
                Ok(count) => {
                    let why = format!("{count} of {} bytes were written", bytes.len());
                    Err(io::Error::new(io::ErrorKind::WriteZero, why))
                }
                Err(error) => Err(error),
            };
            if let Err(error) = written {
                last.dirty = true;
                if !owed && !self.unsure {
                    let _ = self.places.mark(false);
                }
                // Where only the file went there may be another one.
                let removed = last.tape.is_gone() && !std::mem::replace(&mut last.finished, true);
                failure.get_or_insert(AppendError::NotWritten(error));
                from = Some(if removed { rung } else { rung + 1 });
                continue;
            }
            match last.tape.sync() {
                Ok(()) => {
                    last.read += last.tail + bytes.len() as u64;
                    last.tail = 0;
                    last.dirty = false;
                    self.unsure = false;
                    let _ = self.places.mark(false);
                    return Ok(());
                }
                Err(error) => {
                    last.finished = true;
                    self.unsure = true;
                    failure = Some(AppendError::NotSynced(error));
                    from = Some(if sick == Some(rung) { rung + 1 } else { rung });
                    sick = Some(rung);
                }
            }
        }
    }

    /// Lines that a sync that failed may have taken with it, saved before as they were: they share the memory with
    /// the line that did not reach the disk, and what becomes of that is the system's affair. They are written once
    /// more at the begin of the next segment, in their order; `line` itself follows them.
    fn shaken(&self, line: &[u8]) -> Vec<u8> {
        let mut lines: BTreeMap<Seq, Vec<u8>> = BTreeMap::new();
        let mut room = SHAKEN;
        let mut trailing = true;
        for segment in self.segments.iter().rev().skip(1) {
            trailing &= segment.is_sick();
            let len = segment.tape.len().unwrap_or(0);
            let from = match (segment.tape.is_gone(), trailing) {
                // Of what somebody removed this program may hold the only copy.
                (true, _) => 0,
                (false, true) => len.saturating_sub(room),
                (false, false) => continue,
            };
            room = room.saturating_sub(len - from);
            // What cannot be read any more cannot be written again either.
            let _ = each_line(segment.tape.as_ref(), from, |other| {
                if let Ok(record) = decode(other)
                    && record.sid == self.scan.sid()
                {
                    lines.entry(record.seq).or_insert_with(|| [other, b"\n"].concat());
                }
                ControlFlow::Continue(())
            });
        }
        lines.into_values().filter(|other| other != line).flatten().collect()
    }

    /// Sees to it that the last segment takes the next line: makes one if need be, and always, on no rung above it,
    /// where one is named.
    fn growing(&mut self, damaged: Option<u32>, from: Option<usize>) -> io::Result<()> {
        let Some(last) = self.segments.last() else { return Err(too_many()) };
        let full = last.is_sick() || damaged == Some(last.number);
        let own = self.places.own_above(last.rung);
        let number = self.next_number();
        if let Some(from) = from.or(full.then_some(last.rung)) {
            let number = number.ok_or_else(too_many)?;
            let (tape, rung) = self.places.make(number, from)?;
            self.begin(Segment::made(number, rung, tape));
        } else if let (Some(rung), Some(number)) = (own, number)
            && let Ok(tape) = self.places.make_with(number, rung, &[])
        {
            // Where other machines write as well the record is only brought in the end.
            self.begin(Segment::made(number, rung, tape));
        }
        Ok(())
    }

    fn begin(&mut self, segment: Segment) {
        if let Some(last) = self.segments.last_mut() {
            last.leave(&mut self.scan);
        }
        self.segments.push(segment);
    }

    fn next_number(&self) -> Option<u32> {
        let last = self.segments.last().filter(|_| self.segments.len() < MAX_SEGMENTS)?;
        last.number.checked_add(1)
    }

    /// Brings the record back up: a new segment on rung `to` begins with every line that stands only elsewhere.
    /// Returns what others had appended; read by the chain, a line that stands twice is one entry.
    pub fn climb(&mut self, to: usize) -> Result<Vec<Entry>, AppendError> {
        if !self.writable || self.scan.newer() {
            return Err(AppendError::ReadOnly);
        }
        self.lock()?;
        let result = self.climb_locked(to);
        self.unlock();
        result
    }

    fn climb_locked(&mut self, to: usize) -> Result<Vec<Entry>, AppendError> {
        self.gather().map_err(AppendError::Unread)?;
        if self.rung() != to && !self.unsure {
            self.settle()?;
            let lines = self.lines_not_on(to, &[]).map_err(AppendError::Unread)?;
            self.bring_evidence(to).map_err(AppendError::NotWritten)?;
            self.begin_with(to, &lines).map_err(AppendError::NotWritten)?;
        } else if self.kept_below {
            self.bring_evidence(to).map_err(AppendError::NotWritten)?;
        }
        self.kept_below &= self.rung() != to;
        Ok(std::mem::take(&mut self.untold))
    }

    /// Nothing from here down takes a line: the places above, which did not take one before, may do so again.
    fn put_above(&mut self, line: &[u8]) -> bool {
        for to in 0..self.rung() {
            // What cannot be read any more cannot be brought along.
            let mut lines = self.lines_not_on(to, line).unwrap_or_default();
            lines.extend_from_slice(line);
            if self.begin_with(to, &lines).is_ok() {
                self.unsure = false;
                let _ = self.places.mark(false);
                return true;
            }
        }
        false
    }

    /// Begins the next segment on rung `to` with these lines, all of them durable, or not at all.
    fn begin_with(&mut self, to: usize, lines: &[u8]) -> io::Result<()> {
        let number = self.next_number().ok_or_else(too_many)?;
        let tape = self.places.make_with(number, to, lines)?;
        self.begin(Segment { read: lines.len() as u64, ..Segment::made(number, to, tape) });
        Ok(())
    }

    /// Every line that stands on no sound segment of rung `to`, but `less`.
    fn lines_not_on(&self, to: usize, less: &[u8]) -> io::Result<Vec<u8>> {
        let there = self
            .segments
            .iter()
            .rposition(|segment| segment.rung == to && !segment.finished && !segment.tape.is_gone());
        let mut lines = Vec::new();
        for segment in self.segments.iter().skip(there.map_or(0, |there| there + 1)) {
            each_line(segment.tape.as_ref(), 0, |line| {
                let ours = decode(line).is_ok_and(|record| record.sid == self.scan.sid());
                if ours && less.strip_suffix(b"\n") != Some(line) {
                    lines.extend_from_slice(line);
                    lines.push(b'\n');
                }
                ControlFlow::Continue(())
            })?;
        }
        Ok(lines)
    }

    /// Brings every file that an entry names to rung `to`.
    fn bring_evidence(&self, to: usize) -> io::Result<()> {
        let mut named = BTreeSet::new();
        for segment in &self.segments {
            each_line(segment.tape.as_ref(), 0, |line| {
                let events = decode(line).ok().and_then(|record| record.entry).map(|entry| entry.events);
                named.extend(events.into_iter().flatten().filter_map(|event| match event {
                    Event::FileAttached { file } => file.path().strip_prefix("evidence/").map(str::to_owned),
                    _ => None,
                }));
                ControlFlow::Continue(())
            })?;
        }
        named.iter().try_for_each(|name| self.places.bring(to, name))
    }
}

fn too_many() -> io::Error {
    io::Error::other("the journal has too many segments")
}

#[cfg(test)]
mod tests;
