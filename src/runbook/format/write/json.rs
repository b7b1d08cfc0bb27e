//! Tree → JSON, two spaces a level; what is flat and short stands on one line.

use std::fmt::Write as _;

use super::super::tree::{Node, Value};
use super::{is_scalar, quoted};
use crate::text::width;

/// Columns a list or object on one line may end at.
const LINE: usize = 100;

pub(super) fn text(root: &Node) -> String {
    let mut out = String::new();
    match &root.value {
        Value::Object(_) | Value::List(_) => block(root, 0, &mut out),
        _ => out.push_str(&flat(root)),
    }
    out.push('\n');
    out
}

/// A value that begins in this column of a line of this depth.
fn value(node: &Node, depth: usize, column: usize, out: &mut String) {
    let one_line =
        is_scalar(node) || node.items().iter().chain(node.entries().iter().map(|entry| &entry.node)).all(is_scalar);
    if one_line {
        let flat = flat(node);
        // A comma may follow.
        if is_scalar(node) || column + width(&flat) < LINE {
            out.push_str(&flat);
            return;
        }
    }
    block(node, depth, out);
}

fn block(node: &Node, depth: usize, out: &mut String) {
    let indent = |depth: usize| "  ".repeat(depth);
    let (open, close) = if matches!(node.value, Value::List(_)) { ('[', ']') } else { ('{', '}') };
    out.push(open);
    let keys = node.entries().iter().map(|entry| (Some(&entry.key), &entry.node));
    for (i, (key, child)) in node.items().iter().map(|item| (None, item)).chain(keys).enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        let head = indent(depth + 1) + &key.map(|key| format!("{}: ", quoted(key, escape))).unwrap_or_default();
        out.push_str(&head);
        value(child, depth + 1, width(&head), out);
    }
    out.push('\n');
    out.push_str(&indent(depth));
    out.push(close);
}

/// A value on one line.
fn flat(node: &Node) -> String {
    match &node.value {
        Value::Null | Value::Broken => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.clone(),
        Value::Text(text) | Value::Plain(text) => quoted(text, escape),
        Value::List(items) => format!("[{}]", items.iter().map(flat).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Object(entries) => {
            let entry = |entry: &super::super::Entry| format!("{}: {}", quoted(&entry.key, escape), flat(&entry.node));
            format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

fn escape(sign: char, out: &mut String) {
    for unit in sign.encode_utf16(&mut [0; 2]) {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}
