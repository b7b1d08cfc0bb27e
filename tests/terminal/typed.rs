//! What a keyboard and a line make of keys: cut in pieces, never finished, far too many, or answers nobody asked for.

use std::time::{Duration, Instant};

use runsheet::session::{Event, LeaveCause};
use rustix::process::Signal;

use super::pty::{Tty, gap, program, short_book, tick};
use crate::support::{Home, events};

/// A run of the short book with its first step on the screen.
fn running(home: &Home) -> Tty {
    let book = short_book(home).display().to_string();
    let mut tty = Tty::run(home, &["incident", &book]);
    tty.sees(">[ ] Largest folder known");
    tty
}

fn leaves(tty: &mut Tty) {
    tty.types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
}

#[test]
fn esc_alone_closes_a_dialog() {
    let home = Home::new();
    let mut tty = running(&home);
    tty.types("q").sees("leave it running").types("\x1b");
    tty.until("the dialog is closed", |screen| !screen.emulator.screen().contents().contains("leave it running"));
    leaves(&mut tty);
}

#[test]
fn an_arrow_the_line_cuts_in_two_is_an_arrow() {
    // The longest time between the two bytes, with room for the way to the program.
    for (ssh, longest, gaps) in [(false, 40, [0, 5, 30]), (true, 120, [5, 30, 80])] {
        let home = Home::new();
        let book = short_book(&home).display().to_string();
        let mut command = program(&home, &["incident", &book]);
        if ssh {
            command.env("SSH_CONNECTION", "192.0.2.7 50022 192.0.2.8 22");
        }
        let mut tty = Tty::start(&command, 80, 24);
        for millis in gaps {
            tty.sees(">[ ] Largest folder known");
            let in_time = (0..100).any(|_| {
                let begin = Instant::now();
                tty.types("\x1b");
                gap(millis);
                tty.types("[B");
                // On a machine that is busy the second half may come too late. Then it is Esc and two keys that do
                // nothing here, and proves nothing.
                let in_time = begin.elapsed() < Duration::from_millis(longest);
                if !in_time {
                    gap(200);
                }
                in_time
            });
            assert!(in_time, "no two bytes in {longest} ms");
            tty.sees(">[ ] Owner of it told").types("k");
        }
        leaves(&mut tty);
    }
}

#[test]
fn esc_is_esc_when_nothing_follows_for_long() {
    let home = Home::new();
    let mut tty = running(&home);
    tty.types("q").sees("leave it running").types("\x1b");
    gap(200);
    tty.types("[B");
    tty.until("the dialog is closed", |screen| !screen.emulator.screen().contents().contains("leave it running"));
    tty.sees(">[ ] Largest folder known");
    leaves(&mut tty);
}

#[test]
fn half_a_character_takes_no_key_with_it() {
    let home = Home::new();
    let mut tty = running(&home);
    tty.sends(&[0xe4]).types("n").types("first\r").sees("note: first");
    tty.sends(&[0xe7, 0xbd]).ticks(1);
    tty.types("n").types("second\r").sees("note: second");
    // A character may come in pieces, too.
    let sign = "网".as_bytes();
    tty.types("n").sends(&sign[..1]).sends(&sign[1..2]).sends(&sign[2..]).types("!\r").sees("note: 网!");
    leaves(&mut tty);
}

#[test]
fn half_a_sequence_stops_no_clock() {
    // All at once: what is waited for is the clock.
    let mut all = ["\x1b[", "\x1bO", "\x1b]0;x", "\x1bP1$r"].map(|half| {
        let home = Home::new();
        let mut tty = running(&home);
        tty.types(half);
        (tty, home)
    });
    for _ in 0..2 {
        tick(all.iter_mut().map(|(tty, _)| tty));
    }
    for (tty, home) in &mut all {
        tty.types(" ").sees("[x] Largest folder known");
        leaves(tty);
        assert_eq!(acts(home), ["ItemTicked"]);
    }
}

#[test]
fn a_paste_that_never_ends_stops_no_clock_and_keys_count_again_after_a_pause() {
    let home = Home::new();
    let mut tty = running(&home);
    tty.types("\x1b[200~1\r1\r").ticks(1);
    tty.sees("A paste goes into a text field").types(" ").sees("[x] Largest folder known");
    leaves(&mut tty);
    assert_eq!(acts(&home), ["ItemTicked"]);
}

#[test]
fn a_paste_of_lines_outside_a_field_is_refused_and_inside_a_note_is_kept() {
    let home = Home::new();
    let mut tty = running(&home);
    tty.types("\x1b[200~ \r1\rq1\x1b[201~").sees("A paste goes into a text field");
    tty.types("n").types("\x1b[200~one\r\ntwo\rq1\x1b[201~").types("\r").sees("note: one");
    leaves(&mut tty);
    assert_eq!(acts(&home), ["NoteAdded"]);
    let kept = |event: &Event| matches!(event, Event::NoteAdded { text, .. } if text == "one\ntwo\nq1");
    assert!(events(&home.session()).iter().any(kept));
}

#[test]
fn what_a_terminal_answers_late_is_no_key() {
    let home = Home::new();
    let mut tty = running(&home);
    let answers = [
        "\x1b[?62;22c",
        "\x1b[>41;354;0c",
        "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
        "\x1b]10;rgb:d0d0/d0d0/d0d0\x07",
        "\x1b[24;80R",
        "\x1b[0n",
        "\x1b[<0;10;10M",
        "\x1b[<0;10;10m",
        "\x1b[M !!",
        "\x1b[32;10;10M",
        "\x1b[I",
        "\x1b[O",
        "\x1b[?2026;2$y",
        "\x1b[8;24;80t",
        "\x1b[?1u",
        "\x1bP>|a terminal 1.0\x1b\\",
        "\x1bP1$r0m\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
    ];
    tty.ticks(1).sees("saved");
    let before = tty.picture();
    tty.types(&answers.concat());
    // The next is no answer: what stood before it is through.
    for answer in answers {
        for byte in answer.as_bytes() {
            tty.sends(&[*byte]);
        }
    }
    tty.ticks(1);
    assert_eq!(tty.picture(), before, "{}", tty.text());
    tty.types(" ").sees("[x] Largest folder known");
    leaves(&mut tty);
    assert_eq!(acts(&home), ["ItemTicked"]);
}

/// A fixed row of numbers that look like chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }
}

/// Whatever was done in the only session, by name, without what opening and leaving it record.
fn acts(home: &Home) -> Vec<String> {
    let all = events(&home.session()).into_iter().map(|event| format!("{event:?}"));
    let names = all.map(|told| told.split([' ', '{']).next().unwrap().to_owned());
    let around = ["SessionCreated", "SessionOpened", "SessionStarted", "PhaseOpened", "StepStarted", "SessionLeft"];
    names.filter(|name| !around.contains(&name.as_str())).collect()
}

#[test]
fn a_hundred_thousand_bytes_at_once_do_nothing_but_write_notes() {
    let mut chance = Chance(20_261_122);
    let words = ["rm", "n", "1", "q", "x", " ", "systemctl", "restart", "done", "d", "y", "u", "2", "5", ":", "1.1"];
    let mut lines = Vec::new();
    while lines.len() < 100_000 {
        let word = words[usize::try_from(chance.below(16)).unwrap()];
        lines.extend_from_slice(word.as_bytes());
        lines.extend_from_slice(if chance.below(4) == 0 { b"\r" } else { b" " });
    }
    let bytes: Vec<u8> = (0..100_000).map(|_| chance.byte()).collect();
    let mut all = [lines, bytes].map(|burst| {
        let home = Home::new();
        let mut tty = running(&home);
        tty.sends(&burst);
        (tty, home)
    });
    // When the clock goes on twice it is through with what it read, whatever that opened.
    for _ in 0..2 {
        tick(all.iter_mut().map(|(tty, _)| tty));
    }
    for (mut tty, home) in all {
        tty.signal(Signal::TERM);
        assert_eq!(tty.ends().code, 143, "{}", tty.text());
        let done: Vec<String> = acts(&home).into_iter().filter(|act| act != "NoteAdded").collect();
        assert!(done.is_empty(), "{done:?}");
        assert_eq!(events(&home.session()).last(), Some(&Event::SessionLeft { cause: LeaveCause::Terminated }));
    }
}
