//! The built program in a real terminal: what no fake can show. Every wait has a deadline, none is blind.
//!
//! A test that needs a second program of its own (a terminal server that is killed, a clock that falls) starts
//! this binary again with one of its tests, told by the environment which part to play.
#![cfg(target_os = "linux")]

mod accounts;
mod bytes;
mod hangup;
mod hostile;
mod jobs;
mod look;
mod lost;
mod odd;
mod panics;
mod plain;
mod pty;
mod runs;
mod signals;
mod sizes;
mod stalled;
mod takeover;
mod traced;
mod typed;
mod within;
