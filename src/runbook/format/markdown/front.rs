//! Front matter: the YAML above a page, whose keys are ours or other people's.
//!
//! Knows the names others use for our fields; what it does not know is kept aside.

use std::ops::Range;

use super::grow::Declared;
use super::values;
use crate::runbook::format::fault::Fault;
use crate::runbook::format::fields;
use crate::runbook::format::source::Source;
use crate::runbook::format::tree::{Entry, Node, Value};

/// Other people's names for our fields.
const ALIASES: &[(&str, &str)] = &[
    ("last_reviewed_on", "reviewed"),
    ("review_in", "review_every"),
    ("owner_slack", "owner"),
    ("escalation_contact", "owner"),
    ("description", "summary"),
    ("labels", "tags"),
    ("categories", "tags"),
];

/// The front matter of a page.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// Bytes of it, the lines around it included.
    pub span: Range<usize>,
    /// Its values; none where it could not be read.
    pub entries: Vec<Entry>,
    /// It could not be read, and is kept as it stands.
    pub unread: bool,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Front {
    /// The front matter of a text, when it begins with one.
    pub(super) fn of(source: &Source) -> Self {
        let text = source.text();
        let Some(inner) = inner(text) else { return Self::default() };
        let end = text.get(inner.end..).unwrap_or_default();
        let end = inner.end + end.find('\n').map_or(end.len(), |newline| newline + 1);
        let (root, faults) = super::super::yaml::tree(source, inner.clone());
        let entries = match root.map(|root| root.value) {
            Some(Value::Object(entries)) => entries,
            _ => Vec::new(),
        };
        let blank = text.get(inner).is_none_or(|inner| inner.trim().is_empty());
        Self { span: 0..end, unread: entries.is_empty() && !blank, entries, faults }
    }

    /// Whether the author wrote it for this program.
    pub(super) fn is_ours(&self) -> bool {
        self.get("format").is_some()
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// A text of it, or a number or date as it was written.
    pub(super) fn plain(&self, key: &str) -> Option<&str> {
        match &self.get(key)?.value {
            Value::Text(text) | Value::Number(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    pub(super) fn declared(&self) -> Declared {
        let keys = |field: &str| self.get(field).map(Node::entries).unwrap_or_default();
        let title = |node: &Node| node.get("title").and_then(Node::text).unwrap_or_default().to_owned();
        Declared {
            roles: keys("roles").iter().map(|entry| (entry.key.clone(), title(&entry.node))).collect(),
            notices: keys("notices").iter().map(|entry| entry.key.clone()).collect(),
            variables: keys("variables").iter().map(|entry| entry.key.clone()).collect(),
            timers: self.get("timers").map_or(0, |timers| timers.items().len()),
        }
    }

    /// The entries under the names of our fields, and those that are none of ours; `written` are the fields the page
    /// itself gives.
    pub(super) fn split(self, written: &[&str]) -> (Vec<Entry>, Vec<Entry>) {
        if self.is_ours() {
            return (self.entries, Vec::new());
        }
        let (mut ours, mut foreign): (Vec<Entry>, Vec<Entry>) = (Vec::new(), Vec::new());
        for entry in self.entries {
            let alias = ALIASES.iter().find(|(name, _)| *name == entry.key).map(|(_, field)| *field);
            let field = alias.unwrap_or(entry.key.as_str());
            let known = fields::RUNBOOK.fields.contains(&field)
                && !matches!(field, "source" | "extensions" | "steps" | "phases");
            let free = !written.contains(&field) && !ours.iter().any(|entry| entry.key == field);
            match fitting(field, &entry.node).filter(|_| known && free) {
                Some(node) => ours.push(Entry { key: field.to_owned(), key_span: entry.key_span, node }),
                None => foreign.push(entry),
            }
        }
        (ours, foreign)
    }
}

/// A value in the shape our field has, where other people write it otherwise.
fn fitting(field: &str, node: &Node) -> Option<Node> {
    let text = |value: String| Some(Node { value: Value::Text(value), span: node.span.clone() });
    match (field, &node.value) {
        ("review_every", Value::Text(written)) => text(values::long_time(written)?),
        ("tags" | "services", Value::Text(written)) => {
            let words = written.split(',').map(str::trim).filter(|word| !word.is_empty());
            let words = words.map(|word| Node { value: Value::Text(word.to_owned()), span: node.span.clone() });
            Some(Node { value: Value::List(words.collect()), span: node.span.clone() })
        }
        ("owner" | "version" | "summary" | "title", Value::Number(number)) => text(number.clone()),
        (_, Value::Null) => None,
        _ => Some(node.clone()),
    }
}

/// Bytes between the two lines of hyphens a page may begin with.
fn inner(text: &str) -> Option<Range<usize>> {
    let first = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---")?;
    let mut at = first.len();
    for line in text.get(at..)?.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some(first.len()..at);
        }
        at += line.len();
    }
    None
}
