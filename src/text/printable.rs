//! The one gate: text from outside becomes text that shows exactly what it holds.
//!
//! Owns which signs are dangerous or invisible and what is shown in their place. Nothing is ever dropped, because
//! what a responder reads must be what would be copied; it does not decide who may copy.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::ops::Deref;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::width;

/// Columns from one tab stop to the next.
const TAB: usize = 4;

/// Combining marks shown on one sign; more of them only hide what lies around it.
const MARKS: usize = 8;

/// A text that may be drawn, printed or sent: every sign of it is seen as what it is. There is no other way to one than
/// through [`printable`] and [`printable_lines`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Printable<'a>(Cow<'a, str>);

impl Printable<'_> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, as one's own.
    pub fn into_owned(self) -> String {
        self.0.into_owned()
    }

    /// The same that stands for itself.
    pub fn kept(self) -> Printable<'static> {
        Printable(Cow::Owned(self.0.into_owned()))
    }
}

impl Deref for Printable<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Printable<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<&str> for Printable<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'a> From<Printable<'a>> for Cow<'a, str> {
    fn from(text: Printable<'a>) -> Self {
        text.0
    }
}

/// `text` on one line: every control, reordering and invisible sign stands there in words (`^[`, `<U+202E>`).
///
/// A tab becomes spaces up to the next stop, counted from the start of the text; a line break becomes `^J`.
pub fn printable(text: &str) -> Printable<'_> {
    Printable(shown(text, false))
}

/// `text` with its line breaks, and everything else as [`printable`] shows it.
pub fn printable_lines(text: &str) -> Printable<'_> {
    Printable(shown(text, true))
}

/// A JSON document whose texts keep their exact value: signs that a terminal would act on or a reader would not
/// see are written as escapes, so that printing it is harmless.
pub fn printable_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for sign in json.chars() {
        let plain = sign == '\n' || sign == ' ' || sign.is_ascii_graphic();
        if plain || !has_hidden(sign.encode_utf8(&mut [0; 4])) {
            out.push(sign);
        } else {
            for unit in sign.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// Whether `text` holds a sign that a reader would not see or that a terminal would act on.
///
/// A command that does must be confirmed before it is copied. Tabs and line breaks are not hidden: their place
/// can be seen.
pub fn has_hidden(text: &str) -> bool {
    signs(text).any(|sign| match sign {
        Sign::Plain(_) | Sign::Tab | Sign::Break => false,
        Sign::Control(_) | Sign::Hidden(_) => true,
    })
}

/// Each sort of hidden sign in `text` once, as it is shown.
pub fn hidden_signs(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for sign in signs(text) {
        if let Sign::Control(_) | Sign::Hidden(_) = sign {
            let mut shown = String::new();
            spell(&sign, &mut shown);
            if !all.contains(&shown) {
                all.push(shown);
            }
        }
    }
    all
}

/// Writes what stands for a hidden sign.
fn spell(sign: &Sign, out: &mut String) {
    match sign {
        Sign::Control(sign) => {
            out.push('^');
            out.push(char::from_u32(u32::from(*sign) ^ 0x40).unwrap_or('?'));
        }
        Sign::Hidden(sign) => {
            // Writing to a String cannot fail.
            let _ = write!(out, "<U+{:04X}>", u32::from(*sign));
        }
        Sign::Plain(_) | Sign::Tab | Sign::Break => {}
    }
}

fn shown(text: &str, lines: bool) -> Cow<'_, str> {
    let harmless = |byte: u8| byte == b' ' || byte.is_ascii_graphic() || (lines && byte == b'\n');
    if text.bytes().all(harmless) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut line = 0;
    for sign in signs(text) {
        match sign {
            Sign::Plain(sign) => out.push(sign),
            Sign::Break if lines => {
                out.push('\n');
                line = out.len();
            }
            Sign::Break => out.push_str("^J"),
            Sign::Tab => {
                let column = out.get(line..).map_or(0, width);
                out.extend(std::iter::repeat_n(' ', TAB - column % TAB));
            }
            Sign::Control(_) | Sign::Hidden(_) => spell(&sign, &mut out),
        }
    }
    Cow::Owned(out)
}

/// What becomes of one sign.
enum Sign {
    /// Shown as it is.
    Plain(char),
    /// Becomes spaces.
    Tab,
    /// A line break, kept or shown.
    Break,
    /// C0 or DEL: shown as `^[`.
    Control(char),
    /// Shown by its number.
    Hidden(char),
}

fn signs(text: &str) -> impl Iterator<Item = Sign> + '_ {
    let mut rest = text.chars().peekable();
    // The sign a mark would sit on, without the marks that sit on it already; none at the start of a line, where
    // a mark would join whatever our own screen drew before it.
    let mut base: Option<char> = None;
    let mut before = '\0';
    let mut marks = 0;
    std::iter::from_fn(move || {
        let sign = rest.next()?;
        let next = rest.peek().copied();
        let is = match sign {
            '\t' => Sign::Tab,
            '\n' => Sign::Break,
            '\0'..='\u{1f}' | '\u{7f}' => Sign::Control(sign),
            '\u{200d}' if marks == 0 && base.is_some_and(pictograph) && next.is_some_and(pictograph) => {
                Sign::Plain(sign)
            }
            '\u{fe0f}' if pictograph(before) || (keycap(before) && next == Some('\u{20e3}')) => Sign::Plain(sign),
            _ if hidden(sign) => Sign::Hidden(sign),
            _ if sign.width() == Some(0) => {
                marks += 1;
                if base.is_some() && marks <= MARKS { Sign::Plain(sign) } else { Sign::Hidden(sign) }
            }
            _ => {
                // A skin tone belongs to the figure before it, which a joiner may follow.
                if !(tone(sign) && base.is_some_and(pictograph)) {
                    base = Some(sign);
                }
                marks = 0;
                Sign::Plain(sign)
            }
        };
        match is {
            Sign::Plain(_) => {}
            Sign::Break | Sign::Tab | Sign::Control(_) | Sign::Hidden(_) => {
                base = matches!(is, Sign::Tab).then_some(' ');
                marks = 0;
            }
        }
        before = sign;
        Some(is)
    })
}

/// Signs without a shape of their own: C1, direction marks, zero-width, tags, selectors, fillers, separators.
fn hidden(sign: char) -> bool {
    matches!(sign,
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{34f}'
        | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Signs that emoji sequences are made of: what a joiner binds into one grapheme, short of marks and skin tones.
fn pictograph(sign: char) -> bool {
    let mut bound = String::from("\u{a9}\u{200d}");
    bound.push(sign);
    bound.graphemes(true).count() == 1 && !tone(sign) && sign.width().is_some_and(|cols| cols > 0)
}

fn tone(sign: char) -> bool {
    matches!(sign, '\u{1f3fb}'..='\u{1f3ff}')
}

fn keycap(sign: char) -> bool {
    matches!(sign, '0'..='9' | '#' | '*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_escape_sequence_is_text_to_read() {
        assert_eq!(printable("a\u{1b}[31mb\u{7}\u{7f}\0"), "a^[[31mb^G^?^@");
    }

    #[test]
    fn the_eight_bit_escape_stands_there_by_its_number() {
        assert_eq!(printable("\u{9b}2J"), "<U+009B>2J");
    }

    #[test]
    fn reordering_and_invisible_signs_stand_there_by_their_number() {
        let signs = "\u{202e}\u{2066}\u{200f}\u{61c}\u{200b}\u{2060}\u{e0041}\u{2028}\u{2029}\u{feff}\u{ad}\u{3164}";
        let shown = printable(signs).into_owned();
        assert!(shown.is_ascii(), "{shown}");
        assert!(shown.starts_with("<U+202E><U+2066><U+200F>") && shown.contains("<U+E0041>"));
        assert_eq!(shown.matches("<U+").count(), signs.chars().count());
    }

    #[test]
    fn a_tab_reaches_the_next_stop() {
        assert_eq!(printable("a\tb\t\tc"), "a   b       c");
        assert_eq!(printable("中\tb"), "中  b");
        assert_eq!(printable_lines("abc\n\tb"), "abc\n    b");
    }

    #[test]
    fn a_line_break_is_kept_only_where_lines_are_shown() {
        assert_eq!(printable("a\nb"), "a^Jb");
        assert_eq!(printable_lines("a\nb\r\n"), "a\nb^M\n");
    }

    #[test]
    fn emoji_sequences_stay_whole() {
        for emoji in ["👩‍🚒", "⚠️", "1️⃣", "👩🏽‍💻", "🇨🇳", "❤️‍🔥"] {
            assert_eq!(printable(emoji), emoji);
            assert!(!has_hidden(emoji));
        }
    }

    #[test]
    fn a_joiner_between_letters_is_shown() {
        assert_eq!(printable("rm\u{200d} -rf"), "rm<U+200D> -rf");
        assert_eq!(printable("a\u{fe0f}"), "a<U+FE0F>");
        assert_eq!(printable("👩\u{200d}"), "👩<U+200D>");
        assert_eq!(printable("\u{2192}\u{200d}\u{2192}"), "\u{2192}<U+200D>\u{2192}");
        assert_eq!(printable("👩\u{301}\u{200d}👩"), "👩\u{301}<U+200D>👩");
    }

    #[test]
    fn more_than_eight_marks_on_one_sign_are_shown() {
        let shown = printable("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}x").into_owned();
        assert_eq!(shown.matches('\u{301}').count(), 8);
        assert!(shown.ends_with("<U+0301>x"));
    }

    #[test]
    fn a_mark_with_nothing_to_sit_on_is_shown() {
        assert_eq!(printable("\u{301}a"), "<U+0301>a");
    }

    #[test]
    fn a_command_with_a_hidden_sign_is_told_from_a_plain_one() {
        assert!(has_hidden("curl x\u{200b}"));
        assert!(has_hidden("echo \u{1b}]0;x\u{7}"));
        assert!(!has_hidden("awk '{print $1}' |\n\tsort # 排序"));
    }

    #[test]
    fn hidden_signs_are_named_once_each() {
        assert_eq!(hidden_signs("a\u{202e}b\u{1b}[\u{1b}\u{202e}\n\t中"), ["<U+202E>", "^["]);
        assert!(hidden_signs("df -h\n").is_empty());
    }

    #[test]
    fn a_json_document_keeps_its_values_and_shows_nothing_hidden() {
        let json = "{\n  \"a\": \"\u{9b}2J\u{202e}\u{7f}\u{e0041}中\"\n}";
        let shown = printable_json(json);
        assert_eq!(shown, "{\n  \"a\": \"\\u009b2J\\u202e\\u007f\\udb40\\udc41中\"\n}");
    }

    #[test]
    fn harmless_text_is_not_copied() {
        assert!(matches!(printable("df -h /var"), Printable(Cow::Borrowed(_))));
    }

    proptest! {
        #[test]
        fn nothing_a_terminal_would_act_on_passes(text in any::<String>()) {
            let shown = printable(&text).into_owned();
            prop_assert!(!shown.chars().any(char::is_control), "{shown:?}");
            prop_assert!(!has_hidden(&shown), "{shown:?}");
            prop_assert!(printable_lines(&text).chars().all(|c| c == '\n' || !c.is_control()));
        }

        #[test]
        fn showing_twice_changes_nothing(text in "[a-c\t\n中\u{301}\u{200d}\u{fe0f}👩🚒🏽\u{202e}1\u{20e3}]{0,24}") {
            let once = printable(&text).into_owned();
            prop_assert_eq!(printable(&once), once.as_str());
            let lines = printable_lines(&text).into_owned();
            prop_assert_eq!(printable_lines(&lines), lines.as_str());
        }

        #[test]
        fn nothing_is_dropped(text in any::<String>()) {
            prop_assert!(printable(&text).chars().count() >= text.chars().count());
        }
    }
}
