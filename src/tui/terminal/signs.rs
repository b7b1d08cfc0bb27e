//! How wide a terminal draws a sign, as far as all of them agree.

use unicode_width::UnicodeWidthChar as _;

/// Columns a sign takes on every terminal; `None` where they differ: combined signs, emoji, and those that count as wide
/// among Chinese letters and as narrow elsewhere (Unicode Standard Annex 11, ambiguous).
pub fn sure_width(sign: &str) -> Option<u16> {
    let mut chars = sign.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) if only.is_ascii_graphic() || only == ' ' => Some(1),
        (Some(only), None) if is_east_asian(only) => only.width().and_then(|width| u16::try_from(width).ok()),
        _ => None,
    }
}

/// Ideographs, kana, hangul and their signs: two columns wherever they can be shown.
fn is_east_asian(sign: char) -> bool {
    matches!(
        sign,
        '\u{2e80}'..='\u{303e}'
            | '\u{3041}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}'
            | '\u{ff01}'..='\u{ff60}'
            | '\u{20000}'..='\u{3fffd}'
    ) && sign.width() == Some(2)
}
