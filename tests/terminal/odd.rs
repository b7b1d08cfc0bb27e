//! Terminals that are small, grey, or not there.

use std::fs;
use std::process::{Command, Stdio};

use runsheet::session::Event;

use super::pty::{Tty, program, short_book};
use crate::support::{Home, events};

#[test]
fn without_a_terminal_it_says_so_and_ends_with_2() {
    let home = Home::new();
    for args in [&["drill", "mes-app-server-outage"][..], &["resume"], &[]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_runsheet"));
        command.args(args).env("RUNSHEET_HOME", home.path()).env("LC_ALL", "C").stdin(Stdio::null());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("terminal") && said.lines().count() == 1, "{said}");
        assert!(output.stdout.is_empty(), "escape sequences went into a pipe");
    }
    assert!(home.folders().is_empty());
}

#[test]
fn a_terminal_of_20x5_says_what_it_needs_and_the_session_goes_on() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::start(&program(&home, &["incident", &book]), 20, 5);
    tty.sees("INCIDENT").sees("Needs 60x18").resize(80, 24).sees(">[ ] Largest folder known");
    tty.types(" ").sees("[x] Largest folder known");
    tty.resize(1, 1).resize(300, 100).sees("Owner of it told").resize(20, 5).sees("Needs").types("q1");
    assert_eq!(tty.ends().code, 0);
    assert!(tty.is_given_back());
    assert!(events(&home.session()).iter().any(|event| matches!(event, Event::ItemTicked { .. })));
}

#[test]
fn nothing_is_asked_of_the_terminal_and_a_repaint_needs_no_answer() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    // Where no shell could continue it, ^Z stops nothing.
    tty.sees("Find what grows").types("\x0c").types("\x1a").resize(100, 30);
    tty.types(" ").sees("[x] Largest folder known").types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    // A question to a terminal that does not answer is a wait; one that answers late answers as keys.
    let bytes = tty.bytes();
    let question = regex::bytes::Regex::new(r"\x1b\[[?>=]?[0-9;]*(n|c|\$p)|\x1b\][0-9]+;\?").unwrap();
    assert!(!question.is_match(&bytes), "{:?}", question.find(&bytes));
}

#[test]
fn no_key_of_a_burst_lies_unread_until_the_next_one() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    // More than one read of the terminal takes, as a paste without brackets is.
    tty.sees("Find what grows").types("n").types(&format!("{}found it\r", "disk ".repeat(300)));
    tty.sees("#3 saved");
    // What follows so much within a moment would be taken for the rest of it.
    tty.ticks(2).types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
}

#[test]
fn a_home_that_cannot_be_written_stops_nobody_and_the_session_is_found_again() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    // A file where the folder should be: not even root can write there.
    fs::write(home.sessions(), "not a folder").unwrap();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("saved elsewhere").types("n").types("first look\r").sees("first look").types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    assert!(tty.text().contains("sessions cannot be kept where they belong"), "{}", tty.text());
    assert!(home.path().join(".local/state/runsheet/sessions").is_dir());
    let mut tty = Tty::run(&home, &["resume"]);
    tty.sees("saved elsewhere").types("6").sees("first look").types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    // Back home as soon as there is one: nobody has to do anything.
    fs::remove_file(home.sessions()).unwrap();
    let mut tty = Tty::run(&home, &["resume"]);
    tty.sees("saved").types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    fs::remove_dir_all(home.path().join(".local")).unwrap();
    assert!(home.session().log().len() > 6);
}

#[test]
fn a_hostile_runbook_sends_the_terminal_nothing_but_text() {
    let home = Home::new();
    let text = crate::support::SHORT.replace("Find what grows", "Find\\u001b]0;owned\\u0007\\u009b2J\\u202egrows");
    let book = home.file("hostile.json", text).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("Largest folder known").types("q").sees("leave").types("1");
    tty.ends();
    let bytes = tty.bytes();
    let sent = String::from_utf8_lossy(&bytes);
    for bad in ["\x1b]0;", "\u{9b}", "\u{202e}"] {
        assert!(!sent.contains(bad), "{bad:?} reached the terminal");
    }
}
