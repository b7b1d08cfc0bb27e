//! Where the parts of a value stand in the text that spells it: through quotes, escapes, folded lines and blocks.
//!
//! Knows how JSON and YAML write a text; nothing about what it says.

use std::ops::Range;

/// Bytes of `written` that spell these bytes of `value`; nothing when that cannot be told.
pub(super) fn part(written: &str, value: &str, part: Range<usize>) -> Option<Range<usize>> {
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        let inner = written.strip_prefix(quote)?.strip_suffix(quote)?;
        let found = Aligned::new(inner, Some(quote)).part(value, &part)?;
        Some(found.start + 1..found.end + 1)
    });
    // A block may begin and end with quotes of its own.
    quoted.or_else(|| Aligned::new(written, None).part(value, &part))
}

/// What is left of the written text, and how it is quoted.
struct Aligned<'t> {
    written: &'t str,
    rest: &'t str,
    quote: Option<char>,
}

impl<'t> Aligned<'t> {
    fn new(written: &'t str, quote: Option<char>) -> Self {
        Self { written, rest: written, quote }
    }

    fn part(mut self, value: &str, part: &Range<usize>) -> Option<Range<usize>> {
        let (before, inside) = (value.get(..part.start)?, value.get(part.clone())?);
        for c in before.chars() {
            self.one(c)?;
        }
        // It begins with its own first character, not with the indentation or the line break before it.
        inside.chars().next().into_iter().for_each(|c| self.skip_to(c));
        let start = self.at();
        for c in inside.chars() {
            self.one(c)?;
        }
        Some(start..self.at())
    }

    fn at(&self) -> usize {
        self.written.len() - self.rest.len()
    }

    /// Reads what spells one character.
    fn one(&mut self, c: char) -> Option<()> {
        self.skip_to(c);
        if self.quote == Some('"') && self.rest.starts_with('\\') {
            let length = escaped(self.rest);
            self.rest = self.rest.get(length..)?;
            return Some(());
        }
        if self.quote == Some('\'') && c == '\'' {
            self.rest = self.rest.strip_prefix("''")?;
            return Some(());
        }
        if let Some(rest) = self.rest.strip_prefix(c) {
            self.rest = rest;
            return Some(());
        }
        // A block stands in its span without what its first line is indented by.
        if c.is_whitespace() && self.at() == 0 {
            return Some(());
        }
        // A line break that is read as a space.
        if matches!(c, ' ' | '\n') {
            let blank = self.rest.trim_start_matches([' ', '\t', '\r']);
            self.rest = blank.strip_prefix('\n')?;
            return Some(());
        }
        None
    }

    /// Passes over what spells nothing before `c`.
    fn skip_to(&mut self, c: char) {
        if self.quote == Some('"') {
            while let Some(rest) = self.rest.strip_prefix("\\\n").or_else(|| self.rest.strip_prefix("\\\r\n")) {
                self.rest = rest.trim_start_matches([' ', '\t']);
            }
        }
        if !c.is_whitespace() {
            let rest = self.rest.trim_start();
            if self.quote != Some('"') || !self.rest.starts_with('\\') {
                self.rest = rest;
            }
        } else if c == '\n' {
            // Blanks at the end of a line spell nothing.
            let rest = self.rest.trim_start_matches([' ', '\t', '\r']);
            if rest.starts_with('\n') {
                self.rest = rest;
            }
        }
    }
}

/// Bytes an escape in double quotes takes.
fn escaped(rest: &str) -> usize {
    let unit = |from: usize| rest.get(from..from + 4).and_then(|hex| u16::from_str_radix(hex, 16).ok());
    let length = match rest.chars().nth(1) {
        Some('u') => match unit(2) {
            Some(0xD800..=0xDBFF) => 12,
            _ => 6,
        },
        Some('U') => 10,
        Some('x') => 4,
        Some(c) => 1 + c.len_utf8(),
        None => 1,
    };
    length.min(rest.len())
}
