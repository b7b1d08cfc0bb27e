//! What happens: acts in, events out, state folded from events.

mod command;
mod entry;
mod event;
mod refusal;
/// Things that have come due.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {}

pub use command::{Act, AfterFailure, Command, LeaveCause};
pub use entry::{
    Addressee, ApprovalSubject, By, Entry, EntryId, EvidenceItem, ItemKey, Kind, NoteKind, Person, Presence, Seq,
    Source, Terminal,
};
pub use event::{Event, ReopenCause, RuleOutCause, StartCause};
pub use refusal::{Gate, Refusal};
