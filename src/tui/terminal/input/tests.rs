//! What comes in when, from a socket that stands for the terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::os::fd::{AsFd, BorrowedFd};

use super::*;

/// Signals a test gives.
struct Given {
    pipe: UnixStream,
    next: Vec<Signalled>,
}

impl AsFd for Given {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.pipe.as_fd()
    }
}

impl Signals for Given {
    fn pending(&mut self) -> Vec<Signalled> {
        let mut buffer = [0; 8];
        let _ = self.pipe.read(&mut buffer);
        std::mem::take(&mut self.next)
    }
}

/// A long wait: what is awaited comes long before.
const LONG: Wait = Wait { longest: Some(Duration::from_secs(20)), room: false };
/// No wait at all.
const NOW: Wait = Wait { longest: Some(Duration::ZERO), room: false };

struct Bench {
    input: Input<Given>,
    hand: UnixStream,
    signal: UnixStream,
}

impl Bench {
    fn new() -> Self {
        let (near, hand) = UnixStream::pair().unwrap();
        near.set_nonblocking(true).unwrap();
        let (signal, pipe) = UnixStream::pair().unwrap();
        let output = near.try_clone().unwrap().into();
        let given = Given { pipe, next: Vec::new() };
        Self { input: Input::new(Device::on(near.into()), output, given, LOCAL_GAP).unwrap(), hand, signal }
    }

    fn types(&mut self, bytes: &[u8]) -> &mut Self {
        self.hand.write_all(bytes).unwrap();
        self
    }

    fn next(&mut self) -> Option<Incoming> {
        self.input.next(LONG)
    }
}

fn chord(name: &str) -> Chord {
    Chord::parse(name).unwrap()
}

fn key(name: &str) -> Incoming {
    Incoming::Key(chord(name))
}

#[test]
fn keys_come_one_by_one_and_then_none() {
    let mut bench = Bench::new();
    bench.types(b"n\x1b[A");
    assert_eq!((bench.next(), bench.input.ready(), bench.input.ready()), (Some(key("n")), Some(key("up")), None));
    assert_eq!(bench.input.next(NOW), None);
}

#[test]
fn a_lone_esc_is_told_after_a_gap_and_not_before() {
    let mut bench = Bench::new();
    bench.types(b"\x1b");
    assert_eq!(bench.input.next(NOW), None);
    assert_eq!(bench.next(), Some(key("esc")));
}

#[test]
fn half_a_key_holds_up_no_wait_and_no_other_thread() {
    for half in [&b"\x1b["[..], b"\xe4", b"\x1b[200~"] {
        let mut bench = Bench::new();
        bench.types(half);
        assert_eq!(bench.input.next(NOW), None, "{}", half.escape_ascii());
        bench.input.wake()();
        assert_eq!(bench.next(), Some(Incoming::Woken), "{}", half.escape_ascii());
    }
}

#[test]
fn a_key_in_two_pieces_is_one_key() {
    let mut bench = Bench::new();
    bench.types(b"\x1b");
    assert_eq!(bench.input.next(NOW), None);
    bench.types(b"[A");
    assert_eq!(bench.next(), Some(key("up")));
}

#[test]
fn a_paste_that_never_ends_comes_after_a_silence() {
    let mut bench = Bench::new();
    bench.types(b"\x1b[200~half");
    assert_eq!(bench.next(), Some(Incoming::Paste("half".to_owned())));
}

#[test]
fn many_different_keys_at_once_are_a_burst() {
    let mut bench = Bench::new();
    bench.types(b"rm -rf /\n");
    let burst = "rm -rf /".chars().map(|sign| Chord::plain(Key::Char(sign)));
    let burst = burst.chain([chord("ctrl-j")]).collect();
    assert_eq!(bench.next(), Some(Incoming::Burst(burst)));
    bench.types(b"n");
    assert_eq!(bench.next(), Some(key("n")), "it was all of it");
}

#[test]
fn keys_held_down_and_keys_that_move_are_no_burst() {
    let mut bench = Bench::new();
    bench.types(b"jjjjjjjjjjjjkk").types("\x1b[A\x1b[B\x1b[C\x1b[D\x1b[5~".repeat(5).as_bytes());
    for _ in 0..14 + 25 {
        assert!(matches!(bench.next(), Some(Incoming::Key(_))));
    }
    assert_eq!(bench.input.ready(), None);
}

#[test]
fn what_follows_a_long_burst_at_once_belongs_to_it() {
    let mut bench = Bench::new();
    bench.types("echo hello\n".repeat(60).as_bytes());
    assert!(matches!(bench.next(), Some(Incoming::Burst(chords)) if chords.len() == 660));
    bench.types(b" \r1");
    assert!(matches!(bench.next(), Some(Incoming::Burst(chords)) if chords.len() == 3));
}

#[test]
fn a_terminal_that_is_gone_is_told_again_and_again() {
    let mut bench = Bench::new();
    bench.types(b"n");
    drop(bench.hand);
    assert_eq!(bench.input.next(LONG), Some(key("n")));
    for _ in 0..3 {
        assert_eq!(bench.input.next(LONG), Some(Incoming::Lost(LeaveCause::Hangup)));
    }
}

#[test]
fn a_signal_is_told_like_a_key() {
    let mut bench = Bench::new();
    for (signal, told) in [
        (Signalled::Continued, Incoming::Continued),
        (Signalled::Lost(LeaveCause::Terminated), Incoming::Lost(LeaveCause::Terminated)),
    ] {
        bench.input.signals.next.push(signal);
        bench.signal.write_all(b"x").unwrap();
        assert_eq!(bench.next(), Some(told));
    }
}

#[test]
fn room_is_told_only_to_whoever_waits_for_it() {
    let mut bench = Bench::new();
    assert_eq!(bench.input.next(NOW), None);
    assert_eq!(bench.input.next(Wait { room: true, ..LONG }), Some(Incoming::Room));
}

#[test]
fn a_hundred_thousand_bytes_leave_nothing_behind() {
    let mut bench = Bench::new();
    let mut hand = bench.hand.try_clone().unwrap();
    let writer = std::thread::spawn(move || hand.write_all(&b"found it on \x1b[A\xe4 disk 3\r".repeat(4_000)));
    let mut keys = 0;
    while keys < 4_000 * 21 {
        match bench.next() {
            Some(Incoming::Burst(chords)) => keys += chords.len(),
            Some(Incoming::Key(_)) => keys += 1,
            other => panic!("{other:?} after {keys} keys"),
        }
    }
    writer.join().unwrap().unwrap();
    assert_eq!((keys, bench.input.ready()), (4_000 * 21, None));
}
