//! Signals end it in order: the terminal is given back, the interruption is in the record, the code says which.

use runsheet::session::{Event, LeaveCause};
use rustix::process::Signal;

use super::pty::{Tty, short_book};
use crate::support::{Home, events};

fn ended_by(signal: Signal, code: u32, wanted: LeaveCause) {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("Find what grows").types(" ").sees("[x] Largest").signal(signal);
    assert_eq!(tty.ends().code, code, "{}", tty.text());
    assert!(tty.is_given_back(), "{}", tty.text());
    let told = events(&home.session());
    assert!(told.iter().any(|event| matches!(event, Event::ItemTicked { .. })));
    assert_eq!(told.last(), Some(&Event::SessionLeft { cause: wanted }));
}

#[test]
fn sigterm_gives_the_terminal_back_and_ends_with_143() {
    ended_by(Signal::TERM, 143, LeaveCause::Terminated);
}

#[test]
fn sighup_is_recorded_and_ends_with_129() {
    ended_by(Signal::HUP, 129, LeaveCause::Hangup);
}

#[test]
fn sigint_from_outside_ends_with_130() {
    ended_by(Signal::INT, 130, LeaveCause::Interrupted);
}

#[test]
fn a_signal_finds_the_library_open_and_leaves_nothing_behind() {
    let home = Home::new();
    let mut tty = Tty::run(&home, &[]);
    tty.sees("Bundled (").signal(Signal::TERM);
    assert_eq!(tty.ends().code, 143);
    assert!(tty.is_given_back());
    assert!(home.folders().is_empty());
}
