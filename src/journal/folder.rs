//! The folders of sessions: making one, listing them, finding one by a part of its name.
//!
//! Owns how a folder is named and that only safe characters get into a path. Knows nothing of what is in it.

use std::fmt;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, Utc};

use super::disk::{Access, Folder, plain};
use crate::runbook::RunbookId;
use crate::session::Kind;

const LONGEST_NAME: usize = 100;
const LONGEST_ID: usize = 64;

/// A session's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name, by which it can be found again.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Why a session was not found.
#[derive(Debug)]
pub enum FindError {
    /// No session is called that.
    NotFound {
        /// The names that come nearest, best first.
        nearest: Vec<String>,
    },
    /// Several sessions have that in their names.
    Ambiguous {
        /// Their names, newest first.
        names: Vec<String>,
    },
    /// The folder of sessions cannot be read.
    Disk(io::Error),
}

/// Why a session's folder was not made.
#[derive(Debug)]
pub enum FolderError {
    /// The name has characters that do not belong in a path.
    UnsafeName,
    /// The disk failed, or something planted stands in the way.
    Disk(io::Error),
}

impl fmt::Display for FolderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnsafeName => f.write_str("the session's folder would have an unsafe name"),
            Self::Disk(error) => write!(f, "the session's folder cannot be made: {error}"),
        }
    }
}

impl std::error::Error for FolderError {}

/// `2026-11-22T063114Z-drill-mes-app-server-outage`: when in UTC, which kind, which runbook.
pub fn folder_name(at: DateTime<FixedOffset>, kind: Kind, runbook: &RunbookId) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' };
    let id: String = runbook.as_str().chars().take(LONGEST_ID).map(safe).collect();
    let at = at.with_timezone(&Utc).format("%Y-%m-%dT%H%M%SZ");
    format!("{at}-{}-{}", kind.word(), if id.is_empty() { "runbook" } else { &id })
}

/// Makes the folder of sessions with mode 0700 if need be, and sees whether sessions can be kept in it.
pub fn make_ready(sessions: &Path) -> io::Result<()> {
    let sessions = plain(sessions)?;
    DirBuilder::new().recursive(true).mode(0o700).create(&sessions)?;
    Folder::open(&sessions.canonicalize()?, Access::Write)?;
    Ok(rustix::fs::access(&sessions, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?)
}

/// Makes the folder `name` in `sessions` (which is made as well), with mode 0700; adds `-2`, `-3`… when taken.
pub fn create(sessions: &Path, name: &str) -> Result<Found, FolderError> {
    if !is_safe(name) {
        return Err(FolderError::UnsafeName);
    }
    let sessions = plain(sessions).map_err(FolderError::Disk)?;
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    DirBuilder::new().recursive(true).mode(0o700).create(&sessions).map_err(FolderError::Disk)?;
    // The folder of sessions itself may be a link somebody made on purpose; what it leads to must be ours.
    let real = sessions.canonicalize().map_err(FolderError::Disk)?;
    let parent = Folder::open(&real, Access::Write).map_err(FolderError::Disk)?;
    for number in 1..1000 {
        let name = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
        let path = sessions.join(&name);
        match builder.create(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(FolderError::Disk(error)),
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).map_err(FolderError::Disk)?;
        parent.sync().map_err(FolderError::Disk)?;
        return Ok(Found { name, path });
    }
    Err(FolderError::Disk(io::ErrorKind::AlreadyExists.into()))
}

/// Every session in `sessions`, newest first; none when the folder is not there.
pub fn list(sessions: &Path) -> io::Result<Vec<Found>> {
    let folders = match fs::read_dir(sessions) {
        Ok(folders) => folders,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for folder in folders {
        let folder = folder?;
        let Ok(name) = folder.file_name().into_string() else { continue };
        // The kind of the entry itself: a link is no folder of ours.
        let is_folder = folder.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && is_safe(&name) && has_journal(&folder.path()) {
            found.push(Found { name, path: folder.path() });
        }
    }
    found.sort_by(|a, b| b.name.cmp(&a.name));
    Ok(found)
}

/// The session called `query`, or the only one with it in its name, or the one in the folder `query` leads to.
pub fn find(sessions: &Path, query: &str) -> Result<Found, FindError> {
    if query.contains('/') {
        let path = plain(Path::new(query)).map_err(FindError::Disk)?;
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let there = has_journal(&path);
        return if there { Ok(Found { name, path }) } else { Err(FindError::NotFound { nearest: Vec::new() }) };
    }
    let all = list(sessions).map_err(FindError::Disk)?;
    if let Some(exact) = all.iter().find(|found| found.name == query) {
        return Ok(exact.clone());
    }
    let mut with: Vec<&Found> = all.iter().filter(|found| found.name.contains(query)).collect();
    match (with.pop(), with.len()) {
        (Some(only), 0) => Ok(only.clone()),
        (None, _) => Err(FindError::NotFound { nearest: nearest(&all, query) }),
        (Some(oldest), _) => {
            let names = with.into_iter().chain([oldest]).map(|found| found.name.clone()).collect();
            Err(FindError::Ambiguous { names })
        }
    }
}

fn nearest(all: &[Found], query: &str) -> Vec<String> {
    let likeness = |name: &str| {
        let runbook = name.splitn(5, '-').last().unwrap_or(name);
        strsim::jaro_winkler(name, query).max(strsim::jaro_winkler(runbook, query))
    };
    let mut scored: Vec<(f64, &str)> = all.iter().map(|found| (likeness(&found.name), found.name.as_str())).collect();
    scored.retain(|(score, _)| *score > 0.6);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

fn has_journal(folder: &Path) -> bool {
    // Whatever stands in its place: opening it says what is wrong.
    fs::symlink_metadata(folder.join("journal.jsonl")).is_ok()
}

fn is_safe(name: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    !name.is_empty() && name.len() <= LONGEST_NAME && !name.starts_with(['.', '-']) && name.chars().all(safe)
}

#[cfg(test)]
mod tests;
