//! What the schema says of itself; that it agrees with the reader is held beside the reader.
#![allow(clippy::unwrap_used)]

use serde_json::Value;

use super::{ID, schema};

/// Calls `look` with every value of a schema and the way to it.
fn walk(value: &Value, path: &str, look: &mut impl FnMut(&str, &Value)) {
    look(path, value);
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| walk(value, &format!("{path}/{key}"), look)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, item)| walk(item, &format!("{path}/{i}"), look)),
        _ => {}
    }
}

#[test]
fn it_is_a_schema_of_its_draft() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["$id"], ID);
    assert!(jsonschema::meta::is_valid(&schema), "{:?}", jsonschema::meta::validate(&schema).err());
}

#[test]
fn every_field_and_every_object_says_what_it_is_for() {
    let mut silent = Vec::new();
    walk(&schema(), "", &mut |path, value| {
        let parts: Vec<&str> = path.split('/').collect();
        let [.., before, _] = parts.as_slice() else { return };
        // A rule on a field that is told of elsewhere has no shape of its own; what a milestone is stands with it.
        let shaped = ["type", "$ref", "anyOf", "oneOf"].iter().any(|key| value.get(key).is_some());
        if !["properties", "$defs"].contains(before) || !shaped || path.contains("/targets/") {
            return;
        }
        let text = value["description"].as_str().unwrap_or_default();
        let sentence = text.ends_with(['.', ')']) && text.starts_with(|c: char| !c.is_lowercase());
        if !sentence || text.contains("[`") || text.contains('\n') {
            silent.push(format!("{path}: {text:?}"));
        }
    });
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn nothing_may_be_null_and_no_object_has_fields_of_any_name() {
    walk(&schema(), "", &mut |path, value| {
        assert!(!value.is_null() && value != "null", "{path} may be null");
        if value["type"] == "object" && value.get("properties").is_some() {
            assert_eq!(value["additionalProperties"], false, "{path} is open");
        }
    });
}
