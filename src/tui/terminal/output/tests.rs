//! What goes out, as an emulator takes it and byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Read as _;
use std::os::unix::net::UnixStream;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Line;

use super::*;

/// An edge whose other end is in the hands of the test; a socket stands for the terminal.
struct Bench {
    output: Output,
    end: UnixStream,
    emulator: vt100::Parser,
    shown: Buffer,
}

const AREA: Rect = Rect { x: 0, y: 0, width: 20, height: 4 };

impl Bench {
    fn new(unicode: bool) -> Self {
        let (near, end) = UnixStream::pair().unwrap();
        near.set_nonblocking(true).unwrap();
        end.set_nonblocking(true).unwrap();
        let cells = |count| std::num::NonZero::new(count).unwrap();
        let emulator = vt100::Parser::new(cells(AREA.height), cells(AREA.width), 0);
        Self { output: Output::new(Device::on(near.into()), unicode), end, emulator, shown: Buffer::empty(AREA) }
    }

    /// Draws a frame as ratatui does: what differs from the one before.
    fn frame(&mut self, next: Buffer) -> Vec<u8> {
        self.output.draw(self.shown.diff(&next).into_iter()).unwrap();
        self.output.hide_cursor().unwrap();
        Backend::flush(&mut self.output).unwrap();
        self.shown = next;
        self.read()
    }

    /// What the terminal takes.
    fn read(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // A socket that has no more says so with an error.
        let _ = self.end.read_to_end(&mut bytes);
        self.emulator.process(&bytes);
        bytes
    }

    /// What stands on the screen, trailing blanks cut.
    fn rows(&self) -> Vec<String> {
        self.emulator.screen().rows(0, AREA.width).map(|row| row.trim_end().to_owned()).collect()
    }
}

fn with(lines: &[(u16, u16, &str, Style)]) -> Buffer {
    let mut buffer = Buffer::empty(AREA);
    for (x, y, text, style) in lines {
        buffer.set_line(*x, *y, &Line::styled(*text, *style), AREA.width);
    }
    buffer
}

const PLAIN: Style = Style::new();

#[test]
fn one_digit_of_a_clock_costs_two_bytes() {
    let mut bench = Bench::new(true);
    bench.frame(with(&[(5, 1, "14:39:31", PLAIN)]));
    bench.frame(with(&[(5, 1, "14:39:32", PLAIN)]));
    assert_eq!(bench.frame(with(&[(5, 1, "14:39:33", PLAIN)])), b"\x083");
    assert_eq!(bench.rows()[1], "     14:39:33");
}

#[test]
fn nothing_is_written_when_nothing_visible_changed() {
    let mut bench = Bench::new(true);
    let same = with(&[(0, 0, "all quiet", PLAIN.fg(Color::Red))]);
    assert!(!bench.frame(same.clone()).is_empty());
    assert_eq!(bench.frame(same), b"");
}

#[test]
fn the_pen_at_hand_writes_first_and_is_not_taken_up_again() {
    let mut bench = Bench::new(true);
    let red = PLAIN.fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD);
    let frame = |digit: &str| with(&[(0, 0, digit, red), (4, 2, digit, PLAIN)]);
    bench.frame(frame("1"));
    let second = bench.frame(frame("2"));
    assert!(second.starts_with(b"\x082\x1b["), "{}", second.escape_ascii());
    let third = bench.frame(frame("3"));
    assert!(third.starts_with(b"\x083\x1b["), "{}", third.escape_ascii());
    assert_eq!(bench.rows(), ["3", "", "    3", ""]);
}

#[test]
fn a_chinese_line_needs_one_move_and_one_after_every_sign_terminals_differ_on() {
    let mut bench = Bench::new(true);
    let chinese = bench.frame(with(&[(2, 1, "重启应用服务器", PLAIN)]));
    assert_eq!(chinese.split(|byte| *byte == 0x1b).count(), 4, "{}", chinese.escape_ascii());
    let differing = bench.frame(with(&[(2, 2, "a→b", PLAIN)]));
    assert!(differing.ends_with("a→\x1b[3;5Hb".as_bytes()), "{}", differing.escape_ascii());
}

#[test]
fn where_only_ascii_is_shown_every_sign_keeps_its_columns() {
    let mut bench = Bench::new(false);
    let sent =
        bench.frame(with(&[(0, 0, "重启 mes", PLAIN), (0, 1, "≈5 → é|", PLAIN), (0, 2, "👩\u{200d}🚒|", PLAIN)]));
    assert!(sent.is_ascii(), "{}", sent.escape_ascii());
    assert_eq!(bench.rows(), ["???? mes", "~5 > ?|", "??|", ""]);
}

#[test]
fn a_terminal_that_takes_nothing_is_not_waited_for_and_gets_the_rest_later() {
    let mut bench = Bench::new(true);
    let mut sent = Vec::new();
    while !bench.output.is_behind() {
        bench.output.raw(&[b'.'; 4096]);
        sent.extend([b'.'; 4096]);
        bench.output.send().unwrap();
    }
    bench.output.raw(b"end");
    sent.extend(b"end");
    let mut taken = Vec::new();
    while bench.output.is_behind() {
        taken.extend(bench.read());
        bench.output.send().unwrap();
    }
    taken.extend(bench.read());
    assert_eq!(taken, sent);
}

#[test]
fn a_terminal_that_is_gone_is_an_error() {
    let mut bench = Bench::new(true);
    drop(bench.end);
    bench.output.raw(b"x");
    assert!(bench.output.send().is_err());
}

#[test]
fn a_text_that_is_too_long_for_clipboards_is_not_sent() {
    let mut bench = Bench::new(true);
    assert!(!bench.output.copy(&"x".repeat(LONGEST_COPY + 1)));
    assert!(bench.output.copy("df -h"));
    bench.output.send().unwrap();
    assert_eq!(bench.read(), b"\x1b]52;c;ZGYgLWg=\x1b\\");
}

#[test]
fn a_title_is_sent_when_it_is_another_one() {
    let mut bench = Bench::new(true);
    for title in ["2.4 Diagnose", "2.4 Diagnose", "a\x07\x1b[2J"] {
        bench.output.title(&crate::text::printable(title));
    }
    bench.output.send().unwrap();
    assert_eq!(bench.read(), b"\x1b]0;2.4 Diagnose\x07\x1b]0;a^G^[[2J\x07");
}

#[test]
fn what_is_forgotten_is_said_again() {
    let mut bench = Bench::new(true);
    bench.frame(with(&[(0, 0, "1", PLAIN)]));
    bench.output.forget();
    let next = bench.frame(with(&[(0, 0, "2", PLAIN)]));
    assert_eq!(next, b"\x1b[1;1H\x1b[m2\x1b[?25l");
}

proptest! {
    /// Whatever was drawn before and in whatever order its pieces are sent, the terminal shows the last frame.
    #[test]
    fn the_terminal_shows_the_frame_that_was_drawn_last(
        frames in proptest::collection::vec(
            proptest::collection::vec((0_u16..19, "[a-c中文→é ]{0,6}", 0_usize..5), 0..5),
            1..5,
        ),
    ) {
        let styles = [
            PLAIN,
            PLAIN.fg(Color::Red),
            PLAIN.add_modifier(Modifier::BOLD),
            PLAIN.add_modifier(Modifier::DIM.union(Modifier::REVERSED)),
            PLAIN.fg(Color::White).bg(Color::Blue).add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
        ];
        let mut bench = Bench::new(true);
        for pieces in frames {
            let rows = (0_u16..).zip(&pieces);
            let pieces: Vec<_> = rows.map(|(y, (x, text, style))| (*x, y, text.as_str(), styles[*style])).collect();
            let frame = with(&pieces);
            bench.frame(frame.clone());
            for y in 0..AREA.height {
                for x in 0..AREA.width {
                    let (wanted, seen) = (&frame[(x, y)], bench.emulator.screen().cell(y, x).unwrap());
                    if seen.is_wide_continuation() {
                        continue;
                    }
                    let text = if seen.contents().is_empty() { " " } else { seen.contents() };
                    prop_assert_eq!(text, wanted.symbol(), "at {},{}", x, y);
                    let marks = wanted.modifier;
                    // What is both the emulator holds for the one that was set last.
                    if !marks.contains(Modifier::BOLD.union(Modifier::DIM)) {
                        prop_assert_eq!(seen.bold(), marks.contains(Modifier::BOLD));
                        prop_assert_eq!(seen.dim(), marks.contains(Modifier::DIM));
                    }
                    prop_assert_eq!(seen.inverse(), marks.contains(Modifier::REVERSED));
                    prop_assert_eq!(seen.underline(), marks.contains(Modifier::UNDERLINED));
                    let ink = match wanted.fg { Color::Red => vt100::Color::Idx(1), Color::White => vt100::Color::Idx(15), _ => vt100::Color::Default };
                    prop_assert_eq!(seen.fgcolor(), ink, "at {},{}", x, y);
                }
            }
        }
    }
}
