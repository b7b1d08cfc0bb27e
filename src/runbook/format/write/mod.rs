//! Located tree → text: a runbook in its own words again, be it another spelling than the one it was read from.
//!
//! Keeps the order of all fields and every value; where things stood and what comments said is gone. What it writes
//! is read back as the same tree, and may be printed: no text in it drives a terminal. Knows nothing about runbooks
//! but what the schema says of a scalar without quotes.

mod json;
mod plain;
mod whole;
mod yaml;

pub use whole::native;

use super::tree::{Node, Value};
use crate::text::has_hidden;

/// The spellings that hold a whole runbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Native {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// The text of a runbook that was read without an error.
pub fn write(root: &Node, native: Native) -> String {
    let root = plain::typed(root);
    match native {
        Native::Json => json::text(&root),
        Native::Yaml => yaml::text(&root),
    }
}

/// A text as YAML writes it on one line.
pub(in crate::runbook) fn yaml_text(text: &str) -> String {
    yaml::scalar(text, false)
}

/// Whether a value holds no others.
fn is_scalar(node: &Node) -> bool {
    !matches!(&node.value, Value::List(_) | Value::Object(_)) || is_empty(node)
}

fn is_empty(node: &Node) -> bool {
    node.items().is_empty() && node.entries().is_empty() && matches!(node.value, Value::List(_) | Value::Object(_))
}

/// A text in double quotes; `escape` spells a sign by its number.
fn quoted(text: &str, escape: fn(char, &mut String)) -> String {
    let hidden = has_hidden(text);
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if is_plain(sign) || !hidden || !has_hidden(sign.encode_utf8(&mut [0; 4])) => out.push(sign),
            _ => escape(sign, &mut out),
        }
    }
    out.push('"');
    out
}

fn is_plain(sign: char) -> bool {
    sign == ' ' || sign.is_ascii_graphic()
}
