//! A terminal that takes nothing any more, as behind a line that is stuck: work and clocks go on, and what was not seen
//! is there when it takes something again.

use std::time::{Duration, Instant};

use runsheet::session::{Event, LeaveCause};
use rustix::process::Signal;

use super::pty::{Tty, eventually, short_book};
use crate::support::{Home, events, record};

/// A step whose time is over soon.
const HURRIED: &str = r#"{
  "format": "runbook/1",
  "id": "hurried",
  "title": "Hurried",
  "status": "active",
  "phases": [
    {
      "id": "1",
      "title": "Handle",
      "steps": [
        { "id": "1.1", "title": "Be quick", "timebox": "2s", "checklist": ["Quick", "Quicker"] },
        { "id": "1.2", "title": "Declare it over", "milestone": "ended" }
      ]
    }
  ]
}
"#;

/// What the journal of the only session says so far.
fn told(home: &Home) -> Vec<Event> {
    record(&home.folder()).entries.into_iter().flat_map(|entry| entry.events).collect()
}

#[test]
fn while_the_terminal_takes_nothing_notes_are_kept_and_time_runs_out_and_then_all_of_it_is_seen() {
    let home = Home::new();
    let book = home.file("book.json", HURRIED).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("Be quick").stalls();
    tty.types(" ");
    // What comes with the keys before it would be taken for a paste.
    let ticked = |event: &Event| matches!(event, Event::ItemTicked { .. });
    eventually("the tick is in the journal", || told(&home).iter().any(ticked));
    tty.types("nnobody sees this\r");
    let noted = |event: &Event| matches!(event, Event::NoteAdded { text, .. } if text == "nobody sees this");
    eventually("the note is in the journal", || told(&home).iter().any(noted));
    let over = |event: &Event| matches!(event, Event::TimeboxOverrun { .. });
    eventually("the time is over in the journal", || told(&home).iter().any(over));
    tty.types("nnor this\r");
    let noted = |event: &Event| matches!(event, Event::NoteAdded { text, .. } if text == "nor this");
    eventually("the second note is in the journal", || told(&home).iter().any(noted));
    tty.reads_on().sees("[x] Quick").sees("note: nor this").is_as_drawn_anew();
    tty.types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
}

#[test]
fn a_size_that_changes_meanwhile_is_the_one_that_is_drawn() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("Find what grows").stalls().types("nhalf a sent").resize(120, 40).types("ence");
    tty.reads_on().sees("half a sentence").is_as_drawn_anew();
    tty.types("\r").sees("note: half a sentence").types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
}

#[test]
fn a_signal_ends_it_while_the_terminal_takes_nothing() {
    for (signal, code, cause) in [(Signal::TERM, 143, LeaveCause::Terminated), (Signal::HUP, 129, LeaveCause::Hangup)] {
        let home = Home::new();
        let book = short_book(&home).display().to_string();
        let mut tty = Tty::run(&home, &["incident", &book]);
        tty.sees("Find what grows").stalls();
        let begin = Instant::now();
        tty.signal(signal);
        let ended = tty.ends();
        assert_eq!((ended.code, ended.killed_by), (code, None), "{}", tty.text());
        assert!(begin.elapsed() < Duration::from_secs(2), "it took {:?}", begin.elapsed());
        assert_eq!(events(&home.session()).last(), Some(&Event::SessionLeft { cause }));
    }
}

#[test]
fn a_terminal_that_takes_a_little_at_a_time_shows_the_same_in_the_end() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("Find what grows");
    for round in 0..20 {
        tty.stalls().types(["2", "6", "1", "\x1b[B"][round % 4]).reads_on();
    }
    tty.types("1").sees("Largest folder known").is_as_drawn_anew();
    tty.types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
}
