//! What of a journal's bytes counts, whatever happened to them.
//!
//! Pure over bytes. It never truncates and never stops early: a line that is no line is skipped, and the
//! chain tells whether it had been acknowledged. Knows nothing of files, locks or the rules of a session.

use std::collections::HashMap;

use super::line::{Digest, Record, VERSION, decode};
use crate::session::{Entry, EntryId, Seq};

/// The end of the chain: what the next line links to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Place of the last line; 0 before the first.
    pub seq: Seq,
    /// Its hash; before the first line that of the session id.
    pub hash: Digest,
}

impl Head {
    /// The head of a journal without lines.
    pub fn genesis(sid: &str) -> Self {
        Self { seq: Seq(0), hash: Digest::of(sid.as_bytes()) }
    }
}

/// Something about a journal that a person may want to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecoveryNote {
    /// Bytes that are no line and that nobody was told were saved.
    TornSpan {
        /// Segment they stand in, from 1.
        segment: u32,
        /// Where they begin in it.
        offset: u64,
        /// How many.
        len: u64,
    },
    /// Lines that had been saved were changed or removed.
    Damaged {
        /// Segment, from 1.
        segment: u32,
        /// Where the damage begins in it.
        offset: u64,
        /// First and last missing entry; `None` when none is missing but one was changed.
        missing: Option<(Seq, Seq)>,
    },
    /// An entry that stands there a second time and is read once.
    Duplicate {
        /// Segment, from 1.
        segment: u32,
        /// Where it begins.
        offset: u64,
        /// Its place.
        seq: Seq,
    },
    /// An entry that stands behind later ones; it is kept, in its place.
    Astray {
        /// Segment, from 1.
        segment: u32,
        /// Where it begins.
        offset: u64,
        /// Its place.
        seq: Seq,
    },
    /// A line of a later release: it counts, but cannot be read.
    NewerVersion {
        /// Segment, from 1.
        segment: u32,
        /// Where it begins.
        offset: u64,
        /// Its place.
        seq: Seq,
        /// Its version.
        version: u32,
    },
}

/// All that could be read of a journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovery {
    /// The session it belongs to.
    pub sid: String,
    /// Every good entry, each once, in order.
    pub entries: Vec<Entry>,
    /// End of the chain.
    pub head: Head,
    /// The last line has no newline.
    pub dirty_tail: bool,
    /// What was odd, in the order of the file.
    pub notes: Vec<RecoveryNote>,
    /// Something that had been saved is changed or gone.
    pub damaged: bool,
    /// A later release wrote here: nothing may be appended.
    pub newer: bool,
}

/// Reads the segments of one journal, in their order.
pub fn recover(sid: &str, segments: &[&[u8]]) -> Recovery {
    let mut scan = Scan::new(sid);
    let mut entries = Vec::new();
    let mut tail = 0;
    for (number, bytes) in (1..).zip(segments) {
        let used = scan.feed(number, 0, bytes, &mut entries);
        tail = bytes.len() - used;
        scan.leave(number, used as u64, tail as u64);
    }
    scan.recovery(entries, tail > 0)
}

/// The session a journal belongs to: what the first line of a segment begins, else what most lines say.
pub fn session_id(segments: &[&[u8]]) -> Option<String> {
    let firsts: Vec<Record> = segments.iter().filter_map(|bytes| records(bytes).next()).collect();
    began(&firsts).or_else(|| {
        let mut votes = Votes::default();
        segments.iter().flat_map(|bytes| records(bytes)).for_each(|record| votes.add(record.sid));
        votes.winner()
    })
}

/// The whole lines in `bytes`.
fn records(bytes: &[u8]) -> impl Iterator<Item = Record> {
    bytes.split(|byte| *byte == b'\n').filter_map(|line| decode(line).ok())
}

/// The session that one of these begins, each the first whole line of a segment.
///
/// A stale disk block may hold whole lines of another session, so one line in the middle proves nothing. Where
/// the first segment failed before anything was saved, such a line may even stand first: the session that began
/// last is the one that was written here.
pub(super) fn began(firsts: &[Record]) -> Option<String> {
    let began = firsts.iter().filter(|first| first.prev == Head::genesis(&first.sid).hash);
    began.max_by_key(|first| first.entry.as_ref().map(|entry| entry.at.wall)).map(|first| first.sid.clone())
}

/// What most lines say, where none begins a session.
#[derive(Debug, Default)]
pub(super) struct Votes(Vec<(String, usize)>);

impl Votes {
    pub(super) fn add(&mut self, sid: String) {
        match self.0.iter_mut().find(|(known, _)| *known == sid) {
            Some((_, count)) => *count += 1,
            None => self.0.push((sid, 1)),
        }
    }

    pub(super) fn winner(self) -> Option<String> {
        self.0.into_iter().rev().max_by_key(|(_, count)| *count).map(|(sid, _)| sid)
    }
}

/// The reading of a journal, piece after piece.
#[derive(Debug)]
pub(super) struct Scan {
    sid: String,
    head: Head,
    seen: HashMap<EntryId, Seq>,
    spans: Vec<Span>,
    notes: Vec<RecoveryNote>,
    damaged_in: Option<u32>,
    astray: bool,
    newer: bool,
}

/// Bytes that are no line, until the next good line says what they were.
#[derive(Debug, Clone, Copy)]
struct Span {
    segment: u32,
    offset: u64,
    len: u64,
}

impl Scan {
    pub(super) fn new(sid: &str) -> Self {
        Self {
            sid: sid.to_owned(),
            head: Head::genesis(sid),
            seen: HashMap::new(),
            spans: Vec::new(),
            notes: Vec::new(),
            damaged_in: None,
            astray: false,
            newer: false,
        }
    }

    pub(super) fn sid(&self) -> &str {
        &self.sid
    }

    pub(super) fn head(&self) -> Head {
        self.head
    }

    pub(super) fn newer(&self) -> bool {
        self.newer
    }

    /// The last segment in which something saved is changed or gone.
    pub(super) fn damaged_in(&self) -> Option<u32> {
        self.damaged_in
    }

    pub(super) fn place_of(&self, id: &EntryId) -> Option<Seq> {
        self.seen.get(id).copied()
    }

    /// Takes a line this program wrote itself and knows to be on the disk.
    pub(super) fn wrote(&mut self, entry: &Entry, hash: Digest) {
        self.head = Head { seq: entry.seq, hash };
        self.seen.insert(entry.id.clone(), entry.seq);
        self.settle_spans();
    }

    /// Reads the whole lines in `bytes`, which stand at `base` of `segment`; says how many bytes that were.
    pub(super) fn feed(&mut self, segment: u32, base: u64, bytes: &[u8], entries: &mut Vec<Entry>) -> usize {
        let mut used = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let Some(text) = line.strip_suffix(b"\n") else { break };
            let offset = base + used as u64;
            used += line.len();
            match decode(text) {
                Ok(record) if record.sid == self.sid => self.take(segment, offset, record, entries),
                // The mark that ends a torn line; after a whole one it stands alone.
                _ if text == b"#" && self.spans.is_empty() => {}
                _ => self.skip(segment, offset, line.len() as u64),
            }
        }
        used
    }

    /// Goes on to the next segment; a torn tail of `len` bytes is left behind at `offset`.
    pub(super) fn leave(&mut self, segment: u32, offset: u64, len: u64) {
        if len > 0 {
            self.skip(segment, offset, len);
        }
    }

    /// All that was read so far, with these entries.
    pub(super) fn recovery(&self, mut entries: Vec<Entry>, dirty_tail: bool) -> Recovery {
        if self.astray {
            entries.sort_by_key(|entry| entry.seq);
        }
        let mut notes = self.notes.clone();
        notes.extend(self.spans.iter().map(torn));
        Recovery {
            sid: self.sid.clone(),
            entries,
            head: self.head,
            dirty_tail,
            notes,
            damaged: self.damaged_in.is_some(),
            newer: self.newer,
        }
    }

    /// Passes over bytes that are no line.
    pub(super) fn skip(&mut self, segment: u32, offset: u64, len: u64) {
        match self.spans.last_mut() {
            Some(span) if span.segment == segment && span.offset + span.len == offset => span.len += len,
            _ => self.spans.push(Span { segment, offset, len }),
        }
    }

    fn settle_spans(&mut self) {
        self.notes.extend(self.spans.drain(..).map(|span| torn(&span)));
    }

    fn take(&mut self, segment: u32, offset: u64, record: Record, entries: &mut Vec<Entry>) {
        let Record { seq, prev, hash, version, entry, .. } = record;
        let links = prev == self.head.hash && seq == self.head.seq.next();
        let known = entry.as_ref().and_then(|entry| self.place_of(&entry.id));
        if links {
            self.settle_spans();
            self.head = Head { seq, hash };
        } else if known.is_some() || hash == self.head.hash {
            // Written a second time after a failed sync: what came before it is judged by the next new line.
            self.notes.push(RecoveryNote::Duplicate { segment, offset, seq });
            return;
        } else {
            self.damaged_in = Some(segment);
            if seq > self.head.seq {
                let from = self.spans.drain(..).next().unwrap_or(Span { segment, offset, len: 0 });
                let missing = (seq > self.head.seq.next()).then(|| (self.head.seq.next(), Seq(seq.0 - 1)));
                self.notes.push(RecoveryNote::Damaged { segment: from.segment, offset: from.offset, missing });
                self.head = Head { seq, hash };
            } else {
                self.astray = true;
                self.notes.push(RecoveryNote::Astray { segment, offset, seq });
            }
        }
        match entry {
            None => {
                self.newer |= version > VERSION;
                self.notes.push(RecoveryNote::NewerVersion { segment, offset, seq, version });
            }
            Some(_) if known.is_some() => self.notes.push(RecoveryNote::Duplicate { segment, offset, seq }),
            Some(entry) => {
                self.seen.insert(entry.id.clone(), seq);
                entries.push(entry);
            }
        }
    }
}

fn torn(span: &Span) -> RecoveryNote {
    RecoveryNote::TornSpan { segment: span.segment, offset: span.offset, len: span.len }
}

#[cfg(test)]
mod tests;
