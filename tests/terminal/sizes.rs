//! A window that is dragged about, whatever is open.

use super::pty::{Tty, gap, short_book};
use crate::support::Home;

/// Three hundred sizes, the worst of them among others; the same each time.
fn sizes() -> Vec<(u16, u16)> {
    let mut state = 20_261_122_u32;
    let mut below = |end: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u16::try_from((state >> 8) % end).unwrap()
    };
    let mut all: Vec<(u16, u16)> = (0..300).map(|_| (below(201), below(61))).collect();
    for (place, size) in [(0, 0), (1, 1), (500, 200), (0, 24), (80, 0), (1, 200), (500, 1)].into_iter().enumerate() {
        all[place * 40 + 7] = size;
    }
    all
}

/// Drags the window about, and types now and then what may be typed.
fn drags(tty: &mut Tty, mut typed: impl Iterator<Item = char>) {
    for (place, (columns, rows)) in sizes().into_iter().enumerate() {
        tty.resize(columns, rows);
        if place % 10 == 9 {
            // What is typed is drawn at once, at the size of the moment; and now and then a size may settle.
            if let Some(sign) = typed.next() {
                tty.types(&sign.to_string());
            }
            gap(if place % 50 == 49 { 60 } else { 1 });
        }
    }
    tty.resize(80, 24);
}

#[test]
fn a_note_is_kept_through_any_number_of_sizes() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("Find what grows").types("n").sees("note");
    let text = "abcdefghijklmnopqrstuvwxyzABCD";
    drags(&mut tty, text.chars());
    tty.sees("Find what grows").sees(text).is_as_drawn_anew();
    tty.types("\r").sees(&format!("note: {text}")).types("q").sees("leave").types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
}

#[test]
fn a_dialog_stays_open_through_any_number_of_sizes() {
    let home = Home::new();
    let book = short_book(&home).display().to_string();
    let mut tty = Tty::run(&home, &["incident", &book]);
    tty.sees("Find what grows").types("q").sees("leave it running");
    drags(&mut tty, "jkjkjkjkjk".chars());
    tty.sees("leave it running").is_as_drawn_anew().types("1");
    assert_eq!(tty.ends().code, 0, "{}", tty.text());
}
