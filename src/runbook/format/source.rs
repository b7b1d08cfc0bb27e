//! The text a runbook was read from, and where things stand in it.
//!
//! Owns lines, columns and the path of a field; knows nothing about what the fields mean.

use std::fmt;
use std::ops::Range;

use super::tree::{Node, Value};
use super::written;

/// A stretch of the source, for people and for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Bytes of the text without a byte order mark.
    pub span: Range<usize>,
    /// Line of the first character, from 1.
    pub line: usize,
    /// Column of the first character, from 1, counted in characters.
    pub column: usize,
    /// Line of the character after the last one.
    pub end_line: usize,
    /// Column of the character after the last one.
    pub end_column: usize,
}

/// How many bytes lie between two counted places of a line.
const STRIDE: usize = 1024;

/// Where the lines of a text begin.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    starts: Vec<usize>,
    /// Characters before every `STRIDE`-th byte, so that one long line costs no more than many short ones.
    counted: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let starts =
            std::iter::once(0).chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1));
        let mut counted = vec![0];
        let mut sum = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            sum += begun(chunk);
            counted.push(sum);
        }
        Self { starts: starts.collect(), counted }
    }

    fn chars_before(&self, text: &str, offset: usize) -> usize {
        let stride = offset / STRIDE;
        let rest = text.as_bytes().get(stride * STRIDE..offset).unwrap_or_default();
        self.counted.get(stride).copied().unwrap_or_default() + begun(rest)
    }

    fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        (line, self.chars_before(text, offset).saturating_sub(self.chars_before(text, start)) + 1)
    }

    pub(super) fn place(&self, text: &str, span: Range<usize>) -> Place {
        let start = span.start.min(text.len());
        let end = span.end.clamp(start, text.len());
        let ((line, column), (end_line, end_column)) = (self.position(text, start), self.position(text, end));
        Place { span: start..end, line, column, end_line, end_column }
    }
}

/// Characters that begin in these bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count()
}

/// A text that was read, with its tree: answers where a field stands.
#[derive(Debug, Clone, Default)]
pub struct Source {
    pub(super) text: String,
    pub(super) lines: Lines,
    pub(super) root: Option<Node>,
}

impl Source {
    pub(super) fn new(text: String) -> Self {
        let lines = Lines::of(&text);
        Self { text, lines, root: None }
    }

    /// The text without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The tree of the text, when it could be read that far.
    pub fn root(&self) -> Option<&Node> {
        self.root.as_ref()
    }

    /// Where these bytes stand.
    pub fn place(&self, span: Range<usize>) -> Place {
        self.lines.place(&self.text, span)
    }

    /// Where a part (in bytes of the value) of a text value stands; the whole value where that cannot be told.
    pub fn part(&self, node: &Node, part: Range<usize>) -> Range<usize> {
        let (Some(value), Some(written)) = (node.text(), self.text.get(node.span.clone())) else {
            return node.span.clone();
        };
        if written == value {
            return node.span.start + part.start..node.span.start + part.end;
        }
        match written::part(written, value, part) {
            Some(part) => node.span.start + part.start..node.span.start + part.end,
            None => node.span.clone(),
        }
    }

    /// The node a path leads to.
    pub fn at(&self, path: &Path) -> Option<&Node> {
        path.0.iter().try_fold(self.root.as_ref()?, |node, part| match part {
            Part::Key(key) => node.get(key),
            Part::Index(index) => node.items().get(*index),
        })
    }

    /// What to point at for a part of the runbook: the name of an entry, the head of an item, a plain value
    /// whole. Nothing where the path leads nowhere.
    pub fn name_or_head(&self, path: &Path) -> Option<Range<usize>> {
        let mut node = self.root.as_ref()?;
        let mut span = node.head();
        for part in &path.0 {
            match part {
                Part::Key(key) => {
                    let entry = node.entries().iter().find(|entry| entry.key == *key)?;
                    node = &entry.node;
                    span = match node.value {
                        Value::List(_) | Value::Object(_) => entry.key_span.clone(),
                        _ => node.span.clone(),
                    };
                }
                Part::Index(index) => {
                    node = node.items().get(*index)?;
                    span = node.head();
                }
            }
        }
        Some(span)
    }
}

/// One step down a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// Into an object.
    Key(String),
    /// Into a list.
    Index(usize),
}

/// The way from the root of a runbook to one of its fields: `phases[0].steps[2].timebox`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path(Vec<Part>);

impl Path {
    /// This path and one key more.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut path = self.clone();
        path.push_key(key);
        path
    }

    /// This path and one index more.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut path = self.clone();
        path.push_index(index);
        path
    }

    /// Whether it leads nowhere.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn push_key(&mut self, key: &str) {
        self.0.push(Part::Key(key.to_owned()));
    }

    pub(super) fn push_index(&mut self, index: usize) {
        self.0.push(Part::Index(index));
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }
}

/// Longest key shown whole in a path.
const KEY_SHOWN: usize = 64;

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.0.iter().enumerate() {
            match part {
                Part::Index(index) => write!(f, "[{index}]")?,
                Part::Key(key) if key.chars().all(|c| c.is_alphanumeric() || "-_$".contains(c)) && !key.is_empty() => {
                    let dot = if i == 0 { "" } else { "." };
                    let shown: String = key.chars().take(KEY_SHOWN).collect();
                    let more = if shown.len() < key.len() { "..." } else { "" };
                    write!(f, "{dot}{shown}{more}")?;
                }
                Part::Key(key) => {
                    let shown: String = key.chars().take(KEY_SHOWN).collect();
                    write!(f, "[{shown:?}]")?;
                }
            }
        }
        Ok(())
    }
}
