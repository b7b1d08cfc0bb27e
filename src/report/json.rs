//! The figures as JSON, for programs: field names in English and stable, lengths of time as `1h30m`.
//!
//! Texts keep their exact value; signs that a terminal would act on or a reader would not see are written as
//! JSON escapes, so that printing the document is harmless.

use std::fmt::Write;

use serde::Serialize;

use super::Facts;
use crate::text::has_hidden;

/// The document: the figures, and by which rules they are written.
#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    #[serde(flatten)]
    facts: &'a Facts,
}

/// The report as one JSON document with indentation.
pub fn json(facts: &Facts) -> String {
    // Every key is a string and every value a plain one, so this cannot fail; were it to, an empty document
    // says that there is nothing to read.
    let text =
        serde_json::to_string_pretty(&Document { format: "report/1", facts }).unwrap_or_else(|_| "{}".to_owned());
    let mut out = String::with_capacity(text.len() + 1);
    for sign in text.chars() {
        let plain = sign == '\n' || sign == ' ' || sign.is_ascii_graphic();
        if plain || !has_hidden(sign.encode_utf8(&mut [0; 4])) {
            out.push(sign);
        } else {
            for unit in sign.encode_utf16(&mut [0; 2]) {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out.push('\n');
    out
}
