//! Reading all that belongs to a session's record, to judge it: every segment and every file beside them.
//!
//! Only looks: it takes no lock, writes nothing, and follows no link. What is judged how, [`super::verify()`] knows.

use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::disk::{Access, Folder, Place as _, Plant};
use super::error::OpenError;
use super::line::Digest;
use super::segment::{Segment, owner};
use super::verify::{Anchor, Finding, SideFile, Verdict, Walk};
use super::window::{Piece, each_piece};

/// Folders within a session's whose files are named by the hash of their content.
const SIDES: [&str; 2] = ["evidence", "output"];
/// Reads of a record whose end is just being written.
const READS: usize = 3;

/// Judges the record kept in `folders`: the session's own, and others in which later segments were kept.
pub fn audit(folders: &[PathBuf], anchor: Option<&Anchor>) -> Result<Verdict, OpenError> {
    let mut verdict = judge(folders, anchor)?;
    for _ in 1..READS {
        // Half a line at the end may be another program's, on its way to the disk.
        if !verdict.findings.iter().any(|finding| matches!(finding, Finding::Tail { .. })) {
            break;
        }
        verdict = judge(folders, anchor)?;
    }
    Ok(verdict)
}

fn judge(folders: &[PathBuf], anchor: Option<&Anchor>) -> Result<Verdict, OpenError> {
    let places = folders.iter().map(|folder| Folder::open(folder, Access::Read)).collect::<io::Result<Vec<_>>>()?;
    let mut segments = Vec::new();
    for place in &places {
        for number in place.numbers()? {
            match place.open(number) {
                Ok(Some(tape)) => segments.push(Segment::new(number, 0, tape)),
                // Whatever stands in the place of a later part holds nothing of ours; its lack shows in the chain.
                Err(error) if number > 1 && Plant::behind(&error).is_some() => {}
                opened => _ = opened?,
            }
        }
    }
    if segments.is_empty() {
        return Err(OpenError::Absent);
    }
    segments.sort_by_key(|segment| segment.number);
    let mut walk = Walk::new(owner(&mut segments)?, anchor);
    for segment in &segments {
        walk.enter(segment.number);
        let reached = each_piece(segment.tape.as_ref(), 0, u64::MAX, |offset, piece| {
            match piece {
                Piece::Lines(lines) => walk.read(offset, lines),
                Piece::Overlong(len) => walk.skip(offset, len),
            }
            ControlFlow::Continue(())
        })?;
        if reached.tail > 0 {
            walk.skip(reached.end, reached.tail);
        }
    }
    // Looked for last: a file is there before the entry that names it.
    let sides: Vec<SideFile> = folders.iter().flat_map(|folder| sides(folder)).collect();
    Ok(walk.verdict(&sides))
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
        let Ok(mut names) = handle.names(usize::MAX - 2) else {
            found.push(SideFile { path: side.to_owned(), content: None });
            continue;
        };
        names.sort();
        // One that was never finished was never named either.
        for name in names.into_iter().filter(|name| name.strip_suffix(".part").is_none()) {
            let content = handle.file(&name).ok().flatten().and_then(|mut file| Digest::of_all(&mut file).ok());
            found.push(SideFile { path: format!("{side}/{name}"), content });
        }
    }
    found
}

#[cfg(test)]
mod tests;
