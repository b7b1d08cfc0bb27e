//! What the verbs of an author make: printed, or put into a file and told.

use std::io;
use std::path::Path;

use clap::ValueEnum;

use super::{Exit, complain, print, print_whole};
use crate::words::Words;

/// Prints a text, or writes it into this file by `write`.
pub(super) fn hand_over(
    words: &Words,
    text: &str,
    file: Option<&Path>,
    write: fn(&Path, &[u8]) -> io::Result<()>,
) -> Exit {
    let Some(file) = file else {
        print_whole(text);
        return Exit::Fine;
    };
    let path = file.display().to_string();
    match write(file, text.as_bytes()) {
        Ok(()) => {
            print(&words.with("cli-made", &[("path", (&path).into())]));
            Exit::Fine
        }
        Err(error) => {
            let why = match error.kind() {
                io::ErrorKind::AlreadyExists => words.with("cli-made-exists", &[("path", (&path).into())]),
                _ => {
                    let error = error.to_string();
                    words.with("cli-made-unwritten", &[("path", (&path).into()), ("error", (&error).into())])
                }
            };
            complain(&why);
            Exit::World
        }
    }
}

/// The spelling that is meant: the one named, else the one that the output's ending says, else the first there is.
/// Complains where the two differ.
pub(super) fn spelling<S: ValueEnum + PartialEq>(
    words: &Words,
    named: Option<S>,
    output: Option<&Path>,
) -> Result<S, Exit> {
    let first = || S::value_variants().first().cloned().ok_or(Exit::Usage);
    let Some(output) = output else { return named.map_or_else(first, Ok) };
    let ending = output.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let ends_in = S::from_str(ending, true).ok();
    let meant = named.or_else(|| ends_in.clone()).map_or_else(first, Ok)?;
    if ends_in.as_ref() == Some(&meant) {
        return Ok(meant);
    }
    let path = output.display().to_string();
    let ending = meant.to_possible_value().map(|word| word.get_name().to_owned()).unwrap_or_default();
    complain(&words.with("cli-made-misnamed", &[("path", (&path).into()), ("ending", (&ending).into())]));
    Err(Exit::Usage)
}
