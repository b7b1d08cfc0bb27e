//! One journal in a session's folder: opening it, appending to it, reading on in it.
//!
//! Owns when a line counts as saved (written whole, then synced) and what a failing disk means. It blocks,
//! so only the writer's thread and start-up may call it; it decides no rule of a session.

use std::fmt;
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::disk::{Access, Folder, Place, Plant, Tape};
use super::line::{Digest, EncodeFault, decode, encode};
use super::recover::{Head, Recovery, Scan, recover, session_id};
use crate::session::{Entry, Seq};

/// How long an append waits for another program's append to end.
const LOCK_BUDGET: Duration = Duration::from_secs(2);
const LOCK_POLL: Duration = Duration::from_millis(5);
/// Each holds a descriptor, of which a program has a thousand.
const MAX_SEGMENTS: u32 = 500;

/// The journal of one session. Several programs may have it open; each append takes the lock for itself.
pub struct Journal {
    place: Box<dyn Place>,
    /// In order and never empty; only the last one grows.
    segments: Vec<Segment>,
    scan: Scan,
    /// The sync of a line failed: others can read it, and it may or may not be on the disk.
    unsure: bool,
    writable: bool,
    lock_budget: Duration,
}

struct Segment {
    number: u32,
    tape: Box<dyn Tape>,
    /// Up to where it is read: always the begin of a line.
    read: u64,
    /// Bytes after it that end in no newline.
    tail: u64,
    /// A write failed here; the next line starts with a mark.
    dirty: bool,
    /// Never written again: a sync failed, or something saved here is gone.
    finished: bool,
    /// A later segment is there: it is not read on.
    left: bool,
    /// Made here: it and its name are on the disk.
    made: bool,
}

impl Segment {
    fn new(number: u32, tape: Box<dyn Tape>) -> Self {
        Self { number, tape, read: 0, tail: 0, dirty: false, finished: false, left: false, made: false }
    }

    fn leave(&mut self, scan: &mut Scan) {
        scan.leave(self.number, self.read, self.tail);
        self.left = true;
    }
}

/// An entry that is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its place.
    pub seq: Seq,
    /// Hash of the last line of the journal after it.
    pub head: Digest,
}

/// Why a journal could not be opened or made.
#[derive(Debug)]
pub enum OpenError {
    /// There is no journal.
    Absent,
    /// No line of it can be read: nothing was ever saved in it.
    Empty,
    /// Something stands in its place that may not be ours.
    Planted(Plant),
    /// The disk failed.
    Disk(io::Error),
}

/// Why an entry was not appended. Nothing of it is saved.
#[derive(Debug)]
pub enum AppendError {
    /// Others appended since the place the entry was decided on: their entries.
    Conflict(Vec<Entry>),
    /// The journal ends before the place the entry was decided on.
    Behind(Head),
    /// Another program held the lock for two seconds.
    Locked,
    /// A later release wrote to the journal, or it was opened only to look.
    ReadOnly,
    /// What others appended could not be read.
    Unread(io::Error),
    /// The disk took no line, or half of one. The same journal may work again later.
    NotWritten(io::Error),
    /// The disk lost a line it had taken, and a new segment failed as well.
    NotSynced(io::Error),
    /// The entry has no line.
    Unfit(EncodeFault),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        match Plant::behind(&error) {
            Some(plant) => Self::Planted(plant),
            None if error.kind() == io::ErrorKind::NotFound => Self::Absent,
            None => Self::Disk(error),
        }
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("there is no journal"),
            Self::Empty => f.write_str("the journal holds no entry"),
            Self::Planted(plant) => write!(f, "the journal was refused: {plant}"),
            Self::Disk(error) => write!(f, "the journal cannot be opened: {error}"),
        }
    }
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict(entries) => write!(f, "others appended {} entries first", entries.len()),
            Self::Behind(head) => write!(f, "the journal ends at entry {}", head.seq.0),
            Self::Locked => f.write_str("another program holds the journal"),
            Self::ReadOnly => f.write_str("the journal can only be read here"),
            Self::Unread(error) => write!(f, "the journal cannot be read: {error}"),
            Self::NotWritten(error) => write!(f, "the entry was not written: {error}"),
            Self::NotSynced(error) => write!(f, "the entry did not reach the disk: {error}"),
            Self::Unfit(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for OpenError {}
impl std::error::Error for AppendError {}

impl Journal {
    /// Makes the journal of a new session in the folder `dir`, which must be there.
    pub fn create(dir: &Path, sid: &str) -> Result<Self, OpenError> {
        Self::create_on(Box::new(Folder::open(dir, Access::Write)?), sid)
    }

    /// Opens the journal in `dir` to go on with it. What a killed program left is made durable before it is believed.
    pub fn open(dir: &Path) -> Result<(Self, Recovery), OpenError> {
        Self::open_on(Box::new(Folder::open(dir, Access::Write)?), true)
    }

    /// Opens the journal in `dir` to look at it; it may belong to another user.
    pub fn watch(dir: &Path) -> Result<(Self, Recovery), OpenError> {
        Self::open_on(Box::new(Folder::open(dir, Access::Read)?), false)
    }

    pub(super) fn create_on(place: Box<dyn Place>, sid: &str) -> Result<Self, OpenError> {
        let segments = vec![Segment { made: true, ..Segment::new(1, place.make(1)?) }];
        let scan = Scan::new(sid);
        Ok(Self { place, segments, scan, unsure: false, writable: true, lock_budget: LOCK_BUDGET })
    }

    pub(super) fn open_on(place: Box<dyn Place>, writable: bool) -> Result<(Self, Recovery), OpenError> {
        let mut segments = Vec::new();
        let mut texts = Vec::new();
        for number in 1..=MAX_SEGMENTS {
            let tape = match place.open(number) {
                Ok(Some(tape)) => tape,
                Ok(None) => break,
                // What the others hold is not given up for it; the chain tells whether anything is missing.
                Err(error) if is_sick(&error) => Box::new(Gone),
                Err(error) => return Err(error.into()),
            };
            let mut segment = Segment::new(number, tape);
            // A follower cannot do more than ask; whoever writes must not build on a line that may vanish.
            segment.finished = segment.tape.sync().is_err() && writable;
            texts.push(match segment.tape.read_from(0) {
                Err(error) if is_sick(&error) => {
                    (segment.tape, segment.finished) = (Box::new(Gone), true);
                    Vec::new()
                }
                read => read?,
            });
            segments.push(segment);
        }
        if segments.is_empty() {
            return Err(OpenError::Absent);
        }
        let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
        let sid = session_id(&texts).ok_or(OpenError::Empty)?;
        let mut scan = Scan::new(&sid);
        let mut entries = Vec::new();
        let last = segments.len();
        for (segment, bytes) in segments.iter_mut().zip(&texts) {
            segment.read = scan.feed(segment.number, 0, bytes, &mut entries) as u64;
            segment.tail = bytes.len() as u64 - segment.read;
            if (segment.number as usize) < last {
                segment.leave(&mut scan);
            }
        }
        let dirty_tail = segments.last().is_some_and(|segment| segment.tail > 0);
        let mut recovery = scan.recovery(entries, dirty_tail);
        if let (true, Some(segment)) = (dirty_tail, segments.last()) {
            let (segment, offset, len) = (segment.number, segment.read, segment.tail);
            recovery.notes.push(super::RecoveryNote::TornSpan { segment, offset, len });
        }
        Ok((Self { place, segments, scan, unsure: false, writable, lock_budget: LOCK_BUDGET }, recovery))
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
        if let Some(first) = self.segments.first() {
            first.tape.unlock();
        }
        result
    }

    /// What others appended since the last look, without waiting for a lock.
    pub fn news(&mut self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        // Looked up first: once the next segment is there, the one before it has stopped growing.
        while let Some(number) = self.segments.last().map(|last| last.number + 1).filter(|n| *n <= MAX_SEGMENTS) {
            let Some(tape) = self.place.open(number)? else { break };
            self.segments.push(Segment::new(number, tape));
        }
        let last = self.segments.len();
        for segment in self.segments.iter_mut().filter(|segment| !segment.left) {
            let bytes = segment.tape.read_from(segment.read)?;
            let used = self.scan.feed(segment.number, segment.read, &bytes, &mut entries) as u64;
            segment.read += used;
            segment.tail = bytes.len() as u64 - used;
            if (segment.number as usize) < last {
                segment.leave(&mut self.scan);
            }
        }
        Ok(entries)
    }

    /// Every entry after `seq`, read anew.
    pub fn read_from(&self, seq: Seq) -> io::Result<Vec<Entry>> {
        let texts = self.segments.iter().map(|segment| segment.tape.read_from(0)).collect::<io::Result<Vec<_>>>()?;
        let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
        let mut entries = recover(self.scan.sid(), &texts).entries;
        entries.retain(|entry| entry.seq > seq);
        Ok(entries)
    }

    #[cfg(test)]
    pub(super) fn never_waits(mut self) -> Self {
        self.lock_budget = Duration::ZERO;
        self
    }

    /// The first segment's lock stands for all of them, also when that one is finished.
    fn lock(&self) -> Result<(), AppendError> {
        let Some(first) = self.segments.first() else { return Err(AppendError::ReadOnly) };
        let begin = Instant::now();
        while !first.tape.try_lock().map_err(AppendError::NotWritten)? {
            if begin.elapsed() >= self.lock_budget {
                return Err(AppendError::Locked);
            }
            thread::sleep(LOCK_POLL);
        }
        Ok(())
    }

    fn append_locked(&mut self, expected: Seq, entry: &Entry) -> Result<Appended, AppendError> {
        if self.unsure {
            self.forget();
        }
        let mut news = self.news().map_err(AppendError::Unread)?;
        news.retain(|other| other.seq > expected);
        if self.scan.newer() {
            return Err(AppendError::ReadOnly);
        }
        self.settle()?;
        let head = self.scan.head();
        if let Some(seq) = self.scan.place_of(&entry.id) {
            self.sync_last()?;
            return Ok(Appended { seq, head: head.hash });
        }
        if head.seq > expected {
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
        Ok(Appended { seq: entry.seq, head: encoded.hash })
    }

    /// Makes the next look read everything anew: in doubt, what others can read decides.
    fn forget(&mut self) {
        self.scan = Scan::new(self.scan.sid());
        for segment in &mut self.segments {
            (segment.read, segment.tail, segment.left) = (0, 0, false);
        }
    }

    /// A line that can be read but that may not be on the disk is written once more. One that nobody can read
    /// was never there: its entry is appended anew by whoever asks for it.
    fn settle(&mut self) -> Result<(), AppendError> {
        // Whoever wrote the last line did not live to say that it was synced, or was told that it is not. A sync
        // that succeeds now proves nothing: after one that failed the pages count as clean.
        if self.unsure || self.place.in_flight() {
            match self.last_line().map_err(AppendError::Unread)? {
                Some(line) => self.put(&line)?,
                None => self.place.mark(false).map_err(AppendError::NotWritten)?,
            }
            self.unsure = false;
        }
        Ok(())
    }

    /// The bytes of the line the chain ends in.
    fn last_line(&self) -> io::Result<Option<Vec<u8>>> {
        let head = self.scan.head().hash;
        for segment in self.segments.iter().rev() {
            let bytes = segment.tape.read_from(0)?;
            let found = bytes.split_inclusive(|byte| *byte == b'\n').rev().find(|line| {
                line.strip_suffix(b"\n").and_then(|text| decode(text).ok()).is_some_and(|record| record.hash == head)
            });
            if let Some(line) = found {
                return Ok(Some(line.to_vec()));
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

    /// Writes and syncs one line; when the sync fails, once more in a new segment.
    fn put(&mut self, line: &[u8]) -> Result<(), AppendError> {
        let damaged = self.scan.damaged_in();
        let owed = self.place.in_flight();
        let mut failure = None;
        for _ in 0..2 {
            let last = match self.growing(damaged) {
                Ok(last) => last,
                Err(error) => return Err(failure.map_or(AppendError::NotWritten(error), AppendError::NotSynced)),
            };
            let bytes = if last.dirty || last.tail > 0 { [b"#\n", line].concat() } else { line.to_vec() };
            // Without the mark the line is as safe as the sync says; only a kill during a failing one is not seen.
            let _ = self.place.mark(true);
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
                if !owed && failure.is_none() {
                    let _ = self.place.mark(false);
                }
                return Err(AppendError::NotWritten(error));
            }
            match last.tape.sync() {
                Ok(()) => {
                    last.read += last.tail + bytes.len() as u64;
                    last.tail = 0;
                    last.dirty = false;
                    self.unsure = false;
                    let _ = self.place.mark(false);
                    return Ok(());
                }
                Err(error) => {
                    last.finished = true;
                    self.unsure = true;
                    failure = Some(error);
                }
            }
        }
        let error = failure.unwrap_or_else(|| io::Error::other("no segment takes the line"));
        Err(AppendError::NotSynced(error))
    }

    /// The segment that takes the next line, made if need be.
    fn growing(&mut self, damaged: Option<u32>) -> io::Result<&mut Segment> {
        let none = || io::Error::other("the journal has no segment");
        let last = self.segments.last_mut().ok_or_else(none)?;
        // Nothing in it, and not made here: whoever made it could not make it durable, or never knew. Its syncs
        // may succeed without the file ever being on the disk.
        let hollow = !last.made && last.read + last.tail == 0;
        if last.finished || hollow || damaged == Some(last.number) {
            let number = last.number + 1;
            if number > MAX_SEGMENTS {
                return Err(io::Error::other("the journal has too many segments"));
            }
            let tape = self.place.make(number)?;
            last.leave(&mut self.scan);
            self.segments.push(Segment { made: true, ..Segment::new(number, tape) });
        }
        self.segments.last_mut().ok_or_else(none)
    }
}

/// A segment the disk gives back no more: nothing can be read, locked or written there.
struct Gone;

impl Tape for Gone {
    fn try_lock(&self) -> io::Result<bool> {
        Err(io::Error::other("the journal's first segment cannot be read"))
    }

    fn unlock(&self) {}

    fn read_from(&self, _: u64) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn write(&self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("the segment cannot be read"))
    }

    fn sync(&self) -> io::Result<()> {
        Err(io::Error::other("the segment cannot be read"))
    }
}

/// Whether the disk or the file system is broken there, and not this program short of something.
fn is_sick(error: &io::Error) -> bool {
    rustix::io::Errno::from_io_error(error).is_some_and(|errno| {
        [rustix::io::Errno::IO, rustix::io::Errno::BADMSG, rustix::io::Errno::UCLEAN].contains(&errno)
    })
}

#[cfg(test)]
mod tests;
