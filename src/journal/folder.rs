//! What the folder of a session is called, and what is told of one that was found or not.
//!
//! Owns how a folder is named and that only safe characters get into a path. Touches no disk.

use std::io;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, Utc};

use super::ladder::Folders;
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
    /// The number by which it is joined, where it has one.
    pub number: Option<u32>,
    /// Every folder its record may be kept in.
    pub folders: Folders,
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

/// `2026-11-22T063114Z-drill-mes-app-server-outage`: when in UTC, which kind, which runbook.
pub fn folder_name(at: DateTime<FixedOffset>, kind: Kind, runbook: &RunbookId) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '-' };
    let id: String = runbook.as_str().chars().take(LONGEST_ID).map(safe).collect();
    let at = at.with_timezone(&Utc).format("%Y-%m-%dT%H%M%SZ");
    format!("{at}-{}-{}", kind.word(), if id.is_empty() { "runbook" } else { &id })
}

/// The names that come nearest to what was asked for, best first.
pub(super) fn nearest(all: &[Found], query: &str) -> Vec<String> {
    let likeness = |name: &str| {
        let runbook = name.splitn(5, '-').last().unwrap_or(name);
        strsim::jaro_winkler(name, query).max(strsim::jaro_winkler(runbook, query))
    };
    let mut scored: Vec<(f64, &str)> = all.iter().map(|found| (likeness(&found.name), found.name.as_str())).collect();
    scored.retain(|(score, _)| *score > 0.6);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

pub(super) fn is_safe(name: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    !name.is_empty() && name.len() <= LONGEST_NAME && !name.starts_with(['.', '-']) && name.chars().all(safe)
}
