//! Keys as data: what was pressed, in one notation for bindings, hints, tests and the help page.

use std::fmt;

/// One key press with its modifiers, already translated from whatever the terminal sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key.
    pub key: Key,
    /// Control was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
}

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character; shifted ones as they come out.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
}

const NAMES: [(&str, Key); 14] = [
    ("enter", Key::Enter),
    ("esc", Key::Esc),
    ("tab", Key::Tab),
    ("backtab", Key::BackTab),
    ("backspace", Key::Backspace),
    ("delete", Key::Delete),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("pgup", Key::PageUp),
    ("pgdn", Key::PageDown),
    ("home", Key::Home),
    ("end", Key::End),
];

impl Chord {
    /// A key without modifiers.
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false }
    }

    /// Reads `n`, `space`, `enter`, `ctrl-l`, `alt-enter`, `pgup`; names are lower case.
    pub fn parse(text: &str) -> Option<Self> {
        let mut chord = Self::plain(Key::Esc);
        let mut rest = text;
        loop {
            if let Some(tail) = rest.strip_prefix("ctrl-").filter(|tail| !tail.is_empty()) {
                chord.ctrl = true;
                rest = tail;
            } else if let Some(tail) = rest.strip_prefix("alt-").filter(|tail| !tail.is_empty()) {
                chord.alt = true;
                rest = tail;
            } else {
                break;
            }
        }
        let named = NAMES.iter().find(|(name, _)| *name == rest).map(|(_, key)| *key);
        let mut chars = rest.chars();
        chord.key = match (named, rest, chars.next(), chars.next()) {
            (Some(key), ..) => key,
            (None, "space", ..) => Key::Char(' '),
            (None, _, Some(c), None) => Key::Char(c),
            _ => return None,
        };
        Some(chord)
    }

    /// The same press with full-width letters, digits and signs as their ASCII: what a Chinese input method
    /// sends for `：` means `:`.
    #[must_use]
    pub fn halfwidth(self) -> Self {
        match self.key {
            Key::Char(c) => Self { key: Key::Char(crate::text::halfwidth(c)), ..self },
            _ => self,
        }
    }
}

/// The notation [`Chord::parse`] reads.
impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match self.key {
            Key::Char(' ') => f.write_str("space"),
            Key::Char(c) => write!(f, "{c}"),
            key => f.write_str(NAMES.iter().find(|(_, named)| *named == key).map_or("", |(name, _)| name)),
        }
    }
}

#[cfg(test)]
mod tests;
