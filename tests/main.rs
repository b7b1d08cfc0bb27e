//! Everything that is tested from outside, in one binary: the house rules, the command line, journeys through
//! the true loop, and runs of the program in a real terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod authors;
mod cli;
mod faults;
mod fuzz;
mod hostile;
mod journeys;
mod library;
mod markdown;
mod outside;
mod readme;
mod support;
mod terminal;
mod tidy;
mod verify;
