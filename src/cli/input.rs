//! What is typed for one act: texts, also from standard input, and numbers as people count them.

use std::io::{self, Read as _};

use super::complain;
use crate::session::{ItemKey, LONGEST_TEXT};
use crate::words::Words;

/// Longest text from a script, in characters: what is too long for the log is kept beside it.
const LONGEST_INPUT: usize = 1_000_000;

/// The text as given, or where it is `-` what stands on standard input; cut at a million characters.
pub(super) fn text(given: String, words: &Words) -> Result<String, String> {
    let unread = |error: io::Error| words.with("cli-input-unread", &[("error", (&error.to_string()).into())]);
    let given = if given == "-" { from(io::stdin().lock()).map_err(unread)? } else { given };
    let text = given.replace("\r\n", "\n").replace('\r', "\n");
    let cut: String = text.chars().take(LONGEST_INPUT).collect();
    if cut.len() < text.len() {
        complain(&words.with("cli-text-cut", &[("limit", LONGEST_INPUT.into())]));
    }
    Ok(cut)
}

/// Reads no further than a text may be long; what is not UTF-8 is replaced, never refused.
fn from(input: impl io::Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    input.take(LONGEST_INPUT as u64 * 4 + 4).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

/// A short text: a reason, a name of something, an answer.
pub(super) fn line(typed: &str) -> Result<String, String> {
    if typed.chars().count() > LONGEST_TEXT {
        return Err(format!("a text has at most {LONGEST_TEXT} characters"));
    }
    Ok(typed.to_owned())
}

/// A place in a list, typed as the screen counts: from one.
pub(super) fn place(typed: &str) -> Result<usize, String> {
    let number = typed.parse().ok().filter(|number: &usize| *number > 0);
    number.map(|number| number - 1).ok_or_else(|| "a number, counted from 1".to_owned())
}

/// An item of a step: its number in the checklist, or `expect` for what one should see.
pub(super) fn item(typed: &str) -> Result<ItemKey, String> {
    match typed {
        "expect" => Ok(ItemKey::Expect),
        _ => place(typed).map(ItemKey::Check).map_err(|_| "a number, counted from 1, or: expect".to_owned()),
    }
}

/// The number of an entry, with or without its mark.
pub(super) fn entry(typed: &str) -> Result<u64, String> {
    typed.trim_start_matches('#').parse().map_err(|_| "the number of an entry, as in #12".to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn lists_are_counted_from_one() {
        assert_eq!(place("1"), Ok(0));
        for wrong in ["0", "-1", "x", "", "99999999999999999999999"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
        assert_eq!((item("2"), item("expect")), (Ok(ItemKey::Check(1)), Ok(ItemKey::Expect)));
        assert!(item("0").is_err());
        assert_eq!((entry("12"), entry("#12")), (Ok(12), Ok(12)));
    }

    #[test]
    fn whatever_stands_on_standard_input_becomes_a_text_of_bounded_length() {
        assert_eq!(from(&b"caf\xe9 shut\n\n"[..]).unwrap(), "caf\u{fffd} shut");
        let endless = io::repeat(b'x');
        assert_eq!(from(endless).unwrap().len(), LONGEST_INPUT * 4 + 4);
    }
}
