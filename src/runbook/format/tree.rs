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
    /// Values in order.
    List(Vec<Node>),
    /// Named values in order; every name once.
    Object(Vec<Entry>),
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
        match self.value {
            Value::Null => Shape::Nothing,
            Value::Bool(_) => Shape::TrueOrFalse,
            Value::Number(_) => Shape::Number,
            Value::Text(_) => Shape::Text,
            Value::List(_) => Shape::List,
            Value::Object(_) => Shape::Object,
        }
    }

    /// Its text, when it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
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

    /// Where to point when the whole value is meant: an object or list by its opening bracket alone.
    pub fn head(&self) -> Range<usize> {
        match self.value {
            Value::List(_) | Value::Object(_) => self.span.start..self.span.end.min(self.span.start + 1),
            _ => self.span.clone(),
        }
    }
}
