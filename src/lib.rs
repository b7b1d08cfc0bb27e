//! runsheet: a terminal runbook executor for incidents and drills.

pub mod host;
pub mod runbook;
pub mod session;
pub mod text;
pub mod time;
pub mod tui;
pub mod words;
