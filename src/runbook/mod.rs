//! The plan: what a runbook is, and how its ids hang together.
//!
//! Pure: no files, no clock, no sentences. A runbook is immutable once read; what happens while it runs lives
//! in `session`. Reading a text into a [`Runbook`] is `runbook::format`'s work, finding weak spots in a sound
//! one is `runbook::check`'s.

pub mod check;
mod child;
pub mod format;
mod ids;
pub mod index;
mod model;
pub mod schema;
pub mod template;

pub use child::Child;
pub use ids::{ChildId, ContactId, NoticeId, ObligationId, PhaseId, RoleId, RunbookId, StepId, TimerId};
pub use model::{
    Anchor, Authority, Channel, CheckItem, ChoiceOption, Command, Contact, Decision, Drill, DrillForm, EvaluationItem,
    Evidence, EvidenceKind, Extent, Goto, Inject, Level, Limit, Milestone, Notice, Obligation, OnFailure, Only,
    OpenFrom, Order, Overrun, Party, Phase, Provenance, Reference, Repeat, Resource, Review, Role, Runbook, Shell,
    Status, Step, Timer, Trigger, Variable, VariableAsk, VariableKind,
};
