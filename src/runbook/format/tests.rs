//! What the reader makes of sound and of broken runbooks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod broken;
mod hostile;
mod hostile_markdown;
mod hostile_yaml;
mod schema;
mod sound;
mod write;
mod yaml;

use super::{Fault, Reading, read};
use crate::runbook::Runbook;

/// A runbook with these fields and the three it must have.
fn book(fields: &str) -> String {
    format!(r#"{{"format": "runbook/1", "id": "x", "title": "X", {fields}}}"#)
}

/// A runbook with one step that has these fields.
fn step(fields: &str) -> String {
    book(&format!(r#""steps": [{{"title": "One", {fields}}}]"#))
}

fn read_text(text: &str) -> Reading {
    read("x.json", text.as_bytes())
}

fn sound(text: &str) -> Runbook {
    let reading = read_text(text);
    assert_eq!(reading.faults, [], "{text}");
    reading.runbook.unwrap()
}

/// The only fault there is.
fn only(text: &str) -> Fault {
    let reading = read_text(text);
    assert_eq!(reading.faults.len(), 1, "{text}\n{:#?}", reading.faults);
    reading.faults.into_iter().next().unwrap()
}

fn codes(text: &str) -> Vec<&'static str> {
    read_text(text).faults.iter().map(Fault::code).collect()
}
