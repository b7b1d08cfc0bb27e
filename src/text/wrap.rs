//! Breaking a text into lines of so many columns, Latin and Chinese alike.
//!
//! Owns where a line may end. It expects printable text, keeps the line breaks that stand in it, and loses nothing
//! but the spaces at which it breaks.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Marks that do not begin a line while there is another way.
const CLOSING: &str = "。．，、；：？！）」』】〕》〉〗”’…％ー～·,.;:?!)]}%";

/// Marks that do not end a line while there is another way.
const OPENING: &str = "（「『【〔《〈〖“‘([{";

/// The lines of `text` in at most `cols` columns each; none at all when there are no columns.
///
/// Breaks at spaces and beside wide signs, keeps closing marks with what they close, and breaks a word only when it
/// is longer than a line. A grapheme wider than `cols` is not torn: it stands alone and too wide.
pub fn wrap(text: &str, cols: usize) -> Vec<String> {
    if cols == 0 {
        return Vec::new();
    }
    text.split('\n').flat_map(|line| wrap_line(line, cols)).collect()
}

/// Graphemes that stay together, and the spaces after them.
struct Piece<'a> {
    graphemes: Vec<&'a str>,
    width: usize,
    spaces: usize,
}

fn wrap_line(text: &str, cols: usize) -> Vec<String> {
    // Most lines are short; these are drawn every second.
    if text.is_ascii() && text.len() <= cols {
        return vec![text.trim_end_matches(' ').to_owned()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        if used + piece.width > cols {
            flush(&mut lines, &mut line, &mut used);
        }
        for grapheme in piece.graphemes {
            let wide = grapheme.width();
            if used > 0 && used + wide > cols {
                flush(&mut lines, &mut line, &mut used);
            }
            line.push_str(grapheme);
            used += wide;
        }
        let spaces = piece.spaces.min(cols.saturating_sub(used));
        line.extend(std::iter::repeat_n(' ', spaces));
        used += spaces;
    }
    if !line.trim_end_matches(' ').is_empty() || lines.is_empty() {
        lines.push(line.trim_end_matches(' ').to_owned());
    }
    lines
}

fn flush(lines: &mut Vec<String>, line: &mut String, used: &mut usize) {
    let done = line.trim_end_matches(' ');
    if !done.is_empty() {
        lines.push(done.to_owned());
    }
    line.clear();
    *used = 0;
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    for grapheme in text.graphemes(true) {
        let space = grapheme == " ";
        let joins = pieces.last().is_some_and(|piece| {
            let last = piece.graphemes.last().copied();
            space || (piece.spaces == 0 && last.is_none_or(|last| !may_break(last, grapheme)))
        });
        if !joins {
            pieces.push(Piece { graphemes: Vec::new(), width: 0, spaces: 0 });
        }
        if let Some(piece) = pieces.last_mut() {
            if space {
                piece.spaces += 1;
            } else {
                piece.graphemes.push(grapheme);
                piece.width += grapheme.width();
            }
        }
    }
    pieces
}

fn may_break(before: &str, after: &str) -> bool {
    (before.width() > 1 || after.width() > 1) && !OPENING.contains(before) && !CLOSING.contains(after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{printable_lines, width};

    #[test]
    fn latin_breaks_at_spaces() {
        assert_eq!(
            wrap("Log in to the application server and find out", 20),
            ["Log in to the", "application server", "and find out"]
        );
    }

    #[test]
    fn chinese_breaks_between_signs_and_keeps_its_marks() {
        assert_eq!(wrap("远程登录服务器，查明原因。", 14), ["远程登录服务", "器，查明原因。"]);
        assert_eq!(wrap("查看「应用日志」", 6), ["查看", "「应用", "日志」"]);
    }

    #[test]
    fn a_latin_word_in_chinese_stays_whole() {
        assert_eq!(wrap("登录mes-app-01查看", 10), ["登录", "mes-app-01", "查看"]);
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken() {
        assert_eq!(wrap("see /var/log/mes/app.log", 8), ["see", "/var/log", "/mes/app", ".log"]);
    }

    #[test]
    fn line_breaks_and_indents_are_kept() {
        assert_eq!(wrap("a\n\n  b c\n", 5), ["a", "", "  b c", ""]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn no_columns_give_no_lines_and_one_column_gives_a_sign_each() {
        assert!(wrap("abc", 0).is_empty());
        assert_eq!(wrap("ab中", 1), ["a", "b", "中"]);
    }

    fn solid(text: &str) -> String {
        text.chars().filter(|c| !matches!(c, ' ' | '\n')).collect()
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_columns_and_nothing_solid_is_lost(text in any::<String>(), cols in 2usize..30) {
            let text = printable_lines(&text);
            let lines = wrap(&text, cols);
            for line in &lines {
                // A few scripts have graphemes of three columns; they are not torn.
                prop_assert!(width(line) <= cols || line.graphemes(true).count() == 1, "{line:?}");
            }
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
        }

        #[test]
        fn chinese_and_latin_mixed_hold_the_same(text in "[a-c 中文，。「」(),\ne\u{301}👩\u{200d}]{0,40}", cols in 2usize..12) {
            let text = printable_lines(&text);
            let lines = wrap(&text, cols);
            for line in &lines {
                prop_assert!(width(line) <= cols, "{line:?}");
                prop_assert!(!line.ends_with(' '));
            }
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
        }
    }
}
