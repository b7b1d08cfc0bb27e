//! The standard streams. A reader that went away is no failure of ours, so nothing here panics or complains.

use std::io::{self, Write};

/// Prints a text and a line end.
pub(super) fn print(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{}", text.trim_end_matches('\n'));
    let _ = out.flush();
}

/// Says what went wrong, on the other stream.
pub(super) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "runsheet: {}", text.trim_end_matches('\n'));
}
