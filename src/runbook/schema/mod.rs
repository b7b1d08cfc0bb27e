//! The JSON Schema of `runbook/1`, made from the model: what an editor completes, explains and underlines.
//!
//! Owns how a schema is put together. What a field means and how it is written stands with the model; what only the
//! whole plan can tell (a reference to nothing, a step nobody reaches) is told by the reader and by `check`.

mod objects;
#[cfg(test)]
mod tests;
mod values;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::{Value, json};

pub(super) use objects::{StepOverrun, as_file, choices, extensible, needs, only_beside, or_text, scheduled, timed};
pub(super) use values::{BookId, Date, FlowId, Full, Loose, Map, Name, Offset, OneOrMore, ShellName, Title, written};

use super::Runbook;
use super::format::MAX_TEXT;

/// Where the schema says it is: a name, no address.
const ID: &str = "urn:runsheet:schema:runbook-1";

/// The schema, in the draft 2020-12.
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with_transform(RecursiveTransform(without_null))
        .with_transform(RecursiveTransform(closed))
        .with_transform(RecursiveTransform(bounded));
    let mut schema = settings.into_generator().into_root_schema_for::<Runbook>();
    schema.insert("$id".to_owned(), ID.into());
    schema.insert("title".to_owned(), "runbook/1".into());
    schema.to_value()
}

/// A field that is not given is left out, never `null`.
fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(any)) = schema.get_mut("anyOf")
        && let Some(null) = any.iter().position(|one| one == &json!({ "type": "null" }))
    {
        any.remove(null);
        if let [Value::Object(only)] = any.as_slice() {
            let only = only.clone();
            schema.remove("anyOf");
            for (key, value) in only {
                schema.ensure_object().entry(key).or_insert(value);
            }
        }
    }
}

/// An object has the fields it has, and no others.
fn closed(schema: &mut Schema) {
    if schema.get("type").is_some_and(|name| name == "object") && schema.get("additionalProperties").is_none() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}

/// A text has an end, and a flag that is not given is down.
fn bounded(schema: &mut Schema) {
    let told = |key: &str| schema.get(key).is_some();
    let told = ["maxLength", "pattern", "enum", "const"].into_iter().any(told);
    match schema.get("type").and_then(Value::as_str) {
        Some("string") if !told => schema.insert("maxLength".to_owned(), MAX_TEXT.into()),
        Some("boolean") => schema.insert("default".to_owned(), false.into()),
        _ => None,
    };
}
