//! What an act brings that is too long for a line of the log, or stands in a file: kept beside the journal.
//!
//! Owns what is taken out of a request and what stays in it. Where it is kept is the journal's affair.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::host::Request;
use crate::journal::{Beside, Digest};
use crate::runbook::EvidenceKind;
use crate::session::{Attachment, Command, Session};
use crate::words::Words;
use crate::world::read_whole;

/// Longest text that stands in the log itself, in characters.
const LONGEST_INLINE: usize = 4_000;
/// What is left of a longer one, in characters.
const EXCERPT: usize = 500;
/// Longest file that is kept, in bytes.
const LONGEST_FILE: u64 = 16 * 1024 * 1024;

/// A file to be kept, and how the log names it.
pub(super) type Kept = (Attachment, Beside);

/// Takes out of `request` what is kept beside the journal: a long text leaves its begin behind, a file that was
/// named as evidence stays named.
pub(super) fn attach(request: &mut Request, session: &Session, home: Option<&Path>, words: &Words) -> Vec<Kept> {
    let file = match &mut request.command {
        Command::GiveEvidence { step, item, text } => {
            let asked = session.book().step(step).and_then(|step| step.evidence.get(item.0));
            let wanted = asked.is_some_and(|asked| asked.kind == EvidenceKind::File);
            let file = Some(text.trim()).filter(|_| wanted).and_then(|path| named(path, home));
            if wanted && file.is_none() && text.contains('/') && !text.contains("://") {
                // It looks like a file: nobody may think later that it is there.
                *text = words.with("event-file-not-kept", &[("text", (&text.trim().to_owned()).into())]);
            }
            file
        }
        _ => None,
    };
    let text = match &mut request.command {
        Command::Note { text, .. } | Command::GiveEvidence { text, .. } => long(text),
        _ => None,
    };
    file.into_iter().chain(text).collect()
}

/// Puts back what was taken out of a text.
pub(super) fn restore(request: &mut Request, content: &[u8]) {
    if let Command::Note { text, .. } | Command::GiveEvidence { text, .. } = &mut request.command
        && let Ok(whole) = std::str::from_utf8(content)
    {
        whole.clone_into(text);
    }
}

fn kept(name: String, bytes: Vec<u8>) -> Kept {
    let file = Attachment { name, sha256: Digest::of(&bytes).to_string(), bytes: bytes.len() as u64 };
    let path = file.path();
    let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
    (file, Beside { name, bytes: Arc::from(bytes) })
}

fn long(text: &mut String) -> Option<Kept> {
    text.chars().nth(LONGEST_INLINE)?;
    let excerpt: String = text.chars().take(EXCERPT).collect();
    let whole = std::mem::replace(text, format!("{excerpt}..."));
    Some(kept(String::new(), whole.into_bytes()))
}

fn named(path: &str, home: Option<&Path>) -> Option<Kept> {
    let path = match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    };
    let name = path.file_name()?.to_string_lossy().into_owned();
    Some(kept(name, read_whole(&path, LONGEST_FILE)?))
}
