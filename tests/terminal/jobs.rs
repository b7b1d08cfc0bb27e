//! Stopped and continued, by a shell and from outside; and the modes of the terminal, which are the shell's.

use std::fs;
use std::io::Write as _;

use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal};

use super::pty::{Tty, bare, eventually, short_book, who_is_on};
use crate::support::Home;

fn is_stopped(pid: Pid) -> bool {
    let told = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap();
    told.rsplit(')').next().unwrap().trim_start().starts_with('T')
}

#[test]
fn a_program_stopped_from_outside_draws_all_of_the_screen_when_it_goes_on() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("Find what grows").types("nhalf a").sees("half a");
    tty.signal(Signal::STOP);
    eventually("it is stopped", || is_stopped(tty.pid));
    // Somebody writes over it, leaves the other screen and shows the cursor, and what is typed waits.
    tty.slave().write_all(b"\x1b[?1049l\x1b[?25h\x1b[31mpwned by a shell\r\n").unwrap();
    tty.sees("pwned by a shell").types(" note");
    tty.signal(Signal::CONT).sees("half a note");
    let other = |tty: &mut Tty| tty.now(|screen| screen.emulator.screen().alternate_screen());
    assert!(other(&mut tty));
    tty.is_as_drawn_anew();
    assert!(!tty.text().contains("pwned"), "{}", tty.text());
    tty.types("\r").sees("note: half a note").types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    assert!(tty.is_given_back());
}

#[test]
fn however_it_ends_the_modes_of_the_terminal_are_as_they_were() {
    for end in [Some((Signal::TERM, 143)), Some((Signal::INT, 130)), Some((Signal::HUP, 129)), None] {
        let home = Home::new();
        let book = short_book(&home).display().to_string();
        let mut tty = Tty::run(&home, &["incident", &book]);
        tty.sees("Find what grows");
        assert_ne!(tty.modes(), tty.modes_before);
        let code = if let Some((signal, code)) = end {
            tty.signal(signal);
            code
        } else {
            tty.types("q").sees("leave").types("1");
            0
        };
        assert_eq!(tty.ends().code, code, "{}", tty.text());
        assert_eq!(tty.modes(), tty.modes_before, "{end:?}");
        assert!(tty.is_given_back());
    }
}

/// A shell that can stop and continue what it starts.
fn started(home: &Home, shell: &[&str]) -> Tty {
    let mut command = CommandBuilder::new(shell[0]);
    command.args(&shell[1..]);
    bare(&mut command, home);
    command.env("PS1", "prompt> ");
    command.env("ENV", "");
    let mut tty = Tty::start(&command, 80, 24);
    waits(&mut tty);
    tty
}

/// Waits until the shell has its own screen and asks for the next command.
fn waits(tty: &mut Tty) {
    // Some shells switch pastes in brackets on for themselves.
    tty.until("the prompt", |screen| {
        let screen = screen.emulator.screen();
        screen.contents().trim_end().ends_with("prompt>") && !screen.alternate_screen() && !screen.hide_cursor()
    });
}

fn works_under(shell: &[&str]) {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = started(&home, shell);
    let modes = tty.modes();
    tty.types(&format!("{} incident {book}\n", env!("CARGO_BIN_EXE_runsheet"))).sees("Largest folder known");
    tty.sees("#2 saved");
    let pid = who_is_on(&home.folder());
    for round in 0..2 {
        tty.types("\x1a");
        eventually("it is stopped", || is_stopped(pid));
        waits(&mut tty);
        eventually("the modes are the shell's", || tty.modes() == modes);
        assert!(!tty.text().contains("Largest folder"), "it left its text behind:\n{}", tty.text());
        tty.types(&format!("echo $(({round} + 40))\n")).sees(&format!("{}", round + 40));
        waits(&mut tty);
        tty.types("fg\n").sees(">[ ] Largest folder known");
    }
    tty.is_as_drawn_anew_by(pid);
    tty.types(" ").sees("[x] Largest folder known").types("q").sees("leave").types("1").sees("runsheet resume");
    waits(&mut tty);
    eventually("the modes are the shell's", || tty.modes() == modes);
    tty.types("exit\n");
    tty.ends();
    assert_eq!(home.session().log().len(), 4, "opened, begun, ticked, left");
}

#[test]
fn a_shell_has_its_screen_back_while_it_is_stopped_and_it_goes_on_where_it_was() {
    works_under(&["sh", "-i", "-m"]);
}

#[test]
fn so_has_a_shell_that_edits_its_lines() {
    if std::process::Command::new("bash").arg("--version").output().is_ok() {
        works_under(&["bash", "--norc", "--noprofile", "-i"]);
    } else {
        let _ = writeln!(std::io::stderr(), "skipped: no bash");
    }
}

#[test]
fn what_was_still_to_be_drawn_when_it_was_stopped_is_not_written_on_the_screen_of_the_shell() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = started(&home, &["sh", "-i", "-m"]);
    tty.types(&format!("{} incident {book}\n", env!("CARGO_BIN_EXE_runsheet"))).sees("Largest folder known");
    tty.sees("#2 saved");
    let pid = who_is_on(&home.folder());
    let given_back = (0..20).any(|_| {
        // Half a frame has been taken; there is room for what gives the terminal back, before there is for the rest.
        tty.stalls_under(pid).types("\x1a").reads_on();
        eventually("it is stopped", || is_stopped(pid));
        tty.until("the prompt", |screen| screen.emulator.screen().contents().trim_end().ends_with("prompt>"));
        // On a machine that is busy the room may come too late for that, which proves nothing.
        let given_back = tty.now(|screen| !screen.emulator.screen().alternate_screen());
        tty.types("fg\n").sees(">[ ] Largest folder known");
        given_back
    });
    assert!(given_back, "there never was room within the time it waits for it");
    tty.types("q").sees("leave").types("1").sees("runsheet resume");
    waits(&mut tty);
    for own in ["nothing presses", "Largest", "all keys", "[1;"] {
        assert!(!tty.text().contains(own), "{own}:\n{}", tty.text());
    }
    tty.types("exit\n");
    tty.ends();
}
