//! What a single value may be, as a schema says it: texts, lengths of time, dates, ids, references.
//!
//! Knows how a value is written; what it is for stands in the model, above the field that holds it. None of these
//! types is ever made: the model names them where its own type does not tell how a field is written.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::super::format::{MAX_TEXT, MAX_TITLE};

/// Gives a type the schema of what is written for it.
macro_rules! written {
    ($type:ty, $schema:tt) => {
        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}
pub(in crate::runbook) use written;

/// A name of a role, a contact, a step and their like.
const NAME: &str = r"^[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]{0,63}$";

/// One line of no more than 200 characters.
pub enum Title {}
written!(Title, { "type": "string", "maxLength": MAX_TITLE, "pattern": r"^[^\r\n]*\S\s*$" });

/// A text that says something.
pub enum Full {}
written!(Full, { "type": "string", "maxLength": MAX_TEXT, "pattern": r"\S" });

/// A text, or a number or yes-or-no written bare where only its text counts.
pub enum Loose {}
written!(Loose, { "type": ["string", "number", "boolean"], "maxLength": MAX_TEXT });

/// A length of time before or after the start.
pub enum Offset {}
written!(Offset, { "type": "string", "pattern": r"^[-+−]?([0-9]+(d|h|ms|m|s))+$", "examples": ["3m", "-5m"] });

/// A time of the day.
pub enum ClockTime {}
written!(ClockTime, { "type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$", "examples": ["14:30"] });

/// A day.
pub enum Date {}
written!(Date, { "type": "string", "format": "date", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "examples": ["2026-03-31"] });

/// The name of the runbook itself.
pub enum BookId {}
written!(BookId, { "type": "string", "pattern": r"^[a-z0-9][a-z0-9-]{0,63}$" });

/// The id of a phase or a step: a name that `goto` does not know by itself.
pub enum FlowId {}
written!(FlowId, { "type": "string", "pattern": NAME, "not": { "enum": ["next", "end"] } });

/// A name that others refer to.
pub enum Name {}
written!(Name, { "type": "string", "pattern": NAME });

/// A name a shell takes.
pub enum ShellName {}
written!(ShellName, { "type": "string", "pattern": r"^[A-Za-z_][A-Za-z0-9_]{0,63}$" });

/// Values that are looked up by a name of this kind.
pub struct Map<K, V>(PhantomData<(K, V)>);

impl<K: JsonSchema, V: JsonSchema> JsonSchema for Map<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}By{}", V::schema_name(), K::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (key, value) = (generator.subschema_for::<K>(), generator.subschema_for::<V>());
        json_schema!({ "type": "object", "propertyNames": key, "additionalProperties": value })
    }
}

/// One value, or a list of them.
pub struct OneOrMore<T>(PhantomData<T>);

impl<T: JsonSchema> JsonSchema for OneOrMore<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMore{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}
