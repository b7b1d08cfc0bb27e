//! What an append brought, and why a journal was not opened or an entry not appended.
//!
//! Only words for it; what they mean for a person is said elsewhere.

use std::fmt;
use std::io;

use super::disk::Plant;
use super::holder::LockHolder;
use super::line::{Digest, EncodeFault};
use super::recover::Head;
use crate::session::{Entry, Seq};

/// An entry that is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// Its place.
    pub seq: Seq,
    /// Hash of the last line of the journal after it.
    pub head: Digest,
    /// The rung of the ladder its line stands on.
    pub rung: usize,
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
    /// Another program holds the lock: who, where the system tells.
    Locked(Option<LockHolder>),
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
            Self::Locked(Some(holder)) => write!(f, "{} ({}) holds the journal", holder.command, holder.pid),
            Self::Locked(None) => f.write_str("another program holds the journal"),
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
