//! YAML → located tree, for front matter.

use std::ops::Range;

use super::fault::Fault;
use super::source::Source;
use super::tree::{Entry, Node, Value};

/// The tree of a stretch of the source.
pub(super) fn tree(source: &Source, range: Range<usize>) -> (Option<Node>, Vec<Fault>) {
    let text = source.text().get(range.clone()).unwrap_or_default();
    let mut entries = Vec::new();
    let mut at = range.start;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.starts_with([' ', '#', '-']) || line.trim().is_empty() {
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        if value.is_empty() || value.starts_with(['[', '{', '|', '>']) {
            continue;
        }
        let span = start + key.len() + 1..start + line.trim_end().len();
        entries.push(Entry {
            key: key.trim().to_owned(),
            key_span: start..start + key.len(),
            node: Node { value: Value::Text(value.to_owned()), span },
        });
    }
    (Some(Node { value: Value::Object(entries), span: range }), Vec::new())
}
