//! The built program in a real terminal: what no fake can show. Every wait has a deadline, none is blind.
//!
//! A test that needs a second program of its own (a terminal server that is killed, a clock that falls) starts
//! this binary again with one of its tests, told by the environment which part to play.
#![cfg(target_os = "linux")]

mod accounts;
mod hangup;
mod hostile;
mod look;
mod odd;
mod panics;
mod pty;
mod runs;
mod signals;
