//! Reading all that belongs to a session's record, to judge it: every segment and every file beside them.
//!
//! Only looks: it takes no lock, writes nothing, and follows no link. What is judged how, [`super::verify()`] knows.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Access, Folder, Tape as _};
use super::file::OpenError;
use super::line::Digest;
use super::verify::{Anchor, Finding, SideFile, Verdict, verify};

/// Folders within a session's whose files are named by the hash of their content.
const SIDES: [&str; 2] = ["evidence", "output"];
/// Reads of a record whose end is just being written.
const READS: usize = 3;

/// Judges the record kept in `folders`: the session's own, and others in which later segments were kept.
pub fn audit(folders: &[PathBuf], anchor: Option<&Anchor>) -> Result<Verdict, OpenError> {
    let sides: Vec<SideFile> = folders.iter().flat_map(|folder| sides(folder)).collect();
    let mut verdict = judge(folders, &sides, anchor)?;
    for _ in 1..READS {
        // Half a line at the end may be another program's, on its way to the disk.
        if !verdict.findings.iter().any(|finding| matches!(finding, Finding::Tail { .. })) {
            break;
        }
        verdict = judge(folders, &sides, anchor)?;
    }
    Ok(verdict)
}

fn judge(folders: &[PathBuf], sides: &[SideFile], anchor: Option<&Anchor>) -> Result<Verdict, OpenError> {
    let mut segments = Vec::new();
    for folder in folders {
        let handle = Folder::open(folder, Access::Read)?;
        for name in names(folder)? {
            let Some(number) = number_of(&name) else { continue };
            let Some(file) = handle.file(&name)? else { continue };
            segments.push((number, file.read_from(0)?));
        }
    }
    if segments.is_empty() {
        return Err(OpenError::Absent);
    }
    segments.sort_by_key(|(number, _)| *number);
    let segments: Vec<(u32, &[u8])> = segments.iter().map(|(number, bytes)| (*number, bytes.as_slice())).collect();
    Ok(verify(&segments, sides, anchor))
}

/// `journal.jsonl` is 1, `journal.2.jsonl` is 2.
fn number_of(name: &str) -> Option<u32> {
    let rest = name.strip_prefix("journal")?.strip_suffix("jsonl")?.strip_prefix('.')?;
    match rest.strip_suffix('.') {
        None => rest.is_empty().then_some(1),
        Some(number) => number.parse().ok().filter(|parsed: &u32| *parsed > 1 && parsed.to_string() == number),
    }
}

/// Names in a folder, sorted; a name that is no text belongs to nobody here.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.extend(entry?.file_name().into_string().ok());
    }
    names.sort();
    Ok(names)
}

fn sides(session: &Path) -> Vec<SideFile> {
    let mut found = Vec::new();
    for side in SIDES {
        let folder = session.join(side);
        let handle = match Folder::open(&folder, Access::Read) {
            Ok(handle) => handle,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(_) => {
                found.push(SideFile { path: side.to_owned(), content: None });
                continue;
            }
        };
        let Ok(names) = names(&folder) else {
            found.push(SideFile { path: side.to_owned(), content: None });
            continue;
        };
        for name in names {
            let content = handle.file(&name).ok().flatten().and_then(|mut file| Digest::of_all(&mut file).ok());
            found.push(SideFile { path: format!("{side}/{name}"), content });
        }
    }
    found
}

#[cfg(test)]
mod tests;
