//! What the world's failures are called in the reader's language.

use std::path::Path;

use crate::journal::{AppendError, FindError, OpenError, Recovery, RecoveryNote};
use crate::text::printable;
use crate::words::Words;
use crate::world::{HookError, LibraryError, MAX_RUNBOOK, OutsideError};

use super::{Fault, FaultKind};

/// Sessions that are named where more than one is meant.
const NAMED: usize = 5;

pub(super) fn library_trouble(error: &LibraryError, words: &Words) -> String {
    let with = |id: &str, path: &Path| {
        let path = path.display().to_string();
        words.with(id, &[("path", (&path).into())])
    };
    match error {
        LibraryError::Unknown { name, nearest } if nearest.is_empty() => {
            words.with("cli-unknown-runbook", &[("name", name.into())])
        }
        LibraryError::Unknown { name, nearest } => {
            let nearest = words.list(nearest);
            words.with("cli-unknown-runbook-near", &[("name", name.into()), ("nearest", (&nearest).into())])
        }
        LibraryError::Missing(path) => with("cli-runbook-missing", path),
        LibraryError::NotAFile(path) => with("cli-runbook-no-file", path),
        LibraryError::Outside(path) => with("cli-runbook-outside", path),
        LibraryError::TooLarge(path) => {
            let path = path.display().to_string();
            words.with("cli-runbook-too-large", &[("path", (&path).into()), ("limit", MAX_RUNBOOK.into())])
        }
        LibraryError::Unreadable(path, error) => {
            let (path, error) = (path.display().to_string(), error.to_string());
            words.with("cli-runbook-unreadable", &[("path", (&path).into()), ("error", (&error).into())])
        }
    }
}

/// Sessions cannot be kept where they belong: where that is, why, and what to do.
pub(super) fn home_trouble(sessions: &Path, error: &str, words: &Words) -> String {
    let path = sessions.display().to_string();
    words.with("cli-home-unwritable", &[("path", (&path).into()), ("error", error.into())])
}

pub(super) fn find_trouble(error: &FindError, sessions: &Path, words: &Words) -> String {
    match error {
        FindError::NotFound { nearest } if nearest.is_empty() => words.say("cli-unknown-session"),
        FindError::NotFound { nearest } => {
            words.with("cli-unknown-session-near", &[("nearest", (&words.list(nearest)).into())])
        }
        FindError::Ambiguous { names } => {
            let newest: Vec<&String> = names.iter().take(NAMED).collect();
            let newest = words.list(&newest);
            let args = [("count", names.len().into()), ("names", (&newest).into())];
            words.with("cli-ambiguous-session", &args)
        }
        FindError::Disk(error) => home_trouble(sessions, &error.to_string(), words),
    }
}

pub(super) fn open_trouble(error: &OpenError, words: &Words) -> String {
    let error = error.to_string();
    words.with("cli-record-unreadable", &[("error", (&error).into())])
}

pub(super) fn append_trouble(error: &AppendError, words: &Words) -> String {
    if let AppendError::Locked(Some(holder)) = error {
        let args = [("command", (&holder.command).into()), ("pid", u64::from(holder.pid).into())];
        return words.with("cli-append-held", &args);
    }
    let error = error.to_string();
    words.with("cli-append-failed", &[("error", (&error).into())])
}

/// What another program did not do; `refused` is the sort of failure that its no means.
pub(super) fn outside_trouble(error: &OutsideError, refused: FaultKind, words: &Words) -> Fault {
    let said = |id: &str, program: &str| words.with(id, &[("program", program.into())]);
    match error {
        OutsideError::Missing(program) => Fault::new(FaultKind::World, said("cli-outside-missing", program)),
        OutsideError::Slow(program) => Fault::new(FaultKind::World, said("cli-outside-slow", program)),
        OutsideError::Refused(program, why) => {
            let args = [("program", (*program).into()), ("why", why.into())];
            Fault::new(refused, words.with("cli-outside-refused", &args))
        }
        OutsideError::Broken(program, error) => {
            let error = error.to_string();
            let args = [("program", (*program).into()), ("why", (&error).into())];
            Fault::new(FaultKind::World, words.with("cli-outside-refused", &args))
        }
    }
}

/// Why a program is not told of breaches.
pub(super) fn hook_trouble(error: &HookError, program: &str, words: &Words) -> String {
    let why = match error {
        HookError::Start(error) => error.to_string(),
        HookError::Slow => words.say("hook-slow"),
        HookError::Failed(Some(code)) => words.with("hook-code", &[("code", i64::from(*code).into())]),
        HookError::Failed(None) => words.say("hook-killed"),
        HookError::Busy => words.say("hook-busy"),
    };
    words.with("told-hook-failed", &[("program", program.into()), ("why", (&why).into())])
}

/// What is wrong with a record, line by line; torn lines nobody was told about are no damage.
pub fn damage(recovery: &Recovery, words: &Words) -> Vec<String> {
    let say = |note: &RecoveryNote| match note {
        RecoveryNote::Damaged { segment, offset, missing } => {
            let missing = missing.map_or_else(
                || words.say("cli-damage-unknown"),
                |(from, to)| words.with("cli-damage-missing", &[("from", from.0.into()), ("to", to.0.into())]),
            );
            let place =
                words.with("cli-damage-at", &[("segment", u64::from(*segment).into()), ("offset", (*offset).into())]);
            Some(printable(&format!("{place} {missing}")).into_owned())
        }
        _ => None,
    };
    recovery.notes.iter().filter_map(say).collect()
}

/// What a newer release wrote, line by line: it counts, and nobody here can read it.
pub(super) fn unread(recovery: &Recovery, words: &Words) -> Vec<String> {
    let say = |note: &RecoveryNote| match note {
        RecoveryNote::NewerVersion { seq, version, .. } => {
            Some(words.with("cli-unread", &[("seq", seq.0.into()), ("version", u64::from(*version).into())]))
        }
        _ => None,
    };
    recovery.notes.iter().filter_map(say).collect()
}
