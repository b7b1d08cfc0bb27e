//! Which program holds a lock: asked of the kernel's own list, which needs no help of the holder.

use std::fs::{self, File};
use std::io::Read as _;

use crate::text::printable;

/// Longest list of locks that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// A program that holds the journal's lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockHolder {
    /// Its process id.
    pub pid: u32,
    /// Its name, printable.
    pub command: String,
}

impl LockHolder {
    /// Who holds the lock of this file; `None` where the system does not tell.
    pub(super) fn of(file: &File) -> Option<Self> {
        let found = rustix::fs::fstat(file).ok()?;
        let device = (rustix::fs::major(found.st_dev), rustix::fs::minor(found.st_dev));
        let mut locks = String::new();
        File::open("/proc/locks").ok()?.take(LONGEST).read_to_string(&mut locks).ok()?;
        let pid = holder_in(&locks, device, found.st_ino)?;
        // Whoever took it may be gone, and a child of it holds it on.
        let command = fs::read(format!("/proc/{pid}/comm")).ok()?;
        let command = printable(String::from_utf8_lossy(&command).trim_end()).into_owned();
        Some(Self { pid, command })
    }
}

/// The process in a list of locks: `1: FLOCK  ADVISORY  WRITE 4711 08:01:123456 0 EOF`.
fn holder_in(locks: &str, device: (u32, u32), inode: u64) -> Option<u32> {
    let mut somewhere = None;
    for line in locks.lines() {
        let mut words = line.split_whitespace().skip(1);
        // `->` stands before those who wait.
        if words.next() != Some("FLOCK") {
            continue;
        }
        let Some(pid) = words.nth(2).and_then(|pid| pid.parse().ok()).filter(|pid| *pid > 0) else { continue };
        let mut place = words.next().unwrap_or_default().split(':');
        let mut number = |radix| place.next().and_then(|part| u64::from_str_radix(part, radix).ok());
        let (major, minor, found) = (number(16), number(16), number(10));
        if found == Some(inode) {
            if (major, minor) == (Some(device.0.into()), Some(device.1.into())) {
                return Some(pid);
            }
            // Some file systems tell programs another device than the list of locks.
            somewhere = Some(pid);
        }
    }
    somewhere
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    const LOCKS: &str = "\
        1: POSIX  ADVISORY  WRITE 11 08:01:77 0 EOF\n\
        2: FLOCK  ADVISORY  WRITE 22 08:02:77 0 EOF\n\
        2: -> FLOCK  ADVISORY  WRITE 23 08:01:77 0 EOF\n\
        3: FLOCK  ADVISORY  READ 33 08:1a:77 0 EOF\n\
        4: FLOCK  ADVISORY  WRITE -1 08:1a:78 0 EOF\n\
        junk\n\n5:\n";

    #[test]
    fn the_holder_is_found_by_device_and_inode() {
        assert_eq!(holder_in(LOCKS, (8, 0x1a), 77), Some(33));
        assert_eq!(holder_in(LOCKS, (8, 2), 77), Some(22));
    }

    #[test]
    fn whoever_waits_or_is_not_to_be_seen_is_not_named() {
        assert_eq!(holder_in(LOCKS, (8, 0x1a), 78), None);
        assert_eq!(holder_in(LOCKS, (8, 1), 99), None);
    }

    #[test]
    fn a_lock_of_this_very_program_is_named() {
        let file = tempfile::tempfile().unwrap();
        rustix::fs::flock(&file, rustix::fs::FlockOperation::LockExclusive).unwrap();
        let holder = LockHolder::of(&file).unwrap();
        assert_eq!(holder.pid, std::process::id());
        assert!(!holder.command.is_empty());
    }
}
