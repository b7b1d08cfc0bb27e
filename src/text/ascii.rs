//! What stands for letters where only ASCII is shown.

use unicode_width::UnicodeWidthChar as _;

/// Signs that have a likeness in ASCII of the same width.
const LIKE: [(&str, char); 12] = [
    ("\u{2018}\u{2019}\u{201a}\u{2032}", '\''),
    ("\u{201c}\u{201d}\u{201e}\u{2033}", '"'),
    ("\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{2500}", '-'),
    ("\u{2026}\u{b7}\u{2022}", '.'),
    ("\u{2248}\u{223c}", '~'),
    ("\u{d7}\u{2717}\u{2718}", 'x'),
    ("\u{2192}\u{25b6}\u{203a}\u{bb}", '>'),
    ("\u{2190}\u{25c0}\u{2039}\u{ab}", '<'),
    ("\u{2191}", '^'),
    ("\u{2193}", 'v'),
    ("\u{2502}", '|'),
    ("\u{a0}\u{2009}\u{202f}", ' '),
];

/// `text` in ASCII and in as many columns: a likeness where there is one, else a question mark for each column.
///
/// A terminal of another encoding would take the bytes of a letter for letters of its own, and some for commands (the
/// C1 controls of ISO 6429 lie among them).
pub fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        let like = LIKE.iter().find(|(signs, _)| signs.contains(sign)).map(|(_, like)| *like);
        match like {
            _ if sign.is_ascii() => out.push(sign),
            Some(like) => out.push(like),
            None => out.extend(std::iter::repeat_n('?', sign.width().unwrap_or(0))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn a_letter_becomes_its_likeness_or_a_question_mark_for_each_column() {
        assert_eq!(ascii("\u{2248} 5 min \u{2014} \u{201c}x\u{201d}"), "~ 5 min - \"x\"");
        assert_eq!(ascii("重启 mes"), "???? mes");
        assert_eq!(ascii("e\u{301}t"), "et");
    }

    #[test]
    fn a_likeness_is_as_wide_as_what_it_stands_for() {
        for (signs, _) in LIKE {
            for sign in signs.chars() {
                let sign = sign.to_string();
                assert_eq!(width(&ascii(&sign)), width(&sign), "{sign}");
            }
        }
    }
}
