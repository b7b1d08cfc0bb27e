//! One segment of a journal as this program has it open, and one that the disk gives back no more.
//!
//! Owns how far it was read and whether it may be written. Which one grows, and what counts, is decided elsewhere.

use std::io;
use std::ops::ControlFlow;

use super::disk::Tape;
use super::line::decode;
use super::recover::{Scan, Votes, began};
use super::window::{Piece, Reached, each_line, each_piece};
use crate::session::Entry;

pub(super) struct Segment {
    pub number: u32,
    /// The rung of the ladder it stands on.
    pub rung: usize,
    pub tape: Box<dyn Tape>,
    /// Up to where it is read: always the begin of a line.
    pub read: u64,
    /// Bytes after it that end in no newline.
    pub tail: u64,
    /// A write failed here; the next line starts with a mark.
    pub dirty: bool,
    /// Never written again: a sync failed, or something saved here is gone.
    pub finished: bool,
    /// A later segment is there: it is not read on.
    pub left: bool,
    /// Made here: it and its name are on the disk.
    pub made: bool,
}

impl Segment {
    pub(super) fn new(number: u32, rung: usize, tape: Box<dyn Tape>) -> Self {
        Self { number, rung, tape, read: 0, tail: 0, dirty: false, finished: false, left: false, made: false }
    }

    pub(super) fn made(number: u32, rung: usize, tape: Box<dyn Tape>) -> Self {
        Self { made: true, ..Self::new(number, rung, tape) }
    }

    /// Reads on from where it was read to, no further than `until`.
    pub(super) fn read_on(&mut self, until: u64, scan: &mut Scan, entries: &mut Vec<Entry>) -> io::Result<()> {
        let reached = self.read_into(self.read, until, scan, entries)?;
        (self.read, self.tail) = (reached.end, reached.tail);
        Ok(())
    }

    /// Reads from `from`, the begin of a line, into `scan`.
    pub(super) fn read_into(
        &self,
        from: u64,
        until: u64,
        scan: &mut Scan,
        entries: &mut Vec<Entry>,
    ) -> io::Result<Reached> {
        each_piece(self.tape.as_ref(), from, until, |offset, piece| {
            match piece {
                Piece::Lines(lines) => _ = scan.feed(self.number, offset, lines, entries),
                Piece::Overlong(len) => scan.skip(self.number, offset, len),
            }
            ControlFlow::Continue(())
        })
    }

    /// The disk gives it back no more: what the others hold is not given up for it.
    pub(super) fn lose(&mut self) {
        (self.tape, self.finished) = (Box::new(Gone), true);
    }

    /// Whether it may not be written: its last sync failed, or it is hollow. Nothing in it, and not made here: whoever
    /// made it could not make it durable, or never knew. Its syncs may succeed without the file ever being on the disk.
    pub(super) fn is_sick(&self) -> bool {
        self.finished || (!self.made && self.read + self.tail == 0)
    }

    /// Goes on to the next segment: what ends in no newline here never will.
    pub(super) fn leave(&mut self, scan: &mut Scan) {
        scan.leave(self.number, self.read, self.tail);
        self.left = true;
    }

    /// Forgets what was read.
    pub(super) fn forget(&mut self) {
        (self.read, self.tail, self.left) = (0, 0, false);
    }
}

/// A segment the disk gives back no more: nothing can be read, locked or written there.
pub(super) struct Gone;

impl Tape for Gone {
    /// The locks of the others stand for it.
    fn try_lock(&self) -> io::Result<bool> {
        Ok(true)
    }

    fn unlock(&self) {}

    fn len(&self) -> io::Result<u64> {
        Ok(0)
    }

    fn read_at(&self, _: u64, _: &mut [u8]) -> io::Result<usize> {
        Ok(0)
    }

    fn write(&self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("the segment cannot be read"))
    }

    fn sync(&self) -> io::Result<()> {
        Err(io::Error::other("the segment cannot be read"))
    }
}

/// The session these segments tell of. What cannot be read of them is no reason to give up the rest.
pub(super) fn owner(segments: &mut [Segment]) -> io::Result<Option<String>> {
    let mut firsts = Vec::new();
    for segment in &mut *segments {
        let first = each_line(segment.tape.as_ref(), 0, |line| match decode(line) {
            Ok(record) => {
                firsts.push(record);
                ControlFlow::Break(())
            }
            Err(_) => ControlFlow::Continue(()),
        });
        match first {
            Err(error) if is_sick(&error) => segment.lose(),
            read => read?,
        }
    }
    if let Some(sid) = began(&firsts) {
        return Ok(Some(sid));
    }
    let mut votes = Votes::default();
    for segment in segments {
        each_line(segment.tape.as_ref(), 0, |line| {
            if let Ok(record) = decode(line) {
                votes.add(record.sid);
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(votes.winner())
}

/// Whether the disk or the file system is broken there, and not this program short of something.
pub(super) fn is_sick(error: &io::Error) -> bool {
    rustix::io::Errno::from_io_error(error).is_some_and(|errno| {
        [rustix::io::Errno::IO, rustix::io::Errno::BADMSG, rustix::io::Errno::UCLEAN].contains(&errno)
    })
}
