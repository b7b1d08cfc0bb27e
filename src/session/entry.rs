//! One act with everything that followed from it, and the small words acts and events share.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::Event;
use crate::runbook::{NoticeId, RoleId, Runbook, StepId};
use crate::time::Moment;

/// Position of an entry in its journal, counted from 1. Order is this, never time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// Names one entry for ever (a ULID): an id that was folded once is never folded again.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub String);

/// A person: the id of a contact of the runbook, or a free name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Person(pub String);

impl Person {
    /// The name the program signs its own entries with.
    pub fn program() -> Self {
        Self("runsheet".to_owned())
    }

    /// Whether it is the program itself.
    pub fn is_program(&self) -> bool {
        self.0 == "runsheet"
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whose act it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// The person.
    pub person: Person,
    /// In which role.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<RoleId>,
    /// For whom, when acting as a deputy.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub acting_for: Option<Person>,
}

/// One act with all its events: applied whole, written as one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place in the journal.
    pub seq: Seq,
    /// Its name.
    pub id: EntryId,
    /// When it was decided.
    pub at: Moment,
    /// Kind of the session after it: stands on every line.
    pub mode: Kind,
    /// The person at the terminal.
    pub who: Person,
    /// Whose act it is.
    pub by: By,
    /// What happened, in order.
    pub events: Vec<Event>,
}

impl Entry {
    /// Entries it takes back.
    pub(super) fn takes_back(&self) -> impl Iterator<Item = Seq> {
        self.events
            .iter()
            .filter_map(|event| if let Event::EntryWithdrawn { entry } = event { Some(*entry) } else { None })
    }

    /// The runbooks it opens a session with.
    pub(crate) fn opens(&self) -> Option<&[Source]> {
        self.events.iter().rev().find_map(|event| match event {
            Event::SessionOpened { sources, .. } => Some(sources.as_slice()),
            _ => None,
        })
    }

    /// What the entry tells people: the end of the session if it came to that, what else came of it in order, then
    /// what was in its way. A round that ends only to begin again is not told as done, and a step does not lead to
    /// itself.
    pub fn told(&self) -> impl Iterator<Item = &Event> {
        let goes_again = |done: &StepId| {
            self.events.iter().any(|event| matches!(event, Event::StepReopened { step, .. } if step == done))
        };
        let tells = |event: &&Event| match event {
            Event::StepCompleted { step } => !goes_again(step),
            Event::FlowMoved { from, to } => from != to,
            _ => true,
        };
        let rank = |event: &&Event| match event {
            Event::ClockStepped { .. } => 0,
            Event::SessionEnded { .. } | Event::SessionTerminated { .. } => 1,
            Event::GatePassed { .. } | Event::DangerConfirmed { .. } => 3,
            _ => 2,
        };
        let mut told: Vec<&Event> = self.events.iter().filter(tells).collect();
        told.sort_by_key(rank);
        told.into_iter()
    }
}

/// Kind of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is real.
    Incident,
    /// An exercise.
    Drill,
    /// Reading the plan through; no report is owed.
    Walkthrough,
}

impl Kind {
    /// The word used in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Drill => "drill",
            Self::Walkthrough => "walkthrough",
        }
    }
}

/// The text of a runbook as it was read, kept in the log so that the folder alone rebuilds everything.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Source {
    /// File name or library id.
    pub name: String,
    /// SHA-256 of `text` in hexadecimal.
    pub sha256: String,
    /// The text, byte for byte.
    pub text: String,
    /// The runbooks its steps name, each with the SHA-256 of the text that name led to.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub children: BTreeMap<String, String>,
    /// What it says, once it is read: reading it takes longer than anything else a session begins with.
    #[serde(skip)]
    book: OnceLock<Arc<Runbook>>,
}

impl Source {
    /// A text that is not read yet.
    pub fn new(name: String, sha256: String, text: String) -> Self {
        Self { name, sha256, text, children: BTreeMap::new(), book: OnceLock::new() }
    }

    /// The same where it is known what it says.
    #[must_use]
    pub fn saying(self, book: Runbook) -> Self {
        Self { book: OnceLock::from(Arc::new(book)), ..self }
    }

    /// The same where it is known which texts its steps lead to, each by its SHA-256.
    #[must_use]
    pub fn leading_to(self, children: BTreeMap<String, String>) -> Self {
        Self { children, ..self }
    }

    /// What it says; an empty runbook where it does not read, so that a journal from elsewhere still opens.
    pub fn book(&self) -> Arc<Runbook> {
        let read = || crate::runbook::format::read(&self.name, self.text.as_bytes()).runbook.unwrap_or_default();
        Arc::clone(self.book.get_or_init(|| Arc::new(read())))
    }
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.sha256, &self.text, &self.children)
            == (&other.name, &other.sha256, &other.text, &other.children)
    }
}

impl Eq for Source {}

/// Where a person sits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Terminal {
    /// Login name.
    pub login: String,
    /// Host name.
    pub host: String,
    /// Process id of the program.
    pub pid: u32,
    /// Version of the program.
    pub version: String,
    /// Address the SSH session came from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ssh_from: Option<String>,
    /// Process ids of the same person's programs that it ended to take their place.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub took_over: Vec<u32>,
}

/// Whether a person is there (R38).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// There, and briefed.
    Present,
    /// Came after the roll-call.
    Late,
    /// Absent, and said so before.
    Excused,
    /// Absent.
    Absent,
}

/// One item of a step that is ticked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKey {
    /// Place in the checklist.
    Check(usize),
    /// What one should see was seen.
    Expect,
}

/// Place of a request in a step's list of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EvidenceItem(pub usize);

/// What approval is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalSubject {
    /// The start of a step.
    Step(StepId),
    /// The sending of a notice.
    Notice(NoticeId),
}

/// One recipient of a notice, by name as it was when the notice was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Addressee(pub String);

/// A file kept beside the journal, in a file named by the hash of its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// What it was called; empty for a text that was too long for a line of the log.
    pub name: String,
    /// SHA-256 of its content in hexadecimal.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
}

impl Attachment {
    /// Where it is kept, within the session's folder, whatever a record says it was called.
    pub fn path(&self) -> String {
        let ending = self.name.rsplit_once('.').map_or("txt", |(_, ending)| ending);
        let plain = (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_hash = self.sha256.len() == 64 && self.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hash = if is_hash { self.sha256.as_str() } else { "unknown" };
        format!("evidence/{hash}.{}", if plain { ending.to_ascii_lowercase() } else { "bin".to_owned() })
    }
}

/// Sort of a free entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// What was seen or done.
    Note,
    /// An unexpected situation and its handling (GB/T 38645 A.8).
    Unexpected,
    /// What an evaluator saw.
    Observation,
}
