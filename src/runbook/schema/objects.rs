//! What holds for a whole object beyond its single fields: which are needed, which exclude each other, and where a
//! text stands for it.
//!
//! Each is a transform that a type of the model names; what the fields mean stands there.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::super::format::{FEATURES, FORMAT, MAX_STEPS};
use super::super::{Overrun, Step};
use super::values::{ClockTime, Full};
use crate::time::Span;

/// The fields of an object.
fn properties(schema: &mut Schema) -> Option<&mut Map<String, Value>> {
    schema.ensure_object().entry("properties").or_insert_with(|| json!({})).as_object_mut()
}

/// Adds a field: its value, and what it is for.
fn field(schema: &mut Schema, name: &str, value: Schema, means: &str) {
    let mut value = value;
    value.insert("description".to_owned(), means.into());
    if let Some(properties) = properties(schema) {
        properties.insert(name.to_owned(), value.to_value());
    }
}

/// The schema of a type: where it is told, or the whole of one that is told nowhere.
fn of<T: JsonSchema>() -> Schema {
    if T::inline_schema() {
        return T::json_schema(&mut SchemaGenerator::default());
    }
    json_schema!({ "$ref": format!("#/$defs/{}", T::schema_name()) })
}

/// These fields must be there, and no others need to.
pub fn needs(fields: &'static [&'static str]) -> impl FnMut(&mut Schema) {
    move |schema| {
        schema.insert("required".to_owned(), json!(fields));
    }
}

/// One of these fields must be there, and no more than one.
fn one_of(schema: &mut Schema, fields: &[&str]) {
    let each: Vec<Value> = fields.iter().map(|field| json!({ "required": [field] })).collect();
    schema.insert("oneOf".to_owned(), each.into());
}

/// A text stands for the object that has only its first field.
pub fn or_text(schema: &mut Schema) {
    let mut object = std::mem::take(schema);
    let description = object.remove("description");
    *schema = json_schema!({ "anyOf": [of::<Full>(), object] });
    schema.ensure_object().extend(description.map(|text| ("description".to_owned(), text)));
}

/// Has a place for data of other programs.
pub fn extensible(schema: &mut Schema) {
    let means = "Data of other programs: kept, never read. The only place where a field may have any name.";
    field(schema, "extensions", json_schema!({ "type": "object", "additionalProperties": true }), means);
}

/// What a file has beside the plan: which format it is, and its steps where it has no phases.
pub fn as_file(schema: &mut Schema) {
    field(
        schema,
        "$schema",
        json_schema!({ "type": "string" }),
        "The schema your editor completes with; otherwise ignored.",
    );
    let means = "The format the file is written in. Always the first line.";
    field(schema, "format", json_schema!({ "type": "string", "const": FORMAT }), means);
    let steps = json_schema!({
        "type": "array",
        "items": of::<Step>(),
        "minItems": 1,
        "maxItems": MAX_STEPS
    });
    field(schema, "steps", steps, "The steps in order, of a short runbook without phases.");
    let features = json_schema!({ "type": "array", "items": { "type": "string", "enum": FEATURES } });
    let means = "Features without which the plan must not be run: a program that does not know one refuses the file.";
    field(schema, "must_understand", features, means);
    one_of(schema, &["phases", "steps"]);
}

/// Counts to a limit, in rounds, or to a time of the day.
pub fn timed(schema: &mut Schema) {
    field(schema, "within", of::<Span>(), "A deadline: how long there is. With `on_breach.goto` it opens a branch.");
    field(schema, "every", of::<Span>(), "A cadence: how often something is due, such as a progress update.");
    field(schema, "at", of::<ClockTime>(), "A countdown to a time of the day known beforehand, such as a power cut.");
    one_of(schema, &["within", "every", "at"]);
}

/// The first field means something only beside the second.
pub fn only_beside(field: &'static str, other: &'static str) -> impl FnMut(&mut Schema) {
    move |schema| {
        schema.insert("dependentRequired".to_owned(), json!({ field: [other] }));
    }
}

/// A choice has its choices.
pub fn choices(schema: &mut Schema) {
    let choice = json!({ "properties": { "kind": { "const": "choice" } }, "required": ["kind"] });
    schema.insert("if".to_owned(), choice);
    schema
        .insert("then".to_owned(), json!({ "required": ["choices"], "properties": { "choices": { "minItems": 1 } } }));
}

/// What is on the clock has a time.
pub fn scheduled(schema: &mut Schema) {
    let off = json!({ "properties": { "contingency": { "const": true } }, "required": ["contingency"] });
    schema.insert("anyOf".to_owned(), json!([{ "required": ["at"] }, off]));
}

/// What happens when a step takes too long: as when a timer is over, but nothing hangs on it that is owed.
pub enum StepOverrun {}

impl JsonSchema for StepOverrun {
    fn schema_name() -> Cow<'static, str> {
        "StepOverrun".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Overrun::json_schema(generator);
        for field in ["opens", "closes"] {
            if let Some(Value::Object(properties)) = schema.pointer_mut("/anyOf/1/properties") {
                properties.remove(field);
            }
        }
        schema
    }
}
