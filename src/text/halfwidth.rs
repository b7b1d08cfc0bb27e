//! Full-width signs read as the keys they were typed with.
//!
//! Owns the one table a keymap needs to work under a Chinese input method; it knows no key and no act.

/// The ASCII sign a full-width letter, digit or punctuation mark stands for; any other sign is itself.
///
/// Marks that have no full-width twin count as the key they come from on a Chinese keyboard: `。` is `.`, `、` is `/`.
pub fn halfwidth(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => u32::from(sign).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(sign),
        '\u{3000}' => ' ',
        '。' => '.',
        '、' => '/',
        '【' | '「' => '[',
        '】' | '」' => ']',
        '《' => '<',
        '》' => '>',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '￥' => '$',
        '·' => '`',
        _ => sign,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_signs_count_as_their_ascii() {
        let typed = "：？！ｑＺ９～，。、【】　";
        assert_eq!(typed.chars().map(halfwidth).collect::<String>(), ":?!qZ9~,./[] ");
    }

    #[test]
    fn every_other_sign_is_itself() {
        for sign in ['a', ' ', '中', 'é', '\u{1b}', '\u{ff00}', '\u{ff5f}'] {
            assert_eq!(halfwidth(sign), sign);
        }
    }
}
