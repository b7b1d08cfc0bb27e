//! A page: lines of text, and lines that are copied and stay whole.

use crate::text::printable_lines;
use crate::words::{Arg, Words};

/// One line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A text: broken at words where lines are short.
    Text(String),
    /// What may be copied: never broken, so that no sign of it is lost.
    Whole(String),
}

/// Lines to print, each of them printable.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The lines.
    pub lines: Vec<Line>,
}

impl Page {
    /// Adds a text, line by line; nothing for an empty one.
    pub fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.lines.extend(printable_lines(text.trim_end()).lines().map(|line| Line::Text(line.to_owned())));
        }
    }

    /// Adds what may be copied.
    pub fn whole(&mut self, text: &str) {
        self.lines.extend(printable_lines(text).lines().map(|line| Line::Whole(line.to_owned())));
    }

    /// Adds a message.
    pub fn say(&mut self, words: &Words, id: &str, args: &[(&str, Arg<'_>)]) {
        self.text(&words.with(id, args));
    }

    /// Adds the parts that are not empty, on one line.
    pub fn parts(&mut self, parts: &[String]) {
        let said: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        self.text(&said.join(", "));
    }

    /// Adds another page.
    pub fn join(&mut self, behind: Self) {
        self.lines.extend(behind.lines);
    }

    /// Whether there is nothing on it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}
