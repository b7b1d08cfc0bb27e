//! Report: session → documents. Every figure is computed once, in [`Facts`], and every document renders those.
//!
//! Owns what is counted and how a document is laid out. It knows no file, no screen and no clock: the moment a
//! report is made comes in as data, sentences come from `words`, and no duration is ever typed by anybody.

mod escape;
mod facts;
mod flow;
mod json;
mod markdown;
mod plan;
mod summary;

pub use facts::{
    Acting, Actor, Approval, Assignment, Capacity, ClockFact, ClockSort, Concurrent, Condition, Conflict, Conversion,
    Decision, Durations, Estimate, Exception, ExceptionKind, Facts, Granted, Header, Integrity, Interruption, Lateness,
    MilestoneFact, Notice, Obligation, Pause, PersonFact, Presences, Reachable, RoleFact, Round, Row, Rto, Standing,
    StepCounts, StepFact, TimerCounts, Totals, Verdict,
};
pub use flow::flow;
pub use json::json;
pub use markdown::markdown;
pub use plan::plan;
pub use summary::summary;

#[cfg(test)]
pub(crate) mod drill;
#[cfg(test)]
mod tests;
