//! Line by line: on a terminal that can do nothing, from a script, and how it ends.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use portable_pty::CommandBuilder;
use runsheet::session::{Event, LeaveCause};
use rustix::process::Signal;

use super::pty::{DEADLINE, Screen, Tty, bare, program, short_book};
use crate::support::{Home, events};

/// Runs the program with these arguments and this text as its input.
fn script(home: &Home, args: &[&str], text: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_runsheet"));
    command.args(args).env_clear().env("RUNSHEET_HOME", home.path()).env("HOME", home.path()).env("USER", "wei");
    command.env("LANG", "C.UTF-8").current_dir(home.path());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    let typing = std::thread::spawn(move || {
        // A program that refuses to start reads nothing.
        let _ = input.write_all(text.as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    typing.join().unwrap();
    output
}

fn dumb(home: &Home, args: &[&str]) -> CommandBuilder {
    let mut command = program(home, args);
    command.env("TERM", "dumb");
    command
}

#[test]
fn a_terminal_that_can_do_nothing_is_sent_lines_and_not_one_escape() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::start(&dumb(&home, &["incident", &book]), 80, 24);
    tty.sees("1 [ ] Largest folder known").sees("ENTER finish 1.1, 2 open").types("tick 1\r").sees("#3 saved");
    tty.types("note it is /var\r").sees("it is /var, #4 saved").types("show-plan\r");
    tty.sees("2 1.2 Empty the old logs, pending, DANGER").types("quit\r").sees("1 leave it running").types("1\r");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    let bytes = tty.bytes();
    assert!(!bytes.contains(&0x1b), "{}", String::from_utf8_lossy(&bytes));
    assert!(bytes.iter().all(|byte| *byte >= b' ' || matches!(byte, b'\n' | b'\r' | 7)), "{bytes:?}");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let summary = text.find("log:").unwrap_or(text.len());
    assert!(text[..summary].lines().all(|line| line.chars().count() < 80), "{text}");
    let told = events(&home.session());
    assert!(told.iter().any(|event| matches!(event, Event::ItemTicked { .. })));
    assert_eq!(told.last(), Some(&Event::SessionLeft { cause: LeaveCause::Left }));
}

#[test]
fn an_unset_terminal_type_is_one_that_can_do_nothing() {
    let home = Home::new();
    let mut command = program(&home, &[]);
    command.env_remove("TERM");
    let mut tty = Tty::start(&command, 80, 24);
    tty.sees("A number opens it").types("\x04");
    assert_eq!(tty.ends().code, 0);
    assert!(!tty.bytes().contains(&0x1b));
    assert!(home.folders().is_empty());
}

#[test]
fn where_only_the_output_goes_into_a_pipe_it_gets_lines() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "\"$0\" incident \"$1\" | tee copy", env!("CARGO_BIN_EXE_runsheet"), &book]);
    bare(&mut command, &home);
    let mut tty = Tty::start(&command, 80, 24);
    tty.sees("ENTER finish 1.1").types("tick 1\r").sees("#3 saved").types("quit 1\r");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
    assert!(!tty.bytes().contains(&0x1b));
    assert!(std::fs::read_to_string(home.path().join("copy")).unwrap().contains("#3 saved"));
}

#[test]
fn a_script_is_run_to_its_end_and_the_session_runs_on() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let output = script(&home, &["--plain", "incident", &book], "tick 1\nnote from a script\nnonsense\ntick 2");
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    for wanted in ["INCIDENT", "#3 saved", "from a script, #4 saved", "REFUSED", "#5 saved", "runsheet --plain resume"]
    {
        assert!(said.contains(wanted), "{wanted} is missing:\n{said}");
    }
    assert!(!said.contains("\n> ") && !said.contains('\u{1b}'), "{said}");
    assert_eq!(events(&home.session()).last(), Some(&Event::SessionLeft { cause: LeaveCause::Left }));

    let output = script(&home, &["--plain", "resume"], "finish-step\n1\nshow-log\n");
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(said.contains("1.1 Find what grows done"), "{said}");
    assert!(said.contains("from a script"), "{said}");
}

#[test]
fn a_reader_that_reads_nothing_delays_no_entry_and_no_end() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_runsheet"));
    command.args(["--plain", "incident", &book]).env("RUNSHEET_HOME", home.path()).env("LC_ALL", "C.UTF-8");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    // More than a pipe and the queue before it hold.
    let text = format!("{}note behind it all\n", "help\n".repeat(1000));
    input.write_all(text.as_bytes()).unwrap();
    let end = std::time::Instant::now() + DEADLINE;
    let is_noted = || {
        home.folders().first().is_some_and(|folder| {
            std::fs::read_to_string(folder.join("journal.jsonl")).is_ok_and(|text| text.contains("behind it all"))
        })
    };
    while !is_noted() {
        assert!(std::time::Instant::now() < end, "the note was never saved");
        std::thread::yield_now();
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, Signal::TERM).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(143));
    assert_eq!(events(&home.session()).last(), Some(&Event::SessionLeft { cause: LeaveCause::Terminated }));
}

#[test]
fn without_a_terminal_the_way_by_lines_is_offered() {
    let home = Home::new();
    for lang in ["en", "zh-CN"] {
        let output = script(&home, &["--lang", lang, "resume"], "tick 1\n");
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("--plain") && said.lines().count() == 1, "{said}");
    }
}

#[test]
fn letters_a_locale_does_not_have_become_others() {
    let home = Home::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_runsheet"));
    command.args(["--plain", "--lang", "zh-CN", "drill", "mes-app-server-outage"]).stdin(Stdio::null());
    let output = command.env("RUNSHEET_HOME", home.path()).env("LC_ALL", "C").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let transcript: String = said.lines().take(5).collect();
    assert!(transcript.is_ascii() && transcript.contains("MES"), "{said}");
}

fn ended_by(signal: Signal, code: u32, cause: LeaveCause) {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::start(&dumb(&home, &["incident", &book]), 80, 24);
    tty.sees("ENTER finish").types("tick 1\r").sees("#3 saved").signal(signal);
    assert_eq!(tty.ends().code, code, "{}", tty.text());
    assert_eq!(events(&home.session()).last(), Some(&Event::SessionLeft { cause }));
}

#[test]
fn sigterm_is_recorded_and_ends_with_143() {
    ended_by(Signal::TERM, 143, LeaveCause::Terminated);
}

#[test]
fn sighup_is_recorded_and_ends_with_129() {
    ended_by(Signal::HUP, 129, LeaveCause::Hangup);
}

#[test]
fn an_interrupt_says_how_to_leave_and_a_second_one_leaves() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::start(&dumb(&home, &["incident", &book]), 80, 24);
    tty.sees("ENTER finish").types("\x03").sees("q leaves").types("tick 1\r").sees("#3 saved");
    tty.types("note\r").sees("or back").types("\x03");
    // Two that come before the first is seen are one to the system.
    let places = |screen: &Screen| screen.emulator.screen().contents().matches("INCIDENT 1.1").count();
    tty.until("where one stands, once more", |screen| places(screen) == 2).types("\x03");
    assert_eq!(tty.ends().code, 130, "{}", tty.text());
    assert_eq!(events(&home.session()).last(), Some(&Event::SessionLeft { cause: LeaveCause::Interrupted }));
}

#[test]
fn looking_on_by_lines_shows_the_others_and_records_nothing() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::start(&dumb(&home, &["incident", &book]), 80, 24);
    tty.sees("ENTER finish").types("tick 1\r").sees("#3 saved");
    let mut other = Tty::start(&dumb(&home, &["watch"]), 80, 24);
    other.sees("1 [x] Largest folder known").types("tick 2\r").sees("only watches");
    tty.types("tick 2\r").sees("saved");
    other.sees("ticked \"Owner of it told\"").types("quit\r");
    assert_eq!(other.ends().code, 0, "{}", other.text());
    tty.types("quit 1\r");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
}
