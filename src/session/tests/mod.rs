//! What the rules say, as sentences: given a runbook and a clock, when this is asked, then that follows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// A test gives its acts and plans away.
#![allow(clippy::needless_pass_by_value)]

mod approvals;
mod bundled;
mod children;
mod claims;
mod clocks;
mod fill;
pub(crate) mod fixture;
mod flow;
mod jumps;
mod lifecycle;
mod notes;
mod notices_obligations;
mod outlook;
mod people;
mod properties;
mod steps_gates;
mod timers;
mod undo;
mod walks;
