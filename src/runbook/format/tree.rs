//! The located tree every spelling of a runbook becomes before it is read.
//!
//! Knows values and where they stand; nothing about runbooks, and nothing about how a text is spelled.

use std::ops::Range;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Bytes of the source it takes, quotes and brackets included.
    pub span: Range<usize>,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number as it was written; nothing is lost by reading it.
    Number(String),
    /// A text, its escapes resolved.
    Text(String),
    /// A scalar without quotes, as it was written: a text, a number or yes-or-no, as the field wants it.
    Plain(String),
    /// Values in order.
    List(Vec<Node>),
    /// Named values in order; every name once.
    Object(Vec<Entry>),
    /// What could not be taken; the fault that says why is told already.
    Broken,
}

/// A named value of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its name.
    pub key: String,
    /// Bytes of the source the name takes.
    pub key_span: Range<usize>,
    /// Its value.
    pub node: Node,
}

/// What kind of value a node holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    Nothing,
    /// True or false.
    TrueOrFalse,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
}

impl Node {
    /// Which kind of value it is.
    pub fn shape(&self) -> Shape {
        match &self.value {
            Value::Null | Value::Broken => Shape::Nothing,
            Value::Bool(_) => Shape::TrueOrFalse,
            Value::Number(_) => Shape::Number,
            Value::Plain(text) if matches!(text.as_str(), "true" | "false") => Shape::TrueOrFalse,
            Value::Plain(text) if is_number(text) => Shape::Number,
            Value::Text(_) | Value::Plain(_) => Shape::Text,
            Value::List(_) => Shape::List,
            Value::Object(_) => Shape::Object,
        }
    }

    /// Its text, when it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// Its number as it was written, when it is one.
    pub fn number(&self) -> Option<&str> {
        match &self.value {
            Value::Number(number) | Value::Plain(number) if self.shape() == Shape::Number => Some(number),
            _ => None,
        }
    }

    /// Whether it is true or false, when it is one of them.
    pub fn truth(&self) -> Option<bool> {
        match &self.value {
            Value::Bool(truth) => Some(*truth),
            Value::Plain(word) => word.parse().ok(),
            _ => None,
        }
    }

    /// Its named values; none when it is no object.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Object(entries) => entries,
            _ => &[],
        }
    }

    /// Its items; none when it is no list.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The value called `key`, when it is an object that has one.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Where to point when the whole value is meant: an object or list by its opening bracket or dash alone, and an
    /// object without brackets by its first name.
    pub fn head(&self) -> Range<usize> {
        match &self.value {
            Value::Object(entries) => match entries.first() {
                Some(first) if first.key_span.start == self.span.start => first.key_span.clone(),
                _ => self.span.start..self.span.end.min(self.span.start + 1),
            },
            Value::List(_) => self.span.start..self.span.end.min(self.span.start + 1),
            _ => self.span.clone(),
        }
    }
}

/// Whether JSON would take it for a number.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    let (text, power) = text.split_once(['e', 'E']).map_or((text, None), |(text, power)| (text, Some(power)));
    let (whole, part) = text.split_once('.').map_or((text, None), |(whole, part)| (whole, Some(part)));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && part.is_none_or(digits)
        && power.is_none_or(|power| digits(power.strip_prefix(['+', '-']).unwrap_or(power)))
}
