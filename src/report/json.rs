//! The figures as JSON, for programs: field names in English and stable, lengths of time as `1h30m`.
//!
//! Texts keep their exact value; signs that a terminal would act on or a reader would not see are written as
//! JSON escapes, so that printing the document is harmless.

use serde::Serialize;

use super::Facts;
use crate::text::printable_json;

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
    printable_json(&text) + "\n"
}
