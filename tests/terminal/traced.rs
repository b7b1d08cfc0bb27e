//! Watched from below: how often the program writes to its terminal, and what it does when a write fails.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use portable_pty::CommandBuilder;
use runsheet::session::{Event, LeaveCause};

use super::pty::{Tty, bare, short_book};
use crate::support::{Home, events};

/// The program under `strace`, which minds the writes to its terminal alone; none where there is no `strace`, or it may
/// not watch.
fn traced(home: &Home, log: &Path, inject: &str, args: &[&str]) -> Option<CommandBuilder> {
    let may = Command::new("strace").args(["-o", "/dev/null", "true"]).output().is_ok_and(|ran| ran.status.success());
    if !may {
        let _ = writeln!(std::io::stderr(), "skipped: no strace, or it may not watch");
        return None;
    }
    let mut command = CommandBuilder::new("sh");
    let script =
        "log=$1 inject=$2; shift 2; exec strace -f -qq -o \"$log\" -P \"$(tty)\" -e trace=write $inject \"$@\"";
    command.args(["-c", script, "sh"]);
    command.arg(log);
    command.args([inject, env!("CARGO_BIN_EXE_runsheet")]);
    command.args(args);
    bare(&mut command, home);
    Some(command)
}

#[test]
fn a_frame_is_one_write() {
    let home = Home::new();
    let log = home.path().join("trace");
    let Some(command) = traced(&home, &log, "", &[]) else { return };
    let mut tty = Tty::start(&command, 80, 24);
    tty.until("all of the library", |screen| {
        let text = screen.emulator.screen().contents();
        text.contains("Bundled (") && !text.contains("reading, ")
    });
    // From here on it is filled: what is counted begins with all of it drawn anew.
    let before = tty.bytes().len();
    tty.types("\x0c").until("the frame", |screen| screen.bytes.len() > before);
    // What is typed in the library searches; nothing else changes on it, no clock either.
    let mut query = String::new();
    for sign in "outage".chars() {
        let before = tty.bytes().len();
        query.push(sign);
        tty.types(&sign.to_string()).sees(&query);
        tty.until("the frame", |screen| screen.bytes.len() > before);
    }
    let before = tty.bytes().len();
    tty.types("\x1b").until("the frame", |screen| screen.bytes.len() > before).types("\x1b");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    // One for all of it, one for each key, one that gives the terminal back.
    let log = fs::read_to_string(&log).unwrap();
    let written: Vec<&str> = log.lines().filter(|line| line.contains("write(")).collect();
    let anew = written.iter().rposition(|line| line.contains("\"\\33[m\\33[2J")).unwrap();
    assert_eq!(written.len() - anew, 1 + "outage".len() + 1 + 1, "{log}");
}

#[test]
fn a_terminal_that_refuses_a_write_is_one_that_is_gone() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let log = home.path().join("trace");
    let inject = "-einject=write:error=EIO:when=3+";
    let Some(command) = traced(&home, &log, inject, &["incident", &book]) else { return };
    let mut tty = Tty::start(&command, 80, 24);
    tty.sees("Find what grows");
    // Nothing has to be typed: the clock draws until it cannot.
    let ended = tty.ends();
    assert_eq!((ended.code, ended.killed_by), (129, None), "{}", tty.text());
    assert_eq!(tty.modes(), tty.modes_before);
    assert_eq!(events(&home.session()).last(), Some(&Event::SessionLeft { cause: LeaveCause::Hangup }));
}

#[test]
fn a_terminal_that_has_no_room_for_a_moment_shows_it_a_moment_later() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let log = home.path().join("trace");
    let inject = "-einject=write:error=EAGAIN:when=2+2";
    let Some(command) = traced(&home, &log, inject, &["incident", &book]) else { return };
    let mut tty = Tty::start(&command, 80, 24);
    tty.sees("Find what grows");
    for (key, seen) in [("j", ">[ ] Owner"), ("k", ">[ ] Largest"), (" ", "[x] Largest"), ("2", "Declare it over")] {
        tty.types(key).sees(seen);
    }
    tty.types("1").sees("[x] Largest folder known").types("q").sees("leave").types("1");
    // What it prints behind the screen is refused, too, and it says that it could not.
    tty.ends();
    let refused = fs::read_to_string(&log).unwrap().matches("EAGAIN").count();
    assert!(refused > 3, "{refused}");
}
