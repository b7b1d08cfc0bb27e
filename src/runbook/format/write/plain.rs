//! What a scalar without quotes is: a text, a number or yes-or-no, as its field wants it.

use serde_json::Value as Schema;

use super::super::tree::{Entry, Node, Value};
use crate::runbook::schema::schema;

/// The same tree, in which every scalar is what the schema says of its field.
pub(super) fn typed(root: &Node) -> Node {
    let schema = schema();
    Reader { root: &schema }.node(root, Some(&schema))
}

struct Reader<'s> {
    root: &'s Schema,
}

impl<'s> Reader<'s> {
    fn node(&self, node: &Node, wanted: Option<&'s Schema>) -> Node {
        let wanted = wanted.map(|schema| self.definition(schema));
        let value = match &node.value {
            Value::Plain(text) => scalar(node, text, wanted),
            Value::List(items) => {
                let of = wanted.and_then(|schema| branches(schema).find_map(|schema| schema.get("items")));
                Value::List(items.iter().map(|item| self.node(item, of)).collect())
            }
            Value::Object(entries) => Value::Object(entries.iter().map(|entry| self.entry(entry, wanted)).collect()),
            other => other.clone(),
        };
        Node { value, span: node.span.clone() }
    }

    fn entry(&self, entry: &Entry, wanted: Option<&'s Schema>) -> Entry {
        let of = wanted.and_then(|schema| {
            branches(schema).find_map(|schema| {
                let any = || schema.get("additionalProperties").filter(|of| of.is_object());
                schema.get("properties").and_then(|fields| fields.get(&entry.key)).or_else(any)
            })
        });
        Entry { node: self.node(&entry.node, of), ..entry.clone() }
    }

    /// What a schema refers to, when it does.
    fn definition(&self, schema: &'s Schema) -> &'s Schema {
        let at = schema.get("$ref").and_then(Schema::as_str).and_then(|at| at.strip_prefix('#'));
        at.and_then(|at| self.root.pointer(at)).unwrap_or(schema)
    }
}

/// A schema, and what it says may stand there as well.
fn branches(schema: &Schema) -> impl Iterator<Item = &Schema> {
    std::iter::once(schema).chain(schema.get("anyOf").and_then(Schema::as_array).into_iter().flatten())
}

/// Where no text is wanted, what looks like a number or yes-or-no is one.
fn scalar(node: &Node, text: &str, wanted: Option<&Schema>) -> Value {
    let wants_text = wanted.into_iter().flat_map(branches).any(|schema| schema["type"] == "string");
    match (node.truth(), node.number()) {
        (Some(truth), _) if !wants_text => Value::Bool(truth),
        (_, Some(number)) if !wants_text => Value::Number(number.to_owned()),
        _ => Value::Text(text.to_owned()),
    }
}
