//! From bytes to keys and pastes, however the line cuts them.
//!
//! The grammar of escape sequences is `vte`'s; which sequence is which key stands here. What is no key is dropped
//! whole, so that no half of it is taken for one. It waits for nothing: whoever feeds it says when too little came for
//! too long.

use vte::{Params, Parser, Perform};

use crate::dialog::key::{Chord, Key};

/// Longest paste that is kept, in bytes; what comes beyond it is dropped until its end.
pub const LONGEST_PASTE: usize = 64 * 1024;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const END_OF_PASTE: &[u8] = b"\x1b[201~";

/// Something typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Typed {
    /// A key.
    Key(Chord),
    /// A paste in brackets.
    Paste(String),
}

/// Bytes that may be the beginning of more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// All that came is understood.
    Nothing,
    /// The beginning of a key.
    Key,
    /// A paste whose end has not come.
    Paste,
}

/// The state of a stream of keys.
#[derive(Default)]
pub struct Keys {
    parser: Parser,
    found: Found,
    /// Bytes of the key that is not whole yet.
    half: Vec<u8>,
    paste: Option<Vec<u8>>,
}

impl Keys {
    /// Takes in what was read; what is whole comes out.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Typed> {
        for byte in bytes {
            if self.paste.is_some() {
                self.paste_byte(*byte);
            } else {
                self.key_byte(*byte);
            }
        }
        std::mem::take(&mut self.found.typed)
    }

    /// What is still wanting.
    pub fn half(&self) -> Half {
        match (&self.paste, self.half.is_empty() && self.found.prefix == Prefix::None) {
            (Some(_), _) => Half::Paste,
            (None, false) => Half::Key,
            (None, true) => Half::Nothing,
        }
    }

    /// No more came for too long: a lone Esc is the key, a paste is what came of it, half a key is dropped.
    pub fn give_up(&mut self) -> Option<Typed> {
        let alone = self.half == [ESC];
        self.begin_anew();
        let paste = self.paste.take().map(|paste| Typed::Paste(String::from_utf8_lossy(&paste).into_owned()));
        paste.or_else(|| alone.then_some(Typed::Key(Chord::plain(Key::Esc))))
    }

    fn begin_anew(&mut self) {
        self.parser = Parser::new();
        self.found.prefix = Prefix::None;
        self.half.clear();
    }

    fn key_byte(&mut self, byte: u8) {
        let alone = self.half == [ESC];
        if byte == ESC && alone {
            self.found.push(Chord::plain(Key::Esc));
            return;
        }
        // To a terminal a control code within a sequence is one of its own; from a keyboard it is the next key, behind
        // a lone Esc the same with Alt.
        let ends_string = byte == BEL && self.half.starts_with(b"\x1b]");
        let is_control = byte != ESC && (byte < 0x20 || byte == 0x7f);
        if is_control && !ends_string {
            self.begin_anew();
            if let Some(chord) = control(byte) {
                self.found.push(Chord { alt: alone, ..chord });
            }
            return;
        }
        // A new sequence begins: the one before it never ends.
        if byte == ESC {
            self.begin_anew();
        }
        self.half.push(byte);
        self.found.whole = false;
        self.parser.advance(&mut self.found, &[byte]);
        if self.found.whole {
            self.half.clear();
        }
        if std::mem::take(&mut self.found.paste_begins) {
            self.paste = Some(Vec::new());
        }
    }

    fn paste_byte(&mut self, byte: u8) {
        let Some(paste) = &mut self.paste else { return };
        // Of what is too long the end stays, where the end of the paste is looked for.
        if paste.len() >= LONGEST_PASTE + END_OF_PASTE.len() {
            paste.remove(LONGEST_PASTE);
        }
        paste.push(byte);
        if paste.ends_with(END_OF_PASTE) {
            paste.truncate(paste.len() - END_OF_PASTE.len());
            paste.truncate(LONGEST_PASTE);
            let text = String::from_utf8_lossy(paste).into_owned();
            self.found.typed.push(Typed::Paste(text));
            self.paste = None;
        }
    }
}

/// What stands before the next character and makes it part of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Prefix {
    #[default]
    None,
    /// `ESC O`: the keypad, and arrows of some terminals.
    Ss3,
    /// So many are no keys: of a function key of the Linux console (`ESC [ [`) one, of a report of the mouse (`ESC [ M`)
    /// that another program left switched on three.
    Skip(u8),
}

/// What the parser has found.
#[derive(Default)]
struct Found {
    typed: Vec<Typed>,
    prefix: Prefix,
    /// The last byte completed something.
    whole: bool,
    paste_begins: bool,
}

impl Found {
    fn push(&mut self, chord: Chord) {
        self.typed.push(Typed::Key(chord));
    }
}

impl Perform for Found {
    fn print(&mut self, sign: char) {
        self.whole = true;
        match std::mem::take(&mut self.prefix) {
            Prefix::Skip(count) => {
                if count > 1 {
                    self.prefix = Prefix::Skip(count - 1);
                }
            }
            Prefix::Ss3 => {
                let key = if sign == 'M' { Some(Key::Enter) } else { letter(sign) };
                if let Some(key) = key {
                    self.push(Chord::plain(key));
                }
            }
            // Bytes that are no text become this sign; nobody types it.
            Prefix::None if sign == char::REPLACEMENT_CHARACTER => {}
            Prefix::None => self.push(Chord::plain(Key::Char(sign))),
        }
    }

    fn csi_dispatch(&mut self, params: &Params, between: &[u8], ignored: bool, last: char) {
        self.whole = true;
        self.prefix = Prefix::None;
        // What a terminal answers has signs between; keys have none.
        if ignored || !between.is_empty() {
            return;
        }
        let param = |place: usize| params.iter().nth(place).and_then(|all| all.first().copied());
        let modifiers = param(1).unwrap_or(1).saturating_sub(1);
        let (alt, ctrl) = (modifiers & 2 != 0, modifiers & 4 != 0);
        let key = match (last, param(0).unwrap_or(0)) {
            ('[', _) => {
                self.prefix = Prefix::Skip(1);
                return;
            }
            ('M', _) => {
                self.prefix = Prefix::Skip(3);
                return;
            }
            ('~', 200) => {
                self.paste_begins = true;
                return;
            }
            ('Z', _) => Some(Key::BackTab),
            ('~', 1 | 7) => Some(Key::Home),
            ('~', 3) => Some(Key::Delete),
            ('~', 4 | 8) => Some(Key::End),
            ('~', 5) => Some(Key::PageUp),
            ('~', 6) => Some(Key::PageDown),
            // A key by the number of its character, as some terminals send it.
            ('u', code) => return self.by_number(code, alt, ctrl),
            (letter_of, _) => letter(letter_of),
        };
        if let Some(key) = key {
            self.push(Chord { key, ctrl, alt });
        }
    }

    fn esc_dispatch(&mut self, between: &[u8], _ignored: bool, byte: u8) {
        self.whole = true;
        match byte {
            b'O' if between.is_empty() => self.prefix = Prefix::Ss3,
            // The end of a string nobody reads.
            b'\\' => {}
            0x20..=0x7e if between.is_empty() => {
                self.push(Chord { key: Key::Char(char::from(byte)), ctrl: false, alt: true });
            }
            _ => {}
        }
    }

    fn osc_dispatch(&mut self, _params: &[&[u8]], _bell: bool) {
        self.whole = true;
    }

    fn unhook(&mut self) {
        self.whole = true;
    }
}

impl Found {
    fn by_number(&mut self, code: u16, alt: bool, ctrl: bool) {
        let plain = u8::try_from(code).ok().filter(|code| *code < 0x20 || *code == 0x7f);
        let chord = match plain {
            Some(0x1b) => Some(Chord::plain(Key::Esc)),
            Some(byte) => control(byte).filter(|chord| !chord.ctrl),
            None => char::from_u32(u32::from(code)).map(|sign| Chord::plain(Key::Char(sign))),
        };
        if let Some(chord) = chord {
            self.push(Chord { ctrl, alt, ..chord });
        }
    }
}

/// The key of a control code.
fn control(byte: u8) -> Option<Chord> {
    let key = match byte {
        b'\r' => Key::Enter,
        b'\t' => Key::Tab,
        // Terminals send either.
        0x08 | 0x7f => Key::Backspace,
        0 => return Some(Chord { key: Key::Char(' '), ctrl: true, alt: false }),
        0x01..=0x1a => {
            return Some(Chord { key: Key::Char(char::from(byte - 1 + b'a')), ctrl: true, alt: false });
        }
        _ => return None,
    };
    Some(Chord::plain(key))
}

/// The key that a sequence of this last letter is.
fn letter(last: char) -> Option<Key> {
    Some(match last {
        'A' => Key::Up,
        'B' => Key::Down,
        'C' => Key::Right,
        'D' => Key::Left,
        'H' => Key::Home,
        'F' => Key::End,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
