//! One notation for keys, read and written alike.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{Chord, Key, NAMES};

#[test]
fn every_chord_is_written_as_it_is_read() {
    let named = NAMES.iter().map(|(_, key)| *key);
    for key in named.chain(" an:!?]中-".chars().map(Key::Char)) {
        for (ctrl, alt) in [(false, false), (true, false), (false, true), (true, true)] {
            let chord = Chord { key, ctrl, alt };
            assert_eq!(Chord::parse(&chord.to_string()), Some(chord), "{chord}");
        }
    }
}

#[test]
fn keys_are_read_by_name_and_by_sign() {
    assert_eq!(Chord::parse("space"), Some(Chord::plain(Key::Char(' '))));
    assert_eq!(Chord::parse("N"), Some(Chord::plain(Key::Char('N'))));
    assert_eq!(Chord::parse("ctrl-l"), Some(Chord { key: Key::Char('l'), ctrl: true, alt: false }));
    assert_eq!(Chord::parse("alt-ctrl-enter"), Some(Chord { key: Key::Enter, ctrl: true, alt: true }));
    for nothing in ["", "Enter", "nn", "ctrl-", "f1"] {
        assert_eq!(Chord::parse(nothing), None, "{nothing}");
    }
}

#[test]
fn a_chinese_input_method_means_the_same_keys() {
    for (typed, meant) in [('：', ':'), ('？', '?'), ('！', '!'), ('ｎ', 'n'), ('１', '1'), ('【', '[')] {
        assert_eq!(Chord::plain(Key::Char(typed)).halfwidth(), Chord::plain(Key::Char(meant)));
    }
    let held = Chord { key: Key::Char('ｌ'), ctrl: true, alt: false };
    assert_eq!(held.halfwidth(), Chord::parse("ctrl-l").unwrap());
    assert_eq!(Chord::plain(Key::Enter).halfwidth(), Chord::plain(Key::Enter));
}
