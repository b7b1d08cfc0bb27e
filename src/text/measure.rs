//! How many columns a text takes, and how it is cut and padded to a number of them.
//!
//! Owns the one measure everybody lays out with: the sum over graphemes, as terminals draw them cell by cell. It
//! expects printable text; it decides nothing about where a text stands.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands at the end of a text that was cut.
const CUT: char = '~';

/// The columns `text` takes.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// `text` in at most `cols` columns, with `~` at its end if something was cut away.
///
/// Never halves a wide sign or a grapheme, so the result may be a column short.
pub fn cut(text: &str, cols: usize) -> String {
    if width(text) <= cols {
        return text.to_owned();
    }
    let Some(room) = cols.checked_sub(1) else { return String::new() };
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += UnicodeWidthStr::width(grapheme);
        if used > room {
            break;
        }
        out.push_str(grapheme);
    }
    out.push(CUT);
    out
}

/// `text` with spaces after it up to `cols` columns; a longer one is left as it is.
pub fn pad(text: &str, cols: usize) -> String {
    let mut out = text.to_owned();
    out.extend(spaces(text, cols));
    out
}

/// `text` with spaces before it up to `cols` columns; a longer one is left as it is.
pub fn pad_left(text: &str, cols: usize) -> String {
    let mut out: String = spaces(text, cols).collect();
    out.push_str(text);
    out
}

/// `text` in exactly `cols` columns: cut when too long, padded when too short.
pub fn fit(text: &str, cols: usize) -> String {
    pad(&cut(text, cols), cols)
}

fn spaces(text: &str, cols: usize) -> impl Iterator<Item = char> {
    std::iter::repeat_n(' ', cols.saturating_sub(width(text)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::printable;

    #[test]
    fn chinese_takes_two_columns_a_sign() {
        assert_eq!(width("MES应用服务器"), 13);
        assert_eq!(width(""), 0);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("👩‍🚒"), 2);
    }

    #[test]
    fn a_cut_is_marked_only_where_one_was_made() {
        assert_eq!(cut("Network check", 13), "Network check");
        assert_eq!(cut("Network check", 8), "Network~");
        assert_eq!(cut("abc", 1), "~");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(cut("", 0), "");
    }

    #[test]
    fn a_wide_sign_is_never_halved() {
        assert_eq!(cut("网络排查", 6), "网络~");
        assert_eq!(cut("网络排查", 7), "网络排~");
        assert_eq!(fit("网络排查", 6), "网络~ ");
        assert_eq!(cut("👩‍🚒👩‍🚒", 3), "👩‍🚒~");
    }

    #[test]
    fn padding_fills_the_columns_on_either_side() {
        assert_eq!(pad("中", 4), "中  ");
        assert_eq!(pad_left("中", 4), "  中");
        assert_eq!(pad("longer", 3), "longer");
    }

    proptest! {
        #[test]
        fn a_fitted_text_takes_exactly_its_columns(text in any::<String>(), cols in 0usize..40) {
            prop_assert_eq!(width(&fit(&printable(&text), cols)), cols);
        }

        #[test]
        fn a_cut_text_begins_as_the_whole_does(text in "[a-c 中文e\u{301}👩\u{200d}]{0,20}", cols in 0usize..20) {
            let short = cut(&text, cols);
            let kept = short.strip_suffix(CUT).unwrap_or(&short);
            prop_assert!(text.starts_with(kept));
            prop_assert!(width(&short) <= cols);
        }
    }
}
