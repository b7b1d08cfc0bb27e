//! Tree → YAML: two spaces a level, short lists on one line, texts of several lines as blocks, and quotes only where a
//! reader of YAML, old or new, would take a text for something else.

use std::fmt::Write as _;

use super::super::tree::{Entry, Node, Value};
use super::{is_empty, is_scalar, quoted};
use crate::text::{has_hidden, width};

/// Columns a list on one line may end at.
const LINE: usize = 80;

/// Words that some reader takes for something else than a text.
const NO_TEXTS: [&str; 5] = ["null", "~", "true", "false", "<<"];
const YES_OR_NO: [&str; 6] = ["yes", "no", "on", "off", "y", "n"];

pub(super) fn text(root: &Node) -> String {
    let mut out = String::new();
    if is_scalar(root) {
        out.push_str(&flat(root));
        out.push('\n');
        return out;
    }
    for item in root.items() {
        put(item, 0, "-", &mut out);
    }
    let mut before = "";
    let blocks: Vec<String> = root.entries().iter().map(|entry| block(entry, 0)).collect();
    for block in &blocks {
        let several = |block: &str| block.matches('\n').count() > 1;
        if (several(block) && !before.is_empty()) || several(before) {
            out.push('\n');
        }
        out.push_str(block);
        before = block;
    }
    out
}

/// The lines of an entry.
fn block(entry: &Entry, depth: usize) -> String {
    let mut out = String::new();
    put(&entry.node, depth, &format!("{}:", key(&entry.key)), &mut out);
    out
}

/// A value behind its name or dash, with all its lines.
fn put(node: &Node, depth: usize, head: &str, out: &mut String) {
    let indent = "  ".repeat(depth);
    out.push_str(&indent);
    out.push_str(head);
    rest(node, depth, indent.len() + width(head), head == "-", out);
}

/// What stands behind a name or dash that ends in this column.
fn rest(node: &Node, depth: usize, column: usize, dash: bool, out: &mut String) {
    if let Value::Text(text) = &node.value
        && is_block(text)
    {
        literal(text, depth + 1, out);
        return;
    }
    let of_scalars = !node.items().is_empty() && node.items().iter().all(is_scalar);
    if is_scalar(node) || of_scalars {
        let flat = flat(node);
        let fits = column + 1 + width(&flat) <= LINE && !node.items().iter().any(is_long);
        if is_scalar(node) || fits {
            let _ = writeln!(out, " {flat}");
            return;
        }
    }
    if !dash {
        out.push('\n');
    }
    // What a dash begins stands behind it.
    let mut lines = String::new();
    for item in node.items() {
        put(item, depth + 1, "-", &mut lines);
    }
    for entry in node.entries() {
        lines.push_str(&block(entry, depth + 1));
    }
    if dash {
        out.push(' ');
        out.push_str(lines.trim_start_matches(' '));
    } else {
        out.push_str(&lines);
    }
}

/// A text of several lines stands as a block where nothing in it is lost by that.
fn is_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let blank = |line: &str| !line.is_empty() && line.trim().is_empty();
    body.contains('\n')
        && !body.ends_with('\n')
        && !body.starts_with([' ', '\n'])
        && !body.lines().any(blank)
        && !body.contains(['\t', '\r'])
        && !has_breaks(body)
        && !has_hidden(body)
}

/// A list of what has several lines is no line.
fn is_long(node: &Node) -> bool {
    matches!(&node.value, Value::Text(text) if text.contains('\n'))
}

fn literal(text: &str, depth: usize, out: &mut String) {
    out.push_str(if text.ends_with('\n') { " |\n" } else { " |-\n" });
    let indent = "  ".repeat(depth);
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str(&indent);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// A value on one line.
fn flat(node: &Node) -> String {
    match &node.value {
        Value::Null | Value::Broken => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.clone(),
        Value::Text(text) | Value::Plain(text) => scalar(text, false),
        Value::Object(_) => "{}".to_owned(),
        Value::List(_) if is_empty(node) => "[]".to_owned(),
        Value::List(items) => {
            let item = |item: &Node| match &item.value {
                Value::Text(text) => scalar(text, true),
                _ => flat(item),
            };
            format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The name of an entry. What older readers take for yes or no is a name here, as `on` of a command.
fn key(text: &str) -> String {
    if YES_OR_NO.contains(&text) { text.to_owned() } else { scalar(text, false) }
}

/// A text on one line, in quotes where it needs them; in a list on one line it needs them sooner.
pub(super) fn scalar(text: &str, in_list: bool) -> String {
    if text.contains(['\n', '\r', '\t']) || has_breaks(text) || has_hidden(text) {
        return quoted(text, escape);
    }
    let splits = in_list && text.contains([',', '[', ']', '{', '}']);
    if !splits && !needs_quotes(text) {
        return text.to_owned();
    }
    if text.contains(['"', '\\']) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    quoted(text, escape)
}

/// Signs that end a line in an older YAML.
fn has_breaks(text: &str) -> bool {
    text.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}'])
}

fn needs_quotes(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut signs = text.chars();
    let (first, second) = (signs.next(), signs.next());
    let led = match first {
        None => true,
        Some('-' | '?' | ':') => second.is_none_or(|sign| sign == ' ') || text.starts_with("---"),
        Some(first) => ",[]{}#&*!|>'\"%@`".contains(first) || text.starts_with("..."),
    };
    led || text.trim() != text
        || text.contains(": ")
        || text.ends_with(':')
        || text.contains(" #")
        || NO_TEXTS.contains(&lower.as_str())
        || YES_OR_NO.contains(&lower.as_str())
        || text == "="
        || is_like_a_number(&lower)
}

/// Whether some reader takes it for a number: also `0x1f`, `1_000`, `.5`, `12:30` and `.inf`; not for a date.
fn is_like_a_number(lower: &str) -> bool {
    let bare = lower.strip_prefix(['-', '+']).unwrap_or(lower);
    let is_date = bare.len() == 10 && bare.bytes().filter(|byte| *byte == b'-').count() == 2;
    let begun = bare.strip_prefix('.').unwrap_or(bare).starts_with(|sign: char| sign.is_ascii_digit());
    let of_digits = bare.bytes().all(|byte| byte.is_ascii_digit() || b"_.:+-e".contains(&byte));
    let other = ["0x", "0o", "0b"].iter().any(|base| bare.starts_with(base));
    matches!(bare, ".inf" | ".nan") || other || (begun && of_digits && !is_date)
}

fn escape(sign: char, out: &mut String) {
    let number = u32::from(sign);
    // Writing to a String cannot fail.
    let _ = if number > 0xFFFF { write!(out, "\\U{number:08x}") } else { write!(out, "\\u{number:04x}") };
}
