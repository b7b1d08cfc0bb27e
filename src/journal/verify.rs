//! Whether a journal is what was written: every line, every link, every embedded text, judged from bytes alone.
//!
//! It walks the chain by itself and shares with the reading of a journal only how one line is read, so that a
//! mistake there is not repeated here. Knows nothing of files. Where bytes cannot tell, it says so: a chain
//! shows what happened inside it, and only an anchor kept elsewhere shows that its end was cut or all of it rewritten.

use std::collections::{BTreeSet, HashSet};

use super::line::{Digest, Record, VERSION, decode};
use super::recover::{Head, session_id};
use crate::session::{Event, Seq, Source};

/// The end of a chain as it was noted somewhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Hash of the last line then.
    pub hash: Digest,
    /// How many entries there were, where that was noted too.
    pub count: Option<u64>,
}

impl Anchor {
    /// Reads `HASH` or `HASH:COUNT`.
    pub fn parse(text: &str) -> Option<Self> {
        let (hash, count) = match text.trim().split_once(':') {
            Some((hash, count)) => (hash, Some(count.parse().ok()?)),
            None => (text.trim(), None),
        };
        Some(Self { hash: Digest::parse(hash.to_ascii_lowercase().as_bytes())?, count })
    }
}

/// A file beside the journal whose name states the hash of its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideFile {
    /// Its path within the session's folder.
    pub path: String,
    /// Hash of its content; `None` when it could not be read.
    pub content: Option<Digest>,
}

/// How the record stands to the anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchored {
    /// No anchor was given: a cut tail or a rewritten record cannot be seen.
    Unanchored,
    /// The record ends in the anchored entry, or goes on after it.
    UpTo {
        /// The anchored entry.
        seq: Seq,
        /// Entries after it, which stand on the chain alone.
        later: u64,
    },
    /// The anchored entry is not in this record, or not in that place.
    Mismatch,
}

/// How much something found means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It took nothing away.
    Harmless,
    /// From these bytes it cannot be told whether something saved is gone.
    Unclear,
    /// Something saved is changed or gone.
    Damaged,
}

/// Something found in a record; segments count from 1, offsets from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// No line of it can be read.
    Unreadable,
    /// Bytes that are no line, and that nobody was told were saved: the next line links over them.
    Torn {
        /// Segment.
        segment: u32,
        /// Where they begin.
        offset: u64,
        /// How many.
        len: u64,
    },
    /// A line written once more, behind itself or at the begin of a new segment, because no disk had confirmed it.
    Rewritten {
        /// Segment.
        segment: u32,
        /// Where it begins.
        offset: u64,
        /// Its place.
        seq: Seq,
    },
    /// A line of a later release: its hash and link are right, what it says is not looked at.
    Newer {
        /// Segment.
        segment: u32,
        /// Where it begins.
        offset: u64,
        /// Its place.
        seq: Seq,
        /// Its version.
        version: u32,
    },
    /// Bytes at the end that are no line: a write nobody was told of, or a last entry changed later.
    Tail {
        /// Segment.
        segment: u32,
        /// Where they begin.
        offset: u64,
        /// How many.
        len: u64,
    },
    /// Entries are gone, or changed so that they are no entries any more.
    Gap {
        /// Segment.
        segment: u32,
        /// Where they should begin.
        offset: u64,
        /// The first.
        from: Seq,
        /// The last.
        to: Seq,
    },
    /// This entry does not link to the one before it: one of the two was changed.
    Unlinked {
        /// Segment.
        segment: u32,
        /// Where it begins.
        offset: u64,
        /// Its place.
        seq: Seq,
    },
    /// An entry that stands there a second time.
    Repeated {
        /// Segment.
        segment: u32,
        /// Where it begins.
        offset: u64,
        /// Its place.
        seq: Seq,
    },
    /// An entry that stands behind later ones.
    Astray {
        /// Segment.
        segment: u32,
        /// Where it begins.
        offset: u64,
        /// Its place.
        seq: Seq,
    },
    /// A runbook's text is not the one whose hash stands beside it.
    RunbookChanged {
        /// The entry that holds it.
        seq: Seq,
        /// Name of the runbook.
        name: String,
    },
    /// A segment between others is not there.
    SegmentGone {
        /// Segment.
        segment: u32,
    },
    /// The content of a file is not that of its name.
    SideChanged {
        /// Its path within the session's folder.
        path: String,
    },
    /// A file that an entry names is not there.
    SideMissing {
        /// The entry.
        seq: Seq,
        /// Its path within the session's folder.
        path: String,
    },
    /// A file that cannot be read.
    SideUnreadable {
        /// Its path within the session's folder.
        path: String,
    },
    /// A file whose name is no hash: nothing vouches for it.
    SideUnnamed {
        /// Its path within the session's folder.
        path: String,
    },
}

impl Finding {
    /// How much it means.
    pub fn weight(&self) -> Weight {
        match self {
            Self::Torn { .. } | Self::Rewritten { .. } | Self::Newer { .. } | Self::SideUnnamed { .. } => {
                Weight::Harmless
            }
            Self::Tail { .. } | Self::SideUnreadable { .. } => Weight::Unclear,
            Self::Unreadable
            | Self::Gap { .. }
            | Self::Unlinked { .. }
            | Self::Repeated { .. }
            | Self::Astray { .. }
            | Self::RunbookChanged { .. }
            | Self::SegmentGone { .. }
            | Self::SideMissing { .. }
            | Self::SideChanged { .. } => Weight::Damaged,
        }
    }
}

/// What can be said of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The session it belongs to; `None` when nothing can be read.
    pub sid: Option<String>,
    /// Entries that can be read, each once.
    pub entries: u64,
    /// End of the chain; `None` when nothing can be read.
    pub head: Option<Head>,
    /// First and last of each run of entries known to be missing, in order.
    pub missing: Vec<(Seq, Seq)>,
    /// What was found, in the order of the segments, then what lies beside them.
    pub findings: Vec<Finding>,
    /// How it stands to the anchor.
    pub anchored: Anchored,
}

impl Verdict {
    /// The heaviest of all that was found; an anchor that does not fit is damage.
    pub fn weight(&self) -> Weight {
        let found = self.findings.iter().map(Finding::weight).max().unwrap_or(Weight::Harmless);
        if self.anchored == Anchored::Mismatch { Weight::Damaged } else { found }
    }

    /// Whether nothing saved is changed or gone, as far as these bytes and the anchor can tell.
    pub fn is_sound(&self) -> bool {
        self.weight() == Weight::Harmless
    }
}

/// Judges a record: its segments by number, in order, the files beside it, and an anchor if there is one.
pub fn verify(segments: &[(u32, &[u8])], sides: &[SideFile], anchor: Option<&Anchor>) -> Verdict {
    let texts: Vec<&[u8]> = segments.iter().map(|(_, bytes)| *bytes).collect();
    let mut walk = Walk::new(session_id(&texts), anchor);
    for (number, bytes) in segments {
        walk.enter(*number);
        walk.read(0, bytes);
    }
    walk.verdict(sides)
}

/// A number in a file name may be any; not every number before it is a finding.
const GAPS_NAMED: usize = 10;

/// The way through a record, segment after segment and piece after piece.
pub(super) struct Walk {
    /// `None` when no line of the record can be read.
    sid: Option<String>,
    anchor: Option<Anchor>,
    segment: u32,
    head: Head,
    seen: HashSet<Digest>,
    /// Segment, offset and length of bytes that are no line, until the next line says what they were.
    spans: Vec<(u32, u64, u64)>,
    gaps: Vec<(Seq, Seq)>,
    astray: BTreeSet<Seq>,
    findings: Vec<Finding>,
    /// Segments that are not there, until a line links over them: all they held stands elsewhere too.
    gone: Vec<u32>,
    anchored: Option<Seq>,
    /// Files that entries name.
    named: Vec<(Seq, String)>,
    /// A new line stands in this segment already.
    begun: bool,
}

impl Walk {
    pub(super) fn new(sid: Option<String>, anchor: Option<&Anchor>) -> Self {
        Self {
            head: Head::genesis(sid.as_deref().unwrap_or_default()),
            sid,
            anchor: anchor.copied(),
            segment: 0,
            seen: HashSet::new(),
            spans: Vec::new(),
            gaps: Vec::new(),
            astray: BTreeSet::new(),
            findings: Vec::new(),
            gone: Vec::new(),
            anchored: None,
            named: Vec::new(),
            begun: false,
        }
    }

    /// Goes on to segment `number`; those left out are gone.
    pub(super) fn enter(&mut self, number: u32) {
        self.gone.extend((self.segment.saturating_add(1)..number).take(GAPS_NAMED));
        self.segment = number;
        self.begun = false;
    }

    /// Reads bytes that stand at `base` of the segment: whole lines, or its end.
    pub(super) fn read(&mut self, base: u64, bytes: &[u8]) {
        let mut offset = base;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let len = line.len() as u64;
            let record = line.strip_suffix(b"\n").and_then(|text| decode(text).ok());
            match record.filter(|record| Some(&record.sid) == self.sid.as_ref()) {
                Some(record) => self.take(self.segment, offset, record),
                // The mark that ends a torn line; after a whole one it stands alone.
                None if line == b"#\n" && self.spans.is_empty() => {}
                None => self.skip(offset, len),
            }
            offset += len;
        }
    }

    /// What can be said of all that was read, and of what lies beside it.
    pub(super) fn verdict(mut self, sides: &[SideFile]) -> Verdict {
        let mut findings = std::mem::take(&mut self.findings);
        let anchored = match (self.anchor, self.anchored) {
            (None, _) => Anchored::Unanchored,
            (Some(anchor), Some(seq)) if anchor.count.is_none_or(|count| count == seq.0) => {
                Anchored::UpTo { seq, later: self.head.seq.0.saturating_sub(seq.0) }
            }
            (Some(_), _) => Anchored::Mismatch,
        };
        let head = self.sid.as_ref().map(|_| self.head);
        if head.is_some() {
            let tail = |(segment, offset, len): &(u32, u64, u64)| Finding::Tail {
                segment: *segment,
                offset: *offset,
                len: *len,
            };
            findings.extend(self.spans.iter().map(tail));
            findings.extend(self.gone.drain(..).map(|segment| Finding::SegmentGone { segment }));
        } else {
            findings = vec![Finding::Unreadable];
        }
        findings.extend(sides.iter().filter_map(beside));
        let missing = |(_, path): &(Seq, String)| !sides.iter().any(|side| side.path == *path);
        let named = std::mem::take(&mut self.named);
        findings.extend(named.into_iter().filter(missing).map(|(seq, path)| Finding::SideMissing { seq, path }));
        let (missing, entries) = (self.missing(), self.seen.len() as u64);
        Verdict { sid: self.sid, entries, head, missing, findings, anchored }
    }

    /// Passes over bytes at `offset` of the segment that are no line.
    pub(super) fn skip(&mut self, offset: u64, len: u64) {
        let segment = self.segment;
        match self.spans.last_mut() {
            Some((last, begin, length)) if *last == segment && *begin + *length == offset => *length += len,
            _ => self.spans.push((segment, offset, len)),
        }
    }

    fn take(&mut self, segment: u32, offset: u64, record: Record) {
        let Record { seq, prev, hash, version, entry, .. } = record;
        if prev == self.head.hash && seq == self.head.seq.next() {
            let torn = self.spans.drain(..).map(|(segment, offset, len)| Finding::Torn { segment, offset, len });
            self.findings.extend(torn);
            self.gone.clear();
            self.head = Head { seq, hash };
            if self.anchor.is_some_and(|anchor| anchor.hash == hash) {
                self.anchored = Some(seq);
            }
        } else if self.seen.contains(&hash) {
            // The same bytes once more. After a sync that failed, or a writer that was killed before it, that is how
            // a line is saved in the end: directly behind itself, or at the begin of a later segment.
            let fresh = hash == self.head.hash || (segment > 1 && !self.begun);
            self.findings.push(if fresh {
                Finding::Rewritten { segment, offset, seq }
            } else {
                Finding::Repeated { segment, offset, seq }
            });
            return;
        } else if seq > self.head.seq {
            self.findings.extend(self.gone.drain(..).map(|segment| Finding::SegmentGone { segment }));
            let (from_segment, from_offset, _) = self.spans.drain(..).next().unwrap_or((segment, offset, 0));
            if seq > self.head.seq.next() {
                let (from, to) = (self.head.seq.next(), Seq(seq.0 - 1));
                self.gaps.push((from, to));
                self.findings.push(Finding::Gap { segment: from_segment, offset: from_offset, from, to });
            } else {
                self.findings.push(Finding::Unlinked { segment, offset, seq });
            }
            self.head = Head { seq, hash };
        } else {
            self.astray.insert(seq);
            self.findings.push(Finding::Astray { segment, offset, seq });
        }
        self.begun = true;
        self.seen.insert(hash);
        let Some(entry) = entry else {
            debug_assert_ne!(version, VERSION);
            self.findings.push(Finding::Newer { segment, offset, seq, version });
            return;
        };
        for event in &entry.events {
            match event {
                Event::SessionOpened { sources, .. } => {
                    let changed = |source: &&Source| Digest::of(source.text.as_bytes()).to_string() != source.sha256;
                    let found = |source: &Source| Finding::RunbookChanged { seq, name: source.name.clone() };
                    self.findings.extend(sources.iter().filter(changed).map(found));
                }
                Event::FileAttached { file } => self.named.push((seq, file.path())),
                _ => {}
            }
        }
    }

    /// The gaps, less what stands elsewhere in the record.
    fn missing(&self) -> Vec<(Seq, Seq)> {
        let mut missing = Vec::new();
        for (first, last) in &self.gaps {
            let mut from = *first;
            for found in self.astray.range(*first..=*last) {
                if *found > from {
                    missing.push((from, Seq(found.0 - 1)));
                }
                from = found.next();
            }
            if from <= *last {
                missing.push((from, *last));
            }
        }
        missing
    }
}

fn beside(side: &SideFile) -> Option<Finding> {
    let path = side.path.clone();
    let name = path.rsplit('/').next().unwrap_or(&path);
    let stated = Digest::parse(name.split('.').next().unwrap_or(name).as_bytes());
    match (stated, side.content) {
        (_, None) => Some(Finding::SideUnreadable { path }),
        (None, Some(_)) => Some(Finding::SideUnnamed { path }),
        (Some(stated), Some(content)) if stated == content => None,
        (Some(_), Some(_)) => Some(Finding::SideChanged { path }),
    }
}

#[cfg(test)]
mod tests;
