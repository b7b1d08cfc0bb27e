//! Keys, however the line cuts their bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

fn key(name: &str) -> Typed {
    Typed::Key(Chord::parse(name).unwrap())
}

fn fed(bytes: &[u8]) -> Vec<Typed> {
    Keys::default().feed(bytes)
}

/// What terminals send for keys.
const SENT: [(&[u8], &str); 36] = [
    (b"a", "a"),
    (b"N", "N"),
    (b" ", "space"),
    (b"\r", "enter"),
    (b"\t", "tab"),
    (b"\x1b[Z", "backtab"),
    (b"\x7f", "backspace"),
    (b"\x08", "backspace"),
    (b"\n", "ctrl-j"),
    (b"\x03", "ctrl-c"),
    (b"\x1a", "ctrl-z"),
    (b"\x00", "ctrl-space"),
    (b"\x1b[A", "up"),
    (b"\x1b[B", "down"),
    (b"\x1b[C", "right"),
    (b"\x1b[D", "left"),
    (b"\x1bOA", "up"),
    (b"\x1bOD", "left"),
    (b"\x1bOM", "enter"),
    (b"\x1b[H", "home"),
    (b"\x1b[F", "end"),
    (b"\x1bOH", "home"),
    (b"\x1b[1~", "home"),
    (b"\x1b[7~", "home"),
    (b"\x1b[4~", "end"),
    (b"\x1b[8~", "end"),
    (b"\x1b[3~", "delete"),
    (b"\x1b[5~", "pgup"),
    (b"\x1b[6~", "pgdn"),
    (b"\x1b[1;5A", "ctrl-up"),
    (b"\x1b[1;3B", "alt-down"),
    (b"\x1bx", "alt-x"),
    (b"\x1b\r", "alt-enter"),
    (b"\x1b[13u", "enter"),
    (b"\x1b[110;5u", "ctrl-n"),
    ("\u{ff1a}".as_bytes(), "\u{ff1a}"),
];

#[test]
fn what_terminals_send_is_the_key_that_was_pressed() {
    for (bytes, name) in SENT {
        assert_eq!(fed(bytes), [key(name)], "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_key_is_the_same_wherever_the_line_cuts_it() {
    for (bytes, name) in SENT {
        for cuts in 0_u32..1 << (bytes.len() - 1) {
            let (mut keys, mut typed) = (Keys::default(), Vec::new());
            let mut begin = 0;
            for end in 1..=bytes.len() {
                if end == bytes.len() || cuts & (1 << (end - 1)) != 0 {
                    typed.extend(keys.feed(&bytes[begin..end]));
                    begin = end;
                }
            }
            assert_eq!(typed, [key(name)], "{} cut as {cuts:b}", bytes.escape_ascii());
            assert_eq!(keys.half(), Half::Nothing);
        }
    }
}

#[test]
fn a_lone_esc_is_the_key_once_nothing_more_comes() {
    let mut keys = Keys::default();
    assert_eq!((keys.feed(b"\x1b"), keys.half()), (Vec::new(), Half::Key));
    assert_eq!(keys.give_up(), Some(key("esc")));
    assert_eq!(keys.feed(b"[A"), [key("["), key("A")], "it was another key");
}

#[test]
fn one_esc_behind_another_makes_two() {
    let mut keys = Keys::default();
    assert_eq!(keys.feed(b"\x1b\x1b"), [key("esc")]);
    assert_eq!(keys.give_up(), Some(key("esc")));
    assert_eq!(fed(b"\x1b\x1b[A"), [key("esc"), key("up")]);
}

#[test]
fn half_a_key_that_never_ends_is_dropped_and_takes_nothing_with_it() {
    for half in [
        &b"\x1b["[..],
        b"\x1b[1;",
        b"\x1bO",
        b"\xe4",
        b"\xe4\xb8",
        b"\xf0\x9f",
        b"\x1b]0;title",
        b"\x1bP1$r",
        b"\x1b_x",
    ] {
        let mut keys = Keys::default();
        assert_eq!(keys.feed(half), [], "{}", half.escape_ascii());
        assert_eq!(keys.half(), Half::Key, "{}", half.escape_ascii());
        assert_eq!(keys.give_up(), None);
        assert_eq!(keys.half(), Half::Nothing);
        assert_eq!(keys.feed(b"n"), [key("n")], "{}", half.escape_ascii());
    }
}

#[test]
fn a_key_ends_half_a_key_before_it() {
    assert_eq!(fed(b"\xe4n"), [key("n")]);
    assert_eq!(fed(b"\x1b[\x1b[A"), [key("up")]);
    assert_eq!(fed(b"\x1b[1;\r"), [key("enter")]);
    assert_eq!(fed(b"\x1b]0;never ended\rn"), [key("enter"), key("n")]);
}

#[test]
fn what_a_terminal_answers_late_is_no_key() {
    for answer in [
        &b"\x1b[?62;22c"[..],
        b"\x1b[>41;354;0c",
        b"\x1b[24;80R",
        b"\x1b[0n",
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]11;rgb:ffff/ffff/ffff\x07",
        b"\x1bP>|tmux 3.3a\x1b\\",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b[?2026;2$y",
        b"\x1b[<0;10;10M",
        b"\x1b[M !!",
        b"\x1b[I",
        b"\x1b[O",
        b"\x1b[[A",
        b"\x1b[15~",
        b"\x1bOP",
    ] {
        let mut keys = Keys::default();
        assert_eq!(keys.feed(answer), [], "{}", answer.escape_ascii());
        assert_eq!(keys.feed(b"n"), [key("n")], "{}", answer.escape_ascii());
    }
}

#[test]
fn a_paste_in_brackets_is_one_text_and_no_keys() {
    let paste = "df -h\nrm -rf /\r\n中\x1b[Aq";
    let sent = format!("a\x1b[200~{paste}\x1b[201~b");
    let wanted = [key("a"), Typed::Paste(paste.to_owned()), key("b")];
    assert_eq!(fed(sent.as_bytes()), wanted);
    let mut keys = Keys::default();
    let typed: Vec<Typed> = sent.bytes().flat_map(|byte| keys.feed(&[byte])).collect();
    assert_eq!(typed, wanted);
}

#[test]
fn a_paste_whose_end_never_comes_is_what_came_of_it() {
    let mut keys = Keys::default();
    assert_eq!((keys.feed(b"\x1b[200~half a te"), keys.half()), (Vec::new(), Half::Paste));
    assert_eq!(keys.give_up(), Some(Typed::Paste("half a te".to_owned())));
    assert_eq!(keys.feed(b"n"), [key("n")]);
}

#[test]
fn a_paste_that_is_too_long_is_cut_and_still_ends() {
    let mut keys = Keys::default();
    assert_eq!(keys.feed(b"\x1b[200~"), []);
    let long = vec![b'x'; LONGEST_PASTE * 2];
    assert_eq!(keys.feed(&long), []);
    let typed = keys.feed(b"\x1b[201~n");
    assert_eq!(typed.len(), 2);
    assert!(matches!(&typed[0], Typed::Paste(text) if text.len() == LONGEST_PASTE));
    assert_eq!(typed[1], key("n"));
}

proptest! {
    #[test]
    fn whatever_comes_the_next_key_is_understood(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut keys = Keys::default();
        for piece in bytes.chunks(7) {
            keys.feed(piece);
        }
        keys.give_up();
        keys.found.prefix = Prefix::None;
        prop_assert_eq!(keys.half(), Half::Nothing);
        prop_assert_eq!(keys.feed(b"\x1b[A"), [key("up")]);
    }

    #[test]
    fn letters_come_as_they_are_however_they_are_cut(text in "[a-zA-Z0-9中文é👩 ]{0,40}", cut in 1_usize..5) {
        let mut keys = Keys::default();
        let typed: Vec<Typed> = text.as_bytes().chunks(cut).flat_map(|piece| keys.feed(piece)).collect();
        let wanted: Vec<Typed> = text.chars().map(|sign| Typed::Key(Chord::plain(Key::Char(sign)))).collect();
        prop_assert_eq!(typed, wanted);
    }
}
