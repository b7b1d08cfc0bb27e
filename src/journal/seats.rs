//! Who is on a session: a small file for each program, locked for as long as the program is there.
//!
//! Knows nothing of the journal. A lock dies with its process, so nobody who is gone is ever listed; it keeps
//! nobody from appending.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use rustix::fs::FlockOperation;
use rustix::io::Errno;
use serde::{Deserialize, Serialize};

use super::disk::{Access, Folder, Plant};
use super::holder::exclusive_holder;
use super::line::escaped;

/// The folder of seats in a session's folder.
pub(super) const HERE: &str = "here";
/// Longest file that is read, in bytes.
const LONGEST: u64 = 4096;
/// Most files that are looked at: a folder full of planted ones does not hold the program up.
const MOST: usize = 256;
/// Letters and digits of a name.
const NAME: usize = 26;
/// A lister holds the lock of a fresh file for a moment, or takes the file for one that was left behind.
const TRIES: usize = 50;

/// Who sits there, as the program itself says; as untrusted as everything in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seated {
    /// Name of the seat.
    #[serde(skip)]
    pub seat: String,
    /// Process id.
    pub pid: u32,
    /// The person.
    pub person: String,
    /// The machine.
    pub host: String,
    /// It only looks on.
    #[serde(default)]
    pub watching: bool,
}

/// Held as long as a program is on the session; the file goes with it.
#[derive(Debug)]
pub struct Seat {
    folder: Folder,
    name: String,
    _file: File,
}

impl Seat {
    /// Takes a seat on the session in `dir`; never waits. `fresh` names it: a new ULID each time it is called.
    pub fn take(dir: &Path, me: &Seated, fresh: impl Fn() -> String) -> io::Result<Self> {
        let folder = Folder::open(dir, Access::Write)?.within(HERE)?;
        let line = escaped(&serde_json::to_string(me)?) + "\n";
        for _ in 0..TRIES {
            let name = fresh();
            let mut file = match folder.new_file(&name) {
                // Nobody gives a fresh file a second name: somebody cleared it away.
                Err(error) if Plant::behind(&error) == Some(Plant::HardLink) => continue,
                made => made?,
            };
            match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => {}
                Err(Errno::WOULDBLOCK | Errno::INTR) => {
                    folder.remove(&name)?;
                    continue;
                }
                Err(errno) => return Err(errno.into()),
            }
            // Before the lock was taken somebody may have cleared it away.
            if rustix::fs::fstat(&file)?.st_nlink == 0 {
                continue;
            }
            if let Err(error) = file.write_all(line.as_bytes()) {
                folder.remove(&name)?;
                return Err(error);
            }
            return Ok(Self { folder, name, _file: file });
        }
        Err(io::ErrorKind::WouldBlock.into())
    }

    /// Its name, which is nobody else's.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // What stays is not locked, and whoever lists next clears it away.
        let _ = self.folder.remove(&self.name);
    }
}

/// A seat somebody sits on, held open. What is written in it may be anybody's; its lock says who is really there.
#[derive(Debug)]
pub struct TakenSeat {
    /// Who sits there, as is written in it.
    pub seated: Seated,
    file: File,
}

impl TakenSeat {
    /// Whether a program of this account made it, for a session and for nothing else.
    pub fn is_of_this_account(&self) -> bool {
        let ours = rustix::process::geteuid().as_raw();
        rustix::fs::fstat(&self.file).is_ok_and(|found| found.st_uid == ours && found.st_nlink == 1)
    }

    /// The process that sits there, asked of the system and never of the file; `None` where the system does not tell.
    pub fn holder(&self) -> Option<u32> {
        exclusive_holder(&self.file)
    }

    /// Whether whoever sat there has left meanwhile.
    pub fn is_left(&self) -> bool {
        let free = rustix::fs::flock(&self.file, FlockOperation::NonBlockingLockShared).is_ok();
        if free {
            let _ = rustix::fs::flock(&self.file, FlockOperation::Unlock);
        }
        free
    }
}

/// Everybody on the session kept in these folders, first come first; nobody where that cannot be told.
pub fn seats(dirs: &[impl AsRef<Path>]) -> Vec<Seated> {
    taken_seats(dirs).into_iter().map(|taken| taken.seated).collect()
}

/// The same, with each seat held open.
pub fn taken_seats(dirs: &[impl AsRef<Path>]) -> Vec<TakenSeat> {
    let mut all: Vec<TakenSeat> = dirs.iter().flat_map(|dir| taken_in(dir.as_ref())).collect();
    all.sort_by(|a, b| a.seated.seat.cmp(&b.seated.seat));
    all
}

fn taken_in(dir: &Path) -> Vec<TakenSeat> {
    let Ok(folder) = Folder::open(&dir.join(HERE), Access::Read) else { return Vec::new() };
    let is_seat = |name: &&String| name.len() == NAME && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut names = folder.names(MOST).unwrap_or_default();
    names.sort();
    names.iter().filter(is_seat).filter_map(|name| taken(&folder, name)).collect()
}

/// Who sits on one seat; an empty one of our own is cleared away.
fn taken(folder: &Folder, name: &str) -> Option<TakenSeat> {
    let file = folder.file(name).ok()??;
    match rustix::fs::flock(&file, FlockOperation::NonBlockingLockShared) {
        Err(Errno::WOULDBLOCK) => {
            let mut text = String::new();
            (&file).take(LONGEST).read_to_string(&mut text).ok()?;
            let seated: Seated = serde_json::from_str(&text).ok()?;
            Some(TakenSeat { seated: Seated { seat: name.to_owned(), ..seated }, file })
        }
        Ok(()) => {
            let ours = rustix::process::geteuid().as_raw();
            // An empty one is being taken just now: whoever lists is woken by that, and must not stand in the way.
            if rustix::fs::fstat(&file).is_ok_and(|found| found.st_uid == ours && found.st_size > 0) {
                let _ = folder.remove(name);
            }
            None
        }
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests;
