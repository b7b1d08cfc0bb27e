//! The standard streams. A reader that went away is no failure of ours, so nothing here panics or complains.
//! What a terminal would act on does not pass, whatever made the text.

use std::io::{self, Write};

use serde::Serialize;

use crate::text::{printable_json, printable_lines};

/// Prints a text and a line end.
pub(super) fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{}", printable_lines(text.trim_end_matches('\n')));
    let _ = out.flush();
}

/// Prints a value as JSON; nothing in it reaches a terminal raw.
pub(super) fn print_json(value: &impl Serialize) {
    print(&printable_json(&serde_json::to_string_pretty(value).unwrap_or_default()));
}

/// Says what went wrong, on the other stream.
pub(super) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "runsheet: {}", printable_lines(text.trim_end_matches('\n')));
}
