//! Which program is on a session: a lock that dies with its process, and a line that says who it is.
//!
//! Knows nothing of the journal. The lock keeps nobody from appending; it lets a second terminal know that
//! it is the second.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use rustix::fs::FlockOperation;
use rustix::io::Errno;
use serde::{Deserialize, Serialize};

use super::disk::{Access, Folder};
use super::line::escaped;
use crate::text::printable;

const NAME: &str = "open.lock";
const LONGEST: u64 = 4096;

/// Held as long as a program is on the session.
#[derive(Debug)]
pub struct OpenLock {
    _file: File,
}

/// Why the lock was not taken.
#[derive(Debug)]
pub enum LockError {
    /// Another program is on the session.
    Held {
        /// Its process id; 0 when it has not said.
        pid: u32,
        /// The person at it; as untrusted as everything in a file.
        name: String,
    },
    /// The disk failed, or something planted stands there.
    Disk(io::Error),
}

#[derive(Serialize, Deserialize, Default)]
struct Holder {
    pid: u32,
    name: String,
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held { pid, name } => write!(f, "{} ({pid}) is on this session", printable(name)),
            Self::Disk(error) => write!(f, "the session's lock cannot be taken: {error}"),
        }
    }
}

impl std::error::Error for LockError {}

impl OpenLock {
    /// Process id and person of whoever is on the session in `dir`; `None` when nobody is.
    pub fn holder(dir: &Path) -> Option<(u32, String)> {
        let folder = Folder::open(dir, Access::Read).ok()?;
        let mut file = folder.file(NAME).ok()??;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockShared) {
            Err(Errno::WOULDBLOCK) => {
                let Holder { pid, name } = holder(&mut file);
                Some((pid, name))
            }
            Ok(()) | Err(_) => None,
        }
    }

    /// Takes the lock of the session folder `dir` for the person `name`; never waits.
    pub fn take(dir: &Path, name: &str) -> Result<Self, LockError> {
        let folder = Folder::open(dir, Access::Write).map_err(LockError::Disk)?;
        let mut file = open_or_make(&folder).map_err(LockError::Disk)?;
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => {
                let Holder { pid, name } = holder(&mut file);
                return Err(LockError::Held { pid, name });
            }
            Err(errno) => return Err(LockError::Disk(errno.into())),
        }
        let me = Holder { pid: std::process::id(), name: name.to_owned() };
        sign(&mut file, &me).map_err(LockError::Disk)?;
        Ok(Self { _file: file })
    }
}

fn open_or_make(folder: &Folder) -> io::Result<File> {
    for _ in 0..2 {
        if let Some(file) = folder.file(NAME)? {
            return Ok(file);
        }
        match folder.new_file(NAME) {
            // Another program made it between the two calls.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made,
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn holder(file: &mut File) -> Holder {
    let mut text = String::new();
    match file.take(LONGEST).read_to_string(&mut text) {
        Ok(_) => serde_json::from_str(&text).unwrap_or_default(),
        Err(_) => Holder::default(),
    }
}

fn sign(file: &mut File, me: &Holder) -> io::Result<()> {
    let line = escaped(&serde_json::to_string(me)?) + "\n";
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(line.as_bytes())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn the_second_program_is_told_who_was_first() {
        let dir = tempfile::tempdir().unwrap();
        let first = OpenLock::take(dir.path(), "Li \u{1b}[31mWei").unwrap();
        let Err(LockError::Held { pid, name }) = OpenLock::take(dir.path(), "second") else { panic!("taken twice") };
        assert_eq!((pid, name.as_str()), (std::process::id(), "Li \u{1b}[31mWei"));
        let bytes = std::fs::read(dir.path().join(NAME)).unwrap();
        assert!(!bytes.contains(&0x1b), "the lock file may be read with cat");
        drop(first);
        assert!(OpenLock::take(dir.path(), "second").is_ok());
    }

    #[test]
    fn a_planted_lock_file_is_refused_and_its_target_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("target");
        std::fs::write(&target, "precious").unwrap();
        std::os::unix::fs::symlink(&target, dir.path().join(NAME)).unwrap();
        assert!(matches!(OpenLock::take(dir.path(), "me"), Err(LockError::Disk(_))));
        assert_eq!(std::fs::read(&target).unwrap(), b"precious");
    }
}
